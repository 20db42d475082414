from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from data.desk import Desk
from staffing.planning.month_sheet.month_sheet import write_month_sheet, write_safely
from staffing.planning.plan_shifts import plan_shifts
from staffing.shift_plan import Activity, ShiftPlan
from tests.staffing.plan_builders import (
    EARLY,
    LATE,
    MONDAY,
    act,
    make_desk,
    make_people,
    make_person,
    make_settings,
    require,
    whole_day,
)

LAST_DAY = MONDAY + timedelta(days=27)


def sheets(desk: Desk, plan: ShiftPlan, folder: Path) -> dict[str, Worksheet]:
    write_month_sheet(plan, desk, folder / "plan.xlsx")
    book = load_workbook(folder / "plan.xlsx")
    return {sheet.title: sheet for sheet in book.worksheets}


def words(sheet: Worksheet, row: int) -> list[object]:
    return [cell.value for cell in sheet[row]]


@pytest.fixture(scope="module")
def four_weeks() -> tuple[Desk, ShiftPlan]:
    leave = [whole_day("p01", MONDAY), whole_day("p02", MONDAY, "leave"), whole_day("p03", MONDAY, "training")]
    desk = make_desk(staff=make_people(4), leave=leave)
    return desk, plan_shifts([require(desk, 2, last_day=LAST_DAY)], desk, first_day=MONDAY, last_day=LAST_DAY)


def test_each_month_has_its_sheet_with_the_plans_days(four_weeks: tuple[Desk, ShiftPlan], tmp_path: Path) -> None:
    found = sheets(*four_weeks, tmp_path)

    december = found["2026-12"]
    assert list(found) == ["2026-12", "2027-01"]
    assert december["A1"].value == "試験デスク シフト表 2026年12月"
    assert december["A2"].value == "期間: 2026年12月7日(月)〜2026年12月31日(木)"
    assert words(december, 4) == ["氏名", *range(7, 32), "出勤日数", "公休", "有休", "労働時間"]
    assert words(december, 5)[1:8] == list("月火水木金土日")
    assert words(found["2027-01"], 4)[1:4] == [1, 2, 3]


def test_a_persons_row_says_shift_leave_and_training_and_adds_up(
    four_weeks: tuple[Desk, ShiftPlan], tmp_path: Path
) -> None:
    december = sheets(*four_weeks, tmp_path)["2026-12"]

    rows = {row[0]: row[1:] for row in (words(december, number) for number in range(6, 10))}

    assert [rows[name][0] for name in ("p01", "p02", "p03")] == ["有休", "休暇", "研修"]
    assert set(rows["p04"][:25]) == {"早番", "遅番", "公休"}
    assert rows["p01"][25:] == [18, 6, 1, 144]
    assert rows["p03"][25:] == [19, 6, 0, 152]


def test_the_rows_below_count_people_by_shift_and_day(four_weeks: tuple[Desk, ShiftPlan], tmp_path: Path) -> None:
    december = sheets(*four_weeks, tmp_path)["2026-12"]

    early, late, people = (words(december, number) for number in (10, 11, 12))

    assert (early[0], late[0], people[0]) == ("早番", "遅番", "出勤人数")
    assert [one + two for one, two in zip(early[1:26], late[1:26], strict=True)] == people[1:26]
    assert people[1:8] == [2, 4, 4, 4, 4, 0, 0]
    assert december["A14"].value == "凡例"
    assert "早番 09:00–18:00" in december["B14"].value


def test_the_sheet_is_set_up_for_a4_across(four_weeks: tuple[Desk, ShiftPlan], tmp_path: Path) -> None:
    december = sheets(*four_weeks, tmp_path)["2026-12"]

    assert december.freeze_panes == "B6"
    assert (december.page_setup.orientation, december.page_setup.paperSize) == ("landscape", 9)
    assert (december.page_setup.fitToWidth, december.page_setup.fitToHeight) == (1, 1)
    assert december.sheet_properties.pageSetUpPr.fitToPage
    assert december.print_title_rows == "$1:$5"


def test_weekends_and_holidays_are_shaded(four_weeks: tuple[Desk, ShiftPlan], tmp_path: Path) -> None:
    found = sheets(*four_weeks, tmp_path)

    monday, saturday = found["2026-12"]["B4"], found["2026-12"]["G4"]
    new_year = found["2027-01"]["B4"]
    assert monday.fill.fill_type is None
    assert (saturday.fill.start_color.rgb, new_year.fill.start_color.rgb) == ("00D9D9D9", "00D9D9D9")


def test_an_english_desk_gets_an_english_sheet(tmp_path: Path) -> None:
    desk = make_desk(make_settings(language="en"), staff=[make_person("ueda")])
    plan = ShiftPlan(MONDAY, MONDAY, (act("ueda", "2026-12-07 09:00", "2026-12-07 14:00"),))

    sheet = sheets(desk, plan, tmp_path)["2026-12"]

    assert sheet["A1"].value == "試験デスク shifts 2026-12"
    assert words(sheet, 6) == ["ueda", "Early", 1, 0, 0, 5]


