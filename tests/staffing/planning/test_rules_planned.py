"""Every rule that the checker judges is planned for: rule by rule, and on random desks over two plans."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from data.desk import Desk
from data.records import StoredPlan
from data.staff import Absence, AbsenceKind
from staffing.labour_rules import judge
from staffing.planning.fairness.duty_history import plan_history
from staffing.planning.plan_shifts import plan_shifts
from staffing.planning.plan_table import plan_rows
from staffing.shift_plan import WORK, ShiftPlan
from tests.staffing.plan_builders import (
    EARLY,
    LATE,
    make_desk,
    make_people,
    make_person,
    make_settings,
    require,
    whole_day,
)

EVERY_DAY = {day: ["10:00-18:00"] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
SUNDAY = date(2026, 12, 6)
HALF_DAY = {"name": "half", "start": "09:00", "end": "13:00", "lunch_minutes": 0}


def open_daily(**rules: Any) -> Any:
    return make_settings(hours=EVERY_DAY, rules=rules)


def plan_of(desk: Desk, people: float, *, first_day: date = SUNDAY, weeks: int = 4, before: Any = None) -> ShiftPlan:
    last_day = first_day + timedelta(days=7 * weeks - 1)
    required = require(desk, people, first_day=first_day, last_day=last_day)
    history = None if before is None else plan_history([kept(before)], desk, before=first_day)
    return plan_shifts([required], desk, first_day=first_day, last_day=last_day, history=history)


def kept(plan: ShiftPlan) -> StoredPlan:
    """The plan as the records would give it back."""
    made_at = datetime(2026, 12, 1, tzinfo=UTC)
    return StoredPlan(1, made_at, "", plan.first_day, plan.last_day, plan_rows(plan), pd.DataFrame(), ())


def rules_broken(plan: ShiftPlan, desk: Desk, *, before: ShiftPlan | None = None) -> set[str]:
    return {violation.rule for violation in judge(plan, desk, before=before)}


def blocked(plan: ShiftPlan, desk: Desk, *, before: ShiftPlan | None = None) -> list[str]:
    return [found.message for found in judge(plan, desk, before=before) if found.severity == "block"]


def hours_by_month(plan: ShiftPlan, person: str) -> dict[str, float]:
    hours: Counter[str] = Counter()
    for row in plan.activities:
        hours[f"{row.date:%m}"] += row.hours * (row.person == person and row.activity in (*WORK, "break", "training"))
    return dict(hours)


def days_of(plan: ShiftPlan, person: str) -> list[date]:
    return sorted({row.date for row in plan.activities if row.person == person and row.activity in WORK})


@dataclass(frozen=True)
class Drawn:
    """A random desk and where its plans begin."""

    desk: Desk
    first_day: date


def draw(seed: int) -> Drawn:
    random = np.random.default_rng(seed)
    first_day = SUNDAY + timedelta(days=int(random.integers(0, 60)))
    mode = str(random.choice(["fixed", "monthly_average", "flextime"]))
    in_four_weeks = bool(random.random() < 0.4)
    four = {"days_off_mode": "four_weeks", "four_weeks_from": (first_day - timedelta(days=9)).isoformat()}
    rules: dict[str, Any] = {
        "hours_mode": mode,
        "settlement_months": int(random.integers(1, 4)) if mode == "flextime" else 1,
        "max_days_running": int(random.integers(2, 9)),
        "min_days_off_week": int(random.integers(1, 3)),
        "min_days_off_four_weeks": int(random.integers(4, 10)),
        "two_days_off_together": bool(random.random() < 0.5),
        "overtime": {"agreement": bool(random.random() < 0.3)},
        **(four if in_four_weeks else {}),
    }
    desk_settings = make_settings(
        hours=EVERY_DAY,
        templates=(EARLY, LATE, HALF_DAY) if random.random() < 0.5 else (EARLY, LATE),
        rules=rules,
        week_starts=str(random.choice(["sunday", "monday", "thursday"])),
    )
    staff = [
        make_person(
            f"p{k}",
            hours_day=float(random.choice([4.0, 6.0, 8.0])),
            hours_week=float(random.choice([20.0, 36.0, 40.0])),
            hours_month=float(random.choice([0.0, 60.0, 120.0])),
            helper=bool(random.random() < 0.2),
        )
        for k in range(int(random.integers(1, 6)))
    ]
    leave = [absence(random, person.name, first_day) for person in staff if random.random() < 0.5]
    return Drawn(make_desk(desk_settings, staff=staff, leave=leave), first_day)


def absence(random: np.random.Generator, person: str, first_day: date) -> Absence:
    kinds: tuple[AbsenceKind, ...] = ("paid_leave", "training", "requested_off")
    day = first_day + timedelta(days=int(random.integers(0, 20)))
    return whole_day(person, day, kinds[int(random.integers(0, 3))], days=int(random.integers(1, 9)))


@pytest.mark.parametrize("seed", range(5))
def test_plans_of_random_desks_keep_every_rule_across_two_plans(seed: int) -> None:
    drawn = draw(seed)
    desk = drawn.desk

    first = plan_of(desk, 2, first_day=drawn.first_day, weeks=1)
    second = plan_of(desk, 2, first_day=first.last_day + timedelta(days=1), weeks=1, before=first)

    assert blocked(first, desk) == []
    assert blocked(second, desk, before=first) == []
    assert not {"contract_month", "contract_week", "contract_day"} & rules_broken(second, desk, before=first)


def test_hours_of_a_month_by_contract_are_kept_and_spread_over_it() -> None:
    part_time = make_person("p1", hours_month=72.0)
    desk = make_desk(open_daily(), staff=[part_time, *make_people(3)[1:]])

    plan = plan_of(desk, 2, weeks=3, first_day=date(2026, 11, 1))

    assert "contract_month" not in rules_broken(plan, desk)
    weeks = [sum(first <= day.day < first + 7 for day in days_of(plan, "p1")) for first in (1, 8, 15)]
    assert sorted(weeks) == [2, 2, 3]  # 9 days of 8 hours in 30 days


def test_a_month_averaged_holds_no_more_than_its_weeks_also_where_it_has_more_working_days() -> None:
    july = date(2027, 8, 1)  # 31 days, all open: 22 days of 8 hours fit into 177.1
    desk = make_desk(open_daily(hours_mode="monthly_average"), staff=make_people(2))

    plan = plan_of(desk, 3, first_day=july, weeks=5)

    assert blocked(plan, desk) == []
    assert 168 <= hours_by_month(plan, "p01")["08"] <= 177.2


@pytest.mark.parametrize("mode", ["monthly_average", "flextime"])
def test_averaged_hours_go_to_the_weeks_that_need_them(mode: str) -> None:
    desk = make_desk(open_daily(hours_mode=mode), staff=make_people(3))
    busy = date(2027, 2, 21)
    last_day = date(2027, 2, 28)
    required = require(
        desk, lambda start: 3 if start.date() >= busy else 1, first_day=date(2027, 2, 1), last_day=last_day
    )

    plan = plan_shifts([required], desk, first_day=date(2027, 2, 1), last_day=last_day)

    weeks = [sum(first <= day.day < first + 7 for day in days_of(plan, "p01")) for first in (7, 21)]
    assert blocked(plan, desk) == []
    assert weeks[0] < 5 < weeks[1]
    assert 152 <= hours_by_month(plan, "p01")["02"] <= 160


def test_a_training_late_in_the_month_is_kept_back_from_its_hours() -> None:
    busy_end = [whole_day("p01", date(2027, 2, 22), "training", days=7)]
    desk = make_desk(open_daily(hours_mode="monthly_average"), staff=make_people(2), leave=busy_end)

    plan = plan_of(desk, 3, first_day=date(2027, 2, 1), weeks=4)

    assert {row.activity for row in plan.activities if row.date == date(2027, 2, 25)} >= {"training"}
    assert blocked(plan, desk) == []


def test_longer_days_are_planned_where_hours_are_averaged() -> None:
    long_day = {**EARLY, "end": "20:00"}
    staff = [make_person(f"p{k}", hours_day=10.0) for k in range(2)]
    desk = make_desk(make_settings(hours=EVERY_DAY, templates=[long_day], rules={"hours_mode": "monthly_average"}),
                     staff=staff)  # fmt: skip

    plan = plan_of(desk, 2, weeks=2)

    assert {row.end.hour for row in plan.activities if row.activity in WORK} >= {20}
    assert blocked(plan, desk) == []


def test_days_off_of_four_weeks_are_kept_over_two_plans() -> None:
    rules = {"days_off_mode": "four_weeks", "four_weeks_from": "2026-12-06", "min_days_off_four_weeks": 9}
    staff = [make_person(f"p{k}", hours_day=6.0, hours_week=36.0) for k in range(2)]
    short_day = {**EARLY, "end": "16:00"}
    desk = make_desk(make_settings(hours=EVERY_DAY, templates=[short_day], rules=rules), staff=staff)

    first = plan_of(desk, 2, weeks=2)
    second = plan_of(desk, 2, weeks=2, first_day=first.last_day + timedelta(days=1), before=first)

    assert blocked(second, desk, before=first) == []
    assert [len(days_of(first, "p0")) + len(days_of(second, "p0"))] == [19]


@pytest.mark.parametrize("most", [2, 3, 4])
def test_nobody_works_more_days_on_end_than_the_desk_allows(most: int) -> None:
    desk = make_desk(open_daily(max_days_running=most), staff=make_people(3))

    first = plan_of(desk, 2, weeks=1)
    second = plan_of(desk, 2, weeks=1, first_day=first.last_day + timedelta(days=1), before=first)

    assert blocked(second, desk, before=first) == []
    assert all(len(days_of(second, person)) >= min(5, 7 * most // (most + 1)) - 1 for person in second.people)


def test_a_training_before_the_plan_counts_as_a_day_on_end() -> None:
    leave = [whole_day("p01", SUNDAY + timedelta(days=1), "training", days=4)]
    desk = make_desk(
        make_settings(hours=EVERY_DAY, rules={"max_days_running": 4}, week_starts="monday"),
        staff=make_people(2),
        leave=leave,
    )
    first_day = SUNDAY + timedelta(days=5)

    before = plan_of_days(desk, SUNDAY + timedelta(days=1), first_day - timedelta(days=1))
    plan = plan_of_days(desk, first_day, first_day + timedelta(days=1), before=before)

    assert {row.activity for row in before.activities if row.person == "p01"} >= {"training"}
    assert blocked(plan, desk, before=before) == []


def plan_of_days(desk: Desk, first_day: date, last_day: date, *, before: ShiftPlan | None = None) -> ShiftPlan:
    required = require(desk, 2, first_day=first_day, last_day=last_day)
    history = None if before is None else plan_history([kept(before)], desk, before=first_day)
    return plan_shifts([required], desk, first_day=first_day, last_day=last_day, history=history)


def test_two_days_off_lie_side_by_side_where_the_desk_wishes_it() -> None:
    desk = make_desk(open_daily(two_days_off_together=True), staff=make_people(7))

    plan = plan_of(desk, 4, weeks=2)

    assert "days_off_together" not in rules_broken(plan, desk)


def test_rest_between_shifts_is_kept_where_enough_people_are_there() -> None:
    night = {**LATE, "start": "13:00", "end": "22:00", "lunch_window": ["16:00", "19:00"]}
    hours = {day: ["09:00-22:00"] for day in EVERY_DAY}
    desk = make_desk(make_settings(hours=hours, templates=[EARLY, night], rules={"min_rest_hours": 12.0}),
                     staff=make_people(8))  # fmt: skip

    plan = plan_of(desk, 2, weeks=2)

    assert "rest" not in rules_broken(plan, desk)
