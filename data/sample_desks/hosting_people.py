"""The 34 people of the hosting desk: contracts, leave, and who took the phone by the usual roster."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np

from data.calendar import Calendar
from data.sample_desks.first_come_first_served import Duty
from data.sample_desks.hosting_calendar import CHANNEL, HORIZON_DAYS
from data.staff import Absence, AbsenceKind, Person

PEOPLE = 34
_PART_TIME = range(28, 34)
_MAIL = (*range(18, 25), 27)
"""Numbers of those who answer mail and never the phone."""
_NOVICES = {25: -70, 26: -35, 27: 21}
"""Person's number -> days from the log's end to the first day at work."""

# People on the phone by half-hour from 10:00; their colleagues have other work then. On Monday mornings, on billing
# days and at lunch the roster is the same as ever, so that is when customers wait.
_ROSTER = (13, 13, 12, 11, 8, 7, 7, 8, 10, 11, 11, 10, 10, 10, 10, 9)
_MONDAY_ROSTER = (14, 14, 14, 15, 11, 10, 10, 11, 12, 13, 13, 13, 13, 12, 12, 11)
_HANDED_OVER_FROM = 4
_HANDED_OVER_A_HALF_HOUR = 4
"""From 12:00 on, those who began the day at the phone go to lunch and then to mail, four every half-hour."""


@dataclass(frozen=True)
class HostingPeople:
    """Who works at the hosting desk, and when they are away.

    Parameters
    ----------
    staff
        34 people; the agent numbers of the log are their places here.
    leave
        From eight weeks before the log's end to eight weeks after it.
    """

    staff: tuple[Person, ...]
    leave: tuple[Absence, ...]

    def at_work(self, day: date) -> list[int]:
        """Numbers of those at work all day."""
        away = {absence.person for absence in self.leave if absence.touches(day)}
        return [n for n, person in enumerate(self.staff) if person.employed_on(day) and person.name not in away]


def hosting_people(calendar: Calendar, *, until: date, seed: int) -> HostingPeople:
    """People and their leave, drawn for a seed."""
    chance = np.random.default_rng([seed, 4])
    staff = tuple(_person(number, until, chance) for number in range(PEOPLE))
    leave = [
        *_paid_leave(calendar, staff, until, chance),
        *_requests(calendar, staff, until, chance),
        *_trainings(calendar, staff, until),
        *_meetings(calendar, staff, until),
    ]
    return HostingPeople(staff=staff, leave=_without_clashes(leave))


def agent_code(number: int) -> str:
    """How the telephone system writes a person: a pseudonym."""
    return f"A{number + 1:02d}"


def duties_of_day(people: HostingPeople, day: date) -> list[Duty]:
    """Who takes the phone when, seconds since midnight, by the usual roster."""
    at_work = [number for number in people.at_work(day) if number not in _MAIL]
    part_time = [n for n in at_work if n in _PART_TIME]
    full_time = [n for n in at_work if n not in _PART_TIME]
    turn = day.toordinal() * 5 % len(full_time)
    line = [*part_time, *full_time[turn:], *full_time[:turn]]
    counts = _MONDAY_ROSTER if day.weekday() == 0 else _ROSTER
    duties = []
    for place, number in enumerate(line):
        speed = people.staff[number].proficiency
        for first, last in _stretches([_is_on_phone(place, at, counts, len(line)) for at in range(len(counts))]):
            # Who has the last stretch also answers those who still wait at closing.
            end = last * 1800 + (1800 if last == len(counts) else 0)
            duties.append(Duty(agent=number, start_s=36_000 + first * 1800, end_s=36_000 + end, speed=speed))
    return duties


def _is_on_phone(place: int, half_hour: int, counts: tuple[int, ...], people: int) -> bool:
    handed_over = max(0, half_hour - _HANDED_OVER_FROM + 1) * _HANDED_OVER_A_HALF_HOUR
    return (place - min(handed_over, counts[0])) % people < counts[half_hour]


def _stretches(on: list[bool]) -> list[tuple[int, int]]:
    """Runs of True, half-open."""
    edges = np.flatnonzero(np.diff([False, *on, False]))
    return [(int(first), int(last)) for first, last in edges.reshape(-1, 2)]


def _person(number: int, until: date, chance: np.random.Generator) -> Person:
    part_time, novice = number in _PART_TIME, number in _NOVICES
    years = float(chance.uniform(2.2, 9))
    start = until + timedelta(days=_NOVICES[number] if novice else -int(years * 365))
    return Person(
        name=f"相談員{number + 1:02d}",
        start_date=start,
        end_date=None,
        contract="part_time" if part_time else "full_time",
        hours_day=5.0 if part_time else 8.0,
        hours_week=25.0 if part_time else 40.0,
        skills=(
            "mail" if number in _MAIL else CHANNEL,
            *(("technical", "billing"), ("technical",), ("billing",))[number % 3],
        ),
        tier=1,
        proficiency=0.6 if novice else 1.0,
        wage_hour=1400.0 if part_time or novice else 1700.0,
        helper=False,
    )


def _paid_leave(
    calendar: Calendar, staff: tuple[Person, ...], until: date, chance: np.random.Generator
) -> list[Absence]:
    """About sixteen days a year each, taken in stretches of one to three open days."""
    days = calendar.business_days(CHANNEL, *_leave_span(until))
    found = []
    for person in staff:
        for first in np.flatnonzero(chance.random(len(days)) < 0.042):
            for day in days[first : first + int(chance.choice([1, 1, 1, 2, 3]))]:
                if person.employed_on(day):
                    found.append(_away(person, "paid_leave", day))
    return found


def _requests(calendar: Calendar, staff: tuple[Person, ...], until: date, chance: np.random.Generator) -> list[Absence]:
    """Every third person has asked for a day off in the coming weeks."""
    days = calendar.business_days(CHANNEL, until + timedelta(days=7), until + timedelta(days=HORIZON_DAYS))
    return [
        _away(person, "requested_off", days[int(chance.integers(len(days)))])
        for person in staff[1::3]
        if person.employed_on(until)
    ]


def _trainings(calendar: Calendar, staff: tuple[Person, ...], until: date) -> list[Absence]:
    """An afternoon for six people, four weeks ago, in two weeks and in six."""
    found = []
    for turn, weeks in enumerate((-4, 2, 6)):
        day = calendar.add_business_days(CHANNEL, until + timedelta(days=7 * weeks), 1)
        for person in staff[turn * 6 : turn * 6 + 6]:
            found.append(_away(person, "training", day, hours=(14, 17)))
    return found


def _meetings(calendar: Calendar, staff: tuple[Person, ...], until: date) -> list[Absence]:
    """Every second person attends the company's meetings, the last two hours of the day."""
    first, last = _leave_span(until)
    return [
        _away(person, "meeting", event.start, hours=(16, 18))
        for event in calendar.events
        if event.kind == "company_event" and first <= event.start <= last
        for person in staff[::2]
        if person.employed_on(event.start)
    ]


def _leave_span(until: date) -> tuple[date, date]:
    return until - timedelta(days=HORIZON_DAYS), until + timedelta(days=HORIZON_DAYS)


def _away(person: Person, kind: AbsenceKind, day: date, *, hours: tuple[int, int] | None = None) -> Absence:
    if hours is None:
        start, end = datetime.combine(day, time()), datetime.combine(day + timedelta(days=1), time())
    else:
        start, end = (datetime.combine(day, time(hour)) for hour in hours)
    return Absence(person=person.name, start=start, end=end, kind=kind, paid=kind != "requested_off")


def _without_clashes(leave: list[Absence]) -> tuple[Absence, ...]:
    """One row a person and day: what was entered first stands."""
    kept: dict[tuple[str, date], Absence] = {}
    for absence in leave:
        kept.setdefault((absence.person, absence.start.date()), absence)
    return tuple(sorted(kept.values(), key=lambda absence: (absence.start, absence.person)))
