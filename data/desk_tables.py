"""Reads staff.csv, leave.csv, events.csv and holidays.csv, naming file, line and value of what cannot be used."""

import csv
import io
import math
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from data.errors import DeskError, WrongValue
from data.events import Event
from data.message import Message, recognise
from data.public_holidays import Holiday
from data.shift_template import ShiftTemplate
from data.staff import Absence, Person
from data.wishes import wishes_of_row

Row = dict[str, str]
Noun = TypeVar("Noun")

_OF_SPREADSHEETS = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::00)?)?")


def read_staff(path: Path, *, templates: Sequence[ShiftTemplate] | None = None) -> tuple[Person, ...]:
    """The people of staff.csv, in its order; empty where there is no file.

    Parameters
    ----------
    templates
        Shifts of desk.toml, which people may wish for; None: not checked here.

    Raises
    ------
    DeskError
        If a column is absent, a value cannot be used, or a person is named twice.
    """
    names: set[str] = set()

    def person(row: Row) -> Person:
        found = _person(row, templates)
        if found.name in names:
            raise WrongValue("{person!r} stands twice; one row a person, told apart by name", person=found.name)
        names.add(found.name)
        return found

    return _read_table(path, ("person",), person)


def read_leave(path: Path, *, people: Collection[str] | None = None) -> tuple[Absence, ...]:
    """The absences of leave.csv; empty where there is no file.

    Parameters
    ----------
    people
        Names of staff.csv, to whom each row belongs; None: not checked here.
    """

    def absence(row: Row) -> Absence:
        if people is not None and row["person"] not in people:
            raise WrongValue(
                "person = {person!r} is not in staff.csv; add the person or mend the name", person=row["person"]
            )
        return _absence(row)

    return _read_table(path, ("person", "start", "end", "kind"), absence)


def read_events(path: Path, *, queues: Collection[str] | None = None) -> tuple[Event, ...]:
    """The events of events.csv; empty where there is no file.

    Parameters
    ----------
    queues
        Names of desk.toml, one of which each row names, or none; None: not checked here.
    """

    def event(row: Row) -> Event:
        if queues is not None and row.get("queue") and row["queue"] not in queues:
            raise WrongValue(
                "queue = {queue!r} is not in desk.toml, which has {known}; mend the name, or leave it empty for all",
                queue=row["queue"],
                known=", ".join(sorted(queues)),
            )
        return _event(row)

    return _read_table(path, ("kind", "name", "start"), event)


def read_holidays(path: Path) -> tuple[Holiday, ...]:
    """The rows of holidays.csv, in its order; empty where there is no file.

    Raises
    ------
    DeskError
        If a column is absent, a value cannot be used, or a day stands twice.
    """
    days: set[date] = set()

    def holiday(row: Row) -> Holiday:
        day = _date(row, "date")
        if day is None:
            raise WrongValue("date is empty; write a date like 2026-04-29")
        if day in days:
            raise WrongValue("{day} stands twice; keep one row", day=day)
        days.add(day)
        return Holiday(day, row["name"])

    return _read_table(path, ("date", "name"), holiday)


def _read_table(path: Path, needed: tuple[str, ...], build: Callable[[Row], Noun]) -> tuple[Noun, ...]:
    if not os.path.lexists(path):  # a link that leads nowhere is a mistake, not a desk without the table
        return ()
    nouns = []
    for line, row in rows_of_table(path, needed):
        try:
            nouns.append(build(row))
        except ValueError as error:
            raise DeskError("{path} line {line}: {error}", path=path, line=line, error=error) from None
    return tuple(nouns)


def rows_of_table(path: Path, needed: tuple[str, ...], *, text: str | None = None) -> Iterator[tuple[int, Row]]:
    """The filled rows of a CSV file as texts by column, each with the line on which it ends.

    Parameters
    ----------
    needed
        Columns that the first line must name.
    text
        What the file holds, where somebody has read it; None: it is read here, as UTF-8.

    Raises
    ------
    DeskError
        Naming file and line, if it is no such table.
    """
    reader = csv.DictReader(io.StringIO(_text(path) if text is None else text, newline=""), strict=True)
    try:
        _refuse_wrong_header(path, needed, columns=list(reader.fieldnames or []))
        for row in reader:
            if None in row:
                raise DeskError(
                    "{path} line {line}: there are more cells than the first line names columns; put "
                    "a cell that holds a comma in quotes",
                    path=path,
                    line=reader.line_num,
                )
            cells = {key: (value or "").strip() for key, value in row.items()}
            _refuse_control_characters(path, reader.line_num, cells)
            if any(cells.values()):
                yield reader.line_num, cells
    except csv.Error as error:
        raise DeskError(
            "{path} near line {line}: {error}; close each opened quote, and double one within a cell",
            path=path,
            line=reader.line_num,
            error=error,
        ) from None


def _text(path: Path) -> str:
    if path.is_dir():
        raise DeskError("{path} is a folder; put a CSV file of that name in its place", path=path)
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DeskError(
            '{path} is no UTF-8 text file (byte {byte}); save it as CSV in UTF-8 (in Excel: "CSV UTF-8")',
            path=path,
            byte=error.start,
        ) from None
    except OSError as error:
        raise DeskError(
            "{path} cannot be read: {reason}; mend the file or its permissions",
            path=path,
            reason=recognise(error.strerror or str(error)),
        ) from None


