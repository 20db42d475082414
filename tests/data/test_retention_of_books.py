"""What the books of systems keep once `[import.keep_months]` was applied; the limit is the beginning of 2025-04-08."""

from pathlib import Path

import pandas as pd
import pytest

from dashboards.messages import messages_in
from data.calendar import Calendar
from data.desk import Desk
from data.log_span import read_log_span
from data.message import Message
from data.retention import apply_retention
from data.undo_import import undo_import
from data.warehouse import Warehouse
from tests.data import connect_desk as connect
from tests.data import zendesk_builders as zendesk
from tests.data.asterisk_desk import T0, asterisk_desk, imported, legs_of, line, rows_of, write_lines
from tests.data.test_asterisk_cdr import HEADER as CDR_HEADER
from tests.data.test_asterisk_cdr import cdr_desk, record

HOUR = 3600
LIMIT = 15 * HOUR
"""2025-04-08 00:00 in Tokyo, seconds from T0; a month before NOW's day."""

NOW = pd.Timestamp("2025-05-08 13:00", tz="Asia/Tokyo")


def keeping(desk: Desk, **months: int) -> Desk:
    """The desk with `[import.keep_months]`; a month of contacts where nothing is said."""
    kept = desk.settings.imports.keep_months.model_validate(months or {"legs": 1})
    imports = desk.settings.imports.model_copy(update={"keep_months": kept})
    return Desk(desk.folder, desk.settings.model_copy(update={"imports": imports}), desk.staff)


def retained(desk: Desk, now: pd.Timestamp = NOW) -> list[Message]:
    with Warehouse.open(desk) as warehouse:
        return apply_retention(warehouse, desk, now=now)


def call(name: str, *, enters: int, ends: int, caller: str = "0312340000", agent: str = "a1") -> list[str]:
    return [
        line(enters, name, "8000", "NONE", "ENTERQUEUE", "", caller, 1),
        line(enters + 5, name, "8000", agent, "CONNECT", 5, "x", 2),
        line(ends, name, "8000", agent, "COMPLETECALLER", 5, ends - enters - 5, 1),
    ]


CALLS = [
    *call("old", enters=0, ends=100),
    line(200, "open", "8000", "NONE", "ENTERQUEUE", "", "0312340000", 1),
    *call("spans", enters=LIMIT - 60, ends=LIMIT + 60),
    *call("new", enters=LIMIT + HOUR, ends=LIMIT + HOUR + 60),
]


def ids(desk: Desk, table: str, column: str = "call_id") -> list[str]:
    return sorted(set(rows_of(desk, table)[column].astype(str)))


def test_calls_go_with_their_events_unless_they_reach_over_the_limit_or_are_open(tmp_path: Path) -> None:
    desk = keeping(asterisk_desk(tmp_path))
    imported(desk, write_lines(tmp_path / "q", CALLS))

    said = retained(desk)

    assert ids(desk, "asterisk_call_event") == ["new", "open", "spans"]
    assert sorted(legs_of(desk).index) == ["new#1", "open#1", "spans#1"]
    assert [str(each).split(" from")[0] for each in said] == ["1 legs", "3 events of calls (Asterisk)"]
    assert said[1].said(messages_in("ja")) == (
        "2025-04-08 より前の通話イベントの記録（Asterisk）を3行削除しました"
        "（desk.toml の [import.keep_months] legs = 1）。"
    )
    assert retained(desk) == []


def test_a_new_file_completes_an_open_call_after_retention(tmp_path: Path) -> None:
    desk = keeping(asterisk_desk(tmp_path))
    imported(desk, write_lines(tmp_path / "q", CALLS))
    retained(desk)

    imported(desk, write_lines(tmp_path / "later", call("open", enters=200, ends=300)[1:]))

    leg = legs_of(desk).loc["open#1"]
    assert (leg.outcome, leg.entered_at, leg.ended_at) == ("answered", 200, 300)
    assert sorted(legs_of(desk).index) == ["new#1", "open#1", "spans#1"]


