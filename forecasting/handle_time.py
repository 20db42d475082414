"""How long a contact will take, by weekday and time of day."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.calendar import Calendar
from data.interval_series import IntervalSeries
from data.remark import Remark
from forecasting.handle_level import level_of
from forecasting.outlook import Horizon
from forecasting.remarks import handle_time_assumed

Floats = NDArray[np.float64]

HALF_LIFE_WEEKS = 8.0
"""After this long a contact counts half as much."""

_PRIOR_CONTACTS = 200.0
"""The queue's mean weighs as much as this many contacts of a weekday and hour."""

_LEAST_INTERVALS = 100
"""Below this many intervals with contacts the variation is not measured but taken as exponential, 1."""


@dataclass(frozen=True)
class HandleTime:
    """Handle time of the horizon.

    Parameters
    ----------
    seconds
        Expected handle time, above 0, shape (n,).
    variation
        Standard deviation of a contact's handle time divided by its mean.
    remarks
        What a reader must know.
    doubt
        Relative standard deviation of the mean handle time about `seconds`, at least 0.
    """

    seconds: Floats
    variation: float
    remarks: tuple[Remark, ...] = ()
    doubt: float = 0.0


def expect_handle_time(past: IntervalSeries, calendar: Calendar, horizon: Horizon) -> HandleTime:
    """Mean handle time by weekday and hour, drawn towards the queue's mean, at the level that newer weeks tell."""
    known = past.handled > 0
    if not known.any() or past.handle_seconds[known].sum() <= 0:
        return _assumed(past, calendar, horizon)
    recency = _recency(past)
    contacts, seconds = past.handled * recency, past.handle_seconds * recency
    mean = float(seconds[known].sum() / contacts[known].sum())
    cell = past.weekday * 24 + past.minute_of_day // 60
    cell_contacts = np.bincount(cell[known], contacts[known], minlength=168)
    cell_seconds = np.bincount(cell[known], seconds[known], minlength=168)
    by_cell = (cell_seconds + _PRIOR_CONTACTS * mean) / (cell_contacts + _PRIOR_CONTACTS)
    ahead = horizon.weekday * 24 + horizon.minute_of_day // 60
    variation = _variation(past, by_cell[cell], weights=recency)
    level, doubt = level_of(past, by_cell[cell], variation=variation)
    return HandleTime(np.maximum(level * by_cell[ahead], 1.0), variation, doubt=doubt)


def _recency(past: IntervalSeries) -> Floats:
    days = np.asarray((past.starts[-1] - past.starts) / np.timedelta64(1, "D"), dtype=np.float64)
    return np.asarray(0.5 ** (days / 7 / HALF_LIFE_WEEKS))


def _variation(past: IntervalSeries, expected: Floats, *, weights: Floats) -> float:
    """From how far the mean of an interval's contacts falls from its expectation, which shrinks with their number."""
    known = past.handled > 0
    if known.sum() < _LEAST_INTERVALS:
        return 1.0
    off = past.handle_seconds[known] / past.handled[known] - expected[known]
    variance = np.average(past.handled[known] * (off / expected[known]) ** 2, weights=weights[known])
    return float(np.clip(np.sqrt(variance), 0.2, 3.0))


def _assumed(past: IntervalSeries, calendar: Calendar, horizon: Horizon) -> HandleTime:
    queue = calendar.settings.queue_called(past.queue)
    seconds = queue.handle_seconds
    remark = handle_time_assumed(queue=queue.title, seconds=seconds)
    return HandleTime(np.full(len(horizon), seconds), 1.0, (remark,))
