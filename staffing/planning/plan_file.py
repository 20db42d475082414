"""A shift plan in a file that somebody has edited, or made elsewhere: our plan's columns, or a month sheet."""

import re
import tempfile
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from data.calendar import days_between
from data.desk import Desk
from data.desk_tables import rows_of_table
from data.errors import TsunagariError, WrongValue
from data.importers.workbook import is_workbook, write_sheet_as_csv
from data.message import Message
from data.table_files import read_frame
from staffing.planning.month_sheet.month_cells import read_month_cells
from staffing.planning.month_sheet.month_sheet_plan import plan_of_month_sheet
from staffing.planning.plan_table import PLAN_COLUMNS, activity_of_row
from staffing.shift_plan import Activity, ShiftPlan

ENDINGS = (".csv", ".xlsx", ".parquet")

TOLD_AT_MOST = 5
"""So many rows that cannot be used are told at once."""

LONGEST_PLAN_DAYS = 400

_WITH_ITS_DAY = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d")
_SLASHED = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})")

_Row = tuple[Message, Mapping[str, Any]]
"""Where it stands, and its cells by column."""


def read_plan(path: Path, desk: Desk) -> ShiftPlan:
    """The plan of a file, a month sheet that somebody has edited or a table; see `read_plan_file` for the latter."""
    months = read_month_cells(path, desk) if path.is_file() and is_workbook(path) else []
    return plan_of_month_sheet(months, desk, path=path) if months else read_plan_file(path, zone=desk.zone)


def read_plan_file(path: Path, *, zone: ZoneInfo) -> ShiftPlan:
    """The plan of a table with our plan's columns, from its first date to its last.

    Spreadsheets write dates with slashes, drop offsets and save CSV in the system's own encoding, so all of that is
    understood: a time without offset is the desk's wall clock, and text that is not UTF-8 is taken for CP932.

    Parameters
    ----------
    zone
        The desk's, into which times are moved.

    Raises
    ------
    TsunagariError
        Naming the file and its line (of a Parquet file the row), the column, the value and what would do; of several
        wrong rows the first few.
    """
    activities: list[Activity] = []
    wrong: list[Message] = []
    for place, row in _rows(path):
        try:
            activities.append(_activity(row, zone=zone))
        except ValueError as error:
            wrong.append(Message.of("{where}: {error}", where=place, error=error))
    if wrong:
        more = len(wrong) - TOLD_AT_MOST
        told = wrong[:TOLD_AT_MOST] + ([Message.of("and {count} more rows", count=more)] if more > 0 else [])
        raise TsunagariError(Message.joined(told))
    if not activities:
        raise TsunagariError("{path} holds no row of a plan; write one row an activity", path=path)
    first, last = min(one.date for one in activities), max(one.date for one in activities)
    if len(days_between(first, last)) > LONGEST_PLAN_DAYS:
        raise TsunagariError(
            "{path} reaches from {first} to {last}, more than {most} days; mend the date that lies too far away, or "
            "split the file",
            path=path,
            first=first,
            last=last,
            most=LONGEST_PLAN_DAYS,
        )
    return ShiftPlan(first, last, tuple(activities))


def _rows(path: Path) -> Iterator[_Row]:
    if not path.is_file():
        raise TsunagariError("{path} is no file; name a shift plan that is there", path=path)
    if path.suffix.lower() == ".parquet":
        yield from _rows_of_parquet(path)
    elif is_workbook(path):
        with tempfile.TemporaryDirectory() as place:
            plain = Path(place) / "plan.csv"
            write_sheet_as_csv(path, plain, names=set(PLAN_COLUMNS))
            text = plain.read_text(encoding="utf-8")
            if not set(PLAN_COLUMNS) & set(text.partition("\n")[0].split(",")):
                raise TsunagariError(
                    "{path} has neither a sheet that begins with the columns {needed} nor a month sheet with names "
                    "beside days; edit what `plan --out FILE` writes, .csv or .xlsx",
                    path=path,
                    needed=", ".join(PLAN_COLUMNS),
                )
            yield from _rows_of_text(path, text)
    else:
        yield from _rows_of_text(path, _text(path))


def _text(path: Path) -> str:
    told = path.read_bytes()
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return told.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TsunagariError(
        "{path} is text neither in UTF-8 nor in CP932; save it as CSV in UTF-8, as .xlsx or as .parquet", path=path
    )


def _rows_of_text(path: Path, text: str) -> Iterator[_Row]:
    for line, row in rows_of_table(path, PLAN_COLUMNS, text=text):
        yield Message.of("{path} line {line}", path=path, line=line), row


def _rows_of_parquet(path: Path) -> Iterator[_Row]:
    frame = read_frame(path)
    absent = [column for column in PLAN_COLUMNS if column not in frame.columns]
    if absent:
        raise TsunagariError(
            "the plan has no column {column!r}; it needs {needed}, as `plan --out` writes them",
            column=absent[0],
            needed=", ".join(PLAN_COLUMNS),
        )
    for number, values in enumerate(frame[list(PLAN_COLUMNS)].itertuples(index=False, name=None), start=1):
        row = {name: "" if pd.isna(value) else str(value) for name, value in zip(PLAN_COLUMNS, values, strict=True)}
        yield Message.of("{path} row {number}", path=path, number=number), row


def _activity(row: Mapping[str, str], *, zone: ZoneInfo) -> Activity:
    told = {column: _with_dashes(row[column]) for column in ("date", "start", "end")}
    times = {column: _instant(told[column], column, zone) for column in ("start", "end")}
    found = activity_of_row({**row, "date": told["date"], **times}, zone=zone)
    if not 1970 <= found.date.year < 2100:  # no calendar of ours reaches further
        raise WrongValue("date = {date!r} lies outside 1970 to 2099; mend it", date=row["date"])
    began: date = found.start.date()
    if not timedelta(0) <= began - found.date <= timedelta(days=1):
        raise WrongValue(
            "start = {start!r} lies on {began}, and date = {date!r}; the date is the day on which the shift began",
            start=row["start"],
            began=began,
            date=row["date"],
        )
    return found


def _with_dashes(text: str) -> str:
    """A date as a spreadsheet writes it, `2026/12/7`, as ISO."""
    return _SLASHED.sub(lambda found: "{}-{:0>2}-{:0>2}".format(*found.groups()), text, count=1)


def _instant(text: str, column: str, zone: ZoneInfo) -> pd.Timestamp:
    """A time of the file; one without offset is one of the zone's wall clock."""
    if not _WITH_ITS_DAY.match(text):  # a clock time alone would be taken for one of today
        raise _no_time(text, column)
    try:
        at = _parsed(text)
    except ValueError:
        raise _no_time(text, column) from None
    if at.tz is not None:
        return at
    try:
        return at.tz_localize(zone)
    except ValueError:
        raise WrongValue(
            "{column} = {value!r}: the clock is changed then, so that this time comes twice or not at all; write it "
            "with its offset, like 2026-12-07T10:00:00+09:00",
            column=column,
            value=text,
        ) from None


@lru_cache(maxsize=20_000)
def _parsed(text: str) -> pd.Timestamp:
    """Many people begin and end at the same times."""
    return pd.Timestamp(text)


def _no_time(text: str, column: str) -> WrongValue:
    return WrongValue("{column} = {value!r} is no time; write 2026-12-07T10:00:00+09:00", column=column, value=text)
