"""What the same weekdays of the last weeks say, and how far that was off in the past."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from forecasting.day_grid import DayGrid
from forecasting.outlook import Horizon, Outlook
from forecasting.spread import Spread, measure_spread, root_mean_for

Floats = NDArray[np.float64]

_LONGEST_LAG_WEEKS = 4
"""Errors are measured for forecasts one to four weeks ahead; further ahead counts as four."""

_HALF_A_CONTACT = 0.5


@dataclass(frozen=True)
class WeekTable:
    """Contacts of a wholly open interval by weekday and time of day.

    Parameters
    ----------
    minutes
        Minutes since midnight, rising, shape (m,).
    rates
        Contacts, no gaps, shape (7, m).
    elsewhere
        Contacts at a time of day that was never open.
    """

    minutes: NDArray[np.int64]
    rates: Floats
    elsewhere: float

    def at(self, horizon: Horizon) -> Floats:
        """Contacts of each interval of the horizon, shape (n,)."""
        column = np.minimum(np.searchsorted(self.minutes, horizon.minute_of_day), len(self.minutes) - 1)
        known = self.minutes[column] == horizon.minute_of_day
        return np.where(known, self.rates[horizon.weekday, column], self.elsewhere) * horizon.opened


def outlook_of_weekdays(grid: DayGrid, horizon: Horizon, *, weeks: int) -> Outlook:
    """The mean of the newest `weeks` same weekdays, with the spread that it showed in the past."""
    if not grid.totals.any():
        return silent_outlook(grid, horizon)
    known = _mean_of_newest(grid, weeks=weeks)
    typical = _everyday(grid)
    newest = WeekTable(grid.minutes, _last_rows(grid, known, fallback=typical.rates), typical.elsewhere)
    spreads = [
        measure_spread(grid.counts, _as_of_weeks_before(grid, known, lag=lag) * grid.opened, minutes=grid.minutes)
        for lag in range(1, _LONGEST_LAG_WEEKS + 1)
    ]
    return _outlook(
        newest.at(horizon),
        typical=typical.at(horizon),
        spreads=spreads,
        lag=_weeks_ahead(grid, horizon),
        minute=horizon.minute_of_day,
    )


def everyday_outlook(grid: DayGrid, horizon: Horizon, *, spread: Spread) -> Outlook:
    """The mean of each time of day over all days, for a desk that is only days old."""
    if not grid.totals.any():
        return silent_outlook(grid, horizon)
    mean = _everyday(grid).at(horizon)
    return _outlook(
        mean, typical=mean, spreads=[spread], lag=np.ones(len(horizon), dtype=np.int64), minute=horizon.minute_of_day
    )


def silent_outlook(grid: DayGrid, horizon: Horizon) -> Outlook:
    """Where nobody has called yet: half a contact over all the time watched, with the width that goes with it.

    Half a contact is what Jeffreys' prior of a Poisson rate leaves when none has come. Each interval's root is a
    normal around 0, so small chances of one contact remain.
    """
    mean = _HALF_A_CONTACT / float(grid.counted_opened.sum()) * horizon.opened
    return Outlook(root_mean=np.zeros(len(mean)), day_spread=np.zeros(len(mean)), root_spread=np.sqrt(2 * mean))


def _outlook(
    mean: Floats, *, typical: Floats, spreads: list[Spread], lag: NDArray[np.int64], minute: NDArray[np.int64]
) -> Outlook:
    of_lag = np.minimum(lag, len(spreads)) - 1
    day_spread = np.minimum(np.sqrt([spread.day_variance for spread in spreads])[of_lag], 1.0)
    variance = np.stack([spread.of_interval(np.maximum(mean, typical), minute=minute) for spread in spreads])
    root_mean, root_spread = root_mean_for(
        mean, day_spread=day_spread, root_variance=variance[of_lag, np.arange(len(mean))], typical=typical
    )
    return Outlook(root_mean=root_mean, day_spread=day_spread, root_spread=root_spread)


def _mean_of_newest(grid: DayGrid, *, weeks: int) -> Floats:
    """On each day, the mean rate of the newest `weeks` same weekdays up to it, missing ones skipped, shape (d, m)."""
    known = np.full(grid.counts.shape, np.nan)
    for weekday in range(7):
        rows = grid.weekday == weekday
        rates = pd.DataFrame(grid.rates[rows])
        newest = rates.rolling(weeks, min_periods=1).mean() if weeks > 1 else rates
        known[rows] = np.maximum(newest.ffill().to_numpy(), 0.0)
    return known


def _as_of_weeks_before(grid: DayGrid, known: Floats, *, lag: int) -> Floats:
    """What was known `lag` same weekdays earlier, shape (d, m)."""
    earlier = np.full(known.shape, np.nan)
    for weekday in range(7):
        rows = np.flatnonzero(grid.weekday == weekday)
        earlier[rows[lag:]] = known[rows[:-lag]]
    return earlier


def _everyday(grid: DayGrid) -> WeekTable:
    """Every weekday alike: the mean of each time of day over all days."""
    opened = grid.counted_opened.sum(axis=0)
    overall = float(grid.counted.sum() / max(opened.sum(), 1e-9))
    # A time of day at which nobody has called yet keeps the chance of half a contact.
    came = np.maximum(grid.counted.sum(axis=0), np.minimum(_HALF_A_CONTACT, overall * opened))
    by_time = np.where(opened > 0, came / np.maximum(opened, 1e-9), overall)
    return WeekTable(grid.minutes, np.tile(by_time, (7, 1)), overall)


def _last_rows(grid: DayGrid, known: Floats, *, fallback: Floats) -> Floats:
    table = fallback.copy()
    for weekday in np.unique(grid.weekday):
        newest = known[grid.weekday == weekday][-1]
        table[weekday] = np.where(np.isnan(newest), fallback[weekday], newest)
    return table


def _weeks_ahead(grid: DayGrid, horizon: Horizon) -> NDArray[np.int64]:
    days = np.asarray((horizon.dates - grid.dates[-1]).days, dtype=np.int64)
    return np.maximum((days + 6) // 7, 1)
