"""Where the plan that stands is short of people."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from data.errors import NothingToDo
from data.records import StoredPlan
from staffing.short_intervals import short_intervals, short_sentence
from tests.staffing.plan_builders import MONDAY, make_desk, make_settings

DESK = make_desk()


@pytest.fixture
def plan() -> StoredPlan:
    """Monday and Tuesday from 9:00 to 11:00: three people where four are required, on Monday at ten one."""
    starts = [pd.Timestamp(f"2026-12-{day:02d} {hour}:{half}", tz="Asia/Tokyo")
              for day in (7, 8) for hour in (9, 10) for half in ("00", "30")]  # fmt: skip
    coverage = pd.DataFrame(
        {
            "queue": "support",
            "interval_start": [start.isoformat() for start in starts],
            "interval_minutes": 30,
            "required": 4.0,
            "scheduled": [4.0, 3.0, 1.0, 4.0, 3.0, 4.0, 4.0, 4.0],
            "uncovered_hours": [0.0, 0.5, 1.5, 0.0, 0.5, 0.0, 0.0, 0.0],
        }
    )
    made_at = pd.Timestamp("2026-12-01", tz="UTC").to_pydatetime()
    return StoredPlan(1, made_at, "lead", MONDAY, date(2026, 12, 8), pd.DataFrame(), coverage, ())


def test_every_short_interval_is_listed_by_time(plan: StoredPlan) -> None:
    rows = short_intervals(plan, DESK, first_day=MONDAY, days=7)

    assert [f"{at:%a %H:%M}" for at in rows["interval_start"]] == ["Mon 09:30", "Mon 10:00", "Tue 09:00"]
    assert rows["short"].tolist() == [1.0, 3.0, 1.0]


def test_monday_at_ten_is_answered_with_the_interval_that_holds_it(plan: StoredPlan) -> None:
    rows = short_intervals(plan, DESK, first_day=MONDAY, days=7, weekday=0, minute=610)

    assert rows[["required", "scheduled", "short"]].to_numpy().tolist() == [[4.0, 1.0, 3.0]]
    assert "support Mon 2026-12-07 10:00: 3.0 people" in short_sentence(
        rows, DESK, first_day=MONDAY, days=7, language="en"
    )


def test_a_time_at_which_enough_people_are_there_is_answered_too(plan: StoredPlan) -> None:
    rows = short_intervals(plan, DESK, first_day=MONDAY, days=7, weekday=1, minute=600)

    assert rows["short"].tolist() == [0.0]
    assert "不足はありません" in short_sentence(rows, DESK, first_day=MONDAY, days=7, language="ja")


def test_a_time_that_the_plan_does_not_hold_is_refused_with_the_way_out(plan: StoredPlan) -> None:
    with pytest.raises(NothingToDo, match="tsunagari plan --start"):
        short_intervals(plan, DESK, first_day=MONDAY, days=7, weekday=6)


def test_written_work_is_short_where_it_misses_its_deadline_and_not_where_the_profile_is_higher(
    plan: StoredPlan,
) -> None:
    mail = {"name": "support", "channel": "mail", "label": {"en": "Writing"}}
    desk = make_desk(make_settings(queues=[mail], more_hours={"mail": {"mon": ["09:00-18:00"]}}))
    missed = [0.0, 0.0, 0.0, 2.5, 0.0, 0.0, 0.0, 0.0]

    rows = short_intervals(
        replace(plan, coverage=plan.coverage.assign(uncovered_hours=missed)), desk, first_day=MONDAY, days=7
    )

    assert [f"{at:%a %H:%M}" for at in rows["interval_start"]] == ["Mon 10:30"]
    assert rows["short"].isna().all()
    assert "2.5 hours of work miss their deadline" in short_sentence(
        rows, desk, first_day=MONDAY, days=7, language="en"
    )
