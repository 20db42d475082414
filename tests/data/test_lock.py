import multiprocessing
from pathlib import Path

import pytest

from data.errors import StoreBusy
from data.lock import hold_lock


def _hold_until_told(path: Path, held: object, leave: object) -> None:
    with hold_lock(path, wait_seconds=0, purpose="import"):
        held.set()  # type: ignore[attr-defined]
        leave.wait(30)  # type: ignore[attr-defined]


def test_a_second_process_is_told_who_holds_the_lock_and_what_to_do(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    held, leave = spawn.Event(), spawn.Event()
    other = spawn.Process(target=_hold_until_told, args=(tmp_path / "lock", held, leave))
    other.start()
    assert held.wait(30)

    with (
        pytest.raises(StoreBusy, match=r"import \(process \d+\) is working on this desk .* nothing was changed"),
        hold_lock(tmp_path / "lock", wait_seconds=0.1, purpose="forecast"),
    ):
        pass

    leave.set()
    other.join(30)


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    held, leave = spawn.Event(), spawn.Event()
    other = spawn.Process(target=_hold_until_told, args=(tmp_path / "lock", held, leave))
    other.start()
    assert held.wait(30)
    other.kill()
    other.join(30)

    with hold_lock(tmp_path / "lock", wait_seconds=0, purpose="forecast"):
        text = (tmp_path / "lock").read_text()

    assert text.startswith("forecast")
