from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.desk_tables import read_events, read_leave, read_staff
from data.errors import DeskError

quick = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "table.csv"


def test_a_table_that_is_not_there_is_empty(table: Path) -> None:
    assert read_staff(table) == read_leave(table) == read_events(table) == ()


def test_a_person_of_whom_only_the_name_is_known_works_full_time(table: Path) -> None:
    table.write_text("person\n佐藤\n", encoding="utf-8")

    (person,) = read_staff(table)

    assert (person.name, person.hours_day, person.hours_week, person.proficiency) == ("佐藤", 8.0, 40.0, 1.0)
    assert person.employed_on(date(2026, 4, 1))


def test_a_persons_skills_are_told_apart_by_semicolons(table: Path) -> None:
    table.write_text("person,skills\nSato,technical; billing;\n")

    (person,) = read_staff(table)

    assert person.skills == ("technical", "billing")
    assert person.can_take(("billing",))
    assert not person.can_take(("video",))


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        pytest.param("hours_day", "eight", "hours_day = 'eight' is no number", id="a word for a number"),
        pytest.param("hours_day", "0", "must be possible hours", id="no hours"),
        pytest.param("hours_week", "200", "must be possible hours", id="more hours than a week has"),
        pytest.param("proficiency", "0", "proficiency 0.0", id="no speed at all"),
        pytest.param("wage_hour", "nan", "wage_hour = 'nan' is no finite number", id="not a number"),
        pytest.param("tier", "3", "tier 3 must be 1 or 2", id="a third tier"),
        pytest.param("tier", "1.5", "tier = '1.5' is no whole number", id="half a tier"),
        pytest.param("start_date", "1/4/2026", "start_date = '1/4/2026' is no date", id="a date with slashes"),
        pytest.param("helper", "maybe", "helper = 'maybe' is neither true nor false", id="neither yes nor no"),
        pytest.param("wage_hour", "-5", "wage_hour -5.0 must be at least 0", id="a wage that is paid to the desk"),
        pytest.param("contract", "full\x00time", "holds a control character", id="a NUL byte"),
    ],
)
def test_a_persons_wrong_value_is_named_with_its_line(table: Path, column: str, value: str, said: str) -> None:
    table.write_text(f"person,{column}\nSato,\nSuzuki,{value}\n")

    with pytest.raises(DeskError) as refused:
        read_staff(table)

    assert "table.csv line 3: " in str(refused.value)
    assert said in str(refused.value)


def test_a_person_named_twice_is_refused(table: Path) -> None:
    table.write_text("person\nSato\nSato\n")

    with pytest.raises(DeskError, match="'Sato' stands twice"):
        read_staff(table)


def test_a_row_without_a_person_is_refused(table: Path) -> None:
    table.write_text("person,tier\n,1\n")

    with pytest.raises(DeskError, match="line 2: person is empty"):
        read_staff(table)


def test_a_missing_column_is_named_with_those_that_are_needed(table: Path) -> None:
    table.write_text("name\nSato\n")

    with pytest.raises(DeskError, match="has no column 'person'"):
        read_staff(table)


def test_an_empty_file_is_told_its_first_line(table: Path) -> None:
    table.write_text("")

    with pytest.raises(DeskError, match="its first line must name person, start, end, kind"):
        read_leave(table)


def test_a_comma_too_many_is_refused_instead_of_dropping_a_cell(table: Path) -> None:
    table.write_text("person,skills\nSato,technical,billing\n")

    with pytest.raises(DeskError, match="line 2: there are more cells"):
        read_staff(table)


def test_blank_lines_are_passed_over_and_lines_still_counted(table: Path) -> None:
    table.write_text("person,tier\n\n,\nSato,9\n")

    with pytest.raises(DeskError, match="line 4: Sato: tier 9"):
        read_staff(table)


def test_a_table_in_another_encoding_is_refused(table: Path) -> None:
    table.write_bytes("person\n佐藤\n".encode("cp932"))

    with pytest.raises(DeskError, match="save it as CSV in UTF-8"):
        read_staff(table)


