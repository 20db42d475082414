from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from data.calendar import Calendar
from data.interval_series import IntervalSeries
from forecasting.forecast_contacts import forecast_contacts
from forecasting.handle_level import level_of


def with_levels(series: IntervalSeries, levels: np.ndarray, *, seed: int = 5) -> IntervalSeries:
    """Exponential handle times of 300 seconds, times the level of each week; the weeks end where the log ends."""
    ago = (series.as_of - series.starts).days.to_numpy() // 7
    week = ago.max() - ago
    sums = np.random.default_rng(seed).gamma(np.maximum(series.handled, 1e-9), 300 * levels[week])
    return replace(series, talk_seconds=np.where(series.handled > 0, sums, 0.0), hold_seconds=0 * sums,
                   after_call_seconds=0 * sums)  # fmt: skip


def doubt(series: IntervalSeries) -> float:
    return level_of(series, np.full(len(series), 300.0), variation=1.0)[1]


def test_a_level_that_stands_still_leaves_little_doubt(year: IntervalSeries):
    assert doubt(with_levels(year, np.ones(200))) < 0.015


def test_half_of_what_the_last_weeks_tell_is_followed(year: IntervalSeries):
    levels = np.where(np.arange(200) >= (year.starts[-1] - year.starts[0]).days // 7 - 2, 1.2, 1.0)

    level, _ = level_of(with_levels(year, levels), np.full(len(year), 300.0), variation=1.0)

    assert level == pytest.approx(1.1, abs=0.025)


def test_the_last_week_of_a_small_queue_is_hardly_followed(year: IntervalSeries):
    small = replace(year, handled=year.handled / 50)
    levels = np.where(np.arange(200) >= (year.starts[-1] - year.starts[0]).days // 7 - 2, 1.2, 1.0)

    level, _ = level_of(with_levels(small, levels), np.full(len(year), 300.0), variation=1.0)

    assert level < 1.05


@pytest.mark.parametrize("swing", [0.06, 0.12])
def test_a_level_that_swings_from_week_to_week_is_doubted_as_much(year: IntervalSeries, swing: float):
    levels = np.exp(swing * np.random.default_rng(2).standard_normal(200))

    assert doubt(with_levels(year, levels)) == pytest.approx(swing, rel=0.25)


def test_of_few_weeks_the_usual_doubt_is_told(year: IntervalSeries):
    few = year.before(year.starts[0] + np.timedelta64(28, "D"))

    assert doubt(with_levels(few, np.ones(10))) == 0.03


def test_a_forecast_tells_the_doubt_of_its_handle_time(calendar: Calendar, year: IntervalSeries):
    levels = np.exp(0.1 * np.random.default_rng(2).standard_normal(200))

    forecast = forecast_contacts(
        with_levels(year, levels), calendar, first_day=date(2026, 11, 24), last_day=date(2026, 11, 27)
    )

    assert forecast.handle_doubt == pytest.approx(0.1, rel=0.3)
