"""What if: what waiting, abandonment and hours become, queue by queue, before and after a change."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.channel import LIVE_CHANNELS
from data.remark import Remark
from data.service_goal import ServiceGoal
from staffing.simulation.queue_days import Courses
from staffing.what_if.changes import Change
from staffing.what_if.figures import Measure, abandonment, asa_seconds, by_interval, reckoned, service_level

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Language = Literal["ja", "en"]


@dataclass(frozen=True, eq=False)
class Situation:
    """One queue over the days asked of, before or after the change; each array of shape (n,).

    Parameters
    ----------
    goal
        The promise.
    contacts
        Expected contacts.
    handle_seconds
        Mean handle time.
    people
        People there, counted by proficiency, after unplanned shrinkage.
    required
        People handling contacts that the goal needs.
    courses
        What simulated courses of the days counted; None for written work.
    """

    goal: ServiceGoal
    contacts: Floats
    handle_seconds: Floats
    people: Floats
    required: Floats
    courses: Courses | None = None


@dataclass(frozen=True, eq=False)
class QueueAnswer:
    """What a change makes of one queue.

    Parameters
    ----------
    queue, channel
        As in desk.toml.
    changes
        Those that touch the queue.
    starts, open_hours
        The intervals asked of, zone-aware, rising, and the hours that each is open, shape (n,).
    before, after
        The queue without and with the change.
    patience_seconds
        Mean patience; infinite where nobody is taken to hang up.
    planned
        Whether the people of an interval are those of a shift plan, and not those required before, shape (n,).
    seed, remarks
        Of the simulation; and what a reader must know.
    """

    queue: str
    channel: str
    changes: tuple[Change, ...]
    starts: pd.DatetimeIndex
    open_hours: Floats
    before: Situation
    after: Situation
    patience_seconds: float
    planned: Flags
    seed: int
    remarks: tuple[Remark, ...] = field(default=())

    def __post_init__(self) -> None:
        for one in (self.before, self.after):
            for name in ("contacts", "handle_seconds", "people", "required"):
                if getattr(one, name).shape != (len(self.starts),):
                    raise ValueError(f"what if on {self.queue}: {name} must hold {len(self.starts)} values")

    @property
    def is_live(self) -> bool:
        """Whether customers wait on the line, and not for a reply by a deadline."""
        return self.channel in LIVE_CHANNELS

    @property
    def days(self) -> tuple[date, ...]:
        """The local days looked at."""
        return tuple(dict.fromkeys(start.date() for start in self.starts))

    @property
    def courses(self) -> int:
        """How many possible courses of the days were simulated; 0 for written work."""
        return 0 if self.before.courses is None else len(self.before.courses.offered)

    @cached_property
    def touched(self) -> Flags:
        """The intervals in which contacts, their handle time or the people differ, shape (n,)."""
        differs = np.zeros(len(self.starts), dtype=bool)
        for name in ("contacts", "handle_seconds", "people"):
            differs |= getattr(self.before, name) != getattr(self.after, name)
        return differs

    @property
    def takes_otherwise(self) -> bool:
        """Whether a contact takes longer or shorter in any interval."""
        return not np.array_equal(self.before.handle_seconds, self.after.handle_seconds)

    @property
    def touches_a_part(self) -> bool:
        """Whether the change is at work in some of the intervals and not in others."""
        return bool(self.touched.any() and not self.touched.all())

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """Every figure over all the days asked of."""
        return self._over(np.ones(len(self.starts), dtype=bool))

    @cached_property
    def touched_measures(self) -> tuple[Measure, ...]:
        """Every figure over the intervals in which something changes."""
        return self._over(self.touched)

    def measure(self, name: str) -> Measure:
        """The figure of that name over all the days."""
        return next(one for one in self.measures if one.name == name)

    @property
    def worst_starts(self) -> tuple[pd.Timestamp, pd.Timestamp]:
        """The intervals with the lowest service level, before and after; of queues in which customers wait."""
        places = [int(np.nanargmin(_levels(one))) for one in (self.before, self.after)]
        return self.starts[places[0]], self.starts[places[1]]

    def rows(self) -> pd.DataFrame:
        """A row for each figure; where the change works in a part of the hours, also for these alone."""
        tables = [("all", self.measures), *([("changed", self.touched_measures)] if self.touches_a_part else [])]
        rows = [
            {"queue": self.queue, "hours": hours, "figure": one.name, "before": one.before, "after": one.after,
             "difference": one.difference, "low": one.low, "high": one.high}
            for hours, measures in tables for one in measures
        ]  # fmt: skip
        figures = ["before", "after", "difference", "low", "high"]
        table = pd.DataFrame(rows)
        table[figures] = table[figures].round(4) + 0.0  # no difference is 0, not -0
        return table

    @property
    def summary(self) -> dict[str, object]:
        """The figures for `--json`."""
        told: dict[str, object] = {"queue": self.queue, "channel": self.channel, "from": str(self.days[0]),
                                   "to": str(self.days[-1])}  # fmt: skip
        told |= {"figures": _plain(self.measures)}
        if self.touches_a_part:
            told |= {"figures_of_changed_hours": _plain(self.touched_measures)}
        if self.is_live:
            told |= {"worst_interval": dict(zip(("before", "after"), (at.isoformat() for at in self.worst_starts),
                                                strict=True))}  # fmt: skip
        patience = None if np.isinf(self.patience_seconds) else round(self.patience_seconds, 1)
        return told | {
            "simulated_courses": self.courses,
            "seed": self.seed,
            "patience_seconds": patience,
            "planned_share": round(float(self.planned.mean()), 4),
        }

    def sentence(self, language: Language, *, title: str) -> str:
        """What changes in the queue that people call `title`, and what that rests on."""
        from staffing.what_if.sentences import sentence_of

        return sentence_of(self, language, title=title)

    def _over(self, rows: Flags) -> tuple[Measure, ...]:
        before, after, hours = self.before, self.after, self.open_hours[rows]
        work = [one.contacts * one.handle_seconds / 3600 for one in (before, after)]
        found = [reckoned("contacts", before.contacts[rows].sum(), after.contacts[rows].sum())]
        if before.courses is not None and after.courses is not None:
            both = before.courses, after.courses
            found += [figure(*both, rows=rows) for figure in (service_level, abandonment, asa_seconds)]
            worst = [_worst(_levels(one)[rows]) for one in (before, after)]
            found += [reckoned("worst_service_level", *worst)]
            found += [reckoned("hours_there", *(float(one.people[rows] @ hours) for one in (before, after)))]
        found += [reckoned("hours_required", *(float(one.required[rows] @ hours) for one in (before, after)))]
        found += [reckoned("handling_hours", work[0][rows].sum(), work[1][rows].sum())]
        return (*found, reckoned("handle_seconds", *(_mean_handle_seconds(one, rows) for one in (before, after))))


@dataclass(frozen=True, eq=False)
class WhatIf:
    """What a change makes of a desk.

    Parameters
    ----------
    queues
        The answer for each queue that it touches, in the order of desk.toml.
    """

    queues: tuple[QueueAnswer, ...]

    def rows(self) -> pd.DataFrame:
        """The figures of all queues, a row each."""
        return pd.concat([one.rows() for one in self.queues], ignore_index=True)

    @property
    def summary(self) -> list[dict[str, object]]:
        """The figures for `--json`, by queue."""
        return [one.summary for one in self.queues]


def _mean_handle_seconds(one: Situation, rows: Flags) -> float:
    """Over the contacts that are expected; NaN where none are."""
    contacts = one.contacts[rows]
    return float(one.handle_seconds[rows] @ contacts / contacts.sum()) if contacts.sum() > 0 else float("nan")


def _levels(one: Situation) -> Floats:
    if one.courses is None:
        raise ValueError("written work has no service level by interval")
    return by_interval(one.courses)


def _worst(levels: Floats) -> float:
    known = levels[~np.isnan(levels)]
    return float(known.min()) if known.size else float("nan")


def _plain(measures: tuple[Measure, ...]) -> dict[str, dict[str, float | None]]:
    names = ("before", "after", "difference", "low", "high")
    return {
        one.name: {
            name: None if np.isnan(value := getattr(one, name)) else round(float(value), 4) + 0.0 for name in names
        }
        for one in measures
    }
