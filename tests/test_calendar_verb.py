"""The verb that shows a lead the calendar of a month, and keeps an official table of holidays."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from data.new_desk import write_new_desk
from tests.data.test_official_holidays import a_table
from tsunagari import main


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_new_desk(tmp_path / "desk", name="窓口", language="en")


def ask(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["calendar", "--desk", str(folder), *words])


def test_a_month_is_shown_a_row_a_day(folder: Path) -> None:
    shown = ask(folder, "--month", "2026-02")

    lines = shown.stdout.splitlines()
    assert shown.exit_code == 0
    assert len(lines) == 29
    assert lines[0].startswith("date,weekday,phone,phone_hours,phone_closure_days,holiday_name,")
    assert lines[11].startswith("2026-02-11,wed,,0.00000,,建国記念の日,")


def test_json_tells_each_day_and_what_stands_out(folder: Path) -> None:
    told = json.loads(ask(folder, "--month", "2026-02", "--json").stdout)

    assert told["open_days"] == {"phone": 18}
    assert len(told["days"]) == told["rows"] == 28
    assert told["days"][11] | {"phone": "10:00-18:00", "phone_closure_days": 1} == told["days"][11]
    assert told["days"][10]["phone_closure_days"] is None


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_month_is_written_to_a_file(folder: Path, ending: str) -> None:
    out = folder / f"month.{ending}"

    assert ask(folder, "--month", "2026-02", "--out", str(out)).exit_code == 0
    assert out.stat().st_size > 0


def test_this_month_is_shown_where_none_is_named(folder: Path) -> None:
    assert ask(folder).exit_code == 0


def test_a_kept_table_says_where_the_library_differs_and_the_month_goes_by_it(folder: Path, tmp_path: Path) -> None:
    kept = ask(folder, "--holidays", str(a_table(tmp_path)))
    days = {day["date"]: day for day in json.loads(ask(folder, "--month", "2026-07", "--json").stdout)["days"]}

    assert kept.stdout.splitlines() == ["date,official,library", "2026-07-20,,海の日", "2026-07-23,海の日,"]
    assert "2026-07-23 is a holiday (海の日) by the official table, and none by the library" in kept.stderr
    assert [days[f"2026-07-{number}"]["holiday_name"] for number in (20, 23)] == ["", "海の日"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--month", "2026-13"), "--month '2026-13' is no month; write 2026-04"),
        (("--month", "2026-02-01"), "is no month"),
        (("--month", "1492-10"), "lies outside 1970 to 2099"),
        (("--month", "2026-02", "--holidays", "table.csv"), "leave --month away"),
        (("--holidays", "no-such-table.csv"), "no-such-table.csv cannot be used"),
    ],
)
def test_what_cannot_be_shown_is_told_in_a_sentence(folder: Path, words: tuple[str, ...], said: str) -> None:
    shown = ask(folder, *words)

    assert shown.exit_code == 2
    assert said in shown.stderr
