"""Prophet with the calendar's effects as regressors, on the logarithmic scale."""

import logging
import warnings

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from prophet import Prophet

from benchmarks.forecasting.peers.week_table import WeekTable
from data.calendar import Calendar
from data.interval_series import IntervalSeries
from forecasting.forecast import QUANTILE_LEVELS
from forecasting.outlook import Horizon

Floats = NDArray[np.float64]

_DRAWS = 400


def forecast_prophet(past: IntervalSeries, calendar: Calendar, horizon: Horizon) -> Floats:
    """Quantiles of its own draws; what is missing is left out, as its manual advises."""
    for name in ("prophet", "cmdstanpy"):
        logging.getLogger(name).setLevel(logging.ERROR)
    np.random.seed(0)  # noqa: NPY002 - it draws from the global state and takes no seed for its draws
    table = WeekTable.of(past, calendar, horizon)
    names = [f"effect_{number}" for number in range(table.effects.shape[1])]
    model = Prophet(daily_seasonality=12, weekly_seasonality=20, yearly_seasonality=False, uncertainty_samples=_DRAWS)
    whole = _frame(table, names)
    heights = np.log(table.counts.ravel() + 0.5)
    # Its priors are in parts of the largest height.
    largest = float(np.nanmax(np.abs(heights)))
    for name, likely in zip(names, table.likely_sizes, strict=True):
        model.add_regressor(name, prior_scale=likely / largest, standardize=False)
    known = whole[: len(heights)].assign(y=heights)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # it calls pandas as pandas was called before 3.1
        model.fit(known[np.isfinite(heights)])
        draws = model.predictive_samples(whole[len(heights) :])["yhat"]
    found = np.exp(np.quantile(draws, QUANTILE_LEVELS, axis=1).T) - 0.5
    return table.of_horizon(found.reshape(table.ahead, len(table.minutes), -1))


def _frame(table: WeekTable, names: list[str]) -> pd.DataFrame:
    times = len(table.minutes)
    starts = np.repeat(table.dates.to_numpy(), times) + np.tile(table.minutes, len(table.dates)) * np.timedelta64(
        1, "m"
    )
    return pd.DataFrame(np.repeat(table.effects, times, axis=0), columns=names).assign(ds=starts)
