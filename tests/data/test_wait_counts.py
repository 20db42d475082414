"""Waits are counted by their length as they were known at an instant, and a snapshot tells the same."""

from pathlib import Path

import pandas as pd
import pytest

from data.calendar import Calendar
from data.desk import Desk, DeskSettings
from data.snapshot import Snapshot, publish_snapshot
from data.wait_counts import count_waits
from data.warehouse import Warehouse
from tests.data.logged_desk import Call, logged_desk

MONDAY = pd.Timestamp("2026-04-06", tz="Asia/Tokyo")


def _rows(desk: Desk, until: pd.Timestamp) -> list[tuple[int, int, int]]:
    with Warehouse.open(desk) as warehouse:
        told = count_waits(warehouse, Calendar.of(desk), queue=desk.settings.queue[0], until=until)
    assert set(told["queue"]) <= {"support"}
    return list(told[["seconds", "abandoned", "stayed"]].itertuples(index=False, name=None))


def test_waits_are_counted_by_seconds_hang_ups_apart(tmp_path: Path, weekday_settings: DeskSettings) -> None:
    calls: list[Call] = [
        ("2026-04-06 10:00", 0, 100),
        ("2026-04-06 10:01", 0.4, 100),
        ("2026-04-06 10:02", 59.6, 100),
        ("2026-04-06 10:03", 60.2, None),
        ("2026-04-06 10:04", 60, None),
    ]

    desk = logged_desk(tmp_path, weekday_settings, calls)

    assert _rows(desk, MONDAY + pd.Timedelta(days=1)) == [(0, 0, 2), (60, 2, 1)]


def test_who_hung_up_at_once_or_came_outside_opening_hours_is_no_wait(
    tmp_path: Path, weekday_settings: DeskSettings
) -> None:
    calls: list[Call] = [
        ("2026-04-06 10:00", 5, None),
        ("2026-04-06 10:01", 5, 100),
        ("2026-04-06 10:02", 6, None),
        ("2026-04-06 09:59:59", 70, None),
        ("2026-04-06 17:59:59", 80, None),
        ("2026-04-06 18:00", 90, None),
    ]

    desk = logged_desk(tmp_path, weekday_settings, calls)

    assert _rows(desk, MONDAY + pd.Timedelta(days=1)) == [(5, 0, 1), (6, 1, 0), (80, 1, 0)]


def test_a_wait_is_known_when_it_has_ended_and_for_a_quarter(tmp_path: Path, weekday_settings: DeskSettings) -> None:
    calls: list[Call] = [
        ("2026-01-05 10:00", 10, None),
        ("2026-01-06 10:00", 20, None),
        ("2026-04-06 10:58", 120, None),
        ("2026-04-06 10:58", 119, 600),
        ("2026-04-06 10:58", 121, 600),
        ("2026-04-06 11:00", 30, None),
    ]
    desk = logged_desk(tmp_path, weekday_settings, calls)

    assert _rows(desk, MONDAY + pd.Timedelta(hours=11)) == [(20, 1, 0), (119, 0, 1)]


@pytest.mark.parametrize("calls", [
    pytest.param([("2026-04-06 10:05", 20, 100), ("2026-04-06 11:05", 40, None)], id="an answer and a hang-up"),
    pytest.param([("2026-04-06 10:05", 3, None)], id="a hang-up at once alone"),
])  # fmt: skip
def test_a_snapshot_tells_the_same(tmp_path: Path, weekday_settings: DeskSettings, calls: list[Call]) -> None:
    desk = logged_desk(tmp_path, weekday_settings, calls)

    with Warehouse.open(desk) as warehouse:
        publish_snapshot(warehouse, desk)
    with Snapshot.newest(desk) as snapshot:
        shown = snapshot.table("wait_count")

    assert shown.columns.tolist() == ["queue", "seconds", "abandoned", "stayed"]
    told = list(shown[["seconds", "abandoned", "stayed"]].itertuples(index=False, name=None))
    assert told == _rows(desk, MONDAY + pd.Timedelta(days=1))
