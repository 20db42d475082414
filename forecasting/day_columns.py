"""The days of the past and of the horizon together, with the effects of the calendar on each."""

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
class DayColumns:
    """Past and coming days together, and the columns of effects.

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
    def of(cls, series: IntervalSeries, calendar: Calendar, grid: DayGrid, horizon: Horizon) -> "DayColumns":
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
    def likely_sizes(self) -> Floats:
        """Standard deviation of each effect over desks, shape (effects,)."""
        return np.array([column.likely_size for column in self.effects])

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
