"""How well and how fast shifts are planned, beside the least that must stay uncovered: `python -m benchmarks.planning`.

First the design of a week, needed by the quarter of an hour and counted by the half-hour and by the quarter, with
shifts that start at any quarter and hold two short breaks beside lunch: how far its price may lie from the least
possible, in shares of the required hours. Then four weeks of desks drawn by a seed (`benchmarks.planning_desks`),
named, with contracts, leave, skills and novices. A plan that the checker blocks fails the run. `--quick` plans the
smallest desks alone. Seconds are of processor time, that of the solver's process included, and of the clock; the
clock's depend on what else the machine does.
"""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

from benchmarks.planning_desks import PlanningDesk, draw_desk
from data.calendar import days_between
from staffing.coverage import measure_coverage
from staffing.labour_rules import judge
from staffing.planning.contract_class import contract_classes, person_week
from staffing.planning.day_needs import day_needs
from staffing.planning.plan_bound import least_uncovered
from staffing.planning.plan_shifts import plan_shifts
from staffing.planning.solver_process import end_idle
from staffing.planning.week_design import design_week

DESIGNED_SIZES = (10, 50, 300)
GRIDS = (30, 15)
SIZES = (30, 100, 300)


@dataclass(frozen=True)
class Measurement:
    """One desk's plan.

    Parameters
    ----------
    people
        On the desk.
    required_hours, uncovered_hours, least_hours, surplus_hours
        Agent-hours: required, left uncovered, those that no plan could cover, and beyond the requirement.
    warnings
        Of the checker.
    seconds, clock_seconds
        Of the processor, of the clock.
    """

    people: int
    required_hours: float
    uncovered_hours: float
    least_hours: float
    surplus_hours: float
    warnings: int
    seconds: float
    clock_seconds: float

    def line(self) -> str:
        """One line of the table."""
        return (
            f"{self.people:>6}  {self.required_hours:>9,.0f}  {self.uncovered_hours:>9.2f}"
            f"  {self.uncovered_hours / self.required_hours:>7.2%}  {self.least_hours:>8.2f}"
            f"  {self.surplus_hours / self.required_hours:>7.1%}  {self.warnings:>8}"
            f"  {self.seconds:>7.1f}  {self.clock_seconds:>7.1f}"
        )


def processor_seconds() -> float:
    """Of this process and of the solver's, which is counted once it has ended."""
    end_idle()
    return sum(os.times()[:4])


def measure(drawn: PlanningDesk, *, seed: int = 0) -> Measurement:
    """Plan the desk, and have the plan judged.

    Raises
    ------
    AssertionError
        If a rule of law is broken.
    """
    begin, clock = processor_seconds(), perf_counter()
    plan = plan_shifts(drawn.requirements, drawn.desk, first_day=drawn.first_day, last_day=drawn.last_day, seed=seed)
    clock_seconds, seconds = perf_counter() - clock, processor_seconds() - begin
    judged = judge(plan, drawn.desk)
    blocked = [violation.message for violation in judged if violation.severity == "block"]
    if blocked:
        raise AssertionError(f"{len(drawn.desk.staff)} people: {len(blocked)} violations, first {blocked[0]}")
    coverage = measure_coverage(plan, drawn.requirements, drawn.desk)
    return Measurement(
        people=len(drawn.desk.staff),
        required_hours=coverage.required_hours,
        uncovered_hours=coverage.uncovered_hours,
        least_hours=least_uncovered(drawn.requirements, drawn.desk, first_day=drawn.first_day, last_day=drawn.last_day),
        surplus_hours=coverage.surplus_hours,
        warnings=len(judged),
        seconds=seconds,
        clock_seconds=clock_seconds,
    )


def measure_design(drawn: PlanningDesk, *, grid_minutes: int) -> str:
    """The design of the desk's week without names: a line of the table."""
    desk, queues = drawn.desk, tuple(requirement.queue for requirement in drawn.requirements)
    days = days_between(drawn.first_day, drawn.last_day)
    needs = day_needs(drawn.requirements, desk, first_day=drawn.first_day, last_day=drawn.last_day)
    people = {person.name: person for person in desk.staff}
    classes = [group for group in contract_classes(desk, queues, days=days) if group.can_be_planned]
    weeks = [
        [person_week(people[name], desk, group=group, queues=queues, week=days, in_full=True) for name in group.people]
        for group in classes
    ]
    begin, clock = processor_seconds(), perf_counter()
    designed = design_week(classes, weeks, needs, days=days, grid_minutes=grid_minutes)
    clock_seconds, seconds = perf_counter() - clock, processor_seconds() - begin
    required = sum(float(need.required @ need.opened.hours) for need in needs.values())
    return (
        f"{len(people):>6}  {grid_minutes:>7}  {required:>9,.0f}  {designed.gap:>7.3%}"
        f"  {seconds:>7.1f}  {clock_seconds:>7.1f}"
    )


def main(sizes: Sequence[int] = SIZES) -> None:
    print("people  minutes   required      gap  proc. s  clock s")
    for people in DESIGNED_SIZES[:1] if "--quick" in sys.argv else DESIGNED_SIZES:
        for grid_minutes in GRIDS:
            print(measure_design(draw_desk(people, weeks=1, fine=True), grid_minutes=grid_minutes), flush=True)
    print("people   required  uncovered    share     least  surplus  warnings  proc. s  clock s")
    for people in sizes[:1] if "--quick" in sys.argv else sizes:
        print(measure(draw_desk(people)).line(), flush=True)


if __name__ == "__main__":
    main()
