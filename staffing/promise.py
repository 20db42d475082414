"""What a requirement promises the customers, and what that rests on."""

from dataclasses import dataclass, field
from typing import Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.desk import Weekday
from data.errors import NothingToDo
from data.service_goal import Scope, ServiceGoal
from staffing.chat_slots import ChatSlots
from staffing.grounds import Grounds
from staffing.requirement import Requirement

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

SAMPLING_ERROR = 0.01
"""What a share told from sample paths may lie beside the truth."""


@dataclass(frozen=True)
class Promise:
    """The expected service level of a requirement over the scope of its goal.

    Parameters
    ----------
    queue, channel, engine
        As in the requirement.
    goal
        What was to be reached.
    service_level
        Expected share answered within the threshold, of written work by its deadline, over everything, weighted by
        contacts, 0 to 1.
    worst_span_start
        First interval of the scope span (interval, day or week) with the lowest service level, zone-aware.
    worst_span_service_level
        Its contact-weighted service level, 0 to 1.
    worst_interval_start
        The interval with the lowest service level, zone-aware.
    worst_interval_service_level
        0 to 1.
    agent_hours
        Hours of people handling contacts, without shrinkage.
    occupancy
        Share of these hours spent handling, 0 to 1.
    slots
        How many contacts a person serves at once (chat).
    is_written
        Whether contacts are answered by a deadline, and not while the customer waits.
    backlog
        Written contacts open at the start that are reckoned with; None where it was not told how many are open.
    abandonment
        Expected share of offered that hang up, over everything, 0 to 1; NaN where it is not known.
    worst_span_abandonment
        That of the scope span in which it is highest, 0 to 1; NaN where it is not known.
    worst_week_interval
        Of all weekdays and times of day that are alike the one with the lowest service level: its weekday, Monday 0,
        its minute since midnight, and the level.
    grounds
        What the requirement rests on; None where a table told it.
    """

    queue: str
    channel: str
    engine: str
    goal: ServiceGoal
    service_level: float
    worst_span_start: pd.Timestamp
    worst_span_service_level: float
    worst_interval_start: pd.Timestamp
    worst_interval_service_level: float
    agent_hours: float
    occupancy: float
    slots: ChatSlots = field(default_factory=ChatSlots)
    is_written: bool = False
    backlog: int | None = None
    abandonment: float = float("nan")
    worst_span_abandonment: float = float("nan")
    worst_week_interval: tuple[int, int, float] = (0, 0, 1.0)
    grounds: Grounds | None = None

    @property
    def scope(self) -> Scope:
        """The span over which the promise is kept."""
        return self.goal.scope

    @property
    def is_kept(self) -> bool:
        """Whether even the worst span reaches the goal and the worst interval its floor.

        Written work has no floor, since nobody waits for an interval; and what its sample paths say, they say to
        within a hundredth.
        """
        if self.is_written:
            return self.worst_span_service_level >= self.goal.service_level - SAMPLING_ERROR
        reached = self.worst_span_service_level >= self.goal.service_level - 1e-9
        stayed = not self.worst_span_abandonment > self.goal.max_abandonment + 1e-9
        return reached and stayed and self.worst_interval_service_level >= self.goal.floor - 1e-9

    @property
    def summary(self) -> dict[str, object]:
        """The figures for `--json`."""
        within: dict[str, object] = {"threshold_seconds": self.goal.threshold_seconds}
        if self.is_written:
            within = {self.goal.deadline.key: self.goal.deadline.number, "backlog": self.backlog}
        return {
            "queue": self.queue,
            "channel": self.channel,
            "scope": self.scope,
            "goal": self.goal.service_level,
            **within,
            "service_level": round(self.service_level, 4),
            "worst_span_service_level": round(self.worst_span_service_level, 4),
            "worst_interval": self.worst_interval_start.isoformat(),
            "worst_interval_service_level": round(self.worst_interval_service_level, 4),
            "agent_hours": round(self.agent_hours, 2),
            "is_kept": self.is_kept,
            **self._beside,
        }

    @property
    def _beside(self) -> dict[str, object]:
        """What only a requirement of people who answer at once tells."""
        if self.is_written:
            return {}
        weekday, minute, level = self.worst_week_interval
        found: dict[str, object] = {
            "worst_weekday_interval": {"weekday": weekday, "minute": minute, "service_level": round(level, 4)}
        }
        if not np.isnan(self.abandonment):
            found["abandonment"] = round(self.abandonment, 4)
            found["worst_span_abandonment"] = round(self.worst_span_abandonment, 4)
        if self.grounds is None:
            return found
        patience = self.grounds.patience_seconds
        return {
            **found,
            "confidence": round(self.grounds.share_of_days, 4),
            "patience_seconds": None if np.isinf(patience) else round(patience, 1),
            "plain_erlang_c_agent_hours": round(self.grounds.plain_agent_hours, 2),
            "after_closing_hours": round(self.grounds.after_closing_hours, 2),
        }

    def sentence(self, language: Literal["ja", "en"], *, title: str) -> str:
        """What is promised of the queue that people call `title`, and what it rests on, in a few plain sentences."""
        from staffing.promise_sentences import sentence_of

        return sentence_of(self, language, title=title)


