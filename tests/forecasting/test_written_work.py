"""Mail arrives at all hours and enters when the desk opens: the first interval carries nights and weekends."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from data.calendar import Calendar
from data.desk import DeskSettings
from data.interval_series import IntervalSeries
from forecasting.forecast import Forecast
from forecasting.forecast_contacts import forecast_contacts

FIRST, LAST = date(2025, 11, 4), date(2026, 11, 20)
AHEAD = {"first_day": date(2026, 11, 21), "last_day": date(2026, 12, 25)}
A_DAY = 260.0


@pytest.fixture(scope="module")
def mail_calendar() -> Calendar:
    """Mail and phone on weekdays 09:30 to 17:30 in Tokyo."""
    hours = {day: ["09:30-17:30"] for day in ("mon", "tue", "wed", "thu", "fri")}
    settings = {
        "format": 1,
        "name": "mail",
        "time_zone": "Asia/Tokyo",
        "hours": {"mail": hours, "phone": hours},
        "queue": [{"name": "support", "channel": "mail"}, {"name": "voice"}],
    }
    return Calendar(settings=DeskSettings.model_validate(settings))


def expected_mails(calendar: Calendar, *, first: date, last: date) -> np.ndarray:
    """Mails a half-hour: written at an even pace day and night, half of it at weekends, counted when the desk opens."""
    starts = calendar.open_intervals("mail", first, last).starts
    before = pd.date_range(calendar.instant(first - timedelta(days=7), 0), starts[-1], freq="30min")
    pace = A_DAY / 48 * np.where(before.day_of_week >= 5, 0.5, 1.0)
    enters = np.searchsorted(starts, before)
    return np.bincount(enters[enters < len(starts)], pace[enters < len(starts)], minlength=len(starts))


def mail_history(calendar: Calendar, *, channel: str = "mail") -> IntervalSeries:
    intervals = calendar.open_intervals("mail", FIRST, LAST)
    rng = np.random.default_rng(1)
    expected = expected_mails(calendar, first=FIRST, last=LAST)
    expected[0] = expected[16]  # what had piled up before the log began is not in it
    day, days = pd.factorize(intervals.starts.tz_localize(None).normalize())
    offered = rng.poisson(expected * rng.gamma(300, 1 / 300, len(days))[day]).astype(float)
    nothing = np.zeros(len(offered))
    return IntervalSeries(
        queue="support" if channel == "mail" else "voice",
        channel=channel,
        interval_minutes=30,
        starts=intervals.starts,
        open_minutes=intervals.open_minutes,
        offered=offered,
        answered=offered,
        talk_seconds=nothing,
        hold_seconds=nothing,
        after_call_seconds=nothing,
        handled=nothing,
        as_of=calendar.instant(LAST + timedelta(days=1), 0),
    )


@pytest.fixture(scope="module")
def mail_forecast(mail_calendar: Calendar) -> Forecast:
    return forecast_contacts(mail_history(mail_calendar), mail_calendar, **AHEAD)


def contacts_at(forecast: Forecast, instant: str) -> float:
    return float(forecast.mean[forecast.starts.get_loc(pd.Timestamp(instant, tz="Asia/Tokyo"))])


def test_the_first_half_hour_carries_the_night(mail_forecast: Forecast):
    assert contacts_at(mail_forecast, "2026-12-02 09:30") == pytest.approx(A_DAY * 33 / 48, rel=0.08)
    assert contacts_at(mail_forecast, "2026-12-02 10:00") == pytest.approx(A_DAY / 48, rel=0.15)


def test_monday_carries_the_weekend_in_its_first_half_hour(mail_forecast: Forecast):
    days = mail_forecast.day_totals(paths=2)
    by_day = pd.Series(days.mean, index=days.dates)

    assert by_day["2026-11-30"] / by_day["2026-12-02"] == pytest.approx(2.0, rel=0.08)
    assert contacts_at(mail_forecast, "2026-11-30 09:30") == pytest.approx(A_DAY * (33 / 48 + 1), rel=0.08)


def test_after_a_holiday_the_pile_is_there_at_opening_and_the_rest_of_the_day_is_as_ever(mail_forecast: Forecast):
    # Monday 23 November 2026 is a holiday: Tuesday carries the weekend and the Monday.
    assert contacts_at(mail_forecast, "2026-11-24 09:30") == pytest.approx(A_DAY * (33 / 48 + 2), rel=0.12)
    rest = mail_forecast.mean[1:16].sum()
    assert rest == pytest.approx(A_DAY * 15 / 48, rel=0.2)


def test_the_truth_of_the_mail_desk_is_found(mail_calendar: Calendar, mail_forecast: Forecast):
    truth = expected_mails(mail_calendar, **{"first": AHEAD["first_day"], "last": AHEAD["last_day"]})
    truth[0] = A_DAY * (33 / 48 + 2)

    assert np.abs(mail_forecast.mean - truth).sum() / truth.sum() < 0.08


def test_the_reasons_of_a_day_multiply_to_its_mean_though_its_shape_has_changed(mail_forecast: Forecast):
    tuesday = [one.factor for one in mail_forecast.effects if one.date == pd.Timestamp("2026-11-24")]

    assert np.prod(tuesday) == pytest.approx(mail_forecast.mean[:16].sum(), rel=1e-6)


def test_callers_do_not_pile_up(mail_calendar: Calendar):
    mails = mail_history(mail_calendar)
    level = np.full(len(mails), 20.0)
    drivers = mail_calendar.drivers("mail", FIRST, LAST)
    level[np.isin(mails.date, drivers.index[drivers["closed_days_before"] > 0])] = 30.0

    found = [
        forecast_contacts(replace(mails, offered=level, queue=queue, channel=channel), mail_calendar, **AHEAD).mean[:16]
        for queue, channel in (("voice", "phone"), ("support", "mail"))
    ]

    assert found[0][0] == pytest.approx(found[0][8], rel=0.02)
    assert found[1][0] > 4 * found[1][8]
