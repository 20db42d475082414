"""Keeps people on one shift within the week and turns the shifts round between weeks, where coverage allows."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property, partial
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from staffing.planning.day.lunch_places import DayCrew
from staffing.planning.day_shift import DayShift
from staffing.planning.fairness.wish_prices import WishPrices
from staffing.planning.plan_history import MorningDuty, PlanHistory

Floats = NDArray[np.float64]

CHANGE_PRICE = 0.75
"""Another shift than in the rest of the week is worth this many uncovered hours."""

CROWD_PRICE = 0.2
"""Price of one more person on a shift that all of the day's people already work; it keeps every shift in use."""

REPEAT_PRICE = 0.015
"""For each time that the person had the shift beyond the one had least, at most `REPEATS` times."""

REPEATS = 10

MORNING_PRICE = 0.2
"""For each Monday morning that the person had beyond the day's least burdened, at most `MORNINGS` of them."""

MORNINGS = 4

WISH_PRICE = 0.3
"""Another shift than the person wishes: less than one change within the week, more than what breaks ties."""

SHORT_REST_PRICE = 3.0
"""Less rest than the desk's target between two shifts."""

ROUNDS = 2
"""Passes over the week's people."""


@dataclass(frozen=True)
class _Body:
    """A shift but for its lunch."""

    template: str
    start: int
    end: int

    @classmethod
    def of(cls, shift: DayShift) -> "_Body":
        return cls(shift.template, shift.start, shift.end)

    def rest_hours(self, following: "_Body") -> float:
        """Hours between this shift and one on the next day."""
        return 24 + (following.start - self.end) / 60


def steady_week(
    crews: Mapping[date, DayCrew],
    choices: Mapping[str, Sequence[DayShift]],
    *,
    history: PlanHistory,
    morning: MorningDuty,
    min_rest_hours: float,
    seed: int,
    wishes: WishPrices,
) -> None:
    """Gives each person one shift for the week, and another on days where that covers clearly more.

    Parameters
    ----------
    crews
        The week's days, rising; changed.
    choices
        The shifts that each person's contract allows.
    history
        What people had before.
    morning
        The duty that goes round on its own.
    min_rest_hours
        Target rest between two shifts.
    seed
        Draws the order in which people choose.
    wishes
        What people would like.
    """
    given = _shifts(crews)
    prices: Prices = {"choices": choices, "history": history, "morning": morning, "rest": min_rest_hours, "seed": seed}
    _choose(crews, wishes=wishes, **prices)
    if wishes.by_person.keys() & {person for person, _ in given}:
        # What wishes lead to may be a worse end of the same search, which no wish is worth.
        wished, uncovered = _shifts(crews), _uncovered_hours(crews)
        _give(crews, given)
        _choose(crews, wishes=WishPrices(), **prices)
        if _uncovered_hours(crews) > uncovered - 1e-6:
            _give(crews, wished)


class Prices(TypedDict):
    """What the price of a week rests on beside its crews and wishes."""

    choices: Mapping[str, Sequence[DayShift]]
    history: PlanHistory
    morning: MorningDuty
    rest: float
    seed: int


def _shifts(crews: Mapping[date, DayCrew]) -> dict[tuple[str, date], DayShift]:
    return {(person, day): slot.shift for day, crew in crews.items() for person, slot in crew.slots.items()}


def _give(crews: Mapping[date, DayCrew], shifts: Mapping[tuple[str, date], DayShift]) -> None:
    for (person, day), shift in shifts.items():
        crews[day].give(person, shift)


def _uncovered_hours(crews: Mapping[date, DayCrew]) -> float:
    """Agent-hours below the requirement, those of written work at their weight."""
    return sum(
        need.weight * float(np.maximum(need.required - crew.scheduled(queue), 0) @ need.opened.hours)
        for crew in crews.values()
        for queue, need in crew.needs.items()
    )


def _choose(
    crews: Mapping[date, DayCrew],
    *,
    choices: Mapping[str, Sequence[DayShift]],
    history: PlanHistory,
    morning: MorningDuty,
    rest: float,
    seed: int,
    wishes: WishPrices,
) -> None:
    crowd = {day: Counter(_Body.of(slot.shift) for slot in crew.slots.values()) for day, crew in crews.items()}
    people = sorted({person for crew in crews.values() for person in crew.slots})
    order = np.random.default_rng([seed, len(people), min(crews, default=date.min).toordinal()]).permutation(people)
    for _ in range(ROUNDS):
        for person in map(str, order):
            _Week(
                person, crews, crowd, choices=choices[person], history=history, morning=morning, rest=rest,
                against=partial(wishes.is_against, person, history=history, people=people),
            ).choose()  # fmt: skip


