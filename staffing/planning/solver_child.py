"""Solves a linear program some of whose variables are whole: the only door to the solver.

Called as a function it solves in this process. Run by its path it is the child that `staffing.planning.solver_process`
asks and can end: it imports nothing of ours, so that it starts in half a second.
"""

import os
import pickle
import signal
import sys
from threading import Thread
from time import sleep
from typing import IO, Any, TypedDict

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

Floats = NDArray[np.float64]

HEAD_BYTES = 8
"""Before each message: its length, the highest byte first."""

LOOK_SECONDS = 0.5
"""How often a child looks whether its parent is still there."""


READY = bytes(HEAD_BYTES)
"""A child's first message: it has started."""


class Job(TypedDict):
    """A program to solve.

    Of n variables: `prices`, `least`, `most`, and `whole` (1: whole, 0: not), shape (n,). Of m rows: `lower` and
    `upper`, shape (m,); the matrix in compressed rows. `gap`, `nodes` and `seconds` as in
    `staffing.planning.integer_program.SearchLimits`. `last_seconds`: when a child ends itself, whatever it does.
    """

    prices: Floats
    least: Floats
    most: Floats
    whole: NDArray[np.int64]
    matrix: tuple[Floats, NDArray[np.int32], NDArray[np.int32]]
    lower: Floats
    upper: Floats
    gap: float
    nodes: int
    seconds: float
    last_seconds: float


class Reply(TypedDict):
    """What was found.

    `values` of the variables, shape (n,), None where nothing was found; `bound`: no answer is cheaper; `by_clock`:
    whether the clock ended the search.
    """

    values: Floats | None
    bound: float
    by_clock: bool


NOTHING_IN_TIME: Reply = {"values": None, "bound": -np.inf, "by_clock": True}


def solve(job: Job) -> Reply:
    """The cheapest values found."""
    whole, shape = job["whole"], (len(job["lower"]), len(job["prices"]))
    answer = milp(
        job["prices"],
        integrality=whole,
        bounds=Bounds(job["least"], job["most"]),
        constraints=LinearConstraint(csr_array(job["matrix"], shape=shape), job["lower"], job["upper"]),
        options={"node_limit": job["nodes"], "mip_rel_gap": job["gap"], "time_limit": job["seconds"]},
    )
    by_clock = answer.status == 1 and "ime limit" in answer.message
    if answer.x is None:
        return {"values": None, "bound": -np.inf, "by_clock": by_clock}
    bound = answer.mip_dual_bound if whole.any() else answer.fun
    return {
        "values": np.where(whole == 1, np.round(answer.x), answer.x),
        "bound": float(answer.fun if bound is None else bound),
        "by_clock": by_clock,
    }


def packed(message: Any) -> bytes:
    """The message with its length before it."""
    body = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    return len(body).to_bytes(HEAD_BYTES) + body


def main() -> None:
    """Answers jobs from stdin on stdout until the parent, whose number is the first argument, is gone."""
    # Ctrl-C is the parent's to hear; it ends us where it has to.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever the solver prints is no message
    Thread(target=_end_with, args=(int(sys.argv[1]),), daemon=True).start()
    answers.write(READY)
    answers.flush()
    while (job := _next_job(sys.stdin.buffer)) is not None:
        # Kept by the system: it ends us also where the solver holds this process and the parent is gone.
        signal.setitimer(signal.ITIMER_REAL, job["last_seconds"])
        answers.write(packed(solve(job)))
        answers.flush()
        signal.setitimer(signal.ITIMER_REAL, 0)


def _next_job(jobs: IO[bytes]) -> Job | None:
    head = jobs.read(HEAD_BYTES)
    job: Job | None = pickle.loads(jobs.read(int.from_bytes(head))) if len(head) == HEAD_BYTES else None
    return job


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        sleep(LOOK_SECONDS)
    os._exit(0)


if __name__ == "__main__":
    main()
