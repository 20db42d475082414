"""Counts of intervals, from what is kept of earlier counting where that still holds, else from the log itself.

Only queues and channels where people wait for an answer are kept: there a contact belongs to the stretch of opening
hours in which it entered, whatever else comes. Callers have staged the stretches asked for.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from data.channel import LIVE_CHANNELS, Channel
from data.desk import QueueSettings
from data.warehouse import Warehouse

_MINUTE_US = 60_000_000
_BEGINNING, _END = pd.Timestamp("1900-01-01", tz="UTC"), pd.Timestamp("2200-01-01", tz="UTC")
"""No leg is outside."""


def stage_pieces(warehouse: Warehouse, pieces: pd.DataFrame, *, question: Hashable = None) -> None:
    """Put the stretches asked for into `open_piece`, and their intervals into `wanted_interval`.

    Parameters
    ----------
    pieces
        `Calendar.open_pieces` of the channel asked for.
    question
        Names all that they depend on, so that they need not be put there again and again.
    """
    if warehouse.stage("open_piece", pieces, question=question):
        warehouse.run("kept_wanted")


def count_queue(warehouse: Warehouse, queue: QueueSettings, *, until: pd.Timestamp) -> pd.DataFrame:
    """What entered a queue by open interval as it was known at `until`: the columns of `sql/interval_count.sql`."""
    if not _can_be_kept(warehouse, queue):
        return _count_all(warehouse, queue, until=until)
    good, counted = _good_and_counted(warehouse, _Kept.of_queue(queue), until=until, good="kept_good_queue")
    return _joined(good, counted)


def count_channel(warehouse: Warehouse, *, channel: Channel, until: pd.Timestamp) -> pd.DataFrame:
    """What entered any queue of a channel, by open interval: `interval_start`, `offered`."""
    if not _is_kept(channel):
        return warehouse.query("channel_count", channel=channel, until=until, live=channel in LIVE_CHANNELS)
    good, counted = _good_and_counted(warehouse, _Kept.of_channel(channel), until=until)
    return _joined(good, counted)[["interval_start", "offered"]]


def keep_queue(warehouse: Warehouse, queue: QueueSettings) -> bool:
    """Count anew whatever of a queue is not kept as it stands now, for the stretches staged; if it can be."""
    if not _can_be_kept(warehouse, queue):
        return False
    _keep(warehouse, _Kept.of_queue(queue))
    return True


def keep_channel(warehouse: Warehouse, *, channel: Channel) -> None:
    """The same for a channel where people wait for an answer."""
    _keep(warehouse, _Kept.of_channel(channel))


@dataclass(frozen=True)
class _Kept:
    """Whose counts are kept, under which goal, and the SQL that counts them."""

    kind: Literal["queue", "channel"]
    name: str
    counting: str
    threshold_seconds: float = 0.0
    short_abandon_seconds: float = 0.0

    @classmethod
    def of_queue(cls, queue: QueueSettings) -> "_Kept":
        return cls("queue", queue.name, "interval_count_live", **_thresholds(queue))

    @classmethod
    def of_channel(cls, channel: Channel) -> "_Kept":
        return cls("channel", channel, "channel_count_live")

    @property
    def named(self) -> dict[str, str | float]:
        """As SQL names it."""
        thresholds = {
            "threshold_seconds": self.threshold_seconds,
            "short_abandon_seconds": self.short_abandon_seconds,
        }
        return {"kind": self.kind, "name": self.name, **thresholds}


def _good_and_counted(
    warehouse: Warehouse, kept: _Kept, *, until: pd.Timestamp, good: str = "kept_good_offered"
) -> tuple[pd.DataFrame, pd.DataFrame | None]:
    """What is kept and holds as of `until`, and counts of all other intervals that have a contact, None where all hold.

    Where not all hold, those that do stand in `good_interval`.

    Parameters
    ----------
    good
        The SQL that tells the former.
    """
    holding = warehouse.query(good, until=until, **kept.named)
    if len(holding) == warehouse.count("kept_wanted_count"):
        return holding, None
    warehouse.stage("good_interval", holding[["interval_start"]])
    warehouse.run("kept_asked")
    return holding, warehouse.query(kept.counting, until=until, **kept.named, **_bounds(warehouse))


def _keep(warehouse: Warehouse, kept: _Kept) -> None:
    _, counted = _good_and_counted(warehouse, kept, until=_END)
    if counted is not None:
        warehouse.stage("counted_interval", counted)
        warehouse.run("kept_store", **kept.named)


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


def _bounds(warehouse: Warehouse) -> dict[str, pd.Timestamp | int]:
    """Between which moments to count anew, an empty stretch where nothing is asked; and make the table `asked_slot`."""
    edges = warehouse.query("kept_edges")
    slot_us = int(np.gcd.reduce(edges["minute"].to_numpy(np.int64), initial=60)) * _MINUTE_US
    warehouse.run("kept_slots", slot_us=slot_us)
    found = warehouse.query("kept_bounds").iloc[0]
    if pd.isna(found["asked_from"]):
        return {"asked_from": _END, "asked_until": _BEGINNING, "slot_us": slot_us}
    return {"asked_from": found["asked_from"], "asked_until": found["asked_until"], "slot_us": slot_us}


def _joined(good: pd.DataFrame, counted: pd.DataFrame | None) -> pd.DataFrame:
    """Both, by time, where a contact came; they share no interval."""
    came = good[good["offered"] > 0]
    if counted is None or not len(counted):
        return came
    told = counted.drop(columns="known_at")
    if not len(came):
        return told
    return pd.concat([came[list(told.columns)], told]).sort_values("interval_start", ignore_index=True)
