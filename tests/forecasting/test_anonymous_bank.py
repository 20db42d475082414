"""The chain on a real call centre: the Anonymous Bank, January to July 1999."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.calendar import Calendar
from data.desk import DeskSettings
from data.interval_series import IntervalSeries
from forecasting.backtest import backtest
from tests.forecasting.histories import series_of

FIRST, LAST = date(1999, 1, 1), date(1999, 7, 31)


@pytest.fixture
def bank_calendar() -> Calendar:
    """Sunday to Thursday 07-24, Friday to 14, Saturday from 20; short days as the log shows them."""
    hours: dict[str, object] = {day: ["07:00-24:00"] for day in ("sun", "mon", "tue", "wed", "thu")}
    hours |= {"fri": ["07:00-14:00"], "sat": ["20:00-24:00"]}
    hours["exceptions"] = {
        "1999-03-31": ["07:00-13:00"], "1999-04-01": ["20:00-24:00"], "1999-04-06": [], "1999-04-07": ["21:00-24:00"],
        "1999-04-20": ["07:00-14:00"], "1999-04-21": ["19:00-24:00"], "1999-05-20": ["07:00-14:00"],
        "1999-05-21": [],
    }  # fmt: skip
    return Calendar(
        settings=DeskSettings.model_validate(
            {
                "format": 1,
                "name": "Anonymous Bank",
                "time_zone": "Asia/Jerusalem",
                "language": "en",
                "country": "IL",
                "hours": {"phone": hours},
                "queue": [{"name": "support"}],
            }
        )
    )


@pytest.fixture
def bank(real_data: Path, bank_calendar: Calendar) -> IntervalSeries:
    """Calls that asked for an agent, by half-hour; 11 and 12 January and the afternoon of 8 March are holes."""
    months = sorted((real_data / "anonymous_bank_1999").glob("calls_*.csv.gz"))
    calls = pd.concat([pd.read_csv(month, usecols=["outcome", "q_start", "ser_start"]) for month in months])
    entered = calls["q_start"].fillna(calls["ser_start"])[calls["outcome"] != "PHANTOM"].dropna()
    local = pd.DatetimeIndex(pd.to_datetime(entered))
    instants = local.tz_localize("Asia/Jerusalem", ambiguous="NaT", nonexistent="shift_forward")
    counts = pd.Series(1.0, index=instants.floor("30min").as_unit("us")).groupby(level=0).sum()
    starts = bank_calendar.open_intervals("phone", FIRST, LAST).starts
    offered = counts.reindex(starts, fill_value=0.0).to_numpy(copy=True)
    hole = (starts >= pd.Timestamp("1999-03-08 11:30", tz="Asia/Jerusalem")) & (starts.day_of_year == 67)
    offered[starts.day_of_year.isin([11, 12]) | hole] = np.nan
    return series_of(bank_calendar, offered, first=FIRST, last=LAST)


def test_the_regression_is_the_best_of_the_three_on_a_real_bank(bank: IntervalSeries, bank_calendar: Calendar):
    scores = backtest(bank, bank_calendar, origins=6, step_days=8, horizon_days=28)

    weights = scores["contacts"]
    by_model = scores[["wape", "ncrps", "cover80", "cover95"]].mul(weights, axis=0).groupby(scores["model"]).sum()
    by_model = by_model.div(weights.groupby(scores["model"]).sum(), axis=0)
    assert by_model["wape"]["regression"] < 0.25
    assert by_model["ncrps"]["regression"] < 0.95 * by_model["ncrps"]["mean_of_weekdays"]
    assert by_model["wape"]["mean_of_weekdays"] < by_model["wape"]["seasonal_naive"]
    assert np.all(by_model["cover80"].between(0.74, 0.92))
    assert np.all(by_model["cover95"].between(0.90, 0.99))
