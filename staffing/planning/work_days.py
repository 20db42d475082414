"""Which days of the week each person of a class works, evenly and with rest between runs of days."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from staffing.planning.contract_class import PersonWeek
from staffing.planning.plan_history import MONDAY, SATURDAY, MorningDuty, PlanHistory

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
    """

    min_rest_hours: float
    appointments: frozenset[tuple[str, date]]
    morning: MorningDuty
    seed: int
    two_days_together: bool = False
    month_ends: frozenset[date] = frozenset()


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
    program = _DayProgram()
    works: dict[tuple[int, date], int] = {}
    for p, (person, week) in enumerate(zip(people, weeks, strict=True)):
        for day in (day for day in days if day in week.free_days):
            price = noise.uniform(0, 0.1) + REPEAT_PRICE * history.weekdays[person][day.weekday()]
            price += REPEAT_PRICE * min(_duties_ahead(history, person, day, people, rules.month_ends), MOST_AHEAD) ** 2
            price -= APPOINTMENT_GAIN * ((person, day) in rules.appointments)
            works[p, day] = program.add_variable(price, whole=True)
    for p, (person, week) in enumerate(zip(people, weeks, strict=True)):
        own = {day: works[p, day] for day in days if (p, day) in works}
        missing = program.add_variable(BELOW_CONTRACT_PRICE, most=7.0)
        program.add_row([*own.values()], upper=week.most_days)
        program.add_row([*own.values(), missing], lower=week.least_days)
        for span, most in week.spans:
            program.add_row([column for day, column in own.items() if day in span], upper=most)
        worked = {*history.days[person], *week.fixed_days}
        _price_long_runs(program, own, worked=worked)
        _end_runs(program, own, worked=worked, most=week.most_running)
        gain = WISHED_DAYS_OFF_GAIN if rules.two_days_together else TWO_DAYS_OFF_GAIN
        _join_days_off(program, own, week, worked=worked, gain=gain)
    for day in days:
        here = [column for (_, at), column in works.items() if at == day]
        unnamed = program.add_variable(UNNAMED_PRICE, most=float(offered[day]))
        program.add_row([*here, unnamed], lower=offered[day], upper=offered[day])
    chosen = program.solve(days[0])
    return {(people[p], day) for (p, day), column in works.items() if chosen[column] > 0.5}


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


def _price_long_runs(program: "_DayProgram", own: Mapping[date, int], *, worked: set[date]) -> None:
    """Prices each stretch of days that would be worked through, with those of earlier weeks."""
    for length, price in LONG_RUN_PRICES.items():
        for here, before in _stretches(own, worked, length + 1):
            program.add_row([*here, program.add_variable(price)], upper=length - before, last_value=-1.0)


def _end_runs(program: "_DayProgram", own: Mapping[date, int], *, worked: set[date], most: int) -> None:
    """Nobody works more than `most` days on end."""
    for here, before in _stretches(own, worked, most + 1):
        program.add_row(here, upper=most - before)


def _join_days_off(
    program: "_DayProgram", own: Mapping[date, int], week: PersonWeek, *, worked: set[date], gain: float
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
            program.add_row([column, both], upper=1.0)
    program.add_row(joined, upper=1.0)


def _is_lonely(first_day: date, worked: set[date]) -> bool:
    """Whether the week before, of which something is known, had no two days off side by side."""
    before = [first_day - timedelta(days=k) for k in range(7, 0, -1)]
    free = [day not in worked for day in before]
    return not all(free) and not any(one and two for one, two in pairwise(free))


class _DayProgram:
    """Gathers columns and rows of a small integer program."""

    def __init__(self) -> None:
        self._prices: list[float] = []
        self._most: list[float] = []
        self._whole: list[bool] = []
        self._cells: list[tuple[int, int, float]] = []
        self._bounds: list[tuple[float, float]] = []

    def add_variable(self, price: float, *, most: float = 1.0, whole: bool = False) -> int:
        """Its number."""
        self._prices.append(price)
        self._most.append(most)
        self._whole.append(whole)
        return len(self._prices) - 1

    def add_row(
        self, columns: Sequence[int], *, lower: float = 0.0, upper: float = np.inf, last_value: float = 1.0
    ) -> None:
        """The sum of the columns, the last of them times `last_value`, lies within the bounds."""
        row = len(self._bounds)
        self._cells += [(row, column, 1.0) for column in columns[:-1]]
        self._cells += [(row, column, last_value) for column in columns[-1:]]
        self._bounds.append((lower if last_value > 0 else -np.inf, upper))

    def solve(self, first_day: date) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
        """The value of each variable."""
        row, column, value = (np.array(part) for part in zip(*self._cells, strict=True))
        matrix = coo_array((value, (row, column)), shape=(len(self._bounds), len(self._prices))).tocsr()
        lower, upper = (np.array(part) for part in zip(*self._bounds, strict=True))
        answer = milp(
            np.array(self._prices),
            integrality=np.array(self._whole, dtype=np.int64),
            bounds=Bounds(np.zeros(len(self._prices)), np.array(self._most)),
            constraints=LinearConstraint(matrix, lower, upper),
            options={"node_limit": 500, "mip_rel_gap": 0.001},
        )
        if answer.x is None:
            raise RuntimeError(f"the shifts of the week from {first_day} cannot be named: {answer.message}")
        return np.asarray(answer.x, dtype=np.float64)
