"""Our shifts beside pyworkforce's for one requirement, behind our checker: `python -m benchmarks.planning_peers`.

pyworkforce counts shifts without breaks, people or contracts; its counts are given to named people by our code, who get
their breaks by our code, and the plan is judged and measured as ours is. Hours are those worked, after breaks; ours
gives everybody the days of the contract, pyworkforce leaves at home whoever it does not count. `--quick` plans the
smallest desk alone.
"""

import sys
from dataclasses import dataclass
from time import perf_counter
from typing import get_args

from benchmarks.planning_desks import PlanningDesk, draw_desk
from staffing.coverage import measure_coverage
from staffing.labour_rules import judge
from staffing.planning.peer_design import PlanEngine
from staffing.planning.plan_shifts import plan_shifts

SIZES = (10, 30, 100)


@dataclass(frozen=True)
class PeerMeasurement:
    """One engine's plan of one desk.

    Parameters
    ----------
    engine
        Whose shifts.
    required_hours, worked_hours, uncovered_hours
        Agent-hours.
    blocks, warnings
        Of the checker.
    seconds
        By the clock, naming and breaks included.
    """

    engine: PlanEngine
    required_hours: float
    worked_hours: float
    uncovered_hours: float
    blocks: int
    warnings: int
    seconds: float

    def line(self) -> str:
        """One line of the table."""
        return (
            f"{self.engine:<22}  {self.required_hours:>8,.0f}  {self.worked_hours:>8,.0f}  {self.uncovered_hours:>9.2f}"
            f"  {self.uncovered_hours / self.required_hours:>7.2%}  {self.blocks:>6}  {self.warnings:>8}"
            f"  {self.seconds:>7.1f}"
        )


def measure_engine(drawn: PlanningDesk, engine: PlanEngine) -> PeerMeasurement:
    begin = perf_counter()
    plan = plan_shifts(
        drawn.requirements, drawn.desk, first_day=drawn.first_day, last_day=drawn.last_day, engine=engine
    )
    seconds = perf_counter() - begin
    coverage = measure_coverage(plan, drawn.requirements, drawn.desk)
    severities = [violation.severity for violation in judge(plan, drawn.desk)]
    return PeerMeasurement(
        engine=engine,
        required_hours=coverage.required_hours,
        worked_hours=coverage.required_hours - coverage.uncovered_hours + coverage.surplus_hours,
        uncovered_hours=coverage.uncovered_hours,
        blocks=severities.count("block"),
        warnings=severities.count("warning"),
        seconds=seconds,
    )


def main() -> None:
    for people in SIZES[:1] if "--quick" in sys.argv else SIZES:
        for fine in (False, True):
            drawn = draw_desk(people, weeks=1, fine=fine)
            print(f"{people} people, one week, {15 if fine else 30} minutes")
            print("engine                  required    worked  uncovered    share  blocks  warnings  clock s")
            for engine in get_args(PlanEngine):
                print(measure_engine(drawn, engine).line(), flush=True)


if __name__ == "__main__":
    main()
