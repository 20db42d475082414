"""A past as peers want it: a rectangle of days by times of day without holes, and every day's calendar beside it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.calendar import Calendar
from data.interval_series import IntervalSeries
from forecasting.day_columns import DayColumns
from forecasting.day_grid import DayGrid
from forecasting.outlook import Horizon

Floats = NDArray[np.float64]

_NEWEST = 4


@dataclass(frozen=True)
class WeekTable:
    """All dates from the first of the past to the last of the horizon on weekdays that are ever open.

    Parameters
    ----------
    dates
        Naive midnight, rising, shape (days,).
    past
        How many are past; the others lie ahead.
    minutes
        Times of day, minutes since midnight, shape (m,).
    counts
        Contacts of each past interval; NaN where closed or missing, shape (past, m).
    effects
        Strength of each effect of the calendar but the weekday, 0 on closed days, shape (days, effects).
    effect_names
        The effect of each of their columns.
    likely_sizes
        Standard deviation of each effect's logarithm over desks, shape (effects,).
    row, column
        Where each interval of the horizon stands in the rectangle, shape (n,) each.
    opened
        Open share of each interval of the horizon, shape (n,).
    """

    dates: pd.DatetimeIndex
    past: int
    minutes: NDArray[np.int64]
    counts: Floats
    effects: Floats
    effect_names: tuple[str, ...]
    likely_sizes: Floats
    row: NDArray[np.int64]
    column: NDArray[np.int64]
    opened: Floats

    @classmethod
    def of(cls, past: IntervalSeries, calendar: Calendar, horizon: Horizon) -> "WeekTable":
        """The rectangle of a past and of the intervals ahead of it."""
        grid = DayGrid.of(past)
        columns = DayColumns.of(past, calendar, grid, horizon)
        span = pd.date_range(grid.dates[0], horizon.dates[-1], unit="us")
        dates = span[np.isin(span.day_of_week, np.unique(columns.dates.day_of_week))]
        minutes = np.unique(np.concatenate([grid.minutes, horizon.minute_of_day]))
        known = int((dates < horizon.dates[0]).sum())
        counts = np.full((known, len(minutes)), np.nan)
        rates = np.where(grid.seen, grid.rates, np.nan)
        counts[np.ix_(dates.get_indexer(grid.dates), np.searchsorted(minutes, grid.minutes))] = rates
        shown = [column for column in columns.effects if column.effect != "weekday"]
        effects = np.zeros((len(dates), len(shown)))
        effects[dates.get_indexer(columns.dates)] = np.column_stack([column.strength for column in shown])
        return cls(
            dates=dates,
            past=known,
            minutes=minutes,
            counts=counts,
            effects=effects,
            effect_names=tuple(column.effect for column in shown),
            likely_sizes=np.array([column.likely_size for column in shown]),
            row=np.asarray(dates.get_indexer(horizon.dates), dtype=np.int64),
            column=np.searchsorted(minutes, horizon.minute_of_day),
            opened=horizon.opened,
        )

    @property
    def weekday(self) -> NDArray[np.int64]:
        """Monday 0 to Sunday 6, shape (days,)."""
        return np.asarray(self.dates.day_of_week, dtype=np.int64)

    @property
    def weekdays(self) -> int:
        """How many weekdays are ever open."""
        return len(np.unique(self.weekday))

    @property
    def ahead(self) -> int:
        """Days of the rectangle that lie ahead."""
        return len(self.dates) - self.past

    def filled(self) -> Floats:
        """The counts with holes filled from the same weekdays before them; 0 where there was none, shape (past, m)."""
        known = self.newest_mean()
        fallen = np.where(np.isnan(known), 0.0, known)
        return np.where(np.isnan(self.counts), fallen, self.counts)

    def newest_mean(self) -> Floats:
        """Mean of the newest four same weekdays up to each day, NaN where none was counted, shape (past, m)."""
        means = np.full(self.counts.shape, np.nan)
        for weekday in np.unique(self.weekday[: self.past]):
            rows = np.flatnonzero(self.weekday[: self.past] == weekday)
            # A count that is missing stays away, so the four may reach further back.
            for column in range(self.counts.shape[1]):
                own = pd.Series(self.counts[rows, column])
                seen = own.dropna().rolling(_NEWEST, min_periods=1).mean()
                means[rows, column] = seen.reindex(own.index).ffill().to_numpy()
        return means

    def of_horizon(self, ahead: Floats) -> Floats:
        """What stands in the rectangle of days ahead (ahead, m, levels), for the horizon's intervals, never below 0."""
        return np.maximum(ahead[self.row - self.past, self.column] * self.opened[:, None], 0.0)
