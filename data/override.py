"""What a person knows of the days ahead and the model does not: an override of the forecast, with author and note."""

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from data.calendar import Calendar
from data.errors import TsunagariError
from data.opening_hours import MIDNIGHT, span_text

LEAST_FACTOR, MOST_FACTOR = 0.05, 20.0
"""Beyond these a factor is a slip of the pen: 30 written for 30 %."""

MOST_CONTACTS_A_DAY = 100_000
"""More in a day is a slip of the pen."""

MOST_DAYS_AHEAD = 400
"""Forecasts reach no further."""

LONGEST_AUTHOR, LONGEST_NOTE = 100, 500
"""Letters."""


@dataclass(frozen=True)
class Override:
    """What somebody expects of a queue on some days, or at a time of each of these days.

    Parameters
    ----------
    queue
        As in desk.toml.
    first_day, last_day
        Local days, inclusive.
    author, note
        Who says so, and why; one line each, not empty.
    factor
        On the contacts that the model expects, `LEAST_FACTOR` to `MOST_FACTOR`; None where `contacts` are told.
    contacts
        Of each of the days, or of that time of it, above 0; None where a factor is told.
    first_minute, last_minute
        Minutes since local midnight, half-open; by default the whole day.
    """

    queue: str
    first_day: date
    last_day: date
    author: str
    note: str
    factor: float | None = None
    contacts: float | None = None
    first_minute: int = 0
    last_minute: int = MIDNIGHT

    def __post_init__(self) -> None:
        if self.last_day < self.first_day:
            raise TsunagariError(
                "the override ends on {last_day}, before it begins on {first_day}; turn the days round",
                last_day=self.last_day,
                first_day=self.first_day,
            )
        if (self.factor is None) == (self.contacts is None):
            raise TsunagariError(
                "an override tells either a factor (--factor 1.3) or the contacts of the day (--contacts 500); write "
                "one of the two"
            )
        _refuse_number(self.factor, self.contacts)
        _refuse_text("--author", self.author, longest=LONGEST_AUTHOR)
        _refuse_text("--note", self.note, longest=LONGEST_NOTE)

    @property
    def is_whole_day(self) -> bool:
        """Whether it holds at every time of its days."""
        return (self.first_minute, self.last_minute) == (0, MIDNIGHT)

    @property
    def between(self) -> str:
        """`10:00-12:00`; empty for the whole day."""
        return "" if self.is_whole_day else span_text(self.first_minute, self.last_minute)

    @property
    def span(self) -> str:
        """Days and times as people write them: `2026-12-12..2026-12-13 10:00-12:00`."""
        days = str(self.first_day) if self.first_day == self.last_day else f"{self.first_day}..{self.last_day}"
        return f"{days} {self.between}".strip()

    def touches(self, other: "Override") -> bool:
        """Whether both speak of the same time of the same queue."""
        return (
            self.queue == other.queue
            and self.first_day <= other.last_day
            and other.first_day <= self.last_day
            and self.first_minute < other.last_minute
            and other.first_minute < self.last_minute
        )


def _refuse_number(factor: float | None, contacts: float | None) -> None:
    if factor is not None and not LEAST_FACTOR <= factor <= MOST_FACTOR:
        raise TsunagariError(
            "--factor {factor:g} is no factor from {least:g} to {most:g}; write 1.3 for 30 % more, 0.8 for 20 % less",
            factor=factor,
            least=LEAST_FACTOR,
            most=MOST_FACTOR,
        )
    if contacts is not None and not (math.isfinite(contacts) and 0 < contacts <= MOST_CONTACTS_A_DAY):
        raise TsunagariError(
            "--contacts {contacts:g} is no number above 0 and at most {most:,}; a day without any is closed in "
            "desk.toml (closed_on)",
            contacts=contacts,
            most=MOST_CONTACTS_A_DAY,
        )


def _refuse_text(option: str, text: str, *, longest: int) -> None:
    if not text.strip():
        raise TsunagariError(
            "{option} is empty; whoever reads the forecast wants to know who changed it, and why", option=option
        )
    # Cc and Cf hold line ends, NUL and marks that turn the direction of writing: none belongs into one line.
    if any(unicodedata.category(letter) in ("Cc", "Cf", "Zl", "Zp", "Cs") for letter in text):
        raise TsunagariError(
            "{option} {text!r} holds a control character; write it on one line, as text", option=option, text=text
        )
    if len(text) > longest:
        raise TsunagariError(
            "{option} is {letters} letters long; {longest} are enough",
            option=option,
            letters=len(text),
            longest=longest,
        )


