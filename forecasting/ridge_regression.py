"""Weighted regression with a likely size for every coefficient; the only door to `statsmodels`."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cholesky, solve_triangular
from statsmodels.regression.linear_model import WLS

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class RidgeFit:
    """Coefficients with their doubt.

    Parameters
    ----------
    coefficients
        Shape (k,).
    covariance
        Of the coefficients, shape (k, k).
    variance
        Of an observation of weight 1.
    leverage
        Share of each observation in its own fitted value, 0 to 1, shape (n,).
    """

    coefficients: Floats
    covariance: Floats
    variance: float
    leverage: Floats


def log_evidences(outcome: Floats, design: Floats, *, weights: Floats, priors: Iterable[Floats]) -> list[float]:
    """Logarithm of the probability of the observations under each prior, up to a constant.

    The larger, the better the prior's likely sizes suit. The noise is integrated out under 1/variance, so a prior
    in units of the noise is all that it takes (Bishop 2006, section 3.5). Parameters as in `fit_ridge`.
    """
    weighted = design * weights[:, None]
    gram, moment, square = design.T @ weighted, weighted.T @ outcome, float(weights @ outcome**2)
    found = []
    for prior in priors:
        factor = cholesky(gram + prior.T @ prior, lower=True, check_finite=False)
        half = solve_triangular(factor, moment, lower=True, check_finite=False)
        penalised = max(square - float(half @ half), 1e-9 * max(square, 1e-3))
        log_volume = np.sum(np.log(np.diag(prior))) - np.sum(np.log(np.diag(factor)))
        found.append(float(log_volume - 0.5 * len(outcome) * np.log(penalised)))
    return found


def fit_ridge(outcome: Floats, design: Floats, *, weights: Floats, prior: Floats) -> RidgeFit:
    """Regress with pseudo-observations of 0 that keep coefficients near their likely sizes.

    With a prior row for every coefficient the design always has full rank: an effect never seen, or one that
    two columns could explain, comes out as small as the prior allows instead of failing.

    Parameters
    ----------
    outcome
        Shape (n,).
    design
        Shape (n, k).
    weights
        Precision of each observation relative to the others, above 0, shape (n,).
    prior
        Rows that times the coefficients are standard normal in units of the noise; lower triangular, shape (k, k).
    """
    rows = np.vstack([design, prior])
    target = np.concatenate([outcome, np.zeros(len(prior))])
    fit = WLS(target, rows, weights=np.concatenate([weights, np.ones(len(prior))])).fit(method="qr")
    coefficients = np.asarray(fit.params, dtype=np.float64)
    inverse = np.asarray(fit.normalized_cov_params, dtype=np.float64)
    leverage = weights * np.einsum("ij,jk,ik->i", design, inverse, design, optimize=True)
    error = outcome - design @ coefficients
    freedom = max(len(outcome) - float(leverage.sum()), 1.0)
    variance = max(float(weights @ error**2) / freedom, 1e-12)
    return RidgeFit(coefficients, variance * inverse, variance, leverage)
