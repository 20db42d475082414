import gzip
import json
import random
import tempfile
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.customer_key import use_desk_key
from data.desk import Desk, DeskSettings
from data.errors import DeskError, ImportRefused, TsunagariError
from data.forget import forget_customer
from data.import_logs import import_logs
from data.importers.choose_mapping import choose_importer
from data.importers.zendesk import recognise
from data.undo_import import undo_import
from data.zendesk_mapping import ZendeskMapping
from tests.data.zendesk_builders import (
    BILLING,
    FIRST_LINE,
    SECOND_LINE,
    SETTINGS,
    a_metric,
    a_ticket,
    an_event,
    legs_in,
    legs_of,
    one_leg,
    page,
    reconciles,
    store_of,
    ticket_desk,
    told_in,
    write,
    write_lines,
)

ASKED = an_event(1, "activate", "01:00")
REPLIED = an_event(2, "fulfill", "02:30")
ASKED_AGAIN = an_event(3, "activate", "2025-04-08T01:00:00Z", cycle=2)
REPLIED_AGAIN = an_event(4, "fulfill", "2025-04-08T01:20:00Z", cycle=2)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return ticket_desk(tmp_path)


def at(text: str) -> pd.Timestamp:
    return pd.Timestamp(text, tz="UTC")


def test_each_wait_for_a_reply_is_a_leg_and_the_ticket_asks_once(desk: Desk) -> None:
    legs = legs_of(desk, a_ticket(), ASKED, REPLIED, ASKED_AGAIN, REPLIED_AGAIN)

    assert list(legs["leg_id"]) == ["160/1", "160/2"]
    assert list(legs["contact_id"]) == ["160", "160"]
    assert list(legs["kind"]) == ["queue", "reply_cycle"]
    assert list(legs["offered"]) == list(legs["is_entry"]) == [True, False]
    assert list(legs["entered_at"]) == [at("2025-04-07 01:00"), at("2025-04-08 01:00")]
    assert list(legs["answered_at"]) == [at("2025-04-07 02:30"), at("2025-04-08 01:20")]
    assert list(legs["wait_s"]) == [5400.0, 1200.0]
    assert list(legs["outcome"]) == ["answered", "answered"]
    assert legs["deadline_at"].isna().all()


def test_a_customer_who_still_waits_is_open(desk: Desk) -> None:
    legs = legs_of(desk, a_ticket(), ASKED, REPLIED, ASKED_AGAIN)

    assert list(legs["outcome"]) == ["answered", "open"]
    assert legs["answered_at"].isna().tolist() == legs["wait_s"].isna().tolist() == [False, True]
    assert list(legs["end_party"]) == ["agent", "unknown"]


def test_other_measures_of_a_ticket_make_no_legs(desk: Desk) -> None:
    beside = [
        an_event(7, "activate", "01:00", metric="agent_work_time"),
        an_event(8, "activate", "01:00", metric="requester_wait_time"),
        an_event(9, "apply_sla", "01:00", cycle=5),
        an_event(10, "breach", "09:00"),
        an_event(11, "update_status", "02:30", status={"calendar": 90, "business": 30}),
    ]

    assert list(legs_of(desk, a_ticket(), ASKED, REPLIED, *beside)["leg_id"]) == ["160/1"]


def test_without_events_a_ticket_waits_the_minutes_that_its_metrics_tell(desk: Desk) -> None:
    leg = one_leg(desk, a_ticket(), a_metric(minutes=90))

    assert (leg["leg_id"], leg["wait_s"], leg["outcome"]) == ("160/1", 5400.0, "answered")
    assert leg["entered_at"] == at("2025-04-07 01:00")
    assert list(leg["flags"]) == ["arrival_from_ticket", "whole_minutes"]


def test_metrics_that_come_inside_the_ticket_or_in_seconds_count_alike(desk: Desk) -> None:
    inside = a_metric() | {"reply_time_in_seconds": {"calendar": 5437}}

    leg = one_leg(desk, a_ticket(metric_set=inside))

    assert leg["wait_s"] == 5437.0
    assert list(leg["flags"]) == ["arrival_from_ticket"]


