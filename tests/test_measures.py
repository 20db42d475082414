"""The verb `measures`: tables, sentences in both languages, and what is unknown."""

import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from data.desk_file import read_desk
from data.warehouse import Warehouse
from tests.data.random_legs import leg, put_legs, random_legs
from tsunagari import main

DESK = """
format = 1
name = "試験"
time_zone = "Asia/Tokyo"
language = "LANGUAGE"
[hours]
phone = { mon = ["10:00-18:00"], thu = ["10:00-18:00"] }
chat = { mon = ["10:00-18:00"] }
mail = { mon = ["10:00-18:00"] }
[[queue]]
name = "support"
[[queue]]
name = "talk"
channel = "chat"
[[queue]]
name = "letters"
channel = "mail"
"""
AT = pd.Timestamp("2026-06-25 01:00", tz="UTC")


def _desk(folder: Path, language: str = "en") -> Path:
    folder.mkdir()
    (folder / "desk.toml").write_text(DESK.replace("LANGUAGE", language), encoding="utf-8")
    return folder


def _run(folder: Path, *words: str | Path) -> Result:
    return CliRunner().invoke(main, ["measures", "--desk", str(folder), *map(str, words)])


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A desk with legs of every kind, and one person who was signed in for four hours."""
    folder = _desk(tmp_path / "desk")
    with Warehouse.open(read_desk(folder)) as warehouse:
        put_legs(warehouse, random_legs(1, 300))
        hour = pd.Timedelta(hours=1)
        states = [("available", 0, 2), ("on_contact", 2, 3), ("pause", 3, 4)]
        rows = [{"start_utc": AT + a * hour, "end_utc": AT + b * hour, "state": word} for word, a, b in states]
        told = pd.DataFrame(rows).assign(source_system="t", source_instance="t", agent_key="a", file_id="f")
        warehouse.stage("drawn", told)
        warehouse.run_text("INSERT INTO agent_state BY NAME FROM drawn")
    return folder


def test_the_table_goes_to_stdout_or_a_file_and_the_words_to_stderr(desk: Path, tmp_path: Path) -> None:
    shown = _run(desk)
    written = _run(desk, "--by", "day", "--out", tmp_path / "m.csv")

    months, days = shown.stdout.splitlines(), (tmp_path / "m.csv").read_text().splitlines()
    assert months[0].startswith("queue,channel,month,offered,")
    assert days[0].startswith("queue,channel,day,offered,")
    assert [len(months), written.stdout] == [1 + 3 * 2, ""]
    assert len(days) > 15
    assert "answered within 180 s / (offered less abandoned within 5 s)" in shown.stderr
    assert "shrinkage 25.0%" in shown.stderr
    assert "occupancy 33.3%" in shown.stderr


def test_as_json_unknown_is_null_and_days_can_be_chosen(desk: Path) -> None:
    done = _run(desk, "--json", "--from", "2026-06-29", "--to", "2026-06-29")

    told = json.loads(done.stdout, parse_constant=lambda word: pytest.fail(f"{word} is no JSON"))
    [month] = [row for row in told["measures"] if row["queue"] == "letters"]
    assert (told["from"], told["to"], month["month"]) == ("2026-06-29", "2026-06-29", "2026-06-01")
    assert month["service_level"] is None
    assert month["offered"] > 0
    assert done.stderr == ""


def test_what_people_were_doing_is_a_table_of_its_own(desk: Path) -> None:
    lines = _run(desk, "--agents").stdout.splitlines()

    assert lines[0] == (
        "month,agents_seen,signed_in_s,available_s,on_contact_s,hold_s,after_call_work_s,pause_s,training_s,meeting_s,"
        "shrinkage,occupancy"
    )
    assert lines[1].startswith("2026-06-01,1,14400.00000,7200.00000,3600.00000,")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["support: no contact tells its customer, so it is unknown who came again",
                "support: no answered contact tells its wait, so service level and mean wait are unknown",
                "no source tells what people were doing, so shrinkage is unknown"]),
        ("ja", ["support：顧客がわかる記録がないため、かけ直しは不明です",
                "support：応答した記録に待ち時間がないため、サービスレベルと平均応答速度は不明です",
                "スタッフの状態の記録がないため、シュリンケージは不明です"]),
    ],
)  # fmt: skip
def test_what_is_not_told_is_named_in_the_language_of_the_desk(
    tmp_path: Path, language: str, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TSUNAGARI_LANGUAGE", raising=False)
    folder = _desk(tmp_path / "desk", language)
    with Warehouse.open(read_desk(folder)) as warehouse:
        put_legs(warehouse, [leg(number, AT + pd.Timedelta(minutes=number)) for number in range(200)])

    done = _run(folder)

    assert done.exit_code == 0, done.stderr
    assert [line for line in words if line not in done.stderr.splitlines()] == []


def test_a_wrong_day_and_an_empty_log_are_told_in_a_sentence(tmp_path: Path, desk: Path) -> None:
    empty, wrong = _run(_desk(tmp_path / "empty")), _run(desk, "--from", "yesterday")

    assert [empty.exit_code, wrong.exit_code] == [2, 2]
    assert "log is empty" in empty.stderr
    assert "is no date" in wrong.stderr
