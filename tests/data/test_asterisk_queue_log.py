"""What becomes of the events of a queue_log, each answer made by hand."""

import gzip
from pathlib import Path

import pandas as pd
import pytest

from data.errors import ImportRefused
from data.import_logs import import_logs
from data.importers.asterisk import recognise
from data.staff import Person
from data.undo_import import undo_import
from data.warehouse import Warehouse
from tests.data.asterisk_desk import (
    QUEUES,
    T0,
    asterisk_desk,
    imported,
    legs_of,
    line,
    rows_of,
    told_of,
    write_lines,
)

CALL = "1743984000.1"
ENTERS = line(0, CALL, "8000", "NONE", "ENTERQUEUE", "", "0312340000", 1)
CONNECTS = line(6, CALL, "8000", "SIP/7140", "CONNECT", 6, "1743984000.2", 3)
ENDS = line(31, CALL, "8000", "SIP/7140", "COMPLETECALLER", 6, 25, 1)
ANSWERED = [ENTERS, CONNECTS, ENDS]


def event(after: int, name: str, *data: object, queue: str = "8000", agent: str = "NONE") -> str:
    return line(after, CALL, queue, agent, name, *data)


def test_an_answered_call_has_its_wait_ring_and_talk(tmp_path: Path) -> None:
    leg = told_of(tmp_path, ANSWERED).loc[f"{CALL}#1"]

    assert (leg.queue_key, leg.outcome, leg.end_party, leg.kind, leg.direction) == (
        "technical", "answered", "customer", "queue", "in",
    )  # fmt: skip
    assert (leg.entered_at, leg.answered_at, leg.ended_at) == (0, 6, 31)
    assert (leg.wait_s, leg.ring_s, leg.talk_s) == (6, 3, 25)
    assert leg[["offered", "is_entry", "talk_includes_hold"]].all()


def test_unknown_after_call_work_leaves_the_handle_time_unknown(tmp_path: Path) -> None:
    leg = told_of(tmp_path, ANSWERED).loc[f"{CALL}#1"]

    assert leg[["acw_s", "handle_s"]].isna().all()
    assert (leg.handle_quality, list(leg["flags"])) == ("unknown", ["no_acw"])


def test_a_queue_may_tell_what_its_calls_are_about_and_whose_they_are(tmp_path: Path) -> None:
    calls = [line(0, "1.1", "8000", "NONE", "ENTERQUEUE", "", "", 1), line(5, "1.2", "8001", "NONE", "FULL")]

    legs = told_of(tmp_path, calls, topics={"8000": "network", "8001": "bills"}, segments={"8000": "prospect"})

    assert legs["topic"].to_dict() == {"1.1#1": "network", "1.2#0": "bills"}
    assert legs.at["1.1#1", "customer_segment"] == "prospect"
    assert pd.isna(legs.at["1.2#0", "customer_segment"])


def test_a_constant_of_the_desk_stands_for_after_call_work(tmp_path: Path) -> None:
    leg = told_of(tmp_path, ANSWERED, wrapup_seconds=20).loc[f"{CALL}#1"]

    assert (leg.acw_s, leg.handle_s, leg.handle_quality, leg.acw_end_at) == (20, 45, "derived", 51)


@pytest.mark.parametrize(
    ("events", "outcome", "wait", "party", "flags"),
    [
        ([event(9, "ABANDON", 1, 1, 9)], "abandoned", 9, "customer", []),
        ([event(9, "EXITWITHTIMEOUT", 1, 1, 9)], "timeout", 9, "system", []),
        ([event(9, "EXITEMPTY", 1, 1, 9)], "timeout", 9, "system", ["exit_empty"]),
        ([event(9, "EXITWITHKEY", 1, 1, 1, 9)], "callback_requested", 9, "customer", []),
        ([event(9, "EXITWITHKEY", 2, 1, 1, 9)], "voicemail", 9, "customer", []),
        ([event(9, "EXITWITHKEY", 7, 1, 1, 9)], "overflowed_out", 9, "customer", ["key_not_mapped"]),
        ([event(9, "ABANDON")], "abandoned", 9, "customer", []),
        ([], "open", None, "unknown", ["open_at_eof"]),
        ([line(50, "NONE", "NONE", "NONE", "QUEUESTART")], "failed", 50, "system", ["closed_by_restart"]),
        ([line(50, "NONE", "NONE", "NONE", "CONFIGRELOAD")], "open", None, "unknown", ["open_at_eof"]),
    ],
)
def test_a_call_that_nobody_answered_ends_as_its_last_event_tells(
    tmp_path: Path, events: list[str], outcome: str, wait: float | None, party: str, flags: list[str]
) -> None:
    leg = told_of(tmp_path, [ENTERS, *events], keys={"1": "callback", "2": "voicemail"}).loc[f"{CALL}#1"]

    assert (leg.outcome, leg.end_party, list(leg["flags"])) == (outcome, party, flags)
    assert leg[["answered_at", "agent_key"]].isna().all()
    assert leg.offered
    assert (None if pd.isna(leg.wait_s) else leg.wait_s) == wait


