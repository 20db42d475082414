from collections import defaultdict
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from data.calendar import Calendar
from data.desk import DeskSettings
from data.events import Event
from data.interval_series import IntervalSeries
from forecasting.forecast import Forecast
from forecasting.forecast_contacts import forecast_contacts
from tests.forecasting.conftest import FIRST, LAST
from tests.forecasting.histories import AFTER_CLOSURE, expected_contacts, hosting_history, series_of, with_counts

AHEAD = {"first_day": date(2026, 11, 21), "last_day": date(2026, 12, 25)}


def factors(forecast: Forecast, name: str) -> dict[date, float]:
    return {effect.date.date(): effect.factor for effect in forecast.effects if effect.name == name}


def day_means(forecast: Forecast) -> dict[date, float]:
    return {day.date(): mean for day, mean in zip(*_days(forecast), strict=True)}


def _days(forecast: Forecast) -> tuple[pd.DatetimeIndex, np.ndarray]:
    totals = forecast.day_totals(paths=2)
    return totals.dates, totals.mean


def test_the_expected_contacts_are_found_within_six_percent(calendar: Calendar, year: IntervalSeries):
    truth = 1.1 * expected_contacts(calendar, first=AHEAD["first_day"], last=AHEAD["last_day"])

    forecast = forecast_contacts(year, calendar, **AHEAD)

    assert np.abs(forecast.mean - truth).sum() / truth.sum() < 0.06


def test_monday_at_ten_is_the_highest_of_the_week(calendar: Calendar, year: IntervalSeries):
    forecast = forecast_contacts(year, calendar, first_day=date(2026, 11, 28), last_day=date(2026, 12, 4))

    assert forecast.starts[int(np.argmax(forecast.mean))] == pd.Timestamp("2026-11-30 10:00", tz="Asia/Tokyo")


def test_the_billing_day_and_the_day_after_a_holiday_are_named_with_their_factors(
    calendar: Calendar, year: IntervalSeries
):
    forecast = forecast_contacts(year, calendar, **AHEAD)

    assert factors(forecast, "billing_day")[date(2026, 12, 10)] == pytest.approx(1.5, rel=0.06)
    assert factors(forecast, "after_billing")[date(2026, 12, 11)] == pytest.approx(1.25, rel=0.06)
    assert factors(forecast, "after_closure")[date(2026, 11, 24)] == pytest.approx(AFTER_CLOSURE, rel=0.06)
    assert factors(forecast, "month_end")[date(2026, 11, 30)] == pytest.approx(1.12, rel=0.06)
    assert factors(forecast, "weekday")[date(2026, 11, 30)] == pytest.approx(1.36 / 1.02, rel=0.06)


@pytest.mark.parametrize("as_of", ["2026-11-21 00:00", "2026-11-18 13:10"], ids=["midnight", "within a day"])
def test_the_effects_of_a_day_multiply_to_its_mean(calendar: Calendar, year: IntervalSeries, as_of: str):
    past = year.before(pd.Timestamp(as_of, tz="Asia/Tokyo"))

    forecast = forecast_contacts(past, calendar, first_day=past.as_of.date(), last_day=date(2026, 12, 25))

    products: dict[date, float] = defaultdict(lambda: 1.0)
    for effect in forecast.effects:
        products[effect.date.date()] *= effect.factor
    assert products == pytest.approx(day_means(forecast), rel=1e-6)


def test_short_opening_hours_carry_the_contacts_of_their_hours_only(
    weekday_settings: DeskSettings, year: IntervalSeries
):
    phone = weekday_settings.hours["phone"]
    short = phone.model_copy(update={"exceptions": {date(2026, 12, 2): ("10:00-12:15",)}})
    calendar = Calendar(settings=weekday_settings.model_copy(update={"hours": {"phone": short}}))

    forecast = forecast_contacts(year, calendar, first_day=date(2026, 12, 2), last_day=date(2026, 12, 9))

    of_week = day_means(forecast)
    assert forecast.open_minutes[4] == 15
    whole_day = forecast.mean[-16:]
    assert forecast.mean[4] / forecast.mean[3] == pytest.approx(whole_day[4] / whole_day[3] / 2, rel=0.001)
    assert factors(forecast, "opening_hours")[date(2026, 12, 2)] == pytest.approx(
        of_week[date(2026, 12, 2)] / of_week[date(2026, 12, 9)], rel=0.1
    )


