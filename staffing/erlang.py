"""Erlang's formulas over whole arrays: how long contacts wait for a given number of people, and how many it takes.

Contacts arrive at random at a constant rate, handle times are exponential, one queue is served first come, first
served, and in the Erlang C functions nobody hangs up. Everything is in seconds and erlangs. Servers are real-valued
(people who are there for part of an interval): Erlang B is continued from whole numbers by the incomplete gamma
function. All arguments broadcast against each other; scalars give arrays of shape ().

Below the load the queue grows without end: the probability of waiting is 1, the service level 0, the wait infinite.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaincc, gammaln

from staffing.fast_path import ERLANG_C_INTERVALS, is_worth_compiling

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

ROUNDING = 1e-12
"""Slack of a comparison with a limit: rates and shares arrive rounded to 16 digits, so what misses a limit by less
than this keeps it. 4.5 erlangs at an occupancy of 0.9 are 5 agents, never 6; one agent under 0.7 erlangs answers
0.3 of the calls at once, and not a little less."""

_STIRLING = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188)
_SERIES_FROM = 16.0
_FRACTION_TERMS = 60
_BLOCK = 16_384  # intervals at a time, so that intermediate columns stay in the processor's cache: a third faster


def erlang_b(servers: ArrayLike, load: ArrayLike) -> Floats:
    """Share of contacts that find all servers busy and are lost.

    Parameters
    ----------
    servers
        At least 0, real-valued.
    load
        Offered load, erlangs, at least 0.

    Returns
    -------
    Probability, 0 to 1; 1 without servers, 0 without load.

    Notes
    -----
    B(x, a) = a^x e^-a / Gamma(x + 1, a): Jagerman, Some properties of the Erlang loss function, Bell System
    Technical Journal 53 (1974).
    """
    return _erlang_b(not_negative("servers", servers), not_negative("load", load))


def erlang_c(servers: ArrayLike, load: ArrayLike) -> Floats:
    """Probability that a contact has to wait.

    Parameters
    ----------
    servers
        At least 0, real-valued.
    load
        Offered load, erlangs, at least 0.

    Returns
    -------
    Probability, 0 to 1; 1 where the servers do not exceed the load, 0 without load.
    """
    return _erlang_c(not_negative("servers", servers), not_negative("load", load))


def wait_exceeded(servers: ArrayLike, arrival_rate: ArrayLike, handle_seconds: ArrayLike, seconds: ArrayLike) -> Floats:
    """Probability that a contact waits longer than `seconds`.

    Parameters
    ----------
    servers
        At least 0, real-valued.
    arrival_rate
        Contacts per second, at least 0.
    handle_seconds
        Mean handle time, seconds, at least 0.
    seconds
        Waiting time, seconds, at least 0.
    """
    people, rate, handle = _queue(servers, arrival_rate, handle_seconds)
    return _wait_exceeded(people, rate * handle, handle, not_negative("seconds", seconds))


def service_level(
    servers: ArrayLike, arrival_rate: ArrayLike, handle_seconds: ArrayLike, threshold_seconds: ArrayLike
) -> Floats:
    """Share of contacts answered within `threshold_seconds`, 0 to 1; parameters as in `wait_exceeded`."""
    return np.asarray(1.0 - wait_exceeded(servers, arrival_rate, handle_seconds, threshold_seconds))


def average_speed_of_answer(servers: ArrayLike, arrival_rate: ArrayLike, handle_seconds: ArrayLike) -> Floats:
    """Mean wait over all contacts, seconds; infinite below the load; parameters as in `wait_exceeded`."""
    people, rate, handle = _queue(servers, arrival_rate, handle_seconds)
    return _mean_wait(people, rate * handle, handle)


def wait_quantile(
    servers: ArrayLike, arrival_rate: ArrayLike, handle_seconds: ArrayLike, probability: ArrayLike
) -> Floats:
    """Wait that is not exceeded with `probability`, seconds; 0 where so many do not wait at all.

    Parameters
    ----------
    servers, arrival_rate, handle_seconds
        As in `wait_exceeded`.
    probability
        0 to 1, without 1.

    Returns
    -------
    Seconds; infinite below the load.
    """
    people, rate, handle = _queue(servers, arrival_rate, handle_seconds)
    share = not_negative("probability", probability)
    if np.any(share >= 1):
        raise ValueError(f"a wait that is never exceeded does not exist; probability must be below 1, not {share}")
    load = rate * handle
    waiting = _erlang_c(people, load)
    # Of those who wait, the wait is exponential with mean handle / (servers - load).
    excess = np.log(np.maximum(waiting, 1e-300) / (1.0 - share))
    with np.errstate(divide="ignore", invalid="ignore"):
        wait = np.maximum(excess, 0.0) * handle / (people - load)
    return np.asarray(np.where(load == 0, 0.0, np.where(people > load, wait, np.inf)))


def occupancy(servers: ArrayLike, arrival_rate: ArrayLike, handle_seconds: ArrayLike) -> Floats:
    """Share of the servers' time spent handling: load / servers, 1 below the load; parameters as in `wait_exceeded`."""
    people, rate, handle = _queue(servers, arrival_rate, handle_seconds)
    load = rate * handle
    return np.asarray(np.where(load == 0, 0.0, np.minimum(load / np.maximum(people, 1e-300), 1.0)))