@pytest.mark.parametrize(
    ("told", "target"),
    [
        (event(31, "BLINDTRANSFER", "8002", "from-internal", 6, 25, 1, agent="SIP/7140"), "second"),
        (event(31, "TRANSFER", "7002", "default", 6, 25, agent="SIP/7140"), "7002"),
        (event(31, "BLINDTRANSFER", "0312340001", "out", 6, 25, 1, agent="SIP/7140"), "outside"),
        (event(31, "ATTENDEDTRANSFER", "BRIDGE", "b-1", 6, 25, 1, agent="SIP/7140"), None),
        (event(31, "ATTENDEDTRANSFER", "LINK", "PJSIP/1", "PJSIP/2", 6, 25, 1, agent="SIP/7140"), None),
    ],
)
def test_a_transfer_ends_the_agents_part_and_names_where_it_went(tmp_path: Path, told: str, target: str | None) -> None:
    leg = told_of(tmp_path, [ENTERS, CONNECTS, told]).loc[f"{CALL}#1"]

    assert (leg.outcome, leg.talk_s, leg.wait_s, leg.ended_at, leg.end_party) == ("answered", 25, 6, 31, "agent")
    assert (None if pd.isna(leg.transfer_to) else leg.transfer_to) == target
    assert leg.is_escalation == (target == "second")


def test_a_call_that_goes_to_another_queue_is_offered_in_both_and_demand_once(tmp_path: Path) -> None:
    legs = told_of(
        tmp_path,
        [ENTERS, event(30, "EXITWITHTIMEOUT", 1, 1, 30), event(30, "ENTERQUEUE", "", "", 1, queue="8002"),
         event(41, "ABANDON", 1, 1, 11, queue="8002")],
    )  # fmt: skip

    first, second = legs.loc[f"{CALL}#1"], legs.loc[f"{CALL}#2"]
    assert (first.outcome, first.transfer_to, first.is_escalation, first.wait_s) == (
        "overflowed_out",
        "second",
        True,
        30,
    )
    assert (second.queue_key, second.outcome, second.wait_s, second.parent_leg_id) == (
        "second", "abandoned", 11, f"{CALL}#1",
    )  # fmt: skip
    assert legs.offered.tolist() == [True, True]
    assert legs.is_entry.tolist() == [True, False]
    assert legs.contact_id.nunique() == 1


def test_a_call_that_comes_back_to_its_queue_in_the_same_second_stays_twice(tmp_path: Path) -> None:
    legs = told_of(
        tmp_path,
        [ENTERS, event(30, "EXITWITHTIMEOUT", 1, 1, 30), event(30, "ENTERQUEUE", "", "", 2), event(30, "CONNECT", 0),
         event(45, "COMPLETEAGENT", 0, 15, 1)],
    )  # fmt: skip

    assert legs.outcome.tolist() == ["timeout", "answered"]
    assert legs.wait_s.tolist() == [30, 0]
    assert legs.talk_s.tolist()[1] == 15


@pytest.mark.parametrize(("name", "flag"), [("JOINEMPTY", "join_empty"), ("FULL", "queue_full")])
def test_a_call_that_was_not_let_in_is_demand_and_not_offered(tmp_path: Path, name: str, flag: str) -> None:
    leg = told_of(tmp_path, [event(0, name)]).loc[f"{CALL}#0"]

    assert (leg.outcome, leg.offered, leg.is_entry, list(leg["flags"])) == ("blocked", False, True, [flag])
    assert pd.isna(leg.wait_s)


