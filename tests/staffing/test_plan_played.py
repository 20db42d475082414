"""A plan played through: beside the queueing model, and two plans meeting the same contacts."""

import numpy as np
import pytest
from numpy.typing import NDArray

from data.service_goal import ServiceGoal
from forecasting.forecast import Forecast
from staffing.coverage import Coverage, QueueCoverage
from staffing.deadline_work import DeadlineWork
from staffing.plan_played import Playing, with_played
from staffing.plan_played_sentences import played_remarks
from staffing.plan_worth import worth_of_plan
from staffing.require_agents import require_agents
from staffing.requirement import Requirement
from staffing.simulation.simulated_figures import Estimate
from tests.staffing.conftest import ForecastBuilder
from tests.staffing.plan_builders import make_desk, make_settings

PATIENCE = {"technical": 480.0}
DESK = make_desk(make_settings(queues=[{"name": "technical"}], shrinkage={"unplanned": 0.0}))


@pytest.fixture
def quiet_monday(forecast_of: ForecastBuilder, monday_shape: NDArray[np.float64]) -> Forecast:
    """One Monday of calls at random: their root deviates by a half, as that of Poisson counts does."""
    return forecast_of([list(7 * 6 * monday_shape)], root_spread=0.5)


@pytest.fixture
def required(quiet_monday: Forecast) -> Requirement:
    """The people of the quiet Monday."""
    return require_agents(
        quiet_monday, ServiceGoal(), unplanned_shrinkage=0.0, patience_seconds=480.0, short_abandon_seconds=5.0
    )


def _cover(required: Requirement, more: float = 0.0) -> Coverage:
    people = required.agents.astype(np.float64)
    return Coverage((QueueCoverage("technical", 30, required.starts, required=people, scheduled=people + more),))


def _playing(forecast: Forecast | None, seed: int = 1) -> Playing:
    return Playing(DESK, {} if forecast is None else {"technical": forecast}, PATIENCE, seed=seed, courses=200)


def _inside(figure: Estimate, value: float, allowed: float) -> bool:
    return float(figure.low) - allowed <= value <= float(figure.high) + allowed


def test_the_simulation_agrees_with_the_queueing_model(required: Requirement, quiet_monday: Forecast) -> None:
    [played] = _playing(quiet_monday).of_plan(_cover(required))

    [model] = worth_of_plan(
        _cover(required), DESK, forecasts={"technical": quiet_monday}, patience_seconds=PATIENCE
    ).queues
    assert _inside(played.service_level(), model.whole.service_level, 0.02)
    assert _inside(played.abandonment(), model.whole.abandonment, 0.01)
    assert float(played.service_level().high - played.service_level().low) < 0.02


def test_its_level_is_that_of_a_plain_loop_over_the_courses(required: Requirement, quiet_monday: Forecast) -> None:
    [played] = _playing(quiet_monday).of_plan(_cover(required))

    answered = sum(played.counted.answered_in_threshold.sum(axis=1))
    counted = sum((played.counted.offered - played.counted.short_abandoned).sum(axis=1))
    [(day, of_day)] = played.by_day().items()
    assert float(played.service_level().mean) == pytest.approx(answered / counted)
    assert (day, float(of_day.mean)) == (required.starts[0].date(), pytest.approx(answered / counted))


def test_the_same_seed_plays_the_same_and_another_does_not(required: Requirement, quiet_monday: Forecast) -> None:
    first, same, other = (_playing(quiet_monday, seed).of_plan(_cover(required))[0] for seed in (1, 1, 2))

    assert first.summary == same.summary
    assert first.summary["service_level"] != other.summary["service_level"]


def test_two_plans_meet_the_same_contacts_and_more_people_answer_more(
    required: Requirement, quiet_monday: Forecast
) -> None:
    [(old, new)] = _playing(quiet_monday).of_both(_cover(required), _cover(required, more=1.0))

    np.testing.assert_array_equal(old.counted.offered, new.counted.offered)
    assert float(new.service_level().mean) > float(old.service_level().mean)


def test_written_work_and_days_without_a_forecast_are_not_played(required: Requirement, quiet_monday: Forecast) -> None:
    hours = required.agents / 2
    written = QueueCoverage("technical", 30, required.starts, required=hours, scheduled=hours,
                            work=DeadlineWork(hours, hours))  # fmt: skip

    assert _playing(quiet_monday).of_plan(Coverage((written,))) == ()
    assert _playing(None).of_plan(_cover(required)) == ()


def test_the_table_and_the_sentence_set_it_beside_the_model(required: Requirement, quiet_monday: Forecast) -> None:
    played = _playing(quiet_monday).of_plan(_cover(required))
    worth = worth_of_plan(_cover(required), DESK, forecasts={"technical": quiet_monday}, patience_seconds=PATIENCE)

    rows = with_played(worth.rows(), played)
    [told] = played_remarks(played, worth.queues, DESK)

    assert (rows["simulated_service_level"] - rows["service_level"]).abs().max() < 0.1
    assert (rows["simulated_low"] <= rows["simulated_service_level"]).all()
    assert "200 possible courses" in told.en
    assert f"the queueing model: {worth.queues[0].whole.service_level:.1%}" in told.en
    assert "200 通りの経過" in told.ja
    assert with_played(worth.rows(), ())["simulated_low"].isna().all()
