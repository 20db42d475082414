"""Runs the nightly chain in a process of its own and kills it at a moment; tells what a desk then shows."""

import json
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pandas as pd

from data.desk import Desk
from data.desk_file import read_desk
from data.records import Records
from data.snapshot import Snapshot
from data.warehouse import Warehouse

RUN = (sys.executable, "-m", "tsunagari", "run", "--desk")
_SHOWN = ("interval_count", "interval_wait", "wait_count", "open_contact", "contact_topic", "written_answered",
          "kept_promise")  # fmt: skip
_ISSUED = ("issued_forecast", "issued_effect", "issued_remark", "issued_requirement")


def run_to_the_end(folder: Path) -> float:
    """Run the chain; gives the seconds it took."""
    began = time.monotonic()
    done = subprocess.run([*RUN, str(folder)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the chain ended with exit code {done.returncode}: {done.stderr}")
    return time.monotonic() - began


def run_and_kill(folder: Path, *, after_seconds: float) -> None:
    """Start the chain and kill it, without a chance to tidy up, after some seconds."""
    with subprocess.Popen([*RUN, str(folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            process.wait(after_seconds)
        except subprocess.TimeoutExpired:
            process.kill()


def fresh_copy(desk: Path, folder: Path) -> Path:
    """The desk's files and logs, without its store."""
    return Path(shutil.copytree(desk, folder, ignore=shutil.ignore_patterns(".tsunagari", "site")))


def what_it_shows(folder: Path) -> dict[str, Any]:
    """All that people see of a desk and all that it ever issued, without the instants at which it was made."""
    desk = read_desk(folder)
    widget = json.loads((folder / "site" / "best-times.json").read_text(encoding="utf-8"))
    widget.pop("updated")
    return {"widget": widget, "files": files_beside(folder), **_in_snapshot(desk), **_in_store(desk), **_planned(desk)}


def files_beside(folder: Path) -> list[str]:
    """Names of what the chain left in the desk's folder, snapshots as one: a killed run leaves no litter for good."""
    found = [path for place in (".tsunagari", "site") for path in (folder / place).rglob("*") if path.is_file()]
    return sorted({re.sub(r"snap-\d+T\d+", "snap-", str(path.relative_to(folder))) for path in found})


def _in_snapshot(desk: Desk) -> dict[str, str]:
    with Snapshot.newest(desk) as snapshot:
        facts = snapshot.table("desk_fact")
        tables = {name: snapshot.table(name) for name in (*_SHOWN, *_ISSUED)}
    tables["desk_fact"] = facts[facts["key"] != "made_at"]
    return {f"shown {name}": _sorted_text(table) for name, table in tables.items()}


def _in_store(desk: Desk) -> dict[str, str]:
    with Warehouse.open(desk, purpose="a comparison") as warehouse:
        return {f"stored {name}": _sorted_text(warehouse.table(name)) for name in (*_ISSUED, "issued_override")}


def _planned(desk: Desk) -> dict[str, Any]:
    with Records.open(desk) as records:
        plan = records.newest_plan()
    assert plan is not None
    return {
        "plan": plan.activities.to_csv(),
        "coverage": plan.coverage.to_csv(),
        "plan remarks": plan.remarks,
        "plans saved": plan.plan_id,
    }


def _sorted_text(table: pd.DataFrame) -> str:
    return str(table.sort_values(list(table.columns)).to_csv(index=False))
