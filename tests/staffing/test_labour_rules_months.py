"""Overtime by Article 36, averaged hours, flextime, and contracts by the month."""

from datetime import date
from typing import Any

import pytest

from staffing.shift_plan import Activity
from tests.staffing.labour_builders import agreed, desk_with, found, judged, shift, shifts

MONDAYS = [date(2026, 6, 1), date(2026, 6, 8), date(2026, 6, 15), date(2026, 6, 22)]
"""Four weeks from Monday to Friday within one month."""


def month_of_overtime(minutes: int, *, month: int = 6) -> list[Activity]:
    """Twenty days from the 1st of June, or in another month, that hold so much overtime in all."""
    days = [date(2026, month, 1 + k) for k in range(26)]
    days = [day for day in days if day.weekday() < 5][:18]
    return [row for k, day in enumerate(days)
            for row in shift(day, 480 + minutes // 18 + (k < minutes % 18))]  # fmt: skip


def test_a_minute_of_overtime_needs_an_agreement() -> None:
    day = shift(MONDAYS[0], 481)

    assert found(day, desk_with()) == [("hours_day", "block", MONDAYS[0])]
    assert found(day, desk_with(**agreed())) == []


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (45 * 60, []),  # 45 hours exactly
        (45 * 60 + 1, [("overtime_month", "block", date(2026, 6, 1))]),  # a minute more
    ],
)
def test_a_month_holds_45_hours_of_overtime(minutes: int, expected: list[Any]) -> None:
    assert found(month_of_overtime(minutes), desk_with(**agreed())) == expected


def test_overtime_of_a_week_counts_on_the_day_on_which_it_is_too_much() -> None:
    # Monday 29 June to Friday 3 July: 2 h beyond the day on each, two of them in June; the week is just full.
    week = shifts(date(2026, 6, 29), [600, 600, 600, 600, 600])
    of_july = desk_with(**agreed(hours_month=11.0))
    all_of_it = desk_with(**agreed(hours_month=12.0))

    assert found(week, desk_with(**agreed(hours_month=6.0))) == []
    assert found(week, desk_with(**agreed(hours_month=5.0))) == [("overtime_month", "block", date(2026, 7, 1))]
    # A sixth day, Saturday in July, is overtime as a whole: 6 h + 6 h.
    saturday = [*week, *shift(date(2026, 7, 4), 360)]
    assert found(saturday, of_july) == [("overtime_month", "block", date(2026, 7, 1))]
    assert found(saturday, all_of_it) == []


def test_forty_four_hours_are_a_value_of_the_desk() -> None:
    six_days = shifts(date(2026, 6, 1), [440] * 6)

    assert found(six_days, desk_with(max_hours_week=44.0)) == []
    assert found(shifts(date(2026, 6, 1), [440] * 5 + [441]), desk_with(max_hours_week=44.0)) == [
        ("hours_week", "block", date(2026, 5, 31))
    ]


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (99 * 60 + 59, []),  # 99:59
        (100 * 60, [("overtime_under", "block", date(2026, 6, 1))]),  # 100 hours exactly are too many
    ],
)
def test_a_month_stays_under_a_hundred_hours(minutes: int, expected: list[Any]) -> None:
    assert found(month_of_overtime(minutes), desk_with(**agreed(special_clause=True))) == expected


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (80 * 60, []),  # 80 hours on average exactly
        (80 * 60 + 1, [("overtime_average", "block", date(2026, 7, 1))]),  # a minute more on average over two months
    ],
)
def test_two_months_hold_eighty_hours_on_average(minutes: int, expected: list[Any]) -> None:
    before, rows = month_of_overtime(70 * 60), month_of_overtime(2 * minutes - 70 * 60, month=7)

    assert found(rows, desk_with(**agreed(special_clause=True)), before) == expected


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (77 * 60, []),  # 480 hours in six months
        (77 * 60 + 1, [("overtime_average", "block", date(2026, 9, 1))]),  # a minute more
    ],
)
def test_six_months_hold_eighty_hours_on_average(last: int, expected: list[Any]) -> None:
    # The first month is high and the next ones are lower, so that only the span of six reaches the limit.
    hours = {4: 99, 5: 76, 6: 76, 7: 76, 8: 76}
    before = [row for month, worked in hours.items() for row in month_of_overtime(worked * 60, month=month)]
    rows = month_of_overtime(last, month=9)
    most = desk_with(**agreed(special_clause=True, special_months_year=12))

    assert found(rows, most, before) == expected


def test_holiday_work_counts_with_overtime_but_not_in_its_own_limit() -> None:
    # Seven days on end: the last of the week is holiday work, 6:40; it is no overtime.
    week = shifts(date(2026, 6, 7), [400] * 7)
    may = {"max_days_running": 7, **agreed(holiday_days_month=1, hours_month=1.0, hours_year=1.0)}
    tight = {"max_days_running": 7, **agreed(holiday_days_month=1, under_hours_month=6.0, average_hours_months=6.0,
                                             hours_month=6.0)}  # fmt: skip

    assert found(week, desk_with(**may)) == []
    assert found(week, desk_with(**tight)) == [("overtime_under", "block", date(2026, 6, 1))]


