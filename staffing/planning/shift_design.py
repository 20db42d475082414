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
"""Price of an hour of each person missing to as many as the desk wants on duty at any time."""


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
    company
        People wanted at work at the desk, on whatever queue, shape (n,); 0 where the requirement asks for them anyway,
        or where the interval stands in another queue's need of the day; None: nowhere.
    windows
        When the intervals are open, in minutes like `starts_minute`; None: from end to end.
    """

    queue: str
    day: date
    interval_minutes: int
    starts_minute: Floats
    required: Floats
    weight: float = 1.0
    company: Floats | None = None
    windows: OpenWindows | None = None

    @cached_property
    def opened(self) -> OpenWindows:
        """When the intervals are open, in minutes since local midnight."""
        return self.windows or OpenWindows.whole(self.starts_minute, interval_minutes=self.interval_minutes)

    @property
    def can_wait(self) -> bool:
        """Whether uncovered work may be done later, as written work may."""
        return self.weight < 1.0

    def price_of_company(self, at_work: Floats) -> Floats:
        """What is missing of `company` costs, in agent-hours, shape (...); 0 where none is wanted.

        Parameters
        ----------
        at_work
            People at work at the desk in each interval, shape (..., n).
        """
        wanted = np.zeros(len(self.required)) if self.company is None else self.company
        return np.asarray(COMPANY_PRICE * (np.maximum(wanted - at_work, 0) @ self.opened.hours))

    @cached_property
    def levels(self) -> tuple[tuple[Floats, float], ...]:
        """Levels of people, each of shape (n,), and the price of an agent-hour below them."""
        found = [(share * self.required + more, self.weight * price) for share, more, price in LEVELS]
        found.append((np.minimum(self.required, 1.0), self.weight * PRESENCE_PRICE))
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
            company=None if self.company is None else np.maximum(self.company[::2], self.company[1::2]),
            windows=self.opened.in_pairs(),
        )


@dataclass(frozen=True)
class Slot:
    """A shift on a day that somebody has to work."""

    day: date
    shift: DayShift
    queue: str
