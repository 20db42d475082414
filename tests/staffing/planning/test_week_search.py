from dataclasses import replace

import numpy as np
import pytest

from staffing.planning.integer_program import IntegerProgram, SearchLimits
from staffing.planning.week_design import LIMITS
from staffing.planning.week_search import ClassLimit, rounded_counts, search_counts


def test_parts_of_people_are_rounded_to_as_many_whole_ones() -> None:
    values = np.array([2.6, 0.3, 1.1, 7.5])

    counts = rounded_counts(values, [0, 1, 2], classes=[ClassLimit((0, 1, 2), 0, 9)])

    assert counts.tolist() == [3, 0, 1, 7]


def test_rounding_keeps_the_limits_of_days_within_those_of_a_week() -> None:
    day, week = ClassLimit((0, 1), 0, 1), ClassLimit((0, 1, 2, 3), 2, 2)

    counts = rounded_counts(np.array([0.6, 0.4, 0.5, 0.5]), [0, 1, 2, 3], classes=[day, week])

    assert counts[:2].sum() == 1
    assert counts.sum() == 2


def two_people_on_two_shifts() -> tuple[IntegerProgram, list[int]]:
    """One and a half people are wanted on each of two shifts, and two can come."""
    program = IntegerProgram()
    shifts = [program.add_variable(whole=True) for _ in range(2)]
    for shift in shifts:
        program.add_row([(shift, 1.0), (program.add_variable(1.0), 1.0)], lower=1.5)
    program.add_row([(shift, 1.0) for shift in shifts], lower=2, upper=2)
    return program, shifts


def test_a_search_near_the_relaxation_gives_whole_counts_and_the_bound_of_all() -> None:
    program, shifts = two_people_on_two_shifts()

    answer = search_counts(program, shifts, classes=[ClassLimit((0, 1), 2, 2)], limits=SearchLimits())

    assert answer.values is not None
    assert answer.values[shifts].tolist() == [1, 1]
    assert answer.bound == pytest.approx(1.0)
    assert not answer.ended_by_clock


@pytest.mark.parametrize("found", ["relaxation", "nothing"])
def test_without_time_there_are_counts_all_the_same(monkeypatch: pytest.MonkeyPatch, found: str) -> None:
    program, shifts = two_people_on_two_shifts()
    if found == "nothing":
        none = program.solve(SearchLimits(seconds=0.0))
        monkeypatch.setattr(program, "relaxed", lambda: none)

    answer = search_counts(program, shifts, classes=[ClassLimit((0, 1), 2, 2)], limits=SearchLimits(seconds=0.0))

    assert answer.values is not None
    assert answer.values[shifts].sum() == 2
    assert answer.ended_by_clock


def test_where_counts_around_the_relaxation_hold_no_plan_those_further_away_are_searched(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    program = IntegerProgram()
    shifts = [program.add_variable(1.0, whole=True), program.add_variable(whole=True)]
    program.add_row([(shifts[0], 1.0), (shifts[1], 3.0)], lower=7, upper=7)
    monkeypatch.setattr(program, "solve", None)  # all counts at once are the last resort

    answer = search_counts(program, shifts, classes=[], limits=SearchLimits())

    assert answer.values is not None
    assert answer.values.tolist() == [1, 2]


def test_no_search_of_a_busy_desk_waits_for_the_clock() -> None:
    """A busy machine would then plan the same desk otherwise."""
    program = IntegerProgram()
    draw = np.random.default_rng(5)
    shifts = [program.add_variable(whole=True, most=4.0) for _ in range(60)]
    for _ in range(40):
        short = program.add_variable(1.0)
        there = draw.choice(shifts, 9, replace=False)
        program.add_row([*((int(shift), float(draw.uniform(0.4, 1))) for shift in there), (short, 1.0)], lower=3.3)
    program.add_row([(shift, 1.0) for shift in shifts], upper=24)
    limits = replace(LIMITS, gap=0.0)

    answer = search_counts(program, shifts, classes=[ClassLimit(tuple(shifts), 0, 24)], limits=limits)

    assert answer.price > answer.bound
    assert not answer.ended_by_clock
