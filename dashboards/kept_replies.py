"""Within how many business days those who write are answered, told to customers only where the log bears it out."""

import pandas as pd

from data.channel import WRITTEN_CHANNELS, Channel
from data.desk import DeskSettings, QueueSettings

WEEKS = 13
"""Weeks before the log's last day that are looked at: the quarter on which the usual waits rest, too."""

LEAST_SHARE = 0.8
"""Four contacts in five were answered by then, as four callers in five wait no longer than a level says."""

LEAST_CONTACTS = 10
"""As many must have fallen due, or nothing is told."""


def kept_reply_days(settings: DeskSettings, answered: pd.DataFrame | None) -> dict[Channel, int]:
    """Business days to a reply by written channel; the channels of which nothing can be told are left out.

    It is the deadline of the channel's queues of tier 1 where the log kept it, else their latest deadline where it kept
    that, of several queues the slowest.

    Parameters
    ----------
    answered
        `queue, date, due, in_deadline, due_latest, in_latest`: written contacts by day of receipt, of how many it is
        known whether they were answered in time, and how many were. None: nothing is known.
    """
    if answered is None or answered.empty:
        return {}
    day = pd.to_datetime(answered["date"])
    recent = answered[day > day.max() - pd.Timedelta(weeks=WEEKS)]
    found: dict[Channel, int] = {}
    for channel in WRITTEN_CHANNELS:
        ours = [queue for queue in settings.queue if queue.channel == channel and queue.tier == 1]
        days = [_kept_days(queue, recent[recent["queue"] == queue.name]) for queue in ours]
        known = [each for each in days if each is not None]
        if known and len(known) == len(days):
            found[channel] = max(known)
    return found


def _kept_days(queue: QueueSettings, rows: pd.DataFrame) -> int | None:
    goal = queue.goal
    if _is_kept(rows, due="due", kept="in_deadline"):
        return goal.deadline_business_days
    if _is_kept(rows, due="due_latest", kept="in_latest"):
        return max(goal.deadline_latest_days, goal.deadline_business_days)
    return None


def _is_kept(rows: pd.DataFrame, *, due: str, kept: str) -> bool:
    known = float(rows[due].sum())
    return known >= LEAST_CONTACTS and float(rows[kept].sum()) >= LEAST_SHARE * known
