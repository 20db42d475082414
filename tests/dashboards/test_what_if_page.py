"""The page on what if and why: questions, answers in tables and sentences, and a server that goes on meanwhile."""

import json
import re
from collections.abc import Mapping
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import Browser, expect

from dashboards import what_if_aside, what_if_child
from dashboards.desk_view import view_desk
from dashboards.pages.what_if import answer_card, answered, figures_table, layout, read_number
from dashboards.pages.why import times_of_day, why_parts
from dashboards.texts import Words
from dashboards.what_if_aside import QueueTold, ask_aside
from dashboards.what_if_question import Question
from data.desk_file import read_desk
from data.errors import StoreBusy, TsunagariError
from staffing.what_if.changes import HandleTimeChange, PeopleChange, ThresholdChange, VolumeChange
from tests.dashboards.fixtures.sample_view import write_desk
from tests.data.logged_desk import logged_desk

DESK = """
format = 1
name = "試験"
time_zone = "Asia/Tokyo"
language = "ja"
hours.phone = { mon = ["10:00-14:00"], tue = ["10:00-14:00"] }
queue = [{ name = "support", label = { ja = "サポート" } }]
"""
TUESDAY = date(2026, 11, 24)
ONE_MORE = Question("support", people=1, first_minute=600, last_minute=720)


def test_what_is_filled_in_becomes_the_changes_and_what_is_empty_none() -> None:
    full = Question("calls", TUESDAY, after_call_seconds=-30, handle_seconds=10, volume_percent=40, people=-1,
                    threshold_seconds=0, first_minute=600, last_minute=720)  # fmt: skip

    assert full.changes == [
        HandleTimeChange("after_call", seconds=-30, queue="calls"),
        HandleTimeChange("handle", seconds=10, queue="calls"),
        VolumeChange(1.4, "calls"),
        PeopleChange(-1, 600, 720, queue="calls"),
        ThresholdChange(0, "calls"),
    ]
    assert Question.of_plain(json.loads(json.dumps(full.plain()))) == full
    with pytest.raises(TsunagariError, match="nothing changes"):
        Question("calls", volume_percent=0)
    with pytest.raises(TsunagariError, match="no factor of the contacts"):
        Question("calls", volume_percent=-100)


@pytest.mark.parametrize("value", ["many", "nan", "inf", [1], {"a": 1}])
def test_a_field_without_a_number_is_named(value: Any) -> None:
    assert read_number("", "people", Words("en")) is None
    assert read_number("-30", "people", Words("en")) == -30
    with pytest.raises(TsunagariError, match=r"People .+: write a number"):
        read_number(value, "people", Words("en"))


def _row(figure: str, before: float | None, after: float, **told: Any) -> dict[str, Any]:
    difference = None if before is None else after - before
    return {"hours": "all", "figure": figure, "before": before, "after": after, "difference": difference, "low": None,
            "high": None} | told  # fmt: skip


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        pytest.param(_row("service_level", 0.9, 0.925, low=0.022, high=0.028), ["92.5%", "+2.5 ± 0.3"], id="points"),
        pytest.param(_row("abandonment", 0.02, 0.0132, low=-0.007, high=-0.0066), ["−0.68 ± 0.02"], id="small"),
        pytest.param(_row("hours_required", 1240.0, 1240.0), ["1,240.0", "1,240.0", "0"], id="as before"),
        pytest.param(_row("contacts", 2266.9, 2493.6), ["2,267", "2,494", "+226.7"], id="contacts"),
        pytest.param(_row("worst_service_level", None, 0.8), ["-", "80.0%", "-"], id="not known"),
    ],
)  # fmt: skip
def test_figures_are_told_with_their_unit_and_what_chance_leaves_open(row: dict[str, Any], cells: list[str]) -> None:
    shown = str(figures_table([row], Words("ja"), label="x"))

    assert [cell for cell in cells if f"'{cell}'" not in shown] == []


def test_the_hours_that_change_stand_before_all_hours() -> None:
    rows = (_row("contacts", 10, 11), _row("contacts", 2, 3, hours="changed"))

    shown = str(answer_card(QueueTold("Support", "It changes.", ("Tier 2 gets more.",), rows), Words("en")))

    assert shown.index("The hours that change") < shown.index("All hours") < shown.index("It changes.")
    assert "Tier 2 gets more." in shown
    assert "95 %" not in shown, "nothing was simulated"


