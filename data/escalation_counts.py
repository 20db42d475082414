"""What the log tells of contacts that one queue handed on to another: how many, and how many the other's log holds."""

from dataclasses import dataclass

import pandas as pd

from data.desk import Desk
from data.warehouse import Warehouse

ESCALATION_WEEKS = 13
"""A quarter is looked at: products and people change."""

LEAST_HANDLED = 50
"""From fewer answered contacts no share is read off the log."""


@dataclass(frozen=True)
class EscalationCounts:
    """Contacts of the last 13 weeks, at least 0 each.

    Parameters
    ----------
    handled
        That the queue answered.
    handed_on
        Of these, marked as handed on, or later seen at the other queue.
    linked
        Of these, among the contacts that the other queue's forecast rests on.
    marked
        Contacts among those that are marked as handed on, but carry no number that links them.
    unlinked
        All contacts among those that nothing links to the queue, the marked ones too.
    """

    handled: int = 0
    handed_on: int = 0
    linked: int = 0
    marked: int = 0
    unlinked: int = 0

    @property
    def tells_share(self) -> bool:
        """Whether enough was answered for a share to mean anything."""
        return self.handled >= LEAST_HANDLED

    @property
    def share(self) -> float:
        """Of what is answered, how much is handed on, 0 to 1."""
        return self.handed_on / self.handled if self.tells_share else 0.0

    def held(self, share: float, *, is_told: bool) -> float:
        """How much of a share that is handed on stands in the other queue's own log, as far as can be told.

        Where the log alone tells the share and no contact of both queues can be linked, any contact of the other queue
        may be one that was handed on: nothing is to be counted twice.

        Parameters
        ----------
        share
            Of what is answered, 0 to 1.
        is_told
            Whether desk.toml tells it.
        """
        if self.handled == 0:
            return 0.0
        alone = self.unlinked if self.linked == 0 and not is_told else self.marked
        return min((self.linked + alone) / self.handled, share)


def count_escalations(warehouse: Warehouse, desk: Desk, *, queue: str, until: pd.Timestamp) -> EscalationCounts:
    """Contacts that a queue handed on to the one desk.toml names, in the 13 weeks before `until`."""
    to = desk.queue(queue).escalation.to
    [row] = warehouse.query(
        "escalation_count",
        queue=queue,
        to_queue=to,
        others=[other.name for other in desk.settings.queue if other.name != to],
        since=until - pd.Timedelta(weeks=ESCALATION_WEEKS),
        until=until,
    ).to_dict("records")
    return EscalationCounts(**{str(name): int(value) for name, value in row.items()})
