"""MSTL with AutoETS, and AutoTBATS, of statsforecast: on roots of counts alone, as weeks without holes."""

import numpy as np
from numpy.typing import NDArray
from statsforecast.models import MSTL, AutoETS, AutoTBATS

from benchmarks.forecasting.peers.week_table import WeekTable
from data.calendar import Calendar
from data.interval_series import IntervalSeries
from forecasting.forecast import QUANTILE_LEVELS
from forecasting.outlook import Horizon

Floats = NDArray[np.float64]


def forecast_mstl(past: IntervalSeries, calendar: Calendar, horizon: Horizon) -> Floats:
    """Seasons of day and week, and the trend by AutoETS."""
    table = WeekTable.of(past, calendar, horizon)
    return _forecast(table, MSTL(season_length=_seasons(table), trend_forecaster=AutoETS(model="ZZN")))


def forecast_tbats(past: IntervalSeries, calendar: Calendar, horizon: Horizon) -> Floats:
    """Trigonometric seasons of day and week; it chooses its own transformations."""
    table = WeekTable.of(past, calendar, horizon)
    return _forecast(table, AutoTBATS(season_length=_seasons(table), use_boxcox=False))


def _seasons(table: WeekTable) -> list[int]:
    return [len(table.minutes), len(table.minutes) * table.weekdays]


def _forecast(table: WeekTable, model: MSTL | AutoTBATS) -> Floats:
    """Its native intervals, cut off at 0."""
    inner = [level for level in QUANTILE_LEVELS if level > 0.5]
    widths = [round(100 * (2 * level - 1), 6) for level in inner]
    steps = table.ahead * len(table.minutes)
    said = model.forecast(y=np.sqrt(table.filled().ravel()), h=steps, level=widths)
    below = [said[f"lo-{_named(width, said)}"] for width in reversed(widths)]
    above = [said[f"hi-{_named(width, said)}"] for width in widths]
    roots = np.maximum(np.column_stack([*below, said["mean"], *above]), 0.0)
    return table.of_horizon((roots**2).reshape(table.ahead, len(table.minutes), -1))


def _named(width: float, said: dict[str, Floats]) -> str:
    """The width as the library writes it: 80 or 80.0."""
    return f"{width:g}" if f"lo-{width:g}" in said else str(width)
