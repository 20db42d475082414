"""From a forecast and a goal to the people needed in each interval."""

from dataclasses import replace

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
from staffing.engines import USUAL_ENGINE, Engine, engine_named
from staffing.fewest_agents import Fewest, Spans, at_least, fewest_agents
from staffing.grounds import Grounds
from staffing.live_service import Asked, LiveService
from staffing.promise import Promise, promise, span_numbers
from staffing.pyworkforce_engine import required_agents_by_pyworkforce
from staffing.requirement import Requirement
from staffing.shrinkage import scheduled_agents
from staffing.written_work import require_written

__all__ = ["Promise", "promise", "require_agents"]

Integers = NDArray[np.int64]

LONGEST_INTERVAL_MINUTES = 60
"""Within longer intervals contacts come too unevenly for a number of people to mean anything."""

ONE_AT_A_TIME = ChatSlots()


def require_agents(
    forecast: Forecast,
    goal: ServiceGoal,
    *,
    unplanned_shrinkage: float,
    engine: str = USUAL_ENGINE,
    week_starts: Weekday = "monday",
    slots: ChatSlots = ONE_AT_A_TIME,
    patience_seconds: float = float(np.inf),
    short_abandon_seconds: float = 0.0,
    calendar: Calendar | None = None,
    backlog: pd.DataFrame | None = None,
) -> Requirement:
    """People needed in each open interval so that the goal is expected to be kept over its scope.

    Written work (mail, form, sms, social) is staffed by its deadlines: `staffing.written_work.require_written`. For
    the channels where the customer waits, of tier 1 and tier 2 alike, `staffing.live_service` tells what so many
    people achieve, and `staffing.fewest_agents` searches for the fewest.

    - Scope `interval`: every interval keeps service level and abandonment.
    - Scope `day` and `week`: the fewest agent-hours with which both, weighted by contacts, are kept over each local
      day or week, while no interval falls below `goal.floor`. Engine `pyworkforce` knows no such pooling: with it
      every interval reaches the service level in any scope.
    - A `goal.confidence` other than 0.5: the service level is reached on that share of such days, too.
    - Always: at least `goal.min_agents` while open, and from five agents on no busier than `goal.max_occupancy`.

    Parameters
    ----------
    forecast
        Of any channel, in intervals of an hour or less.
    goal
        The queue's promise.
    unplanned_shrinkage
        Share of scheduled time that is lost unplanned, 0 to 1, without 1. Breaks that the plan places are not in it.
    engine
        `erlang_a`: over the doubt of the forecast, with what is still being handled from before, and with customers
        who hang up. `erlang_c` and `pyworkforce`: as if exactly the mean of the forecast came, or its quantile at
        another confidence than 0.5, evenly in each interval, and nobody hung up; what the agents achieve is told by
        our Erlang C with both, and the abandonment is not known (NaN). Written work has an engine of its own.
    week_starts
        First day of the weeks of scope `week`.
    slots
        How many contacts a person serves at once (chat). The forecast's handle time is that of a contact served alone.
    patience_seconds
        Mean patience, seconds; infinite where nobody is taken to hang up, and then the abandonment is NaN.
    short_abandon_seconds
        Who hangs up within so many seconds does not count in the service level.
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
            engine=engine_named(engine),
            week_starts=week_starts,
            asked=Asked(goal.threshold_seconds, patience_seconds, short_abandon_seconds, slots),
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
    engine: Engine,
    week_starts: Weekday,
    asked: Asked,
) -> Requirement:
    forecast = forecast.taking(np.flatnonzero(forecast.open_minutes > 0))
    service = service_as_seen_by(engine, forecast, goal, asked=asked)
    span = _span(forecast, goal, week_starts)
    found = _fewest_by(engine, service, goal, span=span)
    agents, kept = found.agents, service.kept(found.agents)
    return Requirement(
        queue=forecast.queue,
        channel=forecast.channel,
        interval_minutes=forecast.interval_minutes,
        issued_at=forecast.issued_at,
        goal=goal,
        engine=engine,
        starts=forecast.starts,
        contacts=service.contacts,
        agents=agents,
        scheduled_agents=scheduled_agents(agents, unplanned_shrinkage=unplanned_shrinkage),
        service_level=service.mean_over_days(kept.level),
        abandonment=service.mean_over_days(kept.gone) if service.asked.hang_up else np.full(len(agents), np.nan),
        asa_seconds=service.average_speed_of_answer(agents),
        occupancy=service.occupancy(agents),
        bound_by=found.bound_by,
        slots=asked.slots,
        open_minutes=forecast.open_minutes,
        grounds=None if engine != "erlang_a" else _grounds(service, agents, forecast, goal, week_starts=week_starts),
    )


def _grounds(
    service: LiveService, agents: Integers, forecast: Forecast, goal: ServiceGoal, *, week_starts: Weekday
) -> Grounds:
    """What stands beside the requirement: how many days keep the goal, and what plain Erlang C would ask for."""
    days = goal.model_copy(update={"scope": "day"}) if goal.scope == "interval" else goal
    spans = Spans.of(service, span_numbers(forecast.starts, scope=days.scope, week_starts=week_starts))
    plain = service_as_seen_by("erlang_c", forecast, goal, asked=service.asked)
    by_itself = goal.model_copy(update={"scope": "interval"})
    hours = _fewest_by("erlang_c", plain, by_itself, span=None).agents @ plain.open_hours
    reached = spans.share_of_days(service, agents, target=goal.service_level)
    return Grounds(
        patience_seconds=service.asked.patience_seconds,
        share_of_days=float(reached.mean()) if len(reached) else 1.0,
        plain_agent_hours=float(hours),
        after_closing_hours=float(service.after_closing_hours.sum()),
    )


def service_as_seen_by(engine: Engine, forecast: Forecast, goal: ServiceGoal, *, asked: Asked) -> LiveService:
    """What people meet in the intervals of a forecast, all open, as an engine sees it."""
    if engine == "erlang_a":
        return LiveService.of(forecast, asked)
    contacts = forecast.mean if goal.confidence == 0.5 else forecast.quantile(goal.confidence)
    return LiveService.alone(contacts, forecast, replace(asked, patience_seconds=float(np.inf)))


def _span(forecast: Forecast, goal: ServiceGoal, week_starts: Weekday) -> Integers | None:
    if goal.scope == "interval":
        return None
    return span_numbers(forecast.starts, scope=goal.scope, week_starts=week_starts)


def _fewest_by(engine: Engine, service: LiveService, goal: ServiceGoal, *, span: Integers | None) -> Fewest:
    if engine == "erlang_a":
        return fewest_agents(service, goal, span=span)
    certain = goal.model_copy(update={"confidence": 0.5})  # it has chosen the contacts
    if engine == "erlang_c":
        return fewest_agents(service, certain, span=span)
    least = required_agents_by_pyworkforce(
        service.mean_load / service.handle.mean_seconds,
        service.handle.mean_seconds,
        threshold_seconds=goal.threshold_seconds,
        service_level=max(goal.service_level, goal.floor),
    )
    return at_least(service.asked.slots.agents(least), service, certain)
