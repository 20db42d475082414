"""The two-stage model: how high each day is, then how it falls over its hours.

The height of days is a level that drifts, times the effects of the calendar (`day_level`); the shape of the day by
weekday is taken from the days as they were (`day_profile`). Fitted by turns, because the shape tells how much of a
short day is known, and the heights how much each day counts for the shape.
"""

from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.calendar import Calendar
from data.interval_series import IntervalSeries
from data.remark import Remark
from forecasting.day_columns import DayColumns
from forecasting.day_grid import DayGrid
from forecasting.day_level import DayHeights, fit_day_level
from forecasting.day_profile import fit_day_profile
from forecasting.days_ahead import outlook_of
from forecasting.fitted_days import FittedDays
from forecasting.level_drift import LevelDrift
from forecasting.outlook import Horizon, Outlook
from forecasting.past_origins import tail_of_past
from forecasting.remarks import Title, few_contacts, little_history
from forecasting.same_weekday import everyday_outlook, outlook_of_weekdays
from forecasting.set_aside import set_aside_remarks
from forecasting.spread import ASSUMED_SPREAD
from forecasting.wild_hours import WildHours, wild_hours

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

LEAST_WEEKS = 8
LEAST_CONTACTS_A_DAY = 20.0
_LONGEST_PAST_DAYS = 3 * 366
_WILD_SIGMAS = 4.5

_OVERDISPERSION = 1.5
"""Variance of a day's contacts beyond its own noise, divided by their mean."""


def fit_two_stage(past: IntervalSeries, calendar: Calendar, horizon: Horizon) -> Outlook:
    """What the two stages expect; with little data the mean of same weekdays, and a remark that says so."""
    newest = past.starts[-1] - pd.Timedelta(days=_LONGEST_PAST_DAYS)
    grid = DayGrid.of(past.where(np.asarray(past.starts > newest), as_of=past.as_of))
    counted = grid.where(np.asarray(grid.seen.any(axis=1)))
    queue = calendar.settings.title_of(past.queue)
    remark = _too_little(counted, queue=queue)
    if remark:
        return _careful_outlook(counted, horizon, remark=remark)
    columns = DayColumns.of(past, calendar, counted, horizon)
    fitted, wild = _fit_robustly(counted, columns)
    tail = tail_of_past(fitted, counted)
    outlook = outlook_of(fitted, horizon, tail=tail, calendar=calendar)
    return replace(outlook, remarks=set_aside_remarks(fitted, wild, queue=queue))


def _too_little(grid: DayGrid, *, queue: Title) -> Remark | None:
    contacts = float(grid.totals.mean())
    weeks = ((grid.dates[-1] - grid.dates[0]).days + 1) / 7
    if weeks < LEAST_WEEKS or len(grid.dates) < LEAST_WEEKS * 3:
        return little_history(queue=queue, days=len(grid.dates))
    if contacts < LEAST_CONTACTS_A_DAY:
        return few_contacts(queue=queue, contacts=contacts)
    return None


def _careful_outlook(grid: DayGrid, horizon: Horizon, *, remark: Remark) -> Outlook:
    """Mean of same weekdays; while no weekday came twice, the mean of all days with an assumed wide spread."""
    if np.unique(grid.weekday, return_counts=True)[1].max() > 1:
        found = outlook_of_weekdays(grid, horizon, weeks=8)
    else:
        found = everyday_outlook(grid, horizon, spread=ASSUMED_SPREAD)
    return Outlook(found.root_mean, found.day_spread, found.root_spread, remarks=(remark,))


def _fit_robustly(whole: DayGrid, columns: DayColumns) -> tuple[FittedDays, WildHours]:
    """Fit, set aside the hours and the days that are far off, and fit again."""
    kept = np.ones(len(whole.dates), dtype=np.bool_)
    wild, drift = WildHours.none(whole), None
    for is_last in (False, False, True):
        fitted, wildness = _fit_once(whole.without(wild.any), columns, kept=kept, near=drift)
        # At most one day in twenty: what happens more often is no outlier but a desk we do not understand.
        usual = wildness <= max(_WILD_SIGMAS, float(np.quantile(wildness, 0.95)))
        found = wild_hours(replace(fitted, grid=whole), before=wild)
        if is_last or (np.array_equal(kept, usual) and np.array_equal(wild.any, found.any)):
            break
        kept, wild, drift = usual, found, fitted.level.drift
    return fitted, wild


def _fit_once(grid: DayGrid, columns: DayColumns, *, kept: Flags, near: LevelDrift | None) -> tuple[FittedDays, Floats]:
    """The fit of the days kept, and how many robust standard deviations each day is off."""
    profile = fit_day_profile(grid.where(kept & columns.usual_days))
    exposure = np.maximum(profile.of_grid(grid).sum(axis=1), 1e-3)
    outcome = np.log((grid.totals + 0.5) / exposure) - columns.offset[: columns.past]
    chance = _OVERDISPERSION / (np.exp(np.median(outcome[kept])) * exposure)
    coming = len(columns.dates) - columns.past
    heights = DayHeights(
        day=np.asarray((columns.dates - columns.dates[0]).days, dtype=np.int64),
        height=np.concatenate([np.where(kept, outcome, np.nan), np.full(coming, np.nan)]),
        chance=np.concatenate([chance, np.zeros(coming)]),
        strengths=columns.strengths,
        likely_size=columns.likely_sizes,
    )
    level = fit_day_level(heights, near=near)
    error = np.abs(outcome - level.mean[: columns.past]) / np.sqrt(level.drift.noise**2 + chance)
    usual_error = max(float(np.median(error[kept])) / 0.6745, 0.3)
    return FittedDays(grid, columns, kept, profile, level), error / usual_error
