"""What all systems have in common whose contacts follow from JSON records: reading, keeping and choosing, written once.

Such a system is a `RecordSystem` in a file of its own: how its files are known, a query that says what each record
tells, and `data/sql/<source_system>_legs.sql`, which makes legs of the newest records. Versions, counts, undo,
retention, forgetting, previews and the table of desk.toml follow from here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.desk import Desk
from data.importers import sql_text as sql
from data.importers.choose_table import chosen_table
from data.importers.json_rows import JsonPages, read_sample, sample_records
from data.importers.record_books import RECORD_BOOKS, RecordBook
from data.importers.record_cells import cells_query, content_of, queue_by_channel, without_nulls
from data.importers.record_file import RecordFile, check_named_queues, marked_records
from data.importers.spared_memory import sparing_memory
from data.queue_system_settings import QueueSystemSettings
from data.warehouse import Warehouse

DAY_SECONDS, YEAR_SECONDS = 86_400, 31_536_000
"""The longest that a call, and anything written, is believed to take."""

LEG_A_RECORD = "told_record_legs"
"""The `legs` of a system each of whose records is a leg; data/sql/told_record_legs.sql says what `facts` are then."""

PART_CONTACTS = 20_000
"""Contacts whose legs are made in one go: the memory that this takes does not grow with the log."""

_CONTENT = ("kind", "record_id", "group_id", "is_final", "epoch_us(updated_at)", "facts")

Settings = Any
"""A `QueueSystemSettings`, or a class that adds fields to it."""


@dataclass(frozen=True)
class RecordSystem:
    """A system whose files hold JSON records.

    Parameters
    ----------
    source_system
        The importer's name, and that of its tables in desk.toml: [import.<source_system>.<name>].
    title
        What people call it.
    pages
        By which keys its pages hold records.
    marks
        Fields that only its records have together.
    paths
        What is looked for in a record (name -> JSON path); nothing else of it is ever read.
    read
        By the settings, and by the name of their table: a query of `cell` (`row_no`, `broken`, and `told_<name>` of
        each path as text) with `row_no`, `broken`, `kind` (of the record, where ids of several kinds may be equal),
        `record_id`, `group_id` (the contact's), `is_final` (whether it stands above every version that is not),
        `updated_at`, `first_at`, `last_at`, `customer_key`, `facts` (JSON, told in our words), and `refusal` (why it
        cannot be used).
    queues_of
        The words by which a record names queues, for the proposal of a table.
    legs
        The SQL that makes legs of `told_newest`; empty: data/sql/<source_system>_legs.sql.
    version
        Raised when the same file and settings give other records than before, so that importing it again mends them.
    """

    source_system: str
    title: str
    pages: JsonPages
    marks: tuple[tuple[str, ...], ...]
    paths: Mapping[str, str]
    read: Callable[[Settings, str], str]
    queues_of: Callable[[dict[str, Any]], Iterable[str]]
    legs: str = ""
    version: int = 1

    def __post_init__(self) -> None:
        RECORD_BOOKS[self.source_system] = RecordBook(
            self.source_system, keep=self._keep, derive=self._derive, forget="told_record_forget"
        )

    def recognise(self, sample: str) -> str | None:
        """Why a file that begins with `sample` is the system's; None where it is not."""
        return marked_records(sample, self.marks, pages=self.pages)

    def importer_of(self, desk: Desk, path: Path, *, name: str | None = None) -> RecordFile:
        """The importer of a file.

        Parameters
        ----------
        name
            Of the table of desk.toml; None: the one that knows most of the file's queues.

        Raises
        ------
        ImportRefused
            If desk.toml has no such table, or several fit alike.
        DeskError
            If the table names a queue that desk.toml does not have.
        """
        table = self.source_system
        tables: Mapping[str, QueueSystemSettings] = getattr(desk.settings.imports, table)
        if name is None:
            records = sample_records(read_sample(path), self.pages)
            queues = [queue for record in records for queue in self.queues_of(record)]
            name = chosen_table(desk, path, system=self.title, table=table, tables=tables, queues=queues)
        settings = tables[name]
        check_named_queues(desk, settings.named_queues, table=f"import.{table}.{name}")
        query = self.records_query(settings, name)
        return RecordFile(path, table, name, settings, self.version, (), query, "told_record", self.pages)

    def records_query(self, settings: Settings, name: str) -> str:
        """A query of `raw_json` with the columns of `staged_told_record` but for the file's."""
        return f"""
            WITH cell AS ({cells_query(self.paths)}),
            told AS (SELECT * REPLACE ({without_nulls("facts")} AS facts) FROM ({self.read(settings, name)}))
            SELECT * EXCLUDE (broken, refusal), {sql.text(self.source_system)} AS source_system,
                {sql.text(settings.instance or name)} AS source_instance, {content_of(_CONTENT)} AS content,
                coalesce(broken, refusal) AS refusal
            FROM told
        """

    def _keep(self, warehouse: Warehouse, desk: Desk) -> None:
        del desk
        warehouse.set_variables(told_system=self.source_system)
        warehouse.run("told_record_stage")  # an undo stages nothing
        with sparing_memory(warehouse):
            for step in ("told_record_versions", "record_tally", "told_record_keep"):
                warehouse.run(step)

    def _derive(self, warehouse: Warehouse, desk: Desk) -> None:
        tier_two = [queue.name for queue in desk.settings.queue if queue.tier == 2]
        warehouse.set_variables(
            told_system=self.source_system, told_tier_two=tier_two, told_part_contacts=PART_CONTACTS
        )
        with sparing_memory(warehouse):
            warehouse.run("told_record_touched")
            for part in range(warehouse.count("told_record_parts")):
                warehouse.set_variables(told_part=part)
                warehouse.run("told_record_newest")
                warehouse.run(self.legs or f"{self.source_system}_legs")


def queue_of(settings: QueueSystemSettings, *, words: str, channel: str) -> str:
    """The desk's queue by the system's words for one (an SQL list of texts without NULL), and by the channel.

    Where there is no word, that of contacts that reached none; NULL where the settings know none of the words.
    """
    named = " ".join(
        f"WHEN list_contains({words}, {sql.text(word)}) "
        f"THEN {queue_by_channel(queue, rest=settings.queue, channel=channel)}"
        for word, queue in settings.queues.items()
    )
    return f"CASE {named} WHEN len({words}) = 0 THEN {queue_by_channel(settings.queue, rest='', channel=channel)} END"


def is_ignored(settings: QueueSystemSettings, *, words: str) -> str:
    """Whether the system's words name a queue that is not the desk's."""
    ignored = ", ".join(map(sql.text, settings.ignore_queues))
    return f"list_has_any({words}, CAST([{ignored}] AS TEXT[]))"


def agent_of(settings: QueueSystemSettings, *, instance: str, number: str, called: str) -> str:
    """The person of staff.csv, or a pseudonym, by the system's id and by what it calls the agent (texts or NULL)."""
    known = " ".join(
        f"WHEN {sql.text(word)} IN ({number}, {called}) THEN {sql.text(person)}"
        for word, person in settings.agents.items()
    )
    told = f"""CASE {known}
        WHEN list_contains(getvariable('staff_names'), {called}) THEN {called}
        WHEN coalesce({number}, {called}) IS NOT NULL THEN {sql.text(f"{instance} ")} || coalesce({number}, {called})
    END"""
    return f"agent_key_of({told})"
