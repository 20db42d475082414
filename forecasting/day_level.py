"""The first stage: how high each day is. A level that drifts, plus effects of the calendar, with their doubt.

The logarithm of a day's contacts is a usual level, two states that drift about it, effects with a likely size each, and
noise: a linear Gaussian state-space model. Effects and level are collapsed out of its likelihood (de Jong 1991), which
leaves one banded solve of the days and one small one of the effects for each drift tried.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.linalg.lapack import dtrtri
from scipy.optimize import minimize

from forecasting.level_drift import DriftingDays, LevelDrift
from forecasting.single_thread import product

Floats = NDArray[np.float64]

_LEVEL_PRECISION = 1e-2
"""Of the usual level before any day is seen: its standard deviation is 10, on the logarithmic scale."""

_SLOW_MEMORIES = (0.98, 0.999)
"""A level that returns within two months, and one that hardly ever does; the days choose."""

_USUAL = np.array([-3.0, -3.3, 0.5, -2.5])
_WIDTH = np.array([1.0, 1.0, 1.0, 1.0])
"""Likely drifts: logarithms of noise and fast state (5 and 4 %), the fast memory's place, slow state (8 %)."""

_SEARCH = {"maxiter": 25, "gtol": 0.3, "ftol": 1e-9}
"""In steps that change the evidence by about a half; a tenth of a unit of evidence moves no forecast."""

_ASIDE = 1e-3
"""Of such a step: so far aside the slope of the evidence is told."""

_SLOWER_IS_WIDER = 2.5
"""A slow state of the longer memory begins its search so much wider: it moves as far in a month."""

_FAST_LEAST, _FAST_RANGE = 0.2, 0.75
"""The fast state keeps 20 to 95 % from one day to the next."""

_BOUNDS = np.array([(-6.0, 0.5), (-7.0, 0.5), (-3.0, 3.0), (-6.0, 1.0)])


@dataclass(frozen=True)
class DayHeights:
    """What is known of past days, and the columns of past and coming ones.

    Parameters
    ----------
    day
        Calendar days since some first one, rising, shape (n,).
    height
        Logarithm of each day's contacts beside a usual share of a day; NaN where not known, shape (n,).
    chance
        Variance of `height` from the chance of counts alone, at least 0, shape (n,).
    strengths
        Columns of effects, shape (n, k).
    likely_size
        Standard deviation of each effect before it was seen, above 0, shape (k,).
    """

    day: NDArray[np.int64]
    height: Floats
    chance: Floats
    strengths: Floats
    likely_size: Floats

    @cached_property
    def known(self) -> NDArray[np.bool_]:
        """Days whose height is known, shape (n,)."""
        return np.isfinite(self.height)

    @cached_property
    def gaps(self) -> Floats:
        """Calendar days between neighbours, shape (n - 1,)."""
        return np.diff(self.day).astype(np.float64)

    @cached_property
    def columns(self) -> Floats:
        """Height, usual level, effects, shape (n, 2 + k); the height is 0 where it is not known."""
        return np.vstack([np.where(self.known, self.height, 0.0), np.ones(len(self.day)), self.strengths.T]).T

    @cached_property
    def _seen_chance(self) -> Floats:
        """The chance, infinite where the height is not known, shape (n,)."""
        return np.where(self.known, self.chance, np.inf)

    @cached_property
    def _own_precision(self) -> Floats:
        return np.concatenate([[_LEVEL_PRECISION], self.likely_size**-2.0])

    @cached_property
    def until_today(self) -> "DayHeights":
        """Without the coming days, which weigh nothing in the evidence."""
        last = int(np.flatnonzero(self.known)[-1]) + 1
        return DayHeights(
            self.day[:last], self.height[:last], self.chance[:last], self.strengths[:last], self.likely_size
        )

    def log_evidence(self, drift: LevelDrift) -> float:
        """Logarithm of the probability density of the known heights under a drift."""
        return self.under(drift).log_evidence

    def under(self, drift: LevelDrift) -> "DayLevel":
        """The level and the effects that are likely under a drift."""
        days = self._drifting(drift)
        halfway = days.halfway(self.columns)
        return DayLevel(self, drift, days, halfway, self.collapsed(days.moments(self.columns, halfway=halfway)))

    def log_evidence_around(self, drift: LevelDrift, others: Sequence[LevelDrift]) -> tuple[float, Floats]:
        """The evidence of a drift, and to the first order how much more there is of each of some near ones, (m,)."""
        level, near = self.under(drift), [self._drifting(other) for other in others]
        # What is squared and what has volume in the evidence, as columns whose squares the moments add up.
        mixed = np.zeros((self.columns.shape[1],) * 2)
        mixed[0, 0], mixed[0, 1:] = 1.0, -level.coefficients
        mixed[1:, 1:] = level.collapsed.root
        observed, halfway = (product(mixed, each.T).T for each in (self.columns, level.halfway))
        squares = level.days.squares_towards(near, observed=observed, halfway=halfway)
        volumes = np.array([other.log_determinant for other in near]) - level.days.log_determinant
        return level.log_evidence, -0.5 * (squares + volumes)

    def _drifting(self, drift: LevelDrift) -> DriftingDays:
        return DriftingDays.of(drift, gaps=self.gaps, chance=self._seen_chance)

    def collapsed(self, moments: Floats) -> "Collapsed":
        """The usual level and the effects from the `DriftingDays.moments` of the columns, shape (2 + k, 2 + k)."""
        inner = moments[1:, 1:].copy()
        inner[np.diag_indices_from(inner)] += self._own_precision
        root = np.asarray(dtrtri(np.linalg.cholesky(inner), lower=1)[0])
        coefficients = root.T @ (root @ moments[1:, 0])
        square = float(moments[0, 0] - moments[1:, 0] @ coefficients)
        volume = 2 * np.log(np.diag(root)).sum() + np.log(self._own_precision).sum()
        return Collapsed(coefficients, root, square - float(volume))


