import numpy as np
import pytest

from forecasting.accuracy import CRPS_LEVELS, cover, ncrps, wape

rng = np.random.default_rng(7)
ACTUAL = rng.poisson(20, 40).astype(float)
QUANTILES = np.sort(rng.gamma(20, 1, (40, 19)), axis=1)


def test_wape_is_the_sum_of_errors_over_the_sum_of_contacts():
    errors = 0.0
    for actual, expected in zip(ACTUAL, QUANTILES[:, 9], strict=True):
        errors += abs(actual - expected)

    assert wape(ACTUAL, QUANTILES[:, 9]) == pytest.approx(errors / ACTUAL.sum())


def test_ncrps_is_twice_the_mean_pinball_loss_over_the_mean_volume():
    loss = 0.0
    for actual, row in zip(ACTUAL, QUANTILES, strict=True):
        for level, quantile in zip(CRPS_LEVELS, row, strict=True):
            loss += level * (actual - quantile) if actual > quantile else (1 - level) * (quantile - actual)

    assert ncrps(ACTUAL, QUANTILES) == pytest.approx(2 * loss / 19 / 40 / ACTUAL.mean())


def test_cover_is_the_share_of_counts_between_the_rounded_ends():
    inside = 0
    for actual, low, high in zip(ACTUAL, QUANTILES[:, 1], QUANTILES[:, 17], strict=True):
        inside += round(low) <= actual <= round(high)

    assert cover(ACTUAL, QUANTILES[:, 1], QUANTILES[:, 17]) == pytest.approx(inside / 40)


def test_a_perfect_forecast_scores_nothing():
    quantiles = np.tile(ACTUAL[:, None], 19)

    assert (wape(ACTUAL, ACTUAL), ncrps(ACTUAL, quantiles), cover(ACTUAL, ACTUAL, ACTUAL)) == (0, 0, 1)


def test_measures_of_no_contacts_are_not_a_number():
    nothing = np.zeros(3)

    assert np.isnan(wape(nothing, nothing))
    assert np.isnan(ncrps(nothing, np.zeros((3, 19))))
    assert np.isnan(cover(np.zeros(0), np.zeros(0), np.zeros(0)))


def test_ncrps_refuses_other_than_nineteen_quantiles():
    with pytest.raises(ValueError, match=r"shape \(40, 19\)"):
        ncrps(ACTUAL, QUANTILES[:, :5])
