"""What the books of systems keep once `[import.keep_months]` was applied; the limit is the beginning of 2025-04-08."""

from pathlib import Path

import pandas as pd
import pytest

from dashboards.messages import messages_in
from data.desk import Desk
from data.message import Message
from data.retention import apply_retention
from data.undo_import import undo_import
from data.warehouse import Warehouse
from tests.data import connect_desk as connect
from tests.data import zendesk_builders as zendesk
from tests.data.asterisk_desk import asterisk_desk, imported, legs_of, line, rows_of, write_lines
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
