"""When the intervals of a queue are open: whole, or from the middle where a desk opens at a quarter past."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_ROUNDING = 1e-6


@dataclass(frozen=True)
class OpenWindows:
    """The open stretches of some intervals.

    Parameters
    ----------
    begins, ends
        Of each stretch, minutes of any zero, half-open, rising, shape (m,).
    interval
        Number of the interval that it lies in, rising, shape (m,).
    open_minutes
        Sum of each interval's stretches, above 0, shape (n,).
    """

    begins: Floats
    ends: Floats
    interval: Integers
    open_minutes: Floats

    def __post_init__(self) -> None:
        if not self.begins.shape == self.ends.shape == self.interval.shape:
            raise ValueError("open windows: each stretch has a begin, an end and the number of its interval")
        if np.any(self.open_minutes <= 0):
            raise ValueError("open windows: an interval that is never open has no place here")

    def __len__(self) -> int:
        return len(self.open_minutes)

    @property
    def hours(self) -> Floats:
        """Open hours of each interval, shape (n,)."""
        return np.asarray(self.open_minutes / 60)

    @classmethod
    def whole(cls, starts_minute: Floats, *, interval_minutes: int) -> "OpenWindows":
        """Intervals that are open from end to end."""
        size = len(starts_minute)
        return cls(
            starts_minute, starts_minute + interval_minutes, np.arange(size), np.full(size, float(interval_minutes))
        )

    @classmethod
    def within(
        cls,
        starts_minute: Floats,
        *,
        interval_minutes: int,
        open_minutes: Floats,
        spans: Sequence[tuple[float, float]],
    ) -> "OpenWindows":
        """Intervals of which some are open for a part.

        Parameters
        ----------
        starts_minute
            Starts of the intervals, rising, shape (n,).
        open_minutes
            Above 0 and at most the interval, shape (n,).
        spans
            Opening spans in the unit and zero of `starts_minute`, rising. An interval open in part is open where they
            say; where they say otherwise, from its start.
        """
        begins, ends, numbers = [], [], []
        for k, (start, minutes) in enumerate(zip(starts_minute.tolist(), open_minutes.tolist(), strict=True)):
            pieces = [(start, start + minutes)]
            if minutes < interval_minutes - _ROUNDING:
                inside = [(max(a, start), min(b, start + interval_minutes)) for a, b in spans]
                told = [(a, b) for a, b in inside if a < b]
                pieces = told if abs(sum(b - a for a, b in told) - minutes) < _ROUNDING else pieces
            begins += [a for a, _ in pieces]
            ends += [b for _, b in pieces]
            numbers += [k] * len(pieces)
        return cls(np.array(begins), np.array(ends), np.array(numbers, dtype=np.int64), open_minutes)

    def of_intervals(self, chosen: NDArray[np.bool_], *, zero: float = 0.0) -> "OpenWindows":
        """The windows of some intervals, counted from another zero."""
        kept, number = chosen[self.interval], np.cumsum(chosen) - 1
        return OpenWindows(
            self.begins[kept] - zero,
            self.ends[kept] - zero,
            number[self.interval[kept]],
            self.open_minutes[chosen],
        )

    def in_pairs(self) -> "OpenWindows":
        """The same stretches, with every two neighbouring intervals taken as one."""
        joined = self.open_minutes[::2] + self.open_minutes[1::2]
        return replace(self, interval=self.interval // 2, open_minutes=joined)

    def add_presence(self, scheduled: Floats, *, worked: tuple[float, float], people: float) -> None:
        """Adds `people` to each interval, in place, by the share of its open time that lies in the span `worked`.

        Parameters
        ----------
        scheduled
            People in each interval, changed in place, shape (n,).
        worked
            Start and end, in the unit and zero of the windows.
        people
            How many are there: 1 times the proficiency, for one person.
        """
        first = int(np.searchsorted(self.ends, worked[0], side="right"))
        last = int(np.searchsorted(self.begins, worked[1], side="left"))
        overlap = np.minimum(self.ends[first:last], worked[1]) - np.maximum(self.begins[first:last], worked[0])
        at = self.interval[first:last]
        np.add.at(scheduled, at, people * np.maximum(overlap, 0) / self.open_minutes[at])
