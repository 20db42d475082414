"""Waiting when callers hang up: Erlang A (M/M/n+M) over whole arrays.

As `staffing.erlang`, but each caller gives up after an exponential patience. So work beyond the people does not make an
endless queue: the wait settles where as many hang up as are too many. Everything in seconds; servers are real-valued.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammainc, gammaln

from staffing.erlang import average_speed_of_answer, erlang_b, occupancy, wait_exceeded
from staffing.erlang import service_level as level_without_hang_ups

Floats = NDArray[np.float64]

_FEWEST_SERVERS = 1e-6
_LARGEST_EXPONENT = 700.0
_SMALLEST_SHARE = 1e-290
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(64)
_NEGLIGIBLE = 1e-12
_DOUBLINGS = 60


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

    Notes
    -----
    Density of the offered wait: Zeltyn and Mandelbaum, Call centers with impatient customers: many-server asymptotics
    of the M/M/n+G queue, Queueing Systems 51 (2005), section 3. With exponential patience its integral from t on is
    an incomplete gamma function; it is taken in logarithms.
    """
    patience = np.asarray(patience_seconds, dtype=np.float64)
    if not np.all(patience > 0):
        raise ValueError(f"patience must be above 0 seconds; got {patience}")
    endless = np.isinf(patience)
    few = np.where(endless, 1.0, patience)
    with_patience = _exceeded(
        np.maximum(np.asarray(servers, dtype=np.float64), _FEWEST_SERVERS),
        np.asarray(arrival_rate, dtype=np.float64),
        np.asarray(handle_seconds, dtype=np.float64),
        np.asarray(seconds, dtype=np.float64),
        few,
    )
    if not endless.any():
        return with_patience
    return np.asarray(np.where(endless, wait_exceeded(servers, arrival_rate, handle_seconds, seconds), with_patience))


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
        Average speed of answer: mean wait of those who are answered, seconds.
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
    threshold_seconds: float,
    patience_seconds: float,
    short_abandon_seconds: float = 0.0,
) -> PatientService:
    """Service level, abandonment, mean wait and occupancy where callers hang up.

    Parameters
    ----------
    servers, arrival_rate, handle_seconds
        As in `staffing.erlang.wait_exceeded`; they broadcast against each other.
    threshold_seconds
        Wait that is still kept, at least 0.
    patience_seconds
        Mean patience, above 0; infinite where nobody hangs up (Erlang C).
    short_abandon_seconds
        Who hangs up sooner does not count in the service level, at least 0.

    Notes
    -----
    With g(t) the share that is still waiting after t, callers hang up at the rate g(t) / patience; so 1 - g(T) less
    those who have hung up by T is answered within T, and the waits of the answered add up to the integral of
    g(t) (1 - t / patience). The integrals are taken by Gauss's rule up to where g is nothing.
    """
    n, rate, handle = np.broadcast_arrays(
        *(np.asarray(values, dtype=np.float64) for values in (servers, arrival_rate, handle_seconds))
    )
    if np.isinf(patience_seconds):
        level = level_without_hang_ups(n, rate, handle, threshold_seconds)
        wait = average_speed_of_answer(n, rate, handle)
        return PatientService(level, np.zeros(n.shape), wait, occupancy(n, rate, handle))

    def waiting(seconds: Floats) -> Floats:
        return wait_exceeded_with_patience(
            n[..., None], rate[..., None], handle[..., None], seconds, patience_seconds=patience_seconds
        )

    end = _end_of_waiting(waiting, patience=patience_seconds, shape=n.shape)
    gone = _integral(waiting, end) / patience_seconds
    gone_in_time = _integral(waiting, np.minimum(end, threshold_seconds)) / patience_seconds
    short = _integral(waiting, np.minimum(end, short_abandon_seconds)) / patience_seconds
    waited = _integral(lambda seconds: waiting(seconds) * (1 - seconds / patience_seconds), end)
    in_time = 1 - waiting(np.full((*n.shape, 1), threshold_seconds))[..., 0] - gone_in_time
    answered = 1 - gone
    busy = rate * handle * answered
    return PatientService(
        service_level=np.clip(in_time / (1 - short), 0.0, 1.0),
        abandonment=np.clip(gone, 0.0, 1.0),
        asa_seconds=np.where(answered > 0, np.maximum(waited, 0.0) / np.maximum(answered, 1e-300), np.nan),
        occupancy=np.where(busy > 0, np.minimum(busy / np.maximum(n, _FEWEST_SERVERS), 1.0), 0.0),
    )


def _end_of_waiting(waiting: Callable[[Floats], Floats], *, patience: float, shape: tuple[int, ...]) -> Floats:
    """Seconds after which next to nobody waits any more, to within a factor of two, shape `shape`."""
    end = np.full((*shape, 1), patience * -np.log(_NEGLIGIBLE))  # by then patience alone has ended every wait
    for _ in range(_DOUBLINGS):
        shorter = waiting(end / 2) < _NEGLIGIBLE
        if not shorter.any():
            break
        end = np.where(shorter, end / 2, end)
    return np.asarray(end[..., 0])


def _integral(of: Callable[[Floats], Floats], end: Floats) -> Floats:
    """Integral of `of` from 0 to `end`, shape as `end`; `of` takes seconds of shape (..., 64)."""
    half = end[..., None] / 2
    return np.asarray((of(half * (1 + _NODES)) * _WEIGHTS).sum(axis=-1) * half[..., 0])


def _exceeded(n: Floats, rate: Floats, handle: Floats, t: Floats, patience: Floats) -> Floats:
    arriving = rate > 0
    rate = np.where(arriving, rate, 1.0)
    load = rate * handle
    # 1 / B(n - 1) from B(n) by the recursion, which holds below one server too.
    busy = (1 / np.maximum(erlang_b(n, load), 1e-300) - 1) * load / n
    eta, c = rate * patience, n * patience / handle
    scale = eta - (c - 1) * np.log(eta) + gammaln(c)

    def integral_from(y: Floats) -> Floats:
        """The rate times the integral of the density's shape, y = eta e^(-t / patience)."""
        return np.asarray(np.exp(np.minimum(scale + _log_gamma_share(c, y), _LARGEST_EXPONENT)))

    kept = np.exp(-t / patience)
    offered_wait = integral_from(eta * kept) / (busy + integral_from(eta))
    return np.asarray(np.where(arriving, offered_wait * kept, 0.0))


def _log_gamma_share(c: Floats, y: Floats) -> Floats:
    """Logarithm of the regularised lower incomplete gamma function, also where the function itself underflows.

    There y lies so far below c that the first correction of its series (Abramowitz and Stegun 6.5.29) is below 0.1 %.
    """
    c, y = np.broadcast_arrays(c, y)
    share = np.asarray(gammainc(c, y))
    tiny = share < _SMALLEST_SHARE
    log_share = np.log(np.where(tiny, 1.0, share))
    far_c, far_y = np.where(tiny, c, 2.0), np.maximum(np.where(tiny, y, 1.0), 1e-300)
    far = far_c * np.log(far_y) - far_y - gammaln(far_c + 1) - np.log1p(-far_y / (far_c + 1))
    return np.asarray(np.where(tiny, far, log_share))
