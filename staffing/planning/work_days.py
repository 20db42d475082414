"""Which days of the week each person of a class works, evenly and with rest between runs of days."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from staffing.planning.contract_class import PersonWeek
from staffing.planning.fairness.wish_prices import WishPrices, is_duty_day
from staffing.planning.integer_program import Cell, IntegerProgram, SearchLimits
from staffing.planning.plan_history import MONDAY, SATURDAY, MorningDuty, PlanHistory

Floats = NDArray[np.float64]

REPEAT_PRICE = 1.0
"""For each time the person already had this shift, queue or weekday."""

APPOINTMENT_GAIN = 6.0
"""A person with a training or meeting that day is rather at work than off."""

BELOW_CONTRACT_PRICE = 50.0
"""A day less than the contract's share of a week that the plan's ends cut."""

MOST_AHEAD = 4
"""Duties ahead of others are priced by their square, up to this many, so that two stand over runs and pairs."""

LONG_RUN_PRICES = {5: 2.0, 6: 30.0}
"""Price of a further day after so many days of work on end, also across weeks."""

TWO_DAYS_OFF_GAIN = 1.5
"""Two days off together, in a week whose closed days do not bring them."""

WISHED_DAYS_OFF_GAIN = 20.0
"""The same on a desk that wishes it."""

UNNAMED_PRICE = 500.0
"""A shift that nobody can be given: runs of days, or months and four weeks that overlap, may leave one over."""


@dataclass(frozen=True)
class NamingRules:
    """What naming looks at beside the counts.

    Parameters
    ----------
    min_rest_hours
        Target rest between two shifts.
    appointments
        People and days with a training or meeting for part of the day.
    morning
        The duty that goes round on its own.
    seed
        Breaks ties.
    two_days_together
        Whether the desk wishes two days off of a week side by side.
    month_ends
        The last open days of the months, past ones too.
    wishes
        What people would like.
    """

    min_rest_hours: float
    appointments: frozenset[tuple[str, date]]
    morning: MorningDuty
    seed: int
    two_days_together: bool = False
    month_ends: frozenset[date] = frozenset()
    wishes: WishPrices = field(default_factory=WishPrices)


def choose_days(
    people: Sequence[str],
    weeks: Sequence[PersonWeek],
    offered: Mapping[date, int],
    *,
    history: PlanHistory,
    rules: NamingRules,
    noise: np.random.Generator,
) -> set[tuple[str, date]]:
    """The days each person works: a transport problem, with prices on long runs and lonely days off.

    Where no choice gives every shift a name, as few as possible go without.

    Parameters
    ----------
    people, weeks
        The people of one contract class and what their week allows, in the same order.
    offered
        Shifts to be worked on each day.
    """
    days = sorted(offered)
    program = IntegerProgram()
    works: dict[tuple[int, date], int] = {}
    for p, (person, week) in enumerate(zip(people, weeks, strict=True)):
        for day in (day for day in days if day in week.free_days):
            price = noise.uniform(0, 0.1) + REPEAT_PRICE * _weekdays_had(history, person, day, days, rules)
            price += rules.wishes.price_of_day(person, day, month_ends=rules.month_ends)
            price += REPEAT_PRICE * min(_duties_ahead(history, person, day, people, rules.month_ends), MOST_AHEAD) ** 2
            price -= APPOINTMENT_GAIN * ((person, day) in rules.appointments)
            works[p, day] = program.add_variable(price, most=1.0, whole=True)
    for p, (person, week) in enumerate(zip(people, weeks, strict=True)):
        own = {day: works[p, day] for day in days if (p, day) in works}
        missing = program.add_variable(BELOW_CONTRACT_PRICE, most=7.0)
        program.add_row(_sum(own.values()), upper=week.most_days)
        program.add_row(_sum([*own.values(), missing]), lower=week.least_days)
        for span, most in week.spans:
            program.add_row(_sum(column for day, column in own.items() if day in span), upper=most)
        worked = {*history.days[person], *week.fixed_days}
        _price_long_runs(program, own, worked=worked)
        _end_runs(program, own, worked=worked, most=week.most_running)
        gain = WISHED_DAYS_OFF_GAIN if rules.two_days_together else TWO_DAYS_OFF_GAIN
        _join_days_off(program, own, week, worked=worked, gain=gain)
    for day in days:
        here = [column for (_, at), column in works.items() if at == day]
        unnamed = program.add_variable(UNNAMED_PRICE, most=float(offered[day]))
        program.add_row(_sum([*here, unnamed]), lower=offered[day], upper=offered[day])
    chosen = _solved(program)
    return {(people[p], day) for (p, day), column in works.items() if chosen[column] > 0.5}


def _sum(columns: Iterable[int]) -> list[Cell]:
    return [(column, 1.0) for column in columns]


def _solved(program: IntegerProgram) -> Floats:
    """The value of each variable; there always is one, for every shift may go without a name."""
    answer = program.solve(SearchLimits())
    if answer.values is None:  # the clock was faster: the first answer will do
        answer = program.solve(SearchLimits(nodes=1, seconds=np.inf))
    if answer.values is None:
        raise RuntimeError("the shifts of a week cannot be named, though each may go without a name")
    return answer.values


def _weekdays_had(history: PlanHistory, person: str, day: date, days: Sequence[date], rules: NamingRules) -> int:
    """How often the person has worked on that weekday; one wished off, but for duties, is never the one had least."""
    had, wishes = history.weekdays[person], rules.wishes.by_person.get(person)
    if wishes is None or not wishes.frees(day) or is_duty_day(day, rules.month_ends):
        return had[day.weekday()]
    return max(had[one.weekday()] for one in days)


def _duties_ahead(
    history: PlanHistory, person: str, day: date, people: Sequence[str], month_ends: frozenset[date]
) -> int:
    """How many unpopular duties of this day's sort the person has had beyond the least burdened of `people`."""
    if day in month_ends:
        return history.worked_beyond(person, people, month_ends)
    if day.weekday() == MONDAY:
        return history.mornings_beyond(person, people)
    return history.weekends_beyond(person, people) if day.weekday() >= SATURDAY else 0


