"""People who are alike for the design of a week: same hours, same queues, about the same speed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import combinations
from math import ceil
from typing import Literal

import numpy as np

from data.calendar import Calendar
from data.channel import Channel
from data.desk import Desk
from data.staff import Absence, Person
from staffing.planning.day_shift import DayShift, possible_shifts
from staffing.speeds import Speeds

DayState = Literal["not_employed", "closed", "paid_leave", "leave", "requested_off", "training", "meeting", "free"]
"""What a person's day allows: `training` and `meeting` fill it whole, `free` days can be planned."""

LEAST_DAY_MINUTES = 120
"""A requested absence that leaves less of every shift than this takes the whole day: nobody comes for an hour."""

SPEED_STEP = 0.25
"""People whose speed rounds to the same multiple are planned as equals; coverage is measured exactly later."""


@dataclass(frozen=True)
class ContractClass:
    """People whom the design counts instead of naming.

    Parameters
    ----------
    people
        Names, at least one.
    queues
        Queues they can take.
    shifts
        Shifts their contract allows; empty where nothing can be planned for them.
    speeds
        Mean of theirs on each of `queues`, less the time of colleagues that novices take; of these it may lie below 0.
    helper
        Planned only where the others leave hours uncovered.
    days_week
        Days a week by contract.
    lower_tier_queues
        Those of `queues` that are of a lower tier than another of them; their own tier needs them first.
    best_speeds
        Of the fastest on each of `queues`, before anybody's time is taken by novices.
    """

    people: tuple[str, ...]
    queues: tuple[str, ...]
    shifts: tuple[DayShift, ...]
    speeds: Mapping[str, float]
    helper: bool
    days_week: int
    lower_tier_queues: tuple[str, ...] = ()
    best_speeds: Mapping[str, float] = field(default_factory=dict)

    @property
    def can_be_planned(self) -> bool:
        """Whether there is a queue they can take, and a shift and a day for it."""
        return bool(self.queues and self.shifts and self.days_week)


@dataclass(frozen=True)
class PersonWeek:
    """What one person's week allows.

    Parameters
    ----------
    states
        Of each day of the week within the plan.
    least_days, most_days
        Days to plan among the free ones.
    """

    states: Mapping[date, DayState]
    least_days: int
    most_days: int

    @property
    def free_days(self) -> tuple[date, ...]:
        """Days that can be planned, rising."""
        return tuple(day for day, state in self.states.items() if state == "free")


_Likeness = tuple[float, float, tuple[str, ...], bool, bool, tuple[int, ...]]
"""Hours a day and a week, queues, helper, novice, and speed on each of the queues in steps."""


def contract_classes(desk: Desk, queues: Sequence[str], *, days: Sequence[date]) -> tuple[ContractClass, ...]:
    """The desk's people in groups, in the order of staff.csv; also those for whom nothing can be planned.

    Parameters
    ----------
    queues
        Those to plan.
    days
        Days for which the groups hold, at least one; a novice gets faster from week to week.
    """
    step, speeds = 15 if desk.settings.interval_minutes == 15 else 30, Speeds(desk)
    groups: dict[_Likeness, list[Person]] = defaultdict(list)
    for person in desk.staff:
        groups[_likeness(person, speeds, queues=queues, days=days)].append(person)
    found = []
    for (hours_day, hours_week, able, helper, _, _), people in groups.items():
        shifts = possible_shifts(desk.settings.shifts, hours_day=hours_day, lunch_step_minutes=step)
        days_week = contract_days(desk, shifts, hours_day=hours_day, hours_week=hours_week)
        names = tuple(person.name for person in people)
        net = {
            queue: float(np.mean([speeds.net_speed(name, queue=queue, day=day) for name in names for day in days]))
            for queue in able
        }
        best = {
            queue: max(speeds.speed(name, queue=queue, day=day) for name in names for day in days) for queue in able
        }
        lower = _lower_tier(desk, able)
        found.append(ContractClass(names, able, shifts, net, helper, days_week, lower, best))
    return tuple(found)


