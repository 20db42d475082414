"""How far counts fall from what was expected, told apart into what a day shares and what an interval has alone."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import nnls

from forecasting.forecast import above_zero, mean_of_root
from forecasting.tail import USUAL_TAIL, Tail

Floats = NDArray[np.float64]

POISSON_ROOT_VARIANCE = 0.25
"""Variance of the square root of a Poisson count that is not small (Anscombe 1948)."""

_PRIOR_DAYS = 10.0
"""The usual restlessness weighs as much as this many days of a time of day's own."""

_DAYS_TO_BE_SURE = 4.0
"""With so many days the measured variance of days is doubled, with many more hardly touched."""

_WILD = 12.0
"""Squared errors beyond this many typical ones are cut there: one mad interval must not set the width of all."""

_NEVER_CUT = 7.0
"""A root so many standard deviations above 0 never falls to it."""

_NEWTON_STEPS = 9
"""More change no digit of a root, however much of it is cut off."""


@dataclass(frozen=True)
class Spread:
    """Spread on the root scale.

    Parameters
    ----------
    day_variance
        Relative variance that all intervals of a day share, at least 0.
    interval_variance
        Variance that every interval has alone, at least 0.
    shape_variance
        Relative variance that an interval has alone because the day's shape varies, at least 0.
    minutes
        Times of day with a restlessness of their own, minutes since midnight, rising, shape (m,).
    restlessness
        Factor on the variance at each of these, shape (m,); elsewhere it is 1.
    """

    day_variance: float
    interval_variance: float
    shape_variance: float
    minutes: NDArray[np.int64]
    restlessness: Floats

    def of_interval(self, mean: Floats, *, minute: NDArray[np.int64]) -> Floats:
        """Variance on the root scale that an interval with that mean and time of day has alone, shape as `mean`."""
        usual = self.interval_variance + self.shape_variance * mean
        at = np.minimum(np.searchsorted(self.minutes, minute), max(len(self.minutes) - 1, 0))
        known = self.minutes[at] == minute if len(self.minutes) else np.zeros(len(mean), dtype=bool)
        return np.where(known, self.restlessness[at] if len(self.minutes) else 1.0, 1.0) * usual


ASSUMED_SPREAD = Spread(0.25**2, POISSON_ROOT_VARIANCE, 0.15**2, np.zeros(0, dtype=np.int64), np.zeros(0))
"""What is assumed where there are no past errors to measure: days off by half, intervals by a third."""


def measure_spread(counts: Floats, expected: Floats, *, minutes: NDArray[np.int64]) -> Spread:
    """Spread of counts around what was expected of them.

    Parameters
    ----------
    counts
        One row a day, NaN where nothing was counted, shape (d, m).
    expected
        Expected contacts, NaN where nothing was expected, shape (d, m).
    minutes
        Time of day of each column, minutes since midnight, shape (m,).
    """
    use = np.isfinite(counts) & np.isfinite(expected)
    if use.sum() < 10:
        return ASSUMED_SPREAD
    root = np.sqrt(np.where(use, np.maximum(expected - POISSON_ROOT_VARIANCE, 0.5 * expected), 0.0))
    error = np.where(use, np.sqrt(np.where(use, counts, 0.0)) - root, 0.0)
    weight = np.maximum((root**2).sum(axis=1), 1e-9)
    shift = (root * error).sum(axis=1) / weight
    alone = error - root * shift[:, None]
    # Each day spends one degree of freedom on its shift.
    freedom = np.maximum(1 - 1 / np.maximum(use.sum(axis=1), 2), 0.5)
    squares = np.where(use, alone**2 / freedom[:, None], 0.0)
    squares[use] = _tamed(squares[use])
    if counts.shape[1] > 1:
        interval, shape = _level_and_slope(squares[use], (root**2)[use])
    else:
        # A day told as one number cannot tell the two apart: chance has its Poisson part, the day the rest.
        interval, shape = POISSON_ROOT_VARIANCE, 0.0
        squares = np.where(use, POISSON_ROOT_VARIANCE, 0.0)
    usual = np.where(use, interval + shape * root**2, 0.0)
    prior = _PRIOR_DAYS * max(float(usual[use].mean()), 1e-9)
    restlessness = (squares.sum(axis=0) + prior) / (usual.sum(axis=0) + prior)
    noise = (root**2 * usual * restlessness).sum(axis=1) / weight**2
    days = use.any(axis=1) & (weight > 1e-6)
    shared = float(np.mean(_tamed(shift[days] ** 2) - noise[days])) if days.any() else 0.0
    # A spread measured on few days is itself in doubt, and rather too small than too large.
    few = 1 + _DAYS_TO_BE_SURE / max(int(days.sum()), 1)
    return Spread(max(shared, 0.0) * few, interval, shape, minutes, restlessness)


def _tamed(squares: Floats) -> Floats:
    typical = np.median(squares) / 0.455  # the median of a squared standard normal
    return np.minimum(squares, _WILD * typical) if typical > 0 else squares


def _level_and_slope(squares: Floats, height: Floats) -> tuple[float, float]:
    """Fit ``squares = level + slope * height`` with neither negative, in proportion to its own size."""
    weight = 1 / (POISSON_ROOT_VARIANCE + 0.02 * height)
    (level, slope), _ = nnls(np.column_stack([weight, weight * height]), weight * squares)
    return float(level), float(slope)


def root_mean_for(
    mean: Floats, *, day_spread: Floats, root_variance: Floats, typical: Floats, tail: Tail = USUAL_TAIL
) -> tuple[Floats, Floats]:
    """The root mean that gives the expected contacts, and the root spread of each interval.

    Exact where `typical` is at most the mean; where less is expected than is typical (nobody called in the same
    hour last week), the spread of a typical hour remains, and the mean may come out a little higher.

    Parameters
    ----------
    mean
        Expected contacts, at least 0, shape (n,).
    day_spread
        As in `Forecast`, shape (n,).
    root_variance
        Variance an interval has alone on the root scale, shape (n,).
    typical
        Contacts such an interval usually has. The root of a count varies by no more than its mean, so the
        variance is cut there, shape (n,).
    tail
        As in `Forecast`.

    Returns
    -------
    tuple
        `root_mean` and `root_spread`, both shape (n,).
    """
    alone = np.minimum(root_variance, np.maximum(mean, typical))
    wider = tail.spread**2
    root_mean = np.sqrt(np.maximum(mean - wider * alone, 0.0) / (1 + wider * day_spread**2))
    # That is exact but for what is cut off at 0: there it is searched for.
    cut = root_mean < _NEVER_CUT * np.sqrt(wider * ((root_mean * day_spread) ** 2 + alone))
    root_mean[cut] = _searched_for(mean[cut], day_spread=day_spread[cut], alone=alone[cut], tail=tail)
    return root_mean, np.sqrt(alone)


def _searched_for(mean: Floats, *, day_spread: Floats, alone: Floats, tail: Tail) -> Floats:
    """The root mean by Newton's method: from the root of the mean down, the roots' second moment bends only upwards."""
    root, own, of_day = np.sqrt(mean), alone * tail.spread**2, (day_spread * tail.spread) ** 2
    for _ in range(_NEWTON_STEPS):
        spread = np.sqrt(root**2 * of_day + own)
        inside, density = above_zero(root, spread)
        slope = 2 * (root * (1 + of_day) * inside + spread * density)
        root = np.maximum(root - (mean_of_root(root, spread) - mean) / np.maximum(slope, 1e-30), 0.0)
    return root
