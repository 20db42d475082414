"""How long callers of an interval will wait, and the sign that says so.

The level of the widget is waiting, not volume: the wait that four of five callers do not exceed.
"""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from staffing.erlang_a import wait_exceeded_with_patience

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]

Level = Literal["easy", "fairly_easy", "busy", "very_busy", "closed", "hidden"]
"""◎ ○ △ × 休 and, where there is too little to say anything, nothing."""

WAITING_LEVELS: tuple[Level, ...] = ("easy", "fairly_easy", "busy", "very_busy")
"""From the shortest wait to the longest."""

SHARE_THAT_WAITS_LONGER = 0.2
"""One caller in five may wait longer than the published level says."""

LONGEST_WAIT_SECONDS = 3600.0
"""Waits are told apart up to here; an overloaded interval waits as long."""

_HALVINGS = 14  # of LONGEST_WAIT_SECONDS: a fifth of a second


@dataclass(frozen=True)
class PossibleLoads:
    """What may arrive in intervals of queues, and the people who will answer.

    Parameters
    ----------
    contacts
        Possible contacts of each interval, each column equally likely; NaN columns do not count, shape (n, k).
    agents
        People handling contacts, at least 0; a fraction is a person there for part of the time, shape (n,).
    open_seconds
        Time in which the contacts arrive, above 0, shape (n,).
    handle_seconds
        Mean handle time, above 0, shape (n,).
    patience_seconds
        Mean patience of the callers, above 0; infinite where nobody hangs up, shape (n,).
    """

    contacts: Floats
    agents: Floats
    open_seconds: Floats
    handle_seconds: Floats
    patience_seconds: Floats

    def __post_init__(self) -> None:
        size = len(self.contacts)
        for name in ("agents", "open_seconds", "handle_seconds"):
            column = getattr(self, name)
            if column.shape != (size,) or not np.all(np.isfinite(column)):
                raise ValueError(f"possible loads: {name} must hold {size} finite values")
        if np.min(self.agents, initial=0.0) < 0 or np.nanmin(self.contacts, initial=0.0) < 0:
            raise ValueError("possible loads: neither agents nor contacts can be negative")
        if np.min(self.open_seconds, initial=1.0) <= 0 or np.min(self.handle_seconds, initial=1.0) <= 0:
            raise ValueError("possible loads: open time and handle time must be above 0")
        if self.patience_seconds.shape != (size,) or not np.all(self.patience_seconds > 0):
            raise ValueError(f"possible loads: patience_seconds must hold {size} values above 0")

    @property
    def offered_load(self) -> Floats:
        """Erlangs of each possibility, NaN where there is none, shape (n, k)."""
        return self.contacts / self.open_seconds[:, None] * self.handle_seconds[:, None]


def waiters_beyond(loads: PossibleLoads, seconds: Floats) -> tuple[Floats, Floats]:
    """Contacts that wait longer than `seconds`, and all contacts, summed over the possibilities.

    Erlang A at each possible load: callers wait until they are answered or hang up, as the log counts it. With endless
    patience it is Erlang C, which turns every half-hour with more work than people into an endless queue. Weighting by
    contacts makes it the share of callers, not of half-hours.

    Parameters
    ----------
    seconds
        Shape (n,).

    Returns
    -------
    tuple of numpy.ndarray
        Two of shape (n,).
    """
    counts = np.nan_to_num(loads.contacts)
    waiting = wait_exceeded_with_patience(
        loads.agents[:, None],
        counts / loads.open_seconds[:, None],
        loads.handle_seconds[:, None],
        seconds[:, None],
        patience_seconds=loads.patience_seconds[:, None],
    )
    return np.asarray((counts * waiting).sum(axis=1)), np.asarray(counts.sum(axis=1))


def waits_by_group(loads: PossibleLoads, group: Numbers) -> Floats:
    """The wait, in seconds, that four of five callers of each group do not exceed.

    Parameters
    ----------
    group
        To which group each interval belongs, 0 to g - 1, shape (n,).

    Returns
    -------
    numpy.ndarray
        Shape (g,), from 0 to `LONGEST_WAIT_SECONDS`.
    """
    groups = int(group.max(initial=-1)) + 1
    low, high = np.zeros(groups), np.full(groups, LONGEST_WAIT_SECONDS)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        beyond, callers = waiters_beyond(loads, middle[group])
        allowed = SHARE_THAT_WAITS_LONGER * np.bincount(group, callers, groups)
        too_long = np.bincount(group, beyond, groups) > allowed
        low, high = np.where(too_long, middle, low), np.where(too_long, high, middle)
    return high


def agents_for_waits(loads: PossibleLoads, wait_seconds: Floats) -> Floats:
    """The people, as a real number, with whom four of five callers wait no longer than `wait_seconds`.

    The inverse of `waits_by_group`; the agents in `loads` are not looked at.

    Parameters
    ----------
    wait_seconds
        At least 0, shape (n,).

    Returns
    -------
    numpy.ndarray
        Shape (n,).
    """
    most = np.asarray(np.nanmax(loads.offered_load, axis=1, initial=0.0))
    low, high = np.zeros(len(most)), most + 3 * np.sqrt(most) + 5
    for _ in range(30):
        middle = (low + high) / 2
        beyond, callers = waiters_beyond(replace(loads, agents=middle), wait_seconds)
        too_few = beyond > SHARE_THAT_WAITS_LONGER * callers
        low, high = np.where(too_few, middle, low), np.where(too_few, high, middle)
    return np.asarray(high)


def level_of_wait(wait_seconds: float, ends_seconds: tuple[float, float, float]) -> Level:
    """The level of a wait: ◎ below the first end, ○ up to the second, △ below the third, × from there on."""
    first, second, third = ends_seconds
    if wait_seconds < first:
        return "easy"
    if wait_seconds <= second:
        return "fairly_easy"
    return "busy" if wait_seconds < third else "very_busy"
