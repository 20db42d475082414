"""The verb `patience`: the curve at some waits, and a sentence of what is known and what is not."""

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from data.desk_file import read_desk
from tests.data.logged_desk import Call, logged_desk
from tsunagari import main

DESK = """
format = 1
name = "試験"
time_zone = "Asia/Tokyo"
language = "LANGUAGE"
hours.phone = { mon = ["10:00-18:00"], tue = ["10:00-18:00"], wed = ["10:00-18:00"] }
hours.mail = { mon = ["10:00-18:00"] }
queue = [{ name = "support" }, { name = "sales", patience_seconds = 240 }, { name = "letters", channel = "mail" }]
"""

MakeDesk = Callable[[str], Path]


def _calls() -> list[Call]:
    """Of 200 who wait, 40 hang up after a minute, and 40 of the rest are answered only after four."""
    ends: list[tuple[float, float | None]] = [(30, 100), (60, None), (90, 100), (120, 100), (240, 100)]
    return [
        (f"2026-04-{6 + number % 3:02d} {10 + number % 7}:{number % 60:02d}", *ends[number % 5])
        for number in range(200)
    ]


@pytest.fixture
def make_desk(tmp_path: Path) -> MakeDesk:
    def made(language: str) -> Path:
        folder = tmp_path / language
        folder.mkdir()
        (folder / "desk.toml").write_text(DESK.replace("LANGUAGE", language), encoding="utf-8")
        logged_desk(folder, read_desk(folder).settings, _calls())
        return folder

    return made


def _ask(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["patience", "--desk", str(folder), *words])


def test_the_curve_is_told_at_some_waits_as_far_as_it_is_known(make_desk: MakeDesk, tmp_path: Path) -> None:
    out = tmp_path / "patience.csv"

    done = _ask(make_desk("en"), "--out", str(out))

    assert done.exit_code == 0, done.stderr
    table = pd.read_csv(out)
    assert table.columns.tolist() == ["queue", "seconds", "still_waiting", "erlang_a", "hung_up"]
    assert set(table["queue"]) == {"support"}
    assert table["seconds"].tolist() == [10, 20, 30, 45, 60, 90, 120, 180, 240]
    assert table["still_waiting"].tolist() == [1.0] * 4 + [0.75] * 5, "40 of the 160 who waited a minute"
    assert table["hung_up"].tolist() == [0] * 4 + [40] * 5
    assert table["erlang_a"].is_monotonic_decreasing


def test_each_queue_says_what_its_patience_rests_on(make_desk: MakeDesk) -> None:
    done = _ask(make_desk("en"), "--json")

    assert done.exit_code == 0, done.stderr
    told = json.loads(done.stdout)
    support, sales = told["patience"]
    assert (support["source"], support["hang_ups"], support["waits"], support["known_until_seconds"]) == (
        "log", 40, 200, 240
    )  # fmt: skip
    assert (sales["source"], sales["mean_seconds"], sales["waits"]) == ("desk.toml", 240, 0)
    first, second, third = told["sentences"]
    assert first.endswith("from 40 hang-ups among 200 waits of 13 weeks")
    assert second.startswith("support: of those who wait 180 s, 75% are still there; beyond 240 s")
    assert third == "sales: Erlang A takes a mean patience of 240 s, as desk.toml says (queue.patience_seconds)"


def test_before_enough_hung_up_nobody_is_taken_to(make_desk: MakeDesk) -> None:
    done = _ask(make_desk("en"), "--queue", "support", "--as-of", "2026-04-07", "--json")

    told = json.loads(done.stdout)
    assert told["patience"][0]["mean_seconds"] is None
    assert told["sentences"][0].startswith("support: 13 hang-ups among 67 waits of 13 weeks; from fewer than 20")


def test_the_sentences_are_said_in_japanese_as_well(make_desk: MakeDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TSUNAGARI_LANGUAGE", raising=False)

    done = _ask(make_desk("ja"))

    assert done.exit_code == 0, done.stderr
    assert "180秒待っても、お客様の75%はまだ待っています" in done.stderr
    assert "途中で切れた40件からの推定です" in done.stderr


@pytest.mark.parametrize(
    ("queue", "told"),
    [
        pytest.param("letters", "see `tsunagari backlog`", id="written work"),
        pytest.param("absent", "desk.toml has no queue 'absent'", id="no queue of the desk"),
    ],
)
def test_a_queue_in_which_nobody_waits_is_refused_with_a_way_out(make_desk: MakeDesk, queue: str, told: str) -> None:
    done = _ask(make_desk("en"), "--queue", queue)

    assert done.exit_code == 2
    assert told in done.stderr
