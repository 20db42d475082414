"""Contacts by day, channel and topic: what is watched for topics that rise."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.calendar import Calendar
from data.channel import Channel

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

WATCHED_DAYS = 400
"""Days that are looked at: a year, so that each time of it was seen, and some weeks before in which to learn."""

DAY_KINDS = ("usual", "billing", "after_billing", "after_closure", "month_start", "month_end")
"""What a day can be beside its weekday; the first that applies from the second on."""

_AFTER_BILLING_DAYS, _MONTH_DAYS = 2, 2
"""Open days after a billing day, and at either end of a month, on which other things are asked than usual."""


@dataclass(frozen=True)
class TopicDays:
    """Contacts of each topic on each day, without those that tell no topic.

    Parameters
    ----------
    dates
        Every day of the span, naive midnight, shape (days,).
    channels, topics
        Their names.
    counts
        Contacts, shape (days, channels, topics).
    kinds
        Places in `DAY_KINDS`, shape (days, channels).
    watched
        Pairs of queue and topic of the whole desk seen by the end of each day, shape (days,); at least 1.

    Raises
    ------
    ValueError
        If the shapes do not fit each other.
    """

    dates: pd.DatetimeIndex
    channels: tuple[str, ...]
    topics: tuple[str, ...]
    counts: Floats
    kinds: Integers
    watched: Integers

    def __post_init__(self) -> None:
        days = len(self.dates)
        if self.counts.shape != (days, len(self.channels), len(self.topics)):
            raise ValueError(f"counts need a place for each day, channel and topic; got {self.counts.shape}")
        if self.kinds.shape != (days, len(self.channels)) or self.watched.shape != (days,):
            raise ValueError("kinds need a place for each day and channel, watched one for each day")

    @classmethod
    def of(
        cls,
        rows: pd.DataFrame,
        *,
        calendar: Calendar,
        last_day: date,
        queue: str | None = None,
        days: int = WATCHED_DAYS,
    ) -> "TopicDays":
        """So many days until `last_day`, of the whole desk or of one queue.

        Parameters
        ----------
        rows
            `date, queue, topic, offered` of the whole desk; a day without a row had none. Queues that desk.toml does
            not have are left out.
        calendar
            Tells the queues' channels, and the days of bills, of a month's ends and after closures.
        """
        dates = pd.date_range(end=pd.Timestamp(last_day), periods=days)
        channel_of = {each.name: each.channel for each in calendar.settings.queue}
        came_on = pd.to_datetime(rows["date"]).dt.tz_localize(None).dt.normalize().dt.as_unit("ns")
        rows = rows.assign(
            channel=rows["queue"].map(channel_of), place=dates.as_unit("ns").get_indexer(pd.DatetimeIndex(came_on))
        )
        rows = rows[(rows["place"] >= 0) & (rows["topic"] != "") & (rows["offered"] > 0) & rows["channel"].notna()]
        asked = rows if queue is None else rows[rows["queue"] == queue]
        channels, topics = (tuple(sorted(map(str, asked[name].unique()))) for name in ("channel", "topic"))
        counts = np.zeros((len(dates), len(channels), len(topics)))
        at = [asked["place"].to_numpy(np.int64)]
        at += [
            pd.Index(names).get_indexer(pd.Index(asked[column]))
            for column, names in (("channel", channels), ("topic", topics))
        ]
        np.add.at(counts, tuple(at), asked["offered"].to_numpy(np.float64))
        kinds = [_kinds(calendar, channel, dates) for channel in channels]
        return cls(
            dates=dates,
            channels=channels,
            topics=topics,
            counts=counts,
            kinds=np.column_stack(kinds) if kinds else np.zeros((len(dates), 0), dtype=np.int64),
            watched=_pairs_seen(rows, len(dates)),
        )


def _pairs_seen(rows: pd.DataFrame, days: int) -> Integers:
    """How many pairs of queue and topic had come by the end of each day; one where none had."""
    first = rows.groupby(["queue", "topic"])["place"].min().to_numpy(np.int64)
    return np.maximum(np.cumsum(np.bincount(first, minlength=days)), 1)


def _kinds(calendar: Calendar, channel: str, dates: pd.DatetimeIndex) -> Integers:
    known: Channel = channel  # type: ignore[assignment]
    drivers = calendar.drivers(known, dates[0].date(), dates[-1].date()).reindex(dates)
    applies: Mapping[str, pd.Series] = {
        "billing": drivers["days_after_billing"] == 0,
        "after_billing": drivers["days_after_billing"].between(1, _AFTER_BILLING_DAYS),
        "after_closure": drivers["closed_days_before"] > 0,
        "month_start": drivers["from_month_start"] <= _MONTH_DAYS,
        "month_end": drivers["from_month_end"] <= _MONTH_DAYS,
    }
    found = np.zeros(len(dates), dtype=np.int64)
    for kind in reversed(DAY_KINDS[1:]):
        found[applies[kind].to_numpy(np.bool_)] = DAY_KINDS.index(kind)
    return found
