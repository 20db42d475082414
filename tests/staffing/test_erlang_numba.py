"""The searches interval by interval give what the searches over whole columns give, as plain Python and compiled."""

import subprocess
import sys
from fractions import Fraction

import numpy as np
import pytest

from staffing import erlang, erlang_numba, fast_path, patient_limits
from staffing.erlang_numba import inverse_blocking
from staffing.patient_limits import Limits

needs_numba = pytest.mark.skipif(
    not erlang_numba.IS_COMPILED, reason="Numba is not installed (extra `fast`), so there is nothing compiled to test"
)
COUNTS = [
    pytest.param(300, id="as plain Python or compiled"),
    pytest.param(100_000, marks=needs_numba, id="a hundred thousand intervals, compiled"),
]


def drawn(count: int, *, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Arrival rates and handle seconds, from a call a day to 300 erlangs, some intervals without calls."""
    rng = np.random.default_rng(seed)
    handle = rng.uniform(20, 3600, count)
    load = np.exp(rng.uniform(np.log(0.001), np.log(300), count)) * (rng.random(count) > 0.05)
    return load / handle, handle


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("limit", [np.inf, 15.0])
def test_erlang_c_asks_for_the_same_agents_either_way(
    count: int, limit: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    rate, handle = drawn(count, seed=1)
    rng = np.random.default_rng(2)
    goal = {
        "threshold_seconds": rng.choice([0, 20, 180], count),
        "service_level": rng.uniform(0.3, 0.98, count),
        "max_occupancy": 0.92,
        "max_asa_seconds": limit,
    }

    answers = []
    for compiled in (False, True):
        monkeypatch.setattr(erlang, "is_worth_compiling", lambda *_, compiled=compiled, **__: compiled)
        answers.append(erlang.required_agents(rate, handle, **goal))

    assert np.array_equal(answers[0], answers[1])
    assert answers[0].max() > 200


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("limit", [np.inf, 15.0])
def test_erlang_a_asks_for_the_same_agents_either_way(
    count: int, limit: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    rate, handle = drawn(count, seed=3)
    rng = np.random.default_rng(4)
    limits = Limits.of(
        rate,
        handle,
        patience_seconds=rng.choice([5, 60, 480, 3000, 1e5, np.inf], count),
        threshold_seconds=rng.choice([0, 20, 180], count),
        service_level=rng.uniform(0.3, 0.98, count),
        max_abandonment=rng.choice([0.03, 0.2, 1], count),
        max_occupancy=0.97,
        max_asa_seconds=limit,
    )

    answers = []
    for compiled in (False, True):
        monkeypatch.setattr(patient_limits, "is_worth_compiling", lambda *_, compiled=compiled, **__: compiled)
        answers.append(patient_limits.least_agents(limits))

    assert np.array_equal(answers[0], answers[1])
    assert answers[0].max() > 200


def test_sums_that_grow_beyond_all_numbers_keep_their_shares() -> None:
    patience = 3e5  # a thousand handle times; at 60 agents under 80 erlangs the sum is about 1e1200
    columns = [np.array([value]) for value in (80.0, 300.0, patience, 20.0, 0.0, 0.25, np.inf)]

    agents = erlang_numba.least_erlang_a(*columns, 1.0)

    assert agents.tolist() == [60]


@pytest.mark.parametrize(("servers", "load"), [(1, "0.5"), (15, "15"), (30, "3"), (100, "95"), (120, "200")])
def test_blocking_by_its_sum_agrees_with_exact_fractions(servers: int, load: str) -> None:
    exact = Fraction(1)
    for n in range(1, servers + 1):
        exact = 1 + exact * n / Fraction(load)

    assert inverse_blocking(servers, float(load)) == pytest.approx(float(exact), rel=1e-13)


def test_small_questions_load_nothing() -> None:
    program = (
        "import sys\n"
        "from staffing.erlang import required_agents\n"
        "required_agents([0.1] * 10_000, 300, threshold_seconds=180, service_level=0.9)\n"
        "assert 'staffing.erlang_numba' not in sys.modules and 'numba' not in sys.modules\n"
    )

    subprocess.run([sys.executable, "-c", program], check=True)


def test_without_numba_even_the_largest_question_goes_over_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fast_path, "find_spec", lambda name: None)
    fast_path.load_compiled.cache_clear()

    worth = fast_path.is_worth_compiling(10**9, from_intervals=1)

    fast_path.load_compiled.cache_clear()
    assert not worth


@needs_numba
def test_with_numba_a_large_question_is_compiled_and_a_small_one_is_not() -> None:
    assert fast_path.is_worth_compiling(fast_path.ERLANG_A_INTERVALS, from_intervals=fast_path.ERLANG_A_INTERVALS)
    assert not fast_path.is_worth_compiling(100, from_intervals=1_000)
