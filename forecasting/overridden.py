"""Puts what people decided upon a forecast: an override scales its distribution, and the model's own mean stays."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.interval_series import IntervalSeries
from data.override import KeptOverride, Override
from data.remark import Remark
from forecasting.forecast import Floats, Forecast, NamedEffect
from forecasting.remarks import Title, override_applied, override_too_fine

Bools = NDArray[np.bool_]

EFFECT = "override"
"""The name under which a day's reasons tell it."""


def with_overrides(
    forecast: Forecast, overrides: Sequence[KeptOverride], *, past: IntervalSeries, title: Title
) -> Forecast:
    """The forecast with the overrides of its queue, in the order in which they were made.

    Factors multiply; contacts set what is expected of their time of each day, whatever stood before. A count that is
    scaled by f has its root scaled by the root of f, mean and spreads alike: bands, totals and paths keep their shape.
    An override holds from the moment in which it was made to that in which it was removed: an interval that had begun
    by then stays as it was, so that nobody corrects a forecast by what has come already.

    Parameters
    ----------
    forecast
        The model's, without any override.
    overrides
        As they were known when it is made; those of other queues are left alone.
    past
        The queue's, for what has arrived of a day that has begun.
    title
        What people call the queue.
    """
    factor, numbers, remarks = np.ones(len(forecast)), [], []
    for kept in overrides:
        if kept.told.queue != forecast.queue:
            continue
        stretch = _Stretch.of(kept, forecast)
        if stretch.is_too_fine:
            remarks.append(override_too_fine(queue=title, kept=kept))
        changed = _changed(factor, stretch, mean=forecast.mean, arrived=_arrived(kept.told, forecast, past))
        if not np.array_equal(changed, factor):
            remarks.append(_remark(stretch, mean=forecast.mean, before=factor, after=changed, title=title))
            numbers.append(kept.number)
            factor = changed
    if not numbers:
        return replace(forecast, remarks=(*forecast.remarks, *remarks)) if remarks else forecast
    root = np.sqrt(factor)
    return replace(
        forecast,
        root_mean=forecast.root_mean * root,
        root_spread=forecast.root_spread * root,
        override_factor=factor,
        overrides=tuple(numbers),
        effects=(*forecast.effects, *_effects(forecast, factor)),
        remarks=(*forecast.remarks, *remarks),
    )


@dataclass(frozen=True)
class _Stretch:
    """The intervals of a forecast of which an override speaks.

    Parameters
    ----------
    kept
        The override.
    told
        Whether it speaks of an interval, shape (n,).
    holds
        Whether it stood when the interval began, shape (n,).
    days
        The local day of each interval, shape (n,).
    is_too_fine
        It speaks of a time of days that are forecast in longer bands only.
    """

    kept: KeptOverride
    told: Bools
    holds: Bools
    days: pd.DatetimeIndex
    is_too_fine: bool

    @classmethod
    def of(cls, kept: KeptOverride, forecast: Forecast) -> "_Stretch":
        override, starts = kept.told, forecast.starts
        on_days = np.asarray(
            (forecast.dates >= pd.Timestamp(override.first_day)) & (forecast.dates <= pd.Timestamp(override.last_day))
        )
        minute = np.asarray(starts.hour * 60 + starts.minute)
        begins = (minute >= override.first_minute) & (minute < override.last_minute)
        told = on_days & begins & (minute + forecast.lengths <= override.last_minute)
        if override.is_whole_day:
            told = on_days
        holds = np.asarray(starts >= kept.made_at)
        if kept.removed_at is not None:
            holds = holds & np.asarray(starts < kept.removed_at)
        coarse = forecast.lengths > forecast.interval_minutes
        return cls(kept, told, holds, forecast.dates, bool(kept.stands and np.any(on_days & coarse) and not told.any()))

    @property
    def touched(self) -> Bools:
        """Whether it changes an interval, shape (n,)."""
        return self.told & self.holds


def _changed(factor: Floats, stretch: _Stretch, *, mean: Floats, arrived: "pd.Series[float]") -> Floats:
    """The factor on each interval's contacts once this override is added, shape (n,)."""
    override, changed = stretch.kept.told, factor.copy()
    if override.factor is not None:
        changed[stretch.touched] *= override.factor
        return changed
    expected = mean * factor
    for day in stretch.days[stretch.touched].unique():
        rows = stretch.told & np.asarray(stretch.days == day)
        wanted = (override.contacts or 0.0) - float(arrived.get(day, 0.0))
        whole = float(expected[rows].sum())
        # Where more has come than was told, or the model expects nothing, there is nothing to scale.
        if wanted > 0 and whole > 0:
            changed[rows & stretch.touched] *= wanted / whole
    return changed


def _arrived(override: Override, forecast: Forecast, past: IntervalSeries) -> "pd.Series[float]":
    """What has come of the override's time on the forecast's first day, by day: none where that begins as a whole."""
    begun = np.asarray(past.date == forecast.dates[0]) & np.asarray(past.starts < forecast.starts[0]) & ~past.missing
    inside = (past.minute_of_day >= override.first_minute) & (past.minute_of_day < override.last_minute)
    return pd.Series(past.offered[begun & inside]).groupby(past.date[begun & inside]).sum()


def _remark(stretch: _Stretch, *, mean: Floats, before: Floats, after: Floats, title: Title) -> Remark:
    rows = stretch.touched
    return override_applied(
        queue=title,
        kept=stretch.kept,
        without=float((mean * before)[rows].sum()),
        contacts=float((mean * after)[rows].sum()),
    )


def _effects(forecast: Forecast, factor: Floats) -> list[NamedEffect]:
    """One a day that is overridden: its contacts with all overrides, over those without any."""
    day, dates = pd.factorize(forecast.dates)
    alone, scaled = np.bincount(day, forecast.mean), np.bincount(day, forecast.mean * factor)
    changed = np.bincount(day, factor != 1.0) > 0
    return [
        NamedEffect(at, EFFECT, float(scaled[row] / alone[row]))
        for row, at in enumerate(pd.DatetimeIndex(dates))
        if changed[row] and alone[row] > 0
    ]
