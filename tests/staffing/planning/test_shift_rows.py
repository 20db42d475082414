"""A named shift becomes rows; on the nights on which the clock is changed, by the clock on the wall."""

from collections.abc import Sequence
from datetime import date

import pytest

from staffing.labour_rules import judge
from staffing.planning.day.lunch_places import Duty
from staffing.planning.day_shift import DayShift
from staffing.planning.plan_shifts import plan_shifts
from staffing.planning.shift_design import Slot
from staffing.planning.shift_rows import rows_of_shift
from tests.staffing.plan_builders import make_desk, make_people, make_settings, require

BACK, FORWARD = date(2026, 10, 25), date(2026, 3, 29)
EVERY_DAY = {day: ["00:00-24:00"] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
NIGHT = {"name": "night", "start": "00:00", "end": "09:00", "lunch_window": ["04:00", "06:00"]}
BERLIN = make_settings(hours=EVERY_DAY, templates=[NIGHT], time_zone="Europe/Berlin", rules={"max_hours_day": 8})


def written(day: date, lunch: int, *, duties: Sequence[Duty] = (), pauses: Sequence[tuple[int, int]] = ()) -> list[str]:
    slot = Slot(day, DayShift("night", 0, 540, lunch, 60), "support")
    rows = rows_of_shift("p01", slot, duties, desk=make_desk(BERLIN), pauses=pauses)
    ordered = sorted(rows, key=lambda row: row.start)
    return [f"{row.start:%H:%M}-{row.end:%H:%M} {row.activity}" for row in ordered]


@pytest.mark.parametrize(("day", "last"), [
    pytest.param(BACK, "05:30-08:00 phone", id="the hour from two to three comes twice"),
    pytest.param(FORWARD, "05:30-10:00 phone", id="the hour from two to three does not come"),
    pytest.param(date(2026, 10, 24), "05:30-09:00 phone", id="any other night"),
])  # fmt: skip
def test_a_night_shift_has_lunch_by_the_clock_on_the_wall_and_keeps_its_length(day: date, last: str) -> None:
    assert written(day, 270) == ["00:00-04:30 phone", "04:30-05:30 lunch", last]


def test_a_training_and_a_short_break_are_where_the_wall_clock_says() -> None:
    training = Duty(360, 420, "training", True)

    told = written(BACK, 240, duties=[training], pauses=[(330, 340)])

    assert told[1:] == [
        "04:00-05:00 lunch", "05:00-05:30 phone", "05:30-05:40 break", "05:40-06:00 phone", "06:00-07:00 training",
        "07:00-08:00 phone",
    ]  # fmt: skip


def test_lunch_that_the_clock_would_push_out_of_the_shift_stays_inside() -> None:
    assert written(BACK, 440)[-2:] == ["06:45-07:45 lunch", "07:45-08:00 phone"]


@pytest.mark.parametrize("day", [BACK, FORWARD], ids=["back", "forward"])
def test_a_plan_of_such_a_night_is_legal_and_keeps_the_lunch_window(day: date) -> None:
    desk = make_desk(BERLIN, staff=make_people(3))
    required = require(desk, lambda start: 2 if start.hour < 9 else 0, first_day=day, last_day=day)

    plan = plan_shifts([required], desk, first_day=day, last_day=day)

    lunches = [row for row in plan.activities if row.activity == "lunch"]
    assert lunches
    assert all(row.start.hour >= 4 and (row.end.hour, row.end.minute) <= (6, 0) for row in lunches)
    assert [found.message for found in judge(plan, desk) if found.severity == "block"] == []
