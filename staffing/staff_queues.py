"""All queues of a desk at once: from the store or a table to requirements, and into the store as they were issued."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.backlog import open_contacts
from data.calendar import Calendar
from data.desk import Desk
from data.errors import TsunagariError
from data.interval_counts import last_complete_instant
from data.issued import store_issued
from data.remark import Remark
from data.service_goal import ServiceGoal
from data.snapshot import newest_path
from data.warehouse import Warehouse
from forecasting.forecast import Forecast
from forecasting.forecast_queues import forecast_and_issue, forecast_queues
from staffing.callback_work import with_callbacks
from staffing.chat_slots import ChatSlots
from staffing.engines import USUAL_ENGINE
from staffing.escalations import Escalated, known_escalations, told_escalations
from staffing.fed_queues import FedQueue, fed_queues, patience_of
from staffing.issued_outlook import publish_with_outlook
from staffing.patience import mean_patience
from staffing.require_agents import refuse_coarse, require_agents, too_coarse
from staffing.requirement import Requirement
from staffing.requirement_table import requirement_from_rows, requirement_rows
from staffing.shrinkage import scheduled_for_absence
from staffing.wording import JAPANESE


def staff_queues(
    forecasts: Sequence[Forecast],
    desk: Desk,
    *,
    engine: str = USUAL_ENGINE,
    goal_changes: dict[str, Any] | None = None,
    backlog: pd.DataFrame | None = None,
    patience_seconds: Mapping[str, float] | None = None,
    escalations: Sequence[Escalated] = (),
) -> list[Requirement]:
    """The people each queue needs; queues known only by coarse totals are left out where others are not.

    Parameters
    ----------
    engine
        One of `staffing.engines`; written work has one of its own.
    goal_changes
        Fields of `ServiceGoal` that stand over desk.toml for this once.
    backlog
        Written contacts that are open at the start, a row each, with `queue` and `deadline_at`; None where it is not
        known what is open.
    patience_seconds
        Mean patience by queue, above 0, where desk.toml tells none; of queues that are not in it nobody is taken to
        hang up.
    escalations
        What queues hand on to others (`staffing.escalations`). What the others' own forecasts do not hold of it is
        added to them; a queue without a forecast of its own is staffed for that alone.

    Raises
    ------
    TsunagariError
        If no queue is known finely enough to be staffed.
    """
    fine = [forecast for forecast in forecasts if not too_coarse(forecast)]
    for forecast in forecasts if not fine else ():
        refuse_coarse(forecast)
    asking = _Asking(desk, engine, goal_changes or {}, backlog, patience_seconds or {})
    asked_of = {each.to for each in escalations}
    by_queue = {forecast.queue: forecast for forecast in fine}
    found = {name: asking.required(forecast) for name, forecast in by_queue.items() if name not in asked_of}
    coarse = {forecast.queue for forecast in forecasts} - set(by_queue)
    known = [each for each in escalations if each.to not in coarse]
    fed = fed_queues(by_queue, found, desk, escalations=known, patience_seconds=asking.patience_seconds)
    found |= {name: asking.required(by_queue[name]) for name in asked_of & set(by_queue) - set(fed)}
    found |= {name: asking.required_fed(one) for name, one in fed.items()}
    order = [*by_queue, *(name for name in fed if name not in by_queue)]
    said = [(*found[name].remarks, *(refusals(forecasts) if not place else ())) for place, name in enumerate(order)]
    return [
        replace(found[name], remarks=remarks, scheduled_agents=_scheduled(found[name], desk))
        for name, remarks in zip(order, said, strict=True)
    ]


def with_handed_on_to(
    forecasts: Mapping[str, Forecast],
    desk: Desk,
    *,
    escalations: Sequence[Escalated],
    patience_seconds: Mapping[str, float],
) -> dict[str, Forecast]:
    """The forecasts, to those of queues that others hand on to added what these do not hold of it.

    As many people as are required answer the queues that hand on. Callbacks are left out: nobody waits for them.

    Parameters
    ----------
    forecasts, escalations, patience_seconds
        As in `staff_queues`, forecasts by queue.
    """
    fine = {name: one for name, one in forecasts.items() if not too_coarse(one)}
    adding = [
        one for one in escalations if one.added > 0 and one.queue in fine and one.to not in set(forecasts) - set(fine)
    ]
    if not adding:
        return dict(forecasts)
    handing = [fine[name] for name in dict.fromkeys(one.queue for one in adding)]
    required = {one.queue: one for one in staff_queues(handing, desk, patience_seconds=patience_seconds)}
    fed = fed_queues(fine, required, desk, escalations=adding, patience_seconds=patience_seconds)
    return {**forecasts, **{name: one.forecast for name, one in fed.items()}}


@dataclass(frozen=True)
class _Asking:
    """Requirements of a desk's queues under one set of questions; parameters as in `staff_queues`."""

    desk: Desk
    engine: str
    goal_changes: dict[str, Any]
    backlog: pd.DataFrame | None
    patience_seconds: Mapping[str, float]

    def required(self, forecast: Forecast, *, changes: Mapping[str, Any] | None = None) -> Requirement:
        """The people of one queue, with the forecast's remarks."""
        desk, queue = self.desk, self.desk.queue(forecast.queue)
        found = require_agents(
            forecast,
            _changed(queue.goal, {**self.goal_changes, **(changes or {})}),
            unplanned_shrinkage=desk.settings.shrinkage.unplanned,
            engine=self.engine,
            week_starts=desk.settings.week_starts,
            slots=ChatSlots.of(queue),
            patience_seconds=patience_of(queue, self.patience_seconds),
            short_abandon_seconds=queue.short_abandon_seconds,
            calendar=Calendar.of(desk),
            backlog=None if self.backlog is None else self.backlog[self.backlog["queue"] == forecast.queue],
        )
        return replace(found, remarks=forecast.remarks)

    def required_fed(self, queue: FedQueue) -> Requirement:
        """The people of a queue to which others hand on."""
        live = self.required(queue.forecast)
        if queue.callbacks is not None:
            live = with_callbacks(
                live,
                self.required(queue.forecast, changes={"min_agents": 0}),
                queue.callbacks,
                within_hours=queue.callback_within_hours,
                unplanned_shrinkage=self.desk.settings.shrinkage.unplanned,
                calendar=Calendar.of(self.desk),
            )
        said = tuple(each.remark(self.desk) for each in queue.fed)
        return replace(live, remarks=(*live.remarks, *said), fed=queue.fed)


