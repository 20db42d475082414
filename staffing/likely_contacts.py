"""How busy an interval may turn out: its forecast as a few likely numbers of contacts.

A forecast's spread holds the chance of counts, which queueing formulas bring along themselves. Only what is beyond it,
the doubt of how busy the day and the interval really are, is spread over the likely numbers.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from forecasting.forecast import Forecast

Floats = NDArray[np.float64]

CHANCE_OF_COUNTS = 0.25
"""Variance of the square root of a Poisson count."""

LEAST_CONTACTS = 1e-9
"""An expectation below this is rounding, not a contact that somebody has to wait for."""

_DAYS = (np.arange(15) + 0.5) / 15


@dataclass(frozen=True)
class LikelyContacts:
    """Contacts of each interval on days as likely as each other, from the quietest to the busiest.

    Parameters
    ----------
    contacts
        At least 0, shape (n, days). Where a day is busy all its intervals are, also by what each has alone: for a
        single interval that makes no difference, for the day as a whole it is the careful reading.
    """

    contacts: Floats

    @classmethod
    def certain(cls, contacts: Floats) -> Self:
        """As if exactly these came, shape (n,)."""
        return cls(_without_rounding(contacts)[:, None])

    @classmethod
    def of(cls, forecast: Forecast) -> Self:
        """The doubt of a forecast; each interval's mean stays the forecast's."""
        alone = np.maximum(forecast.root_spread**2 - CHANCE_OF_COUNTS, 0.0)
        spread = np.sqrt((forecast.root_mean * forecast.day_spread) ** 2 + alone)
        root = forecast.root_mean[:, None] + spread[:, None] * forecast.tail.bend(ndtri(_DAYS))
        contacts = np.maximum(root, 0.0) ** 2
        mean = _without_rounding(forecast.mean)
        return cls(contacts * (mean / np.maximum(contacts.mean(axis=1), 1e-300))[:, None])

    @property
    def mean(self) -> Floats:
        """Expected contacts, shape (n,)."""
        return np.asarray(self.contacts.mean(axis=1))


def _without_rounding(contacts: Floats) -> Floats:
    return np.where(contacts < LEAST_CONTACTS, 0.0, contacts)
