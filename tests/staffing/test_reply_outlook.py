"""When open contacts can expect an answer, against a plain loop over seconds."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import TsunagariError
from data.service_goal import ServiceGoal
from forecasting.forecast import Forecast
from staffing.coverage import QueueCoverage
from staffing.reply_outlook import ReplyPeople, expected_answers, reply_states, with_outlook
from staffing.require_agents import require_agents

NINE = pd.Timestamp("2026-11-02 09:00", tz="Asia/Tokyo")


def minutes_after_nine(*minutes: float | None) -> pd.DatetimeIndex:
    stamps = [pd.NaT if m is None else NINE + pd.Timedelta(minutes=m) for m in minutes]
    return pd.DatetimeIndex(pd.Series(stamps, dtype="datetime64[us, Asia/Tokyo]"))


def people_from_nine(*people: float) -> ReplyPeople:
    starts = pd.date_range(NINE, periods=len(people), freq="30min")
    return ReplyPeople(starts=starts, interval_minutes=30, people=np.array(people, dtype=np.float64))


@settings(max_examples=60, deadline=None)
@given(
    due=st.lists(st.integers(-60, 300), min_size=1, max_size=12),
    people=st.lists(st.integers(0, 3), min_size=1, max_size=5),
    handle=st.integers(60, 1500),
    elapsed=st.integers(0, 40),
)
def test_contacts_are_answered_when_a_loop_over_seconds_says(
    due: list[int], people: list[int], handle: int, elapsed: int
) -> None:
    received = minutes_after_nine(*(-500 - k for k in range(len(due))))

    found = expected_answers(
        minutes_after_nine(*due),
        received,
        handle_seconds=handle,
        people=people_from_nine(*people),
        as_of=NINE + pd.Timedelta(minutes=elapsed),
    )

    # The newest contact was received first in the list, so equal deadlines go from the end of the list.
    done = np.cumsum(np.repeat(people, 1800)[elapsed * 60 :])
    for place, contact in enumerate(sorted(range(len(due)), key=lambda k: (due[k], -k))):
        second = np.argmax(done >= (place + 1) * handle) + 1 if done.max(initial=0) >= (place + 1) * handle else None
        expected = pd.NaT if second is None else NINE + pd.Timedelta(seconds=elapsed * 60 + int(second))
        assert found[contact] is expected or found[contact] == expected


def test_nobody_answers_while_nobody_is_there_and_later_than_known_is_not_told() -> None:
    found = expected_answers(
        minutes_after_nine(100, 200, 300),
        minutes_after_nine(-3, -2, -1),
        handle_seconds=600,
        people=people_from_nine(0, 0, 1),
        as_of=NINE - pd.Timedelta(days=1),
    )

    assert found[:2].tolist() == [NINE + pd.Timedelta(minutes=70), NINE + pd.Timedelta(minutes=80)]
    assert found[2] == NINE + pd.Timedelta(minutes=90)
    none = expected_answers(
        minutes_after_nine(100), minutes_after_nine(0), handle_seconds=60, people=people_from_nine(0), as_of=NINE
    )
    assert none.isna().all()


def test_without_a_deadline_a_contact_comes_last() -> None:
    found = expected_answers(
        minutes_after_nine(None, 600),
        minutes_after_nine(-900, -1),
        handle_seconds=[300, 600],
        people=people_from_nine(1),
        as_of=NINE,
    )

    assert found.tolist() == [NINE + pd.Timedelta(minutes=15), NINE + pd.Timedelta(minutes=10)]


def test_the_worst_state_that_holds_is_told() -> None:
    states = reply_states(
        minutes_after_nine(-1, 60, 60, 60 * 24, 60 * 24, None, 60 * 24),
        minutes_after_nine(10, 70, 50, 60 * 25, 10, None, None),
        as_of=NINE,
    )

    assert states.tolist() == ["late", "at_risk", "due_today", "at_risk", "ok", "ok", "at_risk"]


def test_open_contacts_are_told_in_the_order_they_came_in() -> None:
    contacts = pd.DataFrame(
        {
            "contact_id": ["b", "a", "c"],
            "deadline_at": minutes_after_nine(60 * 24, 20, 30),
            "received_at": minutes_after_nine(-30, -20, -10),
        }
    )

    told = with_outlook(contacts, people=people_from_nine(1, 1), handle_seconds=900, as_of=NINE)

    assert told["contact_id"].tolist() == ["b", "a", "c"]
    assert told["expected_answer_at"].dt.strftime("%H:%M").tolist() == ["09:45", "09:15", "09:30"]
    assert told["state"].tolist() == ["ok", "due_today", "due_today"]


def test_no_open_contacts_and_nobody_known_are_no_mistake() -> None:
    empty = pd.DataFrame({"deadline_at": minutes_after_nine(), "received_at": minutes_after_nine()})

    assert len(with_outlook(empty, people=people_from_nine(), handle_seconds=60, as_of=NINE)) == 0


def test_people_come_from_a_plan_less_shrinkage_or_from_a_requirement(quiet_monday: Forecast) -> None:
    requirement = require_agents(quiet_monday, ServiceGoal(), unplanned_shrinkage=0)
    count = np.full(20, 10.0)
    plan = QueueCoverage("technical", 30, starts=quiet_monday.starts, required=count, scheduled=count)

    assert ReplyPeople.of_requirement(requirement).people.tolist() == requirement.agents.tolist()
    assert ReplyPeople.of_plan(plan, unplanned_shrinkage=0.2).people == pytest.approx(np.full(20, 8.0))


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(TsunagariError, match="the column received_at is missing"):
        with_outlook(
            pd.DataFrame({"deadline_at": minutes_after_nine(1)}),
            people=people_from_nine(1),
            handle_seconds=60,
            as_of=NINE,
        )
    with pytest.raises(ValueError, match="more than 0 seconds"):
        expected_answers(
            minutes_after_nine(1), minutes_after_nine(0), handle_seconds=0, people=people_from_nine(1), as_of=NINE
        )
    with pytest.raises(ValueError, match="not negative"):
        people_from_nine(-1)
    with pytest.raises(ValueError, match="carry a time zone"):
        ReplyPeople(starts=pd.DatetimeIndex(["2026-11-02"]), interval_minutes=30, people=np.ones(1))