def test_an_outage_is_set_aside_and_named(calendar: Calendar, year: IntervalSeries):
    days = np.unique(year.date)
    outage = pd.Timestamp(days[int(0.4 * len(days))]).date()

    forecast = forecast_contacts(year, calendar, **AHEAD)

    assert any("学習から除きました" in remark.ja and outage.isoformat() in remark.en for remark in forecast.remarks)


@pytest.mark.parametrize(
    "where", [slice(2000, 2001), slice(2000, 2016), slice(-16, None)], ids=["an interval", "a day", "the newest day"]
)
def test_counts_a_thousand_times_too_high_hardly_move_the_forecast(
    calendar: Calendar, year: IntervalSeries, where: slice
):
    usual = forecast_contacts(year, calendar, **AHEAD)
    spoilt = year.offered.copy()
    spoilt[where] = 1000 * spoilt[where] + 1000

    forecast = forecast_contacts(with_counts(year, spoilt), calendar, **AHEAD)

    assert forecast.mean.sum() == pytest.approx(usual.mean.sum(), rel=0.03)
    assert forecast.quantile(0.975).sum() == pytest.approx(usual.quantile(0.975).sum(), rel=0.1)


def test_a_gap_of_months_leaves_a_forecast(calendar: Calendar, year: IntervalSeries):
    holed = year.offered.copy()
    holed[1500:2900] = np.nan

    forecast = forecast_contacts(with_counts(year, holed), calendar, **AHEAD)

    truth = 1.1 * expected_contacts(calendar, first=AHEAD["first_day"], last=AHEAD["last_day"])
    assert forecast.mean.sum() == pytest.approx(truth.sum(), rel=0.1)


def test_old_counts_give_a_wider_forecast_and_a_remark(calendar: Calendar, year: IntervalSeries):
    ended = np.where(year.starts >= pd.Timestamp("2026-08-01", tz="Asia/Tokyo"), np.nan, year.offered)
    usual = forecast_contacts(year, calendar, **AHEAD)

    forecast = forecast_contacts(with_counts(year, ended), calendar, **AHEAD)

    assert forecast.day_spread.mean() > usual.day_spread.mean()
    assert any("2026-07-31" in remark.en for remark in forecast.remarks)


def test_a_constant_desk_is_forecast_as_constant(calendar: Calendar, year: IntervalSeries):
    forecast = forecast_contacts(with_counts(year, np.full(len(year), 30.0)), calendar, **AHEAD)

    assert forecast.mean == pytest.approx(np.full(len(forecast), 30.0), rel=0.01)
    assert np.all(forecast.quantile(0.975) < 33)


def test_a_weekday_never_seen_gets_a_usual_day(weekday_settings: DeskSettings, year: IntervalSeries):
    phone = weekday_settings.hours["phone"]
    saturday = phone.model_copy(update={"exceptions": {date(2026, 12, 19): ("10:00-18:00",)}})
    calendar = Calendar(settings=weekday_settings.model_copy(update={"hours": {"phone": saturday}}))

    means = day_means(forecast_contacts(year, calendar, first_day=date(2026, 12, 19), last_day=date(2026, 12, 25)))

    assert means[date(2026, 12, 19)] == pytest.approx(np.mean(list(means.values())), rel=0.15)


