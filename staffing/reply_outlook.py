"""When each open written contact can expect its answer, if people work on what is due first."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from data.backlog import due_at, in_order_of_urgency, judge_states
from staffing.coverage import QueueCoverage
from staffing.requirement import Requirement

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ReplyPeople:
    """Who answers written contacts of one queue, interval by interval.

    Parameters
    ----------
    starts
        Zone-aware, rising, shape (n,).
    interval_minutes
        Length of each interval.
    people
        People at work on the queue, at least 0, real-valued, shape (n,): a plan's coverage less unplanned shrinkage,
        or the agents of a requirement.
    """

    starts: pd.DatetimeIndex
    interval_minutes: int
    people: Floats

    def __post_init__(self) -> None:
        if self.starts.tz is None or self.people.shape != (len(self.starts),):
            raise ValueError("people for replies: one number for each interval, whose starts carry a time zone")
        if not self.starts.is_monotonic_increasing or not np.all(self.people >= 0):
            raise ValueError("people for replies: interval starts rise, and people are not negative")

    @property
    def known_until(self) -> pd.Timestamp:
        """Until when people are known; the beginning of time where none are."""
        if not len(self.starts):
            return pd.Timestamp(0, tz="UTC")
        return self.starts[-1] + pd.Timedelta(minutes=self.interval_minutes)

    @classmethod
    def of_requirement(cls, requirement: Requirement) -> "ReplyPeople":
        """As many as are required."""
        return cls(
            starts=requirement.starts,
            interval_minutes=requirement.interval_minutes,
            people=requirement.agents.astype(np.float64),
        )

    @classmethod
    def of_plan(cls, coverage: QueueCoverage, *, unplanned_shrinkage: float) -> "ReplyPeople":
        """As many as the plan schedules, less those who are not there (`unplanned_shrinkage`, 0 to 1, without 1)."""
        return cls(
            starts=coverage.starts,
            interval_minutes=coverage.interval_minutes,
            people=coverage.scheduled * (1 - unplanned_shrinkage),
        )


def expected_answers(
    deadline_at: pd.DatetimeIndex,
    received_at: pd.DatetimeIndex,
    *,
    handle_seconds: ArrayLike,
    people: ReplyPeople,
    as_of: pd.Timestamp,
) -> pd.DatetimeIndex:
    """When each contact is answered, shape (n,): deadline first, then by arrival, through the people there are.

    A contact is begun when all the work before it is done, to which everybody contributes, and takes one person its
    handle time from then on. New contacts are due later than these and wait for them.

    Parameters
    ----------
    deadline_at, received_at
        Zone-aware, in any order, shape (n,). Without a deadline (NaT) a contact comes last.
    handle_seconds
        One person's time for a contact, above 0: one for all, or shape (n,).
    people
        From `as_of` on; what lies before does not count.
    as_of
        Zone-aware; nothing is answered sooner.

    Returns
    -------
    pandas.DatetimeIndex
        In the zone of `people`; NaT where the people given do not get that far.
    """
    work = np.broadcast_to(np.asarray(handle_seconds, dtype=np.float64), (len(deadline_at),))
    if not np.all(work > 0):
        raise ValueError(f"a contact takes more than 0 seconds; got {work.min()}")
    last = np.iinfo(np.int64).max
    deadline = np.where(deadline_at.isna(), last, deadline_at.as_unit("us").asi8)
    order = np.lexsort((received_at.as_unit("us").asi8, deadline))
    before = np.empty(len(work))
    before[order] = np.cumsum(work[order]) - work[order]
    return _when_answered(before, work, people=people, as_of=as_of)


def _when_answered(before: Floats, own: Floats, *, people: ReplyPeople, as_of: pd.Timestamp) -> pd.DatetimeIndex:
    """When one person has done the work `own`, begun as soon as all have done the work `before`, shape (n,).

    Parameters
    ----------
    before, own
        One person's seconds, shape (n,).
    """
    begin = people.starts.as_unit("us").asi8 / 1e6
    end = np.maximum(begin + people.interval_minutes * 60, as_of.timestamp())
    begin = np.maximum(begin, as_of.timestamp())
    together = np.concatenate([[0.0], np.cumsum(people.people * (end - begin))])
    pace = np.minimum(people.people, 1.0)
    alone = np.concatenate([[0.0], np.cumsum(pace * (end - begin))])
    # While nobody is there neither sum grows, so it does not matter when in that time the work is said to begin.
    wanted = np.interp(before, together, alone) + own
    at = np.searchsorted(alone, wanted * (1 - 1e-12), side="left") - 1
    reached = (before <= together[-1]) & (at < len(pace))
    at = np.minimum(at, max(len(pace) - 1, 0))
    moment = np.full(len(before), np.nan)
    if len(pace):
        moment = begin[at] + (wanted - alone[at]) / np.maximum(pace[at], 1e-300)
    # Whole seconds, rounded up: an answer is not expected before the work on it is done.
    stamps = pd.to_datetime(np.where(reached, np.ceil(moment - 1e-6), np.nan), unit="s", utc=True)
    return pd.DatetimeIndex(stamps).as_unit("us").tz_convert(people.starts.tz)


def with_outlook(
    contacts: pd.DataFrame,
    *,
    people: Mapping[str, ReplyPeople],
    handle_seconds: Mapping[str, float],
    as_of: pd.Timestamp,
) -> pd.DataFrame:
    """Open contacts with `expected_answer_at` and `state` filled in, the most urgent first.

    A contact whose answer is not in sight although it is due within the time for which people are known is `at_risk`.
    Queues that are not in `people` stay as they are.

    Parameters
    ----------
    contacts
        As from `data.backlog.open_contacts`.
    people
        Of each queue, from `as_of` on.
    handle_seconds
        One person's time for a contact of each queue in `people`, above 0.
    as_of
        Zone-aware.
    """
    expected = contacts["expected_answer_at"].copy()
    beyond = pd.Series(data=False, index=contacts.index)
    due = due_at(contacts)
    for queue, there in people.items():
        rows = contacts.index[contacts["queue"] == queue]
        if not len(rows):
            continue
        answers = expected_answers(
            pd.DatetimeIndex(due[rows]),
            pd.DatetimeIndex(contacts.loc[rows, "received_at"]),
            handle_seconds=handle_seconds[queue],
            people=there,
            as_of=as_of,
        )
        expected[rows] = answers
        beyond[rows] = np.asarray(answers.isna()) & np.asarray(due[rows] <= there.known_until)
    filled = contacts.assign(expected_answer_at=expected)
    states = judge_states(filled, as_of=as_of)
    return in_order_of_urgency(filled.assign(state=states.mask(beyond & (states != "late"), "at_risk")))
