"""The verb `what-if`: a table before and after, a sentence a queue, and refusals that say what to do."""

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from data.desk_file import read_desk
from tests.data.logged_desk import logged_desk
from tsunagari import main

DESK = """
format = 1
name = "試験"
time_zone = "Asia/Tokyo"
language = "ja"
hours.phone = { mon = ["10:00-18:00"], tue = ["10:00-18:00"], wed = ["10:00-18:00"] }
queue = [{ name = "support", label = { ja = "サポート" } }]
"""

Ask = Callable[..., Result]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with nine weeks of calls, Monday to Wednesday, one each six minutes."""
    folder = tmp_path_factory.mktemp("what-if") / "desk"
    folder.mkdir()
    (folder / "desk.toml").write_text(DESK, encoding="utf-8")
    days = [day for day in pd.bdate_range("2026-05-04", "2026-07-01") if day.day_of_week < 3]
    calls = [(f"{day:%Y-%m-%d}T{hour}:{minute:02d}:00", 5.0, 240.0 + 10 * (minute % 7))
             for day in days for hour in range(10, 18) for minute in range(0, 60, 6)]  # fmt: skip
    logged_desk(folder, read_desk(folder).settings, calls)
    return folder


@pytest.fixture
def ask(folder: Path) -> Ask:
    def asked(*words: str) -> Result:
        return CliRunner().invoke(main, ["what-if", "--desk", str(folder), *words])

    return asked


def test_a_table_before_and_after_and_a_sentence_for_each_queue(ask: Ask, tmp_path: Path) -> None:
    done = ask("--after-call-work", "-15", "--day", "2026-07-06", "--seed", "3", "--out", str(tmp_path / "table.csv"))

    assert done.exit_code == 0, done.stderr
    table = pd.read_csv(tmp_path / "table.csv").set_index("figure")
    assert table.loc["service_level", "difference"] >= 0
    assert table.loc["hours_required", "difference"] <= 0
    assert table.loc["handling_hours", "difference"] == pytest.approx(
        -table.loc["contacts", "before"] * 15 / 3600, 1e-3
    )
    assert "support, 2026-07-06, after-call work 15 s shorter: " in done.stderr
    assert "(seed 3)" in done.stderr


def test_several_changes_count_together_and_the_seed_decides(ask: Ask) -> None:
    words = ["--volume", "1.5", "--volume-at", "10:00-14:00", "--add", "1", "--at", "10:00-12:00",
             "--proficiency", "0.7", "--threshold", "120", "--on", "2026-07-07",
             "--start", "2026-07-06", "--days", "2", "--json"]  # fmt: skip

    first, again, other = ask(*words), ask(*words), ask(*words, "--seed", "1")

    told = json.loads(first.stdout)
    [answer] = told["what_if"]
    assert first.stdout == again.stdout != other.stdout
    assert answer["from"] == "2026-07-06"
    assert answer["figures"]["hours_there"]["difference"] == pytest.approx(1.4)
    assert answer["figures_of_changed_hours"]["contacts"]["after"] == pytest.approx(
        answer["figures_of_changed_hours"]["contacts"]["before"] * 1.5
    )
    assert told["sentences"][0].startswith(
        "support, 2026-07-06 to 2026-07-07, contacts × 1.5 from 10:00 to 14:00 on 2026-07-07, 1 more person from 10:00 "
        "to 12:00 (proficiency 0.7) on 2026-07-07, a threshold of 120 s: "
    )


def test_a_lunch_that_moves_later_leaves_people_there_at_its_old_time(ask: Ask) -> None:
    times = ["--from", "12:00-13:00", "--to", "13:00-14:00", "--day", "2026-07-06", "--json"]

    lunch, people = (json.loads(ask(option, "1", *times).stdout) for option in ("--move-lunch", "--move"))

    assert "1 fewer person from 13:00 to 14:00, 1 more person from 12:00 to 13:00" in lunch["sentences"][0]
    assert "1 fewer person from 12:00 to 13:00, 1 more person from 13:00 to 14:00" in people["sentences"][0]


def test_the_answer_is_said_in_japanese_at_a_japanese_desk(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TSUNAGARI_LANGUAGE", "ja")

    done = ask("--handle-factor", "0.9", "--day", "2026-07-06")
    refused = ask("--add", "0.5", "--at", "12:00-10:00")

    assert (
        "サポート（2026-07-06）、処理時間0.9倍：平均処理時間は302秒から272秒、180秒以内に応答できる割合は"
        in done.stderr
    )
    assert refused.exit_code == 2
    assert "--at" in refused.stderr
    assert "翌日" in refused.stderr


@pytest.mark.parametrize(("words", "told"), [
    ([], "nothing changes; say what"),
    (["--volume", "0"], "0 is no factor of the contacts"),
    (["--volume", "nan"], "nan is no finite number"),
    (["--handle-seconds", "0"], "a change is told in seconds (other than 0)"),
    (["--handle-seconds", "-900"], "cannot take 900 s less"),
    (["--hold-factor", "0.5"], "does not tell how long hold takes"),
    (["--proficiency", "0.7"], "--proficiency says more of --add or --take"),
    (["--at", "10:00-12:00", "--volume", "1.2"], "--at says more of --add or --take"),
    (["--move", "1", "--from", "10:00-11:00"], "a move needs both times"),
    (["--move", "1", "--from", "10:00-11:00", "--to", "12:00-14:00"], "two times of equal length"),
    (["--event", "release"], "an event needs its day"),
    (["--event", "release", "--on", "2026-07-06"], "no past event of kind 'release' (known: -)"),
    (["--threshold", "-1"], "a threshold of -1 s cannot be"),
    (["--queue", "sales", "--volume", "1.2"], "desk.toml has no queue 'sales'"),
    (["--volume", "1.2", "--start", "2026-06-01"], "2026-06-01 is past"),
    (["--volume", "1.2", "--day", "2026-07-06", "--days", "2"], "--day looks at one day alone"),
    (["--volume", "1.2", "--day", "2026-07-09"], "none of the queues asked of is open"),
    (["--volume", "1.2", "--on", "2026-08-09"], "lies outside the days looked at"),
])  # fmt: skip
def test_what_cannot_be_asked_is_refused_with_a_sentence(ask: Ask, words: list[str], told: str) -> None:
    done = ask(*words)

    assert done.exit_code == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr
