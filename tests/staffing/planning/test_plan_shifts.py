from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.calendar import days_between
from data.desk import Desk
from data.errors import NothingToDo, TsunagariError
from data.remark import Remark
from data.staff import Absence
from staffing.coverage import measure_coverage
from staffing.labour_rules import judge
from staffing.planning.day_needs import split_weeks
from staffing.planning.integer_program import SearchLimits
from staffing.planning.plan_shifts import plan_shifts
from staffing.planning.week_design import HURRIED, LIMITS, Designed, design_week
from staffing.shift_plan import WORK, Activity, ShiftPlan
from tests.staffing.plan_builders import (
    EARLY,
    LATE,
    MONDAY,
    WEEKDAYS,
    make_absence,
    make_desk,
    make_people,
    make_person,
    make_settings,
    require,
    whole_day,
)

SUNDAY = MONDAY + timedelta(days=6)
EVERY_DAY = {day: ["10:00-18:00"] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}


def plan_week(
    desk: Desk, people: float | Callable[[pd.Timestamp], float], *, weeks: int = 1, seed: int = 0
) -> ShiftPlan:
    last_day = MONDAY + timedelta(days=7 * weeks - 1)
    requirement = require(desk, people, last_day=last_day)
    return plan_shifts([requirement], desk, first_day=MONDAY, last_day=last_day, seed=seed)


def by_day(plan: ShiftPlan) -> dict[tuple[str, date], list[Activity]]:
    found: dict[tuple[str, date], list[Activity]] = defaultdict(list)
    for activity in plan.activities:
        found[activity.person, activity.date].append(activity)
    return found


def days_worked(plan: ShiftPlan) -> Counter[str]:
    return Counter(person for (person, _), rows in by_day(plan).items() if any(row.activity in WORK for row in rows))


def uncovered(plan: ShiftPlan, desk: Desk, people: float | Callable[[pd.Timestamp], float]) -> float:
    return measure_coverage(plan, [require(desk, people, last_day=plan.last_day)], desk).uncovered_hours


def blocks(plan: ShiftPlan, desk: Desk) -> list[str]:
    return [violation.message for violation in judge(plan, desk) if violation.severity == "block"]


def test_everybody_employed_stands_on_every_day_of_the_plan() -> None:
    newcomer = make_person("new", start_date=MONDAY + timedelta(days=2))
    plan = plan_week(make_desk(staff=[*make_people(3), newcomer]), 2)

    seen = by_day(plan)

    for name in ("p01", "p02", "p03"):
        assert [day for person, day in sorted(seen) if person == name] == days_between(MONDAY, SUNDAY)
    assert min(day for person, day in seen if person == "new") == newcomer.start_date


def test_full_time_people_work_their_contract_also_where_nobody_is_required() -> None:
    plan = plan_week(make_desk(staff=make_people(4)), 0)

    assert days_worked(plan) == Counter({f"p0{k}": 5 for k in range(1, 5)})


def test_a_desk_that_never_closes_still_gives_two_days_off() -> None:
    desk = make_desk(make_settings(hours=EVERY_DAY, week_starts="monday"), staff=make_people(7))

    plan = plan_week(desk, 4)

    assert set(days_worked(plan).values()) == {5}
    per_day = Counter(day for (_, day), rows in by_day(plan).items() if any(row.activity in WORK for row in rows))
    assert min(per_day.values()) >= 4


def test_enough_people_leave_nothing_uncovered_and_nothing_to_remark() -> None:
    desk = make_desk(staff=make_people(6))

    plan = plan_week(desk, 4)

    assert uncovered(plan, desk, 4) == 0
    assert plan.remarks == ()
    assert blocks(plan, desk) == []


def test_lunches_are_spread_so_that_the_desk_is_never_empty() -> None:
    desk = make_desk(staff=make_people(2))

    plan = plan_week(desk, 1)

    assert uncovered(plan, desk, 1) == 0


