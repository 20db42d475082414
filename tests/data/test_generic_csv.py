import gzip
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data.contact_log import ContactLog
from data.desk import Desk
from data.errors import DeskError, ImportRefused
from data.importers import choose_mapping
from data.importers.choose_mapping import choose_importer
from tests.data.log_builders import HEADER, IN_MENU, LEFT, PHONE_COLUMNS, TALKED, desk_with, read_log, write_log

NO_TIME = "queued is no time of 1970 to 2099 in the form ISO 8601"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return desk_with(tmp_path, PHONE_COLUMNS)


def read_rows(desk: Desk, *rows: str, header: str = HEADER) -> tuple[pd.DataFrame, pd.DataFrame]:
    return read_log(desk, write_log(desk.folder / "log.csv", rows, header=header))


def test_an_answered_call_becomes_a_leg_with_its_instants_in_utc_and_its_durations(desk: Desk) -> None:
    legs, rejects = read_rows(desk, TALKED)

    leg = legs.iloc[0]
    assert len(rejects) == 0
    assert leg["entered_at"] == pd.Timestamp("2025-04-07 01:00:20", tz="UTC")
    assert leg["acw_end_at"] == pd.Timestamp("2025-04-07 01:05:30", tz="UTC")
    assert (leg["ivr_s"], leg["wait_s"], leg["talk_s"], leg["acw_s"], leg["handle_s"]) == (20, 40, 240, 30, 270)
    assert (leg["outcome"], leg["kind"], leg["offered"], leg["is_entry"]) == ("answered", "queue", True, True)
    assert (leg["queue_key"], leg["tier"], leg["agent_key"], leg["source_instance"]) == ("support", 1, "a1", "m1")
    assert (leg["handle_quality"], leg["tz_assumed"], leg["flags"], leg["row_no"]) == ("derived", True, "", 2)


def test_a_caller_who_hung_up_waited_and_has_no_talk(desk: Desk) -> None:
    legs, _ = read_rows(desk, LEFT)

    assert legs["outcome"].tolist() == ["abandoned"]
    assert legs["wait_s"].tolist() == [30.0]
    assert legs[["answered_at", "talk_s", "acw_s", "handle_s", "agent_key"]].isna().all(axis=None)


def test_a_caller_who_never_asked_for_a_person_left_in_the_menu_and_is_not_offered(desk: Desk) -> None:
    legs, _ = read_rows(desk, IN_MENU)

    leg = legs.iloc[0]
    assert (leg["outcome"], leg["kind"], leg["offered"], leg["is_entry"]) == ("ivr_exit", "ivr_only", False, False)
    assert leg["entered_at"] == pd.Timestamp("2025-04-07 01:20:00", tz="UTC")
    assert leg["ivr_s"] == 9
    assert pd.isna(leg["wait_s"])


def test_a_blocked_call_is_demand_but_not_offered(desk: Desk) -> None:
    legs, _ = read_rows(desk, "4,2025-04-07 10:00:00,,,,,BUSY,")

    assert legs[["outcome", "offered", "is_entry"]].to_numpy().tolist() == [["blocked", False, True]]


def test_what_is_not_written_is_missing_and_never_zero(desk: Desk) -> None:
    legs, _ = read_rows(desk, "1,,2025-04-07 10:00:20,2025-04-07 10:01:00,N/A,-,TALKED,")

    assert legs["wait_s"].tolist() == [40.0]
    assert legs[["ivr_s", "talk_s", "hold_s", "acw_s", "handle_s", "ended_at", "agent_key"]].isna().all(axis=None)
    assert legs["handle_quality"].tolist() == ["unknown"]


def test_durations_tell_what_instants_do_not(tmp_path: Path) -> None:
    mapping = {
        "queue": "support",
        "entered_at": "着信日時",
        "time_format": "%Y/%m/%d %H:%M",
        "wait_seconds": "待ち時間",
        "talk_seconds": "通話時間",
        "hold_seconds": "保留時間",
        "acw_seconds": "後処理時間",
        "outcome": "結果",
        "outcomes": {"応答": "answered", "放棄": "abandoned"},
    }
    desk = desk_with(tmp_path, mapping)
    header = "着信日時,待ち時間,通話時間,保留時間,後処理時間,結果"

    legs, _ = read_rows(desk, "2025/4/7 9:05,0:01:00,5:12,10,30,応答", "2025/4/7 9:06,45,,,,放棄", header=header)

    assert legs["answered_at"].tolist() == [pd.Timestamp("2025-04-07 00:06:00", tz="UTC"), pd.NaT]
    assert legs["ended_at"].tolist() == list(pd.to_datetime(["2025-04-07 00:11:12Z", "2025-04-07 00:06:45Z"]))
    assert legs["handle_s"].iloc[0] == 312 + 10 + 30
    assert legs["handle_quality"].tolist() == ["measured", "unknown"]
    assert legs["flags"].iloc[0] == "answer_time_derived"