def test_a_missed_ring_is_told_in_milliseconds_and_only_marks_the_call(tmp_path: Path) -> None:
    leg = told_of(tmp_path, [ENTERS, event(5, "RINGNOANSWER", 1000, agent="SIP/8007"), *ANSWERED[1:]]).iloc[0]

    assert (leg.ring_s, leg.outcome) == (3, "answered")
    assert "ring_no_answer" in list(leg["flags"])


def test_a_later_event_of_the_call_wins_over_a_restart(tmp_path: Path) -> None:
    restart = line(10, "NONE", "NONE", "NONE", "QUEUESTART")

    leg = told_of(tmp_path, [ENTERS, CONNECTS, restart, ENDS]).iloc[0]

    assert (leg.outcome, leg.talk_s, list(leg["flags"])) == ("answered", 25, ["no_acw"])


def test_a_restart_in_a_later_file_closes_the_open_call_and_a_still_later_end_opens_it_again(tmp_path: Path) -> None:
    desk = asterisk_desk(tmp_path)
    outcomes = []

    for number, lines in enumerate([[ENTERS], [line(10, "NONE", "NONE", "NONE", "QUEUESTART")], [CONNECTS, ENDS]]):
        imported(desk, write_lines(tmp_path / f"q{number}", lines))
        outcomes.append(legs_of(desk)["outcome"].iloc[0])

    assert outcomes == ["open", "failed", "answered"]


def test_a_call_over_a_log_rotation_is_completed_by_the_next_file(tmp_path: Path) -> None:
    desk = asterisk_desk(tmp_path)
    imported(desk, write_lines(tmp_path / "queue_log.1", ANSWERED[:2]))
    before = legs_of(desk).iloc[0]

    imported(desk, write_lines(tmp_path / "queue_log", ANSWERED[2:]))

    assert (before.outcome, before.answered_at, "open_at_eof" in list(before["flags"])) == ("answered", 6, True)
    assert pd.isna(before.talk_s)
    assert (legs_of(desk).iloc[0].talk_s, len(legs_of(desk))) == (25, 1)


def test_events_without_their_beginning_wait_until_the_earlier_file_comes(tmp_path: Path) -> None:
    desk = asterisk_desk(tmp_path)
    late = imported(desk, write_lines(tmp_path / "queue_log", ANSWERED[1:]))
    waiting = len(legs_of(desk))

    imported(desk, write_lines(tmp_path / "queue_log.1", ANSWERED[:1]))

    assert (late.read, late.new, waiting) == (2, 2, 0)
    assert legs_of(desk).iloc[0].talk_s == 25


def test_legs_are_numbered_anew_when_an_earlier_stay_comes_late(tmp_path: Path) -> None:
    desk = asterisk_desk(tmp_path)
    imported(
        desk,
        write_lines(
            tmp_path / "b", [event(50, "ENTERQUEUE", queue="8001"), event(60, "ABANDON", 1, 1, 10, queue="8001")]
        ),
    )

    imported(desk, write_lines(tmp_path / "a", [ENTERS, event(40, "EXITWITHTIMEOUT", 1, 1, 40)]))

    legs = legs_of(desk)
    assert legs.index.tolist() == [f"{CALL}#1", f"{CALL}#2"]
    assert legs.queue_key.tolist() == ["technical", "billing"]
    assert legs.is_entry.tolist() == [True, False]


def test_a_call_over_midnight_is_one_leg_of_the_day_it_came(tmp_path: Path) -> None:
    midnight = 15 * 3600
    legs = told_of(
        tmp_path,
        [line(midnight - 20, "m.1", "8000", "NONE", "ENTERQUEUE"),
         line(midnight + 5, "m.1", "8000", "a", "CONNECT", 25),
         line(midnight + 65, "m.1", "8000", "a", "COMPLETEAGENT", 25, 60, 1)],
    )  # fmt: skip

    assert legs[["entered_at", "ended_at", "talk_s"]].values.tolist() == [[midnight - 20, midnight + 65, 60]]


