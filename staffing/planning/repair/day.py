"""Mends one day of a plan: what happened is taken in, then as few people as possible change to make up for it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from data.calendar import Calendar
from data.desk import Desk
from data.opening_hours import clock_minutes
from data.staff import Person
from staffing.planning.contract_class import queues_of
from staffing.planning.day_shift import DayShift, possible_shifts
from staffing.planning.person_day import DAY_MINUTES, DayClock, PersonDay, Span
from staffing.planning.repair.asked import RepairAsked, as_it_happened
from staffing.planning.repair.moves import STEP_MINUTES, Limits, Movable, Move, MoveKind, moves_of
from staffing.planning.repair.need import SHORT_PEOPLE, Presence, day_needs
from staffing.planning.repair.program import Alike, Lack, choose_moves
from staffing.requirement import Requirement
from staffing.speeds import Speeds

Floats = NDArray[np.float64]
ChangeKind = Literal["happened"] | MoveKind

NEAR_NEED_PEOPLE = 1.0
"""A queue with less to spare than this, while another is short, may be filled up so that it can give somebody."""

MOST_MOVES_OF_NEIGHBOURS = 4000
"""With more columns than this only changes that help where somebody is missing are looked at."""


@dataclass(frozen=True)
class Change:
    """What changes for a person on a day.

    Parameters
    ----------
    kind
        `happened`: what the plan takes in; else what it does about it.
    before, after
        The person's day.
    """

    kind: ChangeKind
    before: PersonDay
    after: PersonDay

    @property
    def person(self) -> str:
        """Whose day."""
        return self.after.person

    @property
    def day(self) -> date:
        """Which day."""
        return self.after.day


class Around:
    """What people work on the days around: it limits what a day may hold.

    Parameters
    ----------
    lines
        By person and day; changed days are put in by `take`.
    """

    def __init__(self, lines: Mapping[tuple[str, date], PersonDay], desk: Desk) -> None:
        self._lines, self._desk = dict(lines), desk
        self._rules = desk.settings.shifts

    def take(self, line: PersonDay) -> None:
        """The person's day is another one now."""
        self._lines[line.person, line.day] = line

    def limits(self, person: Person | None, line: PersonDay) -> Limits:
        """What is left for the person on the day of `line`; who is not in staff.csv has the law's hours."""
        rules, day = self._rules, line.day
        hours_day = min(rules.max_hours_day, person.hours_day if person else rules.max_hours_day)
        hours_week = min(rules.max_hours_week, person.hours_week if person else rules.max_hours_week)
        others = [self._lines.get((line.person, other)) for other in self._week(day) if other != day]
        worked = [other.work_minutes for other in others if other is not None and other.work_minutes]
        most = min(hours_day * 60, hours_week * 60 - sum(worked))
        eve, morrow = (self._lines.get((line.person, day + timedelta(days=k))) for k in (-1, 1))
        rest = int(rules.min_rest_hours * 60)
        ended = eve.span[1] - DAY_MINUTES + rest if eve is not None and eve.span else -DAY_MINUTES
        begins = morrow.span[0] + DAY_MINUTES - rest if morrow is not None and morrow.span else 3 * DAY_MINUTES
        return Limits(int(most), ended, begins, may_come=6 - len(worked) >= rules.min_days_off_week)

    def _week(self, day: date) -> list[date]:
        first = day
        while f"{first:%A}".lower() != self._desk.settings.week_starts:
            first -= timedelta(days=1)
        return [first + timedelta(days=k) for k in range(7)]


@dataclass(frozen=True)
class MendedDay:
    """A day's people after mending.

    Parameters
    ----------
    planned, happened, mended
        Everybody's day as planned, after what happened, and after mending, by name.
    changes
        What happened first, then what is done about it.
    """

    clock: DayClock
    planned: Mapping[str, PersonDay]
    happened: Mapping[str, PersonDay]
    mended: Mapping[str, PersonDay]
    changes: tuple[Change, ...]


