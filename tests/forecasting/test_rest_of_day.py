from datetime import date

import numpy as np
import pandas as pd
import pytest

from data.calendar import Calendar
from data.interval_series import IntervalSeries
from forecasting.forecast_contacts import forecast_contacts
from forecasting.outlook import Outlook
from forecasting.rest_of_day import hear_day, without_elapsed
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

    afternoon = at_midnight.since(at_one.starts[0])
    before, now = (float(np.std(one.day_totals().paths) / one.mean.sum()) for one in (afternoon, at_one))
    assert now < 0.95 * before


def test_what_the_morning_changed_is_named(calendar: Calendar, year: IntervalSeries):
    forecast = forecast_contacts(at_one_o_clock(year, busier=1.3), calendar, first_day=TODAY, last_day=TODAY)

    named = {effect.name: effect.factor for effect in forecast.effects}
    assert named["today"] > 1.03
    assert 0.4 < named["opening_hours"] < 0.65


def test_what_a_day_shares_is_the_normal_regression_on_what_arrived():
    pattern = np.array([[0.05], [0.02], [-0.04], [-0.06], [0.03]])
    outlook = Outlook(np.full(5, 6.0), np.full(5, 0.1), np.full(5, 0.5), shape_spread=pattern)
    arrived = np.array([40.0, np.nan, 43.0])

    heard = hear_day(outlook, arrived)
    after = without_elapsed(outlook, arrived=arrived, dates=pd.DatetimeIndex(["2026-11-18"] * 5))

    # Roots are jointly normal: the textbook conditional mean and covariance. What has arrived errs half more by itself.
    shared = 6.0 * np.column_stack([np.full(5, 0.1), pattern])
    roots = shared @ shared.T + np.diag(0.25 - (6.0 * pattern[:, 0]) ** 2)
    known, rest = [0, 2], [3, 4]
    arriving = roots + np.diag(0.5 * (0.25 - (6.0 * pattern[:, 0]) ** 2))
    gain = roots[np.ix_(rest, known)] @ np.linalg.inv(arriving[np.ix_(known, known)])
    left = roots[np.ix_(rest, rest)] - gain @ roots[np.ix_(known, rest)]
    assert shared[rest] @ heard.mean == pytest.approx(gain @ (np.sqrt(arrived[known]) - 6.0))
    assert after.root_mean - 6.0 == pytest.approx(gain @ (np.sqrt(arrived[known]) - 6.0))
    together = after.root_mean * after.day_spread
    assert together**2 + after.root_spread**2 == pytest.approx(np.diag(left))
    # What two hours share beyond the height of the rest counts as their own: never too sure of the total.
    assert left.sum() <= together.sum() ** 2 + (after.root_spread**2).sum() < 1.2 * left.sum()


def test_an_outage_of_one_hour_hardly_moves_the_rest_of_the_day():
    outlook = Outlook(np.full(8, 6.0), np.full(8, 0.1), np.full(8, 0.5))
    usual, outage = np.full(4, 36.0), np.array([36.0, 36.0, 0.0, 36.0])
    low = np.array([36.0, 36.0, 25.0, 36.0])

    day = {"dates": pd.DatetimeIndex(["2026-11-18"] * 8)}
    after = [without_elapsed(outlook, arrived=arrived, **day).mean.sum() for arrived in (usual, low, outage)]

    assert after[0] > after[1] >= after[2] > 0.9 * after[0]
