"""What a day of an event would bring, learnt from the days that had one of its kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from data.desk import Desk
from data.errors import TsunagariError
from data.events import Event
from staffing.what_if.changes import Change, EventChange, VolumeChange


@dataclass(frozen=True)
class SupposedEvents:
    """Events that are only supposed, as a forecast takes them.

    Parameters
    ----------
    learnt
        Those whose effect a forecast learns from the kind's past.
    stated
        Changes of volume for those whose past events all state their effect.
    """

    learnt: tuple[Event, ...]
    stated: tuple[VolumeChange, ...]


def suppose_events(desk: Desk, changes: Sequence[Change], *, today: date) -> SupposedEvents:
    """The events that changes suppose; only what was known before `today` teaches their effect.

    Raises
    ------
    TsunagariError
        If the desk knows no past event of the kind, or has one on that day anyway.
    """
    learnt, stated = [], []
    for change in changes:
        if not isinstance(change, EventChange):
            continue
        past = [event for event in _of_kind(desk, change) if event.start < today and event.known_from <= today]
        _refuse(desk, change, past=past, today=today)
        effects = [event.effect for event in past if event.effect is not None]
        if len(effects) < len(past):
            learnt.append(Event(change.kind, change.kind, change.on, change.on, change.queue, None, today, None))
        else:
            stated.append(VolumeChange(float(np.exp(np.mean(np.log(effects)))), queue=change.queue, on=change.on))
    return SupposedEvents(tuple(learnt), tuple(stated))


def _of_kind(desk: Desk, change: EventChange) -> list[Event]:
    """Events of the kind that touch a queue which the change touches."""
    return [
        event
        for event in desk.events
        if event.kind == change.kind and (not change.queue or event.queue in ("", change.queue))
    ]


def _refuse(desk: Desk, change: EventChange, *, past: Sequence[Event], today: date) -> None:
    if any(event.start <= change.on <= event.end and event.known_from <= today for event in _of_kind(desk, change)):
        raise TsunagariError(
            "events.csv has {kind} on {day} already, and the forecast holds it; choose another day",
            kind=change.kind,
            day=change.on,
        )
    if not past:
        kinds = sorted({event.kind for event in desk.events if event.start < today})
        raise TsunagariError(
            "events.csv knows no past event of kind {kind!r} (known: {kinds}), so nothing tells its effect; enter the "
            "past ones, or tell a factor (--volume 1.3)",
            kind=change.kind,
            kinds=", ".join(kinds) or "-",
        )
