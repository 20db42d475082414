"""One day of a shift plan: who does what when, and where people are short."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from staffing.shift_plan import ABSENCES

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class DayCover:
    """Scheduled against required people of one queue on one day.

    Parameters
    ----------
    queue, day
        Which queue, which local day.
    interval_minutes
        Length of the grid.
    minutes
        Minutes elapsed since local midnight, rising, shape (n,).
    required, scheduled
        People, after breaks and by proficiency, shape (n,).
    hours
        Person-hours of each interval as the plan's coverage counts them: open minutes only, written work by its
        deadlines; None: from the people of each whole interval.
    is_written
        Whether the queue is judged by its deadlines, the required people then being a recommended profile.
    """

    queue: str
    day: date
    interval_minutes: int
    minutes: Floats
    required: Floats
    scheduled: Floats
    hours: pd.DataFrame | None = None
    is_written: bool = False

    def __post_init__(self) -> None:
        if not len(self.minutes) == len(self.required) == len(self.scheduled):
            raise ValueError(f"cover of {self.queue} on {self.day}: minutes, required and scheduled differ in length")

    @property
    def net(self) -> Floats:
        """Scheduled less required people, shape (n,); below 0 fewer are there than required or recommended."""
        return np.asarray(self.scheduled - self.required)

    @property
    def required_hours(self) -> float:
        """Person-hours required over the day."""
        if self.hours is not None:
            return float(self.hours["required_hours"].sum())
        return float(self.required.sum() * self.interval_minutes / 60)

    @property
    def uncovered_hours(self) -> float:
        """Person-hours short over the day."""
        if self.hours is not None:
            return float(self.hours["uncovered_hours"].sum())
        return float(-np.minimum(self.net, 0).sum() * self.interval_minutes / 60)

    @property
    def missed_hours(self) -> Floats:
        """Person-hours of written work that miss their deadline at the end of each interval, shape (n,)."""
        if self.hours is None:
            return np.zeros(len(self.minutes))
        return self.hours["uncovered_hours"].to_numpy(dtype=np.float64)

    @property
    def surplus_hours(self) -> float:
        """Person-hours beyond the requirement over the day."""
        if self.hours is not None:
            return float(self.hours["surplus_hours"].sum())
        return float(np.maximum(self.net, 0).sum() * self.interval_minutes / 60)


@dataclass(frozen=True)
class WorkBar:
    """One activity of one person: minutes elapsed since local midnight, half-open."""

    person: str
    first_minute: float
    last_minute: float
    activity: str
    queue: str


@dataclass(frozen=True)
class DayWork:
    """Everyone at work on a day, by the start of their shift, and who is away."""

    day: date
    people: tuple[str, ...]
    bars: tuple[WorkBar, ...]
    away: tuple[tuple[str, str], ...]

    def of(self, person: str) -> tuple[WorkBar, ...]:
        """That person's bars, in order."""
        return tuple(bar for bar in self.bars if bar.person == person)


def cover_of_day(coverage: pd.DataFrame, *, queue: str, day: date, is_written: bool = False) -> DayCover:
    """One queue's rows of a plan's coverage on one day; plans of old judge written work by its people."""
    rows = coverage[coverage["queue"] == queue]
    starts = pd.DatetimeIndex(rows["interval_start"])
    here = np.asarray(starts.tz_localize(None).normalize() == pd.Timestamp(day), dtype=bool)
    rows, starts = rows[here], starts[here]
    return DayCover(
        queue=queue,
        day=day,
        interval_minutes=int(rows["interval_minutes"].iloc[0]) if len(rows) else 30,
        minutes=_minutes_since_midnight(starts, day),
        required=rows["required"].to_numpy(dtype=np.float64),
        scheduled=rows["scheduled"].to_numpy(dtype=np.float64),
        hours=rows if "required_hours" in rows else None,
        is_written=is_written and "required_hours" in rows,
    )


@dataclass(frozen=True)
class PlanShortage:
    """Person-hours short over a whole plan, and its worst interval.

    Parameters
    ----------
    uncovered_hours
        Of one queue, person-hours.
    worst_start
        Start of the interval with the most people short, or with the most written work that misses its deadline; None
        where nothing is.
    worst
        How many people are short there; of written work person-hours.
    is_written
        Whether the queue is judged by its deadlines.
    """

    uncovered_hours: float
    worst_start: pd.Timestamp | None
    worst: float
    is_written: bool = False


def plan_shortage(coverage: pd.DataFrame, *, queue: str, is_written: bool = False) -> PlanShortage:
    """What is short over a plan's coverage for one queue; plans of old judge written work by its people."""
    rows = coverage[coverage["queue"] == queue]
    is_written = is_written and "required_hours" in rows
    hours = rows["uncovered_hours"].to_numpy(dtype=np.float64)
    short = hours if is_written else (rows["required"] - rows["scheduled"]).to_numpy(dtype=np.float64)
    if hours.sum() <= 0:
        return PlanShortage(0.0, None, 0.0, is_written)
    worst = int(np.argmax(short))
    start = pd.Timestamp(rows["interval_start"].iloc[worst])
    return PlanShortage(float(hours.sum()), start, max(float(short[worst]), 0.0), is_written)


def work_of_day(activities: pd.DataFrame, *, day: date) -> DayWork:
    """Who works on a day and at what, from a plan's activities (`date` is the day a shift starts)."""
    rows = activities[pd.to_datetime(activities["date"]).dt.normalize() == pd.Timestamp(day)]
    away = rows[rows["activity"].isin(ABSENCES)]
    there = rows[~rows["activity"].isin(ABSENCES)].sort_values(["start", "person"])
    first = there.groupby("person")["start"].min().sort_values(kind="stable")
    firsts = _minutes_since_midnight(pd.DatetimeIndex(there["start"]), day)
    lasts = _minutes_since_midnight(pd.DatetimeIndex(there["end"]), day)
    bars = tuple(
        WorkBar(str(row.person), float(start), float(end), str(row.activity), _name(row.queue))
        for row, start, end in zip(there.itertuples(), firsts, lasts, strict=True)
    )
    return DayWork(
        day=day,
        people=tuple(str(person) for person in first.index),
        bars=bars,
        away=tuple((str(row.person), str(row.activity)) for row in away.itertuples() if row.person not in first.index),
    )


def days_of_week(first_day: date, *, last_day: date) -> list[date]:
    """The seven days from `first_day`, as far as the plan reaches."""
    return [day for day in (first_day + timedelta(days=k) for k in range(7)) if day <= last_day]


def _name(queue: object) -> str:
    return "" if pd.isna(queue) else str(queue)  # type: ignore[call-overload]


def _minutes_since_midnight(starts: pd.DatetimeIndex, day: date) -> Floats:
    """Elapsed, not wall-clock: on a clock change the bars neither overlap nor leave a gap."""
    midnight = pd.Timestamp(day).tz_localize(starts.tz)
    return np.asarray((starts - midnight) / pd.Timedelta(minutes=1), dtype=np.float64)
