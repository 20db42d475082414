"""How long customers are ready to wait, told by desk.toml or by those who hung up and those who did not.

Erlang A takes an exponential patience, of one mean. Real patience is not exponential, so it matters which mean. The one
chosen makes as many hang up before answers whose waits are exponential with the promised threshold as their mean
(`PatienceCurve.mean_before_answers`, off the Kaplan-Meier curve): the waits that a kept promise lets happen count, long
ones seldom. Measured by `python -m benchmarks.patience`: nine laws of patience, four of them a real bank's and two with
customers who hang up at once, in queues of 6 and 40 erlangs whose logs were written with too few, enough or ample
people. Errors of Erlang A where 80, 90 and 95 % are answered within the threshold, points of service level, and of
abandonment:

| mean of the exponential | 180 s | | 20 s | |
|---|---|---|---|---|
| time waited by hang-up | 1.84 | 0.83 | 1.01 | 0.26 |
| the same, waits up to twice the threshold | 1.84 | 0.83 | 1.05 | 0.33 |
| of the whole curve, its tail exponential | 1.70 | 0.96 | 1.83 | 0.26 |
| of the curve up to the threshold | 1.12 | 0.74 | 1.00 | 0.44 |
| chosen | 1.18 | 0.82 | 1.15 | 0.28 |

Time waited by hang-up depends on who was there when the log was written: at 180 s it errs by 2.8 points after ample
people, the chosen mean by 1.1. The curve up to the threshold is as good there, but on the bank's half-hours to come, 80
to 90 % of whose calls were answered in time, 10.5 % hung up where the chosen mean says 11.4, that curve 12.7, time
waited by hang-up 12.1 and the whole curve 7.6. Where a fifth of the customers leave within 10 s, no exponential fits:
every one of these errs by 2 points or more.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from data.calendar import Calendar
from data.channel import LIVE_CHANNELS
from data.desk import Desk, QueueSettings
from data.interval_counts import count_intervals, last_complete_instant
from data.wait_counts import WAIT_WEEKS, count_waits
from data.warehouse import Warehouse
from staffing.patience_curve import PatienceCurve, kaplan_meier

LEAST_ABANDONED = 20
"""From fewer hang-ups no patience is estimated."""

_SHORTEST_THRESHOLD = 20.0
"""Seconds; for a shorter promise the patience is that of this one: next to nobody has hung up before."""

_MOST = 0.8
"""Waits of single contacts are used where so large a share of those who hung up and of the others tells its wait."""

_NO_WAITS = pd.DataFrame({name: pd.Series([], dtype=np.int64) for name in ("seconds", "abandoned", "stayed")})

Source = Literal["desk.toml", "log", "counts", "unknown"]


@dataclass(frozen=True, eq=False)
class Patience:
    """How long the customers of a queue are ready to wait.

    Parameters
    ----------
    queue
        Its name.
    mean_seconds
        Mean of the exponential patience that Erlang A takes, above 0; infinite where nobody is taken to hang up.
    source
        Where it comes from: `desk.toml` (`patience_seconds`), `log` (waits of single contacts), `counts` (totals of
        intervals, which do not tell how long those waited who hung up: a little short where many do), or `unknown`
        (fewer than 20 hung up, or nothing tells how long others waited).
    hang_ups, waits
        On which an estimate rests, or would: customers who hung up, and all of those who had to wait; of `counts` all
        contacts. Short abandons are in neither.
    curve
        The share still willing to wait, by seconds; known as well where desk.toml stands above it.
    """

    queue: str
    mean_seconds: float
    source: Source
    hang_ups: int
    waits: int
    curve: PatienceCurve

    def __post_init__(self) -> None:
        if not self.mean_seconds > 0:
            raise ValueError(f"patience of {self.queue}: its mean is above 0 seconds; got {self.mean_seconds}")
        if np.isinf(self.mean_seconds) != (self.source == "unknown"):
            raise ValueError(f"patience of {self.queue}: a mean of {self.mean_seconds} s is not {self.source}")
        if not 0 <= self.hang_ups <= self.waits:
            raise ValueError(f"patience of {self.queue}: {self.hang_ups} hang-ups among {self.waits} waits")


def patience_of_queues(warehouse: Warehouse, desk: Desk, *, as_of: pd.Timestamp | None = None) -> dict[str, Patience]:
    """The patience of each queue in which customers wait for a person, by name, as it was known at `as_of`.

    Parameters
    ----------
    as_of
        Zone-aware. None: the end of the last complete day in the log.

    Raises
    ------
    NothingToDo
        If the log is empty or begins later.
    """
    calendar = Calendar.of(desk)
    until = as_of or last_complete_instant(warehouse, calendar)
    found = {}
    for queue in desk.settings.queue:
        if queue.channel in LIVE_CHANNELS:
            waits = count_waits(warehouse, calendar, queue=queue, until=until)
            counts = count_intervals(warehouse, calendar, queue=queue.name, until=until)
            found[queue.name] = find_patience(queue, waits=waits, counts=counts)
    return found


def mean_patience(warehouse: Warehouse, desk: Desk, *, as_of: pd.Timestamp | None = None) -> dict[str, float]:
    """Mean patience of the same queues, seconds; infinite where nobody hangs up."""
    return {name: one.mean_seconds for name, one in patience_of_queues(warehouse, desk, as_of=as_of).items()}


def find_patience(queue: QueueSettings, *, waits: pd.DataFrame | None, counts: pd.DataFrame) -> Patience:
    """A queue's patience: desk.toml's word, else from its waits, else from its counts where single waits are not told.

    Parameters
    ----------
    waits
        The queue's rows of `data.wait_counts.count_waits`, or of the snapshot's `wait_count`; None where a snapshot of
        an older make does not hold it.
    counts
        The queue's rows of `data.interval_counts.count_intervals`, or of the snapshot's `interval_count`.
    """
    told, counted = _NO_WAITS if waits is None else waits, _Counted.of(counts)
    if told["abandoned"].sum() < _MOST * counted.gone or told["stayed"].sum() < _MOST * counted.others:
        told = _NO_WAITS
    source: Source = "log"
    curve = kaplan_meier(told)
    hang_ups, waited, mean = curve.hang_ups, curve.waits, _mean_of_waits(told, curve, queue.goal.threshold_seconds)
    if told.empty and counted.gone + counted.others > 0:
        hang_ups, waited, mean, source = counted.gone, counted.gone + counted.others, counted.mean_seconds, "counts"
    if hang_ups < LEAST_ABANDONED or np.isinf(mean):
        mean, source = float(np.inf), "unknown"
    if queue.patience_seconds > 0:
        mean, source = queue.patience_seconds, "desk.toml"
    return Patience(queue.name, mean, source, hang_ups, waited, curve)


def _mean_of_waits(waits: pd.DataFrame, curve: PatienceCurve, threshold_seconds: float) -> float:
    """Off the curve as far as it is known; time waited by hang-up where fewer than 20 hung up so early."""
    if curve.hung_up[curve.seconds <= curve.known_until].sum() >= LEAST_ABANDONED:
        return curve.mean_before_answers(max(threshold_seconds, _SHORTEST_THRESHOLD))
    waited = float((waits["seconds"] * (waits["abandoned"] + waits["stayed"])).sum())
    return waited / curve.hang_ups if curve.hang_ups else float(np.inf)


@dataclass(frozen=True)
class _Counted:
    """What the counts of the last 13 weeks tell: who hung up, who did not, seconds that the answered waited."""

    gone: int
    others: int
    waited_seconds: float

    @classmethod
    def of(cls, counts: pd.DataFrame) -> "_Counted":
        told = counts[counts["offered"].notna()]
        recent = told[told["interval_start"] > told["interval_start"].max() - pd.Timedelta(weeks=WAIT_WEEKS)]
        gone, others = recent["abandoned"].sum(), recent["offered"].sum() - recent["abandoned"].sum()
        return cls(int(gone - recent["short_abandoned"].sum()), int(others), float(recent["wait_answered_s"].sum()))

    @property
    def mean_seconds(self) -> float:
        """Time waited by hang-up; infinite where the one or the other is not told."""
        return self.waited_seconds / self.gone if self.gone > 0 and self.waited_seconds > 0 else float(np.inf)
