"""How long customers are ready to wait, told by desk.toml or by those who hung up."""

import numpy as np
import pandas as pd

from data.desk import QueueSettings

PAST_WEEKS = 13
"""Patience is a matter of the last quarter: lines and announcements change."""

LEAST_ABANDONED = 20
"""From fewer hang-ups no patience is estimated."""


def mean_patience(queue: QueueSettings, counts: pd.DataFrame) -> float:
    """Mean patience of a queue's customers, seconds: desk.toml's, else time waited by hang-up over the last 13 weeks.

    The waits of those who hung up are not among the counts, so the estimate is a little short where many do. Infinite
    where fewer than 20 hung up: then nobody is taken to.

    Parameters
    ----------
    counts
        The queue's rows of `data.interval_counts.count_intervals`, or of the snapshot's `interval_count`.
    """
    if queue.patience_seconds > 0:
        return queue.patience_seconds
    told = counts[counts["offered"].notna()]
    recent = told[told["interval_start"] > told["interval_start"].max() - pd.Timedelta(weeks=PAST_WEEKS)]
    gone = float((recent["abandoned"] - recent["short_abandoned"].fillna(0.0)).sum())
    waited = float(recent["wait_answered_s"].sum())
    return waited / gone if gone >= LEAST_ABANDONED and waited > 0 else float(np.inf)
