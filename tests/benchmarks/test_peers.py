"""The peers of the benchmark are asked as we are, scored as we are, and missed when they are not installed."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from benchmarks.forecasting.desks import MeasuredDesk
from benchmarks.forecasting.peers import PEERS, Peer, load_peer
from benchmarks.forecasting.peers.harmonic_regression import forecast_harmonic, forecast_harmonic_plain
from benchmarks.forecasting.peers.week_table import WeekTable
from benchmarks.forecasting.side_by_side import PeerForecast, measure_desk, print_measured, score_table
from data.calendar import Calendar
from data.desk import DeskSettings
from data.interval_series import IntervalSeries
from forecasting.forecast import QUANTILE_LEVELS
from forecasting.outlook import Horizon
from tests.forecasting.histories import series_of, with_counts

FIRST, LAST = date(2026, 6, 1), date(2026, 10, 30)
ORIGIN = date(2026, 10, 5)


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    """Two hours on weekdays in Tokyo, so that a fit is quick."""
    hours = {"phone": {day: ["10:00-12:00"] for day in ("mon", "tue", "wed", "thu", "fri")}}
    told = {"format": 1, "name": "試験", "time_zone": "Asia/Tokyo", "hours": hours, "queue": [{"name": "support"}]}
    return Calendar(settings=DeskSettings.model_validate(told))


@pytest.fixture(scope="module")
def series(calendar: Calendar) -> IntervalSeries:
    """Five months whose Mondays are busiest, with two days lost in summer."""
    intervals = calendar.open_intervals("phone", FIRST, LAST)
    weekday, hour = intervals.starts.day_of_week, intervals.starts.hour
    rng = np.random.default_rng(1)
    days = np.unique(intervals.starts.normalize(), return_inverse=True)[1]
    height = np.exp(0.05 * rng.standard_normal(days.max() + 1))[days]
    offered = rng.poisson(60 * height * np.where(weekday == 0, 1.5, 1.0) * np.where(hour == 10, 1.2, 0.8)).astype(float)
    lost = np.isin(intervals.starts.strftime("%Y-%m-%d"), ["2026-06-30", "2026-07-01"])
    return series_of(calendar, np.where(lost, np.nan, offered), first=FIRST, last=LAST)


@pytest.fixture(scope="module")
def desk(calendar: Calendar, series: IntervalSeries) -> MeasuredDesk:
    return MeasuredDesk("Test desk", series, calendar, step_days=7)


def known_at(origin: date, series: IntervalSeries, calendar: Calendar) -> tuple[IntervalSeries, Horizon]:
    intervals = calendar.open_intervals("phone", origin, origin + timedelta(days=13))
    horizon = Horizon.of(intervals, interval_minutes=series.interval_minutes)
    return series.before(calendar.instant(origin, 0)), horizon


def test_holes_are_filled_from_the_same_weekdays_before_them(calendar: Calendar, series: IntervalSeries):
    table = WeekTable.of(*_asked(series, calendar))

    filled, lost = table.filled(), table.dates.get_loc(pd.Timestamp("2026-06-30"))
    before = [lost - 5 * weeks for weeks in (1, 2, 3, 4)]
    assert np.isnan(table.counts[lost]).all()
    assert filled[lost] == pytest.approx(table.counts[before].mean(axis=0))
    assert np.array_equal(filled[:lost], np.nan_to_num(table.counts[:lost], nan=filled[:lost]))


def test_the_rectangle_holds_every_weekday_that_is_ever_open_and_each_interval_ahead(
    calendar: Calendar, series: IntervalSeries
):
    past, calendar, horizon = _asked(series, calendar)

    table = WeekTable.of(past, calendar, horizon)

    assert set(table.weekday) == {0, 1, 2, 3, 4}
    assert table.dates[table.row].equals(horizon.dates)
    assert np.array_equal(table.minutes[table.column], horizon.minute_of_day)
    assert (table.row >= table.past).all()


@pytest.mark.parametrize(("peer", "within"), [(forecast_harmonic, 0.12), (forecast_harmonic_plain, 0.15)])
def test_the_harmonic_regression_finds_the_busy_mondays_and_the_busy_hour(
    peer: Peer, within: float, calendar: Calendar, series: IntervalSeries
):
    past, calendar, horizon = _asked(series, calendar)

    median = peer(past, calendar, horizon)[:, QUANTILE_LEVELS.index(0.5)]

    expected = 60 * np.where(horizon.weekday == 0, 1.5, 1.0) * np.where(horizon.minute_of_day < 660, 1.2, 0.8)
    assert median == pytest.approx(expected, rel=within)


def test_the_quantiles_of_the_harmonic_regression_rise_and_cover_what_came(calendar: Calendar, series: IntervalSeries):
    past, calendar, horizon = _asked(series, calendar)

    found = forecast_harmonic(past, calendar, horizon)

    came = series.offered[series.starts.get_indexer(horizon.starts)]
    low, high = (found[:, QUANTILE_LEVELS.index(level)] for level in (0.1, 0.9))
    assert (np.diff(found, axis=1) > 0).all()
    assert 0.6 <= np.mean((came >= low) & (came <= high)) <= 0.97


@pytest.mark.parametrize("name", sorted(set(PEERS) - {"tbats"}))  # which takes minutes
def test_what_comes_after_the_origin_changes_no_peers_forecast(name: str, calendar: Calendar, series: IntervalSeries):
    peer = installed(name)
    past, calendar, horizon = _asked(series, calendar)
    planted = np.where(series.starts >= calendar.instant(ORIGIN, 0), 5000.0, series.offered)
    tempted, _, _ = _asked(with_counts(series, planted), calendar)

    assert np.array_equal(peer(past, calendar, horizon), peer(tempted, calendar, horizon))


def test_a_peer_that_is_not_installed_is_skipped_with_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    def missing(_name: str) -> None:
        raise ModuleNotFoundError("No module named 'lightgbm'", name="lightgbm")

    monkeypatch.setattr("benchmarks.forecasting.peers.import_module", missing)

    assert load_peer("lightgbm") is None
    assert "lightgbm: skipped, lightgbm is not installed" in capsys.readouterr().out


def test_models_and_peers_are_scored_from_the_same_origins(desk: MeasuredDesk):
    measured = measure_desk(desk, ["mean_of_weekdays", "harmonic"], origins=3, step_days=7)

    table = score_table(measured.scores)
    assert table["origins"].to_dict() == {"mean_of_weekdays": 3, "harmonic": 3}
    contacts = measured.scores.groupby("model")["contacts"].sum()
    assert contacts["harmonic"] == contacts["mean_of_weekdays"]
    assert table["wape all"].between(5, 25).all()


def test_origins_with_less_than_sixty_days_before_them_are_left_out(desk: MeasuredDesk):
    measured = measure_desk(desk, ["seasonal_naive"], origins=100, step_days=7)

    assert (measured.scores["origin"].min().date() - FIRST).days >= 60


def test_what_was_kept_is_not_measured_again(desk: MeasuredDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    first = measure_desk(desk, ["seasonal_naive"], origins=2, step_days=7, keep=tmp_path / "desk.csv")
    monkeypatch.setattr("benchmarks.forecasting.side_by_side.forecast_as_of", None)

    again = measure_desk(desk, ["seasonal_naive"], origins=2, step_days=7, keep=tmp_path / "desk.csv")

    assert score_table(again.scores).equals(score_table(first.scores))


def test_the_best_peer_is_named_with_how_we_stand_beside_it(desk: MeasuredDesk, capsys: pytest.CaptureFixture[str]):
    measured = measure_desk(desk, ["mean_of_weekdays", "seasonal_naive", "harmonic"], origins=2, step_days=7)

    print_measured(desk, measured)

    told = capsys.readouterr().out
    assert "Test desk: 2 origins 7 days apart, 28 days ahead" in told
    assert "best peer: support: mean_of_weekdays errs" in told
    assert "times as much as harmonic on 2 origins, too few" in told


def test_quantiles_with_a_hole_are_refused():
    starts = pd.DatetimeIndex(["2026-10-05 10:00"], tz="Asia/Tokyo")

    with pytest.raises(ValueError, match="harmonic of 2026-10-05"):
        PeerForecast("support", "harmonic", starts[0], starts, np.full((1, len(QUANTILE_LEVELS)), np.nan))


def installed(name: str) -> Peer:
    peer = load_peer(name)
    if peer is None:
        pytest.skip(f"{name} is not installed")
    return peer


def _asked(series: IntervalSeries, calendar: Calendar) -> tuple[IntervalSeries, Calendar, Horizon]:
    past, horizon = known_at(ORIGIN, series, calendar)
    return past, calendar, horizon