def test_where_all_work_is_done_at_the_end_of_talk_handle_time_is_talk(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, PHONE_COLUMNS | {"acw_seconds": "", "talk_includes_acw": True})

    legs, _ = read_rows(desk, TALKED)

    assert legs[["talk_s", "handle_s"]].to_numpy().tolist() == [[240.0, 240.0]]
    assert legs["acw_s"].isna().all()
    assert (legs["acw_end_at"] == legs["ended_at"]).all()


def test_of_several_columns_the_first_that_is_filled_counts(tmp_path: Path) -> None:
    mapping = PHONE_COLUMNS | {"entered_at": ["queued", "answered"], "answered_at": ["answered", "ended"]}
    desk = desk_with(tmp_path, mapping)

    legs, _ = read_rows(
        desk, "1,,,2025-04-07 10:01:00,,,TALKED,", "2,,2025-04-07 10:01:00,,2025-04-07 10:02:00,,TALKED,"
    )

    assert legs["wait_s"].tolist() == [0.0, 60.0]
    assert legs["flags"].tolist() == ["", "answer_time_derived"]


def test_a_stray_answer_time_does_not_make_a_lost_call_answered(desk: Desk) -> None:
    legs, _ = read_rows(desk, TALKED.replace("TALKED", "LEFT"))

    assert legs["outcome"].tolist() == ["abandoned"]
    assert legs[["answered_at", "talk_s", "handle_s"]].isna().all(axis=None)


def test_queues_are_found_by_their_own_name_or_by_the_mapping(tmp_path: Path) -> None:
    mapping = PHONE_COLUMNS | {"queue": "", "queue_column": "agent", "agent": "", "queues": {"Line 2": "second"}}
    desk = desk_with(tmp_path, mapping)

    legs, rejects = read_rows(desk, LEFT + "support", LEFT + "Line 2", LEFT + "Line 0312345678")

    assert legs[["queue_key", "tier"]].to_numpy().tolist() == [["support", 1], ["second", 2]]
    assert rejects["reason"].tolist() == ['agent "Line #" is no queue of desk.toml nor in [import.mapping.m1.queues]']


@pytest.mark.parametrize(
    ("row", "reason", "text"),
    [
        (TALKED.replace("TALKED", "TEST"), 'result "TEST" is mapped to reject', "result=TEST"),
        (
            TALKED.replace("TALKED", "LOST 0312345678"),
            'result "LOST #" is not in [import.mapping.m1.outcomes] of desk.toml',
            "result=LOST #",
        ),
        ("1,,,,,,TALKED,a1", "answered, but no time in queued", "queued="),
        ("1,,2025-04-07 10:00:00,,,,TALKED,a1", "answered, but no time in answered", "answered="),
        ("1,,07.04.2025,,,,LEFT,", NO_TIME, "queued=07.04.2025"),
        ("1,,0001-01-01 00:00:00,,,,LEFT,", NO_TIME, "queued=0001-01-01 00:00:00"),
        ("1,,2025-04-07 10:00:00,,,x,LEFT,", "acw is no duration in seconds or h:mm:ss", "acw=x"),
        (
            "1,,2025-04-07 10:00:00,2025-04-07 10:01:00,,-30,TALKED,",
            "acw is below 0 s",
            "acw=-30",
        ),
        (",,2025-04-07 10:00:00,,2025-04-07 10:01:00,,LEFT,", "nothing in id, which name the row", "id="),
        ("1,2025-04-07", "the row has 2 columns, the header 8", ""),
        ('1,"a"b,,,,,LEFT,', "its quotation marks are wrong: ',' expected after '\"'", ""),
    ],
    ids=["mapped to reject", "unknown word", "no entry", "no answer", "no time", "year one", "no duration", "negative",
         "no name", "short row", "wrong quotes"],
)  # fmt: skip
def test_a_row_that_cannot_be_a_leg_is_refused_with_its_line_and_reason(
    desk: Desk, row: str, reason: str, text: str
) -> None:
    legs, rejects = read_rows(desk, LEFT.replace("2,", "9,", 1), row)

    assert len(legs) == 1
    assert rejects.to_numpy().tolist() == [[3, reason, text]]


