"""Tickets of Freshdesk: what its figures and its conversations tell of who waited for a reply, and from when."""

import json
import random
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data.desk import Desk, DeskSettings
from data.errors import DeskError, ImportRefused
from data.forget import forget_customer
from data.import_logs import import_logs, preview
from data.importers.freshdesk import recognise
from data.importers.systems import known_system
from data.undo_import import undo_import
from data.warehouse import Warehouse
from tests.data.freshdesk_builders import SECOND_LINE, a_message, a_ticket, freshdesk_desk
from tests.data.zendesk_builders import legs_in, legs_of, one_leg, reconciles, store_of, told_in, write, write_lines

ASKED_AND_ANSWERED = {"first_responded_at": "01:13", "agent_responded_at": "01:13", "requester_responded_at": None}
CONVERSATION = [
    a_message(1, "01:30"),
    a_message(2, "2025-04-08T01:00:00Z", by="customer"),
    a_message(3, "2025-04-08T01:10:00Z", by="customer"),
    a_message(4, "2025-04-08T01:20:00Z"),
]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return freshdesk_desk(tmp_path)


def at(text: str) -> pd.Timestamp:
    return pd.Timestamp(text, tz="UTC")


def test_the_first_reply_of_a_ticket_is_told_by_its_figures(desk: Desk) -> None:
    # created 01:00:00, first response 01:13:41 as in the published sample: 821 s
    ticket = a_ticket(status=3, stats={"first_responded_at": "2025-04-07T01:13:41Z", "pending_since": "01:00"})

    leg = one_leg(desk, ticket)

    assert (leg["leg_id"], leg["contact_id"], leg["kind"], leg["outcome"]) == ("22/1", "22", "queue", "answered")
    assert (leg["entered_at"], leg["wait_s"]) == (at("2025-04-07 01:00"), 821.0)
    assert (leg["channel"], leg["queue_key"]) == ("mail", "letters")
    assert leg["agent_key"].startswith("agent-")
    assert bool(leg["offered"])
    assert pd.isna(leg["deadline_at"])
    assert pd.isna(leg["promised_at"])
    assert pd.isna(leg["handle_s"])
    assert list(leg["flags"]) == []


def test_conversations_make_a_leg_of_each_wait_for_a_reply(desk: Desk) -> None:
    legs = legs_of(desk, a_ticket(), *CONVERSATION)

    assert list(legs["leg_id"]) == ["22/1", "22/2"]
    assert list(legs["kind"]) == ["queue", "reply_cycle"]
    assert list(legs["offered"]) == list(legs["is_entry"]) == [True, False]
    assert list(legs["entered_at"]) == [at("2025-04-07 01:00"), at("2025-04-08 01:00")]
    assert list(legs["wait_s"]) == [1800.0, 1200.0]
    assert len(set(legs["agent_key"])) == 1
    assert legs["agent_key"].str.startswith("agent-").all()


def test_conversations_inside_their_ticket_count_as_those_in_records_of_their_own(desk: Desk, tmp_path: Path) -> None:
    inside = [{key: told for key, told in each.items() if key != "ticket_id"} for each in CONVERSATION]

    own = legs_of(freshdesk_desk(tmp_path / "own"), a_ticket(), *CONVERSATION)
    embedded = legs_of(desk, a_ticket(conversations=inside))

    told = ["leg_id", "kind", "entered_at", "answered_at", "wait_s", "outcome", "offered"]
    pd.testing.assert_frame_equal(own[told], embedded[told])


def test_notes_and_automatic_replies_answer_nobody(desk: Desk) -> None:
    beside = [a_message(1, "01:05", by="note"), a_message(2, "01:06", auto_response=True)]

    leg = one_leg(desk, a_ticket(), *beside)

    assert (leg["outcome"], pd.isna(leg["answered_at"])) == ("open", True)


def test_a_customer_who_wrote_last_by_the_figures_waits_since_that_message(desk: Desk) -> None:
    stats = {"first_responded_at": "01:13", "agent_responded_at": "01:13", "requester_responded_at": "03:00"}

    legs = legs_of(desk, a_ticket(stats=stats))

    assert list(legs["outcome"]) == ["answered", "open"]
    assert legs["entered_at"].iloc[1] == at("2025-04-07 03:00")
    assert list(legs["flags"].iloc[1]) == ["arrival_from_last_message"]


