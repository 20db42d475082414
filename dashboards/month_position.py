"""How much more or less than usual comes near the month's ends and the billing day."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.calendar import Calendar
from data.channel import Channel

WEEKS_AROUND = 8
"""Same weekdays before and after a day that say what is usual: enough for a median, few enough to follow a trend."""

NEAR = 5
"""Business days from each end of the month that are shown."""


@dataclass(frozen=True)
class PositionIndex:
    """One position: its kind (`start`, `end`, `billing`), its distance in business days, and what days there brought.

    Parameters
    ----------
    kind
        `start`: n-th open day of the month; `end`: n-th from its end, 1 the last; `billing`: open days after it.
    distance
        1 and more for `start` and `end`; -1 and more for `billing`.
    index
        Mean of the day's contacts divided by the usual ones of its weekday; 1.0 is usual.
    error
        Standard error of that mean; NaN with fewer than two days.
    days
        How many days it rests on.
    """

    kind: str
    distance: int
    index: float
    error: float
    days: int


@dataclass(frozen=True)
class MonthPosition:
    """Indices of all positions, and how many days of the log were compared."""

    positions: tuple[PositionIndex, ...]
    days: int

    @property
    def highest(self) -> PositionIndex | None:
        """The position with the highest index that rests on at least two days."""
        known = [each for each in self.positions if each.days >= 2]
        return max(known, key=lambda each: each.index) if known else None


def month_position(counts: pd.DataFrame, calendar: Calendar, *, channel: Channel) -> MonthPosition:
    """Indices by position in the month and around the billing day.

    Parameters
    ----------
    counts
        The queue's rows of the snapshot's `interval_count`; days with a hole are left out.
    """
    index = _day_index(counts)
    if index.empty:
        return MonthPosition((), 0)
    drivers = calendar.drivers(channel, index.index[0].date(), index.index[-1].date())
    table = drivers.join(index.rename("index"), how="inner")
    found = [
        *_positions(table, "from_month_start", kind="start", shown=range(1, NEAR + 1)),
        *_positions(table, "from_month_end", kind="end", shown=range(NEAR, 0, -1)),
        *_positions(table, "days_after_billing", kind="billing", shown=range(-1, 4)),
    ]
    return MonthPosition(tuple(found), len(table))


def _day_index(counts: pd.DataFrame) -> "pd.Series[float]":
    """Each complete day's contacts divided by the median of the same weekdays around it, itself left out."""
    days = pd.DatetimeIndex(counts["interval_start"]).tz_localize(None).normalize()
    offered = counts["offered"].astype(float)
    counted = offered.groupby(days).sum(skipna=False).dropna()
    opened, totals = pd.DatetimeIndex(counted.index), counted.to_numpy(dtype=np.float64)
    window = np.timedelta64(7 * WEEKS_AROUND, "D")
    usual = np.full(len(totals), np.nan)
    for k, day in enumerate(opened):
        near = (opened.day_of_week == day.weekday()) & (np.abs(opened.to_numpy() - day.to_datetime64()) <= window)
        near[k] = False
        if near.sum() >= WEEKS_AROUND - 1:
            usual[k] = np.median(totals[near])
    index = np.divide(totals, usual, out=np.full(len(totals), np.nan), where=usual > 0)
    return pd.Series(index, index=opened).dropna()


def _positions(table: pd.DataFrame, column: str, *, kind: str, shown: range) -> list[PositionIndex]:
    found = []
    for distance in shown:
        values = table.loc[table[column] == distance, "index"].to_numpy(dtype=np.float64)
        if len(values):
            error = float(np.std(values, ddof=1) / np.sqrt(len(values))) if len(values) > 1 else np.nan
            found.append(PositionIndex(kind, distance, float(values.mean()), error, len(values)))
    return found