def test_lunch_lies_within_its_window_and_never_at_the_edge() -> None:
    plan = plan_week(make_desk(staff=make_people(5)), 4)

    for rows in by_day(plan).values():
        for lunch in (row for row in rows if row.activity == "lunch"):
            assert f"{lunch.start:%H:%M}" >= "11:00"
            assert f"{lunch.end:%H:%M}" <= "15:00"
            assert lunch.hours == 1
            assert min(row.start for row in rows) < lunch.start
            assert lunch.end < max(row.end for row in rows)


def test_short_breaks_are_paid_lie_in_their_windows_and_count_as_absence_from_the_queue() -> None:
    pauses = [{"minutes": 10, "window": ["10:15", "12:00"]}, {"minutes": 15, "window": ["15:00", "17:00"]}]
    desk = make_desk(make_settings(templates=[{**EARLY, "breaks": pauses}]), staff=make_people(4))

    plan = plan_week(desk, 2)

    paused = [row for row in plan.activities if row.activity == "break"]
    assert Counter((row.person, row.date) for row in paused) == dict.fromkeys(
        {(row.person, row.date) for row in plan.activities if row.shift}, 2
    )
    assert {(round(row.hours * 60), row.paid) for row in paused} == {(10, True), (15, True)}
    assert all(f"{row.start:%H:%M}" >= "10:15" and f"{row.end:%H:%M}" <= "17:00" for row in paused)
    assert uncovered(plan, desk, 2) == 0
    assert uncovered(plan, desk, 4) > 4 * 5 * 1  # lunch alone takes an hour of each
    assert blocks(plan, desk) == []


def test_a_range_of_starts_lets_people_come_when_they_are_needed() -> None:
    fixed, flexible = (
        {**EARLY, "end": "14:00", "lunch_minutes": 0, **more} for more in ({}, {"latest_start": "13:00"})
    )
    staff = [make_person(f"p{k}", hours_day=5.0, hours_week=25.0) for k in range(4)]
    late = {name: make_desk(make_settings(templates=[shift]), staff=staff) for name, shift in
            (("fixed", fixed), ("flexible", flexible))}  # fmt: skip

    plans = {name: plan_week(desk, 1) for name, desk in late.items()}

    assert uncovered(plans["fixed"], late["fixed"], 1) == 5 * 4
    assert uncovered(plans["flexible"], late["flexible"], 1) == 0
    assert blocks(plans["flexible"], late["flexible"]) == []


def test_the_same_input_gives_the_same_plan() -> None:
    desk = make_desk(staff=make_people(5))

    assert plan_week(desk, 3, seed=4) == plan_week(desk, 3, seed=4)


def test_people_keep_their_shift_through_the_week_and_change_between_weeks() -> None:
    plan = plan_week(make_desk(staff=make_people(6)), 3, weeks=4)

    for name in plan.people:
        rows = [row for row in plan.activities if row.person == name and row.activity in WORK]
        weeks = defaultdict(set)
        for row in rows:
            weeks[row.date.isocalendar().week].add(row.shift)
        assert all(len(shifts) == 1 for shifts in weeks.values())
        assert {shift for shifts in weeks.values() for shift in shifts} == {"early", "late"}


def test_nobody_works_on_leave_and_the_leave_is_told() -> None:
    tuesday = MONDAY + timedelta(days=1)
    leave = [
        whole_day("p01", tuesday),
        whole_day("p02", tuesday, "leave"),
        whole_day("p03", tuesday, "requested_off"),
        make_absence("p04", f"{tuesday}T09:00", f"{tuesday}T19:00"),
    ]
    desk = make_desk(staff=make_people(6), leave=leave)

    seen = by_day(plan_week(desk, 6))

    kinds = {name: [row.activity for row in seen[name, tuesday]] for name in ("p01", "p02", "p03", "p04")}
    assert kinds == {"p01": ["paid_leave"], "p02": ["leave"], "p03": ["day_off"], "p04": ["paid_leave"]}
    assert seen["p01", tuesday][0].paid
    assert not seen["p02", tuesday][0].paid


def test_paid_leave_spends_a_day_of_the_contract_where_the_desk_never_closes() -> None:
    every_day = make_settings(hours=EVERY_DAY, week_starts="monday")
    desk = make_desk(every_day, staff=make_people(7), leave=[whole_day("p01", MONDAY, days=2)])

    assert days_worked(plan_week(desk, 3))["p01"] == 3