def test_a_ticket_without_a_reply_is_open_until_it_is_solved(desk: Desk) -> None:
    unsolved = one_leg(desk, a_ticket(), a_metric(minutes=None))
    solved = one_leg(
        desk,
        a_ticket(status="closed", updated_at="2025-04-09T00:00:00Z"),
        a_metric(minutes=None, solved_at="2025-04-08T01:00:00Z", updated_at="2025-04-08T01:00:00Z"),
    )

    assert unsolved["outcome"] == "open"
    assert (solved["outcome"], solved["answered_at"]) == ("answered", at("2025-04-08 01:00"))
    assert "closed_without_reply" in solved["flags"]


def test_a_reply_whose_beginning_no_file_told_answers_the_ticket(desk: Desk) -> None:
    leg = one_leg(desk, a_ticket(), REPLIED)

    assert (leg["leg_id"], leg["wait_s"]) == ("160/1", 5400.0)
    assert list(leg["flags"]) == ["arrival_from_ticket"]


def test_a_reply_before_its_beginning_takes_no_time_and_says_so(desk: Desk) -> None:
    leg = one_leg(desk, a_ticket(), ASKED, an_event(2, "fulfill", "00:59"))

    assert leg["answered_at"] == leg["entered_at"] == at("2025-04-07 01:00")
    assert pd.isna(leg["wait_s"])
    assert list(leg["flags"]) == ["clock_skew"]


def test_events_wait_for_their_ticket_and_are_not_lost(desk: Desk) -> None:
    with store_of(desk) as warehouse:
        first = import_logs(desk, [write_lines(desk.folder / "e.jsonl", [ASKED, REPLIED])], warehouse=warehouse)
        assert (first.read, first.new, len(legs_in(warehouse))) == (2, 2, 0)

        import_logs(desk, [write_lines(desk.folder / "t.jsonl", [a_ticket()])], warehouse=warehouse)

        assert list(legs_in(warehouse)["wait_s"]) == [5400.0]


def test_the_newest_version_of_a_ticket_counts_whatever_comes_last(desk: Desk) -> None:
    newer = a_ticket(priority="urgent", updated_at="2025-04-07T03:00:00Z")
    with store_of(desk) as warehouse:
        import_logs(desk, [write_lines(desk.folder / "new.jsonl", [newer, ASKED])], warehouse=warehouse)
        report = import_logs(desk, [write_lines(desk.folder / "old.jsonl", [a_ticket()])], warehouse=warehouse)

        assert (report.read, report.same) == (1, 1)
        assert list(legs_in(warehouse)["priority"]) == ["urgent"]
        assert list(legs_in(warehouse)["source_updated_at"]) == [at("2025-04-07 03:00")]


def test_of_one_update_the_version_that_was_generated_last_counts(desk: Desk) -> None:
    system_update = a_ticket(priority="high", generated_timestamp=1743999999)

    assert one_leg(desk, system_update, a_ticket())["priority"] == "high"


def test_a_late_update_changes_the_legs_and_is_counted(desk: Desk) -> None:
    with store_of(desk) as warehouse:
        import_logs(desk, [write_lines(desk.folder / "1.jsonl", [a_ticket(), ASKED])], warehouse=warehouse)
        update = [a_ticket(status="open", updated_at="2025-04-07T02:30:00Z"), ASKED, REPLIED]
        report = import_logs(desk, [write_lines(desk.folder / "2.jsonl", update)], warehouse=warehouse)

        assert (report.new, report.changed, report.same, report.rejected) == (1, 1, 1, 0)
        assert list(legs_in(warehouse)["outcome"]) == ["answered"]


def test_a_file_twice_brings_nothing_new(desk: Desk) -> None:
    path = write(desk.folder / "page.json", page(tickets=[a_ticket()]), page(ticket_metric_events=[ASKED, REPLIED]))
    with store_of(desk) as warehouse:
        import_logs(desk, [path], warehouse=warehouse)
        before = told_in(warehouse)
        again = import_logs(desk, [path, path], warehouse=warehouse)
        in_another_form = write_lines(desk.folder / "lines.jsonl", [REPLIED, a_ticket(), ASKED])
        other = import_logs(desk, [in_another_form], warehouse=warehouse)

        assert (again.read, again.same) == (6, 6)
        assert (other.read, other.same) == (3, 3)
        assert told_in(warehouse) == before


