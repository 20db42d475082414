"""Speeds from the log, as a proposal: drawn towards 1, of named people only, beside the same queues and topics."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner, Result

from data.desk import Desk
from data.desk_file import read_desk
from data.warehouse import Warehouse
from staffing.speed_proposal import SpeedProposal, drawn_to_one, propose_speeds
from tests.data.random_legs import leg, put_legs
from tsunagari import main

DESK = """
format = 1
name = "試験"
time_zone = "Asia/Tokyo"
language = "en"
hours.phone = { mon = ["10:00-18:00"], tue = ["10:00-18:00"] }
queue = [{ name = "support" }, { name = "sales" }]
"""
STAFF = "person,proficiency,novice_from\nsato,1,\nito,0.75,\nmori,1,\nabe,1,\nnew,1,2026-06-15\n"
EASY, HARD = 200.0, 600.0


def make_logged(folder: Path, contacts: list[tuple[str, float, int]], *, staff: str = STAFF) -> Desk:
    """Agent, speed and number of contacts of each; easy ones and hard ones by turns, sato only hard ones."""
    folder.mkdir(exist_ok=True)
    (folder / "desk.toml").write_text(DESK, encoding="utf-8")
    (folder / "staff.csv").write_text(staff, encoding="utf-8")
    random, legs = np.random.default_rng(4), []
    for agent, speed, count in contacts:
        for k in range(count):
            hard = agent == "sato" or k % 2
            legs.append(
                leg(
                    len(legs),
                    f"2026-06-{1 + len(legs) % 28:02d} 10:00",
                    agent_key=agent,
                    topic="hard" if hard else "easy",
                    handle_s=float(random.gamma(4, (HARD if hard else EASY) / speed / 4)),
                    handle_quality="measured",
                )
            )
    desk = read_desk(folder)
    with Warehouse.open(desk) as warehouse:
        put_legs(warehouse, legs)
    return desk


def propose(desk: Desk, **asked: Any) -> dict[str, SpeedProposal]:
    with Warehouse.open(desk) as warehouse:
        found = propose_speeds(warehouse, desk, as_of=pd.Timestamp("2026-07-01", tz="Asia/Tokyo"), **asked)
    return {one.person: one for one in found}


TEAM = [("sato", 1.0, 400), ("ito", 0.7, 400), ("mori", 1.3, 400), ("agent-1", 1.0, 400), ("agent-2", 1.0, 400)]


def test_speeds_are_found_again_and_hard_cases_make_nobody_slow(tmp_path: Path) -> None:
    found = propose(make_logged(tmp_path, TEAM))

    ratio = {name: one.speed / found["sato"].speed for name, one in found.items()}
    assert ratio["ito"] == pytest.approx(0.7, abs=0.06)
    assert ratio["mori"] == pytest.approx(1.3, abs=0.12)
    assert found["sato"].handle_seconds > 1.3 * found["ito"].handle_seconds * 0.7
    assert 0.9 < found["sato"].speed < 1.15


def test_few_contacts_are_drawn_towards_the_colleagues_mean(tmp_path: Path) -> None:
    few = propose(make_logged(tmp_path, [*TEAM, ("abe", 0.5, 3)]))["abe"]

    raw = few.expected_seconds / few.handle_seconds
    assert few.contacts == 3
    assert raw < few.speed < 1
    assert few.high - few.low > 0.5


def test_where_people_differ_no_more_than_by_chance_all_are_alike(tmp_path: Path) -> None:
    found = propose(make_logged(tmp_path, [(agent, 1.0, 300) for agent in ("sato", "mori", "abe", "agent-1")]))

    assert max(abs(one.speed - 1) for one in found.values()) < 0.03
    assert all(one.low < 1 < one.high for one in found.values())


def test_drawing_towards_one_keeps_the_order_and_nobody_passes_the_mean() -> None:
    relative, doubt = np.array([-0.5, 0.1, 0.6, 0.6]), np.array([0.01, 0.02, 0.01, 0.5])

    drawn = drawn_to_one(relative, doubt)

    assert (np.abs(drawn) <= np.abs(relative)).all()
    assert (drawn * relative >= 0).all()
    assert drawn[3] < 0.5 * drawn[2]


def test_novices_and_pseudonyms_are_shown_nowhere(tmp_path: Path) -> None:
    found = propose(make_logged(tmp_path, [*TEAM, ("new", 0.3, 200)]))

    assert set(found) == {"sato", "ito", "mori"}


def test_what_a_former_novice_did_on_the_way_does_not_count(tmp_path: Path) -> None:
    staff = STAFF.replace("new,1,2026-06-15", "new,1,2026-02-22")  # sixteen weeks on: 14 June

    found = propose(make_logged(tmp_path, [*TEAM, ("new", 1.0, 280)], staff=staff))

    assert found["new"].contacts == 150


def ask(desk: Desk, *words: str) -> Result:
    return CliRunner().invoke(main, ["speeds", "--desk", str(desk.folder), "--as-of", "2026-07-01", *words])


def test_a_proposal_names_whom_staff_csv_tells_otherwise_and_writes_nothing(tmp_path: Path) -> None:
    desk = make_logged(tmp_path, TEAM)

    shown = ask(desk)

    assert shown.exit_code == 0, shown.stderr
    assert "a proposal: nothing is written into staff.csv" in shown.stderr
    assert "mori: speed 1." in shown.stderr
    assert "staff.csv says 1" in shown.stderr
    assert "ito: speed" not in shown.stderr
    assert (tmp_path / "staff.csv").read_text(encoding="utf-8") == STAFF
    assert shown.stdout.splitlines()[0] == ("person,contacts,handle_seconds,expected_seconds,speed,low,high,staff_csv")


def test_a_log_of_pseudonyms_singles_nobody_out(tmp_path: Path) -> None:
    shown = ask(make_logged(tmp_path, [("agent-1", 1.0, 50), ("agent-2", 0.5, 50)]), "--json")

    told = json.loads(shown.stdout)
    assert told["speeds"] == []
    assert "no colleagues of staff.csv can be told apart" in told["sentences"][0]
