"""Patience is desk.toml's word or the log's, and one more person is asked of the queues that are open."""

from dataclasses import replace
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
from staffing.patience import Patience, find_patience, patience_of_queues
from staffing.patience_curve import kaplan_meier
from tests.data.logged_desk import MAPPING, Call, logged_desk

DAYS = [date(2026, 4, day) for day in (6, 7, 8, 9, 10)]
WEEK = {day: ["10:00-12:00"] for day in ("mon", "tue", "wed", "thu", "fri")}


def _settings(**phone: Any) -> DeskSettings:
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
    assert made.patience_seconds == pytest.approx((220 * 30 + 20 * 60) / 20), "20 hang-ups where too few wait longer"


def test_patience_of_desk_toml_stands_above_the_log(tmp_path: Path, calls: list[Call]) -> None:
    [made] = _ask(logged_desk(tmp_path, _settings(patience_seconds=75), calls), 600, 720)

    assert made.patience_seconds == 75


def _counts(**figures: float) -> pd.DataFrame:
    """Ten days of one interval each: nine contacts, two of whom hang up, ninety seconds waited."""
    starts = pd.date_range("2026-04-06", periods=10, freq="D", tz="Asia/Tokyo")
    usual = {"offered": 9.0, "abandoned": 2.0, "short_abandoned": np.nan, "wait_answered_s": 90.0}
    return pd.DataFrame({"interval_start": starts, **(usual | figures)})


