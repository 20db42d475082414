"""Weighted regression with a likely size for every coefficient; the only door to `statsmodels`."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
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
    log_evidence
        Logarithm of the probability of the observations under these sizes, up to a constant: the larger, the better
        the sizes suit.
    """

    coefficients: Floats
    covariance: Floats
    variance: float
    leverage: Floats
    log_evidence: float


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
        Rows that times the coefficients are standard normal in units of the noise, of full rank, shape (p, k).
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
    penalised = float(weights @ error**2 + np.sum((prior @ coefficients) ** 2))
    _, log_volume = np.linalg.slogdet(inverse)
    _, log_prior = np.linalg.slogdet(prior.T @ prior)
    evidence = -0.5 * len(outcome) * np.log(max(penalised, 1e-12)) + 0.5 * (log_volume + log_prior)
    return RidgeFit(coefficients, variance * inverse, variance, leverage, float(evidence))
