"""The importer of Amazon Connect: contact records, and the stream of agent events."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from data.amazon_connect_settings import AmazonConnectSettings
from data.desk import Desk
from data.importers.amazon_connect_records import VERSION, records_query
from data.importers.choose_table import chosen_table
from data.importers.json_rows import JsonPages, read_sample, sample_records, stage_json
from data.importers.record_books import RECORD_BOOKS, RecordBook
from data.importers.record_file import check_named_queues
from data.warehouse import Warehouse

SOURCE_SYSTEM = "amazon_connect"

PAGES = JsonPages.of()
"""Contact records come as they are: a line each, as a list, or one after another."""

_MARKS = (("ContactId", "InitiationMethod"), ("EventId", "AgentARN"))
"""Fields that only Connect's records have together."""


def recognise(sample: str) -> str | None:
    """Why a file that begins with `sample` was written by Amazon Connect; None where it was not."""
    for record in sample_records(sample, PAGES):
        for mark in _MARKS:
            if all(field in record for field in mark):
                return f"its records have {' and '.join(mark)}"
    return None


@dataclass(frozen=True)
class AmazonConnect:
    """One file of an Amazon Connect instance, with the settings it is read by.

    Parameters
    ----------
    path
        The file; packed with gzip or not.
    name, settings
        The table [import.amazon_connect.<name>].
    """

    path: Path
    name: str
    settings: AmazonConnectSettings

    @property
    def source_system(self) -> str:
        """Which importer read the file."""
        return SOURCE_SYSTEM

    @property
    def zone(self) -> ZoneInfo:
        """Of its times: all are UTC."""
        return ZoneInfo("UTC")

    @property
    def encoding(self) -> str:
        """Of the file."""
        return "utf-8"

    @property
    def fingerprint(self) -> str:
        """Changes when other settings or another importer could give other records of the same file."""
        return hashlib.sha256(f"{VERSION}\n{self.settings.model_dump_json()}".encode()).hexdigest()[:16]

    def stage(self, warehouse: Warehouse, *, file_no: int) -> None:
        """Put the file's records into `staged_connect`, and what is none into `staged_reject`.

        Raises
        ------
        ImportRefused
            If the file is damaged, ends in the middle, or is no JSON.
        """
        query = records_query(self.name, self.settings)
        warehouse.run("amazon_connect_stage")
        warehouse.run("amazon_connect_clear", file_no=file_no)

        def add() -> None:
            warehouse.run_text(f"""
                INSERT INTO staged_connect BY NAME
                SELECT found.*, staged_file.file_no, staged_file.file_id
                FROM ({query}) AS found CROSS JOIN staged_file WHERE staged_file.file_no = {int(file_no)}
            """)

        stage_json(warehouse, self.path, add, pages=PAGES)
        warehouse.run("amazon_connect_part_rejects")


def importer_of(desk: Desk, path: Path, *, name: str | None = None) -> AmazonConnect:
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
    return AmazonConnect(path, name, tables[name])


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
