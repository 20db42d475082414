from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from data.calendar import Calendar
from data.desk import DeskSettings
from data.errors import DeskError
from data.interval_series import IntervalSeries
from forecasting.forecast_contacts import forecast_contacts

WEEK = {"first_day": date(2026, 11, 24), "last_day": date(2026, 11, 27), "model": "mean_of_weekdays"}


def with_handle_seconds(series: IntervalSeries, seconds: np.ndarray) -> IntervalSeries:
    return replace(series, talk_seconds=series.handled * seconds)


def test_handle_time_is_split_over_talk_hold_and_after_call_work(calendar: Calendar, year: IntervalSeries):
    parts = replace(
        year,
        talk_seconds=200 * year.handled,
        hold_seconds=30 * year.handled,
        after_call_seconds=90 * year.handled,
    )

    forecast = forecast_contacts(parts, calendar, **WEEK)

    assert forecast.handle_seconds == pytest.approx(np.full(len(forecast), 320.0))


def test_an_hour_with_long_calls_is_found_and_drawn_towards_the_mean(calendar: Calendar, year: IntervalSeries):
    long = (year.weekday == 1) & (year.minute_of_day // 60 == 10)

    forecast = forecast_contacts(with_handle_seconds(year, np.where(long, 600.0, 300.0)), calendar, **WEEK)

    tuesday_at_ten = forecast.starts == pd.Timestamp("2026-11-24 10:00", tz="Asia/Tokyo")
    assert 480 < forecast.handle_seconds[tuesday_at_ten][0] < 600
    assert np.all(forecast.handle_seconds[forecast.starts.hour > 10] < 320)


def test_recent_weeks_weigh_more(calendar: Calendar, year: IntervalSeries):
    longer_since_summer = np.where(year.starts >= pd.Timestamp("2026-08-01", tz="Asia/Tokyo"), 400.0, 300.0)

    forecast = forecast_contacts(with_handle_seconds(year, longer_since_summer), calendar, **WEEK)

    assert 370 < forecast.handle_seconds.mean() < 400


@pytest.mark.parametrize("variation", [0.5, 1.0], ids=["even calls", "exponential calls"])
def test_the_variation_of_single_calls_is_told_from_the_means_of_intervals(
    calendar: Calendar, year: IntervalSeries, variation: float
):
    shape = 1 / variation**2
    sums = np.random.default_rng(3).gamma(np.maximum(year.handled, 1e-9) * shape, 300 / shape)

    forecast = forecast_contacts(replace(year, talk_seconds=sums), calendar, **WEEK)

    assert forecast.handle_variation == pytest.approx(variation, rel=0.1)


def test_without_known_handle_time_the_settings_are_assumed_and_said_so(
    weekday_settings: DeskSettings, year: IntervalSeries
):
    english = Calendar(settings=weekday_settings.model_copy(update={"language": "en"}))
    unknown = replace(year, handled=np.zeros(len(year)), talk_seconds=np.zeros(len(year)))

    forecast = forecast_contacts(unknown, english, **WEEK)

    assert np.all(forecast.handle_seconds == 300)
    assert forecast.handle_variation == 1.0
    [remark] = forecast.remarks
    assert remark.en == "support: the log tells no handle time; 300 seconds from desk.toml are assumed."


def test_a_queue_that_the_desk_does_not_have_is_refused(calendar: Calendar, year: IntervalSeries):
    stranger = replace(year, queue="sales", handled=np.zeros(len(year)), talk_seconds=np.zeros(len(year)))

    with pytest.raises(DeskError, match=r"desk\.toml has no queue 'sales'; it has support"):
        forecast_contacts(stranger, calendar, **WEEK)
