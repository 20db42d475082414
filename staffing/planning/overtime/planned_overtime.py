"""Lengthens shifts of a finished plan where the desk asks for overtime and hours would stay uncovered otherwise."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache

import numpy as np

from data.calendar import Calendar
from data.desk import Desk
from staffing.planning.day.blend_work import Block
from staffing.planning.day.lunch_places import Duty, Span, remaining_spans
from staffing.planning.overtime.longer_shifts import MINUTES_A_DAY, LongerShift, longer_shifts
from staffing.planning.overtime.open_gaps import Effect, OpenGaps
from staffing.planning.overtime.overtime_left import OvertimeLeft, may_work_longer
from staffing.planning.shift_design import Slot
from staffing.planning.shift_names import rest_hours
from staffing.speeds import Speeds

Day = tuple[str, date]

OVERTIME_PRICE = 0.5
"""An hour of overtime is worked where it covers more than this of an hour uncovered otherwise, like one of a helper."""

FAIR_PRICE = 0.02
"""For each hour of overtime beyond the person who has had least, at most `MOST_AHEAD` of them."""

MOST_AHEAD = 20

STEP_MINUTES = 30
"""Shifts get longer by multiples of this, or of the desk's grid where it is finer."""


@dataclass(frozen=True)
class NamedShifts:
    """The shifts of a plan, which are lengthened in place.

    Parameters
    ----------
    slots
        By person and day.
    blocks, pauses
        Parts of them that serve another queue, and their short breaks.
    around
        Other shifts of the same people, of the plan and right before it: they rest between them and these.
    duties
        What else a person does on a day.
    """

    slots: MutableMapping[Day, Slot]
    blocks: MutableMapping[Day, tuple[Block, ...]]
    pauses: Mapping[Day, tuple[Span, ...]]
    around: Mapping[Day, Slot]
    duties: Callable[[str, date], Sequence[Duty]]


@dataclass
class PlannedOvertime:
    """The overtime of a plan.

    Parameters
    ----------
    minutes
        By person and day, above 0.
    covered_hours
        Agent-hours by queue that would stay uncovered without it.
    stopped
        Whether somebody asked to come to an end before all was looked at.
    """

    minutes: dict[Day, float] = field(default_factory=dict)
    covered_hours: dict[str, float] = field(default_factory=dict)
    stopped: bool = False


@dataclass(frozen=True)
class _Offer:
    key: Day
    longer: LongerShift
    queue: str
    gain: float
    score: float


