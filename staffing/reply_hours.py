"""How long written work waits for its answer when so many people are there, nights and closed days included."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from staffing.deadline_work import ROUNDING, DeadlineWork

Floats = NDArray[np.float64]


def reply_hours(work: DeadlineWork, capacity: Floats, *, starts: pd.DatetimeIndex, open_hours: Floats) -> Floats:
    """Elapsed hours from arriving to being answered of what comes in each interval, shape (n,).

    Work is done in the order in which it comes, which is that of its deadlines. What comes in an interval is told by
    its middle: it arrives halfway through the interval, and is answered when half of it is. Work open at the start
    counts as come with the first interval.

    Parameters
    ----------
    work
        Of n intervals.
    capacity
        Hours of people in each, at least 0, shape (n,).
    starts
        Zone-aware, rising, shape (n,).
    open_hours
        Of each, above 0, shape (n,).

    Returns
    -------
    numpy.ndarray
        NaN where nothing comes, and where the people given do not get that far.
    """
    done = _done(work, capacity)
    middle = work.arrived - work.arriving_hours / 2
    place = np.searchsorted(done, middle - ROUNDING)
    told = (work.arriving_hours > ROUNDING) & (place < len(done))
    row = np.minimum(place, len(done) - 1)
    before = np.concatenate([[0.0], done])[row]
    share = np.clip((middle - before) / np.maximum(capacity[row], ROUNDING), 0.0, 1.0)
    begin = starts.as_unit("s").asi8 / 3600
    waited = begin[row] + share * open_hours[row] - (begin + open_hours / 2)
    return np.where(told, np.maximum(waited, 0.0), np.nan)


def _done(work: DeadlineWork, capacity: Floats) -> Floats:
    """Work done by the end of each interval, summed up, shape (n,); late work is done too, in its turn."""
    done, found = 0.0, np.zeros(len(capacity))
    for k, (arrived, hours) in enumerate(zip(work.arrived.tolist(), capacity.tolist(), strict=True)):
        done += min(hours, max(arrived - done, 0.0))
        found[k] = done
    return found
