"""An import that is killed, or finds the disk full, leaves the store as before or as after; a second one waits."""

import resource
import subprocess
import sys
from pathlib import Path

from data.desk_file import read_desk
from data.lock import hold_lock
from tests.killed_import import calls_of, import_at_once, kill_imports, new_desk, start_import, write_calls


def test_imports_killed_at_random_moments_lose_no_call_and_double_none(tmp_path: Path) -> None:
    assert kill_imports(tmp_path, times=3, calls=300, seed=5) == []


def test_a_second_import_waits_for_the_first_and_then_goes_on(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "desk")
    path = write_calls(tmp_path / "calls.csv", range(5))

    with hold_lock(read_desk(desk).state_folder / "lock", wait_seconds=0, purpose="another import"):
        second = start_import(desk, path)
        hasty = start_import(desk, path, wait_seconds=0)
        told = hasty.communicate()[1]
        waited = second.poll() is None
    second.communicate()

    assert (hasty.returncode, "another import" in told) == (2, True)
    assert (waited, second.returncode) == (True, 0)
    assert len(calls_of(desk)) == 5


def test_a_full_disk_leaves_the_store_as_it_was_and_is_told_in_a_sentence(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "desk")
    import_at_once(desk, write_calls(tmp_path / "few.csv", range(5)))
    path = write_calls(tmp_path / "many.csv", range(40_000))
    size = (desk / ".tsunagari" / "work.duckdb").stat().st_size

    full = subprocess.run(
        [sys.executable, "-m", "tsunagari", "import", str(path), "--desk", str(desk)],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size + 100_000, resource.RLIM_INFINITY)),
    )

    assert full.returncode == 2
    assert "there is no room left to write" in full.stderr
    assert calls_of(desk) == ["0", "1", "2", "3", "4"]
