"""How fast requirements are computed, beside pyworkforce in the same run: `python -m benchmarks.staffing`.

All answer the same question, agents for 90 % within 180 seconds, interval by interval; there are no two alike. Erlang A
is asked with a mean patience of 480 seconds and at most 5 % who hang up. Rates are per second of processor time; they
depend on the machine, their ratio hardly does. Numba is measured where it is installed. The run fails if any two
answers differ, over 100,000 intervals at each load; `--quick` compares 2,000.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from time import process_time

import numpy as np
from numpy.typing import NDArray

from staffing.erlang import required_agents
from staffing.erlang_a import required_agents as required_agents_with_patience
from staffing.fast_path import load_compiled
from staffing.pyworkforce_engine import positions_as_answered, required_agents_by_pyworkforce

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

MEAN_LOADS = (5.0, 25.0, 250.0)
GOAL = {"threshold_seconds": 180.0, "service_level": 0.9}
PATIENCE = {"patience_seconds": 480.0, "max_abandonment": 0.05}
OUR_INTERVALS = 200_000
COMPARED_INTERVALS, QUICKLY_COMPARED = 100_000, 2_000
ROUNDS = 5


@dataclass(frozen=True)
class Measurement:
    """Intervals per second at one mean load, erlangs: the best of `ROUNDS` alternating rounds.

    Parameters
    ----------
    mean_load
        Erlangs.
    erlang_c, erlang_a
        Ours.
    pyworkforce
        Theirs, on fewer intervals; not measured again beside compiled code.
    """

    mean_load: float
    erlang_c: float
    erlang_a: float
    pyworkforce: float

    def line(self, title: str) -> str:
        """One line of the table."""
        ratio = self.erlang_c / self.pyworkforce
        return (
            f"{self.mean_load:>7.0f} E  {title:<9}  {self.erlang_c:>11,.0f}  {self.pyworkforce:>11,.0f}  "
            f"x{ratio:>6.0f}  {self.erlang_a:>11,.0f}"
        )


def draw_intervals(mean_load: float, *, count: int, seed: int) -> tuple[Floats, Floats]:
    """Arrival rates per second and handle seconds, shape (count,), with loads around `mean_load` erlangs."""
    rng = np.random.default_rng(seed)
    load = rng.gamma(9.0, mean_load / 9.0, count)
    handle_seconds = rng.uniform(200.0, 400.0, count)
    return load / handle_seconds, handle_seconds


def measure(mean_load: float, *, seed: int = 0) -> Measurement:
    """Ours and pyworkforce in turn on the same intervals, of which pyworkforce gets the first few."""
    rate, handle = draw_intervals(mean_load, count=OUR_INTERVALS, seed=seed)
    some, few = slice(OUR_INTERVALS // 4), slice(int(20_000 / mean_load**0.5))
    c, a, theirs = [], [], []
    for _ in range(ROUNDS):
        c.append(_seconds(lambda: required_agents(rate, handle, **GOAL)))
        a.append(_seconds(lambda: required_agents_with_patience(rate[some], handle[some], **GOAL, **PATIENCE)))
        theirs.append(_seconds(lambda: positions_as_answered(rate[few], handle[few], **GOAL)))
    return Measurement(
        mean_load,
        erlang_c=len(rate) / min(c),
        erlang_a=len(rate[some]) / min(a),
        pyworkforce=len(rate[few]) / min(theirs),
    )


def answers(mean_load: float, *, count: int, seed: int = 1) -> tuple[Integers, Integers]:
    """What Erlang C and Erlang A ask for, shape (count,) each."""
    rate, handle = draw_intervals(mean_load, count=count, seed=seed)
    return required_agents(rate, handle, **GOAL), required_agents_with_patience(rate, handle, **GOAL, **PATIENCE)


def answers_of_pyworkforce(mean_load: float, *, count: int, seed: int = 1) -> Integers:
    """What pyworkforce asks for of the same intervals, stepped down to the least."""
    return required_agents_by_pyworkforce(*draw_intervals(mean_load, count=count, seed=seed), **GOAL)


def refuse_differences(one: Integers, other: Integers, *, between: str) -> None:
    """Raise an `AssertionError` where two answers differ."""
    if not np.array_equal(one, other):
        raise AssertionError(f"{between} disagree on {np.count_nonzero(one != other):,} of {len(one):,} intervals")


def _seconds(work: Callable[[], Integers]) -> float:
    begin = process_time()
    work()
    return process_time() - begin


def main() -> None:
    count = QUICKLY_COMPARED if "--quick" in sys.argv else COMPARED_INTERVALS
    print("mean load  by         ours, int./s  pyworkforce    ratio  Erlang A, int./s")
    plain = {}
    for mean_load in MEAN_LOADS:  # before Numba is loaded, so over whole columns
        print(measure(mean_load).line("NumPy"), flush=True)
        plain[mean_load] = answers(mean_load, count=count)
    if load_compiled():
        for mean_load in MEAN_LOADS:
            print(measure(mean_load).line("Numba"), flush=True)
            for one, other, name in zip(plain[mean_load], answers(mean_load, count=count), "CA", strict=True):
                refuse_differences(one, other, between=f"Erlang {name} by NumPy and by Numba")
        print(f"NumPy and Numba: {count:,} answers at each load, all equal")
    else:
        print("Numba is not installed, so it is not measured: pip install numba")
    for mean_load in MEAN_LOADS:
        theirs = answers_of_pyworkforce(mean_load, count=count)
        refuse_differences(plain[mean_load][0], theirs, between="Erlang C and pyworkforce")
    print(f"ours and pyworkforce: {count:,} answers at each load, all equal")


if __name__ == "__main__":
    main()