@pytest.mark.parametrize(
    ("answered", "ended", "reason"),
    [
        ("2025-04-07 10:00:20", "2025-04-08 10:00:21", "talk_s above 24 h"),
        ("2025-04-08 10:00:21", "2025-04-08 10:00:22", "wait_s above 24 h"),
        ("2025-04-07 09:50:00", "2025-04-07 10:05:00", "answered_at is before entered_at by more than 120 s"),
        (
            "2025-04-07 10:05:00",
            "2025-04-07 10:00:30",
            "ended_at is before answered_at or entered_at by more than 120 s",
        ),
    ],
)
def test_no_call_runs_backwards_or_for_more_than_a_day(desk: Desk, answered: str, ended: str, reason: str) -> None:
    legs, rejects = read_rows(desk, f"1,,2025-04-07 10:00:20,{answered},{ended},,TALKED,")

    assert len(legs) == 0
    assert rejects["reason"].tolist() == [reason]


def test_mail_may_take_longer_than_a_day(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, PHONE_COLUMNS | {"queue": "letters", "channel": "mail"})

    legs, _ = read_rows(desk, "1,,2025-04-07 10:00:00,2025-04-09 10:00:00,,,TALKED,")

    assert legs["wait_s"].tolist() == [2 * 86_400.0]


def test_clocks_that_differ_by_seconds_leave_the_wait_unknown_and_say_so(desk: Desk) -> None:
    legs, _ = read_rows(desk, "1,,2025-04-07 10:00:20,2025-04-07 10:00:18,2025-04-07 10:02:18,5,TALKED,")

    assert (legs["answered_at"] == legs["entered_at"]).all()
    assert legs["wait_s"].isna().all()
    assert legs["talk_s"].tolist() == [120.0]
    assert legs["flags"].tolist() == ["clock_skew"]


def test_a_menu_that_ended_before_it_began_is_unknown_and_flagged(desk: Desk) -> None:
    legs, _ = read_rows(desk, LEFT.replace("10:10:00", "10:10:25"))

    assert legs["ivr_s"].isna().all()
    assert legs["flags"].tolist() == ["negative_ivr"]


@pytest.mark.parametrize(
    ("zone", "skipped", "utc"),
    [
        ("Asia/Jerusalem", "1999-04-02 02:30:00", "1999-04-02 00:00:00"),
        ("America/New_York", "2025-03-09 02:30:00", "2025-03-09 07:00:00"),
    ],
)
def test_a_time_that_the_clock_jumped_over_moves_to_the_end_of_the_jump(
    tmp_path: Path, zone: str, skipped: str, utc: str
) -> None:
    desk = desk_with(tmp_path, PHONE_COLUMNS, zone=zone)

    legs, _ = read_rows(desk, f"1,,{skipped},,,,LEFT,")

    assert legs["entered_at"].tolist() == [pd.Timestamp(utc, tz="UTC")]
    assert legs["flags"].tolist() == ["nonexistent_time"]


@pytest.mark.parametrize(
    ("zone", "repeated", "utc"),
    [
        ("Asia/Jerusalem", "1999-09-03 01:30:00", "1999-09-02 22:30:00"),
        ("America/New_York", "2025-11-02 01:30:00", "2025-11-02 05:30:00"),
    ],
)
def test_a_time_that_came_twice_is_taken_as_the_first(tmp_path: Path, zone: str, repeated: str, utc: str) -> None:
    desk = desk_with(tmp_path, PHONE_COLUMNS, zone=zone)

    legs, _ = read_rows(desk, f"1,,{repeated},,,,LEFT,")

    assert legs["entered_at"].tolist() == [pd.Timestamp(utc, tz="UTC")]
    assert legs["flags"].tolist() == ["ambiguous_time"]


def test_a_wait_across_the_repeated_hour_is_unknown(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, PHONE_COLUMNS, zone="America/New_York")

    legs, _ = read_rows(
        desk,
        "1,,2025-11-02 00:59:50,,2025-11-02 01:00:20,,LEFT,",
        "2,,2025-11-02 01:00:20,,2025-11-02 01:00:50,,LEFT,",
    )

    assert legs["wait_s"].fillna(-1).tolist() == [-1, 30.0]


def test_a_wait_across_the_jump_of_the_clock_counts_real_seconds(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, PHONE_COLUMNS, zone="America/New_York")

    legs, _ = read_rows(desk, "1,,2025-03-09 01:59:50,,2025-03-09 03:00:20,,LEFT,")

    assert legs["wait_s"].tolist() == [30.0]


