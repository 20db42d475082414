"""What of the past was not learnt from, in sentences: an incident is news."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.opening_hours import span_text
from data.remark import Remark
from forecasting.day_grid import DayGrid
from forecasting.fitted_days import FittedDays
from forecasting.remarks import Title, days_set_aside, hours_set_aside, new_rhythm
from forecasting.wild_hours import WildHours


def set_aside_remarks(fitted: FittedDays, wild: WildHours, *, queue: Title) -> tuple[Remark, ...]:
    """Which days and hours were set aside, and which hours have a new rhythm; nothing of what did not happen."""
    grid = fitted.grid
    days = [day.date() for day in grid.dates[~fitted.kept]]
    odd = [
        f"{grid.dates[row].date()} {span}"
        for row in map(int, np.flatnonzero(fitted.kept & wild.odd.any(axis=1)))
        for span in _spans(grid, np.flatnonzero(wild.odd[row]))
    ]
    changed = [
        (int(weekday), span, since.date())
        for weekday in np.unique(grid.weekday)
        for since, span in _changes(grid, wild.outdated, weekday=int(weekday))
    ]
    return (
        *((days_set_aside(queue=queue, days=days),) if days else ()),
        *((hours_set_aside(queue=queue, hours=odd),) if odd else ()),
        *((new_rhythm(queue=queue, hours=changed),) if changed else ()),
    )


def _changes(grid: DayGrid, outdated: NDArray[np.bool_], *, weekday: int) -> list[tuple[pd.Timestamp, str]]:
    """First day and stretch of hours of each new rhythm of a weekday; hours that changed together are told together."""
    rows = np.flatnonzero(grid.weekday == weekday)
    since: dict[int, list[int]] = {}
    for column in np.flatnonzero(outdated[rows].any(axis=0)):
        first = rows[np.flatnonzero(outdated[rows, column])[-1] + 1]
        since.setdefault(int(first), []).append(int(column))
    return [(grid.dates[first], span) for first in sorted(since) for span in _spans(grid, np.array(since[first]))]


def _spans(grid: DayGrid, columns: NDArray[np.int64]) -> list[str]:
    """Stretches of neighbouring columns by the clock: `20:00-21:30`."""
    length = int(np.diff(grid.minutes).min(initial=1440))
    pieces = np.split(columns, np.flatnonzero(np.diff(columns) > 1) + 1)
    return [span_text(int(grid.minutes[piece[0]]), int(grid.minutes[piece[-1]]) + length) for piece in pieces]
