"""Patience is desk.toml's word or the log's, and one more person is asked of the queues that are open."""

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from data.desk import Desk, DeskSettings
from data.errors import NothingToDo
from data.import_logs import import_logs
from data.warehouse import Warehouse
from staffing.desk_questions import ask_one_more
from staffing.one_more import OneMore
from staffing.patience import mean_patience
from tests.data.logged_desk import MAPPING, Call, logged_desk

DAYS = [date(2026, 4, day) for day in (6, 7, 8, 9, 10)]
WEEK = {day: ["10:00-12:00"] for day in ("mon", "tue", "wed", "thu", "fri")}


def _settings(**phone: float) -> DeskSettings:
    return DeskSettings.model_validate(
        {
            "format": 1,
            "name": "two channels",
            "time_zone": "Asia/Tokyo",
            "country": "",
            "hours": {"phone": WEEK, "chat": {day: ["12:00-14:00"] for day in WEEK}},
            "queue": [{"name": "support"} | phone],
        }
    )


def _with_chats(desk: Desk) -> Desk:
    """The desk with a chat that is open after the phone, as busy; its log is written in the same way."""
    fields: dict[str, Any] = desk.settings.model_dump(by_alias=True)
    fields["queue"] = [*fields["queue"], {"name": "chat", "channel": "chat"}]
    fields["import"]["mapping"]["calls"] = MAPPING | {"queue": "chat", "channel": "chat"}
    chatting = Desk(folder=desk.folder, settings=DeskSettings.model_validate(fields))
    chats = pd.read_csv(desk.folder / "calls.csv", dtype=str)
    later = {name: pd.to_datetime(chats[name]) + pd.Timedelta(hours=2) for name in ("arrived", "answered", "ended")}
    chats.assign(id="chat" + chats["id"], **later).to_csv(desk.folder / "chats.csv", index=False)
    with Warehouse.open(chatting) as warehouse:
        import_logs(chatting, [desk.folder / "chats.csv"], warehouse=warehouse)
    return chatting


@pytest.fixture
def calls() -> list[Call]:
    """Ten calls an hour that are answered after half a minute, and one that hangs up after a minute."""
    return [
        (f"{day}T{hour}:{minute:02d}:00", 60 if minute == 55 else 30, None if minute == 55 else 240)
        for day in DAYS
        for hour in (10, 11)
        for minute in range(0, 60, 5)
    ] * 2


def _ask(desk: Desk, first_minute: int, last_minute: int) -> list[OneMore]:
    with Warehouse.open(desk) as warehouse:
        return ask_one_more(
            warehouse, desk, as_of=None, first_minute=first_minute, last_minute=last_minute, horizon_days=7
        )


def test_a_patience_of_nought_is_estimated_from_the_log(tmp_path: Path, calls: list[Call]) -> None:
    [made] = _ask(logged_desk(tmp_path, _settings(patience_seconds=0), calls), 600, 720)

    assert made.engine == "erlang_a"
    assert made.patience_seconds == pytest.approx(220 * 30 / 20), "220 waits of half a minute, 20 hang-ups"


def test_patience_of_desk_toml_stands_above_the_log(tmp_path: Path, calls: list[Call]) -> None:
    [made] = _ask(logged_desk(tmp_path, _settings(patience_seconds=75), calls), 600, 720)

    assert made.patience_seconds == 75


def test_where_few_hung_up_nobody_is_taken_to(calls: list[Call]) -> None:
    starts = pd.date_range("2026-04-06", periods=19, freq="D", tz="Asia/Tokyo")
    counts = pd.DataFrame(
        {"interval_start": starts, "offered": 9.0, "abandoned": 1.0, "short_abandoned": np.nan, "wait_answered_s": 90.0}
    )
    queue = _settings().queue[0]

    assert mean_patience(queue, counts) == np.inf
    assert mean_patience(queue, counts.assign(abandoned=2.0)) == pytest.approx(45)


def test_one_more_person_is_asked_of_the_queues_that_are_open_then(tmp_path: Path, calls: list[Call]) -> None:
    desk = _with_chats(logged_desk(tmp_path, _settings(), calls))

    assert [made.queue for made in _ask(desk, 600, 660)] == ["support"]
    assert [made.queue for made in _ask(desk, 720, 780)] == ["chat"]
    with pytest.raises(NothingToDo, match="queue support has no open interval with people between 15:00 and 16:00"):
        _ask(desk, 900, 960)
