"""A waiting line, call by call: what happens to these calls with these people on duty."""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heapreplace
from math import inf

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Duty:
    """A stretch of time in which one agent takes calls; a call begun before its end is finished.

    Parameters
    ----------
    agent
        Number of the agent, from 0; an agent may have several stretches.
    start_s, end_s
        Seconds on the clock of the arrivals, half-open.
    speed
        1: a call takes its handle time; 0.5: twice as long. Above 0.
    """

    agent: int
    start_s: float
    end_s: float
    speed: float = 1.0

    def __post_init__(self) -> None:
        if self.agent < 0 or not self.start_s < self.end_s or not self.speed > 0:
            raise ValueError(f"{self} needs an agent from 0, an end after its start, and a speed above 0")


@dataclass(frozen=True)
class Service:
    """What became of each call, in the order of arrival.

    Parameters
    ----------
    wait_s
        Seconds until the answer, or until the caller hung up, shape (n,).
    agent
        Who answered; -1: the caller hung up, shape (n,).
    handle_s
        Seconds the agent spent; 0 where nobody answered, shape (n,).
    """

    wait_s: Floats
    agent: NDArray[np.int64]
    handle_s: Floats

    @property
    def answered(self) -> NDArray[np.bool_]:
        """Whether a person answered, shape (n,)."""
        return self.agent >= 0


def first_come_first_served(
    arrivals_s: Floats, handle_s: Floats, *, patience_s: Floats, duties: Sequence[Duty]
) -> Service:
    """Serve calls in the order of arrival, each by the agent who has been free longest.

    Parameters
    ----------
    arrivals_s
        Rising, seconds, shape (n,).
    handle_s
        What each call takes at speed 1, seconds, shape (n,).
    patience_s
        How long each caller waits before hanging up, seconds; may be infinite, but then somebody must be on duty
        after the last arrival, shape (n,).
    duties
        Who takes calls when.
    """
    if np.any(np.diff(arrivals_s) < 0):
        raise ValueError("arrivals_s must rise: calls are served in their order")
    line = Line(duties)
    calls = zip(arrivals_s.tolist(), handle_s.tolist(), patience_s.tolist(), strict=True)
    outcomes = [line.answer(*call) for call in calls]
    wait, agent, handled = zip(*outcomes, strict=True) if outcomes else ((), (), ())
    return Service(
        wait_s=np.array(wait, dtype=np.float64),
        agent=np.array(agent, dtype=np.int64),
        handle_s=np.array(handled, dtype=np.float64),
    )


class Line:
    """People on duty, who take contacts one after the other as these come.

    Parameters
    ----------
    duties
        Who takes contacts when.
    """

    def __init__(self, duties: Sequence[Duty]) -> None:
        self._duties = duties
        # (free from, stretch): the least is who has been free longest, or who will be free first.
        self._line = [(duty.start_s, number) for number, duty in enumerate(duties)]
        heapify(self._line)
        self._busy_until = dict.fromkeys((duty.agent for duty in duties), -inf)

    def answer(self, arrival: float, handle: float, patience: float) -> tuple[float, int, float]:
        """Wait, agent and handle time of one contact, seconds; moves whoever answers to the end of the line.

        Contacts must be given in the order of arrival. Nobody (-1) answers where patience ends before, or where no
        duty is left.
        """
        line, busy_until = self._line, self._busy_until
        while line:
            free, number = line[0]
            duty = self._duties[number]
            begin = max(arrival, free)
            if begin >= duty.end_s:
                heappop(line)
            elif busy_until[duty.agent] > free:
                # Still finishing a call of an earlier stretch.
                heapreplace(line, (busy_until[duty.agent], number))
            elif begin - arrival > patience:
                break
            else:
                spent = handle / duty.speed
                busy_until[duty.agent] = begin + spent
                heapreplace(line, (begin + spent, number))
                return begin - arrival, duty.agent, spent
        return patience, -1, 0.0
