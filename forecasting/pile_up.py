"""What arrived while written work rested: it enters at the next opening, all at once."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from data.channel import LIVE_CHANNELS

Floats = NDArray[np.float64]

_NEVER_OPEN = 0.5


def piles_up(channel: str) -> bool:
    """Whether contacts arrive while the desk is closed and wait for it: mail does, callers hang up."""
    return channel not in LIVE_CHANNELS


def carried_days(open_weekdays: Sequence[bool], *, weekday: int, closed: int) -> float:
    """Usual days' contacts that a day brings after `closed` closed ones: its own, and those of each of them.

    Fewer people write on a day of the week on which the desk never opens: it counts half. The regression learns how
    far this is true of a desk.
    """
    return 1 + sum(1.0 if open_weekdays[(weekday - back) % 7] else _NEVER_OPEN for back in range(1, closed + 1))


def with_pile_up(share: Floats, *, day: NDArray[np.int64], opens_day: NDArray[np.bool_], factor: Floats) -> Floats:
    """Shares of a day's contacts where the closure before it has brought more than its weekday usually has.

    Whatever is beyond the usual day was there when the desk opened; the rest of the day is as ever. Sums by day stay.

    Parameters
    ----------
    share
        Usual share of each interval in its day's contacts, shape (n,).
    day
        Number of each interval's day, 0 to the number of days less 1, shape (n,).
    opens_day
        Whether the interval is the first open one of its day, shape (n,).
    factor
        How much higher the interval's day is for the closure before it, at least 1, shape (n,).
    """
    of_day = np.bincount(day, share)[day]
    return np.asarray(share / factor + np.where(opens_day, of_day * (1 - 1 / factor), 0.0))
