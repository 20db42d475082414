"""The queues of tier 2 with what tier 1 hands on to them, once tier 1's people are known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from data.calendar import Calendar
from data.desk import Desk, QueueSettings
from forecasting.forecast import Forecast
from staffing.chat_slots import ChatSlots
from staffing.escalations import Escalated, Fed
from staffing.handed_on import HandedOn, handed_on, with_handed_on, without_own
from staffing.live_service import Asked
from staffing.requirement import Requirement

_ADVICE_VARIATION = 1.0
"""Of advice, of which no log tells how long it takes."""


@dataclass(frozen=True)
class FedQueue:
    """One queue of tier 2.

    Parameters
    ----------
    forecast
        Its own contacts with those handed on that wait on the line.
    callbacks
        What is handed on to be called back, in the same intervals; None where nothing is.
    callback_within_hours
        Open hours within which a callback is promised, above 0.
    fed
        What each queue of tier 1 adds.
    """

    forecast: Forecast
    callbacks: Forecast | None
    callback_within_hours: float
    fed: tuple[Fed, ...]


def patience_of(queue: QueueSettings, estimated: Mapping[str, float]) -> float:
    """Mean patience, seconds: desk.toml's word, else what was estimated, else infinite."""
    return queue.patience_seconds or estimated.get(queue.name, float(np.inf))


def fed_queues(
    forecasts: Mapping[str, Forecast],
    requirements: Mapping[str, Requirement],
    desk: Desk,
    *,
    escalations: Sequence[Escalated],
    patience_seconds: Mapping[str, float],
) -> dict[str, FedQueue]:
    """Queues to which something is handed on, by name.

    Parameters
    ----------
    forecasts
        Of queues in intervals of an hour or less, by name. A queue to which others hand on need not be among them:
        then it has no contacts of its own.
    requirements
        Tier 1's people, by name; a queue that is not among them hands nothing on.
    escalations
        What is handed on.
    patience_seconds
        As in `staffing.staff_queues.staff_queues`.
    """
    found = {}
    for to in dict.fromkeys(each.to for each in escalations):
        handing = [each for each in escalations if each.to == to and each.queue in requirements]
        if not handing:
            continue
        own = forecasts.get(to)
        if own is None:
            own = without_own(desk.queue(to), forecasts[handing[0].queue], Calendar.of(desk))
        own = own.taking(np.flatnonzero(own.open_minutes > 0))
        if len(own):
            handed = {
                each: handed_by(
                    each,
                    forecasts[each.queue],
                    requirements[each.queue].agents,
                    desk,
                    to=own,
                    share=each.added,
                    threshold_seconds=requirements[each.queue].goal.threshold_seconds,
                    patience_seconds=patience_of(desk.queue(each.queue), patience_seconds),
                )
                for each in handing
            }
            found[to] = _fed_queue(own, handed, desk)
    return found


def handed_by(
    told: Escalated,
    first: Forecast,
    agents: NDArray[np.int64],
    desk: Desk,
    *,
    to: Forecast,
    share: float,
    threshold_seconds: float,
    patience_seconds: float,
) -> HandedOn:
    """What one queue hands on to another.

    Parameters
    ----------
    first, agents
        Contacts and people of the queue that hands on.
    to
        The other's open intervals, and how long its own contacts take.
    share
        Of what is answered, 0 to 1: all that is handed on, or what the other's forecast does not hold.
    threshold_seconds, patience_seconds
        Of the queue that hands on.
    """
    settings = desk.queue(told.queue)
    is_advice = told.how == "advice"
    return handed_on(
        first,
        agents,
        asked=Asked(threshold_seconds, patience_seconds, settings.short_abandon_seconds, ChatSlots.of(settings)),
        to=to,
        share=share,
        handle_seconds=settings.escalation.advice_seconds if is_advice else float(to.handle_seconds.mean()),
        handle_variation=_ADVICE_VARIATION if is_advice else to.handle_variation,
        moment="within" if is_advice else "end",
        stays_until_open=told.how == "callback",
    )


def _fed_queue(own: Forecast, handed: Mapping[Escalated, HandedOn], desk: Desk) -> FedQueue:
    own_contacts = float(own.mean.sum())
    waits = [each for told, each in handed.items() if told.how != "callback"]
    calls = [each for told, each in handed.items() if told.how == "callback"]
    nothing = np.zeros(len(own))
    blank = replace(own, root_mean=nothing, day_spread=nothing, root_spread=nothing, override_factor=None)
    return FedQueue(
        forecast=with_handed_on(own, waits),
        callbacks=with_handed_on(blank, calls) if any(each.contacts.any() for each in calls) else None,
        callback_within_hours=min(
            (desk.queue(told.queue).escalation.callback_within_hours for told in handed if told.how == "callback"),
            default=1.0,
        ),
        fed=tuple(
            Fed(told, contacts=float(each.contacts.sum()), own_contacts=own_contacts, in_closed=each.in_closed)
            for told, each in handed.items()
        ),
    )
