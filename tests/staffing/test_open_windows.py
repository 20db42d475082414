from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from data.calendar import Calendar
from data.desk import Desk
from staffing.coverage import measure_coverage
from staffing.planning.plan_shifts import plan_shifts
from staffing.requirement import Requirement
from staffing.requirement_table import requirement_from_rows
from staffing.shift_plan import ShiftPlan
from tests.staffing.plan_builders import MONDAY, WEEKDAYS, act, make_desk, make_people, make_settings

QUARTER_PAST = {"name": "quarter", "start": "07:15", "end": "16:15", "lunch_window": ["11:00", "14:00"]}
TO_THE_END = {"name": "end", "start": "10:45", "end": "19:45", "lunch_window": ["13:00", "16:00"]}


def quarter_desk(grid: int, people: int = 4) -> Desk:
    hours = {day: ["07:15-19:45"] for day in WEEKDAYS} | {"exceptions": {"2026-12-08": ["10:20-19:45"]}}
    settings = make_settings(hours=hours, templates=[QUARTER_PAST, TO_THE_END], interval_minutes=grid)  # type: ignore[arg-type]
    return make_desk(settings, staff=make_people(people))


def one_person(desk: Desk) -> Requirement:
    opened = Calendar.of(desk).open_intervals("phone", MONDAY, MONDAY + timedelta(days=1))
    rows = pd.DataFrame(
        {
            "queue": "support", "interval_start": opened.starts, "open_minutes": opened.open_minutes,
            "interval_minutes": desk.settings.interval_minutes, "scheduled_agents": 1,
        }
    )  # fmt: skip
    return requirement_from_rows(rows, goal=desk.queue("support").goal, zone=desk.zone)


@pytest.mark.parametrize("grid", [15, 30, 60])
def test_agent_hours_are_those_of_the_opening_hours_on_every_grid(grid: int) -> None:
    desk = quarter_desk(grid)

    coverage = measure_coverage(ShiftPlan(MONDAY, MONDAY, ()), [one_person(desk)], desk)

    assert one_person(desk).agent_hours == pytest.approx(12.5 + 9 + 25 / 60)
    assert coverage.uncovered_hours == pytest.approx(12.5)


@pytest.mark.parametrize("grid", [15, 30, 60])
def test_a_shift_that_begins_when_the_desk_opens_covers_its_first_interval(grid: int) -> None:
    desk = quarter_desk(grid)
    rows = [
        act("p01", "2026-12-07 07:15", "2026-12-07 19:45"),
        act("p01", "2026-12-08 10:20", "2026-12-08 19:45"),
    ]

    coverage = measure_coverage(ShiftPlan(MONDAY, MONDAY + timedelta(days=1), tuple(rows)), [one_person(desk)], desk)

    assert np.all(coverage.queues[0].scheduled == pytest.approx(1.0))
    assert coverage.uncovered_hours == pytest.approx(0, abs=1e-9)
    assert coverage.surplus_hours == pytest.approx(0, abs=1e-9)


def test_work_before_the_desk_opens_covers_nothing() -> None:
    desk = quarter_desk(60)
    plan = ShiftPlan(MONDAY, MONDAY, (act("p01", "2026-12-07 07:00", "2026-12-07 07:15"),))

    assert measure_coverage(plan, [one_person(desk)], desk).queues[0].scheduled[0] == 0


def test_an_interval_that_a_table_leaves_open_counts_as_whole() -> None:
    desk = quarter_desk(30)
    rows = pd.DataFrame(
        {
            "queue": "support", "interval_minutes": 30, "scheduled_agents": 1,
            "interval_start": [pd.Timestamp("2026-12-07 07:00", tz="Asia/Tokyo")],
        }
    )  # fmt: skip
    requirement = requirement_from_rows(rows, goal=desk.queue("support").goal, zone=desk.zone)

    assert requirement.agent_hours == 0.5


@pytest.mark.parametrize("grid", [15, 30, 60])
def test_a_plan_covers_a_desk_that_opens_at_a_quarter_past(grid: int) -> None:
    desk = quarter_desk(grid)

    plan = plan_shifts([one_person(desk)], desk, first_day=MONDAY, last_day=MONDAY + timedelta(days=1))

    assert measure_coverage(plan, [one_person(desk)], desk).uncovered_hours == pytest.approx(0, abs=1e-6)
