"""Builds a desk whose store holds the mails that a test names."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from data.desk import Desk, DeskSettings
from data.import_logs import import_logs
from data.warehouse import Warehouse

MAPPING = {
    "queue": "letters",
    "channel": "mail",
    "leg_id": "id",
    "contact_id": "ticket",
    "entered_at": "received",
    "answered_at": "replied",
    "promised_at": "promised",
    "next_status_at": "next_note",
    "handle_seconds": "work",
    "kind": "kind",
    "topic": "topic",
}

SETTINGS: dict[str, Any] = {
    "format": 1,
    "name": "試験デスク",
    "time_zone": "Asia/Tokyo",
    "hours": {"mail": {day: ["09:30-12:00", "13:00-17:30"] for day in ("mon", "tue", "wed", "thu", "fri")}},
    "queue": [{"name": "letters", "channel": "mail"}],
    "import": {"mapping": {"tickets": MAPPING}},
}

Mail = dict[str, str]
"""`received` and what else is told of it: `replied, promised, next_note, work, kind, topic, ticket`."""


def ticket_desk(folder: Path, mails: Sequence[Mail], **changes: Any) -> Desk:
    """A desk in `folder` whose log holds these mails."""
    desk = Desk(folder=folder, settings=DeskSettings.model_validate(SETTINGS | changes))
    folder.mkdir(parents=True, exist_ok=True)
    columns = ["id", "ticket", "received", "replied", "promised", "next_note", "work", "kind", "topic"]
    rows = [{"id": str(number), "ticket": f"T{number}"} | mail for number, mail in enumerate(mails)]
    pd.DataFrame(rows, columns=columns).to_csv(folder / "tickets.csv", index=False)
    with Warehouse.open(desk) as warehouse:
        import_logs(desk, [folder / "tickets.csv"], warehouse=warehouse)
    return desk


def tokyo(text: str) -> pd.Timestamp:
    """An instant on Tokyo's clocks."""
    return pd.Timestamp(text, tz="Asia/Tokyo")
