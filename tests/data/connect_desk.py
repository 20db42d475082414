"""Builds a desk with an Amazon Connect instance, and its contact records and agent events for tests."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from data.desk import Desk, DeskSettings
from tests.data.system_desk import T0, Record, imported, rows_of, write_records

ARN = "arn:aws:connect:ap-northeast-1:000000000000:instance/i"
QUEUES = {"Technical": "technical", "Experts": "second", f"{ARN}/queue/letters": {"mail": "letters", "form": "letters"}}


def connect_desk(folder: Path, *, staff: Any = (), **settings: Any) -> Desk:
    """A desk whose queues technical, second (tier 2) and letters are Connect's Technical, Experts and .../letters."""
    told = DeskSettings.model_validate(
        {
            "format": 1,
            "name": "試験デスク",
            "time_zone": "Asia/Tokyo",
            "hours": {"phone": {"mon": ["09:00-18:00"]}, "mail": {"mon": ["09:00-18:00"]}},
            "queue": [{"name": "technical"}, {"name": "second", "tier": 2}, {"name": "letters", "channel": "mail"}],
            "import": {"amazon_connect": {"cloud": {"queues": QUEUES, "queue": "technical", **settings}}},
        }
    )
    return Desk(folder=folder, settings=told, staff=staff)


def at(seconds: float | None) -> str | None:
    """A moment after T0 as Connect writes it."""
    return None if seconds is None else (T0 + pd.Timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


def contact(
    record_id: str,
    *,
    begins: float = 0,
    queue: str | None = "Technical",
    entered: float | None = 10,
    waited: float | None = 30,
    ends: float | None = 400,
    agent: Record | None = None,
    method: str = "INBOUND",
    updated: float = 1000,
    **fields: Any,
) -> Record:
    """A contact record; times are seconds after T0, `agent` what `served` gives."""
    queued = None
    if queue is not None:
        name = {"ARN": queue, "Name": None} if queue.startswith("arn:") else {"ARN": f"{ARN}/queue/q", "Name": queue}
        left = None if entered is None or waited is None else entered + waited
        queued = {**name, "EnqueueTimestamp": at(entered), "DequeueTimestamp": at(left), "Duration": waited}
    return {
        "AWSAccountId": "000000000000",
        "ContactId": record_id,
        "InitialContactId": None,
        "PreviousContactId": None,
        "NextContactId": None,
        "Channel": "VOICE",
        "InitiationMethod": method,
        "InitiationTimestamp": at(begins),
        "CustomerEndpoint": {"Address": "+12025550123", "Type": "TELEPHONE_NUMBER"},
        "Queue": queued,
        "Agent": agent,
        "DisconnectTimestamp": at(ends),
        "DisconnectReason": "CUSTOMER_DISCONNECT",
        "LastUpdateTimestamp": at(updated),
        **fields,
    }


def served(
    connected: float, *, talk: float | None = 100, hold: float | None = 0, acw: float | None = 20, name: str = "sato"
) -> Record:
    """The part of a contact record that tells of its agent."""
    ended = connected + (talk or 0) + (hold or 0)
    return {
        "ARN": f"{ARN}/agent/{name}-id",
        "Username": name,
        "ConnectedToAgentTimestamp": at(connected),
        "AgentInteractionDuration": talk,
        "CustomerHoldDuration": hold,
        "AfterContactWorkDuration": acw,
        "AfterContactWorkStartTimestamp": at(None if acw is None else ended),
        "AfterContactWorkEndTimestamp": at(None if acw is None else ended + acw),
    }


def event(
    event_id: str,
    seconds: float,
    status: str = "Available",
    *,
    since: float = 0,
    kind: str = "STATE_CHANGE",
    contacts: Iterable[tuple[str, float]] = (),
    name: str = "sato",
) -> Record:
    """An agent event; `contacts` are states and the seconds since when they hold."""
    types = {"Available": "ROUTABLE", "Offline": "OFFLINE"}
    return {
        "AgentARN": f"{ARN}/agent/{name}-id",
        "EventId": event_id,
        "EventTimestamp": at(seconds),
        "EventType": kind,
        "CurrentAgentSnapshot": {
            "AgentStatus": {"Name": status, "Type": types.get(status, "CUSTOM"), "StartTimestamp": at(since)},
            "Configuration": {"FirstName": "Never", "LastName": "Stored", "Username": name},
            "Contacts": [
                {"ContactId": f"c{place}", "State": state, "StateStartTimestamp": at(held)}
                for place, (state, held) in enumerate(contacts)
            ],
        },
        "PreviousAgentSnapshot": None,
    }


def legs_of(desk: Desk) -> pd.DataFrame:
    """The desk's legs by leg_id, times as seconds from T0."""
    legs = rows_of(desk).sort_values("leg_id").set_index("leg_id")
    for column in ("entered_at", "answered_at", "ended_at", "acw_end_at"):
        legs[column] = (legs[column] - T0).dt.total_seconds()
    return legs


def states_of(desk: Desk) -> list[tuple[float, float, str, str | None]]:
    """The states of agents: from, until (seconds from T0; NaN: open), state, reason."""
    states = rows_of(desk, "agent_state").sort_values(["agent_key", "start_utc"])
    starts, ends = ((states[column] - T0).dt.total_seconds() for column in ("start_utc", "end_utc"))
    reasons = states["reason"].astype(object).where(states["reason"].notna(), None)
    return list(zip(starts, ends, states["state"], reasons, strict=True))


def told_of(folder: Path, records: Iterable[Record], **settings: Any) -> pd.DataFrame:
    """The legs that a desk in `folder` has after these records."""
    desk = connect_desk(folder, **settings)
    imported(desk, write_records(folder / "records.json", records))
    return legs_of(desk)
