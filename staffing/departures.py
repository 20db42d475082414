"""When contacts leave a queue, or ask for advice within it: their arrivals, later and smoother by the handle time.

The handle times are those of `staffing.offered_load`, log-normal, and nobody's depends on another's. Of contacts that
arrive evenly over a span, the share that has left by an instant is the mean, over the span, of the share of handle
times that are over by then.
"""

from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from staffing.offered_load import HandleTimes

Floats = NDArray[np.float64]

Moment = Literal["end", "within"]
"""At the end of handling, or at a moment of it that is as likely as any other."""

_LEAST_VARIATION = 1e-3
_LEFT = 1e-5
"""A smaller share of a span's contacts that has not left yet is as good as none."""


def departures(
    start: Floats, seconds: Floats, *, contacts: Floats, handle: HandleTimes, edges: Floats, moment: Moment = "end"
) -> Floats:
    """Contacts that leave before the first edge, between each two, and after the last, shape (kinds, edges + 1).

    Parameters
    ----------
    start, seconds
        When each span begins and how long contacts arrive in it, evenly, above 0, shape (n,).
    contacts
        Of each kind in each span, at least 0, shape (kinds, n); kinds leave alike.
    handle
        Of each span, shape (n,).
    edges
        Instants, rising, shape (m,).
    moment
        At the end of handling, or evenly within it (of each contact once).
    """
    found = np.zeros((len(contacts), len(edges) + 1))
    ends = np.append(edges, np.inf)
    place = np.searchsorted(edges, start, side="right")
    rows, gone = np.arange(len(start)), np.zeros(len(start))
    while rows.size:
        own = HandleTimes(handle.mean_seconds[rows], handle.variation)
        share = _share_left(ends[place] - start[rows], seconds[rows], handle=own, moment=moment)
        share[share > 1 - _LEFT] = 1.0
        np.add.at(found.T, place, (contacts[:, rows] * (share - gone)).T)
        stays = share < 1.0
        rows, place, gone = rows[stays], place[stays] + 1, share[stays]
    return found


def _share_left(since: Floats, seconds: Floats, *, handle: HandleTimes, moment: Moment) -> Floats:
    """Share of a span's contacts that has left so long after its begin, 1 for ever after, shape (n,)."""
    finite = np.minimum(since, seconds + 1e12)
    left = _summed_share(finite, handle, moment) - _summed_share(finite - seconds, handle, moment)
    return np.where(np.isfinite(since), np.clip(left / seconds, 0.0, 1.0), 1.0)


def _summed_share(until: Floats, handle: HandleTimes, moment: Moment) -> Floats:
    """Share of contacts that have left by each second after their begin, summed up to `until`, seconds, shape (n,).

    At the end: the mean of what is left of `until` after the handle time H. Within: that of until - H / 2 where H is
    over, and of until^2 / (2 H) where not; partial moments of the log-normal give both.
    """
    seconds = np.maximum(until, 1e-9)
    if moment == "end":
        return np.where(until > 0, until - handle.mean_seconds * handle.share_done(seconds), 0.0)
    spread = np.sqrt(np.log1p(max(handle.variation, _LEAST_VARIATION) ** 2))
    place = np.log(seconds / handle.mean_seconds) / spread + spread / 2
    over, work_over, pace_after = ndtr(place), ndtr(place - spread), ndtr(-place - spread)
    pace = np.exp(spread**2) / handle.mean_seconds
    within = seconds * over - handle.mean_seconds * work_over / 2 + seconds**2 * pace * pace_after / 2
    return np.where(until > 0, np.minimum(within, seconds), 0.0)
