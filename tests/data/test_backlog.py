from pathlib import Path

import pandas as pd

from data.backlog import count_answered, judge_states, open_contacts
from data.calendar import Calendar
from data.desk import Desk
from data.warehouse import Warehouse
from tests.data.ticket_desk import Mail, ticket_desk, tokyo

MAILS: list[Mail] = [
    {"received": "2026-04-06 10:00", "replied": "2026-04-06 16:00"},
    {"received": "2026-04-06 11:00", "replied": "2026-04-08 10:00"},
    {"received": "2026-04-07 09:00", "next_note": "2026-04-08 15:00"},
    {"received": "2026-04-07 18:00"},
    {"received": "2026-04-07 20:00", "promised": "2026-04-08 12:00"},
    {"received": "2026-04-09 10:00"},
]


def _open(desk: Desk, as_of: str) -> pd.DataFrame:
    with Warehouse.open(desk) as warehouse:
        return open_contacts(warehouse, Calendar.of(desk), as_of=tokyo(as_of))


def test_the_backlog_is_what_had_come_and_was_not_answered_yet(tmp_path: Path) -> None:
    backlog = _open(ticket_desk(tmp_path, MAILS), "2026-04-08 09:00")

    assert backlog["contact_id"].tolist() == ["T1", "T4", "T2", "T3"]
    assert backlog["state"].tolist() == ["late", "due_today", "due_today", "ok"]
    assert backlog["deadline_at"].tolist() == [
        tokyo(f"{day} 17:30") for day in ("2026-04-07", "2026-04-09", "2026-04-08", "2026-04-09")
    ]
    assert backlog["latest_at"].iloc[0] == tokyo("2026-04-08 17:30")
    assert backlog["next_status_at"].iloc[2] == tokyo("2026-04-08 15:00")
    assert backlog["expected_answer_at"].isna().all()


def test_a_promise_that_was_broken_is_late_though_the_deadline_is_not(tmp_path: Path) -> None:
    backlog = _open(ticket_desk(tmp_path, MAILS), "2026-04-08 13:00").set_index("contact_id")

    assert backlog["state"].to_dict() == {"T4": "late", "T2": "due_today", "T3": "ok"}


def test_an_answer_that_is_expected_after_the_deadline_is_at_risk(tmp_path: Path) -> None:
    backlog = _open(ticket_desk(tmp_path, MAILS), "2026-04-08 09:00").set_index("contact_id")
    backlog["expected_answer_at"] = tokyo("2026-04-09 17:00")

    states = judge_states(backlog, as_of=tokyo("2026-04-08 09:00"))

    assert states.to_dict() == {"T1": "late", "T4": "at_risk", "T2": "at_risk", "T3": "ok"}


def test_a_further_question_waits_like_a_first_one(tmp_path: Path) -> None:
    asked_again: Mail = {"ticket": "T0", "received": "2026-04-07 10:00", "kind": "reply_cycle"}
    backlog = _open(ticket_desk(tmp_path, [MAILS[0], asked_again]), "2026-04-07 12:00")

    assert backlog["contact_id"].tolist() == ["T0"]


def test_a_desk_on_which_nothing_waits_has_an_empty_backlog(tmp_path: Path) -> None:
    backlog = _open(ticket_desk(tmp_path, MAILS[:1]), "2026-04-08 09:00")

    assert len(backlog) == 0
    assert str(backlog["deadline_at"].dtype) == "datetime64[us, Asia/Tokyo]"


def test_replies_are_counted_by_the_day_of_receipt_and_judged_when_it_is_known(tmp_path: Path) -> None:
    desk = ticket_desk(tmp_path, MAILS)

    with Warehouse.open(desk) as warehouse:
        queue = desk.settings.queue[0]
        days = count_answered(warehouse, Calendar.of(desk), queue=queue, until=tokyo("2026-04-08 18:00"))

    figures = ["offered", "answered", "in_deadline", "in_latest", "due", "due_latest"]
    assert days[figures].to_numpy().tolist() == [[2, 2, 1, 2, 2, 2], [3, 0, 0, 0, 1, 0]]


def test_the_first_reply_at_its_deadline_is_in_time(tmp_path: Path) -> None:
    desk = ticket_desk(tmp_path, [{"received": "2026-04-06 10:00", "replied": "2026-04-07 17:30"}])

    with Warehouse.open(desk) as warehouse:
        queue = desk.settings.queue[0]
        days = count_answered(warehouse, Calendar.of(desk), queue=queue, until=tokyo("2026-04-08"))

    assert days["in_deadline"].tolist() == [1]