def test_the_same_calls_in_local_time_and_with_offsets_are_the_same_instants(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, PHONE_COLUMNS, zone="America/New_York")

    legs, _ = read_rows(
        desk,
        "1,,2025-07-01 10:00:00,,,,LEFT,",
        "2,,2025-07-01T14:00:00Z,,,,LEFT,",
        "3,,2025-07-01T23:00:00+09:00,,,,LEFT,",
    )

    assert legs["entered_at"].nunique() == 1
    assert legs["tz_assumed"].tolist() == [True, False, False]


@pytest.mark.parametrize("time_format", ["", "%Y-%m-%dT%H:%M:%S%z"])
def test_times_with_an_offset_are_read_with_or_without_a_form(tmp_path: Path, time_format: str) -> None:
    desk = desk_with(tmp_path, PHONE_COLUMNS | {"time_format": time_format})

    legs, _ = read_rows(desk, "1,,2025-07-01T14:00:00+0000,,,,LEFT,")

    assert legs["entered_at"].tolist() == [pd.Timestamp("2025-07-01 14:00", tz="UTC")]


@pytest.mark.parametrize(
    ("written", "mapped"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("cp932", "cp932"), ("utf-16", "utf-16"), ("euc_jp", "euc_jp")],
)
def test_japanese_columns_are_read_in_each_encoding(tmp_path: Path, written: str, mapped: str) -> None:
    mapping = {"queue": "support", "entered_at": "着信日時", "topic": "用件", "encoding": mapped}
    desk = desk_with(tmp_path, mapping)
    path = write_log(tmp_path / "log.csv", ["2025-04-07 10:00:00,解約"], header="着信日時,用件", encoding=written)

    legs, _ = read_log(desk, path)

    assert legs["topic"].tolist() == ["解約"]


def test_a_packed_file_is_read_like_a_plain_one(desk: Desk, tmp_path: Path) -> None:
    plain = write_log(tmp_path / "log.csv", [TALKED, LEFT])
    packed = tmp_path / "log.csv.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))

    pd.testing.assert_frame_equal(read_log(desk, plain)[0], read_log(desk, packed)[0])


def test_the_size_of_the_pieces_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    path = write_log(tmp_path / "log.csv", [TALKED, LEFT, "short", IN_MENU, "", TALKED.replace("1,", "5,", 1)])

    whole, by_two = read_log(desk, path), read_log(desk, path, chunk_rows=2)

    pd.testing.assert_frame_equal(whole[0], by_two[0])
    pd.testing.assert_frame_equal(whole[1], by_two[1])
    assert whole[0]["row_no"].tolist() == [2, 3, 5, 7]


def test_empty_columns_beyond_the_header_are_harmless(desk: Desk) -> None:
    legs, rejects = read_rows(desk, LEFT + ",,")

    assert (len(legs), len(rejects)) == (1, 0)


def test_other_delimiters_and_topics_follow_the_mapping(tmp_path: Path) -> None:
    mapping = {"queue": "support", "entered_at": "at", "topic": "why", "topics": {"AA": "PS"}, "delimiter": "\t"}
    desk = desk_with(tmp_path, mapping)

    legs, _ = read_rows(desk, "2025-04-07 10:00:00\tAA", "2025-04-07 10:00:00\tNW", header="at\twhy")

    assert legs["topic"].tolist() == ["PS", "NW"]


def test_a_log_refuses_legs_that_cannot_be(desk: Desk) -> None:
    legs, _ = read_rows(desk, TALKED)

    with pytest.raises(ValueError, match="an end before the answer: 1 legs, the first in row 2"):
        ContactLog(legs.assign(ended_at=legs["entered_at"]))
    with pytest.raises(ValueError, match="wait_s below 0"):
        ContactLog(legs.assign(wait_s=-1.0))


# Which mapping a file is read by


def test_the_mapping_whose_columns_the_file_has_is_chosen(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, {"queue": "support", "entered_at": "elsewhere"}, PHONE_COLUMNS)

    assert choose_importer(desk, write_log(tmp_path / "log.csv", [])).rules.name == "m2"


def test_a_missing_column_is_named_with_those_that_are_there(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, {"queue": "support", "entered_at": "Queued"})
    path = write_log(tmp_path / "log.csv", [], header="a,b")

    with pytest.raises(ImportRefused, match=r'no column "Queued" \(entered_at\) .*m1.*It has: "a", "b"\. Mend'):
        choose_importer(desk, path, format="m1")
    with pytest.raises(ImportRefused, match=r'no column "Queued"'):
        choose_importer(desk, path)


def test_a_file_that_fits_two_mappings_asks_which(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, PHONE_COLUMNS, PHONE_COLUMNS)

    with pytest.raises(ImportRefused, match=r"fits several mappings of desk.toml: m1, m2; .* --format m1"):
        choose_importer(desk, write_log(tmp_path / "log.csv", []))


