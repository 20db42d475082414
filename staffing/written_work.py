"""People for written work: mails, forms, messages that are answered by a deadline and meanwhile can wait.

Work carries over from one interval and day to the next, so no interval is staffed by itself. What counts is the sum:
by every deadline as much must have been done as was due, and nothing can be done before it has arrived. Contacts are
answered in the order in which they came, those open at the start first.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.calendar import Calendar
from data.errors import NothingToDo
from data.service_goal import Scope, ServiceGoal
from forecasting.forecast import Forecast
from staffing.deadline_work import DeadlineWork
from staffing.level_work import level_work, whole_people
from staffing.promise import mean_by_span, span_numbers
from staffing.requirement import Requirement
from staffing.shrinkage import scheduled_agents
from staffing.written_due import WrittenDue, days_beyond, written_due

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

ENGINE = "written_work"
"""What a requirement of written work names as its engine."""

USUAL_LEAST_AGENTS = 1
"""People who are there while there is work, where desk.toml says no other `min_agents`."""

SEARCH_SEED, REPORT_SEED = 1, 2
"""What the buffer is expected to achieve is told from other sample paths than those it was chosen by."""

_PATHS = 400
_LARGEST_BUFFER = 4.0
_BUFFER_STEP = 0.005
_LEAST_DAYS_AFTERWARDS = 5


@dataclass(frozen=True)
class WrittenWork:
    """The written work of one queue over its open intervals.

    Parameters
    ----------
    contacts
        Expected contacts that enter in each interval, shape (n,).
    handle_seconds
        One person's time for one of them, above 0, shape (n,).
    capacity
        One person's time in each interval, seconds, above 0, shape (n,).
    day
        Number of the open day of each interval, from 0, rising, shape (n,).
    due
        For what enters in each interval, the last interval in which it is answered in time, never falling, shape (n,).
    open_work
        Work open at the start, seconds, by the last interval in which it is answered in time, shape (n,).
    """

    contacts: Floats
    handle_seconds: Floats
    capacity: Floats
    day: Integers
    due: Integers
    open_work: Floats

    def arrived(self, contacts: Floats) -> Floats:
        """Work there has been by the end of each interval, summed up, seconds, shape as `contacts`: (..., n)."""
        return np.asarray(np.cumsum(contacts * self.handle_seconds, axis=-1) + self.open_work.sum())

    @property
    def must_be_done(self) -> Floats:
        """Expected work that is due by the end of each interval, summed up, seconds, shape (n,)."""
        work = np.bincount(self.due, weights=self.contacts * self.handle_seconds, minlength=len(self.due))
        return np.asarray(np.cumsum(work + self.open_work))

    def level_pace(self) -> Floats:
        """Expected work done by the end of each interval at the most level pace, summed up, seconds, shape (n,)."""
        arrived = self.arrived(self.contacts)
        return level_work(np.minimum(self.must_be_done, arrived), arrived, elapsed=np.cumsum(self.capacity))

    def done(self, agents: Integers | Floats, contacts: Floats) -> Floats:
        """Work done by the end of each interval, summed up, seconds: nobody works on what is not there yet.

        Parameters
        ----------
        agents
            Shape (n,).
        contacts
            Possible futures, shape (..., n), which is the shape of the answer.
        """
        could_do = np.cumsum(agents * self.capacity)
        spare = np.minimum(self.arrived(contacts) - could_do, 0.0)
        return np.asarray(could_do + np.minimum.accumulate(spare, axis=-1))

    def in_time(self, agents: Integers | Floats, contacts: Floats) -> Floats:
        """Contacts of each interval that are answered by their deadline, shape as `contacts`: (..., n)."""
        work = contacts * self.handle_seconds
        before = self.arrived(contacts) - work
        in_time = self.done(agents, contacts)[..., self.due] - before
        return np.asarray(np.clip(in_time, 0.0, work) / self.handle_seconds)


def require_written(
    forecast: Forecast,
    goal: ServiceGoal,
    *,
    unplanned_shrinkage: float,
    calendar: Calendar,
    backlog: pd.DataFrame | None = None,
) -> Requirement:
    """People who answer written contacts by their deadline, as level as the deadlines allow.

    The contacts reckoned with are the forecast's mean at a `goal.confidence` of 0.5, else each day is raised to the
    quantile of its total. The most level pace that answers all of them by `goal.deadline` (the end of an open day so
    many open days after their own, or the end of so many open hours: `staffing.written_due`) is raised by a buffer
    until the expected share answered in time reaches `goal.service_level` over each span of `goal.scope` (`day` and
    `week` by the day on which contacts came; `interval` is taken as `day`): the least buffer with which that holds over
    the forecast's seeded sample paths, in which busy days push work before them. After the horizon its last week is
    taken to repeat itself, so that the last days leave no more behind than others.

    Parameters
    ----------
    forecast
        Of written work, in intervals of an hour or less.
    goal
        The queue's promise. `min_agents` holds where there is work; 1 unless it was set.
    unplanned_shrinkage
        As in `staffing.require_agents.require_agents`.
    calendar
        Tells the open days that deadlines count.
    backlog
        Contacts open at the start, a row each, with `deadline_at`, zone-aware. Where deadlines are counted in days,
        what is late or due on the first day is to be done by its end. Where they are counted in hours, what is late or
        due before the first interval ends is to be done by when a new contact of that interval is due, but still on
        the first day.
    """
    rows = np.flatnonzero(forecast.open_minutes > 0)
    if not rows.size:
        raise NothingToDo(
            "queue {queue} has no open interval in the span; there is nothing to staff", queue=forecast.queue
        )
    ahead = forecast.taking(rows)
    size = len(ahead)
    whole = with_weeks_after(ahead, days=max(days_beyond(ahead, goal), _LEAST_DAYS_AFTERWARDS))
    work = written_work(whole, goal, calendar=calendar, size=size, backlog=backlog)
    scope: Scope = "week" if goal.scope == "week" else "day"
    span = span_numbers(ahead.starts, scope=scope, week_starts=calendar.settings.week_starts)
    least = goal.min_agents if "min_agents" in goal.model_fields_set else USUAL_LEAST_AGENTS
    search = whole.sample_paths(_PATHS, seed=SEARCH_SEED)
    agents, asked = _buffered(work, search, goal=goal, span=span, least=least)
    paths = whole.sample_paths(_PATHS, seed=REPORT_SEED)
    return Requirement(
        queue=forecast.queue,
        channel=forecast.channel,
        interval_minutes=forecast.interval_minutes,
        issued_at=forecast.issued_at,
        goal=goal,
        engine=ENGINE,
        starts=ahead.starts,
        contacts=work.contacts[:size],
        agents=agents[:size],
        scheduled_agents=scheduled_agents(agents[:size], unplanned_shrinkage=unplanned_shrinkage),
        service_level=_share_in_time(work, agents, paths)[:size],
        abandonment=np.full(size, np.nan),
        asa_seconds=np.full(size, np.nan),
        occupancy=_occupancy(work, agents, paths)[:size],
        bound_by=tuple(np.where(agents > asked, "min_agents", "deadline")[:size].tolist()),
        backlog=None if backlog is None else len(backlog),
        open_minutes=ahead.open_minutes,
        work=_work_to_schedule(
            work, size, factor=_buffer_of_hours(work, search, goal=goal, span=span) / (1 - unplanned_shrinkage)
        ),
    )


def _work_to_schedule(work: WrittenWork, size: int, *, factor: float) -> DeadlineWork:
    """The work of the first intervals in hours of people scheduled: expected work times `factor`.

    People need not be whole here, neither for the buffer nor for shrinkage, since work carries over. On the last
    interval what the level pace has done by then counts as due.
    """
    arrived = work.arrived(work.contacts)[:size] * (factor / 3600)
    due = np.minimum(work.must_be_done[:size] * (factor / 3600), arrived)
    due[-1] = min(max(due[-1], work.level_pace()[size - 1] * (factor / 3600)), arrived[-1])
    return DeadlineWork(np.diff(arrived, prepend=0.0), np.diff(due, prepend=0.0))


def written_work(
    forecast: Forecast,
    goal: ServiceGoal,
    *,
    calendar: Calendar,
    size: int | None = None,
    backlog: pd.DataFrame | None = None,
) -> WrittenWork:
    """The work of a forecast with the deadlines of a goal.

    Parameters
    ----------
    forecast, goal, calendar, backlog
        As in `require_written`; every interval open.
    size
        Intervals whose deadlines the calendar counts, as in `written_due`. By default all.
    """
    due = written_due(forecast, goal, calendar=calendar, size=len(forecast) if size is None else size)
    return WrittenWork(
        contacts=forecast.mean * _caution(forecast, goal.confidence),
        handle_seconds=forecast.handle_seconds,
        capacity=forecast.open_minutes * 60,
        day=np.asarray(pd.factorize(forecast.dates)[0], dtype=np.int64),
        due=due.last_interval,
        open_work=_open_work(forecast, backlog, due=due),
    )


def with_weeks_after(forecast: Forecast, *, days: int) -> Forecast:
    """The forecast with its last week repeated until at least `days` more open days follow."""
    week = np.flatnonzero(forecast.dates > forecast.dates[-1] - pd.Timedelta(days=7))
    repeats = -(-days // len(pd.unique(forecast.dates[week])))
    later = [forecast.starts[week] + pd.Timedelta(days=7 * (k + 1)) for k in range(repeats)]
    rows = np.concatenate([np.arange(len(forecast)), *[week] * repeats])
    return forecast.taking(rows, starts=pd.DatetimeIndex(forecast.starts.append(later)))


def _caution(forecast: Forecast, confidence: float) -> Floats:
    """Factor on the mean of each interval that raises its day to the quantile of its total, shape (n,)."""
    if confidence == 0.5:
        return np.ones(len(forecast))
    totals = forecast.day_totals()
    factor = totals.quantile(confidence) / np.maximum(totals.mean, 1e-9)
    return np.asarray(factor[pd.factorize(forecast.dates)[0]])


def _open_work(forecast: Forecast, backlog: pd.DataFrame | None, *, due: WrittenDue) -> Floats:
    work = np.zeros(len(forecast))
    if backlog is None or not len(backlog):
        return work
    deadline = pd.DatetimeIndex(pd.to_datetime(backlog["deadline_at"], utc=True)).tz_convert(forecast.starts.tz)
    np.add.at(work, due.of_open(deadline, starts=forecast.starts), float(np.mean(forecast.handle_seconds)))
    return work


def _buffered(
    work: WrittenWork, paths: Floats, *, goal: ServiceGoal, span: Integers, least: int
) -> tuple[Integers, Integers]:
    """People with the least buffer that keeps the goal over every span, and those the deadlines alone ask for."""
    pace, arrived = work.level_pace(), work.arrived(work.contacts)

    def staffed(buffer: float) -> tuple[Integers, Integers]:
        return whole_people(pace * buffer, arrived * buffer, capacity=work.capacity, day=work.day, least=least)

    return staffed(_least_buffer(lambda b: _keeps(work, staffed(b)[0], paths, goal=goal, span=span)))


def _buffer_of_hours(work: WrittenWork, paths: Floats, *, goal: ServiceGoal, span: Integers) -> float:
    """The least factor on the level pace that keeps the goal over every span where people need not be whole."""
    pace = np.diff(work.level_pace(), prepend=0.0) / work.capacity
    return _least_buffer(lambda buffer: _keeps(work, pace * buffer, paths, goal=goal, span=span))


def _keeps(work: WrittenWork, agents: Integers | Floats, paths: Floats, *, goal: ServiceGoal, span: Integers) -> bool:
    """Whether the expected share answered in time reaches the goal over every span."""
    level = _share_in_time(work, agents, paths)[: len(span)]
    return bool(mean_by_span(level, weight=work.contacts[: len(span)], span=span).min() >= goal.service_level)


def _least_buffer(keeps: Callable[[float], bool]) -> float:
    low, high = 1.0, 1.0
    while not keeps(high) and high < _LARGEST_BUFFER:
        low, high = high, high * 1.15
    while high - low > _BUFFER_STEP:
        middle = (low + high) / 2
        low, high = (low, middle) if keeps(middle) else (middle, high)
    return high


def _share_in_time(work: WrittenWork, agents: Integers | Floats, paths: Floats) -> Floats:
    """Expected share of each interval's contacts that is answered in time, 1 where nothing is expected, shape (n,)."""
    expected = paths.mean(axis=0)
    in_time = work.in_time(agents, paths).mean(axis=0)
    return np.asarray(np.where(expected > 0, in_time / np.where(expected > 0, expected, 1.0), 1.0))


def _occupancy(work: WrittenWork, agents: Integers, paths: Floats) -> Floats:
    done = np.diff(work.done(agents, paths).mean(axis=0), prepend=0.0)
    return np.asarray(np.clip(done / np.maximum(agents * work.capacity, 1e-9), 0.0, 1.0))
