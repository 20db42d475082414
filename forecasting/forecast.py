"""What one queue will receive, as a distribution."""

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from data.remark import Remark
from forecasting.tail import USUAL_TAIL, Tail

Floats = NDArray[np.float64]

QUANTILE_LEVELS: tuple[float, ...] = (0.025, *(round(0.05 * k, 2) for k in range(1, 20)), 0.975)
"""The 21 levels that the `forecast` verb writes; the 19 inner ones enter the CRPS."""


def mean_of_root(root_mean: Floats, root_spread: Floats) -> Floats:
    """Second moment of normal roots cut off at 0, shape (n,)."""
    inside, density = above_zero(root_mean, root_spread)
    return np.asarray((root_mean**2 + root_spread**2) * inside + root_mean * root_spread * density)


def above_zero(root_mean: Floats, root_spread: Floats) -> tuple[Floats, Floats]:
    """How much of normal roots lies above 0, and their density there times their spread, shape (n,) each."""
    ratio = root_mean / np.maximum(root_spread, 1e-12)
    # Beyond 40 the density is nothing, and its exponent would only run out of range.
    density = np.exp(-0.5 * np.minimum(ratio, 40.0) ** 2) / np.sqrt(2 * np.pi)
    return np.asarray(ndtr(ratio)), density


@dataclass(frozen=True)
class NamedEffect:
    """One reason why a day is high or low, as a factor on the day's contacts.

    Parameters
    ----------
    date
        The local day, naive midnight.
    name
        From the list of drivers: `level`, `weekday`, `month_start`, `month_end`, `billing_day`, `after_closure`, ...
    factor
        Above 0; 1.2 means a fifth more contacts than without it. The `level` carries contacts a day instead.
    """

    date: pd.Timestamp
    name: str
    factor: float


