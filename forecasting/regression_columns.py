"""What the regression rests on: weekly levels that follow each other, and the effects of the calendar."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.calendar import Calendar
from data.channel import Channel
from data.interval_series import IntervalSeries
from forecasting.day_effects import EffectColumn, effect_columns, stated_effects
from forecasting.day_grid import DayGrid
from forecasting.outlook import Horizon
from forecasting.pile_up import piles_up

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Drift:
    """How the level moves from week to week.

    Parameters
    ----------
    step
        Standard deviations of a day's noise that it moves in a week, above 0.
    memory
        What a week keeps of the one before's distance from the usual level, above 0 and below 1.
    """

    step: float
    memory: float


DRIFTS = tuple(Drift(step, memory) for memory in (0.98, 0.8) for step in (0.02, 0.06, 0.15, 0.35, 0.7, 1.2, 2.0, 3.5))
"""What is tried; the days themselves choose."""


@dataclass(frozen=True)
class RegressionColumns:
    """The regression's columns over past and coming days together.

    Parameters
    ----------
    dates
        Past days, then coming ones, naive midnight, rising, shape (days,).
    past
        How many are past.
    effects
        Columns that some day has.
    stated
        Logarithms of the factors that events.csv states, by kind, shape (days,) each.
    channel
        As in desk.toml.
    """

    dates: pd.DatetimeIndex
    past: int
    effects: list[EffectColumn]
    stated: dict[str, Floats]
    channel: Channel

    @classmethod
    def of(cls, series: IntervalSeries, calendar: Calendar, grid: DayGrid, horizon: Horizon) -> "RegressionColumns":
        """The columns of the days of a grid and of the days ahead."""
        channel: Channel = series.channel  # type: ignore[assignment]
        ahead = horizon.dates.unique()
        dates = pd.DatetimeIndex(grid.dates.append(ahead[ahead > grid.dates[-1]]), name=None)
        known_on = series.as_of.tz_convert(calendar.zone).date()
        found = effect_columns(calendar, channel, dates, queue=series.queue, known_on=known_on)
        used = [column for column in found if np.any(column.strength)]
        stated = stated_effects(calendar, dates, queue=series.queue, known_on=known_on)
        return cls(dates=dates, past=len(grid.dates), effects=used, stated=stated, channel=channel)

    @property
    def strengths(self) -> Floats:
        """Shape (days, effects)."""
        return np.column_stack([column.strength for column in self.effects])

    @property
    def after_closure(self) -> Floats:
        """The strengths of what piles up over a closure, all 0 where nothing does, shape (days, effects)."""
        if not piles_up(self.channel):
            return np.zeros((len(self.dates), len(self.effects)))
        own = np.array([column.effect == "after_closure" for column in self.effects], dtype=np.float64)
        return np.asarray(self.strengths * own)

    @property
    def usual_days(self) -> Flags:
        """Past days whose shape no closure has changed; all, where that leaves few, shape (past,)."""
        usual: Flags = np.all(self.after_closure[: self.past] == 0, axis=1)
        return usual if usual.mean() > 0.5 else np.ones(self.past, dtype=np.bool_)

    @property
    def weeks_ahead(self) -> Floats:
        """Weeks since the newest past day, negative in the past, shape (days,)."""
        return np.asarray((self.dates - self.dates[self.past - 1]).days, dtype=np.float64) / 7

    @property
    def offset(self) -> Floats:
        """Sum of the stated effects' logarithms, shape (days,)."""
        return np.sum(list(self.stated.values()), axis=0) if self.stated else np.zeros(len(self.dates))

    def level(self, *, memory: float) -> Floats:
        """One column a week of the past, oldest first; coming days keep less and less of the newest, (days, weeks)."""
        block = np.ceil(-self.weeks_ahead[: self.past] - 1e-9 + 1 / 7).astype(np.int64)
        weeks = int(block.max())
        design = np.zeros((len(self.dates), weeks))
        design[np.arange(self.past), weeks - block] = 1.0
        design[self.past :, -1] = memory ** self.weeks_ahead[self.past :]
        return design

    def design(self, *, memory: float) -> Floats:
        """Usual level, weekly levels, effects, shape (days, 1 + weeks + effects); `memory` tells of coming days."""
        return np.column_stack([np.ones(len(self.dates)), self.level(memory=memory), self.strengths])

    def prior(self, *, noise: float, drift: Drift, weeks: int) -> Floats:
        """Likely sizes, see `fit_ridge`."""
        sizes = np.array([column.likely_size for column in self.effects])
        follows = np.eye(weeks) - drift.memory * np.eye(weeks, k=-1)
        follows[0, 0] = np.sqrt(1 - drift.memory**2)
        rows = np.zeros((1 + weeks + len(sizes), 1 + weeks + len(sizes)))
        rows[0, 0] = 1e-3
        rows[1 : 1 + weeks, 1 : 1 + weeks] = follows / drift.step
        rows[1 + weeks :, 1 + weeks :] = np.diag(noise / sizes)
        return rows
