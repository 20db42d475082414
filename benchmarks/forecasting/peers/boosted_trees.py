"""LightGBM with the calendar: each quantile a forest, of what the usual day and the level of late do not tell.

Chosen on the American bank beside ratios to the mean of same weekdays, which erred more. Trees take a single day for
the turn of the month: those columns are kept from them until the past holds most of a year.
"""

import lightgbm
import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from benchmarks.forecasting.peers.week_table import WeekTable
from data.calendar import Calendar
from data.interval_series import IntervalSeries
from forecasting.forecast import QUANTILE_LEVELS
from forecasting.outlook import Horizon

Floats = NDArray[np.float64]

_LEVELS = (0.025, 0.1, 0.3, 0.5, 0.7, 0.9, 0.975)
"""What is fitted; what lies between is drawn straight on the normal scale."""

_LEVEL_DAYS = 20
"""Open days of a month, so that its turn does not tip the level."""

_LEAD_DAYS = 10
"""Open days between a training day and the level that it is told: half of the horizon."""

_MOST_OF_A_YEAR_DAYS = 300

_HALF = 0.5
"""A level that is high comes back half of the way; all of it or none erred more."""

_SETTINGS = {
    "objective": "quantile",
    "num_leaves": 31,
    "min_data_in_leaf": 20,
    "learning_rate": 0.08,
    "feature_fraction": 0.8,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "num_threads": 1,
    "seed": 0,
    "verbosity": -1,
}
_TREES = 150


def forecast_boosted_trees(past: IntervalSeries, calendar: Calendar, horizon: Horizon) -> Floats:
    """Quantiles of each interval by weekday, time of day and calendar, times the level of late."""
    table = WeekTable.of(past, calendar, horizon)
    times = len(table.minutes)
    usual = np.nan_to_num(np.log(np.nanmean(table.counts, axis=0) + 0.5), nan=np.log(0.5))
    level = _HALF * _level_before(table)
    heights = np.log(table.counts + 0.5) - usual - level[: table.past, None]
    features = np.column_stack(
        [np.repeat(_day_features(table), times, axis=0), np.tile(table.minutes, len(table.dates))]
    )
    seen = np.isfinite(heights).ravel()
    known = features[: len(seen)][seen]
    data = lightgbm.Dataset(known, heights.ravel()[seen], weight=table.counts.ravel()[seen] + 0.5, free_raw_data=False)
    forests = [lightgbm.train(_SETTINGS | {"alpha": alpha}, data, num_boost_round=_TREES) for alpha in _LEVELS]
    fitted = np.sort(np.column_stack([forest.predict(features[len(seen) :]) for forest in forests]), axis=1)
    between = np.array([np.interp(ndtri(QUANTILE_LEVELS), ndtri(_LEVELS), row) for row in fitted])
    lifted = between.reshape(table.ahead, times, -1) + usual[:, None] + level[table.past :, None, None]
    return table.of_horizon(np.exp(lifted) - 0.5)


def _day_features(table: WeekTable) -> Floats:
    """Weekday and effects of each day, shape (days, features)."""
    is_long = (table.dates[table.past - 1] - table.dates[0]).days >= _MOST_OF_A_YEAR_DAYS
    shown = [is_long or not name.startswith("month_") for name in table.effect_names]
    return np.column_stack([table.weekday, table.effects[:, shown]])


def _level_before(table: WeekTable) -> Floats:
    """Mean logarithm of the days up to half a horizon before each, beside their weekday's usual, shape (days,)."""
    totals = np.where(np.isfinite(table.counts).any(axis=1), np.nansum(table.counts, axis=1), np.nan)
    weekday = table.weekday[: table.past]
    usual = np.array([np.nanmean(totals[weekday == day]) if (weekday == day).any() else np.nan for day in range(7)])
    lead = np.log((totals + 0.5) / (usual[weekday] + 0.5))
    found = np.zeros(len(table.dates))
    for row in range(1, len(found)):
        newest = min(max(row - _LEAD_DAYS, 0), table.past)
        known = lead[max(newest - _LEVEL_DAYS, 0) : newest]
        if np.isfinite(known).any():
            found[row] = np.nanmean(known)
        if row >= table.past:  # every day ahead is told the level of late
            found[row] = np.nanmean(lead[-_LEVEL_DAYS:]) if np.isfinite(lead[-_LEVEL_DAYS:]).any() else 0.0
    return found
