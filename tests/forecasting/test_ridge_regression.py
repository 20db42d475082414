import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import multivariate_normal

from forecasting.ridge_regression import fit_ridge, log_evidences

rng = np.random.default_rng(3)
DESIGN = rng.normal(size=(12, 2))
OUTCOME = DESIGN @ [0.5, -0.2] + 0.1 * rng.normal(size=12)
WEIGHTS = rng.uniform(0.5, 2, 12)
PRIORS = [np.diag([1.0, 1.0]), np.array([[0.3, 0.0], [-0.2, 4.0]])]


def test_the_fit_is_the_solution_of_the_penalised_normal_equations():
    fit = fit_ridge(OUTCOME, DESIGN, weights=WEIGHTS, prior=PRIORS[1])

    weighted = DESIGN * WEIGHTS[:, None]
    by_hand = np.linalg.solve(DESIGN.T @ weighted + PRIORS[1].T @ PRIORS[1], weighted.T @ OUTCOME)
    assert fit.coefficients == pytest.approx(by_hand)


def test_the_evidence_is_the_probability_of_the_outcome_with_coefficients_and_noise_integrated_out():
    def by_hand(prior: np.ndarray) -> float:
        shape = np.diag(1 / WEIGHTS) + DESIGN @ np.linalg.inv(prior.T @ prior) @ DESIGN.T

        def density(log_variance: float) -> float:
            return float(multivariate_normal.pdf(OUTCOME, cov=np.exp(log_variance) * shape))

        return float(np.log(quad(density, -12, 6, points=[-6, -4, -2])[0]))

    found = log_evidences(OUTCOME, DESIGN, weights=WEIGHTS, priors=PRIORS)

    assert found[1] - found[0] == pytest.approx(by_hand(PRIORS[1]) - by_hand(PRIORS[0]), abs=1e-4)
