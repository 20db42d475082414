"""Written work judged by its deadlines: what comes, what is due, and what people have done by then.

No interval is judged by itself. Work may be done from the interval in which it comes until its deadline, what is due
first being done first. What is not done when it is due is missed there: it counts as uncovered once, and holds up
nothing that comes after it, so the missed hours are those that somebody would have had to add.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from staffing.level_work import level_work

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

ROUNDING = 1e-6
"""Hours; what a table has rounded away, nobody has to work."""


@dataclass(frozen=True)
class DeadlineWork:
    """Written work of one queue, in hours of people scheduled.

    Parameters
    ----------
    arriving_hours
        Work that can be begun in each interval and not before, at least 0; in the first also what is open then,
        shape (n,).
    due_hours
        Work whose deadline is the end of each interval, at least 0; never in all more than has arrived, shape (n,).
        On the last also what should be done by then so that the time after it gets no more than its share.
    """

    arriving_hours: Floats
    due_hours: Floats

    def __post_init__(self) -> None:
        if self.arriving_hours.shape != self.due_hours.shape:
            raise ValueError("written work: arriving and due hours are told for the same intervals")
        if not (np.all(self.arriving_hours >= 0) and np.all(self.due_hours >= 0)):
            raise ValueError("written work: arriving and due hours are numbers, 0 or more")
        if np.any(self.due > self.arrived + ROUNDING * (1 + self.arrived)):
            raise ValueError("written work: no more can be due by the end of an interval than has arrived by then")

    @classmethod
    def of_profile(cls, hours: Floats, *, day: Integers) -> "DeadlineWork":
        """Work known only by the hours recommended: there from the first interval of its day, due with the last.

        Parameters
        ----------
        hours
            Of each interval, shape (n,).
        day
            Number of the day of each interval, rising, shape (n,).
        """
        totals = np.bincount(day, weights=hours) if len(day) else np.zeros(0)
        first = np.diff(day, prepend=-1) > 0
        last = np.diff(day, append=np.iinfo(np.int64).max) > 0
        return cls(np.where(first, totals[day], 0.0), np.where(last, totals[day], 0.0))

    @property
    def arrived(self) -> Floats:
        """Work there has been by the end of each interval, summed up, shape (n,)."""
        return np.asarray(np.cumsum(self.arriving_hours))

    @property
    def due(self) -> Floats:
        """Work due by the end of each interval, summed up, shape (n,)."""
        return np.asarray(np.cumsum(self.due_hours))

    def pace(self, open_hours: Floats) -> Floats:
        """Work done by the end of each interval at the most level pace that misses nothing, summed up, shape (n,).

        Parameters
        ----------
        open_hours
            Of each interval, above 0, shape (n,).
        """
        if not len(open_hours):
            return np.zeros(0)
        due = np.minimum(self.due, self.arrived)
        return level_work(due, np.minimum(self.arrived, due[-1]), elapsed=np.cumsum(open_hours))

    def part(self, chosen: NDArray[np.bool_], *, open_hours: Floats) -> "DeadlineWork":
        """The work of some neighbouring intervals: before them all have kept the most level pace, and so shall these.

        What the level pace has done by the last of them is due then, so that a plan leaves the next its share only.
        """
        rows = np.flatnonzero(chosen)
        if not rows.size:
            return DeadlineWork(np.zeros(0), np.zeros(0))
        pace = self.pace(open_hours)
        done = pace[rows[0] - 1] if rows[0] else 0.0
        due = np.maximum(np.minimum(self.due, self.arrived)[rows] - done, 0.0)
        due[-1] = max(due[-1], pace[rows[-1]] - done)
        arrived = np.maximum(self.arrived[rows] - done, due)
        return DeadlineWork(np.diff(arrived, prepend=0.0), np.diff(due, prepend=0.0))


@dataclass(frozen=True)
class DayWork:
    """What a day does of a queue's written work, in hours of people, summed up from the week's first day.

    Parameters
    ----------
    queue, day
        Whose, when.
    arrived_hours
        Work there has been by the day's end, at least 0.
    due_hours
        Work whose deadline has come by then, at most `arrived_hours`.
    pace_hours
        Work done by then at the most level pace.
    lost_hours
        Hours of this day that people on a shift do not work.
    """

    queue: str
    day: date
    arrived_hours: float
    due_hours: float
    pace_hours: float
    lost_hours: float = 0.0


@dataclass(frozen=True)
class WorkedOff:
    """What becomes of written work when so many people are there.

    Parameters
    ----------
    done, missed
        Hours of work done in each interval, and those that miss their deadline at its end, at least 0, shape (n,).
    idle
        Hours of people who find no work, at least 0, shape (n,).
    """

    done: Floats
    missed: Floats
    idle: Floats


def work_off(work: DeadlineWork, capacity: Floats) -> WorkedOff:
    """Works on what is there, what is due first being done first.

    Parameters
    ----------
    work
        Shape (n,).
    capacity
        Hours of people in each interval, at least 0, shape (n,).
    """
    size = len(capacity)
    done, missed = np.zeros(size), np.zeros(size)
    settled = 0.0
    for k, (arrived, due, hours) in enumerate(zip(work.arrived, work.due, capacity.tolist(), strict=True)):
        done[k] = min(hours, max(arrived - settled, 0.0))
        settled += done[k]
        missed[k] = max(due - settled, 0.0)
        settled = max(settled, due)
    missed[missed < ROUNDING] = 0.0
    return WorkedOff(done, missed, np.maximum(capacity - done, 0.0))
