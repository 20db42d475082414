"""The importer of Asterisk's queue_log: files of `epoch|call|queue|agent|event|...`, and exported realtime tables."""

import csv
import hashlib
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd

from data.asterisk_settings import AsteriskSettings
from data.csv_form import CsvForm
from data.desk import Desk
from data.errors import DeskError, ImportRefused
from data.importers.asterisk_book import derive, keep, keep_staged
from data.importers.asterisk_events import ALL_EVENTS, CALL_EVENTS, EventRules, events_query
from data.importers.line_file import FIELDS, first_lines, stage_lines
from data.importers.raw_rows import CsvSource, RawPiece, stage_rows
from data.importers.record_books import RECORD_BOOKS, RecordBook
from data.importers.sql_text import text
from data.message import Message
from data.warehouse import Warehouse

NAME = "asterisk_queue_log"
VERSION = 1
"""Raised when the same file and settings give other events than before, so that importing it again mends them."""

_COLUMNS = ("time", "callid", "queuename", "agent", "event")
_DATA = ("data1", "data2", "data3", "data4", "data5")
_LINE_HASH = "hash(source_instance, call_id, at_s, event, queue, trim(agent), wait_s, talk_s, ring_s, detail)"
"""The same for two lines that tell the same event; an agent is known without the blanks around the name."""

KEPT_LINES = 300_000
"""From so many staged lines on they are kept before more are staged; those of small files are kept together."""

_MOST_LINES = 200_000
"""Lines that are looked through for the queues of a file."""

_TIME = re.compile(r"\s*(\d{9,10}(\.\d+)?|\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d.*)\s*")


def recognise(lines: Sequence[str]) -> str | None:
    """Why a file that begins with these lines is a queue_log; None where it is none."""
    if _header_of(lines):
        return "its columns are those of Asterisk's realtime table queue_log"
    told = [line for line in lines if line.strip()]
    events = [line for line in told if _is_event(line.split("|"))]
    if len(events) * 2 > len(told):
        return "its lines are time|call|queue|agent|event of Asterisk's queue_log"
    return None


@dataclass(frozen=True)
class AsteriskQueueLog:
    """One file of queue events.

    Parameters
    ----------
    path
        The file; packed with gzip or not.
    rules
        How its lines are read.
    slices_folder
        For copies of a large file's slices.
    header
        Column names of a CSV of the realtime table; empty: lines of fields parted by |.
    delimiter
        Of such a CSV.
    counts_seconds
        Whether its times are seconds since 1970.
    """

    path: Path
    rules: EventRules
    slices_folder: Path
    header: tuple[str, ...] = ()
    delimiter: str = ","
    counts_seconds: bool = False

    @property
    def name(self) -> str:
        """Of the table [import.asterisk.<name>]."""
        return self.rules.name

    @property
    def source_system(self) -> str:
        """Which importer read the file."""
        return NAME

    @property
    def encoding(self) -> str:
        """Of the file."""
        return "utf-8"

    @property
    def zone(self) -> ZoneInfo:
        """Of its times."""
        return ZoneInfo("UTC") if self.counts_seconds else self.rules.zone

    @property
    def fingerprint(self) -> str:
        """Changes when other settings could give other events of the same file."""
        told = f"{VERSION}\n{self.rules.settings.model_dump_json()}\n{self.rules.zone.key}"
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    def stage(self, warehouse: Warehouse, *, file_no: int) -> None:
        """Add the events of a realtime table to `staged_asterisk_event`; lines are for `take_in`.

        Raises
        ------
        ImportRefused
            If the file turns out to be damaged.
        """
        if self.header:
            warehouse.run("asterisk_stage_begin", file_no=file_no)
            self._stage_table(warehouse, _EventTaker(warehouse, self.rules, file_no))

    def take_in(self, warehouse: Warehouse, *, file_no: int) -> None:
        """Keep the events of a file of lines, slice by slice, and tell of its refused lines.

        The last slice, or all of a small file, stays in `staged_asterisk_event` for `keep` of the book.

        Raises
        ------
        ImportRefused
            If the file turns out to be damaged.
        """
        if not self.header:
            warehouse.run("asterisk_stage_begin", file_no=file_no)
            stage_lines(warehouse, self.path, _EventTaker(warehouse, self.rules, file_no), folder=self.slices_folder)

    def _stage_table(self, warehouse: Warehouse, taker: "_EventTaker") -> None:
        """A CSV of the realtime table: its columns in the places of a line's fields."""
        data = tuple(name for name in _DATA if name in self.header) or ("data",)
        columns = (*_COLUMNS, *(name for name in data if name in self.header))
        cells = [f"nullif(r{place}, '')" for place in range(len(columns))]
        if columns[-1] == "data":
            cells[-1:] = [f"nullif(split_part(r{len(_COLUMNS)}, '|', {part}), '')" for part in range(1, 8)]
        cells += ["NULL"] * (FIELDS - len(cells))
        chosen = ", ".join(f"{cell} AS c{place}" for place, cell in enumerate(cells))

        def use(piece: RawPiece) -> None:
            warehouse.run_text(f"CREATE OR REPLACE TEMP VIEW log_line AS SELECT row_no, {chosen} FROM raw_row")
            taker.add(piece.broken)
            warehouse.run_text("DROP VIEW log_line")

        form = CsvForm(delimiter=self.delimiter)
        stage_rows(warehouse, CsvSource(self.path, self.header, form, columns, self.zone), use)


