"""When a desk is open, and what is special about each of its days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.channel import Channel
from data.desk import Desk, DeskSettings
from data.events import Event
from data.money_days import MoneyRule, money_dates, month_ends
from data.opening_hours import within_day
from data.public_holidays import Holiday, PublicHolidays

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]

_LONGEST_CLOSURE_DAYS = 30
"""A closure counts as no longer than this."""

_MARGIN_DAYS = 45
"""So many days beyond a span tell all of its drivers: a month, and a closure."""

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


@dataclass(frozen=True, eq=False)
class Calendar:
    """Opening hours, business days and drivers of one desk. What was asked of one is not known of another.

    Parameters
    ----------
    settings
        desk.toml.
    events
        events.csv.
    official_holidays
        holidays.csv.
    """

    settings: DeskSettings
    events: tuple[Event, ...] = ()
    official_holidays: tuple[Holiday, ...] = ()

    @classmethod
    def of(cls, desk: Desk) -> "Calendar":
        """The calendar of a desk."""
        return cls(settings=desk.settings, events=desk.events, official_holidays=desk.holidays)

    def __getstate__(self) -> dict[str, object]:
        """What it was made of: what it remembers is found again sooner than it is sent to another process."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    @cached_property
    def zone(self) -> ZoneInfo:
        """The desk's time zone."""
        return ZoneInfo(self.settings.time_zone)

    @cached_property
    def holidays(self) -> PublicHolidays:
        """The public holidays of the desk's country."""
        return PublicHolidays(self.settings.country, self.official_holidays)

    def is_closed_by_desk(self, day: date) -> bool:
        """Whether `closed_on` names the day."""
        return _names_day(self.settings.closed_on, day)

    def is_holiday(self, day: date) -> bool:
        """Whether the day is a public holiday that `open_on` does not set aside."""
        return self.holidays.is_holiday(day) and not _names_day(self.settings.open_on, day)

    def spans_begun(self, channel: Channel, day: date) -> list[tuple[int, int]]:
        """Opening spans that begin on the day, in minutes since its midnight, rising; the last may end after 1440.

        A dated exception stands over `closed_on`, which stands over public holidays, which stand over the weekday.
        """
        key = (channel, day)
        if key not in self._asked:
            self._asked[key] = self._spans_begun(channel, day)
        return self._asked[key]

    @cached_property
    def _asked(self) -> dict[tuple[Channel, date], list[tuple[int, int]]]:
        """Days that were asked for once are asked for often: each day for its own hours, and as an eve."""
        return {}

    def _spans_begun(self, channel: Channel, day: date) -> list[tuple[int, int]]:
        hours = self.settings.hours[channel]
        exception = hours.begun_on_exception(day)
        if exception is not None:
            return exception
        if self.is_closed_by_desk(day):
            return []
        if self.is_holiday(day):
            return hours.begun_on_holiday()
        return hours.begun_on_weekday(day.weekday())

    def open_minutes_of_day(self, channel: Channel, day: date) -> list[tuple[int, int]]:
        """Opening spans between a day's two midnights, in minutes since the first, rising; empty where closed.

        What began on the eve and runs over midnight is among them.
        """
        key = (channel, day)
        if key not in self._within:
            eve = self.spans_begun(channel, day - timedelta(days=1))
            self._within[key] = within_day(self.spans_begun(channel, day), of_eve=eve)
        return self._within[key]

    @cached_property
    def _within(self) -> dict[tuple[Channel, date], list[tuple[int, int]]]:
        """The same of the days between their midnights, which closures look at from all the days around them."""
        return {}

    def is_open(self, channel: Channel, day: date) -> bool:
        """Whether the channel is open for any part of the day."""
        return bool(self.open_minutes_of_day(channel, day))

    def open_spans(self, channel: Channel, day: date) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
        """Opening spans between a day's two midnights as zone-aware instants, half-open."""
        begins, ends = self.open_stretches(channel, [day])
        return list(zip(begins, ends, strict=True))

    def open_stretches(
        self, channel: Channel, days: Sequence[date], *, by_begin: bool = False
    ) -> tuple[pd.DatetimeIndex, pd.DatetimeIndex]:
        """Opening spans of some days as zone-aware instants, half-open; those that the clock jumps over are left out.

        Parameters
        ----------
        days
            Rising.
        by_begin
            Whole spans, by the day on which they begin, rather than what lies between each day's two midnights.

        Returns
        -------
        tuple
            Begins and ends, rising, shape (m,) each.
        """
        spans = self.spans_begun if by_begin else self.open_minutes_of_day
        found = [(day, start, end) for day in days for start, end in spans(channel, day)]
        begins = self.instants([day for day, _, _ in found], [start for _, start, _ in found])
        ends = self.instants([day for day, _, _ in found], [end for _, _, end in found])
        lasting = begins < ends
        return begins[lasting], ends[lasting]

    def instant(self, day: date, minute: int) -> pd.Timestamp:
        """The moment when the wall clock of `day` shows `minute` minutes since midnight (1440: next midnight).

        Where the clock jumps over that time, the moment of the jump's end counts; where it repeats, the first.
        """
        return self.instants([day], [minute])[0]

    def instants(self, days: Sequence[date], minutes: Sequence[int]) -> pd.DatetimeIndex:
        """As `instant`, for a minute of each of some days, shape (n,)."""
        since_1970 = np.array([day.toordinal() for day in days], dtype=np.int64) - date(1970, 1, 1).toordinal()
        midnights = since_1970.astype("datetime64[D]").astype("datetime64[us]")
        walls = pd.DatetimeIndex(midnights + np.array(list(minutes), dtype="timedelta64[m]"))
        first_of_two = np.ones(len(walls), dtype=bool)
        return pd.DatetimeIndex(walls.tz_localize(self.zone, ambiguous=first_of_two, nonexistent="shift_forward"))

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
        length = pd.Timedelta(minutes=self.settings.interval_minutes)
        end = self.instant(last_day + timedelta(days=1), 0)
        grid = pd.date_range(self.instant(first_day, 0), end, freq=length, inclusive="left").as_unit("us")
        begins, ends = self.open_stretches(channel, days_between(first_day, last_day))
        first = np.asarray(grid.searchsorted(begins, side="right")) - 1
        cells = np.asarray(grid.searchsorted(ends, side="left")) - first
        stretch = np.repeat(np.arange(len(begins)), cells)
        at = np.arange(len(stretch)) - np.repeat(np.cumsum(cells) - cells, cells) + first[stretch]
        starts = grid[at]
        return pd.DataFrame(
            {
                "interval_start": starts,
                "open_from": starts.where(starts > begins[stretch], begins[stretch]),
                "open_until": (starts + length).where(starts + length < ends[stretch], ends[stretch]),
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
        """Days on which bills reach customers, moved by `billing_rule`, within the span, inclusive."""
        return self._money_dates(self.settings.billing_days, self.settings.billing_rule, first_day, last_day)

    def closing_dates(self, first_day: date, last_day: date) -> list[date]:
        """Days on which customers' accounts are closed, moved by `closing_rule`, within the span, inclusive."""
        return self._money_dates(self.settings.closing_days, self.settings.closing_rule, first_day, last_day)

    def debit_dates(self, first_day: date, last_day: date) -> list[date]:
        """Days on which customers' accounts are debited, moved by `debit_rule`, within the span, inclusive."""
        return self._money_dates(self.settings.debit_days, self.settings.debit_rule, first_day, last_day)

    def gotobi_dates(self, first_day: date, last_day: date) -> list[date]:
        """Days ending in 5 or 0 (五十日), moved by `gotobi_rule`, within the span, inclusive."""
        return self._money_dates(self.settings.gotobi_days, self.settings.gotobi_rule, first_day, last_day)

    def month_end_dates(self, first_day: date, last_day: date) -> list[date]:
        """The last business day of each month within the span, inclusive: banks work and `closed_on` is silent.

        A month of which the desk closes every banking day has none.
        """
        found = []
        for last in month_ends(first_day, last_day):
            days = (last.replace(day=number) for number in range(last.day, 0, -1))
            worked = (d for d in days if self.holidays.is_banking_day(d) and not self.is_closed_by_desk(d))
            found += [day for day in [next(worked, None)] if day is not None and first_day <= day <= last_day]
        return found

    def _money_dates(self, numbers: tuple[int, ...], rule: MoneyRule, first_day: date, last_day: date) -> list[date]:
        return money_dates(numbers, rule=rule, holidays=self.holidays, first_day=first_day, last_day=last_day)

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
        days = days_between(first_day - timedelta(days=_MARGIN_DAYS), last_day + timedelta(days=_MARGIN_DAYS))
        opens = np.array([self.is_open(channel, day) for day in days])
        row = np.flatnonzero(opens)
        # counted from the first: to turn so many dates into NumPy's one by one takes longer than all that follows
        dated = np.datetime64(days[0], "D") + row
        at, month = np.arange(len(row)), dated.astype("datetime64[M]")
        before, after = self._extra_closed_days(channel, days, opens)
        table = pd.DataFrame(
            {
                "weekday": np.array([day.weekday() for day in days], dtype=np.int32)[row],
                "from_month_start": at - np.searchsorted(month, month) + 1,
                "from_month_end": np.searchsorted(month, month, side="right") - at,
                "days_after_billing": self._days_after_billing(dated),
                "closed_days_before": before[row],
                "closed_days_after": after[row],
                "holiday": np.array([self.is_holiday(days[each]) for each in row], dtype=np.bool_),
            },
            index=pd.DatetimeIndex(dated.astype("datetime64[s]"), name="date"),
        )
        return table[(row >= _MARGIN_DAYS) & (row < len(days) - _MARGIN_DAYS)]

    def _days_after_billing(self, days: NDArray[np.datetime64]) -> Floats:
        after = np.full(len(days), np.nan)
        if not len(days):
            return after
        billing = np.array(self.billing_dates(days[0].item(), days[-1].item()), dtype="datetime64[D]")
        for at in np.searchsorted(days, billing).tolist():
            for distance in (-1, 5, 4, 3, 2, 1, 0):
                # A billing day stays one, though the next follows on the morrow.
                if 0 <= at + distance < len(days) and not (distance < 0 and after[at + distance] == 0):
                    after[at + distance] = distance
        return after

    def _extra_closed_days(self, channel: Channel, days: list[date], opens: Flags) -> tuple[Whole, Whole]:
        """Closed days before and after each day beyond the closed weekdays, as a run that holds an unusual closure."""
        usual = [bool(self.settings.hours[channel].usual_spans(weekday)) for weekday in range(7)]
        unusual = np.array([usual[day.weekday()] for day in days]) & ~opens
        return _closed_run_before(opens, unusual), _closed_run_before(opens[::-1], unusual[::-1])[::-1]


def _closed_run_before(opens: Flags, unusual: Flags) -> Whole:
    """How many days are closed just before each, 0 where none of them is unusual, shape (d,)."""
    at = np.arange(len(opens))
    newest_open = np.maximum.accumulate(np.where(opens, at, -1))
    length = np.minimum(at - np.concatenate([[-1], newest_open[:-1]]) - 1, _LONGEST_CLOSURE_DAYS)
    unusual_until = np.concatenate([[0], np.cumsum(unusual)])
    return np.where(unusual_until[at] > unusual_until[at - length], length, 0)


def days_between(first_day: date, last_day: date) -> list[date]:
    """Every day from the first to the last, inclusive."""
    return [first_day + timedelta(days=k) for k in range((last_day - first_day).days + 1)]


def _names_day(listed: tuple[str, ...], day: date) -> bool:
    whole = day.isoformat()
    return whole in listed or whole[5:] in listed
