"""The importer of Zendesk's tickets: what its interface and its JSON export give of tickets and of their metrics."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd

from data.desk import Desk
from data.errors import ImportRefused
from data.importers.json_rows import JsonPages, sample_records, stage_json
from data.importers.record_books import RECORD_BOOKS, RecordBook
from data.importers.record_file import check_named_queues, chosen_table
from data.importers.ticket_book import table_proposal
from data.importers.zendesk_records import VERSION, groups_query, records_query
from data.warehouse import Warehouse
from data.zendesk_mapping import ZendeskMapping

SOURCE_SYSTEM = "zendesk"

PAGES = JsonPages.of("tickets", "ticket", "ticket_metrics", "ticket_metric", "ticket_metric_events", "deleted_tickets",
                     "results")  # fmt: skip
"""By which keys Zendesk's pages hold records."""

_MARKS = (("id", "via", "status"), ("metric", "instance_id", "ticket_id"), ("ticket_id", "group_stations"),
          ("id", "deleted_at", "previous_state"))  # fmt: skip
"""Fields that only Zendesk's records have together."""


def recognise(sample: str) -> str | None:
    """Why a file that begins with `sample` is Zendesk's: tickets, metrics, events of these; None where it is not."""
    for record in sample_records(sample, PAGES):
        for mark in _MARKS:
            if all(field in record for field in mark):
                return f"its records have {', '.join(mark)}"
    return None


@dataclass(frozen=True)
class Zendesk:
    """One file of a Zendesk account, with the mapping it is read by.

    Parameters
    ----------
    path
        The file; packed with gzip or not.
    name, mapping
        The table [import.zendesk.<name>].
    tiers
        The tier of each queue of the desk.
    """

    path: Path
    name: str
    mapping: ZendeskMapping
    tiers: tuple[tuple[str, int], ...]

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
        """Changes when another mapping, desk or importer could give other records of the same file."""
        told = f"{VERSION}\n{self.mapping.model_dump_json()}\n{self.tiers!r}"
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    def stage(self, warehouse: Warehouse, *, file_no: int) -> None:
        """Put the file's records into `staged_zendesk`, and what is none into `staged_reject`.

        Raises
        ------
        ImportRefused
            If the file is damaged, ends in the middle, or is no JSON.
        """
        query = records_query(self.name, self.mapping, tiers=dict(self.tiers))
        warehouse.run("zendesk_stage")
        warehouse.run("zendesk_clear", file_no=file_no)

        def add() -> None:
            warehouse.run_text(f"""
                INSERT INTO staged_zendesk BY NAME
                SELECT found.*, staged_file.file_no, staged_file.file_id
                FROM ({query}) AS found CROSS JOIN staged_file WHERE staged_file.file_no = {int(file_no)}
            """)

        stage_json(warehouse, self.path, add, pages=PAGES)
        warehouse.run("zendesk_part_rejects")


def importer_of(desk: Desk, path: Path, *, name: str | None = None) -> Zendesk:
    """The importer of a file of Zendesk.

    Parameters
    ----------
    name
        Of the table [import.zendesk.<name>]; None: the only one.

    Raises
    ------
    ImportRefused
        If desk.toml has no such table, or several; the sentence proposes one.
    DeskError
        If the table names a queue that desk.toml does not have.
    """
    mappings = desk.settings.imports.zendesk
    if not mappings:
        raise ImportRefused(table_proposal(desk, path, _groups_of(path), name=SOURCE_SYSTEM, title="Zendesk"))
    name = chosen_table(mappings, path, name=name, title="Zendesk")
    check_named_queues(desk, mappings[name].named_queues, table=f"import.zendesk.{name}")
    tiers = tuple((queue.name, queue.tier) for queue in desk.settings.queue)
    return Zendesk(path, name, mappings[name], tiers)


def _groups_of(path: Path) -> pd.DataFrame:
    """Which groups a file's tickets are of."""
    query = groups_query(ZendeskMapping(queue="any"))
    found: list[pd.DataFrame] = []
    with Warehouse.in_memory() as warehouse:
        stage_json(warehouse, path, lambda: found.append(warehouse.query_text(query)), pages=PAGES)
    return pd.concat(found, ignore_index=True)


def _keep(warehouse: Warehouse, desk: Desk) -> None:
    del desk
    warehouse.run("zendesk_stage")
    warehouse.run("zendesk_tally")
    warehouse.run("zendesk_keep")


def _derive(warehouse: Warehouse, desk: Desk) -> None:
    del desk
    warehouse.run("zendesk_find_groups")
    warehouse.run("zendesk_versions")
    warehouse.run("zendesk_cycles")
    warehouse.run("ticket_legs", system=SOURCE_SYSTEM)


BOOK = RecordBook(SOURCE_SYSTEM, keep=_keep, derive=_derive, forget="zendesk_forget")
RECORD_BOOKS[SOURCE_SYSTEM] = BOOK
