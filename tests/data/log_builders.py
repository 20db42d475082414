"""Builders of small desks and CSV logs for the importer's tests."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from data.desk import Desk, DeskSettings
from data.importers.choose_mapping import choose_importer
from data.staff import Person

PHONE_COLUMNS = {
    "queue": "support",
    "leg_id": "id",
    "started_at": "start",
    "entered_at": "queued",
    "answered_at": "answered",
    "ended_at": "ended",
    "acw_seconds": "acw",
    "outcome": "result",
    "outcomes": {"TALKED": "answered", "LEFT": "abandoned", "TEST": "reject", "BUSY": "blocked"},
    "agent": "agent",
}
"""A usual mapping; the log of `phone_log` has its columns."""

HEADER = "id,start,queued,answered,ended,acw,result,agent"
TALKED = "1,2025-04-07 10:00:00,2025-04-07 10:00:20,2025-04-07 10:01:00,2025-04-07 10:05:00,30,TALKED,a1"
LEFT = "2,2025-04-07 10:10:00,2025-04-07 10:10:05,,2025-04-07 10:10:35,,LEFT,"
IN_MENU = "3,2025-04-07 10:20:00,,,2025-04-07 10:20:09,,LEFT,"


PERSON = Person("a1", None, None, "full_time", 8, 40, (), 1, 1.0, 0.0, False)
"""Who answers in these logs; a name that staff.csv knows is a pseudonym already."""


def desk_with(folder: Path, *mappings: dict[str, Any], zone: str = "Asia/Tokyo") -> Desk:
    """A desk with queues support (phone), second (phone, tier 2) and letters (mail), and mappings m1, m2, ..."""
    settings = DeskSettings.model_validate(
        {
            "format": 1,
            "name": "試験デスク",
            "time_zone": zone,
            "hours": {"phone": {"mon": ["10:00-18:00"]}, "mail": {"mon": ["10:00-18:00"]}},
            "queue": [
                {"name": "support"},
                {"name": "second", "tier": 2},
                {"name": "letters", "channel": "mail"},
            ],
            "import": {"mapping": {f"m{number}": mapping for number, mapping in enumerate(mappings, start=1)}},
        }
    )
    return Desk(folder=folder, settings=settings, staff=(PERSON,))


def write_log(path: Path, rows: Iterable[str], *, header: str = HEADER, encoding: str = "utf-8") -> Path:
    """A CSV log of that header and rows."""
    path.write_bytes("\r\n".join([header, *rows, ""]).encode(encoding))
    return path


def read_log(desk: Desk, path: Path, *, chunk_rows: int = 1000) -> tuple[pd.DataFrame, pd.DataFrame]:
    """All legs and all rejects of a file."""
    pieces = list(choose_importer(desk, path).read(chunk_rows=chunk_rows))
    legs = pd.concat([piece.log.legs for piece in pieces], ignore_index=True)
    return legs, pd.concat([piece.rejects for piece in pieces], ignore_index=True)
