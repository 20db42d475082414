"""What a day costs as its people stand: uncovered hours of live queues by level, written work left at its end."""

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from staffing.planning.shift_design import DayNeed

Floats = NDArray[np.float64]

WAITING_PRICE = 0.01
"""Share of a written hour's price for each interval in which it waits: rather early on the day than late."""

ABSENT_PRICE = 0.05
"""Share of a written hour's price for an hour in which nobody is on a queue that needs somebody."""


def live_levels(need: DayNeed) -> Iterator[tuple[int, float, float]]:
    """Interval, people and the price of a person less there, of each level of a live queue."""
    for level, price in need.levels:
        for k in np.flatnonzero((level > 0) & (need.opened.hours > 0)):
            yield int(k), float(level[k]), float(price * need.opened.hours[k])


def waiting_prices(need: DayNeed) -> Floats:
    """Price of a written hour that waits after each interval, shape (n,); after the last it is left over."""
    prices = np.full(len(need.required), WAITING_PRICE * need.weight)
    prices[-1:] = need.weight
    return prices


def absence_prices(need: DayNeed) -> Floats:
    """Price of having nobody on a written queue in each interval, shape (n,)."""
    return np.asarray(ABSENT_PRICE * need.weight * need.opened.hours)


def day_price(needs: Mapping[str, DayNeed], scheduled: Mapping[str, Floats]) -> float:
    """In uncovered agent-hours of a live queue.

    Parameters
    ----------
    needs, scheduled
        By queue; people on it in each of its intervals, by proficiency, shape (n,).
    """
    total = 0.0
    for queue, need in needs.items():
        there = scheduled[queue]
        if need.can_wait:
            total += float(waiting_prices(need) @ _waiting_hours(need, there))
            total += float(absence_prices(need) @ np.maximum(np.minimum(need.required, 1.0) - there, 0.0))
        else:
            total += sum(price * max(level - there[k], 0.0) for k, level, price in live_levels(need))
    return total


def _waiting_hours(need: DayNeed, there: Floats) -> Floats:
    """Work that waits after each interval, agent-hours, shape (n,)."""
    found, waiting = np.zeros(len(there)), 0.0
    for k, missing in enumerate((need.required - there) * need.opened.hours):
        waiting = found[k] = max(waiting + missing, 0.0)
    return found


def uncovered_live_hours(needs: Mapping[str, DayNeed], scheduled: Mapping[str, Floats]) -> float:
    """Agent-hours that the day's live queues lack."""
    return sum(
        float(np.maximum(need.required - scheduled[queue], 0.0) @ need.opened.hours)
        for queue, need in needs.items()
        if not need.can_wait
    )
