"""How far a shift plan covers a requirement, counted after breaks and by proficiency."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.calendar import Calendar
from data.desk import Desk
from staffing.requirement import Requirement
from staffing.shift_plan import WORK, ShiftPlan

Floats = NDArray[np.float64]

COVERAGE_COLUMNS = (
    "queue", "interval_start", "interval_minutes", "required", "scheduled", "uncovered_hours", "surplus_hours",
)  # fmt: skip


@dataclass(frozen=True)
class QueueCoverage:
    """One queue's people beside its requirement.

    Parameters
    ----------
    queue, interval_minutes
        As in the requirement.
    starts
        Its intervals within the plan's days, zone-aware, rising, shape (n,).
    required
        Scheduled agents of the requirement, shape (n,).
    scheduled
        People of the plan who work on the queue, each counted by proficiency and share of the interval, shape (n,).
    """

    queue: str
    interval_minutes: int
    starts: pd.DatetimeIndex
    required: Floats
    scheduled: Floats

    def __post_init__(self) -> None:
        if not self.required.shape == self.scheduled.shape == (len(self.starts),):
            raise ValueError(f"coverage of {self.queue}: required and scheduled must hold {len(self.starts)} values")

    @property
    def uncovered_hours(self) -> Floats:
        """Agent-hours missing in each interval, shape (n,)."""
        return np.maximum(self.required - self.scheduled, 0.0) * (self.interval_minutes / 60)

    @property
    def surplus_hours(self) -> Floats:
        """Agent-hours beyond the requirement in each interval, shape (n,)."""
        return np.maximum(self.scheduled - self.required, 0.0) * (self.interval_minutes / 60)


@dataclass(frozen=True)
class Coverage:
    """A plan beside its requirements.

    Parameters
    ----------
    queues
        One for each requirement, in its order.
    """

    queues: tuple[QueueCoverage, ...]

    @property
    def required_hours(self) -> float:
        """Agent-hours required in all."""
        return float(sum(part.required.sum() * part.interval_minutes / 60 for part in self.queues))

    @property
    def uncovered_hours(self) -> float:
        """Agent-hours missing in all; surplus elsewhere does not make up for them."""
        return float(sum(part.uncovered_hours.sum() for part in self.queues))

    @property
    def surplus_hours(self) -> float:
        """Agent-hours beyond the requirement in all."""
        return float(sum(part.surplus_hours.sum() for part in self.queues))

    def rows(self) -> pd.DataFrame:
        """One row a queue and interval; `interval_start` is zone-aware."""
        if not self.queues:
            return pd.DataFrame(columns=list(COVERAGE_COLUMNS))
        return pd.concat([_rows(part) for part in self.queues], ignore_index=True)


def _rows(part: QueueCoverage) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "queue": part.queue,
            "interval_start": part.starts,
            "interval_minutes": part.interval_minutes,
            "required": part.required,
            "scheduled": part.scheduled,
            "uncovered_hours": part.uncovered_hours,
            "surplus_hours": part.surplus_hours,
        },
        columns=list(COVERAGE_COLUMNS),
    )


def measure_coverage(plan: ShiftPlan, requirements: Sequence[Requirement], desk: Desk) -> Coverage:
    """Coverage of each requirement by the plan, on the plan's days.

    A person counts by the proficiency of staff.csv, and one who is not in it as one of full speed.
    """
    calendar = Calendar.of(desk)
    first = calendar.instant(plan.first_day, 0)
    last = calendar.instant(plan.last_day + timedelta(days=1), 0)
    return Coverage(tuple(_queue_coverage(plan, requirement, desk, span=(first, last)) for requirement in requirements))


def _queue_coverage(
    plan: ShiftPlan, requirement: Requirement, desk: Desk, *, span: tuple[pd.Timestamp, pd.Timestamp]
) -> QueueCoverage:
    inside = np.asarray((requirement.starts >= span[0]) & (requirement.starts < span[1]))
    starts = requirement.starts[inside]
    scheduled = np.zeros(len(starts))
    starts_minute = epoch_minutes(starts)
    speed = {person.name: person.proficiency for person in desk.staff}
    for activity in plan.activities:
        if activity.activity in WORK and activity.queue == requirement.queue:
            worked = (activity.start.timestamp() / 60, activity.end.timestamp() / 60)
            add_presence(
                scheduled,
                starts_minute,
                interval_minutes=requirement.interval_minutes,
                worked=worked,
                people=speed.get(activity.person, 1.0),
            )
    return QueueCoverage(
        queue=requirement.queue,
        interval_minutes=requirement.interval_minutes,
        starts=starts,
        required=requirement.scheduled_agents[inside].astype(np.float64),
        scheduled=scheduled,
    )


def epoch_minutes(instants: pd.DatetimeIndex) -> Floats:
    """Minutes since 1970 in UTC, shape as given."""
    return np.asarray(instants.as_unit("s").asi8 / 60, dtype=np.float64)


def add_presence(
    scheduled: Floats, starts_minute: Floats, *, interval_minutes: int, worked: tuple[float, float], people: float
) -> None:
    """Adds `people` to each interval, in place, by the share of it that lies in the span `worked`.

    Parameters
    ----------
    scheduled
        People in each interval, changed in place, shape (n,).
    starts_minute
        Starts of the intervals, rising, in the unit and zero of `worked`, shape (n,).
    worked
        Start and end, minutes.
    people
        How many are there: 1 times the proficiency, for one person.
    """
    first = int(np.searchsorted(starts_minute, worked[0] - interval_minutes, side="right"))
    last = int(np.searchsorted(starts_minute, worked[1], side="left"))
    begins = starts_minute[first:last]
    overlap = np.minimum(begins + interval_minutes, worked[1]) - np.maximum(begins, worked[0])
    scheduled[first:last] += people * np.maximum(overlap, 0) / interval_minutes
