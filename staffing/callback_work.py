"""People who call back beside those who answer: work with a promised time, for which nobody waits on the line."""

from dataclasses import replace

import numpy as np

from data.calendar import Calendar
from data.service_goal import ServiceGoal
from forecasting.forecast import Forecast
from staffing.requirement import Requirement
from staffing.shrinkage import scheduled_agents
from staffing.written_work import require_written


def with_callbacks(
    live: Requirement,
    needed: Requirement,
    callbacks: Forecast,
    *,
    within_hours: float,
    unplanned_shrinkage: float,
    calendar: Calendar,
) -> Requirement:
    """The people of a queue with those who call back.

    Who calls back cannot answer, so the callbacks take people of their own, as level as the promised time allows; but
    those who are there only because of `min_agents` call back first. What is achieved is told of the contacts that wait
    on the line.

    Parameters
    ----------
    live, needed
        The queue's requirement, and the same without least agents.
    callbacks
        In the same intervals.
    within_hours
        Open hours within which a callback is promised, above 0.
    """
    goal = ServiceGoal(
        service_level=live.goal.service_level, deadline_business_hours=within_hours, min_agents=0, scope="day"
    )
    calling = require_written(callbacks, goal, unplanned_shrinkage=unplanned_shrinkage, calendar=calendar)
    spare = live.agents - np.minimum(needed.agents, live.agents)
    more = np.maximum(calling.agents - spare, 0)
    agents = live.agents + more
    busy = live.occupancy * live.agents + calling.occupancy * calling.agents
    bound = tuple("deadline" if extra else rule for extra, rule in zip(more, live.bound_by, strict=True))
    return replace(
        live,
        agents=agents,
        scheduled_agents=scheduled_agents(agents, unplanned_shrinkage=unplanned_shrinkage),
        occupancy=np.minimum(busy / np.maximum(agents, 1), 1.0),
        bound_by=bound,
    )
