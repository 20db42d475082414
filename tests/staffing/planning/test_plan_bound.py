"""The least that any plan leaves uncovered: by hand, and beside plans of random desks."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest

from data.desk import Desk
from staffing.coverage import measure_coverage
from staffing.planning.plan_bound import Worked, least_uncovered
from staffing.planning.plan_shifts import plan_shifts
from tests.staffing.plan_builders import (
    EARLY,
    LATE,
    MONDAY,
    make_desk,
    make_people,
    make_person,
    make_settings,
    require,
    whole_day,
)  # fmt: skip
from tests.staffing.planning.test_rules_planned import draw

FRIDAY = MONDAY + timedelta(days=4)


def least(desk: Desk, people: float | Callable[[pd.Timestamp], float]) -> float:
    return least_uncovered([require(desk, people)], desk, first_day=MONDAY, last_day=FRIDAY)


def test_nothing_need_stay_uncovered_where_people_suffice() -> None:
    assert least(make_desk(staff=make_people(6)), 4) == 0


def test_one_persons_lunch_stays_uncovered_each_day() -> None:
    assert least(make_desk(staff=make_people(1)), 1) == pytest.approx(5)


def test_the_hours_that_no_shift_reaches_stay_uncovered() -> None:
    desk = make_desk(make_settings(templates=[{**LATE, "start": "11:00", "end": "20:00"}]), staff=make_people(9))

    assert least(desk, 2) == pytest.approx(10)


def test_a_day_on_which_all_are_away_stays_uncovered() -> None:
    away = [whole_day(f"p0{number}", MONDAY) for number in (1, 2)]

    assert least(make_desk(staff=make_people(2), leave=away), 1) == pytest.approx(8)


def test_a_short_break_that_lunch_may_take_need_not_leave_anything_uncovered() -> None:
    """Lunch at noon holds the break at a quarter past: nobody takes it besides."""
    pauses = [{"minutes": 15, "window": ["12:10", "12:30"]}, {"minutes": 15, "window": ["15:00", "15:30"]}]
    desk = make_desk(make_settings(templates=[{**EARLY, "breaks": pauses}]), staff=make_people(1))
    plan = plan_shifts([require(desk, 1)], desk, first_day=MONDAY, last_day=FRIDAY)

    assert least(desk, 1) == pytest.approx(5 * 1.25)
    assert measure_coverage(plan, [require(desk, 1)], desk).uncovered_hours >= least(desk, 1) - 1e-6


@pytest.mark.parametrize("wanted", [2, 3, 4])
def test_no_plan_covers_more_than_the_bound(wanted: int) -> None:
    desk = make_desk(staff=make_people(3))
    plan = plan_shifts([require(desk, wanted)], desk, first_day=MONDAY, last_day=FRIDAY)

    assert measure_coverage(plan, [require(desk, wanted)], desk).uncovered_hours >= least(desk, wanted) - 1e-6


def test_who_takes_calls_in_the_morning_may_chat_after_the_lines_have_closed() -> None:
    chat = {day: ["15:00-18:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
    phone = {day: ["10:00-12:00"] for day in chat}
    queues = [{"name": "support"}, {"name": "chat", "channel": "chat"}]
    desk = make_desk(make_settings(hours=phone, queues=queues, more_hours={"chat": chat}), staff=make_people(1))
    wanted = [require(desk, 1), require(desk, 1, queue="chat")]

    assert least_uncovered(wanted, desk, first_day=MONDAY, last_day=FRIDAY) == pytest.approx(0)


EVERY_DAY = {day: ["10:00-18:00"] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
DECEMBER = date(2026, 12, 1), date(2026, 12, 31)


def least_of_december(desk: Desk, people: float, *, worked: Worked | None = None) -> float:
    first_day, last_day = DECEMBER
    needed = require(desk, people, first_day=first_day, last_day=last_day)
    return least_uncovered([needed], desk, first_day=first_day, last_day=last_day, worked=worked)


def test_hours_agreed_by_the_month_bind_its_weeks_together() -> None:
    staff = [make_person("p01", hours_month=72.0)]
    desk = make_desk(make_settings(hours=EVERY_DAY), staff=staff)

    # Nine days of eight hours, of which seven lie within opening hours and beside lunch; the month has 248 open hours.
    assert least_of_december(desk, 1) == pytest.approx(248 - 9 * 7)
    earlier = {"p01": {date(2026, 11, 30): 480.0}}
    assert least_of_december(desk, 1, worked=earlier) == pytest.approx(248 - 9 * 7)  # of November


def test_four_weeks_bind_their_weeks_together() -> None:
    rules = {"days_off_mode": "four_weeks", "four_weeks_from": "2026-12-01", "min_days_off_four_weeks": 18,
             "hours_mode": "monthly_average"}  # fmt: skip
    desk = make_desk(make_settings(hours=EVERY_DAY, rules=rules), staff=make_people(1))

    # Ten days of the first 28, all three that are left.
    assert least_of_december(desk, 1) == pytest.approx(248 - 13 * 7)


def test_a_month_averaged_holds_what_is_left_of_it() -> None:
    desk = make_desk(make_settings(hours=EVERY_DAY, rules={"hours_mode": "monthly_average"}), staff=make_people(1))
    first_day, last_day = date(2026, 12, 16), date(2026, 12, 31)
    needed = [require(desk, 1, first_day=first_day, last_day=last_day)]
    worked = {"p01": {date(2026, 12, day): 480.0 for day in range(1, 14)}}

    # 177.1 hours in December, of which 104 are worked; seven of eight of the others lie beside lunch in open hours.
    found = least_uncovered(needed, desk, first_day=first_day, last_day=last_day, worked=worked)

    assert found == pytest.approx(16 * 8 - (40 * 31 / 7 - 104) * 7 / 8)


OVERTIME = {"agreement": True, "plan_hours_day": 1.0, "plan_hours_week": 3.0}


def test_overtime_may_cover_the_evening_that_no_shift_reaches() -> None:
    hours = {day: ["10:00-19:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
    early = [{**LATE, "start": "09:00", "end": "18:00"}]
    without = make_desk(make_settings(hours=hours, templates=early), staff=make_people(3))
    desk = make_desk(make_settings(hours=hours, templates=early, rules={"overtime": OVERTIME}), staff=make_people(1))

    assert least(without, 1) == pytest.approx(5)
    assert least(desk, 1) == pytest.approx(5 + 5 - 3)  # lunches stay as well, and three evenings are worked


@pytest.mark.parametrize("seed", [7, 15, 23])
def test_no_plan_of_a_random_desk_covers_more_than_the_bound(seed: int) -> None:
    drawn = draw(seed)
    rules = drawn.desk.settings.shifts
    overtime = rules.overtime.model_copy(update=OVERTIME)
    shifts = rules.model_copy(update={"overtime": overtime})
    desk = replace(drawn.desk, settings=drawn.desk.settings.model_copy(update={"shifts": shifts}))
    last_day = drawn.first_day + timedelta(days=13)
    needed = [require(desk, 3, first_day=drawn.first_day, last_day=last_day)]

    plan = plan_shifts(needed, desk, first_day=drawn.first_day, last_day=last_day)

    bound = least_uncovered(needed, desk, first_day=drawn.first_day, last_day=last_day)
    assert measure_coverage(plan, needed, desk).uncovered_hours >= bound - 1e-6
    assert bound > 0
