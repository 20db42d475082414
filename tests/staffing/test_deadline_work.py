import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest

from data.calendar import Calendar
from data.issued import store_issued
from data.warehouse import Warehouse
from staffing.coverage import measure_coverage
from staffing.deadline_work import DeadlineWork, work_off
from staffing.planning.plan_shifts import plan_shifts
from staffing.requirement_table import contract_rows, requirement_from_rows, requirement_rows
from staffing.shift_plan import ShiftPlan
from staffing.staff_queues import requirements_from_table
from tests.staffing.plan_builders import MONDAY, WEEKDAYS, act, make_desk, make_people, make_person, make_settings


def hours(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float64)


@pytest.mark.parametrize(
    ("capacity", "missed", "idle"),
    [
        ((0, 0, 4), (0, 0, 0), (0, 0, 0)),  # late in the day, but in time
        ((4, 0, 0), (0, 0, 2), (2, 0, 0)),  # nobody works on what has not come yet
        ((0, 2, 0), (0, 0, 2), (0, 0, 0)),  # half of it misses its deadline
        ((2, 2, 3), (0, 0, 0), (0, 0, 3)),  # who comes when all is done finds no work
    ],
)
def test_only_work_that_misses_its_deadline_is_uncovered(
    capacity: tuple[float, ...], missed: tuple[float, ...], idle: tuple[float, ...]
) -> None:
    done = work_off(DeadlineWork(hours(2, 2, 0), hours(0, 0, 4)), hours(*capacity))

    assert (done.missed.tolist(), done.idle.tolist()) == (list(missed), list(idle))


def test_missed_work_does_not_hold_up_what_comes_after_it() -> None:
    done = work_off(DeadlineWork(hours(3, 3, 3), hours(3, 3, 3)), hours(2, 3, 3))

    assert done.missed.tolist() == [1, 0, 0]


def test_hours_done_missed_and_idle_add_up_whatever_is_scheduled() -> None:
    random = np.random.default_rng(3)
    for _ in range(50):
        arriving = random.uniform(0, 3, 20)
        due = np.diff(np.minimum(np.cumsum(arriving), np.cumsum(random.uniform(0, 3, 20))), prepend=0.0)
        capacity = random.uniform(0, 3, 20)
        work = DeadlineWork(arriving, np.maximum(due, 0))

        done = work_off(work, capacity)

        assert done.done + done.idle == pytest.approx(capacity)
        assert np.all(np.cumsum(done.done + done.missed) >= work.due - 1e-9)
        assert np.all(np.cumsum(done.done + done.missed) <= work.arrived + 1e-9)


def test_a_plan_within_a_longer_span_is_due_what_the_level_pace_does_in_it() -> None:
    work = DeadlineWork(np.full(10, 2.0), np.concatenate([[0.0], np.full(9, 2.0)]))

    part = work.part(np.arange(10) >= 5, open_hours=np.ones(10))

    assert part.due[-1] == pytest.approx(work.pace(np.ones(10))[9] - work.pace(np.ones(10))[4])


def letters_desk(people: int = 1, **changes: object) -> tuple[object, pd.DatetimeIndex]:
    settings = make_settings(
        queues=[{"name": "letters", "channel": "mail"}],
        more_hours={"mail": {day: ["10:00-18:00"] for day in WEEKDAYS}},
        **changes,  # type: ignore[arg-type]
    )
    desk = make_desk(settings, staff=make_people(people))
    return desk, Calendar.of(desk).open_intervals("mail", MONDAY, MONDAY + timedelta(days=6)).starts


def table(starts: pd.DatetimeIndex, people: int, queue: str = "letters", channel: str = "mail") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "queue": queue, "channel": channel, "interval_start": [start.isoformat() for start in starts],
            "interval_minutes": 30, "scheduled_agents": people,
        }
    )  # fmt: skip