def test_a_shift_of_the_level_is_followed_within_weeks(calendar: Calendar, year: IntervalSeries):
    shifted = np.where(year.starts >= pd.Timestamp("2026-10-26", tz="Asia/Tokyo"), 1.3, 1.0) * year.offered
    truth = 1.43 * expected_contacts(calendar, first=AHEAD["first_day"], last=AHEAD["last_day"])

    forecast = forecast_contacts(with_counts(year, np.round(shifted)), calendar, **AHEAD)

    assert forecast.mean.sum() == pytest.approx(truth.sum(), rel=0.1)


def release(day: date, *, known_from: date, effect: float | None = None) -> Event:
    return Event("release", "新版", day, day, "", effect, known_from, None)


def test_releases_of_the_past_tell_what_the_next_one_brings(calendar: Calendar, year: IntervalSeries):
    days = [date(2026, 2, 4), date(2026, 4, 8), date(2026, 6, 17), date(2026, 8, 19), date(2026, 10, 7)]
    busy = np.isin(year.date, np.array(days, dtype="datetime64[us]"))
    events = tuple(release(day, known_from=date(2026, 1, 1)) for day in [*days, date(2026, 12, 2)])

    forecast = forecast_contacts(
        with_counts(year, np.where(busy, 1.4, 1.0) * year.offered), replace(calendar, events=events), **AHEAD
    )

    assert factors(forecast, "release")[date(2026, 12, 2)] == pytest.approx(1.4, rel=0.08)


def test_an_event_that_nobody_knew_of_yet_changes_nothing(calendar: Calendar, year: IntervalSeries):
    late = replace(calendar, events=(release(date(2026, 12, 2), known_from=date(2026, 11, 25), effect=2.0),))

    assert forecast_contacts(year, late, **AHEAD).mean == pytest.approx(forecast_contacts(year, calendar, **AHEAD).mean)


def test_a_factor_that_the_desk_states_is_taken_as_it_is(calendar: Calendar, year: IntervalSeries):
    stated = replace(calendar, events=(release(date(2026, 12, 2), known_from=date(2026, 11, 1), effect=2.0),))

    forecast = forecast_contacts(year, stated, **AHEAD)

    usual = day_means(forecast_contacts(year, calendar, **AHEAD))[date(2026, 12, 2)]
    assert factors(forecast, "release") == {date(2026, 12, 2): pytest.approx(2.0)}
    assert day_means(forecast)[date(2026, 12, 2)] == pytest.approx(2 * usual, rel=0.01)


@pytest.mark.parametrize("a_day", [600.0, 60.0], ids=["600 a day", "60 a day"])
def test_bands_cover_about_what_they_say(calendar: Calendar, a_day: float):
    inside80, inside95 = [], []
    for seed in range(4):
        desk = hosting_history(calendar, first=FIRST, last=date(2026, 12, 25), seed=seed, a_day=a_day)
        past = desk.before(calendar.instant(LAST, 1440))
        forecast = forecast_contacts(past, calendar, **AHEAD)
        came = desk.offered[desk.starts.get_indexer(forecast.starts)]
        inside80.append(
            np.mean((came >= np.round(forecast.quantile(0.1))) & (came <= np.round(forecast.quantile(0.9))))
        )
        inside95.append(
            np.mean((came >= np.round(forecast.quantile(0.025))) & (came <= np.round(forecast.quantile(0.975))))
        )

    assert 0.75 <= np.mean(inside80) <= 0.90
    assert 0.92 <= np.mean(inside95) <= 0.99


def test_a_desk_in_berlin_is_forecast_over_the_clock_change(around_the_clock: Calendar):
    first, last = date(2026, 7, 6), date(2026, 10, 23)
    size = len(around_the_clock.open_intervals("phone", first, last).starts)
    past = series_of(around_the_clock, np.random.default_rng(4).poisson(12, size).astype(float), first=first, last=last)

    forecast = forecast_contacts(past, around_the_clock, first_day=date(2026, 10, 24), last_day=date(2026, 10, 26))

    assert len(forecast) == 48 + 50 + 48
    assert forecast.mean == pytest.approx(np.full(146, 12.0), rel=0.2)
