"""The form of a desk's store: refused where another version made it so that it cannot be carried over."""

from pathlib import Path
from typing import Protocol

import pandas as pd

from data.errors import TsunagariError

FORMAT_TODAY = 2
"""A log that tells no number counts as 1; raised when a form can no longer be carried over by adding columns."""

Columns = frozenset[tuple[str, str, str]]
"""Table, name and type of every column."""


class Store(Protocol):
    """What a store tells of its form."""

    def has_table(self, name: str) -> bool:
        """Whether there is a table of that name."""

    def table(self, name: str) -> pd.DataFrame:
        """A whole table."""


def is_numbered_as_today(store: Store) -> bool:
    """Whether the number that the store tells of its form is today's; looked at before anything is changed in it."""
    if store.has_table("store_format"):
        return list(store.table("store_format")["number"]) == [FORMAT_TODAY]
    return not store.has_table("contact_leg")


def is_made_from(store: Store, digest: str) -> bool:
    """Whether the store was brought into form last by the schema files of that digest: then nothing is to be made."""
    return store.has_table("made_from") and list(store.table("made_from")["digest"]) == [digest]


def columns_of(store: Store) -> Columns:
    """The columns that the store has."""
    told = store.table("duckdb_columns")[["table_name", "column_name", "data_type"]]
    return frozenset(told.itertuples(index=False, name=None))


def of_another_version(path: Path) -> TsunagariError:
    """What is said of such a store."""
    return TsunagariError(
        "{path} was made by another version, whose form cannot be carried over; use that version, or move the file "
        "away and import the logs again",
        path=path,
    )
