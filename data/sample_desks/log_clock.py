"""How sample desks write seconds as wall-clock times: by tables, since a log holds millions of them."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

DAY_SECONDS = 86_400
_JAPAN_AHEAD_SECONDS = 32_400
"""Of UTC, all year round; every sample desk is in Japan."""

Clock = Callable[[int], str]
"""Whole seconds since a midnight -> `2026-11-21 10:00:00`."""


@cache
def _clock() -> list[str]:
    """Seconds since midnight -> `10:00:00`; made when first asked for: else every start of the program waits for it."""
    return [f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}" for second in range(DAY_SECONDS)]


def clock_from(first_day: date, days: int) -> Clock:
    """Whole seconds since the midnight of `first_day` -> `2026-11-21 10:00:00`, for so many days."""
    names = [(first_day + timedelta(days=number)).isoformat() for number in range(days)]
    clock = _clock()
    return lambda seconds: f"{names[seconds // DAY_SECONDS]} {clock[seconds % DAY_SECONDS]}"


def utc_clock_from(first_day: date, days: int) -> Clock:
    """Whole seconds since the midnight of `first_day` in Japan -> `2026-11-21T01:00:00Z`, for so many days."""
    names = [(first_day + timedelta(days=number)).isoformat() for number in range(-1, days)]
    clock, shift = _clock(), DAY_SECONDS - _JAPAN_AHEAD_SECONDS
    return lambda seconds: f"{names[(seconds + shift) // DAY_SECONDS]}T{clock[(seconds + shift) % DAY_SECONDS]}Z"


def epoch_of(first_day: date) -> int:
    """Seconds from 1970 to the midnight of a day in Japan."""
    return (first_day - date(1970, 1, 1)).days * DAY_SECONDS - _JAPAN_AHEAD_SECONDS