def test_a_file_that_is_known_brings_nothing_back(tmp_path: Path) -> None:
    desk = keeping(asterisk_desk(tmp_path))
    path = write_lines(tmp_path / "q", CALLS)
    imported(desk, path)
    retained(desk)

    report = imported(desk, path)

    assert (report.read, report.same, report.new) == (10, 10, 0)
    assert ids(desk, "asterisk_call_event") == ["new", "open", "spans"]
    assert sorted(legs_of(desk).index) == ["new#1", "open#1", "spans#1"]


def test_another_file_that_tells_of_old_calls_loses_them_the_next_time(tmp_path: Path) -> None:
    desk = keeping(asterisk_desk(tmp_path))
    imported(desk, write_lines(tmp_path / "q", CALLS))
    retained(desk)

    imported(desk, write_lines(tmp_path / "longer", [*CALLS, *call("newer", enters=LIMIT * 2, ends=LIMIT * 2 + 9)]))
    retained(desk)

    assert ids(desk, "asterisk_call_event") == ["new", "newer", "open", "spans"]
    assert sorted(legs_of(desk).index) == ["new#1", "newer#1", "open#1", "spans#1"]


@pytest.mark.parametrize(("batch", "left"), [(1, ["other#1"]), (2, ["new#1", "open#1", "spans#1"])])
def test_a_file_of_which_rows_are_deleted_can_be_undone(tmp_path: Path, batch: int, left: list[str]) -> None:
    desk = keeping(asterisk_desk(tmp_path))
    imported(desk, write_lines(tmp_path / "q", CALLS))
    more = [*call("older", enters=400, ends=500), *call("other", enters=LIMIT + 9, ends=LIMIT + 99)]
    imported(desk, write_lines(tmp_path / "p", more))
    retained(desk)

    with Warehouse.open(desk) as warehouse:
        undo_import(warehouse, desk, batch=batch)

    assert sorted(legs_of(desk).index) == left
    assert ids(desk, "asterisk_call_event") == [name.removesuffix("#1") for name in left]


def test_call_records_go_with_their_calls_and_never_by_halves(tmp_path: Path) -> None:
    desk = keeping(cdr_desk(tmp_path))
    records = [
        record("10:00:00", "1.1", "Dial", "ANSWERED", talk=30),
        record("11:00:00", "1.2", "Queue", "ANSWERED", talk=30),
        record("23:59:30", "1.3", "Dial", "ANSWERED", talk=50),
        record("12:00:00", "1.4", "Dial", "ANSWERED", did="999", context="none"),
        record("13:00:00", "1.5", "Queue", "ANSWERED", talk=30),
    ]
    imported(desk, write_lines(tmp_path / "c", [CDR_HEADER, *records]))
    imported(desk, write_lines(tmp_path / "q", [line(4 * HOUR, "1.5", "8000", "NONE", "ENTERQUEUE", "", "", 1)]))

    said = retained(desk)

    assert ids(desk, "asterisk_call_record") == ["1.3", "1.5"]
    assert sorted(legs_of(desk).index) == ["1.3", "1.5#1"]
    assert [str(each).split(" from")[0] for each in said] == ["2 legs", "3 call records (Asterisk)"]