class _Week:
    """One person's days, priced by shift."""

    def __init__(
        self,
        person: str,
        crews: Mapping[date, DayCrew],
        crowd: Mapping[date, Counter[_Body]],
        *,
        choices: Sequence[DayShift],
        history: PlanHistory,
        morning: MorningDuty,
        rest: float,
        against: Callable[[str], bool],
    ) -> None:
        self._person, self._crews, self._crowd = person, crews, crowd
        self._days = [day for day, crew in crews.items() if person in crew.slots]
        self._bodies = list(dict.fromkeys(_Body.of(shift) for shift in choices))
        self._choices = choices
        self._history, self._morning, self._rest = history, morning, rest
        had = [history.shifts[person][body.template] for body in self._bodies]
        self._ties = [
            REPEAT_PRICE * min(count - min(had), REPEATS) + WISH_PRICE * against(body.template)
            for count, body in zip(had, self._bodies, strict=True)
        ]

    def choose(self) -> None:
        """Puts the person on the cheapest shift of each day."""
        if len(self._bodies) < 2:
            return
        prices, cheapest = np.empty((len(self._days), len(self._bodies))), []
        for number, day in enumerate(self._days):
            by_body = self._best_of_day(day)
            prices[number] = [price for price, _ in by_body]
            cheapest.append([shift for _, shift in by_body])
        for shifts, day, body in zip(cheapest, self._days, self._cheapest_bodies(prices), strict=True):
            crew = self._crews[day]
            self._crowd[day][_Body.of(crew.slots[self._person].shift)] -= 1
            crew.give(self._person, shifts[body])
            self._crowd[day][_Body.of(shifts[body])] += 1

    def _best_of_day(self, day: date) -> list[tuple[float, DayShift]]:
        """For each body its price with its best lunch, and that shift."""
        crew = self._crews[day]
        prices = crew.prices(self._person, self._choices)
        present = _Body.of(crew.slots[self._person].shift)
        best: dict[_Body, tuple[float, DayShift]] = {}
        for price, shift in zip(np.round(prices, 9), self._choices, strict=True):
            body = _Body.of(shift)
            if body not in best or price < best[body][0]:
                best[body] = (float(price), shift)
        found = []
        slot = crew.slots[self._person]
        mornings = min(self._history.mornings_beyond(self._person, crew.slots), MORNINGS)
        for body, tie in zip(self._bodies, self._ties, strict=True):
            others = self._crowd[day][body] - (body == present)
            fair = CROWD_PRICE * others / len(crew.slots) + tie
            fair += MORNING_PRICE * mornings * self._morning.holds(replace(slot, shift=best[body][1]))
            found.append((best[body][0] + fair, best[body][1]))
        return found

    def _cheapest_bodies(self, prices: Floats) -> list[int]:
        """For the best main shift of the week, the shift of each day: the main one, or one cheaper by its price.

        The cheapest way through the days is searched for every main shift at once, day by day.
        """
        count = len(self._bodies)
        changed, short = CHANGE_PRICE * (1.0 - np.eye(count)), self._short_rests
        so_far = np.round(prices[:1] + self._price_after_last_week() + changed, 9)
        came_from = []
        for number in range(1, len(self._days)):
            next_day = self._days[number] - self._days[number - 1] == timedelta(days=1)
            ways = so_far[:, :, None] + (short if next_day else np.zeros_like(short))
            came_from.append(ways.argmin(axis=1))
            so_far = np.round(ways.min(axis=1) + prices[number] + changed, 9)
        main, body = np.unravel_index(int(so_far.argmin()), so_far.shape)
        found = [int(body)]
        for before in reversed(came_from):
            found.append(int(before[main, found[-1]]))
        return found[::-1]

    @cached_property
    def _short_rests(self) -> Floats:
        """What each shift adds after each on the day before, shape (bodies, bodies): too little rest between them."""
        rests = np.array([[one.rest_hours(two) for two in self._bodies] for one in self._bodies])
        return np.asarray(SHORT_REST_PRICE * (rests < self._rest))

    def _price_after_last_week(self) -> Floats:
        """What rest after the last shift before this week adds to each shift of its first day."""
        last = self._history.last.get(self._person)
        if last is None or (self._days[0] - last.day).days > 1:
            return np.zeros(len(self._bodies))
        before = _Body.of(last.shift)
        return np.array([SHORT_REST_PRICE * (before.rest_hours(body) < self._rest) for body in self._bodies])