@dataclass(frozen=True)
class Collapsed:
    """The usual level and the effects once the days' states are collapsed out.

    Parameters
    ----------
    coefficients
        Usual level, then effects, shape (1 + k,).
    root
        Lower triangle whose square is their covariance: the inverse of the Cholesky factor of their precision, alike.
    deviance
        Their part of -2 times the log evidence.
    """

    coefficients: Floats
    root: Floats
    deviance: float


@dataclass(frozen=True)
class DayLevel:
    """The fitted first stage; `under` makes it. `halfway` is that of the columns, see `DriftingDays`."""

    heights: DayHeights
    drift: LevelDrift
    days: DriftingDays
    halfway: Floats
    collapsed: Collapsed

    @property
    def log_evidence(self) -> float:
        """See `DayHeights.log_evidence`."""
        constant = int(self.heights.known.sum()) * np.log(2 * np.pi)
        return -0.5 * float(self.collapsed.deviance + self.days.log_determinant + constant)

    @property
    def coefficients(self) -> Floats:
        """Usual level, then effects, shape (1 + k,)."""
        return self.collapsed.coefficients

    @cached_property
    def mean(self) -> Floats:
        """Expected height of each day, seen or not, without its noise, shape (n,)."""
        effects, explained = (
            product(each[:, 1:], self.coefficients[:, None]) for each in (self.heights.columns, self.halfway)
        )
        states = self.days.states(self.halfway[:, :1] - explained)
        return np.asarray(effects + states[0::2] + states[1::2])[:, 0]

    @cached_property
    def doubt(self) -> Floats:
        """Variance of the expectation of days not seen, of level, effects and drift; 0 for days seen, shape (n,)."""
        found = np.zeros(len(self.heights.day))
        ahead = np.flatnonzero(~self.heights.known)
        if len(ahead):
            drift = self.days.halfway_from(ahead)
            unexplained = self.heights.columns[ahead, 1:] - product(drift.T, self.halfway[-len(drift) :, 1:])
            of_sizes = product(self.collapsed.root, unexplained.T)
            found[ahead] = (drift**2).sum(axis=0) + (of_sizes**2).sum(axis=0)
        return found

    def as_of(self, row: int, *, until: int) -> tuple[Floats, Floats]:
        """`mean` and `doubt` of the days from a row on, as if none of them were known and the drift were the same.

        What the days before them tell, the first half of the solve has as it went by: no day is solved for again.

        Parameters
        ----------
        row, until
            Of the first day not known, at least 1, and after the last, above `row`.
        """
        columns, earlier = self.heights.columns, self.halfway[: 2 * row - 2]
        memory = np.array([self.drift.slow_memory, self.drift.fast_memory])
        variance = np.array([self.drift.slow, self.drift.fast]) ** 2
        kept = memory ** (self.heights.day[row:until, None] - self.heights.day[row - 1])
        # The last known day's own states, without what the step from them says of them.
        lower, told = self.days.of_day(row - 1), self.halfway[2 * row - 2 : 2 * row]
        step = kept[0] ** 2 / (variance * (1 - kept[0] ** 2))
        covariance = np.linalg.inv(lower @ lower.T - np.diag(step))
        states = covariance @ (lower @ told)
        weighed = columns[:row].T * self.days.weight[:row]
        moments = product(weighed, columns[:row]) - product(earlier.T, earlier)
        collapsed = self.heights.collapsed(moments - (lower @ told).T @ states)
        explained = kept @ states
        unexplained = columns[row:until, 1:] - explained[:, 1:]
        mean = explained[:, 0] + unexplained @ collapsed.coefficients
        drift = np.einsum("di,ij,dj->d", kept, covariance, kept) + (1 - kept**2) @ variance
        return mean, drift + (product(collapsed.root, unexplained.T) ** 2).sum(axis=0)

    @property
    def sizes(self) -> Floats:
        """Logarithm of each effect's factor, shape (k,)."""
        return self.coefficients[1:]

    @cached_property
    def covariance(self) -> Floats:
        """Of `sizes`, shape (k, k)."""
        return product(self.collapsed.root.T, self.collapsed.root)[1:, 1:]