def test_the_same_lines_delivered_twice_are_one_event(tmp_path: Path) -> None:
    desk = asterisk_desk(tmp_path)
    once = imported(desk, write_lines(tmp_path / "a", [*ANSWERED, ENDS]))

    again = imported(desk, write_lines(tmp_path / "b", [ENTERS, *ANSWERED]))

    assert (once.new, once.same) == (3, 1)
    assert (again.new, again.same) == (0, 4)
    assert len(legs_of(desk)) == 1


def test_two_files_with_the_same_lines_in_one_command_count_them_once(tmp_path: Path) -> None:
    desk = asterisk_desk(tmp_path)

    report = imported(desk, write_lines(tmp_path / "a", ANSWERED), write_lines(tmp_path / "b", [*ANSWERED, ""]))

    assert [(file.new, file.same) for file in report.files] == [(3, 0), (0, 3)]


def test_undoing_a_delivery_leaves_what_the_other_files_tell(tmp_path: Path) -> None:
    desk = asterisk_desk(tmp_path)
    imported(desk, write_lines(tmp_path / "a", ANSWERED[:1]))
    imported(desk, write_lines(tmp_path / "b", ANSWERED))

    with Warehouse.open(desk) as warehouse:
        undo_import(warehouse, desk, batch=2)

    assert legs_of(desk)["outcome"].tolist() == ["open"]
    assert len(rows_of(desk, "asterisk_call_event")) == 1


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ("nonsense", "names no event"),
        (line(0, CALL, "8000", "NONE", "ENTERQUEU"), "its event ENTERQUEU is none that a queue_log holds"),
        (f"yesterday|{CALL}|8000|NONE|ENTERQUEUE", "its time is none"),
        (f"17|{CALL}|8000|NONE|ENTERQUEUE", "its time is none"),
        (line(0, CALL, "9000", "NONE", "ENTERQUEUE"), 'queue "9000" is not in [import.asterisk.pbx].queues'),
        (line(0, CALL, "NONE", "NONE", "ENTERQUEUE"), "names no queue"),
        (line(0, CALL, "9001", "NONE", "ENTERQUEUE"), "stands in [import.asterisk.pbx].ignore_queues"),
        (line(0, "NONE", "8000", "NONE", "ENTERQUEUE"), "names no call"),
        (line(0, CALL, "8000", "NONE", "ABANDON", 1, 1, -3), "no number of seconds"),
        (line(0, CALL, "8000", "NONE", "ABANDON", 1, 1, 90_000), "no number of seconds"),
        (line(0, "NONE", "8000", "NONE", "PAUSE", "lunch"), "names no agent"),
        (line(0, CALL, "8000", "NONE", "ABANDON", *range(20)), "the line has 25 fields"),
    ],
)
def test_a_line_that_is_no_event_is_refused_with_its_number_and_a_reason(
    tmp_path: Path, told: str, reason: str
) -> None:
    desk = asterisk_desk(tmp_path, ignore_queues=["9001"])

    report = imported(desk, write_lines(tmp_path / "q", [*ANSWERED, told]))

    rejects = rows_of(desk, "import_reject")
    assert (report.new, report.rejected) == (3, 1)
    assert rejects["row_no"].tolist() == [4]
    assert reason in rejects["reason"].iloc[0]


def test_numbers_and_names_of_people_do_not_enter_the_store(tmp_path: Path) -> None:
    desk = asterisk_desk(tmp_path)
    shifted = f"0312345678|{ENTERS}"
    named = line(1, CALL, "0312345678", "Sato Hanako", "CONNECT")

    imported(desk, write_lines(tmp_path / "q", [*ANSWERED, shifted, named]))

    with Warehouse.open(desk) as warehouse:
        tables = warehouse.query_text("SELECT table_name FROM duckdb_tables() WHERE NOT temporary")["table_name"]
        told = "".join(warehouse.table(name).to_csv() for name in tables)
    assert [word for word in ("0312340000", "0312345678", "7140", "Sato") if word in told] == []
    assert legs_of(desk)["customer_key"].notna().all()


