import math
from pathlib import Path
from typing import Any

import pytest

from data.import_logs import preview
from tests.data.system_desk import column_of, imported, refusals_of, rows_of, write_records
from tests.data.talk_desk import CUSTOMER, call, left, leg, talk_desk, told_of


def test_a_served_call_is_told_as_the_record_measures_it(tmp_path: Path) -> None:
    told = told_of(tmp_path, [call(1, hold_time=0)]).loc["1"]

    assert (told["entered_at"], told["answered_at"], told["ended_at"], told["acw_end_at"]) == (15, 55, 355, 415)
    assert (told["ivr_s"], told["wait_s"], told["talk_s"], told["hold_s"], told["acw_s"]) == (15, 40, 300, 0, 60)
    assert (told["handle_s"], told["handle_quality"], told["talk_includes_hold"]) == (360, "measured", False)
    assert (told["kind"], told["outcome"], told["offered"], told["is_entry"]) == ("queue", "answered", True, True)
    assert (told["queue_key"], told["channel"], told["flags"]) == ("technical", "phone", [])


@pytest.mark.parametrize(
    ("record", "outcome", "kind", "offered"),
    [
        (left(1), "abandoned", "queue", True),
        (left(1, "abandoned_in_ivr"), "ivr_exit", "ivr_only", False),
        (left(1, "pending_voicemail", voicemail=True), "voicemail", "queue", True),
        (left(1, outside_business_hours=True), "after_hours", "queue", False),
        (left(1, "completed", overflowed=True, overflowed_to="+12025550199"), "overflowed_out", "queue", True),
        (left(1, "completed", voicemail=True), "voicemail", "queue", True),
        (left(1, "failed", direction="outbound"), "failed", "outbound", False),
        (left(1, "completed", direction="outbound", agent_id=31), "failed", "outbound", False),
        (call(1, direction="outbound"), "answered", "outbound", False),
    ],
    ids=["queue", "menu", "voicemail", "closed", "overflow", "recorded", "not reached", "outbound unheard", "outbound"],
)
def test_a_call_ends_as_its_status_says(
    tmp_path: Path, record: dict[str, Any], outcome: str, kind: str, offered: bool
) -> None:
    told = told_of(tmp_path, [record]).loc["1"]

    assert (told["outcome"], told["kind"], told["offered"]) == (outcome, kind, offered)


def test_who_hung_up_on_hold_was_answered(tmp_path: Path) -> None:
    told = told_of(tmp_path, [call(1, completion_status="abandoned_on_hold")]).loc["1"]

    assert (told["outcome"], told["end_party"], told["talk_s"], told["hold_s"]) == ("answered", "customer", 300, 20)
    assert told["flags"] == ["hold_beside_talk"]


def test_a_wait_stays_in_calendar_seconds_over_a_night(tmp_path: Path) -> None:
    told = told_of(tmp_path, [left(1, wait_time=50_000)]).loc["1"]

    assert (told["wait_s"], told["ended_at"]) == (50_000, 50_015)


@pytest.mark.parametrize("status", ["not answered", "failed", "abandoned_in_voicemail"])
def test_whether_such_calls_are_offered_is_asked_and_never_guessed(tmp_path: Path, status: str) -> None:
    desk = talk_desk(tmp_path)

    report = imported(desk, write_records(tmp_path / "a.jsonl", [left(1, status)]))

    assert report.rejected == 1
    assert refusals_of(desk) == [
        f'completion_status "{status}" may have been offered or not; say which in [import.zendesk_talk.cloud] offered '
        "of desk.toml, as true or false"
    ]


@pytest.mark.parametrize(
    ("status", "offered", "outcome"),
    [("not answered", True, "abandoned"), ("not answered", False, "failed"), ("failed", True, "failed")],
)
def test_what_the_desk_says_of_such_calls_holds(tmp_path: Path, status: str, offered: bool, outcome: str) -> None:
    told = told_of(tmp_path, [left(1, status, talk_time=None)], offered={status: offered}).loc["1"]

    assert (told["outcome"], told["offered"]) == (outcome, offered)
    assert math.isnan(told["talk_s"])


def test_a_callback_is_outside_what_was_offered(tmp_path: Path) -> None:
    told = told_of(tmp_path, [call(1, callback=True, callback_source="queue", hold_time=0)]).loc["1"]

    assert (told["kind"], told["offered"], told["is_entry"]) == ("callback", False, False)
    assert (told["outcome"], told["wait_s"], told["flags"]) == ("answered", 40, ["request_not_told"])


