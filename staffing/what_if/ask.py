"""What if: a desk's days ahead with and without some changes, simulated with the same chance in both.

    changes = [HandleTimeChange(part="after_call", seconds=-30), *people_moved(2, away_from=(780, 840), to=(720, 780))]
    answer = what_if(warehouse, desk, changes, first_day=date(2026, 12, 14), seed=1)
    answer.rows()

Who is there stays: the people of the shift plan where one stands, elsewhere as many as are required without the
changes. Beside what they then achieve stands what the goal would need.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from data.calendar import Calendar
from data.desk import Desk
from data.errors import TsunagariError
from data.handle_times import read_handle_times
from data.interval_counts import last_complete_instant
from data.warehouse import Warehouse
from forecasting.forecast import Forecast
from forecasting.forecast_queues import forecast_queues
from forecasting.handle_distribution import fit_handle_distribution
from staffing.require_agents import refuse_coarse, too_coarse
from staffing.what_if.ahead import KnownQueues
from staffing.what_if.answer import WhatIf
from staffing.what_if.changed import PartShares, part_shares
from staffing.what_if.changes import Change, HandleTimeChange, ThresholdChange
from staffing.what_if.events import suppose_events
from staffing.what_if.handed_further import with_what_follows
from staffing.what_if.queue import answer_queue, change_queue
from staffing.what_if.queues import changes_of_queues

USUAL_DAYS = 7
"""So many days are looked at where nobody names others."""

_LEAST_REACH = timedelta(days=13)
"""Forecasts reach so far at least: queues may be closed on the days asked of, and a promise may span a week."""


def what_if(
    warehouse: Warehouse,
    desk: Desk,
    changes: Sequence[Change],
    *,
    as_of: pd.Timestamp | None = None,
    first_day: date | None = None,
    days: int = USUAL_DAYS,
    seed: int = 0,
    courses: int | None = None,
) -> WhatIf:
    """What some changes together make of a desk's days ahead, for each queue that they touch.

    Parameters
    ----------
    changes
        What differs; none: every queue as it is, before and after alike.
    as_of
        Zone-aware; only what was known then is used, and no plan. None: the end of the last complete day in the log.
    first_day
        First local day to look at; None: the day of `as_of`.
    days
        How many days from there on, at least 1.
    seed
        Not negative.
    courses
        How many possible courses of the days are simulated, at least 2; None: as many as three million contacts
        allow, 40 to 400.

    Raises
    ------
    TsunagariError
        If a change cannot be, or touches no queue.
    NothingToDo
        If no queue that is touched is open on these days.
    """
    at = as_of or last_complete_instant(warehouse, Calendar.of(desk))
    today = at.tz_convert(desk.zone).date()
    span = _days_asked(first_day, days=days, today=today, changes=changes)
    supposed = suppose_events(desk, changes, today=today)
    shares = _part_shares(warehouse, desk, changes, at=at)
    names = [queue.name for queue in desk.settings.queue]
    changes_of_queues(changes, desk, queues=names, shares=shares)  # what fits no queue is refused before the work

    last_day = max(span[1], today + _LEAST_REACH)
    forecasts = _forecasts(warehouse, desk, as_of=as_of, last_day=last_day)
    eventful: Mapping[str, Forecast] = {}
    if supposed.learnt:
        with_events = replace(desk, events=(*desk.events, *supposed.learnt))
        eventful = _forecasts(warehouse, with_events, as_of=as_of, last_day=last_day)
    fine = _fine(forecasts, changes)
    touched = changes_of_queues((*changes, *supposed.stated), desk, queues=fine, shares=shares)
    known = KnownQueues.of(warehouse, desk, at=at, plan_known=as_of is None)
    aheads, eventful = known.ahead(forecasts, eventful, touched=tuple(touched), span=span)
    changed = {
        name: change_queue(aheads[name], own, eventful=eventful.get(name), shares=shares.get(name))
        for name, own in touched.items()
        if name in aheads
    }
    followed = with_what_follows(changed, aheads, known.escalations, title_of=desk.settings.title_of)
    return WhatIf(tuple(answer_queue(one, seed=seed, courses=courses) for one in followed.values()))


def _days_asked(first_day: date | None, *, days: int, today: date, changes: Iterable[Change]) -> tuple[date, date]:
    """First and last day to look at; each day that a change names is among them."""
    first = first_day or today
    last = first + timedelta(days=days - 1)
    if first < today:
        raise TsunagariError(
            "{first} is past: what if looks ahead, and the log reaches to {today}; choose {today} or later",
            first=first,
            today=today,
        )
    for change in changes:
        on = None if isinstance(change, ThresholdChange) else change.on
        if on is not None and not first <= on <= last:
            raise TsunagariError(
                "a change on {on} lies outside the days looked at, {first} to {last}; choose other days or another day "
                "of the change",
                on=on,
                first=first,
                last=last,
            )
    return first, last


def _forecasts(warehouse: Warehouse, desk: Desk, *, as_of: pd.Timestamp | None, last_day: date) -> dict[str, Forecast]:
    return {one.queue: one for one in forecast_queues(warehouse, desk, as_of=as_of, last_day=last_day)}


def _fine(forecasts: Mapping[str, Forecast], changes: Sequence[Change]) -> list[str]:
    """The queues that are forecast in intervals; one that a change names must be among them."""
    for name in {change.queue for change in changes if change.queue}:
        refuse_coarse(forecasts[name])
    fine = [name for name, forecast in forecasts.items() if too_coarse(forecast) is None]
    if not fine:
        refuse_coarse(next(iter(forecasts.values())))
    return fine


def _part_shares(
    warehouse: Warehouse, desk: Desk, changes: Sequence[Change], *, at: pd.Timestamp
) -> dict[str, PartShares]:
    """What share of its handle time each part of a queue's work is; looked up only where a part changes."""
    changing = [change for change in changes if isinstance(change, HandleTimeChange) and change.part != "handle"]
    if not changing:
        return {}
    parts = {"handle", *(change.part for change in changing)}
    named = {change.queue for change in changing}
    found = {}
    for queue in desk.settings.queue:
        if "" in named or queue.name in named:
            told = read_handle_times(warehouse, queue=queue.name, until=at, zone=desk.settings.time_zone)
            found[queue.name] = part_shares(
                {part: fit_handle_distribution(told[told["part"] == part]) for part in sorted(parts)}
            )
    return found
