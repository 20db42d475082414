"""The people of a sample desk: contracts, novices, and who is away when."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

import numpy as np

from data.calendar import Calendar
from data.channel import Channel
from data.sample_desks.span import HORIZON_DAYS
from data.staff import Absence, AbsenceKind, Person


@dataclass(frozen=True)
class People:
    """Who works at a desk, and when they are away.

    Parameters
    ----------
    staff
        The agent numbers of the log are their places here.
    leave
        From eight weeks before the log's end to eight weeks after it.
    """

    staff: tuple[Person, ...]
    leave: tuple[Absence, ...]

    @cached_property
    def _leave_of_day(self) -> dict[date, list[Absence]]:
        """Absences by the day they begin on; each lies within one day."""
        found: dict[date, list[Absence]] = {}
        for absence in self.leave:
            found.setdefault(absence.start.date(), []).append(absence)
        return found

    def away(self, day: date) -> list[Absence]:
        """Absences that touch a day."""
        return self._leave_of_day.get(day, [])

    def at_work(self, day: date) -> list[int]:
        """Numbers of those at work all day."""
        away = {absence.person for absence in self.away(day)}
        return [n for n, person in enumerate(self.staff) if person.employed_on(day) and person.name not in away]


@dataclass(frozen=True)
class Post:
    """What people hired alike have in common; the fields are those of staff.csv."""

    skills: tuple[str, ...]
    contract: str = "full_time"
    hours_day: float = 8.0
    hours_week: float = 40.0
    tier: int = 1
    wage_hour: float = 1700.0
    helper: bool = False


def agent_code(number: int) -> str:
    """How the systems write a person: a pseudonym."""
    return f"A{number + 1:02d}"


def hired(
    posts: Sequence[Post],
    *,
    word: str,
    until: date,
    chance: np.random.Generator,
    novices: Mapping[int, int] | None = None,
) -> tuple[Person, ...]:
    """A person for each post, in their order.

    Parameters
    ----------
    word
        Names are this word and a number from 01.
    novices
        Person's number -> days from the log's end to the first day at work; the others came years before.
    """
    return tuple(
        _person(f"{word}{number + 1:02d}", post, until, chance, start_days=(novices or {}).get(number))
        for number, post in enumerate(posts)
    )


def _person(name: str, post: Post, until: date, chance: np.random.Generator, *, start_days: int | None) -> Person:
    years = float(chance.uniform(2.2, 9))
    novice = start_days is not None
    return Person(
        name=name,
        start_date=until + timedelta(days=-int(years * 365) if start_days is None else start_days),
        end_date=None,
        contract=post.contract,
        hours_day=post.hours_day,
        hours_week=post.hours_week,
        skills=post.skills,
        tier=post.tier,
        proficiency=0.6 if novice else 1.0,
        wage_hour=1400.0 if novice else post.wage_hour,
        helper=post.helper,
    )


def joined(people: People, post: Post, *, word: str, count: int, until: date) -> People:
    """The people with experienced colleagues who begin on the day after the log's end, and have no leave yet."""
    start, first = until + timedelta(days=1), len(people.staff) + 1
    fields = {name: getattr(post, name) for name in post.__dataclass_fields__}
    new = tuple(
        Person(name=f"{word}{number:02d}", start_date=start, end_date=None, proficiency=1.0, **fields)
        for number in range(first, first + count)
    )
    return People((*people.staff, *new), people.leave)


def draw_leave(
    calendar: Calendar, channel: Channel, staff: tuple[Person, ...], *, until: date, chance: np.random.Generator
) -> tuple[Absence, ...]:
    """Paid leave, requests for days off, trainings and meetings; days are the open days of a channel.

    Of the days to come, whose plan is still to be made, no more than a tenth of the people have the same one off.
    """
    drawn = _without_clashes(
        [
            *_paid_leave(calendar, channel, staff, until, chance),
            *_requests(calendar, channel, staff, until, chance),
            *_trainings(calendar, channel, staff, until),
            *_meetings(calendar, staff, until),
        ]
    )
    return _granted(drawn, after=until, at_once=max(1, len(staff) // 10))


def _paid_leave(
    calendar: Calendar, channel: Channel, staff: tuple[Person, ...], until: date, chance: np.random.Generator
) -> list[Absence]:
    """About sixteen days a year each, taken in stretches of one to three open days."""
    days = calendar.business_days(channel, *_leave_span(until))
    found = []
    for person in staff:
        for first in np.flatnonzero(chance.random(len(days)) < 0.042):
            for day in days[first : first + int(chance.choice([1, 1, 1, 2, 3]))]:
                if person.employed_on(day):
                    found.append(_away(person, "paid_leave", day))
    return found


def _requests(
    calendar: Calendar, channel: Channel, staff: tuple[Person, ...], until: date, chance: np.random.Generator
) -> list[Absence]:
    """Every third person has asked for a day off in the coming weeks."""
    days = calendar.business_days(channel, until + timedelta(days=7), until + timedelta(days=HORIZON_DAYS))
    return [
        _away(person, "requested_off", days[int(chance.integers(len(days)))])
        for person in staff[1::3]
        if person.employed_on(until)
    ]


def _trainings(calendar: Calendar, channel: Channel, staff: tuple[Person, ...], until: date) -> list[Absence]:
    """An afternoon for a sixth of the people, four weeks ago, in two weeks and in six."""
    found = []
    class_size = -(-len(staff) // 6)
    for turn, weeks in enumerate((-4, 2, 6)):
        day = calendar.add_business_days(channel, until + timedelta(days=7 * weeks), 1)
        for person in staff[turn * class_size : (turn + 1) * class_size]:
            found.append(_away(person, "training", day, hours=(14, 17)))
    return found


def _meetings(calendar: Calendar, staff: tuple[Person, ...], until: date) -> list[Absence]:
    """Every second person attends the company's meetings, the last two hours of an office day."""
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


def _granted(leave: tuple[Absence, ...], *, after: date, at_once: int) -> tuple[Absence, ...]:
    """What a lead lets stand: whole days after that date only while so few people are away at once."""
    kept: list[Absence] = []
    away: Counter[date] = Counter()
    for absence in leave:
        day = absence.start.date()
        if absence.takes_whole_days and day > after:
            if away[day] >= at_once:
                continue
            away[day] += 1
        kept.append(absence)
    return tuple(kept)