def test_an_agent_of_staff_csv_keeps_that_name(tmp_path: Path) -> None:
    sato = Person("SIP/7140", None, None, "full_time", 8, 40, (), 1, 1, 0, False)
    desk = asterisk_desk(tmp_path, staff=(sato,))

    imported(desk, write_lines(tmp_path / "q", ANSWERED))

    assert legs_of(desk)["agent_key"].tolist() == ["SIP/7140"]


def as_realtime(told: str) -> list[str]:
    """The same event as the realtime table holds it, on a clock in Tokyo."""
    time, *fields = told.split("|")
    local = pd.Timestamp(int(time), unit="s", tz="UTC").tz_convert("Asia/Tokyo")
    return [f"{local:%Y-%m-%d %H:%M:%S}.640421", *fields]


@pytest.mark.parametrize("form", ["pipes", "csv", "data", "offset"])
def test_a_realtime_export_in_local_time_gives_the_legs_of_the_file(tmp_path: Path, form: str) -> None:
    told = [ENTERS, event(5, "RINGNOANSWER", 1000, agent="SIP/8007"), CONNECTS, ENDS]
    rows = [as_realtime(line_) for line_ in told]
    header = ["time", "callid", "queuename", "agent", "event", "data1", "data2", "data3", "data4", "data5"]
    if form == "pipes":
        text = "\n".join([" | ".join(header), "---+---", *(" | ".join(row) for row in rows), "(4 rows)", ""])
    elif form == "offset":
        text = "\n".join("|".join([row[0].replace(" ", "T") + "+09:00", *row[1:]]) for row in rows)
    elif form == "data":
        text = "\n".join([",".join([*header[:5], "data"]), *(",".join([*row[:5], "|".join(row[5:])]) for row in rows)])
    else:
        text = "\n".join([",".join(["id", *header]), *(",".join(["1", *row, *[""] * (10 - len(row))]) for row in rows)])
    local, epoch = asterisk_desk(tmp_path / "local"), asterisk_desk(tmp_path / "epoch")
    (tmp_path / "local").mkdir()
    (tmp_path / "local" / "q").write_text(text)

    report = imported(local, tmp_path / "local" / "q")
    imported(epoch, write_lines(tmp_path / "epoch" / "q", told))

    told_alike = ["queue_key", "outcome", "entered_at", "answered_at", "ended_at", "wait_s", "ring_s", "talk_s"]
    assert (report.new, report.rejected) == (4, 0)
    pd.testing.assert_frame_equal(legs_of(local)[told_alike], legs_of(epoch)[told_alike])


def test_a_file_and_its_realtime_export_tell_the_same_events(tmp_path: Path) -> None:
    desk = asterisk_desk(tmp_path)
    imported(desk, write_lines(tmp_path / "file", ANSWERED))

    report = imported(desk, write_lines(tmp_path / "table", [" | ".join(as_realtime(told)) for told in ANSWERED]))

    assert (report.new, report.same) == (0, 3)


def test_a_server_elsewhere_is_read_on_its_own_clock(tmp_path: Path) -> None:
    desk = asterisk_desk(tmp_path, time_zone="UTC")
    rows = [" | ".join([f"{pd.Timestamp(T0, unit='s')}", *told.split("|")[1:]]) for told in ANSWERED[:1]]

    imported(desk, write_lines(tmp_path / "q", rows))

    assert legs_of(desk)["entered_at"].tolist() == [0]
    assert legs_of(desk)["tz_assumed"].tolist() == [False]


def test_packed_files_blank_lines_and_bytes_that_are_no_text_are_read_line_by_line(tmp_path: Path) -> None:
    desk = asterisk_desk(tmp_path)
    text = "\n\n".join(ANSWERED).encode() + b"\n\xff\xfe|x\n"
    (tmp_path / "q.gz").write_bytes(gzip.compress(text))

    report = imported(desk, tmp_path / "q.gz")

    assert (report.read, report.new, report.rejected) == (4, 3, 1)
    assert rows_of(desk, "asterisk_call_event")["row_no"].tolist() == [1, 3, 5]
    assert rows_of(desk, "import_reject")["row_no"].tolist() == [6]


