"""Conversations of Intercom: who waited for a human's reply, by the instants and not by Intercom's own durations."""

import json
import random
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data.desk import Desk
from data.import_logs import import_logs, preview
from data.importers.intercom import recognise
from data.importers.systems import known_system
from data.warehouse import Warehouse
from tests.data.intercom_builders import BEGIN, a_conversation, a_part, intercom_desk
from tests.data.zendesk_builders import legs_of, one_leg, reconciles, told_in, write, write_lines

PARTS = [
    a_part(1, 5, by="bot"),
    a_part(2, 60, by="user"),
    a_part(3, 90),
    a_part(4, 95, by="bot"),
    a_part(5, 600, by="user"),
    a_part(6, 630, by="user"),
    a_part(7, 660, kind="note"),
    a_part(8, 700),
]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return intercom_desk(tmp_path)


def with_parts(parts: list[dict[str, Any]], **fields: Any) -> dict[str, Any]:
    told = {"type": "conversation_part.list", "conversation_parts": parts}
    return a_conversation(conversation_parts=told, **fields)


def seconds(moments: pd.Series) -> list[int]:
    return [int(moment.timestamp()) - BEGIN for moment in moments]


def test_a_wait_goes_from_the_first_words_to_a_humans_reply(desk: Desk) -> None:
    legs = legs_of(desk, with_parts(PARTS))

    assert list(legs["leg_id"]) == ["71/1", "71/2"]
    assert list(legs["kind"]) == ["queue", "reply_cycle"]
    assert seconds(legs["entered_at"]) == [0, 600]
    assert seconds(legs["answered_at"]) == [90, 700]
    assert list(legs["wait_s"]) == [90.0, 100.0]
    assert list(legs["offered"]) == [True, False]
    assert set(legs["channel"]) == {"chat"}


def test_a_bot_alone_leaves_the_customer_waiting(desk: Desk) -> None:
    leg = one_leg(desk, with_parts(PARTS[:2]))

    assert (leg["outcome"], pd.isna(leg["answered_at"])) == ("open", True)


def test_without_parts_the_first_reply_is_an_instant_of_its_figures(desk: Desk) -> None:
    # the published sample: 4,317,957 s by Intercom's own account, 18,100,888 s by its instants
    figures = {"time_to_admin_reply": 4317957, "first_admin_reply_at": 1625654131, "count_conversation_parts": 7}
    sample = a_conversation(statistics=figures) | {"created_at": 1607553243, "updated_at": 1626346673}

    assert one_leg(desk, sample)["wait_s"] == 18_100_888


def test_parts_in_records_of_their_own_count_as_those_inside(desk: Desk, tmp_path: Path) -> None:
    own = [part | {"conversation_id": "71"} for part in PARTS]

    apart = legs_of(intercom_desk(tmp_path / "own"), a_conversation(), *own)

    told = ["leg_id", "kind", "entered_at", "answered_at", "outcome"]
    pd.testing.assert_frame_equal(apart[told], legs_of(desk, with_parts(PARTS))[told])


@pytest.mark.parametrize("delivered", ["automated", "admin_initiated"])
def test_what_we_sent_is_not_offered_and_an_answer_to_it_waits_for_a_reply(desk: Desk, delivered: str) -> None:
    source = {"type": "conversation", "delivered_as": delivered}

    alone = one_leg(desk, a_conversation(72, source=source))
    answered = legs_of(desk, a_conversation(73, source=source, statistics={"first_contact_reply_at": BEGIN + 50}))

    assert (alone["kind"], alone["direction"], bool(alone["offered"])) == ("outbound", "out", False)
    assert list(answered.loc[answered["contact_id"] == "73", "kind"]) == ["outbound", "reply_cycle"]
    assert not answered["offered"].any()


