"""Builders of a desk that answers tickets, and of the records that Zendesk's interface gives of them."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from data.desk import Desk, DeskSettings
from data.import_logs import import_logs
from data.import_report import ImportReport
from data.warehouse import Warehouse

FIRST_LINE, SECOND_LINE, BILLING = 360001, 360003, 360005
SETTINGS: dict[str, Any] = {
    "queue": "letters",
    "groups": {
        str(FIRST_LINE): "letters",
        str(SECOND_LINE): "second",
        str(BILLING): {"mail": "letters", "chat": "chats"},
    },
    "topics": {"invoice": "billing", "vpn": "network"},
    "topic_field": 360011,
    "time_tracking_field": 360012,
    "agents": {"360021": "sato"},
}

LINEAGE = ["file_id", "row_no", "batch_id", "imported_at"]


def ticket_desk(folder: Path, **settings: Any) -> Desk:
    """A desk with queues letters (mail), second (mail, tier 2) and chats, and the account `acme`."""
    hours = {"mon": ["10:00-18:00"]}
    told = DeskSettings.model_validate(
        {
            "format": 1,
            "name": "試験デスク",
            "time_zone": "Asia/Tokyo",
            "hours": {"mail": hours, "chat": hours, "phone": hours},
            "queue": [
                {"name": "letters", "channel": "mail"},
                {"name": "second", "channel": "mail", "tier": 2},
                {"name": "chats", "channel": "chat"},
            ],
            "import": {"zendesk": {"acme": SETTINGS | settings}},
        }
    )
    return Desk(folder=folder, settings=told)


def a_ticket(number: int = 160, **fields: Any) -> dict[str, Any]:
    """A mail of Monday 10:00 in Japan, still open; with words that must not be kept."""
    usual = {
        "id": number,
        "url": f"https://acme.zendesk.com/api/v2/tickets/{number}.json",
        "via": {"channel": "email", "source": {"from": {"address": "someone@example.com", "name": "Some One"}}},
        "created_at": "2025-04-07T01:00:00Z",
        "updated_at": "2025-04-07T01:00:00Z",
        "generated_timestamp": 1743987600,
        "status": "new",
        "group_id": FIRST_LINE,
        "assignee_id": 360021,
        "requester_id": 360000000031,
        "subject": "my secret subject",
        "description": "my secret words",
        "tags": ["private_tag"],
        "priority": "normal",
        "custom_fields": [{"id": 360011, "value": None}, {"id": 360012, "value": None}],
    }
    return usual | fields


def an_event(number: int, type: str, time: str, *, cycle: int = 1, ticket: int = 160, **fields: Any) -> dict[str, Any]:
    """An event of the time to a reply, on Monday (`02:00`) or at any moment."""
    moment = time if "T" in time else f"2025-04-07T{time}:00Z"
    usual = {"id": number, "ticket_id": ticket, "metric": "reply_time", "instance_id": cycle, "type": type}
    return usual | {"time": moment} | fields


def a_metric(ticket: int = 160, *, minutes: int | None = 90, **fields: Any) -> dict[str, Any]:
    """The metrics of a ticket."""
    usual = {
        "id": ticket + 1000,
        "ticket_id": ticket,
        "created_at": "2025-04-07T01:00:00Z",
        "updated_at": "2025-04-07T05:00:00Z",
        "group_stations": 1,
        "replies": 1,
        "reopens": 0,
        "solved_at": None,
        "reply_time_in_minutes": {"calendar": minutes, "business": 1},
    }
    return usual | fields


def page(**records: Sequence[dict[str, Any]]) -> str:
    """A page as the interface gives it, with the customers that come beside."""
    return json.dumps({"users": [{"id": 1, "name": "Some One"}], **records, "next_page": None, "count": 3})


def write(path: Path, *texts: str) -> Path:
    """A file of several texts, one after another."""
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return path


def write_lines(path: Path, records: Sequence[dict[str, Any]]) -> Path:
    """A file with a record a line."""
    return write(path, *map(json.dumps, records))


@contextmanager
def store_of(desk: Desk) -> Iterator[Warehouse]:
    """The desk's store."""
    with Warehouse.open(desk) as warehouse:
        yield warehouse


def legs_of(desk: Desk, *records: dict[str, Any]) -> pd.DataFrame:
    """The legs that these records give, in the order of their numbers."""
    with store_of(desk) as warehouse:
        import_logs(desk, [write_lines(desk.folder / "records.jsonl", records)], warehouse=warehouse)
        return legs_in(warehouse)


def one_leg(desk: Desk, *records: dict[str, Any]) -> "pd.Series[Any]":
    """The one leg that these records give."""
    legs = legs_of(desk, *records)
    assert len(legs) == 1
    return legs.iloc[0]


def legs_in(warehouse: Warehouse) -> pd.DataFrame:
    """All legs of a store."""
    return warehouse.table("contact_leg").sort_values("leg_id", ignore_index=True)


def told_in(warehouse: Warehouse) -> list[tuple[Any, ...]]:
    """All that a store's legs tell, but for which file told it."""
    legs = legs_in(warehouse).drop(columns=LINEAGE)
    legs["flags"] = legs["flags"].map(list)
    return [tuple(map(str, row)) for row in legs.itertuples(index=False)]


def reconciles(report: ImportReport) -> bool:
    """Whether every record is counted once."""
    return report.read == report.new + report.changed + report.same + report.rejected