def promise(requirement: Requirement, *, week_starts: Weekday = "monday") -> Promise:
    """The expected service level of a requirement over its scope, weighted by contacts, and where it is lowest.

    Parameters
    ----------
    requirement
        At least one interval, with its expected contacts and service level.
    week_starts
        First day of the weeks that scope `week` means.

    Raises
    ------
    NothingToDo
        If the requirement is empty, or comes from a table that tells no contacts or service level.
    """
    weight, level = requirement.contacts, requirement.service_level
    if len(requirement) == 0:
        raise NothingToDo(
            "queue {queue} has no open interval in the span; there is nothing to promise", queue=requirement.queue
        )
    if np.isnan(weight).any() or np.isnan(level).any():
        raise NothingToDo(
            "the requirement of queue {queue} tells no contacts or no service level for some "
            "intervals, so nothing can be promised from it; have it computed from a forecast",
            queue=requirement.queue,
        )
    scope: Scope = requirement.goal.scope
    if requirement.is_written and scope == "interval":
        scope = "day"
    span = span_numbers(requirement.starts, scope=scope, week_starts=week_starts)
    span_level = mean_by_span(level, weight=weight, span=span)
    worst_span, worst = int(np.argmin(span_level)), int(np.argmin(level))
    gone = mean_by_span(requirement.abandonment, weight=weight, span=span) * (np.bincount(span, weights=weight) > 0)
    return Promise(
        queue=requirement.queue,
        channel=requirement.channel,
        engine=requirement.engine,
        goal=requirement.goal,
        service_level=float(mean_by_span(level, weight=weight, span=np.zeros_like(span))[0]),
        worst_span_start=requirement.starts[int(np.argmax(span == worst_span))],
        worst_span_service_level=float(span_level[worst_span]),
        worst_interval_start=requirement.starts[worst],
        worst_interval_service_level=float(level[worst]),
        agent_hours=requirement.agent_hours,
        occupancy=_occupancy(requirement),
        slots=requirement.slots,
        is_written=requirement.is_written,
        backlog=requirement.backlog,
        abandonment=float(requirement.abandonment @ weight / weight.sum()) if weight.any() else 0.0,
        worst_span_abandonment=float(gone.max()),
        worst_week_interval=_worst_of_week(requirement),
        grounds=requirement.grounds,
    )


def _worst_of_week(requirement: Requirement) -> tuple[int, int, float]:
    """Weekday, minute and service level of the time of the week at which pooling starves the contacts most."""
    starts = requirement.starts
    minute = np.asarray(starts.day_of_week * 1440 + starts.hour * 60 + starts.minute, dtype=np.int64)
    times, number = np.unique(minute, return_inverse=True)
    level = mean_by_span(requirement.service_level, weight=requirement.contacts, span=np.asarray(number))
    worst = int(np.argmin(level))
    return int(times[worst] // 1440), int(times[worst] % 1440), float(level[worst])


def _occupancy(requirement: Requirement) -> float:
    hours = requirement.agents * requirement.open_hours
    return float(requirement.occupancy @ hours / hours.sum()) if hours.any() else 0.0


def span_numbers(starts: pd.DatetimeIndex, *, scope: Scope, week_starts: Weekday) -> Integers:
    """For each interval the number, from 0 in order of time, of the local day or week that it belongs to."""
    if scope == "interval":
        return np.arange(len(starts), dtype=np.int64)
    days = starts.tz_localize(None).normalize()
    if scope == "week":
        first = get_args(Weekday).index(week_starts)
        days = days - pd.to_timedelta((days.day_of_week - first) % 7, unit="D")
    return np.asarray(pd.factorize(days)[0], dtype=np.int64)


def mean_by_span(level: Floats, *, weight: Floats, span: Integers) -> Floats:
    """Weighted mean of `level` over each span, shape (spans,); 1 where nothing is expected."""
    total = np.bincount(span, weights=weight)
    return np.asarray(np.bincount(span, weights=weight * level) + (total == 0)) / np.where(total > 0, total, 1.0)
