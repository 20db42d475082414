from collections.abc import Callable
from datetime import timedelta

import pandas as pd
import pytest

from data.desk import Desk
from staffing.coverage import measure_coverage
from staffing.planning.plan_bound import least_uncovered
from staffing.planning.plan_shifts import plan_shifts
from tests.staffing.plan_builders import LATE, MONDAY, make_desk, make_people, make_settings, require, whole_day

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
