"""Hours of the past that are far from what their day was: an outage, a flood of calls, or a rhythm that has changed.

What happened once is set aside, so that it does not become the shape of every such weekday. What has happened on each
of the newest weekdays is no incident but the new rhythm: then the days before it are set aside instead.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from forecasting.day_grid import DayGrid
from forecasting.fitted_days import FittedDays
from forecasting.pile_up import piles_up

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_WILD_SIGMAS = 4.5
_MOST = 0.02
"""At most this share of the hours is wild: what happens more often is no outlier."""

_LEAST_HOURS = 6
"""With fewer counted intervals a day does not tell which of them is the odd one."""

_NEW_RHYTHM_WEEKS = 3
"""So many of the newest same weekdays alike are a new rhythm."""


@dataclass(frozen=True)
class WildHours:
    """Intervals of the past that the shape of the day is not learnt from.

    Parameters
    ----------
    odd
        Far from their day, for once, shape (d, m).
    outdated
        Before the rhythm of this weekday and time changed, shape (d, m).
    """

    odd: Flags
    outdated: Flags

    @classmethod
    def none(cls, grid: DayGrid) -> Self:
        """Nothing is set aside."""
        nothing = np.zeros(grid.counts.shape, dtype=np.bool_)
        return cls(nothing, nothing)

    @property
    def any(self) -> Flags:
        """Set aside for either reason, shape (d, m)."""
        return self.odd | self.outdated


def wild_hours(fitted: FittedDays, *, before: WildHours) -> WildHours:
    """The hours that are far from their day.

    Parameters
    ----------
    fitted
        Both stages; its grid is the whole past.
    before
        What the fit did without: hours that are outdated remain so.
    """
    grid = fitted.grid
    use = grid.seen & np.isfinite(fitted.expected) & ~before.outdated
    if piles_up(fitted.columns.channel):
        # What lay there at opening is a night's or a weekend's, and no hour like the others.
        use[np.arange(len(use)), np.argmax(grid.opened > 0, axis=1)] = False
    side = _far_side(fitted, use)
    outdated = before.outdated.copy()
    for weekday in np.unique(grid.weekday):
        rows = np.flatnonzero(grid.weekday == weekday)
        for column in np.flatnonzero(side[rows].any(axis=0)):
            judged = rows[use[rows, column]]
            since = _new_rhythm(side[judged, column])
            if since:
                outdated[judged[:since], column] = True
                side[judged, column] = 0
    return WildHours(odd=side != 0, outdated=outdated)


def _far_side(fitted: FittedDays, use: Flags) -> NDArray[np.int64]:
    """1 where far more came than the day lets expect, -1 where far fewer, else 0, shape (d, m)."""
    grid = fitted.grid
    mean = np.where(use, fitted.expected, 1.0)
    root = np.sqrt(mean)
    error = np.sqrt(np.where(use, grid.counts, 1.0)) - root
    whole = use.sum(axis=1) >= _LEAST_HOURS
    if not whole.any():
        return np.zeros(use.shape, dtype=np.int64)
    # The median: a few wild hours must not make the other hours of their day look wild.
    height = np.zeros(len(use))
    height[whole] = np.nanmedian(np.where(use, error / root, np.nan)[whole], axis=1)
    minute = np.broadcast_to(grid.minutes, use.shape)
    alone = np.sqrt(fitted.spread.of_interval(mean.ravel(), minute=minute.ravel())).reshape(use.shape)
    off = np.where(use & whole[:, None], (error - root * height[:, None]) / np.maximum(alone, 1e-9), 0.0)
    limit = max(_WILD_SIGMAS, float(np.quantile(np.abs(off[use]), 1 - _MOST)))
    return np.where(np.abs(off) > limit, np.sign(off), 0).astype(np.int64)


def _new_rhythm(side: NDArray[np.int64]) -> int:
    """From which of its days a weekday's hour has a new rhythm; 0: it has none."""
    newest = side[-_NEW_RHYTHM_WEEKS:]
    if len(newest) < _NEW_RHYTHM_WEEKS or newest[0] == 0 or np.any(newest != newest[0]):
        return 0
    other = np.flatnonzero(side != newest[0])
    return int(other[-1]) + 1 if len(other) else 0
