"""What call records tell of calls that no queue_log knows."""

from pathlib import Path

import pandas as pd
import pytest

from data.desk import Desk
from data.errors import ImportRefused
from data.undo_import import undo_import
from data.warehouse import Warehouse
from tests.data.asterisk_desk import asterisk_desk, imported, legs_of, line, write_lines

HEADER = (
    "calldate,clid,src,dst,dcontext,channel,dstchannel,lastapp,duration,billsec,disposition,uniqueid,did,linkedid,"
    "sequence"
)


def cdr_desk(folder: Path) -> Desk:
    return asterisk_desk(folder, numbers={"0120000001": "technical", "from-billing": "billing"})


def record(
    start: str, call: str, app: str, disposition: str, *, took: int = 60, talk: int = 0, dst: str = "s",
    part: str = "", did: str = "0120000001", context: str = "ext", sequence: int = 1,
) -> str:  # fmt: skip
    """A call record of Monday 2025-04-07, Tokyo."""
    src = "0312340000"
    return (
        f'2025-04-07 {start},"""x"" <{src}>",{src},{dst},{context},SIP/trunk-1,SIP/7-1,{app},{took},{talk},'
        f"{disposition},{call}{part},{did},{call},{sequence}"
    )


def test_calls_outside_the_opening_hours_are_seen_and_not_offered(tmp_path: Path) -> None:
    desk = cdr_desk(tmp_path)

    report = imported(desk, write_lines(tmp_path / "c", [HEADER, record("20:15:00", "1.1", "Playback", "ANSWERED")]))

    leg = legs_of(desk).loc["1.1"]
    assert (report.read, report.new) == (1, 1)
    assert (leg.outcome, leg.offered, leg.is_entry, leg.queue_key) == ("after_hours", False, False, "technical")
    assert (leg.entered_at, leg.tz_assumed) == (11 * 3600 + 900, True)


@pytest.mark.parametrize(
    ("app", "disposition", "talk", "outcome", "offered"),
    [
        ("Dial", "NO ANSWER", 0, "abandoned", True),
        ("Dial", "BUSY", 0, "blocked", False),
        ("Dial", "FAILED", 0, "failed", True),
        ("BackGround", "ANSWERED", 9, "ivr_exit", False),
        ("VoiceMail", "ANSWERED", 9, "voicemail", True),
        ("Queue", "ANSWERED", 50, "open", True),
    ],
)
def test_a_call_in_opening_hours_ends_as_its_record_can_tell(
    tmp_path: Path, app: str, disposition: str, talk: int, outcome: str, offered: bool
) -> None:
    desk = cdr_desk(tmp_path)

    imported(desk, write_lines(tmp_path / "c", [HEADER, record("10:00:00", "1.1", app, disposition, talk=talk)]))

    leg = legs_of(desk).loc["1.1"]
    assert (leg.outcome, leg.offered) == (outcome, offered)
    assert pd.isna(leg.answered_at)


def test_a_ringing_group_tells_answer_talk_and_whom_the_call_went_to(tmp_path: Path) -> None:
    desk = cdr_desk(tmp_path)
    header = HEADER.replace("duration", "answer,duration")
    first = record("10:00:00", "1.1", "Dial", "ANSWERED", took=50, talk=40, dst="701")
    second = record("10:00:50", "1.1", "Dial", "ANSWERED", took=30, talk=30, dst="702", part="0", sequence=2)
    rows = [
        first.replace(",Dial,", ",Dial,2025-04-07 10:00:10,"), second.replace(",Dial,", ",Dial,2025-04-07 10:00:50,"),
    ]  # fmt: skip

    imported(desk, write_lines(tmp_path / "c", [header, *rows]))

    leg = legs_of(desk).loc["1.1"]
    assert (leg.outcome, leg.wait_s, leg.talk_s, leg.transfer_to, leg.kind) == ("answered", 10, 70, "702", "direct")


def test_a_call_that_the_queue_log_knows_is_counted_once_whatever_comes_first(tmp_path: Path) -> None:
    lines = [line(3600, "1.1", "8000", "NONE", "ENTERQUEUE"), line(3605, "1.1", "8000", "NONE", "ABANDON", 1, 1, 5)]
    records = [HEADER, record("10:00:00", "1.1", "Queue", "ANSWERED"), record("10:05:00", "2.1", "Queue", "ANSWERED")]
    found = []
    for number, order in enumerate([(0, 1), (1, 0), (2,)]):
        folder = tmp_path / str(number)
        desk = cdr_desk(folder)
        files = [write_lines(folder / "q", lines), write_lines(folder / "c", records)]
        for place in order:
            imported(desk, *(files if place == 2 else files[place : place + 1]))
        found.append(legs_of(desk)["outcome"].to_dict())

    assert found == [{"1.1#1": "abandoned", "2.1": "open"}] * 3


