"""How busy a usual week is: contacts, answer rate and waiting by weekday and time of day."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]

WEEKS = 13
"""Weeks of the log that a usual week is read from: a quarter, so that each cell rests on about 13 days."""

DEADLINE_COLUMN = "answered_by_deadline"
"""Of `interval_count`: replies of written queues by the planned deadline."""

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
        Answered within the threshold, of offered less short abandons; for written work answered by the deadline, of
        what was due; 0 to 1, shape (w, t).
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

    @property
    def answer_rate_of_all(self) -> float:
        """The answer rate over the week, weighted by contacts; NaN where no cell has one."""
        weight = np.where(np.isnan(self.answer_rate), 0.0, self.contacts * self.days)
        total = float(np.nansum(weight))
        return float(np.nansum(np.nan_to_num(self.answer_rate) * weight) / total) if total else float("nan")

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


def busy_week(
    counts: pd.DataFrame, waits: pd.DataFrame, *, weeks: int = WEEKS, due_before: date | None = None
) -> BusyWeek:
    """The usual week over the log's last `weeks` weeks.

    Parameters
    ----------
    counts
        The queue's rows of the snapshot's `interval_count`, at least one.
    waits
        The queue's rows of `interval_wait`.
    due_before
        For written work: only what arrived before that day was due by now, and is judged. None: live contacts.
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
    sums["rate"] = _rate(known, due_before=due_before).reindex(sums.index)
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
        is_written=due_before is not None,
    )


def _waits(waits: pd.DataFrame) -> pd.DataFrame:
    """Weekdays by minutes; a written queue has no rows, since nobody waits on the line."""
    return waits.astype({"wait_p80_s": float}).pivot_table(
        index="weekday", columns="minute_of_day", values="wait_p80_s"
    )


def _rate(known: pd.DataFrame, *, due_before: date | None) -> "pd.Series[float]":
    """Share answered in time a cell: of live contacts within the threshold, of written ones by the deadline."""
    if due_before is None:
        sums = _cell_sums(known, "offered", "short_abandoned", "answered_in_threshold")
        judged = sums["offered"] - sums["short_abandoned"]
        return (sums["answered_in_threshold"] / judged.where(judged > 0)).clip(0, 1)
    if DEADLINE_COLUMN not in known:
        return pd.Series(dtype=np.float64)
    days = pd.DatetimeIndex(known["interval_start"]).tz_localize(None)
    sums = _cell_sums(known[days < pd.Timestamp(due_before)], "offered", DEADLINE_COLUMN)
    return (sums[DEADLINE_COLUMN] / sums["offered"].where(sums["offered"] > 0)).clip(0, 1)


def _cell_sums(rows: pd.DataFrame, *columns: str) -> pd.DataFrame:
    return rows.groupby(["weekday", "minute"])[list(columns)].sum().astype(float)


@dataclass(frozen=True)
class DayLeft:
    """What arrived on a day, and how much of it still has no reply."""

    day: date
    received: int
    unanswered: int


def days_left(counts: pd.DataFrame, *, days: int = 90) -> list[DayLeft]:
    """Days of the last `days` on which something arrived that has no reply yet, oldest first."""
    starts = pd.DatetimeIndex(counts["interval_start"]).tz_localize(None).normalize()
    table = counts[["offered", "answered"]].astype(float).groupby(starts).sum()
    table = table[table.index > table.index.max() - pd.Timedelta(days=days)]
    return [
        DayLeft(pd.Timestamp(str(day)).date(), int(row["offered"]), int(row["offered"] - row["answered"]))
        for day, row in table.iterrows()
        if row["offered"] > row["answered"]
    ]
