"""What is special about each local day, for one channel: the calendar and the events, a row a day."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.calendar import Calendar, days_between
from data.channel import Channel
from data.events import Event

Floats = NDArray[np.float64]

_LONGEST_CLOSURE_DAYS = 45


def day_marks(
    calendar: Calendar,
    channel: Channel,
    *,
    first_day: date,
    last_day: date,
    queue: str = "",
    known_on: date | None = None,
) -> pd.DataFrame:
    """Everything the calendar says of each day, open or closed.

    Parameters
    ----------
    first_day, last_day
        Inclusive.
    queue
        Events of this queue count beside those of all; empty: only those of all.
    known_on
        Only events known by this day count; None: every one.

    Returns
    -------
    pandas.DataFrame
        Indexed by the local day (naive midnight, name `date`), every day of the span, with

        - `is_open`: whether the channel is open in any part of the day; `open_hours`: for how long, by the clock that
          people feel (a night may be an hour shorter or longer), 0 where closed;
        - `holiday`: whether it is a public holiday that `open_on` does not set aside; `holiday_name`: what the public
          holiday is called, also where it is set aside, else empty; `closed_by_desk`: whether `closed_on` names it;
        - `closing_day`, `billing_day`, `debit_day`, `gotobi`: after their rules; `month_end`: the last business day;
        - `closure_days`: closed days just before an open one, weekends among them: 0 on a Tuesday, 2 on a Monday;
        - the drivers of `Calendar.drivers`: `weekday`, and of open days alone, NaN on others, `from_month_start`,
          `from_month_end`, `days_after_billing`, `closed_days_before`, `closed_days_after` (closures that the week
          does not bring), like `closure_days`;
        - `events`: names of the events of the day, parted by "; "; `event_kinds`: their kinds, each once, alike;
          `event_effect`: product of the factors that they state, NaN where none states one.
    """
    days = days_between(first_day, last_day)
    index = pd.DatetimeIndex(np.array(days, dtype="datetime64[us]"), name="date")
    drivers = calendar.drivers(channel, first_day, last_day).drop(columns=["weekday", "holiday"])
    hours = open_hours(calendar, channel, days)
    table = pd.DataFrame(
        {
            "weekday": index.day_of_week,
            "is_open": hours > 0,
            "open_hours": hours,
            "holiday": [calendar.is_holiday(day) for day in days],
            "holiday_name": [calendar.holidays.name_of(day) for day in days],
            "closed_by_desk": [calendar.is_closed_by_desk(day) for day in days],
            "closing_day": index.isin(pd.DatetimeIndex(calendar.closing_dates(first_day, last_day))),
            "billing_day": index.isin(pd.DatetimeIndex(calendar.billing_dates(first_day, last_day))),
            "debit_day": index.isin(pd.DatetimeIndex(calendar.debit_dates(first_day, last_day))),
            "gotobi": index.isin(pd.DatetimeIndex(calendar.gotobi_dates(first_day, last_day))),
            "month_end": index.isin(pd.DatetimeIndex(calendar.month_end_dates(first_day, last_day))),
            "closure_days": _closure_days(calendar, channel, days),
        },
        index=index,
    )
    marks = table.join(drivers.astype(np.float64))
    known = [e for e in calendar.events if e.queue in ("", queue) and (known_on is None or e.known_from <= known_on)]
    return marks.join(_event_marks(known, index))


def open_hours(calendar: Calendar, channel: Channel, days: Sequence[date]) -> Floats:
    """Hours that the channel is open on each of some rising days, shape (d,)."""
    begins, ends = calendar.open_stretches(channel, days)
    hours = np.asarray((ends - begins).total_seconds()) / 3600
    midnights = np.array(list(days), dtype="datetime64[D]")
    at = np.searchsorted(midnights, np.asarray(begins.tz_localize(None), dtype="datetime64[D]"))
    return np.bincount(at, weights=hours, minlength=len(midnights)).astype(np.float64)


def _closure_days(calendar: Calendar, channel: Channel, days: Sequence[date]) -> Floats:
    since = days[0] - timedelta(days=_LONGEST_CLOSURE_DAYS)
    found = np.full(len(days), np.nan)
    newest: date | None = None
    for day in days_between(since, days[-1]):
        if calendar.is_open(channel, day):
            if day >= days[0] and newest is not None:
                found[(day - days[0]).days] = (day - newest).days - 1
            newest = day
    return found


def _event_marks(events: Sequence[Event], index: pd.DatetimeIndex) -> pd.DataFrame:
    names: list[list[str]] = [[] for _ in index]
    kinds: list[list[str]] = [[] for _ in index]
    effect = np.full(len(index), np.nan)
    for event in sorted(events, key=lambda one: one.start):
        first, past = index.searchsorted([pd.Timestamp(event.start), pd.Timestamp(event.end) + pd.Timedelta(days=1)])
        for row in range(first, past):
            names[row].append(event.name)
            kinds[row].append(event.kind)
        if event.effect is not None:
            effect[first:past] = np.where(np.isnan(effect[first:past]), 1.0, effect[first:past]) * event.effect
    return pd.DataFrame(
        {
            "events": ["; ".join(told) for told in names],
            "event_kinds": ["; ".join(dict.fromkeys(told)) for told in kinds],
            "event_effect": effect,
        },
        index=index,
    )
