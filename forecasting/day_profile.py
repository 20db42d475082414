"""How a day's contacts fall over its hours, by weekday, with little-seen weekdays drawn towards the others."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forecasting.day_grid import DayGrid

Floats = NDArray[np.float64]

HALF_LIFE_WEEKS = 12.0
"""After this long a day counts half as much for the shape of the day."""

_DAYS_OF_PRIOR = 2.0
"""The common shape weighs as much as this many days of a weekday's own."""


@dataclass(frozen=True)
class DayProfile:
    """Share of a usual day's contacts that falls into each wholly open interval.

    Parameters
    ----------
    minutes
        Minutes since midnight, rising, shape (m,).
    shares
        By weekday; over a weekday's usual hours they add up to 1, shape (7, m).
    days
        Days that each weekday's shape rests on, the common shape included, at least `_DAYS_OF_PRIOR`, shape (7,).
    """

    minutes: NDArray[np.int64]
    shares: Floats
    days: Floats

    def of_grid(self, grid: DayGrid) -> Floats:
        """Share of each interval of a grid with these minutes, 0 where nothing was counted, shape (d, m)."""
        return self.shares[grid.weekday] * grid.counted_opened

    def at(self, *, weekday: NDArray[np.int64], minute: NDArray[np.int64]) -> Floats:
        """Share of any wholly open interval; a time never open before takes the nearest one, shape (n,)."""
        after = np.clip(np.searchsorted(self.minutes, minute), 1, max(len(self.minutes) - 1, 1))
        before = after - 1
        after = np.minimum(after, len(self.minutes) - 1)
        nearer = np.abs(self.minutes[after] - minute) < np.abs(self.minutes[before] - minute)
        return np.asarray(self.shares[weekday, np.where(nearer, after, before)])


def fit_day_profile(grid: DayGrid) -> DayProfile:
    """The shape of the day from the days of the grid, newer ones counting more."""
    age_weeks = np.asarray((grid.dates[-1] - grid.dates).days, dtype=np.float64) / 7
    recency = 0.5 ** (age_weeks / HALF_LIFE_WEEKS)
    common = _common_shape(grid, recency)
    height = grid.totals / np.maximum((common * grid.counted_opened).sum(axis=1), 1e-9)
    usual_height = float(np.average(height, weights=recency))
    shares, days = np.tile(common, (7, 1)), np.full(7, _DAYS_OF_PRIOR)
    for weekday in range(7):
        rows = grid.weekday == weekday
        weight = recency[rows]
        own = weight @ grid.counted[rows]
        heard = (weight * height[rows]) @ grid.counted_opened[rows]
        prior = _DAYS_OF_PRIOR * usual_height
        shares[weekday] = (own + prior * common) / np.maximum(heard + prior, 1e-9)
        shares[weekday] /= max(float(shares[weekday] @ _usual_hours(grid, recency, rows=rows)), 1e-9)
        days[weekday] += weight.sum()
    return DayProfile(minutes=grid.minutes, shares=shares, days=days)


def _common_shape(grid: DayGrid, recency: Floats) -> Floats:
    """Mean contacts of a wholly open interval at each time of day, adding up to 1, shape (m,)."""
    opened = recency @ grid.counted_opened
    rate = np.where(opened > 0, recency @ grid.counted, 0.0) / np.maximum(opened, 1e-9)
    rate = np.where(opened > 0, rate, rate.mean())
    return np.asarray((rate + 1e-9) / (rate + 1e-9).sum())


def _usual_hours(grid: DayGrid, recency: Floats, *, rows: NDArray[np.bool_]) -> Floats:
    """Open share of each time of day on an ordinary day among `rows` (all days where there is none), shape (m,)."""
    chosen = rows if rows.any() else np.ones(len(rows), dtype=bool)
    return np.asarray(np.average(grid.opened[chosen], axis=0, weights=recency[chosen]))
