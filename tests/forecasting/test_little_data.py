from datetime import date

import numpy as np
import pandas as pd
import pytest

from data.calendar import Calendar
from data.errors import NothingToDo
from data.interval_series import IntervalSeries
from forecasting.forecast_contacts import MODELS, forecast_contacts
from tests.forecasting.histories import series_of, with_counts

AHEAD = {"first_day": date(2026, 11, 21), "last_day": date(2026, 12, 25)}


def newest(series: IntervalSeries, *, intervals: int) -> IntervalSeries:
    return series.where(np.arange(len(series)) >= len(series) - intervals, as_of=series.as_of)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("intervals", [1, 16, 80, 240], ids=["half an hour", "a day", "a week", "three weeks"])
def test_a_young_desk_gets_a_wide_forecast(calendar: Calendar, year: IntervalSeries, intervals: int, model: str):
    forecast = forecast_contacts(newest(year, intervals=intervals), calendar, **AHEAD, model=model)

    totals = forecast.day_totals(paths=500)
    assert np.all(forecast.mean > 0)
    assert np.all(totals.quantile(0.975) > 1.2 * totals.mean)


def test_under_eight_weeks_the_reader_is_told(english_calendar: Calendar, year: IntervalSeries):
    forecast = forecast_contacts(newest(year, intervals=240), english_calendar, **AHEAD)

    assert "support: the log holds only 15 open days." in forecast.remarks[0].en


def test_under_twenty_contacts_a_day_the_reader_is_told_in_either_language(calendar: Calendar, year: IntervalSeries):
    sparse = np.random.default_rng(0).poisson(0.4, len(year)).astype(float)

    forecast = forecast_contacts(with_counts(year, sparse), calendar, **AHEAD)

    assert "件と少ないため" in forecast.remarks[0].ja
    assert "there are too few to estimate calendar effects" in forecast.remarks[0].en
    assert forecast.mean.mean() == pytest.approx(0.4, rel=0.3)


@pytest.mark.parametrize("model", MODELS)
def test_a_queue_that_nobody_called_in_a_year_keeps_a_small_chance_of_a_call(
    calendar: Calendar, year: IntervalSeries, model: str
):
    forecast = forecast_contacts(with_counts(year, np.zeros(len(year))), calendar, **AHEAD, model=model)

    assert forecast.mean.sum() == pytest.approx(0.5 * len(forecast) / len(year))
    assert np.all(forecast.quantile(0.975) > 0)


@pytest.mark.parametrize("model", MODELS)
def test_one_silent_day_is_no_promise_of_silence(calendar: Calendar, year: IntervalSeries, model: str):
    silent = newest(with_counts(year, np.zeros(len(year))), intervals=16)

    forecast = forecast_contacts(silent, calendar, **AHEAD, model=model)

    totals = forecast.day_totals(paths=1000)
    assert totals.mean == pytest.approx(np.full(len(totals.dates), 0.5))
    assert np.all(totals.quantile(0.975) > 0.8)


@pytest.mark.parametrize("model", MODELS)
def test_an_empty_or_wholly_missing_log_is_refused_with_a_sentence(
    calendar: Calendar, year: IntervalSeries, model: str
):
    for nothing in (newest(year, intervals=0), with_counts(year, np.full(len(year), np.nan))):
        with pytest.raises(NothingToDo, match="queue support has no counted contacts before 2026-11-21"):
            forecast_contacts(nothing, calendar, **AHEAD, model=model)


def test_eight_weeks_are_enough_for_the_two_stage_model(calendar: Calendar, year: IntervalSeries):
    forecast = forecast_contacts(newest(year, intervals=16 * 41), calendar, **AHEAD)

    assert any(effect.name == "billing_day" for effect in forecast.effects)


def test_days_on_which_the_channel_is_closed_are_nothing_to_forecast(calendar: Calendar, year: IntervalSeries):
    with pytest.raises(NothingToDo, match="phone is not open from 2026-11-21 to 2026-11-22"):
        forecast_contacts(year, calendar, first_day=date(2026, 11, 21), last_day=date(2026, 11, 22))


def test_intervals_that_began_before_the_as_of_are_left_out(calendar: Calendar):
    first, last = date(2026, 11, 2), date(2026, 11, 20)
    size = len(calendar.open_intervals("phone", first, last).starts)
    series = series_of(calendar, np.full(size, 20.0), first=first, last=last)
    noon = series.before(pd.Timestamp("2026-11-20 12:10", tz="Asia/Tokyo"))

    forecast = forecast_contacts(noon, calendar, first_day=date(2026, 11, 20), last_day=date(2026, 11, 20))

    assert forecast.starts[0] == pd.Timestamp("2026-11-20 12:30", tz="Asia/Tokyo")
    assert len(forecast) == 11


def test_an_unknown_model_and_a_backward_span_are_refused(calendar: Calendar, year: IntervalSeries):
    with pytest.raises(ValueError, match="there is no model 'oracle'; choose one of two_stage"):
        forecast_contacts(year, calendar, **AHEAD, model="oracle")
    with pytest.raises(ValueError, match="before it starts"):
        forecast_contacts(year, calendar, first_day=date(2026, 12, 2), last_day=date(2026, 12, 1))
