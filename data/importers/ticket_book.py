"""Ticket systems whose records are tickets and the messages in them: what they keep, and how legs follow from it.

A system of this kind is one file: a query that reads its records, and a `TicketSystem`. Its query gives the columns of
data/sql/ticket_stage.sql but for the file's; `kind` is `ticket` or `message`. A message is by the `customer`, by an
`agent`, or by `nobody` (a note, a robot) who makes no difference to who waits.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from data.desk import Desk
from data.errors import ImportRefused
from data.importers.json_rows import JsonPages, stage_json
from data.importers.record_books import RECORD_BOOKS, RecordBook
from data.importers.record_file import RecordFile, check_named_queues, chosen_table
from data.importers.spared_memory import sparing_memory
from data.message import Message
from data.ticket_settings import TicketSettings
from data.warehouse import Warehouse

_CONTENT = ("state", "created_at", "updated_at", "first_replied_at", "last_replied_at", "last_asked_at", "solved_at",
            "promised_at", "next_status_at", "channel", "direction", "is_voice", "queue_key", "tier", "agent_key",
            "topic", "priority", "worked_s", "customer_key", "fullness", "messages")  # fmt: skip
CONTENT = {"ticket": _CONTENT, "message": ("ticket_id", "message_id", "author", "agent_key", "said_at")}
"""What a record of each kind tells."""


@dataclass(frozen=True)
class TicketSystem:
    """A ticket system.

    Parameters
    ----------
    name
        Of its tables in desk.toml, and in `source_system`.
    title
        What people call it.
    version
        Raised when the same file and settings give other records than before.
    pages
        By which keys its pages hold records.
    query
        Of the name of a table, its settings and the tiers of the desk's queues.
    groups
        A query of `raw_json` with `group_number`, `channel` and `tickets` of each group and channel.
    """

    name: str
    title: str
    version: int
    pages: JsonPages
    query: Callable[[str, Any, Mapping[str, int]], str]
    groups: Callable[[], str]

    def importer_of(self, desk: Desk, path: Path, *, name: str | None = None) -> RecordFile:
        """The importer of a file.

        Parameters
        ----------
        name
            Of the table of desk.toml; None: the only one.

        Raises
        ------
        ImportRefused
            If desk.toml has no such table, or several; the sentence proposes one.
        DeskError
            If the table names a queue that desk.toml does not have.
        """
        tables: Mapping[str, TicketSettings] = getattr(desk.settings.imports, self.name)
        if not tables:
            raise ImportRefused(self._sentence_without_table(desk, path))
        name = chosen_table(tables, path, name=name, title=self.title)
        settings = tables[name]
        check_named_queues(desk, settings.named_queues, table=f"import.{self.name}.{name}")
        tiers = tuple((queue.name, queue.tier) for queue in desk.settings.queue)
        query = self.query(name, settings, dict(tiers))
        return RecordFile(path, self.name, name, settings, self.version, tiers, query, "ticket", self.pages)

    def _sentence_without_table(self, desk: Desk, path: Path) -> Message:
        found: list[pd.DataFrame] = []
        with Warehouse.in_memory() as warehouse:
            stage_json(warehouse, path, lambda: found.append(warehouse.query_text(self.groups())), pages=self.pages)
        return table_proposal(desk, path, pd.concat(found, ignore_index=True), name=self.name, title=self.title)

    def keep_book(self) -> RecordBook:
        """Enter the system among those that tell of events."""
        book = RecordBook(self.name, keep=self._keep, derive=self._derive, forget="ticket_forget")
        RECORD_BOOKS[self.name] = book
        return book

    def _keep(self, warehouse: Warehouse, desk: Desk) -> None:
        del desk
        warehouse.run("ticket_stage")  # an undo stages nothing
        warehouse.set_variables(ticket_system=self.name)
        with sparing_memory(warehouse):
            warehouse.run("ticket_tally")
            warehouse.run("record_tally")
            warehouse.run("ticket_keep", system=self.name)

    def _derive(self, warehouse: Warehouse, desk: Desk) -> None:
        del desk
        with sparing_memory(warehouse):
            for step in ("find_groups", "versions", "cycles", "legs"):
                warehouse.run(f"ticket_{step}", system=self.name)


def table_proposal(desk: Desk, path: Path, found: pd.DataFrame, *, name: str, title: str) -> Message:
    """What to say of a file of tickets of which desk.toml does not say what its groups are.

    Parameters
    ----------
    found
        `group_number`, `channel` and `tickets` of each group and channel.
    name, title
        Of the system.
    """
    queues = ", ".join(queue.name for queue in desk.settings.queue)
    written = [queue.name for queue in desk.settings.queue if queue.channel in ("mail", "form")]
    queue = (written or [desk.settings.queue[0].name])[0]
    numbers = sorted({int(number) for number in found["group_number"].dropna()})
    groups = "".join(f'\n"{number}" = "{queue}"' for number in numbers)
    proposal = f'[import.{name}.tickets]\nqueue = "{queue}"'
    if groups:
        proposal += f"\n\n[import.{name}.tickets.groups]{groups}"
    unknown = int(found.loc[found["channel"].isna(), "tickets"].sum())
    ways = Message.of(" {tickets} of its tickets came by ways that channels must name.", tickets=unknown)
    return Message.of(
        "{path} holds tickets of {title}, and desk.toml does not say yet which queue each of its groups is. This desk "
        "has the queues {queues}.{ways} Write this into desk.toml, and check each line:\n\n{proposed}",
        path=path,
        title=title,
        queues=queues,
        ways=ways if unknown else "",
        proposed=proposal,
    )