def fit_day_level(heights: DayHeights, *, near: LevelDrift | None = None) -> DayLevel:
    """The level under the drift that the days make most likely.

    Parameters
    ----------
    near
        A drift found before on nearly the same days, to begin from.
    """
    past = heights.until_today
    if near is not None:
        return heights.under(_most_likely(past, near=near)[1])
    quicker, slower = _SLOW_MEMORIES
    first = _most_likely(past, near=_drift_at(_USUAL, slow_memory=quicker))
    wider = replace(first[1], slow_memory=slower, slow=first[1].slow * _SLOWER_IS_WIDER)
    return heights.under(max(first, _most_likely(past, near=wider), key=lambda each: each[0])[1])


def _drift_at(place: Floats, *, slow_memory: float) -> LevelDrift:
    noise, fast, turn, slow = place
    return LevelDrift(
        noise=float(np.exp(noise)),
        slow=float(np.exp(slow)),
        slow_memory=slow_memory,
        fast=float(np.exp(fast)),
        fast_memory=float(_FAST_LEAST + _FAST_RANGE / (1 + np.exp(-turn))),
    )


def _place_of(drift: LevelDrift) -> Floats:
    turn = -np.log(_FAST_RANGE / (drift.fast_memory - _FAST_LEAST) - 1)
    return np.array([np.log(drift.noise), np.log(drift.fast), turn, np.log(drift.slow)])


def _most_likely(past: DayHeights, *, near: LevelDrift) -> tuple[float, LevelDrift]:
    """The likeliest drift of that slow memory, with its log evidence; searched for from `near`."""

    def cost(steps: Floats) -> tuple[float, Floats]:
        place = begun + steps * step
        aside = (place - _USUAL) / _WIDTH
        beside = [_drift_at(place + _ASIDE * each, slow_memory=near.slow_memory) for each in np.diag(step)]
        evidence, more = past.log_evidence_around(_drift_at(place, slow_memory=near.slow_memory), beside)
        return 0.5 * float(aside @ aside) - evidence, aside / _WIDTH * step - more / _ASIDE

    begun = np.clip(_place_of(near), *_BOUNDS.T)
    # The more days there are, the better their noise is known; the rest stays about as doubtful as it was.
    step = np.array([1.5 / np.sqrt(past.known.sum()), 0.35, 0.7, 0.3])
    bounds = (_BOUNDS - begun[:, None]) / step[:, None]
    found = minimize(cost, np.zeros(len(step)), jac=True, method="L-BFGS-B", bounds=bounds, options=_SEARCH)
    return -float(found.fun), _drift_at(begun + found.x * step, slow_memory=near.slow_memory)
