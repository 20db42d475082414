"""When a reply to a written contact is due, by the opening hours of its channel."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from data.calendar import Calendar, days_between
from data.channel import Channel
from data.errors import DeskError

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
