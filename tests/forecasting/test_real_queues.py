"""The models on real queues: two banks by half-hours, and a hotline told in three bands a day."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from benchmarks.real_desks import (
    anonymous_bank,
    anonymous_bank_calendar,
    tokyo_calendar,
    tokyo_hotline,
    us_bank,
    us_bank_calendar,
)
from forecasting.backtest import backtest, forecast_as_of
from forecasting.forecast_table import day_rows, forecast_rows


def by_model(scores: pd.DataFrame) -> pd.DataFrame:
    """Measures of each model over all bands and origins, weighted by contacts."""
    weights = scores["contacts"]
    weighted = scores[["wape", "ncrps", "cover80", "cover95"]].mul(weights, axis=0).groupby(scores["model"]).sum()
    return weighted.div(weights.groupby(scores["model"]).sum(), axis=0)


def test_the_two_stage_model_is_the_best_of_the_three_on_an_israeli_bank(real_data: Path):
    calendar = anonymous_bank_calendar()

    found = by_model(
        backtest(anonymous_bank(calendar, real_data=real_data), calendar, origins=6, step_days=8, horizon_days=28)
    )

    assert found["wape"]["two_stage"] < 0.25
    assert found["ncrps"]["two_stage"] < 0.95 * found["ncrps"]["mean_of_weekdays"]
    assert found["wape"]["mean_of_weekdays"] < found["wape"]["seasonal_naive"]
    assert np.all(found["cover80"].between(0.74, 0.92))
    assert np.all(found["cover95"].between(0.90, 0.99))


def test_the_two_stage_model_is_the_best_of_the_three_on_an_american_bank(real_data: Path):
    calendar = us_bank_calendar()

    found = by_model(
        backtest(us_bank(calendar, real_data=real_data), calendar, origins=6, step_days=12, horizon_days=28)
    )

    assert found["wape"]["two_stage"] < 0.068
    assert found["ncrps"]["two_stage"] < 0.97 * found["ncrps"]["mean_of_weekdays"]
    assert found["wape"]["mean_of_weekdays"] < found["wape"]["seasonal_naive"]
    assert np.all(found["cover80"].between(0.74, 0.92))
    assert np.all(found["cover95"].between(0.90, 0.99))


def test_the_day_after_a_holiday_is_forecast_higher_at_the_american_bank(real_data: Path):
    calendar = us_bank_calendar()
    past = us_bank(calendar, real_data=real_data)

    forecast = forecast_as_of(past, calendar, day=date(2003, 8, 30), horizon_days=10, model="two_stage")

    # Monday 1 September was Labor Day.
    after = [one.factor for one in forecast.effects if (one.name, one.date.day) == ("after_closure", 2)]
    assert len(after) == 1
    assert 1.05 < after[0] < 1.35


def test_a_hotline_told_in_three_bands_is_forecast_in_the_same_bands(real_data: Path):
    calendar = tokyo_calendar()
    past = tokyo_hotline(calendar, real_data=real_data)

    forecast = forecast_as_of(past, calendar, day=date(2021, 12, 20), horizon_days=7, model="two_stage")

    rows, days = forecast_rows(forecast), day_rows(forecast)
    assert rows["interval_minutes"].tolist() == [240] * 21
    assert [start.hour for start in rows["interval_start"][:3]] == [9, 13, 17]
    sums = rows.groupby(rows["interval_start"].dt.date)["mean"].sum()
    assert days["mean"].to_numpy() == pytest.approx(sums.to_numpy())
    assert "09:00-13:00, 13:00-17:00, 17:00-21:00" in forecast.remarks[0].en


def test_the_two_stage_model_is_the_best_of_the_three_on_a_hotline_whose_level_follows_the_news(real_data: Path):
    calendar = tokyo_calendar()

    for whole_days in (False, True):
        past = tokyo_hotline(calendar, whole_days=whole_days, real_data=real_data)
        found = by_model(backtest(past, calendar, origins=10, step_days=50, horizon_days=28))

        assert found["ncrps"]["two_stage"] < found["ncrps"]["seasonal_naive"] < found["ncrps"]["mean_of_weekdays"]
        assert found["wape"]["two_stage"] < found["wape"]["seasonal_naive"]
        assert 0.7 < found["cover80"]["two_stage"] < 0.9
        assert 0.88 < found["cover95"]["two_stage"] < 0.99


def test_holidays_of_the_hotline_are_not_taken_to_be_quiet(real_data: Path):
    """They are 2 percent above the days beside them, with a doubt of 4: no reason to be named, and none to fall."""
    calendar = tokyo_calendar()
    past = tokyo_hotline(calendar, real_data=real_data)

    forecast = forecast_as_of(past, calendar, day=date(2021, 10, 25), horizon_days=40, model="two_stage")

    rows = day_rows(forecast)
    means = dict(zip(rows["interval_start"].dt.date, rows["mean"], strict=True))
    for holiday in (date(2021, 11, 3), date(2021, 11, 23)):
        beside = [means[holiday + timedelta(days=step)] for step in (-1, 1)]
        assert 0.97 < means[holiday] / np.mean(beside) < 1.2
    assert "holiday" not in {one.name for one in forecast.effects}
