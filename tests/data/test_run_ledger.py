from pathlib import Path

import pytest

from data.desk import Desk, DeskSettings
from data.run_ledger import RunLedger


@pytest.fixture
def desk(tmp_path: Path, weekday_settings: DeskSettings) -> Desk:
    desk = Desk(folder=tmp_path, settings=weekday_settings)
    desk.state_folder.mkdir()
    (tmp_path / "desk.toml").write_text("format = 1")
    return desk


def test_a_step_that_was_marked_is_done_for_the_same_inputs(desk: Desk) -> None:
    RunLedger.open(desk, known_files=["b", "a"], seed=0).mark("staff")

    again = RunLedger.open(desk, known_files=["a", "b"], seed=0)

    assert again.is_done("staff")
    assert not again.is_done("plan")


@pytest.mark.parametrize("name", ["desk.toml", "staff.csv", "leave.csv", "events.csv"])
def test_a_changed_file_makes_every_step_due_again(desk: Desk, name: str) -> None:
    RunLedger.open(desk, known_files=[], seed=0).mark("staff")

    (desk.folder / name).write_text("changed")

    assert not RunLedger.open(desk, known_files=[], seed=0).is_done("staff")


def test_a_new_log_another_seed_or_another_override_makes_every_step_due_again(desk: Desk) -> None:
    RunLedger.open(desk, known_files=["a"], seed=0).mark("staff")

    assert not RunLedger.open(desk, known_files=["a", "b"], seed=0).is_done("staff")
    assert not RunLedger.open(desk, known_files=["a"], seed=1).is_done("staff")
    assert not RunLedger.open(desk, known_files=["a"], seed=0, overrides=[2]).is_done("staff")


def test_a_damaged_ledger_counts_as_nothing_done(desk: Desk) -> None:
    ledger = RunLedger.open(desk, known_files=[], seed=0)
    ledger.path.write_text('{"inputs": ')

    done = ledger.is_done("staff")
    ledger.mark("staff")

    assert not done
    assert ledger.is_done("staff")
