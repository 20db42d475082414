"""Published scheduling problems, solved with what the planner has: `python -m benchmarks.shift_instances`.

Minimum shift design (Musliu, Schaerf and Slany 2004): which shifts, and how many people on each. The planner's own
design has no price for one more kind of shift, nor shifts over midnight or a week that closes upon itself, so the
problem is written here as a program for its solver. Duties a week are no part of the published costs and left out.
Named staff: `benchmarks.named_instances`. The instances are read from `shift_instances` in the folder of real logs
(TSUNAGARI_REAL_DATA); where there are none the run says so. Each gets 60 seconds.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from benchmarks.named_instances import main as measure_named
from benchmarks.real_desks import REAL_DATA
from staffing.planning.integer_program import Cell, IntegerProgram, SearchLimits

INSTANCES = REAL_DATA / "shift_instances"
BEST_KNOWN = {"DataSet1_RandomExample1": 480, "DataSet1_RandomExample2": 300, "DataSet1_RandomExample3": 600}
LIMITS = SearchLimits(gap=0.0, nodes=1_000_000, seconds=60.0)


@dataclass(frozen=True)
class DesignProblem:
    """A week that closes upon itself, to be covered by few kinds of shifts.

    Parameters
    ----------
    demand
        People in each period, shape (days, periods).
    kinds
        Start and length of each kind of shift, periods.
    under_price, over_price, kind_price
        Of a person missing, and too many, for a period, and of each kind of shift that is used at all.
    """

    demand: NDArray[np.int64]
    kinds: tuple[tuple[int, int], ...]
    under_price: float
    over_price: float
    kind_price: float

    def covered(self, kind: tuple[int, int], day: int) -> list[int]:
        """The periods of the week in which a shift of the kind works that starts on a day."""
        start, length = kind
        days, periods = self.demand.shape
        return [(day * periods + start + k) % (days * periods) for k in range(length)]


def read_design_problem(path: Path) -> DesignProblem:
    """The instance in a MiniZinc data file."""
    fields = dict(re.findall(r"(\w+)\s*=\s*([^;]+);", path.read_text(encoding="utf-8")))
    number = {name: float(text) for name, text in fields.items() if "[" not in text}
    row = {name: [int(part) for part in text.strip("[] \n").split(",")] for name, text in fields.items() if "[" in text}
    kinds = {
        (start, length)
        for first, last, least, most in zip(
            row["minStart"], row["maxStart"], row["minLength"], row["maxLength"], strict=True
        )
        for start in range(first, last + 1)
        for length in range(least, most + 1)
    }
    return DesignProblem(
        demand=np.array(row["demand"]).reshape(int(number["days"]), -1),
        kinds=tuple(sorted(kinds)),
        under_price=number["weightUnderCover"] * number["interval"],
        over_price=number["weightOverCover"] * number["interval"],
        kind_price=number["weightShiftInstances"],
    )


def solve_design_problem(problem: DesignProblem, limits: SearchLimits = LIMITS) -> tuple[float, float]:
    """The cost of the shifts found, counted anew from them, and a bound that no shifts lie below."""
    program, demand = IntegerProgram(), problem.demand.ravel()
    serving: list[list[Cell]] = [[] for _ in demand]
    counts: dict[tuple[tuple[int, int], int], int] = {}
    for kind in problem.kinds:
        used = program.add_variable(problem.kind_price, most=1.0, whole=True)
        for day in range(len(problem.demand)):
            covered = problem.covered(kind, day)
            most = float(demand[covered].max())
            counts[kind, day] = program.add_variable(most=most, whole=True)
            program.add_row([(counts[kind, day], 1.0), (used, -most)], upper=0)
            for period in covered:
                serving[period].append((counts[kind, day], 1.0))
    for people, cells in zip(demand.tolist(), serving, strict=True):
        under, over = program.add_variable(problem.under_price), program.add_variable(problem.over_price)
        program.add_row([*cells, (under, 1.0), (over, -1.0)], lower=people, upper=people)
    answer = program.solve(limits)
    if answer.values is None:
        return np.inf, answer.bound
    worked = {key: round(answer.values[column]) for key, column in counts.items()}
    return cost_of(problem, worked), answer.bound


def cost_of(problem: DesignProblem, worked: dict[tuple[tuple[int, int], int], int]) -> float:
    """What so many people on each kind of shift on each day cost."""
    present = np.zeros(problem.demand.size)
    for (kind, day), people in worked.items():
        present[problem.covered(kind, day)] += people
    apart = present - problem.demand.ravel()
    used = {kind for (kind, _), people in worked.items() if people}
    under, over = -apart[apart < 0].sum(), apart[apart > 0].sum()
    return float(problem.under_price * under + problem.over_price * over + problem.kind_price * len(used))


def main() -> None:
    if not INSTANCES.is_dir():
        print(f"no shift instances in {INSTANCES}; set TSUNAGARI_REAL_DATA")
        return
    print("minimum shift design      cost     bound  best known  clock s")
    for name, best in BEST_KNOWN.items():
        begin = perf_counter()
        cost, bound = solve_design_problem(read_design_problem(INSTANCES / "minimum_shift_design" / f"{name}.dzn"))
        print(f"{name:<24} {cost:>6.0f}  {bound:>8.1f}  {best:>10}  {perf_counter() - begin:>7.1f}", flush=True)
    measure_named(INSTANCES / "curtois")


if __name__ == "__main__":
    main()
