"""How many people with one skill and with all of them several queues need: pooling by half.

Each set of queues is staffed as one queue (`staffing.pooled_queues`) by the usual engine. What comes out bounds from
below, set by set, how many people must be able to take any of its queues (Hall's condition): no mix of skills does
better than everyone with all skills. With k people who can take everything and the rest one queue each, a division of
the queues into p parts that need r_1 ... r_p people by themselves asks for r_1 + ... + r_p - (p - 1) k people in all.

The bound is met only if the right people were free at every moment. By simulation (`python -m benchmarks.pools`) the
bound alone costs two queues 2 to 3 points of service level and up to 8 in the worst interval, beside a pool in which
everyone can take everything. With three people who can where it asks for one (`cover`) the mix stays within a point and
a half of it, with three queues within two. Small queues that are seldom full need fewer: `staffing.ask_pools` simulates
which cover does.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Queues = frozenset[int]

COVERS = (1, 2, 3)
"""How many people with all skills may stand for one of the bound; three were enough in every measured case."""

MOST_QUEUES = 5
"""Each queue more doubles the sets that are staffed."""


@dataclass(frozen=True)
class SkillPools:
    """People that sets of queues need as one queue, interval by interval.

    Parameters
    ----------
    queues
        Names, two to five.
    open_hours
        Of each interval, above 0, shape (n,).
    required
        People by set of queues (numbers from 0), whole, at least 0, shape (n,); each set that is not empty.
    cover
        People with all skills for one that the bound asks for, at least 1.
    """

    queues: tuple[str, ...]
    open_hours: NDArray[np.float64]
    required: Mapping[Queues, Integers]
    cover: int = COVERS[-1]

    def __post_init__(self) -> None:
        if not 2 <= len(self.queues) <= MOST_QUEUES:
            raise ValueError(f"two to {MOST_QUEUES} queues are pooled; got {', '.join(self.queues)}")
        if set(self.required) != set(sets_of(len(self.queues))):
            raise ValueError(f"people are told for each set of {', '.join(self.queues)}, and for nothing else")

    @classmethod
    def of(
        cls, queues: Sequence[str], *, open_hours: NDArray[np.float64], required: Mapping[Queues, Integers]
    ) -> "SkillPools":
        """With people that are never fewer than a part of a set needs, and never more than its parts need apart."""
        settled: dict[Queues, Integers] = {}
        for chosen in sets_of(len(queues)):
            within = [settled[part] for part in settled if part < chosen]
            apart = [parts for parts in divisions(tuple(sorted(chosen))) if len(parts) > 1]
            most = [np.sum([settled[part] for part in parts], axis=0) for parts in apart]
            people = np.maximum.reduce([required[chosen], *within])
            settled[chosen] = np.asarray(np.minimum.reduce([people, *most]), dtype=np.int64)
        return cls(tuple(queues), open_hours, settled)

    @property
    def everything(self) -> Queues:
        """All queues."""
        return frozenset(range(len(self.queues)))

    @property
    def apart(self) -> Integers:
        """People if everyone can take one queue, shape (n,)."""
        alone = [self.required[frozenset({q})] for q in range(len(self.queues))]
        return np.asarray(np.sum(alone, axis=0), dtype=np.int64)

    @property
    def together(self) -> Integers:
        """People if everyone can take everything, shape (n,)."""
        return self.required[self.everything]

    def at_least(self, cross_trained: int) -> Integers:
        """The bound on people in all, if so many can take everything, shape (n,)."""
        bounds = [
            np.sum([self.required[part] for part in parts], axis=0) - (len(parts) - 1) * cross_trained
            for parts in divisions(tuple(range(len(self.queues))))
        ]
        return np.asarray(np.maximum.reduce(bounds), dtype=np.int64)

    def people(self, cross_trained: int) -> Integers:
        """People in all who keep the goals, if so many can take everything, shape (n,)."""
        return self.at_least(cross_trained // self.cover)

    @property
    def enough(self) -> int:
        """People with all skills beyond whom no more people are saved in any interval."""
        most = int((self.apart - self.together).max(initial=0)) * self.cover
        return next(k for k in range(0, most + 1, self.cover) if np.array_equal(self.people(k), self.people(most)))

    def mix(self, cross_trained: int) -> dict[Queues, Integers]:
        """People by what they can take, one queue or everything, shape (n,) each; at most so many everything.

        Where fewer with all skills save as many, fewer are asked for.
        """
        found = {frozenset({q}): np.zeros(len(self.open_hours), dtype=np.int64) for q in range(len(self.queues))}
        found[self.everything] = np.zeros(len(self.open_hours), dtype=np.int64)
        for row in range(len(self.open_hours)):
            for able, people in self._mix_of(row, cross_trained).items():
                found[able][row] = people
        return found

    def _mix_of(self, row: int, cross_trained: int) -> dict[Queues, int]:
        need = {chosen: int(people[row]) for chosen, people in self.required.items()}
        useful = range(0, cross_trained + 1, self.cover)
        total = int(self.people(cross_trained)[row])
        both = min(next(k for k in useful if int(self.people(k)[row]) <= total), total)
        single = dict.fromkeys(range(len(self.queues)), 0)
        for _ in range(total - both):
            single[_most_lacking(need, single, both)] += 1
        return {frozenset({q}): people for q, people in single.items()} | {self.everything: both}

    def hours(self, people: Integers) -> float:
        """Agent-hours of so many people."""
        return float(people @ self.open_hours)


def _most_lacking(need: Mapping[Queues, int], single: Mapping[int, int], both: int) -> int:
    """The queue whose own people fall shortest of what it would need by itself, by the set that lacks most."""
    lacking = {chosen: people - both - sum(single[q] for q in chosen) for chosen, people in need.items()}
    short = max(lacking.values())
    worst = [q for chosen, people in lacking.items() if people == short for q in chosen]
    candidates = worst if short > 0 else list(single)
    return min(candidates, key=lambda q: (single[q] + 1) / max(need[frozenset({q})], 1e-9))


def sets_of(count: int) -> list[Queues]:
    """Every set of so many queues that is not empty, smaller ones first."""
    return [frozenset(chosen) for size in range(1, count + 1) for chosen in combinations(range(count), size)]


def divisions(queues: tuple[int, ...]) -> Iterator[list[Queues]]:
    """Every way to divide queues into parts."""
    if not queues:
        yield []
        return
    first, *others = queues
    for parts in divisions(tuple(others)):
        yield [frozenset({first}), *parts]
        for place, part in enumerate(parts):
            yield [*parts[:place], part | {first}, *parts[place + 1 :]]
