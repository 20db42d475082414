from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from data.calendar import Calendar
from data.desk import DeskSettings
from data.errors import NothingToDo
from data.interval_series import IntervalSeries
from forecasting.backtest import backtest
from forecasting.forecast_contacts import MODELS, forecast_contacts
from forecasting.forecast_table import day_rows, forecast_from_rows, forecast_rows
from forecasting.grain import Grain, at_one_grain
from tests.forecasting.histories import banded

FIRST, LAST = date(2026, 1, 5), date(2026, 9, 30)
AHEAD = {"first_day": date(2026, 10, 1), "last_day": date(2026, 10, 28)}
HOLIDAY_FACTOR = 1.3
BANDS = {540: 240, 780: 240, 1020: 240}


@pytest.fixture
def every_day() -> Calendar:
    """A hotline in Tokyo, 09 to 21 on every day, holidays too."""
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun", "holiday")
    return Calendar(
        settings=DeskSettings.model_validate(
            {
                "format": 1,
                "name": "hotline",
                "time_zone": "Asia/Tokyo",
                "language": "en",
                "hours": {"phone": {day: ["09:00-21:00"] for day in days}},
                "queue": [{"name": "support"}],
            }
        )
    )


@pytest.fixture
def hotline(every_day: Calendar) -> IntervalSeries:
    """100, 60 and 40 calls in the three bands; Saturdays a quarter more, holidays 1.3 times."""
    return banded(every_day, BANDS, contacts=(100, 60, 40), holiday=HOLIDAY_FACTOR, first=FIRST, last=LAST)


@pytest.fixture
def by_day(every_day: Calendar) -> IntervalSeries:
    return banded(every_day, {0: 1440}, contacts=(200,), holiday=HOLIDAY_FACTOR, first=FIRST, last=LAST)


@pytest.mark.parametrize("model", MODELS)
def test_what_is_told_in_bands_is_forecast_in_bands(every_day: Calendar, hotline: IntervalSeries, model: str):
    forecast = forecast_contacts(hotline, every_day, **AHEAD, model=model)

    assert forecast.lengths.tolist() == [240.0] * 84
    assert forecast.starts[:3].hour.tolist() == [9, 13, 17]
    assert forecast.mean.reshape(28, 3).mean(axis=0) == pytest.approx([100, 60, 40], rel=0.15)


@pytest.mark.parametrize("model", MODELS)
def test_what_is_told_by_day_is_forecast_by_day(every_day: Calendar, by_day: IntervalSeries, model: str):
    forecast = forecast_contacts(by_day, every_day, **AHEAD, model=model)

    assert forecast.lengths.tolist() == [1440.0] * 28
    assert forecast.open_minutes == pytest.approx(np.full(28, 720.0))
    assert forecast.mean.mean() == pytest.approx(200 * 1.05, rel=0.1)


def test_the_reader_is_told_the_grain_and_its_reason(
    every_day: Calendar, hotline: IntervalSeries, by_day: IntervalSeries
):
    bands = forecast_contacts(hotline, every_day, **AHEAD).remarks
    days = forecast_contacts(by_day, every_day, **AHEAD).remarks

    assert "totals of bands of the day only (09:00-13:00, 13:00-17:00, 17:00-21:00)" in bands[0].en
    assert "totals of whole days only" in days[0].en


def test_a_holiday_on_which_the_desk_is_open_and_busy_is_learnt_as_busy(every_day: Calendar, hotline: IntervalSeries):
    forecast = forecast_contacts(hotline, every_day, **AHEAD)

    factors = {one.date.date(): one.factor for one in forecast.effects if one.name == "holiday"}
    assert factors == {date(2026, 10, 12): pytest.approx(HOLIDAY_FACTOR, rel=0.06)}


def test_the_doubt_of_a_day_is_the_same_told_in_bands_or_whole(
    every_day: Calendar, hotline: IntervalSeries, by_day: IntervalSeries
):
    bands = forecast_contacts(hotline, every_day, **AHEAD).day_totals()
    days = forecast_contacts(by_day, every_day, **AHEAD).day_totals()

    width = [np.mean(one.quantile(0.9) - one.quantile(0.1)) for one in (bands, days)]
    assert width[0] == pytest.approx(width[1], rel=0.3)
    assert bands.mean == pytest.approx(days.mean, rel=0.1)


