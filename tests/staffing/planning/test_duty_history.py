from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from data.desk import Desk
from data.records import Records, StoredPlan
from staffing.planning.fairness.duty_history import (
    duty_counts,
    fairness_spread,
    history_of_desk,
    monday_mornings,
    plan_history,
)
from staffing.planning.plan_shifts import plan_shifts
from staffing.planning.plan_table import plan_rows
from staffing.shift_plan import Activity, ShiftPlan
from tests.staffing.plan_builders import MONDAY, act, make_desk, make_people, make_person, make_settings, require

NEXT_MONDAY = MONDAY + timedelta(days=7)
EVERY_DAY = {day: ["10:00-18:00"] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}


def stored(*activities: Activity, number: int = 1) -> StoredPlan:
    return kept(ShiftPlan(min(a.date for a in activities), max(a.date for a in activities), activities), number=number)


def kept(plan: ShiftPlan, *, number: int = 1) -> StoredPlan:
    return StoredPlan(
        plan_id=number,
        made_at=pd.Timestamp("2026-12-01", tz="UTC").to_pydatetime(),
        author="lead",
        first_day=plan.first_day,
        last_day=plan.last_day,
        activities=plan_rows(plan),
        coverage=pd.DataFrame(),
        remarks=(),
    )


def test_a_monday_morning_names_who_served_contacts_when_the_lines_opened() -> None:
    desk = make_desk(staff=make_people(3))
    plan = stored(
        act("p01", "2026-12-07 09:00", "2026-12-07 12:00"),
        act("p02", "2026-12-07 10:30", "2026-12-07 12:00"),  # too late for 10:00
        act("p03", "2026-12-08 09:00", "2026-12-08 12:00"),  # a Tuesday
    )

    assert monday_mornings([plan], desk).to_dict("list") == {"date": [MONDAY], "person": ["p01"], "shift": ["early"]}
    assert set(monday_mornings([plan], desk, minute=11 * 60)["person"]) == {"p01", "p02"}
    assert list(monday_mornings([plan], desk, weekday=1)["person"]) == ["p03"]


def test_the_newer_plan_of_a_day_counts() -> None:
    desk = make_desk(staff=make_people(2))
    older = stored(act("p01", "2026-12-07 09:00", "2026-12-07 12:00"), number=1)
    newer = stored(act("p02", "2026-12-07 09:00", "2026-12-07 12:00"), number=2)

    assert list(monday_mornings([newer, older], desk)["person"]) == ["p02"]


def test_only_the_last_weeks_count() -> None:
    desk = make_desk(staff=make_people(2))
    plan = stored(
        act("p01", "2026-12-07 09:00", "2026-12-07 12:00"), act("p02", "2026-12-14 09:00", "2026-12-14 12:00")
    )

    assert list(monday_mornings([plan], desk, weeks=1)["person"]) == ["p02"]
    assert list(monday_mornings([plan], desk, weeks=2)["person"]) == ["p01", "p02"]


def test_counts_tell_mornings_late_shifts_and_weekends_and_how_far_they_differ() -> None:
    desk = make_desk(make_settings(hours=EVERY_DAY), staff=make_people(2))
    plan = stored(
        act("p01", "2026-12-07 09:00", "2026-12-07 12:00"),
        act("p01", "2026-12-08 10:00", "2026-12-08 12:00", shift="late"),
        act("p01", "2026-12-12 09:00", "2026-12-12 12:00"),
        act("p02", "2026-12-09 09:00", "2026-12-09 12:00"),
    )

    counts = duty_counts([plan], desk)

    assert counts.to_dict("list") == {
        "person": ["p01", "p02"], "days": [3, 1], "mornings": [1, 0], "late": [1, 0], "weekends": [1, 0],
        "month_ends": [0, 0], "odd_lunches": [0, 0],
    }  # fmt: skip
    assert fairness_spread(counts) == {"mornings": 1, "late": 1, "weekends": 1, "month_ends": 0, "odd_lunches": 0}


def test_month_ends_and_lunches_at_odd_hours_are_counted() -> None:
    desk = make_desk(staff=make_people(2))
    rows = [act("p01", f"2026-11-{day} 09:00", f"2026-11-{day} 12:00") for day in (25, 26, 27, 30)]
    eaten = ((25, "12:00", "13:00"), (26, "13:30", "14:30"), (27, "11:00", "12:00"))
    lunches = [act("p01", f"2026-11-{day} {start}", f"2026-11-{day} {end}", "lunch", paid=False)
               for day, start, end in eaten]  # fmt: skip

    counts = duty_counts([stored(*rows, *lunches)], desk)

    assert counts[["month_ends", "odd_lunches"]].to_dict("list") == {"month_ends": [3], "odd_lunches": [2]}


