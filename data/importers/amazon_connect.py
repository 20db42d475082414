"""The importer of Amazon Connect: contact records, and the stream of agent events."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from data.desk import Desk
from data.importers.amazon_connect_records import VERSION, records_query
from data.importers.choose_table import chosen_table
from data.importers.json_rows import JsonPages, read_sample, sample_records
from data.importers.record_books import RECORD_BOOKS, RecordBook
from data.importers.record_file import RecordFile, check_named_queues, marked_records
from data.warehouse import Warehouse

SOURCE_SYSTEM = "amazon_connect"

PAGES = JsonPages.of()
"""Contact records come as they are: a line each, as a list, or one after another."""

_MARKS = (("ContactId", "InitiationMethod"), ("EventId", "AgentARN"))
"""Fields that only Connect's records have together."""


def recognise(sample: str) -> str | None:
    """Why a file that begins with `sample` was written by Amazon Connect; None where it was not."""
    return marked_records(sample, _MARKS, pages=PAGES)


def importer_of(desk: Desk, path: Path, *, name: str | None = None) -> RecordFile:
    """The importer of a file of Amazon Connect.

    Parameters
    ----------
    name
        Of the table [import.amazon_connect.<name>]; None: the one that knows most of the file's queues.

    Raises
    ------
    ImportRefused
        If desk.toml has no such table, or several fit alike.
    DeskError
        If the table names a queue that desk.toml does not have.
    """
    tables = desk.settings.imports.amazon_connect
    if name is None:
        queues = _queues_of(sample_records(read_sample(path), PAGES))
        name = chosen_table(desk, path, system="Amazon Connect", table=SOURCE_SYSTEM, tables=tables, queues=queues)
    check_named_queues(desk, tables[name].named_queues, table=f"import.{SOURCE_SYSTEM}.{name}")
    query = records_query(name, tables[name])
    return RecordFile(path, SOURCE_SYSTEM, name, tables[name], VERSION, (), query, SOURCE_SYSTEM, PAGES)


def _queues_of(records: Sequence[dict[str, Any]]) -> Iterator[str]:
    """The queue that each contact entered."""
    for record in records:
        queue = record.get("Queue")
        told = queue.get("Name") if isinstance(queue, dict) else None
        if isinstance(told, str) and told:
            yield told


def _keep(warehouse: Warehouse, desk: Desk) -> None:
    del desk
    warehouse.run("amazon_connect_stage")  # an undo stages nothing
    warehouse.run("amazon_connect_tally")
    warehouse.run("record_tally")
    warehouse.run("amazon_connect_keep")


def _derive(warehouse: Warehouse, desk: Desk) -> None:
    tiers = {queue.name: queue.tier for queue in desk.settings.queue}
    warehouse.set_variables(connect_tier_two=[name for name, tier in tiers.items() if tier == 2])
    warehouse.run("amazon_connect_touched")
    warehouse.run("amazon_connect_linked")
    warehouse.run("amazon_connect_legs")
    warehouse.run("amazon_connect_states")


BOOK = RecordBook(SOURCE_SYSTEM, keep=_keep, derive=_derive, forget="amazon_connect_forget")
RECORD_BOOKS[SOURCE_SYSTEM] = BOOK
