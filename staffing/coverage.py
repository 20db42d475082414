"""How far a shift plan covers a requirement, counted after breaks and by proficiency.

Where customers wait, every interval is judged by itself: surplus in one does not pay for a shortage in another. Written
work is judged by its deadlines (`staffing.deadline_work`): an hour is uncovered where its deadline passes before
anybody has worked it, and surplus where people find no work. Only an interval's open minutes count.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.calendar import Calendar
from data.channel import Channel
from data.desk import Desk
from forecasting.forecast import Forecast
from staffing.beside_novices import BesideNovices, beside_novices
from staffing.deadline_work import DeadlineWork, WorkedOff, work_off
from staffing.open_windows import OpenWindows
from staffing.requirement import Requirement
from staffing.shift_plan import WORK, ShiftPlan
from staffing.speeds import Speeds

Floats = NDArray[np.float64]

COVERAGE_COLUMNS = (
    "queue", "interval_start", "interval_minutes", "required", "scheduled", "uncovered_hours", "surplus_hours",
    "open_minutes", "required_hours",
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
        People of the plan who work on the queue, each counted by speed, less the time given to novices, and by share of
        the open time, shape (n,).
    open_minutes
        Minutes that each interval is open, above 0, shape (n,); None: all of them.
    work
        Of written queues: what comes within these intervals and what is due, in hours of people scheduled; None where
        customers wait. The people required are then a recommended profile.
    heads
        People of the plan on the queue whatever their speed, by share of the open time, shape (n,); None: not counted.
    arrivals_known
        Whether `work` tells when it comes; a recommended profile alone does not.
    least_binds
        Whether it is only the least number of people on duty that asks for as many, shape (n,); None: nowhere.
    """

    queue: str
    interval_minutes: int
    starts: pd.DatetimeIndex
    required: Floats
    scheduled: Floats
    open_minutes: Floats | None = None
    work: DeadlineWork | None = None
    heads: Floats | None = None
    least_binds: NDArray[np.bool_] | None = None
    arrivals_known: bool = True

    def __post_init__(self) -> None:
        if not self.required.shape == self.scheduled.shape == (len(self.starts),):
            raise ValueError(f"coverage of {self.queue}: required and scheduled must hold {len(self.starts)} values")

    @property
    def is_written(self) -> bool:
        """Whether work is judged by its deadlines."""
        return self.work is not None

    @property
    def open_hours(self) -> Floats:
        """Hours that each interval is open, shape (n,)."""
        if self.open_minutes is None:
            return np.full(len(self.starts), self.interval_minutes / 60)
        return np.asarray(self.open_minutes / 60)

    @cached_property
    def _worked_off(self) -> WorkedOff | None:
        return None if self.work is None else work_off(self.work, self.scheduled * self.open_hours)

    @property
    def required_hours(self) -> Floats:
        """Agent-hours required in each interval; of written work those whose deadline is its end, shape (n,)."""
        return self.required * self.open_hours if self.work is None else self.work.due_hours

    @property
    def uncovered_hours(self) -> Floats:
        """Agent-hours missing in each interval; of written work those that miss their deadline there, shape (n,)."""
        if self._worked_off is not None:
            return self._worked_off.missed
        return np.maximum(self.required - self.scheduled, 0.0) * self.open_hours

    @property
    def met_by_heads_hours(self) -> float:
        """Uncovered agent-hours where only the least number on duty binds, as many heads are there, and speed is short.

        At least two on duty means two people, so that nobody is alone; what they must get done is less.
        """
        if self.heads is None or self.least_binds is None or self.is_written:
            return 0.0
        enough = self.least_binds & (self.heads > self.required - 1e-9) & (self.scheduled > self.required - 1 - 1e-9)
        return float(self.uncovered_hours[enough].sum())

    @property
    def surplus_hours(self) -> Floats:
        """Agent-hours beyond the requirement in each interval; of written work those without work, shape (n,)."""
        if self._worked_off is not None:
            return self._worked_off.idle
        return np.maximum(self.scheduled - self.required, 0.0) * self.open_hours