@dataclass(frozen=True)
class KeptOverride:
    """An override as the records keep it; removed ones stay there, with when that was.

    Parameters
    ----------
    number
        By which people call it, from 1.
    told
        What it says.
    made_at, removed_at
        Zone-aware; None: it stands.
    removed_by
        Empty where nobody told.
    """

    number: int
    told: Override
    made_at: pd.Timestamp
    removed_at: pd.Timestamp | None = None
    removed_by: str = ""

    @property
    def stands(self) -> bool:
        """Whether nobody has removed it."""
        return self.removed_at is None

    def as_known_at(self, instant: pd.Timestamp | None) -> "KeptOverride | None":
        """The override as it was known at an instant, or None where it was not made then; no instant: as it is."""
        if instant is None:
            return self
        if self.made_at > instant:
            return None
        if self.removed_at is None or self.removed_at <= instant:
            return self
        return KeptOverride(self.number, self.told, self.made_at)


def refuse_unfit(told: Override, calendar: Calendar, *, now: pd.Timestamp) -> None:
    """Refuse an override of what has gone by, of what is closed, or of half an interval.

    Parameters
    ----------
    now
        Zone-aware.

    Raises
    ------
    TsunagariError
        With the way out.
    """
    today = now.tz_convert(calendar.zone).date()
    if told.first_day < today:
        raise TsunagariError("{day} is past; an override begins on {today} or later", day=told.first_day, today=today)
    if told.last_day > today + timedelta(days=MOST_DAYS_AHEAD):
        raise TsunagariError(
            "{day} is more than {days} days ahead, where no forecast reaches; choose an earlier day",
            day=told.last_day,
            days=MOST_DAYS_AHEAD,
        )
    _refuse_half_intervals(told, interval_minutes=calendar.settings.interval_minutes)
    starts = _open_starts(told, calendar)
    if not len(starts):
        _refuse_closed(told)
    if starts[-1] < now:
        raise TsunagariError("{span} has begun already; an override speaks of what is to come", span=told.span)
    if told.contacts is not None and starts[0] < now:
        raise TsunagariError(
            "a part of {span} has gone by, so --contacts cannot tell the whole of it; write --factor, or --between "
            "with the time that is to come",
            span=told.span,
        )


def _refuse_closed(told: Override) -> None:
    raise TsunagariError(
        "queue {queue} is not open on {span}; choose an open day and time, or mend its hours in desk.toml",
        queue=told.queue,
        span=told.span,
    )


def _refuse_half_intervals(told: Override, *, interval_minutes: int) -> None:
    if told.first_minute % interval_minutes or told.last_minute % interval_minutes:
        raise TsunagariError(
            "--between {between} cuts an interval of the desk in two; begin and end on whole {minutes} minutes",
            between=told.between,
            minutes=interval_minutes,
        )


def _open_starts(told: Override, calendar: Calendar) -> pd.DatetimeIndex:
    """Open intervals of which it speaks, rising."""
    [channel] = {queue.channel for queue in calendar.settings.queue if queue.name == told.queue}
    starts = calendar.open_intervals(channel, told.first_day, told.last_day).starts
    minute = starts.hour * 60 + starts.minute
    return starts[(minute >= told.first_minute) & (minute < told.last_minute)]


def override_rows(kept: Sequence[KeptOverride], *, zone: str) -> pd.DataFrame:
    """A row an override, in the order in which they were made, removed ones too; instants in `zone`."""
    rows = [
        {
            "number": one.number,
            "queue": one.told.queue,
            "first_day": one.told.first_day.isoformat(),
            "last_day": one.told.last_day.isoformat(),
            "between": one.told.between,
            "factor": one.told.factor,
            "contacts": one.told.contacts,
            "author": one.told.author,
            "note": one.told.note,
            "made_at": one.made_at.tz_convert(zone),
            "removed_at": None if one.removed_at is None else one.removed_at.tz_convert(zone),
            "removed_by": one.removed_by,
        }
        for one in kept
    ]
    frame = pd.DataFrame(rows, columns=list(_COLUMNS))
    moments = {name: pd.to_datetime(frame[name], utc=True).dt.tz_convert(zone) for name in ("made_at", "removed_at")}
    numbers = {name: frame[name].astype("float64") for name in ("factor", "contacts")}
    return frame.assign(**moments, **numbers)


_COLUMNS = ("number", "queue", "first_day", "last_day", "between", "factor", "contacts", "author", "note", "made_at",
            "removed_at", "removed_by")  # fmt: skip
