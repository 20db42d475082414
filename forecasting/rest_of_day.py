"""Today after some hours: what has arrived already tells how high the day is."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from forecasting.forecast import NamedEffect
from forecasting.outlook import Outlook

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class DayHeight:
    """What the arrivals so far say about the standard normal Z that a day shares in `Forecast`."""

    mean: float
    deviation: float


def day_height(outlook: Outlook, arrived: Floats) -> DayHeight:
    """Condition Z on the counts of the first intervals; NaN where nothing is known of one, shape (k,)."""
    known = np.flatnonzero(~np.isnan(arrived))
    root_mean = outlook.root_mean[known]
    shared = root_mean * outlook.day_spread[known]
    alone = np.maximum(outlook.root_spread[known] ** 2, 1e-9)
    precision = 1 + float(np.sum(shared**2 / alone))
    pull = float(np.sum(shared * (np.sqrt(arrived[known]) - root_mean) / alone))
    return DayHeight(mean=pull / precision, deviation=precision**-0.5)


def without_elapsed(outlook: Outlook, *, arrived: Floats, dates: pd.DatetimeIndex) -> Outlook:
    """The outlook after its first intervals have passed, the rest of their day conditioned on them.

    Parameters
    ----------
    arrived
        Counts of the elapsed first intervals, all of one day, shape (k,).
    dates
        Local day of every interval, naive midnight, shape (n,).
    """
    elapsed = len(arrived)
    height = day_height(outlook, arrived)
    today = np.asarray(dates == dates[0])
    shift = np.where(today, np.maximum(1 + outlook.day_spread * height.mean, 0.05), 1.0)
    spread = np.where(today, outlook.day_spread * height.deviation / shift, outlook.day_spread)
    updated = replace(outlook, root_mean=outlook.root_mean * shift, day_spread=spread)
    effects = _effects_of_the_rest(outlook, updated, today=today, elapsed=elapsed, day=dates[0])
    return Outlook(
        updated.root_mean[elapsed:], spread[elapsed:], outlook.root_spread[elapsed:], effects, outlook.remarks
    )


def _effects_of_the_rest(
    before: Outlook, after: Outlook, *, today: Flags, elapsed: int, day: pd.Timestamp
) -> tuple[NamedEffect, ...]:
    """Today's effects with the hours that are left, and what the day so far has changed."""
    rest = today.copy()
    rest[:elapsed] = False
    if not rest.any():
        return tuple(effect for effect in before.effects if effect.date != day)
    if not before.effects:
        return ()
    whole_mean, rest_mean = float(before.mean[today].sum()), float(before.mean[rest].sum())
    hours, update = rest_mean / whole_mean, float(after.mean[rest].sum()) / rest_mean
    kept = [
        replace(effect, factor=effect.factor * hours)
        if effect.date == day and effect.name == "opening_hours" else effect
        for effect in before.effects
    ]  # fmt: skip
    if not any(effect.date == day and effect.name == "opening_hours" for effect in kept):
        kept.append(NamedEffect(day, "opening_hours", hours))
    return (*kept, NamedEffect(day, "today", update))
