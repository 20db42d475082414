"""How fast requirements are computed, beside pyworkforce in the same run: `python -m benchmarks.staffing`.

Both answer the same question, agents for 90 % within 180 seconds, interval by interval; there are no two alike.
Rates are per second of processor time; they depend on the machine, their ratio hardly does. The run fails if any two
answers differ.
"""

from collections.abc import Callable
from dataclasses import dataclass
from time import process_time

import numpy as np
from numpy.typing import NDArray

from staffing.erlang import required_agents
from staffing.pyworkforce_engine import positions_as_answered, required_agents_by_pyworkforce

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

MEAN_LOADS = (5.0, 25.0, 250.0)
GOAL = {"threshold_seconds": 180.0, "service_level": 0.9}
OUR_INTERVALS = 200_000
ROUNDS = 5


@dataclass(frozen=True)
class Measurement:
    """Intervals per second of both engines at one mean load, erlangs; the best of `ROUNDS` alternating rounds."""

    mean_load: float
    ours: float
    theirs: float
    compared: int

    @property
    def ratio(self) -> float:
        """How many times as fast ours is."""
        return self.ours / self.theirs


def draw_intervals(mean_load: float, *, count: int, seed: int) -> tuple[Floats, Floats]:
    """Arrival rates per second and handle seconds, shape (count,), with loads around `mean_load` erlangs."""
    rng = np.random.default_rng(seed)
    load = rng.gamma(9.0, mean_load / 9.0, count)
    handle_seconds = rng.uniform(200.0, 400.0, count)
    return load / handle_seconds, handle_seconds


def measure(mean_load: float, *, their_intervals: int, seed: int = 0) -> Measurement:
    """Both engines in turn on the same intervals, of which pyworkforce gets the first `their_intervals`."""
    rate, handle = draw_intervals(mean_load, count=OUR_INTERVALS, seed=seed)
    some = slice(their_intervals)
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(_seconds(lambda: required_agents(rate, handle, **GOAL)))
        theirs.append(_seconds(lambda: positions_as_answered(rate[some], handle[some], **GOAL)))

    answers = required_agents(rate[some], handle[some], **GOAL)
    if not np.array_equal(answers, required_agents_by_pyworkforce(rate[some], handle[some], **GOAL)):
        raise AssertionError(f"the engines disagree at a mean load of {mean_load:g} erlangs")
    return Measurement(mean_load, OUR_INTERVALS / min(ours), their_intervals / min(theirs), their_intervals)


def _seconds(work: Callable[[], Integers]) -> float:
    begin = process_time()
    work()
    return process_time() - begin


def main() -> None:
    print("mean load  ours, intervals/s  pyworkforce, intervals/s   ratio  answers compared, all equal")
    for mean_load in MEAN_LOADS:
        made = measure(mean_load, their_intervals=int(20_000 / mean_load**0.5))
        print(
            f"{made.mean_load:>7.0f} E  {made.ours:>17,.0f}  {made.theirs:>24,.0f}  x{made.ratio:>5.0f}  "
            f"{made.compared:>27,}"
        )


if __name__ == "__main__":
    main()
