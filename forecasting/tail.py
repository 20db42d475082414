"""How far a forecast's roots stray beside a normal: closer on most days, further on a few."""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

Floats = NDArray[np.float64]

TAIL_SHARES = (0.5, 0.8, 0.95)
"""Central shares of outcomes at which a tail is told."""

KNOTS = np.asarray(ndtri((1 + np.array(TAIL_SHARES)) / 2))
"""Standard normals that so many outcomes stay within: 0.67, 1.28 and 1.96."""

_NARROWEST, _WIDEST = 0.5, 2.5
"""Beyond these a width is not believed: it was measured on too little, or on another desk."""

_LEAST_RISE = 1.05
"""A larger share reaches at least so much further than a smaller one."""

_EVERYWHERE = np.linspace(0.0, 8.0, 1601)
"""Where a variance is summed: beyond 8 a standard normal has nothing left."""


@dataclass(frozen=True)
class Tail:
    """A rising, odd function of standard normals, straight between its knots and beyond the last.

    Parameters
    ----------
    widths
        How much wider than a normal's each of `TAIL_SHARES` is, above 0; 1 everywhere is the normal.

    Raises
    ------
    ValueError
        If a width is not above 0, or a larger share would reach less far than a smaller one.
    """

    widths: tuple[float, float, float] = (1.0, 1.0, 1.0)

    def __post_init__(self) -> None:
        reach = np.concatenate([[0.0], self._reach])
        if not (np.all(np.isfinite(reach)) and np.all(np.diff(reach) > 0)):
            raise ValueError(f"the widths of a tail are above 0, and a larger share reaches further; got {self.widths}")

    @classmethod
    def near(cls, widths: Floats) -> Self:
        """The tail nearest to these widths, shape (3,), that is none of a wild guess: see `_NARROWEST`."""
        reach = KNOTS * np.clip(widths, _NARROWEST, _WIDEST)
        reach = np.maximum(reach, np.concatenate([[0.0], np.maximum.accumulate(reach)[:-1] * _LEAST_RISE]))
        found = reach / KNOTS
        return cls((float(found[0]), float(found[1]), float(found[2])))

    @property
    def _reach(self) -> Floats:
        return np.asarray(KNOTS * np.array(self.widths), dtype=np.float64)

    def bend(self, normal: Floats) -> Floats:
        """Where standard normals come to lie, shape as `normal`."""
        away = np.abs(normal)
        last = (self._reach[-1] - self._reach[-2]) / (KNOTS[-1] - KNOTS[-2])
        within = np.interp(away, np.concatenate([[0.0], KNOTS]), np.concatenate([[0.0], self._reach]))
        return np.asarray(np.sign(normal) * (within + last * np.maximum(away - KNOTS[-1], 0.0)))

    @cached_property
    def spread(self) -> float:
        """Standard deviation of a bent standard normal."""
        if self == USUAL_TAIL:
            return 1.0
        density = np.exp(-0.5 * _EVERYWHERE**2) * np.sqrt(2 / np.pi)
        return float(np.sqrt(np.trapezoid(self.bend(_EVERYWHERE) ** 2 * density, _EVERYWHERE)))


USUAL_TAIL = Tail()
"""The normal itself."""
