"""What a requirement promises, in numbers and in a sentence."""

from dataclasses import replace

import numpy as np
import pytest

from data.errors import NothingToDo
from data.service_goal import ServiceGoal
from forecasting.forecast import Forecast
from staffing.promise import Promise
from staffing.require_agents import promise, require_agents
from tests.staffing.conftest import ForecastBuilder


def test_the_promise_is_the_mean_service_level_weighted_by_contacts(quiet_monday: Forecast) -> None:
    requirement = require_agents(quiet_monday, ServiceGoal(), unplanned_shrinkage=0, engine="erlang_c")

    made = promise(requirement)

    answered = sum(n * level for n, level in zip(requirement.contacts, requirement.service_level, strict=True))
    assert made.service_level == pytest.approx(answered / sum(requirement.contacts))
    assert made.agent_hours == requirement.agents.sum() / 2
    assert made.occupancy == pytest.approx(sum(quiet_monday.mean / 6) / requirement.agents.sum())
    assert made.is_kept


def test_the_promise_names_the_weakest_interval_and_the_weakest_day(forecast_of: ForecastBuilder) -> None:
    two_days = require_agents(
        forecast_of([[20, 30], [40, 50]]), ServiceGoal(), unplanned_shrinkage=0, engine="erlang_c"
    )

    made = promise(replace(two_days, service_level=np.array([0.95, 0.95, 0.99, 0.82])))

    assert f"{made.worst_interval_start:%d %H:%M}" == "03 08:30"
    assert made.worst_interval_service_level == 0.82
    assert f"{made.worst_span_start:%d %H:%M}" == "03 08:00"
    assert made.worst_span_service_level == pytest.approx((40 * 0.99 + 50 * 0.82) / 90)
    assert not made.is_kept


def test_over_an_interval_scope_the_weakest_span_is_the_weakest_interval(quiet_monday: Forecast) -> None:
    made = promise(
        require_agents(quiet_monday, ServiceGoal(scope="interval"), unplanned_shrinkage=0, engine="erlang_c")
    )

    assert made.worst_span_start == made.worst_interval_start
    assert made.worst_span_service_level == pytest.approx(made.worst_interval_service_level)


def test_the_sentence_says_in_japanese_what_it_rests_on(quiet_monday: Forecast) -> None:
    made = promise(require_agents(quiet_monday, ServiceGoal(), unplanned_shrinkage=0, engine="erlang_c"))

    said = made.sentence("ja", title="Support")

    assert said.startswith("Support：180秒以内に応答できる割合は全体で9")
    assert "目標は各日90%" in said
    assert "最も低い日（2026-11-02）" in said
    assert "予測の平均どおり" in said
    assert "アーランC" in said


def test_the_sentence_says_in_english_what_it_rests_on(quiet_monday: Forecast) -> None:
    made = promise(
        require_agents(
            quiet_monday, ServiceGoal(confidence=0.8, scope="week"), unplanned_shrinkage=0, engine="erlang_c"
        )
    )

    said = made.sentence("en", title="Support")

    assert "expected to be answered within 180 s; the goal is 90 % for every week" in said
    assert "the weakest week (2026-11-02)" in said
    assert "rests on the 80 % quantile of the forecast" in said
    assert "nobody hanging up" in said


def test_a_share_just_below_the_goal_is_not_rounded_up_to_it(quiet_monday: Forecast) -> None:
    made = promise(require_agents(quiet_monday, ServiceGoal(), unplanned_shrinkage=0, engine="erlang_c"))

    assert "89.9 % of contacts" in replace(made, service_level=0.8996).sentence("en", title="Support")


def test_nothing_is_promised_from_nothing(quiet_monday: Forecast, forecast_of: ForecastBuilder) -> None:
    requirement = require_agents(quiet_monday, ServiceGoal(), unplanned_shrinkage=0, engine="erlang_c")
    untold = replace(requirement, service_level=np.full(len(requirement), np.nan))
    empty = require_agents(forecast_of([[20]], open_minutes=0), ServiceGoal(), unplanned_shrinkage=0, engine="erlang_c")

    with pytest.raises(NothingToDo, match="tells no contacts or no service level"):
        promise(untold)
    with pytest.raises(NothingToDo, match="has no open interval"):
        promise(empty)


def test_a_quiet_span_without_contacts_keeps_its_promise(forecast_of: ForecastBuilder) -> None:
    made = promise(require_agents(forecast_of([[0, 0]]), ServiceGoal(), unplanned_shrinkage=0, engine="erlang_c"))

    assert made.service_level == 1
    assert made.is_kept


@pytest.fixture
def doubtful(forecast_of: ForecastBuilder) -> Forecast:
    return forecast_of([[20.0, 40.0, 60.0], [30.0, 50.0, 20.0]], day_spread=0.06, root_spread=0.7)


def made_by_erlang_a(forecast: Forecast, *, patience: float = 300.0, **goal: object) -> Promise:
    told = ServiceGoal.model_validate(goal)
    return promise(require_agents(forecast, told, unplanned_shrinkage=0, patience_seconds=patience))


def test_the_usual_engine_tells_hang_ups_days_kept_and_what_plain_erlang_c_would_ask_for(doubtful: Forecast) -> None:
    made = made_by_erlang_a(doubtful)

    said = made.sentence("en", title="Support")

    assert made.grounds is not None
    assert made.abandonment <= made.worst_span_abandonment <= 0.05
    assert "wait 300 s on average before they hang up" in said
    assert "such days in ten the goal is expected to be reached" in said
    assert f"would ask for {made.grounds.plain_agent_hours:.1f} hours" in said
    assert "Finishing what is in hand at closing takes" in said


def test_the_usual_engine_says_the_same_in_japanese(doubtful: Forecast) -> None:
    said = made_by_erlang_a(doubtful, scope="week").sentence("ja", title="サポート")

    assert "お客様は平均300秒待つと電話を切るものとします" in said
    assert "このような10週のうち" in said
    assert "単純なアーランC式では" in said


def test_where_nobody_hangs_up_that_is_said(doubtful: Forecast) -> None:
    made = made_by_erlang_a(doubtful, patience=float("inf"))

    assert np.isnan(made.abandonment)
    assert "on nobody hanging up while waiting" in made.sentence("en", title="Support")
    assert "待ちきれずに離れるお客様はいないものとします" in made.sentence("ja", title="サポート")
    assert made.summary["patience_seconds"] is None
    assert made.is_kept


def test_a_promise_with_too_many_hang_ups_is_not_kept(doubtful: Forecast) -> None:
    made = made_by_erlang_a(doubtful)

    assert made.is_kept
    assert not replace(made, worst_span_abandonment=0.051).is_kept


def test_the_summary_tells_the_weakest_time_of_the_week(forecast_of: ForecastBuilder) -> None:
    two_mondays = forecast_of([[20.0, 30.0]] + [[20.0, 30.0]] * 7)
    requirement = require_agents(two_mondays, ServiceGoal(), unplanned_shrinkage=0, patience_seconds=300.0)
    level = np.full(16, 0.95)
    level[[1, 15]] = 0.82, 0.86  # Mondays at 8:30

    made = promise(replace(requirement, service_level=level))

    assert made.worst_week_interval[:2] == (0, 510)
    assert made.summary["worst_weekday_interval"] == {"weekday": 0, "minute": 510, "service_level": 0.84}
