import numpy as np
import pytest

from forecasting.shape_factors import fit_shape_factors

MINUTES = np.arange(540, 1080, 30)
LATE = np.linspace(-0.1, 0.1, len(MINUTES))


def errors(days: int, *, size: float, seed: int = 4) -> tuple[np.ndarray, np.ndarray]:
    """Days that run late by chance, with noise of one in each hour; and their expected roots."""
    rng = np.random.default_rng(seed)
    root = np.full((days, len(MINUTES)), 10.0)
    late = size * rng.standard_normal((days, 1)) * LATE * root
    return late + 0.5 * rng.standard_normal(root.shape), root


def test_the_pattern_of_late_days_is_found():
    loadings = fit_shape_factors(*errors(400, size=1.0), minutes=MINUTES).loadings

    shared = loadings @ loadings.T
    assert shared == pytest.approx(np.outer(LATE, LATE), abs=0.0015)


def test_where_hours_go_their_own_ways_little_is_shared():
    loadings = fit_shape_factors(*errors(400, size=0.0), minutes=MINUTES).loadings

    assert (loadings**2).sum(axis=1).max() < 0.3 * 0.05**2


def test_holes_and_a_late_opening_leave_the_pattern():
    error, root = errors(400, size=1.0)
    error[::7, :3] = np.nan
    error[5, 9] = np.nan

    found = fit_shape_factors(error, root, minutes=MINUTES)

    assert found.loadings @ found.loadings.T == pytest.approx(np.outer(LATE, LATE), abs=0.002)
    assert found.at(np.array([540, 555])).shape == (2, 2)
    assert np.all(found.at(np.array([555])) == 0)


@pytest.mark.parametrize(("days", "columns"), [(12, 18), (400, 5)])
def test_few_days_or_few_hours_share_nothing(days: int, columns: int):
    error, root = errors(days, size=1.0)

    found = fit_shape_factors(error[:, :columns], root[:, :columns], minutes=MINUTES[:columns])

    assert found.loadings.shape == (columns, 0)
