"""How long the next contact will take, as a distribution: most are short, a few are very long.

A contact of a weekday and hour takes the length that is usual then, times a factor whose logarithm is a mixture of two
normals. A single log-normal misses either the many short contacts or the long tail (Brown et al. 2005, section 4, find
it close for service times; Gans, Koole and Mandelbaum 2003 warn of the tail); the tail is what keeps people busy.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import ndtr

from data.handle_times import STEPS_PER_LOG

Floats = NDArray[np.float64]

LEAST_CONTACTS = 30
"""With fewer nothing is measured; below seven times as many there is one normal, not two."""

_CONTACTS_OF_PRIOR = 40.0
"""The hour's usual length weighs as much as so many contacts of one weekday; the queue's, as so many of one hour."""

_ROUNDS = 200
_NARROWEST = 0.5 / STEPS_PER_LOG


@dataclass(frozen=True)
class HandleDistribution:
    """Lengths of a part of the work on contacts.

    Parameters
    ----------
    usual
        Mean logarithm of seconds by weekday and hour, of contacts with this part at all, shape (7, 24).
    no_time
        Share of contacts that this part takes no time of (nobody was put on hold), at least 0 and below 1.
    shares
        Of the normals, above 0, together 1, shape (c,).
    means, deviations
        Of the logarithm of a contact's length beside the usual one, shape (c,) each; deviations above 0.
    contacts
        Known lengths, none left out, on which this rests.
    """

    usual: Floats
    no_time: float
    shares: Floats
    means: Floats
    deviations: Floats
    contacts: int

    def __post_init__(self) -> None:
        if self.usual.shape != (7, 24) or not np.all(np.isfinite(self.usual)):
            raise ValueError(f"handle times: usual lengths of 7 weekdays by 24 hours, not {self.usual.shape}")
        if not 0 <= self.no_time < 1 or not np.isclose(self.shares.sum(), 1) or np.min(self.deviations) <= 0:
            raise ValueError(f"handle times: {self.no_time} without, shares {self.shares}, widths {self.deviations}")

    def mean(self) -> Floats:
        """Expected seconds by weekday and hour, contacts that take no time among them, shape (7, 24)."""
        factor = float(self.shares @ np.exp(self.means + self.deviations**2 / 2))
        return np.asarray((1 - self.no_time) * factor * np.exp(self.usual))

    def share_beyond(self, factor: float) -> float:
        """Share of contacts that take longer than `factor` times what is usual when they come."""
        beyond = 1 - ndtr((np.log(factor) - self.means) / self.deviations)
        return float((1 - self.no_time) * (self.shares @ beyond))

    def work_beyond(self, factor: float) -> float:
        """Share of all seconds that are spent on these contacts."""
        weights = self.shares * np.exp(self.means + self.deviations**2 / 2)
        beyond = 1 - ndtr((np.log(factor) - self.means - self.deviations**2) / self.deviations)
        return float(weights @ beyond / weights.sum())

    def factor(self, level: float) -> float:
        """Of the usual length; not exceeded with probability `level` (0 to 1, exclusive), 0 where it takes no time."""
        if not 0 < level < 1:
            raise ValueError(f"a quantile level lies between 0 and 1; got {level}")
        if level <= self.no_time:
            return 0.0
        reach = np.abs(self.means).max() + 12 * self.deviations.max()
        return float(np.exp(brentq(lambda log: self.share_beyond(np.exp(log)) - (1 - level), -reach, reach)))

    def quantile(self, level: float) -> Floats:
        """Seconds not exceeded with probability `level` (0 to 1, exclusive), by weekday and hour, shape (7, 24)."""
        return np.asarray(self.factor(level) * np.exp(self.usual))

    def quantile_over(self, level: float, *, weights: Floats) -> float:
        """Seconds not exceeded with probability `level` by contacts that come as `weights` say, at least 0, (7, 24)."""
        if not 0 < level < 1 or not weights.sum() > 0:
            raise ValueError(f"a level between 0 and 1 of contacts that come at all; got {level} of {weights.sum()}")
        if level <= self.no_time:
            return 0.0
        often = weights / weights.sum()
        logs, cells = self.usual[often > 0], often[often > 0]

        def beyond(log: float) -> float:
            normals = 1 - ndtr((log - logs[:, None] - self.means) / self.deviations)
            return (1 - self.no_time) * float(cells @ normals @ self.shares) - (1 - level)

        reach = np.abs(self.means).max() + 12 * self.deviations.max()
        return float(np.exp(brentq(beyond, logs.min() - reach, logs.max() + reach)))

    @property
    def variation(self) -> float:
        """Standard deviation of a contact's length divided by its mean, at one time of the week."""
        second = float(self.shares @ np.exp(2 * self.means + 2 * self.deviations**2))
        first = float(self.shares @ np.exp(self.means + self.deviations**2 / 2))
        return float(np.sqrt(second / ((1 - self.no_time) * first**2) - 1))


