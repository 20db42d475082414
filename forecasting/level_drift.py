"""How the height of days moves: two states that return to their usual level, one slowly and one fast."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cholesky_banded
from scipy.linalg.lapack import dtbtrs

from forecasting.single_thread import product

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class LevelDrift:
    """Standard deviations of the logarithm of a day's contacts, and how long each state remembers.

    Parameters
    ----------
    noise
        What a day has alone beyond the chance of its counts, above 0.
    slow, fast
        Of the two states, over all days, above 0.
    slow_memory, fast_memory
        What a state keeps from one calendar day to the next, above 0 and below 1.
    """

    noise: float
    slow: float
    slow_memory: float
    fast: float
    fast_memory: float

    def __post_init__(self) -> None:
        if min(self.noise, self.slow, self.fast) <= 0:
            raise ValueError(f"standard deviations are above 0: {self}")
        if not (0 < self.slow_memory < 1 and 0 < self.fast_memory < 1):
            raise ValueError(f"memories lie between 0 and 1: {self}")


def state_precision(gaps: Floats, *, deviation: float, memory: float) -> tuple[Floats, Floats, float]:
    """Inverse covariance of a stationary AR(1) seen `gaps` days apart, shape (n - 1,).

    Returns
    -------
    tuple
        Its diagonal (n,), the diagonal below (n - 1,), and the logarithm of the determinant of the covariance.
    """
    kept = memory**gaps
    step = deviation**2 * (1 - kept**2)
    below = -kept / step
    diagonal = np.concatenate([[1 / deviation**2], 1 / step])
    diagonal[:-1] -= kept * below
    return diagonal, below, float(2 * np.log(deviation) + np.log(step).sum())


@dataclass(frozen=True)
class DriftingDays:
    """The two states over rising days, given what is observed on some of them.

    Parameters
    ----------
    precision
        Of the states after the observations, states of a day side by side; diagonal and two below it, shape (3, 2n).
    factor
        Its banded Cholesky factor, alike.
    weight
        Precision of each day's observation, 0 where there is none, shape (n,).
    log_determinant
        Of the covariance of the observations.
    """

    precision: Floats
    factor: Floats
    weight: Floats
    log_determinant: float

    @classmethod
    def of(cls, drift: LevelDrift, *, gaps: Floats, chance: Floats) -> Self:
        """The states of days `gaps` apart (n - 1,); `chance` is the variance of counts, infinite where unseen, (n,)."""
        weight = 1 / (drift.noise**2 + chance)
        slow, slow_below, slow_size = state_precision(gaps, deviation=drift.slow, memory=drift.slow_memory)
        fast, fast_below, fast_size = state_precision(gaps, deviation=drift.fast, memory=drift.fast_memory)
        band = np.zeros((3, 2 * len(weight)), order="F")
        band[0, 0::2], band[0, 1::2] = slow + weight, fast + weight
        band[1, 0::2] = weight
        band[2, 0:-2:2], band[2, 1:-2:2] = slow_below, fast_below
        factor = cholesky_banded(band, lower=True, check_finite=False)
        size = 2 * np.log(factor[0]).sum() + slow_size + fast_size - np.log(weight[weight > 0]).sum()
        return cls(band, factor, weight, float(size))

    def halfway(self, observed: Floats) -> Floats:
        """Columns of observations after the first half of the solve for the states, shape (2n, k)."""
        both = np.repeat(observed.T * self.weight, 2, axis=1)
        return np.asarray(dtbtrs(self.factor, both.T, uplo="L", overwrite_b=True)[0])

    def states(self, halfway: Floats) -> Floats:
        """The two states that columns of observations make likely, of a day side by side, shape (2n, k)."""
        return np.asarray(dtbtrs(self.factor, halfway, uplo="L", trans="T")[0])

    def moments(self, observed: Floats, *, halfway: Floats) -> Floats:
        """Products of columns of observations, weighed by the inverse of the observations' covariance, shape (k, k).

        By the Woodbury identity.
        """
        return product(observed.T * self.weight, observed) - product(halfway.T, halfway)

    def squares_towards(self, others: Sequence[Self], *, observed: Floats, halfway: Floats) -> Floats:
        """How the sum of the diagonal of `moments` changes towards other drifts, to the first order, shape (m,).

        With states u = B^-1 Z'W t of a column t, t'W t - t'W Z u changes by t'dW (t - 2 Z u) + u'dB u.
        """
        states, columns = self.states(halfway).T, observed.T
        pull = np.einsum("ji,ji->i", columns, columns - 2 * (states[:, 0::2] + states[:, 1::2]))
        pairs = np.zeros_like(self.precision)
        for below in range(3):
            reached = states.shape[1] - below
            pairs[below, :reached] = np.einsum("ji,ji->i", states[:, below:], states[:, :reached])
        pairs[1:] *= 2  # what lies below the diagonal lies above it as well
        return np.array(
            [pull @ (other.weight - self.weight) + np.vdot(pairs, other.precision - self.precision) for other in others]
        )

    def of_day(self, row: int) -> Floats:
        """The factor's lower triangle of one day's two states, shape (2, 2)."""
        first, second = self.factor[:, 2 * row], self.factor[:, 2 * row + 1]
        return np.array([[first[0], 0.0], [first[1], second[0]]])

    def halfway_from(self, days: NDArray[np.int64]) -> Floats:
        """The sum of the states on each of some rising days after half of the solve, from the first of them on.

        Products of its columns are the covariances that are left of these sums; shape (2n - 2 * days[0], len(days)).
        """
        first, each = 2 * days[0], np.arange(len(days))
        ones = np.zeros((self.factor.shape[1] - first, len(days)), order="F")
        ones[2 * days - first, each] = ones[2 * days + 1 - first, each] = 1.0
        return np.asarray(dtbtrs(self.factor[:, first:], ones, uplo="L", overwrite_b=True)[0])
