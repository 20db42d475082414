"""Overtime is planned where the desk asks for it: where it covers, within the agreement, evenly, legally."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pandas as pd
import pytest

from data.desk import Desk
from data.records import StoredPlan
from staffing.coverage import measure_coverage
from staffing.labour_rules import judge
from staffing.plan_cost import cost_of_plan
from staffing.planning.fairness.duty_history import plan_history
from staffing.planning.month_sheet.month_table import month_tables, without_marks
from staffing.planning.overtime.open_gaps import Effect, OpenGaps
from staffing.planning.plan_shifts import plan_shifts
from staffing.planning.plan_table import plan_rows
from staffing.planning.repair.asked import Away, RepairAsked
from staffing.planning.repair.repair import mend_plan
from staffing.shift_plan import ShiftPlan
from tests.staffing.plan_builders import (
    EARLY,
    MONDAY,
    make_absence,
    make_desk,
    make_people,
    make_person,
    make_settings,
    require,
)  # fmt: skip
from tests.staffing.planning.test_rules_planned import draw

FRIDAY = MONDAY + timedelta(days=4)
UNTIL_SEVEN = {day: ["10:00-19:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
ASKED = {"agreement": True, "plan_hours_day": 2.0, "plan_hours_week": 10.0}


def asking(*, staff: Any = None, leave: Any = (), rules: Any = None, **overtime: Any) -> Desk:
    """A desk open until 19:00, whose only shift ends at 18:00."""
    told = {"overtime": {**ASKED, **overtime}, **(rules or {})}
    settings = make_settings(hours=UNTIL_SEVEN, templates=(EARLY,), rules=told)
    return make_desk(settings, staff=make_people(4) if staff is None else staff, leave=leave)


def evenings(start: pd.Timestamp) -> float:
    return 2 if start.hour == 18 else 1


def plan_of(desk: Desk, people: Any = evenings, *, weeks: int = 1) -> ShiftPlan:
    last_day = FRIDAY + timedelta(days=7 * (weeks - 1))
    return plan_shifts([require(desk, people, last_day=last_day)], desk, first_day=MONDAY, last_day=last_day)


def overtime_by_person(plan: ShiftPlan, desk: Desk) -> dict[str, float]:
    by_day: dict[tuple[str, date], float] = {}
    for row in plan.activities:
        if row.paid:
            by_day[row.person, row.date] = by_day.get((row.person, row.date), 0.0) + row.hours
    found = dict.fromkeys((person.name for person in desk.staff), 0.0)
    for (name, _), hours in by_day.items():
        found[name] += max(hours - 8.0, 0.0)
    return found


def kept(plan: ShiftPlan) -> StoredPlan:
    made_at = datetime(2026, 12, 1, tzinfo=UTC)
    return StoredPlan(1, made_at, "", plan.first_day, plan.last_day, plan_rows(plan), pd.DataFrame(), ())


def blocked(plan: ShiftPlan, desk: Desk) -> list[str]:
    return [found.message for found in judge(plan, desk) if found.severity == "block"]


def uncovered(plan: ShiftPlan, desk: Desk, people: Any = evenings) -> float:
    return measure_coverage(plan, [require(desk, people, last_day=plan.last_day)], desk).uncovered_hours


def test_the_evening_that_no_shift_reaches_is_worked_in_overtime_and_shared_out() -> None:
    desk = asking()

    plan = plan_of(desk)

    assert uncovered(plan, desk) == pytest.approx(0)
    assert sorted(overtime_by_person(plan, desk).values()) == [2.0, 2.0, 3.0, 3.0]
    assert blocked(plan, desk) == []
    assert not {"contract_day", "contract_week"} & {found.rule for found in judge(plan, desk)}


def test_nothing_is_longer_where_the_desk_asks_for_none() -> None:
    desk = asking(plan_hours_day=0.0, plan_hours_week=0.0)

    plan = plan_of(desk)

    assert sum(overtime_by_person(plan, desk).values()) == 0
    assert uncovered(plan, desk) == pytest.approx(10)


def test_overtime_covers_what_is_uncovered_and_nothing_else() -> None:
    desk = asking()

    plan = plan_of(desk, lambda start: 1 if start.hour < 18 else 0)

    assert sum(overtime_by_person(plan, desk).values()) == 0


@pytest.mark.parametrize(
    ("limits", "hours"),
    [
        pytest.param({"plan_hours_week": 2.0}, 8.0, id="two hours a week of each of four"),
        pytest.param({"plan_hours_day": 0.5}, 5.0, id="half an hour a day reaches half of the evening"),
        pytest.param({"hours_month": 1.0, "average_hours_months": 1.0}, 4.0, id="an hour a month"),
        pytest.param({"hours_month": 2.0, "hours_year": 2.0}, 8.0, id="two hours a year"),
    ],
)
def test_overtime_keeps_within_what_is_asked_and_agreed(limits: dict[str, float], hours: float) -> None:
    desk = asking(**limits)

    plan = plan_of(desk)

    assert sum(overtime_by_person(plan, desk).values()) == pytest.approx(hours)
    assert blocked(plan, desk) == []


@pytest.mark.parametrize(
    ("changes", "hours"),
    [
        pytest.param({"helper": True}, 5.0, id="a helper"),
        pytest.param({"hours_day": 4.0, "hours_week": 20.0}, 5.0, id="a part-timer"),
        pytest.param({"novice_from": MONDAY - timedelta(days=60)}, 5.0, id="a novice"),
        pytest.param({}, 10.0, id="two colleagues alike"),
    ],
)
def test_who_works_no_overtime(changes: dict[str, Any], hours: float) -> None:
    desk = asking(staff=[make_person("p01"), make_person("p02", **changes)])

    plan = plan_of(desk)

    assert sum(overtime_by_person(plan, desk).values()) == pytest.approx(hours)
    assert overtime_by_person(plan, desk)["p01"] == pytest.approx(5.0)


def test_leave_for_some_hours_is_no_day_for_overtime() -> None:
    at_noon = [make_absence(name, f"{MONDAY}T10:00", f"{MONDAY}T12:00") for name in ("p01", "p02", "p03", "p04")]
    desk = asking(leave=at_noon)

    plan = plan_of(desk)

    assert {row.date for row in plan.activities if row.end.hour == 19} == {
        MONDAY + timedelta(days=k) for k in range(1, 5)
    }


def test_work_beyond_eight_hours_gets_its_longer_break() -> None:
    short_lunch = {**EARLY, "start": "09:15", "lunch_minutes": 45}
    rules = {"overtime": ASKED}
    desk = make_desk(make_settings(hours=UNTIL_SEVEN, templates=(short_lunch,), rules=rules), staff=make_people(4))

    plan = plan_of(desk)

    longer = {(row.person, row.date) for row in plan.activities if row.end.hour == 19}
    lunches = {(row.person, row.date): row.hours for row in plan.activities if row.activity == "lunch"}
    assert len(longer) == 10
    assert {lunches[key] for key in longer} == {1.0}
    assert blocked(plan, desk) == []


def test_the_rest_between_shifts_stays() -> None:
    late = {**EARLY, "start": "10:00", "end": "19:00"}
    hours = {day: ["06:00-21:00"] for day in UNTIL_SEVEN}
    rules = {"overtime": {**ASKED, "plan_hours_day": 4.0, "plan_hours_week": 20.0}}
    desk = make_desk(make_settings(hours=hours, templates=(late,), rules=rules), staff=make_people(2))

    plan = plan_of(desk, 2)

    assert sum(overtime_by_person(plan, desk).values()) > 20
    assert "rest" not in {found.rule for found in judge(plan, desk)}
    assert blocked(plan, desk) == []


def test_overtime_serves_the_queue_that_is_short() -> None:
    queues = [{"name": "support"}, {"name": "chat", "channel": "chat"}]
    settings = make_settings(queues=queues, more_hours={"chat": {day: ["18:00-19:00"] for day in UNTIL_SEVEN}},
                             templates=(EARLY,), rules={"overtime": ASKED})  # fmt: skip
    desk = make_desk(settings, staff=make_people(2))
    wanted = [require(desk, 1), require(desk, 1, queue="chat")]

    plan = plan_shifts(wanted, desk, first_day=MONDAY, last_day=FRIDAY)

    assert measure_coverage(plan, wanted, desk).queues[1].uncovered_hours.sum() == pytest.approx(0)
    assert sum(overtime_by_person(plan, desk).values()) == pytest.approx(5)


def test_written_work_that_misses_its_deadline_is_worth_overtime() -> None:
    settings = make_settings(hours={}, queues=[{"name": "letters", "channel": "mail"}], templates=(EARLY,),
                             more_hours={"mail": UNTIL_SEVEN}, rules={"overtime": ASKED})  # fmt: skip
    desk = make_desk(settings, staff=make_people(1))
    wanted = require(desk, 1, queue="letters")  # nine hours a day, of which the shift works seven

    plan = plan_shifts([wanted], desk, first_day=MONDAY, last_day=FRIDAY)

    assert measure_coverage(plan, [wanted], desk).uncovered_hours == pytest.approx(5)  # at lunch; 10 without overtime
    assert sum(overtime_by_person(plan, desk).values()) == pytest.approx(5)


def test_what_earlier_plans_used_of_the_month_is_gone() -> None:
    desk = asking(staff=make_people(2), hours_month=6.0, average_hours_months=6.0)
    first = plan_of(desk)
    next_monday = MONDAY + timedelta(days=7)
    friday = next_monday + timedelta(days=4)
    need = require(desk, evenings, first_day=next_monday, last_day=friday)
    history = plan_history([kept(first)], desk, before=next_monday)

    second = plan_shifts([need], desk, first_day=next_monday, last_day=friday, history=history)

    assert sum(overtime_by_person(first, desk).values()) == pytest.approx(10)
    assert sum(overtime_by_person(second, desk).values()) == pytest.approx(2)
    assert [v.message for v in judge(second, desk, before=first) if v.severity == "block"] == []


def test_who_had_more_before_has_less_now() -> None:
    desk = asking(staff=make_people(2))
    one_evening = plan_of(desk, lambda start: 1 if start.hour < 18 or start.weekday() < 3 else 0)
    ahead = max(overtime_by_person(one_evening, desk).items(), key=lambda item: item[1])[0]
    next_monday = MONDAY + timedelta(days=7)
    friday = next_monday + timedelta(days=4)
    need = require(
        desk, lambda start: 1 if start.hour < 18 or start.day == 14 else 0, first_day=next_monday, last_day=friday
    )
    history = plan_history([kept(one_evening)], desk, before=next_monday)

    plan = plan_shifts([need], desk, first_day=next_monday, last_day=friday, history=history)

    had = overtime_by_person(plan, desk)
    assert had[ahead] == 0
    assert sum(had.values()) == 1


def test_the_plan_says_how_much_overtime_for_whom_and_what_it_covers() -> None:
    desk = asking()

    plan = plan_of(desk)

    told = [remark for remark in plan.remarks if "Article 36" in remark.en]
    assert [remark.en for remark in told] == [
        "Where hours would stay uncovered, 10.0 hours of overtime are planned (shifts: 10, people: 4), most for "
        f"{max(overtime_by_person(plan, desk).items(), key=lambda item: item[1])[0]} (3.0 hours). They cover 10.0 "
        "agent-hours of support. This keeps within the agreement under Article 36, with at most 2 hours a day and 10 "
        "a week for each person."
    ]
    assert "合計 10.0 時間延長" in told[0].ja


def test_the_cost_of_overtime_is_counted_with_its_premium() -> None:
    desk = asking(staff=[make_person(f"p{k}", wage_hour=1000.0) for k in range(4)])

    cost = cost_of_plan(plan_of(desk), desk)

    assert cost.overtime_hours == pytest.approx(10)
    assert cost.cost == pytest.approx(1000 * (cost.paid_hours + 2.5))


def test_the_month_sheet_tells_the_hours_of_a_longer_shift() -> None:
    desk = asking()
    plan = plan_of(desk)

    [table] = month_tables(plan, desk)

    cells = [cell for line in table.lines for cell in line.cells]
    assert cells.count("早番\n9:00–19:00") == 10
    assert {without_marks(cell) for cell in cells} == {"早番"}


def test_a_plan_with_overtime_can_be_mended_and_keeps_the_overtime_of_others() -> None:
    desk = asking()
    plan = plan_of(desk)
    need = [require(desk, evenings, last_day=FRIDAY)]
    ill = next(row.person for row in plan.activities if row.date == MONDAY and row.end.hour == 19)
    start = pd.Timestamp(f"{MONDAY} 08:00", tz="Asia/Tokyo")
    asked = RepairAsked(start, (Away(ill, start, start + pd.Timedelta(hours=14)),))

    mended = mend_plan(plan, need, desk, asked, days=(MONDAY,))

    late = {row.person for row in mended.mended.activities if row.date == MONDAY and row.end.hour == 19}
    assert len(late) == 1
    assert ill not in late
    assert blocked(mended.mended, desk) == []


@pytest.mark.parametrize("seed", [2, 7, 17])
def test_overtime_on_random_desks_breaks_no_rule_across_two_plans(seed: int) -> None:
    drawn = draw(seed)
    rules = drawn.desk.settings.shifts
    asked = rules.overtime.model_copy(update={**ASKED, "hours_month": 15.0, "hours_year": 45.0})
    shifts = rules.model_copy(update={"overtime": asked})
    desk = replace(drawn.desk, settings=drawn.desk.settings.model_copy(update={"shifts": shifts}))

    first = days_planned(desk, drawn.first_day)
    second = days_planned(desk, drawn.first_day + timedelta(days=7), before=first)

    broken = {found.rule for found in judge(second, desk, before=first)}
    assert [found.message for found in judge(second, desk, before=first) if found.severity == "block"] == []
    assert not {"contract_month", "contract_week", "contract_day"} & broken
    assert all(any("Article 36" in remark.en for remark in plan.remarks) for plan in (first, second))


def days_planned(desk: Desk, first_day: date, *, before: ShiftPlan | None = None) -> ShiftPlan:
    need = require(desk, 3, first_day=first_day, last_day=first_day + timedelta(days=6))
    history = None if before is None else plan_history([kept(before)], desk, before=first_day)
    return plan_shifts([need], desk, first_day=first_day, last_day=first_day + timedelta(days=6), history=history)


def test_who_stops_while_overtime_is_planned_keeps_a_legal_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[Effect] = []
    take = OpenGaps.take

    def interrupted(self: OpenGaps, effect: Effect) -> None:
        taken.append(effect)
        if len(taken) == 4:
            raise KeyboardInterrupt
        take(self, effect)

    monkeypatch.setattr(OpenGaps, "take", interrupted)
    desk = asking()

    plan = plan_of(desk)

    assert sum(overtime_by_person(plan, desk).values()) == 3
    assert blocked(plan, desk) == []
    assert [remark.en for remark in plan.remarks][-1].startswith("Stopped on the way")
