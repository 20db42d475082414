"""What people were doing, as a queue_log tells it."""

from pathlib import Path
from typing import Any

import pandas as pd

from data.staff import Person
from tests.data.asterisk_desk import T0, asterisk_desk, imported, line, rows_of, write_lines

HOUR = 3600
SATO = Person("a1", None, None, "full_time", 8, 40, (), 1, 1, 0, False)


def told(after: int, event: str, *data: str, queue: str = "8000") -> str:
    return line(after, "NONE", queue, "a1", event, *data)


def call(after: int, talk: int, name: str) -> list[str]:
    return [
        line(after - 5, name, "8000", "NONE", "ENTERQUEUE"),
        line(after, name, "8000", "a1", "CONNECT", 5, "x", 2),
        line(after + talk, name, "8000", "a1", "COMPLETECALLER", 5, talk, 1),
    ]


def states(folder: Path, *files: list[str], **settings: Any) -> list[tuple[int, int | None, str, str | None]]:
    """Begin and end (seconds from T0), state and reason, after commands that each import one file."""
    desk = asterisk_desk(folder, staff=(SATO,), **settings)
    for number, lines in enumerate(files):
        imported(desk, write_lines(folder / f"q{number}", lines))
    rows = rows_of(desk, "agent_state").sort_values("start_utc")
    assert set(rows["agent_key"]) == {"a1"}
    return [
        (
            int(start.timestamp()) - T0,
            None if pd.isna(end) else int(end.timestamp()) - T0,
            state,
            None if pd.isna(reason) else reason,
        )
        for start, end, state, reason in zip(
            rows["start_utc"], rows["end_utc"], rows["state"], rows["reason"], strict=True
        )
    ]


DAY = [
    told(0, "ADDMEMBER", ""),
    *call(600, 120, "c.1"),
    told(720, "PAUSE", "wrapup"),
    told(760, "UNPAUSE"),
    told(3 * HOUR, "PAUSE", "lunch"),
    told(3 * HOUR + 1, "PAUSE", "lunch", queue="8001"),
    told(4 * HOUR, "UNPAUSE"),
    told(4 * HOUR + 2, "UNPAUSE", queue="8001"),
    told(5 * HOUR, "PAUSE", "class"),
    told(6 * HOUR, "UNPAUSE"),
    told(8 * HOUR, "REMOVEMEMBER", ""),
]
DAY_STATES = [
    (0, 600, "available", None),
    (600, 720, "on_contact", None),
    (720, 760, "after_call_work", "wrapup"),
    (760, 3 * HOUR, "available", None),
    (3 * HOUR, 4 * HOUR + 2, "pause", "lunch"),
    (4 * HOUR + 2, 5 * HOUR, "available", None),
    (5 * HOUR, 6 * HOUR, "training", "class"),
    (6 * HOUR, 8 * HOUR, "available", None),
    (8 * HOUR, None, "offline", None),
]
MEANING = {"acw_reason": "wrapup", "reasons": {"class": "training"}}


def test_a_day_of_a_person_is_told_in_stretches_that_join(tmp_path: Path) -> None:
    assert states(tmp_path, DAY, **MEANING) == DAY_STATES


def test_pauses_of_all_queues_are_those_of_each(tmp_path: Path) -> None:
    lines = [
        told(0, "AGENTLOGIN", "SIP/1", queue="NONE"),
        told(10, "PAUSE", "tea"),
        told(10, "PAUSEALL", "tea", queue="NONE"),
        told(40, "UNPAUSEALL", queue="NONE"),
        told(50, "PAUSEALL", "tea", queue="NONE"),
        told(60, "UNPAUSE"),
        told(70, "AGENTLOGOFF", "SIP/1", "70", queue="NONE"),
    ]

    assert states(tmp_path, lines) == [
        (0, 10, "available", None),
        (10, 40, "pause", "tea"),
        (40, 50, "available", None),
        (50, 60, "pause", "tea"),
        (60, 70, "available", None),
        (70, None, "offline", None),
    ]


def test_somebody_is_there_until_no_queue_has_them_as_a_member(tmp_path: Path) -> None:
    lines = [told(0, "ADDMEMBER"), told(5, "ADDMEMBER", queue="8001"), told(9, "REMOVEMEMBER")]

    assert states(tmp_path, lines) == [(0, None, "available", None)]
    assert states(tmp_path / "b", [*lines, told(12, "REMOVEMEMBER", queue="8001")]) == [
        (0, 12, "available", None),
        (12, None, "offline", None),
    ]


def test_who_is_only_seen_on_calls_is_not_said_to_be_available_between_them(tmp_path: Path) -> None:
    assert states(tmp_path, [*call(10, 20, "c.1"), *call(100, 5, "c.2")]) == [
        (10, 30, "on_contact", None),
        (100, 105, "on_contact", None),
    ]


def test_a_restart_ends_a_contact_whose_end_was_never_told(tmp_path: Path) -> None:
    restart = line(50, "NONE", "NONE", "NONE", "QUEUESTART")

    assert states(tmp_path, [*call(10, 20, "c.1")[:2], restart, *call(100, 5, "c.2")]) == [
        (10, 50, "on_contact", None),
        (100, 105, "on_contact", None),
    ]


def test_what_was_left_open_in_the_evening_is_not_known_over_night(tmp_path: Path) -> None:
    later = [told(24 * HOUR, "UNPAUSE"), told(24 * HOUR + 60, "PAUSE", "tea")]
    evening = [told(HOUR, "PAUSE", "evening"), told(HOUR, "PAUSE", "evening", queue="8001")]
    again = told(HOUR + 9, "PAUSE", "evening", queue="8002")

    assert states(tmp_path, [told(0, "UNPAUSE"), *evening, again], later) == [
        (0, HOUR, "available", None),
        (HOUR, HOUR + 9, "pause", "evening"),
        (24 * HOUR, 24 * HOUR + 60, "available", None),
        (24 * HOUR + 60, None, "pause", "tea"),
    ]


def test_days_that_come_one_by_one_in_any_order_give_the_states_of_all_at_once(tmp_path: Path) -> None:
    def on(day: int, lines: list[str]) -> list[str]:
        return [
            "|".join([str(int(first) + day * 24 * HOUR), *rest])
            for first, *rest in (event.replace("c.1", f"c.{day}").split("|") for event in lines)
        ]

    days = [on(day, DAY) for day in range(7)]
    whole = states(tmp_path / "whole", [event for day in days for event in day], **MEANING)

    halves = [days[6][6:], days[0], days[3][:5], days[5], days[6][:6], days[1], days[3][5:], days[2], days[4]]
    pieces = states(tmp_path / "pieces", *halves, **MEANING)

    assert len(whole) == 7 * len(DAY_STATES)
    assert pieces == whole
