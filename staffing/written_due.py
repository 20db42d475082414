"""The interval by whose end written contacts are answered in time, by business days or by business hours."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.business_hours import clock_beyond, microseconds_in, microseconds_of
from data.calendar import Calendar
from data.channel import Channel
from data.deadlines import closing_times
from data.reply_deadline import BusinessDays, BusinessHours
from data.service_goal import ServiceGoal
from forecasting.forecast import Forecast

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_DAYS_TO_SPARE = 2


@dataclass(frozen=True)
class WrittenDue:
    """By when written contacts are answered in time.

    Parameters
    ----------
    last_interval
        For what enters in each interval, the last one in which it is answered in time, never falling, shape (n,).
    urgent_before
        What was open at the start and is due before this interval is urgent.
    urgent_by
        The last interval in which urgent work is done, so that nobody calls in forty people for half an hour.
    """

    last_interval: Integers
    urgent_before: int
    urgent_by: int

    def of_open(self, deadline_at: pd.DatetimeIndex, *, starts: pd.DatetimeIndex) -> Integers:
        """The last interval in which each contact that was open at the start is answered in time, shape (m,)."""
        due = np.asarray(starts.searchsorted(deadline_at, side="left"), dtype=np.int64) - 1
        return np.where(due < self.urgent_before, self.urgent_by, due)


def days_beyond(forecast: Forecast, goal: ServiceGoal) -> int:
    """Open days after a forecast in which the deadlines of all its contacts lie, and some to spare."""
    if isinstance(goal.deadline, BusinessDays):
        return goal.deadline.number + _DAYS_TO_SPARE
    hours_a_day = float(forecast.open_minutes.sum()) / 60 / len(pd.unique(forecast.dates))
    return ceil(goal.deadline.number / hours_a_day) + _DAYS_TO_SPARE


def written_due(forecast: Forecast, goal: ServiceGoal, *, calendar: Calendar, size: int) -> WrittenDue:
    """The deadlines of a goal on the intervals of a forecast.

    Parameters
    ----------
    forecast
        Every interval open.
    size
        Intervals whose deadlines the calendar counts. Those after them only repeat, and theirs are counted by the open
        days, or the open minutes, that there are.
    """
    if isinstance(goal.deadline, BusinessDays):
        return _due_by_days(forecast, goal.deadline, calendar=calendar, size=size)
    return _due_by_hours(forecast, goal.deadline, calendar=calendar, size=size)


def _due_by_days(forecast: Forecast, deadline: BusinessDays, *, calendar: Calendar, size: int) -> WrittenDue:
    """By the end of the open day that lies so many open days after that of the interval."""
    day, dates = pd.factorize(forecast.dates)
    known = int(day[size - 1]) + 1
    last_interval = np.searchsorted(day, np.arange(len(dates)), side="right") - 1
    due_day = _due_days(
        [stamp.date() for stamp in dates[:known]], deadline, channel=forecast.channel, calendar=calendar
    )
    after = np.arange(known, len(dates)) + deadline.number
    due_day = np.minimum(np.concatenate([due_day, after]), len(dates) - 1)
    first_day_ends = int(last_interval[0])
    return WrittenDue(np.maximum.accumulate(last_interval[due_day])[day], first_day_ends, first_day_ends)


def _due_days(days: list[date], deadline: BusinessDays, *, channel: str, calendar: Calendar) -> Integers:
    """For each day the number of the last known day by whose end its contacts are answered in time, shape (days,).

    Beyond the last of them, open days are counted on: the days that follow there stand for these.
    """
    closing = closing_times(calendar, cast("Channel", channel), days[0], days[-1], business_days=deadline.number)
    closes = pd.DatetimeIndex(closing["closes_at"].array).tz_convert(calendar.zone)
    open_days = [stamp.date() for stamp in closes - pd.Timedelta(minutes=1)]  # midnight closes the day before
    due = [open_days[bisect_left(open_days, day) + deadline.number] for day in days]
    counted = [*days, *(day for day in open_days if day > days[-1])]
    return np.array([bisect_right(counted, day) - 1 for day in due], dtype=np.int64)


def _due_by_hours(forecast: Forecast, deadline: BusinessHours, *, calendar: Calendar, size: int) -> WrittenDue:
    """By the last interval that is over when the hours are over which began with the contact's own interval.

    That is the earliest at which anything that enters within the interval can be due; but nothing is due before the
    end of its own interval, and what is due within it counts as in time there.
    """
    begins, ends = _clock_readings(forecast, calendar=calendar, size=size)
    by = np.searchsorted(ends, begins + microseconds_in(deadline.number), side="right") - 1
    last = np.maximum.accumulate(np.maximum(by, np.arange(len(begins))))
    first_day_ends = int(np.count_nonzero(forecast.dates == forecast.dates[0])) - 1
    return WrittenDue(np.asarray(last, dtype=np.int64), 1, min(first_day_ends, int(last[0])))


def _clock_readings(forecast: Forecast, *, calendar: Calendar, size: int) -> tuple[Integers, Integers]:
    """What a clock that runs while the desk is open shows as each interval begins and ends, microseconds, shape (n,).

    After the intervals that the calendar counts it runs on through those there are.
    """
    known = forecast.starts[:size]
    clock = clock_beyond(calendar, cast("Channel", forecast.channel), known, hours=0)
    begins = clock.shown(microseconds_of(known))
    ends = clock.shown(microseconds_of(known + pd.Timedelta(minutes=forecast.interval_minutes)))
    after = ends[-1] + np.cumsum(np.rint(forecast.open_minutes[size:] * 60e6).astype(np.int64))
    begins_after = np.concatenate([ends[-1:], after])[: len(after)]
    return np.concatenate([begins, begins_after]), np.concatenate([ends, after])
