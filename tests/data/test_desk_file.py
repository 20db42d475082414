from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.desk_file import line_of_key, read_desk, read_settings, settings_of_text
from data.errors import DeskError
from data.new_desk import filled_template

SMALL = """format = 1
name = "desk"
time_zone = "Asia/Tokyo"

[hours.phone]
mon = ["10:00-18:00"]

[[queue]]
name = "support"

[[queue]]
name = "technical"
[queue.goal]
threshold_seconds = 60
"""


def refusal(text: str) -> str:
    """What a desk.toml with this text is refused with."""
    with pytest.raises(DeskError) as refused:
        settings_of_text(text, path=Path("desk.toml"))
    return str(refused.value)


def test_a_small_desk_is_read_with_its_defaults() -> None:
    desk = settings_of_text(SMALL, path=Path("desk.toml"))

    assert [queue.name for queue in desk.queue] == ["support", "technical"]
    assert [queue.goal.threshold_seconds for queue in desk.queue] == [180, 60]
    assert desk.interval_minutes == 30


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        pytest.param(
            "seconds = 60", 'seconds = "soon"', 14, "queue.technical.goal.threshold_seconds = 'soon'", id="goal"
        ),
        pytest.param("seconds = 60", "seconds = -1", 14, "queue.technical.goal.threshold_seconds = -1", id="range"),
        pytest.param("seconds = 60", "second = 60", 14, "queue.technical.goal.threshold_second = 60", id="misspelt"),
        pytest.param(
            "[queue.goal]",
            'shape_from = "nobody"\n[queue.goal]',
            13,
            "queue.technical.shape_from = 'nobody': there is no such queue; name one of support",
            id="no such lender",
        ),
        pytest.param(
            "[queue.goal]",
            'shape_from = "technical"\n[queue.goal]',
            13,
            "queue.technical.shape_from = 'technical': a queue cannot borrow",
            id="its own lender",
        ),
        pytest.param(
            "[queue.goal]",
            'shape_from = "post"\n[[queue]]\nname = "post"\nchannel = "mail"\n[hours.mail]\nmon = ["09:00-12:00"]\n'
            "[queue.goal]",
            13,
            "queue.technical.shape_from = 'post': its hours are not those of phone",
            id="a written lender of a live queue",
        ),
        pytest.param(
            'name = "support"',
            'name = "support"\nshape_from = "technical"\n[[queue]]\nname = "new"\nshape_from = "support"',
            13,
            "queue.new.shape_from = 'support': that queue borrows its shape itself; name one of technical",
            id="a chain",
        ),
        pytest.param('"Asia/Tokyo"', '"Tokyo"', 3, "write one like Asia/Tokyo", id="zone"),
        pytest.param('"10:00-18:00"', '"10:00-10:00"', 6, "hours.phone.mon", id="a span without length"),
        pytest.param('"10:00-18:00"', '"10:00-14:00", "13:00-18:00"', 6, "overlap", id="overlapping spans"),
        pytest.param('"10:00-18:00"', '"10:00-25:00"', 6, '"24:00"', id="no time of day"),
        pytest.param('["10:00-18:00"]', '"10:00-18:00"', 6, "must be a list", id="a list without brackets"),
        pytest.param("[hours.phone]", "[hours.telephone]", 5, "hours.telephone", id="no such channel"),
        pytest.param("format = 1", 'format = 1\ncountry = "XX"', 2, "two-letter code", id="country"),
        pytest.param("format = 1", 'format = 1\nclosed_on = ["31-12"]', 2, "is no date", id="day and month swapped"),
        pytest.param("format = 1", 'format = 1\nclosed_on = ["W01-1"]', 2, "is no date", id="week date"),
        pytest.param("format = 1", "format = 2", 1, "format = 2", id="a newer form"),
        pytest.param("format = 1", "format = 1\nshrinkage = 0.1", 2, "must be a table", id="a figure for a table"),
    ],
)
def test_a_wrong_value_is_named_with_its_key_path_and_line(old: str, new: str, line: int, said: str) -> None:
    sentence = refusal(SMALL.replace(old, new, 1))

    assert f"desk.toml line {line}: " in sentence
    assert said in sentence


def test_every_wrong_value_is_told_at_once() -> None:
    sentences = refusal(SMALL.replace("format = 1", "format = 7").replace("= 60", "= -5")).splitlines()

    assert len(sentences) == 2


def test_a_missing_field_is_named() -> None:
    assert "time_zone: is missing; add it" in refusal(SMALL.replace('time_zone = "Asia/Tokyo"\n', ""))


