"""The verb `handle-times`: a row for each part of the work, and what is said of it."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from data.desk_file import read_desk
from tests.data.logged_desk import Call, logged_desk
from tsunagari import main

DESK = """
format = 1
name = "試験"
time_zone = "Asia/Tokyo"
language = "LANGUAGE"
hours.phone = { mon = ["10:00-18:00"], tue = ["10:00-18:00"], wed = ["10:00-18:00"] }
queue = [{ name = "support" }, { name = "sales" }]
"""

MakeDesk = Callable[[list[Call], str], Path]


@pytest.fixture
def make_desk(tmp_path: Path) -> MakeDesk:
    def made(calls: list[Call], language: str) -> Path:
        folder = tmp_path / language
        folder.mkdir()
        (folder / "desk.toml").write_text(DESK.replace("LANGUAGE", language), encoding="utf-8")
        logged_desk(folder, read_desk(folder).settings, calls)
        return folder

    return made


def some_calls() -> list[Call]:
    lengths = np.exp(np.random.default_rng(4).normal(5.0, 0.6, 300)).round()
    return [
        (f"2026-04-{6 + number % 3:02d} {10 + number % 8}:{number % 60:02d}", 5.0, float(seconds))
        for number, seconds in enumerate(lengths)
    ]


def test_each_part_has_its_usual_length_and_its_long_one(make_desk: MakeDesk) -> None:
    done = CliRunner().invoke(main, ["handle-times", "--desk", str(make_desk(some_calls(), "en")), "--json"])

    assert done.exit_code == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["rows"] == 3
    lengths, after, unknown = told["sentences"]
    assert lengths.startswith("support: half of its contacts take up to 1")
    assert "5% of all" in lengths
    assert "after-call work is 1" in after
    assert unknown.startswith("sales: fewer than 30 handle times are known; forecasts reckon with")


def test_the_sentences_are_said_in_japanese_as_well(make_desk: MakeDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TSUNAGARI_LANGUAGE", raising=False)

    done = CliRunner().invoke(main, ["handle-times", "--desk", str(make_desk(some_calls(), "ja"))])

    assert done.exit_code == 0, done.stderr
    assert "半数が" in done.stderr
    assert "後処理は" in done.stderr


def test_by_hour_the_rows_are_those_at_which_contacts_came(make_desk: MakeDesk, tmp_path: Path) -> None:
    out = tmp_path / "hours.csv"
    folder = make_desk(some_calls(), "en")

    done = CliRunner().invoke(main, ["handle-times", "--desk", str(folder), "--by", "hour", "--out", str(out)])

    assert done.exit_code == 0, done.stderr
    head, *rows = out.read_text(encoding="utf-8-sig").splitlines()
    assert head == "queue,part,weekday,hour,contacts,no_time,mean_s,p50_s,p80_s,p95_s"
    assert {row.split(",")[3] for row in rows} == {str(hour) for hour in range(10, 18)}


def test_a_log_without_handle_times_is_refused_with_a_way_out(make_desk: MakeDesk) -> None:
    folder = make_desk([("2026-04-06 10:00", 50, None)] * 40, "en")

    done = CliRunner().invoke(main, ["handle-times", "--desk", str(folder)])

    assert done.exit_code == 2
    assert "no queue has 30 contacts whose handle time is known" in done.stderr
    assert "--as-of" in done.stderr
