"""Names the reasons why a day is high or low, as factors whose product is the day's mean."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from forecasting.day_effects import EffectColumn
from forecasting.forecast import NamedEffect

Floats = NDArray[np.float64]

LEAST_EFFECT = 0.02
"""An effect smaller than this is no reason worth a name; it stays within the level."""

_CLEAR_OF_DOUBT = 2.0
"""So many standard errors an effect must differ from nothing before a reason is made of it."""


def effects_by_name(
    columns: Sequence[EffectColumn], *, sizes: Floats, covariance: Floats, rows: NDArray[np.int64]
) -> dict[str, Floats]:
    """Logarithm of each named effect on the days `rows`, 0 where it is not to be told apart from nothing.

    The weekday is always told, as its distance from the mean weekday would be by whoever asks.

    Parameters
    ----------
    sizes, covariance
        Of the columns' coefficients, shapes (k,) and (k, k).
    """
    names = np.array([column.effect for column in columns])
    strengths = np.column_stack([column.strength[rows] for column in columns])
    found = {}
    for name in dict.fromkeys(names.tolist()):
        own = names == name
        part = strengths[:, own]
        log = part @ sizes[own]
        doubt = np.sqrt(np.maximum(np.einsum("ij,jk,ik->i", part, covariance[np.ix_(own, own)], part), 0.0))
        clear = np.abs(log) >= np.maximum(LEAST_EFFECT, _CLEAR_OF_DOUBT * doubt)
        found[name] = np.where(part.any(axis=1) & (clear | (name == "weekday")), log, 0.0)
    return found


def named_effects(
    days: pd.DatetimeIndex, *, mean: Floats, hours: Floats, weekday: Floats, reasons: Mapping[str, Floats]
) -> tuple[NamedEffect, ...]:
    """The effects of each day; the level is what remains of its mean.

    Parameters
    ----------
    days
        Shape (d,).
    mean
        Logarithm of each day's expected contacts, shape (d,).
    hours
        Share of a usual day's contacts that falls into the day's opening hours, above 0, shape (d,).
    weekday
        Logarithm of each day's weekday factor, shape (d,).
    reasons
        Logarithm of each other effect by its name, 0 on days without it, shape (d,) each.
    """
    found = []
    for row, day in enumerate(days):
        logs = {"weekday": float(weekday[row])}
        logs |= {name: float(log[row]) for name, log in reasons.items() if log[row] != 0}
        if abs(hours[row] - 1) > 0.005:
            logs["opening_hours"] = float(np.log(max(hours[row], 1e-12)))
        logs = {"level": float(mean[row]) - sum(logs.values()), **logs}
        found += [NamedEffect(day, name, float(np.exp(log))) for name, log in logs.items()]
    return tuple(found)
