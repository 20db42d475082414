"""The load that people really meet: what came before and is still being handled counts, what has just come not yet.

Modified offered load: Jennings, Mandelbaum, Massey and Whitt, Server staffing to meet time-varying demand, Management
Science 42 (1996). The mean number in handling, if nobody waited, is the arrivals of the time before, each weighted by
the share of handle times that last until now. In the morning it lags behind the arrivals; at closing it outlasts them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

Floats = NDArray[np.float64]

_LEAST_VARIATION = 1e-3
_NOTHING = 1e-4
"""Less than this share of the handling still ahead is as good as none."""


@dataclass(frozen=True)
class HandleTimes:
    """Log-normal handle times of one variation and many means.

    Parameters
    ----------
    mean_seconds
        Above 0, shape (n,).
    variation
        Standard deviation divided by the mean, at least 0.
    """

    mean_seconds: Floats
    variation: float

    def share_done(self, seconds: Floats, *, rows: slice = slice(None)) -> Floats:
        """Of all handling that contacts bring, the share that lies within `seconds` of their begin, shape (n,).

        The mean of the smaller of handle time and `seconds`, divided by the mean handle time; 0 where these are not
        above 0.
        """
        spread = np.sqrt(np.log1p(max(self.variation, _LEAST_VARIATION) ** 2))
        ratio = np.maximum(seconds, 1e-9) / self.mean_seconds[rows]
        place = np.log(ratio) / spread
        share = ndtr(place - spread / 2) + ratio * ndtr(-place - spread / 2)
        return np.where(seconds > 0, np.minimum(share, 1.0), 0.0)


def modified_offered_load(
    start: Floats, seconds: Floats, *, arrival_rate: Floats, handle: HandleTimes, goes_on: bool = False
) -> Floats:
    """Mean contacts in handling at the middle of each span of time, erlangs, shape (n,).

    Parameters
    ----------
    start, seconds
        When each span begins, rising, and how long contacts arrive in it, shape (n,). Nothing arrives in between.
    arrival_rate
        Contacts per second, at least 0, shape (n,).
    goes_on
        Whether contacts arrived before the first span as they do in it; else nobody did.
    """
    middle, load = start + seconds / 2, arrival_rate * handle.mean_seconds
    found = load * handle.share_done(seconds / 2)
    if goes_on and len(load):
        found += load[0] * (1 - handle.share_done(middle - start[0], rows=slice(0, 1)))
    for lag in range(1, len(load)):
        later, earlier = slice(lag, None), slice(None, -lag)
        since_end = middle[later] - start[earlier] - seconds[earlier]
        done = handle.share_done(since_end, rows=earlier)
        if np.all(done > 1 - _NOTHING):
            break
        found[later] += load[earlier] * (handle.share_done(since_end + seconds[earlier], rows=earlier) - done)
    return found
