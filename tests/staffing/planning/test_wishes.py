"""Wishes are kept below coverage and the turn of unpopular duties; the plan says how many, and why not the others."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from data.desk import Desk
from data.wishes import Wishes
from staffing.coverage import measure_coverage
from staffing.labour_rules import judge
from staffing.planning.contract_class import PersonWeek
from staffing.planning.fairness.duty_history import duties_of
from staffing.planning.fairness.kept_wishes import kept_wishes
from staffing.planning.fairness.wish_prices import WishPrices
from staffing.planning.judged_plan import judge_given
from staffing.planning.plan_history import MorningDuty, PlanHistory
from staffing.planning.plan_shifts import plan_shifts
from staffing.planning.work_days import NamingRules, choose_days
from staffing.shift_plan import Activity, ShiftPlan
from staffing.wish_sentences import SENTENCES
from tests.staffing.plan_builders import (
    EARLY,
    LATE,
    MONDAY,
    WEEKDAYS,
    act,
    make_desk,
    make_person,
    make_settings,
    require,
    whole_day,
)

EVENING = {**LATE, "start": "11:00", "end": "20:00"}
EVERY_DAY = (*WEEKDAYS, "sat", "sun")
LAST_DAY = MONDAY + timedelta(days=13)
TUESDAY, WEDNESDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)


def desk_of(wishes: Mapping[str, Wishes], *, people: int = 6, days: tuple[str, ...] = WEEKDAYS, **more: Any) -> Desk:
    settings = make_settings(hours={day: ["09:00-20:00"] for day in days}, templates=[EARLY, EVENING])
    names = [f"p{number:02d}" for number in range(1, people + 1)]
    staff = [make_person(name, wishes=wishes.get(name, Wishes())) for name in names]
    return make_desk(settings, staff=staff, **more)


def many_by_day(start: pd.Timestamp) -> float:
    return 3 if start.hour < 18 else 1


def planned(desk: Desk, wanted: Callable[[pd.Timestamp], float] = many_by_day, **more: Any) -> ShiftPlan:
    required = require(desk, wanted, last_day=LAST_DAY)
    return plan_shifts([required], desk, first_day=MONDAY, last_day=LAST_DAY, **more)


def counted(plan: ShiftPlan, desk: Desk) -> pd.DataFrame:
    return duties_of(plan.activities, desk).set_index("person")


@pytest.fixture(scope="module")
def mixed() -> tuple[Desk, ShiftPlan]:
    """One likes late shifts, one early ones, one would rather not have late ones."""
    wishes = {"p01": Wishes(prefers=("late",)), "p02": Wishes(prefers=("early",)), "p03": Wishes(avoids=("late",))}
    desk = desk_of(wishes)
    return desk, planned(desk)


def test_who_likes_late_shifts_has_them_and_relieves_all_others_alike(mixed: tuple[Desk, ShiftPlan]) -> None:
    desk, plan = mixed

    late = counted(plan, desk)["late"]

    others = late.drop("p01")
    assert late["p01"] > others.max() + 2
    assert others.max() - others.min() <= 1
    assert others.sum() < counted(planned(desk_of({})), desk)["late"].drop("p01").sum()


def test_nobody_escapes_monday_mornings_by_a_wish(mixed: tuple[Desk, ShiftPlan]) -> None:
    desk, plan = mixed

    mornings = counted(plan, desk)["mornings"]

    assert mornings.max() - mornings.min() <= 1


def test_wishes_cost_no_coverage_and_more_are_kept_than_by_chance(mixed: tuple[Desk, ShiftPlan]) -> None:
    desk, plan = mixed
    required = require(desk, many_by_day, last_day=LAST_DAY)
    unasked = planned(desk_of({}))

    uncovered = [measure_coverage(each, [required], desk).uncovered_hours for each in (plan, unasked)]
    kept = [sum(one.kept for one in kept_wishes(each.activities, desk)) for each in (plan, unasked)]

    assert uncovered[0] <= uncovered[1]
    assert kept[0] > kept[1] + 3


def test_the_plan_says_how_many_wishes_it_keeps(mixed: tuple[Desk, ShiftPlan]) -> None:
    desk, plan = mixed
    found = kept_wishes(plan.activities, desk)
    asked, kept = sum(one.asked for one in found), sum(one.kept for one in found)

    [told] = [remark for remark in plan.remarks if "wishes" in remark.en]

    assert told.en == f"Of {asked} wishes for shifts and days off {kept} are kept ({kept / asked:.0%})."
    assert f"{asked} 件のうち {kept} 件" in told.ja


def test_a_weekday_is_off_where_colleagues_can_take_it() -> None:
    desk = desk_of({"p01": Wishes(days_off=(2,))}, days=EVERY_DAY)

    plan = planned(desk, lambda start: 2 if start.weekday() == 2 else 4)

    [found] = kept_wishes(plan.activities, desk)
    assert (found.kept, found.asked) == (2, 2)


def test_a_weekday_is_off_where_more_are_at_work_than_needed() -> None:
    desk = desk_of({"p01": Wishes(days_off=(2,))}, days=EVERY_DAY, people=5)
    required = require(desk, 1, last_day=LAST_DAY)

    plan = planned(desk, lambda _: 1)

    [found] = kept_wishes(plan.activities, desk)
    assert (found.kept, found.asked) == (2, 2)
    assert measure_coverage(plan, [required], desk).uncovered_hours == 0
    assert [broken.rule for broken in judge(plan, desk) if broken.severity == "block"] == []


def days_worked(wishes: Wishes, weekday: int) -> Counter[str]:
    """How often each of four people works on a weekday in four weeks that need three of them each day but Sundays."""
    people, history = ("p01", "p02", "p03", "p04"), PlanHistory()
    prices = WishPrices({"p01": wishes})
    rules = NamingRules(11.0, frozenset(), MorningDuty(frozenset(), 540), seed=0, wishes=prices)
    found: Counter[str] = Counter({name: 0 for name in people})
    for week in range(4):
        days = [MONDAY + timedelta(days=7 * week + k) for k in range(6)]
        allowed = PersonWeek({day: "free" for day in days}, least_days=4, most_days=5)
        working = choose_days(people, [allowed] * 4, {day: 3 for day in days}, history=history, rules=rules,
                              noise=np.random.default_rng(week))  # fmt: skip
        for person, day in sorted(working, key=lambda one: one[1]):
            history.weekdays[person][day.weekday()] += 1
            history.mornings[person] += day.weekday() == 0
            history.add_day(person, day, minutes=480)
            found[person] += day.weekday() == weekday
    return found


def test_who_wishes_mondays_off_works_as_many_of_them_as_others() -> None:
    mondays = days_worked(Wishes(days_off=(0,)), 0)

    assert set(mondays.values()) == {3}


def test_who_wishes_another_weekday_off_need_not_take_turns_with_it() -> None:
    wished, unasked = days_worked(Wishes(days_off=(2,)), 2), days_worked(Wishes(), 2)

    assert wished["p01"] == 0 < unasked["p01"]


def reasons_told(desk: Desk, plan: ShiftPlan, person: str) -> str:
    [told] = [remark.en for remark in plan.remarks if remark.en.startswith(f"{person}: ")]
    return told.partition("What stands against the others: ")[2]


@pytest.mark.parametrize(("wishes", "reason"), [
    pytest.param({"p01": Wishes(avoids=("early", "late"))}, "the shifts or days of the contract (10).", id="contract"),
    pytest.param({"p01": Wishes(days_off=(1, 2))}, "the shifts or days of the contract (4).", id="full weeks"),
    pytest.param({"p01": Wishes(prefers=("late",))}, "people are needed at those hours as they are (10).",
                 id="coverage"),
    pytest.param({f"p0{k}": Wishes(prefers=("late",)) for k in range(1, 5)}, "people are needed at those hours",
                 id="everybody's coverage"),
])  # fmt: skip
def test_of_whom_less_than_half_is_kept_the_plan_says_why(wishes: dict[str, Wishes], reason: str) -> None:
    desk = desk_of(wishes, people=4)

    plan = planned(desk, lambda start: 4 if start.hour < 11 else 0)

    told = [remark.en for remark in plan.remarks if remark.en.startswith("p0")]
    assert told
    assert all(reason in each for each in told)


def test_late_shifts_that_go_round_stand_against_who_avoids_them() -> None:
    desk = desk_of({"p01": Wishes(avoids=("late",))}, people=4)

    plan = planned(desk, lambda start: 1 if start.hour < 18 else 3)

    assert "Monday mornings, late shifts, weekends and month ends go round" in reasons_told(desk, plan, "p01")


def test_a_lock_stands_against_a_wish() -> None:
    desk = desk_of({"p01": Wishes(days_off=(0,))}, days=EVERY_DAY, people=4)
    locked: tuple[Activity, ...] = (act("p01", "2026-12-07 09:00", "2026-12-07 14:00"),)
    required = require(desk, 1, last_day=MONDAY)

    plan = plan_shifts([required], desk, first_day=MONDAY, last_day=MONDAY, locked=locked)

    assert reasons_told(desk, plan, "p01") == "a lock (1)."


def test_wishes_are_counted_on_days_worked_and_on_open_weekdays_without_leave() -> None:
    wishes = {"p01": Wishes(prefers=("early",), days_off=(1, 2, 6))}
    desk = desk_of(wishes, leave=[whole_day("p01", WEDNESDAY)])
    plan = ShiftPlan(MONDAY, WEDNESDAY, (
        act("p01", "2026-12-07 09:00", "2026-12-07 18:00"),
        act("p01", "2026-12-08 11:00", "2026-12-08 20:00", shift="late"),
        act("p01", "2026-12-09 00:00", "2026-12-10 00:00", "paid_leave", shift=""),
        act("p02", "2026-12-07 11:00", "2026-12-07 20:00", shift="late"),
    ))  # fmt: skip

    [found] = kept_wishes(plan.activities, desk)

    assert (found.person, found.asked, found.kept) == ("p01", 3, 1)
    assert (found.shifts_missed, found.days_missed) == ((TUESDAY,), (TUESDAY,))


def test_a_plan_made_elsewhere_is_told_how_many_wishes_it_keeps(tmp_path: Path) -> None:
    made = desk_of({"p01": Wishes(prefers=("early",))})
    desk = Desk(folder=tmp_path, settings=made.settings, staff=made.staff)
    plan = ShiftPlan(MONDAY, MONDAY, (act("p01", "2026-12-07 11:00", "2026-12-07 14:00", shift="late"),))

    judged = judge_given(plan, [], desk)

    assert (judged.summary["wishes"], judged.summary["wishes_kept"]) == (1, 0)
    assert [remark.en for remark in judged.plan.remarks if "wishes" in remark.en] == [
        "Of 1 wishes for shifts and days off 0 are kept (0%)."
    ]


def test_the_counts_of_duties_tell_wishes_where_anybody_has_some(mixed: tuple[Desk, ShiftPlan]) -> None:
    desk, plan = mixed

    told, none = duties_of(plan.activities, desk), duties_of(plan.activities, desk_of({}))

    assert list(told["wishes"] > 0) == [True, True, True, False, False, False]
    assert (told["wishes_kept"] <= told["wishes"]).all()
    assert "wishes" not in none


def test_both_languages_say_the_same() -> None:
    assert SENTENCES["ja"].keys() == SENTENCES["en"].keys()
