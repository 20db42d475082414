"""Today after some hours: what has arrived already tells how high the day is."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from forecasting.forecast import NamedEffect
from forecasting.outlook import Outlook

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_LEAST_OWN = 0.2
"""At least this share of an interval's variance is its own, whatever patterns were found."""

_OWN_BEYOND = 1.5
"""Intervals side by side err together beyond the patterns found, so each tells less than it seems to."""

_FAR_SIGMAS = 1.5
"""What strays further than this from what the other intervals say is believed in part."""

_LEAST_HEARD = 4
"""Fewer intervals, as of a day told in bands, do not tell which of them is the odd one."""

_ROUNDS = 4


@dataclass(frozen=True)
class DayHeard:
    """What the arrivals so far say about the standard normals that a day's intervals share.

    Parameters
    ----------
    mean
        Of the day's height first, then of each pattern of its shape, shape (1 + r,).
    covariance
        Shape (1 + r, 1 + r).
    """

    mean: Floats
    covariance: Floats


def _shared_and_own(outlook: Outlook) -> tuple[Floats, Floats]:
    """Loadings of each interval's root on what the day shares (n, 1 + r), and its variance beyond them (n,)."""
    patterns = np.zeros((len(outlook.root_mean), 0)) if outlook.shape_spread is None else outlook.shape_spread
    shared = outlook.root_mean[:, None] * np.column_stack([outlook.day_spread, patterns])
    own = outlook.root_spread**2 - (shared[:, 1:] ** 2).sum(axis=1)
    return shared, np.maximum(own, np.maximum(_LEAST_OWN * outlook.root_spread**2, 1e-9))


def hear_day(outlook: Outlook, arrived: Floats) -> DayHeard:
    """Condition what a day shares on the counts of its first intervals; NaN where one is not known, shape (k,).

    An interval far from what the others say (an outage, a flood) counts for less the further it is (Huber 1964).
    """
    known = np.flatnonzero(~np.isnan(arrived))
    shared, own = _shared_and_own(outlook)
    shared, alone = shared[known], own[known] * _OWN_BEYOND
    error = np.sqrt(arrived[known]) - outlook.root_mean[known]
    trust = np.ones(len(known))
    for _ in range(_ROUNDS):
        weighted = shared * (trust / alone)[:, None]
        covariance = np.linalg.inv(np.eye(shared.shape[1]) + shared.T @ weighted)
        mean = covariance @ (weighted.T @ error)
        if len(known) < _LEAST_HEARD:
            break
        off = np.abs(error - shared @ mean) / np.sqrt(alone)
        trust = np.minimum(1.0, _FAR_SIGMAS / np.maximum(off, 1e-9))
    return DayHeard(np.asarray(mean), np.asarray(covariance, dtype=np.float64))


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
    today = np.asarray(dates == dates[0])
    shared, own = _shared_and_own(outlook)
    heard = hear_day(outlook, arrived)
    root_mean = outlook.root_mean.copy()
    root_mean[today] = np.maximum(root_mean + shared @ heard.mean, 0.05 * root_mean)[today]
    rest = today & (np.arange(len(today)) >= elapsed)
    together, alone = _height_of_the_rest(shared, own, heard, rest=rest)
    updated = replace(
        outlook,
        root_mean=root_mean,
        day_spread=np.where(today, together / np.maximum(root_mean, 1e-9), outlook.day_spread),
        root_spread=np.where(today, alone, outlook.root_spread),
        shape_spread=None,
    )
    effects = _effects_of_the_rest(outlook, updated, today=today, elapsed=elapsed, day=dates[0])
    later = slice(elapsed, None)
    return replace(
        updated,
        root_mean=updated.root_mean[later],
        day_spread=updated.day_spread[later],
        root_spread=updated.root_spread[later],
        effects=effects,
    )


def _height_of_the_rest(shared: Floats, own: Floats, heard: DayHeard, *, rest: Flags) -> tuple[Floats, Floats]:
    """Standard deviations that the rest of the day still shares as one, and that each interval has alone, (n,) each.

    The one shared normal is that of the rest's total: its variance, and each interval's covariance with it, are exact.
    """
    with_total = heard.covariance @ shared[rest].sum(axis=0)
    of_total = max(float(shared[rest].sum(axis=0) @ with_total), 1e-12)
    together = np.maximum(shared @ with_total / np.sqrt(of_total), 0.0)
    whole = np.einsum("ij,jk,ik->i", shared, heard.covariance, shared)
    return together, np.sqrt(own + np.maximum(whole - together**2, 0.0))


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
