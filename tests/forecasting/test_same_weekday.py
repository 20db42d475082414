from datetime import date

import numpy as np
import pytest

from data.calendar import Calendar
from data.desk import DeskSettings
from data.interval_series import IntervalSeries
from forecasting.forecast_contacts import forecast_contacts
from tests.forecasting.histories import series_of, with_counts

FIRST, LAST = date(2026, 10, 5), date(2026, 11, 20)
NEXT_WEDNESDAY = {"first_day": date(2026, 11, 25), "last_day": date(2026, 11, 25)}


@pytest.fixture
def weeks(calendar: Calendar) -> IntervalSeries:
    """Counts that tell their own week: 10, 20, 30, ... in the first, second, third week."""
    starts = calendar.open_intervals("phone", FIRST, LAST).starts
    week = np.asarray((starts.tz_localize(None) - np.datetime64(FIRST)).days // 7 + 1, dtype=float)
    return series_of(calendar, 10 * week, first=FIRST, last=LAST)


def test_the_naive_forecast_is_the_same_weekday_of_last_week(calendar: Calendar, weeks: IntervalSeries):
    forecast = forecast_contacts(weeks, calendar, **NEXT_WEDNESDAY, model="seasonal_naive")

    assert forecast.mean == pytest.approx(np.full(16, 70.0))


def test_the_naive_forecast_goes_back_a_week_where_last_week_is_missing(calendar: Calendar, weeks: IntervalSeries):
    holed = np.where(weeks.date == np.datetime64("2026-11-18"), np.nan, weeks.offered)

    forecast = forecast_contacts(with_counts(weeks, holed), calendar, **NEXT_WEDNESDAY, model="seasonal_naive")

    assert forecast.mean == pytest.approx(np.full(16, 60.0))


def test_the_mean_of_weekdays_is_that_of_the_last_four(calendar: Calendar, weeks: IntervalSeries):
    forecast = forecast_contacts(weeks, calendar, **NEXT_WEDNESDAY, model="mean_of_weekdays")

    assert forecast.mean == pytest.approx(np.full(16, (40 + 50 + 60 + 70) / 4))


def test_the_mean_of_weekdays_skips_what_is_missing(calendar: Calendar, weeks: IntervalSeries):
    holed = np.where(weeks.date == np.datetime64("2026-11-18"), np.nan, weeks.offered)

    forecast = forecast_contacts(with_counts(weeks, holed), calendar, **NEXT_WEDNESDAY, model="mean_of_weekdays")

    assert forecast.mean == pytest.approx(np.full(16, (40 + 50 + 60) / 3))


def test_a_weekday_and_an_hour_never_open_before_take_the_mean_of_all(
    weekday_settings: DeskSettings, weeks: IntervalSeries
):
    phone = weekday_settings.hours["phone"]
    longer = phone.model_copy(update={"exceptions": {date(2026, 11, 21): ("08:00-12:00",)}})
    opened = Calendar(settings=weekday_settings.model_copy(update={"hours": {"phone": longer}}))

    forecast = forecast_contacts(
        weeks, opened, first_day=date(2026, 11, 21), last_day=date(2026, 11, 21), model="mean_of_weekdays"
    )

    assert len(forecast) == 8
    assert forecast.mean == pytest.approx(np.full(8, weeks.offered.mean()))


def test_a_forecast_of_four_weeks_ahead_is_wider_on_a_desk_that_drifts(calendar: Calendar):
    first = date(2026, 1, 5)
    starts = calendar.open_intervals("phone", first, LAST).starts
    day, days = np.unique(starts.tz_localize(None).normalize(), return_inverse=True)
    level = 40 * np.exp(np.cumsum(np.random.default_rng(5).normal(0, 0.05, len(day))))
    drifting = series_of(calendar, np.round(level[days]), first=first, last=LAST)

    forecast = forecast_contacts(
        drifting, calendar, first_day=date(2026, 11, 24), last_day=date(2026, 12, 18), model="seasonal_naive"
    )

    assert forecast.day_spread[-1] > 1.3 * forecast.day_spread[0]


def test_a_quiet_hour_last_week_is_no_promise_of_silence(calendar: Calendar):
    counts = np.random.default_rng(2).poisson(0.5, len(calendar.open_intervals("phone", FIRST, LAST).starts))
    sparse = series_of(calendar, counts.astype(float), first=FIRST, last=LAST)

    forecast = forecast_contacts(sparse, calendar, **NEXT_WEDNESDAY, model="seasonal_naive")

    assert np.all(forecast.quantile(0.975) > 0.5)
