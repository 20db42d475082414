import math
from pathlib import Path
from typing import Any

import pytest

from data.customer_key import use_desk_key
from data.import_logs import preview
from data.warehouse import Warehouse
from tests.data.genesys_desk import (
    agent,
    conversation,
    customer,
    genesys_desk,
    metrics,
    missed,
    party,
    queued,
    segment,
    session,
    told_of,
)
from tests.data.system_desk import column_of, imported, legs_of, refusals_of, rows_of, write_records


def menu(begins: float, ends: float) -> dict[str, Any]:
    told = metrics(tIvr=ends - begins)
    return party("ivr", session("s-ivr", [segment("ivr", begins, ends, disconnectType="transfer")], told))


def test_an_answered_call_is_told_as_its_metrics_in_milliseconds_measure_it(tmp_path: Path) -> None:
    told = conversation(
        "v1", customer(), menu(0, 64.5), queued("q1", 64.5, 77), missed("m1", 65, 72, user="u1"),
        agent("a1", 77, 450, user="u2", alerting=3, tTalk=300, tTalkComplete=350, tHeldComplete=23, acw=5),
    )  # fmt: skip

    leg = told_of(tmp_path, [told]).loc["q1"]

    assert (leg["entered_at"], leg["answered_at"], leg["ended_at"], leg["acw_end_at"]) == (64.5, 77, 450, 455)
    assert (leg["ivr_s"], leg["wait_s"], leg["ring_s"]) == (64.5, 12.5, 3)
    assert (leg["talk_s"], leg["hold_s"], leg["acw_s"], leg["handle_s"]) == (350, 23, 5, 378)
    assert (leg["handle_quality"], leg["talk_includes_hold"]) == ("measured", False)
    assert (leg["kind"], leg["direction"], leg["channel"], leg["queue_key"]) == ("queue", "in", "phone", "technical")
    assert (leg["outcome"], leg["offered"], leg["is_entry"], leg["end_party"]) == ("answered", True, True, "customer")
    assert leg["flags"] == ["ring_no_answer"]


def test_the_after_call_work_of_an_agent_who_did_not_answer_is_nobodys(tmp_path: Path) -> None:
    legs = told_of(tmp_path, [conversation("v1", customer(), queued("q1", 0, 90, tAbandon=90), missed("m1", 5, 30))])

    assert column_of(legs, "outcome") == {"q1": "abandoned"}
    assert column_of(legs, "handle_s") == {"q1": None}
    assert column_of(legs, "agent_key") == {"q1": None}


def test_after_call_work_is_the_metric_and_not_the_longer_segment(tmp_path: Path) -> None:
    leg = told_of(tmp_path, [conversation("v1", customer(), queued("q1", 0, 10), agent("a1", 10, 70, acw=57))])

    assert column_of(leg, "acw_s") == {"q1": 57}


def test_metrics_missing_from_a_session_that_is_over_are_zero_and_from_an_open_one_unknown(tmp_path: Path) -> None:
    over = conversation("v1", customer(), queued("q1", 0, 10), agent("a1", 10, 70, acw=None))
    talking = agent("a2", 10, 70, acw=None, tTalk=None)
    talking["sessions"][0]["segments"] = [segment("interact", 10, None, queueId="q-lines")]
    still = conversation("v2", customer(ends=None), queued("q2", 0, 10), talking, ends=None)

    legs = told_of(tmp_path, [over, still])

    assert column_of(legs, "handle_s") == {"q1": 60, "q2": None}
    assert column_of(legs, "handle_quality") == {"q1": "measured", "q2": "unknown"}
    assert column_of(legs, "outcome") == {"q1": "answered", "q2": "answered"}


@pytest.mark.parametrize(
    ("stay", "outcome", "flags"),
    [
        ({"tAbandon": 25, "ended_by": "peer"}, "abandoned", []),
        ({"ended_by": "peer"}, "abandoned", ["abandon_not_told"]),
        ({"ended_by": "system"}, "failed", []),
        ({"tFlowOut": 25, "ended_by": None}, "overflowed_out", []),
        ({"ended_by": "transfer"}, "overflowed_out", []),
        ({"tAbandon": 25, "nOffered": None}, "abandoned", ["offered_not_told"]),
    ],
    ids=["abandon", "hung up without metric", "cut off", "flow-out", "sent elsewhere", "without nOffered"],
)
def test_a_stay_that_nobody_answered_ends_as_the_record_says(
    tmp_path: Path, stay: dict[str, Any], outcome: str, flags: list[str]
) -> None:
    leg = told_of(tmp_path, [conversation("v1", customer(), queued("q1", 5, 30, **stay), ends=30)]).loc["q1"]

    assert (leg["outcome"], leg["flags"], leg["wait_s"]) == (outcome, flags, 25)
    assert (leg["offered"], leg["is_entry"]) == (True, True)
    assert math.isnan(leg["handle_s"])


