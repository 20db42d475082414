"""How busy a usual week is: contacts, answer rate and waiting by weekday and time of day."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]

WEEKS = 13
"""Weeks of the log that a usual week is read from: a quarter, so that each cell rests on about 13 days."""

LEAST_CONTACTS = 30
"""Contacts below which an 80th percentile says little: six of them would decide it."""


@dataclass(frozen=True)
class BusyWeek:
    """A usual week of one queue: rows are weekdays that are ever open, columns times of day; NaN where closed.

    Parameters
    ----------
    first_day, last_day
        The span of the log that it rests on, local days, inclusive.
    interval_minutes
        Length of the grid.
    weekdays
        Monday 0 to Sunday 6, rising, shape (w,).
    minutes
        Minutes since midnight, rising, shape (t,).
    contacts
        Mean contacts offered an interval, shape (w, t).
    answer_rate
        Answered within the threshold, of offered less short abandons, 0 to 1; NaN for written work, shape (w, t).
    wait_p80_seconds
        80th percentile of the wait, seconds, shape (w, t).
    days
        Days that the mean rests on, shape (w, t).
    is_written
        Whether customers wait for a reply by a deadline, not on the line.
    """

    first_day: date
    last_day: date
    interval_minutes: int
    weekdays: tuple[int, ...]
    minutes: tuple[int, ...]
    contacts: Floats
    answer_rate: Floats
    wait_p80_seconds: Floats
    days: Floats
    is_written: bool = False

    def __post_init__(self) -> None:
        shape = (len(self.weekdays), len(self.minutes))
        for name in ("contacts", "answer_rate", "wait_p80_seconds", "days"):
            if getattr(self, name).shape != shape:
                raise ValueError(f"busy week: {name} has shape {getattr(self, name).shape}, not {shape}")

    def busiest(self, count: int) -> list["BusyCell"]:
        """The cells with the most contacts, busiest first."""
        flat = np.where(np.isnan(self.contacts), -1.0, self.contacts).ravel()
        chosen = np.argsort(-flat, kind="stable")[:count]
        return [self._cell(int(k)) for k in chosen if flat[k] > 0]

    def easiest(self, count: int) -> list["BusyCell"]:
        """The cells with the shortest wait among those that rest on enough contacts; of equals the best answered."""
        worth = np.where(self.contacts * self.days >= LEAST_CONTACTS, self.wait_p80_seconds, np.inf).ravel()
        worth = np.where(np.isnan(worth), np.inf, worth)
        unanswered = 1 - np.nan_to_num(self.answer_rate.ravel())
        chosen = np.lexsort((unanswered, np.round(worth)))[:count]
        return [self._cell(int(k)) for k in chosen if np.isfinite(worth[k])]

    def _cell(self, flat: int) -> "BusyCell":
        row, column = divmod(flat, len(self.minutes))
        return BusyCell(
            weekday=self.weekdays[row],
            minute=self.minutes[column],
            contacts=float(self.contacts[row, column]),
            answer_rate=float(self.answer_rate[row, column]),
            wait_p80_seconds=float(self.wait_p80_seconds[row, column]),
        )


@dataclass(frozen=True)
class BusyCell:
    """One weekday and time of a usual week; NaN where a value is unknown."""

    weekday: int
    minute: int
    contacts: float
    answer_rate: float
    wait_p80_seconds: float


def busy_week(counts: pd.DataFrame, waits: pd.DataFrame, *, weeks: int = WEEKS, is_written: bool = False) -> BusyWeek:
    """The usual week over the log's last `weeks` weeks.

    Parameters
    ----------
    counts
        The queue's rows of the snapshot's `interval_count`, at least one.
    waits
        The queue's rows of `interval_wait`.
    is_written
        Whether customers wait for a reply by a deadline: then there is no answer rate.
    """
    starts = pd.DatetimeIndex(counts["interval_start"])
    days = starts.tz_localize(None).normalize()
    since = days.max() - pd.Timedelta(weeks=weeks) + pd.Timedelta(days=1)
    recent = counts.assign(weekday=starts.day_of_week, minute=starts.hour * 60 + starts.minute)[days >= since]
    known = recent.dropna(subset=["offered"])
    cells = known.groupby(["weekday", "minute"])
    sums = cells[["offered"]].sum().astype(float)
    sums["days"] = cells.size()
    sums["contacts"] = sums["offered"] / sums["days"]
    sums["rate"] = np.nan if is_written else _rate(known).reindex(sums.index)
    grids = {name: sums[name].unstack() for name in ("contacts", "rate", "days")}
    weekdays, minutes = grids["contacts"].index, grids["contacts"].columns
    return BusyWeek(
        first_day=max(since, days.min()).date(),
        last_day=days.max().date(),
        interval_minutes=int(counts["interval_minutes"].iloc[0]),
        weekdays=tuple(int(each) for each in weekdays),
        minutes=tuple(int(each) for each in minutes),
        contacts=grids["contacts"].to_numpy(dtype=np.float64),
        answer_rate=grids["rate"].to_numpy(dtype=np.float64),
        wait_p80_seconds=_waits(waits).reindex(index=weekdays, columns=minutes).to_numpy(dtype=np.float64),
        days=grids["days"].to_numpy(dtype=np.float64),
        is_written=is_written,
    )


def _waits(waits: pd.DataFrame) -> pd.DataFrame:
    """Weekdays by minutes; a written queue has no rows, since nobody waits on the line."""
    return waits.astype({"wait_p80_s": float}).pivot_table(
        index="weekday", columns="minute_of_day", values="wait_p80_s"
    )


def _rate(known: pd.DataFrame) -> "pd.Series[float]":
    """Share answered within the threshold a cell."""
    columns = ["offered", "short_abandoned", "answered_in_threshold"]
    sums = known.groupby(["weekday", "minute"])[columns].sum().astype(float)
    judged = sums["offered"] - sums["short_abandoned"]
    return (sums["answered_in_threshold"] / judged.where(judged > 0)).clip(0, 1)


@dataclass(frozen=True)
class WeekdayReplies:
    """What arrived on a weekday, and how much of what was due had its reply by the deadline.

    Parameters
    ----------
    weekday
        Monday 0 to Sunday 6, of the day of receipt.
    received
        Contacts.
    share
        Answered by the planned deadline, of those of which it is known, 0 to 1; NaN where none is.
    """

    weekday: int
    received: int
    share: float


def weekday_replies(answered: pd.DataFrame, *, weeks: int = WEEKS) -> list[WeekdayReplies]:
    """Replies by weekday of receipt over the last `weeks` weeks; from rows of the snapshot's `written_answered`."""
    days = pd.DatetimeIndex(pd.to_datetime(answered["date"]))
    recent = answered[days > days.max() - pd.Timedelta(weeks=weeks)]
    sums = recent.groupby(pd.DatetimeIndex(pd.to_datetime(recent["date"])).day_of_week)[
        ["offered", "due", "in_deadline"]
    ].sum()
    share = (sums["in_deadline"] / sums["due"].where(sums["due"] > 0)).astype(float)
    return [WeekdayReplies(int(str(day)), int(sums["offered"][day]), float(share[day])) for day in sums.index]


