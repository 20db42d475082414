"""Figures before and after a change, and what chance leaves open of their difference."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from staffing.simulation.queue_days import Courses

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Measure:
    """One figure before and after.

    Parameters
    ----------
    name
        `contacts`, `service_level`, `abandonment`, `asa_seconds`, `worst_service_level`, `hours_there`,
        `hours_required`, `handling_hours` or `handle_seconds`.
    before, after
        NaN where there is nothing to tell from.
    low, high
        Of the difference, with 95 % confidence; NaN where it is reckoned and not simulated.
    """

    name: str
    before: float
    after: float
    low: float = np.nan
    high: float = np.nan

    @property
    def difference(self) -> float:
        """After less before."""
        return self.after - self.before

    @property
    def half_width(self) -> float:
        """How far the difference may be off either way, with 95 % confidence; NaN where it is reckoned."""
        return (self.high - self.low) / 2


def reckoned(name: str, before: float, after: float) -> Measure:
    """A figure without chance."""
    return Measure(name, float(before), float(after))


def service_level(before: Courses, after: Courses, *, rows: Flags) -> Measure:
    """Answered within the threshold, of offered less short abandons."""
    return _of_ratios(
        "service_level",
        *((one.answered_in_threshold, one.offered - one.short_abandoned) for one in (before, after)),
        rows=rows,
    )


def abandonment(before: Courses, after: Courses, *, rows: Flags) -> Measure:
    """Share of offered that hung up."""
    return _of_ratios("abandonment", *((one.abandoned, one.offered) for one in (before, after)), rows=rows)


def asa_seconds(before: Courses, after: Courses, *, rows: Flags) -> Measure:
    """Mean wait of those who were answered."""
    return _of_ratios("asa_seconds", *((one.wait_answered_seconds, one.answered) for one in (before, after)), rows=rows)


def by_interval(courses: Courses) -> Floats:
    """Service level of each interval over all courses, shape (n,); NaN where nobody came."""
    counted = (courses.offered - courses.short_abandoned).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(courses.answered_in_threshold.sum(axis=0) / counted)


def _of_ratios(name: str, before: tuple[Floats, Floats], after: tuple[Floats, Floats], *, rows: Flags) -> Measure:
    """Two ratios of sums over the same courses.

    The deviations of one course from both ratios are taken together, so that what both have in common cancels (ratio
    estimators as in `staffing.simulation.simulated_figures.Estimate`).
    """
    ratios, deviations = zip(*(_ratio(above[:, rows], below[:, rows]) for above, below in (before, after)), strict=True)
    own = deviations[1] - deviations[0]
    half = stdtrit(len(own) - 1, (1 + CONFIDENCE) / 2) * np.std(own, ddof=1) / np.sqrt(len(own))
    difference = ratios[1] - ratios[0]
    return Measure(name, ratios[0], ratios[1], float(difference - half), float(difference + half))


def _ratio(above: Floats, below: Floats) -> tuple[float, Floats]:
    """The ratio of sums, and how far each course moves it, shape (courses,); NaN where the lower sum is 0."""
    above, below = above.sum(axis=1), below.sum(axis=1)
    if not below.sum() > 0:
        return float("nan"), np.full(len(above), np.nan)
    ratio = float(above.sum() / below.sum())
    return ratio, np.asarray((above - ratio * below) / below.mean())
