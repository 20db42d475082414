"""The most level pace of work between what has arrived and what is due, and the whole people who keep it."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_ROUNDING = 1e-9


def level_work(due: Floats, arrived: Floats, *, elapsed: Floats) -> Floats:
    """Work done by the end of each interval at the most level pace that never misses a deadline, shape (n,).

    Of all ways between the two limits it has the smallest sum of squares of the pace, and of every other convex cost
    as well: a string pulled taut between them (Dantzig, A control problem of Bellman, Management Science 17, 1971).
    It begins at 0 and ends with all that has arrived.

    Parameters
    ----------
    due
        Work that must be done by the end of each interval, summed up, never falling, at most `arrived`, shape (n,).
    arrived
        Work that can have been done by then, summed up, never falling, shape (n,).
    elapsed
        One person's time by the end of each interval, summed up, rising from above 0, shape (n,). In any unit; the
        pace is work by that unit.
    """
    if not len(due):
        return np.zeros(0)
    low, high = [0.0, *due.tolist()], [0.0, *arrived.tolist()]
    low[-1] = high[-1]
    at_time = [0.0, *elapsed.tolist()]
    knots, levels = [0], [0.0]
    while knots[-1] < len(due):
        knot, level = _next_bend(knots[-1], levels[-1], low=low, high=high, time=at_time)
        knots.append(knot)
        levels.append(level)
    return np.asarray(np.interp(elapsed, [at_time[knot] for knot in knots], levels))


def _next_bend(
    start: int, level: float, *, low: list[float], high: list[float], time: list[float]
) -> tuple[int, float]:
    """Where the string from `start` first has to bend, and how much work is done there.

    The slopes that pass all limits so far narrow down to a wedge; the first limit outside of it says on which side
    the string bends, namely where that side of the wedge was set.
    """
    least, most = -np.inf, np.inf
    least_at = most_at = start
    for at in range(start + 1, len(time)):
        away = time[at] - time[start]
        needed, possible = (low[at] - level) / away, (high[at] - level) / away
        if needed > most:
            return most_at, high[most_at]
        if possible < least:
            return least_at, low[least_at]
        if needed >= least:
            least, least_at = needed, at
        if possible <= most:
            most, most_at = possible, at
    return len(time) - 1, high[-1]


def whole_people(
    planned: Floats, arrived: Floats, *, capacity: Floats, day: Integers, least: int
) -> tuple[Integers, Integers]:
    """Whole people who have done at least the planned work by the end of each interval, and those the plan alone asks.

    Within a day people rather leave than come: as many as the rest of the day asks for on average begin, and one goes
    home as soon as the others can do what is left. So a pace of 3.2 is 4 people in the morning and 3 later, not 3 with
    a fourth for every fifth half-hour.

    Parameters
    ----------
    planned
        Work to be done by the end of each interval, summed up, at most `arrived`, shape (n,).
    arrived
        Work that there is to do by then, summed up, shape (n,).
    capacity
        Work that one person does in each interval, above 0, shape (n,).
    day
        Number of the day of each interval, rising, shape (n,).
    least
        People who are there wherever there is work.

    Returns
    -------
    tuple
        People, and people without `least`; both integers of shape (n,).
    """
    asked = np.zeros(len(planned), dtype=np.int64)
    people = np.zeros(len(planned), dtype=np.int64)
    end_of_day = np.searchsorted(day, day, side="right")
    done = 0.0
    for at in range(len(planned)):
        rest = slice(at, end_of_day[at])
        pace = (planned[rest] - done) / np.cumsum(capacity[rest])
        there_is = max(arrived[at] - done, 0.0)
        # Nobody is called in to wait for work that is still to come.
        asked[at] = max(int(np.ceil(min(pace.max(), there_is / capacity[at]) - _ROUNDING)), 0)
        people[at] = max(asked[at], least if there_is > _ROUNDING * max(arrived[at], 1.0) else 0)
        done = min(done + people[at] * capacity[at], arrived[at])
    return people, asked
