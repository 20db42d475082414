"""Puts together what a snapshot shows, by queue and day, so that its queries find it."""

from collections.abc import Iterable

import pandas as pd

from data.backlog import count_answered, open_contacts, written_queues
from data.calendar import Calendar
from data.channel import LIVE_CHANNELS
from data.contact_topics import count_topics
from data.interval_counts import count_intervals, last_complete_instant, stage_open_pieces
from data.kept_promise import stage_kept_promise
from data.log_span import read_log_span
from data.wait_counts import WAIT_WEEKS, count_waits
from data.warehouse import Warehouse


def stage_tables(warehouse: Warehouse, calendar: Calendar, *, backlog: pd.DataFrame | None = None) -> None:
    """Stage interval counts, waits, backlog, topics, kept promises and facts of the log.

    Parameters
    ----------
    backlog
        Open contacts that already tell when an answer can be expected; None: from the log, without that.

    Raises
    ------
    NothingToDo
        If the log is empty.
    """
    until = last_complete_instant(warehouse, calendar)
    _stage_counts(warehouse, calendar, until=until)
    warehouse.stage("staged_contact_topic", count_topics(warehouse, calendar, until=until))
    contacts = open_contacts(warehouse, calendar, as_of=until) if backlog is None else backlog
    warehouse.stage("staged_open_contact", contacts)
    answered = [count_answered(warehouse, calendar, queue=queue, until=until) for queue in written_queues(calendar)]
    warehouse.stage("staged_written_answered", _together(answered, columns=_ANSWERED))
    stage_kept_promise(warehouse, calendar)
    warehouse.stage("staged_desk_fact", _facts(warehouse, calendar, until=until))


def _stage_counts(warehouse: Warehouse, calendar: Calendar, *, until: pd.Timestamp) -> None:
    counts, waits, lengths = [], [], []
    for queue in calendar.settings.queue:
        counted = count_intervals(warehouse, calendar, queue=queue.name, until=until)
        counts.append(counted.assign(queue=queue.name, channel=queue.channel))
        if queue.channel in LIVE_CHANNELS:
            stage_open_pieces(warehouse, calendar, channel=queue.channel, until=until)
            waited = warehouse.query(
                "interval_wait",
                queue=queue.name,
                zone=calendar.settings.time_zone,
                since=until - pd.Timedelta(weeks=WAIT_WEEKS),
                until=until,
                short_abandon_seconds=queue.short_abandon_seconds,
            )
            waits.append(waited)
            lengths.append(count_waits(warehouse, calendar, queue=queue, until=until))
    warehouse.stage("staged_interval_count", pd.concat(counts))
    warehouse.stage("staged_interval_wait", _together(waits, columns=_WAITS))
    warehouse.stage("staged_wait_count", _together(lengths, columns=_LENGTHS))


_WAITS = {"queue": "str", "weekday": "int64", "minute_of_day": "int64", "contacts": "int64", "wait_p80_s": "float64"}
_LENGTHS = {"queue": "str", "seconds": "int64", "abandoned": "int64", "stayed": "int64"}
_ANSWERED = {"queue": "str", "date": "datetime64[us]"} | dict.fromkeys(
    ("offered", "answered", "in_deadline", "in_latest", "due", "due_latest"), "int64"
)


def _together(frames: Iterable[pd.DataFrame], *, columns: dict[str, str]) -> pd.DataFrame:
    """All rows under each other, with these columns and types even where there is none."""
    filled = [frame for frame in frames if len(frame)]
    if filled:
        return pd.concat(filled, ignore_index=True)
    return pd.DataFrame({name: pd.Series([], dtype=kind) for name, kind in columns.items()})


def _facts(warehouse: Warehouse, calendar: Calendar, *, until: pd.Timestamp) -> pd.DataFrame:
    span = read_log_span(warehouse, calendar)
    facts = {
        "log_first": span.first_at.isoformat(),
        "log_last": span.last_at.isoformat(),
        "log_until": until.isoformat(),
        "made_at": pd.Timestamp.now(tz=calendar.zone).isoformat(),
    }
    return pd.DataFrame({"key": list(facts), "value": list(facts.values())})
