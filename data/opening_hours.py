"""Opening hours of one channel: spans a weekday, holidays, dated exceptions."""

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from data.errors import WrongValue

_CLOCK = re.compile(r"^([01]?\d|2[0-4]):([0-5]\d)$")
MIDNIGHT = 1440
"""The midnight that ends a day, in minutes since the one that begins it."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def clock_minutes(text: str) -> int:
    """Minutes since midnight of `"9:30"`; `"24:00"` is 1440.

    Raises
    ------
    ValueError
        If the text is no time of day.
    """
    found = _CLOCK.match(text)
    minutes = int(found[1]) * 60 + int(found[2]) if found else None
    if minutes is None or minutes > 1440:
        raise WrongValue('{text!r} is no time of day; write "09:30", at most "24:00"', text=text)
    return minutes


def span_minutes(text: str) -> tuple[int, int]:
    """Start and end of `"10:00-18:00"` in minutes since midnight.

    Raises
    ------
    ValueError
        If the text is no span, or it does not rise.
    """
    first, dash, last = text.partition("-")
    if not dash:
        raise WrongValue('{text!r} is no span of hours; write "10:00-18:00"', text=text)
    start, end = clock_minutes(first.strip()), clock_minutes(last.strip())
    if start >= end:
        raise WrongValue('{text!r} must rise; hours past midnight belong to the next day, as "00:00-02:00"', text=text)
    return start, end


def span_text(start: int, end: int) -> str:
    """`10:00-18:00` of two minutes since midnight."""
    return f"{start // 60:02d}:{start % 60:02d}-{end // 60:02d}:{end % 60:02d}"


@lru_cache(maxsize=1024)
def opening_minutes(text: str) -> tuple[int, int]:
    """Start and end of opening hours in minutes since midnight; `"22:00-06:00"` ends on the next day, at 1800.

    Raises
    ------
    ValueError
        If the text is no span, or it ends where it starts.
    """
    first, dash, last = text.partition("-")
    if not dash:
        raise WrongValue('{text!r} is no span of hours; write "10:00-18:00"', text=text)
    start, end = clock_minutes(first.strip()), clock_minutes(last.strip())
    if start in (end, MIDNIGHT):
        raise WrongValue('{text!r} is no span of hours; a whole day is "00:00-24:00"', text=text)
    return start, end if start < end else end + MIDNIGHT


def joined_spans(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in their order; those that overlap or touch become one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def within_day(own: Iterable[tuple[int, int]], *, of_eve: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """What of the spans begun on a day, and of those begun on its eve, lies between its two midnights."""
    late = [(max(start, MIDNIGHT) - MIDNIGHT, end - MIDNIGHT) for start, end in of_eve if end > MIDNIGHT]
    return joined_spans([*late, *((start, min(end, MIDNIGHT)) for start, end in own)])


def _spans_in_order(spans: tuple[str, ...]) -> tuple[str, ...]:
    ends = 0
    for start, end in sorted(opening_minutes(text) for text in spans):
        if start < ends:
            raise WrongValue("spans {spans} overlap; join them into one", spans=", ".join(spans))
        ends = end
    return spans


Spans = Annotated[tuple[str, ...], AfterValidator(_spans_in_order)]


class OpeningHours(BaseModel):
    """When one channel is open: a list of spans for each weekday, for public holidays, and for single dates.

    A weekday without spans is closed. `holiday` holds the hours of public holidays; empty means closed. A span that
    runs over midnight belongs to the day on which it begins: a night that begins before a closed day is served.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    mon: Spans = ()
    tue: Spans = ()
    wed: Spans = ()
    thu: Spans = ()
    fri: Spans = ()
    sat: Spans = ()
    sun: Spans = ()
    holiday: Spans = Field((), description="hours on public holidays; empty: closed")
    exceptions: dict[date, Spans] = Field(default_factory=dict)

    def begun_on_weekday(self, weekday: int) -> list[tuple[int, int]]:
        """Minutes since midnight, rising, of the spans that begin on an ordinary weekday (Monday 0)."""
        return _minutes(getattr(self, WEEKDAYS[weekday]))

    def usual_spans(self, weekday: int) -> list[tuple[int, int]]:
        """Minutes since midnight, rising and at most 1440, in which an ordinary weekday (Monday 0) is open."""
        return within_day(self.begun_on_weekday(weekday), of_eve=self.begun_on_weekday((weekday - 1) % 7))

    def begun_on_holiday(self) -> list[tuple[int, int]]:
        """Minutes since midnight, rising, of the spans that begin on a public holiday."""
        return _minutes(self.holiday)

    def begun_on_exception(self, day: date) -> list[tuple[int, int]] | None:
        """Minutes since midnight of the spans that begin on a dated exception, or None where the date has none."""
        return _minutes(self.exceptions[day]) if day in self.exceptions else None


def _minutes(spans: tuple[str, ...]) -> list[tuple[int, int]]:
    return list(_minutes_in_order(spans))


@lru_cache(maxsize=1024)
def _minutes_in_order(spans: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    return tuple(sorted(opening_minutes(text) for text in spans))