def test_undoing_the_queue_log_brings_back_what_the_records_tell(tmp_path: Path) -> None:
    desk = cdr_desk(tmp_path)
    imported(desk, write_lines(tmp_path / "c", [HEADER, record("10:00:00", "1.1", "Queue", "ANSWERED")]))
    imported(desk, write_lines(tmp_path / "q", [line(3600, "1.1", "8000", "NONE", "ENTERQUEUE")]))
    between = legs_of(desk).index.tolist()

    with Warehouse.open(desk) as warehouse:
        undo_import(warehouse, desk, batch=2)

    assert (between, legs_of(desk).index.tolist()) == (["1.1#1"], ["1.1"])


def test_records_delivered_again_are_the_same_and_a_longer_version_stands(tmp_path: Path) -> None:
    desk = cdr_desk(tmp_path)
    short = record("10:00:00", "1.1", "BackGround", "ANSWERED", took=20)
    longer = record("10:00:00", "1.1", "BackGround", "ANSWERED", took=25)
    imported(desk, write_lines(tmp_path / "a", [HEADER, short, short]))

    again = imported(desk, write_lines(tmp_path / "b", [HEADER, short, longer]))
    imported(desk, write_lines(tmp_path / "c", [HEADER, short, ""]))

    assert (again.new, again.changed, again.same) == (0, 1, 1)
    assert legs_of(desk).loc["1.1"].ended_at == 3600 + 25


def test_calls_to_other_numbers_are_kept_but_are_no_demand_of_the_desk(tmp_path: Path) -> None:
    desk = cdr_desk(tmp_path)
    rows = [
        record("10:00:00", "1.1", "Dial", "ANSWERED", did=""),
        record("10:01:00", "2.1", "Dial", "NO ANSWER", did="", context="from-billing"),
    ]

    report = imported(desk, write_lines(tmp_path / "c", [HEADER, *rows]))

    assert (report.read, report.new) == (2, 2)
    assert legs_of(desk)["queue_key"].to_dict() == {"2.1": "billing"}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (record("10:00:00", "1.1", "Dial", "PERHAPS"), "its disposition is none"),
        (record("25:00:00", "1.1", "Dial", "BUSY"), "its start is no time"),
        (record("10:00:00", "1.1", "Dial", "BUSY", took=-1), "no number of seconds"),
        (record("10:00:00", "", "Dial", "BUSY").replace(",,1", ",,1"), "it has no uniqueid"),
        ("a,b", "columns"),
    ],
)
def test_a_row_that_is_no_record_is_refused_with_a_reason(tmp_path: Path, row: str, reason: str) -> None:
    desk = cdr_desk(tmp_path)

    report = imported(desk, write_lines(tmp_path / "c", [HEADER, row, record("10:00:00", "2.1", "Dial", "NO ANSWER")]))

    [(told, rows)] = report.files[0].reasons
    assert (report.new, report.rejected, rows) == (1, 1, 1)
    assert reason in told


def test_a_desk_that_names_no_numbers_is_told_what_to_write(tmp_path: Path) -> None:
    file = write_lines(tmp_path / "c", [HEADER, record("10:00:00", "1.1", "Dial", "BUSY", context="from-trunk")])

    with pytest.raises(ImportRefused, match=r'(?s)numbers = \{ "from-trunk" = "technical" \}'):
        imported(asterisk_desk(tmp_path), file)


def test_numbers_of_callers_do_not_enter_the_store(tmp_path: Path) -> None:
    desk = cdr_desk(tmp_path)

    imported(desk, write_lines(tmp_path / "c", [HEADER, record("10:00:00", "1.1", "Dial", "BUSY", dst="0312349999")]))

    with Warehouse.open(desk) as warehouse:
        told = warehouse.table("asterisk_call_record").to_csv() + warehouse.table("contact_leg").to_csv()
    assert [number for number in ("0312340000", "0312349999") if number in told] == []
    assert legs_of(desk)["customer_key"].notna().all()
