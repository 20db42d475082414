"""Builders of made-up pasts, whose truth the tests know."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from data.calendar import Calendar
from data.interval_series import IntervalSeries

SHAPE = np.array([1.45, 1.35, 1.2, 1.1, 0.8, 0.7, 0.75, 0.8, 0.95, 1.0, 1.1, 1.1, 1.0, 0.95, 0.9, 0.85])
WEEKDAY = (1.36, 1.02, 0.9, 0.87, 0.95, 1.0, 1.0)
BILLING = {0: 1.5, 1: 1.25, 2: 1.1}
AFTER_CLOSURE = 1.2


def series_of(
    calendar: Calendar, offered: np.ndarray, *, first: date, last: date, handle_seconds: float = 0.0
) -> IntervalSeries:
    """A queue `support` with these counts in its open intervals; handle time is known where above 0."""
    intervals = calendar.open_intervals("phone", first, last)
    contacts = np.where(np.isnan(offered), 0.0, offered)
    return IntervalSeries(
        queue="support",
        channel="phone",
        interval_minutes=calendar.settings.interval_minutes,
        starts=intervals.starts,
        open_minutes=intervals.open_minutes,
        offered=offered,
        answered=offered,
        talk_seconds=contacts * handle_seconds,
        hold_seconds=np.zeros(len(offered)),
        after_call_seconds=np.zeros(len(offered)),
        handled=contacts if handle_seconds else np.zeros(len(offered)),
        as_of=calendar.instant(last + timedelta(days=1), 0),
    )


def expected_contacts(calendar: Calendar, *, first: date, last: date, a_day: float = 600.0) -> np.ndarray:
    """The truth of the made-up hosting desk: Mondays, billing days and days after a closure are high."""
    starts = calendar.open_intervals("phone", first, last).starts
    drivers = calendar.drivers("phone", first, last)
    factor = np.array([WEEKDAY[day] for day in drivers["weekday"]])
    factor = factor * np.array([BILLING.get(days, 1.0) for days in drivers["days_after_billing"]])
    factor = factor * np.where(drivers["closed_days_before"] > 0, AFTER_CLOSURE, 1.0)
    factor = factor * np.where(drivers["from_month_end"] <= 2, 1.12, 1.0)
    by_day = pd.Series(factor, index=drivers.index)
    day = by_day.loc[starts.tz_localize(None).normalize()].to_numpy()
    return a_day / 16 * day * SHAPE[((starts.hour * 60 + starts.minute) // 30 - 20) % 16]


def hosting_history(
    calendar: Calendar, *, first: date, last: date, seed: int = 0, a_day: float = 600.0
) -> IntervalSeries:
    """A year of the made-up hosting desk: clustered counts, an outage, a shift of the level, three missing days."""
    rng = np.random.default_rng(seed)
    expected = expected_contacts(calendar, first=first, last=last, a_day=a_day)
    starts = calendar.open_intervals("phone", first, last).starts
    day, days = pd.factorize(starts.tz_localize(None).normalize())
    expected = expected * rng.gamma(300, 1 / 300, len(days))[day]
    expected = np.where(day > 0.6 * len(days), 1.1, 1.0) * expected
    counts = rng.poisson(expected).astype(float)
    outage = day == int(0.4 * len(days))
    counts[outage] = counts[outage] * 2.5
    counts[np.isin(day, [30, 31, 90])] = np.nan
    return series_of(calendar, counts, first=first, last=last, handle_seconds=420.0)


def with_counts(series: IntervalSeries, offered: np.ndarray) -> IntervalSeries:
    """The same queue with other counts."""
    return replace(series, offered=offered, answered=offered)


def banded(
    calendar: Calendar,
    bands: dict[int, int],
    *,
    contacts: tuple[float, ...],
    holiday: float,
    first: date,
    last: date,
    seed: int = 0,
) -> IntervalSeries:
    """A queue told in bands (minute of day: length): so many contacts in each, Saturdays a quarter more."""
    days = pd.date_range(first, last)
    rng = np.random.default_rng(seed)
    factor = np.where(days.day_of_week == 5, 1.25, 1.0) * rng.gamma(400, 1 / 400, len(days))
    factor = factor * np.where([calendar.is_holiday(day.date()) for day in days], holiday, 1.0)
    offered = rng.poisson(np.outer(factor, contacts)).ravel().astype(float)
    lengths = np.tile(np.array(list(bands.values()), dtype=float), len(days))
    nothing = np.zeros(len(offered))
    return IntervalSeries(
        queue="support",
        channel="phone",
        interval_minutes=calendar.settings.interval_minutes,
        starts=pd.DatetimeIndex([calendar.instant(day.date(), minute) for day in days for minute in bands]),
        open_minutes=np.minimum(lengths, 720.0),
        offered=offered,
        answered=offered,
        talk_seconds=nothing,
        hold_seconds=nothing,
        after_call_seconds=nothing,
        handled=nothing,
        as_of=calendar.instant(last + timedelta(days=1), 0),
        minutes=lengths,
    )
