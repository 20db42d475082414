"""Waiting with impatient callers, against published figures and a plain birth-death sum."""

import heapq

import numpy as np
import pytest

from staffing.erlang import average_speed_of_answer, service_level, wait_exceeded
from staffing.erlang_a import service_with_patience, wait_exceeded_with_patience


def share_delayed_by_birth_and_death(servers: int, *, load: float, handle: float, patience: float) -> float:
    """Share of arrivals that find everybody busy, from the balance of each state."""
    weights = [1.0]
    for state in range(1, 2000):
        leaving = min(state, servers) / handle + max(state - servers, 0) / patience
        weights.append(weights[-1] * load / handle / leaving)
    return sum(weights[servers:]) / sum(weights)


def test_the_mean_wait_of_the_published_case_is_reproduced() -> None:
    # Garnett, Mandelbaum and Reiman: 50 agents, 48 calls a minute of a minute each, patience 2 minutes: 3.7 s, 3.1 %.
    seconds = np.arange(0, 600, 0.25)
    beyond = wait_exceeded_with_patience(50, 48 / 60, 60, seconds, patience_seconds=120)

    mean_wait = np.trapezoid(beyond, seconds)

    assert mean_wait == pytest.approx(3.7, abs=0.05)
    assert mean_wait / 120 == pytest.approx(0.031, abs=0.0005)


@pytest.mark.parametrize(
    ("servers", "load", "patience"),
    [
        pytest.param(1, 0.5, 100.0, id="one person"),
        pytest.param(12, 10.0, 360.0, id="a small team"),
        pytest.param(12, 15.0, 360.0, id="more work than people"),
        pytest.param(84, 80.0, 480.0, id="a large team"),
    ],
)
def test_the_share_that_waits_is_that_of_the_birth_death_chain(servers: int, load: float, patience: float) -> None:
    waits = wait_exceeded_with_patience(servers, load / 300, 300, 0, patience_seconds=patience)

    assert waits == pytest.approx(
        share_delayed_by_birth_and_death(servers, load=load, handle=300, patience=patience), rel=1e-9
    )


def test_endless_patience_is_erlang_c_and_long_patience_comes_close() -> None:
    expected = wait_exceeded(12, 10 / 300, 300, [0, 60, 180])

    assert wait_exceeded_with_patience(12, 10 / 300, 300, [0, 60, 180], patience_seconds=np.inf) == pytest.approx(
        expected, rel=1e-12
    )
    assert wait_exceeded_with_patience(12, 10 / 300, 300, [0, 60, 180], patience_seconds=1e7) == pytest.approx(
        expected, rel=1e-3
    )


def test_without_anybody_callers_wait_out_their_patience_and_without_callers_nobody_waits() -> None:
    assert wait_exceeded_with_patience(0, 0.01, 300, 60, patience_seconds=60) == pytest.approx(np.exp(-1), rel=1e-4)
    assert wait_exceeded_with_patience(5, 0.0, 300, 0, patience_seconds=60) == 0


def test_a_patience_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="patience"):
        wait_exceeded_with_patience(5, 0.01, 300, 0, patience_seconds=0)


def test_abandonment_service_level_and_wait_of_the_published_case() -> None:
    # Garnett, Mandelbaum and Reiman: 50 agents, 48 calls a minute of a minute each, patience 2 minutes.
    found = service_with_patience(50, 48 / 60, 60, threshold_seconds=180, patience_seconds=120)

    assert found.abandonment == pytest.approx(0.031, abs=0.0005)
    assert found.occupancy == pytest.approx(0.93, abs=0.005)
    assert found.asa_seconds < 3.71
    assert average_speed_of_answer(50, 48 / 60, 60) == pytest.approx(20.8, abs=0.05)


def test_the_three_minute_promise_of_a_small_team_loses_a_third_of_its_callers() -> None:
    # Measured: 20 calls in half an hour of 6 minutes, patience 3 minutes, 3 agents: 66 s on average, 37 % gave up.
    found = service_with_patience(3, 20 / 1800, 360, threshold_seconds=180, patience_seconds=180)

    assert found.abandonment == pytest.approx(0.368, abs=0.001)
    assert found.abandonment * 180 == pytest.approx(66, abs=0.3)


CASES = [
    pytest.param(1, 0.5, 100.0, id="one person"),
    pytest.param(12, 10.0, 360.0, id="a small team"),
    pytest.param(12, 15.0, 360.0, id="more work than people"),
    pytest.param(84, 80.0, 1e5, id="a large team with patient callers"),
]


@pytest.mark.parametrize(("servers", "load", "patience"), CASES)
def test_abandonment_is_that_of_the_birth_death_chain(servers: int, load: float, patience: float) -> None:
    steps = [
        np.log(load / 300 / (min(state, servers) / 300 + max(state - servers, 0) / patience))
        for state in range(1, 3000)
    ]
    weights = np.exp(np.concatenate([[0.0], np.cumsum(steps)]) - max(np.cumsum(steps)))
    waiting = np.maximum(np.arange(3000) - servers, 0) @ weights / weights.sum()

    found = service_with_patience(servers, load / 300, 300, threshold_seconds=60, patience_seconds=patience)

    assert found.abandonment == pytest.approx(waiting / patience / (load / 300), rel=1e-9)
    assert found.occupancy == pytest.approx(load * (1 - found.abandonment) / servers, rel=1e-9)


@pytest.mark.parametrize(("servers", "load", "patience"), CASES[1:3])
def test_service_level_and_wait_are_those_of_a_seeded_simulation(servers: int, load: float, patience: float) -> None:
    rng = np.random.default_rng(3)
    calls = 200_000
    arrivals = np.cumsum(rng.exponential(300 / load, calls)).tolist()
    handle, patient = rng.exponential(300, calls).tolist(), rng.exponential(patience, calls).tolist()
    free = [0.0] * servers
    waits = []
    for at, takes, stays in zip(arrivals, handle, patient, strict=True):
        wait = max(free[0] - at, 0.0)
        answered = wait <= stays
        heapq.heapreplace(free, at + wait + takes if answered else free[0])
        waits.append(wait if answered else -stays)
    wait = np.array(waits)

    found = service_with_patience(
        servers, load / 300, 300, threshold_seconds=60, patience_seconds=patience, short_abandon_seconds=5
    )

    counted = (wait >= 0) | (wait < -5)
    assert found.service_level == pytest.approx(((wait >= 0) & (wait <= 60)).sum() / counted.sum(), abs=0.008)
    assert found.asa_seconds == pytest.approx(wait[wait >= 0].mean(), rel=0.04)


def test_with_endless_patience_everything_is_erlang_c() -> None:
    found = service_with_patience([12, 9], 10 / 300, 300, threshold_seconds=60, patience_seconds=np.inf)

    assert found.service_level == pytest.approx(service_level([12, 9], 10 / 300, 300, 60))
    assert found.asa_seconds.tolist() == average_speed_of_answer([12, 9], 10 / 300, 300).tolist()
    assert found.abandonment.tolist() == [0, 0]


def test_without_callers_all_is_well_and_without_anybody_nobody_is_answered() -> None:
    nobody_calls = service_with_patience(5, 0.0, 300, threshold_seconds=60, patience_seconds=100)
    nobody_there = service_with_patience(0, 0.01, 300, threshold_seconds=60, patience_seconds=100)

    assert (nobody_calls.service_level, nobody_calls.abandonment, nobody_calls.occupancy) == (1, 0, 0)
    assert nobody_there.abandonment == pytest.approx(1, abs=1e-4)
    assert nobody_there.service_level == pytest.approx(0, abs=1e-4)
