"""Lengths of time that a simulation draws: handle times, patience, the while until somebody calls again."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


class Seconds(Protocol):
    """Something that seconds can be drawn from."""

    def draw(self, rng: np.random.Generator, shape: tuple[int, ...]) -> Floats:
        """Seconds, at least 0, of the given shape."""


@dataclass(frozen=True)
class Exponential:
    """Seconds without memory: as likely to end in the next minute after an hour as at the start.

    Parameters
    ----------
    mean_seconds
        Above 0.
    """

    mean_seconds: float

    def __post_init__(self) -> None:
        _above_zero("the mean", self.mean_seconds)

    def draw(self, rng: np.random.Generator, shape: tuple[int, ...]) -> Floats:
        """As `Seconds.draw`."""
        return rng.exponential(self.mean_seconds, shape)


@dataclass(frozen=True)
class LogNormal:
    """Seconds whose logarithm is normal, as handle times of calls mostly are.

    Parameters
    ----------
    mean_seconds
        Above 0.
    variation
        Standard deviation divided by the mean, at least 0; at 0 all are equally long.
    """

    mean_seconds: float
    variation: float = 1.0

    def __post_init__(self) -> None:
        _above_zero("the mean", self.mean_seconds)
        if not 0 <= self.variation < np.inf:
            raise ValueError(f"the variation is finite and not negative; got {self.variation}")

    def draw(self, rng: np.random.Generator, shape: tuple[int, ...]) -> Floats:
        """As `Seconds.draw`."""
        square = np.log1p(self.variation**2)
        return rng.lognormal(np.log(self.mean_seconds) - square / 2, np.sqrt(square), shape)


@dataclass(frozen=True, eq=False)
class Observed:
    """Seconds drawn from those that were seen, each as likely as the other.

    Parameters
    ----------
    seconds
        At least one, none negative; infinite is allowed (a caller who never hung up).
    """

    seconds: Floats

    def __init__(self, seconds: ArrayLike) -> None:
        seen = np.array(seconds, dtype=np.float64).ravel()
        if seen.size == 0 or not np.all(seen >= 0):
            raise ValueError(f"seconds to draw from are at least one number, none negative; got {seen}")
        seen.setflags(write=False)
        object.__setattr__(self, "seconds", seen)

    def draw(self, rng: np.random.Generator, shape: tuple[int, ...]) -> Floats:
        """As `Seconds.draw`."""
        return np.asarray(self.seconds[rng.integers(self.seconds.size, size=shape)])


@dataclass(frozen=True)
class Endless:
    """Patience of customers who never hang up."""

    def draw(self, rng: np.random.Generator, shape: tuple[int, ...]) -> Floats:
        """As `Seconds.draw`; nothing is drawn."""
        return np.full(shape, np.inf)


def _above_zero(name: str, seconds: float) -> None:
    if not 0 < seconds < np.inf:
        raise ValueError(f"{name} is finite and above 0 seconds; got {seconds}")
