"""The steady state of a queue whose callers hang up, in closed form and without loss of digits.

Density of the offered wait, which a caller of endless patience would meet: Zeltyn and Mandelbaum, Call centers with
impatient customers: many-server asymptotics of the M/M/n+G queue, Queueing Systems 51 (2005), section 3. With
exponential patience its integrals are incomplete gamma functions. In units of the patience, with
c = servers x patience / handle time and e = arrivals per patience, it is proportional to exp(e (1 - exp(-u)) - c u).
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammainc

from staffing.erlang import erlang_b, log_density

Floats = NDArray[np.float64]

_SMALLEST_SHARE = 1e-250
_FAR, _FAR_FROM = 300.0, 50.0
_IDLE, _IDLE_TERMS = 0.2, 28  # 28 x 0.2^27 is less than a rounding error
_SMALLEST = 1e-300
_DECAYED = 40.0  # e^-40 is less than a rounding error
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(64)
_FAR_NODES, _FAR_WEIGHTS = np.polynomial.laguerre.laggauss(24)


@dataclass(frozen=True)
class PatientQueue:
    """Queues in their steady state, all columns of shape (n,).

    Everything is reckoned in multiples of a probability, `total` of which make 1: below the servers' capacity that of
    all servers being busy with nobody waiting, above it a larger one, so that nothing overflows.

    Parameters
    ----------
    servers, load
        Real-valued, at least 0; erlangs, at least 0.
    patience
        Mean patience, seconds, above 0, finite.
    leaving
        c: how many contacts the servers finish within a mean patience.
    arriving
        e: how many contacts arrive within a mean patience.
    at_once
        Of contacts that find a free server, in multiples.
    waiting
        Of those that do not, in multiples.
    """

    servers: Floats
    load: Floats
    patience: Floats
    leaving: Floats
    arriving: Floats
    at_once: Floats
    waiting: Floats

    @classmethod
    def of(cls, servers: Floats, load: Floats, handle: Floats, patience: Floats) -> Self:
        """The queues of so many servers under so many erlangs, handle time and patience in seconds."""
        some = load > 0
        handle = np.where(some, handle, 1.0)
        c, e = servers * patience / handle, np.where(some, load * patience / handle, 1.0)
        heavy = e > c
        free = 1 / np.maximum(erlang_b(servers, load), _SMALLEST) - 1
        density = np.exp(log_density(np.where(heavy, c, 1.0), np.where(heavy, e, 1.0)))
        waiting = np.empty(c.shape)
        waiting[heavy] = gammainc(c[heavy], e[heavy])
        waiting[~heavy] = _kummer(c[~heavy], e[~heavy])
        at_once = np.where(heavy, free * density, free)
        return cls(servers, load, patience, c, e, np.where(some, at_once, 1.0), np.where(some, waiting, 0.0))

    @property
    def total(self) -> Floats:
        """What makes a probability of 1."""
        return self.at_once + self.waiting

    @property
    def gone(self) -> Floats:
        """Share of offered that hang up."""
        c, e = self.leaving, self.arriving
        heavy = e > c
        carried = np.where(heavy, np.exp(log_density(np.where(heavy, c, 1.0), np.where(heavy, e, 1.0))), 1.0)
        share = (self.waiting * (1 - c / e) + c / e * carried) / self.total
        idle = (e < _IDLE * c) & (self.load > 0)
        share[idle] = _few_gone(c[idle], e[idle]) / self.total[idle]
        return np.where(self.load > 0, np.clip(share, 0.0, 1.0), 0.0)

    @property
    def occupancy(self) -> Floats:
        """Share of the servers' time spent handling; 1 without servers, 0 without load."""
        busy = np.minimum(self.load * (1 - self.gone) / np.maximum(self.servers, _SMALLEST), 1.0)
        return np.where(self.load > 0, np.where(self.servers > 0, busy, 1.0), 0.0)

    def waiting_after(self, seconds: Floats) -> Floats:
        """Share of offered that still wait after `seconds`, neither answered nor gone."""
        return self._integral_from(seconds, more=0) * np.exp(-seconds / self.patience)

    def answered_after(self, seconds: Floats) -> Floats:
        """Share of offered that are answered, but only after more than `seconds`."""
        return self._integral_from(seconds, more=1)

    def service_level(self, threshold_seconds: Floats, *, short_abandon_seconds: Floats) -> Floats:
        """Share answered within the threshold, of offered less those who hang up within `short_abandon_seconds`."""
        in_time = 1 - self.gone - self.answered_after(threshold_seconds)
        if not np.any(short_abandon_seconds > 0):
            return np.clip(in_time, 0.0, 1.0)
        left = short_abandon_seconds
        short = self.gone - (self.waiting_after(left) - self.answered_after(left))
        return np.clip(in_time / np.maximum(1 - short, _SMALLEST), 0.0, 1.0)

    def wait_of_answered(self) -> Floats:
        """Mean wait of those who are answered, seconds; infinite without servers, 0 without load."""
        late = self.answered_after(np.zeros(self.load.shape))
        answered = 1 - self.gone
        with np.errstate(divide="ignore", invalid="ignore"):
            wait = self.patience * self._wait_of_late() * late / answered
        return np.where(self.load > 0, np.where(self.servers > 0, wait, np.inf), 0.0)

    def _integral_from(self, seconds: Floats, *, more: int) -> Floats:
        """Share whose offered wait exceeds `seconds`; with `more` 1, of those the ones who stay until answered."""
        c, e, x = self.leaving, self.arriving, seconds / self.patience
        heavy, y = e > c, np.maximum(e * np.exp(-x), _SMALLEST)
        found = np.zeros(c.shape)
        found[heavy] = gammainc(c[heavy] + more, y[heavy]) * (c / e if more else np.ones_like(c))[heavy]
        light = ~heavy & (self.load > 0)
        c, e, x, y = c[light], e[light], x[light], y[light]
        # e (1 - exp(-x)) - c x, without the difference of two large numbers
        exponent = x * (e - c) - e * (x + np.expm1(-x)) - more * x
        found[light] = np.exp(exponent) * (c / (c + more)) * _kummer(c + more, y)
        return np.where(self.load > 0, found / self.total, 0.0)

    def _wait_of_late(self) -> Floats:
        """Mean wait of those who wait and are answered, in mean patiences.

        Their density exp(e (1 - exp(-u)) - (c + 1) u) has one hump; Gauss's rule goes from where it is nothing, or
        from 0, to where it is nothing again.
        """
        c = self.leaving + 1
        peak = np.maximum(np.log(self.arriving / c), 0.0)
        e = self.arriving * np.exp(-peak)
        # v - 1 + exp(-v) is at least v^2 / (2 + v), which makes the end of the hump a root of a quadratic.
        half = (2 * (c - e) - _DECAYED) / 2
        right = (-half + np.sqrt(half**2 + 2 * _DECAYED * c)) / c
        left = -np.minimum(peak, np.sqrt(2 * _DECAYED / c))
        weight, moment = np.zeros(c.shape), np.zeros(c.shape)
        for node, share in zip(_NODES, _WEIGHTS, strict=True):
            v = left + (right - left) * ((1 + node) / 2)
            density = share * np.exp(-(c - e) * v - e * (v + np.expm1(-v)))
            weight += density
            moment += density * (peak + v)
        return moment / weight


