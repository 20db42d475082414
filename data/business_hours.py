"""Time counted only while a channel is open: how much of it lies between two instants, and when so much is over."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.calendar import Calendar, days_between
from data.channel import Channel
from data.errors import DeskError

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_MICROSECONDS_PER_HOUR = 3_600_000_000
_MARGIN_DAYS = 14
_LAST_MARGIN_DAYS = 731


@dataclass(frozen=True)
class OpenClock:
    """A clock that runs while a channel is open and stands while it is closed.

    Parameters
    ----------
    begins, ends
        Open stretches, half-open, microseconds since 1970 UTC, rising and apart, shape (m,).
    """

    begins: Integers
    ends: Integers

    def __post_init__(self) -> None:
        if self.begins.shape != self.ends.shape or np.any(self.ends <= self.begins):
            raise ValueError("open clock: each stretch has a begin and a later end")
        if np.any(self.begins[1:] < self.ends[:-1]):
            raise ValueError("open clock: stretches must rise without overlapping")

    @classmethod
    def of(cls, calendar: Calendar, channel: Channel, *, first_day: date, last_day: date) -> "OpenClock":
        """The clock of a channel; it stands at 0 before `first_day` and stops after `last_day`."""
        begins, ends = calendar.open_stretches(channel, days_between(first_day, last_day))
        return cls(microseconds_of(begins), microseconds_of(ends))

    @property
    def _shown_at_end(self) -> Integers:
        return np.asarray(np.cumsum(self.ends - self.begins), dtype=np.int64)

    @property
    def most(self) -> int:
        """What the clock shows when it stops, microseconds."""
        return int((self.ends - self.begins).sum())

    def shown(self, at: Integers) -> Integers:
        """What the clock shows at instants, microseconds, shape (n,)."""
        if not len(self.begins):
            return np.zeros(len(at), dtype=np.int64)
        newest = np.searchsorted(self.begins, at, side="right") - 1
        ran = np.minimum(at, self.ends[newest]) - self.ends[newest] + self._shown_at_end[newest]
        return np.where(newest < 0, 0, ran)

    def first_showing(self, shown: Integers) -> Integers:
        """The first instants at which the clock shows so much, above 0 and at most `most`, shape (n,)."""
        stretch = np.searchsorted(self._shown_at_end, shown, side="left")
        return np.asarray(self.ends[stretch] - (self._shown_at_end[stretch] - shown), dtype=np.int64)

    def last_showing(self, shown: Integers) -> Integers:
        """The last instants at which the clock shows so much, at least 0 and below `most`, shape (n,)."""
        stretch = np.searchsorted(self._shown_at_end, shown, side="right")
        return np.asarray(self.ends[stretch] - (self._shown_at_end[stretch] - shown), dtype=np.int64)


def add_business_hours(
    calendar: Calendar, channel: Channel, received: pd.DatetimeIndex, *, hours: float
) -> pd.DatetimeIndex:
    """When so many open hours of a channel are over, counted from receipt, shape (n,).

    What comes while the channel is closed counts from its next opening; hours that are over exactly at closing time are
    over then. Nights when the clock changes count as long as they last.

    Parameters
    ----------
    channel
        The one whose opening hours count: that of the people who owe the reply.
    received
        Zone-aware.
    hours
        At least 0; 0 is the moment of receipt.

    Raises
    ------
    DeskError
        If the channel is not open for so many hours within two years.
    """
    if hours < 0:
        raise ValueError(f"business hours are counted forward, not {hours}")
    at = microseconds_of(received)
    if not len(at):
        return instants_of(at, calendar)
    clock, added = clock_beyond(calendar, channel, received, hours=hours), microseconds_in(hours)
    return instants_of(clock.first_showing(clock.shown(at) + added) if added else at, calendar)


def clock_beyond(calendar: Calendar, channel: Channel, received: pd.DatetimeIndex, *, hours: float) -> OpenClock:
    """The clock of a channel from the first day of receipt until so many hours after each are over.

    Raises
    ------
    DeskError
        If the channel is not open for so many hours within two years.
    """
    local = received.tz_convert(calendar.zone)
    first_day, last_day = local.min().date(), local.max().date()
    latest, margin = microseconds_of(pd.DatetimeIndex([local.max()])), _MARGIN_DAYS
    while True:
        clock = OpenClock.of(calendar, channel, first_day=first_day, last_day=last_day + timedelta(days=margin))
        if clock.shown(latest)[0] + microseconds_in(hours) <= clock.most:
            return clock
        if margin > _LAST_MARGIN_DAYS:
            raise DeskError(
                "[hours.{channel}] of desk.toml is open for too little time after {last_day} to count {hours:g} "
                "business hours; give it opening hours",
                channel=channel,
                last_day=last_day,
                hours=hours,
            )
        margin *= 2


def business_hours_between(
    calendar: Calendar, channel: Channel, *, since: pd.DatetimeIndex, until: pd.DatetimeIndex
) -> Floats:
    """Open hours of a channel between instants, negative where the second is the earlier, shape (n,)."""
    if not len(since):
        return np.zeros(0)
    local = [instants.tz_convert(calendar.zone) for instants in (since, until)]
    first_day, last_day = min(at.min() for at in local).date(), max(at.max() for at in local).date()
    clock = OpenClock.of(calendar, channel, first_day=first_day, last_day=last_day)
    passed = clock.shown(microseconds_of(until)) - clock.shown(microseconds_of(since))
    return np.asarray(passed / _MICROSECONDS_PER_HOUR, dtype=np.float64)


def microseconds_in(hours: float) -> int:
    """Hours in whole microseconds; what lasts at all lasts one."""
    return max(round(hours * _MICROSECONDS_PER_HOUR), int(hours > 0))


def microseconds_of(instants: pd.DatetimeIndex) -> Integers:
    """Zone-aware instants in microseconds since 1970 UTC, shape (n,)."""
    return np.asarray(instants.as_unit("us").asi8, dtype=np.int64)


def instants_of(microseconds: Integers, calendar: Calendar) -> pd.DatetimeIndex:
    """Microseconds since 1970 UTC as instants in the desk's zone, shape (n,)."""
    return pd.DatetimeIndex(microseconds.view("datetime64[us]"), tz="UTC").tz_convert(calendar.zone)
