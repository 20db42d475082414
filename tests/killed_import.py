"""Imports in processes of their own, killed at random moments while others read; tells what the desk then holds.

python -m tests.killed_import 100
"""

import random
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Self

from click.testing import CliRunner

from data.desk_file import read_desk
from data.errors import NothingToDo
from data.snapshot import Snapshot
from data.warehouse import Warehouse
from tsunagari import main

MAPPING = """
[import.mapping.calls]
queue = "support"
leg_id = "id"
entered_at = "arrived"
answered_at = "answered"
ended_at = "ended"
updated_at = "version"
"""
HEADER = "id,arrived,answered,ended,version\n"


def new_desk(folder: Path) -> Path:
    """A desk with a mapping and nothing in its store."""
    _told("new", "--desk", folder)
    with (folder / "desk.toml").open("a", encoding="utf-8") as file:
        file.write(MAPPING)
    return folder


def write_calls(path: Path, numbers: range, *, version: str = "2026-05-01 00:00:00") -> Path:
    """Calls a minute apart, from Monday the 6th of April 2026 on, each of its number."""
    path.write_text(HEADER + "".join(f"{number},{_moments(number)},{version}\n" for number in numbers))
    return path


def import_at_once(desk: Path, *files: Path) -> None:
    """An import in this process, which is sure to end."""
    _told("import", *files, "--desk", desk)


def _told(*words: object) -> None:
    done = CliRunner().invoke(main, [str(word) for word in words])
    if done.exit_code:
        raise RuntimeError(f"{words[0]} ended with exit code {done.exit_code}: {done.stderr}")


def start_import(desk: Path, *files: Path, wait_seconds: float = 60.0) -> "subprocess.Popen[str]":
    """An import in a process of its own."""
    words = [*_TSUNAGARI, "import", *map(str, files), "--desk", str(desk), "--wait", str(wait_seconds)]
    return subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def kill_after(process: "subprocess.Popen[str]", seconds: float) -> bool:
    """Kill it without a chance to tidy up; False where it was done before."""
    try:
        process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return True
    return False


def calls_of(desk: Path) -> list[str]:
    """The numbers of all calls in the store, in order, as often as they stand there."""
    with Warehouse.open(read_desk(desk)) as warehouse:
        return sorted(warehouse.table("contact_leg")["leg_id"])


class Reader:
    """Reads the newest snapshot again and again, as the pages do, until it is told to stop."""

    def __init__(self, desk: Path) -> None:
        self._desk, self._ends = read_desk(desk), threading.Event()
        self.failures: list[str] = []
        self.reads = 0
        self._thread = threading.Thread(target=self._read)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.set()
        self._thread.join()

    def _read(self) -> None:
        while not self._ends.wait(0.05):
            try:
                with Snapshot.newest(self._desk) as snapshot:
                    snapshot.table("interval_count")
                self.reads += 1
            except NothingToDo:
                continue
            except Exception as error:
                self.failures.append(repr(error))


def kill_imports(home: Path, *, times: int, calls: int, seed: int) -> list[str]:
    """Import overlapping files, killing each import at a random moment; gives what is wrong afterwards."""
    draw = random.Random(seed)
    desk, wrong = new_desk(home / "desk"), []
    sure = write_calls(home / "sure.csv", range(calls))
    import_at_once(desk, sure)
    held = calls_of(desk)
    with Reader(desk) as reader:
        for number in range(1, times + 1):
            begin = number * calls // 2
            version = f"2026-05-02 00:00:{number % 60:02}"
            path = write_calls(home / f"{number}.csv", range(begin, begin + calls), version=version)
            kill_after(start_import(desk, path), draw.uniform(0.3, 4.0))
            now, whole = calls_of(desk), sorted({*held, *map(str, range(begin, begin + calls))})
            if now not in (held, whole):
                wrong.append(f"after kill {number}: {len(now)} calls, neither the {len(held)} before nor {len(whole)}")
            held = now
    return wrong + reader.failures


def _moments(number: int) -> str:
    minute = number % 480
    day, clock = 6 + number // 480 % 20, f"{10 + minute // 60:02}:{minute % 60:02}"
    return ",".join(f"2026-04-{day:02} {clock}:{second}" for second in ("00", "20", "50"))


_TSUNAGARI = [sys.executable, "-m", "tsunagari"]

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        found = kill_imports(Path(folder), times=int(sys.argv[1]), calls=5000, seed=1)
    print("\n".join(found) or "no call lost, none doubled, no read failed")  # noqa: T201
    sys.exit(bool(found))