def test_a_call_that_still_waits_is_open_until_a_later_record_closes_it(tmp_path: Path) -> None:
    desk = genesys_desk(tmp_path)
    waiting = conversation("v1", customer(ends=None), queued("q1", 5, None), ends=None)
    answered = conversation("v1", customer(), queued("q1", 5, 30), agent("a1", 30, 90))
    files = [write_records(tmp_path / f"{name}.jsonl", [told]) for name, told in (("a", waiting), ("b", answered))]

    imported(desk, files[0])
    before = column_of(legs_of(desk), "outcome")
    report = imported(desk, files[1])

    assert (before, column_of(legs_of(desk), "outcome")) == ({"q1": "open"}, {"q1": "answered"})
    assert (report.new, report.changed) == (0, 1)


def test_a_conversation_that_has_ended_stands_above_any_that_has_not(tmp_path: Path) -> None:
    open_later = conversation("v1", customer(ends=None), queued("q1", 5, 30), agent("a1", 30, 900), ends=None)
    ended = conversation("v1", customer(), queued("q1", 5, 30), agent("a1", 30, 90), ends=100)

    legs = told_of(tmp_path, [ended, open_later])

    assert column_of(legs, "talk_s") == {"q1": 60}


def test_a_transfer_to_the_second_tier_is_an_escalation_and_one_demand(tmp_path: Path) -> None:
    told = conversation(
        "v1", customer(), queued("q1", 0, 10), agent("a1", 10, 100, ended_by="transfer"),
        queued("q2", 100, 130, queue="q-experts"), agent("a2", 130, 300, queue="q-experts", user="u2"),
    )  # fmt: skip

    legs = told_of(tmp_path, [told])

    assert column_of(legs, "kind") == {"q1": "queue", "q2": "transfer"}
    assert column_of(legs, "queue_key") == {"q1": "technical", "q2": "second"}
    assert column_of(legs, "transfer_to") == {"q1": "second", "q2": None}
    assert column_of(legs, "is_escalation") == {"q1": True, "q2": False}
    assert column_of(legs, "offered") == {"q1": True, "q2": True}
    assert column_of(legs, "is_entry") == {"q1": True, "q2": False}
    assert column_of(legs, "talk_s") == {"q1": 90, "q2": 170}
    assert column_of(legs, "leg_seq") == {"q1": 1, "q2": 2}
    assert column_of(legs, "parent_leg_id") == {"q1": None, "q2": "q1"}
    assert legs.loc["q1", "flags"] == ["transferred"]


def test_who_got_the_call_from_a_colleague_has_a_leg_of_their_own_that_was_offered_to_no_queue(tmp_path: Path) -> None:
    told = conversation(
        "v1",
        customer(),
        queued("q1", 0, 10),
        agent("a1", 10, 100, ended_by="transfer"),
        agent("a2", 105, 300, user="u2"),
    )

    legs = told_of(tmp_path, [told])

    assert column_of(legs, "kind") == {"a2": "direct", "q1": "queue"}
    assert column_of(legs, "offered") == {"a2": False, "q1": True}
    assert column_of(legs, "talk_s") == {"a2": 195, "q1": 90}


def test_an_agents_session_without_segments_begins_with_its_conversation(tmp_path: Path) -> None:
    bare = party("agent", session("a1", [], metrics(tTalk=60)), userId="u1")

    leg = told_of(tmp_path, [conversation("v1", customer(), bare, begins=5)]).loc["a1"]

    assert (leg["entered_at"], leg["kind"], leg["talk_s"]) == (5, "direct", 60)


