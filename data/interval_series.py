"""What a queue's past looked like, open interval by open interval."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class IntervalSeries:
    """One queue's open intervals up to `as_of`, with what arrived in each and how long it took.

    Closed intervals are absent. Open intervals in which the source wrote nothing although it usually
    writes are `missing`: their `offered` is NaN, because a hole in the log is not a quiet hour.

    Parameters
    ----------
    queue, channel
        Names from desk.toml.
    interval_minutes
        Length of the desk's grid: 15, 30 or 60.
    starts
        Zone-aware starts, the desk's zone, rising, shape (n,).
    open_minutes
        Minutes of each interval that lie in opening hours, above 0 and at most its length, shape (n,).
    offered
        Contacts that entered the queue, by arrival; NaN where missing, shape (n,).
    answered
        Of these, answered by a person; NaN where missing, shape (n,).
    talk_seconds, hold_seconds, after_call_seconds
        Sums over the contacts that arrived in the interval, seconds, shape (n,).
    handled
        Contacts that these sums rest on (handle time known by `as_of`), shape (n,).
    as_of
        Everything here was known at this instant.
    minutes
        Length of each interval, above 0, where a source told bands or whole days, shape (n,); None: all are
        `interval_minutes` long.

    Raises
    ------
    ValueError
        If shapes differ, starts are naive or do not rise, or a count is negative.
    """

    queue: str
    channel: str
    interval_minutes: int
    starts: pd.DatetimeIndex
    open_minutes: Floats
    offered: Floats
    answered: Floats
    talk_seconds: Floats
    hold_seconds: Floats
    after_call_seconds: Floats
    handled: Floats
    as_of: pd.Timestamp
    minutes: Floats | None = None

    def __post_init__(self) -> None:
        if self.starts.tz is None or self.as_of.tz is None:
            raise ValueError(f"queue {self.queue}: interval starts and as_of carry a time zone; these are naive")
        if not self.starts.is_monotonic_increasing or not self.starts.is_unique:
            raise ValueError(f"queue {self.queue}: interval starts must rise without repeats")
        columns = (self.open_minutes, self.offered, self.answered, self.talk_seconds, self.hold_seconds,
                   self.after_call_seconds, self.handled, self.lengths)  # fmt: skip
        for column in columns:
            if column.shape != (len(self.starts),):
                raise ValueError(f"queue {self.queue}: {len(self.starts)} intervals but a column of {column.shape}")
            if np.nanmin(column, initial=0.0) < 0:
                raise ValueError(f"queue {self.queue}: negative counts or seconds cannot be")

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def lengths(self) -> Floats:
        """Minutes of each interval, shape (n,)."""
        return np.full(len(self), float(self.interval_minutes)) if self.minutes is None else self.minutes

    @property
    def ends(self) -> pd.DatetimeIndex:
        """Where each interval ends, shape (n,).

        One longer than an hour ends where the wall clock says so: a day is over at midnight, though it had 23 hours.
        """
        length = pd.to_timedelta(self.lengths, unit="min")
        elapsed = self.starts + length
        if self.minutes is None or not np.any(self.minutes > 60):
            return elapsed
        wall = (self.starts.tz_localize(None) + length).tz_localize(
            self.starts.tz, ambiguous=np.ones(len(self), dtype=bool), nonexistent="shift_forward"
        )
        return elapsed.where(self.minutes <= 60, wall)

    @property
    def missing(self) -> Flags:
        """Which open intervals the source said nothing about, shape (n,)."""
        return np.isnan(self.offered)

    @property
    def handle_seconds(self) -> Floats:
        """Talk, hold and after-call work together, sums in seconds, shape (n,)."""
        return self.talk_seconds + self.hold_seconds + self.after_call_seconds

    @property
    def weekday(self) -> NDArray[np.int64]:
        """Monday 0 to Sunday 6 in the desk's zone, shape (n,)."""
        return np.asarray(self.starts.day_of_week, dtype=np.int64)

    @property
    def minute_of_day(self) -> NDArray[np.int64]:
        """Wall-clock minutes since midnight, shape (n,); on a clock change one may repeat or be absent."""
        return wall_minutes(self.starts)

    @property
    def date(self) -> pd.DatetimeIndex:
        """The local day of each interval, naive midnight, shape (n,)."""
        return self.starts.tz_localize(None).normalize()

    def before(self, instant: pd.Timestamp) -> "IntervalSeries":
        """The intervals that had ended by `instant`, as they were known later (handle time included)."""
        kept = np.asarray(self.ends <= instant)
        return self.where(kept, as_of=min(instant, self.as_of))

    def where(self, kept: Flags, *, as_of: pd.Timestamp) -> "IntervalSeries":
        """Only the intervals marked in `kept`, shape (n,)."""
        return IntervalSeries(
            queue=self.queue,
            channel=self.channel,
            interval_minutes=self.interval_minutes,
            starts=self.starts[kept],
            open_minutes=self.open_minutes[kept],
            offered=self.offered[kept],
            answered=self.answered[kept],
            talk_seconds=self.talk_seconds[kept],
            hold_seconds=self.hold_seconds[kept],
            after_call_seconds=self.after_call_seconds[kept],
            handled=self.handled[kept],
            as_of=as_of,
            minutes=None if self.minutes is None else self.minutes[kept],
        )


def wall_minutes(starts: pd.DatetimeIndex) -> NDArray[np.int64]:
    """Wall-clock minutes since midnight of zone-aware instants, shape as `starts`."""
    return np.asarray(starts.tz_localize(None), dtype="datetime64[m]").astype(np.int64) % 1440
