"""How far the past strayed from what the model would have said of it: conformal calibration on past origins.

From days in the past the level is filtered again without what came after them, and the four weeks that followed are
laid beside what was to be expected of them. How the days drift, and the shape of the day, are those of the whole past:
they hardly move with a few weeks more.
"""

from dataclasses import replace

import numpy as np
import pandas as pd
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
    found = [_strayed(judged, fitted, origin) for origin in _origins(whole.dates)]
    days = len(np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *(row for row, _ in found)])))
    strayed = np.abs(np.concatenate([np.zeros(0), *(each for _, each in found)]))
    if not days:
        return USUAL_TAIL
    # Split conformal prediction's quantile (Lei et al. 2018) asks for (n + 1) / n of the share; a day is one outcome.
    shares = np.minimum(np.array(TAIL_SHARES) * (1 + 1 / days), 1.0)
    widths = np.maximum(np.quantile(strayed, shares), 1e-3) / KNOTS
    return Tail.near(widths ** (days / (days + _DAYS_OF_PRIOR)))


def _origins(dates: pd.DatetimeIndex) -> list[pd.Timestamp]:
    """Mornings in the past, the newest first, with enough days before them."""
    first = dates[0] + pd.Timedelta(days=_LEAST_PAST_DAYS)
    morning = dates[-1] + pd.Timedelta(days=1)
    mornings = [morning - pd.Timedelta(days=_STEP_DAYS * back) for back in range(1, _ORIGINS + 1)]
    return [each for each in mornings if each >= first]


def _strayed(judged: FittedDays, fitted: FittedDays, origin: pd.Timestamp) -> tuple[NDArray[np.int64], Floats]:
    """Row of the day of each interval that followed an origin, and how many standard deviations off it was."""
    dates = judged.grid.dates
    first, last = (int(row) for row in dates.searchsorted([origin, origin + pd.Timedelta(days=_AHEAD_DAYS)]))
    level = fitted.level.heights.as_of(first, until=last).under(fitted.level.drift)
    log_days, doubt = fitted.as_of(level, since=first)
    mean = np.exp(log_days)[:, None] * judged.past_shares[first:last]
    row, column = np.nonzero(judged.grid.seen[first:last] & (mean > 0))
    said = fitted.outlook(mean[row, column], doubt=doubt[row], minute=judged.grid.minutes[column])
    off = np.sqrt(judged.grid.counts[first + row, column]) - said.root_mean
    return first + row, off / np.maximum(said.deviation, 1e-9)
