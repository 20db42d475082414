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
    fields: dict[str, Any] = settings.model_dump(by_alias=True)
    desk = Desk(
        folder=folder, settings=DeskSettings.model_validate(fields | {"import": {"mapping": {"calls": MAPPING}}})
    )
    folder.mkdir(parents=True, exist_ok=True)
    pd.DataFrame([_row(number, *call) for number, call in enumerate(calls)]).to_csv(folder / "calls.csv", index=False)
    with Warehouse.open(desk) as warehouse:
        import_logs(desk, [folder / "calls.csv"], warehouse=warehouse)
    return desk


def _row(number: int, arrived: str, wait: float, talk: float | None) -> dict[str, Any]:
    at = pd.Timestamp(arrived)
    wait_ends = at + pd.Timedelta(seconds=wait)
    row = {"id": number, "arrived": at, "wait": wait}
    if talk is None:
        return row | {"answered": "", "ended": wait_ends, "talk": "", "after": "", "outcome": "abandoned"}
    ended = wait_ends + pd.Timedelta(seconds=talk)
    return row | {"answered": wait_ends, "ended": ended, "talk": talk, "after": 30, "outcome": "answered"}
