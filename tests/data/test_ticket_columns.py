from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.data.log_builders import desk_with, read_log, write_log

TICKETS = {
    "queue_column": "queue",
    "channel_column": "via",
    "channels": {"E-mail": "mail", "Call": "phone"},
    "leg_id": ["ticket", "cycle"],
    "contact_id": "ticket",
    "callback_of": "calls_back",
    "entered_at": "at",
    "answered_at": "replied",
    "ended_at": "closed",
    "promised_at": "promised",
    "next_status_at": "next_note",
    "handle_seconds": "work",
    "kind": "type",
    "kinds": {"first": "queue", "follow-up": "reply_cycle"},
    "tier": "tier",
    "escalated": "asked_tier_2",
}
HEADER = "ticket,cycle,queue,via,calls_back,at,replied,closed,promised,next_note,work,type,tier,asked_tier_2"
FIRST = (
    "T1,1,letters,E-mail,,2025-04-07 10:00,2025-04-07 12:00,2025-04-09 09:00,2025-04-08 10:00,2025-04-07 15:00,"
    "600,first,2,エスカレーション"
)
FOLLOW_UP = "T1,2,letters,E-mail,,2025-04-08 10:00,2025-04-08 11:00,,,,120,follow-up,,no"
WAITING = "T2,1,letters,E-mail,,2025-04-08 10:00,,,,,,first,,"
CALL = "T1,call,support,Call,T9,2025-04-08 13:00,2025-04-08 13:01,2025-04-08 13:05,,,,,,"


def legs_of(folder: Path, *rows: str, **changes: Any) -> tuple[pd.DataFrame, pd.DataFrame]:
    desk = desk_with(folder, TICKETS | changes)
    return read_log(desk, write_log(folder / "tickets.csv", rows, header=HEADER))


def test_a_ticket_tells_what_was_promised_and_the_whole_work_on_it(tmp_path: Path) -> None:
    legs, rejects = legs_of(tmp_path, FIRST)

    leg = legs.iloc[0]
    assert len(rejects) == 0
    assert (leg["channel"], leg["contact_id"], leg["tier"], leg["is_escalation"]) == ("mail", "T1", 2, True)
    assert leg["promised_at"] == pd.Timestamp("2025-04-08 01:00", tz="UTC")
    assert leg["next_status_at"] == pd.Timestamp("2025-04-07 06:00", tz="UTC")
    assert (leg["wait_s"], leg["handle_s"], leg["handle_quality"]) == (7200, 600, "measured")


def test_the_time_between_a_reply_and_the_end_of_a_ticket_is_no_work(tmp_path: Path) -> None:
    legs, _ = legs_of(tmp_path, FIRST.replace(",600,", ",,"))

    assert legs[["talk_s", "handle_s"]].isna().all(axis=None)


def test_a_further_reply_is_work_but_neither_offered_nor_demand(tmp_path: Path) -> None:
    legs, _ = legs_of(tmp_path, FOLLOW_UP)

    leg = legs.iloc[0]
    assert (leg["kind"], leg["offered"], leg["is_entry"], leg["handle_s"]) == ("reply_cycle", False, False, 120)


def test_a_ticket_without_a_reply_is_open_and_not_abandoned(tmp_path: Path) -> None:
    legs, _ = legs_of(tmp_path, WAITING)

    assert legs[["outcome", "offered", "is_entry", "tier"]].to_numpy().tolist() == [["open", True, True, 1]]


def test_a_call_in_the_same_file_keeps_its_own_channel_and_talk(tmp_path: Path) -> None:
    legs, _ = legs_of(tmp_path, CALL)

    leg = legs.iloc[0]
    assert (leg["channel"], leg["queue_key"], leg["callback_of"], leg["talk_s"]) == ("phone", "support", "T9", 240)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (WAITING.replace("E-mail", "Fax"), 'via "Fax" is not in [import.mapping.m1.channels] of desk.toml'),
        (WAITING.replace("E-mail", "Call"), "via tells another channel than its queue takes in desk.toml"),
        (WAITING.replace("first", "spare"), 'type "spare" is not in [import.mapping.m1.kinds] of desk.toml'),
        (WAITING.replace("first,,", "first,3,"), 'tier "3" is no tier: write 1 or 2'),
    ],
    ids=["unknown channel", "another channel", "unknown kind", "unknown tier"],
)
def test_a_row_whose_words_do_not_fit_the_desk_is_refused(tmp_path: Path, row: str, reason: str) -> None:
    legs, rejects = legs_of(tmp_path, row)

    assert len(legs) == 0
    assert rejects["reason"].tolist() == [reason]


def test_a_row_that_names_no_channel_takes_the_mappings(tmp_path: Path) -> None:
    legs, _ = legs_of(tmp_path, WAITING.replace("E-mail", ""), channel="mail")

    assert legs["channel"].tolist() == ["mail"]
