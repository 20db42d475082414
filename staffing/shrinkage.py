"""Unplanned shrinkage: from people needed to people scheduled, and back.

Only sickness, unscheduled pauses and the like are in this rate. Leave, training, meetings and breaks are placed by
the shift plan; counting them here too would count them twice. The share is taken as the decimal it is written as and
divided exactly: 0.3 of 30 people leave 21, where floating point asks for 31.
"""

import math
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtrc

Integers = NDArray[np.int64]


def scheduled_agents(agents: Integers, *, unplanned_shrinkage: float) -> Integers:
    """Least people to schedule so that `agents` remain, shape (n,): ceil(agents / (1 - shrinkage)).

    Parameters
    ----------
    agents
        Whole people, at least 0, shape (n,).
    unplanned_shrinkage
        Share of scheduled time, 0 to 1, without 1.
    """
    present = _present_share(unplanned_shrinkage)
    return np.asarray([math.ceil(int(count) / present) for count in agents], dtype=np.int64)


def scheduled_for_absence(agents: Integers, *, unplanned_shrinkage: float, confidence: float) -> Integers:
    """Least people to schedule so that on enough occasions at least `agents` are there, shape (n,).

    Dividing by the share that is there keeps the mean, and on a quarter of the days somebody is missing. Here each
    person is absent by chance, independently of the others: of m scheduled a binomial number is there.

    Parameters
    ----------
    agents
        Whole people, at least 0, shape (n,).
    unplanned_shrinkage
        Share of scheduled time, 0 to 1, without 1.
    confidence
        Share of occasions on which as many shall be there, 0 to 1, without 1.
    """
    present = float(_present_share(unplanned_shrinkage))
    if not 0 <= confidence < 1:
        raise ValueError(f"the confidence in who is there is a share from 0 to below 1, not {confidence}")
    needed, place = np.unique(agents, return_inverse=True)
    found = needed.astype(np.int64)
    while True:
        # bdtrc(k, m, p): more than k of m
        short = (needed > 0) & (bdtrc(needed - 1, found, present) < confidence)
        if not short.any():
            return np.asarray(found[place].reshape(np.shape(agents)))
        found[short] += 1


def remaining_agents(scheduled: Integers, *, unplanned_shrinkage: float) -> Integers:
    """People who remain of those scheduled, shape (n,): floor(scheduled * (1 - shrinkage))."""
    present = _present_share(unplanned_shrinkage)
    return np.asarray([math.floor(int(count) * present) for count in scheduled], dtype=np.int64)


def _present_share(unplanned_shrinkage: float) -> Fraction:
    if not 0 <= unplanned_shrinkage < 1:
        raise ValueError(f"unplanned shrinkage is a share from 0 to below 1, not {unplanned_shrinkage}")
    return 1 - Fraction(str(unplanned_shrinkage))
