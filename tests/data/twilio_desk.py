"""Events of Twilio TaskRouter for tests; every time is whole seconds after T0, made up."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from data.desk import Desk
from tests.data.system_desk import Record, imported, legs_of, system_desk, utc, write_records


def twilio_desk(folder: Path, **settings: Any) -> Desk:
    """A desk that knows the queues Lines, Experts and Chats."""
    told: dict[str, Any] = {"queues": {"Lines": "technical", "Experts": "second", "Chats": "chats"}}
    return system_desk(folder, "twilio", **({"queue": "technical"} | told | settings))


def event(
    event_id: str, kind: str, at: float, *, task: str = "WT1", queue: str | None = "Lines", worker: str | None = None,
    reservation: str | None = None, medium: str | None = "voice", **fields: Any,
) -> Record:  # fmt: skip
    """An event as Event Streams deliver it."""
    payload = {
        "task_sid": task, "task_queue_name": queue, "task_queue_sid": None if queue is None else f"WQ-{queue}",
        "task_channel_unique_name": medium, "worker_sid": worker, "worker_name": worker and "Never Stored",
        "reservation_sid": reservation, "task_attributes": json.dumps({"from": "+12025550123", "name": "Never Stored"}),
        **fields,
    }  # fmt: skip
    group = kind.split(".")[0]
    return {
        "specversion": "1.0", "type": f"com.twilio.taskrouter.{kind}", "id": f"NO{event_id}",
        "data": {"sid": event_id, "timestamp": utc(at), "group": group,
                 "payload": {name: told for name, told in payload.items() if told is not None}},
    }  # fmt: skip


def served(
    name: str, *, begins: float = 0, wait: float = 30, talk: float = 100, acw: float = 20, queue: str = "Lines",
    medium: str = "voice",
) -> list[Record]:  # fmt: skip
    """A task that a worker took and finished; its events are named after it."""
    own: dict[str, Any] = {"task": name, "queue": queue, "medium": medium}
    reserved = own | {"worker": "WK1", "reservation": f"WR-{name}"}
    taken = begins + wait
    return [
        event(f"{name}-1", "task.created", begins, **own),
        event(f"{name}-2", "task-queue.entered", begins, **own),
        event(f"{name}-3", "reservation.created", taken, **reserved),
        event(f"{name}-4", "reservation.accepted", taken, task_age_in_queue=wait, **reserved),
        event(f"{name}-5", "reservation.wrapup", taken + talk, **reserved),
        event(f"{name}-6", "reservation.completed", taken + talk + acw, **reserved),
        event(f"{name}-7", "task.completed", taken + talk + acw, **own),
    ]


def lost(name: str, *, begins: float = 0, wait: float = 25, reason: str | None = "hangup", **own: Any) -> list[Record]:
    """A task that was cancelled while it waited."""
    own = {"task": name} | own
    return [
        event(f"{name}-1", "task.created", begins, **own),
        event(f"{name}-2", "task-queue.entered", begins, **own),
        event(f"{name}-3", "task.canceled", begins + wait, task_canceled_reason=reason, **own),
    ]


def told_of(folder: Path, records: Iterable[Record], **settings: Any) -> pd.DataFrame:
    """The legs that a desk in `folder` has after these events."""
    desk = twilio_desk(folder, **settings)
    imported(desk, write_records(folder / "events.jsonl", records))
    return legs_of(desk)
