"""Open written contacts in the order of their urgency."""

from dataclasses import dataclass

import pandas as pd

STATES: tuple[str, ...] = ("late", "due_today", "at_risk", "ok")
"""From the most urgent on, as the snapshot's `open_contact` names them."""


@dataclass(frozen=True)
class OpenReply:
    """One contact that waits for its reply; instants in the desk's zone, None where not known."""

    contact_id: str
    state: str
    received_at: pd.Timestamp
    deadline_at: pd.Timestamp | None
    promised_at: pd.Timestamp | None
    next_status_at: pd.Timestamp | None
    expected_answer_at: pd.Timestamp | None

    def has_silent_promise(self, as_of: pd.Timestamp) -> bool:
        """Whether word of the state was promised for before `as_of`, and the answer is still not there."""
        return self.next_status_at is not None and self.next_status_at <= as_of

    @property
    def due_at(self) -> pd.Timestamp | None:
        """What the customer was told stands before the usual deadline where it is sooner."""
        told = [at for at in (self.deadline_at, self.promised_at) if at is not None]
        return min(told) if told else None


def open_replies(rows: pd.DataFrame) -> list[OpenReply]:
    """Rows of `open_contact`, the most urgent first: by what is due, then by arrival."""
    found = [
        OpenReply(
            contact_id=str(row["contact_id"]),
            state=str(row["state"]),
            received_at=row["received_at"],
            **{
                name: _instant(row.get(name))
                for name in ("deadline_at", "promised_at", "next_status_at", "expected_answer_at")
            },
        )
        for row in rows.to_dict("records")
    ]
    return sorted(found, key=_urgency)


def count_states(replies: list[OpenReply]) -> dict[str, int]:
    """How many are in each state."""
    return {state: sum(each.state == state for each in replies) for state in STATES}


def _urgency(reply: OpenReply) -> tuple[bool, pd.Timestamp, pd.Timestamp]:
    due = reply.due_at
    return due is None, reply.received_at if due is None else due, reply.received_at


def _instant(value: object) -> pd.Timestamp | None:
    return None if value is None or pd.isna(value) else pd.Timestamp(value)  # type: ignore[call-overload, arg-type]
