"""How sample desks write seconds as wall-clock times: by tables, since a log holds millions of them."""

from collections.abc import Callable
from datetime import date, timedelta

CLOCK = [f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}" for second in range(86_400)]
"""Seconds since midnight -> `10:00:00`."""
DAY_SECONDS = 86_400

Clock = Callable[[int], str]
"""Whole seconds since a midnight -> `2026-11-21 10:00:00`."""


def clock_from(first_day: date, days: int) -> Clock:
    """Whole seconds since the midnight of `first_day` -> `2026-11-21 10:00:00`, for so many days."""
    names = [(first_day + timedelta(days=number)).isoformat() for number in range(days)]
    return lambda seconds: f"{names[seconds // DAY_SECONDS]} {CLOCK[seconds % DAY_SECONDS]}"
