"""The regression: a level that drifts, times the effects of the calendar, spread over the day by its usual shape.

The logarithm of each day's contacts is regressed on weekday, month position, billing day, closures, holidays and
events, with a level a week that follows the one before; the shape of the day by weekday is taken from the days as
they were. Fitted by turns, because the shape tells how much of a short day is known, and the days how much each
counts for the shape.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.calendar import Calendar
from data.interval_series import IntervalSeries
from data.remark import Remark
from forecasting.day_grid import DayGrid
from forecasting.day_profile import DayProfile, fit_day_profile
from forecasting.forecast import NamedEffect
from forecasting.named_effects import effects_by_name, named_effects
from forecasting.outlook import Horizon, Outlook
from forecasting.pile_up import with_pile_up
from forecasting.regression_columns import DRIFTS, Drift, RegressionColumns
from forecasting.remarks import Title, days_set_aside, few_contacts, little_history
from forecasting.ridge_regression import RidgeFit, fit_ridge, log_evidences
from forecasting.same_weekday import everyday_outlook, outlook_of_weekdays
from forecasting.spread import ASSUMED_SPREAD, Spread, measure_spread, root_mean_for

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

LEAST_WEEKS = 8
LEAST_CONTACTS_A_DAY = 20.0
_LONGEST_PAST_DAYS = 3 * 366
_WILD_SIGMAS = 4.5
_EFFECT_HALF_LIFE_DAYS = 365.0


_OVERDISPERSION = 1.5
"""Variance of a day's contacts beyond its own noise, divided by their mean."""


def fit_regression(past: IntervalSeries, calendar: Calendar, horizon: Horizon) -> Outlook:
    """What the regression expects; with little data the mean of same weekdays, and a remark that says so."""
    newest = past.starts[-1] - pd.Timedelta(days=_LONGEST_PAST_DAYS)
    grid = DayGrid.of(past.where(np.asarray(past.starts > newest), as_of=past.as_of))
    counted = grid.where(np.asarray(grid.seen.any(axis=1)))
    queue = calendar.settings.title_of(past.queue)
    remark = _too_little(counted, queue=queue)
    if remark:
        return _careful_outlook(counted, horizon, remark=remark)
    columns = RegressionColumns.of(past, calendar, counted, horizon)
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
class _Regression:
    """A fitted regression over the days of `grid`, `kept` of them used."""

    grid: DayGrid
    columns: RegressionColumns
    kept: Flags
    profile: DayProfile
    fit: RidgeFit
    drift: Drift
    design: Floats

    @property
    def log_days(self) -> Floats:
        """Logarithm of the expected contacts of a usual-length day, past and coming, shape (days,)."""
        return np.asarray(self.design @ self.fit.coefficients + self.columns.offset + min(self.fit.variance, 0.5) / 2)

    def spread(self) -> Spread:
        """Spread of the past around the fit, made as wide as it will be for days that were not fitted."""
        past = self.kept
        fitted = np.exp(self.log_days[: self.columns.past])[:, None] * self._past_shares()
        expected = np.where(self.grid.seen & (fitted > 0), fitted, np.nan)
        found = measure_spread(self.grid.counts[past], expected[past], minutes=self.grid.minutes)
        freedom = max(1 - float(self.fit.leverage.mean()), 0.2)
        rested = 1 + 2 / float(np.mean(self.profile.days[np.unique(self.grid.weekday)]))
        return replace(found, day_variance=found.day_variance / freedom, shape_variance=found.shape_variance * rested)

    @property
    def closure_factor(self) -> Floats:
        """How much higher each day is for what has piled up before it, at least 1, past and coming, shape (days,)."""
        return np.exp(np.maximum(self.columns.after_closure @ self._effect_sizes, 0.0))

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

    def doubt(self) -> Floats:
        """Variance of the logarithm of each day's expectation: of coefficients, and of the level's drift, (days,)."""
        known = np.einsum("ij,jk,ik->i", self.design, self.fit.covariance, self.design, optimize=True)
        ahead = np.maximum(self.columns.weeks_ahead, 0)
        memory, week = self.drift.memory, self.fit.variance * self.drift.step**2
        return np.asarray(known + week * (1 - memory ** (2 * ahead)) / (1 - memory**2))

    def outlook(self, horizon: Horizon, *, queue: Title, calendar: Calendar) -> Outlook:
        """What this says of the horizon."""
        row = self.columns.dates.get_indexer(horizon.dates)
        share = self.profile.at(weekday=horizon.weekday, minute=horizon.minute_of_day) * horizon.opened
        share = self._with_pile_up(horizon, share, calendar=calendar)
        mean = np.exp(np.clip(self.log_days[row], -30, 30)) * share
        spread = self.spread()
        day_spread = np.minimum(np.sqrt(spread.day_variance + self.doubt()[row] / 4), 1.0)
        root_mean, root_spread = root_mean_for(
            mean,
            day_spread=day_spread,
            root_variance=spread.of_interval(mean, minute=horizon.minute_of_day),
            typical=mean,
        )
        aside = [day.date() for day in self.grid.dates[~self.kept]]
        remarks = (days_set_aside(queue=queue, days=aside),) if aside else ()
        return Outlook(root_mean, day_spread, root_spread, effects=self.effects(horizon, share), remarks=remarks)

    def effects(self, horizon: Horizon, share: Floats) -> tuple[NamedEffect, ...]:
        """Factors whose product is each day's mean, strongest calendar reasons by name."""
        day, days = pd.factorize(horizon.dates)
        rows = self.columns.dates.get_indexer(days)
        hours = np.asarray(np.bincount(day, share), dtype=np.float64)
        sizes, doubt = self._effect_sizes, self.fit.covariance[-len(self._effect_sizes) :, -len(self._effect_sizes) :]
        reasons = effects_by_name(self.columns.effects, sizes=sizes, covariance=doubt, rows=rows)
        for kind, stated in self.columns.stated.items():
            reasons[kind] = reasons.get(kind, np.zeros(len(rows))) + stated[rows]
        weekday = reasons.pop("weekday") - self._weekday_centre()
        mean = self.log_days[rows] + np.log(np.maximum(hours, 1e-12))
        return named_effects(pd.DatetimeIndex(days), mean=mean, hours=hours, weekday=weekday, reasons=reasons)

    @property
    def _effect_sizes(self) -> Floats:
        return self.fit.coefficients[-len(self.columns.effects) :]

    def _weekday_centre(self) -> float:
        """Mean logarithm of the weekday factors over the newest year's days."""
        recent = self.columns.weeks_ahead[: self.columns.past] > -52
        days = [column.strength[: self.columns.past][recent].mean() for column in self.columns.effects]
        names = [column.effect for column in self.columns.effects]
        return float(
            sum(c * d for c, d, name in zip(self._effect_sizes, days, names, strict=True) if name == "weekday")
        )