def test_a_deleted_ticket_takes_its_legs_along(desk: Desk) -> None:
    gone = a_ticket(status="deleted", updated_at="2025-04-07T09:00:00Z", subject="SCRUBBED", via=None)
    listed = {"id": 161, "deleted_at": "2025-04-07T09:00:00Z", "previous_state": "open", "actor": {"name": "Some One"}}
    with store_of(desk) as warehouse:
        import_logs(
            desk, [write_lines(desk.folder / "1.jsonl", [a_ticket(), a_ticket(161), ASKED])], warehouse=warehouse
        )
        assert len(legs_in(warehouse)) == 2

        later = write(desk.folder / "2.json", page(tickets=[gone]), page(deleted_tickets=[listed]))
        report = import_logs(desk, [later], warehouse=warehouse)

        assert (report.changed, report.rejected) == (2, 0)
        assert len(legs_in(warehouse)) == 0


@pytest.mark.parametrize(
    ("tag", "outcome"), [("spam", "spam"), ("closed_by_merge", "cancelled")], ids=["spam", "taken up by another ticket"]
)
def test_what_is_no_contact_is_kept_and_not_offered(desk: Desk, tag: str, outcome: str) -> None:
    legs = legs_of(desk, a_ticket(tags=["x", tag], status="closed"), ASKED, REPLIED, ASKED_AGAIN)

    assert list(legs["outcome"]) == [outcome, outcome]
    assert not legs["offered"].any()
    assert not legs["is_entry"].any()


def test_a_voicemails_ticket_is_linked_and_not_counted_again(desk: Desk) -> None:
    voice = a_ticket(via={"channel": "voice", "source": {"rel": "voicemail", "from": {"phone": "+1-202-555-0101"}}})

    legs = legs_of(desk, voice, ASKED, an_event(2, "fulfill", "2025-04-09T01:00:00Z"), ASKED_AGAIN)

    assert list(legs["kind"]) == ["voicemail", "reply_cycle"]
    assert list(legs["channel"]) == ["phone", "phone"]
    assert not legs["offered"].any()
    assert not legs["is_entry"].any()
    assert legs["wait_s"].isna().all()  # two days: no wait of a call
    assert list(legs["contact_id"]) == ["160", "160"]


def test_a_call_that_the_desk_made_is_no_demand(desk: Desk) -> None:
    leg = one_leg(desk, a_ticket(via={"channel": "voice", "source": {"rel": "outbound"}}))

    assert (leg["kind"], leg["direction"], leg["offered"]) == ("outbound", "out", False)


@pytest.mark.parametrize(
    ("via", "channel", "queue"),
    [
        ("email", "mail", "letters"),
        ("chat", "chat", "chats"),
        ("native_messaging", "chat", "chats"),
        ("sample_bot", "chat", "chats"),
        ("web", "form", "letters"),
    ],
    ids=["a mail", "a chat", "a message", "a way that settings name", "a channel that the group leaves out"],
)
def test_a_groups_channels_have_queues_of_their_own(tmp_path: Path, via: str, channel: str, queue: str) -> None:
    desk = ticket_desk(tmp_path, channels={"sample_bot": "chat"})

    leg = one_leg(desk, a_ticket(via={"channel": via}, group_id=BILLING))

    assert (leg["channel"], leg["queue_key"]) == (channel, queue)


def test_a_ticket_that_came_from_tier_one_was_escalated_once(desk: Desk) -> None:
    handed_on = a_ticket(group_id=SECOND_LINE, status="open", updated_at="2025-04-07T03:00:00Z")
    replied_later = an_event(2, "fulfill", "04:00")
    done = handed_on | {"updated_at": "2025-04-08T02:00:00Z"}

    legs = legs_of(desk, a_ticket(), handed_on, done, ASKED, replied_later, ASKED_AGAIN, REPLIED_AGAIN)

    assert list(legs["queue_key"]) == ["second", "second"]
    assert list(legs["tier"]) == [2, 2]
    assert list(legs["is_escalation"]) == [True, False]


def test_what_tier_one_answered_before_stays_its_work(desk: Desk) -> None:
    answered = a_ticket(status="open", updated_at="2025-04-07T02:30:00Z")
    handed_on = a_ticket(group_id=SECOND_LINE, updated_at="2025-04-08T01:10:00Z")

    legs = legs_of(desk, answered, handed_on, ASKED, REPLIED, ASKED_AGAIN, REPLIED_AGAIN)

    assert list(legs["queue_key"]) == ["letters", "second"]
    assert list(legs["is_escalation"]) == [False, True]


