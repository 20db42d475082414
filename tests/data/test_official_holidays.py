from datetime import date, timedelta
from pathlib import Path

import pytest

from data.calendar import Calendar, days_between
from data.desk import Desk
from data.desk_file import read_desk
from data.errors import DeskError
from data.new_desk import write_new_desk
from data.official_holidays import keep_official_holidays, read_official_holidays
from data.public_holidays import Holiday, PublicHolidays

HEADER = "国民の祝日・休日月日,国民の祝日・休日名称"
JAPAN = PublicHolidays("JP")
YEARS = days_between(date(2025, 1, 1), date(2027, 12, 31))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return read_desk(write_new_desk(tmp_path / "desk", name="サポート窓口"))


def a_table(folder: Path, *, moved: bool = True, encoding: str = "cp932", header: str = HEADER) -> Path:
    """The holidays of three years as the Cabinet Office writes them; Marine Day of 2026 may be moved to the 23rd."""
    days = {day: JAPAN.name_of(day) for day in YEARS if JAPAN.is_holiday(day)}
    if moved:
        days[date(2026, 7, 23)] = days.pop(date(2026, 7, 20))
    rows = [f"{day.year}/{day.month}/{day.day},{name}" for day, name in sorted(days.items())]
    path = folder / "syukujitsu.csv"
    path.write_bytes("\r\n".join([header, *rows, ""]).encode(encoding))
    return path


def test_a_kept_table_tells_the_days_on_which_the_library_differs(desk: Desk, tmp_path: Path) -> None:
    differing = keep_official_holidays(desk, a_table(tmp_path))

    assert [(each.day, each.official, each.library) for each in differing] == [
        (date(2026, 7, 20), "", "海の日"),
        (date(2026, 7, 23), "海の日", ""),
    ]


@pytest.mark.parametrize(("encoding", "header"), [("cp932", HEADER), ("utf-8-sig", HEADER), ("utf-8", "date,name")])
def test_a_table_as_the_library_has_it_differs_nowhere(desk: Desk, tmp_path: Path, encoding: str, header: str) -> None:
    assert keep_official_holidays(desk, a_table(tmp_path, moved=False, encoding=encoding, header=header)) == ()


def test_a_desk_goes_by_the_table_it_keeps_and_by_the_library_in_other_years(desk: Desk, tmp_path: Path) -> None:
    keep_official_holidays(desk, a_table(tmp_path))

    calendar = Calendar.of(read_desk(desk.folder))

    assert calendar.is_open("phone", date(2026, 7, 20))
    assert not calendar.is_open("phone", date(2026, 7, 23))
    assert calendar.holidays.is_banking_day(date(2026, 7, 20))
    assert not calendar.is_open("phone", date(2028, 7, 17))


def test_a_table_takes_the_place_of_the_one_before(desk: Desk, tmp_path: Path) -> None:
    keep_official_holidays(desk, a_table(tmp_path))
    keep_official_holidays(desk, a_table(tmp_path, moved=False))

    assert Calendar.of(read_desk(desk.folder)).holidays.differences() == ()


def test_a_kept_table_can_be_given_to_another_desk(desk: Desk, tmp_path: Path) -> None:
    keep_official_holidays(desk, a_table(tmp_path))

    again = read_official_holidays(desk.folder / "holidays.csv", country="JP")

    assert again.official == read_desk(desk.folder).holidays


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(lambda text: text.replace(HEADER, "day,what"), "is no table of holidays", id="header"),
        pytest.param(lambda text: "", "is no table of holidays", id="nothing at all"),
        pytest.param(lambda text: f"{HEADER}\r\n", "holds no holiday", id="a header alone"),
        pytest.param(lambda text: text.replace("2026/1/1,", "2026/1/32,"), "line 21: '2026/1/32' is no date", id="day"),
        pytest.param(lambda text: text.replace("2026/1/1,元日", "2026/1/1,"), "has no name", id="no name"),
        pytest.param(lambda text: f"{text}2026/1/1,元日\r\n", "2026-01-01 stands twice", id="a day twice"),
        pytest.param(lambda text: text[: text.index("2026/3")], "names 4 holidays of 2026, where 18", id="broke off"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_and_nothing_kept(desk: Desk, tmp_path: Path, change, said: str) -> None:
    path = a_table(tmp_path, moved=False)
    path.write_bytes(change(path.read_bytes().decode("cp932")).encode("cp932"))

    with pytest.raises(DeskError, match=said):
        keep_official_holidays(desk, path)

    assert not (desk.folder / "holidays.csv").exists()


def test_a_file_that_is_no_text_is_refused(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "table.xlsx").write_bytes(b"PK\x03\x04\x81\x00")

    with pytest.raises(DeskError, match="neither Shift_JIS nor UTF-8"):
        keep_official_holidays(desk, tmp_path / "table.xlsx")


def test_the_table_of_japan_is_refused_by_a_desk_elsewhere(tmp_path: Path) -> None:
    desk = read_desk(write_new_desk(tmp_path / "desk", name="desk", country="GB", time_zone="Europe/London"))

    with pytest.raises(DeskError, match=r"holidays of Japan, but desk.toml says country = 'GB'"):
        keep_official_holidays(desk, a_table(tmp_path))


def test_a_wrong_row_of_a_kept_table_is_told_by_its_line(desk: Desk) -> None:
    (desk.folder / "holidays.csv").write_text("date,name\n2026-01-01,元日\n2026-01-01,元日\n", encoding="utf-8")

    with pytest.raises(DeskError, match=r"holidays.csv line 3: 2026-01-01 stands twice"):
        read_desk(desk.folder)


def test_a_holiday_without_a_name_is_refused() -> None:
    with pytest.raises(ValueError, match="has no name"):
        Holiday(date(2026, 1, 1), " ")


def test_a_second_library_knows_the_same_holidays_of_japan() -> None:
    second = pytest.importorskip("jpholiday", reason="make test installs it")
    # Of the years before 1986 it names 4 May, which became a holiday by a law of that year only.
    days = days_between(date(1986, 1, 1), date(2050, 12, 31))

    differing = [day for day in days if JAPAN.is_holiday(day) != bool(second.is_holiday(day))]

    assert differing == []


def test_banks_move_no_money_on_a_weekend_or_holiday() -> None:
    found = JAPAN.nearest_banking_day(date(2026, 5, 2), step=1)

    assert found == date(2026, 5, 7)
    assert JAPAN.nearest_banking_day(found - timedelta(days=1), step=-1) == date(2026, 5, 1)
