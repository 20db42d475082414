"""The hours of a day lent by another queue, where a queue's own past tells only days or bands of them."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.calendar import Calendar
from data.interval_series import IntervalSeries, wall_minutes
from forecasting.day_grid import DayGrid
from forecasting.day_profile import DayProfile, fit_day_profile
from forecasting.forecast import Forecast
from forecasting.spread import POISSON_ROOT_VARIANCE, Spread, measure_spread, root_mean_for

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

_PAST_DAYS = 364
"""Older days of the lender say little of its shape today."""

_SISTER_VARIANCE = 0.05**2
"""Relative variance, on the root scale, by which a lender's shape is taken to miss the borrower's: a tenth of the
contacts of an interval. The borrower's own hours are not known, so it is assumed and not measured."""


@dataclass(frozen=True)
class BorrowedShape:
    """How a queue's days fall over their hours, to be lent to another queue.

    Parameters
    ----------
    lender
        The queue whose shape it is.
    profile
        Its usual days.
    spread
        How far its single days fall from them, the day's total given.
    """

    lender: str
    profile: DayProfile
    spread: Spread

    @classmethod
    def of(cls, past: IntervalSeries) -> "BorrowedShape":
        """The shape that the newest year of a queue on the desk's grid tells.

        Parameters
        ----------
        past
            Told at the desk's grid, something counted.
        """
        newest = past.starts[~past.missing][-1] - pd.Timedelta(days=_PAST_DAYS)
        grid = DayGrid.of(past.where(np.asarray(past.starts > newest), as_of=past.as_of))
        grid = grid.where(np.asarray(grid.seen.any(axis=1)))
        profile = fit_day_profile(grid)
        share = profile.of_grid(grid)
        expected = share * (grid.totals / np.maximum(share.sum(axis=1), 1e-9))[:, None]
        found = measure_spread(
            grid.counts, np.where(grid.seen & (expected > 0), expected, np.nan), minutes=grid.minutes
        )
        rested = 1 + 2 / float(np.mean(profile.days[np.unique(grid.weekday)]))
        return cls(past.queue, profile, replace(found, shape_variance=found.shape_variance * rested))

    def alone(self, mean: Floats, *, minute: Whole) -> Floats:
        """Variance on the root scale that an interval has of its own, at least that of chance, shape as `mean`."""
        own = self.spread.of_interval(mean, minute=minute)
        return np.asarray(np.maximum(own, POISSON_ROOT_VARIANCE) + _SISTER_VARIANCE * mean)


@dataclass(frozen=True)
class _Pieces:
    """The desk's open intervals, each with the stretch of the coarse forecast in which it lies.

    Parameters
    ----------
    starts, open_minutes
        Of the intervals, shape (n,).
    stretch
        Row of the coarse forecast, shape (n,).
    share
        Part of that stretch's contacts; those of a stretch add up to 1, shape (n,).
    """

    starts: pd.DatetimeIndex
    open_minutes: Floats
    stretch: Whole
    share: Floats

    @property
    def minute(self) -> Whole:
        """Wall-clock minutes since midnight, shape (n,)."""
        return wall_minutes(self.starts)


def with_borrowed_shape(coarse: Forecast, shape: BorrowedShape, calendar: Calendar) -> Forecast:
    """The forecast of days or bands, split over the desk's intervals.

    The mean of every stretch and the doubt of every day's total stay as they are; a single interval is less sure than
    its share of them, by what the lender's days differ from their usual shape. What a band has alone is spread over
    its day: the joint distribution knows days and intervals only.

    Parameters
    ----------
    coarse
        In stretches longer than the desk's intervals.
    shape
        Lent by another queue.
    """
    pieces = _pieces(coarse, shape, calendar)
    mean = pieces.share * coarse.mean[pieces.stretch]
    variance = _variance(coarse, shape, pieces, mean=mean)
    day_spread, root_variance = _keep_day_totals(coarse, pieces, mean=mean, variance=variance)
    root_mean, root_spread = root_mean_for(
        mean, day_spread=day_spread, root_variance=root_variance, typical=mean, tail=coarse.tail
    )
    return replace(
        coarse,
        starts=pieces.starts,
        open_minutes=pieces.open_minutes,
        root_mean=root_mean,
        day_spread=day_spread,
        root_spread=root_spread,
        handle_seconds=coarse.handle_seconds[pieces.stretch],
        minutes=None,
    )


