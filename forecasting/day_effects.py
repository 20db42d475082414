"""What is special about each day, as columns of a regression: the calendar and the known events."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.calendar import Calendar
from data.channel import Channel
from data.events import Event
from forecasting.pile_up import carried_days, piles_up

Floats = NDArray[np.float64]
Days = NDArray[np.datetime64]
Marks = dict[str, Floats]
"""The drivers of `Calendar.drivers` by name, NaN on days that are not open, shape (d,) each."""

_MONTH_DAYS = 5
"""So many first and last open days of a month have a factor of their own."""


_MONTH_WAVES = 2


@dataclass(frozen=True)
class EffectColumn:
    """One column: the effect that a reader sees, the days on which it works, and how large it can be.

    Parameters
    ----------
    effect
        Name of the effect; several columns may share one.
    strength
        0 on days without it, 1 with it, shape (d,).
    likely_size
        Standard deviation of its logarithm over desks: what is expected before any day has shown it.
    """

    effect: str
    strength: Floats
    likely_size: float


def effect_columns(
    calendar: Calendar, channel: Channel, dates: pd.DatetimeIndex, *, queue: str, known_on: date
) -> list[EffectColumn]:
    """Every effect on the given days, shape (d,) each; days rise without repeats."""
    marks = _marks(calendar, channel, dates)
    weekday = np.asarray(dates.day_of_week)
    events = [event for event in calendar.events if event.queue in ("", queue) and event.known_from <= known_on]
    return [
        *(EffectColumn("weekday", _flag(weekday == each), 0.5) for each in range(7)),
        *_month_columns(marks),
        *_cycle_columns(dates),
        *_billing_columns(marks),
        *(_pile_columns(calendar, channel, marks) if piles_up(channel) else _closure_columns(marks)),
        EffectColumn("holiday", _flag(marks["holiday"] == 1), 0.3),
        *_event_columns(events, _days(dates)),
    ]


def _marks(calendar: Calendar, channel: Channel, dates: pd.DatetimeIndex) -> Marks:
    drivers = calendar.drivers(channel, dates[0].date(), dates[-1].date()).astype(np.float64).reindex(dates)
    return {str(name): column.to_numpy() for name, column in drivers.items()}


def _flag(where: object) -> Floats:
    return np.asarray(where, dtype=np.float64)


def _days(dates: pd.DatetimeIndex) -> Days:
    return np.asarray(dates, dtype="datetime64[D]")


def _month_columns(marks: Marks) -> list[EffectColumn]:
    positions = range(1, _MONTH_DAYS + 1)
    return [
        *(EffectColumn("month_start", _flag(marks["from_month_start"] == at), 0.12) for at in positions),
        *(EffectColumn("month_end", _flag(marks["from_month_end"] == at), 0.12) for at in positions),
    ]


def _cycle_columns(dates: pd.DatetimeIndex) -> list[EffectColumn]:
    """The swing of the month: salaries and bills that come on fixed days, whatever the desk calls them."""
    turn = 2 * np.pi * (_flag(dates.day) - 1) / _flag(dates.days_in_month)
    return [
        EffectColumn("month_cycle", wave(turn * times), 0.06)
        for times in range(1, _MONTH_WAVES + 1)
        for wave in (np.cos, np.sin)
    ]


def _billing_columns(marks: Marks) -> list[EffectColumn]:
    after = marks["days_after_billing"]
    return [
        EffectColumn("before_billing", _flag(after == -1), 0.1),
        EffectColumn("billing_day", _flag(after == 0), 0.3),
        *(EffectColumn("after_billing", _flag(after == days), 0.15) for days in range(1, 6)),
    ]


def _closure_columns(marks: Marks) -> list[EffectColumn]:
    before, after = (np.nan_to_num(marks[name]) for name in ("closed_days_before", "closed_days_after"))
    # A closure of 1, 2, 4, 8 days has strength 0, 1, 2, 3 in its length.
    length = np.log2(np.maximum(before, 1))
    return [
        EffectColumn("after_closure", _flag(before > 0), 0.2),
        EffectColumn("after_closure", length, 0.1),
        EffectColumn("before_closure", _flag(after > 0), 0.15),
    ]


def _pile_columns(calendar: Calendar, channel: Channel, marks: Marks) -> list[EffectColumn]:
    """After a closure, how many days' contacts lie there beside how many usually do; and before one."""
    before, after = (np.nan_to_num(marks[name]) for name in ("closed_days_before", "closed_days_after"))
    opens = calendar.settings.hours[channel]
    open_weekdays = [bool(opens.usual_spans(weekday)) for weekday in range(7)]
    pile = np.zeros(len(before))
    for row in np.flatnonzero(before):
        weekday, closed = int(marks["weekday"][row]), before[row]
        usual = next((back for back in range(7) if open_weekdays[(weekday - 1 - back) % 7]), 0)
        pile[row] = np.log(
            carried_days(open_weekdays, weekday=weekday, closed=int(closed))
            / carried_days(open_weekdays, weekday=weekday, closed=usual)
        )
    return [EffectColumn("after_closure", pile, 1.0), EffectColumn("before_closure", _flag(after > 0), 0.15)]


def _event_columns(events: list[Event], days: Days) -> list[EffectColumn]:
    """One factor for the days of a kind of event, and one for each of the two days after it."""
    learnt = [event for event in events if event.effect is None]
    columns = []
    for kind in sorted({event.kind for event in learnt}):
        during, next_day, third_day = np.zeros((3, len(days)))
        for event in learnt:
            if event.kind == kind:
                first, past = _rows_of(event, days)
                during[first:past] = 1.0
                if first < past:
                    next_day[past : past + 1] = 1.0
                    third_day[past + 1 : past + 2] = 1.0
        columns += [
            EffectColumn(kind, during, 0.3),
            EffectColumn(f"after_{kind}", np.where(during > 0, 0.0, next_day), 0.15),
            EffectColumn(f"after_{kind}", np.where(during > 0, 0.0, third_day), 0.15),
        ]
    return columns


def _rows_of(event: Event, days: Days) -> tuple[int, int]:
    """First row of an event's days, and the row after its last."""
    first, past = np.searchsorted(days, np.array([event.start, event.end + timedelta(days=1)], dtype="datetime64[D]"))
    return int(first), int(past)


def stated_effects(calendar: Calendar, dates: pd.DatetimeIndex, *, queue: str, known_on: date) -> dict[str, Floats]:
    """Logarithms of the factors that events.csv states, by kind, 0 on days without one, shape (d,) each."""
    stated: dict[str, Floats] = {}
    for event in calendar.events:
        if event.effect is not None and event.queue in ("", queue) and event.known_from <= known_on:
            first, past = _rows_of(event, _days(dates))
            stated.setdefault(event.kind, np.zeros(len(dates)))[first:past] += np.log(event.effect)
    return stated
