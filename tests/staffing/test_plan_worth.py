"""What a plan is worth: the service its people give is that of the model which says what is required."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from data.service_goal import ServiceGoal
from forecasting.forecast import Forecast
from staffing.coverage import Coverage, QueueCoverage
from staffing.deadline_work import DeadlineWork
from staffing.plan_cost import cost_of_plan
from staffing.plan_worth import PlanWorth, worth_of_plan
from staffing.plan_worth_sentences import worth_remarks
from staffing.require_agents import require_agents
from staffing.requirement import Requirement
from staffing.shift_plan import ShiftPlan
from tests.staffing.plan_builders import MONDAY, make_desk, make_settings

EMPTY = ShiftPlan(MONDAY, MONDAY, ())
PATIENCE = {"technical": 480.0}


@pytest.fixture
def required(quiet_monday: Forecast) -> Requirement:
    """The people of the quiet Monday."""
    return require_agents(
        quiet_monday, ServiceGoal(), unplanned_shrinkage=0.0, patience_seconds=480.0, short_abandon_seconds=5.0
    )


def worth(required: Requirement, forecast: Forecast | None, people: "np.ndarray[tuple[int], np.dtype[np.float64]]",
          unplanned: float = 0.0) -> PlanWorth:  # fmt: skip
    settings = make_settings(queues=[{"name": "technical"}], shrinkage={"unplanned": unplanned})
    agents = required.scheduled_agents.astype(np.float64)
    part = QueueCoverage("technical", 30, required.starts, required=agents, scheduled=people)
    known = {} if forecast is None else {"technical": forecast}
    return worth_of_plan(Coverage((part,)), make_desk(settings), forecasts=known, patience_seconds=PATIENCE)


def test_people_as_required_are_expected_to_give_what_the_requirement_says(
    required: Requirement, quiet_monday: Forecast
) -> None:
    [found] = worth(required, quiet_monday, required.agents.astype(np.float64)).queues

    np.testing.assert_allclose(found.service_level, required.service_level, atol=1e-9)
    np.testing.assert_allclose(found.abandonment, required.abandonment, atol=1e-9)
    np.testing.assert_allclose(found.asa_seconds, required.asa_seconds, atol=1e-6)


def test_unplanned_shrinkage_takes_people_away(required: Requirement, quiet_monday: Forecast) -> None:
    people = required.agents.astype(np.float64)

    [without], [with_it] = (worth(required, quiet_monday, people, share).queues for share in (0.0, 0.1))

    assert with_it.whole.service_level < without.whole.service_level
    assert with_it.whole.asa_seconds > without.whole.asa_seconds


def test_a_day_is_weighted_by_contacts(required: Requirement, quiet_monday: Forecast) -> None:
    [found] = worth(required, quiet_monday, required.agents.astype(np.float64)).queues

    [(day, service)] = found.by_day().items()
    loop = sum(level * calls for level, calls in zip(found.service_level, found.contacts, strict=True))
    assert day == required.starts[0].date()
    assert service.service_level == pytest.approx(loop / found.contacts.sum())
    assert found.by_week("sunday") == {pd.Timestamp("2026-11-01").date(): found.whole}


def test_where_nobody_is_there_the_day_is_still_told(required: Requirement, quiet_monday: Forecast) -> None:
    [found] = worth(required, quiet_monday, np.zeros(len(required))).queues

    assert found.whole.service_level == 0.0
    assert found.rows()["service_level"].max() == 0.0


def test_without_a_forecast_the_service_is_not_known_but_the_hours_are(required: Requirement) -> None:
    told = worth(required, None, required.agents.astype(np.float64))

    [queue] = told.summary
    assert queue["service_level"] is None
    assert queue["uncovered_hours"] == 0.0


def test_written_work_is_told_by_what_is_done_when_it_is_due() -> None:
    starts = pd.date_range("2026-12-07 10:00", periods=2, freq="60min", tz="Asia/Tokyo")
    work = DeadlineWork(np.array([3.0, 0.0]), np.array([2.0, 1.0]))
    part = QueueCoverage("letters", 60, starts, required=np.array([2.0, 1.0]), scheduled=np.ones(2), work=work)
    settings = make_settings(queues=[{"name": "letters", "channel": "mail"}],
                             more_hours={"mail": {"mon": ["10:00-12:00"]}})  # fmt: skip

    [found] = worth_of_plan(Coverage((part,)), make_desk(settings), forecasts={}, patience_seconds={}).queues

    # One of the two hours due by 11 is done by then; the hour due by 12 is done.
    np.testing.assert_allclose(found.service_level, [0.5, 1.0])
    assert found.whole.service_level == pytest.approx(2 / 3)


def test_the_time_to_a_reply_is_told_where_it_is_known_when_work_comes() -> None:
    starts = pd.date_range("2026-12-07 10:00", periods=3, freq="60min", tz="Asia/Tokyo")
    work = DeadlineWork(np.array([2.0, 1.0, 0.0]), np.array([0.0, 0.0, 3.0]))
    part = QueueCoverage("letters", 60, starts, required=np.ones(3), scheduled=np.ones(3), work=work)
    desk = make_desk(make_settings(queues=[{"name": "letters", "channel": "mail"}],
                                   more_hours={"mail": {"mon": ["10:00-13:00"]}}))  # fmt: skip

    [known], [unknown] = (
        worth_of_plan(Coverage((one,)), desk, forecasts={}, patience_seconds={}).queues
        for one in (part, replace(part, arrivals_known=False))
    )

    # Half of the two hours is done at 11:00, half an hour after it came on average; the third hour's half at 12:30.
    np.testing.assert_allclose(known.reply_hours, [0.5, 1.0, np.nan])
    assert known.mean_reply_hours == pytest.approx(2 / 3)
    assert known.rows()["reply_hours"].tolist()[:2] == [0.5, 1.0]
    assert (unknown.reply_hours, unknown.rows()["reply_hours"].isna().all()) == (None, True)
    [told], [untold] = (worth_remarks(PlanWorth((one,)), cost_of_plan(EMPTY, desk), desk) for one in (known, unknown))
    assert known.unanswered_share == 0.0
    assert "after 0.7 hours on average" in told.en
    assert "平均 0.7 時間" in told.ja
    assert "hours on average" not in untold.en