def test_a_ticket_that_was_closed_without_a_reply_says_so(desk: Desk) -> None:
    closed = a_ticket(status=5, updated_at="2025-04-08T01:00:00Z", stats={"resolved_at": "2025-04-07T05:00:00Z"})

    leg = one_leg(desk, closed)

    assert (leg["outcome"], leg["answered_at"]) == ("answered", at("2025-04-07 05:00"))
    assert list(leg["flags"]) == ["closed_without_reply"]


@pytest.mark.parametrize(
    ("fields", "kind", "outcome", "offered"),
    [
        pytest.param({"spam": True}, "queue", "spam", False, id="spam is kept and not offered"),
        pytest.param({"tags": ["merged"]}, "queue", "cancelled", False, id="another ticket took it up"),
        pytest.param({"source": 10, "status": 5}, "outbound", "answered", False, id="an agent wrote first"),
        pytest.param({"source": 2}, "queue", "open", True, id="a form"),
        pytest.param({"status": 7}, "queue", "open", True, id="waits for others"),
    ],
)
def test_what_a_ticket_is_says_whether_it_was_offered(
    desk: Desk, fields: dict[str, Any], kind: str, outcome: str, offered: bool
) -> None:
    leg = one_leg(desk, a_ticket(**fields))

    assert (leg["kind"], leg["outcome"], leg["offered"]) == (kind, outcome, offered)


def test_a_customer_who_answers_a_letter_of_ours_waits_for_a_reply_only(desk: Desk) -> None:
    legs = legs_of(desk, a_ticket(source=10), a_message(1, "03:00", by="customer"))

    assert list(legs["kind"]) == ["outbound", "reply_cycle"]
    assert list(legs["direction"]) == ["out", "in"]
    assert not legs["offered"].any()
    assert not legs["is_entry"].any()


def test_a_deleted_ticket_leaves_nothing(desk: Desk) -> None:
    gone = a_ticket(deleted=True, updated_at="2025-04-08T00:00:00Z")

    assert legs_of(desk, a_ticket(), gone).empty


def test_a_call_that_was_written_down_is_not_offered_a_second_time(tmp_path: Path) -> None:
    leg = one_leg(
        freshdesk_desk(tmp_path, groups={}, queue={"phone": "letters", "mail": "letters"}), a_ticket(source=3)
    )

    assert (leg["kind"], leg["offered"]) == ("voicemail", False)


def test_what_the_customer_was_told_last_stands_on_the_wait_it_was_told_in(desk: Desk) -> None:
    first = a_ticket(
        custom_fields={"cf_promised_by": "2025-04-07T08:00:00Z", "cf_next_status_by": "2025-04-07T03:00:00Z"}
    )
    later = a_ticket(custom_fields={"cf_promised_by": "2025-04-07T09:00:00Z"}, updated_at="2025-04-07T01:10:00Z")
    cleared = a_ticket(custom_fields={"cf_promised_by": None}, updated_at="2025-04-07T01:30:00Z")
    again = a_ticket(custom_fields={"cf_promised_by": "2025-04-09T09:00:00Z"}, updated_at="2025-04-08T01:00:00Z")

    legs = legs_of(desk, first, later, cleared, again, *CONVERSATION)

    assert list(legs["promised_at"]) == [at("2025-04-07 09:00"), at("2025-04-09 09:00")]
    assert legs["next_status_at"].iloc[0] == at("2025-04-07 03:00")
    assert pd.isna(legs["next_status_at"].iloc[1])


def test_the_due_dates_of_freshdesk_itself_are_no_promise(desk: Desk) -> None:
    leg = one_leg(desk, a_ticket(due_by="2025-04-10T00:00:00Z"))

    assert pd.isna(leg["promised_at"])
    assert pd.isna(leg["deadline_at"])


