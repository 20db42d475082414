"""How many people a queue needs in each interval, and what they will achieve."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.channel import WRITTEN_CHANNELS
from data.remark import Remark
from data.service_goal import ServiceGoal
from staffing.chat_slots import ChatSlots
from staffing.deadline_work import DeadlineWork
from staffing.escalations import Fed
from staffing.grounds import Grounds

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Requirement:
    """One queue's people per open interval.

    Parameters
    ----------
    queue, channel, interval_minutes
        As in desk.toml.
    issued_at
        The as-of of the forecast it rests on, zone-aware.
    goal
        The promise it was computed for.
    engine
        Queueing engine: `erlang_c` or `pyworkforce`, for written work `written_work`; `given` where a table without
        one was read.
    starts
        Open intervals, zone-aware, rising, shape (n,).
    contacts
        Contacts the agents are computed for, per interval; NaN where a table does not say, shape (n,).
    agents
        People handling contacts, integers, shape (n,).
    scheduled_agents
        People to schedule so that as many remain after unplanned shrinkage, integers, shape (n,).
    service_level
        Expected share answered within the threshold, of written work by the planned deadline, 0 to 1; like the rest
        NaN where a table does not say, shape (n,).
    abandonment
        Expected share of offered that hang up, 0 to 1; NaN where the engine assumes that nobody does, shape (n,).
    asa_seconds
        Expected average speed of answer, seconds; NaN for written work, shape (n,).
    occupancy
        Expected share of the agents' time spent handling, 0 to 1, shape (n,).
    bound_by
        The rule that decided each interval: `service_level`, `floor`, `max_occupancy`, `min_agents`, `deadline`;
        `given` where a table does not say, shape (n,).
    slots
        How many contacts a person serves at once (chat).
    backlog
        Written contacts open at the start that are reckoned with; None where it was not told how many are open.
    remarks
        Sentences a reader must know: those of the forecast it rests on.
    open_minutes
        Minutes that each interval is open, above 0, at most `interval_minutes`, shape (n,); None: all of them.
    work
        When the work comes and when it is due, for written work; None where that is not known. The agents are then a
        recommended profile, and what binds are the deadlines.
    grounds
        What it rests on; None where that is not known.
    fed
        What other queues hand on to this one, beside its own contacts.
    """

    queue: str
    channel: str
    interval_minutes: int
    issued_at: pd.Timestamp
    goal: ServiceGoal
    engine: str
    starts: pd.DatetimeIndex
    contacts: Floats
    agents: NDArray[np.int64]
    scheduled_agents: NDArray[np.int64]
    service_level: Floats
    abandonment: Floats
    asa_seconds: Floats
    occupancy: Floats
    bound_by: tuple[str, ...]
    slots: ChatSlots = field(default_factory=ChatSlots)
    backlog: int | None = None
    remarks: tuple[Remark, ...] = ()
    open_minutes: Floats | None = None
    work: DeadlineWork | None = None
    grounds: Grounds | None = None
    fed: tuple[Fed, ...] = ()

    def __post_init__(self) -> None:
        if self.starts.tz is None:
            raise ValueError(f"requirement of {self.queue}: interval starts carry a time zone; these are naive")
        if not self.starts.is_monotonic_increasing or not self.starts.is_unique:
            raise ValueError(f"requirement of {self.queue}: interval starts must rise without repeats")
        size = len(self.starts)
        for name in ("contacts", "agents", "scheduled_agents", "service_level", "abandonment", "asa_seconds",
                     "occupancy"):  # fmt: skip
            if getattr(self, name).shape != (size,):
                raise ValueError(f"requirement of {self.queue}: {name} must hold {size} values")
        self._check_open_minutes()
        if self.work is not None and self.work.due_hours.shape != (size,):
            raise ValueError(f"requirement of {self.queue}: work must be told for {size} intervals")
        if len(self.bound_by) != size:
            raise ValueError(f"requirement of {self.queue}: bound_by must hold {size} values")
        if np.any(self.agents < 0) or np.any(self.scheduled_agents < self.agents):
            raise ValueError(
                f"requirement of {self.queue}: scheduled agents are never fewer than agents, and none negative"
            )

    def _check_open_minutes(self) -> None:
        opened = self.open_minutes
        if opened is None:
            return
        if opened.shape != self.starts.shape or not np.all((opened > 0) & (opened <= self.interval_minutes)):
            raise ValueError(
                f"requirement of {self.queue}: open minutes lie above 0 and up to {self.interval_minutes}, "
                "one number for each interval"
            )

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def is_written(self) -> bool:
        """Whether contacts are answered by a deadline, and not while the customer waits."""
        return self.channel in WRITTEN_CHANNELS

    @property
    def agent_hours(self) -> float:
        """Hours of people handling contacts over the whole span."""
        return float(self.agents @ self.open_hours)

    @property
    def open_hours(self) -> Floats:
        """Hours that each interval is open, shape (n,)."""
        if self.open_minutes is None:
            return np.full(len(self), self.interval_minutes / 60)
        return np.asarray(self.open_minutes / 60)

    @property
    def deadline_work(self) -> DeadlineWork:
        """The written work; where it is not known, that of the profile, to be done on its own day."""
        if self.work is not None:
            return self.work
        day = pd.factorize(self.starts.tz_localize(None).normalize())[0]
        return DeadlineWork.of_profile(self.scheduled_agents * self.open_hours, day=np.asarray(day, dtype=np.int64))
