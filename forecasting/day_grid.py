"""An `IntervalSeries` laid out as days by time of day, the form in which the models look at the past."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.interval_series import IntervalSeries
from forecasting.grain import Grain

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class DayGrid:
    """One row an open day, one column a time of day at which the desk was ever open.

    Parameters
    ----------
    dates
        Local days with at least one open interval, naive midnight, rising, shape (d,).
    minutes
        Minutes since local midnight, rising, shape (m,).
    counts
        Contacts offered; NaN where closed or missing, shape (d, m).
    opened
        Open share of the interval; 0 where closed, 2 where the clock repeats it, shape (d, m).
    """

    dates: pd.DatetimeIndex
    minutes: NDArray[np.int64]
    counts: Floats
    opened: Floats

    @classmethod
    def of(cls, series: IntervalSeries) -> "DayGrid":
        """The grid of a series; a wall-clock time that the clock repeats is added up."""
        row, dates = pd.factorize(series.date)
        grain = Grain.of(series)
        column = grain.column(series.minute_of_day)
        counts = np.zeros((len(dates), len(grain.minutes)))
        opened = np.zeros_like(counts)
        np.add.at(counts, (row, column), series.offered)
        np.add.at(opened, (row, column), grain.opened(series))
        counts[opened == 0] = np.nan
        return cls(dates=pd.DatetimeIndex(dates), minutes=grain.minutes, counts=counts, opened=opened)

    @cached_property
    def weekday(self) -> NDArray[np.int64]:
        """Monday 0 to Sunday 6, shape (d,)."""
        return np.asarray(self.dates.day_of_week, dtype=np.int64)

    @cached_property
    def seen(self) -> NDArray[np.bool_]:
        """Where contacts were counted, shape (d, m)."""
        return ~np.isnan(self.counts)

    @cached_property
    def counted(self) -> Floats:
        """The counts with 0 where there are none, shape (d, m)."""
        return np.where(self.seen, self.counts, 0.0)

    @cached_property
    def counted_opened(self) -> Floats:
        """The open share where contacts were counted, else 0, shape (d, m)."""
        return np.where(self.seen, self.opened, 0.0)

    @cached_property
    def rates(self) -> Floats:
        """Contacts of a wholly open interval; NaN where closed or missing, shape (d, m)."""
        return self.counts / np.where(self.opened > 0, self.opened, 1.0)

    @cached_property
    def totals(self) -> Floats:
        """Contacts counted on each day, shape (d,); 0 where the whole day is missing."""
        return np.asarray(self.counted.sum(axis=1))

    def where(self, kept: NDArray[np.bool_]) -> "DayGrid":
        """Only the days marked in `kept`, shape (d,)."""
        return DayGrid(dates=self.dates[kept], minutes=self.minutes, counts=self.counts[kept], opened=self.opened[kept])

    def without(self, aside: NDArray[np.bool_]) -> "DayGrid":
        """As if the intervals marked in `aside`, shape (d, m), had not been counted."""
        counts = np.where(aside, np.nan, self.counts)
        return DayGrid(dates=self.dates, minutes=self.minutes, counts=counts, opened=self.opened)
