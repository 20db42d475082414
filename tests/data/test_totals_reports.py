"""Reports of totals come in as Japanese and English systems write them: bands of a day, means, several queues."""

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from data.desk import Desk, DeskSettings
from data.importers.choose_mapping import choose_importer
from data.importers.instants import read_instants
from data.importers.totals_cells import read_band, read_counts, read_durations
from data.importers.totals_csv import TotalsCsv
from data.totals_mapping import TotalsMapping
from tests.data.ticket_desk import tokyo

HOURS = {day: ["10:00-18:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
REPORT = {
    "queue_column": "窓口", "queues": {"総合": "support"}, "date": "日付", "time": "時間帯", "offered": "入電数",
    "answered": "応答数", "abandoned": "放棄数", "blocked": "話中数", "mean_wait_seconds": "平均応答速度",
    "mean_talk_seconds": "平均通話時間",
}  # fmt: skip
HEADER = "日付,時間帯,窓口,入電数,応答数,放棄数,話中数,平均応答速度,平均通話時間"


def desk_of(folder: Path, **totals: dict[str, Any]) -> Desk:
    """A desk with the phone queues support and billing, and these tables of totals."""
    settings = {
        "format": 1, "name": "試験デスク", "time_zone": "Asia/Tokyo", "hours": {"phone": HOURS},
        "queue": [{"name": "support"}, {"name": "billing"}], "import": {"totals": totals},
    }  # fmt: skip
    return Desk(folder=folder, settings=DeskSettings.model_validate(settings))


def _read(folder: Path, *rows: str, header: str = HEADER, **changes: Any) -> tuple[pd.DataFrame, list[str]]:
    path = folder / "report.csv"
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    importer = choose_importer(desk_of(folder, report=REPORT | changes), path)
    assert isinstance(importer, TotalsCsv)
    [read] = importer.read()
    return read.totals.rows, read.rejects["reason"].tolist()


def test_bands_queues_and_means_of_a_report_become_totals(tmp_path: Path) -> None:
    rows, refused = _read(
        tmp_path,
        '2026年4月6日(月),9:00～9:30,総合,"1,010",1000,10,3,0:00:20,5:00',
        "令和8年4月6日,９時台,billing,12,0,12,0,,",
    )

    first, second = rows.iloc[0], rows.iloc[1]
    assert refused == []
    assert first[["queue_key", "interval_s", "offered", "answered", "abandoned", "blocked"]].tolist() == [
        "support", 1800, 1010, 1000, 10, 3,
    ]  # fmt: skip
    assert first["start_utc"] == tokyo("2026-04-06 09:00")
    assert first[["wait_answered_s", "talk_s"]].tolist() == [20_000, 300_000]
    assert (second["queue_key"], second["interval_s"], second["talk_s"]) == ("billing", 3600, 0)
    assert second["start_utc"] == tokyo("2026-04-06 09:00")


def test_a_mean_of_what_nobody_knows_stays_unknown(tmp_path: Path) -> None:
    rows, _ = _read(tmp_path, "2026/4/6,9:00-9:30,総合,12,10,2,0,,5:00", "2026/4/6,9:30-10:00,総合,12,,2,0,20,5:00")

    assert rows[["wait_answered_s", "talk_s"]].isna().to_numpy().tolist() == [[True, False], [True, True]]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2026/4/6,合計,総合,12,10,2,0,20,5:00", "a row of totals, no stretch of time"),
        ("2026/4/6,9:00-9:30,謎,12,10,2,0,20,5:00", '窓口 is "謎", which import.totals.report.queues does not name'),
        ("2026/4/6,9:00-9:30,,12,10,2,0,20,5:00", "窓口 is empty"),
        ("2026/4/6,朝,総合,12,10,2,0,20,5:00", "時間帯 is no time of day"),
        ("2026/4/6,9:00,総合,12,10,2,0,20,5:00", "時間帯 tells no end; name interval_minutes"),
        ("2026/4/6,9:00-9:30,総合,12,10,2,0,soon,5:00", "平均応答速度 is no duration in seconds or h:mm:ss"),
    ],
)
def test_a_row_that_is_no_stretch_is_refused_with_its_reason(tmp_path: Path, row: str, reason: str) -> None:
    assert _read(tmp_path, row)[1] == [reason]


def test_what_came_may_be_the_sum_of_what_was_answered_and_given_up(tmp_path: Path) -> None:
    rows, _ = _read(
        tmp_path,
        "2026/4/6,9:00-9:30,総合,99,10,2,0,20,5:00",
        "2026/4/6,9:30-10:00,総合,99,10,,0,20,5:00",
        offered=["応答数", "放棄数"],
    )

    assert rows["offered"].tolist() == [12]


@pytest.mark.parametrize(
    ("cell", "band"),
    [
        ("9:00-9:30", (540, 30)),
        ("09:00～09:29", (540, 30)),
        ("9：00〜10：00", (540, 60)),
        ("09:00:00-09:15:00", (540, 15)),
        ("9時台", (540, 60)),
        ("9時30分", (570, None)),
        ("0930", (570, None)),
        ("9", (540, None)),
        ("23:30-0:00", (1410, 30)),
        ("24:00-24:30", (1440, 30)),
        ("9:00～", (540, None)),
        ("昼", None),
    ],
)
def test_a_band_is_read_in_any_of_its_forms(cell: str, band: tuple[int, int | None] | None) -> None:
    assert read_band(cell) == band


def test_counts_and_durations_are_read_in_any_of_their_forms() -> None:
    mapping = TotalsMapping.model_validate(REPORT)

    counts = read_counts(pd.Series(["1,234", "１２件", "x", None], dtype="str"))
    seconds = read_durations(pd.Series(["312", "5:12", "0:05:12", "5分12秒", "x", None], dtype="str"), mapping=mapping)

    assert counts.tolist()[:2] == [1234, 12]
    assert seconds.tolist()[:4] == [312] * 4
    assert counts[2:].isna().all()
    assert seconds[4:].isna().all()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"queue": "support"}, "name either queue or queue_column"),
        ({"answered": ""}, "mean_wait_seconds is of the answered contacts"),
        ({"talk_seconds": "通話"}, "mean_talk_seconds and talk_seconds tell the same"),
        ({"date": "", "interval_start": "日時", "interval_minutes": 30}, "name the column date as well"),
        ({"interval_minutes": 3}, "interval_minutes says how long"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(changes: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        TotalsMapping.model_validate(REPORT | changes)


def test_a_moment_with_half_an_offset_is_no_moment() -> None:
    told = pd.Series(["2025-04-07 10:00", "2025-04-07 11:4-0", "2025-04-07 10:00+09:00"], dtype="str")

    read = read_instants(told, time_format="", zone=ZoneInfo("Asia/Tokyo"))

    assert read.at.isna().tolist() == [False, True, False]
