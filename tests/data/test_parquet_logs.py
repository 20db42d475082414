from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data.desk import Desk, DeskSettings
from data.errors import ImportRefused
from data.import_logs import import_logs, preview
from data.table_files import write_frame
from data.warehouse import Warehouse
from tests.data.logged_desk import MAPPING

WEEKDAYS = {day: ["10:00-18:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
FIVE_MINUTES = {"queue": "support", "interval_start": "at", "interval_minutes": 5, "offered": "calls"}
CALLS = pd.DataFrame(
    {
        "id": ["a", "b", "c"],
        "arrived": pd.to_datetime(["2026-04-06 10:05", "2026-04-06 10:40", None]),
        "answered": pd.to_datetime(["2026-04-06 10:05:10", None, None]),
        "ended": pd.to_datetime(["2026-04-06 10:09:10", "2026-04-06 10:41:00", None]),
        "wait": [10.0, 60.0, 3.0],
        "talk": [240.0, None, None],
        "after": [30.5, None, None],
        "outcome": ["answered", "abandoned", "abandoned"],
    }
)


def _desk(folder: Path, mapping: dict[str, Any], **totals: dict[str, Any]) -> Desk:
    settings = {
        "format": 1,
        "name": "試験デスク",
        "time_zone": "Asia/Tokyo",
        "hours": {"phone": WEEKDAYS},
        "queue": [{"name": "support"}],
        "import": {"mapping": {"calls": mapping} if mapping else {}, "totals": totals},
    }
    folder.mkdir(exist_ok=True)
    return Desk(folder=folder, settings=DeskSettings.model_validate(settings))


def _legs(desk: Desk, file: Path) -> pd.DataFrame:
    with Warehouse.open(desk) as warehouse:
        import_logs(desk, [file], warehouse=warehouse)
        legs = warehouse.table("contact_leg")
    told = ["leg_id", "entered_at", "answered_at", "ended_at", "wait_s", "talk_s", "acw_s", "outcome"]
    return legs[told].sort_values("leg_id", ignore_index=True)


@pytest.mark.parametrize(
    ("changes", "zone"),
    [
        pytest.param({}, None, id="wall-clock times"),
        pytest.param({}, "Asia/Tokyo", id="instants"),
        pytest.param({"time_format": "%Y/%m/%d %H:%M:%S"}, None, id="wall-clock times under a form"),
        pytest.param({"time_format": "%Y/%m/%d %H:%M:%S"}, "Asia/Tokyo", id="instants under a form"),
        pytest.param({"time_format": "%Y-%m-%d %H:%M:%S%z"}, "Asia/Tokyo", id="instants under a form with offset"),
    ],
)
def test_a_parquet_log_gives_the_legs_of_the_same_csv(tmp_path: Path, changes: dict[str, str], zone: str | None):
    CALLS.to_csv(tmp_path / "calls.csv", index=False)
    times = {name: CALLS[name].dt.tz_localize(zone) for name in ("arrived", "answered", "ended")}
    write_frame(CALLS.assign(**times), tmp_path / "calls.parquet")

    by_csv = _legs(_desk(tmp_path / "csv", MAPPING), tmp_path / "calls.csv")
    by_parquet = _legs(_desk(tmp_path / "parquet", MAPPING | changes), tmp_path / "calls.parquet")

    assert len(by_parquet) == 2
    pd.testing.assert_frame_equal(by_parquet, by_csv)


def test_every_row_of_a_parquet_log_is_accounted_for_and_comes_in_once(tmp_path: Path):
    write_frame(CALLS, tmp_path / "calls.parquet")
    desk = _desk(tmp_path, MAPPING)

    with Warehouse.open(desk) as warehouse:
        first = import_logs(desk, [tmp_path / "calls.parquet"], warehouse=warehouse)
        again = import_logs(desk, [tmp_path / "calls.parquet"], warehouse=warehouse)

    assert (first.read, first.new, first.rejected) == (3, 2, 1)
    assert (again.new, again.changed, again.same) == (0, 0, 2)


def test_totals_come_in_as_parquet(tmp_path: Path):
    table = pd.DataFrame({"at": pd.date_range("2026-04-06 10:00", periods=4, freq="5min"), "calls": [1, 2, 3, 4]})
    write_frame(table, tmp_path / "counts.parquet")
    desk = _desk(tmp_path, {}, five=FIVE_MINUTES)

    with Warehouse.open(desk) as warehouse:
        report = import_logs(desk, [tmp_path / "counts.parquet"], warehouse=warehouse)
        stored = warehouse.table("interval_stat")

    assert (report.new, report.rejected) == (4, 0)
    assert stored["offered"].sum() == 10
    assert stored["start_utc"].min() == pd.Timestamp("2026-04-06 01:00", tz="UTC")


def test_a_parquet_log_that_nobody_mapped_is_answered_with_a_mapping(tmp_path: Path):
    write_frame(CALLS, tmp_path / "calls.parquet")

    with pytest.raises(ImportRefused, match=r'They are: "id", "arrived"(.|\n)*\[import\.mapping\.'):
        preview(_desk(tmp_path, {}), tmp_path / "calls.parquet")


def test_a_damaged_parquet_log_is_refused_with_its_name(tmp_path: Path):
    (tmp_path / "calls.parquet").write_bytes(b"PAR1 and nothing that follows")

    with pytest.raises(ImportRefused, match=r"calls\.parquet cannot be read as Parquet: .*export it again"):
        preview(_desk(tmp_path, MAPPING), tmp_path / "calls.parquet")


def test_columns_that_the_mapping_names_must_be_in_a_parquet_log(tmp_path: Path):
    write_frame(CALLS.drop(columns="outcome"), tmp_path / "calls.parquet")

    with pytest.raises(ImportRefused, match='has no column "outcome"'):
        preview(_desk(tmp_path, MAPPING), tmp_path / "calls.parquet")
