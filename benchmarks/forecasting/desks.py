"""The desks on which forecasts are measured, by name."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

import numpy as np
import pandas as pd

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

_DAY_SHAPE = 156.0
"""Days differ by 8 % for no known reason, as the sample desks' own logs do."""


@dataclass(frozen=True)
class MeasuredDesk:
    """One queue's whole past, and how often it is forecast from.

    Parameters
    ----------
    title
        For people.
    step_days
        Days from one origin to the next, where none are asked for.
    floor
        WAPE of the truth itself, a share; None where nobody knows it.
    """

    title: str
    series: IntervalSeries
    calendar: Calendar
    step_days: int
    floor: float | None = None


def hosting_desk(*, seed: int) -> tuple[IntervalSeries, Calendar, float]:
    """Two years of counts around the sample desk's truth, its calendar, and the truth's own WAPE."""
    until = date(2026, 11, 20)
    since = until - timedelta(days=730)
    calendar = hosting_calendar(since=since, until=until, seed=seed)
    truth = hosting_truth_of(calendar, since=since, until=until, seed=seed)
    rng = np.random.default_rng([seed, 9])
    expected = np.asarray(truth.expected, dtype=np.float64)
    day, days = pd.factorize(truth.starts.tz_localize(None).normalize())
    drawn = rng.poisson(expected * rng.gamma(400, 1 / 400, len(days))[day]).astype(float)
    lost = [str(surprise.first_day) for surprise in truth.surprises if surprise.kind == "missing_day"]
    counts = pd.Series(drawn, index=truth.starts)[~truth.starts.strftime("%Y-%m-%d").isin(lost)]
    floor = float(np.abs(drawn - expected).sum() / drawn.sum())
    return series_of(calendar, counts, first=since, last=until), calendar, floor


def _us_bank() -> MeasuredDesk:
    calendar = us_bank_calendar()
    return MeasuredDesk("US bank, half-hours", us_bank(calendar), calendar, step_days=7)


def _anonymous_bank() -> MeasuredDesk:
    calendar = anonymous_bank_calendar()
    return MeasuredDesk("Anonymous Bank, half-hours", anonymous_bank(calendar), calendar, step_days=7)


def _hosting_desk() -> MeasuredDesk:
    series, calendar, floor = hosting_desk(seed=1)
    return MeasuredDesk("Sample hosting desk, half-hours", series, calendar, step_days=14, floor=floor)


def _tokyo_bands() -> MeasuredDesk:
    calendar = tokyo_calendar()
    return MeasuredDesk("Tokyo hotline, bands", tokyo_hotline(calendar), calendar, step_days=50)


def _tokyo_days() -> MeasuredDesk:
    calendar = tokyo_calendar()
    return MeasuredDesk("Tokyo hotline, whole days", tokyo_hotline(calendar, whole_days=True), calendar, step_days=50)


def _sample_desk(kind: str) -> MeasuredDesk:
    """The busiest queue of a sample desk at its own volume: counts drawn around its truth, missing days left out."""
    until = date(2026, 11, 20)
    since = until - timedelta(days=730)
    draft = sample_draft(kind, until=until, seed=1, since=since)
    queue, truth = max(draft.truths.items(), key=lambda told: float(told[1].expected.sum()))
    rng = np.random.default_rng([1, 9])
    expected = pd.Series(truth.expected, index=truth.starts)[: draft.calendar.instant(until, 1439)]
    days = pd.DatetimeIndex(expected.index).tz_localize(None).normalize()
    drawn = rng.poisson(expected * rng.gamma(_DAY_SHAPE, 1 / _DAY_SHAPE, len(days.unique()))[pd.factorize(days)[0]])
    lost = [str(surprise.first_day) for surprise in truth.surprises if surprise.kind == "missing_day"]
    counts = pd.Series(drawn.astype(float), index=expected.index)[~days.strftime("%Y-%m-%d").isin(lost)]
    number = [each.name for each in draft.calendar.settings.queue].index(queue)
    series = series_of(draft.calendar, counts, first=since, last=until, number=number)
    floor = float(np.abs(drawn - expected).sum() / drawn.sum())
    title = f"Sample desk {kind}, {drawn.sum() / len(days.unique()):.0f} a day"
    return MeasuredDesk(title, series, draft.calendar, step_days=14, floor=floor)


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
