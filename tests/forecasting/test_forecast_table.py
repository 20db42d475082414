from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.calendar import Calendar
from data.errors import TsunagariError
from data.interval_series import IntervalSeries
from forecasting.forecast import QUANTILE_LEVELS, Forecast
from forecasting.forecast_contacts import forecast_contacts
from forecasting.forecast_table import (
    CONTRACT_COLUMNS,
    QUANTILE_COLUMNS,
    day_rows,
    effect_rows,
    forecast_from_rows,
    forecast_rows,
)
from tests.forecasting.test_forecast import forecast_of


@pytest.fixture
def week(calendar: Calendar, year: IntervalSeries) -> Forecast:
    return forecast_contacts(year, calendar, first_day=date(2026, 11, 24), last_day=date(2026, 11, 27))


@pytest.fixture
def outsider(week: Forecast) -> pd.DataFrame:
    """What another program hands in: the contract's columns, instants as texts."""
    rows = forecast_rows(week)[list(CONTRACT_COLUMNS)]
    return rows.assign(interval_start=[instant.isoformat() for instant in rows["interval_start"]])


def test_the_quantile_columns_are_those_of_the_contract():
    assert QUANTILE_COLUMNS[:4] == ("q025", "q05", "q10", "q15")
    assert QUANTILE_COLUMNS[-3:] == ("q90", "q95", "q975")
    assert len(QUANTILE_COLUMNS) == 21


def test_a_forecast_comes_back_from_its_own_table(week: Forecast):
    back = forecast_from_rows(forecast_rows(week))

    assert (back.queue, back.channel, back.model, back.issued_at) == ("support", "phone", "two_stage", week.issued_at)
    assert back.starts.equals(week.starts)
    assert back.starts.tz.key == "Asia/Tokyo"
    for name in ("root_mean", "day_spread", "root_spread", "open_minutes", "handle_seconds"):
        assert np.array_equal(getattr(back, name), getattr(week, name))


def test_an_outsiders_table_of_quantiles_gives_the_same_quantiles(week: Forecast, outsider: pd.DataFrame):
    back = forecast_from_rows(outsider, zone="Asia/Tokyo")

    assert back.quantiles() == pytest.approx(week.quantiles(), rel=1e-9)
    assert back.mean == pytest.approx(week.mean, rel=1e-9)
    assert back.starts.equals(week.starts)
    shared = back.root_mean * back.day_spread
    assert shared == pytest.approx(back.root_spread)


@settings(deadline=None)
@given(root_mean=st.floats(0.5, 100), spread=st.floats(0.01, 3))
def test_quantiles_of_any_normal_root_are_found_again(root_mean: float, spread: float):
    forecast = forecast_of(root_mean, 0.0, spread)

    back = forecast_from_rows(forecast_rows(forecast)[list(CONTRACT_COLUMNS)])

    assert back.quantiles() == pytest.approx(forecast.quantiles(), rel=1e-6, abs=1e-6)


def test_a_table_of_zeros_is_a_forecast_of_nobody(outsider: pd.DataFrame):
    silent = outsider.assign(**dict.fromkeys(("mean", *QUANTILE_COLUMNS), 0))

    assert np.all(forecast_from_rows(silent).mean == pytest.approx(0))


def test_rows_in_any_order_are_read(week: Forecast, outsider: pd.DataFrame):
    shuffled = outsider.sample(frac=1, random_state=1)

    assert forecast_from_rows(shuffled, zone="Asia/Tokyo").mean == pytest.approx(week.mean)


@pytest.mark.parametrize("name", ["q35", "queue", "handle_seconds"])
def test_a_missing_column_is_named(outsider: pd.DataFrame, name: str):
    with pytest.raises(TsunagariError, match=f"column {name} is missing; it needs queue, channel"):
        forecast_from_rows(outsider.drop(columns=name))


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("q50", -1.0, r"column q50, row 3: .*-1.0.*; write a number of at least 0"),
        ("mean", float("nan"), r"column mean, row 3: .*nan.*; write a number of at least 0"),
        ("mean", float("inf"), r"column mean, row 3: .*inf"),
        ("q95", 1e300, r"column q95, row 3: .*1e\+300.*; write a number of at least 0, at most 1,000,000"),
        ("mean", 900_000.0, r"column mean, row 3: .*; with .* seconds each these contacts keep more than 100,000"),
        ("handle_seconds", 0.0, r"column handle_seconds, row 3: .*0.0.*; write a number above 0"),
        ("q95", 0.5, r"column q95, row 3: .*0.5.*; it must not fall below q90"),
        ("interval_start", "2026-11-24T11:00:00", r"column interval_start, row 3: .*; write a time with its offset"),
        ("interval_start", "soon", r"column interval_start, row 3: 'soon'; write a time with its offset"),
        ("interval_start", "2026-11-24T10:00:00+09:00", r"interval_start 2026-11-24T10:00:00\+09:00 comes twice"),
        ("queue", "sales", "queue holds 'support' and 'sales'; give one forecast at a time"),
    ],
    ids=[
        "negative",
        "empty",
        "endless",
        "too many",
        "too much work",
        "no time to handle",
        "crossing",
        "naive",
        "no time",
        "twice",
        "two queues",
    ],
)
def test_a_value_that_cannot_be_is_named_with_column_and_row(
    outsider: pd.DataFrame, name: str, value: object, sentence: str
):
    wrong = outsider.copy()
    wrong[name] = [*wrong[name][:2], value, *wrong[name][3:]]

    with pytest.raises(TsunagariError, match=sentence):
        forecast_from_rows(wrong)


def test_an_empty_table_is_refused(outsider: pd.DataFrame):
    with pytest.raises(TsunagariError, match="there is no row"):
        forecast_from_rows(outsider[:0])


def test_days_add_up_and_their_quantiles_rise(week: Forecast):
    days = day_rows(week)

    assert days.columns.tolist() == [*CONTRACT_COLUMNS, "mean_without_override"]
    assert days["interval_start"][0] == pd.Timestamp("2026-11-24", tz="Asia/Tokyo")
    assert days["mean"].sum() == pytest.approx(week.mean.sum())
    assert np.all(np.diff(days[list(QUANTILE_COLUMNS)].to_numpy(), axis=1) >= 0)
    assert len(QUANTILE_LEVELS) == 21


def test_every_effect_has_a_row(week: Forecast):
    rows = effect_rows(week)

    assert rows.columns.tolist() == ["queue", "issued_at", "date", "effect", "factor"]
    assert len(rows) == len(week.effects) > 8
