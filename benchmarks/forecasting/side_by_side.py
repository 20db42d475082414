"""Our models and their peers from the same origins, scored by the same rows."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from benchmarks.forecasting.desks import MeasuredDesk
from benchmarks.forecasting.peers import Peer, load_peer
from forecasting.backtest import SCORE_COLUMNS, forecast_as_of, origin_days, score_bands
from forecasting.better_than import compare_models, sentences, table_text
from forecasting.forecast import QUANTILE_LEVELS
from forecasting.forecast_contacts import MODELS
from forecasting.grain import at_one_grain, is_coarse
from forecasting.outlook import Horizon

Floats = NDArray[np.float64]

HORIZON_DAYS = 28
LEAST_TRAINING_DAYS = 60
MEASURES = ["wape", "ncrps", "cover80", "cover95"]
TRUTH = "truth"
"""Who knows what the counts were drawn from; of desks of which that is known."""

BANDS = ["1", "2-5", "6-10", "11-20", "all"]


@dataclass(frozen=True)
class PeerForecast:
    """A peer's quantiles, as a backtest scores them: `table` has a row an interval, a column a `QUANTILE_LEVELS`."""

    queue: str
    model: str
    issued_at: pd.Timestamp
    starts: pd.DatetimeIndex
    table: Floats

    def __post_init__(self) -> None:
        if self.table.shape != (len(self.starts), len(QUANTILE_LEVELS)) or not np.isfinite(self.table).all():
            raise ValueError(f"{self.model} of {self.issued_at}: quantiles {self.table.shape} with holes, or misshapen")

    @property
    def dates(self) -> pd.DatetimeIndex:
        """The local day of each interval, naive midnight."""
        return self.starts.tz_localize(None).normalize()

    def quantile(self, level: float) -> Floats:
        """Contacts not exceeded with that probability, one of `QUANTILE_LEVELS`."""
        return self.table[:, QUANTILE_LEVELS.index(level)]

    def quantiles(self, levels: tuple[float, ...]) -> Floats:
        """One column a level."""
        return np.stack([self.quantile(level) for level in levels], axis=1)


@dataclass(frozen=True)
class Measured:
    """Scores of `SCORE_COLUMNS` with the CPU `seconds` of the forecast, and the days between origins."""

    scores: pd.DataFrame
    step_days: int


def measure_desk(
    desk: MeasuredDesk, models: Sequence[str], *, origins: int, step_days: int, keep: Path | None = None
) -> Measured:
    """Every model from every origin.

    Parameters
    ----------
    models
        Names of `MODELS` or `PEERS`; the first is compared with the others. A peer that is not here is left out. Where
        a desk's truth is known, it is asked as well: nobody can do better.
    origins, step_days
        As in a backtest; origins with fewer than 60 days of log before them are left out.
    keep
        A CSV of earlier scores of this desk: what stands in it is not measured again, and what is measured is added.
    """
    series = at_one_grain(desk.series)
    days = origin_days(series, desk.calendar, origins=origins, step_days=step_days, horizon_days=HORIZON_DAYS)
    first = series.date[~series.missing][0].date()
    days = [day for day in days if (day - first).days >= LEAST_TRAINING_DAYS]
    kept = _read_kept(keep, desk)
    models = [*models, TRUTH] if desk.truth is not None else list(models)
    for model in models:
        forecaster = None if model in MODELS else _peer_for(desk, model)
        if model not in MODELS and forecaster is None:
            continue
        for day in days:
            if ((kept["model"] == model) & (kept["origin"] == desk.calendar.instant(day, 0))).any():
                continue
            rows = pd.DataFrame(_score(desk, model, day, forecaster), columns=[*SCORE_COLUMNS, "seconds"])
            kept = pd.concat([kept, rows]) if len(kept) else rows
            if keep is not None:
                kept.to_csv(keep, index=False)
    wanted = kept["model"].isin(models) & kept["origin"].isin([desk.calendar.instant(day, 0) for day in days])
    order = {model: number for number, model in enumerate(models)}
    return Measured(kept[wanted].sort_values("model", key=lambda name: name.map(order), kind="stable"), step_days)


