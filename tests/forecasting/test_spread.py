import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasting.forecast import mean_of_root
from forecasting.spread import ASSUMED_SPREAD, measure_spread, root_mean_for

MINUTES = np.arange(600, 1080, 30)


def drawn_counts(*, day_spread: float, root_spread: float, seed: int = 3) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    root_mean = np.tile(np.linspace(4, 9, 16), (400, 1))
    shared = 1 + day_spread * rng.standard_normal((400, 1))
    root = root_mean * shared + root_spread * rng.standard_normal(root_mean.shape)
    return np.maximum(root, 0) ** 2, root_mean**2 + root_spread**2


@pytest.mark.parametrize(
    ("day_spread", "root_spread"),
    [(0.1, 0.5), (0.0, 0.5), (0.05, 1.0)],
    ids=["days differ", "days do not differ", "restless intervals"],
)
def test_the_spread_of_days_and_of_intervals_is_found_again(day_spread: float, root_spread: float):
    counts, expected = drawn_counts(day_spread=day_spread, root_spread=root_spread)

    found = measure_spread(counts, expected, minutes=MINUTES)

    assert np.sqrt(found.day_variance) == pytest.approx(day_spread, abs=0.03)
    own = found.of_interval(expected[0], minute=MINUTES)
    assert np.sqrt(own.mean()) == pytest.approx(root_spread, rel=0.15)


def test_a_time_of_day_that_is_more_restless_gets_a_wider_spread():
    counts, expected = drawn_counts(day_spread=0.05, root_spread=0.5)
    counts[:, 3] = np.maximum(np.sqrt(counts[:, 3]) + np.random.default_rng(1).normal(0, 1.5, 400), 0) ** 2

    own = measure_spread(counts, expected, minutes=MINUTES).of_interval(expected[0], minute=MINUTES)

    assert own[3] > 2 * own[5]


def test_one_mad_interval_does_not_set_the_width_of_all():
    counts, expected = drawn_counts(day_spread=0.05, root_spread=0.5)
    usual = measure_spread(counts, expected, minutes=MINUTES)
    counts[100, 5] *= 1000

    spread = measure_spread(counts, expected, minutes=MINUTES)

    assert (
        spread.of_interval(expected[0], minute=MINUTES).mean()
        < 1.2 * usual.of_interval(expected[0], minute=MINUTES).mean()
    )


def test_too_few_errors_give_the_assumed_spread():
    found = measure_spread(np.full((1, 16), np.nan), np.ones((1, 16)), minutes=MINUTES)

    assert found is ASSUMED_SPREAD


@settings(deadline=None)
@given(
    mean=st.floats(0, 1e6),
    day_spread=st.floats(0, 1),
    root_variance=st.floats(0, 50),
)
def test_the_root_mean_gives_exactly_the_expected_contacts(mean: float, day_spread: float, root_variance: float):
    expected = np.array([mean])

    root_mean, root_spread = root_mean_for(
        expected, day_spread=np.array([day_spread]), root_variance=np.array([root_variance]), typical=expected
    )

    assert root_mean[0] >= 0
    assert mean_of_root(root_mean, np.hypot(root_mean * day_spread, root_spread))[0] == pytest.approx(
        mean, rel=1e-6, abs=1e-9
    )
