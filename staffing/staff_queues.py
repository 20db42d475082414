"""All queues of a desk at once: from forecasts to requirements, and into the store as they were issued."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from data.channel import LIVE_CHANNELS
from data.desk import Desk
from data.issued import store_issued
from data.service_goal import ServiceGoal
from data.snapshot import publish_snapshot
from data.warehouse import Warehouse
from forecasting.forecast import Forecast
from staffing.require_agents import require_agents
from staffing.requirement import Requirement
from staffing.requirement_table import requirement_rows


def staff_queues(
    forecasts: Sequence[Forecast], desk: Desk, *, engine: str = "erlang_c", goal_changes: dict[str, Any] | None = None
) -> list[Requirement]:
    """The people each queue needs; queues of written work are left out.

    Parameters
    ----------
    engine
        `erlang_c` or `pyworkforce`.
    goal_changes
        Fields of `ServiceGoal` that stand over desk.toml for this once.
    """
    return [
        require_agents(
            forecast,
            _changed(desk.queue(forecast.queue).goal, goal_changes or {}),
            unplanned_shrinkage=desk.settings.shrinkage.unplanned,
            engine=engine,
            week_starts=desk.settings.week_starts,
        )
        for forecast in forecasts
        if forecast.channel in LIVE_CHANNELS
    ]


def issue_requirements(warehouse: Warehouse, desk: Desk, requirements: Sequence[Requirement]) -> None:
    """Keep requirements as issued, and publish them."""
    if requirements:
        store_issued(warehouse, requirement=pd.concat([requirement_rows(one) for one in requirements]))
        publish_snapshot(warehouse, desk)


def _changed(goal: ServiceGoal, changes: dict[str, Any]) -> ServiceGoal:
    return ServiceGoal.model_validate(goal.model_dump() | changes)
