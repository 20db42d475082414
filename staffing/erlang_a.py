"""Waiting when callers hang up: Erlang A (M/M/n+M) over whole arrays.

As `staffing.erlang`, but each caller gives up after an exponential patience. So work beyond the people does not make an
endless queue: the wait settles where as many hang up as are too many. Everything in seconds; servers are real-valued.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammainc, gammaln

from staffing.erlang import erlang_b, wait_exceeded

Floats = NDArray[np.float64]

_FEWEST_SERVERS = 1e-6
_LARGEST_EXPONENT = 700.0
_SMALLEST_SHARE = 1e-290


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
