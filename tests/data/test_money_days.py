from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.calendar import Calendar
from data.money_days import MoneyRule, money_dates
from data.public_holidays import PublicHolidays
from tests.data.test_calendar import a_calendar

JAPAN = PublicHolidays("JP")
MAY, DECEMBER = (date(2026, 5, 1), date(2026, 5, 31)), (date(2026, 12, 1), date(2026, 12, 31))


@pytest.fixture
def calendar() -> Calendar:
    """Closes accounts on the last day, bills on the 10th, debits on the 27th; closed from 29 December."""
    return a_calendar(closing_days=[31], billing_days=[10], debit_days=[27], closed_on=["12-29", "12-30", "12-31"])


@settings(deadline=None, max_examples=150)
@given(
    numbers=st.lists(st.integers(1, 31), min_size=1, max_size=4),
    rule=st.sampled_from(["next_business_day", "previous_business_day"]),
    country=st.sampled_from(["JP", "GB", "US", ""]),
    first_day=st.dates(date(2015, 1, 1), date(2035, 12, 31)),
)
def test_a_moved_day_is_always_a_banking_day(
    numbers: list[int], rule: MoneyRule, country: str, first_day: date
) -> None:
    holidays, last_day = PublicHolidays(country), first_day.replace(year=first_day.year + 1, day=1)

    found = money_dates(numbers, rule=rule, holidays=holidays, first_day=first_day, last_day=last_day)

    assert all(holidays.is_banking_day(day) for day in found)
    assert len(found) >= 10
    assert found == sorted(set(found))


@settings(deadline=None, max_examples=60)
@given(number=st.integers(1, 31), split=st.dates(date(2026, 1, 2), date(2026, 12, 30)))
def test_two_halves_of_a_year_have_the_days_of_the_whole(number: int, split: date) -> None:
    first, last = date(2026, 1, 1), date(2026, 12, 31)

    def found(since: date, until: date) -> list[date]:
        return money_dates([number], rule="next_business_day", holidays=JAPAN, first_day=since, last_day=until)

    assert found(first, split) + found(date.fromordinal(split.toordinal() + 1), last) == found(first, last)


def test_accounts_are_closed_on_the_day_itself_and_debited_when_banks_work(calendar: Calendar) -> None:
    february = date(2026, 2, 1), date(2026, 3, 2)

    assert calendar.closing_dates(*february) == [date(2026, 2, 28)]  # a Saturday
    assert calendar.debit_dates(*february) == [date(2026, 2, 27)]
    assert calendar.debit_dates(date(2026, 6, 1), date(2026, 6, 30)) == [date(2026, 6, 29)]  # the 27th is a Saturday


def test_days_ending_in_5_or_0_are_moved_before_a_weekend_and_end_with_the_month(calendar: Calendar) -> None:
    found = [day.day for day in calendar.gotobi_dates(*MAY)]

    assert found == [1, 8, 15, 20, 25, 29]  # 5 May is a holiday after a weekend; the 10th and 31st are Sundays


def test_the_rule_for_days_ending_in_5_or_0_can_be_another() -> None:
    later = a_calendar(gotobi_days=[5, 10], gotobi_rule="next_business_day")

    assert later.gotobi_dates(*MAY) == [date(2026, 5, 7), date(2026, 5, 11)]


def test_the_month_ends_on_the_last_day_that_banks_and_the_desk_work(calendar: Calendar) -> None:
    assert calendar.month_end_dates(*MAY) == [date(2026, 5, 29)]
    assert calendar.month_end_dates(*DECEMBER) == [date(2026, 12, 28)]
    assert a_calendar().month_end_dates(*DECEMBER) == [date(2026, 12, 30)]


def test_a_month_that_the_desk_closes_throughout_has_no_end() -> None:
    closed = a_calendar(closed_on=[f"08-{day:02d}" for day in range(1, 32)])

    assert closed.month_end_dates(date(2026, 8, 1), date(2026, 9, 30)) == [date(2026, 9, 30)]
