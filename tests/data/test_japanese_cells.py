"""Cells as Japanese systems write them: each form against a reader of three lines, and whole files in the fast lane."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.importers import sql_text as sql
from data.importers.choose_mapping import choose_importer
from data.importers.told_cells import ToldCells
from data.warehouse import Warehouse
from tests.data.log_builders import desk_with, read_log, write_log

WIDE = str.maketrans("0123456789:/", "０１２３４５６７８９：／")
COLUMNS = {"queue": "support", "entered_at": "着信", "answered_at": "応答", "talk_seconds": "通話"}
HEADER = "着信,応答,通話"


@pytest.fixture(scope="module")
def warehouse() -> Iterator[Warehouse]:
    with Warehouse.in_memory() as opened:
        yield opened


def told_seconds(warehouse: Warehouse, cells: Sequence[str], **how: Any) -> list[float | None]:
    """What SQL reads in cells of durations."""
    read = warehouse.query_text(f"SELECT {sql.seconds('c', **how)} AS s FROM (SELECT unnest({_listed(cells)}) AS c)")
    return [None if pd.isna(seconds) else float(seconds) for seconds in read["s"]]


def told_times(warehouse: Warehouse, cells: Sequence[str]) -> list[datetime | None]:
    """What SQL reads in cells of times, on the wall clock of UTC."""
    mapping = desk_with(Path(), {"queue": "support", "entered_at": "t"}).settings.imports.mapping["m1"]
    query = f"SELECT unnest({_listed(cells)}) AS r0, '' AS label"
    for layer in ToldCells(mapping, ZoneInfo("UTC")).layers():
        query = f"SELECT *, {', '.join(f'{value} AS {name}' for name, value in layer.items())} FROM ({query})"
    read = warehouse.query_text(f"SELECT t0 FROM ({query})")["t0"]
    return [None if pd.isna(at) else datetime(1970, 1, 1) + timedelta(microseconds=int(at)) for at in read]


def _listed(cells: Sequence[str]) -> str:
    return f"[{', '.join(map(sql.text, cells))}]"


ERAS = (
    ("令和", "R", date(2019, 5, 1), 2018),
    ("平成", "H", date(1989, 1, 8), 1988),
    ("昭和", "S", date(1970, 1, 2), 1925),
)


def forms_of(day: date) -> list[str]:
    """A day in each form that our logs come in."""
    name, letter, _, before = next(era for era in ERAS if day >= era[2])
    year, weekday = day.year - before, "月火水木金土日"[day.weekday()]
    return [
        f"{day.year}/{day.month}/{day.day}",
        f"{day:%Y/%m/%d}",
        f"{day.year}-{day.month}-{day.day}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}年{day.month:02}月{day.day:02}日({weekday})",
        f"{day.year}/{day.month}/{day.day}（{weekday}）",
        f"{name}{'元' if year == 1 else year}年{day.month}月{day.day}日",
        f"{name}{year:02}年{day.month}月{day.day}日({weekday}曜日)",
        f"{letter}{year}.{day.month}.{day.day}",
        f"{letter}{year:02}/{day.month:02}/{day.day:02}",
    ]


def clock_forms(hour: int, minute: int) -> list[str]:
    """A clock time in each form."""
    half = "午前" if hour < 12 else "午後"
    late = [] if hour >= 24 else [f"{half}{hour % 12}時{minute}分"]
    return [f"{hour}:{minute:02}", f"{hour:02}:{minute:02}:00", f"{hour}時{minute}分", f"{hour}時{minute}分0秒", *late]


moments = st.tuples(
    st.dates(date(1970, 1, 2), date(2097, 12, 31)), st.integers(0, 11), st.integers(0, 47 * 60 + 59), st.integers(0, 4)
)


@settings(max_examples=3, deadline=None)
@given(told=st.lists(moments, min_size=30, max_size=80), wide=st.booleans())
def test_every_form_of_a_day_and_a_clock_time_is_read_as_it_was_written(
    warehouse: Warehouse, told: list[tuple[date, int, int, int]], wide: bool
) -> None:
    cells, meant = [], []
    for day, form, minutes, clock in told:
        clocks = clock_forms(minutes // 60, minutes % 60)
        cells.append(f"{forms_of(day)[form]} {clocks[clock % len(clocks)]}")
        meant.append(datetime(day.year, day.month, day.day) + timedelta(minutes=minutes))

    read = told_times(warehouse, [cell.translate(WIDE) for cell in cells] if wide else cells)

    assert [one for one in zip(cells, read, meant, strict=True) if one[1] != one[2]] == []


TIMES = {
    "令和7年4月7日": datetime(2025, 4, 7),
    "H31.4.30 23:59:59": datetime(2019, 4, 30, 23, 59, 59),
    "R元.5.1 9時": datetime(2019, 5, 1, 9),
    "２０２５年４月７日（月）　９：０５": datetime(2025, 4, 7, 9, 5),
    "2025/4/7 25:30": datetime(2025, 4, 8, 1, 30),
    "2025-04-07 24:00:00": datetime(2025, 4, 8),
    "20250407090507": datetime(2025, 4, 7, 9, 5, 7),
    "2025年4月7日午後0時30分": datetime(2025, 4, 7, 12, 30),
    "2025/04/07 9:05:07.250": datetime(2025, 4, 7, 9, 5, 7, 250000),
    "25/4/7 9:05": None,
    "2025/4/31": None,
    "2025/4/7 48:00": None,
    "2025/4/7 9:60": None,
    "2025/4/7 午後13:00": None,
    "X7.4.7": None,
    "R0.4.7": None,
    "０|R|7|4|7||||": None,
    "7.4.2025": None,
    "9:05": None,
}


def test_a_time_is_read_or_is_none_but_never_guessed(warehouse: Warehouse) -> None:
    read = told_times(warehouse, list(TIMES))

    assert dict(zip(TIMES, read, strict=True)) == TIMES


@settings(max_examples=3, deadline=None)
@given(
    told=st.lists(st.tuples(st.integers(0, 86_399), st.integers(0, 6)), min_size=30, max_size=80), wide=st.booleans()
)
def test_every_form_of_a_duration_is_read_as_it_was_written(
    warehouse: Warehouse, told: list[tuple[int, int]], wide: bool
) -> None:
    cells = [duration_forms(seconds)[form] for seconds, form in told]

    read = told_seconds(warehouse, [cell.translate(WIDE) for cell in cells] if wide else cells)

    assert read == [seconds for seconds, _ in told]


def duration_forms(seconds: int) -> list[str]:
    """A duration in each form."""
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    return [
        f"{hours}:{minutes:02}:{rest:02}",
        f"{seconds // 60}:{rest:02}",
        f"{seconds // 60}分{rest}秒",
        f"{hours}時間{minutes}分{rest}秒",
        f"{hours}時間{minutes:02}分{rest:02}秒",
        f"{seconds}",
        f"{seconds}秒",
    ]


@pytest.mark.parametrize(
    ("written", "how", "meant"),
    [
        ("1時間2分", {}, 3720.0),
        ("1時間", {}, 3600.0),
        ("1,234秒", {}, 1234.0),
        ("5:12", {"clock_is_hours": True}, 18_720.0),
        ("5：12", {"clock_is_hours": True}, 18_720.0),
        ("0:05:12", {"clock_is_hours": True}, 312.0),
        ("3", {"unit_seconds": 60.0}, 180.0),
        ("３", {"unit_seconds": 60.0}, 180.0),
        ("3分", {"unit_seconds": 0.001}, 180.0),
        ("1500", {"unit_seconds": 0.001}, 1.5),
        ("分", {}, None),
        ("約5分", {}, None),
        ("nan", {}, None),
        ("1:2:3:4", {}, None),
        ("-5:12", {}, None),
    ],
)
def test_a_duration_is_read_in_the_unit_that_is_told(
    warehouse: Warehouse, written: str, how: dict[str, Any], meant: float | None
) -> None:
    assert told_seconds(warehouse, [written], **how) == [meant]


def test_plain_and_odd_cells_stand_side_by_side_in_one_stream(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, COLUMNS)
    rows = [
        "2025-04-07 10:00:00,2025-04-07 10:00:40,312",
        "2025年4月7日(月) 10時0分,R7.4.7 10:00:40,5分12秒",
        "２０２５／４／７ １０：００,2025/4/7 10:00:40,５：１２",
        "2025-04-07T10:00:00+09:00,20250407T100040,0:05:12",
    ]

    [read] = list(choose_importer(desk, write_log(tmp_path / "log.csv", rows, header=HEADER)).read(in_one=True))

    assert len(read.rejects) == 0
    assert read.log.legs["entered_at"].unique().tolist() == [pd.Timestamp("2025-04-07 01:00", tz="UTC")]
    assert read.log.legs[["wait_s", "talk_s"]].drop_duplicates().to_numpy().tolist() == [[40.0, 312.0]]


def test_totals_and_repeated_headers_are_refused_as_what_they_are(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, COLUMNS)
    rows = [
        "1,2025/4/7 10:00,2025/4/7 10:01,60",
        "小計,,,60",
        "区分,着信,応答,通話",
        "2,2025/4/7 11:00,2025/4/7 11:01,60",
        "合計,2025/4/7,2025/4/7,120",
        ",合計,,120",
    ]

    legs, rejects = read_log(desk, write_log(tmp_path / "log.csv", rows, header=f"区分,{HEADER}"))

    assert legs["row_no"].tolist() == [2, 5]
    assert rejects[["row_no", "reason"]].to_numpy().tolist() == [
        [3, "小計 is a row of totals, no contact"],
        [4, "the header once more, no contact"],
        [6, "合計 is a row of totals, no contact"],
        [7, "a row of totals, no contact"],
    ]


def test_a_clock_time_takes_the_day_that_stands_in_another_column(tmp_path: Path) -> None:
    days = {"着信": "日付", "応答": "日付"}
    desk = desk_with(tmp_path, COLUMNS | {"days": days})
    rows = ["2025年4月7日,9:05,9時6分,1分", "2025-04-07,23:59:30,0:00:10,312秒", ",9:05,,"]

    legs, rejects = read_log(desk, write_log(tmp_path / "log.csv", rows, header=f"日付,{HEADER}"))

    assert legs["wait_s"].tolist() == [60.0, 40.0]
    assert legs["entered_at"].dt.tz_convert("Asia/Tokyo").dt.strftime("%d %H:%M:%S").tolist() == [
        "07 09:05:00",
        "07 23:59:30",
    ]
    assert rejects["text"].tolist() == ["日付= | 着信=9:05"]


def test_a_day_for_a_column_that_holds_no_time_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match='days names "通話", which is no column of times'):
        desk_with(tmp_path, COLUMNS | {"days": {"通話": "日付"}})