def test_a_training_is_cut_out_of_the_shift_and_lunch_keeps_clear_of_it() -> None:
    desk = make_desk(
        staff=make_people(2), leave=[make_absence("p01", f"{MONDAY}T11:00", f"{MONDAY}T13:00", "training")]
    )

    rows = by_day(plan_week(desk, 1))["p01", MONDAY]

    kinds = {row.activity: f"{row.start:%H:%M}-{row.end:%H:%M}" for row in rows if row.activity not in WORK}
    assert kinds["training"] == "11:00-13:00"
    assert kinds["lunch"] in ("13:00-14:00", "13:30-14:30", "14:00-15:00")
    assert blocks(plan_week(desk, 1), desk) == []


def test_who_works_half_days_works_the_half_that_holds_the_meeting() -> None:
    meetings = [make_absence(f"p{k}", f"{MONDAY}T16:00", f"{MONDAY}T17:00", "meeting") for k in range(3)]
    staff = [make_person(f"p{k}", hours_day=4.0, hours_week=20.0) for k in range(3)]
    plan = plan_week(make_desk(staff=staff, leave=meetings), 0)

    assert Counter(row.person for row in plan.activities if row.activity == "meeting") == {"p0": 1, "p1": 1, "p2": 1}
    assert plan.remarks == ()


def test_a_whole_day_of_training_is_a_day_at_work_without_contacts() -> None:
    desk = make_desk(staff=make_people(2), leave=[whole_day("p01", MONDAY, "training")])
    plan = plan_week(desk, 1)

    rows = by_day(plan)["p01", MONDAY]

    assert {row.activity for row in rows} == {"training", "lunch"}
    assert sum(row.hours for row in rows if row.activity == "training") == 8
    assert days_worked(plan)["p01"] == 4
    assert blocks(plan, desk) == []


def test_helpers_come_only_where_the_others_are_too_few() -> None:
    staff = [*make_people(3), make_person("helper", helper=True)]
    desk = make_desk(staff=staff)

    assert days_worked(plan_week(desk, 2))["helper"] == 0
    assert days_worked(plan_week(desk, 4))["helper"] == 5


def test_part_time_people_get_the_template_cut_to_their_contract() -> None:
    desk = make_desk(staff=[make_person("ueda", hours_day=5.0, hours_week=15.0)])
    plan = plan_week(desk, 1)

    lengths = {key: sum(row.hours for row in rows) for key, rows in by_day(plan).items() if rows[0].activity in WORK}

    assert list(lengths.values()) == [5.0] * 3
    assert [v.rule for v in judge(plan, desk)] == []


def test_people_serve_only_queues_they_have_the_skills_for() -> None:
    queues = [{"name": "technical", "skills": ["technical"]}, {"name": "billing", "skills": ["billing"]}]
    staff = [make_person("t1", skills=("technical",)), make_person("b1", skills=("billing",)), make_person("any")]
    desk = make_desk(make_settings(queues=queues), staff=staff)
    requirements = [require(desk, 1, queue=name) for name in ("technical", "billing")]

    plan = plan_shifts(requirements, desk, first_day=MONDAY, last_day=MONDAY)

    served = {name: {row.queue for row in plan.activities if row.person == name} - {""} for name in ("t1", "b1")}
    assert served == {"t1": {"technical"}, "b1": {"billing"}}


def test_surplus_people_go_to_the_busier_days() -> None:
    desk = make_desk(make_settings(hours=EVERY_DAY), staff=make_people(14))

    plan = plan_week(desk, lambda start: 8 if start.weekday() == 0 else 4)

    per_day = Counter(day for (_, day), rows in by_day(plan).items() if any(row.activity in WORK for row in rows))
    assert per_day[MONDAY] == max(per_day.values())
    assert min(per_day.values()) >= 5