def test_a_queue_that_overflows_into_another_offers_the_call_to_both(tmp_path: Path) -> None:
    told = conversation(
        "v1", customer(), queued("q1", 0, 60, tFlowOut=60), queued("q2", 60, 80, queue="q-experts"),
        agent("a1", 80, 200, queue="q-experts"),
    )  # fmt: skip

    legs = told_of(tmp_path, [told])

    assert column_of(legs, "outcome") == {"q1": "overflowed_out", "q2": "answered"}
    assert column_of(legs, "kind") == {"q1": "queue", "q2": "queue"}
    assert column_of(legs, "offered") == {"q1": True, "q2": True}
    assert column_of(legs, "is_entry") == {"q1": True, "q2": False}
    assert column_of(legs, "wait_s") == {"q1": 60, "q2": 20}


def test_a_callback_is_one_demand_and_its_wait_no_wait_of_the_caller(tmp_path: Path) -> None:
    back = party(
        "agent",
        session("c1", [segment("interact", 500, 505, queueId="q-lines")], metrics(tAnswered=440, tAcw=9),
                media="callback"),
        session("c2", [segment("interact", 505, 700)], metrics(tTalk=195), direction="outbound"),
        userId="u1",
    )  # fmt: skip
    told = conversation(
        "v1", customer(), queued("q1", 0, 60, tFlowOut=60), queued("q2", 60, 500, media="callback"), back, ends=709
    )

    legs = told_of(tmp_path, [told])

    assert column_of(legs, "outcome") == {"q1": "callback_requested", "q2": "answered"}
    assert column_of(legs, "kind") == {"q1": "queue", "q2": "callback"}
    assert column_of(legs, "offered") == {"q1": True, "q2": False}
    assert column_of(legs, "is_entry") == {"q1": True, "q2": False}
    assert column_of(legs, "talk_s") == {"q1": None, "q2": 195}
    assert column_of(legs, "acw_s") == {"q1": None, "q2": 9}
    assert (legs.loc["q2", "wait_s"], legs.loc["q2", "parent_leg_id"]) == (440, "q1")


@pytest.mark.parametrize(
    ("media", "queue", "channel", "key"),
    [("chat", "Chats", "chat", "chats"), ("message", "Chats", "chat", "chats"), ("video", "Videos", "video", "video")],
)
def test_chats_and_video_calls_are_contacts_like_calls(
    tmp_path: Path, media: str, queue: str, channel: str, key: str
) -> None:
    told = conversation(
        "v1", customer(media=media), queued("q1", 0, 40, queue=queue, media=media),
        agent("a1", 40, 940, queue=queue, media=media), agent("a2", 50, 60, media="screenshare"),
    )  # fmt: skip

    legs = told_of(tmp_path, [told])

    assert list(legs.index) == ["q1"]
    assert (legs["channel"].iloc[0], legs["queue_key"].iloc[0], legs["talk_s"].iloc[0]) == (channel, key, 900)


def test_a_mail_is_answered_when_its_reply_is_out(tmp_path: Path) -> None:
    told = conversation(
        "v1", customer(media="email"), queued("q1", 0, 90_000, queue="Mails", media="email"),
        agent("a1", 90_000, 90_600, queue="Mails", media="email", acw=0), ends=90_600,
    )  # fmt: skip

    leg = told_of(tmp_path, [told]).loc["q1"]

    assert (leg["answered_at"], leg["wait_s"], leg["handle_s"]) == (90_600, 90_600, 600)


def test_a_call_that_reached_no_queue_ended_in_the_menu(tmp_path: Path) -> None:
    leg = told_of(tmp_path, [conversation("v1", customer(), menu(0, 50), ends=50)]).loc["v1"]

    assert (leg["kind"], leg["outcome"], leg["offered"], leg["is_entry"]) == ("ivr_only", "ivr_exit", False, False)
    assert (leg["entered_at"], leg["ended_at"], leg["queue_key"]) == (0, 50, "technical")


def test_calls_that_went_out_are_no_demand(tmp_path: Path) -> None:
    reached = conversation("v1", customer(), agent("a1", 10, 100), direction="outbound")
    failed = conversation("v2", customer(), agent("a2", 10, 20, tAnswered=None, tTalk=None), direction="outbound")

    legs = told_of(tmp_path, [reached, failed])

    assert set(legs["kind"]) == {"outbound"}
    assert column_of(legs, "outcome") == {"a1": "answered", "a2": "failed"}
    assert not legs["offered"].any()


