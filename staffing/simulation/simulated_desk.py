"""A desk as a simulation sees it: who comes, how long it takes, how long they wait, how many people are there."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from staffing.simulation.drawn_arrivals import Arrivals
from staffing.simulation.drawn_seconds import Endless, Seconds

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Repeats:
    """Those who hang up and call again.

    Parameters
    ----------
    share
        Share of those who hung up that calls again, 0 to 1, each time anew.
    after
        The while between hanging up and calling again; who would come after closing does not come.
    """

    share: float
    after: Seconds

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1:
            raise ValueError(f"the share that calls again is 0 to 1; got {self.share}")


@dataclass(frozen=True, eq=False)
class SimulatedDesk:
    """One queue of one tier over a day, told as equally long intervals.

    Who waits at the end of the last interval is served by its people. Several days in line are a long day, in which
    who still waits when all leave waits for the next morning; where they are served after closing instead, each day
    is a desk of its own.

    Parameters
    ----------
    people
        People in each interval, whole numbers from 0, shape (intervals,). Breaks are fewer people. Who handles a
        contact when people leave finishes it, and nobody begins another until no more than the rest are busy.
    interval_seconds
        Length of an interval, above 0.
    arrivals, handle, patience
        What contacts are drawn from; nobody hangs up unless a patience is given.
    repeats
        Those who hang up and call again; nobody by default.
    threshold_seconds
        Wait that is still kept, at least 0.
    short_abandon_seconds
        Who hangs up within so many seconds does not count in the service level, at least 0.
    """

    people: Integers
    arrivals: Arrivals
    handle: Seconds
    patience: Seconds
    repeats: Repeats | None
    interval_seconds: float
    threshold_seconds: float
    short_abandon_seconds: float

    def __init__(
        self,
        people: ArrayLike,
        *,
        arrivals: Arrivals,
        handle: Seconds,
        patience: Seconds | None = None,
        repeats: Repeats | None = None,
        interval_seconds: float = 1800.0,
        threshold_seconds: float = 180.0,
        short_abandon_seconds: float = 5.0,
    ) -> None:
        there = _whole(people)
        if not 0 < interval_seconds < np.inf:
            raise ValueError(f"an interval is longer than 0 seconds; got {interval_seconds}")
        if not (threshold_seconds >= 0 and short_abandon_seconds >= 0):
            raise ValueError(
                f"the threshold and the longest short abandon are not negative; got {threshold_seconds} s "
                f"and {short_abandon_seconds} s"
            )
        for name, value in {
            "people": there,
            "arrivals": arrivals,
            "handle": handle,
            "patience": Endless() if patience is None else patience,
            "repeats": repeats,
            "interval_seconds": float(interval_seconds),
            "threshold_seconds": float(threshold_seconds),
            "short_abandon_seconds": float(short_abandon_seconds),
        }.items():
            object.__setattr__(self, name, value)

    @property
    def intervals(self) -> int:
        """Number of intervals, at least 1."""
        return int(self.people.size)

    @property
    def day_seconds(self) -> float:
        """From the start of the first interval to the end of the last."""
        return self.intervals * self.interval_seconds


def _whole(people: ArrayLike) -> Integers:
    given = np.asarray(people, dtype=np.float64)
    if given.ndim != 1 or given.size == 0 or not np.all(np.isfinite(given) & (given >= 0) & (given == np.rint(given))):
        raise ValueError(f"people are one whole number from 0 for each interval; got {given}")
    whole = given.astype(np.int64)
    whole.setflags(write=False)
    return whole
