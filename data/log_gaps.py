"""Tells holes in a log from quiet hours."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

IMPROBABLE_EMPTY = 10.0
"""A run of empty open intervals that usually bring this many contacts is a hole: exp(-10) is 1 in 22,000."""

_ENOUGH_WEEKS = 4  # below it the median of a weekday is too easily the hole itself


def find_missing(counts: NDArray[np.float64], starts: pd.DatetimeIndex) -> NDArray[np.bool_]:
    """Which open intervals the log says nothing about, although it usually does.

    Parameters
    ----------
    counts
        Contacts of each open interval, all queues of the channel together, shape (n,).
    starts
        Zone-aware starts of these intervals, rising, shape (n,).

    Returns
    -------
    numpy.ndarray
        True where the interval lies before the first contact, or in a run of empty ones whose usual contacts (median
        of the same weekday and time, of all days where there are few) add up to `IMPROBABLE_EMPTY` or more, shape (n,).
        What is usual is told by the stretch from the first contact to the last: a log that ended long ago has a hole
        behind it, not ever more quiet days.
    """
    if not counts.any():
        return np.ones(len(counts), dtype=np.bool_)
    usual = _usual_counts(counts, starts, known=int(np.flatnonzero(counts)[-1]) + 1)
    empty = counts == 0
    run = np.cumsum(np.diff(empty, prepend=~empty[:1]))
    expected = np.bincount(run, weights=np.where(empty, usual, 0.0))
    missing = np.asarray(empty & (expected[run] >= IMPROBABLE_EMPTY))
    missing[: int(np.argmax(counts > 0))] = True
    return missing


def _usual_counts(counts: NDArray[np.float64], starts: pd.DatetimeIndex, *, known: int) -> NDArray[np.float64]:
    """Median of the same weekday and time in the first `known` intervals; 0 where these hold no such time."""
    minute = np.asarray(starts.hour * 60 + starts.minute)
    slot = np.asarray(starts.day_of_week) * 1440 + minute
    told = pd.Series(counts[:known])
    same_weekday = told.groupby(slot[:known])
    enough = same_weekday.size() >= _ENOUGH_WEEKS
    usual = pd.Series(slot).map(same_weekday.median()[enough])
    everyday = pd.Series(minute).map(told.groupby(minute[:known]).median())
    return np.asarray(usual.fillna(everyday).fillna(0.0), dtype=np.float64)
