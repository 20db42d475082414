"""Reads staff.csv, leave.csv and events.csv, naming file, line and value of what cannot be used."""

import csv
import io
import math
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from data.errors import DeskError, WrongValue
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
    people = _read_table(path, ("person",), _person)
    names = [person.name for person in people]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise DeskError(
            "{path}: {person!r} stands twice; one row a person, told apart by name", path=path, person=twice[0]
        )
    return people


def read_leave(path: Path) -> tuple[Absence, ...]:
    """The absences of leave.csv; empty where there is no file."""
    return _read_table(path, ("person", "start", "end", "kind"), _absence)


def read_events(path: Path) -> tuple[Event, ...]:
    """The events of events.csv; empty where there is no file."""
    return _read_table(path, ("kind", "name", "start"), _event)


def _read_table(path: Path, needed: tuple[str, ...], build: Callable[[Row], Noun]) -> tuple[Noun, ...]:
    if not path.exists():
        return ()
    nouns = []
    for line, row in _rows(path, needed):
        try:
            nouns.append(build(row))
        except ValueError as error:
            raise DeskError("{path} line {line}: {error}", path=path, line=line, error=error) from None
    return tuple(nouns)


def _rows(path: Path, needed: tuple[str, ...]) -> Iterator[tuple[int, Row]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (UnicodeDecodeError, IsADirectoryError):
        raise DeskError("{path} is no UTF-8 text file; save it as CSV in UTF-8", path=path) from None
    reader = csv.DictReader(io.StringIO(text, newline=""))
    absent = [column for column in needed if column not in (reader.fieldnames or [])]
    if absent:
        raise DeskError(
            "{path} has no column {column!r}; its first line must name {needed}",
            path=path,
            column=absent[0],
            needed=", ".join(needed),
        )
    for row in reader:
        if None in row:
            raise DeskError(
                "{path} line {line}: there are more cells than the first line names columns; put "
                "a cell that holds a comma in quotes",
                path=path,
                line=reader.line_num,
            )
        cells = {key: (value or "").strip() for key, value in row.items()}
        if any(cells.values()):
            yield reader.line_num, cells


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
    return Absence(
        person=row["person"],
        start=_local_time(row["start"], "start", end_of_day=False),
        end=_local_time(row["end"] or row["start"], "end", end_of_day=True),
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
        return date.fromisoformat(text)
    except ValueError:
        raise WrongValue("{column} = {text!r} is no date; write 2026-04-01", column=column, text=text) from None


def _local_time(text: str, column: str, *, end_of_day: bool) -> datetime:
    """A local time; a date alone is its midnight, or as an end the midnight that follows."""
    try:
        at = datetime.fromisoformat(text)
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
        raise WrongValue("{column} = {text!r} is no number", column=column, text=text) from None
    if not math.isfinite(number):
        raise WrongValue("{column} = {text!r} is no finite number", column=column, text=text)
    return number


def _whole_number(row: Row, column: str, default: float) -> int:
    number = _number(row, column, default)
    if not number.is_integer():
        raise WrongValue("{column} = {text!r} is no whole number", column=column, text=row[column])
    return int(number)


def _flag(row: Row, column: str, *, default: bool) -> bool:
    text = row.get(column, "").lower()
    if text not in ("", "true", "false", "yes", "no", "1", "0"):
        raise WrongValue("{column} = {text!r} is neither true nor false", column=column, text=text)
    return text in ("true", "yes", "1") if text else default
