"""How long a queue's contacts last as a whole: where the level stands, and how far it may wander in some weeks.

The level of handle times swings for some weeks and comes halfway back: with a real bank's calls, half of what the last
week or so tells and half of what the last year tells came 14 % nearer to the week that followed than any single speed
of forgetting, and 8 % nearer to the week a fortnight later.
"""

import numpy as np
from numpy.typing import NDArray

from data.interval_series import IntervalSeries

Floats = NDArray[np.float64]

_NEAR_WEEKS, _FAR_WEEKS = 1.0, 26.0
"""After this long a contact counts half as much."""

_SHARE_OF_NEAR = 0.5
_CERTAIN_CONTACTS = 100.0
"""Of so many contacts of an even length the last week's mean gets half of its share, of more varied ones of more."""

_WEEKS_AHEAD = 3
"""Shifts are planned about so far ahead."""

_LEAST_WEEKS = 6
"""A level is looked at from so many weeks of past on."""

_USUAL_DOUBT = 0.03
_PRIOR_ERRORS = 3.0
"""What is usual weighs as much as so many errors that know nothing of each other."""

_MOST_DOUBT = 0.3


def level_of(past: IntervalSeries, expected: Floats, *, variation: float) -> tuple[float, float]:
    """By how much handle times ahead are longer than expected, and the relative doubt of it, 0 to 0.3.

    The doubt is the standard deviation of a week's level about what the weeks until three before it told; what the
    chance of single contacts explains is taken off. Errors of weeks that follow each other share most of their past:
    of three in a row one counts as new.

    Parameters
    ----------
    expected
        Mean handle time of each interval of the past, seconds, above 0, shape (n,).
    variation
        Standard deviation of a contact's handle time divided by its mean, at least 0.
    """
    week = np.asarray((past.as_of - past.starts) / np.timedelta64(7, "D"), dtype=np.float64)
    number = int(week[0]) - week.astype(np.int64)
    known = past.handled > 0
    usual = np.bincount(number, np.where(known, past.handled * expected, 0.0)) / expected[known].mean()
    longer = np.bincount(number, np.where(known, past.handle_seconds, 0.0)) / expected[known].mean()
    level, weight = _levels_after(longer, usual, variation=variation)
    return float(level[-1]), _doubt(longer, usual, level=level, weight=weight, variation=variation)


def _levels_after(longer: Floats, contacts: Floats, *, variation: float) -> tuple[Floats, Floats]:
    """Level as each week's end tells it, 1 where nothing is known, and the contacts that it rests on, (weeks,) each."""
    level, weight = np.ones(len(contacts)), np.zeros(len(contacts))
    sums = np.zeros((2, 2))
    fade = 0.5 ** (1 / np.array([_NEAR_WEEKS, _FAR_WEEKS]))[:, None]
    for place, came in enumerate(zip(longer, contacts, strict=True)):
        sums = sums * fade + np.array(came)
        if sums[0, 1] > 0:
            near, far = sums[:, 0] / sums[:, 1]
            share = _SHARE_OF_NEAR * sums[0, 1] / (sums[0, 1] + _CERTAIN_CONTACTS * (1 + variation**2))
            level[place] = share * near + (1 - share) * far
            weight[place] = 1 / (share**2 / sums[0, 1] + (1 - share) ** 2 / sums[1, 1])
        elif sums[1, 1] > 0:
            level[place], weight[place] = sums[1, 0] / sums[1, 1], sums[1, 1]
    return level, weight


def _doubt(longer: Floats, contacts: Floats, *, level: Floats, weight: Floats, variation: float) -> float:
    seen = np.flatnonzero((contacts > 0) & (np.arange(len(contacts)) >= _LEAST_WEEKS + _WEEKS_AHEAD))
    seen = seen[weight[seen - _WEEKS_AHEAD] > 0]
    if not seen.size:
        return _USUAL_DOUBT
    told = seen - _WEEKS_AHEAD
    error = longer[seen] / contacts[seen] / level[told] - 1
    by_chance = variation**2 * (1 / contacts[seen] + 1 / weight[told])
    found = max(float(np.mean(error**2 - by_chance)), 0.0)
    errors = seen.size / _WEEKS_AHEAD
    square = (_PRIOR_ERRORS * _USUAL_DOUBT**2 + errors * found) / (_PRIOR_ERRORS + errors)
    return float(min(np.sqrt(square), _MOST_DOUBT))
