"""How the height of days moves: two states that return to their usual level, one slowly and one fast."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_solve_banded, cholesky_banded
from scipy.linalg.lapack import dtbtrs

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
    diagonal = np.concatenate([[1 / deviation**2], 1 / step])
    diagonal[:-1] += kept**2 / step
    return diagonal, -kept / step, float(2 * np.log(deviation) + np.log(step).sum())


@dataclass(frozen=True)
class DriftingDays:
    """The two states over rising days, given what is observed on some of them.

    Parameters
    ----------
    factor
        Banded Cholesky factor of the states' precision after the observations, states of a day side by side, (3, 2n).
    weight
        Precision of each day's observation, 0 where there is none, shape (n,).
    log_determinant
        Of the covariance of the observations.
    """

    factor: Floats
    weight: Floats
    log_determinant: float

    @classmethod
    def of(cls, drift: LevelDrift, *, gaps: Floats, chance: Floats) -> Self:
        """The states of days `gaps` apart (n - 1,); `chance` is the variance of counts, infinite where unseen, (n,)."""
        seen = np.isfinite(chance)
        weight = np.where(seen, 1 / (drift.noise**2 + np.where(seen, chance, 0.0)), 0.0)
        slow, slow_below, slow_size = state_precision(gaps, deviation=drift.slow, memory=drift.slow_memory)
        fast, fast_below, fast_size = state_precision(gaps, deviation=drift.fast, memory=drift.fast_memory)
        band = np.zeros((3, 2 * len(weight)))
        band[0, 0::2], band[0, 1::2] = slow + weight, fast + weight
        band[1, 0::2] = weight
        band[2, 0:-2:2], band[2, 1:-2:2] = slow_below, fast_below
        factor = cholesky_banded(band, lower=True, overwrite_ab=True, check_finite=False)
        size = 2 * np.log(factor[0]).sum() + slow_size + fast_size - np.log(weight[seen]).sum()
        return cls(factor, weight, float(size))

    def states(self, observed: Floats) -> Floats:
        """Sum of the two states that each column of observations makes likely, shape (n, k)."""
        solved = cho_solve_banded((self.factor, True), self._for_both(observed), overwrite_b=True, check_finite=False)
        return np.asarray(solved[0::2] + solved[1::2])

    def moments(self, observed: Floats) -> Floats:
        """Products of columns of observations, weighed by the inverse of the observations' covariance, shape (k, k).

        By the Woodbury identity; half of the work of `states`, from which they follow as well.
        """
        half, _ = dtbtrs(self.factor, self._for_both(observed), uplo="L")
        return np.asarray(observed.T @ (observed * self.weight[:, None]) - half.T @ half)

    def _for_both(self, observed: Floats) -> Floats:
        return np.repeat(observed * self.weight[:, None], 2, axis=0)

    def doubt(self, days: NDArray[np.int64]) -> Floats:
        """Variance of the states' sum that is left on some days, shape (len(days),)."""
        ones = np.zeros((self.factor.shape[1], len(days)))
        each = np.arange(len(days))
        ones[2 * days, each] = ones[2 * days + 1, each] = 1.0
        solved = cho_solve_banded((self.factor, True), ones, overwrite_b=True, check_finite=False)
        return np.asarray(solved[2 * days, each] + solved[2 * days + 1, each])
