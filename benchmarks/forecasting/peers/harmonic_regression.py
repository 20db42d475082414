"""Dynamic harmonic regression: Fourier waves of day and week, the calendar's effects, and an ARMA of what they leave.

Hyndman and Athanasopoulos 2021, section 10.5. Waves and effects are fitted by least squares, the days' errors by
statsmodels' SARIMAX; within a day errors spread as they did at that time of day. One ARMA over all half-hours, tried on
the American bank, forgets within hours that a week is high, and takes ten times as long. Effects are held back by how
large they can be, as ours are: without that the few months of a bank err up to 6 % more. On the logarithmic scale it
erred 7 % more at Anonymous Bank, whose nights are quiet, and no less at the American one.
"""

import warnings
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri
from statsmodels.tsa.statespace.sarimax import SARIMAX

from benchmarks.forecasting.peers.week_table import WeekTable
from data.calendar import Calendar
from data.interval_series import IntervalSeries
from forecasting.forecast import QUANTILE_LEVELS
from forecasting.outlook import Horizon

Floats = NDArray[np.float64]

_WAVES = ((6, 6), (8, 15), (10, 30), (12, 45), (14, 60))
"""Harmonics of day and of week to choose among."""

_LEAST_DAY_SPREAD = 0.015


def forecast_harmonic(past: IntervalSeries, calendar: Calendar, horizon: Horizon) -> Floats:
    """Quantiles on the root scale, where an effect of the calendar is a share of each time of day's usual root."""
    return _forecast(past, calendar, horizon, held_back=True)


def forecast_harmonic_plain(past: IntervalSeries, calendar: Calendar, horizon: Horizon) -> Floats:
    """As the textbooks have it: the same columns by least squares, nothing told of how large an effect can be."""
    return _forecast(past, calendar, horizon, held_back=False)


def _forecast(past: IntervalSeries, calendar: Calendar, horizon: Horizon, *, held_back: bool) -> Floats:
    table = WeekTable.of(past, calendar, horizon)
    heights, usual = np.sqrt(table.counts), _usual_roots(table)
    design = _choose_waves(table, heights.ravel())
    known, times = heights.size, len(table.minutes)
    firmly = _how_firmly(table, design[:known], heights) if held_back else None
    coefficients = _least_squares(design[:known], heights.ravel(), held_back=firmly)
    errors = heights - (design[:known] @ coefficients).reshape(table.past, times)
    of_days = _shares_of_days(errors, usual)
    day = _errors_of_days(of_days).get_forecast(table.ahead)
    within = _mean_of_seen((errors - of_days[:, None] * usual) ** 2)
    mean = (design[known:] @ coefficients).reshape(table.ahead, times) + day.predicted_mean[:, None] * usual
    spread = np.sqrt(day.var_pred_mean[:, None] * usual**2 + within)
    roots = np.maximum(mean[:, :, None] + spread[:, :, None] * ndtri(np.array(QUANTILE_LEVELS)), 0.0)
    return table.of_horizon(roots**2)


def _usual_roots(table: WeekTable) -> Floats:
    """Root of the mean contacts at each time of day, shape (m,)."""
    return np.sqrt(_mean_of_seen(table.counts))


def _shares_of_days(errors: Floats, usual: Floats) -> Floats:
    """By which share of the usual root each day is off, NaN where nothing was counted, shape (past,)."""
    seen = np.isfinite(errors)
    weight = (seen * usual**2).sum(axis=1)
    return np.where(weight > 0, np.nansum(errors * usual, axis=1) / np.maximum(weight, 1e-9), np.nan)


def _errors_of_days(errors: Floats) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its optimiser talks about every start
        return SARIMAX(errors, order=(1, 0, 1)).fit(disp=False)


def _mean_of_seen(values: Floats) -> Floats:
    """Mean over days of what is known of each time of day; of all of them where nothing is, shape (m,)."""
    count = np.isfinite(values).sum(axis=0)
    return np.where(count > 0, np.nansum(values, axis=0) / np.maximum(count, 1), np.nanmean(values))


def _how_firmly(table: WeekTable, design: Floats, heights: Floats) -> Floats:
    """Precision of what is known of each coefficient beforehand: nothing of waves, the likely size of effects.

    A day's intervals err together, so its many rows tell of an effect no more than one does. On the root scale an
    effect is half as large as on the logarithmic one.
    """
    usual = _usual_roots(table)
    errors = heights - (design @ _least_squares(design, heights.ravel())).reshape(heights.shape)
    spread = max(float(np.nanstd(_shares_of_days(errors, usual))), _LEAST_DAY_SPREAD)
    firmly = np.full(design.shape[1], 1e-3)
    first = design.shape[1] - len(table.likely_sizes)
    firmly[first:] = np.sum(usual**2) * (spread / (table.likely_sizes / 2)) ** 2
    return firmly


def _choose_waves(table: WeekTable, heights: Floats) -> Floats:
    """The design that Akaike's criterion likes best, shape (days * m, columns)."""
    seen = np.isfinite(heights)
    best, found = np.inf, _design(table, *_WAVES[0])
    for day_waves, week_waves in _WAVES:
        design = _design(table, day_waves, week_waves)
        left = heights - design[: len(heights)] @ _least_squares(design[: len(heights)], heights)
        count = int(seen.sum())
        criterion = count * np.log(np.mean(left[seen] ** 2)) + 2 * design.shape[1]
        if criterion < best:
            best, found = criterion, design
    return found


def _design(table: WeekTable, day_waves: int, week_waves: int) -> Floats:
    times = len(table.minutes)
    slot = np.arange(times)
    order = np.searchsorted(np.unique(table.weekday), table.weekday)
    of_week = (order[:, None] * times + slot).ravel() / (table.weekdays * times)
    of_day = np.tile(slot / times, len(table.dates))
    day = [
        wave(2 * np.pi * k * of_day)
        for k in range(1, min(day_waves, (times - 1) // 2) + 1)
        for wave in (np.sin, np.cos)
    ]
    # Every so many harmonics of the week are harmonics of the day, which are there already.
    week = [
        wave(2 * np.pi * k * of_week)
        for k in range(1, week_waves + 1)
        if k % table.weekdays
        for wave in (np.sin, np.cos)
    ]
    effects = (table.effects[:, None, :] * _usual_roots(table)[:, None]).reshape(len(of_day), -1)
    return np.column_stack([np.ones(len(of_day)), *day, *week, effects])


def _least_squares(design: Floats, heights: Floats, *, held_back: Floats | None = None) -> Floats:
    """Coefficients from the rows that are known; by default a whiff of ridge holds effects that no day has shown."""
    seen = np.isfinite(heights)
    known = design[seen]
    ridge = np.full(design.shape[1], 1e-3) if held_back is None else held_back
    return np.asarray(np.linalg.solve(known.T @ known + np.diag(ridge), known.T @ heights[seen]))
