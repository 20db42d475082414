"""One queue with and without some changes: the same courses of its days simulated twice, and its hours reckoned."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.calendar import Calendar
from data.channel import LIVE_CHANNELS
from data.desk import Desk
from data.message import Message
from data.remark import Remark
from data.service_goal import ServiceGoal
from forecasting.forecast import Forecast
from staffing.forecast_days import courses_for, days_of_forecast
from staffing.requirement import Requirement
from staffing.simulation.paired_courses import play_both
from staffing.simulation.queue_days import QueueDays
from staffing.staff_queues import staff_queues
from staffing.what_if.answer import QueueAnswer, Situation
from staffing.what_if.changed import PartShares, changed_contacts, changed_handle_time, changed_people
from staffing.what_if.changes import Change, ThresholdChange
from staffing.wording import JAPANESE

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Integers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class QueueAhead:
    """One queue as it will be without a change.

    Parameters
    ----------
    desk
        Its desk.
    forecast, requirement
        From the as-of on; of the same intervals, n of them.
    people
        People there, counted by proficiency, after unplanned shrinkage, shape (n,).
    planned
        Whether these are a shift plan's, shape (n,).
    patience_seconds
        Mean patience; infinite where nobody is taken to hang up.
    first_day, last_day
        Local days asked of, inclusive.
    backlog
        Written contacts that are open at the start, as `staffing.staff_queues.staff_queues` takes them.
    callers
        Of the people required those who call back, shape (n,); None: nobody.
    """

    desk: Desk
    forecast: Forecast
    requirement: Requirement
    people: Floats
    planned: Flags
    patience_seconds: float
    first_day: date
    last_day: date
    backlog: pd.DataFrame | None = None
    callers: Integers | None = None

    def __post_init__(self) -> None:
        if not self.forecast.starts.equals(self.requirement.starts):
            raise ValueError(f"what if on {self.forecast.queue}: forecast and requirement have other intervals")
        if not self.people.shape == self.planned.shape == (len(self.forecast),):
            raise ValueError(f"what if on {self.forecast.queue}: people must hold {len(self.forecast)} values")

    @property
    def rows(self) -> Integers:
        """The intervals asked of."""
        days = self.forecast.dates
        return np.flatnonzero((days >= pd.Timestamp(self.first_day)) & (days <= pd.Timestamp(self.last_day)))


@dataclass(frozen=True, eq=False)
class Side:
    """The queue before or after: its forecast, goal, people and required agents, all of its reach."""

    forecast: Forecast
    goal: ServiceGoal
    people: Floats
    required: Integers


@dataclass(frozen=True, eq=False)
class ChangedQueue:
    """One queue without and with some changes, before anything is simulated.

    Parameters
    ----------
    ahead
        The queue as it will be.
    changes
        Those that touch it, or what hands on to it.
    before, after
        Without and with them.
    remarks
        What a reader must know of the change.
    """

    ahead: QueueAhead
    changes: tuple[Change, ...]
    before: Side
    after: Side
    remarks: tuple[Remark, ...] = ()

    @classmethod
    def unchanged(cls, ahead: QueueAhead, changes: Sequence[Change]) -> "ChangedQueue":
        """The queue as it is, on both sides."""
        goal = ahead.desk.queue(ahead.forecast.queue).goal
        side = Side(ahead.forecast, goal, ahead.people, ahead.requirement.agents)
        return cls(ahead, tuple(changes), side, side)

    def becoming(self, after: Side, *remarks: Remark) -> "ChangedQueue":
        """The same with another side after, whose required agents are found anew where its work or goal differs."""
        if after.forecast is not self.after.forecast or after.goal != self.after.goal:
            after = replace(after, required=_required(self.ahead, after, until_now=self.before.goal))
        return replace(self, after=after, remarks=(*self.remarks, *remarks))


def change_queue(
    ahead: QueueAhead,
    changes: Sequence[Change],
    *,
    eventful: Forecast | None = None,
    shares: PartShares | None = None,
) -> ChangedQueue:
    """The queue as the changes make it.

    Parameters
    ----------
    changes
        Those that touch the queue.
    eventful
        The forecast with the events that are supposed; None: there are none.
    shares
        What share of the handle time each part is; needed where a part changes.
    """
    calendar, same = Calendar.of(ahead.desk), ChangedQueue.unchanged(ahead, changes)
    before = same.before
    more = changed_contacts(eventful or before.forecast, changes, calendar=calendar)
    forecast, said_of_handling = changed_handle_time(more, changes, shares=shares or {})
    people, said_of_people = changed_people(before.people, before.forecast, changes, calendar=calendar)
    goal = before.goal
    for change in changes:
        if isinstance(change, ThresholdChange):
            goal = goal.model_copy(update={"threshold_seconds": change.seconds})
    after = replace(before, forecast=forecast, goal=goal, people=people)
    return same.becoming(after, *_untaught(ahead, eventful), *said_of_handling, *said_of_people)


def answer_queue(changed: ChangedQueue, *, seed: int, courses: int | None = None) -> QueueAnswer:
    """What the changes make of the queue on the days asked of, of which at least one interval is open.

    Parameters
    ----------
    seed, courses
        As in `staffing.what_if.ask.what_if`.
    """
    ahead, both = changed.ahead, (changed.before, changed.after)
    rows = ahead.rows
    sides = [_situation(side, rows) for side in both]
    if ahead.forecast.channel in LIVE_CHANNELS:
        count = courses or courses_for(*(side.forecast.mean[rows].sum() for side in both))
        played = play_both(*(_queue_days(side, ahead, seed=seed, courses=count) for side in both), seed=seed)
        sides = [replace(side, courses=one) for side, one in zip(sides, played, strict=True)]
    return QueueAnswer(
        queue=ahead.forecast.queue,
        channel=ahead.forecast.channel,
        changes=changed.changes,
        starts=ahead.forecast.starts[rows],
        open_hours=ahead.forecast.open_minutes[rows] / 60,
        before=sides[0],
        after=sides[1],
        patience_seconds=ahead.patience_seconds,
        planned=ahead.planned[rows],
        seed=seed,
        remarks=changed.remarks,
    )


def _required(ahead: QueueAhead, side: Side, *, until_now: ServiceGoal) -> Integers:
    told = {"threshold_seconds": side.goal.threshold_seconds} if side.goal != until_now else None
    [found] = staff_queues(
        [side.forecast],
        ahead.desk,
        goal_changes=told,
        backlog=ahead.backlog,
        patience_seconds={side.forecast.queue: ahead.patience_seconds},
    )
    return found.agents if ahead.callers is None else found.agents + ahead.callers


def _untaught(ahead: QueueAhead, eventful: Forecast | None) -> tuple[Remark, ...]:
    """A remark where the forecast with the supposed event expects what it expects without."""
    if eventful is None or not np.array_equal(eventful.mean[ahead.rows], ahead.forecast.mean[ahead.rows]):
        return ()
    told = Message.of(
        "{queue}: its past does not tell what such an event brings; tell a factor (--volume 1.3)",
        queue=ahead.forecast.queue,
    )
    return (Remark(ja=told.said(JAPANESE), en=str(told)),)


def _situation(side: Side, rows: Integers) -> Situation:
    return Situation(
        goal=side.goal,
        contacts=side.forecast.mean[rows],
        handle_seconds=side.forecast.handle_seconds[rows],
        people=side.people[rows],
        required=side.required[rows].astype(np.float64),
    )


def _queue_days(side: Side, ahead: QueueAhead, *, seed: int, courses: int) -> QueueDays:
    rows = ahead.rows
    return days_of_forecast(
        side.forecast.taking(rows),
        ahead.desk,
        people=side.people[rows],
        patience_seconds=ahead.patience_seconds,
        threshold_seconds=side.goal.threshold_seconds,
        courses=courses,
        seed=seed,
    )
