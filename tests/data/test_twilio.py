import math
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data.import_logs import preview
from tests.data.system_desk import T0, column_of, imported, legs_of, refusals_of, rows_of, write_records
from tests.data.twilio_desk import event, lost, served, told_of, twilio_desk


def test_a_served_task_is_told_by_the_moments_of_its_events(tmp_path: Path) -> None:
    told = told_of(tmp_path, served("WT1", begins=10, wait=30, talk=100, acw=20)).loc["WT1/1"]

    assert (told["entered_at"], told["answered_at"], told["ended_at"], told["acw_end_at"]) == (10, 40, 140, 160)
    assert (told["wait_s"], told["talk_s"], told["acw_s"], told["handle_s"]) == (30, 100, 20, 120)
    assert (told["handle_quality"], told["talk_includes_hold"]) == ("derived", True)
    assert (told["kind"], told["outcome"], told["offered"], told["is_entry"]) == ("queue", "answered", True, True)
    assert (told["queue_key"], told["channel"], told["flags"]) == ("technical", "phone", [])


def test_events_of_one_second_stand_in_the_order_in_which_such_things_happen(tmp_path: Path) -> None:
    told = served("WT1", begins=5, wait=0, talk=0, acw=0)
    beside = lost("WT2", begins=5, wait=0)

    legs = told_of(tmp_path, [*reversed(told), *reversed(beside)])

    assert column_of(legs, "outcome") == {"WT1/1": "answered", "WT2/1": "abandoned"}
    assert column_of(legs, "wait_s") == {"WT1/1": 0, "WT2/1": 0}
    assert column_of(legs, "handle_s") == {"WT1/1": 0, "WT2/1": None}


@pytest.mark.parametrize(
    ("reason", "outcome", "flags"),
    [("hangup", "abandoned", []), (None, "abandoned", ["end_not_told"]), ("Task TTL Exceeded", "failed", [])],
)
def test_a_task_cancelled_before_anyone_took_it_ends_as_its_reason_says(
    tmp_path: Path, reason: str | None, outcome: str, flags: list[str]
) -> None:
    told = told_of(tmp_path, lost("WT1", reason=reason)).loc["WT1/1"]

    assert (told["outcome"], told["flags"], told["wait_s"], told["offered"]) == (outcome, flags, 25, True)


@pytest.mark.parametrize(
    ("kind", "flags"),
    [
        ("reservation.rejected", ["ring_no_answer"]),
        ("reservation.timeout", ["ring_no_answer"]),
        ("reservation.canceled", []),
        ("reservation.rescinded", []),
    ],
)
def test_only_rejected_and_timed_out_reservations_are_misses(tmp_path: Path, kind: str, flags: list[str]) -> None:
    missed = event("x", kind, 20, worker="WK9", reservation="WR9")

    told = told_of(tmp_path, [*served("WT1"), missed]).loc["WT1/1"]

    assert (told["flags"], told["outcome"], told["wait_s"]) == (flags, "answered", 30)


def test_a_task_that_moves_to_another_queue_is_offered_to_both_and_one_demand(tmp_path: Path) -> None:
    first = [event("a1", "task.created", 0), event("a2", "task-queue.entered", 0)]
    second = [
        event("a3", "task-queue.entered", 60, queue="Experts"),
        event("a4", "reservation.accepted", 80, queue="Experts", worker="WK1", reservation="WR1", task_age_in_queue=20),
        event("a5", "reservation.wrapup", 200, queue="Experts", worker="WK1", reservation="WR1"),
        event("a6", "reservation.completed", 230, queue="Experts", worker="WK1", reservation="WR1"),
    ]

    legs = told_of(tmp_path, [*second, *first])

    assert column_of(legs, "outcome") == {"WT1/1": "overflowed_out", "WT1/2": "answered"}
    assert column_of(legs, "queue_key") == {"WT1/1": "technical", "WT1/2": "second"}
    assert column_of(legs, "wait_s") == {"WT1/1": 60, "WT1/2": 20}
    assert column_of(legs, "is_entry") == {"WT1/1": True, "WT1/2": False}
    assert column_of(legs, "transfer_to") == {"WT1/1": "second", "WT1/2": None}
    assert column_of(legs, "is_escalation") == {"WT1/1": True, "WT1/2": False}
    assert column_of(legs, "parent_leg_id") == {"WT1/1": None, "WT1/2": "WT1/1"}


def test_a_transfer_after_an_answer_is_no_second_outcome(tmp_path: Path) -> None:
    told = [
        *served("WT1", talk=70)[:4],
        event("t", "task.transfer-initiated", 100, worker="WK1"),
        event("q", "task-queue.entered", 100, queue="Experts"),
        event("r", "reservation.accepted", 110, queue="Experts", worker="WK2", reservation="WR2", task_age_in_queue=10),
        event("w", "reservation.wrapup", 200, queue="Experts", worker="WK2", reservation="WR2"),
        event("e", "reservation.completed", 200, queue="Experts", worker="WK2", reservation="WR2"),
    ]

    legs = told_of(tmp_path, told)

    assert column_of(legs, "outcome") == {"WT1/1": "answered", "WT1/2": "answered"}
    assert column_of(legs, "kind") == {"WT1/1": "queue", "WT1/2": "transfer"}
    assert column_of(legs, "talk_s") == {"WT1/1": 70, "WT1/2": 90}
    assert legs.loc["WT1/1", "transfer_to"] == "second"


