"""Two plans side by side: who works otherwise, and the figures of both."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from data.desk import Desk
from data.errors import NothingToDo
from staffing.planning.plan_compare import ComparedPlans, compare_plans
from staffing.planning.plan_compare_sentences import change_rows, compare_remarks, figure_rows, figures_text
from staffing.shift_plan import Activity, ShiftPlan
from tests.staffing.plan_builders import EARLY, LATE, MONDAY, act, make_person, make_settings, require

TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Two people with a wage, one queue, an early and a late shift."""
    settings = make_settings(templates=(EARLY, LATE), language="en")
    return Desk(tmp_path, settings, (make_person("ann", wage_hour=1000.0), make_person("bo", wage_hour=1000.0)), ())


def _day(person: str, start: int, lunch: int, shift: str = "early") -> Iterator[Activity]:
    """Eight hours of work from `start`, an hour of lunch at `lunch`."""
    hour = "2026-12-07 {:02d}:00".format
    yield act(person, hour(start), hour(lunch), shift=shift)
    yield act(person, hour(lunch), hour(lunch + 1), "lunch", paid=False, shift=shift)
    yield act(person, hour(lunch + 1), hour(start + 9), shift=shift)


def _free(person: str, kind: str = "day_off") -> Activity:
    return act(person, "2026-12-07 00:00", "2026-12-08 00:00", kind, paid=False, shift="")  # type: ignore[arg-type]


def _compare(desk: Desk, old: list[Activity], new: list[Activity]) -> ComparedPlans:
    plans = (ShiftPlan(MONDAY, MONDAY, tuple(rows)) for rows in (old, new))
    return compare_plans(*plans, [require(desk, 1, last_day=MONDAY)], desk)


def _rows(compared: ComparedPlans, language: str = "en") -> list[list[str]]:
    return [[str(cell) for cell in row] for row in change_rows(compared, language).to_numpy().tolist()]


def test_the_same_plan_does_not_differ(desk: Desk) -> None:
    compared = _compare(desk, list(_day("ann", 9, 12)), list(_day("ann", 9, 12)))

    assert compared.changes == ()
    assert {one.new - one.old for one in compared.figures} == {0.0}
    assert [one.en for one in compare_remarks(compared)] == ["2026-12-07 to 2026-12-07: the two plans do not differ."]


def test_a_shift_split_into_touching_rows_is_the_same_shift(desk: Desk) -> None:
    first, lunch, last = _day("ann", 9, 12)
    halves = [act("ann", "2026-12-07 09:00", "2026-12-07 10:30"), act("ann", "2026-12-07 10:30", "2026-12-07 12:00")]

    assert _compare(desk, [first, lunch, last], [*halves, lunch, last]).changes == ()


def test_another_shift_is_told_with_its_hours_and_another_lunch_with_what_moves(desk: Desk) -> None:
    old = [*_day("ann", 9, 12), *_day("bo", 9, 12)]
    new = [*_day("ann", 10, 13, "late"), *_day("bo", 9, 13)]

    compared = _compare(desk, old, new)

    assert _rows(compared) == [
        ["ann", "2026-12-07", "shift", "Early 09:00-18:00 support", "Late 10:00-19:00 support"],
        ["bo", "2026-12-07", "within", "12:00-13:00 lunch, 13:00-14:00 support",
         "12:00-13:00 support, 13:00-14:00 lunch"],
    ]  # fmt: skip
    assert _rows(compared, "ja")[0][3:] == ["早番 09:00-18:00 support", "遅番 10:00-19:00 support"]
    assert _rows(compared, "ja")[1][3] == "12:00-13:00 昼休憩、13:00-14:00 support"


def test_who_is_called_in_or_freed_and_another_kind_of_day_off_are_told(desk: Desk) -> None:
    compared = _compare(desk, [*_day("ann", 9, 12), _free("bo")], [_free("ann", "paid_leave"), *_day("bo", 9, 12)])
    away = _compare(desk, [_free("bo")], [_free("bo", "paid_leave")])

    assert [row[2:] for row in _rows(compared)] == [
        ["shift", "Early 09:00-18:00 support", "paid leave"], ["shift", "day off", "Early 09:00-18:00 support"],
    ]  # fmt: skip
    assert [row[2:] for row in _rows(away)] == [["free", "day off", "paid leave"]]
    assert compared.other_hours == {"ann": (8.0, 0.0), "bo": (0.0, 8.0)}
    assert "Other working hours: ann -8.00, bo +8.00." in [one.en for one in compare_remarks(compared)]


def test_hours_coverage_cost_rules_and_fairness_stand_side_by_side(desk: Desk) -> None:
    no_lunch = [act("bo", "2026-12-07 10:00", "2026-12-07 19:00", shift="late")]

    compared = _compare(desk, [*_day("ann", 9, 12)], [*_day("ann", 9, 12), *no_lunch])

    figures = {one["figure"]: (one["old"], one["new"]) for one in figure_rows(compared.figures)}
    assert figures["working_hours"] == (8.0, 17.0)
    assert figures["uncovered_hours"] == (1.0, 0.0)  # lunch of one
    assert figures["surplus_hours"] == (0.0, 7.0)
    assert figures["cost"] == (8000.0, 17250.0)  # the ninth hour with its premium
    assert figures["blocks"] == (0.0, 2.0)  # no break, and nine hours
    assert figures["spread_late"] == (0.0, 1.0)
    assert {one.rule for one in compared.new_violations} >= {"break", "hours_day"}
    assert compared.mended_violations == ()
    assert "uncovered hours" in figures_text(compared.figures, desk, "en")
    assert "不足（人時）" in figures_text(compared.figures, desk, "ja")


def test_only_days_that_both_hold_are_compared(desk: Desk) -> None:
    long = ShiftPlan(MONDAY, TUESDAY, tuple(_day("ann", 9, 12)))
    later = ShiftPlan(MONDAY - timedelta(days=3), MONDAY, tuple(_day("ann", 9, 12)))

    compared = compare_plans(long, later, [], desk)

    assert (compared.old.plan.first_day, compared.old.plan.last_day) == (MONDAY, MONDAY)
    with pytest.raises(NothingToDo, match="no day in common: one holds 2026-12-08"):
        compare_plans(ShiftPlan(TUESDAY, TUESDAY, ()), ShiftPlan(MONDAY, MONDAY, ()), [], desk)