def test_topic_work_and_priority_come_from_the_fields_that_are_named(desk: Desk) -> None:
    fields = {"cf_topic": "VPN", "cf_work_seconds": 900}

    legs = legs_of(desk, a_ticket(priority=4, custom_fields=fields), *CONVERSATION)

    assert set(legs["topic"]) == {"network"}
    assert set(legs["priority"]) == {"urgent"}
    assert list(legs["handle_s"]) == [450.0, 450.0]
    assert set(legs["handle_quality"]) == {"derived"}


def test_a_ticket_that_comes_to_tier_two_is_escalated_once(desk: Desk) -> None:
    handed = a_ticket(group_id=SECOND_LINE, updated_at="2025-04-07T01:20:00Z")

    legs = legs_of(desk, a_ticket(), handed, *CONVERSATION)

    assert list(legs["is_escalation"]) == [True, False]
    assert set(legs["queue_key"]) == {"second"}


def test_nothing_private_reaches_the_store(desk: Desk) -> None:
    inside = [{key: told for key, told in each.items() if key != "ticket_id"} for each in CONVERSATION]
    with store_of(desk) as warehouse:
        import_logs(
            desk, [write_lines(desk.folder / "r.jsonl", [a_ticket(conversations=inside), *CONVERSATION])],
            warehouse=warehouse,
        )  # fmt: skip
        tables = warehouse.query_text("SELECT table_name FROM duckdb_tables() WHERE NOT internal")["table_name"]
        stored = "".join(warehouse.table(name).to_csv() for name in tables)

    for secret in ("secret", "someone", "Some One", "0312345678", "43000000031", "private_tag"):
        assert secret not in stored


def test_a_forgotten_customer_has_no_key_and_gets_none_again(desk: Desk) -> None:
    path = write_lines(desk.folder / "r.jsonl", [a_ticket()])
    with store_of(desk) as warehouse:
        import_logs(desk, [path], warehouse=warehouse)
        keyed = legs_in(warehouse)["customer_key"].notna().all()
        forgotten = forget_customer(warehouse, desk, number="43000000031")
        later = write_lines(desk.folder / "s.jsonl", [a_ticket(updated_at="2025-04-07T02:00:00Z")])
        import_logs(desk, [later], warehouse=warehouse)

        assert keyed
        assert forgotten == 2
        assert legs_in(warehouse)["customer_key"].isna().all()


def test_any_order_of_files_and_records_gives_the_same_legs(desk: Desk) -> None:
    versions = [
        a_ticket(
            status=status, updated_at=f"2025-04-0{day}T02:00:00Z", custom_fields={"cf_promised_by": f"2025-05-0{day}"}
        )
        for day, status in ((7, 2), (8, 3), (9, 5))
    ]
    records = [*versions, *CONVERSATION, a_ticket(23), a_message(9, "04:00", ticket=23), a_ticket(), a_ticket(stats={})]
    told = []
    for seed in range(4):
        shuffled = random.Random(seed).sample(records, len(records))
        files = [write_lines(desk.folder / f"{seed}-{part}.jsonl", shuffled[part::3]) for part in range(3)]
        with Warehouse.in_memory(with_tables=True) as warehouse:
            for path in files:
                report = import_logs(desk, [path], warehouse=warehouse)
                assert reconciles(report)
            told.append(told_in(warehouse))

    assert told[0]
    assert told[1:] == [told[0]] * 3


def test_a_file_that_comes_twice_changes_nothing_and_an_undo_takes_it_back(desk: Desk) -> None:
    path = write_lines(desk.folder / "r.jsonl", [a_ticket(), *CONVERSATION])
    with store_of(desk) as warehouse:
        first = import_logs(desk, [path], warehouse=warehouse)
        again = import_logs(desk, [path], warehouse=warehouse)
        copy = import_logs(desk, [write(desk.folder / "copy.jsonl", path.read_text())], warehouse=warehouse)
        before = told_in(warehouse)
        update = write_lines(desk.folder / "u.jsonl", [a_ticket(status=5, updated_at="2025-04-09T00:00:00Z")])
        changed = import_logs(desk, [update], warehouse=warehouse)
        undo_import(warehouse, desk, batch=4)

        assert (first.read, first.new) == (5, 5)
        assert (again.read, again.same) == (5, 5)
        assert (copy.read, copy.same) == (5, 5)
        assert (changed.read, changed.changed) == (1, 1)
        assert told_in(warehouse) == before