def fit_handle_distribution(told: pd.DataFrame) -> HandleDistribution | None:
    """The distribution of one part; None where fewer than `LEAST_CONTACTS` tell that they took any time.

    Parameters
    ----------
    told
        Rows of `data.handle_times.read_handle_times` of one part.
    """
    took = told[told["step"].notna()]
    contacts = int(took["contacts"].sum())
    if contacts < LEAST_CONTACTS:
        return None
    weight = took["weight"].to_numpy(np.float64)
    log = (took["step"].to_numpy(np.float64) + 0.5) / STEPS_PER_LOG
    weekday, hour = (took[name].to_numpy(np.int64) for name in ("weekday", "hour"))
    usual = _usual_lengths(log, weight, weekday=weekday, hour=hour)
    beside = log - usual[weekday, hour]
    normals = 2 if contacts >= 7 * LEAST_CONTACTS else 1
    shares, means, deviations = _mixture(beside, weight, normals=normals)
    no_time = 1 - float(weight.sum() / told["weight"].sum())
    return HandleDistribution(usual, max(no_time, 0.0), shares, means, deviations, int(told["contacts"].sum()))


def _usual_lengths(log: Floats, weight: Floats, *, weekday: NDArray[np.int64], hour: NDArray[np.int64]) -> Floats:
    """Mean logarithms by weekday and hour, drawn towards the hour's, these towards the queue's, shape (7, 24)."""
    mean = float(np.average(log, weights=weight))
    of_hour = _drawn(log, weight, at=hour, towards=np.full(24, mean))
    return _drawn(log, weight, at=weekday * 24 + hour, towards=np.tile(of_hour, 7)).reshape(7, 24)


def _drawn(log: Floats, weight: Floats, *, at: NDArray[np.int64], towards: Floats) -> Floats:
    sums, weights = (np.bincount(at, column, len(towards)) for column in (weight * log, weight))
    return np.asarray((sums + _CONTACTS_OF_PRIOR * towards) / (weights + _CONTACTS_OF_PRIOR), dtype=np.float64)


def _mixture(values: Floats, weight: Floats, *, normals: int) -> tuple[Floats, Floats, Floats]:
    """Shares, means and deviations of normals, by expectation and maximisation (Dempster, Laird and Rubin 1977)."""
    middle = float(np.average(values, weights=weight))
    width = max(float(np.sqrt(np.average((values - middle) ** 2, weights=weight))), _NARROWEST)
    if normals == 1:
        return np.ones(1), np.array([middle]), np.array([width])
    shares = np.array([0.5, 0.5])
    means, deviations = middle + np.array([-0.5, 0.5]) * width, np.full(2, width)
    for _ in range(_ROUNDS):
        density = shares * np.exp(-0.5 * ((values[:, None] - means) / deviations) ** 2) / deviations
        belongs = weight[:, None] * density / np.maximum(density.sum(axis=1), 1e-300)[:, None]
        total = np.maximum(belongs.sum(axis=0), 1e-9)
        before, shares = shares, total / total.sum()
        means = belongs.T @ values / total
        spread = np.sqrt((belongs * (values[:, None] - means) ** 2).sum(axis=0) / total)
        deviations = np.maximum(spread, _NARROWEST)
        if np.abs(shares - before).max() < 1e-5:
            break
    return shares, means, deviations
