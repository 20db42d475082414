"""Within how many business days or hours a reply comes, told to customers only where the log bears it out."""

import pandas as pd

from data.channel import WRITTEN_CHANNELS, Channel
from data.desk import DeskSettings, QueueSettings
from data.reply_deadline import ReplyDeadline, slowest

WEEKS = 13
"""Weeks before the log's last day that are looked at: the quarter on which the usual waits rest, too."""

LEAST_SHARE = 0.8
"""Four contacts in five were answered by then, as four callers in five wait no longer than a level says."""

LEAST_CONTACTS = 10
"""As many must have fallen due, or nothing is told."""


def kept_deadlines(settings: DeskSettings, answered: pd.DataFrame | None) -> dict[Channel, ReplyDeadline]:
    """By when a reply comes, by written channel; the channels of which nothing can be told are left out.

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
    found: dict[Channel, ReplyDeadline] = {}
    for channel in WRITTEN_CHANNELS:
        ours = [queue for queue in settings.queue if queue.channel == channel and queue.tier == 1]
        kept = [_kept_deadline(queue, recent[recent["queue"] == queue.name], settings=settings) for queue in ours]
        known = [(each, settings.hours[channel]) for each in kept if each is not None]
        if known and len(known) == len(kept):
            found[channel] = slowest(known)
    return found


def _kept_deadline(queue: QueueSettings, rows: pd.DataFrame, *, settings: DeskSettings) -> ReplyDeadline | None:
    if _is_kept(rows, due="due", kept="in_deadline"):
        return queue.goal.deadline
    if _is_kept(rows, due="due_latest", kept="in_latest"):
        return queue.goal.latest_in_days(settings.hours[queue.channel])
    return None


def _is_kept(rows: pd.DataFrame, *, due: str, kept: str) -> bool:
    known = float(rows[due].sum())
    return known >= LEAST_CONTACTS and float(rows[kept].sum()) >= LEAST_SHARE * known
