"""What sample desks announce: releases, campaigns, company events."""

from datetime import date, timedelta

import numpy as np

from data.calendar import Calendar
from data.channel import Channel
from data.events import Event
from data.sample_desks.span import Span


def draw_events(
    calendar: Calendar,
    channel: Channel,
    span: Span,
    *,
    releases: tuple[str, ...],
    campaign: str = "",
    meeting: str = "全社会議",
) -> tuple[Event, ...]:
    """The events of a desk, those after the log's end too.

    Parameters
    ----------
    releases
        Names of what comes out, in turn; empty: the desk has none.
    campaign
        Name of the campaign of two weeks each half-year; empty: none.
    meeting
        Name of the company's event, one a quarter.
    """
    chance = np.random.default_rng([span.seed, 1])
    announce = _Announcer(calendar, channel)
    found = [*_releases(announce, releases, span, chance)] if releases else []
    if campaign:
        found += _campaigns(announce, campaign, span, chance)
    found += _meetings(announce, meeting, span, chance)
    return tuple(sorted(found, key=lambda event: (event.start, event.kind)))


def _releases(announce: "_Announcer", names: tuple[str, ...], span: Span, chance: np.random.Generator) -> list[Event]:
    """Two to come, the later one not public yet, and one about every six weeks back to the log's first day."""
    days = [span.until + timedelta(days=int(chance.integers(*ahead))) for ahead in ((33, 43), (9, 16))]
    while days[-1] > span.since + timedelta(days=45):
        days.append(days[-1] - timedelta(days=int(chance.integers(38, 48))))
    return [
        announce("release", names[n % len(names)], _midweek(day), known_days=60, public_days=7)
        for n, day in enumerate(days)
    ]


def _midweek(day: date) -> date:
    """The day itself, or the Tuesday that follows a Friday, Saturday, Sunday or Monday: nobody releases then."""
    return day + timedelta(days=(1, 0, 0, 0, 4, 3, 2)[day.weekday()])


def _campaigns(announce: "_Announcer", name: str, span: Span, chance: np.random.Generator) -> list[Event]:
    """Two weeks each half-year."""
    found = []
    day = span.until - timedelta(days=int(chance.integers(20, 60)))
    while day > span.since:
        found.append(announce("campaign", name, day, length_days=14, known_days=30))
        day -= timedelta(days=182)
    return found


def _meetings(announce: "_Announcer", name: str, span: Span, chance: np.random.Generator) -> list[Event]:
    """One a quarter, one of them still to come."""
    found = []
    day = span.until + timedelta(days=int(chance.integers(18, 30)))
    while day > span.since:
        found.append(announce("company_event", name, day, known_days=45, effect=1.0, public_days=None))
        day -= timedelta(days=91)
    return found


class _Announcer:
    """Puts an event on the day itself, or on the first day after it on which the channel is open."""

    def __init__(self, calendar: Calendar, channel: Channel) -> None:
        self._calendar, self._channel = calendar, channel

    def __call__(
        self,
        kind: str,
        name: str,
        day: date,
        *,
        length_days: int = 1,
        known_days: int,
        public_days: int | None = 0,
        effect: float | None = None,
    ) -> Event:
        start = self._calendar.add_business_days(self._channel, day - timedelta(days=1), 1)
        return Event(
            kind=kind,
            name=name,
            start=start,
            end=start + timedelta(days=length_days - 1),
            queue="",
            effect=effect,
            known_from=start - timedelta(days=known_days),
            public_from=None if public_days is None else start - timedelta(days=public_days),
        )