def _waits(*rows: tuple[int, int, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["seconds", "abandoned", "stayed"], dtype=np.int64)


SUPPORT = _settings().queue[0]
MANY = _waits((10, 5, 200), (60, 20, 200), (240, 30, 100))


def test_the_mean_is_read_off_the_curve_at_the_promised_threshold() -> None:
    counts = _counts(abandoned=5.5, offered=55.5)

    found = find_patience(SUPPORT, waits=MANY, counts=counts)
    sooner = find_patience(_settings(goal={"threshold_seconds": 30}).queue[0], waits=MANY, counts=counts)

    assert (found.source, found.hang_ups, found.waits) == ("log", 55, 555)
    assert found.mean_seconds == kaplan_meier(MANY).mean_before_answers(180)
    assert sooner.mean_seconds == kaplan_meier(MANY).mean_before_answers(30)


def test_a_promise_of_no_wait_at_all_has_a_patience_too() -> None:
    now = _settings(goal={"threshold_seconds": 0}).queue[0]

    found = find_patience(now, waits=MANY, counts=_counts(abandoned=5.5, offered=55.5))

    assert found.mean_seconds == kaplan_meier(MANY).mean_before_answers(20)


def test_nineteen_hang_ups_tell_nothing_and_twenty_do() -> None:
    few, enough = (
        find_patience(SUPPORT, waits=_waits((30, gone, 100)), counts=_counts(abandoned=gone / 10, offered=12))
        for gone in (19, 20)
    )

    assert (few.mean_seconds, few.source, few.hang_ups, few.waits) == (np.inf, "unknown", 19, 119)
    assert (enough.mean_seconds, enough.source) == (pytest.approx(180 * (np.exp(30 / 180) - 1) * 120 / 20), "log")


def test_where_nobody_hung_up_nobody_is_taken_to() -> None:
    found = find_patience(SUPPORT, waits=_waits((30, 0, 500)), counts=_counts(abandoned=0, offered=50))

    assert (found.mean_seconds, found.source, found.hang_ups, found.waits) == (np.inf, "unknown", 0, 500)


def test_where_all_hung_up_their_mean_wait_is_the_patience() -> None:
    found = find_patience(SUPPORT, waits=_waits((10, 12, 0), (50, 13, 0)), counts=_counts(abandoned=2.5, offered=2.5))

    assert found.mean_seconds == pytest.approx((12 * 10 + 13 * 50) / 25)


def test_of_one_contact_no_patience_is_told() -> None:
    found = find_patience(SUPPORT, waits=_waits((30, 1, 0)), counts=_counts(abandoned=0.1, offered=0.1))

    assert (found.mean_seconds, found.source, found.hang_ups) == (np.inf, "unknown", 1)


@pytest.mark.parametrize(
    "waits",
    [
        pytest.param(None, id="a snapshot of an older make"),
        pytest.param(_waits(), id="totals alone"),
        pytest.param(_waits((30, 0, 70)), id="hang-ups that do not tell their wait"),
        pytest.param(_waits((30, 20, 5)), id="answers that do not tell their wait"),
    ],
)
def test_where_single_waits_are_not_told_time_waited_by_hang_up_is_taken(waits: pd.DataFrame | None) -> None:
    found = find_patience(SUPPORT, waits=waits, counts=_counts())

    assert (found.mean_seconds, found.source, found.hang_ups, found.waits) == (900 / 20, "counts", 20, 90)
    assert found.curve.waits == 0


def test_what_nothing_tells_is_not_known() -> None:
    few, without = _counts(abandoned=1.9), _counts(wait_answered_s=np.nan)

    assert find_patience(SUPPORT, waits=None, counts=few).mean_seconds == np.inf
    assert find_patience(SUPPORT, waits=None, counts=without).source == "unknown"


def test_the_word_of_desk_toml_keeps_the_curve_of_the_log_beside_it() -> None:
    told = _settings(patience_seconds=75).queue[0]

    found = find_patience(told, waits=MANY, counts=_counts(abandoned=5.5, offered=55.5))

    assert (found.mean_seconds, found.source) == (75, "desk.toml")
    assert found.curve.share_after(60) == pytest.approx(550 / 555 * 330 / 350)


def test_what_ended_after_as_of_changes_no_patience(tmp_path: Path, calls: list[Call]) -> None:
    later: list[Call] = [(f"2026-04-10T11:{minute}:00", 6, None) for minute in range(10, 60)]
    still_waiting: list[Call] = [("2026-04-09T11:59:00", 90_000, None)] * 30
    honest = logged_desk(tmp_path / "honest", _settings(), [*calls, *calls])
    tempted = logged_desk(tmp_path / "tempted", _settings(), [*calls, *calls, *later, *still_waiting])

    told, then = _patience_then(honest), _patience_then(tempted)

    assert (then.mean_seconds, then.hang_ups, then.waits) == (told.mean_seconds, told.hang_ups, told.waits)
    assert told.source == "log"
    with Warehouse.open(tempted) as warehouse:
        [now] = patience_of_queues(warehouse, tempted).values()
    assert now.hang_ups == 2 * 20 + len(later), "thirty are still waiting when the last day ends"


def _patience_then(desk: Desk) -> Patience:
    """As it was known four days after the log's begin."""
    with Warehouse.open(desk) as warehouse:
        [found] = patience_of_queues(warehouse, desk, as_of=pd.Timestamp("2026-04-10", tz="Asia/Tokyo")).values()
    return found


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"mean_seconds": 0.0}, id="no patience"),
        pytest.param({"mean_seconds": np.inf}, id="an endless mean that the log told"),
        pytest.param({"source": "unknown"}, id="a mean from nowhere"),
        pytest.param({"hang_ups": 600}, id="more hang-ups than waits"),
    ],
)
def test_a_patience_that_cannot_be_is_refused(change: dict[str, Any]) -> None:
    found = find_patience(SUPPORT, waits=MANY, counts=_counts(abandoned=5.5, offered=55.5))

    with pytest.raises(ValueError, match="patience of support: "):
        replace(found, **change)


def test_one_more_person_is_asked_of_the_queues_that_are_open_then(tmp_path: Path, calls: list[Call]) -> None:
    desk = _with_chats(logged_desk(tmp_path, _settings(), calls))

    assert [made.queue for made in _ask(desk, 600, 660)] == ["support"]
    assert [made.queue for made in _ask(desk, 720, 780)] == ["chat"]
    with pytest.raises(NothingToDo, match="queue support has no open interval with people between 15:00 and 16:00"):
        _ask(desk, 900, 960)