def test_the_marks_and_line_ends_of_a_spreadsheet_are_understood(table: Path) -> None:
    table.write_bytes("person,tier\r\n佐藤,2\r\n".encode("utf-8-sig"))

    assert read_staff(table)[0].tier == 2


def test_leave_of_dates_alone_covers_the_whole_of_its_last_day(table: Path) -> None:
    table.write_text("person,start,end,kind\nSato,2026-04-01,2026-04-02,paid_leave\n")

    (absence,) = read_leave(table)

    assert (absence.start, absence.end) == (datetime(2026, 4, 1), datetime(2026, 4, 3))
    assert [absence.covers(date(2026, 4, day)) for day in (1, 2, 3)] == [True, True, False]
    assert absence.takes_whole_days
    assert absence.paid


@quick
@given(first=st.dates(date(2000, 1, 1), date(2099, 1, 1)), length=st.integers(0, 60), written=st.sampled_from("-c"))
def test_leave_covers_each_day_from_first_to_last_and_no_other(
    table: Path, first: date, length: int, written: str
) -> None:
    last = first + timedelta(days=length)
    # Both forms of ISO 8601, 2026-04-01 and 20260401, are dates alone.
    start, end = (day.isoformat().replace("-", "" if written == "c" else "-") for day in (first, last))
    table.write_text(f"person,start,end,kind\nSato,{start},{end},leave\n")

    (absence,) = read_leave(table)

    around = [first + timedelta(days=k) for k in range(-2, length + 3)]
    assert [day for day in around if absence.covers(day)] == around[2:-2]
    assert [day for day in around if absence.touches(day)] == around[2:-2]


def test_leave_without_an_end_is_a_single_day(table: Path) -> None:
    table.write_text("person,start,end,kind\nSato,2026-04-01,,requested_off\n")

    (absence,) = read_leave(table)

    assert absence.end == datetime(2026, 4, 2)
    assert not absence.paid


def test_dates_and_numbers_as_a_japanese_spreadsheet_writes_them_back_are_understood(table: Path) -> None:
    table.write_text(
        "person,start,end,kind\nSato,2026/4/1,２０２６/4/2,leave\nSato,2026/4/6 9:00,2026/4/6 13:30:00,training\n"
    )
    days, hours = read_leave(table)
    table.write_text("person,start_date,proficiency\nSato,2026/4/1,０．９\n")
    [sato] = read_staff(table)

    assert (days.start, days.end, days.takes_whole_days) == (datetime(2026, 4, 1), datetime(2026, 4, 3), True)
    assert (hours.start, hours.end) == (datetime(2026, 4, 6, 9), datetime(2026, 4, 6, 13, 30))
    assert (sato.start_date, sato.proficiency) == (date(2026, 4, 1), 0.9)


def test_a_training_of_some_hours_touches_a_day_without_covering_it(table: Path) -> None:
    table.write_text("person,start,end,kind\nSato,2026-04-01T13:00,2026-04-01 16:00,training\n")

    (absence,) = read_leave(table)

    assert absence.touches(date(2026, 4, 1))
    assert not absence.covers(date(2026, 4, 1))
    assert not absence.takes_whole_days


@pytest.mark.parametrize(
    ("row", "said"),
    [
        pytest.param(
            "2026-04-02,2026-04-01,leave", "end = '2026-04-01' does not lie after start", id="ends before it starts"
        ),
        pytest.param("2026-04-01,2026-04-01,holiday", "kind 'holiday' is none of paid_leave", id="unknown kind"),
        pytest.param("2026/13/1,2026-04-01,leave", "start = '2026/13/1' is no date or time", id="a thirteenth month"),
        pytest.param("tomorrow,2026-04-01,leave", "start = 'tomorrow' is no date or time", id="no date"),
        pytest.param("2026-04-01T10:00+09:00,2026-04-01,leave", "carries an offset", id="an offset"),
        pytest.param("2026-04-01,9999-12-31,leave", "lies too far away", id="the end of all dates"),
    ],
)
def test_leave_that_cannot_be_is_refused_with_its_line(table: Path, row: str, said: str) -> None:
    table.write_text(f"person,start,end,kind\nSato,{row}\n")

    with pytest.raises(DeskError) as refused:
        read_leave(table)

    assert "table.csv line 2: " in str(refused.value)
    assert said in str(refused.value)


