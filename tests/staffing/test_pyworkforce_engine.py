"""The second engine beside ours: where they agree, and what the door guards against."""

import subprocess
import sys

import numpy as np
import pytest

from staffing.engines import ENGINES, engine_named
from staffing.erlang import required_agents
from staffing.pyworkforce_engine import (
    Scheduler,
    positions_as_answered,
    required_agents_by_pyworkforce,
    shift_counts_by_pyworkforce,
)

CALLS = np.array([1, 3, 10, 17, 40, 75, 120, 250, 500])
HANDLE_SECONDS = np.array([60, 90, 200, 300, 420, 900])


def test_both_engines_ask_for_the_same_agents_for_nine_in_ten_within_three_minutes() -> None:
    rate, handle = np.meshgrid(CALLS / 1800, HANDLE_SECONDS)

    theirs = required_agents_by_pyworkforce(rate, handle, threshold_seconds=180, service_level=0.9)

    ours = required_agents(rate, handle, threshold_seconds=180, service_level=0.9)
    assert theirs.tolist() == ours.tolist()


@pytest.mark.parametrize(
    ("mean_load", "intervals"),
    [
        (1, 1500),  # a quiet desk
        (5, 1500),  # a small one
        (25, 1000),  # a team
        (250, 200),  # a call centre
    ],
)
def test_both_engines_agree_on_many_intervals_none_like_another(mean_load: float, intervals: int) -> None:
    rng = np.random.default_rng(11)
    handle = rng.uniform(60, 900, intervals)
    rate = rng.gamma(4.0, mean_load / 4.0, intervals) / handle

    theirs = required_agents_by_pyworkforce(rate, handle, threshold_seconds=180, service_level=0.9)

    ours = required_agents(rate, handle, threshold_seconds=180, service_level=0.9)
    assert np.array_equal(ours, theirs)


@pytest.mark.parametrize("level", [0.3, 0.5, 0.7, 0.8, 0.95])
@pytest.mark.parametrize("threshold_seconds", [0, 20, 180])
def test_both_engines_agree_on_other_goals_too(level: float, threshold_seconds: float) -> None:
    rate, handle = np.meshgrid(CALLS[:7] / 1800, HANDLE_SECONDS)

    theirs = required_agents_by_pyworkforce(rate, handle, threshold_seconds=threshold_seconds, service_level=level)

    ours = required_agents(rate, handle, threshold_seconds=threshold_seconds, service_level=level)
    assert theirs.tolist() == ours.tolist()


def test_the_library_answers_one_agent_too_many_where_its_search_starts_too_high() -> None:
    asked = {"threshold_seconds": 180.0, "service_level": 0.7}
    rate = 10 / 1800

    assert int(positions_as_answered(rate, 90, **asked)) == 2
    assert int(required_agents_by_pyworkforce(rate, 90, **asked)) == 1
    assert int(required_agents(rate, 90, **asked)) == 1


def test_away_from_nine_in_ten_the_library_is_never_short_and_at_most_one_too_high() -> None:
    rate, handle = np.meshgrid(CALLS[:7] / 1800, HANDLE_SECONDS)

    as_answered = positions_as_answered(rate, handle, threshold_seconds=180, service_level=0.3)

    excess = as_answered - required_agents(rate, handle, threshold_seconds=180, service_level=0.3)
    assert set(excess.ravel().tolist()) == {0, 1}


def test_the_threshold_is_handed_over_in_minutes_not_as_an_average_wait() -> None:
    rate = 100 / 1800  # the textbook case: 100 calls of three minutes in half an hour, 80 % in 20 seconds, 14 agents

    strict = required_agents_by_pyworkforce(rate, 180, threshold_seconds=20, service_level=0.8)
    patient = required_agents_by_pyworkforce(rate, 180, threshold_seconds=180, service_level=0.8)

    assert (int(strict), int(patient)) == (14, 12)


def test_no_contacts_need_nobody() -> None:
    agents = required_agents_by_pyworkforce([0, 0.01, 0], 300, threshold_seconds=180, service_level=0.9)

    assert agents[[0, 2]].tolist() == [0, 0]
    assert agents[1] > 0


def test_each_distinct_interval_is_asked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from pyworkforce.queuing import ErlangC

    asked: list[float] = []
    answer = ErlangC.required_positions
    monkeypatch.setattr(
        ErlangC, "required_positions", lambda queue, **goal: (asked.append(queue.intensity), answer(queue, **goal))[1]
    )

    agents = required_agents_by_pyworkforce([0.02, 0.01, 0.02, 0.02], 300, threshold_seconds=180, service_level=0.9)

    assert sorted(asked) == pytest.approx([3, 6])
    assert agents[0] == agents[2] == agents[3]


def test_the_library_is_loaded_only_when_it_is_asked() -> None:
    program = "import sys, staffing.require_agents; sys.exit('pyworkforce' in sys.modules or 'ortools' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_an_unknown_engine_is_refused_with_the_known_names() -> None:
    with pytest.raises(ValueError, match=r"there is no engine 'erlang_z'; known are erlang_a, erlang_c, pyworkforce"):
        engine_named("erlang_z")


def test_every_known_engine_answers_by_its_name() -> None:
    assert [engine_named(name) for name in ("erlang_a", "erlang_c", "pyworkforce")] == list(ENGINES)


@pytest.mark.parametrize(
    ("scheduler", "counts"),
    [
        ("MinRequiredResources", [[2, 0], [0, 0]]),  # nothing is left uncovered
        ("MinAbsDifference", [[1, 0], [0, 0]]),  # one missing for an hour rather than one too many for two
    ],
)
def test_shifts_are_counted_and_a_period_out_of_reach_asks_for_nobody(
    scheduler: Scheduler, counts: list[list[int]]
) -> None:
    covered = [[0, 1, 1, 1], [0, 0, 1, 1]]

    found = shift_counts_by_pyworkforce(
        [[7, 2, 1, 1], [0, 0, 0, 0]], covered, scheduler=scheduler, paid_minutes=[180, 179]
    )

    assert found.tolist() == counts


def test_nothing_required_needs_no_shift() -> None:
    found = shift_counts_by_pyworkforce([[0, 0]], np.zeros((0, 2)), scheduler="MinRequiredResources", paid_minutes=[])

    assert found.shape == (1, 0)