def test_a_call_that_was_handed_on_has_a_leg_for_each_agent_and_nothing_twice(tmp_path: Path) -> None:
    records = [
        call(1, talk_time=300, hold_time=20, wrap_up_time=60, agent_id=32),
        leg(11, 1, agent=31, talk_time=200, hold_time=20, wrap_up_time=30, transferred_to=32),
        leg(12, 1, begins=280, agent=32, talk_time=100, hold_time=0, wrap_up_time=30, transferred_from=31),
        leg(13, 1, type="customer", agent=0, talk_time=300),
    ]

    legs = told_of(tmp_path, records, agents={"31": "sato", "32": "abe"})

    assert column_of(legs, "kind") == {"1": "queue", "1/12": "direct"}
    assert column_of(legs, "talk_s") == {"1": 200, "1/12": 100}
    assert column_of(legs, "hold_s") == {"1": 20, "1/12": 0}
    assert column_of(legs, "acw_s") == {"1": 60, "1/12": 0}
    assert column_of(legs, "offered") == {"1": True, "1/12": False}
    assert column_of(legs, "parent_leg_id") == {"1": None, "1/12": "1"}
    assert legs["agent_key"].nunique() == 2
    assert legs.loc["1/12", "flags"] == ["acw_with_the_call"]


def test_legs_of_a_call_that_was_not_handed_on_add_nothing(tmp_path: Path) -> None:
    legs = told_of(tmp_path, [call(1), leg(11, 1), leg(12, 1, begins=20, agent=33, completion_status="agent_missed")])

    assert list(legs.index) == ["1"]
    assert (legs["talk_s"].iloc[0], legs["acw_s"].iloc[0]) == (300, 60)
    assert "ring_no_answer" in legs["flags"].iloc[0]


def test_a_leg_waits_for_its_call(tmp_path: Path) -> None:
    desk = talk_desk(tmp_path)
    report = imported(desk, write_records(tmp_path / "legs.jsonl", [leg(11, 1)]))

    assert (report.new, report.rejected) == (1, 0)
    assert rows_of(desk).empty


def test_a_call_listed_twice_counts_as_it_was_changed_last(tmp_path: Path) -> None:
    late, early = call(1, updated=9000, wrap_up_time=90), call(1, updated=500, wrap_up_time=0)

    legs = told_of(tmp_path, [late, early, late])

    assert column_of(legs, "acw_s") == {"1": 90}


def test_the_line_tells_the_queue_where_no_group_does(tmp_path: Path) -> None:
    by_line = left(1, "abandoned_in_ivr", ivr_destination_group_name=None, phone_number_id=501)
    by_none = left(2, "abandoned_in_ivr", ivr_destination_group_name=None)
    by_group = call(3, ivr_destination_group_name=None, call_group_id=77)

    legs = told_of(
        tmp_path, [by_line, by_none, by_group], queues={"501": "second", "77": "second", "Lines": "technical"}
    )

    assert column_of(legs, "queue_key") == {"1": "second", "2": "technical", "3": "second"}
    assert column_of(legs, "tier") == {"1": 2, "2": 1, "3": 2}


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"id": "x", "completion_status": "completed"}, "its number is no number"),
        ({"id": 1}, "neither a call nor a leg of Zendesk Talk"),
        (call(1, created_at="soon"), "created_at is no time of 1970 to 2099"),
        (call(1, updated_at="9999-01-01T00:00:00Z"), "updated_at is no time of 1970 to 2099"),
        (call(1, talk_time=90_000), "talk_time is no possible time"),
        (call(1, wait_time=-1), "wait_time is no possible time"),
        (call(1, direction="sideways"), 'direction "sideways" is none of a call'),
        (call(1, completion_status="done"), 'completion_status "done" is none of a call'),
        (call(1, ivr_destination_group_name="Sales"), 'queue "Sales" is not in [import.zendesk_talk.cloud] queues'),
        (call(1, ivr_destination_group_name="Other"), 'queue "Other" stands in [import.zendesk_talk.cloud] ignore'),
        (call(1, ivr_destination_group_name=None), "it reached no queue of the desk; say in [import.zendesk_talk."),
    ],
)
def test_a_record_that_cannot_be_used_is_refused_with_its_reason(
    tmp_path: Path, record: dict[str, Any], reason: str
) -> None:
    desk = talk_desk(tmp_path, queue="", ignore_queues=["Other"])

    report = imported(desk, write_records(tmp_path / "a.jsonl", [call(2), record]))

    assert [told[: len(reason)] for told in refusals_of(desk)] == [reason]
    assert (report.new, report.rejected) == (1, 1)


def test_nothing_private_of_a_call_reaches_the_store(tmp_path: Path) -> None:
    desk = talk_desk(tmp_path)

    imported(desk, write_records(tmp_path / "a.jsonl", [call(1, line="+12025550100", agent_id=987654321)]))

    stored = "".join(rows_of(desk, table).to_csv() for table in ("told_record", "contact_leg"))
    assert not any(word in stored for word in (CUSTOMER, "2025550100", "987654321"))


def test_a_preview_says_what_rests_on_a_guess(tmp_path: Path) -> None:
    path = write_records(tmp_path / "a.jsonl", [call(1, callback=True), call(2, begins=9)])

    shown = preview(talk_desk(tmp_path), path)

    assert list(shown["remark"]) == ["request not told, hold beside talk", "hold beside talk"]