def _kummer(c: Floats, y: Floats) -> Floats:
    """1 + y / (c + 1) + y^2 / ((c + 1) (c + 2)) + ... for y up to c, by the lower incomplete gamma function.

    Where y lies so far below c that the function loses digits or underflows, c times the integral of
    exp(y (1 - exp(-u)) - c u) is next to exponential: Laguerre's rule.
    """
    share = np.asarray(gammainc(c, y))
    far = (share < _SMALLEST_SHARE) | ((c > _FAR_FROM) & ((c - y) ** 2 > _FAR * y))
    found = np.where(far, 0.0, share) / np.where(far, 1.0, np.exp(log_density(c, y)))
    if far.any():
        c, y = c[far], y[far]
        sum_ = np.zeros(c.shape)
        for node, weight in zip(_FAR_NODES, _FAR_WEIGHTS, strict=True):
            u = node / (c - y)
            sum_ += weight * np.exp(-y * (u + np.expm1(-u)))
        found[far] = sum_ * c / (c - y)
    return found


def _few_gone(c: Floats, e: Floats) -> Floats:
    """Those who hang up where nearly everybody is free: the mean queue by its states, since a difference loses digits.

    Sum over the queue's length j of j e^(j - 1) / ((c + 1) ... (c + j)).
    """
    state, sum_ = np.ones(c.shape), np.zeros(c.shape)
    for j in range(1, _IDLE_TERMS + 1):
        state = state / (c + j)
        sum_ += j * state
        state = state * e
    return sum_