def _likeness(person: Person, speeds: Speeds, *, queues: Sequence[str], days: Sequence[date]) -> _Likeness:
    able = queues_of(person, speeds, queues=queues, day=days[0])
    steps = (round(speeds.speed(person.name, queue=queue, day=days[0]) / SPEED_STEP) for queue in able)
    return (
        person.hours_day,
        person.hours_week,
        able,
        person.helper,
        speeds.is_novice(person.name, day=days[0]),
        tuple(max(step, 1) for step in steps),
    )


def queues_of(person: Person, speeds: Speeds, *, queues: Sequence[str], day: date) -> tuple[str, ...]:
    """Those of `queues` whose skills and tier the person has, and which the person serves by that day."""
    return tuple(name for name in queues if speeds.serves(person.name, queue=name, day=day))


def _lower_tier(desk: Desk, queues: Sequence[str]) -> tuple[str, ...]:
    tiers = {name: desk.queue(name).tier for name in queues}
    return tuple(name for name, tier in tiers.items() if tier < max(tiers.values()))


def contract_days(desk: Desk, shifts: Sequence[DayShift], *, hours_day: float, hours_week: float) -> int:
    """Days a week that contract and law allow, when each is worked as the longest of `shifts`."""
    rules = desk.settings.shifts
    longest = max((shift.paid_minutes for shift in shifts), default=0) / 60
    if not longest:
        return 0
    by_hours = int(min(hours_week, rules.max_hours_week) / longest + 1e-6)
    return min(by_hours, ceil(hours_week / hours_day - 1e-6), 7 - rules.min_days_off_week)


def person_week(
    person: Person,
    desk: Desk,
    *,
    group: ContractClass,
    queues: Sequence[str],
    week: Sequence[date],
    in_full: bool,
    rest_day: date | None = None,
) -> PersonWeek:
    """What a person's week allows.

    Parameters
    ----------
    queues
        All that are planned; they tell which days are open to somebody who can take none of them.
    week
        Days of the week within the plan.
    in_full
        Whether these are all seven; of a week cut by the plan's ends only its share of the contract is planned.
    rest_day
        A day to keep free, so that a run of days from the week before ends; a day off before it ends the run as well.
    """
    calendar = Calendar.of(desk)
    channels = sorted({desk.queue(name).channel for name in group.queues or queues})
    absences = [absence for absence in desk.leave if absence.person == person.name]
    states = {day: day_state(person, day, group=group, absences=absences, is_open=_open(calendar, channels, day))
              for day in week}  # fmt: skip
    _rest_by(rest_day, states)
    days = float(group.days_week)
    if not in_full:
        days *= _share_of_week(calendar, channels, week)
    _close_days_beyond_law(states, most=_legal_days(desk, group))
    kept = list(states.values())
    spent = sum(state in ("paid_leave", "leave", "training", "meeting") for state in kept)
    free = kept.count("free")
    most = min(max(ceil(days - 1e-6) - spent, 0), free)
    # A holiday is no reason to be called in at the weekend instead, so it lowers what the week must hold.
    least = int(days + 1e-6) - spent - _unusual_closures(calendar, channels, week)
    return PersonWeek(states=states, least_days=min(max(least, 0), most), most_days=most)


def _rest_by(rest_day: date | None, states: dict[date, DayState]) -> None:
    """Keeps a day free up to `rest_day`, the latest that is no training; where all are, the training gives way."""
    days = [day for day in states if rest_day is not None and day <= rest_day]
    if days and rest_day in states and all(states[day] in ("free", "training", "meeting") for day in days):
        states[max((day for day in days if states[day] == "free"), default=days[-1])] = "closed"


def _unusual_closures(calendar: Calendar, channels: Sequence[Channel], week: Sequence[date]) -> int:
    """Days closed though their weekday is open."""
    hours = [calendar.settings.hours[channel] for channel in channels]
    usual = [day for day in week if any(spans.usual_spans(day.weekday()) for spans in hours)]
    return sum(not _open(calendar, channels, day) for day in usual)


