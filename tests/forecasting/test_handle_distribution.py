"""How long a contact takes: quantiles against drawn lengths, the tail, parts that take no time."""

import numpy as np
import pandas as pd
import pytest

from data.handle_times import STEPS_PER_LOG
from forecasting.handle_distribution import LEAST_CONTACTS, HandleDistribution, fit_handle_distribution


def counted(seconds: np.ndarray, *, weekday: np.ndarray, hour: np.ndarray, weight: float = 1.0) -> pd.DataFrame:
    """Lengths as the store counts them."""
    step = np.where(seconds >= 0.5, np.floor(STEPS_PER_LOG * np.log(np.maximum(seconds, 0.5))), np.nan)
    table = pd.DataFrame({"weekday": weekday, "hour": hour, "step": step, "contacts": 1, "weight": weight})
    return table.groupby(["weekday", "hour", "step"], as_index=False, dropna=False).sum()


def drawn(count: int, *, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Short and long contacts, in the afternoon a half longer; seconds, weekday, hour."""
    rng = np.random.default_rng(seed)
    weekday, hour = rng.integers(0, 5, count), rng.integers(9, 17, count)
    is_short = rng.random(count) < 0.25
    log = np.where(is_short, rng.normal(3.4, 0.5, count), rng.normal(5.6, 0.7, count))
    return np.exp(log) * np.where(hour >= 13, 1.5, 1.0), weekday, hour


def test_quantiles_are_those_of_the_lengths_that_were_drawn_the_long_ones_too():
    seconds, weekday, hour = drawn(60_000, seed=1)

    found = fit_handle_distribution(counted(seconds, weekday=weekday, hour=hour))

    assert found is not None
    for early, at in ((True, hour < 13), (False, hour >= 13)):
        cells = found.quantile(0.5)[:5, 9 : 13 if early else 17]
        assert cells[:, -4:].max() / cells[:, -4:].min() < 1.2
        for level, close in ((0.1, 0.1), (0.5, 0.04), (0.8, 0.04), (0.95, 0.05), (0.99, 0.08)):
            mine = found.quantile(level)[weekday[at], hour[at]]
            assert (seconds[at] <= mine).mean() == pytest.approx(level, abs=0.02)
            assert np.median(mine) == pytest.approx(np.quantile(seconds[at], level), rel=close)


def test_the_mean_and_the_variation_are_those_of_the_lengths():
    seconds, weekday, hour = drawn(60_000, seed=2)

    found = fit_handle_distribution(counted(seconds, weekday=weekday, hour=hour))

    assert found is not None
    beside = seconds / found.mean()[weekday, hour]
    assert beside.mean() == pytest.approx(1.0, abs=0.02)
    assert found.variation == pytest.approx(beside.std(), rel=0.08)


def test_long_contacts_are_a_larger_share_of_the_work_than_of_the_contacts():
    seconds, weekday, hour = drawn(60_000, seed=3)
    usual = np.ones(168).reshape(7, 24)

    found = fit_handle_distribution(counted(seconds, weekday=weekday, hour=hour))

    assert found is not None
    factor = found.factor(0.9)
    long = seconds > factor * np.exp(found.usual[weekday, hour])
    assert found.share_beyond(factor) == pytest.approx(0.1)
    assert found.work_beyond(factor) == pytest.approx(seconds[long].sum() / seconds.sum(), rel=0.1)
    assert found.work_beyond(factor) > 0.25
    assert found.quantile_over(0.9, weights=usual) > 0


def test_over_the_week_quantiles_weigh_each_time_by_its_contacts():
    seconds, weekday, hour = drawn(40_000, seed=4)
    weights = np.zeros((7, 24))
    np.add.at(weights, (weekday, hour), 1.0)

    found = fit_handle_distribution(counted(seconds, weekday=weekday, hour=hour))

    assert found is not None
    for level in (0.5, 0.95):
        assert found.quantile_over(level, weights=weights) == pytest.approx(np.quantile(seconds, level), rel=0.05)


def test_a_part_that_most_contacts_do_without_has_quantiles_of_no_time():
    rng = np.random.default_rng(5)
    seconds = np.where(rng.random(4000) < 0.7, 0.0, np.exp(rng.normal(4.0, 0.6, 4000)))

    found = fit_handle_distribution(counted(seconds, weekday=np.zeros(4000, int), hour=np.full(4000, 10)))

    assert found is not None
    assert found.no_time == pytest.approx(0.7, abs=0.02)
    assert found.factor(0.5) == 0.0
    assert found.quantile(0.9)[0, 10] == pytest.approx(np.quantile(seconds, 0.9), rel=0.08)
    assert found.mean()[0, 10] == pytest.approx(seconds.mean(), rel=0.05)


def test_a_time_of_the_week_with_few_contacts_is_drawn_towards_the_others():
    rng = np.random.default_rng(6)
    seconds = np.concatenate([np.exp(rng.normal(5.0, 0.5, 5000)), np.full(4, 3000.0)])
    hour = np.concatenate([np.full(5000, 10), np.full(4, 20)])

    found = fit_handle_distribution(counted(seconds, weekday=np.zeros(5004, int), hour=hour))

    assert found is not None
    median = found.quantile(0.5)
    assert median[0, 10] < median[0, 20] < 2 * median[0, 10]
    assert median[6, 3] == pytest.approx(median[0, 10], rel=0.1)


def test_few_contacts_tell_nothing_and_some_tell_one_normal():
    seconds, weekday, hour = drawn(LEAST_CONTACTS + 1, seed=7)

    few = fit_handle_distribution(counted(seconds[:-2], weekday=weekday[:-2], hour=hour[:-2]))
    some = fit_handle_distribution(counted(seconds, weekday=weekday, hour=hour))

    assert few is None
    assert some is not None
    assert len(some.shares) == 1


def test_contacts_that_all_take_as_long_do_not_break_it():
    found = fit_handle_distribution(counted(np.full(500, 60.0), weekday=np.zeros(500, int), hour=np.full(500, 9)))

    assert found is not None
    assert found.quantile(0.95)[0, 9] == pytest.approx(60.0, rel=0.1)


def test_what_cannot_be_is_refused():
    with pytest.raises(ValueError, match="7 weekdays by 24 hours"):
        HandleDistribution(np.zeros((7, 23)), 0.0, np.ones(1), np.zeros(1), np.ones(1), 50)
    found = fit_handle_distribution(counted(np.full(50, 60.0), weekday=np.zeros(50, int), hour=np.full(50, 9)))
    assert found is not None
    with pytest.raises(ValueError, match="between 0 and 1"):
        found.factor(1.0)
