"""Conversations of Genesys Cloud for tests; every time is seconds after T0, made up."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from data.desk import Desk
from tests.data.system_desk import Record, imported, legs_of, system_desk, utc, write_records

QUEUES = {"Lines": "technical", "q-experts": "second", "Chats": "chats", "Videos": "video", "Mails": "letters"}


def genesys_desk(folder: Path, **settings: Any) -> Desk:
    """A desk that knows Lines, Chats, Videos and Mails by name, and the experts by their queue's id."""
    return system_desk(folder, "genesys", **({"queues": QUEUES, "queue": "technical"} | settings))


def metrics(**seconds: float | None) -> list[Record]:
    """Metrics: those whose name begins with n as they are, others in milliseconds."""
    return [
        {"name": name, "value": value if name.startswith("n") else round(value * 1000), "emitDate": utc(0)}
        for name, value in seconds.items()
        if value is not None
    ]


def segment(kind: str, begins: float, ends: float | None, **fields: Any) -> Record:
    """A segment of a session."""
    told = {"segmentType": kind, "segmentStart": utc(begins), "segmentEnd": utc(ends), "conference": False, **fields}
    return {name: value for name, value in told.items() if value is not None}


def party(purpose: str, *sessions: Record, **fields: Any) -> Record:
    """A participant."""
    return {"participantId": f"p-{purpose}", "purpose": purpose, "sessions": list(sessions), **fields}


def session(
    session_id: str, segments: Sequence[Record], told: Sequence[Record] = (), *, media: str = "voice", **fields: Any
) -> Record:
    """A session of a participant."""
    return {"sessionId": session_id, "mediaType": media, "metrics": list(told), "segments": list(segments), **fields}


def customer(begins: float = 0, ends: float | None = 400, *, media: str = "voice") -> Record:
    """The customer, with a number and a name that must never be kept."""
    return party(
        "customer",
        session("s-customer", [segment("interact", begins, ends)], media=media, ani="tel:+12025550123",
                dnis="tel:+12025550100"),
        participantName="Never Stored",
    )  # fmt: skip


def queued(
    session_id: str, begins: float, ends: float | None, *, queue: str = "Lines", media: str = "voice",
    ended_by: str | None = "transfer", **told: float | None,
) -> Record:  # fmt: skip
    """A stay in a queue; `told` are metrics in seconds, by default one that was offered and waited all the time."""
    figures = {"nOffered": 1, "tAcd": None if ends is None else ends - begins, **told}
    return party(
        "acd",
        session(session_id, [segment("interact", begins, ends, queueId=_id_of(queue), disconnectType=ended_by)],
                metrics(**figures), media=media),
        participantName=queue,
    )  # fmt: skip


def agent(
    session_id: str, begins: float, ends: float, *, queue: str = "Lines", media: str = "voice", user: str = "u1",
    alerting: float = 0, ended_by: str = "peer", code: str | None = None, acw: float | None = 20, **told: float | None,
) -> Record:  # fmt: skip
    """An agent who had the contact; `told` are metrics in seconds, by default talk without hold."""
    figures = {"tAnswered": begins, "tTalk": ends - begins, "tAcw": acw, "tAlert": alerting or None, **told}
    segments = [
        segment("alert", begins - alerting, begins, queueId=_id_of(queue)),
        segment("interact", begins, ends, queueId=_id_of(queue), disconnectType=ended_by),
        segment("wrapup", ends, ends + (acw or 0) + 4, queueId=_id_of(queue), wrapUpCode=code),
    ]
    return party("agent", session(session_id, segments, metrics(**figures), media=media), userId=user)


def missed(session_id: str, begins: float, ends: float, *, user: str = "u9") -> Record:
    """An agent who let it ring and has after-call work nevertheless."""
    told = metrics(tAlert=ends - begins, tNotResponding=ends - begins, tAcw=57, tHandle=57, nError=1)
    rung = [segment("alert", begins, ends, queueId="q-lines"), segment("wrapup", ends, ends + 61, queueId="q-lines")]
    return party("agent", session(session_id, rung, told), userId=user)


def conversation(
    conversation_id: str, *parties: Record, begins: float = 0, ends: float | None = 400, direction: str = "inbound"
) -> Record:
    """A conversation."""
    told = {
        "conversationId": conversation_id, "conversationStart": utc(begins), "conversationEnd": utc(ends),
        "originatingDirection": direction, "participants": list(parties),
    }  # fmt: skip
    return {name: value for name, value in told.items() if value is not None}


def told_of(folder: Path, records: Iterable[Record], **settings: Any) -> pd.DataFrame:
    """The legs that a desk in `folder` has after these conversations."""
    desk = genesys_desk(folder, **settings)
    imported(desk, write_records(folder / "conversations.jsonl", records))
    return legs_of(desk)


def _id_of(queue: str) -> str:
    return queue if queue.startswith("q-") else f"q-{queue.lower()}"