class DayMender:
    """One day, its people and its needs.

    Parameters
    ----------
    lines
        Everybody's day as planned, by name.
    spilling
        Days of the eve, whose shifts may run over midnight.
    requirements, before
        As they are now, and what the plan was made for.
    around
        The days around.
    """

    def __init__(
        self,
        lines: Mapping[str, PersonDay],
        *,
        spilling: Iterable[PersonDay],
        requirements: Sequence[Requirement],
        before: Mapping[str, Requirement],
        desk: Desk,
        asked: RepairAsked,
        clock: DayClock,
        around: Around,
    ) -> None:
        self._desk, self._asked, self._clock, self._around = desk, asked, clock, around
        self._planned = {**_days_off(desk, clock, lines), **lines}
        self._happened = {name: as_it_happened(line, asked, desk, clock) for name, line in self._planned.items()}
        self._staff = {person.name: person for person in desk.staff}
        until = max((piece.end for line in lines.values() for piece in line.pieces), default=DAY_MINUTES)
        needs = day_needs(requirements, before, desk=desk, clock=clock, until=until)
        self._speeds = Speeds(desk)
        self._presence = Presence(needs, self._speeds, day=clock.day)
        fixed = self._presence.together(_on_next_day(line) for line in spilling if line.pieces[-1].end > DAY_MINUTES)
        self._before = fixed + self._presence.together(lines.values())
        self._scheduled = fixed + self._presence.together(self._happened.values())
        self._templates = {template.name: template for template in desk.settings.shifts.template}
        self._able = {name: self._queues_of(name) for name in self._happened}

    def mend(self) -> MendedDay:
        """The day with the few changes that bring back the most."""
        mended = dict(self._happened)
        changes = [
            Change("happened", line, self._happened[name])
            for name, line in self._planned.items()
            if line != self._happened[name]
        ]
        lack = self._lack()
        for person, move, group in choose_moves(self._groups(lack), lack) if self._presence.size else ():
            line = PersonDay(person, self._clock.day, move.line.shift, move.line.pieces)
            changes.append(Change(move.kind, self._happened[person], line))
            mended[person] = line
            del group
        for line in mended.values():
            self._around.take(line)
        planned = {name: line for name, line in self._planned.items() if line.pieces}
        happened = {name: line for name, line in self._happened.items() if line.pieces}
        kept = {name: line for name, line in mended.items() if line.pieces}
        return MendedDay(self._clock, planned, happened, kept, tuple(changes))

    @property
    def _first_free(self) -> int:
        """The first minute that can still change, on the grid."""
        now = max(self._clock.minute(self._asked.now), 0)
        return -(-now // STEP_MINUTES) * STEP_MINUTES

    def _lack(self) -> Lack:
        presence = self._presence
        target = presence.target(self._before)
        to_come = presence.ends > self._first_free
        written = np.full(presence.size, -1, dtype=np.int64)
        for number, (queue, need) in enumerate(presence.needs.items()):
            if need.is_written:
                written[presence.place(queue)] = number
        return Lack(self._scheduled, np.where(to_come, target, 0.0), presence.hours, written)

    def _targets(self, lack: Lack, *, wide: bool) -> dict[str, list[Span]]:
        """When more people would help each queue; `wide`: also where another queue may then give somebody."""
        short = (lack.target - lack.scheduled > SHORT_PEOPLE) & (lack.written_day < 0)
        near = (lack.target - lack.scheduled > -NEAR_NEED_PEOPLE) & (lack.written_day < 0)
        presence, found = self._presence, {}
        times = [span for queue in presence.needs for span in presence.spans(queue, short[presence.place(queue)])]
        for queue in presence.needs:
            place = presence.place(queue)
            spans = presence.spans(queue, short[place])
            if wide:
                around = presence.spans(queue, near[place] | short[place])
                spans = [*spans, *(part for part in _common(around, times) if part not in spans)]
            found[queue] = spans
        return found

    def _groups(self, lack: Lack) -> list[Alike]:
        alike: dict[object, list[str]] = defaultdict(list)
        movable: dict[object, Movable] = {}
        for name, line in self._happened.items():
            day = self._movable(name, line)
            if day is not None:
                speed = tuple(self._speeds.speed(name, queue=queue, day=self._clock.day) for queue in day.queues)
                key = (line.shift, line.pieces, day.queues, day.limits, speed, line != self._planned[name])
                alike[key].append(name)
                movable.setdefault(key, day)
        days = [(tuple(names), movable[key]) for key, names in alike.items()]
        rules = self._desk.settings.shifts
        channels = {queue.name: queue.channel for queue in self._desk.settings.queue}
        direct = self._targets(lack, wide=False)
        found = [(names, day, moves_of(day, direct, rules=rules, channels=channels)) for names, day in days]
        if sum(len(moves) for _, _, moves in found) < MOST_MOVES_OF_NEIGHBOURS:
            wide = self._targets(lack, wide=True)
            found = [(names, day, moves_of(day, wide, rules=rules, channels=channels)) for names, day in days]
        return [group for names, day, moves in found for group in self._group(names, day, moves)]

    def _group(self, names: tuple[str, ...], day: Movable, moves: Sequence[Move]) -> list[Alike]:
        must = not day.line.has_its_breaks(self._desk.settings.shifts)
        own = self._presence.of(day.line)
        gains = [self._presence.of(move.line) - own for move in moves]
        kept = [(move, gain) for move, gain in zip(moves, gains, strict=True) if must or (gain > 1e-9).any()]
        if not kept:
            return []
        return [Alike(names, tuple(move for move, _ in kept), np.array([gain for _, gain in kept]), must)]

    def _movable(self, name: str, line: PersonDay) -> Movable | None:
        """What may become of the person's day; None where it stays."""
        person, day = self._staff.get(name), self._clock.day
        if self._asked.holds(name, day) or not line.is_orderly or not self._able[name]:
            return None
        limits = self._around.limits(person, line)
        shifts: tuple[DayShift, ...] = ()
        if line.span is None:
            if not (self._planned[name].span is None and person is not None and self._may_be_called(person)):
                return None
            rules = self._desk.settings.shifts
            shifts = possible_shifts(rules, hours_day=person.hours_day, lunch_step_minutes=30) if rules.template else ()
        told_from = self._clock.minute(self._asked.now) + self._asked.notice_minutes
        told_from = max(-(-told_from // STEP_MINUTES) * STEP_MINUTES, 0)
        window = self._lunch_window(line.shift)
        return Movable(line, self._able[name], limits, self._first_free, told_from, window, shifts)

    def _may_be_called(self, person: Person) -> bool:
        """Helpers who are employed and have no leave of any kind that day."""
        day = self._clock.day
        free = not any(absence.person == person.name and absence.touches(day) for absence in self._desk.leave)
        away = any(one.person == person.name for one in self._asked.away)
        return person.helper and person.employed_on(day) and free and not away

    def _lunch_window(self, shift: str) -> Span | None:
        template = self._templates.get(shift)
        if template is None:
            return None
        first, last = (clock_minutes(text) for text in template.lunch_window)
        calendar = Calendar.of(self._desk)
        return self._clock.minute_of_wall(calendar, first), self._clock.minute_of_wall(calendar, last)

    def _queues_of(self, name: str) -> tuple[str, ...]:
        """The queues that the person can take; who is not in staff.csv only those that the plan gave."""
        person, needs = self._staff.get(name), list(self._presence.needs)
        if person is None:
            return tuple(dict.fromkeys(p.queue for p in self._planned[name].pieces if p.queue in needs))
        return queues_of(person, self._speeds, queues=needs, day=self._clock.day)


def _days_off(desk: Desk, clock: DayClock, lines: Mapping[str, PersonDay]) -> dict[str, PersonDay]:
    """Helpers of whom the plan says nothing that day."""
    return {
        person.name: PersonDay(person.name, clock.day, "", ())
        for person in desk.staff
        if person.helper and person.name not in lines
    }


def _on_next_day(line: PersonDay) -> PersonDay:
    """What somebody does after midnight, counted from that midnight."""
    return line.shifted(-DAY_MINUTES)


def _common(spans: Sequence[Span], others: Sequence[Span]) -> list[Span]:
    common = [(max(a, c), min(b, d)) for a, b in spans for c, d in others]
    return [(start, end) for start, end in dict.fromkeys(common) if start < end]
