"""The nightly chain: safe to run twice, and to kill anywhere."""

import json
import shutil
import time
from dataclasses import dataclass
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
LATE_CALLS = 800


@dataclass(frozen=True)
class Finished:
    """A desk after its first run.

    Parameters
    ----------
    folder
        The desk; a test that writes copies it.
    summary
        What the run told.
    seconds
        How long it took.
    newest, late
        The name of its newest log, and the lines that come to it later.
    """

    folder: Path
    summary: dict[str, object]
    seconds: float
    newest: str
    late: str

    def copied(self, folder: Path) -> Path:
        """The same desk elsewhere."""
        return Path(shutil.copytree(self.folder, folder))


@pytest.fixture(scope="module")
def whole_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four months of the hosting desk's logs, nothing imported yet."""
    folder = tmp_path_factory.mktemp("run") / "desk"
    return write_hosting_desk(folder, until=UNTIL, seed=3, since=UNTIL - timedelta(days=120))


@pytest.fixture(scope="module")
def late_lines(whole_desk: Path) -> tuple[str, str]:
    """The name of the newest log and its last lines, which are held back from the others' desk."""
    newest = sorted((whole_desk / "logs").iterdir())[-1]
    lines = newest.read_text(encoding="utf-8").splitlines(keepends=True)
    return newest.name, "".join(lines[-LATE_CALLS:])


@pytest.fixture(scope="module")
def small_desk(whole_desk: Path, late_lines: tuple[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The desk before the last calls came, nothing imported yet."""
    folder = fresh_copy(whole_desk, tmp_path_factory.mktemp("before") / "desk")
    newest = folder / "logs" / late_lines[0]
    newest.write_text(newest.read_text(encoding="utf-8").removesuffix(late_lines[1]), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def finished(small_desk: Path, late_lines: tuple[str, str], tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """The same desk after a run: it takes long, so what needs one shares it."""
    folder = fresh_copy(small_desk, tmp_path_factory.mktemp("finished") / "desk")
    began = time.monotonic()
    summary = _run(folder)
    return Finished(folder, summary, time.monotonic() - began, *late_lines)


def _run(folder: Path) -> dict[str, object]:
    done = CliRunner().invoke(main, ["run", "--desk", str(folder), "--json"])
    assert done.exit_code == 0, done.stderr
    summary: dict[str, object] = json.loads(done.stdout)
    return summary


def test_a_second_run_says_that_all_is_as_it_was(finished: Finished, tmp_path: Path) -> None:
    second = _run(finished.copied(tmp_path / "desk"))

    assert (finished.summary["staff"], finished.summary["plan"]) == ("made anew", "made anew")
    assert (second["new"], second["staff"], second["plan"]) == (0, "as it was", "as it was")


def test_a_plan_that_reaches_far_enough_stands_when_new_calls_come_in(finished: Finished, tmp_path: Path) -> None:
    folder = finished.copied(tmp_path / "desk")
    before = what_it_shows(folder)
    with (folder / "logs" / finished.newest).open("a", encoding="utf-8") as log:
        log.write(finished.late)

    summary = _run(folder)

    after = what_it_shows(folder)
    assert summary["new"] == LATE_CALLS
    assert (summary["staff"], summary["plan"]) == ("made anew", "as it was")
    assert after["plan"] == before["plan"]
    assert after["shown issued_forecast"] != before["shown issued_forecast"]


def test_a_run_killed_at_any_moment_ends_where_a_run_left_alone_ends(
    small_desk: Path, finished: Finished, tmp_path: Path
) -> None:
    killed = fresh_copy(small_desk, tmp_path / "killed")

    for share in np.random.default_rng(8).random(3):
        run_and_kill(killed, after_seconds=finished.seconds * float(share))
    run_to_the_end(killed)

    assert what_it_shows(killed) == what_it_shows(finished.folder)


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