def agents_within_occupancy(load: ArrayLike, *, max_occupancy: float) -> Integers:
    """Least whole number of agents who carry `load` erlangs without being busier than `max_occupancy`.

    Parameters
    ----------
    load
        Erlangs, at least 0.
    max_occupancy
        Share of time handling, above 0, at most 1.
    """
    refuse_occupancy(max_occupancy)
    return np.ceil(not_negative("load", load) / max_occupancy * (1 - ROUNDING)).astype(np.int64)


def required_agents(
    arrival_rate: ArrayLike,
    handle_seconds: ArrayLike,
    *,
    threshold_seconds: ArrayLike,
    service_level: ArrayLike,
    max_occupancy: float = 1.0,
    max_asa_seconds: ArrayLike | None = None,
) -> Integers:
    """Least whole number of agents that keep every one of the given limits.

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
    max_occupancy
        Most share of time that an agent handles contacts, above 0, at most 1.
    max_asa_seconds
        Longest average speed of answer, seconds, above 0; without one by default.

    Returns
    -------
    Agents; always more than the load, and 0 where nothing arrives.
    """
    target, threshold = not_negative("service_level", service_level), not_negative("threshold", threshold_seconds)
    limit = np.asarray(np.inf if max_asa_seconds is None else max_asa_seconds, dtype=np.float64)
    if np.any(target >= 1) or not np.all(limit > 0):
        raise ValueError(
            f"no number of agents reaches a service level of {target} and a mean wait of {limit} s; "
            "the level must be below 1 and the wait above 0"
        )
    refuse_occupancy(max_occupancy)
    rate, handle = not_negative("arrival_rate", arrival_rate), not_negative("handle_seconds", handle_seconds)
    broadcast = np.broadcast_arrays(rate, handle, threshold, target, limit)
    columns = [column.reshape(-1) for column in broadcast]
    agents = np.zeros(len(columns[0]), dtype=np.int64)
    search = _search(len(agents))
    for block in (slice(at, at + _BLOCK) for at in range(0, len(agents), _BLOCK)):
        rate, handle, threshold, target, limit = (np.ascontiguousarray(column[block]) for column in columns)
        load = rate * handle
        stable = np.floor(load * (1 + ROUNDING)).astype(np.int64) + 1
        first = np.maximum(stable, agents_within_occupancy(load, max_occupancy=max_occupancy))
        least = search(first, load, handle=handle, threshold=threshold, target=target, limit=limit)
        agents[block] = np.where(load > 0, least, 0)
    return agents.reshape(broadcast[0].shape)


def _search(intervals: int) -> Callable[..., Integers]:
    """The search for the least agents of so many intervals: by machine code where that is worth it."""
    if not is_worth_compiling(intervals, from_intervals=ERLANG_C_INTERVALS):
        return _least_that_holds
    from staffing.erlang_numba import least_erlang_c

    return least_erlang_c


def _least_that_holds(
    first: Integers, load: Floats, *, handle: Floats, threshold: Floats, target: Floats, limit: Floats
) -> Integers:
    """From `first`, above the load, the least agents that keep service level and mean wait, all intervals at once.

    Only the first Erlang B costs an incomplete gamma function; each further agent follows by the recursion
    B(n) = a B(n - 1) / (n + a B(n - 1)), which is stable upwards. The way from the load to the answer is a small
    multiple of its square root, and intervals leave as soon as they hold: twice as fast as bisection, measured.
    """
    agents = first.copy()
    rows = np.flatnonzero(load > 0)
    lost = _erlang_b(first[rows].astype(np.float64), load[rows])
    while rows.size:
        here, spare = load[rows], agents[rows] - load[rows]
        waiting = agents[rows] * lost / (spare + here * lost)
        late = waiting * np.exp(-spare * threshold[rows] / handle[rows])
        slow = waiting * handle[rows] > limit[rows] * spare * (1 + ROUNDING)
        missed = (1.0 - late < target[rows] - ROUNDING) | slow
        rows, carried = rows[missed], (here * lost)[missed]
        agents[rows] += 1
        lost = carried / (agents[rows] + carried)
    return agents


