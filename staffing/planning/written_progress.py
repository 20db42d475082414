"""How far written work has come while a plan is made: what each day may still do, and what it must."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from data.desk import Desk
from staffing.deadline_work import DayWork, DeadlineWork, work_off
from staffing.planning.shift_design import DayNeed
from staffing.requirement import Requirement

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class QueueWork:
    """The written work of one queue over the plan's days.

    Parameters
    ----------
    work
        Of the intervals within the plan, shape (n,).
    open_hours
        Of each of them, shape (n,).
    days
        Local day of each of them, rising, shape (n,).
    """

    work: DeadlineWork
    open_hours: Floats
    days: tuple[date, ...]


def written_work(requirements: Sequence[Requirement], desk: Desk, *, days: set[date]) -> dict[str, QueueWork]:
    """The work of the written queues on a plan's days."""
    found = {}
    for requirement in (one for one in requirements if one.is_written):
        dates = requirement.starts.tz_convert(desk.zone).date
        inside = np.array([day in days for day in dates], dtype=np.bool_)
        hours = requirement.open_hours
        found[requirement.queue] = QueueWork(
            requirement.deadline_work.part(inside, open_hours=hours), hours[inside], tuple(dates[inside])
        )
    return found


class WrittenProgress:
    """Keeps what people have done day by day, for every written queue.

    Parameters
    ----------
    queues
        By name; those of other queues are not asked for.
    """

    def __init__(self, queues: Mapping[str, QueueWork]) -> None:
        self._queues = queues
        self._pace = {name: queue.work.pace(queue.open_hours) for name, queue in queues.items()}
        self._capacity = {name: np.zeros(len(queue.open_hours)) for name, queue in queues.items()}
        self._settled = dict.fromkeys(queues, 0.0)

    def at_level_pace(self, need: DayNeed) -> DayNeed:
        """The need with the people, in parts of people, that keep the most level pace in place of whole ones."""
        if need.queue not in self._queues:
            return need
        rows = self._rows(need)
        pace = self._pace[need.queue]
        return replace(need, required=np.diff(pace, prepend=0.0)[rows] / self._queues[need.queue].open_hours[rows])

    def with_arrears(self, need: DayNeed) -> DayNeed:
        """The need that brings the day back to the level pace, wherever the days before it have left the work."""
        if need.queue not in self._queues:
            return need
        rows = self._rows(need)
        wanted = np.maximum(self._pace[need.queue][rows] - self._settled[need.queue], 0.0)
        return replace(need, required=np.diff(wanted, prepend=0.0) / self._queues[need.queue].open_hours[rows])

    def ahead(self, needs: Sequence[DayNeed]) -> list[DayWork]:
        """What the days of some needs may do and must do; of the needs that raise the level pace, the rise is lost."""
        found = []
        for need in needs:
            if need.queue in self._queues:
                rows, settled = self._rows(need), self._settled[need.queue]
                work, last = self._queues[need.queue].work, int(rows[-1])
                lost = need.required - self.at_level_pace(need).required
                found.append(
                    DayWork(
                        queue=need.queue,
                        day=need.day,
                        arrived_hours=max(float(work.arrived[last]) - settled, 0.0),
                        due_hours=max(float(work.due[last]) - settled, 0.0),
                        pace_hours=max(float(self._pace[need.queue][last]) - settled, 0.0),
                        lost_hours=float(lost @ need.opened.hours),
                    )
                )
        return found

    def add_day(self, need: DayNeed, scheduled: Floats) -> None:
        """Counts the people that the day has got, after whom nobody is moved any more."""
        if need.queue not in self._queues:
            return
        queue, rows = self._queues[need.queue], self._rows(need)
        self._capacity[need.queue][rows] = scheduled * queue.open_hours[rows]
        until = slice(0, int(rows[-1]) + 1)
        part = DeadlineWork(queue.work.arriving_hours[until], queue.work.due_hours[until])
        done = work_off(part, self._capacity[need.queue][until])
        self._settled[need.queue] = float(done.done.sum() + done.missed.sum())

    def _rows(self, need: DayNeed) -> NDArray[np.int64]:
        return np.flatnonzero([day == need.day for day in self._queues[need.queue].days])
