"""What a day needs of a queue, priced by level, and a shift on a day that somebody has to work."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from staffing.open_windows import OpenWindows
from staffing.planning.day_shift import DayShift

Floats = NDArray[np.float64]

LEVELS = (
    (0.7, 0.0, 0.03),
    (0.85, 0.0, 0.03),
    (1.0, 0.0, 1.0),
    (1.1, 0.0, 0.02),
    (1.25, 0.5, 0.015),
    (1.5, 1.0, 0.01),
    (2.0, 2.0, 0.005),
)
"""Share of the requirement, people on top of it, and the price of an agent-hour below that level.

What lies below the requirement is dear, and a little dearer the further below, so that a shortage is shared; the
levels above it lead surplus people to where they help most.
"""

WRITTEN_WEIGHT = 0.3
"""Price of an hour below the level pace of written work beside a live one: it may be done later, in time."""

PRESENCE_PRICE = 0.1
"""Price of an hour in which a queue that needs somebody has nobody: so two people do not leave it at once."""

COMPANY_PRICE = 0.1
"""Price of an hour in which the desk's only person works alone."""


@dataclass(frozen=True)
class DayNeed:
    """What a queue needs on one day.

    Parameters
    ----------
    queue, day
        Whose, when.
    interval_minutes
        Length of the grid.
    starts_minute
        Starts in minutes since local midnight, elapsed, shape (n,).
    required
        People to schedule, shape (n,).
    weight
        Price of an uncovered hour beside one of a live queue, above 0.
    alone
        Whether one person is required here and nobody on any other queue, shape (n,); None: nowhere.
    windows
        When the intervals are open, in minutes like `starts_minute`; None: from end to end.
    """

    queue: str
    day: date
    interval_minutes: int
    starts_minute: Floats
    required: Floats
    weight: float = 1.0
    alone: NDArray[np.bool_] | None = None
    windows: OpenWindows | None = None

    @cached_property
    def opened(self) -> OpenWindows:
        """When the intervals are open, in minutes since local midnight."""
        return self.windows or OpenWindows.whole(self.starts_minute, interval_minutes=self.interval_minutes)

    @property
    def can_wait(self) -> bool:
        """Whether uncovered work may be done later, as written work may."""
        return self.weight < 1.0

    @cached_property
    def levels(self) -> tuple[tuple[Floats, float], ...]:
        """Levels of people, each of shape (n,), and the price of an agent-hour below them."""
        found = [(share * self.required + more, self.weight * price) for share, more, price in LEVELS]
        found.append((np.minimum(self.required, 1.0), self.weight * PRESENCE_PRICE))
        if self.alone is not None and self.alone.any():
            found.append((np.where(self.alone, 2.0, 0.0), COMPANY_PRICE))
        return tuple(found)

    def coarser(self) -> "DayNeed":
        """The same need with its intervals joined in pairs, or itself where they do not pair up."""
        double = 2 * self.interval_minutes
        first, second = self.starts_minute[::2], self.starts_minute[1::2]
        if len(first) != len(second) or (first % double).any() or (second - first != self.interval_minutes).any():
            return self
        hours = self.required * self.opened.hours
        return replace(
            self,
            interval_minutes=double,
            starts_minute=first,
            required=(hours[::2] + hours[1::2]) / (self.opened.hours[::2] + self.opened.hours[1::2]),
            alone=None if self.alone is None else self.alone[::2] & self.alone[1::2],
            windows=self.opened.in_pairs(),
        )


@dataclass(frozen=True)
class Slot:
    """A shift on a day that somebody has to work."""

    day: date
    shift: DayShift
    queue: str
