"""What a person may decide of the days ahead, and how the records keep it."""

import subprocess
import sys
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data.calendar import Calendar
from data.desk import Desk, DeskSettings
from data.desk_file import read_desk
from data.errors import TsunagariError
from data.new_desk import write_new_desk
from data.override import KeptOverride, Override, override_rows, refuse_unfit
from data.records import Records
from tests.conftest import REPOSITORY

TV = Override("support", date(2026, 12, 14), date(2026, 12, 14), author="佐藤", note="TV programme", factor=1.3)
"""A Monday."""
MONDAY_NOON = pd.Timestamp("2026-12-07 12:00", tz="Asia/Tokyo")
LATER = pd.Timestamp("2026-12-08 09:00", tz="Asia/Tokyo")


@pytest.fixture
def desk(tmp_path: Path, weekday_settings: DeskSettings) -> Desk:
    return Desk(folder=tmp_path, settings=weekday_settings)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        pytest.param({"factor": 0.0}, "--factor 0 is no factor", id="nothing comes"),
        pytest.param({"factor": -1.0}, "--factor -1 is no factor", id="below nothing"),
        pytest.param({"factor": 30.0}, "--factor 30 is no factor", id="30 written for 30 %"),
        pytest.param({"factor": float("nan")}, "--factor nan is no factor", id="no number"),
        pytest.param({"contacts": 500.0}, "write one of the two", id="both"),
        pytest.param({"factor": None}, "write one of the two", id="neither"),
        pytest.param({"factor": None, "contacts": 0.0}, "closed_on", id="a day without contacts"),
        pytest.param({"factor": None, "contacts": float("inf")}, "--contacts inf", id="endless contacts"),
        pytest.param({"author": " "}, "--author is empty", id="nobody says so"),
        pytest.param({"note": ""}, "--note is empty", id="no reason"),
        pytest.param({"note": "a\nb"}, "control character", id="two lines"),
        pytest.param({"note": "a\u202eb"}, "control character", id="a mark that turns the writing"),
        pytest.param({"author": "a" * 101}, "101 letters long", id="a novel"),
        pytest.param({"last_day": date(2026, 12, 1)}, "turn the days round", id="backwards"),
    ],
)
def test_an_override_that_cannot_be_is_refused_with_the_way_out(changes: dict[str, Any], told: str) -> None:
    with pytest.raises(TsunagariError, match=told):
        replace(TV, **changes)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        pytest.param({"first_day": date(2026, 12, 4)}, "2026-12-04 is past", id="a day that is over"),
        pytest.param({"last_day": date(2028, 12, 4)}, "400 days ahead", id="beyond every forecast"),
        pytest.param({"first_day": date(2026, 12, 12), "last_day": date(2026, 12, 13)}, "not open on", id="a weekend"),
        pytest.param({"first_minute": 1080, "last_minute": 1140}, "not open on", id="an evening"),
        pytest.param({"first_minute": 610, "last_minute": 720}, "whole 30 minutes", id="half an interval"),
        pytest.param({"first_day": date(2026, 12, 7), "last_day": date(2026, 12, 7), "last_minute": 720},
                     "has begun already", id="this morning"),
        pytest.param({"first_day": date(2026, 12, 7), "factor": None, "contacts": 500.0},
                     "a part of 2026-12-07", id="the whole of a day that has begun"),
    ],
)  # fmt: skip
def test_an_override_of_what_is_past_or_closed_is_refused(
    weekday_settings: DeskSettings, changes: dict[str, Any], told: str
) -> None:
    with pytest.raises(TsunagariError, match=told):
        refuse_unfit(replace(TV, **changes), Calendar(weekday_settings), now=MONDAY_NOON)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({}, id="a day to come"),
        pytest.param({"first_day": date(2026, 12, 7)}, id="the rest of today, and a week"),
        pytest.param({"first_minute": 600, "last_minute": 720}, id="a time of it"),
        pytest.param({"first_day": date(2026, 12, 7), "last_day": date(2026, 12, 7), "first_minute": 720,
                      "factor": None, "contacts": 80.0}, id="this afternoon's contacts"),
    ],
)  # fmt: skip
def test_an_override_of_what_is_to_come_is_taken(weekday_settings: DeskSettings, changes: dict[str, Any]) -> None:
    assert refuse_unfit(replace(TV, **changes), Calendar(weekday_settings), now=MONDAY_NOON) is None


