"""What a plan leaves uncovered of each queue, and how much of it more work at some time would cover."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from data.calendar import Calendar
from data.desk import Desk
from staffing.coverage import Coverage, QueueCoverage, open_windows
from staffing.planning.day.lunch_places import Span
from staffing.requirement import Requirement


@dataclass(frozen=True)
class Effect:
    """What one person does more and less on a queue.

    Parameters
    ----------
    added, lost
        Starts and ends, minutes since 1970.
    speed
        Of the person on it.
    """

    added: tuple[tuple[float, float], ...]
    lost: tuple[tuple[float, float], ...]
    speed: float

    @classmethod
    def of_day(cls, midnight: float, *, added: Sequence[Span], lost: Sequence[Span], speed: float) -> "Effect":
        """The same in minutes since a midnight, itself in minutes since 1970."""
        more, less = (tuple((midnight + first, midnight + last) for first, last in spans) for spans in (added, lost))
        return cls(more, less, speed)


class OpenGaps:
    """One queue beside its requirement, as more people come to it.

    Parameters
    ----------
    part
        What the plan covers of it.
    requirement
        Of the queue.
    desk
        Whose; its hours tell when an interval is open.
    """

    def __init__(self, part: QueueCoverage, requirement: Requirement, desk: Desk) -> None:
        inside = np.asarray(requirement.starts.isin(part.starts))
        self._part, self.uncovered_hours = part, float(part.uncovered_hours.sum())
        self._windows = open_windows(requirement, Calendar.of(desk)).of_intervals(inside)
        self._known: dict[Effect, float] = {}

    @property
    def is_written(self) -> bool:
        """Whether its work may be done at any time until its deadline."""
        return self._part.is_written

    def open_spans(self, first: float, last: float) -> list[tuple[float, float]]:
        """When one more person would find something to do between two moments, minutes since 1970, rising."""
        short = self._part.required > self._part.scheduled
        if self.is_written:
            short = np.full(len(short), self.uncovered_hours > 0)
        windows = self._windows
        chosen = short[windows.interval] & (windows.ends > first) & (windows.begins < last)
        return list(zip(windows.begins[chosen].tolist(), windows.ends[chosen].tolist(), strict=True))

    def gain(self, effect: Effect) -> float:
        """Agent-hours less uncovered with it; below 0: more."""
        if effect not in self._known:
            self._known[effect] = self.uncovered_hours - float(self._with(effect).uncovered_hours.sum())
        return self._known[effect]

    def take(self, effect: Effect) -> None:
        """Counts it in."""
        self._part = self._with(effect)
        self.uncovered_hours = float(self._part.uncovered_hours.sum())
        self._known.clear()

    def _with(self, effect: Effect) -> QueueCoverage:
        scheduled = self._part.scheduled.copy()
        for spans, people in ((effect.added, effect.speed), (effect.lost, -effect.speed)):
            for worked in spans:
                self._windows.add_presence(scheduled, worked=worked, people=people)
        return replace(self._part, scheduled=np.maximum(scheduled, 0.0))


def gaps_of(coverage: Coverage, requirements: Sequence[Requirement], desk: Desk) -> dict[str, OpenGaps]:
    """Of each queue that is required."""
    by_queue = {requirement.queue: requirement for requirement in requirements}
    return {part.queue: OpenGaps(part, by_queue[part.queue], desk) for part in coverage.queues}