def share_by_deadline(answered: pd.DataFrame, *, weeks: int = WEEKS) -> float:
    """Answered by the deadline, of what was due over the last `weeks` weeks, 0 to 1; NaN where nothing was."""
    days = pd.DatetimeIndex(pd.to_datetime(answered["date"]))
    recent = answered[days > days.max() - pd.Timedelta(weeks=weeks)]
    due = float(recent["due"].sum())
    return float(recent["in_deadline"].sum()) / due if due else float("nan")


@dataclass(frozen=True)
class DayLeft:
    """What arrived on a day, and how much of it still has no reply."""

    day: date
    received: int
    unanswered: int


def days_left(answered: pd.DataFrame, *, days: int = 90) -> list[DayLeft]:
    """Days of the last `days` on which something arrived that has no reply yet, oldest first.

    Parameters
    ----------
    answered
        The queue's rows of `written_answered`.
    """
    rows = answered.assign(date=pd.to_datetime(answered["date"])).sort_values("date")
    recent = rows[rows["date"] > rows["date"].max() - pd.Timedelta(days=days)]
    return [
        DayLeft(row["date"].date(), int(row["offered"]), int(row["offered"] - row["answered"]))
        for row in recent.to_dict("records")
        if row["offered"] > row["answered"]
    ]
