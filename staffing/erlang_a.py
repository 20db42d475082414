"""Waiting when callers hang up: Erlang A (M/M/n+M) over whole arrays, and how many people it takes.

As `staffing.erlang`, but each caller gives up after an exponential patience. So work beyond the people does not make an
endless queue: the wait settles where as many hang up as are too many. Everything in seconds; servers are real-valued,
arguments broadcast, and an infinite patience is Erlang C. Every figure counts the callers who hang up among the
offered; what else it does with them stands with it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from staffing.erlang import average_speed_of_answer as asa_without_hang_ups
from staffing.erlang import not_negative, wait_exceeded
from staffing.erlang import occupancy as occupancy_without_hang_ups
from staffing.erlang import service_level as level_without_hang_ups
from staffing.patient_limits import Limits, least_agents
from staffing.patient_queue import PatientQueue

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def wait_exceeded_with_patience(
    servers: ArrayLike,
    arrival_rate: ArrayLike,
    handle_seconds: ArrayLike,
    seconds: ArrayLike,
    *,
    patience_seconds: ArrayLike,
) -> Floats:
    """Probability that a contact is still waiting after `seconds`, neither answered nor gone.

    Parameters
    ----------
    servers, arrival_rate, handle_seconds, seconds
        As in `staffing.erlang.wait_exceeded`; they broadcast against each other.
    patience_seconds
        Mean patience, above 0; infinite where nobody hangs up (Erlang C).
    """
    n, rate, handle, patience, wait = _columns(servers, arrival_rate, handle_seconds, patience_seconds, seconds)
    found = np.asarray(wait_exceeded(n, rate, handle, wait))
    rows, queue = _who_hang_up(n, rate, handle, patience)
    found[rows] = queue.waiting_after(wait[rows])
    return found


def wait_probability(
    servers: ArrayLike, arrival_rate: ArrayLike, handle_seconds: ArrayLike, *, patience_seconds: ArrayLike
) -> Floats:
    """Share of all offered contacts that are not answered at once; parameters as in `wait_exceeded_with_patience`."""
    return wait_exceeded_with_patience(servers, arrival_rate, handle_seconds, 0.0, patience_seconds=patience_seconds)


def service_level(
    servers: ArrayLike,
    arrival_rate: ArrayLike,
    handle_seconds: ArrayLike,
    threshold_seconds: ArrayLike,
    *,
    patience_seconds: ArrayLike,
    short_abandon_seconds: ArrayLike = 0.0,
) -> Floats:
    """Share answered within `threshold_seconds`, of all offered contacts less the short abandons, 0 to 1.

    Who hangs up later than `short_abandon_seconds` counts as not answered in time, however early that was.

    Parameters
    ----------
    servers, arrival_rate, handle_seconds, patience_seconds
        As in `wait_exceeded_with_patience`.
    threshold_seconds
        Wait that is still kept, seconds, at least 0.
    short_abandon_seconds
        Who hangs up sooner counts neither way, seconds, at least 0; by default everybody counts.
    """
    n, rate, handle, patience, threshold, short = _columns(
        servers, arrival_rate, handle_seconds, patience_seconds, threshold_seconds, short_abandon_seconds
    )
    found = level_without_hang_ups(n, rate, handle, threshold)
    rows, queue = _who_hang_up(n, rate, handle, patience)
    found[rows] = queue.service_level(threshold[rows], short_abandon_seconds=short[rows])
    return found


def service_level_and_abandonment(
    servers: ArrayLike,
    arrival_rate: ArrayLike,
    handle_seconds: ArrayLike,
    threshold_seconds: ArrayLike,
    *,
    patience_seconds: ArrayLike,
    short_abandon_seconds: ArrayLike = 0.0,
) -> tuple[Floats, Floats]:
    """`service_level` and `abandonment`, for less work than one after the other."""
    n, rate, handle, patience, threshold, short = _columns(
        servers, arrival_rate, handle_seconds, patience_seconds, threshold_seconds, short_abandon_seconds
    )
    level, gone = np.zeros(n.shape), np.zeros(n.shape)
    rows, queue = _who_hang_up(n, rate, handle, patience)
    endless = ~rows
    level[endless] = level_without_hang_ups(n[endless], rate[endless], handle[endless], threshold[endless])
    level[rows] = queue.service_level(threshold[rows], short_abandon_seconds=short[rows])
    gone[rows] = queue.gone
    return level, gone


def abandonment(
    servers: ArrayLike, arrival_rate: ArrayLike, handle_seconds: ArrayLike, *, patience_seconds: ArrayLike
) -> Floats:
    """Share of all offered contacts that hang up, however early; parameters as in `wait_exceeded_with_patience`.

    With infinite patience 0, also below the load, where the wait grows without end and nobody leaves.
    """
    n, rate, handle, patience = _columns(servers, arrival_rate, handle_seconds, patience_seconds)
    found = np.zeros(n.shape)
    rows, queue = _who_hang_up(n, rate, handle, patience)
    found[rows] = queue.gone
    return found


def mean_wait(
    servers: ArrayLike, arrival_rate: ArrayLike, handle_seconds: ArrayLike, *, patience_seconds: ArrayLike
) -> Floats:
    """Mean wait of all offered contacts until they are answered or hang up, seconds.

    Parameters as in `wait_exceeded_with_patience`. It is the abandonment times the patience; with infinite patience
    the mean wait of Erlang C, infinite below the load.
    """
    n, rate, handle, patience = _columns(servers, arrival_rate, handle_seconds, patience_seconds)
    found = asa_without_hang_ups(n, rate, handle)
    rows, queue = _who_hang_up(n, rate, handle, patience)
    found[rows] = queue.gone * patience[rows]
    return found


def average_speed_of_answer(
    servers: ArrayLike, arrival_rate: ArrayLike, handle_seconds: ArrayLike, *, patience_seconds: ArrayLike
) -> Floats:
    """Mean wait of the contacts that are answered, seconds; those who hang up are not in it (see `mean_wait`).

    Parameters as in `wait_exceeded_with_patience`. Infinite where nobody is there to answer.
    """
    n, rate, handle, patience = _columns(servers, arrival_rate, handle_seconds, patience_seconds)
    found = asa_without_hang_ups(n, rate, handle)
    rows, queue = _who_hang_up(n, rate, handle, patience)
    found[rows] = queue.wait_of_answered()
    return found


def occupancy(
    servers: ArrayLike, arrival_rate: ArrayLike, handle_seconds: ArrayLike, *, patience_seconds: ArrayLike
) -> Floats:
    """Share of the servers' time spent handling: who hangs up is not handled.

    Parameters as in `wait_exceeded_with_patience`. 0 where nothing arrives, 1 where nobody is there.
    """
    n, rate, handle, patience = _columns(servers, arrival_rate, handle_seconds, patience_seconds)
    found = occupancy_without_hang_ups(n, rate, handle)
    rows, queue = _who_hang_up(n, rate, handle, patience)
    found[rows] = queue.occupancy
    return found


@dataclass(frozen=True)
class PatientService:
    """What callers meet who hang up after an exponential patience, each of the shape the arguments broadcast to.

    Parameters
    ----------
    service_level
        Share answered within the threshold, of offered less short abandons, 0 to 1.
    abandonment
        Share of offered that hang up, short abandons included, 0 to 1.
    asa_seconds
        Average speed of answer: mean wait of those who are answered, seconds; NaN where nobody is.
    occupancy
        Share of the servers' time spent handling, 0 to 1.
    """

    service_level: Floats
    abandonment: Floats
    asa_seconds: Floats
    occupancy: Floats


def service_with_patience(
    servers: ArrayLike,
    arrival_rate: ArrayLike,
    handle_seconds: ArrayLike,
    *,
    threshold_seconds: ArrayLike,
    patience_seconds: ArrayLike,
    short_abandon_seconds: ArrayLike = 0.0,
) -> PatientService:
    """Service level, abandonment, mean wait and occupancy where callers hang up; parameters as in `service_level`."""
    queue, patience = (servers, arrival_rate, handle_seconds), patience_seconds
    wait = average_speed_of_answer(*queue, patience_seconds=patience)
    answered = (np.asarray(servers) > 0) | np.isinf(patience)
    return PatientService(
        service_level=service_level(
            *queue, threshold_seconds, patience_seconds=patience, short_abandon_seconds=short_abandon_seconds
        ),
        abandonment=abandonment(*queue, patience_seconds=patience),
        asa_seconds=np.where(answered | np.isfinite(wait), wait, np.nan),
        occupancy=occupancy(*queue, patience_seconds=patience),
    )


def required_agents(
    arrival_rate: ArrayLike,
    handle_seconds: ArrayLike,
    *,
    patience_seconds: ArrayLike,
    threshold_seconds: ArrayLike,
    service_level: ArrayLike,
    max_abandonment: ArrayLike = 1.0,
    max_occupancy: float = 1.0,
    max_asa_seconds: ArrayLike | None = None,
) -> Integers:
    """Least whole number of agents that keep every one of the given limits; it may lie below the load.

    Parameters
    ----------
    arrival_rate
        Contacts per second, at least 0.
    handle_seconds
        Mean handle time, seconds, at least 0.
    patience_seconds
        Mean patience, seconds, above 0; infinite where nobody hangs up (Erlang C).
    threshold_seconds
        Wait that is still kept, seconds, at least 0.
    service_level
        Least share of all offered that is answered within the threshold, 0 to 1, without 1. Who hangs up counts as
        not answered, so a level alone is kept by losing callers: limit the abandonment too.
    max_abandonment
        Most share of all offered that hangs up, above 0, at most 1.
    max_occupancy
        Most share of time that an agent handles contacts, above 0, at most 1.
    max_asa_seconds
        Longest mean wait of those who are answered, seconds, above 0; without one by default.

    Returns
    -------
    Agents, in the shape to which the arguments broadcast; 0 where nothing arrives.

    Raises
    ------
    ValueError
        If no number of agents keeps a limit.
    """
    limits = Limits.of(
        arrival_rate,
        handle_seconds,
        patience_seconds=patience_seconds,
        threshold_seconds=threshold_seconds,
        service_level=service_level,
        max_abandonment=max_abandonment,
        max_occupancy=max_occupancy,
        max_asa_seconds=max_asa_seconds,
    )
    return least_agents(limits)


def _who_hang_up(
    servers: Floats, rate: Floats, handle: Floats, patience: Floats
) -> tuple[NDArray[np.bool_], PatientQueue]:
    """Where the patience is finite, and the queues there."""
    rows = ~np.isinf(patience)
    load = rate[rows] * handle[rows]
    return rows, PatientQueue.of(servers[rows], load, handle[rows], patience[rows])


def _columns(
    servers: ArrayLike,
    arrival_rate: ArrayLike,
    handle_seconds: ArrayLike,
    patience_seconds: ArrayLike,
    *more: ArrayLike,
) -> tuple[Floats, ...]:
    patience = np.asarray(patience_seconds, dtype=np.float64)
    if not np.all(patience > 0):
        raise ValueError(f"patience must be above 0 seconds; got {patience[~(patience > 0)].flat[0]}")
    names = ("servers", "arrival_rate", "handle_seconds")
    queue = [not_negative(n, v) for n, v in zip(names, (servers, arrival_rate, handle_seconds), strict=True)]
    return tuple(np.broadcast_arrays(*queue, patience, *(not_negative("seconds", wait) for wait in more)))
