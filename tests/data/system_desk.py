"""Builds a desk that reads a system of queues and agents, and what tests look at of it."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from data.customer_key import key_path
from data.desk import Desk, DeskSettings
from data.import_logs import import_logs
from data.import_report import ImportReport
from data.warehouse import Warehouse

T0 = pd.Timestamp("2025-04-07T00:00:00Z")
Record = dict[str, Any]


def system_desk(folder: Path, table: str, *, staff: Any = (), **settings: Any) -> Desk:
    """A desk whose queues technical, second (tier 2), chats, video and letters read [import.<table>.cloud]."""
    told = DeskSettings.model_validate(
        {
            "format": 1,
            "name": "試験デスク",
            "time_zone": "Asia/Tokyo",
            "hours": {channel: {"mon": ["09:00-18:00"]} for channel in ("phone", "mail", "chat", "video")},
            "queue": [
                {"name": "technical"},
                {"name": "second", "tier": 2},
                {"name": "chats", "channel": "chat"},
                {"name": "video", "channel": "video"},
                {"name": "letters", "channel": "mail"},
            ],
            "import": {table: {"cloud": settings}} if settings else {},
        }
    )
    desk = Desk(folder=folder, settings=told, staff=staff)
    if not key_path(desk).exists():  # the same in every desk, so that their legs can be compared
        key_path(desk).parent.mkdir(parents=True, exist_ok=True)
        key_path(desk).write_text("07" * 32, encoding="ascii")
        key_path(desk).chmod(0o600)
    return desk


def utc(seconds: float | None) -> str | None:
    """A moment after T0 in milliseconds, as these systems write it."""
    if seconds is None:
        return None
    return (T0 + pd.Timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def write_records(path: Path, records: Iterable[Record]) -> Path:
    """A file with a record a line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{json.dumps(record)}\n" for record in records), encoding="utf-8")
    return path


def imported(desk: Desk, *files: Path) -> ImportReport:
    """Import the files in one command."""
    with Warehouse.open(desk) as warehouse:
        return import_logs(desk, list(files), warehouse=warehouse)


def rows_of(desk: Desk, table: str = "contact_leg") -> pd.DataFrame:
    """A table of the desk's store."""
    with Warehouse.open(desk) as warehouse:
        return warehouse.table(table)


def legs_of(desk: Desk) -> pd.DataFrame:
    """The desk's legs by leg_id, times as seconds from T0; without what tells which import brought them."""
    legs = rows_of(desk).sort_values("leg_id").set_index("leg_id")
    for column in ("entered_at", "answered_at", "ended_at", "acw_end_at"):
        legs[column] = (legs[column] - T0).dt.total_seconds()
    return legs.assign(flags=legs["flags"].map(list)).drop(columns=["file_id", "row_no", "batch_id", "imported_at"])


def column_of(legs: pd.DataFrame, column: str) -> dict[Any, Any]:
    """A column by leg_id, None where nothing is told."""
    told = legs[column].astype(object)
    return dict(told.where(told.notna(), None))


def refusals_of(desk: Desk) -> list[str]:
    """Why records were refused."""
    return list(rows_of(desk, "import_reject")["reason"])