def _refuse_wrong_header(path: Path, needed: tuple[str, ...], *, columns: list[str]) -> None:
    absent = [column for column in needed if column not in columns]
    if absent:
        found = Message.of("it names {columns}", columns=", ".join(columns)) if columns else Message("it is empty")
        raise DeskError(
            "{path} has no column {column!r}; its first line must name {needed}, parted by commas, but {found}",
            path=path,
            column=absent[0],
            needed=", ".join(needed),
            found=found,
        )
    [(most, times)] = Counter(columns).most_common(1)
    if times > 1:
        raise DeskError(
            "{path} line 1: column {column!r} comes {times} times; keep one of it", path=path, column=most, times=times
        )


def _refuse_control_characters(path: Path, line: int, cells: Row) -> None:
    """A line break or a NUL byte within a cell is the trace of a damaged file, and breaks every table made of it."""
    for column, text in cells.items():
        if not text.isprintable() and any(unicodedata.category(character) == "Cc" for character in text):
            raise DeskError(
                "{path} line {line}: {column} = {text!r} holds a control character; write it on one line, as text",
                path=path,
                line=line,
                column=column,
                text=text[:40],
            )


def _person(row: Row, templates: Sequence[ShiftTemplate] | None) -> Person:
    return Person(
        name=row["person"],
        start_date=_date(row, "start_date"),
        end_date=_date(row, "end_date"),
        contract=row.get("contract") or "full_time",
        hours_day=_number(row, "hours_day", 8.0),
        hours_week=_number(row, "hours_week", 40.0),
        skills=tuple(skill.strip() for skill in row.get("skills", "").split(";") if skill.strip()),
        tier=_whole_number(row, "tier", 1.0),
        proficiency=_number(row, "proficiency", 1.0),
        wage_hour=_number(row, "wage_hour", 0.0),
        helper=_flag(row, "helper", default=False),
        novice_from=_date(row, "novice_from"),
        hours_month=_number(row, "hours_month", 0.0),
        wishes=wishes_of_row(row, templates=templates),
    )


def _absence(row: Row) -> Absence:
    kind: Any = row["kind"]
    start = _local_time(row["start"], "start", end_of_day=False)
    end = _local_time(row["end"] or row["start"], "end", end_of_day=True)
    if not start < end:
        raise WrongValue(
            "end = {end!r} does not lie after start = {start!r}; exchange or mend them",
            end=row["end"],
            start=row["start"],
        )
    return Absence(
        person=row["person"],
        start=start,
        end=end,
        kind=kind,
        paid=_flag(row, "paid", default=kind in ("paid_leave", "training", "meeting")),
    )


def _event(row: Row) -> Event:
    start = _date(row, "start")
    if start is None:
        raise WrongValue("start is empty; write a date like 2026-04-01")
    return Event(
        kind=row["kind"],
        name=row["name"],
        start=start,
        end=_date(row, "end") or start,
        queue=row.get("queue", ""),
        effect=_number(row, "effect", 0.0) if row.get("effect") else None,
        known_from=_date(row, "known_from") or start,
        public_from=_date(row, "public_from"),
    )


def _date(row: Row, column: str) -> date | None:
    text = row.get(column, "")
    if not text:
        return None
    try:
        return date.fromisoformat(_iso(text))
    except ValueError:
        raise WrongValue("{column} = {text!r} is no date; write 2026-04-01", column=column, text=text) from None


def _iso(text: str) -> str:
    """A date or time as a spreadsheet writes it back, 2026/4/1 13:00, in ISO form; what is none stays as it is.

    The year comes first, so that day and month cannot be taken for each other.
    """
    found = _OF_SPREADSHEETS.fullmatch(unicodedata.normalize("NFKC", text))
    if found is None:
        return text
    year, month, day, hour, minute = found.groups()
    clock = "" if hour is None else f"T{int(hour):02d}:{minute}"
    return f"{year}-{int(month):02d}-{int(day):02d}{clock}"


def _local_time(text: str, column: str, *, end_of_day: bool) -> datetime:
    """A local time; a date alone is its midnight, or as an end the midnight that follows."""
    try:
        at = datetime.fromisoformat(_iso(text))
    except ValueError:
        raise WrongValue(
            "{column} = {text!r} is no date or time; write 2026-04-01 or 2026-04-01T13:00", column=column, text=text
        ) from None
    if at.tzinfo is not None:
        raise WrongValue(
            "{column} = {text!r} carries an offset; leave.csv holds the desk's wall-clock times",
            column=column,
            text=text,
        )
    if at.year == datetime.max.year:
        raise WrongValue(
            "{column} = {text!r} lies too far away; write a date that the plan can reach", column=column, text=text
        )
    return at + timedelta(days=1) if end_of_day and _is_date_alone(_iso(text)) else at


def _is_date_alone(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _number(row: Row, column: str, default: float) -> float:
    text = row.get(column, "")
    try:
        number = float(unicodedata.normalize("NFKC", text) or default)
    except ValueError:
        raise WrongValue(
            "{column} = {text!r} is no number; write one like 8 or 0.9", column=column, text=text
        ) from None
    if not math.isfinite(number):
        raise WrongValue("{column} = {text!r} is no finite number; write one like 8 or 0.9", column=column, text=text)
    return number


def _whole_number(row: Row, column: str, default: float) -> int:
    number = _number(row, column, default)
    if not number.is_integer():
        raise WrongValue("{column} = {text!r} is no whole number", column=column, text=row[column])
    return int(number)


def _flag(row: Row, column: str, *, default: bool) -> bool:
    text = row.get(column, "").lower()
    if text not in ("", "true", "false", "yes", "no", "1", "0"):
        raise WrongValue(
            "{column} = {text!r} is neither true nor false; write one of them, or nothing", column=column, text=text
        )
    return text in ("true", "yes", "1") if text else default
