"""The patience of queues as a table, and what is worth saying of it."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from data.desk import Desk
from data.message import Message
from data.wait_counts import WAIT_WEEKS
from staffing.patience import LEAST_ABANDONED, Patience
from staffing.patience_curve import LEAST_AT_RISK

_AFTER_SECONDS = (10, 20, 30, 45, 60, 90, 120, 180, 240, 300, 420, 600, 900, 1200, 1800, 2700, 3600)

_STILL_THERE = Message(
    "{queue}: of those who wait {seconds} s, {share} are still there; beyond {until} s, after which {rest} still are, "
    "fewer than {least} waited, so that more is not known"
)
_FROM_WAITS = Message(
    "{queue}: Erlang A takes a mean patience of {mean} s, from {hang_ups} hang-ups among {waits} waits of {weeks} weeks"
)
_FROM_COUNTS = Message(
    "{queue}: Erlang A takes a mean patience of {mean} s, the time waited by each of {hang_ups} hang-ups; the log does "
    "not tell enough single waits"
)
_FROM_DESK = Message("{queue}: Erlang A takes a mean patience of {mean} s, as desk.toml says (queue.patience_seconds)")
_FEW = Message(
    "{queue}: {hang_ups} hang-ups among {waits} waits of {weeks} weeks; from fewer than {least} no patience is "
    "estimated, and nobody is taken to hang up"
)
_UNTOLD = Message(
    "{queue}: {hang_ups} hung up, but the log does not tell how long customers waited; nobody is taken to hang up"
)
"""Templates; a queue's figures stand in their places."""


def patience_sentences(patience: Patience, *, title: str, wait_seconds: float) -> list[Message]:
    """What Erlang A takes and where from; and how many are still there after a wait, as far as that is known.

    Parameters
    ----------
    title
        What people call the queue.
    wait_seconds
        The wait that is spoken of, the promised threshold for example; a shorter one where it is not known so far.
    """
    told = {
        "queue": title,
        "mean": f"{patience.mean_seconds:,.0f}",
        "hang_ups": f"{patience.hang_ups:,}",
        "waits": f"{patience.waits:,}",
        "weeks": WAIT_WEEKS,
        "least": LEAST_ABANDONED,
    }
    said = [Message(_basis(patience).template, told)]
    curve = patience.curve
    if curve.known_until > 0:
        seconds = min(wait_seconds, curve.known_until)
        shares = {"share": curve.share_after(seconds), "rest": curve.share_after(curve.known_until)}
        figures = {"queue": title, "seconds": f"{seconds:,.0f}", "until": f"{curve.known_until:,.0f}"}
        told = figures | {name: f"{float(share):.0%}" for name, share in shares.items()} | {"least": LEAST_AT_RISK}
        said.append(Message(_STILL_THERE.template, told))
    return said


def _basis(patience: Patience) -> Message:
    if patience.source == "unknown":
        return _FEW if patience.hang_ups < LEAST_ABANDONED else _UNTOLD
    return {"log": _FROM_WAITS, "counts": _FROM_COUNTS, "desk.toml": _FROM_DESK}[patience.source]


def sentences_of_queues(found: Sequence[Patience], desk: Desk, *, titles: Mapping[str, str]) -> list[Message]:
    """The sentences of each queue, at its own threshold; titles by the queues' names."""
    told = []
    for one in found:
        threshold = desk.queue(one.queue).goal.threshold_seconds
        told += patience_sentences(one, title=titles[one.queue], wait_seconds=threshold)
    return told


def patience_rows(found: Sequence[Patience]) -> pd.DataFrame:
    """A row for each queue and some waits, as far as they are known.

    Returns
    -------
    pandas.DataFrame
        `queue`, `seconds`, `still_waiting` (share that has not hung up by then, were nobody answered), `erlang_a` (the
        same by the exponential that Erlang A takes), `hung_up` (how many had by then).
    """
    return pd.concat([_rows_of(one) for one in found], ignore_index=True)


def _rows_of(one: Patience) -> pd.DataFrame:
    curve = one.curve
    seconds = np.unique([*(second for second in _AFTER_SECONDS if second < curve.known_until), curve.known_until])
    seconds = seconds[seconds > 0]
    gone = np.concatenate([[0.0], np.cumsum(curve.hung_up)])[np.searchsorted(curve.seconds, seconds, side="right")]
    table = {"queue": one.queue, "seconds": seconds.astype(np.int64), "still_waiting": curve.share_after(seconds)}
    table |= {"erlang_a": np.exp(-seconds / one.mean_seconds), "hung_up": gone.astype(np.int64)}
    return pd.DataFrame(table).round({"still_waiting": 4, "erlang_a": 4})


def patience_summary(found: Sequence[Patience]) -> list[dict[str, str | float | int | None]]:
    """What each queue's patience comes to, for reading by machine; no mean where nobody is taken to hang up."""
    return [
        {
            "queue": one.queue,
            "mean_seconds": None if np.isinf(one.mean_seconds) else round(one.mean_seconds, 1),
            "source": one.source,
            "hang_ups": one.hang_ups,
            "waits": one.waits,
            "known_until_seconds": one.curve.known_until,
        }
        for one in found
    ]
