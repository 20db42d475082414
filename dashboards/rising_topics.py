"""Which reasons of contact have become more than their own noise explains: a defective batch shows in days."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]

WEEKS_BEFORE = 8
"""Weeks that say what is usual for a topic: enough for its noise, few enough to forget last season."""

RISING_Z = 4.0
"""Standard errors above the usual from which a topic counts as rising: about once in thirty thousand by chance."""


@dataclass(frozen=True)
class TopicTrend:
    """One topic's last week against the weeks before.

    Parameters
    ----------
    topic
        As the desk names it.
    last_week
        Contacts of the last 7 days.
    usual_week
        Median contacts of the weeks before.
    z
        How many standard errors the last week lies above the usual one.
    days
        Contacts of each of the last days, oldest first, shape (n,).
    """

    topic: str
    last_week: float
    usual_week: float
    z: float
    days: Floats

    @property
    def is_rising(self) -> bool:
        """Whether the last week lies beyond the topic's own noise."""
        return self.z > RISING_Z


def excess(last_week: float, weeks_before: Floats) -> float:
    """How many standard errors a week's count lies above the usual one of the weeks before it.

    A Poisson count with overdispersion: the usual week μ is the median, so that a batch which began a week or two ago
    does not hide itself; a week's variance is φμ, with φ from the weeks' median absolute deviation (times 1.4826, the
    factor of a normal law), at least 1: a topic is never quieter than chance. The median of n weeks adds φμ π/2n. A
    topic that was never seen is judged as if one a week were usual, so that a handful of contacts is no alarm.

    Parameters
    ----------
    last_week
        Contacts of the week judged.
    weeks_before
        Contacts of the weeks before it, at least two.
    """
    usual = float(np.median(weeks_before))
    deviation = 1.4826 * float(np.median(np.abs(weeks_before - usual)))
    variance = max(deviation**2, usual, 1.0) * (1 + np.pi / (2 * len(weeks_before)))
    return float((last_week - usual) / np.sqrt(variance))


def topic_trends(topics: pd.DataFrame, *, last_day: date, shown_days: int = 28) -> list[TopicTrend]:
    """Every topic's last week against the eight before; rising ones first, then the largest.

    Parameters
    ----------
    topics
        Rows `date`, `topic`, `offered`; a day without a row had none.
    last_day
        The last complete day.
    shown_days
        Days of each trend that are given.
    """
    days = pd.date_range(end=pd.Timestamp(last_day), periods=7 * (WEEKS_BEFORE + 1))
    rows = topics.assign(day=pd.to_datetime(topics["date"]).dt.tz_localize(None).dt.normalize())
    rows = rows.assign(offered=rows["offered"].astype(float))
    table = rows.pivot_table(index="day", columns="topic", values="offered", aggfunc="sum")
    table = table.reindex(days).fillna(0.0)
    found = [_trend(str(topic), table[topic].to_numpy(dtype=np.float64), shown_days) for topic in table.columns]
    seen = [each for each in found if each.last_week or each.usual_week]
    return sorted(seen, key=lambda each: (not each.is_rising, -each.last_week, each.topic))


def _trend(topic: str, days: Floats, shown_days: int) -> TopicTrend:
    weeks = days.reshape(WEEKS_BEFORE + 1, 7).sum(axis=1)
    return TopicTrend(
        topic=topic,
        last_week=float(weeks[-1]),
        usual_week=float(np.median(weeks[:-1])),
        z=excess(float(weeks[-1]), weeks[:-1]),
        days=days[-shown_days:],
    )
