"""How the models would have done: issue forecasts at past days, and compare with what came."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.calendar import Calendar
from data.errors import NothingToDo
from data.interval_series import IntervalSeries
from forecasting.accuracy import CRPS_LEVELS, cover, ncrps, wape
from forecasting.forecast import Forecast
from forecasting.forecast_contacts import MODELS, forecast_contacts
from forecasting.grain import at_one_grain

Floats = NDArray[np.float64]

HORIZON_BANDS: tuple[tuple[str, int, int], ...] = (("1", 1, 1), ("2-5", 2, 5), ("6-10", 6, 10), ("11-20", 11, 20))
"""Name, first and last open day after the origin."""

SCORE_COLUMNS = ["queue", "origin", "horizon_band", "model", "contacts", "wape", "ncrps", "cover80", "cover95"]


class Quantiled(Protocol):
    """What is scored: a `Forecast`, or whatever else tells its intervals and their quantiles."""

    @property
    def queue(self) -> str: ...  # noqa: D102
    @property
    def model(self) -> str: ...  # noqa: D102
    @property
    def issued_at(self) -> pd.Timestamp: ...  # noqa: D102
    @property
    def starts(self) -> pd.DatetimeIndex: ...  # noqa: D102
    @property
    def dates(self) -> pd.DatetimeIndex: ...  # noqa: D102
    def quantile(self, level: float) -> Floats: ...  # noqa: D102
    def quantiles(self, levels: tuple[float, ...]) -> Floats: ...  # noqa: D102


def backtest(
    series: IntervalSeries,
    calendar: Calendar,
    *,
    origins: int,
    step_days: int,
    horizon_days: int,
    models: Sequence[str] = tuple(MODELS),
    past_at: Callable[[pd.Timestamp], IntervalSeries] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    """Score the models at the newest `origins` days, `step_days` apart.

    Parameters
    ----------
    series
        The whole past, as it is known now: what came is scored by it; missing intervals are never scored.
    origins
        How many starts of days to forecast from, at least 1; fewer come back where the log is too short.
    step_days
        Calendar days from one origin to the next, at least 1.
    horizon_days
        Calendar days ahead, at least 1; beyond 20 open days nothing is scored.
    models
        Names from `MODELS`.
    past_at
        Gives the past as it was known at an instant, which is all that a forecast from there may see: handle times
        that ended later, and holes that only later weeks told from quiet hours, are not in it. None: `series.before`,
        for a series of which nothing but arrivals is known.
    progress
        Told how many forecasts of how many are done.

    Returns
    -------
    pandas.DataFrame
        One row an origin, band and model: `queue, origin, horizon_band, model, contacts, wape, ncrps, cover80,
        cover95`. `contacts` came in the scored intervals; the measures are shares, 0.1 for 10 %.

    Raises
    ------
    NothingToDo
        If the log is too short for a single origin.
    """
    for name, number in (("origins", origins), ("step_days", step_days), ("horizon_days", horizon_days)):
        if number < 1:
            raise ValueError(f"{name} is at least 1; got {number}")
    series = at_one_grain(series)
    days = origin_days(series, calendar, origins=origins, step_days=step_days, horizon_days=horizon_days)
    scores = []
    known = {day: (past_at or series.before)(calendar.instant(day, 0)) for day in days}
    for done, (day, model) in enumerate((day, model) for day in days for model in models):
        forecast = forecast_as_of(known[day], calendar, day=day, horizon_days=horizon_days, model=model)
        scores += score_bands(forecast, series)
        if progress:
            progress(done + 1, len(days) * len(models))
    return pd.DataFrame(scores, columns=SCORE_COLUMNS)


def forecast_as_of(series: IntervalSeries, calendar: Calendar, *, day: date, horizon_days: int, model: str) -> Forecast:
    """The forecast that would have been issued at the start of `day`, from what had ended by then."""
    past = series.before(calendar.instant(day, 0))
    return forecast_contacts(
        past, calendar, first_day=day, last_day=day + timedelta(days=horizon_days - 1), model=model
    )


def origin_days(
    series: IntervalSeries, calendar: Calendar, *, origins: int, step_days: int, horizon_days: int
) -> list[date]:
    """The newest days from which the horizon still lies within the log, oldest first."""
    counted = series.date[~series.missing]
    if not len(counted):
        raise NothingToDo(
            "queue {queue} has no counted contacts to test a forecast on; import its logs", queue=series.queue
        )
    first, last = counted[0].date(), counted[-1].date()
    # Where the log is shorter than the horizon, half of it is forecast from the other half.
    newest = max(last + timedelta(days=1 - horizon_days), first + timedelta(days=((last - first).days + 1) // 2))
    reach = min(origins, (newest - first).days // step_days + 1)  # no day before the log is tried
    days = [newest - timedelta(days=step_days * back) for back in range(reach)]
    usable = [day for day in reversed(days) if first < day and _is_open_soon(series, calendar, day, horizon_days)]
    if not usable:
        raise NothingToDo(
            "queue {queue} was counted from {first} to {last} only; a backtest needs at least two days",
            queue=series.queue,
            first=first,
            last=last,
        )
    return usable


def _is_open_soon(series: IntervalSeries, calendar: Calendar, day: date, horizon_days: int) -> bool:
    end = day + timedelta(days=horizon_days - 1)
    return bool(calendar.business_days(series.channel, day, end))  # type: ignore[arg-type]


def score_bands(forecast: Quantiled, series: IntervalSeries) -> list[tuple[object, ...]]:
    """One row of `SCORE_COLUMNS` for each band in which something was counted; missing intervals are not scored."""
    at = series.starts.get_indexer(forecast.starts)
    actual = np.where(at >= 0, series.offered[at], np.nan)
    open_day, _ = pd.factorize(forecast.dates)
    scores: list[tuple[object, ...]] = []
    for band, first, last in HORIZON_BANDS:
        scored = (open_day + 1 >= first) & (open_day + 1 <= last) & ~np.isnan(actual)
        if scored.any():
            measures = _measures(forecast, actual, scored)
            scores.append((forecast.queue, forecast.issued_at, band, forecast.model, *measures))
    return scores


def _measures(forecast: Quantiled, actual: Floats, scored: NDArray[np.bool_]) -> tuple[float, ...]:
    came = actual[scored]
    low80, high80, low95, high95 = (forecast.quantile(level)[scored] for level in (0.1, 0.9, 0.025, 0.975))
    return (
        float(came.sum()),
        wape(came, forecast.quantile(0.5)[scored]),
        ncrps(came, forecast.quantiles(CRPS_LEVELS)[scored]),
        cover(came, low80, high80),
        cover(came, low95, high95),
    )
