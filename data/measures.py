"""What the log tells of each queue, by day or month: counts, waits, work, and what people were doing."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np
import pandas as pd

from data.calendar import Calendar
from data.channel import LIVE_CHANNELS
from data.errors import NothingToDo
from data.log_span import read_log_span
from data.totals_counts import queues_with_totals, totals_as_told
from data.warehouse import Warehouse

REPEAT_WITHIN_SECONDS = 3600
"""Who hung up while waiting and comes again within this time has not been served by the first attempt."""

PHONED_WITHIN_DAYS = 7
"""Who phones within this time after a written answer may have found it wanting."""

Grain = Literal["day", "month"]

COUNTS = ("offered", "offered_by_totals", "answered", "abandoned", "short_abandoned", "overflowed", "timed_out",
          "voicemail", "callback_requested", "failed", "still_open", "blocked", "after_hours", "ivr_exit", "callbacks",
          "callbacks_reached", "escalations", "demand", "first_attempts", "repeats", "answered_in_threshold",
          "phoned_watched", "phoned_after", "agents_seen")  # fmt: skip
"""Columns of whole numbers; unknown is missing."""


@dataclass(frozen=True)
class LogMeasures:
    """The figures of some days of a log.

    Parameters
    ----------
    first_day, last_day
        Local, inclusive.
    queues
        A row for each queue and `day` or `month` (its first day) with the columns of `sql/measures.sql`; unknown is
        missing, never 0.
    over_all
        The same figures of each queue over all these days together.
    states
        A row for each `day` or `month` with the columns of `sql/measure_state.sql`; empty where no source tells what
        people were doing.
    states_over_all
        One row, or none.
    unknown_queues
        Names that legs carry and desk.toml does not, with their number of legs; these legs are in no figure.
    """

    first_day: date
    last_day: date
    queues: pd.DataFrame
    over_all: pd.DataFrame
    states: pd.DataFrame
    states_over_all: pd.DataFrame
    unknown_queues: dict[str, int]
    after_replies: "CallsAfterReplies"


@dataclass(frozen=True)
class CallsAfterReplies:
    """Calls that came within `PHONED_WITHIN_DAYS` after a written answer to the same customer or contact.

    Parameters
    ----------
    calls
        All calls offered in these days.
    followed
        Those after an answer; None where the log links no call to a written contact.
    median_days
        Median of the time since the newest answer, days; None without such calls.
    weeks
        Length of these days.
    """

    calls: int
    followed: int | None
    median_days: float | None
    weeks: float

    @property
    def share(self) -> float | None:
        """Of all calls."""
        return None if self.followed is None or not self.calls else self.followed / self.calls


def measure_log(
    warehouse: Warehouse,
    calendar: Calendar,
    *,
    grain: Grain,
    first_day: date | None = None,
    last_day: date | None = None,
) -> LogMeasures:
    """Count what the log tells of the days from `first_day` to `last_day`, inclusive.

    Single contacts stand above totals of the same queue and local day; the two are never added.

    Parameters
    ----------
    grain
        Of the rows.
    first_day, last_day
        Local; by default those of the log.

    Raises
    ------
    NothingToDo
        If the log is empty, or tells nothing of these days.
    """
    span = read_log_span(warehouse, calendar)
    first_day, last_day = first_day or span.first_day, last_day or span.last_day
    if first_day > last_day or first_day > span.last_day or last_day < span.first_day:
        raise NothingToDo(
            "the log tells of {first} to {last}, and {asked_first} to {asked_last} was asked for; "
            "choose days within it, the first before the last",
            first=span.first_day,
            last=span.last_day,
            asked_first=first_day,
            asked_last=last_day,
        )
    until = calendar.instant(last_day + timedelta(days=1), 0)
    days = {"first": calendar.instant(first_day, 0), "until": until, "zone": calendar.settings.time_zone}
    slot_s = _stage_desk(warehouse, calendar, first_day=first_day, last_day=last_day)
    warehouse.run("measure_contact", **days, slot_s=slot_s)
    warehouse.run("measure_repeat", **days, slot_s=slot_s, within_s=REPEAT_WITHIN_SECONDS)
    warehouse.run("measure_phoned", **days, within_s=PHONED_WITHIN_DAYS * 86_400, log_until=span.last_at)
    warehouse.stage("measured_told", _totals_of_other_days(warehouse, calendar, until=until))
    warehouse.run("measure_total", **days)
    unknown = warehouse.query("measure_unknown_queue", **days)
    return LogMeasures(
        first_day=first_day,
        last_day=last_day,
        queues=_whole_counts(warehouse.query("measures", grain=grain)).rename(columns={"period": grain}),
        over_all=_whole_counts(warehouse.query("measures", grain="all")).drop(columns="period"),
        states=_whole_counts(warehouse.query("measure_state", grain=grain, **days)).rename(columns={"period": grain}),
        states_over_all=_whole_counts(warehouse.query("measure_state", grain="all", **days)).drop(columns="period"),
        unknown_queues=dict(zip(unknown["queue"], unknown["legs"].astype(int), strict=True)),
        after_replies=_calls_after_replies(warehouse, first=calendar.instant(first_day, 0), until=until),
    )


def _calls_after_replies(warehouse: Warehouse, *, first: pd.Timestamp, until: pd.Timestamp) -> CallsAfterReplies:
    within_s = PHONED_WITHIN_DAYS * 86_400
    told = warehouse.query("measure_call_after_reply", first=first, until=until, within_s=within_s).iloc[0]
    followed, median_s = told["calls_after_reply"], told["median_after_s"]
    return CallsAfterReplies(
        calls=int(told["calls"]),
        followed=None if pd.isna(followed) else int(followed),
        median_days=None if pd.isna(median_s) else float(median_s) / 86_400,
        weeks=(until - first) / pd.Timedelta(weeks=1),
    )


def _whole_counts(figures: pd.DataFrame) -> pd.DataFrame:
    return figures.astype({name: "Int64" for name in COUNTS if name in figures})


def _stage_desk(warehouse: Warehouse, calendar: Calendar, *, first_day: date, last_day: date) -> int:
    """The queues with what their figures are defined by, and when their channels were open.

    Gives the longest slot, at most an hour, at whose ends all days and opening hours begin and end, seconds.
    """
    queues = calendar.settings.queue
    rows = [
        {
            "queue": queue.name,
            "place": place,
            "channel": queue.channel,
            "live": queue.channel in LIVE_CHANNELS,
            "threshold_s": queue.goal.threshold_seconds,
            "short_s": queue.short_abandon_seconds,
        }
        for place, queue in enumerate(queues)
    ]
    warehouse.stage("measured_queue", pd.DataFrame(rows))
    live = sorted({queue.channel for queue in queues if queue.channel in LIVE_CHANNELS})
    pieces = [calendar.open_pieces(channel, first_day, last_day).assign(channel=channel) for channel in live]
    none = calendar.open_pieces(queues[0].channel, first_day, last_day).head(0).assign(channel="")
    opening = pd.concat(pieces) if pieces else none
    warehouse.stage("measured_opening", opening)
    midnights = pd.Series(pd.date_range(first_day, last_day, tz=calendar.zone))
    seconds = [
        ends.dt.as_unit("s").astype("int64") for ends in (midnights, opening["open_from"], opening["open_until"])
    ]
    return int(np.gcd.reduce(np.concatenate([[3600], *seconds])))


def _totals_of_other_days(warehouse: Warehouse, calendar: Calendar, *, until: pd.Timestamp) -> pd.DataFrame:
    """Totals of days without single contacts, of every queue that has any."""
    zone, known = calendar.settings.time_zone, queues_with_totals(warehouse)
    told = [
        totals_as_told(warehouse, queue=queue.name, until=until, zone=zone).assign(queue=queue.name)
        for queue in calendar.settings.queue
        if queue.name in known
    ]
    return pd.concat(told, ignore_index=True) if told else _nothing_told(warehouse, until=until, zone=zone)


def _nothing_told(warehouse: Warehouse, *, until: pd.Timestamp, zone: str) -> pd.DataFrame:
    return totals_as_told(warehouse, queue="", until=until, zone=zone).head(0).assign(queue="")
