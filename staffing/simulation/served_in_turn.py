"""First come, first served, by people whose number changes: when each contact of given days is answered.

One rule, computed twice, with the same starts to the last digit. At any instant the first of the queue is answered if
fewer are busy than people are there; so when people leave, whoever is busy finishes, and after the last interval its
people stay until nobody waits.

- `serve_day` follows one day with a heap of the instants at which people become free: any handful of days.
- `serve_days` follows many days at once, the i-th contact of every day in one step. With n people there, a contact
  starts when the n-th latest of all ends so far has passed (then fewer than n are busy), but not before it arrives;
  if that lies beyond the next change of people, the question is put again from there. Sorted ends of all days stand in
  one array, and a new end finds its place in each by a minimum and a maximum.
"""

import heapq
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_FOREVER = float(np.finfo(np.float64).max)


@dataclass(frozen=True, eq=False)
class PeopleThere:
    """How many people are there from which second on, without repetition.

    Parameters
    ----------
    since
        Seconds, ascending; the first stretch begins before everything.
    people
        Whole numbers from 0, shape as `since`; for `serve_days` also by day, shape (stretches, days).
    """

    since: Floats
    people: Integers

    @classmethod
    def by_interval(cls, people: Integers, interval_seconds: float) -> "PeopleThere":
        """Neighbouring intervals with as many people are one stretch; people by interval, or by interval and day."""
        changed = np.flatnonzero(np.diff(people, axis=0, prepend=-1).reshape(len(people), -1).any(axis=1))
        since = np.asarray(changed * interval_seconds, dtype=np.float64)
        since[0] = -np.inf
        return cls(since, people[changed])


class People:
    """The people of one day, asked by one contact after the other in order of arrival."""

    def __init__(self, there: PeopleThere) -> None:
        self._people: list[int] = there.people.tolist()
        self._next_change: list[float] = [*there.since[1:].tolist(), np.inf]
        self._stretch = 0
        self._not_before = -np.inf  # nobody who comes from now on starts sooner
        self._busy_until: list[float] = []

    def answer(self, arrival: float, latest: float, handle_seconds: float) -> float:
        """Second at which the contact starts, infinite where that would be after `latest`."""
        now, busy_until = max(arrival, self._not_before), self._busy_until
        while now <= latest and now < np.inf:
            while busy_until and busy_until[0] <= now:
                heapq.heappop(busy_until)
            while self._next_change[self._stretch] <= now:
                self._stretch += 1
            if len(busy_until) < self._people[self._stretch]:
                heapq.heappush(busy_until, now + handle_seconds)
                self._not_before = now
                return now
            self._not_before = now = min(busy_until[0] if busy_until else np.inf, self._next_change[self._stretch])
        return np.inf


def serve_day(arrivals: Floats, latest: Floats, handle_seconds: Floats, *, there: PeopleThere) -> Floats:
    """Starts of one day's contacts.

    Parameters
    ----------
    arrivals
        Seconds, ascending, shape (contacts,).
    latest
        Second at which the contact hangs up if nobody has answered; may be infinite.
    handle_seconds
        At least 0.
    there
        People of the day.

    Returns
    -------
    Seconds, shape (contacts,); infinite where the contact is not answered.
    """
    people = People(there)
    columns = arrivals.tolist(), latest.tolist(), handle_seconds.tolist()
    return np.array([people.answer(*contact) for contact in zip(*columns, strict=True)], dtype=np.float64)


def serve_days(arrivals: Floats, latest: Floats, handle_seconds: Floats, *, there: PeopleThere) -> Floats:
    """Starts of many days' contacts; as `serve_day`, each of shape (contacts, days).

    A day with fewer contacts has infinite arrivals at its end, which are never answered.
    """
    days = np.arange(arrivals.shape[1])
    ends = np.full((int(there.people.max()) + 1, days.size), -np.inf)
    ends[0] = np.inf  # by nobody a contact is never answered
    sooner, later = ends[:-1], ends[1:]
    row, alike = there.people * days.size, there.people.ndim == 1
    next_change = np.append(there.since[1:], np.inf)
    stretch = np.zeros(days.size, dtype=np.int64)
    patient_until = np.minimum(latest, _FOREVER)
    starts = np.empty_like(arrivals)
    for contact, came in enumerate(arrivals):
        until = patient_until[contact]
        while True:
            free = ends.take((row[stretch] if alike else row[stretch, days]) + days)
            start = np.maximum(np.maximum(came, free), there.since[stretch])
            change = next_change[stretch]
            beyond = (start >= change) & (change <= until)
            if not beyond.any():
                break
            stretch += beyond
        answered = start <= until
        starts[contact] = np.where(answered, start, np.inf)
        end = np.where(answered, start + handle_seconds[contact], -np.inf)
        np.maximum(later, np.minimum(sooner, end), out=later)
    return starts
