"""The verb `topics`, and the alarms that a nightly run says: a table, sentences in both languages, and JSON."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner, Result

from chain import _watch_topics
from data.desk_file import read_desk
from data.warehouse import Warehouse
from tests.data.random_legs import leg, put_legs
from tsunagari import main

DESK = """
format = 1
name = "試験"
time_zone = "Asia/Tokyo"
language = "en"
[hours]
phone.mon = ["10:00-18:00"]
phone.tue = ["10:00-18:00"]
phone.wed = ["10:00-18:00"]
phone.thu = ["10:00-18:00"]
phone.fri = ["10:00-18:00"]
[[queue]]
name = "support"
[[queue]]
name = "second"
"""
FIRST, LAST = pd.Timestamp("2026-04-06"), pd.Timestamp("2026-06-12")


def _run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["topics", "--desk", str(folder), *words])


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Ten weeks of calls, of which a defect makes up a fifth, and two thirds in the last three days."""
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "desk.toml").write_text(DESK, encoding="utf-8")
    chance = np.random.default_rng(3)
    rows = []
    for day in pd.bdate_range(FIRST, LAST, tz="Asia/Tokyo"):
        late = day.tz_localize(None) > LAST - pd.Timedelta(days=3)
        for topic, rate in (("delivery", 16), ("defect", 24 if late else 4)):
            minutes = chance.integers(600, 1080, chance.poisson(rate))
            rows += [(day + pd.Timedelta(minutes=int(at)), topic) for at in minutes]
    legs = [leg(number, entered_at=at.tz_convert("UTC"), topic=topic) for number, (at, topic) in enumerate(rows)]
    with Warehouse.open(read_desk(folder)) as warehouse:
        put_legs(warehouse, legs)
    return folder


def test_a_rise_is_told_with_its_days_and_its_size(desk: Path) -> None:
    done = _run(desk, "--json")

    told = json.loads(done.stdout)
    assert done.exit_code == 0
    assert told["rising"] == ["defect"]
    assert told["topics"][0]["state"] == "rising"
    assert told["topics"][0]["since"] == "2026-06-10"
    assert told["topics"][0]["times"] > 3
    assert told["sentences"][0].startswith("defect rises: ")


def test_only_what_was_known_is_told(desk: Path) -> None:
    before = json.loads(_run(desk, "--json", "--as-of", "2026-06-10").stdout)
    at_noon = json.loads(_run(desk, "--json", "--as-of", "2026-06-11T14:00").stdout)

    assert before["rising"] == []
    assert at_noon["rising"] == ["defect"]
    assert at_noon["topics"][0]["until"] == "2026-06-11"


def test_it_speaks_japanese(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TSUNAGARI_LANGUAGE", "ja")

    done = _run(desk)

    assert done.stdout.startswith("topic,state,since")
    assert "「defect」が増えています：2026-06-10 から" in done.stderr
    assert "見込み = 用件のふだんの割合" in done.stderr


def test_a_queue_is_looked_at_alone_and_one_that_is_none_is_refused(desk: Path) -> None:
    assert json.loads(_run(desk, "--json", "--queue", "support").stdout)["rising"] == ["defect"]
    assert json.loads(_run(desk, "--json", "--queue", "second").stdout)["topics"] == []
    refused = _run(desk, "--queue", "third")
    assert refused.exit_code == 2
    assert "no queue 'third'; name one of support, second" in refused.stderr


@pytest.mark.parametrize(
    ("known_until", "new"),
    [
        pytest.param(None, 1, id="a first run"),
        pytest.param("2026-06-10", 1, id="the alarm came with what is new"),
        pytest.param("2026-06-13", 0, id="it was known before"),
    ],
)
def test_a_run_says_the_alarms_that_what_is_new_has_raised(
    desk: Path, capsys: pytest.CaptureFixture[str], known_until: str | None, new: int
) -> None:
    at = None if known_until is None else pd.Timestamp(known_until, tz="Asia/Tokyo")

    with Warehouse.open(read_desk(desk)) as warehouse:
        told = _watch_topics(read_desk(desk), warehouse, known_until=at)

    assert told == {"rising_topics": ["defect"], "new_alarms": new}
    assert ("defect rises" in capsys.readouterr().err) == bool(new)
