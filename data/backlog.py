"""Written contacts that wait for a reply, the most urgent first."""

import numpy as np
import pandas as pd

from data.calendar import Calendar
from data.channel import WRITTEN_CHANNELS
from data.deadlines import due_table
from data.desk import QueueSettings
from data.log_span import read_log_span
from data.warehouse import Warehouse

STATES = ("late", "at_risk", "due_today", "ok")
"""The first that holds is a contact's state."""

COLUMNS = ("queue", "channel", "contact_id", "received_at", "deadline_at", "latest_at", "promised_at",
           "next_status_at", "expected_answer_at", "state")  # fmt: skip


def open_contacts(warehouse: Warehouse, calendar: Calendar, *, as_of: pd.Timestamp) -> pd.DataFrame:
    """Written contacts that were received before `as_of` and not answered before it, in the order of their urgency.

    Parameters
    ----------
    as_of
        Zone-aware; nothing later is known.

    Returns
    -------
    pandas.DataFrame
        `queue, channel, contact_id, received_at, deadline_at` (planned; the source's own where it tells one),
        `latest_at, promised_at, next_status_at` (what the customer was told, NaT where nothing),
        `expected_answer_at` (NaT: staffing knows it) and `state`. Instants in the desk's zone.

    Raises
    ------
    NothingToDo
        If the log is empty.
    """
    found = [_waiting(warehouse, calendar, queue=queue, as_of=as_of) for queue in written_queues(calendar)]
    contacts = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=list(COLUMNS[:-2]))
    for column in COLUMNS[3:8]:
        contacts[column] = pd.to_datetime(contacts[column], utc=True).dt.as_unit("us").dt.tz_convert(calendar.zone)
    contacts["expected_answer_at"] = contacts["received_at"].where(np.zeros(len(contacts), dtype=bool))
    return in_order_of_urgency(contacts.assign(state=judge_states(contacts, as_of=as_of)))


def judge_states(contacts: pd.DataFrame, *, as_of: pd.Timestamp) -> "pd.Series[str]":
    """How each open contact stands: the first of `STATES` that holds.

    `late`: a reply was due, by the deadline or by what the customer was told, before `as_of`. `at_risk`: the answer is
    expected later than it is due. `due_today`: due on the local day of `as_of`.

    Parameters
    ----------
    contacts
        With `deadline_at`, `promised_at` and `expected_answer_at`; NaT where nothing is known.
    """
    due = due_at(contacts)
    today = due.dt.normalize() == as_of.tz_convert(due.dt.tz).normalize()
    stands = [due <= as_of, contacts["expected_answer_at"] > due, today]
    return pd.Series(np.select(stands, STATES[:3], default="ok"), index=contacts.index, dtype="str")


def due_at(contacts: pd.DataFrame) -> "pd.Series[pd.Timestamp]":
    """The earlier of the planned deadline and of what the customer was told."""
    deadline, promised = contacts["deadline_at"], contacts["promised_at"]
    return deadline.where(promised.isna() | (deadline <= promised), promised)


def in_order_of_urgency(contacts: pd.DataFrame) -> pd.DataFrame:
    """What is due first stands first; of equals, what was received first."""
    order = contacts.assign(_due=due_at(contacts)).sort_values(["_due", "received_at", "contact_id"])
    return contacts.loc[order.index].reset_index(drop=True)


def written_queues(calendar: Calendar) -> list[QueueSettings]:
    """The desk's queues in which customers wait for a reply by a deadline."""
    return [queue for queue in calendar.settings.queue if queue.channel in WRITTEN_CHANNELS]


def count_answered(
    warehouse: Warehouse, calendar: Calendar, *, queue: QueueSettings, until: pd.Timestamp
) -> pd.DataFrame:
    """A written queue's contacts by local day of receipt, and how many of them were answered in time.

    Returns
    -------
    pandas.DataFrame
        `queue, date, offered, answered, in_deadline, in_latest`; `due` and `due_latest` are the contacts of which it
        was known at `until` whether they were answered in time.
    """
    _stage_reply_due(warehouse, calendar, queue=queue, until=until)
    return warehouse.query("written_answered", queue=queue.name, until=until, zone=calendar.settings.time_zone)


def _waiting(warehouse: Warehouse, calendar: Calendar, *, queue: QueueSettings, as_of: pd.Timestamp) -> pd.DataFrame:
    _stage_reply_due(warehouse, calendar, queue=queue, until=as_of)
    return warehouse.query("open_contact", queue=queue.name, until=as_of)


def _stage_reply_due(warehouse: Warehouse, calendar: Calendar, *, queue: QueueSettings, until: pd.Timestamp) -> None:
    span = read_log_span(warehouse, calendar)
    last_day = max(span.first_day, until.tz_convert(calendar.zone).date())
    due = due_table(calendar, queue.channel, goal=queue.goal, first_day=span.first_day, last_day=last_day)
    warehouse.stage("reply_due", due)