def test_what_cannot_be_covered_is_told_with_the_worst_intervals_and_the_reason() -> None:
    desk = make_desk(staff=make_people(3))

    plan = plan_week(desk, lambda start: 9 if (start.weekday(), start.hour, start.minute) == (2, 10, 0) else 1)

    assert plan.remarks[0].ja == "必要配置人数に届かない時間が合計 3.0 人時あります（必要 44.0 人時の 6.8%）。"
    assert plan.remarks[1].ja == "不足の大きい時間帯: support 12月9日(水) 10:00 6.0 人不足。"
    assert plan.remarks[2].ja.startswith("うち 3.0 人時は、その日に出勤できる人数が足りません。")


def test_who_is_on_leave_on_the_shortest_day_is_told_with_the_least_that_must_stay_uncovered() -> None:
    desk = make_desk(
        make_settings(language="en"), staff=make_people(4), leave=[whole_day(name, MONDAY) for name in ("p02", "p03")]
    )

    plan = plan_week(desk, 3)

    told = [remark.en for remark in plan.remarks]
    assert (
        "On Mon 2026-12-07 2 people who can take support could be planned, not counting 2 on leave or with "
        "the day off that they asked for (p02, p03). Leave moved to another day would cover more of it."
    ) in told
    [least] = [sentence for sentence in told if "whatever the plan" in sentence]
    assert least.startswith("Of the calls and chats, 10.0 agent-hours stay uncovered")
    assert uncovered(plan, desk, 3) >= 10.0


def test_the_reason_is_the_templates_where_no_shift_reaches() -> None:
    afternoon = {**LATE, "start": "11:00", "end": "20:00", "lunch_window": ["13:00", "16:00"]}
    english = make_settings(templates=[afternoon], language="en")
    desk = make_desk(english, staff=make_people(3))

    plan = plan_week(desk, 1)

    assert plan.remarks[0].en.startswith("5.0 agent-hours stay uncovered (12.5% of the 40.0 required).")
    assert "support Mon 2026-12-07 10:00 by 1.0" in plan.remarks[1].en
    assert plan.remarks[2].en.startswith("5.0 of these hours: no shift reaches that time of day.")


def test_the_reason_is_the_contract_where_people_are_there_but_spent() -> None:
    desk = make_desk(make_settings(hours=EVERY_DAY), staff=make_people(2))

    plan = plan_week(desk, 2)

    assert any("契約の日数・時間" in remark.ja for remark in plan.remarks)


def test_without_staff_the_plan_is_empty_and_says_so() -> None:
    plan = plan_week(make_desk(), 2)

    assert plan.activities == ()
    assert plan.remarks[0].ja.startswith("staff.csv に誰も登録されていない")
    assert "80.0 人時" in plan.remarks[1].ja


def test_one_person_works_five_days_and_lunch_stays_uncovered() -> None:
    desk = make_desk(staff=make_people(1))

    plan = plan_week(desk, 1)

    assert days_worked(plan)["p01"] == 5
    assert uncovered(plan, desk, 1) == 5.0


def test_all_on_leave_leaves_everything_uncovered() -> None:
    desk = make_desk(staff=make_people(2), leave=[whole_day(f"p0{k}", MONDAY, days=7) for k in (1, 2)])

    plan = plan_week(desk, 1)

    assert {row.activity for row in plan.activities} == {"paid_leave", "day_off"}
    assert uncovered(plan, desk, 1) == 40.0


def test_a_public_holiday_is_a_day_off_for_all() -> None:
    new_year = date(2026, 12, 28)
    desk = make_desk(staff=make_people(2))
    requirement = require(desk, 1, first_day=new_year, last_day=new_year + timedelta(days=6))

    plan = plan_shifts([requirement], desk, first_day=new_year, last_day=new_year + timedelta(days=6))

    assert {row.activity for row in plan.activities if row.date == date(2027, 1, 1)} == {"day_off"}
    assert set(days_worked(plan).values()) == {4}


def test_a_person_without_a_fitting_queue_is_left_out_and_named() -> None:
    queues = [{"name": "support", "skills": ["technical"]}]
    desk = make_desk(make_settings(queues=queues), staff=[*make_people(2), make_person("clerk", skills=("mail",))])

    plan = plan_week(desk, 1)

    assert any(remark.ja.startswith("clerk は、計画するキューを担当しない") for remark in plan.remarks)
    assert "clerk" not in plan.people
    assert days_worked(plan)["clerk"] == 0


