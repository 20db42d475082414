"""Days off, days of work on end, and what happens over midnight, clock changes and the border of a plan."""

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from tests.staffing.labour_builders import desk_with, found, judged, shift, shifts

SUNDAY = date(2026, 12, 6)


def days_from(first_day: date, count: int) -> list[Any]:
    return shifts(first_day, [300] * count)


def test_the_seventh_day_on_end_is_too_many_also_over_the_border_of_a_plan() -> None:
    wednesday, desk = date(2026, 12, 2), desk_with()
    before, rows = days_from(wednesday, 5), days_from(wednesday + timedelta(days=5), 2)

    assert found(rows, desk) == []
    assert found(rows, desk, before) == [("days_running", "block", date(2026, 12, 8))]
    assert found(rows[:3], desk, before) == []


def test_what_the_earlier_plan_breaks_by_itself_is_not_told_again() -> None:
    before, desk = days_from(date(2026, 11, 25), 8), desk_with()

    assert found(days_from(date(2026, 12, 7), 1), desk, before) == []


def test_a_week_over_the_border_of_a_plan_is_judged_as_one() -> None:
    monday = date(2026, 12, 7)
    before, friday = shifts(monday, [480] * 4), shift(monday + timedelta(days=4), 480)
    saturday = shift(monday + timedelta(days=5), 1, pause=0)

    assert found(friday, desk_with(), before) == []
    assert found([*friday, *saturday], desk_with(), before) == [("hours_week", "block", SUNDAY)]


def test_a_rest_over_the_border_of_a_plan_is_judged() -> None:
    before, rows = shift(date(2026, 12, 7), 300, start=16 * 60), shift(date(2026, 12, 8), 300, start=8 * 60)

    assert found(rows, desk_with(min_rest_hours=11.0), before) == [("rest", "warning", date(2026, 12, 8))]


def test_the_desk_says_how_many_days_run() -> None:
    assert found(days_from(SUNDAY, 4), desk_with(max_days_running=4)) == []
    assert found(days_from(SUNDAY, 5), desk_with(max_days_running=4)) == [("days_running", "block", date(2026, 12, 10))]


@pytest.mark.parametrize(
    ("week_starts", "expected"),
    [
        ("sunday", [("days_off", "block", SUNDAY)]),  # all seven days of one week
        ("monday", []),  # six days of one week and one of another
    ],
)
def test_seven_days_lie_in_one_week_or_in_two(week_starts: str, expected: list[Any]) -> None:
    assert found(days_from(SUNDAY, 7), desk_with(week_starts=week_starts, max_days_running=7)) == expected


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (18 * 60 + 59, []),  # the sixth shift ends at midnight exactly, so Saturday is free
        (19 * 60, [("days_off", "block", SUNDAY)]),  # a minute of it lies on Saturday
    ],
)
def test_a_shift_that_reaches_past_midnight_takes_the_day_off(start: int, expected: list[Any]) -> None:
    week = [*days_from(SUNDAY, 5), *shift(date(2026, 12, 11), 301, start=start, pause=0)]

    assert found(week, desk_with()) == expected


@pytest.mark.parametrize(
    ("free", "expected"),
    [
        (4, []),  # four days off in four weeks
        (3, [("days_off_four_weeks", "block", SUNDAY)]),  # three
    ],
)
def test_four_days_off_may_lie_anywhere_in_four_weeks(free: int, expected: list[Any]) -> None:
    desk = desk_with(days_off_mode="four_weeks", four_weeks_from="2026-11-08", max_days_running=28)

    assert found(days_from(SUNDAY, 28 - free), desk) == expected


def test_four_weeks_are_judged_with_what_came_before() -> None:
    desk = desk_with(days_off_mode="four_weeks", four_weeks_from="2026-12-06", max_days_running=28)
    before, rows = days_from(SUNDAY, 20), days_from(SUNDAY + timedelta(days=20), 5)

    assert found(rows, desk, before) == [("days_off_four_weeks", "block", SUNDAY)]
    assert found(rows[:-3], desk, before) == []


@pytest.mark.parametrize(
    ("worked", "expected"),
    [
        ((0, 2, 3, 4, 6), [("days_off_together", "warning", SUNDAY)]),  # Monday and Friday off
        ((0, 3, 4, 5, 6), []),  # Monday and Tuesday off
        ((0, 2, 3, 4, 5), []),  # Saturday off, and the Sunday of which nothing is known
        ((1, 2, 3, 4, 5, 6), []),  # one day off has no pair to be
    ],
)
def test_two_days_off_together_are_a_wish(worked: tuple[int, ...], expected: list[Any]) -> None:
    rows = [row for k in worked for row in shift(SUNDAY + timedelta(days=k), 300)]
    rows += shift(SUNDAY + timedelta(days=13), 300)  # the plan goes on

    assert [one for one in found(rows, desk_with(two_days_off_together=True)) if one[2] == SUNDAY] == expected
    assert found(rows, desk_with()) == []


@pytest.mark.parametrize(
    ("zone", "day", "start", "expected"),
    [
        ("Europe/Berlin", date(2026, 10, 24), 20 * 60, [("hours_day", "block", date(2026, 10, 24))]),  # 20:00 to 05:00
        ("Europe/Berlin", date(2026, 10, 17), 20 * 60, []),  # the same clock times a week before
        ("America/New_York", date(2026, 10, 31), 20 * 60, [("hours_day", "block", date(2026, 10, 31))]),  # back
        ("America/New_York", date(2026, 3, 7), 20 * 60, []),  # forward: an hour less
    ],
)
def test_a_night_in_which_the_clock_changes_has_other_hours(
    zone: str, day: date, start: int, expected: list[Any]
) -> None:
    first = pd.Timestamp(day).tz_localize(zone) + pd.Timedelta(minutes=start)
    last = (pd.Timestamp(day) + pd.Timedelta(days=1, hours=5)).tz_localize(zone)
    worked = int((last - first) / pd.Timedelta(minutes=1)) - 60

    assert found(shift(day, worked, start=start, zone=zone), desk_with(zone)) == expected


def test_a_violation_of_a_week_says_what_would_mend_it() -> None:
    (told,) = judged(days_from(SUNDAY, 7), desk_with(max_days_running=7))

    assert told.message == "ueda: 2026-12-06 からの週は休日が 0 日で、1 日に足りません。"
    assert told.mend == "勤務の日を 1 日休みにしてください。"
    assert told.sentence("en") == (
        "ueda: 0 days off in the week from 2026-12-06, fewer than 1. Free 1 of its days. "
        "(Labour Standards Act, Article 35(1))"
    )
