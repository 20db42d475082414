"""The verb by which a lead locks a day of the plan that stands; later plans keep it."""

import io
import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from tsunagari import main

NEED = "queue,interval_start,interval_minutes,scheduled_agents\n" + "".join(
    f"support,2026-12-07T{hour}:00:00+09:00,60,1\n" for hour in range(10, 17)
)
ANN = ("--person", "ann", "--day", "2026-12-07")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Three people on one queue, and a plan of one week that stands."""
    folder = tmp_path / "desk"
    assert CliRunner().invoke(main, ["new", "--desk", str(folder), "--language", "en"]).exit_code == 0
    (folder / "staff.csv").write_text("person\nann\nbo\ncy\n")
    (folder / "need.csv").write_text(NEED)
    assert _run(folder, "plan", *_WEEK).exit_code == 0
    return folder


_WEEK = ("--start", "2026-12-07", "--weeks", "1", "--requirement", "need.csv")


def _run(desk: Path, verb: str, *words: str) -> Result:
    told = [str(desk / word) if word == "need.csv" else word for word in words]
    return CliRunner().invoke(main, [verb, "--desk", str(desk), *told])


def _monday(plan: Result, person: str) -> list[str]:
    rows = pd.read_csv(io.StringIO(plan.stdout), dtype=str)
    mine = rows[(rows["person"] == person) & (rows["date"] == "2026-12-07")]
    return [f"{row.start[11:16]} {row.activity}" for row in mine.itertuples()]


def test_a_locked_day_survives_the_next_plan_until_the_lock_is_taken_off(desk: Path) -> None:
    before = _monday(_run(desk, "plan", *_WEEK), "ann")
    kept = _run(desk, "lock", *ANN, "--author", "Sato")
    (desk / "staff.csv").write_text("person,hours_day,hours_week\nann,4,20\nbo,8,40\ncy,8,40\n")

    locked, removed = _run(desk, "plan", *_WEEK), _run(desk, "lock", "--remove", "1")
    free = _run(desk, "plan", *_WEEK)

    assert kept.exit_code == removed.exit_code == 0
    assert "lock 1 (ann, 2026-12-07) is kept; it counts from the next `tsunagari plan` or `run` on" in kept.stderr
    assert _monday(locked, "ann") == before
    assert _monday(free, "ann") != before


def test_leave_entered_later_stands_over_the_lock_and_the_plan_says_so(desk: Path) -> None:
    _run(desk, "lock", *ANN)
    (desk / "leave.csv").write_text("person,start,end,kind\nann,2026-12-07,2026-12-07,paid_leave\n")

    plan = _run(desk, "plan", *_WEEK)

    assert plan.exit_code == 0
    assert _monday(plan, "ann") == ["00:00 paid_leave"]
    assert "ann: what was locked on Mon 2026-12-07 cannot be kept" in plan.stderr


def test_mending_leaves_a_locked_day_alone(desk: Path) -> None:
    words = ("--repair", "--requirement", "need.csv", "--absent", "bo@2026-12-07", "--now", "2026-12-07T08:00")
    for person in ("ann", "cy"):
        _run(desk, "lock", "--person", person, "--day", "2026-12-07")

    mended = _run(desk, "plan", *words)

    assert mended.exit_code == 0
    assert set(pd.read_csv(io.StringIO(mended.stdout))["person"]) == {"bo"}


def test_locks_are_listed_with_who_made_and_took_them_off(desk: Path) -> None:
    _run(desk, "lock", *ANN, "--author", "Sato")
    _run(desk, "lock", "--remove", "1", "--author", "Tanaka")

    [told] = json.loads(_run(desk, "lock", "--list", "--json").stdout)["locks"]

    assert (told["number"], told["person"], told["date"], told["author"]) == (1, "ann", "2026-12-07", "Sato")
    assert told["removed_by"] == "Tanaka"


@pytest.mark.parametrize(("words", "said"), [
    (ANN, "ann is locked on 2026-12-07 already, by lock 1"),
    (("--person", "ann"), "a lock needs --person and --day"),
    (("--person", "dan", "--day", "2026-12-07"), "no plan that stands has dan on 2026-12-07"),
    (("--person", "ann", "--day", "2027-01-07"), "no plan that stands has ann on 2027-01-07"),
    (("--remove", "2"), "there is no lock 2"),
    (("--list", "--remove", "1"), "--list stands alone"),
    (("--remove", "1", "--out", "locks.csv"), "--out writes the table of --list"),
])  # fmt: skip
def test_what_cannot_be_locked_is_refused(desk: Path, words: tuple[str, ...], said: str) -> None:
    _run(desk, "lock", *ANN)

    refused = _run(desk, "lock", *words)

    assert refused.exit_code == 2
    assert said in refused.stderr


def test_a_lock_is_taken_off_once(desk: Path) -> None:
    _run(desk, "lock", *ANN)
    _run(desk, "lock", "--remove", "1")

    again = _run(desk, "lock", "--remove", "1")

    assert again.exit_code == 2
    assert "lock 1 was taken off already" in again.stderr


def test_as_of_knows_the_locks_that_stood_then(desk: Path) -> None:
    """Half of ann's contract now, so that her long day of the plan that stands stays by the lock alone."""
    _run(desk, "lock", *ANN)
    (desk / "staff.csv").write_text("person,hours_day,hours_week\nann,4,20\nbo,8,40\ncy,8,40\n")
    while_locked = str(pd.Timestamp.now(tz="UTC"))
    _run(desk, "lock", "--remove", "1")

    plans = [_run(desk, "plan", *_WEEK, "--as-of", at) for at in ("2026-01-01", while_locked, "2099-01-01")]

    assert [plan.exit_code for plan in plans] == [0, 0, 0]
    assert [_hours(plan, "ann") > 4 for plan in plans] == [False, True, False]


def _hours(plan: Result, person: str) -> float:
    rows = pd.read_csv(io.StringIO(plan.stdout), dtype=str)
    mine = rows[(rows["person"] == person) & (rows["date"] == "2026-12-07") & (rows["activity"] != "lunch")]
    spans = pd.to_datetime(mine["end"]) - pd.to_datetime(mine["start"])
    return float(spans.dt.total_seconds().sum() / 3600)