def test_days_beyond_the_requirement_are_told_and_worked_as_contracted() -> None:
    desk = make_desk(staff=make_people(2))
    requirement = require(desk, 1, last_day=MONDAY + timedelta(days=1))

    plan = plan_shifts([requirement], desk, first_day=MONDAY, last_day=SUNDAY)

    assert set(days_worked(plan).values()) == {5}
    assert any("2026-12-09 から 2026-12-11 までの 3 営業日" in remark.ja for remark in plan.remarks)


def test_a_training_on_a_closed_day_is_told() -> None:
    lost = make_absence("p01", f"{SUNDAY}T10:00", f"{SUNDAY}T12:00", "training")

    plan = plan_week(make_desk(staff=make_people(1), leave=[lost]), 0)

    assert plan.remarks == (
        Remark(
            ja="研修・会議 1 件は勤務時間の外にあり、計画に入っていません（p01）。leave.csv の日時を確かめてください。",
            en="1 trainings or meetings lie outside working time and are not in the plan (p01). "
            "Check their times in leave.csv.",
        ),
    )


def test_a_desk_without_templates_is_refused_with_what_to_add() -> None:
    with pytest.raises(TsunagariError, match=r"add at least one \[\[shifts.template\]\]"):
        plan_week(make_desk(make_settings(templates=[]), staff=make_people(1)), 1)


@pytest.mark.parametrize(
    ("template", "sentence"),
    [
        ({**EARLY, "lunch_minutes": 30}, "8.5 hours of work need a break of 60 minutes"),  # beyond eight hours
        ({**EARLY, "end": "16:30", "lunch_minutes": 30}, "7 hours of work need a break of 45 minutes"),  # beyond six
        ({**EARLY, "lunch_window": ["09:00", "10:00"]}, "leaves no lunch strictly inside 09:00-18:00"),  # at the edge
    ],
)
def test_a_template_with_an_illegal_lunch_is_refused(template: dict[str, Any], sentence: str) -> None:
    with pytest.raises(TsunagariError, match=sentence):
        plan_week(make_desk(make_settings(templates=[template]), staff=make_people(1)), 1)


def test_a_requirement_that_ends_before_the_plan_is_refused() -> None:
    desk = make_desk(staff=make_people(1))

    with pytest.raises(NothingToDo, match="it ends on 2026-12-11"):
        plan_shifts([require(desk, 1)], desk, first_day=SUNDAY, last_day=SUNDAY + timedelta(days=6))


def test_progress_is_told_week_by_week() -> None:
    told: list[tuple[int, int]] = []
    desk = make_desk(staff=make_people(1))
    requirement = require(desk, 1, last_day=MONDAY + timedelta(days=12))

    plan_shifts(
        [requirement],
        desk,
        first_day=MONDAY,
        last_day=MONDAY + timedelta(days=12),
        progress=lambda done, whole: told.append((done, whole)),
    )

    assert told == [(1, 2), (2, 2)]


def test_who_stops_the_search_gets_a_whole_legal_plan_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[SearchLimits] = []

    def interrupted(*given: Any, limits: SearchLimits, **more: Any) -> Designed:
        asked.append(limits)
        if len(asked) == 1:
            raise KeyboardInterrupt
        return design_week(*given, limits=limits, **more)

    monkeypatch.setattr("staffing.planning.plan_shifts.design_week", interrupted)
    desk = make_desk(staff=make_people(6))

    plan = plan_week(desk, 3, weeks=2)

    assert asked == [LIMITS, HURRIED, HURRIED, HURRIED]
    assert set(days_worked(plan).values()) == {10}
    assert [remark.en for remark in plan.remarks][-1].startswith("Stopped on the way")
    assert blocks(plan, desk) == []


def test_weeks_begin_on_the_desks_weekday() -> None:
    weeks = split_weeks(MONDAY, MONDAY + timedelta(days=13), week_starts="sunday")

    assert [len(week) for week in weeks] == [6, 7, 1]