@pytest.mark.parametrize(
    ("fields", "outcome", "offered"),
    [
        pytest.param({"tags": {"tags": [{"name": "spam"}]}}, "spam", False, id="spam is kept and not offered"),
        pytest.param({"state": "snoozed"}, "open", True, id="set aside"),
        pytest.param(
            {"state": "closed", "statistics": {"last_close_at": BEGIN + 30}}, "answered", True, id="closed unanswered"
        ),
    ],
)
def test_what_became_of_a_conversation_says_whether_it_was_offered(
    desk: Desk, fields: dict[str, Any], outcome: str, offered: bool
) -> None:
    leg = one_leg(desk, a_conversation(**fields))

    assert (leg["outcome"], leg["offered"]) == (outcome, offered)


def test_any_order_of_records_gives_the_same_legs_and_a_second_time_changes_nothing(desk: Desk) -> None:
    records = [
        a_conversation(),
        with_parts(PARTS[:3], updated=90),
        with_parts(PARTS, updated=700, state="closed"),
        *(part | {"conversation_id": "71"} for part in PARTS[4:]),
        a_conversation(74, begins=30),
    ]
    told = []
    for seed in range(3):
        shuffled = random.Random(seed).sample(records, len(records))
        files = [write_lines(desk.folder / f"{seed}-{part}.jsonl", shuffled[part::2]) for part in range(2)]
        with Warehouse.in_memory(with_tables=True) as warehouse:
            for path in files:
                assert reconciles(import_logs(desk, [path], warehouse=warehouse))
            copy = write(desk.folder / f"{seed}-copy.jsonl", *(path.read_text() for path in files))
            again = import_logs(desk, [copy], warehouse=warehouse)
            assert (again.read, again.same) == (len(records), len(records))
            told.append(told_in(warehouse))

    assert len(told[0]) == 3
    assert told[1:] == [told[0]] * 2


def test_nothing_private_reaches_the_store(desk: Desk) -> None:
    with Warehouse.in_memory(with_tables=True) as warehouse:
        import_logs(desk, [write_lines(desk.folder / "r.jsonl", [with_parts(PARTS)])], warehouse=warehouse)
        tables = warehouse.query_text("SELECT table_name FROM duckdb_tables() WHERE NOT internal")["table_name"]
        stored = "".join(warehouse.table(name).to_csv() for name in tables)

        assert warehouse.table("contact_leg")["customer_key"].notna().all()
    for secret in ("secret", "someone", "Some One", "Some Agent", "5017690", "private_tag", "64f1a2b3c4d5e6f7"):
        assert secret not in stored


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        pytest.param({"id": "x"}, "its number is no number", id="its number"),
        pytest.param({"created_at": "soon"}, "created_at is no time of 1970 to 2099", id="its beginning"),
        pytest.param(
            {"source": {"type": "carrier_pigeon", "delivered_as": "customer_initiated"}},
            'source.type "carrier_pigeon" has no channel in [import.intercom.acme].channels',
            id="its way",
        ),
        pytest.param({"state": "odd", "open": None}, "it is neither open nor closed nor snoozed", id="its state"),
        pytest.param(
            {"conversation_parts": {"conversation_parts": [{"id": "1"}]}},
            "one of its parts has no number, no time or no author",
            id="a part",
        ),
    ],
)
def test_a_record_that_cannot_be_used_is_refused_with_what_is_wrong(
    desk: Desk, fields: dict[str, Any], reason: str
) -> None:
    shown = preview(desk, write_lines(desk.folder / "r.jsonl", [a_conversation(**fields)]))

    assert list(shown["remark"]) == [f"refused: {reason}"]


def test_its_files_are_known_by_their_content_and_pages_are_opened(desk: Desk) -> None:
    page = json.dumps({"type": "conversation.list", "conversations": [a_conversation()], "total_count": 1})
    path = write(desk.folder / "page.json", page)
    system = known_system(path)

    assert system is not None
    assert system.table == "intercom"
    assert recognise(json.dumps(a_part(1, 0) | {"conversation_id": "71"})) == (
        "its records have id, conversation_id, part_type"
    )
    with Warehouse.in_memory(with_tables=True) as warehouse:
        assert import_logs(desk, [path], warehouse=warehouse).new == 1
