"""Runs of the nightly chain killed at random moments: `python -m benchmarks.killed_runs --kills 50 --seed 1`.

Each run works on a copy of a small desk with phone, mail and a second tier: every other one on a desk that nobody ran
before, the others on one that was finished a month ago and has new logs. It is killed without a chance to tidy up,
half of the times with everything it started, else alone; then nothing of it may be left running. Every third time the
run that follows is killed too. What a killed desk has published must be readable at once; and a run to the end must
show exactly what a run left alone shows. The moments are spread over the steps of the chain, short ones as often as
long ones. Prints each difference, and fails if there is one. Half an hour for fifty kills; Linux or macOS.
"""

import argparse
import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from data.desk_file import read_desk
from data.errors import NothingToDo
from data.sample_desks.hosting import write_hosting_desk
from data.snapshot import Snapshot
from tests.killed_run import RUN, run_to_the_end, what_it_shows

UNTIL = date(2026, 3, 31)
SINCE = UNTIL - timedelta(days=75)
NEW_MONTH = "2026-03"
KEPT_CALLS, KEPT_PEOPLE = 8, 4
"""One in so many calls and people stays, so that a run takes seconds."""

STEPS = ("start and import", "first snapshot", "forecast and staff", "second snapshot", "plan", "publish")
_LOOK_AGAIN_SECONDS = 0.002
_LEAVE_SECONDS = 5.0


@dataclass(frozen=True)
class Kill:
    """When and how a run is killed: `share` of the step's length after its beginning; without a step, of the run's."""

    step: int | None
    share: float
    with_group: bool


@dataclass(frozen=True)
class Trial:
    """One desk, its kills one after the other, and whether the desk was run a month ago."""

    kills: tuple[Kill, ...]
    is_continued: bool


@dataclass(frozen=True)
class Scene:
    """A desk before its run, what it shows after a run left alone, and how long each step took, seconds."""

    desk: Path
    shown: dict[str, Any]
    step_seconds: tuple[float, ...]


class Watch:
    """Looks from outside which steps of a run have begun, by the files that the chain replaces."""

    def __init__(self, folder: Path) -> None:
        self._state = folder / ".tsunagari"
        self._newest, self._ledger = self._read("snapshots/newest"), self._read("run.json")
        self._first = self._newest

    def has_begun(self, step: int) -> bool:
        """Whether a step has begun; asked for one step after the other."""
        newest, ledger = self._read("snapshots/newest"), self._read("run.json")
        if step == STEPS.index("forecast and staff"):
            self._first = newest
        is_writing = any((self._state / "snapshots").glob("snap-*.part"))
        return {
            "start and import": True,
            "first snapshot": is_writing or newest != self._newest,
            "forecast and staff": newest != self._newest,
            "second snapshot": is_writing or newest != self._first,
            "plan": ledger != self._ledger,
            "publish": ledger != self._ledger and '"plan"' in ledger,
        }[STEPS[step]]

    def _read(self, name: str) -> str:
        try:
            return (self._state / name).read_text(encoding="utf-8")
        except FileNotFoundError:
            return ""


