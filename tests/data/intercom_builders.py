"""Builders of a desk that answers conversations of Intercom, and of the records that its interface gives of them."""

from pathlib import Path
from typing import Any

from data.desk import Desk, DeskSettings

BEGIN = 1_743_987_600
"""2025-04-07 01:00:00 UTC, a Monday at 10:00 in Japan."""


def intercom_desk(folder: Path, **settings: Any) -> Desk:
    """A desk with queues chats (chat) and letters (mail), and the workspace `acme`."""
    hours = {"mon": ["10:00-18:00"]}
    usual = {"queue": {"chat": "chats", "mail": "letters"}, "topics": {"billing": "billing"}}
    told = DeskSettings.model_validate(
        {
            "format": 1,
            "name": "試験デスク",
            "time_zone": "Asia/Tokyo",
            "hours": {"chat": hours, "mail": hours},
            "queue": [{"name": "chats", "channel": "chat"}, {"name": "letters", "channel": "mail"}],
            "import": {"intercom": {"acme": usual | settings}},
        }
    )
    return Desk(folder=folder, settings=told)


def a_conversation(number: int = 71, *, begins: int = 0, updated: int = 0, **fields: Any) -> dict[str, Any]:
    """A chat that a customer began so many seconds after BEGIN, still open; with words that must not be kept."""
    usual = {
        "type": "conversation",
        "id": str(number),
        "created_at": BEGIN + begins,
        "updated_at": BEGIN + max(begins, updated),
        "state": "open",
        "open": True,
        "source": {
            "type": "conversation",
            "delivered_as": "customer_initiated",
            "body": "<p>my secret words</p>",
            "author": {"type": "user", "id": "6abc", "name": "Some One", "email": "someone@example.com"},
        },
        "contacts": {"contacts": [{"id": "64f1a2b3c4d5e6f7"}]},
        "team_assignee_id": None,
        "admin_assignee_id": 5017691,
        "tags": {"tags": [{"name": "private_tag"}]},
        "statistics": {"time_to_admin_reply": 7, "count_conversation_parts": 1},
    }
    return usual | fields


def a_part(number: int, after: int, *, by: str = "admin", kind: str = "comment", **fields: Any) -> dict[str, Any]:
    """A part of a conversation, so many seconds after BEGIN."""
    author = {"type": by, "id": "5017690", "name": "Some Agent", "email": "agent@example.com"}
    usual = {"id": str(number), "part_type": kind, "body": "my secret reply", "created_at": BEGIN + after}
    return usual | {"author": author} | fields
