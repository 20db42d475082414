"""Whatever a log holds, there is a forecast with ordered finite quantiles."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.calendar import Calendar
from data.desk import DeskSettings
from data.interval_series import IntervalSeries
from forecasting.forecast import Forecast
from forecasting.forecast_contacts import MODELS, forecast_contacts
from forecasting.forecast_table import forecast_rows
from tests.forecasting.histories import series_of

ZONES = ("Asia/Tokyo", "Europe/London", "America/New_York")
# Last days shortly before a clock change of both zones, and an ordinary one.
LAST_DAYS = (date(2026, 3, 6), date(2026, 3, 27), date(2026, 10, 23), date(2026, 10, 30), date(2026, 7, 1))


def desk(zone: str, *, interval_minutes: int, hours: str, closures: bool) -> Calendar:
    """A desk that is open every day; closures: holidays, a closed season and exceptions that fall upon each other."""
    spans: dict[str, object] = {day: [hours] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
    if not closures:
        spans["holiday"] = [hours]
    else:
        spans["exceptions"] = {"2026-01-01": [], "2026-01-02": ["10:00-12:15"], "2026-07-04": [], "2026-10-26": []}
    return Calendar(
        settings=DeskSettings.model_validate(
            {
                "format": 1,
                "name": "any",
                "time_zone": zone,
                "language": "en",
                "country": {"Asia/Tokyo": "JP", "Europe/London": "GB", "America/New_York": "US"}[zone],
                "closed_on": ["12-31", "01-01", "01-02", "07-03", "07-04"] if closures else [],
                "interval_minutes": interval_minutes,
                "billing_days": [10, 31],
                "hours": {"phone": spans, "mail": spans},
                "queue": [{"name": "support"}],
            }
        )
    )


CALENDARS = st.builds(
    desk,
    st.sampled_from(ZONES),
    interval_minutes=st.sampled_from([15, 30, 60]),
    hours=st.sampled_from(["00:00-24:00", "09:00-18:00", "00:30-03:30"]),
    closures=st.booleans(),
)
COUNTS = st.sampled_from(["constant", "zero", "few", "many", "outlier", "gap", "holes", "ends in silence"])


def counts_of(kind: str, size: int, *, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    counts = rng.poisson(0.05 if kind == "few" else 8, size).astype(float)
    third = size // 3
    if kind == "constant":
        counts[:] = 7
    if kind == "zero":
        counts[:] = 0
    if kind == "many":
        counts *= 5000
    if kind == "outlier":
        counts[rng.integers(size)] = 8000
    if kind == "gap":
        counts[third : 2 * third] = np.nan
    if kind == "holes":
        counts[rng.random(size) < 0.7] = np.nan
    if kind == "ends in silence":
        counts[2 * third :] = 0
    return counts


def check(forecast: Forecast) -> None:
    quantiles = forecast.quantiles()
    assert np.all(np.isfinite(quantiles))
    assert np.all(np.diff(quantiles, axis=1) >= 0)
    assert np.all(quantiles[:, -1] > 0)
    assert np.all(np.isfinite(forecast.mean))
    assert forecast_rows(forecast)["interval_minutes"].between(1, 1440).all()
    totals = forecast.day_totals(paths=50)
    assert np.all(np.diff(totals.quantiles(), axis=1) >= 0)
    products: dict[date, float] = {}
    for one in forecast.effects:
        products[one.date.date()] = products.get(one.date.date(), 1.0) * one.factor
    for day, mean in zip(totals.dates, totals.mean, strict=True):
        assert products.get(day.date(), mean) == pytest.approx(mean, rel=1e-4, abs=1e-6)


@settings(max_examples=25, deadline=None)
@given(
    calendar=CALENDARS,
    kind=COUNTS,
    length=st.sampled_from([1, 2, 6, 20, 70, 130]),
    last=st.sampled_from(LAST_DAYS),
    channel=st.sampled_from(["phone", "mail"]),
    model=st.sampled_from(list(MODELS)),
    seed=st.integers(0, 99),
)
def test_any_history_gives_a_forecast(
    calendar: Calendar, kind: str, length: int, last: date, channel: str, model: str, seed: int
):
    first = last - timedelta(days=length - 1)
    opened = calendar.open_intervals("phone", first, last)
    past = series_of(calendar, counts_of(kind, len(opened.starts), seed=seed), first=first, last=last) \
        if len(opened.starts) else None  # fmt: skip
    if past is None or past.missing.all():
        return
    past = with_channel(past, channel)

    ahead = {"first_day": last + timedelta(days=1), "last_day": last + timedelta(days=4)}
    check(forecast_contacts(past, calendar, **ahead, model=model))


def with_channel(series: IntervalSeries, channel: str) -> IntervalSeries:
    return replace(series, channel=channel)
