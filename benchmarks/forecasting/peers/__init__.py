"""What others forecast with, each as a function of past, calendar and intervals ahead; loaded when asked for.

Their libraries are no dependencies of ours: `pip install --group peers` brings them, and a peer whose library is not
here is skipped.
"""

from collections.abc import Callable
from importlib import import_module

import numpy as np
from numpy.typing import NDArray

from data.calendar import Calendar
from data.interval_series import IntervalSeries
from forecasting.outlook import Horizon

Quantiles = NDArray[np.float64]
"""One row an interval, one column a level of `QUANTILE_LEVELS`."""

Peer = Callable[[IntervalSeries, Calendar, Horizon], Quantiles]

PEERS: dict[str, tuple[str, str]] = {
    "harmonic": ("harmonic_regression", "forecast_harmonic"),
    "harmonic_plain": ("harmonic_regression", "forecast_harmonic_plain"),
    "lightgbm": ("boosted_trees", "forecast_boosted_trees"),
    "prophet": ("prophet_calendar", "forecast_prophet"),
    "mstl": ("seasonal_libraries", "forecast_mstl"),
    "tbats": ("seasonal_libraries", "forecast_tbats"),
}
"""Module and function by name."""


def load_peer(name: str) -> Peer | None:
    """The peer of that name; None, and a printed line, where its library is not installed."""
    module, function = PEERS[name]
    try:
        peer: Peer = getattr(import_module(f"{__name__}.{module}"), function)
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("benchmarks"):
            raise
        print(f"{name}: skipped, {error.name} is not installed; `pip install --group peers` brings it")
        return None
    return peer
