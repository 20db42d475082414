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
    known = np.arange(len(counts)) <= np.flatnonzero(counts)[-1]
    usual = _usual_counts(pd.Series(np.where(known, counts, np.nan)), starts)
    empty = counts == 0
    run = np.cumsum(np.diff(empty, prepend=~empty[:1]))
    expected = np.bincount(run, weights=np.where(empty, usual, 0.0))
    missing = np.asarray(empty & (expected[run] >= IMPROBABLE_EMPTY))
    missing[: int(np.argmax(counts > 0))] = True
    return missing


def _usual_counts(counts: "pd.Series[float]", starts: pd.DatetimeIndex) -> NDArray[np.float64]:
    minute = np.asarray(starts.hour * 60 + starts.minute)
    same_weekday = counts.groupby([np.asarray(starts.day_of_week), minute])
    everyday = counts.groupby(minute).transform("median")
    enough = same_weekday.transform("count") >= _ENOUGH_WEEKS
    return np.asarray(same_weekday.transform("median").where(enough, everyday).fillna(0.0), dtype=np.float64)