def not_negative(name: str, values: ArrayLike) -> Floats:
    """The values as numbers; a `ValueError` names the first that is not finite or below 0."""
    numbers = np.asarray(values, dtype=np.float64)
    good = np.isfinite(numbers) & (numbers >= 0)
    if not good.all():
        raise ValueError(f"{name} must be finite and not negative; got {numbers[~good].flat[0]}")
    return numbers


def refuse_occupancy(max_occupancy: float) -> None:
    """Raise a `ValueError` where the cap is no share above 0."""
    if not 0 < max_occupancy <= 1:
        raise ValueError(f"max_occupancy is a share above 0 and at most 1, not {max_occupancy}")


def _queue(
    servers: ArrayLike, arrival_rate: ArrayLike, handle_seconds: ArrayLike
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    return (
        not_negative("servers", servers),
        not_negative("arrival_rate", arrival_rate),
        not_negative("handle_seconds", handle_seconds),
    )


def _wait_exceeded(servers: Floats, load: Floats, handle: Floats, seconds: Floats) -> Floats:
    spare = np.maximum(servers - load, 0.0)
    decay = np.exp(-spare * seconds / np.maximum(handle, 1e-300))
    return np.asarray(_erlang_c(servers, load) * decay)


def _mean_wait(servers: Floats, load: Floats, handle: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        wait = _erlang_c(servers, load) * handle / (servers - load)
    return np.asarray(np.where(load == 0, 0.0, np.where(servers > load, wait, np.inf)))


def _erlang_c(servers: Floats, load: Floats) -> Floats:
    lost = _erlang_b(servers, load)
    with np.errstate(divide="ignore", invalid="ignore"):
        waiting = servers * lost / (servers - load * (1.0 - lost))
    return np.asarray(np.where(load == 0, 0.0, np.where(servers > load, waiting, 1.0)))


def _erlang_b(servers: Floats, load: Floats) -> Floats:
    servers, load = np.broadcast_arrays(servers, load)
    some = np.maximum(load, 1e-300)
    tail = np.asarray(gammaincc(servers + 1.0, some))
    deep = tail < 1e-250
    lost = np.exp(log_density(servers, some)) / np.where(deep, 1.0, tail)
    if deep.any():
        lost = np.where(deep, _erlang_b_far_below(servers, some), lost)
    return np.asarray(np.where(load == 0, np.where(servers == 0, 1.0, 0.0), lost))


def log_density(servers: Floats, load: Floats) -> Floats:
    """Logarithm of a^x e^-a / Gamma(x + 1) without subtracting large numbers from each other.

    Saddle-point form of Loader, Fast and accurate computation of binomial probabilities (2000).
    """
    x = np.maximum(servers, _SERIES_FROM)
    distance = (load - x) / x
    stirling = np.zeros_like(x)
    for coefficient in reversed(_STIRLING):
        stirling = stirling / x**2 + coefficient
    with np.errstate(divide="ignore"):  # next to no load: the density is 0
        large = x * (np.log1p(distance) - distance) - stirling / x - 0.5 * np.log(2 * np.pi * x)
    if not (servers < _SERIES_FROM).any():
        return np.asarray(large)
    small = servers * np.log(load) - load - np.asarray(gammaln(servers + 1.0))
    return np.asarray(np.where(servers < _SERIES_FROM, small, large))


def _erlang_b_far_below(servers: Floats, load: Floats) -> Floats:
    """Erlang B where the load so exceeds the servers that the incomplete gamma function underflows.

    Continued fraction 6.5.31 of Abramowitz and Stegun in its even form, from its far end; so far below the load
    each term adds more than a digit.
    """
    spare = load - servers
    fraction = spare + 2.0 * _FRACTION_TERMS
    with np.errstate(divide="ignore", invalid="ignore"):
        for k in range(_FRACTION_TERMS, 0, -1):
            fraction = spare + 2.0 * (k - 1) + k * (servers + 1.0 - k) / fraction
    return np.asarray(fraction / load)