@pytest.mark.parametrize(
    ("group", "stations", "escalated"),
    [(SECOND_LINE, 2, True), (SECOND_LINE, 1, False), (FIRST_LINE, 3, False)],
    ids=["tier 2 and groups before", "came to tier 2 at once", "handed on within tier 1"],
)
def test_only_a_way_from_tier_one_to_tier_two_is_an_escalation(
    desk: Desk, group: int, stations: int, escalated: bool
) -> None:
    leg = one_leg(desk, a_ticket(group_id=group), a_metric(group_stations=stations))

    assert leg["is_escalation"] == escalated
    assert ("escalation_by_count" in leg["flags"]) == escalated


def test_groups_that_settings_call_tier_two_are(tmp_path: Path) -> None:
    desk = ticket_desk(tmp_path, tier2_groups=[BILLING])

    assert one_leg(desk, a_ticket(group_id=BILLING), a_metric(group_stations=2))["is_escalation"]


def test_handle_time_is_unknown_unless_a_field_tells_it(desk: Desk) -> None:
    untold = one_leg(desk, a_ticket(), ASKED, REPLIED)
    told = one_leg(
        desk,
        a_ticket(updated_at="2025-04-07T06:00:00Z", custom_fields=[{"id": 360012, "value": "600"}]),
    )

    assert pd.isna(untold["handle_s"])
    assert untold["handle_quality"] == "unknown"
    assert (told["handle_s"], told["handle_quality"]) == (600.0, "measured")


def test_handle_time_of_a_ticket_is_shared_by_its_replies(desk: Desk) -> None:
    worked = a_ticket(
        custom_fields=[{"id": 1, "value": ["a", "b"]}, {"id": 2, "value": True}, {"id": 360012, "value": 600}]
    )

    legs = legs_of(desk, worked, ASKED, REPLIED, ASKED_AGAIN, REPLIED_AGAIN)

    assert list(legs["handle_s"]) == [300.0, 300.0]
    assert set(legs["handle_quality"]) == {"derived"}
    assert all(list(flags) == ["handle_shared"] for flags in legs["flags"])


@pytest.mark.parametrize(
    ("fields", "topic"),
    [
        ({"tags": ["private_tag", "vpn"]}, "network"),
        ({"tags": ["vpn"], "custom_fields": [{"id": 360011, "value": "invoice"}]}, "billing"),
        ({"custom_fields": [{"id": 360011, "value": "what a customer wrote"}]}, None),
        ({"tags": "vpn"}, None),
        ({"tags": None, "custom_fields": None}, None),
    ],
    ids=["a tag", "the field comes first", "words that nobody mapped", "tags that are no list", "nothing"],
)
def test_only_topics_that_settings_name_are_kept(desk: Desk, fields: dict[str, Any], topic: str | None) -> None:
    leg = one_leg(desk, a_ticket(**fields))

    assert leg["topic"] == topic if topic else pd.isna(leg["topic"])


def test_nothing_private_enters_the_store(desk: Desk) -> None:
    tickets = [a_ticket(), a_ticket(161, assignee_id=360099)]
    spoilt = [a_ticket(162, created_at="someone@example.com"), a_ticket(163, via={"channel": "Some One"})]
    path = write(desk.folder / "page.json", page(tickets=tickets, ticket_metric_events=[ASKED, REPLIED]))
    more = write(desk.folder / "more.jsonl", *map(json.dumps, [*spoilt, a_ticket(164)]), '{"subject": "my secret')
    with store_of(desk) as warehouse:
        report = import_logs(desk, [path, more], warehouse=warehouse)
        warehouse.run_text("CHECKPOINT")

    assert report.rejected == 3
    stored = (desk.state_folder / "work.duckdb").read_bytes()
    for word in (b"someone@example", b"secret", b"private_tag", b"360000000031", b"360099", b"Some One", b"360021"):
        assert word not in stored


def test_agents_are_people_of_the_desk_or_pseudonyms(desk: Desk) -> None:
    legs = legs_of(desk, a_ticket(), a_metric(), a_ticket(161, assignee_id=360099), a_metric(161))

    assert all(legs["agent_key"].str.fullmatch("agent-[0-9a-f]{12}"))
    assert legs["agent_key"].nunique() == 2