def test_a_removed_override_stays_in_the_records_with_when_and_by_whom(desk: Desk) -> None:
    with Records.open(desk) as records:
        first = records.keep_override(TV, now=MONDAY_NOON)
        second = records.keep_override(replace(TV, factor=None, contacts=500.0), now=MONDAY_NOON)
        records.remove_override(first.number, now=LATER, author="田中")
    with Records.open(desk) as records:
        kept = records.overrides()

    assert kept == [KeptOverride(1, TV, MONDAY_NOON, LATER, "田中"), second]
    assert [one.stands for one in kept] == [False, True]
    rows = override_rows(kept, zone="Asia/Tokyo")
    assert rows["removed_at"].tolist() == [LATER, pd.NaT]
    assert rows["between"].tolist() == ["", ""]


@pytest.mark.parametrize(("number", "told"), [(1, "removed already, at 2026-12-08 00:00 UTC"), (7, "no override 7")])
def test_what_does_not_stand_cannot_be_removed(desk: Desk, number: int, told: str) -> None:
    with Records.open(desk) as records:
        records.keep_override(TV, now=MONDAY_NOON)
        records.remove_override(1, now=LATER)

        with pytest.raises(TsunagariError, match=told):
            records.remove_override(number, now=LATER)

        assert [one.removed_at for one in records.overrides()] == [LATER]


def test_an_override_is_known_from_when_it_was_made_and_stands_until_it_is_known_to_be_removed() -> None:
    kept = KeptOverride(1, TV, MONDAY_NOON, LATER)
    second = pd.Timedelta(seconds=1)

    assert kept.as_known_at(MONDAY_NOON - second) is None
    assert kept.as_known_at(LATER - second) == KeptOverride(1, TV, MONDAY_NOON)
    assert kept.as_known_at(LATER) == kept.as_known_at(None) == kept


def test_two_overrides_touch_where_they_speak_of_the_same_time_of_the_same_queue() -> None:
    morning = replace(TV, first_minute=600, last_minute=720)

    assert TV.touches(morning)
    assert not morning.touches(replace(TV, first_minute=720))
    assert not TV.touches(replace(TV, queue="billing"))
    assert not TV.touches(replace(TV, first_day=date(2026, 12, 15), last_day=date(2026, 12, 15)))


_WRITER = """
import sys
from datetime import date
from pathlib import Path
import pandas as pd
from data.desk_file import read_desk
from data.override import Override
from data.records import Records
desk = read_desk(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
for number in range(15):
    told = Override("support", date(2026, 12, 14), date(2026, 12, 14), sys.argv[2], f"{number}", factor=1.1)
    with Records.open(desk) as records:
        records.keep_override(told, now=pd.Timestamp("2026-12-07", tz="UTC"))
"""


def test_two_who_write_overrides_at_once_into_a_new_desk_lose_none(tmp_path: Path) -> None:
    write_new_desk(tmp_path / "desk", name="d", time_zone="Asia/Tokyo", language="ja", country="JP")
    words = [sys.executable, "-c", _WRITER, str(tmp_path / "desk")]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": REPOSITORY}
    with ExitStack() as running:
        writers = [running.enter_context(subprocess.Popen([*words, name], **pipes)) for name in "ab"]
        begun = [writer.stdout.readline() for writer in writers]
        for writer in writers:
            writer.stdin.write("\n")
            writer.stdin.flush()
        ended = [writer.wait() for writer in writers]

    with Records.open(read_desk(tmp_path / "desk")) as records:
        kept = records.overrides()
    assert (begun, ended) == (["ready\n", "ready\n"], [0, 0])
    assert [one.number for one in kept] == list(range(1, 31))
    assert sorted((one.told.author, int(one.told.note)) for one in kept) == [(a, n) for a in "ab" for n in range(15)]
