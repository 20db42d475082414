"""When a desk is open, and what is special about each of its days."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.channel import Channel
from data.desk import Desk, DeskSettings
from data.events import Event
from data.holidays import is_public_holiday, nearest_banking_day

Floats = NDArray[np.float64]

Closure = str
"""Why a channel is closed on a day: "", "weekday", "holiday", "closed_on", "exception"."""


@dataclass(frozen=True)
class OpenIntervals:
    """The desk's grid where a channel is open.

    Parameters
    ----------
    starts
        Zone-aware, rising, shape (n,). The grid counts from local midnight.
    open_minutes
        Minutes of the interval within opening hours, above 0, shape (n,).
    """

    starts: pd.DatetimeIndex
    open_minutes: Floats


@dataclass(frozen=True)
class Calendar:
    """Opening hours, business days and drivers of one desk.

    Parameters
    ----------
    settings
        desk.toml.
    events
        events.csv.
    """

    settings: DeskSettings
    events: tuple[Event, ...] = ()

    @classmethod
    def of(cls, desk: Desk) -> "Calendar":
        """The calendar of a desk."""
        return cls(settings=desk.settings, events=desk.events)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The desk's time zone."""
        return ZoneInfo(self.settings.time_zone)

    def is_closed_by_desk(self, day: date) -> bool:
        """Whether `closed_on` names the day."""
        return _names_day(self.settings.closed_on, day)

    def is_holiday(self, day: date) -> bool:
        """Whether the day is a public holiday that `open_on` does not set aside."""
        return is_public_holiday(day, self.settings.country) and not _names_day(self.settings.open_on, day)

    def open_minutes_of_day(self, channel: Channel, day: date) -> list[tuple[int, int]]:
        """Opening spans in minutes since local midnight, rising; empty where closed.

        A dated exception stands over `closed_on`, which stands over public holidays, which stand over the weekday.
        """
        hours = self.settings.hours[channel]
        exception = hours.exception_spans(day)
        if exception is not None:
            return exception
        if self.is_closed_by_desk(day):
            return []
        if self.is_holiday(day):
            return hours.holiday_spans()
        return hours.usual_spans(day.weekday())

    def is_open(self, channel: Channel, day: date) -> bool:
        """Whether the channel is open for any part of the day."""
        return bool(self.open_minutes_of_day(channel, day))

    def open_spans(self, channel: Channel, day: date) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
        """Opening spans of a day as zone-aware instants, half-open."""
        return [
            (self.instant(day, first), self.instant(day, last))
            for first, last in self.open_minutes_of_day(channel, day)
        ]

    def instant(self, day: date, minute: int) -> pd.Timestamp:
        """The moment when the wall clock of `day` shows `minute` minutes since midnight (1440: next midnight).

        Where the clock jumps over that time, the moment of the jump's end counts; where it repeats, the first.
        """
        wall = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute)
        return pd.Timestamp(wall).tz_localize(self.zone, ambiguous=True, nonexistent="shift_forward")

    def open_intervals(self, channel: Channel, first_day: date, last_day: date) -> OpenIntervals:
        """Every interval of the grid in which the channel is open, from `first_day` to `last_day` inclusive."""
        pieces = self.open_pieces(channel, first_day, last_day)
        minutes = (pieces["open_until"] - pieces["open_from"]).dt.total_seconds() / 60
        opened = minutes.groupby(pieces["interval_start"]).sum()
        return OpenIntervals(
            starts=pd.DatetimeIndex(opened.index.array), open_minutes=np.asarray(opened, dtype=np.float64)
        )

    @cached_property
    def _last_pieces(self) -> dict[Channel, tuple[tuple[date, date], pd.DataFrame]]:
        """What `open_pieces` gave last of each channel: whoever counts asks for the same days again and again."""
        return {}

    def open_pieces(self, channel: Channel, first_day: date, last_day: date) -> pd.DataFrame:
        """The opening spans cut at the grid, from `first_day` to `last_day` inclusive.

        Returns
        -------
        pandas.DataFrame
            `interval_start`, `open_from`, `open_until`: zone-aware, half-open, rising; a row for each stretch of
            opening hours within one interval, so an interval that a break cuts in two has two.
        """
        days_of_last, last = self._last_pieces.get(channel, (None, pd.DataFrame()))
        if days_of_last != (first_day, last_day):
            last = self._cut_pieces(channel, first_day, last_day)
            self._last_pieces[channel] = (first_day, last_day), last
        return last.copy()

    def _cut_pieces(self, channel: Channel, first_day: date, last_day: date) -> pd.DataFrame:
        length = self.settings.interval_minutes
        end = self.instant(last_day + timedelta(days=1), 0)
        grid = pd.date_range(self.instant(first_day, 0), end, freq=f"{length}min", inclusive="left").as_unit("us")
        minute = np.asarray(grid.hour * 60 + grid.minute, dtype=np.int64)
        day_of_interval, days = pd.factorize(grid.tz_localize(None).normalize())
        none = np.array([], dtype=np.int64)
        found = [(none, none, none)]
        for number, day in enumerate(days):
            first_here, end_here = np.searchsorted(day_of_interval, [number, number + 1])
            for first, last in self.open_minutes_of_day(channel, day.date()):
                at = np.arange(first_here, end_here)
                at = at[(minute[at] < last) & (minute[at] + length > first)]
                found.append((at, np.maximum(first - minute[at], 0), np.minimum(last - minute[at], length)))
        at, skipped, until = (np.concatenate(part) for part in zip(*found, strict=True))
        starts = grid[at]
        return pd.DataFrame(
            {
                "interval_start": starts,
                "open_from": starts + pd.to_timedelta(skipped, unit="min"),
                "open_until": starts + pd.to_timedelta(until, unit="min"),
            }
        )

    def business_days(self, channel: Channel, first_day: date, last_day: date) -> list[date]:
        """Days on which the channel is open, inclusive."""
        return [day for day in days_between(first_day, last_day) if self.is_open(channel, day)]

    def add_business_days(self, channel: Channel, day: date, count: int) -> date:
        """The `count`-th day after `day` on which the channel is open; `count` may be negative, 0 gives `day`.

        Raises
        ------
        ValueError
            If the channel is not open within two years of it.
        """
        step = 1 if count > 0 else -1
        left, at = abs(count), day
        while left:
            at += timedelta(days=step)
            if abs((at - day).days) > 731:
                raise ValueError(f"{channel} is open on too few days after {day} to count {count} business days")
            left -= self.is_open(channel, at)
        return at

    def billing_dates(self, first_day: date, last_day: date) -> list[date]:
        """Days on which bills go out or are debited, moved by `billing_rule`, within the span, inclusive."""
        found = set()
        for month in pd.period_range(first_day - timedelta(days=31), last_day + timedelta(days=31), freq="M"):
            for number in self.settings.billing_days:
                found.add(self._moved_billing_day(date(month.year, month.month, min(number, month.days_in_month))))
        return sorted(day for day in found if first_day <= day <= last_day)

    def _moved_billing_day(self, day: date) -> date:
        rule = self.settings.billing_rule
        if rule == "same_day":
            return day
        return nearest_banking_day(day, self.settings.country, step=1 if rule == "next_business_day" else -1)

    def drivers(self, channel: Channel, first_day: date, last_day: date) -> pd.DataFrame:
        """What is special about each open day of a channel: one row a day.

        Returns
        -------
        pandas.DataFrame
            Indexed by the local day (naive midnight, name `date`), with

            - `weekday`: Monday 0 to Sunday 6;
            - `from_month_start`: 1 on the month's first open day, 2 on the second, ...;
            - `from_month_end`: 1 on the month's last open day, 2 on the one before, ...;
            - `days_after_billing`: open days since the newest billing day: 0 on the billing day (or on the first open
              day after it), 1 on the next, ...; -1 on the open day before a billing day; NaN where none is within
              five open days;
            - `closed_days_before`: days closed just before this one that its weekday usually would not bring:
              0 on an ordinary Monday after a closed weekend, 1 after a holiday, 3 after a long weekend;
            - `closed_days_after`: the same for the days that follow;
            - `holiday`: whether it is a public holiday (and yet open).
        """
        margin = timedelta(days=45)
        days = self.business_days(channel, first_day - margin, last_day + margin)
        opens = pd.DatetimeIndex(days, name="date")
        table = pd.DataFrame(index=opens)
        month = opens.to_period("M")
        table["weekday"] = opens.day_of_week
        table["from_month_start"] = table.groupby(month).cumcount() + 1
        table["from_month_end"] = table.groupby(month).cumcount(ascending=False) + 1
        table["days_after_billing"] = self._days_after_billing(days)
        table["closed_days_before"], table["closed_days_after"] = self._extra_closed_days(channel, days)
        table["holiday"] = [self.is_holiday(day) for day in days]
        inside = (table.index >= pd.Timestamp(first_day)) & (table.index <= pd.Timestamp(last_day))
        return table[inside]

    def _days_after_billing(self, days: list[date]) -> Floats:
        after = np.full(len(days), np.nan)
        if not days:
            return after
        opens = pd.DatetimeIndex(days)
        for billing in self.billing_dates(days[0], days[-1]):
            at = int(opens.searchsorted(pd.Timestamp(billing)))
            for distance in (-1, 5, 4, 3, 2, 1, 0):
                # A billing day stays one, though the next follows on the morrow.
                if 0 <= at + distance < len(days) and not (distance < 0 and after[at + distance] == 0):
                    after[at + distance] = distance
        return after

    def _extra_closed_days(self, channel: Channel, days: list[date]) -> tuple[list[int], list[int]]:
        """Closed days next to each open day beyond the closed weekdays, as a run that holds an unusual closure."""
        usual = self.settings.hours[channel]

        def run(day: date, step: int) -> int:
            length, unusual = 0, False
            at = day + timedelta(days=step)
            while length < 30 and not self.is_open(channel, at):
                length += 1
                unusual = unusual or bool(usual.usual_spans(at.weekday()))
                at += timedelta(days=step)
            return length if unusual else 0

        return [run(day, -1) for day in days], [run(day, 1) for day in days]


def days_between(first_day: date, last_day: date) -> list[date]:
    """Every day from the first to the last, inclusive."""
    return [first_day + timedelta(days=k) for k in range((last_day - first_day).days + 1)]


def _names_day(listed: tuple[str, ...], day: date) -> bool:
    return day.isoformat() in listed or f"{day:%m-%d}" in listed