def test_a_call_left_as_a_voicemail_is_told_as_one(tmp_path: Path) -> None:
    recorded = party("voicemail", session("v", [segment("interact", 60, 90)]))

    legs = told_of(tmp_path, [conversation("v1", customer(), queued("q1", 0, 60, tFlowOut=60), recorded)])

    assert column_of(legs, "outcome") == {"q1": "voicemail"}


def test_topics_come_from_the_agents_code_and_other_codes_are_not_kept(tmp_path: Path) -> None:
    codes = {"1": "w-bill", "2": "ININ-WRAP-UP-TIMEOUT", "3": "a customer's name"}
    told = [
        conversation(f"v{n}", customer(), queued(f"q{n}", 0, 10), agent(f"a{n}", 10, 100, code=code))
        for n, code in codes.items()
    ]

    legs = told_of(tmp_path, told, topics={"w-bill": "billing"})

    assert column_of(legs, "topic") == {"q1": "billing", "q2": None, "q3": None}


def test_nothing_private_of_a_conversation_reaches_the_store(tmp_path: Path) -> None:
    desk = genesys_desk(tmp_path)
    told = conversation("v1", customer(), queued("q1", 0, 10), agent("a1", 10, 100, user="user-of-a-person"))

    imported(desk, write_records(tmp_path / "a.jsonl", [told]))

    stored = "".join(rows_of(desk, table).astype(str).to_csv() for table in ("told_record", "contact_leg"))
    assert not any(word in stored for word in ("12025550123", "12025550100", "Never Stored", "user-of-a-person"))
    with Warehouse.open(desk) as warehouse:
        use_desk_key(warehouse, desk)
        key = warehouse.query_text("SELECT customer_key_of('+12025550123') AS key")["key"].iloc[0]
    assert set(rows_of(desk)["customer_key"]) == {key}


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"conversationId": None, "conversationStart": "x", "participants": []}, "it is no conversation of Genesys"),
        (conversation("v1", customer()) | {"conversationStart": "soon"}, "conversationStart is no time of 1970"),
        (conversation("v1", customer()) | {"participants": "none"}, "it has no participants"),
        (conversation("v1", queued("q1", 0, 10, queue="Unknown")), 'queue "Unknown" is not in [import.genesys.cloud] '),
        (conversation("v1", queued("q1", 0, 10, queue="Other")), 'queue "Other" stands in [import.genesys.cloud] '),
        (conversation("v1", customer(), menu(0, 9)), "it reached no queue of the desk; say in [import.genesys.cloud] "),
        (conversation("v1", queued("q1", 0, 10, tAcd=-5)), "tAcd is no possible time"),
        (conversation("v1", queued("q1", 0, 10, tAcd=90_000)), "tAcd is no possible time"),
        (conversation("v1", party("acd", session("q1", [{"segmentStart": "9"}]))), "segmentStart is no time of 1970"),
    ],
)  # fmt: skip
def test_a_conversation_that_cannot_be_used_is_refused_with_its_reason(
    tmp_path: Path, told: dict[str, Any], reason: str
) -> None:
    desk = genesys_desk(tmp_path, queue="", ignore_queues=["Other"])
    sound = conversation("v0", customer(), queued("q0", 0, 10), agent("a0", 10, 50))

    report = imported(desk, write_records(tmp_path / "a.jsonl", [sound, told]))

    assert [told[: len(reason)] for told in refusals_of(desk)] == [reason]
    assert (report.read, report.new, report.rejected) == (2, 1, 1)


def test_a_stay_in_a_queue_that_is_not_the_desks_is_left_out_of_a_conversation(tmp_path: Path) -> None:
    told = conversation(
        "v1", customer(), queued("q1", 0, 10, queue="Other"), agent("a1", 10, 50, queue="Other"),
        queued("q2", 50, 60), agent("a2", 60, 90),
    )  # fmt: skip

    legs = told_of(
        tmp_path, [told], queues={"Lines": "technical", "q-lines": "technical"}, ignore_queues=["Other", "q-other"]
    )

    assert list(legs.index) == ["q2"]


def test_a_preview_says_what_rests_on_a_guess(tmp_path: Path) -> None:
    path = write_records(tmp_path / "a.jsonl", [conversation("v1", customer(), queued("q1", 5, 30, ended_by="peer"))])

    shown = preview(genesys_desk(tmp_path), path)

    assert list(shown["remark"]) == ["abandon not told"]
