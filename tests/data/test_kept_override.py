"""How near overrides came, beside the model alone, once their days are over."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.desk import DeskSettings
from data.issued import store_issued
from data.kept_override import COLUMNS, override_score
from data.snapshot import Snapshot, publish_snapshot
from data.warehouse import Warehouse
from tests.data.logged_desk import logged_desk
from tests.data.test_kept_promise import CALLS, QUANTILES
from tests.data.ticket_desk import tokyo


def _issued(issued_at: str, start: str, *, mean: float, alone: float | None) -> dict[str, object]:
    return {
        "queue": "support", "channel": "phone", "issued_at": tokyo(issued_at), "model": "two_stage",
        "interval_start": tokyo(start), "interval_minutes": 30, "open_minutes": 30.0, "mean": mean,
        "handle_seconds": 300.0, "handle_variation": 1.0, "root_mean": 1.0, "day_spread": 0.1, "root_spread": 0.1,
        "mean_without_override": alone,
    } | dict.fromkeys(QUANTILES, mean / 2)  # fmt: skip


@pytest.fixture
def shown(tmp_path: Path, weekday_settings: DeskSettings) -> dict[str, pd.DataFrame]:
    """Four calls came on 6 April at ten and one at eleven, one on 1 May; what pages see of their overrides."""
    rows = [
        _issued("2026-04-04", "2026-04-06 10:00", mean=99, alone=1),
        _issued("2026-04-06", "2026-04-06 10:00", mean=6, alone=3),
        _issued("2026-04-06", "2026-04-06 10:30", mean=1, alone=2),
        _issued("2026-04-06", "2026-04-06 11:00", mean=8, alone=8),
        _issued("2026-04-06 09:00", "2026-04-06 10:00", mean=4, alone=77),
        _issued("2026-05-01", "2026-05-01 10:00", mean=2, alone=4),
        _issued("2026-05-01", "2026-05-01 10:30", mean=3, alone=None),
        _issued("2026-05-01", "2026-05-04 10:00", mean=5, alone=4),
    ]
    desk = logged_desk(tmp_path, weekday_settings, CALLS)
    with Warehouse.open(desk) as warehouse:
        store_issued(warehouse, forecast=pd.DataFrame(rows))
        publish_snapshot(warehouse, desk)
    with Snapshot.newest(desk) as snapshot:
        return {name: snapshot.table(name) for name in ("kept_override", "kept_promise")}


def test_overridden_intervals_of_past_days_are_scored_by_the_forecast_issued_last_before_the_day(
    shown: dict[str, pd.DataFrame],
) -> None:
    days = shown["kept_override"]

    assert tuple(days.columns) == COLUMNS
    assert days["day"].tolist() == [pd.Timestamp("2026-04-06"), pd.Timestamp("2026-05-01")]
    assert days["offered"].tolist() == [4, 1]
    assert days["forecast"].tolist() == [7, 2]
    assert days["forecast_without_override"].tolist() == [5, 4]
    assert days["error"].tolist() == [0.75, 1]
    assert days["error_without_override"].tolist() == [0.25, 3]
    assert days["nearer"].tolist() == [False, True]


def test_the_error_of_the_month_is_told_with_the_overrides_and_of_the_model_alone(
    shown: dict[str, pd.DataFrame],
) -> None:
    april = shown["kept_promise"].iloc[0]

    # Medians are half the means here: 3, 0.5 and 4 as issued, 1.5, 1 and 4 of the model alone; 4, 0 and 1 came.
    assert april["forecast_wape"] == pytest.approx((1 + 0.5 + 3) / 5)
    assert april["forecast_wape_without_override"] == pytest.approx((2.5 + 1 + 3) / 5)


def test_a_sentence_says_how_many_overridden_days_were_nearer_than_the_model(shown: dict[str, pd.DataFrame]) -> None:
    score = override_score(shown["kept_override"])

    assert score is not None
    assert score.en == (
        "Of 2 overridden days 1 was nearer than the model (error with the override 80.0%, of the model alone 80.0%)."
    )
    assert score.ja.startswith("手修正した2日のうち1日は、モデルのみの予測より実績に近くなりました")
    assert override_score(shown["kept_override"][:0]) is None


def test_days_on_which_nothing_came_have_a_sentence_without_shares() -> None:
    silent = pd.DataFrame({"offered": [0.0], "forecast": [3.0], "forecast_without_override": [np.e], "nearer": [False]})

    score = override_score(silent)

    assert score is not None
    assert score.en.startswith("Of 1 overridden day 0 were nearer than the model (error with the override -,")