def test_a_day_off_is_worked_only_as_often_as_agreed() -> None:
    rows = [*shifts(date(2026, 6, 7), [300] * 14)]
    desk = desk_with(max_days_running=14, **agreed(holiday_days_month=1))

    assert found(rows, desk) == [("days_off", "block", date(2026, 6, 14))]


def test_a_year_holds_360_hours_with_what_came_before() -> None:
    before = [row for month in range(4, 12) for row in month_of_overtime(45 * 60, month=month)]
    full, more = month_of_overtime(0, month=12), month_of_overtime(1, month=12)

    assert found(full, desk_with(**agreed()), before) == []
    assert found(more, desk_with(**agreed()), before) == [("overtime_year", "block", date(2026, 4, 1))]


def test_the_agreements_year_begins_when_it_says() -> None:
    before = [row for month in range(4, 12) for row in month_of_overtime(45 * 60, month=month)]

    assert found(month_of_overtime(60, month=12), desk_with(**agreed(year_starts_month=12)), before) == []


def test_the_special_clause_covers_six_months_and_720_hours() -> None:
    before = [row for month in range(4, 10) for row in month_of_overtime(60 * 60, month=month)]
    seventh, within = month_of_overtime(45 * 60 + 1, month=10), month_of_overtime(45 * 60, month=10)
    clause = agreed(special_clause=True, special_hours_year=405.0)

    assert found(within, desk_with(**clause), before) == []
    assert found(seventh, desk_with(**clause), before) == [
        ("overtime_special_year", "block", date(2026, 4, 1)),
        ("overtime_special_months", "block", date(2026, 10, 1)),
    ]


def test_months_of_which_nothing_is_known_are_named() -> None:
    rows = month_of_overtime(60, month=7)
    with_june = judged(rows, desk_with(**agreed()), month_of_overtime(0))
    (assumed,) = judged(rows, desk_with(**agreed()))

    assert (assumed.rule, assumed.severity, assumed.person) == ("overtime_unknown", "warning", "")
    assert "2026年2月 から 2026年6月 までのうち 5 か月" in assumed.message
    assert "2026年2月 から 2026年5月 までのうち 4 か月" in with_june[0].message
    assert found(month_of_overtime(0, month=7), desk_with(**agreed())) == []


@pytest.mark.parametrize(
    ("last_day", "expected"),
    [
        (364, []),  # 171:25 in all: 30 x 40 / 7 hours are 171:25.7
        (365, [("hours_month", "block", date(2026, 6, 1))]),  # a minute more
    ],
)
def test_hours_averaged_by_the_month_may_differ_by_day_and_week(last_day: int, expected: list[Any]) -> None:
    rows = [row for monday in MONDAYS for row in shifts(monday, [600, 600, 400, 400, 340])]
    rows += shifts(date(2026, 6, 29), [561, last_day])

    assert found(rows, desk_with(hours_mode="monthly_average")) == expected


@pytest.mark.parametrize(
    ("beyond", "expected"),
    [
        (0, []),  # April to June 2026: 91 days x 40 h / 7 = 520 h
        (1, [("hours_settlement", "block", date(2026, 4, 1))]),  # a minute more
    ],
)
def test_flextime_evens_out_over_three_months(beyond: int, expected: list[Any]) -> None:
    desk = desk_with(hours_mode="flextime", settlement_months=3)
    before = [row for month in (4, 5) for row in month_of_overtime(60 * 60, month=month)]
    june = month_of_overtime((520 - 2 * 204) * 60 - 18 * 480 + beyond)

    assert found(june, desk, before) == expected


def test_a_month_of_flextime_holds_fifty_hours_a_week() -> None:
    desk = desk_with(hours_mode="flextime", settlement_months=3)
    most = int(30 * 50 * 60 / 7)

    assert found(month_of_overtime(most - 18 * 480), desk) == []
    assert found(month_of_overtime(most + 1 - 18 * 480), desk) == [("hours_flextime_month", "block", date(2026, 6, 1))]


def test_a_contract_by_the_month_is_warned_about() -> None:
    desk = desk_with(person={"hours_month": 8.0})

    assert found(shift(MONDAYS[0], 480), desk) == []
    assert found([*shift(MONDAYS[0], 480), *shift(MONDAYS[1], 1, pause=0)], desk) == [
        ("contract_month", "warning", date(2026, 6, 1))
    ]


def test_a_shift_over_the_months_border_counts_where_it_starts() -> None:
    night = shift(date(2026, 6, 30), 600, start=20 * 60)

    assert found(night, desk_with(**agreed(hours_month=1.0))) == [("overtime_month", "block", date(2026, 6, 1))]