@dataclass(frozen=True)
class Forecast:
    """Contacts offered to one queue, open interval by open interval, as one joint distribution.

    On the square-root scale, where counts vary alike at every height, interval i of day d is
    ``sqrt(N_i) = root_mean_i + root_mean_i * day_spread_i * Z_d + root_spread_i * E_i`` with Z and E independent
    standard normals: a day that starts high stays high (Z), and each interval has its own noise (E). Different
    days are independent. The whole deviation of each interval is then bent by `tail`: how far the past strayed from
    what was expected of it. All quantiles, totals and sample paths below follow from this one statement.

    Parameters
    ----------
    queue, channel, interval_minutes
        As in desk.toml.
    issued_at
        Zone-aware; nothing later was known.
    starts
        Open intervals, zone-aware in the desk's zone, rising, shape (n,).
    open_minutes
        Minutes of each interval within opening hours, shape (n,).
    root_mean
        Mean of the square root of the count, at least 0, shape (n,).
    day_spread
        Relative standard deviation, on the root scale, of what a whole day shares, at least 0, shape (n,).
    root_spread
        Standard deviation, on the root scale, of what an interval has alone, at least 0, shape (n,).
    handle_seconds
        Expected handle time of a contact, seconds, above 0, shape (n,).
    handle_variation
        Standard deviation of a handle time divided by its mean, at least 0.
    model
        Name of the model that made it.
    effects
        Why each day is as high as it is.
    remarks
        Sentences a reader must know, for example that there is little data.
    minutes
        Length of each interval, above 0, where the past was told in bands or whole days, shape (n,); None: all are
        `interval_minutes` long.
    override_factor
        By how much people have changed the model's contacts, above 0, shape (n,); it is within the distribution
        already. None: nobody has.
    overrides
        Numbers, as the records count them, of the overrides within it.
    tail
        How far deviations reach beside normal ones.
    handle_doubt
        Relative standard deviation of the mean handle time about `handle_seconds`, at least 0.
    """

    queue: str
    channel: str
    interval_minutes: int
    issued_at: pd.Timestamp
    starts: pd.DatetimeIndex
    open_minutes: Floats
    root_mean: Floats
    day_spread: Floats
    root_spread: Floats
    handle_seconds: Floats
    handle_variation: float
    model: str
    effects: tuple[NamedEffect, ...] = field(default=())
    remarks: tuple[Remark, ...] = field(default=())
    minutes: Floats | None = None
    override_factor: Floats | None = None
    overrides: tuple[int, ...] = ()
    tail: Tail = USUAL_TAIL
    handle_doubt: float = 0.0

    def __post_init__(self) -> None:
        if self.starts.tz is None or self.issued_at.tz is None:
            raise ValueError(f"forecast of {self.queue}: starts and issued_at carry a time zone; these are naive")
        if not self.starts.is_monotonic_increasing or not self.starts.is_unique:
            raise ValueError(f"forecast of {self.queue}: interval starts must rise without repeats")
        for name in ("open_minutes", "root_mean", "day_spread", "root_spread", "handle_seconds", "lengths", "_factor"):
            column = getattr(self, name)
            if column.shape != (len(self.starts),):
                raise ValueError(
                    f"forecast of {self.queue}: {name} has shape {column.shape}, not ({len(self.starts)},)"
                )
            if not np.all(np.isfinite(column)) or np.min(column, initial=0.0) < 0:
                raise ValueError(f"forecast of {self.queue}: {name} must be finite and not negative")
        if not np.all(self._factor > 0):
            raise ValueError(f"forecast of {self.queue}: override_factor must be above 0")

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def lengths(self) -> Floats:
        """Minutes of each interval, shape (n,)."""
        return np.full(len(self), float(self.interval_minutes)) if self.minutes is None else self.minutes

    @property
    def _spread(self) -> Floats:
        return np.hypot(self.root_mean * self.day_spread, self.root_spread)

    @cached_property
    def mean(self) -> Floats:
        """Expected contacts of each interval, shape (n,): the second moment of its root, cut off at 0."""
        return mean_of_root(self.root_mean, self._spread * self.tail.spread)

    @property
    def _factor(self) -> Floats:
        return np.ones(len(self)) if self.override_factor is None else self.override_factor

    @property
    def mean_without_override(self) -> Floats:
        """What the model alone expects of each interval, shape (n,): `mean` itself where nobody has changed it."""
        return np.asarray(self.mean / self._factor)

    def quantile(self, level: float) -> Floats:
        """Contacts not exceeded with probability `level` (0 to 1, exclusive) in each interval, shape (n,)."""
        if not 0 < level < 1:
            raise ValueError(f"a quantile level lies between 0 and 1; got {level}")
        return np.asarray(np.maximum(self.root_mean + self.tail.bend(ndtri(level)) * self._spread, 0.0) ** 2)

    def quantiles(self, levels: tuple[float, ...] = QUANTILE_LEVELS) -> Floats:
        """One row an interval, one column a level, not crossing, shape (n, len(levels))."""
        return np.stack([self.quantile(level) for level in levels], axis=1)

    @cached_property
    def dates(self) -> pd.DatetimeIndex:
        """The local day of each interval, naive midnight, shape (n,)."""
        return self.starts.tz_localize(None).normalize()

    def until(self, last_day: date) -> "Forecast":
        """The same forecast, no further than the local day `last_day`."""
        kept = np.flatnonzero(self.dates <= pd.Timestamp(last_day))
        effects = tuple(effect for effect in self.effects if effect.date <= pd.Timestamp(last_day))
        return replace(self.taking(kept), effects=effects)

    def since(self, instant: pd.Timestamp) -> "Forecast":
        """The same forecast as issued at `instant`, which lies within its first day or before it."""
        return replace(self.taking(np.flatnonzero(self.starts >= instant)), issued_at=instant)

    def taking(self, rows: NDArray[np.int64], *, starts: pd.DatetimeIndex | None = None) -> "Forecast":
        """Some of its intervals, as often as they are named, shape (m,); at other `starts` where these are given."""
        return replace(
            self,
            starts=self.starts[rows] if starts is None else starts,
            open_minutes=self.open_minutes[rows],
            root_mean=self.root_mean[rows],
            day_spread=self.day_spread[rows],
            root_spread=self.root_spread[rows],
            handle_seconds=self.handle_seconds[rows],
            minutes=None if self.minutes is None else self.minutes[rows],
            override_factor=None if self.override_factor is None else self.override_factor[rows],
        )

    def sample_paths(self, count: int, *, seed: int) -> Floats:
        """Possible futures drawn from the joint distribution, shape (count, n)."""
        rng = np.random.default_rng(seed)
        day_of_interval, days = pd.factorize(self.dates)
        shared = rng.standard_normal((count, len(days)))[:, day_of_interval]
        alone = rng.standard_normal((count, len(self)))
        deviation = self.root_mean * self.day_spread * shared + self.root_spread * alone
        if self.tail != USUAL_TAIL:
            spread = np.maximum(self._spread, 1e-12)
            deviation = spread * self.tail.bend(deviation / spread)
        return np.asarray(np.maximum(self.root_mean + deviation, 0.0) ** 2)

    def sample_handle_levels(self, count: int, *, seed: int) -> Floats:
        """By how much contacts of possible futures last longer or shorter than expected, mean 1, shape (count,)."""
        rng = np.random.default_rng((seed, 1))
        return np.exp(self.handle_doubt * rng.standard_normal(count) - self.handle_doubt**2 / 2)

    def day_totals(self, *, paths: int = 4000, seed: int = 0) -> "DayTotals":
        """Contacts of each day with the doubt of the day as a whole, from seeded sample paths."""
        day_of_interval, days = pd.factorize(self.dates)
        in_day = np.asarray(day_of_interval[:, None] == np.arange(len(days)), dtype=np.float64)
        sums = self.sample_paths(paths, seed=seed) @ in_day
        return DayTotals(dates=pd.DatetimeIndex(days), mean=self.mean @ in_day, paths=sums)


@dataclass(frozen=True)
class DayTotals:
    """Contacts of whole days: `dates` (n,), `mean` (n,), and sampled totals `paths` (count, n)."""

    dates: pd.DatetimeIndex
    mean: Floats
    paths: Floats

    def quantile(self, level: float) -> Floats:
        """Contacts of the day not exceeded with probability `level`, shape (n,)."""
        return np.asarray(np.quantile(self.paths, level, axis=0))

    def quantiles(self, levels: tuple[float, ...] = QUANTILE_LEVELS) -> Floats:
        """One row a day, one column a level, shape (n, len(levels))."""
        return np.asarray(np.quantile(self.paths, levels, axis=0).T)
