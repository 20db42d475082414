"""Queues that open at different times, told on the same intervals, so that people may go from one to another."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np

from staffing.open_windows import OpenWindows
from staffing.planning.shift_design import DayNeed

Needs = Mapping[tuple[str, date], DayNeed]


def on_common_intervals(needs: Needs) -> dict[tuple[str, date], DayNeed]:
    """The needs of each day on all intervals in which any of its queues is open; a closed queue needs nobody.

    Company, which is a wish, is left out.

    Queues of another grid than the day's first stay as they are.
    """
    found: dict[tuple[str, date], DayNeed] = {}
    for key, need in needs.items():
        others = [one for (_, day), one in needs.items() if day == key[1]]
        found[key] = _with_intervals_of([one for one in others if one.interval_minutes == need.interval_minutes], need)
    return found


def _with_intervals_of(others: list[DayNeed], need: DayNeed) -> DayNeed:
    """The need with the intervals of others in between, open as long as the first that knows them."""
    stretches: dict[float, list[tuple[float, float]]] = {}
    for one in [need, *others]:
        own = one.opened
        told: dict[float, list[tuple[float, float]]] = {start: [] for start in one.starts_minute.tolist()}
        for begin, end, number in zip(own.begins.tolist(), own.ends.tolist(), own.interval.tolist(), strict=True):
            told[float(one.starts_minute[number])].append((begin, end))
        stretches = told | stretches
    starts = sorted(stretches)
    if len(starts) == len(need.starts_minute):
        return need
    rows = np.searchsorted(starts, need.starts_minute)
    required = np.zeros(len(starts))
    required[rows] = need.required
    pieces = [(begin, end, number) for number, start in enumerate(starts) for begin, end in stretches[start]]
    begins, ends, interval = (np.array(column, dtype=np.float64) for column in zip(*pieces, strict=True))
    number = interval.astype(np.int64)
    minutes = np.bincount(number, ends - begins, minlength=len(starts)).astype(np.float64)
    windows = OpenWindows(begins, ends, number, minutes)
    return replace(need, starts_minute=np.array(starts), required=required, company=None, windows=windows)
