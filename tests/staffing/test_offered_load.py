"""The load that people meet while what came before is still being handled."""

import numpy as np
import pytest

from staffing.offered_load import HandleTimes, modified_offered_load

MINUTES = np.arange(0.0, 120.0, 10.0) * 60


def load_of(rate: np.ndarray, *, mean: float = 600.0, variation: float = 1.0, **told: bool) -> np.ndarray:
    handle = HandleTimes(np.full(len(rate), mean), variation)
    return modified_offered_load(
        MINUTES[: len(rate)], np.full(len(rate), 600.0), arrival_rate=rate, handle=handle, **told
    )


def test_a_desk_that_opens_fills_up_and_then_meets_what_arrives() -> None:
    load = load_of(np.full(12, 0.01))

    assert np.all(np.diff(load) > 0)
    assert load[0] < 3
    assert load[-1] == pytest.approx(6.0, rel=0.01)


def test_where_contacts_came_before_as_they_do_now_nothing_fills_up() -> None:
    assert load_of(np.full(12, 0.01), goes_on=True) == pytest.approx(np.full(12, 6.0), rel=1e-3)


def test_what_was_begun_is_still_there_when_nothing_comes_any_more() -> None:
    load = load_of(np.array([0.01, 0.01, 0.0, 0.0, 0.0]))

    assert load[2] > load[3] > load[4] > 0


def test_equal_handle_times_end_all_at_once() -> None:
    load = load_of(np.array([0.01, 0.0, 0.0]), variation=0.0)

    # Of ten minutes' contacts, ten minutes each, half are in hand in the middle of their span and of the next one.
    assert load == pytest.approx([3.0, 3.0, 0.0], abs=1e-6)


def test_the_mean_in_handling_is_that_of_simulated_contacts() -> None:
    rng = np.random.default_rng(5)
    rate, count = np.array([0.02, 0.05, 0.01, 0.03]), 400_000
    part = rng.choice(4, size=count, p=rate / rate.sum())
    begin = MINUTES[part] + rng.uniform(0, 600, count)
    spread = np.sqrt(np.log1p(1.5**2))
    lasts = 500.0 * np.exp(spread * rng.standard_normal(count) - spread**2 / 2)
    middle = MINUTES[:4] + 300
    there = ((begin[:, None] <= middle) & (begin[:, None] + lasts[:, None] > middle)).sum(axis=0)

    expected = there * rate.sum() * 600 / count

    assert load_of(rate, mean=500.0, variation=1.5) == pytest.approx(expected, rel=0.01)


def test_a_closed_night_lets_everything_end() -> None:
    start = np.array([0.0, 600.0, 86_400.0])
    handle = HandleTimes(np.full(3, 300.0), 1.0)

    load = modified_offered_load(start, np.full(3, 600.0), arrival_rate=np.full(3, 0.01), handle=handle)

    assert load[2] == pytest.approx(load[0], rel=1e-3)