def test_without_plans_there_are_no_duties() -> None:
    desk = make_desk(staff=make_people(2))

    assert monday_mornings([], desk).empty
    assert fairness_spread(duty_counts([], desk)) == {
        "mornings": 0, "late": 0, "weekends": 0, "month_ends": 0, "odd_lunches": 0,
    }  # fmt: skip


def test_phone_mornings_go_round_from_plan_to_plan() -> None:
    """Of four people two sit at the phone and two at the mail; each plan is told the ones before."""
    queues = [{"name": "support"}, {"name": "letters", "channel": "mail"}]
    weekdays = {day: ["10:00-18:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
    settings = make_settings(queues=queues, more_hours={"mail": weekdays}, week_starts="monday")
    desk = make_desk(settings, staff=make_people(4))
    plans: list[StoredPlan] = []

    for number in range(6):
        first_day = MONDAY + timedelta(days=7 * number)
        days = {"first_day": first_day, "last_day": first_day + timedelta(days=6)}
        requirements = [require(desk, 2, queue="support", **days), require(desk, 2, queue="letters", **days)]
        plan = plan_shifts(requirements, desk, history=plan_history(plans, desk, before=first_day), **days)
        plans.append(kept(plan, number=number))

    counts = duty_counts(plans, desk)
    assert counts["mornings"].sum() >= 10
    assert fairness_spread(counts)["mornings"] <= 1


def test_a_newcomer_starts_with_the_average() -> None:
    desk = make_desk(staff=[*make_people(2), make_person("new")])
    rows = [act(p, f"{MONDAY + timedelta(days=7 * k)} 09:00", f"{MONDAY + timedelta(days=7 * k)} 12:00")
            for k in range(4) for p in ("p01", "p02")]  # fmt: skip

    history = plan_history([stored(*rows)], desk, before=date(2027, 1, 11))

    assert history.mornings["new"] == 4
    assert history.shifts["new"] == {"early": 4}


def test_the_desks_records_tell_what_came_before(tmp_path: Path) -> None:
    desk = replace(make_desk(staff=make_people(1)), folder=tmp_path)
    save(desk, "p01", MONDAY)
    save(desk, "p01", NEXT_MONDAY)

    history = history_of_desk(desk, before=NEXT_MONDAY)

    assert history.mornings == {"p01": 1}


def save(desk: Desk, person: str, day: date) -> None:
    plan = ShiftPlan(day, day, (act(person, f"{day} 09:00", f"{day} 12:00"),))
    with Records.open(desk) as records:
        records.save_plan(
            first_day=day,
            last_day=day,
            activities=plan_rows(plan),
            coverage=pd.DataFrame({"queue": ["support"]}),
            remarks=[],
            author="lead",
        )


def test_the_newest_plan_of_each_day_comes_back_from_the_records(tmp_path: Path) -> None:
    desk = replace(make_desk(staff=make_people(2)), folder=tmp_path)
    two_days = ShiftPlan(
        MONDAY,
        MONDAY + timedelta(days=1),
        (act("p01", "2026-12-07 09:00", "2026-12-07 12:00"), act("p01", "2026-12-08 09:00", "2026-12-08 12:00")),
    )
    with Records.open(desk) as records:
        records.save_plan(first_day=two_days.first_day, last_day=two_days.last_day, activities=plan_rows(two_days),
                          coverage=pd.DataFrame({"queue": ["support"]}), remarks=[], author="lead")  # fmt: skip
    save(desk, "p02", MONDAY)

    with Records.open(desk) as records:
        plans = records.plans(MONDAY, NEXT_MONDAY)
        outside = records.plans(NEXT_MONDAY, NEXT_MONDAY)

    assert [(list(p.activities["person"]), list(p.activities["date"])) for p in plans] == [
        (["p01"], ["2026-12-08"]),
        (["p02"], ["2026-12-07"]),
    ]
    assert outside == []


def test_hours_go_back_to_where_the_agreements_year_begins_where_overtime_is_planned(tmp_path: Path) -> None:
    in_may, in_march = date(2026, 5, 11), date(2026, 3, 9)
    asked = {"overtime": {"agreement": True, "plan_hours_day": 1.0, "plan_hours_week": 3.0}}
    desk = replace(make_desk(staff=make_people(1)), folder=tmp_path)
    for day in (in_march, in_may):
        save(desk, "p01", day)

    usual = history_of_desk(desk, before=NEXT_MONDAY)
    asking = history_of_desk(replace(desk, settings=make_settings(rules=asked)), before=NEXT_MONDAY)

    assert usual.days == {}
    assert asking.days == {"p01": {in_may: 180.0}}
    assert asking.mornings == {}
