"""How the shape of one day differs from another's: a few patterns that the hours of a day share.

After Shen and Huang (2008): what the height of the day leaves over, on the root scale, has a few directions in which
hours move together, an early day or a long lunch. They are told apart from the chance of each hour by factor analysis.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_PATTERNS = 2
_ROUNDS = 10
_DAYS_OF_PRIOR = 20.0
"""A pattern seen on so many days is believed by half."""


@dataclass(frozen=True)
class ShapeFactors:
    """Patterns that a day adds to its usual shape, each times a standard normal of the day's own.

    Parameters
    ----------
    minutes
        Minutes since midnight, rising, shape (m,).
    loadings
        Relative change of the root of an interval's contacts by one standard deviation of each pattern, shape (m, r).
    """

    minutes: NDArray[np.int64]
    loadings: Floats

    def at(self, minute: NDArray[np.int64]) -> Floats:
        """Loadings of intervals by time of day, 0 at times never seen, shape (n, r)."""
        at = np.minimum(np.searchsorted(self.minutes, minute), max(len(self.minutes) - 1, 0))
        known = self.minutes[at] == minute
        return np.where(known[:, None], self.loadings[at], 0.0)


def no_patterns(minutes: NDArray[np.int64]) -> ShapeFactors:
    """Every interval for itself."""
    return ShapeFactors(minutes, np.zeros((len(minutes), 0)))


def fit_shape_factors(error: Floats, root: Floats, *, minutes: NDArray[np.int64]) -> ShapeFactors:
    """The patterns in what is left of past days once their height is known.

    Parameters
    ----------
    error
        Root of what came less root of what was expected and less the day's own height; NaN where unknown, shape (d, m).
    root
        Root of what was expected, above 0 where known, shape (d, m).
    minutes
        Time of day of each column, shape (m,).
    """
    use = np.isfinite(error) & (root > 0)
    days = use.sum(axis=0)
    columns = np.flatnonzero(days >= 3 * _PATTERNS)
    if len(columns) < 4 * _PATTERNS or use.any(axis=1).sum() < 10 * _PATTERNS:
        return no_patterns(minutes)
    seen = use[:, columns]
    relative = np.where(seen, error[:, columns] / np.where(seen, root[:, columns], 1.0), 0.0)
    together = seen.T.astype(np.float64) @ seen
    covariance = (relative.T @ relative) / np.maximum(together, 1.0) * together / (together + _DAYS_OF_PRIOR)
    loadings = np.zeros((len(minutes), _PATTERNS))
    loadings[columns] = _common_part(covariance, patterns=_PATTERNS)
    return ShapeFactors(minutes, loadings)


def _common_part(covariance: Floats, *, patterns: int) -> Floats:
    """Loadings of the leading common factors, by iterated principal factors (Harman 1976), shape (m, patterns)."""
    shared = 0.5 * np.diag(covariance)
    inner = covariance.copy()
    for _ in range(_ROUNDS):
        np.fill_diagonal(inner, shared)
        size, direction = np.linalg.eigh(inner)
        loadings = direction[:, -patterns:] * np.sqrt(np.maximum(size[-patterns:], 0.0))
        shared = np.minimum((loadings**2).sum(axis=1), 0.95 * np.diag(covariance))
    return np.asarray(loadings)