def test_rows_carry_their_own_length_and_come_back(every_day: Calendar, hotline: IntervalSeries):
    forecast = forecast_contacts(hotline, every_day, **AHEAD)
    uneven = replace(forecast, minutes=np.tile([240.0, 240.0, 180.0], 28))

    back = forecast_from_rows(forecast_rows(uneven), zone="Asia/Tokyo")

    assert forecast_rows(forecast)["interval_minutes"].tolist() == [240] * 84
    assert back.lengths == pytest.approx(uneven.lengths)
    assert back.mean == pytest.approx(forecast.mean)
    assert day_rows(back)["mean"].to_numpy() == pytest.approx(forecast.mean.reshape(28, 3).sum(axis=1))


def test_the_rest_of_a_day_follows_the_band_that_is_over(every_day: Calendar, hotline: IntervalSeries):
    morning = np.where(hotline.starts >= pd.Timestamp("2026-09-30", tz="Asia/Tokyo"), 2.0, 1.0) * hotline.offered
    today = {"first_day": LAST, "last_day": LAST}
    one_o_clock = pd.Timestamp("2026-09-30 13:00", tz="Asia/Tokyo")

    usual = forecast_contacts(hotline.before(one_o_clock), every_day, **today)
    busy = forecast_contacts(replace(hotline, offered=morning).before(one_o_clock), every_day, **today)

    assert busy.starts.hour.tolist() == [13, 17]
    assert np.all(busy.mean > 1.05 * usual.mean)


def test_days_cut_in_different_ways_are_added_up(every_day: Calendar, hotline: IntervalSeries):
    other = banded(every_day, {540: 360, 900: 360}, contacts=(150, 50), holiday=1.0, first=FIRST, last=date(2026, 3, 1))
    later = hotline.where(np.asarray(hotline.starts >= other.as_of), as_of=hotline.as_of)
    mixed = replace(
        later,
        **{
            name: np.concatenate([getattr(other, name), getattr(later, name)])
            for name in ("open_minutes", "offered", "answered", "talk_seconds", "hold_seconds", "after_call_seconds",
                         "handled", "minutes")
        },
        starts=other.starts.append(later.starts),
    )  # fmt: skip

    forecast = forecast_contacts(mixed, every_day, **AHEAD)

    assert Grain.of(mixed).overlaps
    assert at_one_grain(mixed).offered.sum() == pytest.approx(mixed.offered.sum())
    assert forecast.lengths.tolist() == [1440.0] * 28
    assert "cuts different days into different bands" in forecast.remarks[0].en


def test_a_short_day_has_the_open_part_of_its_bands(every_day: Calendar, hotline: IntervalSeries):
    phone = every_day.settings.hours["phone"]
    short = phone.model_copy(update={"exceptions": {date(2026, 10, 7): ("09:00-15:00",)}})
    calendar = Calendar(settings=every_day.settings.model_copy(update={"hours": {"phone": short}}))

    forecast = forecast_contacts(hotline, calendar, first_day=date(2026, 10, 7), last_day=date(2026, 10, 14))

    assert forecast.open_minutes[:3].tolist() == [240.0, 120.0, 240.0]
    assert forecast.mean[1] == pytest.approx(forecast.mean[-2] / 2, rel=0.1)


def test_bands_outside_opening_hours_are_nothing_to_forecast(every_day: Calendar):
    night = banded(every_day, {1260: 180}, contacts=(5,), holiday=1.0, first=FIRST, last=LAST)

    with pytest.raises(NothingToDo, match="phone is not open from 2026-10-01"):
        forecast_contacts(night, every_day, **AHEAD)


def test_whole_days_are_over_at_midnight_when_the_clock_changes(around_the_clock: Calendar):
    days = banded(around_the_clock, {0: 1440}, contacts=(200,), holiday=1.0, first=date(2026, 3, 1), last=LAST)

    for changed in (date(2026, 3, 29), date(2026, 3, 28)):
        past = days.before(around_the_clock.instant(changed + timedelta(days=1), 0))
        assert past.date[-1].date() == changed


def test_a_backtest_scores_every_band_that_came(every_day: Calendar, hotline: IntervalSeries):
    scores = backtest(hotline, every_day, origins=1, step_days=1, horizon_days=20, models=["mean_of_weekdays"])

    assert scores["contacts"].sum() == pytest.approx(hotline.offered[-60:].sum())
    assert np.all(scores["wape"] < 0.3)