def test_two_queues_of_one_name_are_refused() -> None:
    told = refusal(SMALL.replace('"technical"', '"support"'))

    assert "queue.support.name = 'support': another queue carries that name" in told
    assert "line " in told


def test_the_zone_of_the_machine_itself_is_refused() -> None:
    assert "is no time zone of the IANA list" in refusal(SMALL.replace("Asia/Tokyo", "localtime"))


def test_a_queue_without_a_usable_name_is_told_what_a_name_is() -> None:
    assert "must begin with a letter or digit" in refusal(SMALL.replace('"technical"', '""'))


def test_a_queue_whose_channel_has_no_hours_is_refused() -> None:
    sentence = refusal(SMALL.replace('name = "support"', 'name = "support"\nchannel = "mail"'))

    assert "there is no [hours.mail]" in sentence


def test_a_date_without_quotes_is_meant_as_well() -> None:
    desk = settings_of_text("closed_on = [2026-12-29]\n" + SMALL, path=Path("desk.toml"))

    assert desk.closed_on == ("2026-12-29",)


def test_a_folder_without_a_desk_is_told_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(DeskError, match=r"is no desk: there is no file desk\.toml in it.*tsunagari new"):
        read_desk(tmp_path)


def test_a_file_in_another_encoding_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "desk.toml").write_bytes('name = "窓口"'.encode("cp932"))

    with pytest.raises(DeskError, match="is not UTF-8"):
        read_settings(tmp_path / "desk.toml")


def test_a_byte_order_mark_is_understood(tmp_path: Path) -> None:
    (tmp_path / "desk.toml").write_text(SMALL, encoding="utf-8-sig")

    assert read_settings(tmp_path / "desk.toml").name == "desk"


def test_a_line_that_is_no_toml_is_named() -> None:
    assert "at line 3" in refusal(SMALL.replace('time_zone = "Asia/Tokyo"', 'time_zone = "Asia/Tokyo'))


TEMPLATE = filled_template({})


@settings(deadline=None, max_examples=60)
@given(length=st.integers(0, len(TEMPLATE) - 1))
def test_half_a_desk_toml_is_read_or_refused_with_a_sentence(length: int) -> None:
    half = TEMPLATE[:length]

    try:
        told = settings_of_text(half, path=Path("desk.toml")).name
    except DeskError as refused:
        told = str(refused)

    assert told


@settings(deadline=None, max_examples=60)
@given(
    line=st.integers(0, TEMPLATE.count("\n") - 1),
    value=st.sampled_from(["-1", '"x"', "[]", "{}", "nan", "2026-01-01", "1e99", "true", "[[1]]"]),
)
def test_any_value_of_any_field_is_taken_or_refused_at_its_line(line: int, value: str) -> None:
    lines = TEMPLATE.splitlines()
    key, equals, _ = lines[line].partition("=")
    lines[line] = f"{key}= {value}" if equals and not key.startswith("#") else lines[line]

    try:
        told = settings_of_text("\n".join(lines), path=Path("desk.toml")).name
    except DeskError as refused:
        told = str(refused)

    assert "Traceback" not in told
    assert told


def test_a_line_is_found_below_the_second_table_of_a_list() -> None:
    assert line_of_key(SMALL, ["queue", 1, "goal", "threshold_seconds"]) == 14
    assert line_of_key(SMALL, ["queue", 0, "goal", "threshold_seconds"]) == 8
    assert line_of_key(SMALL, ["widget", "other_channels"]) is None


def test_leave_of_a_stranger_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "desk.toml").write_text(SMALL)
    (tmp_path / "staff.csv").write_text("person\nSato\n")
    (tmp_path / "leave.csv").write_text("person,start,end,kind\nSuzuki,2026-04-01,2026-04-01,leave\n")

    with pytest.raises(DeskError, match=r"leave\.csv line 2: person = 'Suzuki' is not in staff\.csv"):
        read_desk(tmp_path)


def test_an_event_of_an_unknown_queue_is_refused(tmp_path: Path) -> None:
    (tmp_path / "desk.toml").write_text(SMALL)
    (tmp_path / "events.csv").write_text("kind,name,start,queue\nrelease,new panel,2026-04-01,suport\n")

    with pytest.raises(
        DeskError, match=r"events\.csv line 2: queue = 'suport' is not in desk\.toml, which has support, technical"
    ):
        read_desk(tmp_path)


def test_a_queue_that_the_desk_does_not_have_is_named(tmp_path: Path) -> None:
    (tmp_path / "desk.toml").write_text(SMALL)

    with pytest.raises(DeskError, match="no queue 'billing'; it has support, technical"):
        read_desk(tmp_path).queue("billing")
