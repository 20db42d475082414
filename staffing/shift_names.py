"""Gives the counted shifts of a week to people by name, evenly and steadily."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linear_sum_assignment, milp
from scipy.sparse import coo_array

from staffing.contract_class import PersonWeek
from staffing.shift_design import Slot

Floats = NDArray[np.float64]

OTHER_SHIFT_PRICE = 4.0
"""Working another shift, or another queue, than most of one's week."""

SHORT_REST_PRICE = 20.0
"""Less rest between two shifts than the desk's target."""

REPEAT_PRICE = 1.0
"""For each time the person already had this shift, or this weekday, within the plan."""

APPOINTMENT_GAIN = 6.0
"""A person with a training or meeting that day is rather at work than off."""

BELOW_CONTRACT_PRICE = 50.0
"""A day less than the contract's share of a week that the plan's ends cut."""


@dataclass
class PlanHistory:
    """What the people of a plan have been given so far; grows week by week."""

    shifts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    weekdays: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    last: dict[str, Slot] = field(default_factory=dict)

    def add(self, person: str, slot: Slot) -> None:
        """Counts a shift; they come in the order of their days."""
        self.shifts[person][slot.shift.template] += 1
        self.weekdays[person][slot.day.weekday()] += 1
        self.last[person] = slot


@dataclass(frozen=True)
class NamingRules:
    """What naming looks at beside the counts.

    Parameters
    ----------
    min_rest_hours
        Target rest between two shifts.
    appointments
        People and days with a training or meeting for part of the day.
    seed
        Breaks ties.
    """

    min_rest_hours: float
    appointments: frozenset[tuple[str, date]]
    seed: int


def name_week(
    people: Sequence[str],
    weeks: Sequence[PersonWeek],
    slots: Sequence[Slot],
    *,
    history: PlanHistory,
    rules: NamingRules,
) -> dict[tuple[str, date], Slot]:
    """Who works which of `slots`; every slot gets a person.

    Parameters
    ----------
    people, weeks
        The people of one contract class and what their week allows, in the same order.
    slots
        As many a day as `hall_limits` lets be named.
    """
    if not slots:
        return {}
    random = np.random.default_rng([rules.seed, slots[0].day.toordinal(), len(slots)])
    days = sorted({slot.day for slot in slots})
    working = _choose_days(people, weeks, slots, days=days, history=history, rules=rules, noise=random)
    main = _main_kinds(people, working, slots, history=history, noise=random)
    last = dict(history.last)
    named: dict[tuple[str, date], Slot] = {}
    for day in days:
        present = [person for person in people if (person, day) in working]
        offered = [slot for slot in slots if slot.day == day]
        prices = np.array(
            [[_price(slot, main=main[p], last=last.get(p), rules=rules) for slot in offered] for p in present]
        )
        prices += random.uniform(0, 0.1, size=prices.shape)
        for row, column in zip(*linear_sum_assignment(prices), strict=True):
            named[present[row], day] = offered[column]
            last[present[row]] = offered[column]
    return named


def _choose_days(
    people: Sequence[str],
    weeks: Sequence[PersonWeek],
    slots: Sequence[Slot],
    *,
    days: Sequence[date],
    history: PlanHistory,
    rules: NamingRules,
    noise: np.random.Generator,
) -> set[tuple[str, date]]:
    """The days each person works: a transport problem, so that its relaxation is already whole."""
    pairs = [(p, d) for p, week in enumerate(weeks) for d, day in enumerate(days) if day in week.free_days]
    count, size = len(people), len(pairs)
    price = np.concatenate([noise.uniform(0, 0.1, size), np.full(count, BELOW_CONTRACT_PRICE)])
    for k, (p, d) in enumerate(pairs):
        price[k] += REPEAT_PRICE * history.weekdays[people[p]][days[d].weekday()]
        price[k] -= APPOINTMENT_GAIN * ((people[p], days[d]) in rules.appointments)
    person = np.array([p for p, _ in pairs])
    day_row = np.array([d for _, d in pairs]) + 2 * count
    missing = np.arange(count)
    # Rows: at most `most_days` a person; at least `least_days`, or a priced miss; exactly the slots of each day.
    row = np.concatenate([person, person + count, missing + count, day_row])
    column = np.concatenate([np.arange(size), np.arange(size), size + missing, np.arange(size)])
    matrix = coo_array((np.ones(len(row)), (row, column)), shape=(2 * count + len(days), size + count)).tocsr()
    offered = Counter(slot.day for slot in slots)
    exact = [float(offered[day]) for day in days]
    answer = milp(
        price,
        integrality=np.concatenate([np.ones(size), np.zeros(count)]),
        bounds=Bounds(np.zeros(size + count), np.concatenate([np.ones(size), np.full(count, 7.0)])),
        constraints=LinearConstraint(
            matrix,
            np.array([0.0] * count + [float(week.least_days) for week in weeks] + exact),
            np.array([float(week.most_days) for week in weeks] + [np.inf] * count + exact),
        ),
    )
    if answer.x is None:
        raise RuntimeError(f"the shifts of the week from {days[0]} cannot be named: {answer.message}")
    return {(people[p], days[d]) for (p, d), works in zip(pairs, answer.x[:size] > 0.5, strict=True) if works}


Kind = tuple[str, str]
"""Template and queue: what a person keeps to within a week."""


def _kind(slot: Slot) -> Kind:
    return slot.shift.template, slot.queue


def _main_kinds(
    people: Sequence[str],
    working: set[tuple[str, date]],
    slots: Sequence[Slot],
    *,
    history: PlanHistory,
    noise: np.random.Generator,
) -> dict[str, Kind]:
    """The template and queue that each person keeps to this week; who had it least gets it."""
    offered = Counter(_kind(slot) for slot in slots)
    kinds = _shared_out(offered, len(people))
    days = Counter(person for person, _ in working)
    prices = np.array([[REPEAT_PRICE * history.shifts[p][template] for template, _ in kinds] for p in people])
    prices = prices * np.array([[days[p] > 0] for p in people]) + noise.uniform(0, 0.1, size=prices.shape)
    rows, columns = linear_sum_assignment(prices)
    return {people[row]: kinds[column] for row, column in zip(rows, columns, strict=True)}


def _shared_out(offered: Mapping[Kind, int], places: int) -> list[Kind]:
    """`places` kinds in proportion to their counts, by largest remainder."""
    total = sum(offered.values())
    exact = {kind: count * places / total for kind, count in sorted(offered.items())}
    given = {kind: int(share) for kind, share in exact.items()}
    by_remainder = sorted(exact, key=lambda kind: given[kind] - exact[kind])
    for kind in by_remainder[: places - sum(given.values())]:
        given[kind] += 1
    return [kind for kind, count in given.items() for _ in range(count)]


def _price(slot: Slot, *, main: Kind, last: Slot | None, rules: NamingRules) -> float:
    template, queue = main
    price = OTHER_SHIFT_PRICE * ((slot.shift.template != template) + (slot.queue != queue))
    if last is not None and rest_hours(last, slot) < rules.min_rest_hours:
        price += SHORT_REST_PRICE
    return price


def rest_hours(earlier: Slot, later: Slot) -> float:
    """Hours by the wall clock between two shifts of a person."""
    nights = (later.day - earlier.day) / timedelta(days=1)
    return nights * 24 + (later.shift.start - earlier.shift.end) / 60
