"""Totals of a queue on the desk's grid, or at their own grain where they are coarser."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.calendar import Calendar
from data.channel import LIVE_CHANNELS
from data.desk import QueueSettings
from data.warehouse import Warehouse

FIGURES = ("offered", "answered", "abandoned", "wait_answered_s", "talk_s", "hold_s", "acw_s", "handle_s", "handled")


_NOTHING_TOLD = pd.DataFrame(
    {"start": pd.DatetimeIndex([], tz="UTC").as_unit("us"), "interval_s": np.array([], dtype=np.int32)}
    | dict.fromkeys(
        ("offered", "answered", "abandoned", "blocked", "wait_answered_s", "talk_s", "hold_s", "acw_s", "handle_s"),
        np.array([], dtype=np.float64),
    )
)
"""The columns of `total_count.sql`."""


def totals_as_told(warehouse: Warehouse, *, queue: str, until: pd.Timestamp, zone: str) -> pd.DataFrame:
    """A queue's totals as `total_count.sql` gives them; the log is read only between the days of which they tell."""
    if queue not in queues_with_totals(warehouse):
        return _NOTHING_TOLD.copy()
    span = warehouse.query("total_span", queue=queue).iloc[0]
    first_at, last_at = (until if pd.isna(at) else pd.Timestamp(at) for at in span)
    return warehouse.query("total_count", queue=queue, until=until, zone=zone, first_at=first_at, last_at=last_at)


def queues_with_totals(warehouse: Warehouse) -> set[str]:
    """Queues of which totals tell."""
    return warehouse.remembered("queues with totals", lambda: set(warehouse.query("queue_with_totals")["queue"]))


def read_totals(warehouse: Warehouse, calendar: Calendar, *, queue: QueueSettings, until: pd.Timestamp) -> pd.DataFrame:
    """A queue's totals that had ended by `until`, on days without single contacts.

    Returns
    -------
    pandas.DataFrame
        `start` (the desk's zone), `minutes` (length) and `FIGURES`; NaN where the source does not tell.
    """
    told = totals_as_told(warehouse, queue=queue.name, until=until, zone=calendar.settings.time_zone)
    return told.assign(
        start=told["start"].dt.tz_convert(calendar.zone),
        minutes=told["interval_s"] / 60,
        handled=told["answered"].where(told["handle_s"].notna()),
    )


def are_coarse(
    warehouse: Warehouse, calendar: Calendar, totals: pd.DataFrame, *, queue: QueueSettings, until: pd.Timestamp
) -> bool:
    """Whether a queue was known at `until` only by totals that do not fit into the desk's grid."""
    if not len(totals) or warehouse.count("queue_has_legs", queue=queue.name, until=until):
        return False
    return bool((totals["minutes"] > calendar.settings.interval_minutes).all())


def totals_by_interval(totals: pd.DataFrame, pieces: pd.DataFrame, *, channel: str) -> pd.DataFrame:
    """Totals of the desk's grid or finer, added up by open interval.

    A live channel's totals outside opening hours are left out; a written one's belong to the next opening.

    Parameters
    ----------
    pieces
        `Calendar.open_pieces` of the channel.

    Returns
    -------
    pandas.DataFrame
        `interval_start` and `FIGURES`, NaN where no total of the interval tells.
    """
    place = np.asarray(pieces["open_until"].searchsorted(totals["start"], side="right"))
    inside = lie_within_hours(totals, pieces) if channel in LIVE_CHANNELS else place < len(pieces)
    kept = totals[inside].assign(interval_start=pieces["interval_start"].iloc[place[inside]].array)
    return kept.groupby("interval_start")[list(FIGURES)].sum(min_count=1).reset_index()


def lie_within_hours(totals: pd.DataFrame, pieces: pd.DataFrame) -> NDArray[np.bool_]:
    """Which totals share some time with opening hours, shape (n,); `pieces` as in `totals_by_interval`."""
    if not len(pieces):
        return np.zeros(len(totals), dtype=np.bool_)
    place = np.asarray(pieces["open_until"].searchsorted(totals["start"], side="right"))
    ends = totals["start"] + pd.to_timedelta(totals["minutes"], unit="min")
    begun = ends > pieces["open_from"].iloc[np.minimum(place, len(pieces) - 1)].array
    return np.asarray((place < len(pieces)) & np.asarray(begun))


def coarse_counts(totals: pd.DataFrame, calendar: Calendar, *, queue: QueueSettings) -> pd.DataFrame:
    """Totals at their own grain: every stretch of the days from the first to the last in which the channel is open.

    Returns
    -------
    pandas.DataFrame
        `interval_start, interval_minutes, open_minutes, missing` and `FIGURES`; a stretch of which the source tells
        nothing is missing, and its figures are NaN.
    """
    starts = totals["start"]
    minute = np.asarray(starts.dt.hour * 60 + starts.dt.minute)
    bands = sorted(set(zip(minute.tolist(), totals["minutes"].astype(int).tolist(), strict=True)))
    rows = []
    for day in calendar.business_days(queue.channel, starts.iloc[0].date(), starts.iloc[-1].date()):
        spans = calendar.open_minutes_of_day(queue.channel, day)
        for first, length in bands:
            opened = sum(max(0, min(last, first + length) - max(begin, first)) for begin, last in spans)
            if opened:
                rows.append((calendar.instant(day, first), length, float(opened)))
    frame = pd.DataFrame(rows, columns=["interval_start", "interval_minutes", "open_minutes"])
    figures = totals.rename(columns={"start": "interval_start"})[["interval_start", "minutes", *FIGURES]]
    frame["interval_start"] = frame["interval_start"].astype(figures["interval_start"].dtype)
    joined = frame.merge(
        figures, how="left", left_on=["interval_start", "interval_minutes"], right_on=["interval_start", "minutes"]
    ).drop(columns="minutes")
    return joined.assign(missing=joined["offered"].isna())


def offered_by_totals(
    warehouse: Warehouse, calendar: Calendar, *, channel: str, pieces: pd.DataFrame, until: pd.Timestamp
) -> pd.DataFrame:
    """Contacts that totals on the desk's grid tell of, all queues of a channel together, by open interval."""
    found, known = [], queues_with_totals(warehouse)
    for queue in calendar.settings.queue:
        if queue.channel == channel and queue.name in known:
            totals = read_totals(warehouse, calendar, queue=queue, until=until)
            if len(totals) and not are_coarse(warehouse, calendar, totals, queue=queue, until=until):
                found.append(totals_by_interval(totals, pieces, channel=channel))
    if not found:
        return pd.DataFrame({"interval_start": pd.DatetimeIndex([], tz=calendar.zone), "offered": []})
    return pd.concat(found).groupby("interval_start", as_index=False)[["offered"]].sum()
