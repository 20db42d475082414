"""Breaks as counts: how many pause at each minute, so that every shift could be given a break in its window.

Instead of a variable for each shift with each place of its break, one for each shift and one for each place (Bechtold
and Jacobs 1990; Aykin 1996). Whole counts of both can be matched exactly when, for every span of minutes, the places
within it are at least as many as the shifts whose windows lie within it, and both sum to the same (Hall 1935; windows
are spans, so spans suffice).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from staffing.planning.integer_program import Cell, IntegerProgram

T = TypeVar("T")

Window = tuple[int, int]
"""First and last start of a break, minutes since midnight, inclusive."""


def add_places(
    program: IntegerProgram, shifts: Mapping[Window, Sequence[Cell]], starts: Mapping[Window, Sequence[int]]
) -> dict[int, int]:
    """The variable that counts the breaks starting at each minute, under the conditions that let them be matched.

    Parameters
    ----------
    shifts
        The shifts of each window: their variables, 1 a shift.
    starts
        The starts allowed within each window, rising.
    """
    places: dict[int, int] = {}
    for windows in _apart(shifts):
        places |= _add_together(
            program, {window: shifts[window] for window in windows}, {window: starts[window] for window in windows}
        )
    return places


def _apart(windows: Iterable[Window]) -> list[list[Window]]:
    """The windows in groups that have no minute in common: each group can be matched for itself."""
    found: list[list[Window]] = []
    end = -1
    for window in sorted(windows):
        if not found or window[0] > end:
            found.append([])
        found[-1].append(window)
        end = max(end, window[1])
    return found


def _add_together(
    program: IntegerProgram, shifts: Mapping[Window, Sequence[Cell]], starts: Mapping[Window, Sequence[int]]
) -> dict[int, int]:
    """The same for windows that overlap."""
    minutes = sorted({minute for allowed in starts.values() for minute in allowed})
    places = {minute: program.add_variable(whole=True) for minute in minutes}
    everything = [cell for cells in shifts.values() for cell in cells]
    program.add_row([*((k, 1.0) for k in places.values()), *((k, -v) for k, v in everything)], lower=0, upper=0)
    if len(shifts) == 1:
        return places
    firsts, lasts = sorted({first for first, _ in shifts}), sorted({last for _, last in shifts})
    for first in firsts:
        for last in (last for last in lasts if last >= first):
            within = [cell for window, cells in shifts.items() if first <= window[0] and window[1] <= last
                      for cell in cells]  # fmt: skip
            inside = [(k, 1.0) for minute, k in places.items() if first <= minute <= last]
            if within and (len(within) < len(everything) or len(inside) < len(places)):
                program.add_row([*inside, *((k, -v) for k, v in within)], lower=0)
    return places


def match_places(shifts: Iterable[tuple[T, Window]], minutes: Iterable[int]) -> list[tuple[T, int]]:
    """Gives each shift one of the places: at each, the shift whose window closes first.

    Of counts that were rounded off some shifts and places may be left.
    """
    waiting = sorted(shifts, key=lambda one: one[1][1])
    found = []
    for minute in sorted(minutes):
        chosen = next((k for k, (_, (first, last)) in enumerate(waiting) if first <= minute <= last), None)
        if chosen is not None:
            found.append((waiting.pop(chosen)[0], minute))
    return found