def draw_trials(*, kills: int, seed: int) -> list[Trial]:
    """The trials of a seed: every step as often as the others, moments spread evenly; each third is killed twice."""
    rng = np.random.default_rng(seed)
    rounds = -(-kills // len(STEPS))
    trials = []
    for number in range(kills):
        first = Kill(number % len(STEPS), (number // len(STEPS) + rng.random()) / rounds, bool(rng.random() < 0.5))
        again = Kill(None, float(rng.random()), bool(rng.random() < 0.5))
        is_continued = bool(number // len(STEPS) % 2)
        trials.append(Trial((first, again) if rng.random() < 1 / 3 else (first,), is_continued))
    return trials


def write_small_desk(folder: Path) -> Path:
    """The hosting desk of ten weeks with a few people and calls."""
    write_hosting_desk(folder, until=UNTIL, seed=3, since=SINCE)
    for path in sorted((folder / "logs").iterdir()):
        keep_lines(path, lambda line: contact_number(line) % KEPT_CALLS == 0)
    keep_rows(folder / "staff.csv", lambda row: int(row[0][-2:]) % KEPT_PEOPLE == 1)
    keep_rows(folder / "leave.csv", lambda row: int(row[0][-2:]) % KEPT_PEOPLE == 1)
    return folder


def contact_number(line: str) -> int:
    """Number of the contact that a line of a queue_log, or of tickets and their events, is about; 0: of none."""
    if line.startswith("{"):
        told = json.loads(line)
        return int(told.get("ticket_id", told["id"]))
    call = line.split("|")[1]
    return int(call.rpartition(".")[2]) if "." in call else 0


def keep_lines(path: Path, wanted: Callable[[str], bool]) -> None:
    """Keep the lines of a log that are wanted."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(filter(wanted, lines)), encoding="utf-8")


def keep_rows(path: Path, wanted: Callable[[list[str]], bool]) -> None:
    """Keep a CSV file's header and the rows that are wanted."""
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *filter(wanted, rows)])


def play_alone(desk: Path, folder: Path) -> Scene:
    """Run a copy of the desk to its end, undisturbed."""
    shutil.copytree(desk, folder)
    watch, began = Watch(folder), []
    with started(folder) as process:
        for step in range(len(STEPS)):
            wait_for(process, watch, step)
            began.append(time.monotonic())
        process.wait()
        began.append(time.monotonic())
    if process.returncode:
        raise RuntimeError(f"the run left alone ended with exit code {process.returncode}")
    return Scene(desk, what_it_shows(folder), tuple(np.diff(began)))


@contextmanager
def started(folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """The chain in a process group of its own; the group is ended with the block."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen([*RUN, str(folder)], stdout=quiet, stderr=quiet, start_new_session=True) as process:
        try:
            yield process
        finally:
            kill_group(process.pid)


def kill_group(group: int) -> None:
    """Kill whatever of a process group still runs."""
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


def wait_for(process: "subprocess.Popen[bytes]", watch: Watch, step: int) -> None:
    """Wait until a step begins or the run ends."""
    while process.poll() is None and not watch.has_begun(step):
        time.sleep(_LOOK_AGAIN_SECONDS)


def run_and_kill(folder: Path, kill: Kill, scene: Scene) -> str:
    """Start the chain and kill it at the moment; gives the step in which it was, or that it had ended before."""
    watch = Watch(folder)
    with started(folder) as process:
        for step in range(1, (kill.step or 0) + 1):
            wait_for(process, watch, step)
        seconds = sum(scene.step_seconds) if kill.step is None else scene.step_seconds[kill.step]
        with suppress(subprocess.TimeoutExpired):
            process.wait(kill.share * seconds)
        if process.poll() is not None:
            return "it had ended"
        if kill.with_group:
            kill_group(process.pid)
        process.kill()
        process.wait()
        refuse_orphans(process.pid)
    return "a second time" if kill.step is None else STEPS[kill.step]


def refuse_orphans(group: int) -> None:
    """Raise where a process that a killed run started goes on."""
    until = time.monotonic() + _LEAVE_SECONDS
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(_LOOK_AGAIN_SECONDS)
    raise RuntimeError("a process that the killed run had started still runs")


def read_what_is_published(folder: Path) -> None:
    """Read snapshot and widget of a desk whose run was killed; raises where one is there and cannot be read."""
    with suppress(NothingToDo), Snapshot.newest(read_desk(folder)) as snapshot:
        snapshot.table("interval_count")
        snapshot.table("issued_requirement")
    widget = folder / "site" / "best-times.json"
    if widget.is_file():
        json.loads(widget.read_text(encoding="utf-8"))


def play(trial: Trial, scene: Scene, folder: Path) -> tuple[list[str], list[str]]:
    """Play one trial; gives the steps in which its runs were killed, and what then differs from a run left alone."""
    shutil.copytree(scene.desk, folder)
    killed_in = []
    for kill in trial.kills:
        killed_in.append(run_and_kill(folder, kill, scene))
        read_what_is_published(folder)
    run_to_the_end(folder)
    shown = what_it_shows(folder)
    return killed_in, [name for name, value in scene.shown.items() if shown[name] != value]


def set_scenes(place: Path) -> dict[bool, Scene]:
    """The desk that nobody ran before (False), and the one that was finished before the newest month came (True)."""
    fresh = write_small_desk(place / "fresh")
    continued = Path(shutil.copytree(fresh, place / "continued"))
    newest = sorted((continued / "logs").glob(f"*{NEW_MONTH}*"))
    for path in newest:
        path.unlink()
    run_to_the_end(continued)
    for path in newest:
        shutil.copy(fresh / "logs" / path.name, path)
    return {False: play_alone(fresh, place / "fresh alone"), True: play_alone(continued, place / "continued alone")}


def main() -> int:
    """Play all trials and print what came of them; gives the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kills", type=int, default=50, help="desks to kill a run on")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    steps: Counter[str] = Counter()
    failed = 0
    with tempfile.TemporaryDirectory() as place:
        scenes = set_scenes(Path(place))
        for is_continued, scene in scenes.items():
            told = ", ".join(f"{step} {s:.1f} s" for step, s in zip(STEPS, scene.step_seconds, strict=True))
            print(f"Left alone, {'new month' if is_continued else 'new desk'}: {told}", flush=True)
        for number, trial in enumerate(draw_trials(kills=asked.kills, seed=asked.seed), start=1):
            folder = Path(place) / f"trial-{number}"
            try:
                killed_in, differs = play(trial, scenes[trial.is_continued], folder)
            except Exception as error:  # told, counted, and the next trial played
                killed_in, differs = [], [str(error)]
            steps.update(killed_in)
            failed += bool(differs)
            verdict = f"DIFFERS: {'; '.join(differs)}" if differs else "same"
            print(
                f"  {number:>3} {'new month' if trial.is_continued else 'new desk ':<9} {killed_in}: {verdict}",
                flush=True,
            )
            shutil.rmtree(folder)
    print("Killed in " + ", ".join(f"{step}: {count}" for step, count in steps.items()))
    print(f"{asked.kills - failed} of {asked.kills} desks show what a run left alone shows")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
