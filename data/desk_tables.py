"""Reads staff.csv, leave.csv and events.csv, naming file, line and value of what cannot be used."""

import csv
import io
import math
import os
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from data.errors import DeskError
from data.events import Event
from data.staff import Absence, Person

Row = dict[str, str]
Noun = TypeVar("Noun")


def read_staff(path: Path) -> tuple[Person, ...]:
    """The people of staff.csv, in its order; empty where there is no file.

    Raises
    ------
    DeskError
        If a column is absent, a value cannot be used, or a person is named twice.
    """
    names: set[str] = set()

    def person(row: Row) -> Person:
        found = _person(row)
        if found.name in names:
            raise ValueError(f"{found.name!r} stands twice; one row a person, told apart by name")
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
            raise ValueError(f"person = {row['person']!r} is not in staff.csv; add the person or mend the name")
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
            raise ValueError(
                f"queue = {row['queue']!r} is not in desk.toml, which has {', '.join(sorted(queues))}; "
                "mend the name, or leave it empty for all"
            )
        return _event(row)

    return _read_table(path, ("kind", "name", "start"), event)


def _read_table(path: Path, needed: tuple[str, ...], build: Callable[[Row], Noun]) -> tuple[Noun, ...]:
    if not os.path.lexists(path):  # a link that leads nowhere is a mistake, not a desk without the table
        return ()
    nouns = []
    for line, row in _rows(path, needed):
        try:
            nouns.append(build(row))
        except ValueError as error:
            raise DeskError(f"{path} line {line}: {error}") from None
    return tuple(nouns)


def _rows(path: Path, needed: tuple[str, ...]) -> Iterator[tuple[int, Row]]:
    reader = csv.DictReader(io.StringIO(_text(path), newline=""), strict=True)
    try:
        _refuse_wrong_header(path, needed, columns=list(reader.fieldnames or []))
        for row in reader:
            if None in row:
                raise DeskError(
                    f"{path} line {reader.line_num}: there are more cells than the first line names columns; "
                    "put a cell that holds a comma in quotes"
                )
            cells = {key: (value or "").strip() for key, value in row.items()}
            _refuse_control_characters(path, reader.line_num, cells)
            if any(cells.values()):
                yield reader.line_num, cells
    except csv.Error as error:
        raise DeskError(
            f"{path} near line {reader.line_num}: {error}; close each opened quote, and double one within a cell"
        ) from None


def _text(path: Path) -> str:
    if path.is_dir():
        raise DeskError(f"{path} is a folder; put a CSV file of that name in its place")
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DeskError(f"{path} is no UTF-8 text file (byte {error.start}); save it as CSV in UTF-8") from None
    except OSError as error:
        raise DeskError(f"{path} cannot be read: {error.strerror}; mend the file or its permissions") from None


def _refuse_wrong_header(path: Path, needed: tuple[str, ...], *, columns: list[str]) -> None:
    absent = [column for column in needed if column not in columns]
    if absent:
        found = f"it names {', '.join(columns)}" if columns else "it is empty"
        raise DeskError(
            f"{path} has no column {absent[0]!r}; its first line must name {', '.join(needed)}, parted by commas, "
            f"but {found}"
        )
    [(most, times)] = Counter(columns).most_common(1)
    if times > 1:
        raise DeskError(f"{path} line 1: column {most!r} comes {times} times; keep one of it")


def _refuse_control_characters(path: Path, line: int, cells: Row) -> None:
    """A line break or a NUL byte within a cell is the trace of a damaged file, and breaks every table made of it."""
    for column, text in cells.items():
        if any(unicodedata.category(character) == "Cc" for character in text):
            raise DeskError(
                f"{path} line {line}: {column} = {text[:40]!r} holds a control character; write it on one line, as text"
            )


def _person(row: Row) -> Person:
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
    )


def _absence(row: Row) -> Absence:
    kind: Any = row["kind"]
    start = _local_time(row["start"], "start", end_of_day=False)
    end = _local_time(row["end"] or row["start"], "end", end_of_day=True)
    if not start < end:
        raise ValueError(f"end = {row['end']!r} does not lie after start = {row['start']!r}; exchange or mend them")
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
        raise ValueError("start is empty; write a date like 2026-04-01")
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
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{column} = {text!r} is no date; write 2026-04-01") from None


def _local_time(text: str, column: str, *, end_of_day: bool) -> datetime:
    """A local time; a date alone is its midnight, or as an end the midnight that follows."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{column} = {text!r} is no date or time; write 2026-04-01 or 2026-04-01T13:00") from None
    if at.tzinfo is not None:
        raise ValueError(f"{column} = {text!r} carries an offset; leave.csv holds the desk's wall-clock times")
    if at.year == datetime.max.year:
        raise ValueError(f"{column} = {text!r} lies too far away; write a date that the plan can reach")
    return at + timedelta(days=1) if end_of_day and _is_date_alone(text) else at


def _is_date_alone(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _number(row: Row, column: str, default: float) -> float:
    text = row.get(column, "")
    try:
        number = float(text or default)
    except ValueError:
        raise ValueError(f"{column} = {text!r} is no number; write one like 8 or 0.9") from None
    if not math.isfinite(number):
        raise ValueError(f"{column} = {text!r} is no finite number; write one like 8 or 0.9")
    return number


def _whole_number(row: Row, column: str, default: float) -> int:
    number = _number(row, column, default)
    if not number.is_integer():
        raise ValueError(f"{column} = {row[column]!r} is no whole number")
    return int(number)


def _flag(row: Row, column: str, *, default: bool) -> bool:
    text = row.get(column, "").lower()
    if text not in ("", "true", "false", "yes", "no", "1", "0"):
        raise ValueError(f"{column} = {text!r} is neither true nor false; write one of them, or nothing")
    return text in ("true", "yes", "1") if text else default
