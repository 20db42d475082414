"""A shift plan as calendar files (iCalendar, RFC 5545), one a person. The only door to icalendar.

A day's shift is one event, and so is a day off; both bear the same identity, so that a day written anew replaces what a
calendar has of it. Lunch, training, meetings and leave within a shift are events of their own; lunch leaves its time
free. Short breaks stand in the shift's description: as events they would bury it.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import pandas as pd
from icalendar import Calendar, Event

from data.desk import Desk
from data.errors import TsunagariError
from staffing.planning.day_words import WORDS
from staffing.shift_plan import ABSENCES, Activity, ShiftPlan

OWN_EVENTS: frozenset[str] = frozenset({"lunch", "rest", "training", "meeting", "paid_leave", "leave"})
"""What has an event of its own within a shift."""

LEAVES_FREE: frozenset[str] = frozenset({"lunch", "rest", "day_off"})
"""While it lasts the person may be asked by others."""

LONGEST_NAME = 60

_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
"""No file of Windows may be named so, whatever its ending."""


def write_calendars(plan: ShiftPlan, desk: Desk, folder: Path, *, made_at: pd.Timestamp) -> list[Path]:
    """Write a file for each person of the plan into the folder, which is made where it is absent; gives the files.

    Parameters
    ----------
    made_at
        Zone-aware; of two files of the same day the one made later counts.

    Raises
    ------
    TsunagariError
        If the folder or a file cannot be written.
    """
    own: dict[str, list[Activity]] = defaultdict(list)
    for activity in plan.activities:
        own[activity.person].append(activity)
    files = []
    try:
        folder.mkdir(exist_ok=True)
        for person, name in zip(own, file_names(own), strict=True):
            path = folder / name
            part = folder / f".{name}.part"
            part.write_bytes(calendar_of(own[person], desk, made_at=made_at))
            files.append(part.replace(path))
    except OSError as error:
        raise TsunagariError("{path} cannot be written: {error}", path=folder, error=error) from None
    return files


def calendar_of(activities: Sequence[Activity], desk: Desk, *, made_at: pd.Timestamp) -> bytes:
    """One person's part of a plan as the content of a calendar file.

    Parameters
    ----------
    activities
        At least one; all of one person.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Tsunagari//shift plan//")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{desk.settings.name} {activities[0].person}")
    calendar.add("x-wr-timezone", desk.settings.time_zone)
    days: dict[date, list[Activity]] = defaultdict(list)
    for activity in activities:
        days[activity.date].append(activity)
    for day in sorted(days):
        for event in _events(sorted(days[day], key=lambda one: one.start), desk):
            event.add("dtstamp", made_at.to_pydatetime().astimezone(UTC))
            event.add("sequence", int(made_at.timestamp() // 60))
            calendar.add_component(event)
    around = timedelta(days=366)
    calendar.add_missing_timezones(first_date=min(days) - around, last_date=max(days) + around)
    return bytes(calendar.to_ical())


def file_names(people: Iterable[str]) -> list[str]:
    """A name for each person's file that every system can hold, each another one, also where letter case is lost."""
    names, taken = [], set[str]()
    for person in people:
        kept = "".join(letter if letter.isalnum() else "_" for letter in unicodedata.normalize("NFC", person))
        stem = kept[:LONGEST_NAME]
        if _RESERVED.fullmatch(stem):
            stem = f"_{stem}"
        name, number = stem, 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem}-{number}"
        taken.add(name.casefold())
        names.append(f"{name}.ics")
    return names


def _events(day: Sequence[Activity], desk: Desk) -> Iterator[Event]:
    """The day's shift, or why there is none, and what within a shift has an event of its own."""
    whole = [one for one in day if one.activity in ABSENCES and not one.shift]
    shift = [one for one in day if one not in whole]
    if not shift:
        yield _event(whole[0], 0, desk, _word(whole[0], desk), days=(whole[0].date, _day_after(whole[0].end)))
        return
    titles = {template.name: template.title(desk.settings.language) for template in desk.settings.shifts.template}
    name = shift[0].shift
    event = _event(shift[0], 0, desk, titles.get(name, name) or _word(shift[0], desk), until=shift[-1].end)
    event.add("description", "\n".join(_line(one, desk) for one in shift))
    yield event
    apart = [one for one in shift if one.activity in OWN_EVENTS]
    for number, one in enumerate(apart, start=1):
        yield _event(one, number, desk, _word(one, desk))


def _event(
    one: Activity,
    number: int,
    desk: Desk,
    title: str,
    *,
    until: pd.Timestamp | None = None,
    days: tuple[date, date] | None = None,
) -> Event:
    event = Event()
    event.add("uid", _identity(one, number, desk))
    event.add("summary", title)
    first, last = days or (_moment(one.start), _moment(until or one.end))
    event.add("dtstart", first)
    event.add("dtend", last)
    event.add("transp", "TRANSPARENT" if one.activity in LEAVES_FREE and not until else "OPAQUE")
    return event


def _identity(one: Activity, number: int, desk: Desk) -> str:
    """The same for the same person, day and place in it, whichever plan is written."""
    told = "/".join((desk.settings.name, one.person, one.date.isoformat(), str(number)))
    return f"{uuid5(NAMESPACE_URL, told)}@tsunagari"


def _moment(instant: pd.Timestamp) -> datetime:
    """By the zone's wall clock; in UTC where that clock shows the time for the second time, which it cannot tell."""
    at: datetime = instant.to_pydatetime()
    return at.astimezone(UTC) if at.fold else at


def _day_after(end: pd.Timestamp) -> date:
    last: date = (end - pd.Timedelta(microseconds=1)).date()
    return last + timedelta(days=1)


def _line(one: Activity, desk: Desk) -> str:
    return f"{one.start:%H:%M}-{one.end:%H:%M} {_word(one, desk)}"


def _word(one: Activity, desk: Desk) -> str:
    language = desk.settings.language
    return desk.settings.title_of(one.queue)(language) if one.queue else WORDS[language][one.activity]
