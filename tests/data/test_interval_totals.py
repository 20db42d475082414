from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from data.calendar import Calendar
from data.desk import Desk, DeskSettings
from data.errors import DeskError, ImportRefused
from data.import_logs import import_logs, preview
from data.import_report import ImportReport
from data.interval_counts import count_intervals, last_complete_instant, read_interval_series
from data.snapshot import Snapshot, publish_snapshot
from data.warehouse import Warehouse
from tests.data.logged_desk import MAPPING
from tests.data.ticket_desk import tokyo

WEEKDAYS = {day: ["10:00-18:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
FIVE_MINUTES = {"queue": "support", "interval_start": "at", "interval_minutes": 5, "offered": "calls"}
DAILY = {
    "queue": "support",
    "date": "day",
    "bands": {"morning": "10:00-13:00", "afternoon": "13:00-18:00"},
}


def _desk(folder: Path, **totals: dict[str, Any]) -> Desk:
    settings = {
        "format": 1,
        "name": "試験デスク",
        "time_zone": "Asia/Tokyo",
        "hours": {"phone": WEEKDAYS, "mail": WEEKDAYS},
        "queue": [{"name": "support"}, {"name": "letters", "channel": "mail"}],
        "import": {"mapping": {"calls": MAPPING}, "totals": totals},
    }
    return Desk(folder=folder, settings=DeskSettings.model_validate(settings))


def _file(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n")
    return path


def _import(desk: Desk, *files: Path) -> ImportReport:
    with Warehouse.open(desk) as warehouse:
        return import_logs(desk, files, warehouse=warehouse)


def _counts(report: ImportReport) -> list[int]:
    return [report.read, report.new, report.changed, report.same, report.rejected]


def _counted(desk: Desk, until: str) -> pd.DataFrame:
    with Warehouse.open(desk) as warehouse:
        frame = count_intervals(warehouse, Calendar.of(desk), queue="support", until=tokyo(until))
    return frame.set_index("interval_start")


def test_five_minute_counts_come_in_by_their_columns_and_add_up_to_the_desks_grid(tmp_path: Path) -> None:
    desk = _desk(tmp_path, five=FIVE_MINUTES)
    rows = [f"2026-04-06 10:{minute:02d},{minute}" for minute in range(0, 60, 5)]

    report = _import(desk, _file(tmp_path / "c.csv", "at,calls", "2026-04-06 09:55,7", *rows, "2026-04-06 11:00,"))

    counted = _counted(desk, "2026-04-07")
    assert _counts(report) == [14, 13, 0, 0, 1]
    assert report.files[0].reasons == (("nothing in calls", 1),)
    assert counted.loc[tokyo("2026-04-06 10:00"), "offered"] == 75
    assert counted.loc[tokyo("2026-04-06 10:30"), "offered"] == 255
    assert counted["offered"].sum() == 330
    assert np.isnan(counted["answered"].iloc[0])


def test_the_same_totals_twice_change_nothing_and_fuller_ones_replace(tmp_path: Path) -> None:
    desk = _desk(tmp_path, five=FIVE_MINUTES)
    early = _file(tmp_path / "early.csv", "at,calls", "2026-04-06 10:00,3", "2026-04-06 10:05,1")
    late = _file(tmp_path / "late.csv", "at,calls", "2026-04-06 10:00,3", "2026-04-06 10:05,9")

    reports = [_counts(_import(desk, file)) for file in (early, early, late, early)]

    assert reports == [[2, 2, 0, 0, 0], [2, 0, 0, 2, 0], [2, 0, 1, 1, 0], [2, 0, 0, 2, 0]]
    assert _counted(desk, "2026-04-07")["offered"].sum() == 12


def test_a_wide_row_is_one_row_whatever_the_number_of_its_bands(tmp_path: Path) -> None:
    desk = _desk(tmp_path, daily=DAILY)

    report = _import(desk, _file(tmp_path / "d.csv", "day,morning,afternoon", "2026-04-06,30,50", "2026-04-07,10,"))

    with Warehouse.open(desk) as warehouse:
        stats = warehouse.table("interval_stat")
    assert _counts(report) == [2, 2, 0, 0, 0]
    told = sorted(stats[["interval_s", "offered"]].to_numpy().tolist())
    assert told == [[10_800, 10], [10_800, 30], [18_000, 50]]


def test_a_queue_known_only_by_bands_is_told_at_their_grain_with_holes_where_nothing_stands(tmp_path: Path) -> None:
    desk = _desk(tmp_path, daily=DAILY)
    lines = ["2026-04-06,30,50", "2026-04-08,20,40", "2026-04-11,5,5"]  # Tuesday is absent, Saturday is closed
    _import(desk, _file(tmp_path / "d.csv", "day,morning,afternoon", *lines))

    with Warehouse.open(desk) as warehouse:
        until = last_complete_instant(warehouse, Calendar.of(desk))
        series = read_interval_series(warehouse, Calendar.of(desk), queue="support", until=until)
        publish_snapshot(warehouse, desk)

    assert until == tokyo("2026-04-12")
    assert series.minutes is not None
    assert series.minutes[:2].tolist() == [180, 300]
    assert series.open_minutes[:2].tolist() == [180, 300]
    assert series.offered[[0, 1, 4, 5]].tolist() == [30, 50, 20, 40]
    assert series.missing.tolist() == [False, False, True, True, False, False, True, True, True, True]
    with Snapshot.newest(desk) as snapshot:
        counts = snapshot.table("interval_count")
    assert counts.loc[counts["queue"] == "support", "interval_minutes"].tolist()[:2] == [180, 300]


def test_single_contacts_stand_above_totals_of_the_same_day_and_are_never_added(tmp_path: Path) -> None:
    desk = _desk(tmp_path, five=FIVE_MINUTES)
    calls = _file(
        tmp_path / "calls.csv",
        "id,arrived,answered,ended,wait,talk,after,outcome",
        "1,2026-04-06 10:05:00,,2026-04-06 10:06:00,60,,,abandoned",
    )
    totals = _file(tmp_path / "t.csv", "at,calls", "2026-04-06 10:00,9", "2026-04-06 10:05,9", "2026-04-07 10:00,4")

    _import(desk, calls, totals)

    counted = _counted(desk, "2026-04-08")
    assert counted.loc[tokyo("2026-04-06 10:00"), ["offered", "abandoned"]].tolist() == [1, 1]
    assert counted.loc[tokyo("2026-04-07 10:00"), "offered"] == 4
    assert np.isnan(counted.loc[tokyo("2026-04-07 10:00"), "abandoned"])
    assert counted["offered"].sum() == 5


def test_totals_may_tell_answers_waits_and_work(tmp_path: Path) -> None:
    mapping = {
        "queue": "support", "interval_start": "at", "interval_minutes": 30, "offered": "offered",
        "answered": "answered", "abandoned": "lost", "wait_answered_seconds": "waited", "handle_seconds": "work",
    }  # fmt: skip
    desk = _desk(tmp_path, half_hours=mapping)
    _import(
        desk, _file(tmp_path / "t.csv", "at,offered,answered,lost,waited,work", '2026-04-06 10:00,10,8,2,160,"2,400"')
    )

    with Warehouse.open(desk) as warehouse:
        series = read_interval_series(warehouse, Calendar.of(desk), queue="support", until=tokyo("2026-04-07"))

    assert series.minutes is None
    assert (series.answered[0], series.handled[0], series.handle_seconds[0]) == (8, 8, 2400)


def test_nothing_of_a_stretch_is_known_before_it_ended(tmp_path: Path) -> None:
    desk = _desk(tmp_path, five=FIVE_MINUTES)
    _import(desk, _file(tmp_path / "t.csv", "at,calls", "2026-04-06 10:00,3", "2026-04-06 10:30,4"))

    counted = _counted(desk, "2026-04-06 10:32")

    assert counted["offered"].tolist() == [3]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2026-04-06 10:00,-1", "calls is below 0"),
        ("2026-04-06 10:00,many", "calls is no number"),
        ("2026-04-06 10:00,inf", "calls is no number"),
        ("yesterday,3", "at is no time of 1970 to 2099 in the form ISO 8601"),
        ("2026-04-06 10:00,3,4", "the row has 3 columns, the header 2"),
    ],
)
def test_a_row_that_is_no_total_is_refused(tmp_path: Path, row: str, reason: str) -> None:
    desk = _desk(tmp_path, five=FIVE_MINUTES)

    report = _import(desk, _file(tmp_path / "t.csv", "at,calls", row))

    assert report.files[0].reasons == ((reason, 1),)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"offered": ""}, "name either the column offered or a table of bands"),
        ({"date": "day"}, "name either interval_start or date"),
        ({"interval_minutes": 0}, "interval_minutes says how long"),
        ({"bands": {"m": "10:00-09:00"}, "offered": "", "interval_start": "", "date": "d"}, "must rise"),
        ({"delimiter": '"'}, "cannot part columns"),
        ({"encoding": "rot13"}, "is no encoding"),
        ({"time_format": "%Q"}, "is no strptime form"),
    ],
)
def test_a_table_of_totals_that_makes_no_sense_is_refused(tmp_path: Path, changes: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        _desk(tmp_path, five=FIVE_MINUTES | changes)


def test_totals_of_a_queue_of_another_channel_are_refused(tmp_path: Path) -> None:
    desk = _desk(tmp_path, five=FIVE_MINUTES | {"queue": "letters"})

    with pytest.raises(DeskError, match=r"import.totals.five.queue: queue letters takes mail"):
        _import(desk, _file(tmp_path / "t.csv", "at,calls", "2026-04-06 10:00,3"))


def test_a_missing_column_is_named_with_its_table(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match=r'no column "calls" \(offered\) that \[import.totals.five\]'):
        _import(_desk(tmp_path, five=FIVE_MINUTES), _file(tmp_path / "t.csv", "at,count", "2026-04-06 10:00,3"))


def test_a_preview_of_totals_shows_stretches_and_refusals(tmp_path: Path) -> None:
    desk = _desk(tmp_path, five=FIVE_MINUTES)

    shown = preview(desk, _file(tmp_path / "t.csv", "at,calls", "2026-04-06 10:00,3", "2026-04-06 10:05,x"))

    assert shown["remark"].tolist() == ["", "refused: calls is no number"]
    assert shown["start"].iloc[0] == tokyo("2026-04-06 10:00")


def test_totals_of_years_to_come_are_refused(tmp_path: Path) -> None:
    desk = _desk(tmp_path, five=FIVE_MINUTES)

    report = _import(desk, _file(tmp_path / "totals.csv", "at,calls", "2025-04-07 10:00,3", "2099-04-07 10:00,3"))

    assert _counts(report) == [2, 1, 0, 0, 1]
    assert report.files[0].reasons == (("it came more than a year after today", 1),)


def test_single_contacts_that_came_later_do_not_change_what_totals_told_before(tmp_path: Path) -> None:
    desk = _desk(tmp_path, daily=DAILY)
    days = pd.bdate_range("2025-04-07", periods=10)
    told = _file(tmp_path / "days.csv", "day,morning,afternoon", *(f"{day.date()},30,50" for day in days))
    _import(desk, told)
    before = _counted(desk, "2025-04-19")

    header = "id,arrived,answered,ended,wait,talk,after,outcome"
    call = "1,2025-04-21T11:00:00,2025-04-21T11:00:20,2025-04-21T11:03:00,20,160,30,answered"
    _import(desk, _file(tmp_path / "calls.csv", header, call))

    assert before["offered"].sum() == 800
    pd.testing.assert_frame_equal(_counted(desk, "2025-04-19"), before)


def test_a_days_totals_stand_until_its_first_contact_is_known(tmp_path: Path) -> None:
    desk = _desk(tmp_path, five=FIVE_MINUTES)
    _import(desk, _file(tmp_path / "totals.csv", "at,calls", "2025-04-07 10:00,3", "2025-04-07 10:05,4"))
    header = "id,arrived,answered,ended,wait,talk,after,outcome"
    call = "1,2025-04-07T15:00:00,2025-04-07T15:00:20,2025-04-07T15:03:00,20,160,30,answered"
    _import(desk, _file(tmp_path / "calls.csv", header, call))

    assert _counted(desk, "2025-04-07T12:00")["offered"].sum() == 7
    assert _counted(desk, "2025-04-08")["offered"].sum() == 1
