"""Which queues of a desk hand on to which, how much of that is to be added, and what is said of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from data.calendar import Calendar
from data.desk import Desk
from data.escalation import How
from data.escalation_counts import ESCALATION_WEEKS, EscalationCounts, count_escalations
from data.interval_counts import last_complete_instant
from data.remark import Remark
from data.warehouse import Warehouse

Source = Literal["desk.toml", "log", "unknown"]


@dataclass(frozen=True)
class Escalated:
    """How much one queue hands on to another.

    Parameters
    ----------
    queue, to, how
        As in desk.toml.
    share
        Of the contacts that `queue` answers, 0 to 1.
    held
        The part of this share that stands in the log of `to`, and so in its own forecast, 0 to `share`.
    source
        Where the share comes from; `unknown`: too little was answered to tell one.
    counts
        What the log tells.
    """

    queue: str
    to: str
    how: How
    share: float
    held: float
    source: Source
    counts: EscalationCounts

    def __post_init__(self) -> None:
        if not 0 <= self.held <= self.share <= 1:
            raise ValueError(f"{self.queue}: of a share of {self.share} the log of {self.to} cannot hold {self.held}")

    @property
    def added(self) -> float:
        """Share that is added to what `to` expects of its own, 0 to 1."""
        return self.share - self.held


@dataclass(frozen=True)
class Fed:
    """What was added to a queue's own contacts.

    Parameters
    ----------
    escalated
        Between which queues, and how much of what is answered.
    contacts
        Contacts added over the horizon, at least 0.
    own_contacts
        What the queue's own log lets expect there.
    in_closed
        Contacts that come while it is closed, after its last interval included; nobody is planned for them.
    """

    escalated: Escalated
    contacts: float
    own_contacts: float
    in_closed: float

    @property
    def summary(self) -> dict[str, object]:
        """The figures for `--json`."""
        told = self.escalated
        return {
            "from": told.queue,
            "how": told.how,
            "share": round(told.share, 4),
            "share_from": told.source,
            "share_in_own_log": round(told.held, 4),
            "contacts": round(self.contacts, 1),
            "own_contacts": round(self.own_contacts, 1),
            "contacts_while_closed": round(self.in_closed, 1),
            "log": {"weeks": ESCALATION_WEEKS, "handled": told.counts.handled, "handed_on": told.counts.handed_on,
                    "in_own_log": told.counts.linked + told.counts.marked},
        }  # fmt: skip

    def remark(self, desk: Desk) -> Remark:
        """What is added, and what that rests on, in both languages."""
        from staffing.escalation_sentences import remark_of

        return remark_of(self, desk)


def known_escalations(warehouse: Warehouse, desk: Desk, *, as_of: pd.Timestamp | None = None) -> list[Escalated]:
    """What each queue of the desk hands on, as it was known at `as_of`.

    Parameters
    ----------
    as_of
        Zone-aware. None: the end of the last complete day in the log.
    """
    handing = [queue.name for queue in desk.settings.queue if queue.escalation.to]
    if not handing:
        return []
    until = as_of or last_complete_instant(warehouse, Calendar.of(desk))
    return told_escalations(
        desk, {name: count_escalations(warehouse, desk, queue=name, until=until) for name in handing}
    )


def told_escalations(desk: Desk, counts: Mapping[str, EscalationCounts]) -> list[Escalated]:
    """What each queue of the desk hands on.

    Parameters
    ----------
    counts
        What the log tells, by the queue that hands on; of those not in it nothing is known.
    """
    found = []
    for queue in desk.settings.queue:
        told = queue.escalation
        if not told.to:
            continue
        counted = counts.get(queue.name, EscalationCounts())
        source: Source = "desk.toml" if told.share else "log" if counted.tells_share else "unknown"
        share = told.share or counted.share
        held = counted.held(share, is_told=bool(told.share))
        found.append(Escalated(queue.name, told.to, told.how, share, held, source, counted))
    return found
