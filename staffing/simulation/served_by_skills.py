"""Several queues, people who can take some of them: when each contact of a day is answered.

A contact that finds somebody free is taken by those with the fewest skills who can, so that the others stay free for
other queues. Who becomes free takes whoever has waited longest among the queues that they can take. Within a queue it
is first come, first served. When people leave, whoever is busy finishes; after the last interval its people stay until
nobody waits. With one skill each these are queues of their own, and where everyone can take everything one queue:
`staffing.simulation.served_in_turn`, to the last digit.
"""

import heapq
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class SkillGroup:
    """People who can take the same queues.

    Parameters
    ----------
    queues
        Numbers of the queues that they can take, from 0, at least one.
    people
        How many are there in each interval, whole numbers from 0, shape (intervals,).
    """

    queues: tuple[int, ...]
    people: Integers

    def __post_init__(self) -> None:
        if not self.queues or len(set(self.queues)) < len(self.queues) or min(self.queues) < 0:
            raise ValueError(f"people can take at least one queue, each named once; got {self.queues}")
        if self.people.ndim != 1 or not self.people.size or self.people.min() < 0:
            raise ValueError(f"people are one whole number from 0 for each interval; got {self.people}")


def serve_by_skills(
    arrivals: Floats, latest: Floats, handle_seconds: Floats, *,
    queue: Integers, groups: Sequence[SkillGroup], interval_seconds: float,
) -> Floats:  # fmt: skip
    """When each contact of a day is answered, infinite where it is not, shape (contacts,).

    Parameters
    ----------
    arrivals, latest, handle_seconds
        Seconds since the start of the day, ascending; after which it hangs up; how long it is handled.
    queue
        Number of each contact's queue, from 0.
    groups
        Each with as many intervals.
    """
    day = _Day(groups, queues=int(queue.max(initial=0)) + 1, interval_seconds=interval_seconds)
    contacts = (arrivals.tolist(), latest.tolist(), handle_seconds.tolist(), queue.tolist())
    return day.serve(*contacts)


class _Day:
    """The people of one day and who waits for them."""

    def __init__(self, groups: Sequence[SkillGroup], *, queues: int, interval_seconds: float) -> None:
        self._groups = sorted(groups, key=lambda group: len(group.queues))
        self._there = [group.people.tolist() for group in self._groups]
        self._takes = [group.queues for group in self._groups]
        queues = max(queues, *(max(takes) + 1 for takes in self._takes))
        self._able = [[g for g, takes in enumerate(self._takes) if q in takes] for q in range(queues)]
        self._waiting: list[deque[int]] = [deque() for _ in range(queues)]
        self._free = [people[0] for people in self._there]  # below 0: who should have left still handles
        self._ends: list[tuple[float, int]] = []
        self._interval, self._interval_seconds = 0, interval_seconds

    def serve(self, arrivals: list[float], latest: list[float], handle: list[float], queue: list[int]) -> Floats:
        """As `serve_by_skills`."""
        starts = [np.inf] * len(arrivals)
        self._arrivals, self._latest, self._handle, self._starts = arrivals, latest, handle, starts
        for number, at in enumerate(arrivals):
            self._pass_until(at)
            group = next((g for g in self._able[queue[number]] if self._free[g] > 0), None)
            if group is None:
                self._waiting[queue[number]].append(number)
            else:
                self._begin(number, group, at)
        self._pass_until(np.inf)
        return np.array(starts)

    def _pass_until(self, instant: float) -> None:
        """All that happens before an instant: people become free, come and leave."""
        while True:
            end = self._ends[0][0] if self._ends else np.inf
            change = self._next_change()
            if min(end, change) >= instant or min(end, change) == np.inf:
                return
            if end <= change:
                _, group = heapq.heappop(self._ends)
                self._free[group] += 1
                self._take_next(group, end)
            else:
                self._interval += 1
                for group, people in enumerate(self._there):
                    self._free[group] += people[self._interval] - people[self._interval - 1]
                for group in range(len(self._there)):
                    self._take_next(group, change)

    def _next_change(self) -> float:
        if self._interval + 1 >= len(self._there[0]):
            return np.inf
        return (self._interval + 1) * self._interval_seconds

    def _take_next(self, group: int, at: float) -> None:
        """Whoever is free takes those who have waited longest."""
        while self._free[group] > 0:
            first = -1
            for q in self._takes[group]:
                waiting = self._waiting[q]
                while waiting and self._latest[waiting[0]] < at:
                    waiting.popleft()
                if waiting and (first < 0 or waiting[0] < first):
                    first, chosen = waiting[0], waiting
            if first < 0:
                return
            chosen.popleft()
            self._begin(first, group, at)

    def _begin(self, number: int, group: int, at: float) -> None:
        self._starts[number] = at
        self._free[group] -= 1
        heapq.heappush(self._ends, (at + self._handle[number], group))
