"""Waiting with impatient callers, against published figures and a plain birth-death sum."""

import numpy as np
import pytest

from staffing.erlang import wait_exceeded
from staffing.erlang_a import wait_exceeded_with_patience


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
