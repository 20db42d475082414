import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_array

from staffing.planning import solver_child, solver_process
from staffing.planning.solver_child import Job
from staffing.planning.solver_process import SolverProcess, end_idle, solve


@pytest.fixture(autouse=True)
def every_program_goes_to_a_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solver_process, "SMALL_CELLS", 0)
    monkeypatch.setattr(solver_process, "GRACE_SECONDS", 10.0)


@pytest.fixture(autouse=True, scope="module")
def no_child_is_left() -> Iterator[None]:
    yield
    end_idle()


def knapsack() -> Job:
    """Three whole things worth 5, 4 and 3 that weigh 2, 3 and 1, up to a weight of 5."""
    matrix = csr_array(np.array([[2.0, 3.0, 1.0]]))
    return {
        "prices": np.array([-5.0, -4.0, -3.0]),
        "least": np.zeros(3),
        "most": np.ones(3),
        "whole": np.ones(3, dtype=np.int64),
        "matrix": (matrix.data, matrix.indices, matrix.indptr),
        "lower": np.array([-np.inf]),
        "upper": np.array([5.0]),
        "gap": 0.0,
        "nodes": 100,
        "seconds": 10.0,
        "last_seconds": 10.0,
    }


def is_gone(number: int) -> bool:
    """Whether no such process runs any more, looked for over some seconds; one not yet waited for is gone."""
    for _ in range(200):
        try:
            state = Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


def test_a_child_answers_as_this_process_does() -> None:
    there, here = solve(knapsack()), solver_child.solve(knapsack())

    assert there["values"] is not None
    assert here["values"] is not None
    assert there["values"].tolist() == here["values"].tolist() == [1, 1, 0]
    assert there["bound"] == here["bound"]


def test_one_child_is_kept_for_all_programs() -> None:
    solve(knapsack())
    [first] = [child.number for child in solver_process._idle]
    solve(knapsack())

    assert [child.number for child in solver_process._idle] == [first]


def test_a_solver_that_does_not_stop_is_ended_and_nothing_was_found(monkeypatch: pytest.MonkeyPatch) -> None:
    solve(knapsack())
    [child] = solver_process._idle
    os.kill(child.number, signal.SIGSTOP)
    monkeypatch.setattr(solver_process, "GRACE_SECONDS", 0.05)

    reply = solve({**knapsack(), "seconds": 0.0})

    assert reply["values"] is None
    assert reply["by_clock"]
    assert is_gone(child.number)


def test_a_child_that_has_died_is_replaced() -> None:
    solve(knapsack())
    [child] = solver_process._idle
    os.kill(child.number, signal.SIGKILL)
    child._child.wait()

    assert solve(knapsack())["values"] is not None


def test_who_stops_the_search_has_no_child_left(monkeypatch: pytest.MonkeyPatch) -> None:
    solve(knapsack())
    [child] = solver_process._idle

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(SolverProcess, "_read", stopped)

    with pytest.raises(KeyboardInterrupt):
        solve(knapsack())
    assert is_gone(child.number)


@pytest.mark.parametrize("program", ["/no/such/python", "/bin/true"])
def test_where_no_child_can_be_had_this_process_solves(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    end_idle()
    monkeypatch.setattr(sys, "executable", program)

    assert solve(knapsack())["values"] is not None
    assert solver_process._idle == []


def test_a_child_that_fails_leaves_the_program_to_this_process_which_tells_why() -> None:
    broken: Job = {**knapsack(), "prices": np.array(["dear", "cheap", "free"])}  # type: ignore[typeddict-item]

    with pytest.raises((TypeError, ValueError)):
        solve(broken)
    assert solver_process._idle == []


def test_a_child_ends_with_a_parent_that_is_killed_though_its_jobs_stay_open() -> None:
    script = (
        "import os, subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-P', sys.argv[1], str(os.getpid())], stdout=subprocess.PIPE)\n"
        "child.stdout.read(8)\n"
        "print(child.pid, flush=True)\n"
        "child.wait()\n"
    )
    words = [sys.executable, "-c", script, solver_child.__file__]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        number = int(parent.stdout.readline())
        parent.kill()

        assert is_gone(number)
