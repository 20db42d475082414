"""A plan mended after something happened: little changes, all of it legal, and always an answer."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from data.desk import Desk
from data.errors import NothingToDo, TsunagariError
from data.records import Records
from staffing.labour_rules import judge
from staffing.planning.plan_table import plan_rows
from staffing.planning.repair.asked import Away, RepairAsked
from staffing.planning.repair.repair import MendedPlan, days_to_mend, mend_plan
from staffing.planning.repair.sentences import change_rows, repair_remarks
from staffing.planning.repair.store import PlanTable, keep_repair, mend_table
from staffing.requirement import Requirement
from staffing.shift_plan import Activity, ShiftPlan
from tests.staffing.plan_builders import (
    LATE,
    MONDAY,
    act,
    make_absence,
    make_desk,
    make_people,
    make_person,
    make_settings,
    require,
)

TWO_QUEUES = ({"name": "support", "skills": ["support"]}, {"name": "billing", "skills": ["billing"]})


def at(clock: str, day: date = MONDAY) -> pd.Timestamp:
    return pd.Timestamp(f"{day} {clock}", tz="Asia/Tokyo")


def away(person: str, start: str = "08:40", end: str = "23:59") -> Away:
    return Away(person, at(start), at(end))


def shift(person: str, lunch: str, *, start: str = "09:00", end: str = "18:00", queue: str = "support",
          day: date = MONDAY) -> list[Activity]:  # fmt: skip
    """A day with an hour of lunch."""
    back = f"{int(lunch[:2]) + 1:02d}{lunch[2:]}"
    rows = [act(person, f"{day} {start}", f"{day} {lunch}"), act(person, f"{day} {lunch}", f"{day} {back}", "lunch",
            paid=False), act(person, f"{day} {back}", f"{day} {end}")]  # fmt: skip
    return [replace(row, queue=queue) if row.queue else row for row in rows]


def plan_of(*parts: Sequence[Activity]) -> ShiftPlan:
    return ShiftPlan(MONDAY, MONDAY, tuple(row for part in parts for row in part))


def mend(plan: ShiftPlan, desk: Desk, asked: RepairAsked, *requirements: Requirement) -> MendedPlan:
    days = days_to_mend(plan, requirements, desk, asked)
    return mend_plan(plan, requirements, desk, asked, days=days)


@pytest.fixture
def six() -> ShiftPlan:
    """Six people on one queue, of whom four are there at any time."""
    lunches = ["11:30", "12:30", "12:30", "13:30", "13:30", "11:30"]
    return plan_of(*(shift(f"p{number:02d}", lunch) for number, lunch in enumerate(lunches, start=1)))


def four(desk: Desk) -> Requirement:
    return require(desk, 4, last_day=MONDAY)


def test_lunches_move_so_that_an_absence_leaves_the_least_uncovered(six: ShiftPlan) -> None:
    desk = make_desk(staff=make_people(6))

    mended = mend(six, desk, RepairAsked(at("08:40"), (away("p01"),)), four(desk))

    # Five lunches of an hour in the four hours of the window, four people needed: one hour cannot be covered.
    assert mended.uncovered_hours == pytest.approx((0.0, 2.0, 1.0))
    assert [change.kind for change in mended.changes] == ["happened", "lunch", "lunch", "lunch"]
    assert len({change.person for change in mended.answers}) == len(mended.answers)
    assert [v for v in judge(mended.mended, desk) if v.severity == "block"] == []


def test_the_past_stays(six: ShiftPlan) -> None:
    desk = make_desk(staff=make_people(6))

    mended = mend(six, desk, RepairAsked(at("12:10"), (away("p01", "12:10"),)), four(desk))

    def past(plan: ShiftPlan) -> list[tuple[str, str, pd.Timestamp]]:
        return [(a.person, a.activity, a.start) for a in plan.activities if a.start < at("12:10")]

    assert past(mended.mended) == past(six)
    assert all(
        piece.start >= 735 or piece in change.before.pieces or piece.activity == "phone"
        for change in mended.answers
        for piece in change.after.pieces
    )


def test_who_is_locked_keeps_the_day(six: ShiftPlan) -> None:
    desk, locks = make_desk(staff=make_people(6)), frozenset({("p02", MONDAY), ("p03", None)})

    mended = mend(six, desk, RepairAsked(at("08:40"), (away("p01"),), locks), four(desk))

    assert not {"p02", "p03"} & {change.person for change in mended.changes}


def test_somebody_with_both_skills_changes_the_queue() -> None:
    people = [make_person("ann", skills=("support",)), make_person("bo", skills=("support", "billing")),
              make_person("cy", skills=("billing",))]  # fmt: skip
    desk = make_desk(make_settings(queues=TWO_QUEUES), staff=people)
    plan = plan_of(shift("ann", "12:00"), shift("bo", "13:00", queue="billing"), shift("cy", "12:00", queue="billing"))
    needs = [require(desk, lambda start: 10 <= start.hour < 12, last_day=MONDAY),
             require(desk, lambda start: 10 <= start.hour < 12, last_day=MONDAY, queue="billing")]  # fmt: skip

    mended = mend(plan, desk, RepairAsked(at("08:40"), (away("ann"),)), *needs)

    assert [(change.kind, change.person) for change in mended.answers] == [("queue", "bo")]
    assert mended.uncovered_hours == pytest.approx((0.0, 2.0, 0.0))


def test_a_part_time_shift_grows_within_the_contract_and_not_beyond() -> None:
    people = [make_person("ann"), make_person("bo", hours_day=6.0, hours_week=30.0)]
    desk = make_desk(staff=people)
    short = [act("bo", f"{MONDAY} 10:00", f"{MONDAY} 14:30")]
    plan = plan_of(shift("ann", "12:00", start="10:00", end="19:00"), short)
    need = require(desk, lambda start: 1 if start.hour >= 14 else 0, last_day=MONDAY)

    mended = mend(plan, desk, RepairAsked(at("12:20"), (away("ann", "12:20"),)), need)

    [change] = mended.answers
    assert change.kind == "longer"
    assert change.after.work_minutes == 6 * 60


@pytest.mark.parametrize(("now", "called"), [("07:00", ["hana"]), ("16:00", [])], ids=["in time", "too late"])
def test_a_helper_is_called_where_there_is_time_to(now: str, called: list[str]) -> None:
    desk = make_desk(staff=[make_person("ann"), make_person("hana", helper=True)])
    plan = plan_of(shift("ann", "12:00"))

    mended = mend(plan, desk, RepairAsked(at(now), (away("ann", now),)), require(desk, 1, last_day=MONDAY))

    assert [change.person for change in mended.answers if change.kind == "called"] == called


def test_who_is_called_begins_when_there_was_time_to_tell() -> None:
    desk = make_desk(staff=[make_person("ann"), make_person("hana", helper=True)])
    plan = plan_of(shift("ann", "12:00"))

    mended = mend(plan, desk, RepairAsked(at("11:10"), (away("ann", "11:10"),)), require(desk, 1, last_day=MONDAY))

    [change] = mended.answers
    assert change.after.span == (13 * 60 + 15, 18 * 60)


def test_a_training_that_moved_in_leave_csv_moves_in_the_plan() -> None:
    moved = make_absence("p01", f"{MONDAY}T15:00", f"{MONDAY}T16:00", "training")
    desk = make_desk(staff=make_people(1), leave=[moved])
    rows = [act("p01", f"{MONDAY} 09:00", f"{MONDAY} 10:00"), act("p01", f"{MONDAY} 10:00", f"{MONDAY} 11:00",
            "training"), act("p01", f"{MONDAY} 11:00", f"{MONDAY} 17:00")]  # fmt: skip

    mended = mend(plan_of(rows), desk, RepairAsked(at("08:00")), require(desk, 0, last_day=MONDAY))

    [training] = [a for a in mended.mended.activities if a.activity == "training"]
    assert (training.start, training.end) == (at("15:00"), at("16:00"))
    assert sum(a.hours for a in mended.mended.activities) == 8.0


def test_a_day_that_needs_more_people_is_mended_without_an_absence(six: ShiftPlan) -> None:
    desk, asked = make_desk(staff=make_people(6)), RepairAsked(at("08:40"))
    more = require(desk, lambda start: 6 if start.hour == 11 else 3, last_day=MONDAY)

    days = days_to_mend(six, [more], desk, asked, before=[four(desk)])
    mended = mend_plan(six, [more], desk, asked, days=days, before=[four(desk)])

    assert mended.uncovered_hours[2] == 0.0
    assert {change.kind for change in mended.answers} <= {"lunch", "start"}


def test_where_nothing_helps_that_is_said_with_the_hours() -> None:
    desk = make_desk(staff=make_people(1))
    plan = plan_of(shift("p01", "12:00"))

    mended = mend(plan, desk, RepairAsked(at("08:40"), (away("p01"),)), require(desk, 1, last_day=MONDAY))

    told = repair_remarks(mended)
    assert "8.0 agent-hours ahead are uncovered (planned: 1.0)" in told[0].en
    assert "8.0 人時が不足" in told[0].ja
    assert change_rows(mended, "en").to_dict("records") == [
        {
            "person": "p01",
            "date": "2026-12-07",
            "change": "happened",
            "before": "09:00-12:00 support, 12:00-13:00 lunch, 13:00-18:00 support",
            "after": "09:00-18:00 away",
        }
    ]


def test_hours_that_the_plan_lacked_from_the_start_are_not_made_up_for(six: ShiftPlan) -> None:
    desk = make_desk(staff=make_people(6))

    mended = mend(six, desk, RepairAsked(at("08:40")), require(desk, 6, last_day=MONDAY))

    assert mended.changes == ()


def test_a_shift_keeps_its_rest_before_the_next_day() -> None:
    desk = make_desk(make_settings(templates=[LATE]), staff=[make_person("ann"), make_person("bo", hours_day=10.0)])
    tuesday = MONDAY + timedelta(days=1)
    rows = [*shift("ann", "12:00", start="10:00", end="19:00"), act("bo", f"{MONDAY} 12:00", f"{MONDAY} 17:00"),
            act("bo", f"{tuesday} 04:30", f"{tuesday} 07:00")]  # fmt: skip
    plan = ShiftPlan(MONDAY, tuesday, tuple(rows))

    mended = mend(plan, desk, RepairAsked(at("16:30"), (away("ann", "16:30"),)), require(desk, 1, last_day=MONDAY))

    assert [change.after.span for change in mended.answers] == [(720, 1050)]


def test_a_stranger_is_refused_by_name(six: ShiftPlan) -> None:
    desk = make_desk(staff=make_people(6))

    with pytest.raises(TsunagariError, match=r"'nobody' is neither in staff.csv nor in the plan"):
        mend(six, desk, RepairAsked(at("08:40"), (away("nobody"),)), four(desk))


def test_a_plan_that_is_over_has_nothing_to_mend(six: ShiftPlan) -> None:
    desk = make_desk(staff=make_people(6))

    with pytest.raises(NothingToDo, match="holds nothing to mend on or after 2026-12-08"):
        mend(six, desk, RepairAsked(at("08:00", MONDAY + timedelta(days=1))), four(desk))


def test_a_kept_repair_stands_over_its_days_alone(six: ShiftPlan, tmp_path: Path) -> None:
    desk = replace(make_desk(staff=make_people(6)), folder=tmp_path)
    tuesday = MONDAY + timedelta(days=1)
    whole = ShiftPlan(MONDAY, tuesday, (*six.activities, *shift("p02", "12:00", day=tuesday)))
    coverage = pd.DataFrame({"queue": ["support"], "interval_start": [at("10:00").isoformat()],
                             "interval_minutes": [30], "required": [4.0]})  # fmt: skip
    with Records.open(desk) as records:
        records.save_plan(first_day=MONDAY, last_day=tuesday, activities=plan_rows(whole), coverage=coverage,
                          remarks=(), author="test")  # fmt: skip
    table = PlanTable.newest(desk)

    mended = mend_table(table, desk, RepairAsked(at("08:40"), (away("p01"),)), requirements=[four(desk)])
    numbers = keep_repair(mended, author="test")

    again = PlanTable.newest(desk)
    assert numbers == [2]
    assert (again.first_day, again.last_day) == (MONDAY, tuesday)
    assert again.rows[again.rows["person"] == "p01"]["activity"].tolist() == ["leave"]
    assert len(again.rows[again.rows["date"] == tuesday.isoformat()]) == 3
    assert len(again.rows) == len(table.with_plan(mended.mended, mended.days))