def _peer_for(desk: MeasuredDesk, model: str) -> Peer | None:
    if desk.truth is not None and model == TRUTH:
        known = desk.truth
        return lambda _past, _calendar, horizon: known.quantiles(horizon.starts)
    if is_coarse(desk.series):
        print(f"{model}: skipped on {desk.title}, which has no hours")
        return None
    return load_peer(model)


def _read_kept(keep: Path | None, desk: MeasuredDesk) -> pd.DataFrame:
    if keep is None or not keep.exists():
        return pd.DataFrame({name: [] for name in (*SCORE_COLUMNS, "seconds")})
    kept = pd.read_csv(keep, dtype={"horizon_band": str})
    origin = pd.to_datetime(kept["origin"], utc=True).dt.tz_convert(desk.calendar.zone)
    return kept.assign(origin=origin.dt.as_unit("us"))


def _score(desk: MeasuredDesk, model: str, day: date, peer: Peer | None) -> Iterator[tuple[object, ...]]:
    began = _cpu_seconds()
    if peer is None:
        forecast: object = forecast_as_of(desk.series, desk.calendar, day=day, horizon_days=HORIZON_DAYS, model=model)
    else:
        forecast = _peer_forecast(desk, model, day, peer)
    seconds = _cpu_seconds() - began
    for row in score_bands(forecast, desk.series):  # type: ignore[arg-type]
        yield (*row, seconds)


def _cpu_seconds() -> float:
    """Of this process and of those that it has started and seen end: Prophet fits in one of its own."""
    return sum(os.times()[:4])


def _peer_forecast(desk: MeasuredDesk, model: str, day: date, peer: Peer) -> PeerForecast:
    past = desk.series.before(desk.calendar.instant(day, 0))
    last = day + timedelta(days=HORIZON_DAYS - 1)
    intervals = desk.calendar.open_intervals(past.channel, day, last)  # type: ignore[arg-type]
    horizon = Horizon.of(intervals, interval_minutes=past.interval_minutes)
    return PeerForecast(past.queue, model, past.as_of, horizon.starts, peer(past, desk.calendar, horizon))


def score_table(scores: pd.DataFrame) -> pd.DataFrame:
    """A row a model: WAPE by band and over all, nCRPS and cover over all, in %, weighted by contacts; CPU seconds."""
    both = pd.concat([scores, scores.assign(horizon_band="all")])
    keys = [both["model"], both["horizon_band"]]
    weighted = both[MEASURES].mul(both["contacts"], axis=0).groupby(keys).sum()
    shares = 100 * weighted.div(both.groupby(["model", "horizon_band"])["contacts"].sum(), axis=0)
    whole = shares.xs("all", level="horizon_band")
    by_band = shares["wape"].unstack("horizon_band")
    table = pd.DataFrame({f"wape {band}": by_band[band].round(2) for band in BANDS if band in by_band})
    table["ncrps"] = whole["ncrps"].round(2)
    table["cover80/95"] = [
        f"{low:.0f}/{high:.0f}" for low, high in zip(whole["cover80"], whole["cover95"], strict=True)
    ]
    table["cpu s"] = scores.groupby("model")["seconds"].median().round(2)
    table["origins"] = scores.groupby("model")["origin"].nunique()
    return table.sort_values("wape all")


def print_measured(desk: MeasuredDesk, measured: Measured) -> None:
    """The table, our first model beside each other, and what that says of the best peer."""
    scores, step = measured.scores, measured.step_days
    origins = scores["origin"].nunique()
    print(f"\n{desk.title}: {origins} origins {step} days apart, {HORIZON_DAYS} days ahead; measures in %")
    table = score_table(scores)
    print(table.to_string())
    compared = compare_models(scores, step_days=step, horizon_days=HORIZON_DAYS)
    if not compared:
        return
    print(table_text(compared))
    rivals = [name for name in table.index if name not in (*MODELS, TRUTH)]
    for one in sentences([one for one in compared if one.than in rivals[:1]]):
        print(f"best peer: {one}")
