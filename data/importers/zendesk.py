"""The importer of Zendesk's tickets: what its interface and its JSON export give of tickets and of their metrics."""

from pathlib import Path

import pandas as pd

from data.desk import Desk
from data.errors import ImportRefused
from data.importers.json_rows import JsonPages, stage_json
from data.importers.record_books import RECORD_BOOKS, RecordBook
from data.importers.record_file import RecordFile, check_named_queues, chosen_table, marked_records
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
    return marked_records(sample, _MARKS, pages=PAGES)


def importer_of(desk: Desk, path: Path, *, name: str | None = None) -> RecordFile:
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
    query = records_query(name, mappings[name], tiers=dict(tiers))
    return RecordFile(path, SOURCE_SYSTEM, name, mappings[name], VERSION, tiers, query, SOURCE_SYSTEM, PAGES)


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