def _pieces(coarse: Forecast, shape: BorrowedShape, calendar: Calendar) -> _Pieces:
    first, last = coarse.dates[0].date(), coarse.dates[-1].date()
    intervals = calendar.open_intervals(coarse.channel, first, last)  # type: ignore[arg-type]
    # An interval belongs to the stretch in which its middle lies.
    middle = intervals.starts + pd.Timedelta(minutes=coarse.interval_minutes / 2)
    stretch = np.asarray(coarse.starts.searchsorted(middle, side="right"), dtype=np.int64) - 1
    ends = wall_minutes(coarse.starts) + coarse.lengths
    days = intervals.starts.tz_localize(None).normalize()
    inside = (stretch >= 0) & np.asarray(coarse.dates[stretch] == days) & (wall_minutes(middle) < ends[stretch])
    starts, opened, stretch = intervals.starts[inside], intervals.open_minutes[inside], stretch[inside]
    weight = shape.profile.at(weekday=np.asarray(starts.day_of_week, dtype=np.int64), minute=wall_minutes(starts))
    weight = weight * opened
    share = weight / np.bincount(stretch, weight, minlength=len(coarse))[stretch]
    return _Pieces(starts, opened, stretch, share)


def _variance(coarse: Forecast, shape: BorrowedShape, pieces: _Pieces, *, mean: Floats) -> Floats:
    """Variance of each interval on the root scale: its share of the stretch's, and what the split adds, shape (n,)."""
    of_stretch = (coarse.root_mean * coarse.day_spread) ** 2 + coarse.root_spread**2
    shared = pieces.share * of_stretch[pieces.stretch]
    split = shape.alone(mean, minute=pieces.minute) * (1 - pieces.share)
    return np.asarray(np.minimum(shared + split, mean))


def _keep_day_totals(coarse: Forecast, pieces: _Pieces, *, mean: Floats, variance: Floats) -> tuple[Floats, Floats]:
    """How much of each interval's variance its day shares, so that the variance of the day's total stays.

    For normal roots X and Y with covariance C, ``Cov(X^2, Y^2) = 4 E[X] E[Y] C + 2 C^2``; a quarter of it is added up
    here. Where the day's total is surer than intervals that vary as freely as the lender's could make it, this queue's
    vary less, and all are narrowed alike.

    Returns
    -------
    tuple
        `day_spread`, and the variance that each interval has alone on the root scale, both shape (n,).
    """
    day, _ = pd.factorize(pieces.starts.tz_localize(None).normalize())
    day_of_stretch = np.full(len(coarse), -1)
    day_of_stretch[pieces.stretch] = day
    split = day_of_stretch >= 0
    total = _quarter_variance(coarse)[split]
    height = np.maximum(mean - variance, 0.25 * mean)

    def summed(column: Floats, at: Whole = day) -> Floats:
        return np.asarray(np.bincount(at, column, minlength=int(day.max(initial=-1)) + 1), dtype=np.float64)

    shared = summed((coarse.root_mean**2 * coarse.day_spread)[split], day_of_stretch[split]) ** 2
    wanted = shared + summed(total, day_of_stretch[split])
    own = summed(height * variance + variance**2 / 2)
    pairs = np.maximum(summed(height) ** 2 - summed(height**2), 1e-12)
    day_variance = np.clip((wanted - own) / pairs, 0.0, 1.0)
    narrowed = np.minimum(wanted / np.maximum(own, 1e-12), 1.0)
    alone = np.maximum(variance * narrowed[day] - height * day_variance[day], 0.0)
    return np.sqrt(day_variance)[day], alone


def _quarter_variance(coarse: Forecast) -> Floats:
    """A quarter of what each stretch adds to the variance of its day's total beyond what the day shares, (s,)."""
    of_stretch = (coarse.root_mean * coarse.day_spread) ** 2 + coarse.root_spread**2
    return np.asarray(coarse.root_mean**2 * coarse.root_spread**2 + of_stretch**2 / 2)