def _stretches(own: Mapping[date, int], worked: set[date], length: int) -> Iterator[tuple[list[int], int]]:
    """Each stretch of so many days that could be worked through: its columns, and how many days are worked anyhow."""
    for first in sorted({day - timedelta(days=k) for day in own for k in range(length)}):
        stretch = [first + timedelta(days=k) for k in range(length)]
        here = [own[day] for day in stretch if day in own]
        before = sum(day in worked for day in stretch)
        if before + len(here) == length:
            yield here, before


def _price_long_runs(program: IntegerProgram, own: Mapping[date, int], *, worked: set[date]) -> None:
    """Prices each stretch of days that would be worked through, with those of earlier weeks."""
    for length, price in LONG_RUN_PRICES.items():
        for here, before in _stretches(own, worked, length + 1):
            too_long = program.add_variable(price, most=1.0)
            program.add_row([*_sum(here), (too_long, -1.0)], upper=length - before)


def _end_runs(program: IntegerProgram, own: Mapping[date, int], *, worked: set[date], most: int) -> None:
    """Nobody works more than `most` days on end."""
    for here, before in _stretches(own, worked, most + 1):
        program.add_row(_sum(here), upper=most - before)


def _join_days_off(
    program: IntegerProgram, own: Mapping[date, int], week: PersonWeek, *, worked: set[date], gain: float
) -> None:
    """Rewards one pair of days off side by side, also one that lies over the week's border."""
    days = list(week.states)
    within = list(pairwise(days))
    if len(days) < 7 or week.most_days > 5 or any(one not in own and two not in own for one, two in within):
        return
    # A pair over the border mends a lonely week before as well; one that the next week must complete is a hope.
    over = 2 * gain if _is_lonely(days[0], worked) else gain
    pairs: list[tuple[tuple[date, ...], float]] = [(pair, gain) for pair in within]
    pairs += [((days[0],), over)] if days[0] - timedelta(days=1) not in worked else []
    joined = []
    for pair, price in [*pairs, ((days[-1],), gain / 2)]:
        both = program.add_variable(-price, most=1.0)
        joined.append(both)
        for column in (own[day] for day in pair if day in own):
            program.add_row(_sum([column, both]), upper=1.0)
    program.add_row(_sum(joined), upper=1.0)


def _is_lonely(first_day: date, worked: set[date]) -> bool:
    """Whether the week before, of which something is known, had no two days off side by side."""
    before = [first_day - timedelta(days=k) for k in range(7, 0, -1)]
    free = [day not in worked for day in before]
    return not all(free) and not any(one and two for one, two in pairwise(free))
