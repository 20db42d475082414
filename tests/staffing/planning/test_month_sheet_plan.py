"""A month sheet that a lead has edited comes back in as a plan."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from data.desk import Desk
from data.errors import TsunagariError
from staffing.labour_rules import judge
from staffing.planning.judged_plan import judge_given, keep_plan
from staffing.planning.month_sheet.month_sheet import write_month_sheet
from staffing.planning.plan_file import read_plan
from staffing.planning.plan_shifts import plan_shifts
from staffing.sheet_sentences import SENTENCES
from staffing.shift_plan import Activity, ShiftPlan
from tests.staffing.plan_builders import (
    EARLY,
    LATE,
    MONDAY,
    act,
    make_absence,
    make_desk,
    make_people,
    make_person,
    make_settings,
    require,
    whole_day,
)
from tests.staffing.planning.test_random_plans import random_desk

LAST_DAY = MONDAY + timedelta(days=27)
TUESDAY = MONDAY + timedelta(days=1)
PAUSED = {**LATE, "breaks": [{"minutes": 10, "window": ("15:00", "17:00")}]}


def in_folder(desk: Desk, folder: Path) -> Desk:
    return Desk(folder=folder, settings=desk.settings, staff=desk.staff, leave=desk.leave)


def sheet_of(plan: ShiftPlan, desk: Desk, edit: Callable[[Workbook], object] = lambda _: None) -> Path:
    path = desk.folder / "sheet.xlsx"
    write_month_sheet(plan, desk, path)
    book = load_workbook(path)
    edit(book)
    book.save(path)
    return path


def put(cell: str, word: str | None, sheet: str = "2026-12") -> Callable[[Workbook], None]:
    def edit(book: Workbook) -> None:
        book[sheet][cell] = word

    return edit


def kept(plan: ShiftPlan, desk: Desk) -> ShiftPlan:
    keep_plan(judge_given(plan, [], desk), author="lead")
    return plan


def day_of(plan: ShiftPlan, person: str, day: date = MONDAY) -> list[str]:
    rows = [row for row in plan.activities if (row.person, row.date) == (person, day)]
    return [f"{row.start:%H:%M}-{row.end:%H:%M} {row.activity}" for row in rows]


@pytest.fixture(scope="module")
def four_weeks(tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, ShiftPlan]:
    """A plan over two months with leave and training that stands; p01 is on the early shift on the first Monday."""
    leave = [whole_day("p02", MONDAY), whole_day("p03", TUESDAY, "training"), whole_day("p04", TUESDAY, "leave"),
             make_absence("p01", "2026-12-10T13:00", "2026-12-10T15:00", "meeting")]  # fmt: skip
    desk = make_desk(make_settings(templates=[EARLY, PAUSED]), staff=make_people(4), leave=leave)
    desk = in_folder(desk, tmp_path_factory.mktemp("desk"))
    early = tuple(
        act("p01", f"2026-12-07 {start}", f"2026-12-07 {end}", kind, paid=kind != "lunch")
        for start, end, kind in (("09:00", "13:30", "phone"), ("13:30", "14:30", "lunch"), ("14:30", "18:00", "phone"))
    )
    required = require(desk, 2, last_day=LAST_DAY)
    plan = plan_shifts([required], desk, first_day=MONDAY, last_day=LAST_DAY, locked=early)
    return desk, kept(replace(plan, remarks=()), desk)


def test_a_sheet_that_nobody_edited_is_the_plan_that_stands(four_weeks: tuple[Desk, ShiftPlan]) -> None:
    desk, plan = four_weeks

    read = read_plan(sheet_of(plan, desk), desk)

    assert replace(read, remarks=()) == plan
    assert [remark.en for remark in read.remarks] == [
        "112 days of people on the sheet are as in the plan that stands, with its times and breaks; 0 were changed."
    ]


@pytest.mark.parametrize(("word", "found"), [
    pytest.param("遅番", ["10:00-13:30 phone", "13:30-14:30 lunch", "14:30-15:00 phone", "15:00-15:10 break",
                          "15:10-19:00 phone"], id="another shift, lunch where it was, its own short break"),
    pytest.param("late", ["10:00-13:30 phone", "13:30-14:30 lunch", "14:30-15:00 phone", "15:00-15:10 break",
                          "15:10-19:00 phone"], id="by its name"),
    pytest.param("早番\n9:00–20:00", ["09:00-13:30 phone", "13:30-14:30 lunch", "14:30-20:00 phone"], id="overtime"),
    pytest.param("公休", ["00:00-00:00 day_off"], id="a day off"),
    pytest.param(" 有休　", ["00:00-00:00 paid_leave"], id="paid leave, with spaces around"),
    pytest.param("off", ["00:00-00:00 day_off"], id="the English word"),
    pytest.param("研修", ["09:00-13:30 training", "13:30-14:30 lunch", "14:30-18:00 training"], id="a training"),
])  # fmt: skip
def test_one_edited_cell_changes_that_day_alone(
    four_weeks: tuple[Desk, ShiftPlan], word: str, found: Sequence[str]
) -> None:
    desk, plan = four_weeks

    read = read_plan(sheet_of(plan, desk, put("B6", word)), desk)

    def others(every: ShiftPlan) -> list[Activity]:
        return [row for row in every.activities if (row.person, row.date) != ("p01", MONDAY)]

    assert day_of(read, "p01") == list(found)
    assert others(read) == others(plan)
    assert f"p01 12月7日(月) {' '.join(word.split())}" in read.remarks[1].ja


def test_a_shift_in_place_of_leave_is_worked_and_the_checker_says_what_speaks_against_it(
    four_weeks: tuple[Desk, ShiftPlan],
) -> None:
    desk, plan = four_weeks

    read = read_plan(sheet_of(plan, desk, put("B7", "早番")), desk)

    assert [each.partition(" ")[2] for each in day_of(read, "p02")] == ["phone", "lunch", "phone"]
    assert "on_leave" in {found.rule for found in judge(read, desk) if found.person == "p02"}


def test_a_meeting_of_leave_csv_stays_in_a_changed_shift(four_weeks: tuple[Desk, ShiftPlan]) -> None:
    desk, plan = four_weeks
    thursday = MONDAY + timedelta(days=3)
    was = {row.shift for row in plan.activities if (row.person, row.date) == ("p01", thursday)}
    other = "遅番" if was == {"early"} else "早番"

    read = read_plan(sheet_of(plan, desk, put("E6", other)), desk)

    assert "13:00-15:00 meeting" in day_of(read, "p01", thursday)


def test_a_removed_row_is_left_out_and_told(four_weeks: tuple[Desk, ShiftPlan]) -> None:
    desk, plan = four_weeks

    def remove(book: Workbook) -> None:
        for sheet in book.worksheets:
            sheet.delete_rows(7)

    read = read_plan(sheet_of(plan, desk, remove), desk)

    assert read.people == ("p01", "p03", "p04")
    assert [remark.en for remark in read.remarks][1:] == [
        "p02: in the plan that stands, but the sheet has no such row; left out of this plan."
    ]


@pytest.mark.parametrize(("edit", "said"), [
    pytest.param(put("C7", "夜勤"), "sheet 2026-12 cell C7: '夜勤' is neither a shift .* 早番, 遅番, 公休",
                 id="an unknown word"),
    pytest.param(put("A7", "dan"), "sheet 2026-12 cell A7: 'dan' is not in staff.csv", id="a stranger"),
    pytest.param(put("A7", "p01"), "sheet 2026-12 cell A7: 'p01' stands in two rows", id="a person twice"),
    pytest.param(put("B6", None), "cell B6: the cell is empty, .* write 公休 or a shift", id="an emptied cell"),
    pytest.param(put("B6", "遅番③"), "cell B6: '遅番③' bears the mark ③", id="a mark without a queue"),
    pytest.param(put("B6", "遅番 9:30"), "cell B6: late does not begin at 9:30; it begins at 10:00", id="a start"),
    pytest.param(put("B6", "早番 9:00-14:00"), "from 9:00 to 14:00 leaves no room for its lunch", id="hours"),
    pytest.param(put("D4", "x"), "after 2026-12-08 the sheets go on with 2026-12-10", id="a day taken out"),
])  # fmt: skip
def test_what_cannot_be_used_is_refused_with_sheet_and_cell(
    four_weeks: tuple[Desk, ShiftPlan], edit: Callable[[Workbook], None], said: str
) -> None:
    desk, plan = four_weeks

    with pytest.raises(TsunagariError, match=said):
        read_plan(sheet_of(plan, desk, edit), desk)


def test_a_day_that_the_month_does_not_have_is_refused(four_weeks: tuple[Desk, ShiftPlan]) -> None:
    desk, plan = four_weeks

    def rename(book: Workbook) -> None:
        book["2026-12"].title = "2026-11"

    with pytest.raises(TsunagariError, match="day 31, which 2026-11 does not have"):
        read_plan(sheet_of(plan, desk, rename), desk)


def test_a_sheet_taken_out_leaves_the_plan_of_the_other_month(four_weeks: tuple[Desk, ShiftPlan]) -> None:
    desk, plan = four_weeks

    def remove(book: Workbook) -> None:
        del book["2027-01"]

    read = read_plan(sheet_of(plan, desk, remove), desk)

    assert (read.first_day, read.last_day) == (MONDAY, date(2026, 12, 31))


def test_without_a_kept_plan_all_times_are_those_of_the_templates(tmp_path: Path) -> None:
    desk = in_folder(make_desk(staff=make_people(1)), tmp_path)
    odd = ShiftPlan(MONDAY, MONDAY, (act("p01", "2026-12-07 09:00", "2026-12-07 12:00"),))

    read = read_plan(sheet_of(odd, desk), desk)

    assert day_of(read, "p01") == ["09:00-12:30 phone", "12:30-13:30 lunch", "13:30-18:00 phone"]
    assert read.remarks[0].ja.startswith("12月7日(月)〜12月7日(月) の計画が保存されていない")


def test_marks_tell_queues_and_the_second_line_the_start(tmp_path: Path) -> None:
    queues = [{"name": "support"}, {"name": "letters", "channel": "mail"}]
    flexible = {**EARLY, "latest_start": "10:00"}
    hours = {"mail": {"mon": ["09:00-18:00"], "tue": ["09:00-18:00"]}}
    settings = make_settings(queues=queues, templates=[flexible], more_hours=hours)
    desk = in_folder(make_desk(settings, staff=make_people(2)), tmp_path)
    plan = kept(ShiftPlan(MONDAY, TUESDAY, (
        act("p01", "2026-12-07 09:30", "2026-12-07 13:30"),
        act("p02", "2026-12-07 09:00", "2026-12-07 13:00"),
        replace(act("p01", "2026-12-08 09:00", "2026-12-08 13:00", "mail"), queue="letters"),
    )), desk)  # fmt: skip
    path = sheet_of(plan, desk)

    same = read_plan(path, desk)
    edited = read_plan(sheet_of(plan, desk, put("B7", "早番②\n9:30")), desk)

    assert replace(same, remarks=()) == plan
    [changed] = {row.queue for row in edited.activities if row.person == "p02" and row.queue}
    assert changed == "letters"
    assert day_of(edited, "p02")[0].startswith("09:30-")


def test_who_has_left_staff_csv_keeps_the_days_that_stand(tmp_path: Path) -> None:
    with_dan = in_folder(make_desk(staff=[make_person("p01"), make_person("dan")]), tmp_path)
    plan = kept(ShiftPlan(MONDAY, MONDAY, (
        act("dan", "2026-12-07 09:00", "2026-12-07 13:00"), act("p01", "2026-12-07 09:00", "2026-12-07 13:00"),
    )), with_dan)  # fmt: skip
    desk = in_folder(make_desk(staff=make_people(1)), tmp_path)

    read = read_plan(sheet_of(plan, desk), desk)

    assert replace(read, remarks=()) == plan
    with pytest.raises(TsunagariError, match="so the day cannot be planned anew"):
        read_plan(sheet_of(plan, desk, put("B7", "遅番")), desk)


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 100_000), zone=st.sampled_from(["Asia/Tokyo", "Europe/Berlin"]))
def test_any_plan_comes_back_from_its_sheet(tmp_path: Path, seed: int, zone: str) -> None:
    folder = tmp_path / f"{seed}-{zone[:4]}"
    folder.mkdir(exist_ok=True)
    first_day, last_day = date(2026, 10, 24), date(2026, 10, 26)  # in Berlin the clocks go back on the Sunday
    desk = in_folder(random_desk(np.random.default_rng(seed), first_day, zone), folder)
    required = [
        require(desk, 1, first_day=first_day, last_day=last_day, queue=queue.name) for queue in desk.settings.queue
    ]
    plan = plan_shifts(required, desk, first_day=first_day, last_day=last_day)
    plan = kept(replace(plan, remarks=()), desk)

    read = read_plan(sheet_of(plan, desk), desk)

    assert read.activities == plan.activities


def test_both_languages_say_the_same() -> None:
    assert SENTENCES["ja"].keys() == SENTENCES["en"].keys()
