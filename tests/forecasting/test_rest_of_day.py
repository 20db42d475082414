from datetime import date

import numpy as np
import pandas as pd
import pytest

from data.calendar import Calendar
from data.interval_series import IntervalSeries
from forecasting.forecast_contacts import forecast_contacts
from forecasting.outlook import Outlook
from forecasting.rest_of_day import day_height
from tests.forecasting.histories import with_counts

TODAY = date(2026, 11, 18)


def at_one_o_clock(series: IntervalSeries, *, busier: float) -> IntervalSeries:
    """The desk at 13:10 on a day that began so much busier."""
    changed = np.where(series.date == np.datetime64(TODAY), busier, 1.0) * series.offered
    return with_counts(series, changed).before(pd.Timestamp(f"{TODAY} 13:10", tz="Asia/Tokyo"))


def test_a_busy_morning_raises_the_afternoon_and_not_tomorrow(calendar: Calendar, year: IntervalSeries):
    usual, busy = (
        forecast_contacts(at_one_o_clock(year, busier=busier), calendar, first_day=TODAY, last_day=date(2026, 11, 19))
        for busier in (1.0, 1.3)
    )

    today = usual.dates == pd.Timestamp(TODAY)
    assert 1.03 < busy.mean[today].sum() / usual.mean[today].sum() < 1.3
    assert busy.mean[~today] == pytest.approx(usual.mean[~today])


def test_the_afternoon_is_surer_than_the_day_was_at_midnight(calendar: Calendar, year: IntervalSeries):
    at_midnight = forecast_contacts(
        year.before(pd.Timestamp(TODAY, tz="Asia/Tokyo")), calendar, first_day=TODAY, last_day=TODAY
    )

    at_one = forecast_contacts(at_one_o_clock(year, busier=1.0), calendar, first_day=TODAY, last_day=TODAY)

    assert at_one.day_spread.max() < 0.95 * at_midnight.day_spread.max()


def test_what_the_morning_changed_is_named(calendar: Calendar, year: IntervalSeries):
    forecast = forecast_contacts(at_one_o_clock(year, busier=1.3), calendar, first_day=TODAY, last_day=TODAY)

    named = {effect.name: effect.factor for effect in forecast.effects}
    assert named["today"] > 1.03
    assert 0.4 < named["opening_hours"] < 0.65


def test_the_height_of_the_day_is_the_normal_regression_on_what_arrived():
    outlook = Outlook(root_mean=np.full(3, 6.0), day_spread=np.full(3, 0.1), root_spread=np.full(3, 0.5))
    arrived = np.array([40.0, np.nan, 50.0])

    height = day_height(outlook, arrived)

    # Z and the two roots are jointly normal: the textbook conditional mean and variance.
    roots = np.sqrt(arrived[[0, 2]]) - 6.0
    covariance = 0.6**2 * np.ones((2, 2)) + 0.5**2 * np.eye(2)
    with_z = np.full(2, 0.6)
    assert height.mean == pytest.approx(with_z @ np.linalg.solve(covariance, roots))
    assert height.deviation**2 == pytest.approx(1 - with_z @ np.linalg.solve(covariance, with_z))
