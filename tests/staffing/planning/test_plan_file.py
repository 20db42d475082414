"""A plan in a file that somebody has edited or made elsewhere."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from openpyxl import Workbook

from data.errors import TsunagariError
from data.table_files import write_frame
from staffing.planning.plan_file import read_plan_file
from staffing.planning.plan_table import PLAN_COLUMNS, plan_rows
from staffing.shift_plan import ShiftPlan
from tests.staffing.plan_builders import MONDAY, act

TOKYO = ZoneInfo("Asia/Tokyo")
HEADER = ",".join(PLAN_COLUMNS)
MORNING = "佐藤,2026-12-07,early,2026-12-07T09:00:00+09:00,2026-12-07T12:00:00+09:00,phone,support,true"


def _small_plan() -> ShiftPlan:
    """One person's Monday with lunch."""
    day = (
        act("佐藤", "2026-12-07 09:00", "2026-12-07 12:00"),
        act("佐藤", "2026-12-07 12:00", "2026-12-07 13:00", "lunch", paid=False),
        act("佐藤", "2026-12-07 13:00", "2026-12-07 18:00"),
    )
    return ShiftPlan(MONDAY, MONDAY, day)


def _written(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path.write_text("\n".join([HEADER, *lines, ""]), encoding=encoding)
    return path


@pytest.mark.parametrize("name", ["plan.csv", "plan.parquet"])
def test_what_plan_out_writes_is_read_again(tmp_path: Path, name: str) -> None:
    write_frame(plan_rows(_small_plan()), tmp_path / name)

    assert read_plan_file(tmp_path / name, zone=TOKYO) == _small_plan()


def test_a_workbook_with_its_own_dates_and_times_is_read(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(list(PLAN_COLUMNS))
    for row in plan_rows(_small_plan()).to_dict("records"):
        times = {name: pd.Timestamp(row[name]).tz_localize(None).to_pydatetime() for name in ("start", "end")}
        day = pd.Timestamp(row["date"]).to_pydatetime()
        sheet.append([{**row, **times, "date": day}[name] for name in PLAN_COLUMNS])
    book.save(tmp_path / "plan.xlsx")

    assert read_plan_file(tmp_path / "plan.xlsx", zone=TOKYO) == _small_plan()


def test_what_a_spreadsheet_makes_of_the_csv_is_understood(tmp_path: Path) -> None:
    told = "佐藤,2026/12/7,early,2026/12/7 9:00,2026/12/7 12:00,phone,support,TRUE"

    (activity,) = read_plan_file(_written(tmp_path / "plan.csv", told, encoding="cp932"), zone=TOKYO).activities

    assert activity == _small_plan().activities[0]


def test_a_shift_past_midnight_keeps_the_day_on_which_it_began(tmp_path: Path) -> None:
    late = "佐藤,2026-12-07,night,2026-12-08T00:00:00+09:00,2026-12-08T05:00:00+09:00,phone,support,true"

    plan = read_plan_file(_written(tmp_path / "plan.csv", late), zone=TOKYO)

    assert (plan.last_day, plan.activities[0].date) == (MONDAY, MONDAY)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("phone", "nap", "activity 'nap' is unknown; it is one of phone"),
        ("2026-12-07T09:00:00+09:00", "9:00", "start = '9:00' is no time"),  # of which day?
        ("2026-12-07T", "2026-12-17T", "start = .* lies on 2026-12-17, and date ="),
        (",true", ",perhaps", "paid = 'perhaps' is neither true nor false"),
        ("2026-12-07,early", "Monday,early", "date = 'Monday' is no date"),
        ("2026-", "1926-", "date = '1926-12-07' lies outside 1970 to 2099"),
        ("佐藤", "", "person is empty"),
    ],
)
def test_what_cannot_be_used_is_told_by_file_line_and_value(tmp_path: Path, old: str, new: str, told: str) -> None:
    path = _written(tmp_path / "plan.csv", MORNING, "", MORNING.replace(old, new))

    with pytest.raises(TsunagariError, match=f"plan.csv line 4: {told}"):
        read_plan_file(path, zone=TOKYO)


def test_several_wrong_rows_are_told_together_up_to_a_few(tmp_path: Path) -> None:
    path = _written(tmp_path / "plan.csv", *[MORNING.replace("phone", "nap")] * 7)

    with pytest.raises(TsunagariError) as refused:
        read_plan_file(path, zone=TOKYO)

    assert [line.rpartition("plan.csv ")[2][:7] for line in str(refused.value).splitlines()] == [
        "line 2:", "line 3:", "line 4:", "line 5:", "line 6:", "and 2 m",
    ]  # fmt: skip


@pytest.mark.parametrize("wall", ["2026-11-01 01:30", "2026-03-08 02:30"], ids=["comes twice", "does not come"])
def test_a_wall_clock_time_at_a_change_of_the_clock_asks_for_its_offset(tmp_path: Path, wall: str) -> None:
    row = f"ann,{wall[:10]},night,{wall},{wall[:10]} 05:00,phone,support,true"

    with pytest.raises(TsunagariError, match="write it with its offset"):
        read_plan_file(_written(tmp_path / "plan.csv", row), zone=ZoneInfo("America/New_York"))


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([], "holds no row of a plan"),
        ([MORNING, MORNING.replace("2026", "2062")], "reaches from 2026-12-07 to 2062-12-07"),
        ([MORNING + ",,"], "more cells than the first line names"),
    ],
)
def test_a_file_that_is_no_plan_is_refused_with_the_way_out(tmp_path: Path, lines: list[str], told: str) -> None:
    with pytest.raises(TsunagariError, match=told):
        read_plan_file(_written(tmp_path / "plan.csv", *lines), zone=TOKYO)


@pytest.mark.parametrize("name", ["plan.csv", "plan.parquet"])
def test_a_missing_column_is_named(tmp_path: Path, name: str) -> None:
    write_frame(plan_rows(_small_plan()).drop(columns="queue"), tmp_path / name)

    with pytest.raises(TsunagariError, match="has no column 'queue'"):
        read_plan_file(tmp_path / name, zone=TOKYO)
