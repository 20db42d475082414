"""Public holidays and banking days by country; the only door to the `holidays` library."""

from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import holidays as _library

_JAPANESE_BANK_CLOSURES = frozenset({(12, 31), (1, 1), (1, 2), (1, 3)})
"""Banking Act enforcement order, Article 5: besides weekends and holidays, 31 December to 3 January."""


def country_is_known(code: str) -> bool:
    """Whether there is a table of public holidays for the two-letter code."""
    return code in _library.list_supported_countries()


@lru_cache(maxsize=8)
def _table(code: str) -> Any:
    if not code:
        return {}
    # Left alone, the library names holidays in the language of whoever runs it.
    own_language = _library.country_holidays(code).default_language
    return _library.country_holidays(code, language=own_language)


def is_public_holiday(day: date, country: str) -> bool:
    """Whether the day is a public holiday of the country; never where the country is empty."""
    return day in _table(country)


def holiday_name(day: date, country: str) -> str:
    """The holiday's name in the country's language; empty where it is none."""
    return str(_table(country).get(day, "") or "")


def is_banking_day(day: date, country: str) -> bool:
    """Whether banks of the country move money on the day: no weekend, no public holiday, no bank closure."""
    weekend = _table(country).weekend if country else {5, 6}
    if day.weekday() in weekend or is_public_holiday(day, country):
        return False
    return not (country == "JP" and (day.month, day.day) in _JAPANESE_BANK_CLOSURES)


def nearest_banking_day(day: date, country: str, *, step: int) -> date:
    """The day itself, or the first banking day after it (`step` 1) or before it (`step` -1)."""
    while not is_banking_day(day, country):
        day += timedelta(days=step)
    return day
