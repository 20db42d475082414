"""Calls of Zendesk Talk and their legs for tests; every time is seconds after T0, made up."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from data.desk import Desk
from tests.data.system_desk import Record, imported, legs_of, system_desk, utc, write_records

CUSTOMER = "12025550123"


def talk_desk(folder: Path, **settings: Any) -> Desk:
    """A desk that knows the groups Lines and 77 (the experts)."""
    told: dict[str, Any] = {"queues": {"Lines": "technical", "77": "second"}, "queue": "technical"}
    return system_desk(folder, "zendesk_talk", **(told | settings))


def call(number: int, *, begins: float = 0, updated: float = 5000, **fields: Any) -> Record:
    """A call that came in, was served, and whose figures are whole seconds."""
    return {
        "id": number, "created_at": utc(begins), "updated_at": utc(updated), "agent_id": 31, "direction": "inbound",
        "completion_status": "completed", "duration": 500, "wait_time": 40, "time_to_answer": 45, "talk_time": 300,
        "hold_time": 20, "wrap_up_time": 60, "consultation_time": 0, "ivr_time_spent": 15,
        "ivr_destination_group_name": "Lines", "call_group_id": None, "callback": False, "voicemail": False,
        "outside_business_hours": False, "overflowed": False, "overflowed_to": None, "customer_id": CUSTOMER,
        "customer_requested_voicemail": False, "phone_number": "+12025550100", "ticket_id": 9, **fields,
    }  # fmt: skip


def left(number: int, status: str = "abandoned_in_queue", **fields: Any) -> Record:
    """A call that nobody answered."""
    told = {"agent_id": None, "talk_time": 0, "hold_time": 0, "wrap_up_time": 0, "time_to_answer": None}
    return call(number, completion_status=status, **(told | fields))


def leg(number: int, call_number: int, *, begins: float = 55, agent: int = 31, **fields: Any) -> Record:
    """A leg of a call with an agent."""
    return {
        "id": number, "call_id": call_number, "type": "agent", "agent_id": agent, "created_at": utc(begins),
        "updated_at": utc(begins + 900), "duration": 320, "hold_time": 20, "wrap_up_time": 60, "talk_time": 300,
        "transferred_from": None, "transferred_to": None, "completion_status": "completed", **fields,
    }  # fmt: skip


def told_of(folder: Path, records: Iterable[Record], **settings: Any) -> pd.DataFrame:
    """The legs that a desk in `folder` has after these records."""
    desk = talk_desk(folder, **settings)
    imported(desk, write_records(folder / "talk.jsonl", records))
    return legs_of(desk)
