"""The systems that tell of events, from whose stored records legs are made: one book each."""

from collections.abc import Callable
from dataclasses import dataclass

from data.desk import Desk
from data.warehouse import Warehouse


@dataclass(frozen=True)
class RecordBook:
    """What the loading core calls to make legs of a system's records; `data.importers` tells when.

    The tables themselves are made by data/sql/schema_<source_system>.sql, which is run whenever a store is opened.

    Parameters
    ----------
    source_system
        The importer's name.
    keep
        Moves staged records into these tables, and counts each row of the files in `staged_tally`.
    derive
        Stages the legs, states, groups and agents whose records came from a file of `changed_file`.
    forget
        SQL that deletes records of files that are not in `import_file`.
    """

    source_system: str
    keep: Callable[[Warehouse, Desk], None]
    derive: Callable[[Warehouse, Desk], None]
    forget: str


RECORD_BOOKS: dict[str, RecordBook] = {}
"""By `source_system`."""
