"""Why an interval needs its people."""

import numpy as np
import pandas as pd
import pytest

from data.errors import NothingToDo
from data.service_goal import ServiceGoal
from forecasting.forecast import Forecast
from staffing.interval_explained import IntervalExplained, explain_interval
from staffing.live_service import Asked
from staffing.require_agents import require_agents
from tests.staffing.conftest import ForecastBuilder

TEN = pd.Timestamp("2026-11-02 10:10", tz="Asia/Tokyo")


def explained(
    forecast: Forecast, *, patience: float = 400.0, at: pd.Timestamp = TEN, **goal: object
) -> IntervalExplained:
    told = ServiceGoal.model_validate(goal)
    requirement = require_agents(forecast, told, unplanned_shrinkage=0.0, patience_seconds=patience)
    return explain_interval(requirement, forecast, asked=Asked(180.0, patience), at=at)


@pytest.fixture
def doubtful(forecast_of: ForecastBuilder) -> Forecast:
    return forecast_of([[20.0, 40.0, 60.0, 80.0, 90.0, 60.0]], day_spread=0.05, root_spread=0.6)


def test_load_doubt_and_what_one_person_less_or_more_would_do(doubtful: Forecast) -> None:
    told = explained(doubtful)

    assert f"{told.start:%H:%M}" == "10:00"
    assert told.load == pytest.approx(doubtful.mean[4] * 300 / 1800)
    assert told.carried_load < told.load, "before ten there was less to do"
    assert told.fewest_contacts < told.contacts < told.most_contacts
    assert np.diff(told.rows["agents"]).tolist() == [1, 1]
    assert np.all(np.diff(told.rows["service_level"]) > 0)
    assert np.all(np.diff(told.rows["asa_seconds"]) < 0)


def test_as_many_as_required_achieve_what_the_requirement_says(doubtful: Forecast) -> None:
    requirement = require_agents(doubtful, ServiceGoal(), unplanned_shrinkage=0.0, patience_seconds=400.0)

    row = explained(doubtful).rows.iloc[1]

    assert int(row["agents"]) == requirement.agents[4]
    assert row["service_level"] == pytest.approx(requirement.service_level[4])
    assert row["abandonment"] == pytest.approx(requirement.abandonment[4])
    assert row["occupancy"] == pytest.approx(requirement.occupancy[4])


@pytest.mark.parametrize(
    ("goal", "rule"),
    [
        ({"min_agents": 40}, "at least 40 people on duty"),
        ({"max_occupancy": 0.3}, "an occupancy of at most 30 %"),
        ({"max_abandonment": 0.001}, "the cap of 0.1 % on those who hang up"),
        ({"scope": "interval", "max_abandonment": 1.0}, "the service level of 90 % over the interval"),
        ({"confidence": 0.95, "max_abandonment": 1.0, "max_occupancy": 1.0}, "95 % of such days"),
    ],
)
def test_the_sentence_names_the_rule_that_bound(doubtful: Forecast, goal: dict[str, object], rule: str) -> None:
    said = explained(doubtful, **goal).sentence("en", title="Support")

    assert rule in said
    assert said.startswith("Support, Mon 2 Nov") or said.startswith("Support, ")
    assert said.count(" With ") == 3


def test_the_sentence_in_japanese(doubtful: Forecast) -> None:
    said = explained(doubtful).sentence("ja", title="サポート")

    assert said.startswith("サポート（11月2日(月) 10:00）：")
    assert "件数×処理時間÷受付時間" in said
    assert said.count("人なら") == 3


def test_where_nobody_hangs_up_nothing_is_said_of_it(doubtful: Forecast) -> None:
    told = explained(doubtful, patience=float(np.inf))

    assert told.rows["abandonment"].isna().all()
    assert "hang up" not in told.sentence("en", title="Support")


@pytest.mark.parametrize("clock", ["2026-11-02 07:59", "2026-11-02 11:00", "2026-11-03 09:00"])
def test_a_time_at_which_nobody_is_open_is_refused_with_the_span(doubtful: Forecast, clock: str) -> None:
    with pytest.raises(NothingToDo, match=r"is not open at .* \(2026-11-02 to 2026-11-02\)"):
        explained(doubtful, at=pd.Timestamp(clock, tz="Asia/Tokyo"))


def test_the_summary_holds_the_figures(doubtful: Forecast) -> None:
    summary = explained(doubtful).summary

    assert summary["interval_start"] == "2026-11-02T10:00:00+09:00"
    assert summary["load_erlang"] == pytest.approx(15.0, rel=0.02)
