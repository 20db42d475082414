"""The nightly chain: safe to run twice, and to kill anywhere."""

import json
import shutil
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from data.lock import hold_lock
from data.sample_desks.hosting import write_hosting_desk
from tests.killed_run import fresh_copy, run_and_kill, run_to_the_end, what_it_shows
from tsunagari import main

UNTIL = date(2026, 3, 31)


@pytest.fixture(scope="module")
def small_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four months of the hosting desk's logs, nothing imported yet."""
    folder = tmp_path_factory.mktemp("run") / "desk"
    return write_hosting_desk(folder, until=UNTIL, seed=3, since=UNTIL - timedelta(days=120))


def _run(folder: Path) -> dict[str, object]:
    done = CliRunner().invoke(main, ["run", "--desk", str(folder), "--json"])
    assert done.exit_code == 0, done.stderr
    summary: dict[str, object] = json.loads(done.stdout)
    return summary


def test_a_second_run_says_that_all_is_as_it_was(small_desk: Path, tmp_path: Path) -> None:
    folder = fresh_copy(small_desk, tmp_path / "desk")

    first, second = _run(folder), _run(folder)

    assert (first["staff"], first["plan"]) == ("made anew", "made anew")
    assert (second["new"], second["staff"], second["plan"]) == (0, "as it was", "as it was")


def test_a_plan_that_reaches_far_enough_stands_when_new_calls_come_in(small_desk: Path, tmp_path: Path) -> None:
    folder = fresh_copy(small_desk, tmp_path / "desk")
    newest = sorted((folder / "logs").iterdir())[-1]
    held_back = newest.read_text(encoding="utf-8").splitlines(keepends=True)
    newest.write_text("".join(held_back[:-800]), encoding="utf-8")
    _run(folder)
    before = what_it_shows(folder)
    newest.write_text("".join(held_back), encoding="utf-8")

    summary = _run(folder)

    after = what_it_shows(folder)
    assert summary["new"] == 800
    assert (summary["staff"], summary["plan"]) == ("made anew", "as it was")
    assert after["plan"] == before["plan"]
    assert after["shown issued_forecast"] != before["shown issued_forecast"]


def test_a_run_killed_at_any_moment_ends_where_a_run_left_alone_ends(small_desk: Path, tmp_path: Path) -> None:
    alone = fresh_copy(small_desk, tmp_path / "alone")
    seconds = run_to_the_end(alone)
    killed = fresh_copy(small_desk, tmp_path / "killed")

    for share in np.random.default_rng(8).random(3):
        run_and_kill(killed, after_seconds=seconds * float(share))
    run_to_the_end(killed)

    assert what_it_shows(killed) == what_it_shows(alone)


def test_two_runs_at_once_leave_the_second_with_a_sentence(small_desk: Path, tmp_path: Path) -> None:
    folder = fresh_copy(small_desk, tmp_path / "desk")

    with hold_lock(folder / ".tsunagari" / "run.lock", wait_seconds=0, purpose="run"):
        done = CliRunner().invoke(main, ["run", "--desk", str(folder), "--wait", "0.2"])

    assert done.exit_code == 2
    assert "is working on this desk" in done.stderr


def test_a_file_in_logs_that_no_mapping_fits_stops_the_run_before_it_changed_anything(
    small_desk: Path, tmp_path: Path
) -> None:
    folder = fresh_copy(small_desk, tmp_path / "desk")
    (folder / "logs" / "strange.csv").write_text("a,b\n1,2\n")

    done = CliRunner().invoke(main, ["run", "--desk", str(folder)])

    assert done.exit_code == 2
    assert "strange.csv" in done.stderr
    assert not (folder / "site").exists()
    shutil.rmtree(folder)
