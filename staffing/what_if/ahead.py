"""The queues that a question is about as they will be without the change, with what tier 1 hands on to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.backlog import open_contacts
from data.calendar import Calendar
from data.desk import Desk
from data.errors import NothingToDo
from data.records import Records
from data.warehouse import Warehouse
from forecasting.forecast import Forecast
from staffing.escalations import Escalated, known_escalations
from staffing.fed_queues import FedQueue, fed_queues
from staffing.issued_outlook import people_there
from staffing.patience import mean_patience
from staffing.reply_outlook import ReplyPeople
from staffing.require_agents import too_coarse
from staffing.requirement import Requirement
from staffing.staff_queues import staff_queues
from staffing.what_if.queue import QueueAhead

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class KnownQueues:
    """What is known of a desk when the question is asked.

    Parameters
    ----------
    desk
        The desk.
    escalations
        What its queues hand on.
    patience_seconds
        Mean patience by queue; of those that are not in it nobody is taken to hang up.
    backlog
        Written contacts that are open.
    plan_known
        Whether the shift plan tells who is there, where it reaches.
    """

    desk: Desk
    escalations: tuple[Escalated, ...]
    patience_seconds: Mapping[str, float]
    backlog: pd.DataFrame | None
    plan_known: bool

    @classmethod
    def of(cls, warehouse: Warehouse, desk: Desk, *, at: pd.Timestamp, plan_known: bool) -> "KnownQueues":
        """What the log tells at an instant."""
        return cls(
            desk=desk,
            escalations=tuple(known_escalations(warehouse, desk, as_of=at)),
            patience_seconds=mean_patience(warehouse, desk, as_of=at),
            backlog=open_contacts(warehouse, Calendar.of(desk), as_of=at),
            plan_known=plan_known,
        )

    def ahead(
        self,
        forecasts: Mapping[str, Forecast],
        eventful: Mapping[str, Forecast],
        *,
        touched: Sequence[str],
        span: tuple[date, date],
    ) -> tuple[dict[str, QueueAhead], Mapping[str, Forecast]]:
        """The queues touched and those to which they hand on, and the forecasts of all with the supposed events.

        Parameters
        ----------
        forecasts, eventful
            By queue, without and with the supposed events; the second is empty where none are.
        touched
            The queues that a change touches.
        span
            First and last local day asked of; what is closed on all of them is left out.

        Raises
        ------
        NothingToDo
            If none of the queues touched is open on these days.
        """
        coarse = {name for name, one in forecasts.items() if too_coarse(one) is not None}
        handed = [one for one in self.escalations if not {one.queue, one.to} & coarse]
        wanted = {*touched, *(one.to for one in handed if one.queue in touched)}
        feeding = {one.queue for one in handed if one.to in wanted}
        known = {name: one for name, one in forecasts.items() if name in (wanted | feeding) - coarse}
        requirements = self._required(list(known.values()), handed)
        fed = self._fed(known, requirements, handed)
        expected = known | {name: one.forecast for name, one in fed.items()}
        people = people_there(list(requirements.values()), self.desk) if self.plan_known else {}
        planned = _planned_starts(self.desk) if self.plan_known else {}
        found = {
            name: self._queue(one, requirements[name], fed.get(name), people.get(name), planned.get(name), span=span)
            for name, one in expected.items()
            if name in wanted
        }
        found = {name: one for name, one in found.items() if one.rows.size}
        if not any(name in found for name in touched):
            raise NothingToDo(
                "none of the queues asked of is open from {first} to {last}; choose other days",
                first=span[0],
                last=span[1],
            )
        of_events = {name: one.forecast for name, one in self._fed(eventful, requirements, handed).items()}
        return found, {**eventful, **of_events}

    def _required(self, forecasts: Sequence[Forecast], handed: Sequence[Escalated] = ()) -> dict[str, Requirement]:
        found = staff_queues(
            forecasts,
            self.desk,
            backlog=self.backlog,
            patience_seconds=self.patience_seconds,
            escalations=handed,
        )
        return {one.queue: one for one in found}

    def _fed(
        self, forecasts: Mapping[str, Forecast], requirements: Mapping[str, Requirement], handed: Sequence[Escalated]
    ) -> dict[str, FedQueue]:
        handing = [one for one in handed if one.queue in forecasts]
        return fed_queues(
            forecasts, requirements, self.desk, escalations=handing, patience_seconds=self.patience_seconds
        )

    def _queue(
        self,
        forecast: Forecast,
        requirement: Requirement,
        fed: FedQueue | None,
        people: ReplyPeople | None,
        planned: pd.DatetimeIndex | None,
        *,
        span: tuple[date, date],
    ) -> QueueAhead:
        callers = None
        if fed is not None and fed.callbacks is not None:
            callers = requirement.agents - self._required([forecast])[forecast.queue].agents
        return QueueAhead(
            desk=self.desk,
            forecast=forecast,
            requirement=requirement,
            people=_aligned(people or ReplyPeople.of_requirement(requirement), requirement),
            planned=np.asarray(requirement.starts.isin(requirement.starts[:0] if planned is None else planned)),
            patience_seconds=self.patience_seconds.get(forecast.queue, float("inf")),
            first_day=span[0],
            last_day=span[1],
            backlog=self.backlog,
            callers=callers,
        )


def _aligned(people: ReplyPeople, requirement: Requirement) -> Floats:
    places = people.starts.get_indexer(requirement.starts)
    return np.where(places >= 0, people.people[places], 0.0)


def _planned_starts(desk: Desk) -> dict[str, pd.DatetimeIndex]:
    """The intervals of which the shift plan tells the people, by queue."""
    with Records.open(desk) as records:
        plan = records.newest_plan()
    if plan is None:
        return {}
    starts = pd.to_datetime(plan.coverage["interval_start"], utc=True)
    return {str(queue): pd.DatetimeIndex(own) for queue, own in starts.groupby(plan.coverage["queue"])}
