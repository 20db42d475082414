"""The importer of Asterisk's and FreePBX's call records (CDR), as CSV with a header.

A call record tells that somebody called, and when; of a queue it tells neither answer nor hang-up, for the queue itself
answers the line. So a call that a queue_log knows gives no leg here. The others do: calls outside the opening hours, in
a menu, to desks whose telephones ring without a queue.
"""

import csv
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from data.asterisk_settings import AsteriskSettings
from data.csv_form import CsvForm
from data.desk import Desk
from data.errors import ImportRefused
from data.importers.asterisk_cdr_book import derive, keep
from data.importers.asterisk_queue_log import check_queues, toml_text
from data.importers.line_file import first_lines
from data.importers.raw_rows import CsvSource, RawPiece, stage_rows
from data.importers.record_books import RECORD_BOOKS, RecordBook
from data.importers.sql_text import instant_with_offset, text, translated, wall_clock
from data.importers.zone_sql import SURE, clock_code, doubt_of, utc_of
from data.message import Message
from data.warehouse import Warehouse

NAME = "asterisk_cdr"
VERSION = 1
"""Raised when the same file and settings give other records than before, so that importing it again mends them."""

_NEEDED = ("dst", "disposition", "uniqueid", "lastapp")
_STARTS = ("calldate", "start")
_OTHERS = ("src", "did", "dcontext", "dstchannel", "answer", "duration", "billsec", "linkedid", "sequence")
_DISPOSITIONS = "('ANSWERED', 'NO ANSWER', 'BUSY', 'FAILED', 'CONGESTION')"
_MOST_LINES = 20_000
_FIRST_S, _LAST_S = 946_684_800, 4_102_444_799


def recognise(lines: Sequence[str]) -> str | None:
    """Why a file that begins with these lines holds call records; None where it does not."""
    return "its columns are those of Asterisk's call records" if _header_of(lines) else None


@dataclass(frozen=True)
class AsteriskCdr:
    """One file of call records.

    Parameters
    ----------
    path
        The file; packed with gzip or not.
    header, delimiter
        Its column names, in small letters, and what parts the columns.
    name, settings
        The table [import.asterisk.<name>].
    zone
        Of its times.
    """

    path: Path
    header: tuple[str, ...]
    delimiter: str
    name: str
    settings: AsteriskSettings
    zone: ZoneInfo

    @property
    def source_system(self) -> str:
        """Which importer read the file."""
        return NAME

    @property
    def encoding(self) -> str:
        """Of the file."""
        return "utf-8"

    @property
    def fingerprint(self) -> str:
        """Changes when other settings could give other records of the same file."""
        told = f"{VERSION}\n{self.settings.model_dump_json()}\n{self.zone.key}"
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    def stage(self, warehouse: Warehouse, *, file_no: int) -> None:
        """Add the file's records to `staged_asterisk_record`, and refused rows to `staged_reject`.

        Raises
        ------
        ImportRefused
            If the file is damaged or no text.
        """
        warehouse.run("asterisk_cdr_stage", file_no=file_no)
        wanted = tuple(name for name in (*_NEEDED, *_STARTS, *_OTHERS) if name in self.header)
        query = _records_query(wanted, self.settings, self.zone)

        def add(piece: RawPiece) -> None:
            warehouse.run_text(
                f"INSERT INTO staged_asterisk_record BY NAME SELECT *, {file_no} AS file_no, "
                f"{text(self.settings.instance or self.name)} AS source_instance FROM ({query})"
            )
            warehouse.stage("staged_refusal", piece.broken)
            warehouse.run("load_add_rejects", file_no=file_no)

        stage_rows(
            warehouse, CsvSource(self.path, self.header, CsvForm(delimiter=self.delimiter), wanted, self.zone), add
        )
        warehouse.run("asterisk_cdr_part_rejects")


def importer_of(desk: Desk, path: Path, *, lines: Sequence[str], name: str | None = None) -> AsteriskCdr:
    """The importer of a file of call records.

    Parameters
    ----------
    lines
        How it begins.
    name
        Of the table [import.asterisk.<name>]; None: the only one that names dialled numbers.

    Raises
    ------
    ImportRefused
        If desk.toml has no such table, or several.
    DeskError
        If the table names a queue that the desk does not have.
    """
    told = _header_of(lines)
    if told is None:
        raise ImportRefused(
            "{path} holds no call records of Asterisk: it has no columns {columns}",
            path=path,
            columns=", ".join(_NEEDED),
        )
    delimiter, header = told
    tables = {key: table for key, table in desk.settings.imports.asterisk.items() if table.numbers}
    if name is None and len(tables) > 1:
        raise ImportRefused(
            "{path} may be of several Asterisks of desk.toml: {names}; say which, for example with --format {first}",
            path=path,
            names=", ".join(tables),
            first=next(iter(tables)),
        )
    name = name or next(iter(tables), "")
    if name not in tables:
        raise ImportRefused(_proposal(desk, path))
    settings = tables[name]
    check_queues(desk, name=name, settings=settings)
    zone = ZoneInfo(settings.time_zone) if settings.time_zone else desk.zone
    return AsteriskCdr(path, header, delimiter, name, settings, zone)


