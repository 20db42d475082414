"""Logs written from the published forms alone, before anybody looked at the importers, with answers worked out by hand.

Each folder of tests/data/unseen holds a system's files, what desk.toml says of it, and answers.csv: a row a leg (or
total), times as seconds after `begins`, an empty cell for what is not known, ? for what the published form leaves open.
"""

import csv
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data.desk import Desk, DeskSettings
from data.import_logs import import_logs
from data.warehouse import Warehouse

UNSEEN = Path(__file__).parent / "unseen"
PRIVATE = ("Jane", "Roe", "2025550", "example.com", "private", "Agent Name", "jane.doe")
CHANNELS = {"a": "phone", "b": "phone", "mail": "mail", "chat": "chat", "form": "form"}
TABLES = ("contact_leg", "interval_stat", "import_reject", "told_record", "uccx_record", "ticket_told",
          "ticket_message", "connect_contact")  # fmt: skip
LAST_STEP = "load_ledger"
"""Of an import before its commit."""
every_system = pytest.mark.parametrize("system", sorted(path.name for path in UNSEEN.iterdir()))


def told_of(system: str) -> dict[str, Any]:
    """What the folder's desk.toml says."""
    return tomllib.loads((UNSEEN / system / "desk.toml").read_text(encoding="utf-8"))


def desk_of(folder: Path, system: str) -> Desk:
    """A desk with a queue for each channel, and a second one (b) of tier 2 for calls."""
    told = told_of(system)
    queues = [{"name": name, "channel": channel, "tier": 2 if name == "b" else 1} for name, channel in CHANNELS.items()]
    hours = {channel: {"mon": ["09:00-18:00"]} for channel in CHANNELS.values()}
    settings = {"format": 1, "name": "試験デスク", "time_zone": told["time_zone"], "import": told["import"]}
    return Desk(folder, DeskSettings.model_validate(settings | {"hours": hours, "queue": queues}), staff=())


def logs_of(system: str) -> list[Path]:
    """The files of a system, in an order in which they did not come to be."""
    return [
        path
        for path in sorted((UNSEEN / system).iterdir(), reverse=True)
        if path.name not in ("answers.csv", "desk.toml")
    ]


class Killed(BaseException):
    """Stands for the end of a process that had no chance to tidy up."""


def killed_desk(folder: Path, system: str, *, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk as an import leaves it that is killed when all is done but the commit: its files as they lay on disk."""
    does, desk = Warehouse.run, desk_of(folder / "before", system)

    def run(warehouse: Warehouse, sql_name: str, **parameters: Any) -> None:
        if sql_name == LAST_STEP:
            shutil.copytree(desk.folder, folder / "after")
            raise Killed
        does(warehouse, sql_name, **parameters)

    with monkeypatch.context() as patched, Warehouse.open(desk) as warehouse:
        patched.setattr(Warehouse, "run", run)
        with pytest.raises(Killed):
            import_logs(desk, logs_of(system), warehouse=warehouse)
    return desk_of(folder / "after", system)


def stored(desk: Desk, files: list[Path]) -> dict[str, pd.DataFrame]:
    """All tables of the desk after the files came, and came again, which must bring nothing."""
    with Warehouse.open(desk) as warehouse:
        import_logs(desk, files, warehouse=warehouse)
        again = import_logs(desk, files[::-1], warehouse=warehouse)
        assert (again.new, again.changed) == (0, 0)
        return {name: warehouse.table(name) for name in TABLES if warehouse.has_table(name)}


def as_answered(value: Any, *, begins: pd.Timestamp) -> str:
    """A cell of the store as answers.csv writes it."""
    if isinstance(value, pd.Timestamp):
        value = (value - begins).total_seconds()
    if pd.isna(value):
        return ""
    return value if isinstance(value, str) else f"{float(value):.6f}".rstrip("0").rstrip(".")


@every_system
def test_a_log_never_seen_before_gives_answers_worked_out_by_hand_even_after_a_kill(
    tmp_path: Path, system: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (UNSEEN / system / "answers.csv").open(encoding="utf-8", newline="") as file:
        answers = list(csv.DictReader(file))
    keys = list(answers[0])[:2]

    tables = stored(killed_desk(tmp_path, system, monkeypatch=monkeypatch), logs_of(system))

    begins = pd.Timestamp(told_of(system)["begins"])
    found = tables["contact_leg"] if len(tables["contact_leg"]) else tables["interval_stat"]
    rows = [{name: as_answered(cell, begins=begins) for name, cell in row.items() if name in answers[0]}
            for row in found.to_dict("records")]  # fmt: skip
    given = {tuple(row[key] for key in keys): row for row in rows}
    asked = {tuple(row[key] for key in keys): row for row in answers}
    for key, row in asked.items():
        for name in [name for name, cell in row.items() if cell == "?" and key in given]:
            given[key][name] = "?"
    assert given == asked
    assert sorted(tables["import_reject"]["reason"]) == sorted(told_of(system)["refused"])
    kept = "\n".join(table.to_csv() for table in tables.values())
    assert [word for word in PRIVATE if word in kept] == []
