"""When a reply to a written contact is due, by the opening hours of its channel."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from data.calendar import Calendar
from data.channel import Channel
from data.errors import DeskError

_MARGIN_DAYS = 14
_LAST_MARGIN_DAYS = 731


def deadline(calendar: Calendar, channel: Channel, received: pd.Timestamp, business_days: int) -> pd.Timestamp:
    """The closing time by which a reply is due.

    It is that of the channel's open day which lies `business_days` open days after the day of receipt; what comes at or
    after closing, or on a closed day, counts as received on the next open day.

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
        until = last_day + timedelta(days=margin)
        days = calendar.business_days(channel, first_day, until)
        if sum(day > last_day for day in days) > business_days:
            closes = [calendar.open_spans(channel, day)[-1][1] for day in days]
            return pd.DataFrame({"place": np.arange(len(days)), "closes_at": pd.DatetimeIndex(closes).as_unit("us")})
        if margin > _LAST_MARGIN_DAYS:
            raise DeskError(
                "[hours.{channel}] of desk.toml is open on too few days after {last_day} to count "
                "{business_days} business days; give it opening hours",
                channel=channel,
                last_day=last_day,
                business_days=business_days,
            )
        margin *= 2
