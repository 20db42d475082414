"""Handle times of all queues as a table, and what is worth saying of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.calendar import Calendar
from data.desk import Desk
from data.errors import NothingToDo
from data.handle_times import read_handle_times
from data.interval_counts import last_complete_instant
from data.message import Message
from data.warehouse import Warehouse
from forecasting.handle_distribution import LEAST_CONTACTS, HandleDistribution, fit_handle_distribution

Floats = NDArray[np.float64]
By = Literal["queue", "hour"]

PARTS = ("handle", "talk", "hold", "after_call")

_LENGTHS = Message(
    "{queue}: half of its contacts take up to {half_s} s, one in twenty more than {long_s} s; contacts of more than "
    "{factor} times the usual length, {often} of all, are {work} of the work"
)
_AFTER_CALL = Message("{queue}: after-call work is {share} of its handle time, mean by mean")
_UNKNOWN = Message(
    "{queue}: fewer than {least} handle times are known; forecasts reckon with {seconds:g} s (queue.handle_seconds)"
)
"""Templates; a queue's figures stand in their places."""

_LEVELS = {"p50_s": 0.5, "p80_s": 0.8, "p95_s": 0.95}
_LONG = 0.95


@dataclass(frozen=True)
class PartOfWork:
    """One part of the work on a queue's contacts.

    Parameters
    ----------
    queue, part
        The queue's name, and one of `PARTS`.
    lengths
        How long it takes.
    weights
        How often contacts come, by weekday and hour, shape (7, 24).
    known
        How many are known of these, shape (7, 24).
    """

    queue: str
    part: str
    lengths: HandleDistribution
    weights: Floats
    known: NDArray[np.int64]

    def over_all(self) -> pd.DataFrame:
        """One row: contacts at any time of the week."""
        often = self.weights / self.weights.sum()
        lengths = {name: self.lengths.quantile_over(level, weights=often) for name, level in _LEVELS.items()}
        row = {"queue": self.queue, "part": self.part, "contacts": self.lengths.contacts}
        row |= {"no_time": self.lengths.no_time, "mean_s": float((often * self.lengths.mean()).sum())}
        return _rounded(pd.DataFrame([row | lengths]))

    def by_hour(self) -> pd.DataFrame:
        """A row for each weekday and hour at which contacts came."""
        weekday, hour = np.nonzero(self.known)
        table = pd.DataFrame({"weekday": weekday, "hour": hour, "contacts": self.known[weekday, hour]})
        table = table.assign(no_time=self.lengths.no_time, mean_s=self.lengths.mean()[weekday, hour])
        table = table.assign(**{name: self.lengths.quantile(level)[weekday, hour] for name, level in _LEVELS.items()})
        table.insert(0, "part", self.part)
        table.insert(0, "queue", self.queue)
        return _rounded(table)


def _rounded(table: pd.DataFrame) -> pd.DataFrame:
    return table.round({"no_time": 4} | dict.fromkeys(("mean_s", *_LEVELS), 1))


def parts_of_work(warehouse: Warehouse, desk: Desk, *, as_of: pd.Timestamp | None) -> list[PartOfWork]:
    """What the log tells of handle times, by queue and part; parts of which it tells too little are left out.

    Parameters
    ----------
    as_of
        Zone-aware; only what was known then is used. None: the end of the last complete day in the log.

    Raises
    ------
    NothingToDo
        If no queue's log tells enough handle times.
    """
    until = as_of or last_complete_instant(warehouse, Calendar.of(desk))
    found = []
    for queue in desk.settings.queue:
        told = read_handle_times(warehouse, queue=queue.name, until=until, zone=desk.settings.time_zone)
        for part in PARTS:
            rows = told[told["part"] == part]
            lengths = fit_handle_distribution(rows)
            if lengths is not None:
                weights, known = (_by_time_of_week(rows, column) for column in ("weight", "contacts"))
                found.append(PartOfWork(queue.name, part, lengths, weights, known.astype(np.int64)))
    if not found:
        raise NothingToDo(
            "no queue has {least} contacts whose handle time is known before {until:%Y-%m-%d %H:%M}; import logs that "
            "tell it, or choose a later --as-of",
            least=LEAST_CONTACTS,
            until=until,
        )
    return found


def _by_time_of_week(rows: pd.DataFrame, column: str) -> Floats:
    cell = rows["weekday"].to_numpy(np.int64) * 24 + rows["hour"].to_numpy(np.int64)
    return np.asarray(np.bincount(cell, rows[column].to_numpy(np.float64), 168).reshape(7, 24), dtype=np.float64)


def handle_sentences(found: list[PartOfWork], desk: Desk, *, titles: Mapping[str, str]) -> list[Message]:
    """What each queue's handle times come to, and which queues' are unknown.

    Parameters
    ----------
    titles
        What people call each queue, by name.
    """
    whole = {one.queue: one for one in found if one.part == "handle"}
    after = {one.queue: one for one in found if one.part == "after_call"}
    said = []
    for queue in desk.settings.queue:
        told = {"queue": titles[queue.name]}
        if queue.name not in whole:
            said.append(Message(_UNKNOWN.template, told | {"least": LEAST_CONTACTS, "seconds": queue.handle_seconds}))
            continue
        said.append(Message(_LENGTHS.template, told | _figures(whole[queue.name])))
        if queue.name in after:
            share = _mean_seconds(after[queue.name]) / _mean_seconds(whole[queue.name])
            said.append(Message(_AFTER_CALL.template, told | {"share": f"{share:.0%}"}))
    return said


def _figures(one: PartOfWork) -> dict[str, str]:
    factor = one.lengths.factor(_LONG)
    return {
        "half_s": f"{one.lengths.quantile_over(0.5, weights=one.weights):,.0f}",
        "long_s": f"{one.lengths.quantile_over(_LONG, weights=one.weights):,.0f}",
        "factor": f"{factor:.1f}",
        "often": f"{one.lengths.share_beyond(factor):.0%}",
        "work": f"{one.lengths.work_beyond(factor):.0%}",
    }


def _mean_seconds(one: PartOfWork) -> float:
    return float((one.weights * one.lengths.mean()).sum() / one.weights.sum())