def test_mail_of_an_outsiders_table_may_be_done_later_on_its_day() -> None:
    desk, starts = letters_desk()
    requirement = requirements_from_table(table(starts[:16], 1), desk)  # type: ignore[arg-type]
    rows = [
        act("p01", "2026-12-07 10:00", "2026-12-07 14:00", "training"),
        act("p02", "2026-12-07 14:00", "2026-12-07 18:00", "mail"),
        act("p03", "2026-12-07 14:00", "2026-12-07 18:00", "mail"),
    ]
    plan = ShiftPlan(MONDAY, MONDAY, tuple(rows[:1] + [_on_letters(row) for row in rows[1:]]))

    coverage = measure_coverage(plan, requirement, desk)  # type: ignore[arg-type]

    assert (coverage.required_hours, coverage.uncovered_hours, coverage.surplus_hours) == (8.0, 0.0, 0.0)


def _on_letters(row: object) -> object:
    return replace(row, queue="letters")  # type: ignore[type-var]


def test_a_requirement_keeps_its_deadlines_and_open_minutes_through_its_table() -> None:
    desk, starts = letters_desk()
    requirement = requirements_from_table(
        table(starts, 1).assign(open_minutes=20.0, arriving_hours=0.5, due_hours=0.25),
        desk,  # type: ignore[arg-type]
    )[0]

    again = requirements_from_table(contract_rows(requirement), desk)[0]  # type: ignore[arg-type]

    assert again.work is not None
    assert again.work.due.tolist() == requirement.deadline_work.due.tolist()
    assert set(again.open_hours) == {20 / 60}


def test_a_requirement_keeps_its_deadlines_and_open_minutes_in_the_store(tmp_path: Path) -> None:
    desk, starts = letters_desk()
    requirement = requirements_from_table(
        table(starts, 1).assign(contacts=2.0, open_minutes=20.0, arriving_hours=0.5, due_hours=0.25),
        desk,  # type: ignore[arg-type]
    )[0]

    with Warehouse.open(replace(desk, folder=tmp_path)) as warehouse:  # type: ignore[type-var]
        store_issued(warehouse, requirement=requirement_rows(requirement))
        rows = warehouse.query("newest_requirement")
    again = requirement_from_rows(rows, goal=requirement.goal, zone=ZoneInfo("Asia/Tokyo"))

    assert again.work is not None
    assert again.work.due.tolist() == requirement.deadline_work.due.tolist()
    assert set(again.open_hours) == {20 / 60}


def test_a_plan_says_how_many_more_people_would_do_written_work_in_time() -> None:
    desk, starts = letters_desk(people=1)
    requirement = requirements_from_table(table(starts, 3), desk)  # type: ignore[arg-type]

    plan = plan_shifts(requirement, desk, first_day=MONDAY, last_day=MONDAY + timedelta(days=6))  # type: ignore[arg-type]

    [told] = [remark for remark in plan.remarks if "miss their deadline" in remark.en]
    missed, people = (float(number) for number in re.findall(r"([0-9.]+) (?:hours of work|more people)", told.en))
    assert 1 < people < 3
    assert people == pytest.approx(missed / 40, abs=0.05), "five days of eight hours"
    assert f"平均 {people:.1f} 人を増やした分" in told.ja


def test_rows_in_closed_hours_are_told_with_their_number_and_the_first() -> None:
    desk = make_desk(staff=[make_person("ueda")])
    starts = pd.date_range("2026-12-12 10:00", periods=4, freq="30min", tz="Asia/Tokyo")
    requirement = requirements_from_table(table(starts, 1, "support", "phone"), desk)

    plan = plan_shifts(requirement, desk, first_day=MONDAY, last_day=MONDAY + timedelta(days=6))

    assert any("4 rows" in remark.en and "Sat 2026-12-12 10:00" in remark.en for remark in plan.remarks)
    assert any("4 行" in remark.ja for remark in plan.remarks)