def _legal_days(desk: Desk, group: ContractClass) -> int:
    rules = desk.settings.shifts
    longest = max((shift.paid_minutes for shift in group.shifts), default=0) / 60
    return 0 if not longest else min(int(rules.max_hours_week / longest + 1e-6), 7 - rules.min_days_off_week)


def _close_days_beyond_law(states: dict[date, DayState], *, most: int) -> None:
    """Turns the last whole days of training or meeting of a week into days off where there are more than `most`."""
    filled = [day for day, state in states.items() if state in ("training", "meeting")]
    for day in filled[most:]:
        states[day] = "closed"


def _open(calendar: Calendar, channels: Sequence[Channel], day: date) -> bool:
    return any(calendar.is_open(channel, day) for channel in channels)


def _share_of_week(calendar: Calendar, channels: Sequence[Channel], week: Sequence[date]) -> float:
    """Share of the calendar week's open days that `week`, a part of it, holds."""
    around = [week[0] + timedelta(days=k) for k in range(7)]
    if len(week) < 7 and not _starts_week(calendar, week[0]):
        around = [week[-1] - timedelta(days=k) for k in range(7)]
    opened = sum(_open(calendar, channels, day) for day in around)
    return sum(_open(calendar, channels, day) for day in week) / opened if opened else 0.0


def _starts_week(calendar: Calendar, day: date) -> bool:
    return f"{day:%A}".lower() == calendar.settings.week_starts


def day_state(
    person: Person, day: date, *, group: ContractClass, absences: Sequence[Absence], is_open: bool
) -> DayState:
    """What the day allows the person; leave stands over training, closing over both."""
    if not person.employed_on(day):
        return "not_employed"
    if not is_open:
        return "closed"
    filling = {absence.kind for absence in absences if _fills(absence, day, group.shifts)}
    order: tuple[DayState, ...] = ("paid_leave", "leave", "requested_off", "training", "meeting")
    for kind in order:
        if kind in filling:
            return kind
    return "free"


def _fills(absence: Absence, day: date, shifts: Sequence[DayShift]) -> bool:
    """Whether the absence leaves nothing of the day: the whole day, or all of every shift; too little, if requested."""
    if absence.covers(day) or not shifts:
        return absence.covers(day)
    midnight = datetime.combine(day, datetime.min.time())
    minute = timedelta(minutes=1)
    away = ((absence.start - midnight) / minute, (absence.end - midnight) / minute)
    least = LEAST_DAY_MINUTES if absence.kind == "requested_off" else 1
    return all(_minutes_left(shift, away) < min(least, shift.paid_minutes) for shift in shifts)


def _minutes_left(shift: DayShift, away: tuple[float, float]) -> float:
    lost = (max(min(last, away[1]) - max(first, away[0]), 0) for first, last in shift.work_spans)
    return shift.paid_minutes - sum(lost)


@dataclass(frozen=True)
class DayLimit:
    """At most `most` shifts of a class on these days together.

    Parameters
    ----------
    days
        Positions within the week.
    most
        Shifts, 0 or more.
    """

    days: tuple[int, ...]
    most: int


def hall_limits(weeks: Sequence[PersonWeek], days: Sequence[date]) -> tuple[DayLimit, ...]:
    """Limits on a class's shifts under which its people can always be named.

    Counts per day can be shared out among people with `most_days` each exactly when, for every set of days S, they
    sum over S to at most sum over people of min(most_days, free days in S) (Gale 1957, after Hall 1935). Sets whose
    limit follows from single days are left out.
    """
    free = np.array([[day in week.free_days for day in days] for week in weeks])
    most = np.array([week.most_days for week in weeks])
    singles = [int(np.minimum(most, free[:, d]).sum()) for d in range(len(days))]
    limits = [DayLimit((d,), limit) for d, limit in enumerate(singles)]
    for size in range(2, len(days) + 1):
        for chosen in combinations(range(len(days)), size):
            limit = int(np.minimum(most, free[:, list(chosen)].sum(axis=1)).sum())
            if limit < sum(singles[d] for d in chosen):
                limits.append(DayLimit(chosen, limit))
    return tuple(limits)