def test_a_list_and_pages_are_read_as_lines_are(desk: Desk, tmp_path: Path) -> None:
    as_list = write(tmp_path / "list.json", json.dumps([a_ticket(), *CONVERSATION]))
    as_page = write(tmp_path / "page.json", json.dumps({"results": [a_ticket(23)], "total": 1}))
    with store_of(desk) as warehouse:
        report = import_logs(desk, [as_list, as_page], warehouse=warehouse)

        assert (report.read, report.new) == (6, 6)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        pytest.param({"source": 5}, 'source "5" has no channel in [import.freshdesk.acme].channels', id="a source"),
        pytest.param({"status": 12}, 'status "12" is not in [import.freshdesk.acme].statuses', id="a status"),
        pytest.param({"created_at": "yesterday"}, "created_at is no time of 1970 to 2099", id="its beginning"),
        pytest.param({"updated_at": "0001-01-01"}, "updated_at is no time of 1970 to 2099", id="its version"),
        pytest.param({"id": "x"}, "its number is no number", id="its number"),
        pytest.param(
            {"stats": {"first_responded_at": "soon"}},
            "stats.first_responded_at is no time of 1970 to 2099",
            id="figures",
        ),
        pytest.param(
            {"conversations": [{"id": 1, "incoming": True}]},
            "one of its conversations has no number, no time or no direction",
            id="conversations",
        ),
    ],
)
def test_a_record_that_cannot_be_used_is_refused_with_what_is_wrong(
    desk: Desk, fields: dict[str, Any], reason: str
) -> None:
    shown = preview(desk, write_lines(desk.folder / "r.jsonl", [a_ticket(**fields)]))

    assert list(shown["remark"]) == [f"refused: {reason}"]


def test_a_group_without_a_queue_is_refused_by_its_number(tmp_path: Path) -> None:
    shown = preview(freshdesk_desk(tmp_path, queue=""), write_lines(tmp_path / "r.jsonl", [a_ticket(group_id=9)]))

    assert list(shown["remark"]) == ["refused: group 9 (mail) has no queue in [import.freshdesk.acme]"]


def test_a_desk_without_a_table_is_shown_one_with_the_groups_of_the_file(tmp_path: Path) -> None:
    plain = freshdesk_desk(tmp_path).settings.model_dump(by_alias=True)
    plain["import"]["freshdesk"] = {}
    desk = Desk(tmp_path, DeskSettings.model_validate(plain))
    path = write_lines(tmp_path / "r.jsonl", [a_ticket(), a_ticket(23, source=5)])

    with pytest.raises(ImportRefused) as refused, store_of(desk) as warehouse:
        import_logs(desk, [path], warehouse=warehouse)

    assert "holds tickets of Freshdesk" in str(refused.value)
    assert '[import.freshdesk.tickets.groups]\n"43001" = "letters"' in str(refused.value)
    assert " 1 of its tickets came by ways that channels must name." in str(refused.value)


def test_several_tables_ask_for_a_choice_and_a_wrong_queue_is_named(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "r.jsonl", [a_ticket()])
    two = freshdesk_desk(tmp_path).settings.model_dump(by_alias=True)
    two["import"]["freshdesk"]["other"] = two["import"]["freshdesk"]["acme"]
    with pytest.raises(ImportRefused, match=r"several tables: acme, other; say which, for example with --format acme"):
        preview(Desk(tmp_path, DeskSettings.model_validate(two)), path)
    with pytest.raises(DeskError, match=r"import\.freshdesk\.acme\.queue: .*nowhere"):
        preview(freshdesk_desk(tmp_path, queue="nowhere"), path)


def test_its_files_are_known_by_their_content_and_no_others(tmp_path: Path) -> None:
    assert recognise(json.dumps(a_ticket())) == "its records have id, responder_id, fr_due_by"
    assert recognise(json.dumps(a_message(1, "01:00"))) == "its records have id, ticket_id, incoming, private"
    assert recognise('{"id": 1, "via": {}, "status": "new"}') is None
    system = known_system(write_lines(tmp_path / "r", [a_message(1, "01:00")]))
    assert system is not None
    assert system.table == "freshdesk"
