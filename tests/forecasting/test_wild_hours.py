"""An outage or a flood is set aside and told; hours that have changed for good are learnt anew."""

from datetime import date

import numpy as np
import pandas as pd

from data.calendar import Calendar
from data.interval_series import IntervalSeries
from forecasting.forecast import Forecast
from forecasting.forecast_contacts import forecast_contacts
from tests.forecasting.histories import with_counts

WEEK = {"first_day": date(2026, 11, 24), "last_day": date(2026, 11, 30)}


def told(forecast: Forecast, part: str) -> str:
    """The English remark that holds these words, or nothing."""
    return next((remark.en for remark in forecast.remarks if part in remark.en), "")


def of_time(forecast: Forecast, time: str) -> float:
    return float(forecast.mean[forecast.starts.strftime("%a %H:%M") == time].sum())


def changed(series: IntervalSeries, where: np.ndarray, factor: float) -> IntervalSeries:
    return with_counts(series, np.round(np.where(where, series.offered * factor, series.offered)))


def test_a_flood_of_two_hours_is_named_and_does_not_become_the_shape_of_the_day(
    calendar: Calendar, year: IntervalSeries
):
    flood = np.asarray((year.date == pd.Timestamp("2026-11-05")) & (year.starts.hour.isin([14, 15])))

    with_flood = forecast_contacts(changed(year, flood, 6.0), calendar, **WEEK)

    without = forecast_contacts(year, calendar, **WEEK)
    assert "2026-11-05 14:00-16:00" in told(with_flood, "flood of contacts")
    assert "2026-11-05" not in told(without, "flood of contacts")
    assert abs(of_time(with_flood, "Thu 14:30") / of_time(without, "Thu 14:30") - 1) < 0.02


def test_hours_that_stay_empty_are_a_new_rhythm_and_only_what_came_since_is_learnt(
    calendar: Calendar, year: IntervalSeries
):
    evenings = (
        (year.date >= pd.Timestamp("2026-10-14")) & (year.starts.day_of_week == 2) & (year.minute_of_day >= 17 * 60)
    )

    forecast = forecast_contacts(changed(year, np.asarray(evenings), 0.0), calendar, **WEEK)

    assert "Wednesdays 17:00-18:00 (since 2026-10-14)" in told(forecast, "come otherwise")
    assert of_time(forecast, "Wed 17:30") < 0.5 * of_time(forecast, "Thu 17:30")
    assert "Wednesdays" not in told(forecast_contacts(year, calendar, **WEEK), "come otherwise")


def test_a_day_that_is_high_as_a_whole_has_no_odd_hours(calendar: Calendar, year: IntervalSeries):
    high = np.asarray(year.date == pd.Timestamp("2026-11-05"))

    forecast = forecast_contacts(changed(year, high, 2.0), calendar, **WEEK)

    assert "2026-11-05" in told(forecast, "days far from the usual")
    assert "2026-11-05" not in told(forecast, "flood of contacts")
