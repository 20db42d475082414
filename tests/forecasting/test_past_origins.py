"""Bands are as wide as the past says that they must be."""

from datetime import date

import numpy as np
import pytest

from data.calendar import Calendar
from data.interval_series import IntervalSeries
from forecasting.forecast import Forecast
from forecasting.forecast_contacts import forecast_contacts
from forecasting.tail import TAIL_SHARES, USUAL_TAIL
from tests.forecasting.conftest import FIRST
from tests.forecasting.histories import expected_contacts, series_of

LAST, UNTIL = date(2026, 10, 16), date(2026, 12, 11)


def history(calendar: Calendar, *, wild_days: float, seed: int) -> IntervalSeries:
    """The hosting desk, Poisson but for some days at random that are a half higher or a third lower."""
    rng = np.random.default_rng(seed)
    expected = expected_contacts(calendar, first=FIRST, last=UNTIL)
    day = np.arange(len(expected)) // 16
    factor = np.where(rng.random(day[-1] + 1) < wild_days, rng.choice([1.5, 0.67], day[-1] + 1), 1.0)
    return series_of(calendar, rng.poisson(expected * factor[day]).astype(float), first=FIRST, last=UNTIL)


def forecast_of(series: IntervalSeries, calendar: Calendar) -> Forecast:
    past = series.before(calendar.instant(LAST, 1440))
    return forecast_contacts(past, calendar, first_day=date(2026, 10, 19), last_day=UNTIL)


@pytest.mark.parametrize("seed", [1, 2])
def test_wild_days_now_and_then_lengthen_the_tail_and_not_the_middle(calendar: Calendar, seed: int):
    tail = forecast_of(history(calendar, wild_days=0.08, seed=seed), calendar).tail
    calm = forecast_of(history(calendar, wild_days=0.0, seed=seed), calendar).tail

    assert tail.widths[2] > 1.1 * calm.widths[2]
    assert tail.widths[0] == pytest.approx(1.0, abs=0.15)
    assert calm.widths[2] == pytest.approx(1.0, abs=0.15)


def test_with_the_tail_bands_cover_what_they_say_where_normal_ones_would_not(calendar: Calendar):
    inside = []
    for seed in range(6):
        series = history(calendar, wild_days=0.08, seed=10 + seed)
        forecast = forecast_of(series, calendar)
        came = series.offered[series.starts.get_indexer(forecast.starts)]
        inside.append(np.mean((came >= forecast.quantile(0.025)) & (came <= forecast.quantile(0.975))))

    assert np.mean(inside) == pytest.approx(0.95, abs=0.015)


def test_a_past_too_short_to_judge_has_the_normals_tail(calendar: Calendar):
    first = date(2026, 8, 24)
    rng = np.random.default_rng(3)
    expected = expected_contacts(calendar, first=first, last=LAST)
    series = series_of(calendar, rng.poisson(expected).astype(float), first=first, last=LAST)

    forecast = forecast_contacts(series, calendar, first_day=date(2026, 10, 19), last_day=date(2026, 10, 23))

    assert forecast.tail == USUAL_TAIL


def test_quantiles_and_sample_paths_bend_alike(calendar: Calendar):
    forecast = forecast_of(history(calendar, wild_days=0.08, seed=1), calendar)

    forecast = forecast.until(date(2026, 10, 30))
    paths = forecast.sample_paths(20_000, seed=5)

    for share in TAIL_SHARES:
        below = np.mean(paths <= forecast.quantile((1 + share) / 2), axis=0)
        assert below.mean() == pytest.approx((1 + share) / 2, abs=0.003)
    assert paths.mean(axis=0) == pytest.approx(forecast.mean, rel=0.02)
