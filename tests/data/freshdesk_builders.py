"""Builders of a desk that answers tickets of Freshdesk, and of the records that its interface gives of them."""

from pathlib import Path
from typing import Any

from data.desk import Desk, DeskSettings

FIRST_LINE, SECOND_LINE = 43001, 43003
SETTINGS: dict[str, Any] = {
    "queue": "letters",
    "groups": {str(FIRST_LINE): {"mail": "letters", "form": "forms"}, str(SECOND_LINE): "second"},
    "topics": {"invoice": "billing", "VPN": "network"},
    "topic_field": "cf_topic",
    "time_tracking_field": "cf_work_seconds",
    "agents": {"43021": "sato"},
    "merged_tags": ["merged"],
}


def freshdesk_desk(folder: Path, **settings: Any) -> Desk:
    """A desk with queues letters (mail), forms (form) and second (mail, tier 2), and the account `acme`."""
    hours = {"mon": ["10:00-18:00"]}
    told = DeskSettings.model_validate(
        {
            "format": 1,
            "name": "試験デスク",
            "time_zone": "Asia/Tokyo",
            "hours": {"mail": hours, "form": hours},
            "queue": [
                {"name": "letters", "channel": "mail"},
                {"name": "forms", "channel": "form"},
                {"name": "second", "channel": "mail", "tier": 2},
            ],
            "import": {"freshdesk": {"acme": SETTINGS | settings}},
        }
    )
    return Desk(folder=folder, settings=told)


def moment(time: str | None) -> str | None:
    """`02:00` of Monday 2025-04-07 in UTC, or any moment as it is."""
    return time if time is None or "T" in time else f"2025-04-07T{time}:00Z"


def a_ticket(number: int = 22, *, stats: dict[str, str | None] | None = None, **fields: Any) -> dict[str, Any]:
    """A mail of Monday 10:00 in Japan, still open; with words that must not be kept."""
    usual = {
        "id": number,
        "subject": "my secret subject",
        "description_text": "my secret words",
        "to_emails": ["someone@example.com"],
        "requester_id": 43000000031,
        "requester": {"id": 43000000031, "name": "Some One", "email": "someone@example.com", "phone": "0312345678"},
        "responder_id": 43021,
        "group_id": FIRST_LINE,
        "source": 1,
        "status": 2,
        "priority": 2,
        "spam": False,
        "tags": ["private_tag"],
        "created_at": "2025-04-07T01:00:00Z",
        "updated_at": "2025-04-07T01:00:00Z",
        "due_by": "2026-11-19T16:03:17Z",
        "fr_due_by": "2025-04-08T01:00:00Z",
        "fr_escalated": False,
        "custom_fields": {"cf_topic": None, "cf_work_seconds": None, "cf_words": "more secret words"},
    }
    told = usual | fields
    return told if stats is None else told | {"stats": {name: moment(time) for name, time in stats.items()}}


def a_message(number: int, time: str, *, by: str = "agent", ticket: int = 22, **fields: Any) -> dict[str, Any]:
    """A conversation of a ticket, as a record of its own."""
    usual = {
        "id": number,
        "ticket_id": ticket,
        "body_text": "my secret reply",
        "incoming": by == "customer",
        "private": by == "note",
        "user_id": 43000000031 if by == "customer" else 43022,
        "created_at": moment(time),
        "from_email": "someone@example.com",
    }
    return usual | fields
