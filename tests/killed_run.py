"""Runs the nightly chain in a process of its own and kills it at a moment; tells what a desk then shows."""

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from data.desk_file import read_desk
from data.records import Records
from data.snapshot import Snapshot

_RUN = [sys.executable, "-m", "tsunagari", "run", "--desk"]


def run_to_the_end(folder: Path) -> float:
    """Run the chain; gives the seconds it took."""
    began = time.monotonic()
    done = subprocess.run([*_RUN, str(folder)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the chain ended with exit code {done.returncode}: {done.stderr}")
    return time.monotonic() - began


def run_and_kill(folder: Path, *, after_seconds: float) -> None:
    """Start the chain and kill it, without a chance to tidy up, after some seconds."""
    with subprocess.Popen([*_RUN, str(folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            process.wait(after_seconds)
        except subprocess.TimeoutExpired:
            process.kill()


def fresh_copy(desk: Path, folder: Path) -> Path:
    """The desk's files and logs, without its store."""
    return Path(shutil.copytree(desk, folder, ignore=shutil.ignore_patterns(".tsunagari", "site")))


def what_it_shows(folder: Path) -> dict[str, Any]:
    """All that people see of a desk, without the instants at which it was made."""
    widget = json.loads((folder / "site" / "best-times.json").read_text(encoding="utf-8"))
    widget.pop("updated")
    desk = read_desk(folder)
    with Snapshot.newest(desk) as snapshot:
        names = ("interval_count", "interval_wait", "issued_forecast", "issued_effect", "issued_requirement")
        tables = {name: _sorted_text(snapshot.table(name)) for name in names}
    with Records.open(desk) as records:
        plan = records.newest_plan()
    assert plan is not None
    return {"widget": widget, "plan": plan.activities.to_csv(), "coverage": plan.coverage.to_csv(), **tables}


def _sorted_text(table: Any) -> str:
    return str(table.sort_values(list(table.columns[:4])).to_csv(index=False))
