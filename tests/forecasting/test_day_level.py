from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasting.day_level import DayHeights, fit_day_level
from forecasting.level_drift import LevelDrift
from tests.forecasting.plain_filter import PlainDayLevel

DRIFTS = st.builds(
    LevelDrift,
    noise=st.floats(0.01, 0.3),
    slow=st.floats(0.01, 0.5),
    slow_memory=st.sampled_from([0.9, 0.98, 0.999]),
    fast=st.floats(0.01, 0.3),
    fast_memory=st.floats(0.2, 0.95),
)


def heights(*, days: int, effects: int, seed: int, coming: int = 10, missing: float = 0.3) -> DayHeights:
    """A desk that is closed on some days, with random effects; the last `coming` days are not known."""
    rng = np.random.default_rng(seed)
    day = np.flatnonzero(rng.random(days + coming) > missing)
    strengths = (rng.random((len(day), effects)) < 0.3).astype(float)
    height = 5 + strengths @ rng.normal(0, 0.2, effects) + rng.normal(0, 0.05, len(day))
    known = (day < days) & (rng.random(len(day)) > 0.1)
    return DayHeights(
        day=day,
        height=np.where(known, height, np.nan),
        chance=rng.uniform(0.0005, 0.01, len(day)),
        strengths=strengths,
        likely_size=rng.uniform(0.05, 0.5, effects),
    )


@settings(max_examples=25, deadline=None)
@given(drift=DRIFTS, seed=st.integers(0, 1000), effects=st.integers(1, 6))
def test_evidence_expectation_and_doubt_are_those_of_the_filter_of_statsmodels(
    drift: LevelDrift, seed: int, effects: int
):
    days = heights(days=90, effects=effects, seed=seed)
    plain = PlainDayLevel(days, drift)

    fitted = days.under(drift)

    mean, doubt = plain.heights_after()
    assert fitted.log_evidence == pytest.approx(float(plain.loglike([])), rel=1e-9)
    assert days.until_today.log_evidence(drift) == pytest.approx(fitted.log_evidence, rel=1e-9)
    assert fitted.mean == pytest.approx(mean, abs=1e-7)
    assert fitted.doubt[~days.known] == pytest.approx(doubt[~days.known], rel=1e-6)


@settings(max_examples=25, deadline=None)
@given(drift=DRIFTS, seed=st.integers(0, 1000), row=st.integers(20, 50))
def test_days_in_the_past_are_expected_as_if_nothing_after_them_had_been_seen(drift: LevelDrift, seed: int, row: int):
    days = heights(days=90, effects=3, seed=seed)
    unseen = replace(days, height=np.where(np.arange(len(days.day)) < row, days.height, np.nan)).under(drift)

    mean, doubt = days.under(drift).as_of(row, until=row + 8)

    assert mean == pytest.approx(unseen.mean[row : row + 8], abs=1e-8)
    assert doubt == pytest.approx(unseen.doubt[row : row + 8], rel=1e-7)


@settings(max_examples=25, deadline=None)
@given(drift=DRIFTS, seed=st.integers(0, 1000))
@pytest.mark.parametrize("name", ["noise", "slow", "slow_memory", "fast", "fast_memory"])
def test_the_slope_of_the_evidence_is_that_of_the_evidence_on_both_sides(drift: LevelDrift, seed: int, name: str):
    days = heights(days=90, effects=4, seed=seed)
    less, more = (replace(drift, **{name: getattr(drift, name) * (1 + step)}) for step in (-1e-6, 1e-6))

    evidence, (down, up) = days.log_evidence_around(drift, [less, more])

    assert evidence == pytest.approx(days.log_evidence(drift), rel=1e-12)
    both_sides = days.log_evidence(more) - days.log_evidence(less)
    assert up - down == pytest.approx(both_sides, rel=1e-4, abs=1e-8)


def drifting(drift: LevelDrift, *, days: int, seed: int) -> DayHeights:
    """Heights drawn as the model says."""
    rng = np.random.default_rng(seed)

    def state(size: float, memory: float) -> np.ndarray:
        steps = rng.normal(0, size * np.sqrt(1 - memory**2), days)
        steps[0] = rng.normal(0, size)
        return np.array([float(np.sum(memory ** np.arange(t, -1, -1) * steps[: t + 1])) for t in range(days)])

    height = 6 + state(drift.slow, drift.slow_memory) + state(drift.fast, drift.fast_memory)
    return DayHeights(
        day=np.arange(days),
        height=height + rng.normal(0, drift.noise, days),
        chance=np.full(days, 1e-6),
        strengths=np.zeros((days, 1)),
        likely_size=np.array([0.1]),
    )


def test_the_drift_found_is_more_likely_than_the_one_that_drew_the_days_and_near_it():
    true = LevelDrift(noise=0.03, slow=0.15, slow_memory=0.98, fast=0.08, fast_memory=0.7)
    days = drifting(true, days=600, seed=3)

    found = fit_day_level(days)

    assert found.log_evidence > days.log_evidence(true) - 2
    assert found.drift.noise == pytest.approx(0.03, rel=0.4)
    assert found.drift.fast == pytest.approx(0.08, rel=0.4)


def test_a_fit_from_a_near_drift_ends_where_a_fit_from_nothing_does():
    days = heights(days=200, effects=4, seed=8)

    usual, near = fit_day_level(days), fit_day_level(days, near=LevelDrift(0.1, 0.05, 0.98, 0.05, 0.5))

    assert near.mean == pytest.approx(usual.mean, abs=0.02)


def test_an_effect_never_seen_stays_nothing_with_its_likely_size_as_doubt():
    days = heights(days=100, effects=3, seed=1)
    strengths = days.strengths.copy()
    strengths[days.known, 2] = 0.0
    level = fit_day_level(DayHeights(days.day, days.height, days.chance, strengths, days.likely_size))

    assert level.sizes[2] == pytest.approx(0.0, abs=1e-9)
    assert np.sqrt(level.covariance[2, 2]) == pytest.approx(days.likely_size[2])


def test_the_further_ahead_the_more_doubt():
    level = fit_day_level(heights(days=200, effects=1, seed=2, coming=60, missing=0.0))

    days, doubt = level.heights, level.doubt
    plain = ~days.known & (days.strengths[:, 0] == 0) & (days.day > 200)
    assert np.all(np.diff(doubt[plain]) > 0)


@pytest.mark.parametrize("wrong", [{"noise": 0.0}, {"fast_memory": 1.0}, {"slow": -0.1}])
def test_a_drift_without_sense_is_refused(wrong: dict[str, float]):
    usual = {"noise": 0.1, "slow": 0.1, "slow_memory": 0.98, "fast": 0.1, "fast_memory": 0.5}

    with pytest.raises(ValueError, match=r"above 0|between 0 and 1"):
        LevelDrift(**(usual | wrong))
