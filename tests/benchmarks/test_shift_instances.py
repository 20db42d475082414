"""Published problems are read, solved and judged by their own rules, each worked out by hand here."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.named_instances import broken_rules, plan_instance
from benchmarks.named_instances import cost_of as cost_of_roster
from benchmarks.shift_instances import DesignProblem, cost_of, read_design_problem, solve_design_problem

DATA = """
interval = 60; days = 2;
demand = [0,2,2,0,1,2,2,1];
shiftTypes = 2; minStart = [1, 3]; maxStart = [1, 3]; minLength = [2, 2]; maxLength = [2, 2];
weightUnderCover = 1; weightOverCover = 2; weightShiftInstances = 30;
"""


@pytest.fixture
def problem(tmp_path: Path) -> DesignProblem:
    """Two days of four hours: two people at noon, one over each midnight or rather over the last alone."""
    path = tmp_path / "small.dzn"
    path.write_text(DATA, encoding="utf-8")
    return read_design_problem(path)


def test_a_design_problem_is_read_with_prices_of_a_whole_period(problem: DesignProblem) -> None:
    assert problem.demand.tolist() == [[0, 2, 2, 0], [1, 2, 2, 1]]
    assert problem.kinds == ((1, 2), (3, 2))
    assert (problem.under_price, problem.over_price, problem.kind_price) == (60, 120, 30)


def test_a_shift_over_the_last_midnight_works_on_the_first_day(problem: DesignProblem) -> None:
    assert problem.covered((3, 2), 1) == [7, 0]


def test_the_cheapest_shifts_are_found(problem: DesignProblem) -> None:
    cost, bound = solve_design_problem(problem)

    # The second kind saves one hour on a day and adds one too many: it is not worth its price.
    assert cost == cost_of(problem, {((1, 2), 0): 2, ((1, 2), 1): 2}) == 30 + 2 * 60
    assert bound == pytest.approx(cost)


def test_people_too_many_and_too_few_and_each_kind_used_are_priced(problem: DesignProblem) -> None:
    worked = {((1, 2), 0): 3, ((1, 2), 1): 2, ((3, 2), 0): 1}

    assert cost_of(problem, worked) == 2 * 120 + (120 + 0) + 60 + 2 * 30


def small_instance() -> dict[str, Any]:
    """Two weeks, early and late; a late shift is not followed by an early one."""
    person = {
        "maxShifts": [14, 14], "minTotalMinutes": 3360, "maxTotalMinutes": 4800, "minConsecutiveShifts": 2,
        "maxConsecutiveShifts": 5, "minConsecutiveDaysOff": 2, "maxWeekends": 1, "daysOff": [2],
        "onRequests": [{"day": 0, "shift": "L", "weight": 2}], "offRequests": [{"day": 1, "shift": "E", "weight": 3}],
    }  # fmt: skip
    cover = [{"requirement": 1, "weightIfUnder": 100, "weightIfOver": 1}] * 2
    return {
        "nDays": 14,
        "shifts": [
            {"id": "E", "length": 480, "forbiddenFollowingShifts": None},
            {"id": "L", "length": 480, "forbiddenFollowingShifts": ["E"]},
        ],
        "staffs": [{**person, "id": "A"}, {**person, "id": "B", "maxShifts": [14, 0]}],
        "covers": [cover] * 14,
    }


def test_a_roster_is_priced_and_its_broken_rules_are_counted_as_the_instance_says() -> None:
    instance, off = small_instance(), [""] * 14
    late_then_early = ["", "E", "", "L", "E", "E", "", "", "E", "E", "E", "E", "E", "E"]
    roster = {"A": late_then_early, "B": off}

    broken = broken_rules(roster, instance)

    assert broken == {
        "total": 1,  # B works nothing
        "day off": 0,
        "follows": 1,  # L, E
        "of a kind": 0,
        "running": 1,  # six from the ninth day on
        "short run": 2,  # the second day alone, the third day off alone
        "weekends": 1,  # A works on both
    }
    wishes = 2 + 3 + 2  # A's and B's early days: both want L on the first day, A works E on the second
    worked = sum(map(bool, late_then_early))
    assert cost_of_roster(roster, instance) == wishes + 100 * (28 - worked)


def test_the_planner_keeps_what_a_desk_can_say() -> None:
    instance = small_instance()

    roster = plan_instance(instance)

    broken = broken_rules(roster, instance)
    assert {name: broken[name] for name in ("total", "day off", "of a kind")} == {
        "total": 0, "day off": 0, "of a kind": 0,
    }  # fmt: skip
    assert np.isin(roster["A"], ["", "E", "L"]).all()
