"""Opening hours of one channel: spans a weekday, holidays, dated exceptions."""

import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from data.errors import WrongValue

_CLOCK = re.compile(r"^([01]?\d|2[0-4]):([0-5]\d)$")
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


def _spans_in_order(spans: tuple[str, ...]) -> tuple[str, ...]:
    ends = 0
    for start, end in sorted(span_minutes(text) for text in spans):
        if start < ends:
            raise WrongValue("spans {spans} overlap; join them into one", spans=", ".join(spans))
        ends = end
    return spans


Spans = Annotated[tuple[str, ...], AfterValidator(_spans_in_order)]


class OpeningHours(BaseModel):
    """When one channel is open: a list of spans for each weekday, for public holidays, and for single dates.

    A weekday without spans is closed. `holiday` holds the hours of public holidays; empty means closed.
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

    def usual_spans(self, weekday: int) -> list[tuple[int, int]]:
        """Minutes since midnight, rising, of an ordinary weekday (Monday 0)."""
        return _minutes(getattr(self, WEEKDAYS[weekday]))

    def holiday_spans(self) -> list[tuple[int, int]]:
        """Minutes since midnight, rising, of a public holiday."""
        return _minutes(self.holiday)

    def exception_spans(self, day: date) -> list[tuple[int, int]] | None:
        """Minutes since midnight on a dated exception, or None where the date has none."""
        return _minutes(self.exceptions[day]) if day in self.exceptions else None


def _minutes(spans: tuple[str, ...]) -> list[tuple[int, int]]:
    return sorted(span_minutes(text) for text in spans)
