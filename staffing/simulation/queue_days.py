"""One queue over some days as a simulation of possible courses sees it, and what such courses have counted."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from staffing.chat_slots import ChatSlots

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class QueueDays:
    """A queue in which customers wait, interval by interval.

    Parameters
    ----------
    starts
        Open intervals, zone-aware, rising, shape (n,).
    interval_seconds
        Length of each.
    opens_seconds, open_seconds
        When in its interval it opens, and for how long, shape (n,) each.
    paths
        Contacts of each interval in so many possible courses of the days, real-valued, shape (courses, n).
    people
        People there, counted by proficiency, real-valued, shape (n,).
    handle_seconds
        Mean handle time, above 0, shape (n,).
    handle_variation
        Standard deviation of a handle time divided by its mean.
    patience_seconds
        Mean patience; infinite where nobody hangs up.
    threshold_seconds, short_abandon_seconds
        As in `staffing.simulation.simulated_desk.SimulatedDesk`.
    slots
        How many contacts a person serves at once.
    handle_levels
        By how much all handle times of each course are longer or shorter, above 0, shape (courses,); None: not at all.
    """

    starts: pd.DatetimeIndex
    interval_seconds: float
    opens_seconds: Floats
    open_seconds: Floats
    paths: Floats
    people: Floats
    handle_seconds: Floats
    handle_variation: float
    patience_seconds: float
    threshold_seconds: float
    short_abandon_seconds: float
    slots: ChatSlots
    handle_levels: Floats | None = None

    def __post_init__(self) -> None:
        size = (len(self.starts),)
        for name in ("opens_seconds", "open_seconds", "people", "handle_seconds"):
            if getattr(self, name).shape != size:
                raise ValueError(f"a queue's days: {name} must hold {size[0]} values")
        if self.paths.ndim != 2 or self.paths.shape[1:] != size or len(self.paths) < 2:
            raise ValueError(f"a queue's days: at least 2 courses of {size[0]} intervals; got {self.paths.shape}")
        if self.handle_levels is not None and self.handle_levels.shape != self.paths.shape[:1]:
            raise ValueError(f"a queue's days: handle_levels must hold {len(self.paths)} values")
        if np.any(self.people < 0) or np.any(self.handle_seconds <= 0) or np.any(self.open_seconds <= 0):
            raise ValueError("a queue's days: people are not negative, handle times and open times above 0")

    @property
    def stretches(self) -> list[tuple[int, int]]:
        """First interval of each stretch that is open without a gap, and the one after its last."""
        gaps = np.diff(self.starts.as_unit("s").asi8) != self.interval_seconds
        edges = [0, *(np.flatnonzero(gaps) + 1).tolist(), len(self.starts)]
        return list(pairwise(edges))


@dataclass(frozen=True, eq=False)
class Courses:
    """What each course counted, by the interval in which contacts arrived, shape (courses, n) each.

    Parameters
    ----------
    offered, answered, answered_in_threshold, abandoned, short_abandoned, wait_answered_seconds
        As in `staffing.simulation.simulated_figures.Simulated`.
    """

    offered: Floats
    answered: Floats
    answered_in_threshold: Floats
    abandoned: Floats
    short_abandoned: Floats
    wait_answered_seconds: Floats
