"""From a forecast and a goal to the people needed in each interval."""

import numpy as np
from numpy.typing import NDArray

from data.channel import LIVE_CHANNELS
from data.desk import Weekday
from data.errors import NothingToDo
from data.service_goal import ServiceGoal
from forecasting.forecast import Forecast
from staffing.engines import engine_named
from staffing.erlang import agents_within_occupancy, average_speed_of_answer, occupancy, service_level
from staffing.promise import Promise, mean_by_span, promise, span_numbers
from staffing.requirement import Requirement
from staffing.shrinkage import scheduled_agents

__all__ = ["Promise", "promise", "require_agents"]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

LEAST_CONTACTS = 1e-9
"""An expectation below this is rounding, not a contact that somebody has to wait for."""

LEAST_TEAM_WITH_OCCUPANCY_CAP = 5
"""Small teams cannot be both busy and quick: the cap on occupancy does not bind them."""


def require_agents(
    forecast: Forecast,
    goal: ServiceGoal,
    *,
    unplanned_shrinkage: float,
    engine: str = "erlang_c",
    week_starts: Weekday = "monday",
) -> Requirement:
    """People needed in each open interval so that the goal is expected to be kept over its scope.

    The contacts reckoned with are the mean of the forecast at a `goal.confidence` of 0.5, else its quantile at that
    level in each interval; they arrive evenly over the interval's open minutes. Nobody is assumed to hang up, so
    the abandonment is NaN and `goal.max_abandonment` is not judged. Each interval is taken by itself.

    - Scope `interval`: every interval reaches the service level.
    - Scope `day` and `week`: the fewest agent-hours with which the service level, weighted by contacts, reaches the
      goal over each local day or week, while no interval falls below `goal.floor`. Engine `pyworkforce` knows no
      such pooling: with it every interval reaches the service level in any scope.
    - Always: never overloaded, at least `goal.min_agents` while open, and from five agents on no busier than
      `goal.max_occupancy`.

    Parameters
    ----------
    forecast
        Of a channel where the customer waits (phone, chat, video).
    goal
        The queue's promise.
    unplanned_shrinkage
        Share of scheduled time that is lost unplanned, 0 to 1, without 1. Breaks that the plan places are not in it.
    engine
        `erlang_c` or `pyworkforce`; what the agents achieve is told by our Erlang C with both.
    week_starts
        First day of the weeks of scope `week`.

    Raises
    ------
    NothingToDo
        If the channel is written work (mail, form, sms, social).
    """
    if forecast.channel not in LIVE_CHANNELS:
        raise NothingToDo(
            f"queue {forecast.queue} takes {forecast.channel}: written work with a reply deadline is not staffed yet; "
            f"ask for queues of {', '.join(LIVE_CHANNELS)}"
        )
    least = engine_named(engine)
    is_open = forecast.open_minutes > 0
    starts, handle = forecast.starts[is_open], forecast.handle_seconds[is_open]
    contacts = _contacts(forecast, goal.confidence)[is_open]
    rate = contacts / (forecast.open_minutes[is_open] * 60)

    pooled = goal.scope != "interval" and engine == "erlang_c"
    level = goal.floor if pooled else max(goal.service_level, goal.floor)
    by_level = least(rate, handle, threshold_seconds=goal.threshold_seconds, service_level=level)
    start = _within_cap(np.maximum(by_level, goal.min_agents), rate * handle, goal=goal)
    span = span_numbers(starts, scope=goal.scope if pooled else "interval", week_starts=week_starts)
    agents = _pool(start, goal=goal, contacts=contacts, rate=rate, handle=handle, span=span) if pooled else start
    agents = _within_cap(agents, rate * handle, goal=goal)

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
        service_level=service_level(agents, rate, handle, goal.threshold_seconds),
        abandonment=np.full(len(starts), np.nan),
        asa_seconds=average_speed_of_answer(agents, rate, handle),
        occupancy=occupancy(agents, rate, handle),
        bound_by=_bound_by(agents, by_level=by_level, start=start, goal=goal, pooled=pooled),
    )


def _contacts(forecast: Forecast, confidence: float) -> Floats:
    contacts = forecast.mean if confidence == 0.5 else forecast.quantile(confidence)
    return np.where(contacts < LEAST_CONTACTS, 0.0, contacts)


def _within_cap(agents: Integers, load: Floats, *, goal: ServiceGoal) -> Integers:
    """As many as the cap on occupancy asks for, where there are enough people for it to bind."""
    capped = np.maximum(agents, agents_within_occupancy(load, max_occupancy=goal.max_occupancy))
    return np.where(agents >= LEAST_TEAM_WITH_OCCUPANCY_CAP, capped, agents)


def _pool(
    start: Integers, *, goal: ServiceGoal, contacts: Floats, rate: Floats, handle: Floats, span: Integers
) -> Integers:
    """The fewest agents on top of `start` with which every span reaches the service level, weighted by contacts.

    One agent at a time goes where it wins most contacts within the threshold. Above the load the service level is
    concave in the agents (Erlang's delay formula is convex: Jagers and van Doorn, Probability in the Engineering and
    Informational Sciences 5, 1991; times a falling exponential it stays convex), so no gain is hidden behind a
    smaller one, and taking the largest first reaches every total with the fewest agents.
    """
    agents = start.copy()
    level = service_level(agents, rate, handle, goal.threshold_seconds)
    gain = contacts * (service_level(agents + 1, rate, handle, goal.threshold_seconds) - level)
    while True:
        short = mean_by_span(level, weight=contacts, span=span) < goal.service_level - 1e-12
        rows = np.flatnonzero(short[span])
        if not rows.size:
            return agents
        by_gain = rows[np.lexsort((gain[rows], span[rows]))]
        best = by_gain[np.flatnonzero(np.diff(span[by_gain], append=-1))]
        agents[best] += 1
        level[best] = service_level(agents[best], rate[best], handle[best], goal.threshold_seconds)
        following = service_level(agents[best] + 1, rate[best], handle[best], goal.threshold_seconds)
        gain[best] = contacts[best] * (following - level[best])


def _bound_by(
    agents: Integers, *, by_level: Integers, start: Integers, goal: ServiceGoal, pooled: bool
) -> tuple[str, ...]:
    """The rule that decided each interval: the one that asked for the most people."""
    by_itself = "floor" if pooled or goal.floor > goal.service_level else "service_level"
    least = np.maximum(by_level, goal.min_agents)
    rule = np.where(goal.min_agents > by_level, "min_agents", by_itself)
    rule = np.where(start > least, "max_occupancy", rule)
    return tuple(str(name) for name in np.where(agents > start, "service_level", rule))
