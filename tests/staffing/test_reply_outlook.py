"""When open contacts can expect an answer, against a plain loop over seconds."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.service_goal import ServiceGoal
from forecasting.forecast import Forecast
from staffing.coverage import QueueCoverage
from staffing.reply_outlook import ReplyPeople, expected_answers, with_outlook
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
    there = np.repeat(people, 1800)[elapsed * 60 :]
    done, one_person_there = np.cumsum(there), np.cumsum(there > 0)
    for place, contact in enumerate(sorted(range(len(due)), key=lambda k: (due[k], -k))):
        begun = np.flatnonzero(done > place * handle)[:1]
        seconds = np.flatnonzero(one_person_there >= (one_person_there[begun] - 1).sum() + handle)[: begun.size]
        looped = float((seconds + 1).min(initial=len(there) + 1))
        told_at = (found[contact] - NINE).total_seconds() - elapsed * 60
        # The loop begins with a whole second, of which the work before may have taken a part.
        assert np.nan_to_num(told_at, nan=len(there) + 1) == pytest.approx(looped, abs=1.01)


def test_several_people_answer_at_the_same_time_each_taking_the_whole_handle_time() -> None:
    found = expected_answers(
        minutes_after_nine(100, 100, 100, 100),
        minutes_after_nine(-4, -3, -2, -1),
        handle_seconds=600,
        people=people_from_nine(2),
        as_of=NINE,
    )

    assert found.strftime("%H:%M").tolist() == ["09:10", "09:15", "09:20", "09:25"]


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


def open_mails(due: list[float | None], *, promised: list[float | None] | None = None) -> pd.DataFrame:
    names = [f"mail-{place}" for place in range(len(due))]
    return pd.DataFrame(
        {
            "queue": "mail",
            "contact_id": names,
            "received_at": minutes_after_nine(*(-900 + place for place in range(len(due)))),
            "deadline_at": minutes_after_nine(*due),
            "promised_at": minutes_after_nine(*(promised or [None] * len(due))),
            "expected_answer_at": minutes_after_nine(*([None] * len(due))),
            "state": "ok",
        }
    )


def told(contacts: pd.DataFrame, *people: float, as_of: pd.Timestamp = NINE) -> dict[str, tuple[object, object]]:
    filled = with_outlook(
        contacts, people={"mail": people_from_nine(*people)}, handle_seconds={"mail": 900}, as_of=as_of
    )
    clock = filled["expected_answer_at"].dt.strftime("%H:%M")
    return dict(zip(filled["contact_id"], zip(clock, filled["state"], strict=True), strict=True))


def test_the_most_urgent_stands_first_with_its_answer_and_how_it_stands() -> None:
    found = told(open_mails([60 * 24, 20, 25, -1]), 1, 1)

    assert list(found) == ["mail-3", "mail-1", "mail-2", "mail-0"]
    assert found == {
        "mail-3": ("09:15", "late"),
        "mail-1": ("09:30", "at_risk"),
        "mail-2": ("09:45", "at_risk"),
        "mail-0": ("10:00", "ok"),
    }


def test_what_the_customer_was_told_counts_before_the_deadline() -> None:
    found = told(open_mails([120, 300], promised=[None, 20]), 1, 1)

    assert found == {"mail-1": ("09:15", "due_today"), "mail-0": ("09:30", "due_today")}


def test_an_answer_out_of_sight_is_at_risk_only_where_it_is_due_in_sight() -> None:
    found = told(open_mails([25, 25, 25, 60 * 24]), 1)

    assert [state for _, state in found.values()] == ["due_today", "at_risk", "at_risk", "ok"]
    assert [pd.isna(clock) for clock, _ in found.values()] == [False, False, True, True]


def test_queues_without_known_people_stay_as_they_are_and_nothing_open_is_no_mistake() -> None:
    other = with_outlook(
        open_mails([600]), people={"form": people_from_nine(1)}, handle_seconds={"form": 60}, as_of=NINE
    )
    nothing = with_outlook(
        open_mails([600]).iloc[:0], people={"mail": people_from_nine()}, handle_seconds={"mail": 60}, as_of=NINE
    )

    assert other["expected_answer_at"].isna().all()
    assert other["state"].tolist() == ["due_today"]
    assert len(nothing) == 0


def test_people_come_from_a_plan_less_shrinkage_or_from_a_requirement(quiet_monday: Forecast) -> None:
    requirement = require_agents(quiet_monday, ServiceGoal(), unplanned_shrinkage=0)
    count = np.full(20, 10.0)
    plan = QueueCoverage("technical", 30, starts=quiet_monday.starts, required=count, scheduled=count)

    assert ReplyPeople.of_requirement(requirement).people.tolist() == requirement.agents.tolist()
    assert ReplyPeople.of_plan(plan, unplanned_shrinkage=0.2).people == pytest.approx(np.full(20, 8.0))


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="more than 0 seconds"):
        expected_answers(
            minutes_after_nine(1), minutes_after_nine(0), handle_seconds=0, people=people_from_nine(1), as_of=NINE
        )
    with pytest.raises(ValueError, match="not negative"):
        people_from_nine(-1)
    with pytest.raises(ValueError, match="carry a time zone"):
        ReplyPeople(starts=pd.DatetimeIndex(["2026-11-02"]), interval_minutes=30, people=np.ones(1))