def test_contact_records_go_with_their_chain(tmp_path: Path) -> None:
    desk = keeping(connect.connect_desk(tmp_path))
    path = connect.write_records(
        tmp_path / "r",
        [
            connect.contact("old", agent=connect.served(40)),
            connect.contact("before", NextContactId="after", agent=connect.served(40)),
            connect.contact(
                "after", method="TRANSFER", begins=LIMIT + 9, entered=LIMIT + 9, ends=LIMIT + 90, updated=LIMIT + 99,
                PreviousContactId="before",
            ),
            connect.contact("late", updated=LIMIT + 5),
            connect.contact("open", ends=None, waited=None),
        ],
    )  # fmt: skip
    connect.imported(desk, path)
    before = connect.legs_of(desk)

    said = retained(desk)

    assert ids(desk, "connect_contact", "record_id") == ["after", "before", "late", "open"]
    assert sorted(connect.legs_of(desk).index) == ["after", "before", "late", "open"]
    assert [str(each).split(" from")[0] for each in said] == ["1 legs", "1 contact records (Amazon Connect)"]
    assert connect.imported(desk, path).same == 5
    again = connect.legs_of(desk)
    assert again["outcome"].to_dict() == before["outcome"].drop("old").to_dict()

    connect.imported(desk, connect.write_records(tmp_path / "s", [connect.contact("open", updated=LIMIT + 7)]))

    assert connect.legs_of(desk).loc["open", "outcome"] == "abandoned"


def test_tickets_go_with_their_versions_metrics_and_events_unless_they_are_open(tmp_path: Path) -> None:
    desk = keeping(zendesk.ticket_desk(tmp_path))
    told = []
    for number, fields in (
        (1, {"status": "closed"}),
        (2, {"status": "open"}),
        (3, {"status": "closed", "updated_at": "2025-04-07T15:00:01Z"}),
    ):
        told += [
            zendesk.a_ticket(number, **fields),
            zendesk.a_metric(number),
            zendesk.an_event(10 * number, "activate", "01:00", ticket=number),
            zendesk.an_event(10 * number + 1, "fulfill", "02:00", ticket=number),
        ]
    path = zendesk.write_lines(tmp_path / "t", told)
    imported(desk, path)

    said = retained(desk)

    for table in ("zendesk_ticket", "zendesk_metric", "zendesk_event"):
        assert ids(desk, table, "ticket_id") == ["2", "3"]
    assert ids(desk, "contact_leg", "contact_id") == ["2", "3"]
    assert [str(each).split(" from")[0] for each in said] == [
        "1 legs",
        "1 versions of tickets (Zendesk)",
        "1 metrics of tickets (Zendesk)",
        "2 events of tickets (Zendesk)",
    ]
    assert imported(desk, path).same == 12
    assert ids(desk, "contact_leg", "contact_id") == ["2", "3"]

    second = zendesk.an_event(22, "activate", "2025-04-09T01:00:00Z", cycle=2, ticket=2)
    imported(desk, zendesk.write_lines(tmp_path / "u", [second]))

    assert ids(desk, "contact_leg", "leg_id") == ["2/1", "2/2", "3/1"]


def told(after: int, event: str, *data: str) -> str:
    return line(after, "NONE", "8000", "a1", event, *data)


def states(desk: Desk) -> list[tuple[int, str]]:
    rows = rows_of(desk, "agent_state").sort_values("start_utc")
    return [(int(start.timestamp()) - T0, state) for start, state in zip(rows["start_utc"], rows["state"], strict=True)]


STINTS = [
    *(told(0, "ADDMEMBER", ""), told(60, "PAUSE", "lunch"), told(120, "UNPAUSE"), told(180, "REMOVEMEMBER", "")),
    *(told(LIMIT - 60, "ADDMEMBER", ""), told(LIMIT + 60, "PAUSE", "lunch"), told(LIMIT + 90, "REMOVEMEMBER", "")),
]


def test_states_go_with_their_events_and_the_stint_at_the_limit_stays(tmp_path: Path) -> None:
    desk = keeping(asterisk_desk(tmp_path), states=1)
    imported(desk, write_lines(tmp_path / "q", STINTS))
    assert len(states(desk)) == 7

    said = retained(desk)

    assert states(desk) == [(LIMIT - 60, "available"), (LIMIT + 60, "pause"), (LIMIT + 90, "offline")]
    assert rows_of(desk, "asterisk_agent_event")["at_s"].min() == T0 + LIMIT - 60
    assert [str(each).split(" from")[0] for each in said] == [
        "4 stretches of agents' states",
        "4 events of agents (Asterisk)",
    ]


