import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasting.forecast import QUANTILE_LEVELS, Forecast


def forecast_of(root_mean: float, day_spread: float, root_spread: float, *, count: int = 4) -> Forecast:
    starts = pd.date_range("2026-12-01 10:00", periods=count, freq="30min", tz="Asia/Tokyo")
    return Forecast(
        queue="support",
        channel="phone",
        interval_minutes=30,
        issued_at=starts[0],
        starts=starts,
        open_minutes=np.full(count, 30.0),
        root_mean=np.full(count, root_mean),
        day_spread=np.full(count, day_spread),
        root_spread=np.full(count, root_spread),
        handle_seconds=np.full(count, 300.0),
        handle_variation=1.0,
        model="given",
    )


@settings(deadline=None)
@given(root_mean=st.floats(0, 1000), day_spread=st.floats(0, 2), root_spread=st.floats(0, 100))
def test_quantiles_rise_and_are_finite_and_never_negative(root_mean: float, day_spread: float, root_spread: float):
    quantiles = forecast_of(root_mean, day_spread, root_spread).quantiles()

    assert np.all(np.isfinite(quantiles))
    assert np.all(quantiles >= 0)
    assert np.all(np.diff(quantiles, axis=1) >= 0)


@pytest.mark.parametrize(
    ("root_mean", "day_spread", "root_spread"), [(6.0, 0.1, 0.5), (0.3, 0.2, 0.6)], ids=["busy", "hardly a call"]
)
def test_the_mean_and_the_quantiles_are_those_of_the_sample_paths(
    root_mean: float, day_spread: float, root_spread: float
):
    forecast = forecast_of(root_mean, day_spread, root_spread)

    paths = forecast.sample_paths(200_000, seed=1)

    assert paths.mean() == pytest.approx(forecast.mean.mean(), rel=0.01)
    assert np.quantile(paths, 0.9) == pytest.approx(forecast.quantile(0.9)[0], rel=0.02)


def test_a_day_that_is_high_in_the_morning_stays_high():
    forecast = forecast_of(6.0, 0.1, 0.3)

    paths = forecast.sample_paths(20_000, seed=2)

    expected = 0.6**2 / (0.6**2 + 0.3**2)
    assert np.corrcoef(paths[:, 0], paths[:, 3])[0, 1] == pytest.approx(expected, abs=0.03)


def test_totals_of_a_day_are_wider_than_independent_intervals_would_be():
    together, apart = forecast_of(6.0, 0.1, 0.0).day_totals(), forecast_of(6.0, 0.0, 0.6).day_totals()

    assert together.paths.std() > 1.5 * apart.paths.std()
    assert together.quantiles().shape == (1, len(QUANTILE_LEVELS))
