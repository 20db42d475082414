"""What a reader must know of a queue before its numbers: who feeds it, and how many contacts a person has at once."""

import numpy as np
import pandas as pd

from dashboards.desk_view import DeskView

WEEKS = 13
"""Weeks of the log over which what tier 1 hands over is counted: the quarter that the usual week rests on."""


def tier_note(view: DeskView, queue: str) -> str:
    """That tier 1 feeds a queue of tier 2, and how much of its work it hands over; empty for tier 1."""
    settings, words = view.desk.queue(queue), view.words
    if settings.tier != 2:
        return ""
    share = handed_over_share(view, queue)
    if np.isnan(share):
        return words.say("queue.fed_by_tier_1_unseen")
    return words.say(
        "queue.fed_by_tier_1",
        share=f"{share * 100:.1f}",
        weeks=WEEKS,
        channel=words.say(f"channel.{settings.channel}"),
        many=words.of_channel(settings.channel)["many"],
    )


def concurrency_note(view: DeskView, queue: str) -> str:
    """How many contacts a person handles at once; empty where it is one."""
    count = view.desk.queue(queue).concurrency
    return view.words.say("queue.at_once", count=count) if count > 1 else ""


def handed_over_share(view: DeskView, queue: str) -> float:
    """Contacts of a tier-2 queue for each one of tier 1 in its channel, at least 0; NaN where tier 1 had none."""
    channel = view.desk.queue(queue).channel
    feeding = [one.name for one in view.desk.settings.queue if one.tier == 1 and one.channel == channel]
    rows = pd.concat([view.rows("interval_count", name) for name in (queue, *feeding)], ignore_index=True)
    starts = pd.DatetimeIndex(rows["interval_start"])
    recent = rows[starts > starts.max() - pd.Timedelta(weeks=WEEKS)].dropna(subset=["offered"])
    handed = float(recent.loc[recent["queue"] == queue, "offered"].sum())
    first = float(recent.loc[recent["queue"] != queue, "offered"].sum())
    return handed / first if first else float("nan")
