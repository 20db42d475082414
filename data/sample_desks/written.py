"""Written work: people on duty take the oldest letter first, and what they do not come to stays open."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from math import inf
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from data.sample_desks.effects import lognormal
from data.sample_desks.first_come_first_served import Duty, Line

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class WrittenWork:
    """What a letter takes, means in seconds.

    Parameters
    ----------
    reply_seconds
        The first reply.
    spread
        Standard deviation of the logarithm of a reply's work.
    writes_again
        Share of replies after which the customer writes once more, each such cycle the same again.
    cycle_seconds
        Each later reply.
    pause_seconds
        Until the customer writes again.
    longest_seconds
        No reply takes longer.
    set_aside_share, set_aside_seconds
        Share of replies that wait for somebody else's word first, and how long.
    """

    reply_seconds: float
    spread: float = 0.6
    writes_again: float = 0.0
    cycle_seconds: float = 0.0
    pause_seconds: float = 0.0
    longest_seconds: float = 7200.0
    set_aside_share: float = 0.0
    set_aside_seconds: float = 0.0


class Reply(NamedTuple):
    """One cycle of a letter: 1 is the first reply. Whole seconds since the log's first midnight.

    `agent` is -1 and `sent_s` and `handle_s` are 0 while nobody has replied.
    """

    letter: int
    cycle: int
    received_s: int
    sent_s: int
    handle_s: int
    agent: int

    @property
    def is_open(self) -> bool:
        """Whether the customer still waits."""
        return self.agent < 0


def work_off(
    received_s: Ints, work: WrittenWork, duties: Sequence[Duty], chance: np.random.Generator, *, end_s: int
) -> list[Reply]:
    """Replies to letters, in the order in which these (and what customers wrote again) arrived.

    Parameters
    ----------
    received_s
        Rising, seconds since the log's first midnight, shape (n,).
    duties
        Who answers when, on the same clock.
    end_s
        The log's end: what is not sent by then is open, and nobody writes after it.
    """
    line, draw = Line(duties), _Drawn(work, chance, letters=len(received_s))
    waiting = [draw.cycle(letter, 1, at) for letter, at in enumerate(received_s.tolist())]
    heapify(waiting)
    replies = []
    while waiting:
        ready, at, letter, cycle, handle = heappop(waiting)
        wait, agent, spent = line.answer(ready, handle, inf)
        sent = ready + wait + spent
        if agent < 0 or sent + 1 >= end_s:
            replies.append(Reply(letter, cycle, at, 0, 0, -1))
            continue
        # Whole seconds, and never sent before the work on it could be done.
        replies.append(Reply(letter, cycle, at, int(sent) + 1, round(spent), agent))
        again = draw.writes_again_at(sent)
        if again < end_s:
            heappush(waiting, draw.cycle(letter, cycle + 1, int(again)))
    return replies


_Cycle = tuple[float, int, int, int, float]
"""Ready to be worked on, received, letter, cycle, work in seconds."""


class _Drawn:
    """The chance of each cycle, drawn for many of them at a time: letters come by the hundred thousand."""

    def __init__(self, work: WrittenWork, chance: np.random.Generator, *, letters: int) -> None:
        self._work, self._chance, self._at_a_time = work, chance, letters + 1
        self._replies = self._many(lambda count: lognormal(
            work.reply_seconds, work.spread, count, chance, longest=work.longest_seconds
        ))  # fmt: skip
        self._cycles = self._many(lambda count: lognormal(
            work.cycle_seconds, work.spread, count, chance, longest=work.longest_seconds
        ))  # fmt: skip
        self._shares = self._many(chance.random)
        self._pauses = self._many(lambda count: chance.exponential(size=count))

    def cycle(self, letter: int, cycle: int, received_s: int) -> _Cycle:
        """What a letter, or what its customer wrote again, asks for."""
        work = self._work
        aside = next(self._pauses) * work.set_aside_seconds if next(self._shares) < work.set_aside_share else 0.0
        return received_s + aside, received_s, letter, cycle, next(self._replies if cycle == 1 else self._cycles)

    def writes_again_at(self, sent_s: float) -> float:
        """When the customer writes once more; never is infinite."""
        if next(self._shares) >= self._work.writes_again:
            return inf
        return sent_s + 60 + next(self._pauses) * self._work.pause_seconds

    def _many(self, draw: Callable[[int], Floats]) -> Iterator[float]:
        while True:
            yield from draw(self._at_a_time).tolist()