def test_a_week_cut_by_the_plans_end_gets_its_share_of_the_contract() -> None:
    desk = make_desk(make_settings(hours=EVERY_DAY), staff=make_people(6))
    last_day = MONDAY + timedelta(days=8)

    plan = plan_shifts([require(desk, 2, last_day=last_day)], desk, first_day=MONDAY, last_day=last_day)

    assert all(6 <= days <= 8 for days in days_worked(plan).values())
    assert blocks(plan, desk) == []


SHIFTS = st.sampled_from(
    [
        (EARLY, LATE),
        (EARLY,),
        ({**EARLY, "end": "15:00", "lunch_minutes": 0}, LATE),
        ({"name": "long", "start": "09:00", "end": "20:00", "lunch_window": ["12:00", "13:00"]},),
        ({"name": "night", "start": "00:00", "end": "09:00", "lunch_window": ["03:00", "05:00"]}, LATE),
    ]
)
KINDS = ("paid_leave", "leave", "training", "meeting", "requested_off")


def random_absence(random: np.random.Generator, person: str) -> Absence:
    start = datetime(2026, 12, 7) + timedelta(minutes=30 * int(random.integers(0, 48 * 9)))
    whole = bool(random.integers(0, 2))
    start = datetime.combine(start.date(), datetime.min.time()) if whole else start
    length = (
        timedelta(days=int(random.integers(1, 5))) if whole else timedelta(minutes=30 * int(random.integers(1, 20)))
    )
    kind = KINDS[int(random.integers(0, len(KINDS)))]
    return make_absence(person, start.isoformat(), (start + length).isoformat(), kind)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.integers(0, 10_000),
    templates=SHIFTS,
    hours=st.sampled_from([EVERY_DAY, {day: ["09:30-17:30"] for day in WEEKDAYS}]),
    week_starts=st.sampled_from(["sunday", "monday", "thursday"]),
    days=st.integers(1, 10),
)
def test_the_checker_never_blocks_a_plan_of_ours(
    seed: int, templates: tuple[dict[str, Any], ...], hours: dict[str, list[str]], week_starts: str, days: int
) -> None:
    random = np.random.default_rng(seed)
    staff = [
        make_person(
            f"p{k}",
            hours_day=float(random.choice([4.0, 5.5, 6.5, 8.0])),
            hours_week=float(random.choice([12.0, 30.0, 37.5, 40.0, 48.0])),
            proficiency=float(random.choice([0.5, 1.0])),
            helper=bool(random.random() < 0.2),
            end_date=MONDAY + timedelta(days=3) if random.random() < 0.2 else None,
        )
        for k in range(int(random.integers(1, 6)))
    ]
    leave = [random_absence(random, person.name) for person in staff for _ in range(int(random.integers(0, 4)))]
    desk = make_desk(make_settings(templates=templates, hours=hours, week_starts=week_starts), staff=staff, leave=leave)
    wanted = int(random.integers(0, 5))
    last_day = MONDAY + timedelta(days=days - 1)

    plan = plan_shifts([require(desk, wanted, last_day=last_day)], desk, first_day=MONDAY, last_day=last_day)

    assert blocks(plan, desk) == []
    assert {(name, day) for name, day in by_day(plan)} == {
        (person.name, day) for person in staff for day in days_between(MONDAY, last_day) if person.employed_on(day)
    }


def test_a_closed_day_ends_a_run_of_days_so_that_the_next_week_is_free() -> None:
    but_sunday = {day: ["10:00-18:00"] for day in (*WEEKDAYS, "sat")}
    desk = make_desk(make_settings(hours=but_sunday), staff=make_people(4))
    first_day, last_day = MONDAY + timedelta(days=3), MONDAY + timedelta(days=12)
    requirement = require(desk, lambda start: 3 if start.weekday() == 2 else 1, first_day=first_day, last_day=last_day)

    plan = plan_shifts([requirement], desk, first_day=first_day, last_day=last_day)

    assert measure_coverage(plan, [requirement], desk).uncovered_hours == 0


def test_a_longer_staff_list_does_not_uncover_more() -> None:
    desk = make_desk(staff=make_people(3))
    larger = replace(desk, staff=make_people(5))

    assert uncovered(plan_week(larger, 5), larger, 5) < uncovered(plan_week(desk, 5), desk, 5)