def test_states_that_are_kept_longer_than_calls_stand_when_the_agent_is_heard_of_again(tmp_path: Path) -> None:
    desk = keeping(asterisk_desk(tmp_path), legs=1)
    imported(desk, write_lines(tmp_path / "q", [told(0, "ADDMEMBER", ""), *call("old", enters=100, ends=200)]))
    before = states(desk)
    retained(desk)

    imported(desk, write_lines(tmp_path / "p", call("new", enters=LIMIT * 9, ends=LIMIT * 9 + 60)))

    assert (105, "on_contact") in before
    assert states(desk)[: len(before)] == before
    assert (LIMIT * 9 + 5, "on_contact") in states(desk)


def test_pauses_after_a_call_that_is_kept_stay_with_it(tmp_path: Path) -> None:
    desk = keeping(asterisk_desk(tmp_path, acw_reason="wrapup"), states=1)
    wrapup = [told(100, "PAUSE", "wrapup"), told(130, "UNPAUSE")]
    imported(desk, write_lines(tmp_path / "q", [*call("old", enters=0, ends=100), *wrapup]))

    retained(desk)

    assert len(rows_of(desk, "asterisk_agent_event")) == 2
    assert legs_of(desk).loc["old#1", "acw_s"] == 30


def test_agent_events_of_amazon_connect_go_but_for_the_one_that_tells_of_the_limit(tmp_path: Path) -> None:
    desk = keeping(connect.connect_desk(tmp_path), states=1)
    events = [
        connect.event("e1", 0),
        connect.event("e2", 100, "Offline", since=100),
        connect.event("e3", 200, since=200),
        connect.event("e4", LIMIT + 60, "Offline", since=LIMIT + 60),
        connect.event("f1", 0, name="gone"),
    ]
    path = connect.write_records(tmp_path / "r", events)
    connect.imported(desk, path)

    retained(desk)

    assert ids(desk, "connect_agent_event", "record_id") == ["e3", "e4"]
    kept = connect.states_of(desk)
    assert [(start, state) for start, _, state, _ in kept] == [(200, "available"), (LIMIT + 60, "offline")]

    connect.imported(desk, connect.write_records(tmp_path / "s", [connect.event("e5", LIMIT + 90, since=LIMIT + 90)]))

    assert connect.states_of(desk)[:1] == kept[:1]
    assert connect.states_of(desk)[-1][2] == "available"


def test_the_log_begins_where_its_days_are_whole(tmp_path: Path) -> None:
    desk = keeping(asterisk_desk(tmp_path))
    imported(desk, write_lines(tmp_path / "q", CALLS))

    with Warehouse.open(desk) as warehouse:
        before = read_log_span(warehouse, Calendar.of(desk))
        apply_retention(warehouse, desk, now=NOW)
        after = read_log_span(warehouse, Calendar.of(desk))
        stale = warehouse.table("stale_day")

    assert (before.first_at.timestamp(), after.first_at.timestamp()) == (T0, T0 + LIMIT + HOUR)
    assert stale.empty


def test_no_row_holds_the_key_of_a_customer_whose_contacts_are_all_deleted(tmp_path: Path) -> None:
    desk = keeping(asterisk_desk(tmp_path))
    calls = call("old", enters=0, ends=9, caller="0399990000") + call("new", enters=LIMIT, ends=LIMIT + 9)
    imported(desk, write_lines(tmp_path / "q", calls))
    [old_key] = legs_of(desk).loc[["old#1"], "customer_key"]

    retained(desk)

    with Warehouse.open(desk) as warehouse:
        tables = warehouse.query_text("SELECT table_name FROM duckdb_tables() WHERE NOT internal")["table_name"]
        holding = [name for name in tables if old_key in warehouse.table(name).to_csv()]
    assert holding == []
    assert len(old_key) == 32
