"""Builds a desk with an Asterisk, and queue_log lines for its tests."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from data.desk import Desk, DeskSettings
from data.import_logs import import_logs
from data.import_report import ImportReport
from data.warehouse import Warehouse

T0 = 1_743_984_000
"""2025-04-07 00:00:00 UTC, 09:00 in Tokyo."""

QUEUES = {"8000": "technical", "8001": "billing", "8002": "second"}


def asterisk_desk(folder: Path, *, zone: str = "Asia/Tokyo", staff: Any = (), **settings: Any) -> Desk:
    """A desk whose queues technical, billing and second (tier 2) are Asterisk's 8000, 8001 and 8002."""
    told = DeskSettings.model_validate(
        {
            "format": 1,
            "name": "試験デスク",
            "time_zone": zone,
            "hours": {"phone": {"mon": ["09:00-18:00"]}},
            "queue": [{"name": "technical"}, {"name": "billing"}, {"name": "second", "tier": 2}],
            "import": {"asterisk": {"pbx": {"queues": QUEUES, **settings}}},
        }
    )
    return Desk(folder=folder, settings=told, staff=staff)


def line(after: int, call: str, queue: str, agent: str, event: str, *data: object) -> str:
    """A line of a queue_log, `after` seconds from T0."""
    return "|".join([str(T0 + after), call, queue, agent, event, *map(str, data)])


def write_lines(path: Path, lines: Iterable[str]) -> Path:
    """A queue_log of these lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{told}\n" for told in lines), encoding="utf-8")
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
    """The desk's legs by leg_id, times as seconds from T0."""
    legs = rows_of(desk).sort_values("leg_id").set_index("leg_id")
    for column in ("entered_at", "answered_at", "ended_at", "acw_end_at"):
        legs[column] = (legs[column] - pd.Timestamp(T0, unit="s", tz="UTC")).dt.total_seconds()
    return legs


def told_of(folder: Path, lines: Iterable[str], **settings: Any) -> pd.DataFrame:
    """The legs that a desk in `folder` has after these lines."""
    desk = asterisk_desk(folder, **settings)
    imported(desk, write_lines(folder / "queue_log", lines))
    return legs_of(desk)
