"""The two-stage model: how high each day is, then how it falls over its hours.

The height of days is a level that drifts, times the effects of the calendar (`day_level`); the shape of the day by
weekday is taken from the days as they were (`day_profile`). Fitted by turns, because the shape tells how much of a
short day is known, and the heights how much each day counts for the shape.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.calendar import Calendar
from data.interval_series import IntervalSeries
from data.remark import Remark
from forecasting.day_columns import DayColumns
from forecasting.day_grid import DayGrid
from forecasting.day_level import DayHeights, DayLevel, fit_day_level
from forecasting.day_profile import DayProfile, fit_day_profile
from forecasting.forecast import NamedEffect
from forecasting.level_drift import LevelDrift
from forecasting.named_effects import effects_by_name, named_effects
from forecasting.outlook import Horizon, Outlook
from forecasting.pile_up import with_pile_up
from forecasting.remarks import Title, days_set_aside, few_contacts, little_history
from forecasting.same_weekday import everyday_outlook, outlook_of_weekdays
from forecasting.shape_factors import ShapeFactors, fit_shape_factors
from forecasting.spread import ASSUMED_SPREAD, Spread, measure_spread, root_mean_for

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
    return _fit_robustly(counted, columns).outlook(horizon, queue=queue, calendar=calendar)


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


@dataclass(frozen=True)
class _TwoStages:
    """Both stages fitted over the days of `grid`, `kept` of them used."""

    grid: DayGrid
    columns: DayColumns
    kept: Flags
    profile: DayProfile
    level: DayLevel

    @property
    def _noise_variance(self) -> float:
        return self.level.drift.noise**2

    @cached_property
    def doubt(self) -> Floats:
        """Variance of the logarithm of each coming day's contacts: of level, effects, drift and own noise, (days,)."""
        return self.level.doubt() + self._noise_variance

    @cached_property
    def log_days(self) -> Floats:
        """Logarithm of the expected contacts of a usual-length day, past and coming, shape (days,)."""
        return np.asarray(self.level.mean + self.columns.offset + np.minimum(self.doubt, 0.5) / 2)

    @cached_property
    def _expected(self) -> Floats:
        """Expected contacts of the past, NaN where nothing was counted or expected, shape (d, m)."""
        fitted = np.exp(self.log_days[: self.columns.past])[:, None] * self._past_shares()
        return np.where(self.grid.seen & (fitted > 0), fitted, np.nan)

    def shape_factors(self) -> ShapeFactors:
        """Patterns of the shape that the days kept have shown beside their height."""
        root = np.sqrt(self._expected[self.kept])
        error = np.sqrt(self.grid.counts[self.kept]) - root
        height = np.nansum(root * error, axis=1) / np.maximum(np.nansum(root**2, axis=1), 1e-9)
        return fit_shape_factors(error - root * height[:, None], root, minutes=self.grid.minutes)

    def spread(self) -> Spread:
        """Spread of the past around the fit; the shape's made as wide as it will be for days that were not fitted."""
        past = self.kept
        found = measure_spread(self.grid.counts[past], self._expected[past], minutes=self.grid.minutes)
        rested = 1 + 2 / float(np.mean(self.profile.days[np.unique(self.grid.weekday)]))
        return replace(found, shape_variance=found.shape_variance * rested)

    @property
    def closure_factor(self) -> Floats:
        """How much higher each day is for what has piled up before it, at least 1, past and coming, shape (days,)."""
        return np.exp(np.maximum(self.columns.after_closure @ self.level.sizes, 0.0))

    def _past_shares(self) -> Floats:
        """Share of each counted interval in its day, 0 where nothing was counted, shape (d, m)."""
        opened = self.grid.opened
        share = self.profile.shares[self.grid.weekday] * opened
        day, column = np.indices(share.shape)
        carried = with_pile_up(
            share.ravel(),
            day=day.ravel(),
            opens_day=(column == np.argmax(opened > 0, axis=1)[:, None]).ravel(),
            factor=self.closure_factor[: self.columns.past][day.ravel()],
        )
        return np.where(self.grid.seen, carried.reshape(share.shape), 0.0)

    def _with_pile_up(self, horizon: Horizon, share: Floats, *, calendar: Calendar) -> Floats:
        day, days = pd.factorize(horizon.dates)
        factor = self.closure_factor[self.columns.dates.get_indexer(days)]
        opening = np.full(len(days), -1)
        for row, date in enumerate(days):
            if factor[row] > 1:
                opening[row] = calendar.open_minutes_of_day(self.columns.channel, date.date())[0][0]
        first = np.diff(day, prepend=-1) > 0
        opens_day = first & (horizon.minute_of_day <= opening[day])
        return with_pile_up(share, day=day, opens_day=opens_day, factor=factor[day])

    def outlook(self, horizon: Horizon, *, queue: Title, calendar: Calendar) -> Outlook:
        """What this says of the horizon."""
        row = self.columns.dates.get_indexer(horizon.dates)
        share = self.profile.at(weekday=horizon.weekday, minute=horizon.minute_of_day) * horizon.opened
        share = self._with_pile_up(horizon, share, calendar=calendar)
        mean = np.exp(np.clip(self.log_days[row], -30, 30)) * share
        spread = self.spread()
        day_spread = np.minimum(np.sqrt(self.doubt[row]) / 2, 1.0)  # of the root: half of the logarithm's
        root_mean, root_spread = root_mean_for(
            mean,
            day_spread=day_spread,
            root_variance=spread.of_interval(mean, minute=horizon.minute_of_day),
            typical=mean,
        )
        aside = [day.date() for day in self.grid.dates[~self.kept]]
        remarks = (days_set_aside(queue=queue, days=aside),) if aside else ()
        return Outlook(
            root_mean,
            day_spread,
            root_spread,
            effects=self.effects(horizon, share),
            remarks=remarks,
            shape_spread=self.shape_factors().at(horizon.minute_of_day),
        )

    def effects(self, horizon: Horizon, share: Floats) -> tuple[NamedEffect, ...]:
        """Factors whose product is each day's mean, strongest calendar reasons by name."""
        day, days = pd.factorize(horizon.dates)
        rows = self.columns.dates.get_indexer(days)
        hours = np.asarray(np.bincount(day, share), dtype=np.float64)
        reasons = effects_by_name(
            self.columns.effects, sizes=self.level.sizes, covariance=self.level.covariance, rows=rows
        )
        for kind, stated in self.columns.stated.items():
            reasons[kind] = reasons.get(kind, np.zeros(len(rows))) + stated[rows]
        weekday = reasons.pop("weekday") - self._weekday_centre()
        mean = self.log_days[rows] + np.log(np.maximum(hours, 1e-12))
        return named_effects(pd.DatetimeIndex(days), mean=mean, hours=hours, weekday=weekday, reasons=reasons)

    def _weekday_centre(self) -> float:
        """Mean logarithm of the weekday factors over the newest year's days."""
        recent = self.columns.weeks_ahead[: self.columns.past] > -52
        days = [column.strength[: self.columns.past][recent].mean() for column in self.columns.effects]
        names = [column.effect for column in self.columns.effects]
        return float(sum(c * d for c, d, name in zip(self.level.sizes, days, names, strict=True) if name == "weekday"))


def _fit_robustly(grid: DayGrid, columns: DayColumns) -> _TwoStages:
    """Fit, set aside the days that are far off, and fit again."""
    kept = np.ones(len(grid.dates), dtype=np.bool_)
    drift: LevelDrift | None = None
    for _ in range(3):
        stages, wildness = _fit_once(grid, columns, kept=kept, near=drift)
        drift = stages.level.drift
        # At most one day in twenty: what happens more often is no outlier but a desk we do not understand.
        limit = max(_WILD_SIGMAS, float(np.quantile(wildness, 0.95)))
        if np.array_equal(kept, wildness <= limit):
            break
        kept = wildness <= limit
    return stages


def _fit_once(grid: DayGrid, columns: DayColumns, *, kept: Flags, near: LevelDrift | None) -> tuple[_TwoStages, Floats]:
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
    return _TwoStages(grid, columns, kept, profile, level), error / usual_error
