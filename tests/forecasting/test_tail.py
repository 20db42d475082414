import numpy as np
import pytest
from scipy.special import ndtri

from forecasting.tail import KNOTS, TAIL_SHARES, USUAL_TAIL, Tail

HEAVY = Tail((0.9, 1.0, 1.5))


def test_the_usual_tail_leaves_normals_as_they_are():
    normal = np.linspace(-5, 5, 41)

    assert USUAL_TAIL.bend(normal) == pytest.approx(normal)
    assert USUAL_TAIL.spread == 1.0


def test_at_each_share_a_tail_reaches_as_far_as_its_width_says_on_both_sides():
    upper = ndtri((1 + np.array(TAIL_SHARES)) / 2)

    assert HEAVY.bend(upper) == pytest.approx(upper * HEAVY.widths)
    assert HEAVY.bend(-upper) == pytest.approx(-upper * HEAVY.widths)


def test_a_bent_normal_rises_everywhere():
    assert np.all(np.diff(HEAVY.bend(np.linspace(-8, 8, 400))) > 0)


def test_the_spread_is_that_of_many_draws():
    draws = HEAVY.bend(np.random.default_rng(1).standard_normal(400_000))

    assert HEAVY.spread == pytest.approx(draws.std(), rel=0.01)


@pytest.mark.parametrize("widths", [(0.0, 1.0, 1.0), (2.0, 1.0, 1.0), (1.0, 1.0, float("nan"))])
def test_a_tail_that_falls_is_refused(widths: tuple[float, float, float]):
    with pytest.raises(ValueError, match="reaches further"):
        Tail(widths)


@pytest.mark.parametrize("wanted", [(0.01, 0.01, 0.01), (9.0, 1.0, 1.0), (1.0, 0.2, 0.2), (1.0, 1.1, 40.0)])
def test_the_nearest_tail_of_wild_widths_stands(wanted: tuple[float, float, float]):
    found = Tail.near(np.array(wanted))

    assert np.all(np.diff(KNOTS * found.widths) > 0)
    assert max(found.widths) <= 4


def test_the_nearest_tail_of_likely_widths_has_them():
    assert Tail.near(np.array(HEAVY.widths)).widths == pytest.approx(HEAVY.widths)
