"""Several queues as one, for people who can take all of them: contacts added up, handle times mixed."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from forecasting.forecast import Forecast
from staffing.handed_on import HandedOn, with_handed_on
from staffing.likely_contacts import CHANCE_OF_COUNTS
from staffing.live_service import Asked

Floats = NDArray[np.float64]


def common_intervals(forecasts: Sequence[Forecast]) -> list[Forecast]:
    """The forecasts on the intervals in which any of them is open; nothing comes to one that is closed.

    An interval is as long open as the queue in it that is open longest.
    """
    starts = forecasts[0].starts
    for one in forecasts:
        starts = pd.DatetimeIndex(starts.union(one.starts))
    opened = np.zeros(len(starts))
    for one in forecasts:
        at = starts.get_indexer(one.starts)
        opened[at] = np.maximum(opened[at], one.open_minutes)
    return [_on(one, starts, open_minutes=opened) for one in forecasts]


def _on(forecast: Forecast, starts: pd.DatetimeIndex, *, open_minutes: Floats) -> Forecast:
    place = forecast.starts.get_indexer(starts)
    there = place >= 0
    known = forecast.taking(np.maximum(place, 0), starts=starts)
    return replace(
        known,
        open_minutes=open_minutes,
        root_mean=np.where(there, known.root_mean, 0.0),
        day_spread=np.where(there, known.day_spread, 0.0),
        root_spread=np.where(there, known.root_spread, 0.0),
        handle_seconds=np.where(there, known.handle_seconds, forecast.handle_seconds.mean()),
        override_factor=None,
    )


def pooled(forecasts: Sequence[Forecast]) -> Forecast:
    """One queue of all their contacts, in the same intervals.

    They are taken to be busy on the same days, the careful reading: chance alone evens out.
    """
    first, *others = forecasts
    return with_handed_on(first, [_joining(one) for one in others])


def _joining(forecast: Forecast) -> HandedOn:
    alone = np.sqrt(np.maximum(forecast.root_spread**2 - CHANCE_OF_COUNTS, 0.0))
    relative = np.divide(alone, forecast.root_mean, out=np.zeros(len(forecast)), where=forecast.root_mean > 0)
    return HandedOn(
        contacts=forecast.mean,
        spread=np.hypot(forecast.day_spread, relative) * forecast.tail.spread,
        handle_seconds=forecast.handle_seconds,
        handle_variation=forecast.handle_variation,
        in_closed=0.0,
        handle_doubt=forecast.handle_doubt,
    )


def asked_of_pool(asked: Sequence[Asked], contacts: Sequence[float]) -> Asked:
    """What the people of a pool are asked: the shortest threshold, and a patience that as many run out of.

    Parameters
    ----------
    contacts
        Of each queue, above 0 in all.
    """
    pace = sum(count / one.patience_seconds for one, count in zip(asked, contacts, strict=True)) / sum(contacts)
    return Asked(
        threshold_seconds=min(one.threshold_seconds for one in asked),
        patience_seconds=1 / pace if pace > 0 else float(np.inf),
        short_abandon_seconds=min(one.short_abandon_seconds for one in asked),
    )
