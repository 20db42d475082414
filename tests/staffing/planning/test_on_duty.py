"""As many people are on duty at any time as the desk wants, where its staff suffices."""

from datetime import date, timedelta
from typing import Any

import pytest

from data.desk import Desk
from staffing.labour_rules import judge
from staffing.planning.plan_shifts import plan_shifts
from staffing.shift_plan import ShiftPlan
from tests.staffing.plan_builders import MONDAY, act, make_desk, make_people, make_settings, require, whole_day

FRIDAY = MONDAY + timedelta(days=4)


def desk_of(people: int, least: int, **more: Any) -> Desk:
    return make_desk(make_settings(rules={"min_on_duty": least, **more}), staff=make_people(people))


def plan_of(desk: Desk, people: Any = 1) -> ShiftPlan:
    return plan_shifts([require(desk, people)], desk, first_day=MONDAY, last_day=FRIDAY)


def thin_days(plan: ShiftPlan, desk: Desk) -> list[date]:
    return [found.date for found in judge(plan, desk) if found.rule == "alone"]


@pytest.mark.parametrize(("people", "least"), [(3, 2), (4, 3), (6, 4), (7, 5)])
def test_one_more_than_the_least_on_duty_are_enough_for_lunch_in_turn(people: int, least: int) -> None:
    desk = desk_of(people, least)

    assert thin_days(plan_of(desk), desk) == []


def test_people_on_another_queue_are_company() -> None:
    queues = [{"name": "support"}, {"name": "letters", "channel": "mail"}]
    hours = {day: ["10:00-18:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
    settings = make_settings(queues=queues, more_hours={"mail": hours}, rules={"min_on_duty": 3})
    desk = make_desk(settings, staff=make_people(4))
    wanted = [require(desk, 1), require(desk, 1, queue="letters")]

    plan = plan_shifts(wanted, desk, first_day=MONDAY, last_day=FRIDAY)

    assert thin_days(plan, desk) == []


def test_nobody_is_called_in_for_company_where_nobody_is_required() -> None:
    hours = {day: ["10:00-18:00"] for day in ("mon", "tue", "wed", "thu", "fri", "sat")}
    desk = make_desk(make_settings(hours=hours, rules={"min_on_duty": 3}), staff=make_people(8))

    plan = plan_shifts([require(desk, lambda start: 2 if start.day_of_week < 5 else 0)], desk, first_day=MONDAY,
                       last_day=FRIDAY + timedelta(days=1))  # fmt: skip

    saturday = FRIDAY + timedelta(days=1)
    assert not [row for row in plan.activities if row.date == saturday and row.queue]


def test_a_colleague_on_leave_is_missed_only_on_that_day() -> None:
    desk = desk_of(4, 3)
    away = make_desk(desk.settings, staff=desk.staff, leave=[whole_day("p01", MONDAY)])

    assert thin_days(plan_of(away), away) == [MONDAY]


def test_who_is_locked_is_company_already() -> None:
    hours = {day: ["10:00-18:00"] for day in ("mon", "tue", "wed", "thu", "fri", "sat")}
    desk = make_desk(make_settings(hours=hours, rules={"min_on_duty": 3}), staff=make_people(8))
    saturday = FRIDAY + timedelta(days=1)
    four = [act(f"p0{k}", f"{saturday} 09:00", f"{saturday} 18:00") for k in range(1, 5)]

    plan = plan_shifts([require(desk, 1)], desk, first_day=MONDAY, last_day=saturday, locked=four)

    on_saturday = {row.person for row in plan.activities if row.queue and row.date == saturday}
    assert on_saturday == {"p01", "p02", "p03", "p04"}
