"""What a day needs back after something happened, queue by queue, and how far people cover it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from data.calendar import Calendar
from data.desk import Desk
from staffing.coverage import open_windows
from staffing.open_windows import OpenWindows
from staffing.planning.person_day import DAY_MINUTES, DayClock, PersonDay, Span
from staffing.requirement import Requirement
from staffing.speeds import Speeds

Floats = NDArray[np.float64]

SHORT_PEOPLE = 0.05
"""Less than this is not missing."""


@dataclass(frozen=True)
class QueueNeed:
    """One queue's intervals from now on, on one day.

    Parameters
    ----------
    queue, channel
        As in desk.toml.
    windows
        When the intervals are open, in minutes since the day's midnight.
    required
        People to schedule, shape (n,).
    required_before
        People whom the plan was made for, shape (n,).
    is_written
        Whether the work can be done at another hour of the day.
    """

    queue: str
    channel: str
    windows: OpenWindows
    required: Floats
    required_before: Floats
    is_written: bool

    def target(self, scheduled_before: Floats) -> Floats:
        """People to reach: as many as required, less those that the plan lacked from the start, shape (n,)."""
        lacked = np.maximum(self.required_before - scheduled_before, 0.0)
        return np.maximum(self.required - lacked, 0.0)


def day_needs(
    requirements: Sequence[Requirement], before: Mapping[str, Requirement], *, desk: Desk, clock: DayClock, until: int
) -> dict[str, QueueNeed]:
    """The needs of each queue that is open between the clock's midnight and minute `until`.

    Parameters
    ----------
    requirements
        As they are now.
    before
        What the plan was made for, by queue; where a queue is missing, the same as now.
    """
    calendar, found = Calendar.of(desk), {}
    zero, last = clock.midnight.timestamp() / 60, clock.instant(max(until, DAY_MINUTES))
    for requirement in requirements:
        inside = np.asarray((requirement.starts >= clock.midnight) & (requirement.starts < last))
        if inside.any():
            required = requirement.scheduled_agents[inside].astype(np.float64)
            old = before.get(requirement.queue)
            known = required
            if old is not None:
                places = old.starts.get_indexer(requirement.starts[inside])
                known = np.where(places >= 0, old.scheduled_agents[places], required)
            found[requirement.queue] = QueueNeed(
                queue=requirement.queue,
                channel=requirement.channel,
                windows=open_windows(requirement, calendar).of_intervals(inside, zero=zero),
                required=required,
                required_before=np.asarray(known, dtype=np.float64),
                is_written=requirement.is_written,
            )
    return found


class Presence:
    """People on each queue, interval by interval.

    Parameters
    ----------
    needs
        By queue.
    speeds, day
        How fast each person is on that day.
    """

    def __init__(self, needs: Mapping[str, QueueNeed], speeds: Speeds, *, day: date) -> None:
        self.needs = needs
        self._speeds, self._day = speeds, day
        self._begins, size = {}, 0
        for queue, need in needs.items():
            self._begins[queue] = size
            size += len(need.windows)
        self.size = size

    def place(self, queue: str) -> slice:
        """Where a queue's intervals stand in the vectors of all queues."""
        begin = self._begins[queue]
        return slice(begin, begin + len(self.needs[queue].windows))

    def of(self, line: PersonDay) -> Floats:
        """One person's presence on all queues' intervals, shape (size,)."""
        found = np.zeros(self.size)
        for piece in line.pieces:
            if piece.is_contact_work and piece.queue in self.needs:
                windows = self.needs[piece.queue].windows
                span = (float(piece.start), float(piece.end))
                speed = self._speeds.speed(line.person, queue=piece.queue, day=self._day)
                windows.add_presence(found[self.place(piece.queue)], worked=span, people=speed)
        return found

    def together(self, lines: Iterable[PersonDay]) -> Floats:
        """Everybody's, shape (size,)."""
        return np.asarray(sum((self.of(line) for line in lines), np.zeros(self.size)))

    @property
    def hours(self) -> Floats:
        """Open hours of each interval, shape (size,)."""
        parts = [need.windows.hours for need in self.needs.values()]
        return np.concatenate(parts) if parts else np.zeros(0)

    @property
    def is_written(self) -> NDArray[np.bool_]:
        """Whether each interval is one of a written queue, shape (size,)."""
        parts = [np.full(len(need.windows), need.is_written) for need in self.needs.values()]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=bool)

    @property
    def ends(self) -> Floats:
        """When each interval's last open stretch ends, minutes since midnight, shape (size,)."""
        found = np.zeros(self.size)
        for queue, need in self.needs.items():
            np.maximum.at(found[self.place(queue)], need.windows.interval, need.windows.ends)
        return found

    def spans(self, queue: str, chosen: NDArray[np.bool_]) -> list[Span]:
        """The open stretches of the chosen intervals of a queue, those that touch as one, whole minutes."""
        windows, found = self.needs[queue].windows, list[Span]()
        for begin, end, interval in zip(windows.begins, windows.ends, windows.interval, strict=True):
            if chosen[interval]:
                span = (int(begin), int(end))
                touches = bool(found) and found[-1][1] == span[0]
                found[-1:] = [(found[-1][0], span[1])] if touches else [*found[-1:], span]
        return found

    def target(self, scheduled_before: Floats) -> Floats:
        """People to reach on all queues' intervals, shape (size,)."""
        parts = [need.target(scheduled_before[self.place(queue)]) for queue, need in self.needs.items()]
        return np.concatenate(parts) if parts else np.zeros(0)