def test_a_plan_without_people_is_a_sheet_without_rows(tmp_path: Path) -> None:
    sheet = sheets(make_desk(), ShiftPlan(MONDAY, MONDAY, ()), tmp_path)["2026-12"]

    assert words(sheet, 6)[:2] == ["出勤人数", 0]


@pytest.mark.parametrize(
    "name",
    [
        "=HYPERLINK(1)",  # a formula
        "+81",  # a sign
        "-1",  # another
        "@SUM(A1)",  # an old formula
        "＝1+1",  # full width, as a Japanese keyboard writes it
        "　=1",  # after a full-width space
    ],
)
def test_names_that_look_like_formulas_stay_text(name: str, tmp_path: Path) -> None:
    desk = make_desk(staff=[make_person(name)])
    plan = ShiftPlan(MONDAY, MONDAY, (act(name, "2026-12-07 09:00", "2026-12-07 14:00"),))

    cell = sheets(desk, plan, tmp_path)["2026-12"]["A6"]

    assert (cell.value, cell.data_type, cell.quotePrefix) == (name, "s", True)


def test_control_characters_are_dropped() -> None:
    cell = Cell(Workbook().create_sheet(), 1, 1)

    write_safely(cell, "上田\x07")

    assert cell.value == "上田"


def test_shifts_that_no_template_names_are_printed_as_they_are_with_their_start(tmp_path: Path) -> None:
    desk = make_desk(staff=[make_person("ueda")])
    phone = act("ueda", "2026-12-07 09:00", "2026-12-07 14:00")
    other = Activity("ueda", date(2026, 12, 7), "special", phone.start, phone.end, "phone", "support", paid=True)

    sheet = sheets(desk, ShiftPlan(MONDAY, MONDAY, (other,)), tmp_path)["2026-12"]

    assert words(sheet, 6)[1] == "special\n9:00"
    assert words(sheet, 7)[:2] == ["special", 1]


def test_people_of_several_queues_show_which_they_serve_each_day(tmp_path: Path) -> None:
    queues = [{"name": "support"}, {"name": "letters", "channel": "mail"}]
    settings = make_settings(queues=queues, more_hours={"mail": {"mon": ["10:00-18:00"]}})
    desk = make_desk(settings, staff=[make_person("ueda")])
    mail = act("ueda", "2026-12-07 13:00", "2026-12-07 18:00", "mail")
    plan = ShiftPlan(
        MONDAY, MONDAY, (act("ueda", "2026-12-07 09:00", "2026-12-07 12:00"), replace(mail, queue="letters"))
    )

    sheet = sheets(desk, plan, tmp_path)["2026-12"]

    assert words(sheet, 6) == ["ueda", "早番②①", 1, 0, 0, 8]
    assert sheet["B6"].fill.start_color.rgb == "00FFF2CC"
    assert words(sheet, 7)[:2] == ["早番", 1]
    assert "① support (電話)  ② letters (メール)" in sheet["B10"].value


def test_a_shift_that_may_begin_at_several_times_says_when_it_does(tmp_path: Path) -> None:
    flexible = {**EARLY, "latest_start": "11:00"}
    desk = make_desk(make_settings(templates=(flexible, LATE)), staff=make_people(3))
    plan = ShiftPlan(MONDAY, MONDAY, (
        act("p01", "2026-12-07 09:30", "2026-12-07 14:00"),
        act("p02", "2026-12-07 10:00", "2026-12-07 15:00", shift="late"),
        act("p03", "2026-12-07 12:00", "2026-12-07 15:00", shift="late"),
    ))  # fmt: skip

    sheet = sheets(desk, plan, tmp_path)["2026-12"]

    assert [sheet[f"B{row}"].value for row in (6, 7, 8)] == ["早番\n9:30", "遅番", "遅番\n12:00"]
    assert sheet["B6"].alignment.wrap_text
    assert sheet["B8"].fill.start_color.rgb == sheet["B7"].fill.start_color.rgb
    assert sheet.row_dimensions[6].height > sheet.row_dimensions[4].height
    assert "早番 09:00–18:00（開始は 11:00 まで）" in str(sheet["B13"].value)
    assert [sheet[f"B{row}"].value for row in (9, 10)] == [1, 2]


def test_a_large_team_goes_on_over_several_pages(tmp_path: Path) -> None:
    desk = make_desk(staff=make_people(41))
    plan = ShiftPlan(MONDAY, MONDAY, tuple(act(p.name, "2026-12-07 09:00", "2026-12-07 14:00") for p in desk.staff))

    assert sheets(desk, plan, tmp_path)["2026-12"].page_setup.fitToHeight == 0