def test_a_desk_without_a_table_is_told_what_to_write_with_the_queues_found(tmp_path: Path) -> None:
    desk = asterisk_desk(tmp_path, queues={})
    told = write_lines(tmp_path / "q", [*ANSWERED, line(0, "b.1", "8005", "NONE", "ENTERQUEUE")])

    with pytest.raises(
        ImportRefused, match=r'(?s)\[import.asterisk.my-pbx\].*"8000" = "technical", "8005" = "technical"'
    ):
        imported(desk, told)


def test_of_two_asterisks_the_one_that_knows_the_queues_is_taken(tmp_path: Path) -> None:
    desk = asterisk_desk(tmp_path)
    tables = {"a": {"queues": {"500": "technical"}, "instance": "a"}, "b": {"queues": QUEUES, "instance": "b"}}
    fields = desk.settings.model_dump(by_alias=True) | {"import": {"asterisk": tables}}
    desk = type(desk)(folder=tmp_path, settings=type(desk.settings).model_validate(fields))

    imported(desk, write_lines(tmp_path / "q", ANSWERED))

    legs = legs_of(desk)
    assert legs[["source_instance", "contact_id"]].values.tolist() == [["b", f"b/{CALL}"]]


def test_a_mapping_that_changes_moves_the_events_to_the_other_queue(tmp_path: Path) -> None:
    told = write_lines(tmp_path / "q", ANSWERED)
    imported(asterisk_desk(tmp_path), told)

    report = imported(asterisk_desk(tmp_path, queues={**QUEUES, "8000": "billing"}), told)

    assert (report.new, report.changed, report.same) == (0, 3, 0)
    assert legs_of(asterisk_desk(tmp_path))["queue_key"].tolist() == ["billing"]


def test_after_call_work_is_the_pause_with_the_desks_reason_after_the_call(tmp_path: Path) -> None:
    pauses = [
        line(32, "NONE", "8000", "SIP/7140", "PAUSE", "wrapup"),
        line(32, "NONE", "8001", "SIP/7140", "PAUSE", "wrapup"),
        line(72, "NONE", "8000", "SIP/7140", "UNPAUSE"),
        line(72, "NONE", "8001", "SIP/7140", "UNPAUSE"),
    ]
    leg = told_of(tmp_path, [*ANSWERED, *pauses], acw_reason="wrapup").iloc[0]

    assert (leg.acw_s, leg.handle_s, leg.acw_end_at, leg.handle_quality) == (40, 65, 72, "derived")


def test_a_pause_in_a_later_file_completes_the_handle_time(tmp_path: Path) -> None:
    desk = asterisk_desk(tmp_path, acw_reason="wrapup", wrapup_seconds=5)
    imported(desk, write_lines(tmp_path / "a", ANSWERED))
    before = legs_of(desk).iloc[0].acw_s
    imported(desk, write_lines(tmp_path / "b", [line(33, "NONE", "NONE", "SIP/7140", "PAUSEALL", "wrapup")]))
    between = legs_of(desk).iloc[0].acw_s

    imported(desk, write_lines(tmp_path / "c", [line(43, "NONE", "NONE", "SIP/7140", "UNPAUSEALL")]))

    assert (before, pd.isna(between), legs_of(desk).iloc[0].acw_s) == (5, True, 10)


@pytest.mark.parametrize(
    "sample",
    ["a,b\n1,2\n", "", "time|what\n1|2\n", '{"a": 1}', "1699286234|x|y|z|w\n", "2012-07-04 07:27:55 | a | b | c | d"],
)
def test_other_files_are_not_taken_for_a_queue_log(sample: str) -> None:
    assert recognise(sample) is None


def test_an_import_that_fails_leaves_nothing_staged_for_the_next(tmp_path: Path) -> None:
    desk = asterisk_desk(tmp_path)
    good, bad = write_lines(tmp_path / "a", ANSWERED), tmp_path / "b.gz"
    many = "\n".join(
        line(number, f"{number * 7919}.{number}", "8000", "NONE", "ENTERQUEUE") for number in range(20_000)
    )
    bad.write_bytes(gzip.compress(many.encode())[:-9])

    with Warehouse.open(desk) as warehouse:
        with pytest.raises(ImportRefused, match="is damaged"):
            import_logs(desk, [good, bad], warehouse=warehouse)
        report = import_logs(desk, [good], warehouse=warehouse)

    assert (report.read, report.new) == (3, 3)
