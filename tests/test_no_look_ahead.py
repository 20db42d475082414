"""What was not known at an origin plants no trace in what is forecast from it: leaks are planted, and must not show."""

import json
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from data.desk import Desk, DeskSettings
from data.warehouse import Warehouse
from forecasting.forecast_queues import forecast_queues
from forecasting.forecast_table import forecast_rows
from tests.data.logged_desk import Call, logged_desk
from tsunagari import main

ORIGIN = pd.Timestamp("2026-03-02", tz="Asia/Tokyo")
DAYS = pd.bdate_range("2026-01-05", "2026-04-03")
QUIET = pd.bdate_range("2026-02-23", "2026-02-27")


def _usual_calls() -> list[Call]:
    """Two calls in each half-hour, three minutes each; the week before the origin brought one at ten and no more."""
    clock = np.random.default_rng(4)
    calls: list[Call] = []
    for day in DAYS:
        opening = day + timedelta(hours=10)
        moments = [opening] if day in QUIET else [opening + timedelta(minutes=15 * k) for k in range(32)]
        calls += [(str(at + timedelta(seconds=int(clock.integers(600)))), 20.0, 180.0) for at in moments]
    return calls


def _later_arrivals(calls: Sequence[Call]) -> list[Call]:
    """Ten times the calls from the origin on."""
    return [*calls, *(call for call in calls if call[0] >= "2026-03-02" for _ in range(9))]


def _later_handle_times(calls: Sequence[Call]) -> list[Call]:
    """A call of the evening before that is still talked about when the origin comes, six hours later."""
    return [*calls, ("2026-02-27 17:59:00", 5.0, 200_000.0)]


def _later_answers(calls: Sequence[Call]) -> list[Call]:
    """A customer of the evening before who is answered days later."""
    return [*calls, ("2026-02-27 17:59:00", 250_000.0, 60.0)]


def _without_the_call_in_question(calls: Sequence[Call]) -> list[Call]:
    """The same call, of which nothing but the arrival is told."""
    return [*calls, ("2026-02-27 17:59:00", 300_000.0, None)]


def _desk(folder: Path, settings: DeskSettings, calls: Sequence[Call]) -> Desk:
    return logged_desk(folder, settings, calls)


def _forecast(desk: Desk) -> pd.DataFrame:
    with Warehouse.open(desk) as warehouse:
        [forecast] = forecast_queues(warehouse, desk, as_of=ORIGIN, horizon_days=20)
    return forecast_rows(forecast)


@pytest.mark.parametrize(
    ("leak", "honest"),
    [
        pytest.param(_later_arrivals, list, id="arrivals"),
        pytest.param(_later_handle_times, _without_the_call_in_question, id="a handle time"),
        pytest.param(_later_answers, _without_the_call_in_question, id="an answer"),
    ],
)
def test_what_ended_after_as_of_changes_no_figure_of_the_forecast(
    tmp_path: Path,
    weekday_settings: DeskSettings,
    leak: Callable[[Sequence[Call]], list[Call]],
    honest: Callable[[Sequence[Call]], list[Call]],
) -> None:
    calls = _usual_calls()

    told = _forecast(_desk(tmp_path / "honest", weekday_settings, honest(calls)))
    tempted = _forecast(_desk(tmp_path / "leaked", weekday_settings, leak(calls)))

    pd.testing.assert_frame_equal(told, tempted)


def _backtest(desk: Desk) -> pd.DataFrame:
    """The scores of one origin, three weeks before the log's end, as the front door writes them."""
    (desk.folder / "desk.toml").write_text(_desk_toml(), encoding="utf-8")
    out = desk.folder / "scores.csv"
    words = ["backtest", "--origins", "1", "--horizon", "33", "--desk", str(desk.folder), "--out", str(out), "--json"]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.stderr
    assert json.loads(done.stdout)["rows"] > 0
    return pd.read_csv(out)


def _desk_toml() -> str:
    spans = "\n".join(f'{day} = ["10:00-18:00"]' for day in ("mon", "tue", "wed", "thu", "fri"))
    return f'format = 1\nname = "d"\ntime_zone = "Asia/Tokyo"\n[hours.phone]\n{spans}\n[[queue]]\nname = "support"\n'


def test_a_backtest_forecasts_as_the_command_with_as_of_did_at_its_origin(
    tmp_path: Path, weekday_settings: DeskSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from forecasting import backtest as room

    issued = []
    score = room.score_bands
    monkeypatch.setattr(room, "score_bands", lambda one, series: [issued.append(one), *score(one, series)][1:])
    desk = _desk(tmp_path / "desk", weekday_settings, _later_handle_times(_usual_calls()))

    scores = _backtest(desk)

    assert pd.Timestamp(scores["origin"].iloc[0]) == ORIGIN
    regression = next(one for one in issued if one.model == "two_stage")
    then = _forecast(desk)
    same = forecast_rows(regression).iloc[: len(then)]
    pd.testing.assert_frame_equal(same, then)
