"""People who are alike for the design of a week: same hours, same queues, about the same speed."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import combinations
from math import ceil

import numpy as np

from data.calendar import Calendar
from data.channel import Channel
from data.desk import Desk
from data.staff import Person
from staffing.planning.day_budget import Budget, days_of_week
from staffing.planning.day_shift import DayShift, possible_shifts
from staffing.planning.day_states import WORKED_ANYHOW, DayState, close_days_beyond_law, close_long_runs, day_state
from staffing.planning.legal_weeks import Counts, WeekForm, most_by_set
from staffing.speeds import Speeds

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
    spans
        Of some of the days, how many may be planned at most: where a month or four weeks end within the week.
    running
        Days worked on end right before the week, 0 or more.
    most_running
        Days that may be worked on end, 1 or more.
    """

    states: Mapping[date, DayState]
    least_days: int
    most_days: int
    spans: tuple[tuple[frozenset[date], int], ...] = ()
    running: int = 0
    most_running: int = 7

    @property
    def free_days(self) -> tuple[date, ...]:
        """Days that can be planned, rising."""
        return tuple(day for day, state in self.states.items() if state == "free")

    @property
    def fixed_days(self) -> tuple[date, ...]:
        """Days that are worked in any case, rising."""
        return tuple(day for day, state in self.states.items() if state in WORKED_ANYHOW)

    def within_law(self) -> "PersonWeek":
        """The week with no more days than its runs and spans leave room for.

        Who fills it to the last must take days of one pattern, so where it binds one day less will do.
        """
        most = int(self.most_by_set([*self.states])[-1])
        if most >= self.most_days:
            return self
        return replace(self, least_days=min(self.least_days, max(most - 1, 0)), most_days=most)

    def most_by_set(self, days: Sequence[date]) -> Counts:
        """How many of each set of `days` the person can work, shape (2 ** days,); the first day is bit 0."""
        bits = {day: 1 << k for k, day in enumerate(days)}
        spans = tuple(
            (sum(bits.get(day, 0) for day in chosen), most) for chosen, most in self.spans if most < len(chosen)
        )
        return most_by_set(
            WeekForm(
                length=len(days),
                free=sum(bits.get(day, 0) for day in self.free_days),
                fixed=sum(bits.get(day, 0) for day in self.fixed_days),
                most=self.most_days,
                spans=spans,
                running=self.running,
                most_running=self.most_running,
            )
        )


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
    """Days a week that contract and law allow, when each is worked as the longest of `shifts`.

    Where hours are averaged a busy week may have more days than others; months and settlement periods are kept by
    `staffing.planning.day_budget`.
    """
    rules = desk.settings.shifts
    longest = max((shift.paid_minutes for shift in shifts), default=0) / 60
    if not longest:
        return 0
    if rules.hours_mode != "fixed":
        return _days_without_rest(desk)
    by_hours = int(min(hours_week, rules.max_hours_week) / longest + 1e-6)
    return min(by_hours, ceil(hours_week / hours_day - 1e-6), _days_without_rest(desk))


def _days_without_rest(desk: Desk) -> int:
    """Days of a week that its days off leave; where they are counted over four weeks, all."""
    rules = desk.settings.shifts
    return 7 - (rules.min_days_off_week if rules.days_off_mode == "week" else 0)


def person_week(
    person: Person,
    desk: Desk,
    *,
    group: ContractClass,
    queues: Sequence[str],
    week: Sequence[date],
    in_full: bool,
    running: int = 0,
    budgets: Sequence[Budget] = (),
    weight: Callable[[date], float] = lambda _: 1.0,
    locked: Mapping[date, DayState] | None = None,
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
    running
        Days worked on end right before the week.
    budgets
        Limits of longer spans that the week lies in; without any, the week alone binds.
    weight
        How much of the work falls on an open day, above 0: how the budgets are spread.
    locked
        Days that somebody has locked, and what they are.
    """
    calendar, rules = Calendar.of(desk), desk.settings.shifts
    channels = sorted({desk.queue(name).channel for name in group.queues or queues})
    absences = [absence for absence in desk.leave if absence.person == person.name]
    states = {
        day: day_state(person, day, shifts=group.shifts, absences=absences, is_open=_open(calendar, channels, day))
        for day in week
    }
    states |= {day: state for day, state in (locked or {}).items() if day in states}
    days = float(group.days_week)
    if not in_full:
        days *= _share_of_week(calendar, channels, week)
    if budgets:
        days = min(
            days, days_of_week(budgets, week, weight=lambda day: _weight(person, day, calendar, channels, weight))
        )
    close_days_beyond_law(states, most=_legal_days(desk, group))
    close_long_runs(states, running=running, most=rules.max_days_running)
    kept = list(states.values())
    spent = sum(state in ("paid_leave", "leave", *WORKED_ANYHOW) for state in kept)
    free = kept.count("free")
    most = min(max(ceil(days - 1e-6) - spent, 0), free)
    # A holiday is no reason to be called in at the weekend instead, so it lowers what the week must hold.
    least = int(days + 1e-6) - spent - _unusual_closures(calendar, channels, week) * (rules.hours_mode == "fixed")
    return PersonWeek(
        states=states,
        least_days=min(max(least, 0), most),
        most_days=most,
        spans=tuple(_span(budget, states) for budget in budgets),
        running=running,
        most_running=rules.max_days_running,
    ).within_law()


def _span(budget: Budget, states: Mapping[date, DayState]) -> tuple[frozenset[date], int]:
    """The week's days in a budget, and how many of them may be planned beside those worked in any case."""
    inside = frozenset(day for day in states if budget.holds(day))
    return inside, max(budget.left - sum(states[day] in WORKED_ANYHOW for day in inside), 0)


def _weight(
    person: Person, day: date, calendar: Calendar, channels: Sequence[Channel], weight: Callable[[date], float]
) -> float:
    return weight(day) if person.employed_on(day) and _open(calendar, channels, day) else 0.0


def _unusual_closures(calendar: Calendar, channels: Sequence[Channel], week: Sequence[date]) -> int:
    """Days closed though their weekday is open."""
    hours = [calendar.settings.hours[channel] for channel in channels]
    usual = [day for day in week if any(spans.usual_spans(day.weekday()) for spans in hours)]
    return sum(not _open(calendar, channels, day) for day in usual)


def _legal_days(desk: Desk, group: ContractClass) -> int:
    rules = desk.settings.shifts
    longest = max((shift.paid_minutes for shift in group.shifts), default=0) / 60
    if not longest or rules.hours_mode != "fixed":
        return _days_without_rest(desk) if longest else 0
    return min(int(rules.max_hours_week / longest + 1e-6), _days_without_rest(desk))


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
    sum over S to at most what the people can work of S together (Gale 1957, after Hall 1935). With runs of days, and
    months and four weeks that overlap, counts within the limits may still leave a shift without a name, seldom. Sets
    whose limit follows from single days are left out.
    """
    most = sum((week.most_by_set(days) for week in weeks), np.zeros(2 ** len(days), dtype=np.int64))
    singles = [int(most[1 << d]) for d in range(len(days))]
    limits = [DayLimit((d,), limit) for d, limit in enumerate(singles)]
    for size in range(2, len(days) + 1):
        for chosen in combinations(range(len(days)), size):
            limit = int(most[sum(1 << d for d in chosen)])
            if limit < sum(singles[d] for d in chosen):
                limits.append(DayLimit(chosen, limit))
    return tuple(limits)
