"""What a lead has locked stays, and the plan is made around it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from data.desk import Desk
from data.errors import TsunagariError
from staffing.coverage import measure_coverage
from staffing.labour_rules import judge
from staffing.planning.plan_shifts import plan_shifts
from staffing.shift_plan import WORK, Activity, ShiftPlan
from tests.staffing.plan_builders import (
    MONDAY,
    act,
    make_absence,
    make_desk,
    make_people,
    make_person,
    make_settings,
    require,
    whole_day,
)

FRIDAY = MONDAY + timedelta(days=4)
LATE_MONDAY = (
    act("p01", "2026-12-07 10:00", "2026-12-07 14:00", shift="late"),
    act("p01", "2026-12-07 14:00", "2026-12-07 15:00", "lunch", paid=False, shift="late"),
    act("p01", "2026-12-07 15:00", "2026-12-07 19:00", shift="late"),
)


def plan_around(locked: Sequence[Activity], desk: Desk, people: float = 2) -> ShiftPlan:
    return plan_shifts([require(desk, people, last_day=FRIDAY)], desk, first_day=MONDAY, last_day=FRIDAY, locked=locked)


def rows_of(plan: ShiftPlan, person: str) -> set[Activity]:
    return {row for row in plan.activities if row.person == person and row.date == MONDAY}


@pytest.mark.parametrize("locked", [
    LATE_MONDAY,
    (act("p01", "2026-12-07 00:00", "2026-12-08 00:00", "day_off", paid=False, shift=""),),
], ids=["a shift", "a day off"])  # fmt: skip
def test_what_is_locked_stays_as_it_is(locked: tuple[Activity, ...]) -> None:
    desk = make_desk(staff=make_people(4))

    plan = plan_around(locked, desk)

    assert rows_of(plan, "p01") == set(locked)
    assert [found for found in judge(plan, desk, locked=locked) if found.severity == "block"] == []
    assert plan.remarks == ()


def test_the_others_fill_what_the_locked_leave() -> None:
    desk = make_desk(staff=make_people(4))
    short = (act("p01", "2026-12-07 10:00", "2026-12-07 14:00"),)

    plan = plan_around(short, desk, 3)

    monday = [row for row in plan.activities if row.date == MONDAY and row.activity in WORK]
    assert {row.person for row in monday} == {"p01", "p02", "p03", "p04"}
    assert measure_coverage(plan, [require(desk, 3, last_day=FRIDAY)], desk).uncovered_hours <= 3  # lunches at most


def test_a_locked_day_spends_a_day_of_the_contract() -> None:
    desk = make_desk(staff=[make_person("p01", hours_week=24.0), *make_people(4)[1:]])

    plan = plan_around(LATE_MONDAY, desk, 1)

    assert len({row.date for row in plan.activities if row.person == "p01" and row.activity in WORK}) == 3


def test_a_locked_day_counts_as_a_day_on_end() -> None:
    settings = make_settings(rules={"max_days_running": 3})
    wednesday = [replace(row, date=row.date + timedelta(days=2), start=row.start + timedelta(days=2),
                         end=row.end + timedelta(days=2)) for row in LATE_MONDAY]  # fmt: skip
    desk = make_desk(settings, staff=make_people(3))

    plan = plan_around([*LATE_MONDAY, *wednesday], desk)

    assert [found.message for found in judge(plan, desk) if found.severity == "block"] == []


def test_somebody_who_can_take_no_planned_queue_keeps_a_locked_day_too() -> None:
    queues = [{"name": "support", "skills": ["support"]}]
    desk = make_desk(make_settings(queues=queues), staff=[make_person("p01", skills=("other",)), make_person("p02")])

    plan = plan_around(LATE_MONDAY, desk)

    assert rows_of(plan, "p01") == set(LATE_MONDAY)


@pytest.mark.parametrize("leave", [
    whole_day("p01", MONDAY),
    make_absence("p01", "2026-12-07T10:00", "2026-12-07T11:00", "training"),
], ids=["leave", "training"])  # fmt: skip
def test_leave_stands_over_a_lock_and_the_plan_says_so(leave: object) -> None:
    desk = make_desk(staff=make_people(4), leave=[leave])  # type: ignore[list-item]

    plan = plan_around(LATE_MONDAY, desk)

    assert [remark.en.partition(",")[0] for remark in plan.remarks] == [
        "p01: what was locked on Mon 2026-12-07 cannot be kept"
    ]
    assert [found.message for found in judge(plan, desk) if found.severity == "block"] == []


def test_a_lock_of_somebody_who_has_left_is_told() -> None:
    desk = make_desk(staff=[make_person("p01", end_date=MONDAY - timedelta(days=1)), *make_people(3)[1:]])

    plan = plan_around(LATE_MONDAY, desk)

    assert "not employed that day" in plan.remarks[0].en
    assert "p01" not in plan.people


def test_a_request_for_the_day_off_is_refused_by_a_lock_and_the_checker_says_so() -> None:
    desk = make_desk(staff=make_people(4), leave=[whole_day("p01", MONDAY, "requested_off")])

    plan = plan_around(LATE_MONDAY, desk)

    assert rows_of(plan, "p01") == set(LATE_MONDAY)
    assert [(found.rule, found.severity) for found in judge(plan, desk) if found.person == "p01"] == [
        ("on_leave", "warning")
    ]


def test_locks_against_the_law_are_kept_and_the_checker_says_what_is_wrong() -> None:
    desk = make_desk(staff=make_people(3))
    too_long = (act("p01", "2026-12-07 08:00", "2026-12-07 20:00"),)

    plan = plan_around(too_long, desk)

    assert rows_of(plan, "p01") == set(too_long)
    assert {found.rule for found in judge(plan, desk) if found.person == "p01"} >= {"hours_day", "break"}


def test_two_things_at_once_are_refused() -> None:
    desk = make_desk(staff=make_people(3))
    twice = (*LATE_MONDAY, act("p01", "2026-12-07 09:00", "2026-12-07 11:00"))

    with pytest.raises(TsunagariError, match="p01 is locked on 2026-12-07 to two things at once"):
        plan_around(twice, desk)


def test_a_queue_that_is_gone_is_refused() -> None:
    desk = make_desk(make_settings(queues=[{"name": "other"}]), staff=make_people(3))
    required = require(desk, 1, queue="other", last_day=FRIDAY)

    with pytest.raises(TsunagariError, match="queue 'support', which desk"):
        plan_shifts([required], desk, first_day=MONDAY, last_day=FRIDAY, locked=LATE_MONDAY)