def _scheduled(requirement: Requirement, desk: Desk) -> NDArray[np.int64]:
    """Those of the requirement; where customers wait and the desk wants to be surer, as many as absence then takes."""
    shrinkage = desk.settings.shrinkage
    if requirement.is_written or shrinkage.confidence == 0.5:
        return requirement.scheduled_agents
    return scheduled_for_absence(
        requirement.agents, unplanned_shrinkage=shrinkage.unplanned, confidence=shrinkage.confidence
    )


def known_of_queues(desk: Desk, *, wait: float) -> tuple[dict[str, float], list[Escalated]]:
    """Mean patience by queue, seconds, where the log tells it, and what queues hand on; a desk without a log has none.

    Parameters
    ----------
    wait
        Seconds to wait for another command on the desk.
    """
    if newest_path(desk) is None:
        return {}, told_escalations(desk, {})
    with Warehouse.open(desk, wait_seconds=wait, purpose="staff") as warehouse:
        return mean_patience(warehouse, desk, as_of=None), known_escalations(warehouse, desk)


def refusals(forecasts: Sequence[Forecast]) -> tuple[Remark, ...]:
    """A sentence for each queue that `staff_queues` leaves out because it is known only by coarse totals."""
    reasons = [reason for reason in map(too_coarse, forecasts) if reason]
    return tuple(Remark(ja=reason.said(JAPANESE), en=str(reason)) for reason in reasons)


def staff_desk(
    warehouse: Warehouse,
    desk: Desk,
    *,
    as_of: pd.Timestamp | None = None,
    last_day: date | None = None,
    horizon_days: int = 35,
    engine: str = USUAL_ENGINE,
    goal_changes: dict[str, Any] | None = None,
    keep: bool = True,
) -> list[Requirement]:
    """Forecast and staff every queue; without `as_of` both are kept as issued, and published.

    A goal or an engine of this once is a question, not an issue: nothing is kept then. Written contacts that are open
    at the start count as work that is due.

    Parameters
    ----------
    as_of, last_day, horizon_days
        As in `forecasting.forecast_queues.forecast_queues`.
    engine, goal_changes
        As in `staff_queues`.
    keep
        Whether what is issued is kept and published.
    """
    at = as_of or last_complete_instant(warehouse, Calendar.of(desk))
    backlog = open_contacts(warehouse, Calendar.of(desk), as_of=at)
    patience = mean_patience(warehouse, desk, as_of=at)
    handed = known_escalations(warehouse, desk, as_of=at)
    is_question = bool(goal_changes) or engine != USUAL_ENGINE
    if as_of is not None or is_question or not keep:
        forecasts = forecast_queues(warehouse, desk, as_of=as_of, last_day=last_day, horizon_days=horizon_days)
        return staff_queues(
            forecasts,
            desk,
            engine=engine,
            goal_changes=goal_changes,
            backlog=backlog,
            patience_seconds=patience,
            escalations=handed,
        )
    asked, issued = forecast_and_issue(warehouse, desk, last_day=last_day, horizon_days=horizon_days)
    requirements = staff_queues(issued, desk, backlog=backlog, patience_seconds=patience, escalations=handed)
    store_issued(warehouse, requirement=pd.concat([requirement_rows(one) for one in requirements]))
    publish_with_outlook(warehouse, desk)
    if asked is issued:
        return requirements
    return staff_queues(asked, desk, backlog=backlog, patience_seconds=patience, escalations=handed)


def requirements_from_table(rows: pd.DataFrame, desk: Desk) -> list[Requirement]:
    """The requirements that a table tells, one a queue; it may come from elsewhere.

    Raises
    ------
    TsunagariError
        If a column is missing, a value cannot be, or desk.toml has no such queue.
    """
    if "queue" not in rows:
        raise TsunagariError("requirement table: the column queue is missing; it names the queue of each row")
    if rows.empty:
        raise TsunagariError("the requirement table has no rows; write one for each open interval")
    return [
        requirement_from_rows(
            part,
            goal=desk.queue(str(name)).goal,
            zone=desk.zone,
            unplanned_shrinkage=desk.settings.shrinkage.unplanned,
            slots=ChatSlots.of(desk.queue(str(name))),
        )
        for name, part in rows.groupby("queue", sort=False)
    ]


def _changed(goal: ServiceGoal, changes: dict[str, Any]) -> ServiceGoal:
    return ServiceGoal.model_validate(goal.model_dump(exclude_unset=True) | changes)
