"""Counts of intervals, from what is kept of earlier counting where that still holds, else from the log itself.

Only queues and channels where people wait for an answer are kept: there a contact belongs to the stretch of opening
hours in which it entered, whatever else comes. Callers have put the stretches asked for into the table `open_piece`.
"""

import numpy as np
import pandas as pd

from data.channel import LIVE_CHANNELS, Channel
from data.desk import QueueSettings
from data.warehouse import Warehouse

_MINUTE_US = 60_000_000
_BEGINNING, _END = pd.Timestamp("1900-01-01", tz="UTC"), pd.Timestamp("2200-01-01", tz="UTC")
"""No leg is outside."""


def count_queue(warehouse: Warehouse, queue: QueueSettings, *, until: pd.Timestamp) -> pd.DataFrame:
    """What entered a queue by open interval as it was known at `until`: the columns of `sql/interval_count.sql`."""
    thresholds = _thresholds(queue)
    if _can_be_kept(warehouse, queue):
        warehouse.run("kept_wanted", kind="queue", name=queue.name, until=until, **thresholds)
        counted = _count_asked(warehouse, queue, until=until)
        return _joined(warehouse.query("kept_counted"), counted).drop(columns="known_at")
    return _count_all(warehouse, queue, until=until)


def count_channel(warehouse: Warehouse, *, channel: Channel, until: pd.Timestamp) -> pd.DataFrame:
    """What entered any queue of a channel, by open interval: `interval_start`, `offered`."""
    if not _is_kept(channel):
        return warehouse.query("channel_count", channel=channel, until=until, live=channel in LIVE_CHANNELS)
    warehouse.run(
        "kept_wanted", kind="channel", name=channel, until=until, short_abandon_seconds=0.0, threshold_seconds=0.0
    )
    counted = _count_asked_of_channel(warehouse, channel=channel, until=until)
    return _joined(warehouse.query("kept_counted")[list(counted.columns)], counted).drop(columns="known_at")


def keep_queue(warehouse: Warehouse, queue: QueueSettings) -> bool:
    """Count anew whatever of a queue is not kept as it stands now, for the stretches in `open_piece`; if it can be."""
    if not _can_be_kept(warehouse, queue):
        return False
    warehouse.run("kept_wanted", kind="queue", name=queue.name, until=_END, **_thresholds(queue))
    warehouse.stage("counted_interval", _count_asked(warehouse, queue, until=_END))
    warehouse.run("kept_store", kind="queue", name=queue.name)
    return True


def keep_channel(warehouse: Warehouse, *, channel: Channel) -> None:
    """The same for a channel where people wait for an answer."""
    warehouse.run(
        "kept_wanted", kind="channel", name=channel, until=_END, short_abandon_seconds=0.0, threshold_seconds=0.0
    )
    warehouse.stage("counted_interval", _count_asked_of_channel(warehouse, channel=channel, until=_END))
    warehouse.run("kept_store", kind="channel", name=channel)


def _is_kept(channel: Channel) -> bool:
    return channel in LIVE_CHANNELS


def _can_be_kept(warehouse: Warehouse, queue: QueueSettings) -> bool:
    """Work of further replies belongs to the contact's first interval: where there is any, all is counted anew."""
    return _is_kept(queue.channel) and not warehouse.count("queue_has_replies", queue=queue.name)


def _thresholds(queue: QueueSettings) -> dict[str, float]:
    return {
        "threshold_seconds": queue.goal.threshold_seconds,
        "short_abandon_seconds": queue.short_abandon_seconds,
    }


def _count_all(warehouse: Warehouse, queue: QueueSettings, *, until: pd.Timestamp) -> pd.DataFrame:
    return warehouse.query(
        "interval_count",
        queue=queue.name,
        until=until,
        live=queue.channel in LIVE_CHANNELS,
        **_thresholds(queue),
    )


def _count_asked(warehouse: Warehouse, queue: QueueSettings, *, until: pd.Timestamp) -> pd.DataFrame:
    bounds = _bounds(warehouse)
    return warehouse.query("interval_count_live", queue=queue.name, until=until, **_thresholds(queue), **bounds)


def _count_asked_of_channel(warehouse: Warehouse, *, channel: Channel, until: pd.Timestamp) -> pd.DataFrame:
    return warehouse.query("channel_count_live", channel=channel, until=until, **_bounds(warehouse))


def _bounds(warehouse: Warehouse) -> dict[str, pd.Timestamp | int]:
    """Between which moments to count anew, an empty stretch where nothing is asked; and make the table `asked_slot`."""
    edges = warehouse.query("kept_edges")
    slot_us = int(np.gcd.reduce(edges["minute"].to_numpy(np.int64), initial=60)) * _MINUTE_US
    warehouse.run("kept_slots", slot_us=slot_us)
    found = warehouse.query("kept_bounds").iloc[0]
    if pd.isna(found["asked_from"]):
        return {"asked_from": _END, "asked_until": _BEGINNING, "slot_us": slot_us}
    return {"asked_from": found["asked_from"], "asked_until": found["asked_until"], "slot_us": slot_us}


def _joined(kept: pd.DataFrame, counted: pd.DataFrame) -> pd.DataFrame:
    """Both, by time; they share no interval."""
    if not len(kept) or not len(counted):
        return (kept if len(kept) else counted)[list(counted.columns)]
    both = pd.concat([kept[list(counted.columns)], counted])
    return both.sort_values("interval_start", ignore_index=True)
