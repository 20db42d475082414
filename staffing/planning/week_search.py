"""Searches whole counts of shifts for a week: near the relaxation first, rounded off where time runs out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from staffing.planning.integer_program import NEARLY, Answer, IntegerProgram, SearchLimits

Floats = NDArray[np.float64]

SPREAD = (5**0.5 - 1) / 2
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
    in a fraction of the time. Where they do not, all shifts that the relaxation uses are searched, and all shifts
    where those hold no plan at all.

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
    kept = np.ones(program.size, dtype=np.bool_)
    kept[list(shifts)] = relaxed.values[list(shifts)] > 1e-9
    searches: tuple[Callable[[SearchLimits], Answer], ...] = (
        partial(program.solve_around, relaxed.values),
        partial(program.solve, among=kept),
    )
    best = Answer(None, np.inf, relaxed.bound, ended_by_clock=False)
    for search in searches:
        answer = search(replace(limits, seconds=max(ends - monotonic(), 0.0)))
        by_clock = best.ended_by_clock or answer.ended_by_clock
        # What is found among some shifts alone bounds nothing; the relaxation of all does.
        cheapest = min(best, answer, key=lambda one: one.price)
        best = replace(cheapest, bound=relaxed.bound, ended_by_clock=by_clock)
        if by_clock or best.price - best.bound <= limits.gap * abs(best.price):
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
    order = sorted((k for k in shifts if parts[k] > NEARLY), key=lambda k: (-round(float(parts[k]), 9), k * SPREAD % 1))
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
