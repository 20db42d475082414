"""The days of the past as the two stages fit them: how high each was and is to be, and how it falls over its hours."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from forecasting.day_columns import DayColumns
from forecasting.day_grid import DayGrid
from forecasting.day_level import DayLevel
from forecasting.day_profile import DayProfile
from forecasting.outlook import Outlook
from forecasting.pile_up import with_pile_up
from forecasting.shape_factors import ShapeFactors, fit_shape_factors
from forecasting.spread import Spread, measure_spread, root_mean_for
from forecasting.tail import USUAL_TAIL, Tail

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class FittedDays:
    """Both stages fitted over days.

    Parameters
    ----------
    grid
        The past, NaN also where an interval was set aside.
    columns
        The calendar of these days, and of coming ones.
    kept
        Days that were used, shape (past,).
    profile, level
        The two stages.
    """

    grid: DayGrid
    columns: DayColumns
    kept: Flags
    profile: DayProfile
    level: DayLevel

    @cached_property
    def doubt(self) -> Floats:
        """Variance of the logarithm of each coming day's contacts: of level, effects, drift and own noise, (days,)."""
        return self.level.doubt + self.level.drift.noise**2

    @cached_property
    def log_days(self) -> Floats:
        """Logarithm of the expected contacts of a usual-length day, past and coming, shape (days,)."""
        return self.level.mean + self.columns.offset + np.minimum(self.doubt, 0.5) / 2

    def as_of(self, row: int, *, until: int) -> tuple[Floats, Floats]:
        """`log_days` and `doubt` of the days from a row until another, as if none of them were known."""
        mean, doubt = self.level.as_of(row, until=until)
        doubt = doubt + self.level.drift.noise**2
        return mean + self.columns.offset[row:until] + np.minimum(doubt, 0.5) / 2, doubt

    @cached_property
    def expected(self) -> Floats:
        """Expected contacts of the past, NaN where nothing was counted or expected, shape (d, m)."""
        fitted = np.exp(self.log_days[: self.columns.past])[:, None] * self.past_shares
        return np.where(self.grid.seen & (fitted > 0), fitted, np.nan)

    def shape_factors(self) -> ShapeFactors:
        """Patterns of the shape that the days kept have shown beside their height."""
        root = np.sqrt(self.expected[self.kept])
        error = np.sqrt(self.grid.counts[self.kept]) - root
        height = np.nansum(root * error, axis=1) / np.maximum(np.nansum(root**2, axis=1), 1e-9)
        return fit_shape_factors(error - root * height[:, None], root, minutes=self.grid.minutes)

    @cached_property
    def spread(self) -> Spread:
        """Spread of the past around the fit; the shape's made as wide as it will be for days that were not fitted."""
        past = self.kept
        found = measure_spread(self.grid.counts[past], self.expected[past], minutes=self.grid.minutes)
        rested = 1 + 2 / float(np.mean(self.profile.days[np.unique(self.grid.weekday)]))
        return replace(found, shape_variance=found.shape_variance * rested)

    @property
    def closure_factor(self) -> Floats:
        """How much higher each day is for what has piled up before it, at least 1, past and coming, shape (days,)."""
        return np.exp(np.maximum(self.columns.after_closure @ self.level.sizes, 0.0))

    @cached_property
    def past_shares(self) -> Floats:
        """Share of each counted interval in its day, 0 where nothing was counted, shape (d, m)."""
        opened = self.grid.opened
        share = self.profile.shares[self.grid.weekday] * opened
        day, column = np.indices(share.shape)
        carried = with_pile_up(
            share.ravel(),
            day=day.ravel(),
            opens_day=(column == np.argmax(opened > 0, axis=1)[:, None]).ravel(),
            factor=self.closure_factor[: self.columns.past][day.ravel()],
        )
        return np.where(self.grid.seen, carried.reshape(share.shape), 0.0)

    def outlook(self, mean: Floats, *, doubt: Floats, minute: NDArray[np.int64], tail: Tail = USUAL_TAIL) -> Outlook:
        """The distribution of intervals by their mean, the doubt of their day and the time of day, shape (n,) each."""
        day_spread = np.minimum(np.sqrt(doubt) / 2, 1.0)  # of the root: half of the logarithm's
        alone = self.spread.of_interval(mean, minute=minute)
        root_mean, root_spread = root_mean_for(
            mean, day_spread=day_spread, root_variance=alone, typical=mean, tail=tail
        )
        return Outlook(root_mean, day_spread, root_spread, tail=tail)
