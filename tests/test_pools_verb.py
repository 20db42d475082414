"""The verb `pools`: hours by how many people have all skills, in both languages."""

import json
from pathlib import Path

import pandas as pd
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
hours.phone = { mon = ["10:00-12:00"], tue = ["10:00-12:00"], wed = ["10:00-12:00"] }
queue = [{ name = "support" }, { name = "sales", patience_seconds = 240 }]
"""


@pytest.mark.parametrize(("language", "says"), [("en", "all of them"), ("ja", "すべてを担当できる人")])
def test_hours_with_one_skill_and_with_all_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, says: str
) -> None:
    monkeypatch.delenv("TSUNAGARI_LANGUAGE", raising=False)
    (tmp_path / "desk.toml").write_text(DESK.replace("LANGUAGE", language), encoding="utf-8")
    calls: list[Call] = [(f"2026-04-{6 + n % 3:02d} {10 + n % 2}:{n % 60:02d}", 10.0, 300.0) for n in range(120)]
    logged_desk(tmp_path, read_desk(tmp_path).settings, calls)
    out = tmp_path / "pools.csv"

    done = CliRunner().invoke(main, ["pools", "--desk", str(tmp_path), "--horizon", "8", "--json", "--out", str(out)])

    assert done.exit_code == 0, done.stderr
    assert says in done.stderr
    told = json.loads(done.stdout)["pools"]
    assert told["queues"] == ["support", "sales"]
    assert told["apart_agent_hours"] - told["agent_hours"] == pytest.approx(told["saved_hours"])
    table = pd.read_csv(out)
    assert table.columns.tolist() == ["interval_start", "interval_minutes", "queues", "agents", "agents_apart"]
    assert table["agents_apart"].sum() / 2 == told["apart_agent_hours"]
