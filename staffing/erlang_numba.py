"""The only door to Numba: the searches for the least agents, interval by interval, compiled where it is installed.

The same answers as the searches over whole columns in `staffing.erlang` and `staffing.patient_limits`, whose figures
are incomplete gamma functions; here they are birth-death sums of whole servers, which end when a state adds less than
a rounding error. Machine code is kept on disk, so that only the first run compiles it. Without Numba the same functions
are plain Python: right, and slow. `staffing.fast_path` says when they are worth it.
"""

from collections.abc import Callable
from math import exp, expm1, log, sqrt
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
AnyFunction = TypeVar("AnyFunction", bound=Callable[..., Any])

_ROUNDING = 1e-12  # as staffing.erlang.ROUNDING
_NEGLIGIBLE = 1e-17
_LARGE = 1e250
_LOG_LARGE = log(_LARGE)


def _numba() -> Any:
    try:
        import numba
    except ImportError:  # not installed, or not for this NumPy
        return None
    return numba


_NUMBA = _numba()
IS_COMPILED = _NUMBA is not None


def _compiled(function: AnyFunction) -> AnyFunction:
    if _NUMBA is None:
        return function
    try:
        made: AnyFunction = _NUMBA.njit(cache=True, nogil=True)(function)
    except RuntimeError:  # nowhere to keep the machine code: compiled anew by each run
        made = _NUMBA.njit(nogil=True)(function)
    return made


@_compiled
def inverse_blocking(servers: int, load: float) -> float:
    """1 / B of Erlang: the sum of n! / (n - k)! / a^k; beyond 1e250 too small."""
    term = total = 1.0
    share, left = 1.0 / load, float(servers)
    while left >= load and total < _LARGE:  # ever larger terms
        term *= left * share
        total += term
        left -= 1.0
    while left > 0.5 and term > total * _NEGLIGIBLE:  # and ever smaller ones
        term *= left * share
        total += term
        left -= 1.0
    return total


@_compiled
def least_erlang_c(
    first: Integers, load: Floats, handle: Floats, threshold: Floats, target: Floats, limit: Floats
) -> Integers:
    """From `first`, above the load, the least agents that keep service level and mean wait; all of shape (n,).

    Seconds and erlangs. With I = 1 / B, who waits is n / ((n - a) I + a), and I(n + 1) = 1 + I(n) (n + 1) / a: every
    comparison is made without a division, which is what takes the time.
    """
    agents = np.zeros(len(load), np.int64)
    for i in range(len(load)):
        a = load[i]
        if a <= 0:
            continue
        n, share = float(first[i]), 1.0 / a
        inverse = inverse_blocking(first[i], a)
        hurry, late = threshold[i] / handle[i], 1.0 - target[i] + _ROUNDING
        longest = limit[i] / handle[i] * (1 + _ROUNDING)
        stays, each = exp((a - n) * hurry), exp(-hurry)
        while True:
            spare = n - a
            some = spare * inverse + a
            if n * stays <= late * some and n <= longest * spare * some:
                break
            n += 1.0
            stays *= each
            inverse = 1.0 + inverse * n * share
        agents[i] = int(n)
    return agents


@_compiled
def _queue_sums(c: float, e: float) -> tuple[float, float, float]:
    """Sums over the queue's length j of e^j / ((c + 1) ... (c + j)), and of j times that; and the log of their unit."""
    term = total = 1.0
    weighted = unit = j = 0.0
    while True:
        j += 1.0
        term *= e / (c + j)
        total += term
        weighted += j * term
        if e < c + j and term * (1.0 + j) < _NEGLIGIBLE * total:
            return total, weighted, unit
        if total > _LARGE:
            term, total, weighted, unit = term / _LARGE, total / _LARGE, weighted / _LARGE, unit + _LOG_LARGE


@_compiled
def _waits_of_answered(c: float, e: float, free: float) -> float:
    """Mean wait of the answered, in mean patiences: who finds j waiting stays through j + 1 stages of rate c + k."""
    state, stages = 1.0, 0.0
    answered, waited, j = free, 0.0, 0.0
    while True:
        j += 1.0
        stages += 1.0 / (c + j)
        stays = state * c / (c + j)
        answered += stays
        waited += stays * stages
        if e < c + j and state * (1.0 + j) < _NEGLIGIBLE * answered:
            return waited / answered
        state *= e / (c + j)
        if answered > _LARGE:
            state, answered, waited = state / _LARGE, answered / _LARGE, waited / _LARGE


@_compiled
def _keeps(
    n: int,
    a: float,
    stay: float,
    hurry: float,
    target: float,
    abandonment: float,
    wait: float,
    occupancy: float,
) -> bool:
    """Whether n agents keep the limits under a erlangs; `stay` is patience / handle, `hurry` threshold / patience.

    `wait` is in mean patiences, infinite where it is no limit.
    """
    c, e = n * stay, a * stay
    free = inverse_blocking(n, a) - 1.0 if n > 0 else 0.0
    waiting, queued, unit = _queue_sums(c, e)
    total = free * exp(-unit) + waiting
    gone = queued / e / total
    if gone > abandonment + _ROUNDING:
        return False
    if n > 0:
        if a * (1.0 - gone) / n > occupancy * (1 + _ROUNDING):
            return False
    elif occupancy < 1:
        return False
    beyond, _, later_unit = _queue_sums(c + 1.0, e * exp(-hurry))
    exponent = hurry * (e - c) - e * (hurry + expm1(-hurry)) - hurry + later_unit - unit
    late = exp(exponent) * (c / (c + 1.0)) * beyond / total
    if 1.0 - gone - late < target - _ROUNDING:
        return False
    return wait == np.inf or (n > 0 and _waits_of_answered(c, e, free) <= wait * (1 + _ROUNDING))


@_compiled
def least_erlang_a(
    load: Floats,
    handle: Floats,
    patience: Floats,
    threshold: Floats,
    target: Floats,
    abandonment: Floats,
    wait: Floats,
    occupancy: float,
) -> Integers:
    """The least agents that keep the limits of `staffing.patient_limits`, columns of shape (n,), the load above 0."""
    agents = np.zeros(len(load), np.int64)
    for i in range(len(load)):
        a, stay, hurry = load[i], patience[i] / handle[i], threshold[i] / patience[i]
        limit = wait[i] / patience[i]
        at, step = int(a + 0.5), max(int(sqrt(a) / 3), 1)
        short, enough = -1, -1
        while enough < 0 or enough - short > 1:
            if _keeps(
                at,
                a,
                stay,
                hurry=hurry,
                target=target[i],
                abandonment=abandonment[i],
                wait=limit,
                occupancy=occupancy,
            ):
                enough = at
            else:
                short = at
            if enough < 0:
                at, step = short + step, 2 * step
            elif short < 0:
                at, step = max(enough - step, 0), 2 * step
            else:
                at = short + (enough - short) // 2
        agents[i] = enough
    return agents