@dataclass(frozen=True)
class _EventTaker:
    """Puts the events of `log_line` into `staged_asterisk_event`, and what is staged into the book when it is much."""

    warehouse: Warehouse
    rules: EventRules
    file_no: int

    def add(self, broken: pd.DataFrame) -> int:
        before = self.warehouse.count("asterisk_staged_lines")
        self.warehouse.run_text(
            f"INSERT INTO staged_asterisk_event BY NAME SELECT *, {self.file_no} AS file_no, "
            f"{text(self.rules.instance)} AS source_instance, {_LINE_HASH} AS line_hash "
            f"FROM ({events_query(self.rules)})"
        )
        self.warehouse.stage("staged_refusal", broken)
        self.warehouse.run("load_add_rejects", file_no=self.file_no)
        return self.warehouse.count("asterisk_staged_lines") - before

    def take_back(self, *, after: int) -> None:
        self.warehouse.run("asterisk_take_back", file_no=self.file_no, row_no=after)

    def settle(self) -> None:
        if self.warehouse.count("asterisk_staged_lines") >= KEPT_LINES:
            keep_staged(self.warehouse)


def importer_of(desk: Desk, path: Path, *, lines: Sequence[str], name: str | None = None) -> AsteriskQueueLog:
    """The importer of a queue_log.

    Parameters
    ----------
    lines
        How it begins.
    name
        Of the table [import.asterisk.<name>]; None: the one that knows most of the file's queues.

    Raises
    ------
    ImportRefused
        If desk.toml has no such table, or several fit alike.
    DeskError
        If the table names a queue that the desk does not have.
    """
    delimiter, header = _header_of(lines) or (",", ())
    name = name or chosen_table(desk, path, queues=_queues_of(path, header=header, delimiter=delimiter))
    settings = desk.settings.imports.asterisk[name]
    check_queues(desk, name=name, settings=settings)
    if not settings.queues:
        raise ImportRefused(_proposal(desk, path, queues=_queues_of(path, header=header, delimiter=delimiter)))
    counts_seconds = not header and any(line.strip()[:9].isdigit() for line in lines)
    local = ZoneInfo(settings.time_zone) if settings.time_zone else desk.zone
    is_padded = any(line.count(" | ") >= 3 for line in lines)
    rules = EventRules(name, settings, local, is_padded)
    return AsteriskQueueLog(path, rules, desk.state_folder / "spill" / "slices", header, delimiter, counts_seconds)


def chosen_table(desk: Desk, path: Path, *, queues: Sequence[str]) -> str:
    """The table [import.asterisk.<name>] that knows most of these queues.

    Raises
    ------
    ImportRefused
        If there is none, or several know as many.
    """
    tables = desk.settings.imports.asterisk
    if not tables:
        raise ImportRefused(_proposal(desk, path, queues=queues))
    known = {name: len(set(queues) & {*settings.queues, *settings.ignore_queues}) for name, settings in tables.items()}
    best = [name for name, count in known.items() if count == max(known.values())]
    if len(best) > 1:
        raise ImportRefused(
            "{path} may be of several Asterisks of desk.toml: {names}; say which, for example with --format {first}",
            path=path,
            names=", ".join(best),
            first=best[0],
        )
    return best[0]


def check_queues(desk: Desk, *, name: str, settings: AsteriskSettings) -> None:
    """Each queue that the table names is one of the desk.

    Raises
    ------
    DeskError
        If one is not.
    """
    for field, meanings in (("queues", settings.queues), ("numbers", settings.numbers)):
        for word, queue in meanings.items():
            try:
                desk.queue(queue)
            except DeskError as error:
                raise DeskError(
                    "import.asterisk.{name}.{field}.{word}: {error}", name=name, field=field, word=word, error=error
                ) from None


def _proposal(desk: Desk, path: Path, *, queues: Sequence[str]) -> Message:
    found = ", ".join(f"{toml_text(queue)} = {toml_text(desk.settings.queue[0].name)}" for queue in queues)
    return Message.of(
        "{path} is a queue_log of Asterisk, and desk.toml does not say yet which of the desk's queues its queues are. "
        "Write a table into desk.toml, for example this one, and check each queue (those that are not this desk's go "
        "into ignore_queues):\n\n{proposed}",
        path=path,
        proposed=f"[import.asterisk.my-pbx]\nqueues = {{ {found} }}",
    )


def toml_text(word: str) -> str:
    """A word, quoted for desk.toml."""
    return json.dumps(word, ensure_ascii=False)


def _queues_of(path: Path, *, header: tuple[str, ...], delimiter: str) -> list[str]:
    """Queues that the file's calls entered, the commonest first."""
    lines = first_lines(path, lines=_MOST_LINES)
    if header:
        places = [header.index(name) for name in _COLUMNS]
        rows = (
            [row[place] for place in places] for row in csv.reader(lines, delimiter=delimiter) if len(row) > max(places)
        )
    else:
        rows = ([field.strip() for field in line.split("|")] for line in lines)
    found = Counter(row[2] for row in rows if len(row) >= 5 and row[4] in CALL_EVENTS and row[2] not in ("", "NONE"))
    return [queue for queue, _ in found.most_common(20)]


def _header_of(lines: Sequence[str]) -> tuple[str, tuple[str, ...]] | None:
    """Delimiter and column names, where the first line is the header of an exported realtime table."""
    first = lines[0].lstrip("\ufeff").replace("\r", " ") if lines else ""  # alone, csv refuses it
    for delimiter in ",;\t":
        names = tuple(name.strip() for name in next(csv.reader([first], delimiter=delimiter), []))
        if set(_COLUMNS) <= set(names):
            return delimiter, names
    return None


def _is_event(fields: Sequence[str]) -> bool:
    return len(fields) >= 5 and bool(_TIME.fullmatch(fields[0])) and fields[4].strip() in ALL_EVENTS


RECORD_BOOKS[NAME] = RecordBook(NAME, keep=keep, derive=derive, forget="asterisk_forget")
