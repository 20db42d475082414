"""Published snapshots: what pages and notebooks read while the store is being written.

A snapshot is a DuckDB file of aggregates under a name of its own (a file swapped under one name would silently serve
old data). `snapshots/newest` holds the name of the newest, replaced in one stroke; the last few files are kept for
readers that still hold them.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from data.calendar import Calendar
from data.desk import Desk
from data.errors import NothingToDo
from data.snapshot_tables import stage_tables
from data.warehouse import Warehouse

KEPT = 3
"""Snapshots that stay; older ones are removed."""

_TABLES = {
    "interval_count": "snapshot_interval_count",
    "interval_wait": "snapshot_interval_wait",
    "wait_count": "snapshot_wait_count",
    "open_contact": "snapshot_open_contact",
    "contact_topic": "snapshot_contact_topic",
    "written_answered": "snapshot_written_answered",
    "kept_promise": "snapshot_kept_promise",
    "kept_override": "snapshot_kept_override",
    "issued_forecast": "newest_forecast",
    "issued_effect": "newest_effect",
    "issued_remark": "newest_remark",
    "issued_override": "newest_override",
    "issued_requirement": "newest_requirement",
    "desk_fact": "snapshot_desk_fact",
}


@dataclass(frozen=True)
class Snapshot:
    """A published snapshot, open for reading.

    Parameters
    ----------
    path
        Its file.
    zone
        The desk's time zone, in which instants are given.
    """

    path: Path
    zone: str
    _warehouse: Warehouse

    @classmethod
    @contextmanager
    def newest(cls, desk: Desk) -> Iterator["Snapshot"]:
        """Open the newest snapshot of a desk.

        Raises
        ------
        NothingToDo
            If none was published yet.
        """
        path = newest_path(desk)
        if path is None:
            raise NothingToDo(
                "this desk has published nothing yet; run `tsunagari import FILE...`, then `tsunagari forecast`"
            )
        with cls.at(path, zone=desk.settings.time_zone) as snapshot:
            yield snapshot

    @classmethod
    @contextmanager
    def at(cls, path: Path, *, zone: str) -> Iterator["Snapshot"]:
        """Open one snapshot by its file, as `newest_path` gives it; instants are given in `zone`."""
        with Warehouse.open_snapshot(path) as warehouse:
            yield cls(path=path, zone=zone, _warehouse=warehouse)

    def holds(self, name: str) -> bool:
        """Whether there is a table of that name; a snapshot of an older make may lack some."""
        return self._warehouse.has_table(name)

    def table(self, name: str) -> pd.DataFrame:
        """A table of the snapshot, instants in the desk's zone.

        Tables: `interval_count`, `interval_wait`, `wait_count`, `open_contact`, `contact_topic`, `written_answered`,
        `kept_promise`, `kept_override`, `issued_forecast`, `issued_effect`, `issued_remark`, `issued_override`,
        `issued_requirement`, `desk_fact`.
        """
        frame = self._warehouse.table(name)
        for column in frame.columns:
            if isinstance(frame[column].dtype, pd.DatetimeTZDtype):
                frame[column] = frame[column].dt.tz_convert(self.zone)
        return frame


def newest_path(desk: Desk) -> Path | None:
    """The file of the desk's newest snapshot, or None where there is none."""
    pointer = desk.state_folder / "snapshots" / "newest"
    try:
        path = pointer.with_name(pointer.read_text(encoding="utf-8").strip())
    except (OSError, ValueError):  # absent, or no name at all: the next forecast writes it anew
        return None
    return path if path.is_file() else None


def newest_until(desk: Desk) -> pd.Timestamp | None:
    """The end, in the desk's zone, of what the newest snapshot tells of the log; None where there is none."""
    if newest_path(desk) is None:
        return None
    with Snapshot.newest(desk) as snapshot:
        facts = snapshot.table("desk_fact").set_index("key")["value"]
    return pd.Timestamp(facts["log_until"]).tz_convert(desk.zone)


def publish_snapshot(warehouse: Warehouse, desk: Desk, *, backlog: pd.DataFrame | None = None) -> Path:
    """Write a new snapshot of the store, make it the newest, and remove the oldest.

    Parameters
    ----------
    backlog
        Open contacts as from `data.backlog.open_contacts`, with what staffing knows of their answers filled in; None:
        as the log tells them.

    Raises
    ------
    NothingToDo
        If the log is empty.
    """
    stage_tables(warehouse, Calendar.of(desk), backlog=backlog)
    folder = desk.state_folder / "snapshots"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"snap-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.duckdb"
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    warehouse.copy_tables_to(part, _TABLES)
    _force_to_disk(part)
    part.replace(path)
    _point_to(path)
    _remove_old(folder, newest=path)
    return path


def _force_to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _point_to(path: Path) -> None:
    part = path.with_name("newest.part")
    part.write_text(path.name, encoding="utf-8")
    _force_to_disk(part)
    part.replace(path.with_name("newest"))


def _remove_old(folder: Path, *, newest: Path) -> None:
    """Keep the newest few; a part file is left by a killed command, and no reader knows of it."""
    old = sorted(path for path in folder.glob("snap-*.duckdb") if path != newest)
    for path in [*old[: -(KEPT - 1)], *folder.glob("snap-*.part*")]:
        path.unlink(missing_ok=True)
