"""Questions a lead asks of a whole desk: what would one more person change, and which replies are at risk."""

from datetime import date, timedelta

import pandas as pd

from data.backlog import open_contacts
from data.calendar import Calendar
from data.channel import LIVE_CHANNELS
from data.desk import Desk
from data.errors import NothingToDo
from data.interval_counts import last_complete_instant
from data.warehouse import Warehouse
from forecasting.forecast import Forecast
from forecasting.forecast_queues import forecast_queues
from staffing.chat_slots import ChatSlots
from staffing.escalations import Escalated, known_escalations
from staffing.fed_queues import fed_queues
from staffing.interval_explained import IntervalExplained, explain_interval
from staffing.issued_outlook import people_there
from staffing.live_service import Asked
from staffing.one_more import OneMore, one_more_person
from staffing.patience import Patience, mean_patience, patience_of_queues
from staffing.reply_outlook import ReplyPeople, with_outlook
from staffing.requirement import Requirement
from staffing.staff_queues import staff_queues

OUTLOOK_DAYS = 14


def ask_one_more(
    warehouse: Warehouse,
    desk: Desk,
    *,
    as_of: pd.Timestamp | None,
    first_minute: int,
    last_minute: int,
    day: date | None = None,
    horizon_days: int,
) -> list[OneMore]:
    """What one more person from a clock time to another would change, for each queue in which customers wait.

    Parameters
    ----------
    as_of, horizon_days
        As in `forecasting.forecast_queues.forecast_queues`.
    first_minute, last_minute
        Minutes since local midnight, half-open.
    day
        A local day; None: every day of the horizon.

    Raises
    ------
    NothingToDo
        If no queue of the desk is one in which customers wait, or none of these is open then.
    """
    by_queue = _live_forecasts(warehouse, desk, as_of=as_of, horizon_days=horizon_days)
    patience = patience_of_queues(warehouse, desk, as_of=as_of)
    calendar, asked, closed = Calendar.of(desk), [], []
    seconds = {name: one.mean_seconds for name, one in patience.items()}
    handed = known_escalations(warehouse, desk, as_of=as_of)
    for requirement in staffed(by_queue, desk, seconds, handed):
        settings = desk.queue(requirement.queue)
        try:
            made = one_more_person(
                requirement,
                by_queue[requirement.queue],
                settings.goal,
                first_minute=first_minute,
                last_minute=last_minute,
                day=day,
                patience_seconds=patience[requirement.queue].mean_seconds,
                short_abandon_seconds=settings.short_abandon_seconds,
                slots=ChatSlots.of(settings),
                calendar=calendar,
            )
        except NothingToDo as error:  # phones may be closed while chat is open
            closed.append(error)
        else:
            asked.append(made)
    if not asked:
        raise closed[0]
    return asked


def ask_why(
    warehouse: Warehouse, desk: Desk, *, as_of: pd.Timestamp | None, at: pd.Timestamp, horizon_days: int
) -> list[IntervalExplained]:
    """Why the interval that holds an instant needs its people, for each queue in which customers wait and is open.

    Parameters
    ----------
    as_of, horizon_days
        As in `forecasting.forecast_queues.forecast_queues`.
    at
        Zone-aware, within the horizon.

    Raises
    ------
    NothingToDo
        If no queue of the desk is one in which customers wait, or none of these is open then.
    """
    by_queue = _live_forecasts(warehouse, desk, as_of=as_of, horizon_days=horizon_days)
    seconds = mean_patience(warehouse, desk, as_of=as_of)
    told, closed = [], []
    handed = known_escalations(warehouse, desk, as_of=as_of)
    for requirement in staffed(by_queue, desk, seconds, handed):
        queue = desk.queue(requirement.queue)
        asked = Asked(
            requirement.goal.threshold_seconds,
            seconds[requirement.queue],
            queue.short_abandon_seconds,
            ChatSlots.of(queue),
        )
        try:
            told.append(explain_interval(requirement, by_queue[requirement.queue], asked=asked, at=at))
        except NothingToDo as error:
            closed.append(error)
    if not told:
        raise closed[0]
    return told


def staffed(
    by_queue: dict[str, Forecast], desk: Desk, patience_seconds: dict[str, float], escalations: list[Escalated]
) -> list[Requirement]:
    """Requirements of these queues; the forecasts of those to which others hand on are replaced by what they take."""
    found = staff_queues(list(by_queue.values()), desk, patience_seconds=patience_seconds, escalations=escalations)
    first = {one.queue: one for one in found if not one.fed}
    fed = fed_queues(by_queue, first, desk, escalations=escalations, patience_seconds=patience_seconds)
    by_queue |= {name: one.forecast for name, one in fed.items()}
    return found


def _live_forecasts(
    warehouse: Warehouse, desk: Desk, *, as_of: pd.Timestamp | None, horizon_days: int
) -> dict[str, Forecast]:
    """Forecasts of the queues in which customers wait, by name."""
    forecasts = forecast_queues(warehouse, desk, as_of=as_of, horizon_days=horizon_days)
    found = {forecast.queue: forecast for forecast in forecasts if forecast.channel in LIVE_CHANNELS}
    if not found:
        raise NothingToDo("nobody waits on the line at this desk: its queues are written work; see `tsunagari backlog`")
    return found


def ask_patience(
    warehouse: Warehouse, desk: Desk, *, as_of: pd.Timestamp | None, queue: str | None = None
) -> list[Patience]:
    """How long customers are ready to wait, for each queue in which they wait for a person.

    Parameters
    ----------
    as_of
        As in `staffing.patience.patience_of_queues`.
    queue
        Look at this queue alone.

    Raises
    ------
    NothingToDo
        If the queue, or every queue of the desk, is written work.
    """
    if queue is not None and desk.queue(queue).channel not in LIVE_CHANNELS:
        raise NothingToDo("nobody waits on the line in queue {queue}: it is written work; see `tsunagari backlog`",
                          queue=queue)  # fmt: skip
    found = patience_of_queues(warehouse, desk, as_of=as_of)
    if not found:
        raise NothingToDo("nobody waits on the line at this desk: its queues are written work; see `tsunagari backlog`")
    return [one for name, one in found.items() if queue in (None, name)]


def ask_backlog(warehouse: Warehouse, desk: Desk, *, as_of: pd.Timestamp | None) -> pd.DataFrame:
    """Open written contacts in the order of their urgency, with when an answer can be expected.

    From those who are planned, or required where no plan reaches; with `as_of` from those required alone, since the
    plan that stands was not known then.

    Columns as in `data.backlog.open_contacts`.
    """
    calendar = Calendar.of(desk)
    at = as_of or last_complete_instant(warehouse, calendar)
    contacts = open_contacts(warehouse, calendar, as_of=at)
    if contacts.empty:
        return contacts
    last_day = at.tz_convert(desk.zone).date() + timedelta(days=OUTLOOK_DAYS)
    forecasts = forecast_queues(warehouse, desk, as_of=as_of, last_day=last_day)
    written = [forecast for forecast in forecasts if forecast.queue in set(contacts["queue"])]
    requirements = staff_queues(written, desk, backlog=contacts)
    return with_outlook(
        contacts,
        people=people_there(requirements, desk)
        if as_of is None
        else {one.queue: ReplyPeople.of_requirement(one) for one in requirements},
        handle_seconds={one.queue: float(one.handle_seconds.mean()) for one in written if len(one)},
        as_of=at,
    )
