"""Days of the month on which money moves, and where a rule puts them when banks are closed."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field

from data.public_holidays import PublicHolidays

MoneyRule = Literal["next_business_day", "same_day", "previous_business_day"]
"""Where a day goes that is no banking day."""

DayOfMonth = Annotated[int, Field(ge=1, le=31)]
"""From 1; 31, and any number that a month is too short for, is its last day."""


def money_dates(
    days_of_month: Sequence[int], *, rule: MoneyRule, holidays: PublicHolidays, first_day: date, last_day: date
) -> list[date]:
    """The dates of some days of the month, each moved by the rule, within the span, inclusive; rising, each once."""
    found = set()
    for last in month_ends(first_day, last_day):
        for number in days_of_month:
            found.add(_moved(last.replace(day=min(number, last.day)), rule, holidays))
    return sorted(day for day in found if first_day <= day <= last_day)


def month_ends(first_day: date, last_day: date) -> Iterator[date]:
    """The last day of each month from one before the span to one after it."""
    at = (first_day - timedelta(days=31)).replace(day=1)
    while at <= last_day + timedelta(days=31):
        last = at.replace(day=monthrange(at.year, at.month)[1])
        yield last
        at = last + timedelta(days=1)


def _moved(day: date, rule: MoneyRule, holidays: PublicHolidays) -> date:
    if rule == "same_day":
        return day
    return holidays.nearest_banking_day(day, step=1 if rule == "next_business_day" else -1)
