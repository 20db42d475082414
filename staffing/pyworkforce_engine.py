"""The only door to pyworkforce: its Erlang C and its shift scheduling, as second engines and cross-checks of ours.

What is guarded here, because the library (0.5.1) does otherwise:

- it counts in minutes, and calls the answer-time threshold `asa`;
- it raises where nothing arrives; here nothing needs nobody;
- its search starts at `round(load + 1)` and can answer one agent too many; here the answer steps down while the
  library itself says that the target still holds;
- it takes the ceiling of rounded divisions for occupancy and shrinkage; neither is passed, both are done exactly by
  `agents_within_occupancy` and `scheduled_agents`;
- its schedulers take neither breaks, nor people, nor that days belong together, and give no counts and no reason where
  some period cannot be reached; here such periods ask for nobody. Of their settings one worker alone gives the same
  counts again;
- its `MultiErlangC` multiplies scenarios out; here each distinct interval is computed once.

The library is imported when it is first asked, since it brings a solver along that takes a second to load.
"""

from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Integers = NDArray[np.int64]

Scheduler = Literal["MinRequiredResources", "MinAbsDifference"]

_SCHEDULER_SECONDS = 20.0

_HOUR_MINUTES = 60
_LEAST_THRESHOLD_SECONDS = 1e-6


def required_agents_by_pyworkforce(
    arrival_rate: ArrayLike, handle_seconds: ArrayLike, *, threshold_seconds: float, service_level: float
) -> Integers:
    """Agents that reach the service level according to pyworkforce, its answer stepped down to the least.

    Parameters
    ----------
    arrival_rate
        Contacts per second, at least 0.
    handle_seconds
        Mean handle time, seconds, at least 0.
    threshold_seconds
        Wait that is still kept, seconds, at least 0.
    service_level
        Least share answered within the threshold, 0 to 1, without 1.

    Returns
    -------
    Agents, in the shape to which rate and handle time broadcast; 0 where nothing arrives.
    """

    def least(rate: float, handle: float) -> int:
        queue = _library_queue(rate, handle, threshold_seconds=threshold_seconds)
        agents = int(queue.required_positions(service_level=service_level)["raw_positions"])
        # Only above the load does the library's service level mean anything.
        while agents - 1 > queue.intensity and queue.service_level(agents - 1) >= service_level:
            agents -= 1
        return agents

    return _each_distinct(least, arrival_rate, handle_seconds)


def positions_as_answered(
    arrival_rate: ArrayLike, handle_seconds: ArrayLike, *, threshold_seconds: float, service_level: float
) -> Integers:
    """What pyworkforce answers before it is stepped down; parameters as in `required_agents_by_pyworkforce`."""

    def answered(rate: float, handle: float) -> int:
        queue = _library_queue(rate, handle, threshold_seconds=threshold_seconds)
        return int(queue.required_positions(service_level=service_level)["raw_positions"])

    return _each_distinct(answered, arrival_rate, handle_seconds)


def _library_queue(rate: float, handle: float, *, threshold_seconds: float) -> Any:
    from pyworkforce.queuing import ErlangC

    return ErlangC(
        transactions=rate * 60 * _HOUR_MINUTES,
        aht=handle / 60,
        # The library refuses a threshold of 0; a microsecond is as good as none.
        asa=max(threshold_seconds, _LEAST_THRESHOLD_SECONDS) / 60,
        interval=_HOUR_MINUTES,
    )


def _each_distinct(agents_of: Any, arrival_rate: ArrayLike, handle_seconds: ArrayLike) -> Integers:
    rate, handle = np.broadcast_arrays(np.asarray(arrival_rate, np.float64), np.asarray(handle_seconds, np.float64))
    pairs, place = np.unique(np.stack([rate.ravel(), handle.ravel()], axis=1), axis=0, return_inverse=True)
    answers = [agents_of(float(r), float(h)) if r * h > 0 else 0 for r, h in pairs]
    return np.asarray(answers, dtype=np.int64)[place].reshape(rate.shape)


def shift_counts_by_pyworkforce(
    required: ArrayLike, covered: ArrayLike, *, scheduler: Scheduler, paid_minutes: ArrayLike
) -> Integers:
    """How many people pyworkforce puts on each shift of each day.

    Parameters
    ----------
    required
        People in each period of each day, whole, shape (days, periods).
    covered
        Whether a shift works in a period, 1 or 0, shape (shifts, periods).
    scheduler
        `MinRequiredResources`: the fewest paid minutes that leave nothing uncovered. `MinAbsDifference`: the least sum
        of what is missing and what is too much.
    paid_minutes
        Of each shift, whole, above 0, shape (shifts,).

    Returns
    -------
    Whole counts, shape (days, shifts); none at all where the library finds nothing in 20 seconds.
    """
    wanted, works = np.asarray(required, np.int64), np.asarray(covered, np.int64)
    counts = np.zeros((len(wanted), len(works)), dtype=np.int64)
    # A period that no shift reaches makes the library answer nothing for all the others.
    wanted = np.where(works.any(axis=0), wanted, 0) if len(works) else np.zeros_like(wanted)
    if not wanted.any():
        return counts
    from pyworkforce import scheduling

    most = int(wanted.sum(axis=1).max())
    asked = getattr(scheduling, scheduler)(
        num_days=len(wanted),
        periods=wanted.shape[1],
        shifts_coverage={str(shift): row.tolist() for shift, row in enumerate(works)},
        required_resources=wanted.tolist(),
        max_period_concurrency=most,
        max_shift_concurrency=most,
        cost_dict={str(shift): int(minutes) for shift, minutes in enumerate(np.asarray(paid_minutes))},
        max_search_time=_SCHEDULER_SECONDS,
    )
    asked.solver.parameters.num_workers = 1
    found = asked.solve()
    for one in found["resources_shifts"] if found["cost"] >= 0 else ():
        counts[one["day"], int(one["shift"])] = one["resources"]
    return counts
