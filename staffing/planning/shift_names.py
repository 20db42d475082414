"""Gives the counted shifts of a week to people by name, evenly and steadily."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from staffing.planning.contract_class import ContractClass, PersonWeek
from staffing.planning.day_states import DayState
from staffing.planning.fairness.wish_prices import WishPrices
from staffing.planning.plan_history import PlanHistory
from staffing.planning.shift_design import Slot
from staffing.planning.work_days import REPEAT_PRICE, NamingRules, choose_days

OTHER_SHIFT_PRICE = 4.0
"""Working another shift, or another queue, than most of one's week."""

SHORT_REST_PRICE = 20.0
"""Less rest between two shifts than the desk's target."""


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
    offered_by_day = Counter(slot.day for slot in slots)
    working = choose_days(people, weeks, offered_by_day, history=history, rules=rules, noise=random)
    main = _main_kinds(people, working, slots, history=history, noise=random, wishes=rules.wishes)
    last = dict(history.last)
    named: dict[tuple[str, date], Slot] = {}
    for day in days:
        present = [person for person in people if (person, day) in working]
        offered = [slot for slot in slots if slot.day == day]
        had = {p: history.mornings_beyond(p, present) for p in present}
        prices = np.array(
            [
                [
                    _price(slot, main=main[p], last=last.get(p), rules=rules)
                    + REPEAT_PRICE * had[p] * rules.morning.holds(slot)
                    for slot in offered
                ]
                for p in present
            ]
        )
        prices += random.uniform(0, 0.1, size=prices.shape)
        for row, column in zip(*linear_sum_assignment(prices), strict=True):
            named[present[row], day] = offered[column]
            last[present[row]] = offered[column]
    return named


def name_fixed_days(
    classes: Sequence[ContractClass], states: Mapping[tuple[str, date], DayState], week: Sequence[date]
) -> dict[tuple[str, date], Slot]:
    """Whole days of training or meeting, worked as the contract's first shift."""
    found: dict[tuple[str, date], Slot] = {}
    for group in classes:
        first = group.shifts[0]
        alike = [shift for shift in group.shifts if (shift.start, shift.end) == (first.start, first.end)]
        shift = alike[len(alike) // 2]
        for name in group.people:
            for day in week:
                if states[name, day] in ("training", "meeting"):
                    found[name, day] = Slot(day, shift, group.queues[0])
    return found


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
    wishes: WishPrices,
) -> dict[str, Kind]:
    """The template and queue that each person keeps to this week; who wishes for it or had it least gets it."""
    offered = Counter(_kind(slot) for slot in slots)
    kinds = _shared_out(offered, len(people))
    days = Counter(person for person, _ in working)

    def price(person: str, shift: str, queue: str) -> float:
        told: Any = {"history": history, "people": people}
        had = 0 if wishes.is_liked(person, shift, **told) else history.shifts[person][shift]
        against = OTHER_SHIFT_PRICE * wishes.is_against(person, shift, **told)
        return REPEAT_PRICE * (had + history.queues[person][queue]) + against

    prices = np.array([[price(p, shift, queue) for shift, queue in kinds] for p in people])
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
