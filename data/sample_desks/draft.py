"""A sample desk before it is written, and how any of them becomes a folder."""

import csv
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from data.calendar import Calendar
from data.errors import DeskError
from data.events import Event
from data.new_desk import write_desk_files, written_into
from data.sample_desks.people import People
from data.sample_desks.truth import Truth
from data.staff import Absence, Person

Progress = Callable[[float], None]
"""Told the share that is done, above 0 to 1."""

OUTCOME_COLUMNS = ("month", "retained", "csat")


def tell_nobody(share: float) -> None:
    """Progress for whoever does not ask."""


@dataclass(frozen=True)
class Draft:
    """A sample desk.

    Parameters
    ----------
    desk_toml
        Text of the file.
    calendar
        Opening hours and events, those after the log's end too.
    people
        Staff and leave.
    truths
        Queue -> what its log was drawn from.
    write_logs
        Writes the log files into a folder, and tells its progress.
    outcomes
        Rows of outcomes.csv; empty: the desk has none.
    """

    desk_toml: str
    calendar: Calendar
    people: People
    truths: Mapping[str, Truth]
    write_logs: Callable[[Path, Progress], None]
    outcomes: tuple[tuple[object, ...], ...] = ()


def refuse_full_folder(folder: Path) -> None:
    """Refuse a folder that holds anything.

    Raises
    ------
    DeskError
        If it is no folder, or not empty.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DeskError(
            "{folder} is not empty; a sample desk is written into a new or empty folder, so name another", folder=folder
        )


def write_draft(folder: Path, draft: Draft, *, progress: Progress | None = None) -> Path:
    """Write a desk's folder, new or empty: logs first, desk.toml last, or nothing of it."""
    with _whole_or_nothing(folder):
        with written_into(folder):
            draft.write_logs(folder / "logs", progress or tell_nobody)
            if draft.outcomes:
                with (folder / "outcomes.csv").open("w", encoding="utf-8", newline="") as file:
                    csv.writer(file, lineterminator="\n").writerows([OUTCOME_COLUMNS, *draft.outcomes])
        write_desk_files(
            folder,
            desk_toml=draft.desk_toml,
            staff=(_staff_row(person) for person in draft.people.staff),
            leave=(_leave_row(absence) for absence in draft.people.leave),
            events=(_event_row(event) for event in draft.calendar.events),
        )
    return folder


@contextmanager
def _whole_or_nothing(folder: Path) -> Iterator[None]:
    """Where writing stops half-way, take away what it wrote: only an empty folder can be asked for again."""
    refuse_full_folder(folder)
    was_there = folder.exists()
    try:
        yield
    except BaseException:
        for path in folder.glob("*"):
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
        if not was_there and folder.exists():
            folder.rmdir()
        raise


def _staff_row(person: Person) -> tuple[object, ...]:
    return (
        person.name, person.start_date, person.end_date or "", person.contract, f"{person.hours_day:g}",
        f"{person.hours_week:g}", ";".join(person.skills), person.tier, f"{person.proficiency:g}",
        f"{person.wage_hour:g}", str(person.helper).lower(), person.novice_from or "", "", "", "",
    )  # fmt: skip


def _leave_row(absence: Absence) -> tuple[object, ...]:
    whole = absence.takes_whole_days
    start = absence.start.date().isoformat() if whole else absence.start.isoformat(timespec="minutes")
    # A row of dates alone covers the whole of its last day.
    end = (absence.end.date() - timedelta(days=1)).isoformat() if whole else absence.end.isoformat(timespec="minutes")
    return absence.person, start, end, absence.kind, str(absence.paid).lower()


def _event_row(event: Event) -> tuple[object, ...]:
    effect = "" if event.effect is None else f"{event.effect:g}"
    return (
        event.kind,
        event.name,
        event.start,
        event.end,
        event.queue,
        effect,
        event.known_from,
        event.public_from or "",
    )
