"""A simulated day on which some of those who hung up call again."""

import heapq

import numpy as np
from numpy.typing import NDArray

from staffing.simulation.served_in_turn import People, PeopleThere
from staffing.simulation.simulated_desk import SimulatedDesk

Floats = NDArray[np.float64]


def serve_day_with_repeats(
    arrivals: Floats, patience: Floats, handle: Floats, *, desk: SimulatedDesk, rng: np.random.Generator
) -> Floats:
    """One day, served in order of arrival; who calls again does so with the same request and a new patience.

    Parameters
    ----------
    arrivals, patience, handle
        First calls: seconds since the start of the day, ascending; until they hang up; of handling. Shape (calls,).

    Returns
    -------
    Arrivals, starts (infinite where nobody answers), patience and handle time; shape (4, calls and repeats).
    """
    if desk.repeats is None:
        raise ValueError("a desk without repeats is served by serve_day")
    people = People(PeopleThere.by_interval(desk.people, desk.interval_seconds))
    coming = list(zip(arrivals.tolist(), patience.tolist(), handle.tolist(), strict=True))
    served: list[tuple[float, float, float, float]] = []
    while coming:  # ascending, so it is a heap already
        came, ready_to_wait, takes = heapq.heappop(coming)
        start = people.answer(came, came + ready_to_wait, takes)
        served.append((came, start, ready_to_wait, takes))
        if start == np.inf and ready_to_wait < np.inf and rng.random() < desk.repeats.share:
            again = came + ready_to_wait + desk.repeats.after.draw(rng, (1,))[0]
            if again < desk.day_seconds:
                heapq.heappush(coming, (again, desk.patience.draw(rng, (1,))[0], takes))
    return np.array(served, dtype=np.float64).reshape(-1, 4).T
