"""The desks on which forecasts are measured, by name."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import nbinom

from benchmarks.real_desks import (
    REAL_DATA,
    anonymous_bank,
    anonymous_bank_calendar,
    series_of,
    tokyo_calendar,
    tokyo_hotline,
    us_bank,
    us_bank_calendar,
)
from data.calendar import Calendar
from data.interval_series import IntervalSeries
from data.sample_desks.hosting_calendar import hosting_calendar
from data.sample_desks.hosting_effects import hosting_truth_of
from data.sample_desks.sample_desk import SAMPLE_KINDS, sample_draft
from data.sample_desks.truth import Truth
from forecasting.forecast import QUANTILE_LEVELS

Floats = NDArray[np.float64]

_DAY_SHAPE = 156.0
"""Days differ by 8 % for no known reason, as the sample desks' own logs do."""

UNTIL = date(2026, 11, 20)
SINCE = UNTIL - timedelta(days=730)
"""Two years of a sample desk."""


@dataclass(frozen=True)
class KnownTruth:
    """What counts were drawn from: Poisson around the expected contacts times a factor that each day shares.

    Parameters
    ----------
    expected
        Contacts by interval start, above 0.
    day_shape
        Of the gamma distribution of the days' factors, whose mean is 1; above 0.
    """

    expected: pd.Series
    day_shape: float

    def draw(self, *, seed: int) -> pd.Series:
        """Counts of every interval."""
        rng = np.random.default_rng([seed, 9])
        day, days = pd.factorize(self._days)
        factor = rng.gamma(self.day_shape, 1 / self.day_shape, len(days))[day]
        return pd.Series(rng.poisson(self.expected * factor).astype(float), index=self.expected.index)

    @property
    def _days(self) -> pd.DatetimeIndex:
        return pd.DatetimeIndex(self.expected.index).tz_localize(None).normalize()

    def without(self, counts: pd.Series, days: set[str]) -> pd.Series:
        """Counts without those of some days, told as ISO dates."""
        return counts[~self._days.strftime("%Y-%m-%d").isin(days)]

    def quantiles(self, starts: pd.DatetimeIndex) -> Floats:
        """What a forecaster would say who knew the truth, a column a level of `QUANTILE_LEVELS`."""
        expected = self.expected.reindex(starts).to_numpy(dtype=np.float64)[:, None]
        chance = self.day_shape / (self.day_shape + expected)
        return np.asarray(nbinom.ppf(np.array(QUANTILE_LEVELS), self.day_shape, chance), dtype=np.float64)


@dataclass(frozen=True)
class MeasuredDesk:
    """One queue's whole past, and how often it is forecast from.

    Parameters
    ----------
    title
        For people.
    step_days
        Days from one origin to the next, where none are asked for.
    truth
        What the counts were drawn from; None where nobody knows it.
    """

    title: str
    series: IntervalSeries
    calendar: Calendar
    step_days: int
    truth: KnownTruth | None = None


def hosting_desk(*, seed: int) -> tuple[IntervalSeries, Calendar, KnownTruth]:
    """Two years of counts around the sample desk's truth, its calendar, and that truth."""
    calendar = hosting_calendar(since=SINCE, until=UNTIL, seed=seed)
    told = hosting_truth_of(calendar, since=SINCE, until=UNTIL, seed=seed)
    truth = KnownTruth(pd.Series(np.asarray(told.expected, dtype=np.float64), index=told.starts), day_shape=400.0)
    return _drawn(truth, told, calendar, seed=seed), calendar, truth


def _drawn(truth: KnownTruth, told: Truth, calendar: Calendar, *, seed: int, number: int = 0) -> IntervalSeries:
    """Counts around a truth; the days that the desk's surprises lose are missing."""
    lost = {str(surprise.first_day) for surprise in told.surprises if surprise.kind == "missing_day"}
    counts = truth.without(truth.draw(seed=seed), lost)
    return series_of(calendar, counts, first=SINCE, last=UNTIL, number=number)


def _us_bank() -> MeasuredDesk:
    calendar = us_bank_calendar()
    return MeasuredDesk("US bank, half-hours", us_bank(calendar), calendar, step_days=7)


def _anonymous_bank() -> MeasuredDesk:
    calendar = anonymous_bank_calendar()
    return MeasuredDesk("Anonymous Bank, half-hours", anonymous_bank(calendar), calendar, step_days=7)


def _hosting_desk() -> MeasuredDesk:
    series, calendar, truth = hosting_desk(seed=1)
    return MeasuredDesk("Sample hosting desk, half-hours", series, calendar, step_days=14, truth=truth)


def _tokyo_bands() -> MeasuredDesk:
    calendar = tokyo_calendar()
    return MeasuredDesk("Tokyo hotline, bands", tokyo_hotline(calendar), calendar, step_days=50)


def _tokyo_days() -> MeasuredDesk:
    calendar = tokyo_calendar()
    return MeasuredDesk("Tokyo hotline, whole days", tokyo_hotline(calendar, whole_days=True), calendar, step_days=50)


def _sample_desk(kind: str) -> MeasuredDesk:
    """The busiest queue of a sample desk at its own volume: counts drawn around its truth, missing days left out."""
    draft = sample_draft(kind, until=UNTIL, seed=1, since=SINCE)
    queue, told = max(draft.truths.items(), key=lambda each: float(each[1].expected.sum()))
    expected = pd.Series(told.expected, index=told.starts)[: draft.calendar.instant(UNTIL, 1439)]
    truth = KnownTruth(expected, day_shape=_DAY_SHAPE)
    number = [each.name for each in draft.calendar.settings.queue].index(queue)
    series = _drawn(truth, told, draft.calendar, seed=1, number=number)
    a_day = np.nansum(series.offered) / len(np.unique(series.date[~series.missing]))
    return MeasuredDesk(f"Sample desk {kind}, {a_day:.0f} a day", series, draft.calendar, step_days=14, truth=truth)


DESKS: dict[str, Callable[[], MeasuredDesk]] = {
    "us_bank": _us_bank,
    "anonymous_bank": _anonymous_bank,
    "tokyo_bands": _tokyo_bands,
    "tokyo_days": _tokyo_days,
    "hosting_desk": _hosting_desk,
    **{f"sample_{kind.replace('-', '_')}": partial(_sample_desk, kind) for kind in SAMPLE_KINDS if kind != "hosting"},
}

_DRAWN = {name for name in DESKS if name == "hosting_desk" or name.startswith("sample_")}
"""Drawn around a known truth: no log is read."""


def read_measured_desk(name: str) -> MeasuredDesk | None:
    """The desk of that name; None where its logs are not here."""
    if name not in _DRAWN and not REAL_DATA.is_dir():
        print(f"{name}: skipped, there is no {REAL_DATA}")
        return None
    return DESKS[name]()
