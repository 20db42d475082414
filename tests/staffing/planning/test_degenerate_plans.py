"""Desks at the edge: always a plan with its reasons, or a refusal that says what to do."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook

from data.desk import Desk
from data.errors import TsunagariError
from data.staff import Absence, Person
from staffing.labour_rules import judge
from staffing.planning.month_sheet.month_sheet import write_month_sheet
from staffing.planning.plan_shifts import plan_shifts
from staffing.planning.repair.asked import Away, RepairAsked
from staffing.planning.repair.repair import mend_plan
from staffing.shift_plan import WORK, ShiftPlan
from tests.staffing.plan_builders import (
    EARLY,
    MONDAY,
    make_desk,
    make_people,
    make_person,
    make_settings,
    require,
    whole_day,
)

FRIDAY = MONDAY + timedelta(days=4)
NIGHT = {"name": "night", "start": "00:00", "end": "06:00", "lunch_minutes": 0}
FLEXIBLE = {**EARLY, "latest_start": "11:00", "breaks": [{"minutes": 10, "window": ["14:00", "17:00"]}]}
TWO = make_people(2)
NO_DAY_OFF_LESS = {"days_off_mode": "four_weeks", "four_weeks_from": "2026-12-06", "min_days_off_four_weeks": 28}


def small_desk(
    staff: Sequence[Person], *, leave: Sequence[Absence] = (), rules: Any = None, templates: Any = (EARLY,)
) -> Desk:
    return make_desk(make_settings(language="en", rules=rules, templates=templates), staff=staff, leave=leave)


def plan_of(desk: Desk, people: float) -> ShiftPlan:
    return plan_shifts([require(desk, people, last_day=FRIDAY)], desk, first_day=MONDAY, last_day=FRIDAY)


@pytest.mark.parametrize(("desk", "said"), [
    (small_desk(()), "Nobody is in staff.csv"),
    (small_desk(make_people(1)), "5.0 of these hours: contract days and hours"),
    (small_desk(TWO, leave=[whole_day(p.name, MONDAY, days=5) for p in TWO]), "not counting 2 on leave"),
    (small_desk([make_person("p01", end_date=MONDAY - timedelta(days=1))]), "too few people can work that day"),
    (small_desk(TWO, templates=[NIGHT]), "no shift reaches that time of day"),
    (small_desk([make_person("p01", hours_day=0.5, hours_week=1.0)]), "no shift fits the contract"),
    (small_desk([make_person("p01", hours_month=1.0)]), "contract days and hours"),
    (small_desk(TWO, rules={"min_days_off_week": 7}), "no shift fits the contract"),
    (small_desk(TWO, rules=NO_DAY_OFF_LESS), "contract days and hours"),
], ids=["nobody", "one", "all on leave", "all gone", "wrong shift", "half an hour a day", "an hour a month",
        "seven days off a week", "28 days off"])  # fmt: skip
def test_what_cannot_be_covered_has_its_reason(desk: Desk, said: str) -> None:
    plan = plan_of(desk, 1)

    assert any(said in remark.en for remark in plan.remarks)
    assert [found.message for found in judge(plan, desk) if found.severity == "block"] == []


def test_where_nobody_is_required_people_work_as_contracted_and_nothing_is_remarked() -> None:
    plan = plan_of(small_desk(TWO), 0)

    assert len({(row.person, row.date) for row in plan.activities if row.activity in WORK}) == 10
    assert plan.remarks == ()


def test_a_desk_with_neither_people_nor_a_requirement_has_an_empty_plan() -> None:
    plan = plan_of(small_desk(()), 0)

    assert plan.activities == ()


def test_two_people_who_may_not_work_on_end_take_turns() -> None:
    desk = small_desk(TWO, rules={"max_days_running": 1})

    plan = plan_of(desk, 1)

    assert {row.date for row in plan.activities if row.activity in WORK} == set(pd.date_range(MONDAY, FRIDAY).date)
    assert [found.message for found in judge(plan, desk) if found.severity == "block"] == []


def test_a_lunch_window_outside_the_shift_is_refused_with_what_to_do() -> None:
    desk = small_desk(TWO, templates=[{**EARLY, "lunch_window": ["09:00", "10:00"]}])

    with pytest.raises(TsunagariError, match="leaves no lunch strictly inside 09:00-18:00; widen it"):
        plan_of(desk, 1)


def test_shifts_that_start_in_a_range_are_mended() -> None:
    desk = small_desk(make_people(4), templates=[FLEXIBLE])
    plan = plan_of(desk, 3)
    now = pd.Timestamp(f"{MONDAY} 08:00", tz="Asia/Tokyo")
    asked = RepairAsked(now=now, away=(Away("p01", now, now + pd.Timedelta(hours=14)),))

    mended = mend_plan(plan, [require(desk, 3, last_day=FRIDAY)], desk, asked, days=[MONDAY])

    assert {row.shift for row in plan.activities if row.shift} == {"early"}
    assert not [row for row in mended.mended.activities
                if (row.person, row.date) == ("p01", MONDAY) and row.activity in WORK]  # fmt: skip
    assert [found.message for found in judge(mended.mended, desk) if found.severity == "block"] == []


def test_shifts_that_start_in_a_range_are_on_the_month_sheet(tmp_path: Path) -> None:
    desk = small_desk(make_people(4), templates=[FLEXIBLE])
    plan = plan_of(desk, lambda start: 4 if start.hour >= 15 else 1)  # type: ignore[arg-type]

    write_month_sheet(plan, desk, tmp_path / "plan.xlsx")

    sheet = load_workbook(tmp_path / "plan.xlsx").worksheets[0]
    words = {cell.value for row in sheet.iter_rows() for cell in row}
    assert {"p01", "p02", "p03", "p04"} <= words
    assert len({row.start.hour for row in plan.activities if row.activity in WORK and row.date == MONDAY}) > 1