def _records_query(columns: Sequence[str], settings: AsteriskSettings, zone: ZoneInfo) -> str:
    """One row a row of `raw_row`: what it tells, or why it is refused."""
    cells = ", ".join(f"nullif(trim(r{place}), '') AS {name}" for place, name in enumerate(columns))
    absent = "".join(f", NULL AS {name}" for name in (*_STARTS, *_OTHERS) if name not in columns)
    assumed = "false" if settings.time_zone else "true"
    numbers = settings.numbers
    return f"""
        SELECT
            row_no, coalesce(linkedid, uniqueid) AS call_id,
            concat_ws('/', uniqueid, coalesce(linkedid, uniqueid), coalesce(sequence, '')) AS record_id,
            start_us // 1000000 AS at_s,
            CASE WHEN answer_us >= start_us THEN answer_us // 1000000 END AS answered_s,
            try_cast(duration AS INTEGER) AS duration_s, try_cast(billsec AS INTEGER) AS billed_s,
            disposition, coalesce(lastapp, '') AS application,
            CASE WHEN regexp_full_match(dst, '[0-9]{{1,5}}') THEN dst END AS reached,
            coalesce({translated("did", numbers)}, {translated("dst", numbers)}, {translated("dcontext", numbers)})
                AS queue_key,
            src AS caller, start_doubt AS is_doubtful, {assumed} AS tz_assumed,
            CASE
                WHEN uniqueid IS NULL THEN 'it has no uniqueid'
                WHEN length(record_id) > 400 OR contains(record_id, ' ') THEN 'its uniqueid is none'
                WHEN start_us IS NULL OR at_s NOT BETWEEN {_FIRST_S} AND {_LAST_S}
                    THEN 'its start is no time of the years 2000 to 2099'
                WHEN coalesce(disposition, '') NOT IN {_DISPOSITIONS} THEN 'its disposition is none of Asterisk'
                WHEN (duration IS NOT NULL AND NOT coalesce(duration_s BETWEEN 0 AND 86400, false))
                    OR (billsec IS NOT NULL AND NOT coalesce(billed_s BETWEEN 0 AND 86400, false))
                    THEN 'its duration or billsec is no number of seconds from 0 to a day'
            END AS reason
        FROM (
            SELECT *, {_microseconds("told_start", zone)} AS start_us, {_microseconds("answer", zone)} AS answer_us,
                coalesce({doubt_of(clock_code(wall_clock("told_start"), zone))} <> {SURE}, false) AS start_doubt
            FROM (SELECT *, coalesce(calldate, start) AS told_start FROM (SELECT row_no, {cells}{absent} FROM raw_row))
        )
    """


def _microseconds(cell: str, zone: ZoneInfo) -> str:
    local = wall_clock(cell)
    return f"coalesce({utc_of(local, clock_code(local, zone))}, {instant_with_offset(cell)})"


def _header_of(lines: Sequence[str]) -> tuple[str, tuple[str, ...]] | None:
    """Delimiter and column names in small letters, where these are of call records."""
    first = lines[0].lstrip("\ufeff").replace("\r", " ") if lines else ""  # alone, csv refuses it
    for delimiter in ",;\t":
        names = tuple(name.strip().lower() for name in next(csv.reader([first], delimiter=delimiter), []))
        if set(_NEEDED) <= set(names) and set(_STARTS) & set(names) and len(set(names)) == len(names):
            return delimiter, names
    return None


def _proposal(desk: Desk, path: Path) -> Message:
    queue = toml_text(desk.settings.queue[0].name)
    tables = desk.settings.imports.asterisk
    table = next(iter(tables), "my-pbx")
    words = ", ".join(f"{toml_text(word)} = {queue}" for word in _dialled(path))
    where = (
        Message.of("the table [import.asterisk.{table}] of desk.toml", table=table)
        if tables
        else Message("desk.toml, in a table of its Asterisk")
    )
    return Message.of(
        "{path} holds call records of Asterisk, and desk.toml does not say yet which dialled numbers are this desk's. "
        "Write them into {where} (as the columns did, dst or dcontext write them), for example:\n\n{proposed}",
        path=path,
        where=where,
        proposed=f"[import.asterisk.{table}]\nnumbers = {{ {words} }}",
    )


def _dialled(path: Path) -> list[str]:
    """Contexts in which calls came in, the commonest first: numbers could be customers' own."""
    rows = list(csv.reader(first_lines(path, lines=_MOST_LINES)))
    header = [name.strip().lower() for name in rows[0]]
    if "dcontext" not in header:
        return ["0120000000"]
    place = header.index("dcontext")
    found = [row[place] for row in rows[1:] if len(row) > place and row[place]]
    return sorted(set(found), key=lambda word: -found.count(word))[:5] or ["0120000000"]


RECORD_BOOKS[NAME] = RecordBook(NAME, keep=keep, derive=derive, forget="asterisk_cdr_forget")
