"""How far the past strayed from what the model would have said of it: conformal calibration on past origins.

From days in the past the level is taken as it was without what came after them, and the four weeks that followed are
laid beside what was to be expected of them. How the days drift, and the shape of the day, are those of the whole past:
they hardly move with a few weeks more.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from forecasting.day_grid import DayGrid
from forecasting.fitted_days import FittedDays
from forecasting.tail import KNOTS, TAIL_SHARES, USUAL_TAIL, Tail

Floats = NDArray[np.float64]

_AHEAD_DAYS = 28
_STEP_DAYS = 14
"""Origins lie two weeks apart: each day is judged as of two of them, near and far."""

_ORIGINS = 10
"""Half a year: what came before tells of other times."""

_LEAST_PAST_DAYS = 49

_DAYS_OF_PRIOR = 30.0
"""A width measured on so many days is believed by half; a normal's weighs the rest."""


def tail_of_past(fitted: FittedDays, whole: DayGrid) -> Tail:
    """The tail that makes as many past outcomes fall within a share's reach as the share says.

    Parameters
    ----------
    fitted
        Both stages, of the whole past.
    whole
        The past with the intervals that were set aside: they come again.
    """
    judged = replace(fitted, grid=whole)
    day = fitted.level.heights.day[: len(whole.dates)]
    found = [_strayed(judged, fitted, first=first, last=last) for first, last in _origins(day)]
    days = len(np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *(row for row, _ in found)])))
    strayed = np.abs(np.concatenate([np.zeros(0), *(each for _, each in found)]))
    if not days:
        return USUAL_TAIL
    # Split conformal prediction's quantile (Lei et al. 2018) asks for (n + 1) / n of the share; a day is one outcome.
    shares = np.minimum(np.array(TAIL_SHARES) * (1 + 1 / days), 1.0)
    widths = np.maximum(np.quantile(strayed, shares), 1e-3) / KNOTS
    return Tail.near(widths ** (days / (days + _DAYS_OF_PRIOR)))


def _origins(day: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Rows of the days judged as of mornings in the past with enough days before them, first and past the last.

    Parameters
    ----------
    day
        Calendar days since some first one, rising, shape (d,).
    """
    mornings = day[-1] + 1 - _STEP_DAYS * np.arange(1, _ORIGINS + 1)
    mornings = mornings[mornings >= day[0] + _LEAST_PAST_DAYS]
    ends = np.searchsorted(day, mornings + _AHEAD_DAYS)
    rows = zip(np.searchsorted(day, mornings), ends, strict=True)
    return [(int(first), int(last)) for first, last in rows if first < last]


def _strayed(judged: FittedDays, fitted: FittedDays, *, first: int, last: int) -> tuple[NDArray[np.int64], Floats]:
    """Row of the day of each interval that followed an origin, and how many standard deviations off it was."""
    log_days, doubt = judged.as_of(first, until=last)
    mean = np.exp(log_days)[:, None] * judged.past_shares[first:last]
    row, column = np.nonzero(judged.grid.seen[first:last] & (mean > 0))
    said = fitted.outlook(mean[row, column], doubt=doubt[row], minute=judged.grid.minutes[column])
    off = np.sqrt(judged.grid.counts[first + row, column]) - said.root_mean
    return first + row, off / np.maximum(said.deviation, 1e-9)