class _OvertimePlanner:
    """Lengthens one shift after the other, always the one that brings most.

    Parameters
    ----------
    desk
        Whose plan.
    shifts
        Those that may be lengthened; changed by `plan`.
    gaps
        Of each queue; changed by `plan`.
    left
        What each person may still work more; who is left out works none.
    seed
        Draws who comes first among people alike.
    """

    def __init__(
        self,
        desk: Desk,
        shifts: NamedShifts,
        *,
        gaps: Mapping[str, OpenGaps],
        left: Mapping[str, OvertimeLeft],
        seed: int,
    ) -> None:
        self._desk, self._shifts, self._gaps, self._left = desk, shifts, gaps, left
        self._duties, self._speeds = cache(shifts.duties), Speeds(desk)
        drawn = np.random.default_rng([seed, len(left)]).permutation(sorted(left)).tolist()
        self._turn = {name: number for number, name in enumerate(drawn)}
        self._step = min(desk.settings.interval_minutes, STEP_MINUTES)
        self._on_day: dict[date, list[str]] = defaultdict(list)
        for name, day in shifts.slots:
            self._on_day[day] += [name] if name in left else []
        self._midnights = _midnights(desk, [day for day, names in self._on_day.items() if names])

    def plan(self) -> PlannedOvertime:
        """Lengthens shifts until none brings enough; who asks to stop keeps those that are longer already."""
        done = PlannedOvertime()
        try:
            self._work_through(done)
        except KeyboardInterrupt:
            done.stopped = True
        return done

    def _work_through(self, done: PlannedOvertime) -> None:
        best = {day: self._best_of(day) for day in self._midnights}
        while offers := [offer for offer in best.values() if offer is not None]:
            chosen = max(offers, key=lambda offer: (offer.score, -self._turn[offer.key[0]], -offer.key[1].toordinal()))
            self._take(chosen, done)
            for day, offer in best.items():
                if day == chosen.key[1] or (offer and self._is_touched(offer, by=chosen)):
                    best[day] = self._best_of(day)

    def _is_touched(self, offer: _Offer, *, by: _Offer) -> bool:
        """Whether an offer of another day may be worth less: the person has less left, or the written work is done."""
        same_work = offer.queue == by.queue and self._gaps[by.queue].is_written
        return offer.key[0] == by.key[0] or same_work

    def _take(self, offer: _Offer, done: PlannedOvertime) -> None:
        key, longer = offer.key, offer.longer
        for gaps, effect in self._effects(key, longer, offer.queue):
            gaps.take(effect)
        if offer.queue != self._shifts.slots[key].queue:
            self._shifts.blocks[key] = (*self._shifts.blocks.get(key, ()), Block(*longer.added, offer.queue))
        self._shifts.slots[key] = replace(self._shifts.slots[key], shift=longer.shift)
        self._left[key[0]].take(key[1], longer.minutes)
        done.minutes[key] = done.minutes.get(key, 0.0) + longer.minutes
        done.covered_hours[offer.queue] = done.covered_hours.get(offer.queue, 0.0) + offer.gain

    def _best_of(self, day: date) -> _Offer | None:
        """The offer of the day that is worth most, if any is worth its price."""
        useful = self._useful(day)
        if not useful:
            return None
        least = min(left.so_far for left in self._left.values())
        offers = (offer for name in self._on_day[day] for offer in self._offers((name, day), useful, least))
        return max(offers, key=lambda offer: (offer.score, -self._turn[offer.key[0]]), default=None)

    def _useful(self, day: date) -> list[Span]:
        """When the day could use more people, minutes since its midnight."""
        midnight = self._midnights[day]
        spans = (span for gaps in self._gaps.values() for span in gaps.open_spans(midnight, midnight + MINUTES_A_DAY))
        return sorted({(round(first - midnight), round(last - midnight)) for first, last in spans})

    def _offers(self, key: Day, useful: Sequence[Span], least: float) -> Iterator[_Offer]:
        """What the person could do more on the day for each queue, as far as it is worth it."""
        name, day = key
        left = self._left[name]
        if self._speeds.is_novice(name, day=day) or any(duty.is_leave for duty in self._duties(name, day)):
            return
        fair = FAIR_PRICE * min((left.so_far - least) / 60, MOST_AHEAD)
        able = [queue for queue in self._gaps if self._speeds.serves(name, queue=queue, day=day)]
        for longer in self._longer(key, left.minutes_on(day), useful):
            for queue in able:
                if self._gaps[queue].uncovered_hours > 0:
                    gain = self._gain(key, longer, queue)
                    score = round(gain - OVERTIME_PRICE * longer.minutes / 60, 6)
                    if score > 0:
                        yield _Offer(key, longer, queue, gain, score - fair)

    def _longer(self, key: Day, most_minutes: float, useful: Sequence[Span]) -> Iterator[LongerShift]:
        """The ways to lengthen the person's day that leave enough rest."""
        slot, blocks = self._shifts.slots[key], self._shifts.blocks.get(key, ())
        taken = [*self._shifts.pauses.get(key, ()), *((block.start, block.end) for block in blocks)]
        rules = self._desk.settings.shifts
        for longer in longer_shifts(
            slot.shift, rules, most_minutes=most_minutes, step_minutes=self._step, useful=useful, taken=taken
        ):
            if self._rests_enough(key, replace(slot, shift=longer.shift)):
                yield longer

    def _rests_enough(self, key: Day, longer: Slot) -> bool:
        name, day = key
        least, one = self._desk.settings.shifts.min_rest_hours, timedelta(days=1)
        earlier, later = self._slot((name, day - one)), self._slot((name, day + one))
        before = earlier is None or rest_hours(earlier, longer) >= least
        return before and (later is None or rest_hours(longer, later) >= least)

    def _slot(self, key: Day) -> Slot | None:
        return self._shifts.slots.get(key) or self._shifts.around.get(key)

    def _gain(self, key: Day, longer: LongerShift, queue: str) -> float:
        """Agent-hours less uncovered, also on the shift's own queue where a longer lunch takes from it."""
        return sum(gaps.gain(effect) for gaps, effect in self._effects(key, longer, queue))

    def _effects(self, key: Day, longer: LongerShift, queue: str) -> Iterator[tuple[OpenGaps, Effect]]:
        """What changes on each queue when the person serves `queue` in the added time."""
        own, busy = self._shifts.slots[key].queue, [(duty.start, duty.end) for duty in self._duties(*key)]
        added = remaining_spans([longer.added], busy)
        lost = remaining_spans([longer.lost], busy) if longer.lost else []
        for served, more, less in ((queue, added, []), (own, [], lost)):
            if served in self._gaps and (more or less):
                speed = self._speeds.speed(key[0], queue=served, day=key[1])
                yield self._gaps[served], Effect.of_day(self._midnights[key[1]], added=more, lost=less, speed=speed)


def _midnights(desk: Desk, days: Iterable[date]) -> dict[date, float]:
    """Minutes since 1970 of each day of 24 hours, rising; on others minutes since midnight are not the same for all."""
    calendar = Calendar.of(desk)
    spans = {day: [calendar.instant(day, minute).timestamp() / 60 for minute in (0, 1440)] for day in sorted(days)}
    return {day: first for day, (first, last) in spans.items() if last - first == MINUTES_A_DAY}


def plan_overtime(
    desk: Desk,
    shifts: NamedShifts,
    *,
    gaps: Mapping[str, OpenGaps],
    worked: Mapping[str, Mapping[date, float]],
    week_of: Callable[[date], date],
    seed: int,
) -> PlannedOvertime:
    """Lengthens shifts as far as the desk asks for it and its agreement allows; nothing where it asks for none.

    Parameters
    ----------
    worked
        Minutes of each day that each person works, in the plan and before it.
    week_of
        The first day of a day's week.
    desk, shifts, gaps, seed
        As there: see the class.
    """
    rules = desk.settings.shifts
    if not rules.overtime.is_planned:
        return PlannedOvertime()
    left = {
        person.name: OvertimeLeft(person, rules, worked.get(person.name, {}), cache(week_of))
        for person in desk.staff
        if may_work_longer(person, rules)
    }
    planner = _OvertimePlanner(desk, shifts, gaps=gaps, left=left, seed=seed)
    return planner.plan()
