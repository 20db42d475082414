"""Monday mornings and late shifts go round among people alike, over past plans too; the plan says where they cannot."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pandas as pd

from data.desk import Desk
from data.records import StoredPlan
from staffing.coverage import measure_coverage
from staffing.labour_rules import judge
from staffing.planning.fairness import evened_plan as module
from staffing.planning.fairness.duty_history import plan_history
from staffing.planning.plan_history import PlanHistory
from staffing.planning.plan_shifts import plan_shifts
from staffing.planning.plan_table import plan_rows
from staffing.shift_plan import ShiftPlan
from tests.staffing.plan_builders import (
    EARLY,
    LATE,
    MONDAY,
    WEEKDAYS,
    make_desk,
    make_people,
    make_settings,
    require,
    whole_day,
)

LONG_HOURS = {day: ["09:00-20:00"] for day in WEEKDAYS}
EVENING = {**LATE, "start": "11:00", "end": "20:00"}


def long_day(**more: Any) -> Desk:
    return make_desk(make_settings(hours=LONG_HOURS, templates=[EARLY, EVENING]), **more)


def plan_weeks(desk: Desk, *, weeks: int = 2, after: ShiftPlan | None = None) -> ShiftPlan:
    first_day = MONDAY if after is None else after.last_day + timedelta(days=1)
    last_day = first_day + timedelta(days=7 * weeks - 1)
    required = require(desk, lambda start: 3 if start.hour < 18 else 1, first_day=first_day, last_day=last_day)
    history = None if after is None else history_of(after, desk)
    return plan_shifts([required], desk, first_day=first_day, last_day=last_day, history=history)


def history_of(plan: ShiftPlan, desk: Desk) -> PlanHistory:
    at = datetime(2026, 12, 1, tzinfo=UTC)
    stored = StoredPlan(1, at, "", plan.first_day, plan.last_day, plan_rows(plan), pd.DataFrame(), ())
    return plan_history([stored], desk, before=plan.last_day + timedelta(days=1))


def late_shifts(plan: ShiftPlan) -> Counter[str]:
    days = {(row.person, row.date) for row in plan.activities if row.shift == "late"}
    return Counter({name: 0 for name in plan.people}) + Counter(person for person, _ in days)


def spread(counts: Counter[str], plan: ShiftPlan) -> int:
    every = [counts[name] for name in plan.people]
    return max(every) - min(every)


def test_late_shifts_and_monday_mornings_differ_by_one_at_most() -> None:
    desk = long_day(staff=make_people(6))

    plan = plan_weeks(desk)

    mornings = history_of(plan, desk).mornings
    assert spread(late_shifts(plan), plan) <= 1
    assert spread(mornings, plan) <= 1
    assert plan.remarks == ()


def test_the_exchanges_cover_as_much_and_break_no_rule(monkeypatch: Any) -> None:
    desk = long_day(staff=make_people(6))
    required = require(desk, lambda start: 3 if start.hour < 18 else 1, last_day=MONDAY + timedelta(days=13))
    even = plan_weeks(desk)

    monkeypatch.setattr(module, "even_out_duties", lambda *_args, **_more: [])
    uneven = plan_weeks(desk)

    assert even != uneven
    assert spread(late_shifts(uneven), uneven) > 1
    covered = [measure_coverage(plan, [required], desk).uncovered_hours for plan in (even, uneven)]
    assert covered[0] == covered[1]
    assert [found.message for found in judge(even, desk) if found.severity == "block"] == []


def test_two_plans_together_are_even() -> None:
    desk = long_day(staff=make_people(5))

    first = plan_weeks(desk, weeks=1)
    second = plan_weeks(desk, weeks=1, after=first)

    both = late_shifts(first) + late_shifts(second)
    assert spread(both, second) <= 1


def test_who_had_fewer_before_has_more_now_and_the_plan_says_why() -> None:
    desk = long_day(staff=make_people(4))
    history = PlanHistory()
    for name in ("p02", "p03", "p04"):
        history.shifts[name]["late"] = 9
    last_day = MONDAY + timedelta(days=6)
    required = require(desk, lambda start: 1, last_day=last_day)

    plan = plan_shifts([required], desk, first_day=MONDAY, last_day=last_day, history=history)

    late = late_shifts(plan)
    assert late["p01"] == max(late.values()) > min(late[name] for name in ("p02", "p03", "p04")) + 1
    [told] = [remark.en for remark in plan.remarks if "late shifts" in remark.en]
    assert "p01 has" in told
    assert "it makes up for earlier plans" in told


def test_who_is_on_leave_has_fewer_and_the_plan_says_why() -> None:
    desk = long_day(staff=make_people(4), leave=[whole_day("p02", MONDAY, days=11)])

    plan = plan_weeks(desk)

    [told] = [remark for remark in plan.remarks if "late shifts" in remark.en]
    assert "p02" in told.en
    assert "for leave, training or days off p02 works on 1 of the days in question" in told.en
    assert "p02" in told.ja


def test_lunches_at_odd_hours_go_round() -> None:
    staff = make_people(4)
    desk = make_desk(make_settings(templates=[EARLY]), staff=staff)
    last_day = MONDAY + timedelta(days=11)
    required = require(desk, 3, last_day=last_day)

    plan = plan_shifts([required], desk, first_day=MONDAY, last_day=last_day)

    odd = history_of(plan, desk).odd_lunches
    assert sum(odd.values()) > 0
    assert spread(odd, plan) <= 1


def test_who_worked_the_last_month_end_is_off_at_the_next() -> None:
    every_day = {day: ["10:00-18:00"] for day in (*WEEKDAYS, "sat", "sun")}
    desk = make_desk(make_settings(hours=every_day, templates=[EARLY]), staff=make_people(6))
    history = PlanHistory()
    for name in ("p01", "p02", "p03", "p04"):
        for day in (28, 29, 30):
            history.add_day(name, date(2026, 11, day), minutes=480)
    first_day, last_day = date(2027, 1, 24), date(2027, 1, 30)
    required = require(desk, lambda start: 3 if start.day >= 29 else 5, first_day=first_day, last_day=last_day)

    plan = plan_shifts([required], desk, first_day=first_day, last_day=last_day, history=history)

    working = Counter(person for person, day in {(row.person, row.date) for row in plan.activities if row.shift}
                      if day.day >= 29)  # fmt: skip
    assert min(working["p05"], working["p06"]) >= max(working[f"p0{k}"] for k in range(1, 5))
