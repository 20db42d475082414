"""The next weeks of one queue as a person reads them: day totals with their doubt, reasons, and one day's hours."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from forecasting.forecast import Forecast, NamedEffect
from forecasting.overridden import EFFECT as OVERRIDE

Floats = NDArray[np.float64]

BAND_ENDS: tuple[float, ...] = (0.025, 0.10, 0.90, 0.975)
"""Levels of the ends of the 95 % and the 80 % band, rising."""


WORTH_MARKING = 0.05
"""An effect from 5 % on is written into the picture; smaller ones stand in the table."""


@dataclass(frozen=True)
class DayBand:
    """Contacts of one day: the mean, the ends of both bands, and why.

    Parameters
    ----------
    day
        The local day.
    mean, low95, low80, high80, high95
        Contacts of the day.
    effects
        Named factors of the day; the `level` carries contacts a day.
    mean_without_override
        What the model alone expects; None where nobody has changed the day.
    """

    day: date
    mean: float
    low95: float
    low80: float
    high80: float
    high95: float
    effects: tuple[NamedEffect, ...] = ()
    mean_without_override: float | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.low95 <= self.low80 <= self.high80 <= self.high95:
            raise ValueError(f"{self.day}: the ends of the bands must rise from 0")

    def factor(self, effect: str) -> float | None:
        """The factor of that effect, or None where it does not touch the day."""
        found = [each.factor for each in self.effects if each.name == effect]
        return found[0] if found else None

    @property
    def marked(self) -> tuple[NamedEffect, ...]:
        """What is worth writing over the day: all but level and weekday, from 5 % on, strongest first.

        What a person decided stands before all, however small.
        """
        named = [each for each in self.effects if each.name not in ("level", "weekday")]
        strong = [each for each in named if abs(each.factor - 1) >= WORTH_MARKING or each.name == OVERRIDE]
        return tuple(sorted(strong, key=lambda each: (each.name == OVERRIDE, _strength(each)), reverse=True))


def _strength(effect: NamedEffect) -> float:
    return abs(float(np.log(effect.factor)))


@dataclass(frozen=True)
class DayHours:
    """One day's intervals, and what the same weekday brought of late.

    Parameters
    ----------
    day
        The local day.
    interval_minutes
        Length of the grid.
    minutes, lengths
        Wall-clock minutes since midnight, and length in minutes, shape (n,).
    mean, low95, low80, high80, high95
        Contacts of each interval, shape (n,).
    usual
        Mean over the last same weekdays that were seen; NaN where none was, shape (n,).
    seen
        The days that this mean rests on, newest first.
    """

    day: date
    interval_minutes: int
    minutes: NDArray[np.int64]
    lengths: Floats
    mean: Floats
    low95: Floats
    low80: Floats
    high80: Floats
    high95: Floats
    usual: Floats
    seen: tuple[date, ...]


@dataclass(frozen=True)
class Peak:
    """The clock hour with the most contacts expected, and the people to schedule in it (None: not known).

    A queue that is known only by longer bands has no peak hour: then `hour` is None and the contacts are the day's.
    """

    day: date
    hour: int | None
    contacts: float
    agents: int | None


def day_bands(forecast: Forecast) -> tuple[DayBand, ...]:
    """Each day's total with its 80 % and 95 % band, from the joint distribution."""
    totals = forecast.day_totals()
    ends = totals.quantiles(BAND_ENDS)
    alone = np.bincount(pd.factorize(forecast.dates)[0], forecast.mean_without_override)
    by_day: dict[pd.Timestamp, list[NamedEffect]] = {}
    for effect in forecast.effects:
        by_day.setdefault(effect.date, []).append(effect)
    return tuple(
        DayBand(
            day=at.date(),
            mean=float(mean),
            low95=float(low95),
            low80=float(low80),
            high80=float(high80),
            high95=float(high95),
            effects=tuple(sorted(by_day.get(at, ()), key=_strength, reverse=True)),
            mean_without_override=None if abs(own - mean) <= 1e-9 * mean else float(own),
        )
        for at, mean, own, (low95, low80, high80, high95) in zip(totals.dates, totals.mean, alone, ends, strict=True)
    )


def day_hours(forecast: Forecast, counts: pd.DataFrame, *, day: date, weeks: int = 4) -> DayHours:
    """One day's intervals beside the mean of the last `weeks` same weekdays actually seen.

    Parameters
    ----------
    counts
        The queue's rows of the snapshot's `interval_count`.
    """
    here = np.asarray(forecast.dates == pd.Timestamp(day))
    starts = forecast.starts[here]
    minutes = np.asarray(starts.hour * 60 + starts.minute, dtype=np.int64)
    usual, seen = _same_weekdays(counts, day=day, weeks=weeks)
    low95, low80, high80, high95 = (forecast.quantile(level)[here] for level in BAND_ENDS)
    return DayHours(
        day=day,
        interval_minutes=forecast.interval_minutes,
        minutes=minutes,
        lengths=forecast.lengths[here],
        mean=forecast.mean[here],
        low95=low95,
        low80=low80,
        high80=high80,
        high95=high95,
        usual=np.asarray(usual.reindex(minutes), dtype=np.float64),
        seen=seen,
    )


def _same_weekdays(counts: pd.DataFrame, *, day: date, weeks: int) -> tuple["pd.Series[float]", tuple[date, ...]]:
    starts = pd.DatetimeIndex(counts["interval_start"])
    table = pd.DataFrame(
        {
            "day": starts.tz_localize(None).normalize(),
            "minute": np.asarray(starts.hour * 60 + starts.minute, dtype=np.int64),
            "offered": counts["offered"].to_numpy(dtype=np.float64, na_value=np.nan),
        }
    ).dropna()
    fitting = table[(table["day"].dt.day_of_week == day.weekday()) & (table["day"] < pd.Timestamp(day))]
    last = sorted(fitting["day"].unique())[-weeks:]
    chosen = fitting[fitting["day"].isin(last)]
    return chosen.groupby("minute")["offered"].mean(), tuple(pd.Timestamp(each).date() for each in reversed(last))


def find_peak(forecast: Forecast, requirement: pd.DataFrame, *, days: int = 7) -> Peak:
    """The busiest clock hour of the forecast's first `days` days.

    Parameters
    ----------
    requirement
        The queue's rows of the snapshot's `issued_requirement`; may be empty.
    """
    until = forecast.starts[0].normalize() + timedelta(days=days)
    is_coarse = bool(np.any(forecast.lengths > 60))
    slots = forecast.starts.normalize() if is_coarse else forecast.starts.floor("h")
    table = pd.DataFrame({"hour": slots, "mean": forecast.mean})[forecast.starts < until]
    hours = table.groupby("hour")["mean"].sum()
    at = pd.Timestamp(str(hours.idxmax())) if len(hours) else forecast.starts[0]
    if is_coarse:
        return Peak(day=at.date(), hour=None, contacts=float(hours.max()), agents=None)
    needed = requirement[pd.DatetimeIndex(requirement["interval_start"]).floor("h") == at]["scheduled_agents"]
    agents = int(needed.max()) if len(needed) else None
    return Peak(day=at.date(), hour=at.hour, contacts=float(hours.max()), agents=agents)
