"""From a desk's store to its topics and their alarms."""

from datetime import date

import pandas as pd

from data.calendar import Calendar
from data.contact_topics import count_topics
from data.desk import Desk
from data.errors import DeskError
from data.interval_counts import last_complete_instant
from data.log_span import read_log_span
from data.warehouse import Warehouse
from forecasting.topic_trends import TopicTrend, topic_trends


def ask_topics(
    warehouse: Warehouse, desk: Desk, *, as_of: pd.Timestamp | None = None, queue: str | None = None
) -> list[TopicTrend]:
    """The topics of a desk, or of one queue, as they were known at `as_of`.

    Parameters
    ----------
    as_of
        Zone-aware; its day may be known only in part. None: the end of the last complete day in the log.

    Raises
    ------
    NothingToDo
        If the log is empty.
    DeskError
        If the desk has no such queue.
    """
    known = [each.name for each in desk.settings.queue]
    if queue is not None and queue not in known:
        raise DeskError(
            "this desk has no queue {queue!r}; name one of {known}, or leave --queue away",
            queue=queue,
            known=", ".join(known),
        )
    calendar = Calendar.of(desk)
    read_log_span(warehouse, calendar)  # refuses an empty log
    until = as_of or last_complete_instant(warehouse, calendar)
    rows = count_topics(warehouse, calendar, until=until)
    return topic_trends(rows, calendar=calendar, last_day=last_day_before(until, calendar), queue=queue)


def last_day_before(until: pd.Timestamp, calendar: Calendar) -> date:
    """The local day of the last moment before an instant."""
    return (until - pd.Timedelta(microseconds=1)).tz_convert(calendar.zone).date()
