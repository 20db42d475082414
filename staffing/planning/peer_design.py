"""A week's shifts as pyworkforce schedules them: counts without breaks, given to the people who can work them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from staffing.deadline_work import DayWork
from staffing.planning.contract_class import ContractClass, PersonWeek, hall_limits
from staffing.planning.day_shift import DayShift
from staffing.planning.integer_program import SearchLimits
from staffing.planning.shift_design import DayNeed, Slot
from staffing.planning.week_design import Designed
from staffing.planning.week_program import Needs, span_presence
from staffing.pyworkforce_engine import Scheduler, shift_counts_by_pyworkforce

PlanEngine = Literal["tsunagari", "pyworkforce", "pyworkforce-difference"]

SCHEDULERS: Mapping[PlanEngine, Scheduler] = {
    "pyworkforce": "MinRequiredResources",
    "pyworkforce-difference": "MinAbsDifference",
}

Span = tuple[int, int]
Design = Callable[..., Designed]


def design_by(engine: PlanEngine) -> Design:
    """What designs a week of a peer's, called as `staffing.planning.week_design.design_week` is."""

    def design(
        classes: Sequence[ContractClass],
        weeks: Sequence[Sequence[PersonWeek]],
        needs: Needs,
        *,
        days: Sequence[date],
        work: Sequence[DayWork] = (),
        limits: SearchLimits | None = None,
    ) -> Designed:
        return _design_by_pyworkforce(classes, weeks, needs, days=days, scheduler=SCHEDULERS[engine])

    return design


def left_as_counted(*_: object, **__: object) -> None:
    """Stands in for `staffing.planning.steady_week.steady_week`, which would mend a peer's shifts."""


def _design_by_pyworkforce(
    classes: Sequence[ContractClass],
    weeks: Sequence[Sequence[PersonWeek]],
    needs: Needs,
    *,
    days: Sequence[date],
    scheduler: Scheduler,
) -> Designed:
    """The shifts of a week, queue by queue: whoever is free and can take most of a counted shift works it.

    Written work is planned at its level pace. Who is not counted stays at home.
    """
    room = [_Room.of(group, people, days) for group, people in zip(classes, weeks, strict=True)]
    found: tuple[list[Slot], ...] = tuple([] for _ in classes)
    for queue in dict.fromkeys(queue for queue, _ in needs):
        own = [needs[queue, day] for day in days if (queue, day) in needs]
        # Those with the fewest other queues first, helpers last.
        able = sorted(
            (g for g, group in enumerate(classes) if queue in group.queues and group.can_be_planned),
            key=lambda g: (classes[g].helper, len(classes[g].queues)),
        )
        spans = {(shift.start, shift.end): shift.paid_minutes for g in able for shift in classes[g].shifts}
        for need, counts in zip(own, _counts(own, spans, scheduler), strict=True):
            for span, count in zip(spans, counts.tolist(), strict=True):
                for _ in range(count):
                    taken = _nearest([(g, classes[g]) for g in able if room[g].has(need.day)], span)
                    if taken is not None:
                        group, shift = taken
                        room[group].take(need.day)
                        found[group].append(Slot(need.day, shift, queue))
    return Designed(found)


def _counts(needs: Sequence[DayNeed], spans: Mapping[Span, int], scheduler: Scheduler) -> NDArray[np.int64]:
    """How many work each span on each day, shape (days, spans), by the intervals that the days have between them."""
    starts = sorted({start for need in needs for start in need.starts_minute.tolist()})
    required = np.zeros((len(needs), len(starts)), dtype=np.int64)
    covered = np.zeros((len(spans), len(starts)), dtype=np.int64)
    for d, need in enumerate(needs):
        at = np.searchsorted(starts, need.starts_minute)
        required[d, at] = np.ceil(np.maximum(need.required, 0) - 1e-9).astype(np.int64)
        for s, span in enumerate(spans):
            covered[s, at] |= span_presence(need, span) > 1 - 1e-9
    return shift_counts_by_pyworkforce(required, covered, scheduler=scheduler, paid_minutes=list(spans.values()))


def _nearest(able: Sequence[tuple[int, ContractClass]], span: Span) -> tuple[int, DayShift] | None:
    """The first of these people whose contract holds a shift as near to the span as any, its lunch in the middle."""

    def apart(shift: DayShift) -> tuple[int, int]:
        ends = abs(shift.start - span[0]) + abs(shift.end - span[1])
        return ends, abs(2 * (shift.lunch_start or 0) + shift.lunch_minutes - shift.start - shift.end)

    nearest = [(g, min(group.shifts, key=apart)) for g, group in able]
    return min(nearest, key=lambda one: apart(one[1])[0], default=None)


@dataclass
class _Room:
    """How many more shifts a class can be given, by sets of days."""

    limits: list[tuple[frozenset[date], int]]

    @classmethod
    def of(cls, group: ContractClass, people: Sequence[PersonWeek], days: Sequence[date]) -> "_Room":
        chosen = [(frozenset(days[d] for d in limit.days), limit.most) for limit in hall_limits(people, days)]
        return cls([*chosen, (frozenset(days), sum(week.most_days for week in people))])

    def has(self, day: date) -> bool:
        return all(left > 0 for days, left in self.limits if day in days)

    def take(self, day: date) -> None:
        self.limits = [(days, left - (day in days)) for days, left in self.limits]
