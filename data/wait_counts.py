"""How long customers waited in a queue and how it ended, counted by whole seconds from single contacts."""

import pandas as pd

from data.calendar import Calendar
from data.desk import QueueSettings
from data.interval_counts import stage_open_pieces
from data.warehouse import Warehouse

WAIT_WEEKS = 13
"""Waits of a quarter are looked at: lines and announcements change."""


def count_waits(warehouse: Warehouse, calendar: Calendar, *, queue: QueueSettings, until: pd.Timestamp) -> pd.DataFrame:
    """Waits of the 13 weeks before `until` that were over by then; live channels only.

    Who hung up within the queue's `short_abandon_seconds` is left out, as of the service level.

    Returns
    -------
    pandas.DataFrame
        `queue`, `seconds` (rounded, rising), `abandoned` (hung up after them), `stayed` (answered or moved on after
        them). Without rows where no single contact tells its wait.

    Raises
    ------
    NothingToDo
        If the log is empty or begins later.
    """
    stage_open_pieces(warehouse, calendar, channel=queue.channel, until=until)
    return warehouse.query(
        "wait_count",
        queue=queue.name,
        since=until - pd.Timedelta(weeks=WAIT_WEEKS),
        until=until,
        short_abandon_seconds=queue.short_abandon_seconds,
    )