def test_a_customers_tickets_are_told_by_a_key_that_names_nobody(desk: Desk) -> None:
    legs = legs_of(desk, a_ticket(), a_ticket(161), a_ticket(162, requester_id=360000000077))

    assert legs["customer_key"].nunique() == 2
    assert legs["customer_key"].iloc[0] == legs["customer_key"].iloc[1]


def test_whom_the_desk_was_asked_to_forget_comes_without_a_key_again(desk: Desk) -> None:
    path = write_lines(desk.folder / "1.jsonl", [a_ticket()])
    with store_of(desk) as warehouse:
        import_logs(desk, [path], warehouse=warehouse)
        assert forget_customer(warehouse, desk, number="360000000031") == 2
        later = a_ticket(updated_at="2025-04-07T09:00:00Z")
        import_logs(desk, [write_lines(desk.folder / "2.jsonl", [later])], warehouse=warehouse)

        assert legs_in(warehouse)["customer_key"].isna().all()
        assert warehouse.table("zendesk_ticket")["customer_key"].isna().all()


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (a_ticket(via={"channel": "pigeon"}), 'via.channel "pigeon" has no channel in [import.zendesk.acme].channels'),
        (a_ticket(via=None), "it has no via.channel"),
        (a_ticket(status="lost"), 'status "lost" is none of a ticket'),
        (a_ticket(created_at="yesterday"), "created_at is no time of 1970 to 2099"),
        (a_ticket(created_at="infinity"), "created_at is no time of 1970 to 2099"),
        (a_ticket(updated_at="2525-01-01T00:00:00Z"), "updated_at is no time of 1970 to 2099"),
        (a_ticket() | {"id": "a-7"}, "its number is no number"),
        (a_ticket() | {"id": 10**30}, "its number is no number"),
        (a_metric(minutes=-5), "its reply time is no possible time"),
        (a_metric() | {"ticket_id": 1.5}, "its number is no number"),
        (an_event(5, "activate", "T"), "time is no time of 1970 to 2099"),
        (an_event(5, "Some One", "01:00"), "metric or type is no word of these events"),
        ({"name": "Some One"}, "neither a ticket nor the metrics of one nor an event of these"),
    ],
    ids=lambda case: case if isinstance(case, str) else "",
)
def test_what_cannot_be_used_is_refused_by_its_reason(desk: Desk, record: dict[str, Any], reason: str) -> None:
    path = write_lines(desk.folder / "r.jsonl", [a_ticket(9), record])
    with store_of(desk) as warehouse:
        report = import_logs(desk, [path], warehouse=warehouse)

    assert (report.read, report.new, report.rejected) == (2, 1, 1)
    assert report.files[0].reasons == ((reason, 1),)


def test_a_ticket_of_a_group_that_nobody_mapped_is_refused_with_its_number(tmp_path: Path) -> None:
    desk = ticket_desk(tmp_path, queue="")
    with store_of(desk) as warehouse:
        path = write_lines(tmp_path / "t.jsonl", [a_ticket(group_id=360777), a_ticket(161, group_id=None)])
        report = import_logs(desk, [path], warehouse=warehouse)

    assert set(report.files[0].reasons) == {
        ("group 360777 (mail) has no queue in [import.zendesk.acme]", 1),
        ("no group (mail) has no queue in [import.zendesk.acme]", 1),
    }


def test_broken_lines_are_refused_by_their_line_number(desk: Desk) -> None:
    lines = [json.dumps(a_ticket()), json.dumps(a_ticket(161))[:-9], "[1]", json.dumps(ASKED)]
    with store_of(desk) as warehouse:
        report = import_logs(desk, [write(desk.folder / "t.jsonl", *lines)], warehouse=warehouse)
        rejects = warehouse.table("import_reject").sort_values("row_no")

    assert (report.new, report.rejected) == (2, 2)
    assert list(rejects["row_no"]) == [2, 3]
    assert list(rejects["reason"]) == ["the line is no complete JSON", "there is no JSON object"]
    assert set(rejects["masked_text"]) == {""}


