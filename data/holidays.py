"""Public holidays by country as a kept library knows them; the only door to the `holidays` library."""

from datetime import date
from functools import lru_cache
from typing import Any

import holidays as _library
from holidays.registry import EntityLoader


def country_is_known(code: str) -> bool:
    """Whether there is a table of public holidays for the two-letter code."""
    # To list what is supported the library would load every country it knows: a third of a second.
    return code in set(EntityLoader.get_country_codes())


@lru_cache(maxsize=8)
def _table(code: str) -> Any:
    if not code:
        return {}
    # Left alone, the library names holidays in the language of whoever runs it.
    own_language = _library.country_holidays(code).default_language
    return _library.country_holidays(code, language=own_language)


@lru_cache(maxsize=2**14)
def holiday_name(day: date, country: str) -> str:
    """The public holiday's name in the country's language; empty where the day is none, or the country empty."""
    return str(_table(country).get(day, "") or "")


def weekend_days(country: str) -> frozenset[int]:
    """Days of the week on which the country rests, Monday 0; Saturday and Sunday where the country is empty."""
    return frozenset(_table(country).weekend if country else {5, 6})
