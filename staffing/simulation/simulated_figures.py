"""What simulated days counted, and its figures with what chance leaves open."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

Floats = NDArray[np.float64]

CONFIDENCE = 0.95


@dataclass(frozen=True, eq=False)
class Estimate:
    """A figure and the interval in which it lies with a given confidence, each of the same shape.

    Not a number where there is nothing to tell from: no contacts, or for the limits fewer than two days.
    """

    mean: Floats
    low: Floats
    high: Floats

    @classmethod
    def of_ratio(cls, above: Floats, below: Floats, *, confidence: float) -> Self:
        """Sum of `above` divided by sum of `below`, both of shape (days, ...).

        Notes
        -----
        A ratio of sums over independent days: the days' deviations from it have the mean 0, and their spread gives the
        limits by Student's t (Law, Simulation Modeling and Analysis, 5th edition, section 9.5, on ratio estimators).
        Means of daily shares would give a quiet day the weight of a busy one.
        """
        days, total = len(above), np.asarray(below.sum(axis=0), dtype=np.float64)
        with np.errstate(divide="ignore", invalid="ignore"):
            mean = np.asarray(above.sum(axis=0) / total)
            if days < 2:
                return cls(mean, np.full(mean.shape, np.nan), np.full(mean.shape, np.nan))
            spread = np.std(above - mean * below, axis=0, ddof=1) * np.sqrt(days) / total
        half = stdtrit(days - 1, (1 + confidence) / 2) * spread
        return cls(mean, mean - half, mean + half)


@dataclass(frozen=True, eq=False)
class Figures:
    """Figures of each interval, or of the whole, over all simulated days.

    Parameters
    ----------
    offered
        Contacts a day.
    answered_in_threshold
        Of these, answered within the threshold.
    service_level
        Answered within the threshold, of offered less short abandons, 0 to 1.
    abandonment
        Share of offered that hung up, short abandons included.
    asa_seconds
        Mean wait of those who were answered.
    occupancy
        Handling / (handling + available).
    """

    offered: Estimate
    answered_in_threshold: Estimate
    service_level: Estimate
    abandonment: Estimate
    asa_seconds: Estimate
    occupancy: Estimate


@dataclass(frozen=True, eq=False)
class Simulated:
    """Counts of simulated days, each of shape (days, intervals). Contacts count in the interval in which they arrive.

    Parameters
    ----------
    offered
        Contacts that came, repeats included.
    answered, answered_in_threshold
        Reached a person, and within the threshold.
    abandoned, short_abandoned
        Hung up, and so soon that the service level leaves them out. Who waits without end for nobody is neither
        answered nor abandoned.
    wait_answered_seconds
        Waits of those who were answered, added up.
    handling_seconds, available_seconds
        Time that people handled contacts, and had none; after closing it is not counted.
    """

    offered: Floats
    answered: Floats
    answered_in_threshold: Floats
    abandoned: Floats
    short_abandoned: Floats
    wait_answered_seconds: Floats
    handling_seconds: Floats
    available_seconds: Floats

    def __post_init__(self) -> None:
        shapes = {getattr(self, field.name).shape for field in fields(self)}
        if len(shapes) != 1 or len(self.offered.shape) != 2:
            raise ValueError(f"counts are of one shape (days, intervals); got {sorted(shapes)}")
        if np.any(self.answered + self.abandoned > self.offered) or np.any(self.answered_in_threshold > self.answered):
            raise ValueError("more contacts answered or abandoned than offered, or in time than answered")

    @classmethod
    def joined(cls, parts: Sequence["Simulated"]) -> "Simulated":
        """Days of several simulations of the same intervals, one after the other."""
        return cls(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(cls)))

    @property
    def days(self) -> int:
        """Number of simulated days."""
        return len(self.offered)

    def between(self, first: int, last: int) -> "Simulated":
        """The intervals from `first`, counted from 0, until before `last`."""
        return Simulated(*(getattr(self, field.name)[:, first:last] for field in fields(self)))

    def by_interval(self, *, together: int = 1, confidence: float = CONFIDENCE) -> Figures:
        """Figures of each interval, or of each `together` intervals in line, which must divide their number."""
        intervals = self.offered.shape[1]
        if together < 1 or intervals % together:
            raise ValueError(f"{intervals} intervals cannot be told by {together}")
        shape = self.days, intervals // together, together
        return self._figures(
            [getattr(self, field.name).reshape(shape).sum(axis=2) for field in fields(self)], confidence
        )

    def whole(self, *, confidence: float = CONFIDENCE) -> Figures:
        """Figures of all intervals together, shape ()."""
        return self._figures([getattr(self, field.name).sum(axis=1) for field in fields(self)], confidence)

    def share_of_days(self, *, service_level: float) -> float:
        """Share of days on which at least this service level was reached; a day without contacts reaches it."""
        counted = (self.offered - self.short_abandoned).sum(axis=1)
        return float(np.mean(self.answered_in_threshold.sum(axis=1) >= service_level * counted * (1 - 1e-12)))

    def _figures(self, sums: list[Floats], confidence: float) -> Figures:
        offered, answered, in_threshold, abandoned, short, waited, handling, available = sums

        def ratio(above: Floats, below: Floats) -> Estimate:
            return Estimate.of_ratio(above, below, confidence=confidence)

        return Figures(
            offered=ratio(offered, np.ones_like(offered)),
            answered_in_threshold=ratio(in_threshold, np.ones_like(offered)),
            service_level=ratio(in_threshold, offered - short),
            abandonment=ratio(abandoned, offered),
            asa_seconds=ratio(waited, answered),
            occupancy=ratio(handling, handling + available),
        )