@dataclass(frozen=True)
class Coverage:
    """A plan beside its requirements.

    Parameters
    ----------
    queues
        One for each requirement, in its order.
    beside
        Who looks after the novices of the plan; their time is taken off already.
    """

    queues: tuple[QueueCoverage, ...]
    beside: BesideNovices = field(default_factory=BesideNovices)

    @property
    def required_hours(self) -> float:
        """Agent-hours required in all."""
        return float(sum(part.required_hours.sum() for part in self.queues))

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
            "open_minutes": part.open_hours * 60,
            "required_hours": part.required_hours,
        },
        columns=list(COVERAGE_COLUMNS),
    )


def measure_coverage(plan: ShiftPlan, requirements: Sequence[Requirement], desk: Desk) -> Coverage:
    """Coverage of each requirement by the plan, on the plan's days.

    A person counts by the speed of that day, and one who is not in staff.csv as one of full speed. Who looks after a
    novice counts for so much less.
    """
    calendar = Calendar.of(desk)
    first = calendar.instant(plan.first_day, 0)
    last = calendar.instant(plan.last_day + timedelta(days=1), 0)
    speeds = Speeds(desk)
    beside = beside_novices(plan, speeds)
    parts = (_queue_coverage(plan, one, speeds, beside=beside, span=(first, last)) for one in requirements)
    return Coverage(tuple(parts), beside)


def _queue_coverage(
    plan: ShiftPlan,
    requirement: Requirement,
    speeds: Speeds,
    *,
    beside: BesideNovices,
    span: tuple[pd.Timestamp, pd.Timestamp],
) -> QueueCoverage:
    inside = np.asarray((requirement.starts >= span[0]) & (requirement.starts < span[1]))
    windows = open_windows(requirement, Calendar.of(speeds.desk)).of_intervals(inside)
    scheduled, heads = np.zeros(len(windows)), np.zeros(len(windows))
    for activity in plan.activities:
        if activity.activity in WORK and activity.queue == requirement.queue:
            worked = (activity.start.timestamp() / 60, activity.end.timestamp() / 60)
            speed = speeds.speed(activity.person, queue=activity.queue, day=activity.date)
            windows.add_presence(scheduled, worked=worked, people=speed)
            windows.add_presence(heads, worked=worked, people=1.0)
    for pair in beside.pairs:
        if pair.queue == requirement.queue:
            windows.add_presence(scheduled, worked=(pair.start, pair.end), people=-pair.people)
    work = requirement.deadline_work if requirement.is_written else None
    return QueueCoverage(
        queue=requirement.queue,
        interval_minutes=requirement.interval_minutes,
        starts=requirement.starts[inside],
        required=requirement.scheduled_agents[inside].astype(np.float64),
        scheduled=scheduled,
        open_minutes=windows.open_minutes,
        work=None if work is None else work.part(inside, open_hours=requirement.open_hours),
        heads=heads,
        least_binds=np.array(requirement.bound_by)[inside] == "min_agents",
        arrivals_known=requirement.work is not None,
    )


def open_windows(requirement: Requirement | Forecast, calendar: Calendar) -> OpenWindows:
    """When the intervals of a requirement or a forecast are open, in minutes since 1970 in UTC."""
    starts_minute = epoch_minutes(requirement.starts)
    if requirement.open_minutes is None or np.all(requirement.open_minutes == requirement.interval_minutes):
        return OpenWindows.whole(starts_minute, interval_minutes=requirement.interval_minutes)
    channel = cast("Channel", requirement.channel)
    partly = requirement.starts[requirement.open_minutes < requirement.interval_minutes]
    days = sorted(set(partly.tz_convert(calendar.zone).date))
    opened = [span for day in days for span in calendar.open_spans(channel, day)]
    spans = [(begin.timestamp() / 60, end.timestamp() / 60) for begin, end in opened]
    return OpenWindows.within(
        starts_minute,
        interval_minutes=requirement.interval_minutes,
        open_minutes=requirement.open_minutes,
        spans=spans,
    )


def epoch_minutes(instants: pd.DatetimeIndex) -> Floats:
    """Minutes since 1970 in UTC, shape as given."""
    return np.asarray(instants.as_unit("s").asi8 / 60, dtype=np.float64)