@pytest.fixture(scope="module")
def small_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with nine weeks of calls, Monday and Tuesday, one each six minutes."""
    folder = tmp_path_factory.mktemp("page-what-if") / "desk"
    folder.mkdir()
    (folder / "desk.toml").write_text(DESK, encoding="utf-8")
    days = [day for day in pd.bdate_range("2026-05-04", "2026-06-30") if day.day_of_week < 2]
    calls = [(f"{day:%Y-%m-%d}T{hour}:{minute:02d}:00", 5.0, 240.0)
             for day in days for hour in range(10, 14) for minute in range(0, 60, 6)]  # fmt: skip
    logged_desk(folder, read_desk(folder).settings, calls)
    return folder


def _child(monkeypatch: pytest.MonkeyPatch, asked: Mapping[str, Any]) -> dict[str, Any]:
    said = StringIO()
    monkeypatch.setattr("sys.stdin", StringIO(json.dumps(asked)))
    monkeypatch.setattr("sys.stdout", said)
    what_if_child.main()
    reply: dict[str, Any] = json.loads(said.getvalue())
    return reply


def test_the_child_answers_before_and_after_in_the_readers_language(
    small_desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {"desk": str(small_desk), "question": ONE_MORE.plain(), "language": "ja"}

    [told] = _child(monkeypatch, asked)["queues"]

    rows = {(row["hours"], row["figure"]): row for row in told["rows"]}
    assert told["title"] == "サポート"
    assert "1人増員" in told["sentence"]
    assert rows["all", "hours_there"]["difference"] == pytest.approx(4), "two hours on each of two days"
    assert rows["changed", "service_level"]["low"] is not None
    assert rows["all", "contacts"]["low"] is None


def test_what_the_child_refuses_is_an_answer_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = {"desk": str(write_desk(tmp_path / "d")), "question": ONE_MORE.plain(), "language": "en"}

    assert "log is empty" in _child(monkeypatch, asked)["refused"]


def test_a_child_of_its_own_process_is_heard(tmp_path: Path) -> None:
    with pytest.raises(TsunagariError, match="記録がありません"):
        ask_aside(write_desk(tmp_path / "d"), ONE_MORE, Words("ja"))


def test_one_question_at_a_time_and_none_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = write_desk(tmp_path / "d")

    with pytest.raises(TsunagariError, match="no answer within 0 seconds"):
        ask_aside(desk, ONE_MORE, Words("en"), seconds=0.001)
    with what_if_aside._ONE_AT_A_TIME, pytest.raises(StoreBusy, match="Another question"):
        ask_aside(desk, ONE_MORE, Words("en"))
    monkeypatch.setattr(what_if_aside, "_reply_of_child", lambda _asked, seconds: None)
    with pytest.raises(TsunagariError, match="could not be shown"):
        ask_aside(desk, ONE_MORE, Words("en"))
    monkeypatch.setattr(what_if_aside, "_reply_of_child", lambda _asked, seconds: {"refused": "a {brace} stays"})
    with pytest.raises(TsunagariError, match=r"a \{brace\} stays"):
        ask_aside(desk, ONE_MORE, Words("en"))


def test_what_cannot_be_asked_is_told_on_the_page_and_forged_values_are_refused(full_desk: Path) -> None:
    view, none = view_desk(full_desk), ("", "", "", "", "")

    def told(*, queue: str = "technical", numbers: tuple[Any, ...] = none) -> str:
        return str(answered(view, queue, day="ahead", span=("600", "720"), numbers=numbers))

    assert "変更がありません" in told()
    assert "後処理(秒/件) には数を" in told(numbers=("x", "", "", "", ""))
    assert "nowhere" in told(queue="nowhere", numbers=("-30", "", "", "", ""))


def test_why_tells_of_an_interval_and_of_one_person_less_and_more(full_desk: Path) -> None:
    view = view_desk(full_desk)

    choices, chosen = times_of_day(view, "technical", day=TUESDAY, time=None)
    told, people = why_parts(view, "technical", day=TUESDAY, minute=600)

    agents = view.requirement("technical").set_index("interval_start")["agents"]
    required = int(agents[pd.Timestamp("2026-11-24T10:00", tz="Asia/Tokyo")])
    assert choices[0] == {"value": "600", "label": "10:00"}
    assert chosen == "600", "the interval with the most people"
    assert times_of_day(view, "technical", day=TUESDAY, time="720")[1] == "720"
    assert re.search(r"件の見込み.+人数を決めたのは", told)
    assert f"'{required}(必要)'" in str(people)
    assert why_parts(view, "letters", day=TUESDAY, minute=600)[0].startswith("メールなどは期限までに")
    assert why_parts(view, "technical", day=date(2026, 11, 22), minute=None)[1] is None
    assert times_of_day(view, "technical", day=date(2026, 11, 22), time="600") == ([], None)


def test_a_desk_without_a_forecast_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(TsunagariError, match="tsunagari import"):
        layout(view_desk(write_desk(tmp_path / "d")))


@pytest.mark.browser
def test_in_a_browser_the_button_rests_while_a_question_is_worked_out_and_the_answer_stands_below(
    chromium: Browser, pages_url: str
) -> None:
    page = chromium.new_page(viewport={"width": 390, "height": 900})
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type in ("error", "warning") else None)
    page.goto(pages_url + "what-if")
    expect(page.locator("#why-text")).to_have_text(re.compile("人数を決めたのは"))

    page.fill("#what-if-after_call", "-30")
    page.click("#what-if-ask")

    expect(page.locator("#what-if-ask")).to_be_disabled()
    expect(page.locator("#what-if-answer .notice")).to_have_text(re.compile("記録がありません"))
    expect(page.locator("#what-if-ask")).to_be_enabled()
    assert errors == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    page.close()
