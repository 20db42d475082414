"""Searches whole counts of shifts for a week: near the relaxation first, rounded off where time runs out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from staffing.planning.integer_program import NEARLY, Answer, IntegerProgram, SearchLimits

Floats = NDArray[np.float64]

SEARCHES = ((0, 10), (1, 1))
"""How far beyond the whole counts around the relaxation's each search looks, and its nodes.

More nodes bring next to nothing: 10 for 1 of the wider search, and 400 for 10 of the other, no cheaper week on desks of
10 to 34 people, for up to twice the time.
"""

GOLDEN = (5**0.5 - 1) / 2
"""Its multiples modulo 1 lie apart: columns drawn by them in turn are spread over a class (Knuth 1973, 6.4)."""


@dataclass(frozen=True)
class ClassLimit:
    """Between `least` and `most` shifts on these columns together."""

    columns: tuple[int, ...]
    least: float
    most: float


def search_counts(
    program: IntegerProgram, shifts: Sequence[int], *, classes: Sequence[ClassLimit], limits: SearchLimits
) -> Answer:
    """Whole counts of each shift, always some; at an infinite price where neither search nor time gave any.

    The counts just below and above those of the relaxation nearly always hold a plan within the gap, and are searched
    in a fraction of the time. Where they do not, those one further away are searched, and all where those hold no plan
    at all. One further away found cheaper weeks on desks of 10 to 15 than all counts of the shifts that the relaxation
    uses (0.2 to 0.7 % of their price on four of five weeks), in a third to all of the time.

    Parameters
    ----------
    program
        With the limits of `classes` in it.
    shifts
        Its columns that count shifts.
    limits
        Of all searches together; the relaxation has its own.
    """
    ends = monotonic() + limits.seconds
    relaxed = program.relaxed()
    if relaxed.values is None:
        even = _even_counts(program.size, classes)
        return replace(relaxed, values=rounded_counts(even, shifts, classes=classes), ended_by_clock=True)
    best = Answer(None, np.inf, relaxed.bound, ended_by_clock=False)
    for spread, nodes in SEARCHES:
        left = replace(limits, nodes=min(nodes, limits.nodes), seconds=max(ends - monotonic(), 0.0))
        answer = program.solve_around(relaxed.values, left, spread=spread)
        by_clock = best.ended_by_clock or answer.ended_by_clock
        # What is found among some counts alone bounds nothing; the relaxation of all does.
        cheapest = min(best, answer, key=lambda one: one.price)
        best = replace(cheapest, bound=relaxed.bound, ended_by_clock=by_clock)
        is_near = best.values is not None and best.price - best.bound <= limits.gap * abs(best.price)
        if by_clock or is_near:
            break
    if best.values is None and not best.ended_by_clock:
        best = replace(program.solve(limits), bound=relaxed.bound)
    if best.values is None:
        return replace(best, values=rounded_counts(relaxed.values, shifts, classes=classes), ended_by_clock=True)
    return best


def _even_counts(size: int, classes: Sequence[ClassLimit]) -> Floats:
    """As many shifts as each class owes, in equal parts, shape (size,)."""
    values = np.zeros(size)
    for limit in classes:
        columns = list(limit.columns)
        values[columns] = np.maximum(values[columns], limit.least / max(len(columns), 1))
    return values


def rounded_counts(values: Floats, shifts: Sequence[int], *, classes: Sequence[ClassLimit]) -> Floats:
    """Whole counts near `values` that keep what each class may work; everything but shifts is rounded down.

    Down first, then up by the largest part, as many as the parts of a class make together.

    Parameters
    ----------
    values
        Of each variable, shape (n,).
    """
    counts = np.floor(values + NEARLY)
    parts = np.where(np.isin(np.arange(len(values)), list(shifts)), values - counts, 0.0)
    order = sorted((k for k in shifts if parts[k] > NEARLY), key=lambda k: (-round(float(parts[k]), 9), k * GOLDEN % 1))
    over: dict[int, list[int]] = {k: [] for k in shifts}
    for number, limit in enumerate(classes):
        for k in limit.columns:
            over[k].append(number)
    room = [limit.most - counts[list(limit.columns)].sum() for limit in classes]
    wanted = [round(parts[list(limit.columns)].sum()) for limit in classes]
    for k in order:
        if all(room[number] >= 1 for number in over[k]) and any(wanted[number] >= 1 for number in over[k]):
            counts[k] += 1
            for number in over[k]:
                room[number] -= 1
                wanted[number] -= 1
    return counts
