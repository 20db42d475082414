"""When contacts come in a simulated day: at random by rates, or at the instants at which they really came."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


class Arrivals(Protocol):
    """Something that the arrivals of a day can be drawn from."""

    @property
    def expected(self) -> float:
        """Mean number of contacts a day."""

    def draw(self, rng: np.random.Generator, *, days: int, day_seconds: float) -> Floats:
        """Seconds since the start of the day, shape (days, most contacts of a day), ascending, then infinite."""


@dataclass(frozen=True, eq=False)
class ArrivalRates:
    """Contacts that come at random (Poisson), at a rate that is constant within a part of the day.

    Parameters
    ----------
    contacts
        Mean contacts of each equally long part of the day, shape (parts,); the parts may be shorter than the
        intervals of the desk.
    day_variation
        Standard deviation of the factor (gamma, mean 1) by which a whole day is busier or quieter; 0: none.
    """

    contacts: Floats
    day_variation: float

    def __init__(self, contacts: ArrayLike, *, day_variation: float = 0.0) -> None:
        means = np.array(contacts, dtype=np.float64)
        if means.ndim != 1 or means.size == 0 or not np.all(np.isfinite(means) & (means >= 0)):
            raise ValueError(f"contacts are one number for each part of the day, finite and not negative; got {means}")
        if not 0 <= day_variation < np.inf:
            raise ValueError(f"the variation between days is finite and not negative; got {day_variation}")
        means.setflags(write=False)
        object.__setattr__(self, "contacts", means)
        object.__setattr__(self, "day_variation", day_variation)

    @property
    def expected(self) -> float:
        """As `Arrivals.expected`."""
        return float(self.contacts.sum())

    def draw(self, rng: np.random.Generator, *, days: int, day_seconds: float) -> Floats:
        """As `Arrivals.draw`."""
        drawn = rng.poisson(self.contacts * self._factors(rng, days))
        of_day = drawn.sum(axis=1)
        part = np.repeat(np.tile(np.arange(self.contacts.size), days), drawn.ravel())
        came = np.full((days, int(of_day.max(initial=0))), np.inf)
        came[np.arange(came.shape[1]) < of_day[:, None]] = (part + rng.random(part.size)) * (
            day_seconds / self.contacts.size
        )
        came.sort(axis=1)
        return came

    def _factors(self, rng: np.random.Generator, days: int) -> Floats:
        square = self.day_variation**2
        return rng.gamma(1 / square, square, (days, 1)) if square > 0 else np.ones((days, 1))


@dataclass(frozen=True, eq=False)
class ArrivalInstants:
    """Contacts that come at the same instants every day: a real day that is played again.

    Parameters
    ----------
    seconds
        Seconds since the start of the day, at least 0 and before its end, in any order.
    """

    seconds: Floats

    def __init__(self, seconds: ArrayLike) -> None:
        came = np.sort(np.array(seconds, dtype=np.float64).ravel())
        if not np.all(np.isfinite(came) & (came >= 0)):
            raise ValueError(f"contacts come at finite seconds since the start of the day, from 0; got {came}")
        came.setflags(write=False)
        object.__setattr__(self, "seconds", came)

    @property
    def expected(self) -> float:
        """As `Arrivals.expected`."""
        return float(self.seconds.size)

    def draw(self, rng: np.random.Generator, *, days: int, day_seconds: float) -> Floats:
        """As `Arrivals.draw`; nothing is drawn."""
        if self.seconds.size and self.seconds[-1] >= day_seconds:
            raise ValueError(f"a contact comes {self.seconds[-1]} s after the start of a day of {day_seconds} s")
        return np.tile(self.seconds, (days, 1))
