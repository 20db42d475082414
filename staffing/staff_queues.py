"""All queues of a desk at once: from the store or a table to requirements, and into the store as they were issued."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from data.channel import LIVE_CHANNELS
from data.desk import Desk
from data.errors import TsunagariError
from data.issued import store_issued
from data.service_goal import ServiceGoal
from data.snapshot import publish_snapshot
from data.warehouse import Warehouse
from forecasting.forecast import Forecast
from forecasting.forecast_queues import forecast_queues, issue_forecasts
from staffing.require_agents import require_agents
from staffing.requirement import Requirement
from staffing.requirement_table import requirement_from_rows, requirement_rows


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


def staff_desk(
    warehouse: Warehouse,
    desk: Desk,
    *,
    as_of: pd.Timestamp | None = None,
    last_day: date | None = None,
    horizon_days: int = 35,
    engine: str = "erlang_c",
    goal_changes: dict[str, Any] | None = None,
) -> list[Requirement]:
    """Forecast and staff every queue; without `as_of` both are kept as issued, and published.

    Parameters
    ----------
    as_of, last_day, horizon_days
        As in `forecasting.forecast_queues.forecast_queues`.
    engine, goal_changes
        As in `staff_queues`.
    """
    forecasts = forecast_queues(warehouse, desk, as_of=as_of, last_day=last_day, horizon_days=horizon_days)
    requirements = staff_queues(forecasts, desk, engine=engine, goal_changes=goal_changes)
    if as_of is None:
        issue_forecasts(warehouse, forecasts)
        if requirements:
            store_issued(warehouse, requirement=pd.concat([requirement_rows(one) for one in requirements]))
        publish_snapshot(warehouse, desk)
    return requirements


def requirements_from_table(rows: pd.DataFrame, desk: Desk) -> list[Requirement]:
    """The requirements that a table tells, one a queue; it may come from elsewhere.

    Raises
    ------
    TsunagariError
        If a column is missing, a value cannot be, or desk.toml has no such queue.
    """
    if "queue" not in rows:
        raise TsunagariError("requirement table: the column queue is missing; it names the queue of each row")
    return [
        requirement_from_rows(
            part,
            goal=desk.queue(str(name)).goal,
            zone=desk.zone,
            unplanned_shrinkage=desk.settings.shrinkage.unplanned,
        )
        for name, part in rows.groupby("queue", sort=False)
    ]


def _changed(goal: ServiceGoal, changes: dict[str, Any]) -> ServiceGoal:
    return ServiceGoal.model_validate(goal.model_dump() | changes)