def test_an_open_task_is_completed_by_the_events_of_a_later_file(tmp_path: Path) -> None:
    desk, told = twilio_desk(tmp_path), served("WT1")

    imported(desk, write_records(tmp_path / "a.jsonl", told[:2]))
    before = column_of(legs_of(desk), "outcome")
    imported(desk, write_records(tmp_path / "b.jsonl", told[2:]))

    assert (before, column_of(legs_of(desk), "outcome")) == ({"WT1/1": "open"}, {"WT1/1": "answered"})


def test_without_a_moment_of_wrap_up_the_work_after_a_call_is_marked(tmp_path: Path) -> None:
    told = [each for each in served("WT1") if not each["type"].endswith("wrapup")]

    leg = told_of(tmp_path, told).loc["WT1/1"]

    assert (leg["talk_s"], leg["acw_s"], leg["flags"]) == (120, 0, ["no_acw"])


def test_what_a_callback_posts_is_read_like_a_stream(tmp_path: Path) -> None:
    streamed = served("WT1")
    posted = [_as_posted(each) for each in streamed]
    desk, other = twilio_desk(tmp_path / "a"), twilio_desk(tmp_path / "b")

    imported(desk, write_records(tmp_path / "stream.jsonl", streamed))
    imported(other, write_records(tmp_path / "posted.jsonl", posted))

    pd.testing.assert_frame_equal(legs_of(desk), legs_of(other))


def _as_posted(streamed: dict[str, Any]) -> dict[str, Any]:
    data = streamed["data"]
    payload = {"".join(map(str.capitalize, name.split("_"))): told for name, told in data["payload"].items()}
    at = int((pd.Timestamp(data["timestamp"]) - pd.Timestamp(0, tz="UTC")).total_seconds())
    kind = streamed["type"].removeprefix("com.twilio.taskrouter.")
    return {"EventType": kind, "Sid": data["sid"], "AccountSid": "AC", "WorkspaceSid": "WS", "Timestamp": at, **payload}


def test_events_of_workers_tell_nothing_of_a_contact(tmp_path: Path) -> None:
    desk = twilio_desk(tmp_path)

    report = imported(
        desk, write_records(tmp_path / "a.jsonl", [event("w1", "worker.activity.update", 5), *lost("WT1")])
    )

    assert (report.new, report.rejected) == (4, 0)
    assert list(legs_of(desk).index) == ["WT1/1"]


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (event("x", "task.created", 0) | {"data": {"sid": "x"}}, "timestamp is no time of 1970 to 2099"),
        ({"specversion": "1.0"}, "it is no event of Twilio TaskRouter"),
        (event("x", "reservation.accepted", 9, task_age_in_queue=-1), "task_age_in_queue is no possible time"),
        (
            event("x", "task.created", 9, medium="fax"),
            'task_channel_unique_name "fax" is not in [import.twilio.cloud] ',
        ),
        (event("x", "task.created", 9, queue="Sales"), 'queue "Sales" is not in [import.twilio.cloud] queues of'),
        (event("x", "task.created", 9, queue="Other"), 'queue "Other" stands in [import.twilio.cloud] ignore_queues'),
        (event("x", "task-queue.entered", 9, queue=None), "it reached no queue of the desk; say in [import.twilio."),
    ],
)
def test_an_event_that_cannot_be_used_is_refused_with_its_reason(
    tmp_path: Path, record: dict[str, Any], reason: str
) -> None:
    desk = twilio_desk(tmp_path, queue="", ignore_queues=["Other"])

    imported(desk, write_records(tmp_path / "a.jsonl", [*lost("WT9"), record]))

    assert [told[: len(reason)] for told in refusals_of(desk)] == [reason]


def test_nothing_private_of_a_task_reaches_the_store(tmp_path: Path) -> None:
    desk = twilio_desk(tmp_path)

    imported(desk, write_records(tmp_path / "a.jsonl", served("WT1")))

    stored = "".join(rows_of(desk, table).to_csv() for table in ("told_record", "contact_leg"))
    assert not any(word in stored for word in ("2025550123", "Never Stored", "WK1"))
    assert rows_of(desk)["customer_key"].notna().all()


def test_a_preview_says_what_rests_on_a_guess(tmp_path: Path) -> None:
    told = [event("a1", "task.created", 0, medium=None), event("a3", "task.canceled", 25, medium=None)]

    shown = preview(twilio_desk(tmp_path), write_records(tmp_path / "a.jsonl", told))

    assert list(shown["remark"]) == ["entry not told, channel not told, end not told"]
    assert math.isclose((shown["entered_at"].iloc[0] - T0).total_seconds(), 0)
