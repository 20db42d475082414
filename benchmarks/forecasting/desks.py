"""The desks on which forecasts are measured, by name."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

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


DESKS: dict[str, Callable[[], MeasuredDesk]] = {
    "us_bank": _us_bank,
    "anonymous_bank": _anonymous_bank,
    "tokyo_bands": _tokyo_bands,
    "tokyo_days": _tokyo_days,
    "hosting_desk": _hosting_desk,
}


def read_measured_desk(name: str) -> MeasuredDesk | None:
    """The desk of that name; None where its logs are not here."""
    if name != "hosting_desk" and not REAL_DATA.is_dir():
        print(f"{name}: skipped, there is no {REAL_DATA}")
        return None
    return DESKS[name]()
