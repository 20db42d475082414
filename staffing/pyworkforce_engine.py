"""The only door to pyworkforce: its Erlang C as a second engine and as a standing cross-check of ours.

What is guarded here, because the library (0.5.1) does otherwise:

- it counts in minutes, and calls the answer-time threshold `asa`;
- it raises where nothing arrives; here nothing needs nobody;
- its search starts at `round(load + 1)` and can answer one agent too many; here the answer steps down while the
  library itself says that the target still holds;
- it takes the ceiling of rounded divisions for occupancy and shrinkage; neither is passed, both are done exactly by
  `agents_within_occupancy` and `scheduled_agents`;
- its `MultiErlangC` multiplies scenarios out; here each distinct interval is computed once.

The library is imported when it is first asked, since it brings a solver along that takes a second to load.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Integers = NDArray[np.int64]

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
