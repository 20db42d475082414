"""How finely a queue's past is told, which is how finely its future can be."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.calendar import Calendar, days_between
from data.interval_series import IntervalSeries
from data.opening_hours import span_text
from forecasting.outlook import Horizon

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

MINUTES_A_DAY = 1440
NEW_DAYS = 14
"""With fewer complete days a queue's own hours are hardly known."""

_RARE = 0.02
"""A start of day seen so seldom beside the others is a clock change, not a band of its own."""


@dataclass(frozen=True)
class Grain:
    """The stretches into which every day of a queue's past is cut.

    Parameters
    ----------
    minutes
        Where each begins, minutes since local midnight, rising, shape (m,).
    lengths
        How long each is, minutes, shape (m,).
    """

    minutes: Whole
    lengths: Floats

    @classmethod
    def of(cls, series: IntervalSeries) -> "Grain":
        """The grain of a series: the desk's grid, or the bands that its source told."""
        if series.minutes is None:
            minutes = np.unique(series.minute_of_day)
            return cls(minutes, np.full(len(minutes), float(series.interval_minutes)))
        starts, counts = np.unique(series.minute_of_day, return_counts=True)
        starts = starts[counts > _RARE * counts.max(initial=0)]
        at = np.maximum(np.searchsorted(starts, series.minute_of_day, side="right") - 1, 0)
        lengths = np.zeros(len(starts))
        np.maximum.at(lengths, at, series.minutes)
        return cls(starts, lengths)

    @property
    def overlaps(self) -> bool:
        """Whether some days are cut differently from others."""
        return bool(np.any(self.minutes[:-1] + self.lengths[:-1] > self.minutes[1:]))

    @property
    def is_whole_days(self) -> bool:
        """Whether a day is one stretch."""
        return len(self.minutes) == 1

    @property
    def bands(self) -> list[str]:
        """Each stretch as people write it, `09:00-13:00`."""
        ends = self.minutes + self.lengths.astype(np.int64)
        return [span_text(int(start), int(end)) for start, end in zip(self.minutes, ends, strict=True)]

    def column(self, minute: Whole) -> Whole:
        """Which stretch a time of day lies in, shape as `minute`."""
        return np.maximum(np.searchsorted(self.minutes, minute, side="right") - 1, 0)

    def opened(self, series: IntervalSeries) -> Floats:
        """Open share of each interval of a series of this grain, shape (n,)."""
        return np.asarray(series.open_minutes / self.lengths[self.column(series.minute_of_day)])

    def horizon(self, calendar: Calendar, channel: str, *, first_day: date, last_day: date) -> Horizon:
        """The stretches of [first_day, last_day] of which the channel is open for a part."""
        found: list[tuple[pd.Timestamp, float, int, float]] = []
        for day in days_between(first_day, last_day):
            spans = calendar.open_minutes_of_day(channel, day)  # type: ignore[arg-type]
            for start, length in zip(self.minutes, self.lengths, strict=True):
                minutes = sum(max(min(last, start + length) - max(first, start), 0.0) for first, last in spans)
                if minutes > 0:
                    found.append((calendar.instant(day, int(start)), minutes / length, int(start), length))
        starts, opened, minute, lengths = zip(*found, strict=True) if found else ((), (), (), ())
        return Horizon(
            starts=pd.DatetimeIndex(pd.to_datetime(list(starts), utc=True)).tz_convert(calendar.zone).as_unit("us"),
            opened=np.array(opened, dtype=np.float64),
            minute=np.array(minute, dtype=np.int64),
            lengths=np.array(lengths, dtype=np.float64),
        )


def at_one_grain(series: IntervalSeries) -> IntervalSeries:
    """The series itself, or its days as a whole where they are cut in different ways."""
    return as_whole_days(series) if series.minutes is not None and Grain.of(series).overlaps else series


def is_coarse(series: IntervalSeries) -> bool:
    """Whether some of the past is told in other stretches than the desk's intervals."""
    return series.minutes is not None and not np.all(series.minutes == series.interval_minutes)


def is_new(series: IntervalSeries) -> bool:
    """Whether fewer than `NEW_DAYS` days were counted in all their open intervals."""
    complete = pd.Series(~series.missing).groupby(series.date).all()
    return int(complete.sum()) < NEW_DAYS


def as_whole_days(series: IntervalSeries) -> IntervalSeries:
    """The series with its days added up; a day of which a part is missing is missing."""
    row, dates = pd.factorize(series.date)
    starts = pd.DatetimeIndex(dates).tz_localize(
        series.starts.tz, ambiguous=np.ones(len(dates), dtype=bool), nonexistent="shift_forward"
    )

    def summed(column: Floats) -> Floats:
        return np.asarray(np.bincount(row, column, minlength=len(dates)), dtype=np.float64)

    return replace(
        series,
        starts=pd.DatetimeIndex(starts).as_unit("us"),
        open_minutes=np.minimum(summed(series.open_minutes), MINUTES_A_DAY),
        offered=summed(series.offered),
        answered=summed(series.answered),
        talk_seconds=summed(series.talk_seconds),
        hold_seconds=summed(series.hold_seconds),
        after_call_seconds=summed(series.after_call_seconds),
        handled=summed(series.handled),
        minutes=np.full(len(dates), float(MINUTES_A_DAY)),
    )
