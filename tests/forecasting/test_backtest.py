from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from data.calendar import Calendar
from data.errors import NothingToDo
from data.interval_series import IntervalSeries
from forecasting import forecast_contacts as door
from forecasting.accuracy import CRPS_LEVELS
from forecasting.backtest import backtest, forecast_as_of
from forecasting.outlook import Horizon, Outlook
from tests.forecasting.histories import with_counts

SMALL = {"origins": 3, "step_days": 5, "horizon_days": 28}


def test_the_table_has_the_columns_of_the_contract_and_every_band(calendar: Calendar, year: IntervalSeries):
    scores = backtest(year, calendar, **SMALL)

    assert scores.columns.tolist() == [
        "queue", "origin", "horizon_band", "model", "contacts", "wape", "ncrps", "cover80", "cover95",
    ]  # fmt: skip
    assert set(scores["model"]) == {"two_stage", "mean_of_weekdays", "seasonal_naive"}
    assert scores["horizon_band"].unique().tolist() == ["1", "2-5", "6-10", "11-20"]
    newest = pd.Timestamp("2026-10-24", tz="Asia/Tokyo")
    assert scores["origin"].unique().tolist() == [newest - pd.Timedelta(days=days) for days in (10, 5, 0)]


def test_scores_are_those_of_a_plain_loop(calendar: Calendar, year: IntervalSeries):
    scores = backtest(year, calendar, origins=1, step_days=1, horizon_days=28, models=["mean_of_weekdays"])

    forecast = forecast_as_of(year, calendar, day=date(2026, 10, 24), horizon_days=28, model="mean_of_weekdays")
    days = sorted(set(forecast.dates))
    errors = losses = came = 0.0
    for number, start in enumerate(forecast.starts):
        if 2 <= days.index(forecast.dates[number]) + 1 <= 5:
            actual = year.offered[year.starts.get_loc(start)]
            came += actual
            errors += abs(actual - forecast.quantile(0.5)[number])
            for level in CRPS_LEVELS:
                off = actual - forecast.quantile(level)[number]
                losses += 2 * max(level * off, (level - 1) * off) / 19
    row = scores.set_index("horizon_band").loc["2-5"]
    assert (row["contacts"], row["wape"], row["ncrps"]) == pytest.approx((came, errors / came, losses / came))


@pytest.mark.parametrize("model", ["two_stage", "mean_of_weekdays", "seasonal_naive"])
def test_what_comes_after_the_origin_changes_no_forecast(calendar: Calendar, year: IntervalSeries, model: str):
    origin = date(2026, 10, 24)
    planted = np.where(year.starts >= calendar.instant(origin, 0), 5000.0, year.offered)

    honest, tempted = (
        forecast_as_of(series, calendar, day=origin, horizon_days=28, model=model)
        for series in (year, with_counts(year, planted))
    )

    assert np.array_equal(honest.quantiles(), tempted.quantiles())
    assert np.array_equal(honest.handle_seconds, tempted.handle_seconds)


def test_no_model_is_ever_handed_an_interval_of_the_future(
    calendar: Calendar, year: IntervalSeries, monkeypatch: pytest.MonkeyPatch
):
    handed: list[tuple[pd.Timestamp, pd.Timestamp, pd.Timestamp]] = []

    def watch(past: IntervalSeries, calendar: Calendar, horizon: Horizon) -> Outlook:
        handed.append((past.starts[-1], past.as_of, horizon.starts[0]))
        return Outlook(np.ones(len(horizon)), np.zeros(len(horizon)), np.ones(len(horizon)))

    monkeypatch.setitem(door.MODELS, "watch", watch)

    scores = backtest(year, calendar, **SMALL, models=["watch"])

    for (newest, as_of, first), origin in zip(handed, scores["origin"].unique(), strict=True):
        assert newest < origin <= first
        assert as_of == origin


def test_missing_intervals_are_never_scored(calendar: Calendar, year: IntervalSeries):
    lost = np.isin(year.date, np.array(["2026-11-10", "2026-11-11"], dtype="datetime64[us]"))
    holed = with_counts(year, np.where(lost, np.nan, year.offered))

    scores = backtest(holed, calendar, origins=1, step_days=1, horizon_days=28, models=["seasonal_naive"])

    after = year.starts >= pd.Timestamp("2026-10-24", tz="Asia/Tokyo")
    within_20_open_days = year.date <= np.datetime64("2026-11-20")
    assert scores["contacts"].sum() == pytest.approx(year.offered[after & ~lost & within_20_open_days].sum())
    assert np.all(np.isfinite(scores["wape"]))


def test_the_two_stage_model_beats_the_mean_of_weekdays_and_that_the_naive_forecast(
    calendar: Calendar, year: IntervalSeries
):
    scores = backtest(year, calendar, origins=5, step_days=7, horizon_days=28)

    for measure in ("wape", "ncrps"):
        weighted = (scores[measure] * scores["contacts"]).groupby(scores["model"]).sum()
        assert weighted["two_stage"] < 0.85 * weighted["mean_of_weekdays"]
        assert weighted["mean_of_weekdays"] < weighted["seasonal_naive"]


def test_a_log_shorter_than_the_horizon_is_tested_on_its_second_half(calendar: Calendar, year: IntervalSeries):
    fortnight = year.where(np.arange(len(year)) >= len(year) - 160, as_of=year.as_of)

    scores = backtest(fortnight, calendar, origins=1, step_days=1, horizon_days=28, models=["seasonal_naive"])

    assert scores["origin"][0].date() == fortnight.starts[0].date() + timedelta(days=6)
    assert scores["contacts"].sum() > 0


@pytest.mark.parametrize("intervals", [0, 16], ids=["nothing", "a day"])
def test_a_log_without_two_days_is_refused(calendar: Calendar, year: IntervalSeries, intervals: int):
    short = year.where(np.arange(len(year)) >= len(year) - intervals, as_of=year.as_of)

    with pytest.raises(NothingToDo, match="queue support"):
        backtest(short, calendar, **SMALL)


def test_progress_is_told(calendar: Calendar, year: IntervalSeries):
    told: list[tuple[int, int]] = []

    backtest(year, calendar, **SMALL, models=["seasonal_naive"], progress=lambda done, of: told.append((done, of)))

    assert told == [(1, 3), (2, 3), (3, 3)]


def test_origins_steps_and_horizons_below_one_are_refused(calendar: Calendar, year: IntervalSeries):
    with pytest.raises(ValueError, match="step_days is at least 1; got 0"):
        backtest(year, calendar, origins=1, step_days=0, horizon_days=7)


def test_a_forecast_sees_the_past_as_it_was_known_at_its_origin_and_is_scored_by_what_is_known_now(
    calendar: Calendar, year: IntervalSeries
):
    asked: list[pd.Timestamp] = []

    def known_at(instant: pd.Timestamp) -> IntervalSeries:
        asked.append(instant)
        past = year.before(instant)
        return replace(past, talk_seconds=past.talk_seconds * 2, offered=np.ones(len(past)))

    told = backtest(year, calendar, **SMALL, models=["seasonal_naive"], past_at=known_at)
    plain = backtest(year, calendar, **SMALL, models=["seasonal_naive"])

    assert asked == told["origin"].unique().tolist()
    assert told["contacts"].tolist() == plain["contacts"].tolist()
    assert (told["wape"] > 0.5).all()


def test_origins_beyond_the_log_are_not_tried(calendar: Calendar, year: IntervalSeries):
    scores = backtest(year, calendar, origins=10**12, step_days=200, horizon_days=28, models=["seasonal_naive"])

    assert scores["origin"].nunique() == 2
