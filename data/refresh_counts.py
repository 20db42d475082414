"""Brings the kept counts of intervals up to date, at the end of what changed the log and within its transaction."""

import pandas as pd

from data.calendar import Calendar
from data.channel import LIVE_CHANNELS
from data.desk import Desk
from data.errors import NothingToDo
from data.kept_counts import keep_channel, keep_queue, stage_pieces
from data.log_span import keep_days, read_log_span
from data.warehouse import Warehouse


def refresh_counts(warehouse: Warehouse, desk: Desk) -> None:
    """Count anew the intervals of days of which a leg came or went, in every queue where people wait for an answer.

    A channel of which nothing came or went keeps what it has.
    """
    stale = warehouse.query("kept_stale_names")
    if stale.empty:
        return
    keep_days(warehouse)
    calendar = Calendar.of(desk)
    try:
        span = read_log_span(warehouse, calendar)
    except NothingToDo:
        return
    done: list[tuple[str, str]] = []
    for channel in {queue.channel for queue in desk.settings.queue} & set(LIVE_CHANNELS):
        queues = [queue for queue in desk.settings.queue if queue.channel == channel]
        if {channel, *(queue.name for queue in queues)} & {*stale["channel"], *stale["queue_key"]}:
            stage_pieces(warehouse, calendar.open_pieces(channel, span.first_day, span.last_day))
            keep_channel(warehouse, channel=channel)
            queues = [queue for queue in queues if keep_queue(warehouse, queue)]
        done += [("channel", channel), *(("queue", queue.name) for queue in queues)]
    warehouse.stage("refreshed", pd.DataFrame(done, columns=["kind", "name"], dtype="str"))
    warehouse.run("kept_fresh")