def test_an_undone_import_leaves_what_the_others_told(desk: Desk) -> None:
    with store_of(desk) as warehouse:
        import_logs(desk, [write_lines(desk.folder / "1.jsonl", [a_ticket(), ASKED])], warehouse=warehouse)
        before = told_in(warehouse)
        later = [a_ticket(priority="low", updated_at="2025-04-07T08:00:00Z"), REPLIED, a_ticket(161)]
        import_logs(desk, [write_lines(desk.folder / "2.jsonl", later)], warehouse=warehouse)
        assert len(legs_in(warehouse)) == 2

        undo_import(warehouse, desk, batch=2)

        assert told_in(warehouse) == before
        assert len(warehouse.table("zendesk_ticket")) == len(warehouse.table("zendesk_event")) == 1


@pytest.mark.parametrize("queues", [("letters", "second"), ("second", "letters")])
def test_a_changed_setting_mends_the_legs_of_a_file_that_comes_again(queues: tuple[str, str], tmp_path: Path) -> None:
    path = write_lines(tmp_path / "t.jsonl", [a_ticket(group_id=360777), ASKED])
    before, after = (ticket_desk(tmp_path, groups={"360777": queue}) for queue in queues)
    with store_of(before) as warehouse:
        import_logs(before, [path], warehouse=warehouse)
        report = import_logs(after, [path], warehouse=warehouse)

        assert (report.read, report.changed, report.same) == (2, 1, 1)
        assert list(legs_in(warehouse)["queue_key"]) == [queues[1]]

        import_logs(before, [path], warehouse=warehouse)
        assert list(legs_in(warehouse)["queue_key"]) == [queues[0]]


def some_history() -> list[dict[str, Any]]:
    """Records of three tickets, with versions, repetitions and a deletion."""
    return [
        a_ticket(),
        a_ticket(priority="high", updated_at="2025-04-07T02:30:00Z"),
        a_ticket(group_id=SECOND_LINE, updated_at="2025-04-08T01:10:00Z", generated_timestamp=1744080000),
        a_ticket(priority="low", updated_at="2025-04-08T01:10:00Z", generated_timestamp=1744070000),
        ASKED,
        REPLIED,
        ASKED_AGAIN,
        REPLIED_AGAIN,
        a_ticket(161, via={"channel": "chat"}, group_id=BILLING),
        a_metric(161, minutes=7),
        a_metric(161, minutes=9, updated_at="2025-04-07T06:00:00Z"),
        an_event(21, "fulfill", "01:04", ticket=161),
        a_ticket(162, metric_set=a_metric(162, minutes=30)),
        a_ticket(162, status="deleted", updated_at="2025-04-07T03:00:00Z"),
        an_event(31, "activate", "01:00", ticket=163),
    ]


