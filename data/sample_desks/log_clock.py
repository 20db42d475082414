"""How sample desks write seconds as wall-clock times: by tables, since a log holds millions of them."""

from collections.abc import Callable
from datetime import date, timedelta

CLOCK = [f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}" for second in range(86_400)]
"""Seconds since midnight -> `10:00:00`."""
DAY_SECONDS = 86_400
_JAPAN_AHEAD_SECONDS = 32_400
"""Of UTC, all year round; every sample desk is in Japan."""

Clock = Callable[[int], str]
"""Whole seconds since a midnight -> `2026-11-21 10:00:00`."""


def clock_from(first_day: date, days: int) -> Clock:
    """Whole seconds since the midnight of `first_day` -> `2026-11-21 10:00:00`, for so many days."""
    names = [(first_day + timedelta(days=number)).isoformat() for number in range(days)]
    return lambda seconds: f"{names[seconds // DAY_SECONDS]} {CLOCK[seconds % DAY_SECONDS]}"


def utc_clock_from(first_day: date, days: int) -> Clock:
    """Whole seconds since the midnight of `first_day` in Japan -> `2026-11-21T01:00:00Z`, for so many days."""
    names = [(first_day + timedelta(days=number)).isoformat() for number in range(-1, days)]
    shift = DAY_SECONDS - _JAPAN_AHEAD_SECONDS
    return lambda seconds: f"{names[(seconds + shift) // DAY_SECONDS]}T{CLOCK[(seconds + shift) % DAY_SECONDS]}Z"


def epoch_of(first_day: date) -> int:
    """Seconds from 1970 to the midnight of a day in Japan."""
    return (first_day - date(1970, 1, 1)).days * DAY_SECONDS - _JAPAN_AHEAD_SECONDS
