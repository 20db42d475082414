"""When a reply to a written contact is due, by the opening hours of its channel."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.business_hours import clock_beyond, instants_of, microseconds_in, microseconds_of
from data.calendar import Calendar, days_between
from data.channel import Channel
from data.errors import DeskError
from data.reply_deadline import BusinessDays, ReplyDeadline
from data.service_goal import ServiceGoal

Integers = NDArray[np.int64]

_MARGIN_DAYS = 14
_LAST_MARGIN_DAYS = 731


def deadline(calendar: Calendar, channel: Channel, received: pd.Timestamp, business_days: int) -> pd.Timestamp:
    """The closing time by which a reply is due.

    It is that of the channel's open day which lies `business_days` open days after the day of receipt; what comes at or
    after closing, or on a closed day, counts as received on the next open day. Hours that run over midnight are those
    of the day on which they begin.

    Parameters
    ----------
    received
        Zone-aware.
    business_days
        0: by the end of the day of receipt itself.

    Raises
    ------
    DeskError
        If the channel is not open for so many days within two years.
    """
    return deadlines(calendar, channel, pd.DatetimeIndex([received]), business_days)[0]


def deadlines(calendar: Calendar, channel: Channel, received: pd.DatetimeIndex, business_days: int) -> pd.DatetimeIndex:
    """As `deadline`, for many contacts at once, shape (n,)."""
    if not len(received):
        return pd.DatetimeIndex([], tz=calendar.zone)
    local = received.tz_convert(calendar.zone)
    closing = closing_times(calendar, channel, local.min().date(), local.max().date(), business_days=business_days)
    closes = pd.DatetimeIndex(closing["closes_at"].array)
    return closes[np.asarray(closes.searchsorted(local, side="right")) + business_days]


def due_table(
    calendar: Calendar, channel: Channel, *, goal: ServiceGoal, first_day: date, last_day: date
) -> pd.DataFrame:
    """When contacts are due that are received from `first_day` to `last_day`, in a row for each stretch of receipt.

    Returns
    -------
    pandas.DataFrame
        `from_at` (zone-aware, rising; the first one long before): from there until that of the next row

        - a contact received at `from_at` is planned to be answered by `due_at`; a later one by the same instant, or,
          where `runs` is 1 rather than 0, by one that is later by as much;
        - `latest_at` is the outer limit, unless the planned reply is later.

    Raises
    ------
    DeskError
        If the channel is not open for so long within two years.
    """
    span = pd.DatetimeIndex([calendar.instant(first_day, 0), calendar.instant(last_day + timedelta(days=1), 0)])
    planned = _steps(calendar, channel, deadline=goal.deadline, span=span)
    latest = _steps(calendar, channel, deadline=BusinessDays(goal.deadline_latest_days), span=span)
    at = np.union1d(planned.from_at, latest.from_at)
    return pd.DataFrame(
        {
            "from_at": instants_of(at, calendar),
            "due_at": instants_of(planned.at(at).due_at, calendar),
            "runs": planned.at(at).runs,
            "latest_at": instants_of(latest.at(at).due_at, calendar),
        }
    )


@dataclass(frozen=True)
class _Steps:
    """When contacts are due by their receipt, in microseconds since 1970 UTC.

    Parameters
    ----------
    from_at
        Where each step begins, never falling, shape (n,).
    due_at
        When is due what is received there, shape (n,).
    runs
        1: what is received later within the step is due as much later; 0: it is due by the same instant. Shape (n,).
    """

    from_at: Integers
    due_at: Integers
    runs: Integers

    def at(self, received: Integers) -> "_Steps":
        """The steps that begin at instants, rising and none before the first, shape (m,)."""
        row = np.searchsorted(self.from_at, received, side="right") - 1
        later = self.runs[row] * (received - self.from_at[row])
        return _Steps(received, self.due_at[row] + later, self.runs[row])


_LONG_BEFORE = np.zeros(1, dtype=np.int64)
"""Where the first step begins: what was received before the first day is due as if it were received then."""


def _steps(calendar: Calendar, channel: Channel, *, deadline: ReplyDeadline, span: pd.DatetimeIndex) -> _Steps:
    if isinstance(deadline, BusinessDays):
        return _steps_by_days(calendar, channel, days=deadline.number, span=span)
    return _steps_by_hours(calendar, channel, hours=deadline.number, span=span)


def _steps_by_days(calendar: Calendar, channel: Channel, *, days: int, span: pd.DatetimeIndex) -> _Steps:
    closing = closing_times(calendar, channel, span[0].date(), span[1].date(), business_days=days)
    closes = microseconds_of(pd.DatetimeIndex(closing["closes_at"].array))
    due_at = closes[days:]
    from_at = np.concatenate([_LONG_BEFORE, closes])[: len(due_at)]
    return _Steps(from_at, due_at, np.zeros(len(due_at), dtype=np.int64))


def _steps_by_hours(calendar: Calendar, channel: Channel, *, hours: float, span: pd.DatetimeIndex) -> _Steps:
    """A step where the clock starts, where it stops, and right after the receipt of what is due as it stops."""
    clock, added = clock_beyond(calendar, channel, span, hours=hours), microseconds_in(hours)
    due_at_closing = clock.shown(clock.ends) - added
    reached = (due_at_closing >= 0) & (due_at_closing < clock.most)
    after_them = clock.last_showing(due_at_closing[reached]) + 1
    breaks = np.unique(np.concatenate([_LONG_BEFORE, clock.begins, clock.ends, after_them]))
    from_at = breaks[breaks < microseconds_of(span)[1]]
    runs = clock.shown(from_at + 1) - clock.shown(from_at)
    return _Steps(from_at, clock.first_showing(clock.shown(from_at) + added), runs)


def closing_times(
    calendar: Calendar, channel: Channel, first_day: date, last_day: date, *, business_days: int
) -> pd.DataFrame:
    """Closing times of the open days from `first_day` until every deadline of `last_day` is among them.

    Returns
    -------
    pandas.DataFrame
        `place` (0, 1, ...) and `closes_at` (zone-aware, rising): a contact received before `closes_at` of one place,
        and not before that of the place before, is due `business_days` places later.

    Raises
    ------
    DeskError
        If the channel is not open for so many days within two years.
    """
    margin = _MARGIN_DAYS + 2 * business_days
    while True:
        closes = _closings(calendar, channel, first_day, last_day + timedelta(days=margin))
        if np.sum(closes > calendar.instant(last_day + timedelta(days=1), 0)) > business_days:
            return pd.DataFrame({"place": np.arange(len(closes)), "closes_at": closes})
        if margin > _LAST_MARGIN_DAYS:
            raise DeskError(
                "[hours.{channel}] of desk.toml is open on too few days after {last_day} to count "
                "{business_days} business days; give it opening hours",
                channel=channel,
                last_day=last_day,
                business_days=business_days,
            )
        margin *= 2


def _closings(calendar: Calendar, channel: Channel, first_day: date, last_day: date) -> pd.DatetimeIndex:
    """When each business day closes that is not over at the midnight before `first_day`, rising."""
    begun = [(day, calendar.spans_begun(channel, day)) for day in days_between(first_day - timedelta(days=1), last_day)]
    ends = [(day, spans[-1][1]) for day, spans in begun if spans]
    closes = calendar.instants([day for day, _ in ends], [minute for _, minute in ends])
    # A short day within a night that began before is over with that night.
    rising = pd.DatetimeIndex(np.maximum.accumulate(closes.asi8).view("M8[us]"), tz="UTC").tz_convert(calendar.zone)
    return rising[rising > calendar.instant(first_day, 0)]