def _fit_robustly(grid: DayGrid, columns: RegressionColumns) -> _Regression:
    """Fit, set aside the days that are far off, and fit again."""
    kept = np.ones(len(grid.dates), dtype=np.bool_)
    noise = 0.1
    for _ in range(3):
        regression, wildness = _fit_once(grid, columns, kept=kept, noise=noise)
        noise = float(np.sqrt(regression.fit.variance))
        # At most one day in twenty: what happens more often is no outlier but a desk we do not understand.
        limit = max(_WILD_SIGMAS, float(np.quantile(wildness, 0.95)))
        if np.array_equal(kept, wildness <= limit):
            break
        kept = wildness <= limit
    return regression


def _fit_once(grid: DayGrid, columns: RegressionColumns, *, kept: Flags, noise: float) -> tuple[_Regression, Floats]:
    """The best fit over the drifts, and how many robust standard deviations each day is off."""
    profile = fit_day_profile(grid.where(kept & columns.usual_days))
    exposure = profile.of_grid(grid).sum(axis=1)
    outcome = np.log((grid.totals + 0.5) / np.maximum(exposure, 1e-3)) - columns.offset[: columns.past]
    recency = 0.5 ** (-columns.weeks_ahead[: columns.past] * 7 / _EFFECT_HALF_LIFE_DAYS)
    usual = np.exp(np.median(outcome[kept])) * np.maximum(exposure, 1e-3)
    precision = noise**2 / (noise**2 + _OVERDISPERSION / usual)
    weights = recency * precision
    design = columns.design(memory=1.0)
    weeks = design.shape[1] - 1 - len(columns.effects)
    chosen = {"weights": weights[kept]}
    priors = [columns.prior(noise=noise, drift=drift, weeks=weeks) for drift in DRIFTS]
    evidences = log_evidences(outcome[kept], design[: columns.past][kept], priors=priors, **chosen)
    best = int(np.argmax(evidences))
    drift = DRIFTS[best]
    fit = fit_ridge(outcome[kept], design[: columns.past][kept], prior=priors[best], **chosen)
    error = (outcome - design[: columns.past] @ fit.coefficients) * np.sqrt(precision)
    usual_error = max(1.4826 * float(np.median(np.abs(error[kept]))), 0.02)
    regression = _Regression(grid, columns, kept, profile, fit, drift, columns.design(memory=drift.memory))
    return regression, np.abs(error) / usual_error
