"""Builds a desk whose store holds the calls that a test names."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from data.desk import Desk, DeskSettings
from data.import_logs import import_logs
from data.warehouse import Warehouse

MAPPING = {
    "queue": "support",
    "leg_id": "id",
    "entered_at": "arrived",
    "answered_at": "answered",
    "ended_at": "ended",
    "wait_seconds": "wait",
    "talk_seconds": "talk",
    "acw_seconds": "after",
    "outcome": "outcome",
    "outcomes": {"answered": "answered", "abandoned": "abandoned"},
}

Call = tuple[str, float, float | None]
"""Arrival (local), seconds waited, seconds of talk; None: hung up."""


def logged_desk(folder: Path, settings: DeskSettings, calls: Sequence[Call]) -> Desk:
    """A desk in `folder` whose log holds these calls; after-call work is 30 s."""
    folder.mkdir(parents=True, exist_ok=True)
    return more_calls(Desk(folder=folder, settings=settings), calls, file="calls.csv")


def more_calls(desk: Desk, calls: Sequence[Call], *, file: str) -> Desk:
    """The desk with these calls in its log, told by a file of that name."""
    fields: dict[str, Any] = desk.settings.model_dump(by_alias=True)
    told = Desk(
        folder=desk.folder, settings=DeskSettings.model_validate(fields | {"import": {"mapping": {"calls": MAPPING}}})
    )
    first = 0 if file == "calls.csv" else 1_000_000  # ids of their own
    rows = [_row(first + number, *call) for number, call in enumerate(calls)]
    pd.DataFrame(rows).to_csv(desk.folder / file, index=False)
    with Warehouse.open(told) as warehouse:
        import_logs(told, [desk.folder / file], warehouse=warehouse)
    return told


def _row(number: int, arrived: str, wait: float, talk: float | None) -> dict[str, Any]:
    at = pd.Timestamp(arrived)
    wait_ends = at + pd.Timedelta(seconds=wait)
    row = {"id": number, "arrived": at, "wait": wait}
    if talk is None:
        return row | {"answered": "", "ended": wait_ends, "talk": "", "after": "", "outcome": "abandoned"}
    ended = wait_ends + pd.Timedelta(seconds=talk)
    return row | {"answered": wait_ends, "ended": ended, "talk": talk, "after": 30, "outcome": "answered"}