def stored_after(files: list[list[dict[str, Any]]], *, as_pages: bool, together: bool) -> tuple[list[Any], bool]:
    """What the legs tell after these files, and whether every report adds up."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        desk = ticket_desk(folder)
        (folder / ".tsunagari").mkdir()
        (folder / ".tsunagari" / "customer.key").write_text("ab" * 32)
        (folder / ".tsunagari" / "customer.key").chmod(0o600)
        paths = []
        for number, records in enumerate(files):
            path = folder / f"{number}.json"
            paths.append(write(path, page(results=records)) if as_pages else write_lines(path, records))
        with store_of(desk) as warehouse:
            batches = [paths] if together else [[path] for path in paths]
            reports = [import_logs(desk, batch, warehouse=warehouse) for batch in batches]
            read = sum(report.read for report in reports) == sum(map(len, files))
            return told_in(warehouse), read and all(map(reconciles, reports))


@settings(max_examples=5, deadline=None)
@given(st.data())
def test_any_order_repetition_and_cut_gives_the_same_legs(data: st.DataObject) -> None:
    history = some_history()
    expected, _ = stored_after([history], as_pages=False, together=True)
    repeated = history + data.draw(st.lists(st.sampled_from(history), max_size=6))
    mixed = data.draw(st.permutations(repeated))
    cuts = sorted({0, len(mixed), *data.draw(st.lists(st.integers(1, len(mixed) - 1), max_size=3))})
    files = [mixed[first:last] for first, last in pairwise(cuts)]

    found, adds_up = stored_after(files, as_pages=data.draw(st.booleans()), together=data.draw(st.booleans()))

    assert found == expected
    assert adds_up


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10**9))
def test_damaged_bytes_are_refused_or_counted_and_never_lost(seed: int) -> None:
    rng = random.Random(seed)
    text = bytearray("\n".join(map(json.dumps, some_history())).encode() + b"\n")
    lines = text.count(b"\n")
    for _ in range(rng.randint(1, 8)):
        text[rng.randrange(len(text))] = rng.choice(b'"{}[]:,0x\\\x01\xffen ')
    with tempfile.TemporaryDirectory() as name:
        desk = ticket_desk(Path(name))
        path = desk.folder / "t.jsonl"
        path.write_bytes(bytes(text))
        with store_of(desk) as warehouse:
            try:
                report = import_logs(desk, [path], warehouse=warehouse)
            except TsunagariError:
                return

    assert reconciles(report)
    assert report.read >= lines - 8


def test_an_answer_page_is_known_by_its_content() -> None:
    assert recognise(page(tickets=[a_ticket()])) == "its records have id, via, status"
    assert recognise(page(ticket_metric_events=[ASKED])) == "its records have metric, instance_id, ticket_id"
    assert recognise(json.dumps([a_metric()])) == "its records have ticket_id, group_stations"
    assert recognise(json.dumps(a_ticket()) * 3000) is not None
    assert recognise('{"ContactId": "C1", "Channel": "VOICE"}\n') is None
    assert recognise("id,start\n1,2\n") is None
    assert recognise("") is None


def test_a_desk_without_the_account_is_told_what_to_write(tmp_path: Path) -> None:
    bare = ticket_desk(tmp_path)
    bare = Desk(
        tmp_path, bare.settings.model_copy(update={"imports": bare.settings.imports.model_copy(update={"zendesk": {}})})
    )
    path = write(tmp_path / "page.json", page(tickets=[a_ticket(), a_ticket(161, group_id=SECOND_LINE)]))

    with pytest.raises(ImportRefused) as refused:
        choose_importer(bare, path)

    proposed = str(refused.value).partition("\n\n")[2]
    assert '"360001" = "letters"' in proposed
    assert '"360003" = "letters"' in proposed
    written = {"import": tomllib.loads(proposed)["import"]}
    assert (
        DeskSettings.model_validate(bare.settings.model_dump(by_alias=True) | written).imports.zendesk["tickets"].queue
    )


def test_a_table_that_names_an_unknown_queue_is_refused(tmp_path: Path) -> None:
    desk = ticket_desk(tmp_path, groups={"7": {"mail": "nowhere"}})

    with pytest.raises(DeskError, match=r"import\.zendesk\.acme\.groups\.7\.mail: desk\.toml has no queue 'nowhere'"):
        choose_importer(desk, write_lines(tmp_path / "t.jsonl", [a_ticket()]))


def test_of_several_accounts_one_must_be_named(tmp_path: Path) -> None:
    desk = ticket_desk(tmp_path)
    imports = desk.settings.imports
    two = imports.model_copy(update={"zendesk": imports.zendesk | {"other": imports.zendesk["acme"]}})
    desk = Desk(tmp_path, desk.settings.model_copy(update={"imports": two}))
    path = write_lines(tmp_path / "t.jsonl", [a_ticket()])

    with pytest.raises(ImportRefused, match="several tables: acme, other; say which"):
        choose_importer(desk, path)
    assert choose_importer(desk, path, format="other").name == "other"


def test_settings_that_cannot_work_are_refused() -> None:
    with pytest.raises(ValueError, match="name the queue of each group"):
        ZendeskMapping()
    with pytest.raises(ValueError, match="topic_field needs topics"):
        ZendeskMapping(queue="letters", topic_field="7")
    assert ZendeskMapping.model_validate(SETTINGS | {"tier2_groups": [7]}).tier2_groups == ("7",)


def test_a_packed_file_gives_the_same(desk: Desk) -> None:
    path = desk.folder / "t.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(map(json.dumps, [a_ticket(), ASKED, REPLIED])).encode()))
    with store_of(desk) as warehouse:
        use_desk_key(warehouse, desk)
        report = import_logs(desk, [path], warehouse=warehouse)

        assert report.new == 3
        assert list(legs_in(warehouse)["wait_s"]) == [5400.0]
