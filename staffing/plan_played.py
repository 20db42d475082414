"""A shift plan played through: the contacts of possible days to come meet its people, one by one.

The queueing model of `staffing.plan_worth` takes each interval by itself, in balance; here a queue carries over from
one interval into the next, the forecast's doubt holds for whole days, and half a person is there in half of the
courses. So each figure stands beside the model's, with what chance leaves open of it. Two plans meet the same contacts,
so that their difference is known far better than either figure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.desk import Desk
from forecasting.forecast import Forecast
from staffing.coverage import Coverage, QueueCoverage
from staffing.forecast_days import courses_for, days_of_forecast
from staffing.require_agents import too_coarse
from staffing.simulation.paired_courses import play_both
from staffing.simulation.queue_days import Courses, QueueDays
from staffing.simulation.simulated_figures import CONFIDENCE, Estimate

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

PLAYED_COLUMNS = ("queue", "interval_start", "simulated_service_level", "simulated_low", "simulated_high")


@dataclass(frozen=True, eq=False)
class QueuePlayed:
    """One queue of a plan, played through.

    Parameters
    ----------
    queue
        As in desk.toml.
    starts
        The plan's intervals that a forecast reaches, zone-aware, rising, shape (n,).
    counted
        What the courses counted, shape (courses, n) each.
    seed
        Of the courses.
    """

    queue: str
    starts: pd.DatetimeIndex
    counted: Courses
    seed: int

    @property
    def courses(self) -> int:
        """How many possible courses of the days were played."""
        return len(self.counted.offered)

    def service_level(self, chosen: Flags | None = None) -> Estimate:
        """Answered within the threshold, of offered less short abandons, over some of the intervals, shape ()."""
        one = self.counted
        return self._over(one.answered_in_threshold, one.offered - one.short_abandoned, chosen)

    def abandonment(self, chosen: Flags | None = None) -> Estimate:
        """Share of offered that hung up, shape ()."""
        return self._over(self.counted.abandoned, self.counted.offered, chosen)

    def asa_seconds(self, chosen: Flags | None = None) -> Estimate:
        """Mean wait of those who were answered, shape ()."""
        return self._over(self.counted.wait_answered_seconds, self.counted.answered, chosen)

    def by_interval(self) -> Estimate:
        """Service level of each interval, shape (n,); its limits may lie beyond 0 and 1 where few contacts come."""
        one = self.counted
        return Estimate.of_ratio(one.answered_in_threshold, one.offered - one.short_abandoned, confidence=CONFIDENCE)

    def by_day(self) -> dict[date, Estimate]:
        """Service level of each local day."""
        days = np.array(self.starts.date, dtype=object)
        return {day: self.service_level(days == day) for day in dict.fromkeys(days)}

    def rows(self) -> pd.DataFrame:
        """A row an interval with `PLAYED_COLUMNS`."""
        level = self.by_interval()
        columns = (self.queue, self.starts, level.mean, np.maximum(level.low, 0.0), np.minimum(level.high, 1.0))
        return pd.DataFrame(dict(zip(PLAYED_COLUMNS, columns, strict=True)))

    @property
    def summary(self) -> dict[str, Any]:
        """The figures for `--json`, each with the limits of its mean at 95 % confidence."""
        days = self.by_day().items()
        return {
            "queue": self.queue,
            "courses": self.courses,
            "seed": self.seed,
            **_plain("service_level", self.service_level(), places=4),
            **_plain("abandonment", self.abandonment(), places=4),
            **_plain("asa_seconds", self.asa_seconds(), places=1),
            "days": [{"date": day.isoformat(), **_plain("service_level", level, places=4)} for day, level in days],
        }

    def _over(self, above: Floats, below: Floats, chosen: Flags | None) -> Estimate:
        rows = slice(None) if chosen is None else chosen
        return Estimate.of_ratio(above[:, rows].sum(axis=1), below[:, rows].sum(axis=1), confidence=CONFIDENCE)


@dataclass(frozen=True)
class Playing:
    """What a plan's people meet, and how often it is played.

    Parameters
    ----------
    desk
        Whose plan.
    forecasts, patience_seconds
        As in `staffing.plan_worth.worth_of_plan`.
    seed
        Not negative.
    courses
        2 or more; None: as many as three million contacts allow, 40 to 400.
    """

    desk: Desk
    forecasts: Mapping[str, Forecast]
    patience_seconds: Mapping[str, float]
    seed: int
    courses: int | None = None

    def of_plan(self, coverage: Coverage) -> tuple[QueuePlayed, ...]:
        """The plan's queues on which customers wait, as far as a forecast in intervals reaches its days."""
        drawn = [days for part in coverage.queues if (days := self._days_of(part)) is not None]
        return tuple(self._played(days, play_both(days.days, days.days, seed=self.seed)[0]) for days in drawn)

    def of_both(self, old: Coverage, new: Coverage) -> tuple[tuple[QueuePlayed, QueuePlayed], ...]:
        """The same of two plans beside one requirement: they meet the same contacts."""
        found = []
        for parts in zip(old.queues, new.queues, strict=True):
            before, after = (self._days_of(part) for part in parts)
            if before is not None and after is not None:
                counted = play_both(before.days, after.days, seed=self.seed)
                found.append((self._played(before, counted[0]), self._played(after, counted[1])))
        return tuple(found)

    def _days_of(self, part: QueueCoverage) -> "_Drawn | None":
        forecast = self.forecasts.get(part.queue)
        if part.is_written or forecast is None or too_coarse(forecast) is not None:
            return None
        places = part.starts.get_indexer(forecast.starts)
        rows = np.flatnonzero(places >= 0)
        if not rows.size:
            return None
        ahead, queue = forecast.taking(rows), self.desk.queue(part.queue)
        days = days_of_forecast(
            ahead,
            self.desk,
            people=np.maximum(part.scheduled[places[rows]], 0.0) * (1 - self.desk.settings.shrinkage.unplanned),
            patience_seconds=queue.patience_seconds or self.patience_seconds.get(part.queue, float(np.inf)),
            threshold_seconds=queue.goal.threshold_seconds,
            courses=self.courses or courses_for(float(ahead.mean.sum())),
            seed=self.seed,
        )
        return _Drawn(part.queue, days)

    def _played(self, drawn: "_Drawn", counted: Courses) -> QueuePlayed:
        return QueuePlayed(drawn.queue, drawn.days.starts, counted, self.seed)


@dataclass(frozen=True, eq=False)
class _Drawn:
    """One queue's days, drawn and not yet played."""

    queue: str
    days: QueueDays


def _plain(name: str, figure: Estimate, *, places: int) -> dict[str, float | None]:
    told = {name: figure.mean, f"{name}_low": figure.low, f"{name}_high": figure.high}
    return {key: round(float(value), places) if np.isfinite(value) else None for key, value in told.items()}


def with_played(rows: pd.DataFrame, played: Sequence[QueuePlayed]) -> pd.DataFrame:
    """Rows by queue and interval, such as of `PlanWorth.rows`, with the simulated service level beside each."""
    found = [one.rows() for one in played]
    told = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=list(PLAYED_COLUMNS))
    beside = told.set_index(["queue", "interval_start"])
    keys = pd.MultiIndex.from_arrays([rows["queue"], rows["interval_start"]])
    return rows.assign(**{name: beside[name].reindex(keys).to_numpy(dtype=np.float64) for name in PLAYED_COLUMNS[2:]})
