"""Draws legs of every kind, and puts them into a desk's store as they are."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from data.desk import Desk, DeskSettings
from data.warehouse import Warehouse

WEEKDAYS = {day: ["10:00-12:00", "13:00-18:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
SETTINGS: dict[str, Any] = {
    "format": 1,
    "name": "試験デスク",
    "time_zone": "Asia/Tokyo",
    "language": "en",
    "hours": {"phone": WEEKDAYS, "chat": WEEKDAYS, "mail": WEEKDAYS},
    "queue": [
        {"name": "support"},
        {"name": "talk", "channel": "chat", "short_abandon_seconds": 20, "goal": {"threshold_seconds": 60}},
        {"name": "letters", "channel": "mail"},
    ],
}
CHANNELS = {"support": "phone", "talk": "chat", "letters": "mail"}
_OUTCOMES = ("answered", "abandoned", "overflowed_out", "timeout", "voicemail", "callback_requested", "failed", "open")
_LIKELY = (0.5, 0.2, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05)
_NOT_OFFERED = ("blocked", "after_hours", "ivr_exit", "spam")

Leg = dict[str, Any]


def small_desk(folder: Path, **changes: Any) -> Desk:
    """A desk of a phone, a chat and a mail queue; `changes` to its settings."""
    return Desk(folder=folder, settings=DeskSettings.model_validate(SETTINGS | changes))


def leg(number: int, entered_at: str | pd.Timestamp, **told: Any) -> Leg:
    """A leg that tells little: offered, answered, in queue `support` by phone unless `told` says otherwise."""
    queue = told.get("queue_key", "support")
    return {
        "source_system": "test", "source_instance": "t", "leg_id": str(number), "contact_id": str(number),
        "leg_seq": 1, "kind": "queue", "direction": "in", "channel": CHANNELS.get(queue, "phone"), "queue_key": queue,
        "entered_at": pd.Timestamp(entered_at, tz=None if isinstance(entered_at, pd.Timestamp) else "Asia/Tokyo"),
        "talk_includes_hold": False, "handle_quality": "measured", "outcome": "answered", "offered": True,
        "is_entry": True, "end_party": "unknown", "is_escalation": False, "source_tz": "Asia/Tokyo",
        "tz_assumed": False, "file_id": "f", "batch_id": 1, "flags": "", "leg_key": number,
    } | told  # fmt: skip


def random_legs(seed: int, count: int = 1000) -> list[Leg]:
    """Legs of twelve days, each with what it happens to know; instants are whole seconds."""
    rng = np.random.default_rng(seed)
    first = pd.Timestamp("2026-06-25", tz="Asia/Tokyo")
    return [_random_leg(rng, number, first) for number in range(count)]


def _random_leg(rng: np.random.Generator, number: int, first: pd.Timestamp) -> Leg:
    queue = str(rng.choice(["support", "talk", "letters"], p=[0.5, 0.2, 0.3]))
    entered = first + pd.Timedelta(days=int(rng.integers(0, 12)), seconds=int(rng.integers(9 * 3600, 19 * 3600)))
    kind = str(rng.choice(["queue", "callback", "reply_cycle"], p=[0.8, 0.1, 0.1]))
    beside = kind != "queue"
    outcome = str(rng.choice(_OUTCOMES, p=_LIKELY) if beside or rng.random() < 0.85 else rng.choice(_NOT_OFFERED))
    offered = not beside and outcome in _OUTCOMES
    wait, answered = int(rng.integers(0, 400)), outcome == "answered"

    def told(value: Any, share: float = 0.8) -> Any:
        return value if rng.random() < share else None

    ended = outcome == "abandoned" and rng.random() < 0.8
    return leg(
        number,
        entered,
        queue_key=queue,
        kind=kind,
        contact_id=str(rng.integers(0, 300)),
        direction=str(rng.choice(["in", "out"], p=[0.9, 0.1])),
        outcome=outcome,
        offered=offered,
        is_entry=(offered or outcome == "blocked") and not beside and rng.random() < 0.9,
        is_escalation=bool(rng.random() < 0.1),
        wait_s=told(float(wait) if rng.random() < 0.8 else float(rng.integers(0, 7))),
        answered_at=entered + pd.Timedelta(seconds=wait) if answered else None,
        ended_at=entered + pd.Timedelta(seconds=wait) if ended else None,
        talk_s=told(float(rng.integers(1, 900))) if answered else None,
        hold_s=told(float(rng.integers(0, 90)), 0.5) if answered else None,
        acw_s=told(float(rng.integers(0, 90))) if answered else None,
        handle_s=told(float(rng.integers(1, 1000))) if answered else None,
        handle_quality=str(rng.choice(["measured", "derived", "imputed", "unknown"])),
        customer_key=told(f"k{rng.integers(0, 24 if queue == 'letters' else 12)}"),
    )


def put_legs(warehouse: Warehouse, legs: list[Leg]) -> None:
    """Into the store, and their days among those that are to be counted again."""
    frame = pd.DataFrame(legs).assign(imported_at=pd.Timestamp("2026-05-10", tz="UTC"))
    for column in ("answered_at", "ended_at"):
        if column in frame:
            frame[column] = pd.to_datetime(frame[column], utc=True)
    warehouse.stage("drawn_leg", frame)
    warehouse.run_text(
        "INSERT INTO contact_leg BY NAME SELECT * EXCLUDE (flags), CAST([] AS TEXT[]) AS flags FROM drawn_leg"
    )
    warehouse.run_text(
        "INSERT INTO stale_day "
        "SELECT DISTINCT queue_key, channel, make_timestamp(epoch_us(entered_at))::DATE FROM drawn_leg"
    )
