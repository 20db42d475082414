"""`plan` asked about a plan that stands: mending it from the command line."""

import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from tsunagari import main

PLAN = """person,date,shift,start,end,activity,queue,paid
ann,2026-12-07,mid,2026-12-07T09:30:00+09:00,2026-12-07T12:00:00+09:00,phone,support,true
ann,2026-12-07,mid,2026-12-07T12:00:00+09:00,2026-12-07T13:00:00+09:00,lunch,,false
ann,2026-12-07,mid,2026-12-07T13:00:00+09:00,2026-12-07T18:30:00+09:00,phone,support,true
bo,2026-12-07,mid,2026-12-07T09:30:00+09:00,2026-12-07T13:00:00+09:00,phone,support,true
bo,2026-12-07,mid,2026-12-07T13:00:00+09:00,2026-12-07T14:00:00+09:00,lunch,,false
bo,2026-12-07,mid,2026-12-07T14:00:00+09:00,2026-12-07T18:30:00+09:00,phone,support,true
"""
NEED = "queue,interval_start,interval_minutes,scheduled_agents\n" + "".join(
    f"support,2026-12-07T{hour}:00:00+09:00,60,1\n" for hour in (10, 11, 13, 14)
)
ILL = ("--repair", "--absent", "ann", "--now", "2026-12-07T08:40")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Two people on one queue, at lunch one after the other; somebody is needed from 10 to 12 and from 13 to 15."""
    folder = tmp_path / "desk"
    assert _run("new", "--desk", folder, "--language", "en").exit_code == 0
    (folder / "staff.csv").write_text("person\nann\nbo\n")
    (folder / "plan.csv").write_text(PLAN)
    (folder / "need.csv").write_text(NEED)
    return folder


def _run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def _repair(desk: Path, *more: str | Path) -> Result:
    return _run("plan", "--desk", desk, "--plan", desk / "plan.csv", "--requirement", desk / "need.csv", *more)


def test_a_plan_of_a_file_is_mended_and_told_in_a_table(desk: Path) -> None:
    done = _repair(desk, *ILL)

    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "person,date,change,before,after",
        'ann,2026-12-07,happened,"09:30-12:00 support, 12:00-13:00 lunch, 13:00-18:30 support",09:30-18:30 away',
        'bo,2026-12-07,lunch,"12:00-13:00 support, 13:00-14:00 lunch","12:00-13:00 lunch, 13:00-14:00 support"',
    ]
    assert "1.0 agent-hours ahead were uncovered; with changes for 1 people it is 0.0" in done.stderr


def test_the_whole_mended_plan_is_written_and_the_summary_told_as_json(desk: Path) -> None:
    out, cover = desk / "mended.csv", desk / "cover.csv"

    done = _repair(desk, *ILL, "--out", out, "--coverage", cover, "--json")

    told = json.loads(done.stdout)
    assert (told["changed_people"], told["uncovered_hours_happened"], told["uncovered_hours"]) == (1, 1.0, 0.0)
    assert told["kept"] == []
    assert pd.read_csv(out).query("activity == 'lunch'")["start"].tolist() == ["2026-12-07T12:00:00+09:00"]
    assert pd.read_csv(cover)["uncovered_hours"].sum() == 0.0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param(("--absent", "ann"), "--plan belongs to --repair", id="an option of --repair alone"),
        pytest.param((*ILL, "--start", "2026-12-07"), "leave one of them away", id="a new plan and an old one"),
        pytest.param((*ILL, "--out", "x.xlsx"), "--repair writes .csv or .parquet", id="a month sheet"),
        pytest.param((*ILL, "--absent", "bo@06:00-07:00"), "is over before 08:40", id="an absence that is over"),
        pytest.param((*ILL, "--lock", "bo:soon"), "--lock 'soon' is no date", id="a lock of no day"),
        pytest.param((*ILL, "--absent", "cy"), "'cy' is neither in staff.csv nor in the plan", id="a stranger"),
    ],
)
def test_options_that_cannot_be_are_refused_with_the_way_out(desk: Path, words: tuple[str, ...], told: str) -> None:
    done = _repair(desk, *words)

    assert done.exit_code == 2
    assert told in done.stderr


def test_a_lock_and_an_absence_of_another_day_are_understood(desk: Path) -> None:
    done = _repair(desk, "--repair", "--absent", "ann@2026-12-07/13:00-18:00", "--now", "2026-12-06", "--lock", "bo")

    assert "ann,2026-12-07,happened,13:00-18:00 support,13:00-18:00 away" in done.stdout
    assert "bo" not in done.stdout


def test_without_a_kept_plan_the_way_to_one_is_told(desk: Path) -> None:
    done = _run("plan", "--desk", desk, *ILL)

    assert done.exit_code == 2
    assert "tsunagari plan --start DATE" in done.stderr


def test_without_a_start_a_new_plan_asks_for_it(desk: Path) -> None:
    done = _run("plan", "--desk", desk)

    assert done.exit_code == 2
    assert "--start" in done.stderr


def test_what_else_could_help_is_told_where_hours_stay_uncovered(desk: Path) -> None:
    more = NEED + "".join(f"support,2026-12-07T{hour}:00:00+09:00,60,1\n" for hour in (12, 15, 17))
    (desk / "need.csv").write_text(more)

    done = _repair(desk, *ILL, "--json")

    told = json.loads(done.stdout)
    assert told["uncovered_hours"] > told["uncovered_hours_planned"]
    assert [option["kind"] for option in told["options"]] == ["lunch"]
    assert "lunch outside its window" in done.stderr


def test_a_new_plan_tells_what_it_is_worth_and_costs(desk: Path) -> None:
    (desk / "staff.csv").write_text("person,wage_hour\nann,1000\nbo,1000\n")
    table = desk / "worth.csv"
    words = ("--start", "2026-12-07", "--weeks", "1", "--requirement", desk / "need.csv", "--worth", table)

    done = _run("plan", "--desk", desk, *words, "--json")

    told = json.loads(done.stdout)
    assert told["cost"]["cost"] == 1000 * told["cost"]["paid_hours"] > 0
    assert told["worth"][0]["service_level"] is None
    assert "no forecast reaches this plan's days" in done.stderr
    assert pd.read_csv(table).columns.tolist()[3:6] == ["required", "scheduled", "service_level"]