def test_an_event_is_a_day_known_from_its_start_and_never_public_unless_told(table: Path) -> None:
    table.write_text("kind,name,start\nrelease,新パネル,2026-04-01\n", encoding="utf-8")

    (event,) = read_events(table)

    assert event.end == event.known_from == event.start == date(2026, 4, 1)
    assert event.public_from is None
    assert event.effect is None


@pytest.mark.parametrize(
    ("row", "said"),
    [
        pytest.param(",2026-04-01,", "start is empty", id="no start"),
        pytest.param("2026-04-02,2026-04-01,", "before it starts", id="ends before it starts"),
        pytest.param("2026-04-01,,0", "write a factor above 0", id="a factor of nothing"),
        pytest.param("2026-04-01,,30%", "effect = '30%' is no number", id="a percentage"),
    ],
)
def test_an_event_that_cannot_be_is_refused_with_its_line(table: Path, row: str, said: str) -> None:
    table.write_text(f"kind,name,start,end,effect\nrelease,panel,{row}\n")

    with pytest.raises(DeskError) as refused:
        read_events(table)

    assert "table.csv line 2: " in str(refused.value)
    assert said in str(refused.value)


@quick
@given(text=st.text(alphabet='person,start\n\r"kindナ\x00\u2028;1-', max_size=80))
def test_any_text_is_read_or_refused_with_a_sentence(table: Path, text: str) -> None:
    table.write_text(text, encoding="utf-8", newline="")

    for read in (read_staff, read_leave, read_events):
        try:
            assert isinstance(read(table), tuple)
        except DeskError as refused:
            assert str(refused)  # noqa: PT017 - either end is right, and nothing else may escape


def test_a_column_that_comes_twice_is_refused_instead_of_taking_the_last(table: Path) -> None:
    table.write_text("person,tier,tier\nSato,1,2\n")

    with pytest.raises(DeskError, match="line 1: column 'tier' comes 2 times; keep one"):
        read_staff(table)


def test_a_header_with_other_separators_is_told_what_it_names(table: Path) -> None:
    table.write_text("person;tier\nSato;1\n")

    with pytest.raises(DeskError, match="parted by commas, but it names person;tier"):
        read_staff(table)


def test_a_folder_in_the_place_of_a_table_is_called_one(table: Path) -> None:
    table.mkdir()

    with pytest.raises(DeskError, match=r"table\.csv is a folder; put a CSV file"):
        read_staff(table)


@pytest.mark.parametrize("target", ["table.csv", "nowhere.csv"], ids=["to itself", "to nowhere"])
def test_a_link_that_leads_to_no_file_is_refused_instead_of_taken_for_no_table(table: Path, target: str) -> None:
    table.symlink_to(table.with_name(target))

    with pytest.raises(DeskError, match=r"table\.csv cannot be read"):
        read_leave(table)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        pytest.param("x" * 200_000, "field larger than field limit", id="an endless cell"),
        pytest.param('"full', "unexpected end of data", id="a quote that is never closed"),
        pytest.param('"full"time', "',' expected after '\"'", id="text after a closing quote"),
    ],
)
def test_a_cell_that_cannot_be_told_from_its_neighbours_is_refused(table: Path, cell: str, said: str) -> None:
    table.write_text(f"person,contract\nSato,\nSuzuki,{cell}\nIto,\n")

    with pytest.raises(DeskError) as refused:
        read_staff(table)

    assert "table.csv near line " in str(refused.value)
    assert said in str(refused.value)
