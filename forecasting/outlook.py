"""What a model says, before handle time and names are put to it."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.calendar import Calendar, OpenIntervals
from data.interval_series import IntervalSeries, wall_minutes
from data.remark import Remark
from forecasting.forecast import NamedEffect, mean_of_root
from forecasting.tail import USUAL_TAIL, Tail

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Horizon:
    """The open intervals to forecast.

    Parameters
    ----------
    starts
        Zone-aware, rising, shape (n,).
    opened
        Open share of each interval, above 0 and at most 1, shape (n,).
    minute
        Wall-clock minutes since midnight at which each begins, shape (n,); None: as `starts` tells. A clock change
        may move the start of a band, yet it stays the same band.
    lengths
        Minutes of each interval, shape (n,); None: all are the desk's.
    """

    starts: pd.DatetimeIndex
    opened: Floats
    minute: NDArray[np.int64] | None = None
    lengths: Floats | None = None

    @classmethod
    def of(cls, intervals: OpenIntervals, *, interval_minutes: int) -> "Horizon":
        """The horizon of the calendar's open intervals."""
        return cls(starts=intervals.starts, opened=intervals.open_minutes / interval_minutes)

    def since(self, instant: pd.Timestamp) -> "Horizon":
        """The intervals that start at the instant or later."""
        ahead = np.asarray(self.starts >= instant)
        return Horizon(
            starts=self.starts[ahead],
            opened=self.opened[ahead],
            minute=None if self.minute is None else self.minute[ahead],
            lengths=None if self.lengths is None else self.lengths[ahead],
        )

    def after(self, elapsed: "Horizon") -> "Horizon":
        """These intervals with those that have elapsed before them."""
        return Horizon(
            starts=pd.DatetimeIndex(elapsed.starts.append(self.starts)),
            opened=np.concatenate([elapsed.opened, self.opened]),
            minute=np.concatenate([elapsed.minute_of_day, self.minute_of_day]),
        )

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def dates(self) -> pd.DatetimeIndex:
        """The local day of each interval, naive midnight, shape (n,)."""
        return self.starts.tz_localize(None).normalize()

    @property
    def weekday(self) -> NDArray[np.int64]:
        """Monday 0 to Sunday 6, shape (n,)."""
        return np.asarray(self.starts.day_of_week, dtype=np.int64)

    @property
    def minute_of_day(self) -> NDArray[np.int64]:
        """Wall-clock minutes since midnight, shape (n,)."""
        if self.minute is not None:
            return self.minute
        return wall_minutes(self.starts)


@dataclass(frozen=True)
class Outlook:
    """Expected contacts of a horizon with their spread, as `Forecast` holds them.

    Parameters
    ----------
    root_mean, day_spread, root_spread
        See `Forecast`, shape (n,).
    effects, remarks
        See `Forecast`.
    shape_spread
        How much of an interval's own root spread hours of the day share in patterns: relative changes of the root by
        one standard deviation of each pattern, shape (n, r); None: nothing. Only what has arrived of a day makes them
        known; until then they are part of `root_spread`.
    tail
        See `Forecast`.
    """

    root_mean: Floats
    day_spread: Floats
    root_spread: Floats
    effects: tuple[NamedEffect, ...] = field(default=())
    remarks: tuple[Remark, ...] = field(default=())
    shape_spread: Floats | None = None
    tail: Tail = USUAL_TAIL

    @property
    def deviation(self) -> Floats:
        """Standard deviation of an interval's root before the tail bends it, of the day's and its own, shape (n,)."""
        return np.hypot(self.root_mean * self.day_spread, self.root_spread)

    @property
    def mean(self) -> Floats:
        """Expected contacts, shape (n,)."""
        return mean_of_root(self.root_mean, self.deviation * self.tail.spread)


FitModel = Callable[[IntervalSeries, Calendar, Horizon], Outlook]
"""A model: from the past, the calendar and the intervals ahead to what it expects of them."""
