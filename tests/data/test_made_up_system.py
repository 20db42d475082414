"""Adding a system takes a file and a line: here both, of a system that nobody sells."""

import sys
from pathlib import Path

import pytest
from pydantic import Field

from data.desk import Desk
from data.import_settings import ImportSettings
from data.importers import systems
from data.queue_system_settings import QueueSystemSettings
from tests.data import made_up
from tests.data.system_desk import Record, column_of, imported, legs_of, refusals_of, system_desk, utc, write_records


class WithOneLineMore(ImportSettings):
    """The settings of an import with the line of the new system."""

    made_up: dict[str, QueueSystemSettings] = Field(default_factory=dict)


def call(number: str, came: float, *, line: str = "Help", **moments: float) -> Record:
    """A call; moments are seconds after T0."""
    told = {name: utc(seconds) for name, seconds in moments.items()}
    return {"call_no": number, "line": line, "came": utc(came), "work": 30, "by": "7", "caller": "+12025550123", **told}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk that reads the system, whose file lies where files of systems lie."""
    monkeypatch.setitem(sys.modules, "data.importers.made_up", made_up)
    monkeypatch.setattr(systems, "SYSTEMS", (*systems.record_systems(WithOneLineMore),))
    bare = system_desk(tmp_path, "genesys")
    line = WithOneLineMore(made_up={"cloud": QueueSystemSettings(queues={"Help": "technical"})})
    return Desk(bare.folder, bare.settings.model_copy(update={"imports": line}), staff=())


def test_a_system_of_one_file_and_one_line_is_known_by_its_content_and_read(tmp_path: Path, desk: Desk) -> None:
    calls = [
        call("1", 0, taken=20, over=100),
        call("2", 50, over=90),
        call("3", 60),
        call("3", 60, taken=70, over=80),
        call("4", 70, line="Other"),
    ]

    report = imported(desk, write_records(tmp_path / "a.json", calls))

    legs = legs_of(desk)
    assert (report.new, report.same, report.rejected) == (3, 1, 1)
    assert column_of(legs, "outcome") == {"1": "answered", "2": "abandoned", "3": "answered"}
    assert column_of(legs, "wait_s") == {"1": 20, "2": 40, "3": 10}
    assert column_of(legs, "handle_s") == {"1": 110, "2": None, "3": 40}
    assert "Other" in refusals_of(desk)[0]
    assert legs["customer_key"].nunique() == 1


def test_every_system_of_the_settings_has_its_file() -> None:
    tables = {system.table for system in systems.SYSTEMS}

    assert set(ImportSettings.model_fields) - {"mapping", "totals", "keep_logs", "keep_months"} == tables
