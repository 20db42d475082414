"""Which windows of a day the widget recommends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from dashboards.wait_levels import WAITING_LEVELS, Level

MOST_WINDOWS = 3
"""More than three would be no recommendation."""

LONGEST_WINDOW_MINUTES = 60
_FEWEST_WINDOWS = 2


@dataclass(frozen=True)
class BestWindow:
    """A recommended span of one level, minutes since local midnight, half-open."""

    first_minute: int
    end_minute: int
    level: Level

    def __post_init__(self) -> None:
        if not 0 <= self.first_minute < self.end_minute <= 1440:
            raise ValueError(f"a window from minute {self.first_minute} to {self.end_minute} is no part of a day")
        if self.level not in WAITING_LEVELS[:3]:
            raise ValueError(f"a window of level {self.level} cannot be recommended")


def best_windows(
    levels: Sequence[Level], minutes: Sequence[int], *, interval_minutes: int, day: date, seed: int = 0
) -> tuple[BestWindow, ...]:
    """Two or three spans in which to call, turned by the day so that not every week sends callers to the same ones.

    The spans of the day's best level come first. Where that is a single one, the next level joins it, so that not
    everybody is sent to the same hour; each window says its level. × is never recommended.

    Parameters
    ----------
    levels, minutes
        The day's cells: level, and minutes since midnight, rising.
    interval_minutes
        Length of a cell.
    seed
        Turns the choice further.

    Returns
    -------
    tuple of BestWindow
        Rising in time, at most three.
    """
    chosen: list[BestWindow] = []
    for level in WAITING_LEVELS[:3]:
        if len(chosen) < _FEWEST_WINDOWS:
            at = [minute for minute, here in zip(minutes, levels, strict=True) if here == level]
            windows = _windows_of_level(at, interval_minutes, level)
            chosen += _turned(windows, MOST_WINDOWS - len(chosen), turn=day.toordinal() + seed)
    return tuple(sorted(chosen, key=lambda window: window.first_minute))


def _windows_of_level(at: list[int], interval_minutes: int, level: Level) -> list[BestWindow]:
    """Runs of neighbouring cells, cut into parts of at most an hour."""
    breaks = [0, *(k + 1 for k, (a, b) in enumerate(pairwise(at)) if b - a > interval_minutes), len(at)]
    cells = max(1, LONGEST_WINDOW_MINUTES // interval_minutes)
    windows = []
    for first, end in pairwise(breaks):
        run = at[first:end]
        for part in (run[k : k + cells] for k in range(0, len(run), cells)):
            windows.append(BestWindow(part[0], min(part[-1] + interval_minutes, 1440), level))
    return windows


def _turned(windows: list[BestWindow], most: int, *, turn: int) -> list[BestWindow]:
    """At most so many, spread over the day, starting elsewhere with each turn."""
    size = len(windows)
    count = min(size, most)
    return [windows[(turn + k * size // count) % size] for k in range(count)]
