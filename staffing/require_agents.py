"""From a forecast and a goal to the people needed in each interval."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.calendar import Calendar
from data.channel import LIVE_CHANNELS
from data.desk import Weekday
from data.errors import TsunagariError
from data.message import Message
from data.service_goal import ServiceGoal
from forecasting.forecast import Forecast
from staffing.chat_slots import ChatSlots
from staffing.engines import engine_named
from staffing.erlang import agents_within_occupancy, average_speed_of_answer, occupancy, service_level
from staffing.promise import Promise, mean_by_span, promise, span_numbers
from staffing.requirement import Requirement
from staffing.shrinkage import scheduled_agents
from staffing.written_work import require_written

__all__ = ["Promise", "promise", "require_agents"]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

LEAST_CONTACTS = 1e-9
"""An expectation below this is rounding, not a contact that somebody has to wait for."""

LONGEST_INTERVAL_MINUTES = 60
"""Within longer intervals contacts come too unevenly for a number of people to mean anything."""

ONE_AT_A_TIME = ChatSlots()

LEAST_TEAM_WITH_OCCUPANCY_CAP = 5
"""Small teams cannot be both busy and quick: the cap on occupancy does not bind them."""


@dataclass(frozen=True)
class _Arrivals:
    """What meets the agents of each open interval, shape (n,).

    Contacts, contacts per second, their handle seconds; and how many hours the interval is open, above 0.
    """

    contacts: Floats
    rate: Floats
    handle: Floats
    slots: ChatSlots
    threshold_seconds: float
    open_hours: Floats

    @property
    def load(self) -> Floats:
        """Erlangs of slots."""
        return self.rate * self.handle

    def level(self, agents: Integers, rows: Integers | slice = slice(None)) -> Floats:
        """Share answered within the threshold by so many agents, of all intervals or of `rows`."""
        return service_level(self.slots.servers(agents), self.rate[rows], self.handle[rows], self.threshold_seconds)


def require_agents(
    forecast: Forecast,
    goal: ServiceGoal,
    *,
    unplanned_shrinkage: float,
    engine: str = "erlang_c",
    week_starts: Weekday = "monday",
    slots: ChatSlots = ONE_AT_A_TIME,
    calendar: Calendar | None = None,
    backlog: pd.DataFrame | None = None,
) -> Requirement:
    """People needed in each open interval so that the goal is expected to be kept over its scope.

    Written work (mail, form, sms, social) is staffed by its deadlines: `staffing.written_work.require_written`. For
    the channels where the customer waits, of tier 1 and tier 2 alike, the contacts reckoned with are the mean of the
    forecast at a `goal.confidence` of 0.5, else its quantile at that level in each interval; they arrive evenly over
    the interval's open minutes. Nobody is assumed to hang up, so the abandonment is NaN and `goal.max_abandonment` is
    not judged. Each interval is taken by itself.

    - Scope `interval`: every interval reaches the service level.
    - Scope `day` and `week`: the fewest agent-hours with which the service level, weighted by contacts, reaches the
      goal over each local day or week, while no interval falls below `goal.floor`. Engine `pyworkforce` knows no
      such pooling: with it every interval reaches the service level in any scope.
    - Always: never overloaded, at least `goal.min_agents` while open, and from five agents on no busier than
      `goal.max_occupancy`.

    Parameters
    ----------
    forecast
        Of any channel, in intervals of an hour or less.
    goal
        The queue's promise.
    unplanned_shrinkage
        Share of scheduled time that is lost unplanned, 0 to 1, without 1. Breaks that the plan places are not in it.
    engine
        `erlang_c` or `pyworkforce`; what the agents achieve is told by our Erlang C with both. Written work has an
        engine of its own, whatever is named here.
    week_starts
        First day of the weeks of scope `week`.
    slots
        How many contacts a person serves at once (chat). The forecast's handle time is that of a contact served alone.
    calendar
        The desk's; written work needs it for its deadlines.
    backlog
        Written contacts that are open at the start, with `deadline_at`; by default none is known.

    Raises
    ------
    TsunagariError
        If the forecast comes in intervals longer than an hour.
    """
    refuse_coarse(forecast)
    if forecast.channel in LIVE_CHANNELS:
        return _require_live(
            forecast,
            goal,
            unplanned_shrinkage=unplanned_shrinkage,
            engine=engine,
            week_starts=week_starts,
            slots=slots,
        )
    if calendar is None:
        raise ValueError(f"queue {forecast.queue} takes {forecast.channel}; its deadlines need the desk's calendar")
    return require_written(forecast, goal, unplanned_shrinkage=unplanned_shrinkage, calendar=calendar, backlog=backlog)


def too_coarse(forecast: Forecast) -> Message | None:
    """Why a forecast cannot be staffed: a sentence where it comes in intervals longer than an hour, else None."""
    longest = int(forecast.lengths.max(initial=0))
    if longest <= LONGEST_INTERVAL_MINUTES:
        return None
    return Message.of(
        "queue {queue} is known only by totals of up to {longest} minutes; people are reckoned in "
        "intervals of {most} minutes or less. Import its contacts one by one, or totals by "
        "the hour or finer; or let another queue of the desk lend its hours of the day: "
        'shape_from = "<queue>" at queue {queue} in desk.toml',
        queue=forecast.queue,
        longest=longest,
        most=LONGEST_INTERVAL_MINUTES,
    )


def refuse_coarse(forecast: Forecast) -> None:
    """Raise a `TsunagariError` where the forecast comes in intervals longer than an hour."""
    reason = too_coarse(forecast)
    if reason:
        raise TsunagariError(reason)


def _require_live(
    forecast: Forecast,
    goal: ServiceGoal,
    *,
    unplanned_shrinkage: float,
    engine: str,
    week_starts: Weekday,
    slots: ChatSlots,
) -> Requirement:
    least = engine_named(engine)
    is_open = forecast.open_minutes > 0
    starts, contacts = forecast.starts[is_open], _contacts(forecast, goal.confidence)[is_open]
    arrivals = _Arrivals(
        contacts=contacts,
        rate=contacts / (forecast.open_minutes[is_open] * 60),
        handle=forecast.handle_seconds[is_open] * slots.stretch,
        slots=slots,
        threshold_seconds=goal.threshold_seconds,
        open_hours=forecast.open_minutes[is_open] / 60,
    )
    pooled = goal.scope != "interval" and engine == "erlang_c"
    level = goal.floor if pooled else max(goal.service_level, goal.floor)
    servers = least(arrivals.rate, arrivals.handle, threshold_seconds=goal.threshold_seconds, service_level=level)
    by_level = slots.agents(servers)
    start = _within_cap(np.maximum(by_level, goal.min_agents), arrivals, max_occupancy=goal.max_occupancy)
    span = span_numbers(starts, scope=goal.scope if pooled else "interval", week_starts=week_starts)
    agents = _pool(start, arrivals, target=goal.service_level, span=span) if pooled else start
    agents = _within_cap(agents, arrivals, max_occupancy=goal.max_occupancy)

    return Requirement(
        queue=forecast.queue,
        channel=forecast.channel,
        interval_minutes=forecast.interval_minutes,
        issued_at=forecast.issued_at,
        goal=goal,
        engine=engine,
        starts=starts,
        contacts=contacts,
        agents=agents,
        scheduled_agents=scheduled_agents(agents, unplanned_shrinkage=unplanned_shrinkage),
        service_level=arrivals.level(agents),
        abandonment=np.full(len(starts), np.nan),
        asa_seconds=average_speed_of_answer(slots.servers(agents), arrivals.rate, arrivals.handle),
        occupancy=occupancy(slots.servers(agents), arrivals.rate, arrivals.handle),
        bound_by=_bound_by(agents, by_level=by_level, start=start, goal=goal, pooled=pooled),
        slots=slots,
        open_minutes=forecast.open_minutes[is_open],
    )


def _contacts(forecast: Forecast, confidence: float) -> Floats:
    contacts = forecast.mean if confidence == 0.5 else forecast.quantile(confidence)
    return np.where(contacts < LEAST_CONTACTS, 0.0, contacts)


def _within_cap(agents: Integers, arrivals: _Arrivals, *, max_occupancy: float) -> Integers:
    """As many as the cap on occupancy asks for, where there are enough people for it to bind."""
    servers = agents_within_occupancy(arrivals.load, max_occupancy=max_occupancy)
    capped = np.maximum(agents, arrivals.slots.agents(servers))
    return np.where(agents >= LEAST_TEAM_WITH_OCCUPANCY_CAP, capped, agents)


def _pool(start: Integers, arrivals: _Arrivals, *, target: float, span: Integers) -> Integers:
    """The fewest agents on top of `start` with which every span reaches the service level, weighted by contacts.

    One agent at a time goes where an hour of work wins most contacts within the threshold: of an interval that is open
    for a part an agent costs that part. Above the load the service level is
    concave in the agents (Erlang's delay formula is convex: Jagers and van Doorn, Probability in the Engineering and
    Informational Sciences 5, 1991; times a falling exponential it stays convex), so no gain is hidden behind a
    smaller one, and taking the largest first reaches every total with the fewest agents (of intervals as long).
    """
    agents = start.copy()
    contacts, hours = arrivals.contacts, arrivals.open_hours
    level = arrivals.level(agents)
    gain = contacts * (arrivals.level(agents + 1) - level) / hours
    while True:
        short = mean_by_span(level, weight=contacts, span=span) < target - 1e-12
        rows = np.flatnonzero(short[span])
        if not rows.size:
            return agents
        by_gain = rows[np.lexsort((gain[rows], span[rows]))]
        best = by_gain[np.flatnonzero(np.diff(span[by_gain], append=-1))]
        agents[best] += 1
        level[best] = arrivals.level(agents[best], best)
        gain[best] = contacts[best] * (arrivals.level(agents[best] + 1, best) - level[best]) / hours[best]


def _bound_by(
    agents: Integers, *, by_level: Integers, start: Integers, goal: ServiceGoal, pooled: bool
) -> tuple[str, ...]:
    """The rule that decided each interval: the one that asked for the most people."""
    by_itself = "floor" if pooled or goal.floor > goal.service_level else "service_level"
    least = np.maximum(by_level, goal.min_agents)
    rule = np.where(goal.min_agents > by_level, "min_agents", by_itself)
    rule = np.where(start > least, "max_occupancy", rule)
    return tuple(str(name) for name in np.where(agents > start, "service_level", rule))
