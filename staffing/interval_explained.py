"""Why an interval needs the people it needs: its load, its doubt, the rule that bound, and one person less or more."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.errors import NothingToDo
from data.service_goal import ServiceGoal
from forecasting.forecast import Forecast
from staffing.live_service import Asked, LiveService
from staffing.requirement import Requirement

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class IntervalExplained:
    """One interval of a requirement.

    Parameters
    ----------
    queue, start, goal
        As in the requirement.
    contacts, fewest_contacts, most_contacts
        Expected, and between these on four days in five.
    handle_seconds
        Expected handle time, seconds.
    load, carried_load
        Erlangs: contacts x handle time / open time; and what is met with, counting what was begun before.
    bound_by
        The rule that asked for the last person.
    rows
        For one person less than required, for as many, and for one more: `agents, service_level, abandonment,
        asa_seconds, occupancy`, as in a requirement.
    """

    queue: str
    start: pd.Timestamp
    goal: ServiceGoal
    contacts: float
    fewest_contacts: float
    most_contacts: float
    handle_seconds: float
    load: float
    carried_load: float
    bound_by: str
    rows: pd.DataFrame

    @property
    def summary(self) -> dict[str, object]:
        """The figures for `--json`."""
        return {
            "queue": self.queue,
            "interval_start": self.start.isoformat(),
            "contacts": round(self.contacts, 2),
            "contacts_q10": round(self.fewest_contacts, 2),
            "contacts_q90": round(self.most_contacts, 2),
            "handle_seconds": round(self.handle_seconds, 1),
            "load_erlang": round(self.load, 3),
            "carried_load_erlang": round(self.carried_load, 3),
            "bound_by": self.bound_by,
        }

    def sentence(self, language: Literal["ja", "en"], *, title: str) -> str:
        """The same in plain words; `title` is what people call the queue."""
        from staffing.interval_sentences import sentence_of

        return sentence_of(self, language, title=title)


def explain_interval(
    requirement: Requirement, forecast: Forecast, *, asked: Asked, at: pd.Timestamp
) -> IntervalExplained:
    """Why the interval that holds an instant needs its people.

    Parameters
    ----------
    requirement
        Of a queue in which customers wait, made from `forecast` by the usual engine.
    asked
        What its people are asked.
    at
        Zone-aware.

    Raises
    ------
    NothingToDo
        If the queue is not open then.
    """
    forecast = forecast.taking(np.flatnonzero(forecast.open_minutes > 0))
    row = int(forecast.starts.searchsorted(at, side="right")) - 1
    if row < 0 or at >= forecast.starts[row] + pd.Timedelta(minutes=forecast.interval_minutes):
        raise NothingToDo(
            "queue {queue} is not open at {at}, or it lies outside the forecast ({first} to {last}); "
            "ask for an open interval",
            queue=requirement.queue,
            at=at.isoformat(),
            first=forecast.starts[0].date(),
            last=forecast.starts[-1].date(),
        )
    service = LiveService.of(forecast, asked)
    return IntervalExplained(
        queue=requirement.queue,
        start=forecast.starts[row],
        goal=requirement.goal,
        contacts=float(service.contacts[row]),
        fewest_contacts=float(forecast.quantile(0.1)[row]),
        most_contacts=float(forecast.quantile(0.9)[row]),
        handle_seconds=float(forecast.handle_seconds[row]),
        load=float(service.mean_load[row]),
        carried_load=float(service.load[row].mean()),
        bound_by=requirement.bound_by[row],
        rows=_with_one_less_and_more(service, row, agents=int(requirement.agents[row])),
    )


def _with_one_less_and_more(service: LiveService, row: int, *, agents: int) -> pd.DataFrame:
    people = np.arange(max(agents - 1, 0), agents + 2)
    rows = np.full(len(people), row)
    kept = service.kept(people, rows=rows)
    gone = service.mean_over_days(kept.gone, rows=rows)
    return pd.DataFrame(
        {
            "agents": people,
            "service_level": service.mean_over_days(kept.level, rows=rows),
            "abandonment": gone if service.asked.hang_up else np.nan,
            "asa_seconds": service.average_speed_of_answer(people, rows=rows),
            "occupancy": service.occupancy(people, rows=rows),
        }
    )
