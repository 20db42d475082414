from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.desk import Desk, DeskSettings
from data.issued import store_issued
from data.snapshot import Snapshot, publish_snapshot
from data.warehouse import Warehouse
from tests.data.logged_desk import Call, logged_desk
from tests.data.ticket_desk import ticket_desk, tokyo

CALLS: list[Call] = [
    ("2026-04-06 10:05", 20, 100),
    ("2026-04-06 10:10", 200, 100),
    ("2026-04-06 10:15", 3, None),
    ("2026-04-06 10:20", 60, None),
    ("2026-04-06 11:05", 20, 100),
    ("2026-05-01 10:05", 20, 100),
]
QUANTILES = [f"q{place:02d}" for place in range(5, 100, 5)] + ["q025", "q975"]


def _requirement(issued_at: str, start: str, *, service_level: float, contacts: float) -> dict[str, object]:
    return {
        "queue": "support", "channel": "phone", "issued_at": tokyo(issued_at), "engine": "erlang_a",
        "interval_start": tokyo(start), "interval_minutes": 30, "contacts": contacts, "agents": 2,
        "scheduled_agents": 3, "service_level": service_level, "abandonment": 0.02, "asa_seconds": 20.0,
        "occupancy": 0.5, "bound_by": "min_agents",
    }  # fmt: skip


def _forecast(issued_at: str, start: str, *, median: float) -> dict[str, object]:
    return {
        "queue": "support", "channel": "phone", "issued_at": tokyo(issued_at), "model": "two_stage",
        "interval_start": tokyo(start), "interval_minutes": 30, "open_minutes": 30.0, "mean": median,
        "handle_seconds": 300.0, "handle_variation": 1.0, "root_mean": 1.0, "day_spread": 0.1, "root_spread": 0.1,
    } | dict.fromkeys(QUANTILES, median)  # fmt: skip


def _kept(desk: Desk, **issued: list[dict[str, object]]) -> pd.DataFrame:
    with Warehouse.open(desk) as warehouse:
        store_issued(warehouse, **{name: pd.DataFrame(rows) for name, rows in issued.items()})
        publish_snapshot(warehouse, desk)
    with Snapshot.newest(desk) as snapshot:
        return snapshot.table("kept_promise")


def test_what_was_kept_is_told_by_queue_and_month(tmp_path: Path, weekday_settings: DeskSettings) -> None:
    kept = _kept(logged_desk(tmp_path, weekday_settings, CALLS))

    april = kept.iloc[0]
    assert kept["month"].tolist() == [pd.Timestamp("2026-04-01"), pd.Timestamp("2026-05-01")]
    assert april[["offered", "short_abandoned", "answered_in_threshold"]].tolist() == [5, 1, 2]
    assert april[["service_level", "abandonment"]].tolist() == [0.5, 0.4]
    assert kept[["promised_service_level", "forecast_wape", "deadline_share"]].isna().all(axis=None)


def test_the_promise_is_that_of_the_requirement_issued_last_before_each_interval(
    tmp_path: Path, weekday_settings: DeskSettings
) -> None:
    kept = _kept(
        logged_desk(tmp_path, weekday_settings, CALLS),
        requirement=[
            _requirement("2026-04-05", "2026-04-06 10:00", service_level=0.5, contacts=30),
            _requirement("2026-04-06", "2026-04-06 10:00", service_level=0.8, contacts=30),
            _requirement("2026-04-06 10:30", "2026-04-06 10:00", service_level=0.1, contacts=30),
            _requirement("2026-04-06", "2026-04-06 10:30", service_level=0.9, contacts=10),
        ],
    )

    april = kept.iloc[0]
    assert april["promised_service_level"] == pytest.approx((0.8 * 30 + 0.9 * 10) / 40)
    assert april["promised_share"] == 0.8
    assert april["kept_where_promised"] == pytest.approx(1 / 3)


def test_the_forecast_error_is_that_of_the_newest_forecast_issued_before_the_day(
    tmp_path: Path, weekday_settings: DeskSettings
) -> None:
    kept = _kept(
        logged_desk(tmp_path, weekday_settings, CALLS),
        forecast=[
            _forecast("2026-04-04", "2026-04-06 10:00", median=9),
            _forecast("2026-04-06", "2026-04-06 10:00", median=6),
            _forecast("2026-04-06 09:00", "2026-04-06 10:00", median=4),
            _forecast("2026-04-06", "2026-04-06 11:00", median=1),
        ],
    )

    assert kept["forecast_wape"].iloc[0] == pytest.approx(2 / 5)
    assert kept["forecast_share"].iloc[0] == 1
    assert np.isnan(kept["forecast_wape"].iloc[1])


def test_written_promises_are_kept_by_their_deadlines(tmp_path: Path) -> None:
    desk = ticket_desk(
        tmp_path,
        [
            {"received": "2026-04-06 10:00", "replied": "2026-04-07 17:30", "topic": "bill"},
            {"received": "2026-04-06 10:00", "replied": "2026-04-08 10:00", "topic": "bill"},
            {"received": "2026-04-06 10:00", "replied": "2026-04-10 10:00"},
            {"received": "2026-04-10 10:00"},
        ],
    )
    with Warehouse.open(desk) as warehouse:
        publish_snapshot(warehouse, desk)
    with Snapshot.newest(desk) as snapshot:
        month = snapshot.table("kept_promise").iloc[0]
        topics, waiting = snapshot.table("contact_topic"), snapshot.table("open_contact")
        answered, waits = snapshot.table("written_answered"), snapshot.table("interval_wait")

    assert month[["due", "in_deadline", "due_latest", "in_latest"]].tolist() == [3, 1, 3, 2]
    assert month["deadline_share"] == pytest.approx(1 / 3)
    assert np.isnan(month["service_level"])
    assert topics[["topic", "offered"]].to_numpy().tolist() == [["", 1], ["bill", 2], ["", 1]]
    assert waiting[["contact_id", "state"]].to_numpy().tolist() == [["T3", "ok"]]
    assert waiting["deadline_at"].tolist() == [tokyo("2026-04-13 17:30")]
    assert answered["date"].tolist() == [pd.Timestamp("2026-04-06"), pd.Timestamp("2026-04-10")]
    assert len(waits) == 0