def test_an_unknown_format_is_answered_with_those_that_are_known(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match=r"no \[import.mapping.avaya\]; it has m1"):
        choose_importer(desk, write_log(tmp_path / "log.csv", []), format="avaya")


def test_a_column_that_stands_twice_is_not_guessed(tmp_path: Path, desk: Desk) -> None:
    path = write_log(tmp_path / "log.csv", [], header=HEADER + ",queued")

    with pytest.raises(ImportRefused, match=r'2 columns "queued", which import.mapping.m1.entered_at names'):
        choose_importer(desk, path)


def test_without_a_mapping_one_is_proposed_that_reads_the_file(tmp_path: Path) -> None:
    import tomllib

    header = "通話ID,着信日時,応答日時,終了日時,結果,担当者"
    rows = ["1,2025/04/07 10:00:20,2025/04/07 10:01:00,2025/04/07 10:05:00,応答,a1",
            "2,2025/04/07 10:00:20,,2025/04/07 10:01:00,放棄,"]  # fmt: skip
    path = write_log(tmp_path / "log.csv", rows, header=header, encoding="cp932")

    with pytest.raises(ImportRefused, match='They are: "通話ID", "着信日時"') as refused:
        choose_importer(desk_with(tmp_path), path)

    proposed = tomllib.loads(str(refused.value).split("\n\n", 1)[1])["import"]["mapping"]["my-phone-system"]
    legs, rejects = read_log(desk_with(tmp_path, proposed), path)
    assert len(rejects) == 0
    assert legs[["outcome", "wait_s"]].to_numpy().tolist() == [["answered", 40.0], ["abandoned", 40.0]]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("queue", "sales", "import.mapping.m1.queue: desk.toml has no queue 'sales'; it has support, second, letters"),
        ("queue", "letters", "import.mapping.m1.queue: queue letters takes mail, the mapping phone"),
    ],
)
def test_a_mapping_to_a_queue_that_is_not_there_is_told(tmp_path: Path, field: str, value: Any, sentence: str) -> None:
    desk = desk_with(tmp_path, PHONE_COLUMNS | {field: value})

    with pytest.raises(DeskError, match=sentence):
        choose_importer(desk, write_log(tmp_path / "log.csv", []))


# Files that are no log


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty; export it again"),
        (b"\xef\xbb\xbf", "is empty; export it again"),
        (b"PK\x03\x04rest", "is an Excel workbook or another zip archive; save it as CSV"),
        (b"\x89PNG\x00\x01", "is no CSV: it holds binary data"),
        (b"\x1f\x8b\x08\x00damaged", "is damaged: .*; fetch it again"),
        (HEADER.encode() + "\r\n解約".encode("cp932"), 'is not utf-8 .*write encoding = "cp932"'),
        ("着信".encode("utf-16"), 'is not utf-8 .*write encoding = "utf-16"'),
        (HEADER.encode() + b'\r\n1,"open\r\n2,b\r\n', "line 2: a quotation mark opens there and is not closed"),
    ],
    ids=["empty", "mark only", "workbook", "binary", "damaged", "cp932", "utf-16", "open quote"],
)
def test_what_is_no_log_is_refused_in_a_sentence(tmp_path: Path, desk: Desk, content: bytes, sentence: str) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(content)

    with pytest.raises(ImportRefused, match=sentence):
        list(choose_importer(desk, path, format="m1").read())


def test_a_folder_and_a_file_that_is_not_there_are_refused(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match=r"is a folder; name the files in it, for example .*/\*.csv"):
        choose_importer(desk, tmp_path)
    with pytest.raises(ImportRefused, match=r"there is no file .*nowhere.csv"):
        choose_importer(desk_with(tmp_path), tmp_path / "nowhere.csv")


def test_a_contact_of_years_to_come_is_refused_and_one_of_a_clock_that_runs_ahead_is_not(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choose_mapping, "latest_believed", lambda: pd.Timestamp("2026-04-08", tz="UTC"))
    ahead, astray = TALKED.replace("2025-", "2026-"), LEFT.replace("2025-", "2099-")

    legs, rejects = read_rows(desk, TALKED, ahead.replace("1,", "9,", 1), astray)

    assert legs["entered_at"].dt.year.tolist() == [2025, 2026]
    assert rejects["reason"].tolist() == ["it came more than a year after today"]
    assert rejects["text"].tolist() == ["queued=2099-04-07 10:10:05 | start=2099-04-07 10:10:00"]
