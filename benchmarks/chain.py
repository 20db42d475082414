"""From an empty folder to the hosting desk's pages: processor seconds and memory of each step."""

import os
import resource
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ALLOWED_SECONDS = 120
PORT = 8969
_WRITE_DESK = (
    "from datetime import date; from pathlib import Path; from data.sample_desks.hosting import write_hosting_desk; "
    "write_hosting_desk(Path({folder!r}), until=date(2026, 3, 31), seed=0)"
)


@dataclass(frozen=True)
class Step:
    """What a step took: processor seconds of it and its children, and its peak memory in MiB."""

    name: str
    processor_seconds: float
    peak_mib: float


def measure_command(name: str, command: Sequence[str]) -> Step:
    """Run a command to its end and measure it."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        told = process.stderr.read().decode()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{name} ended with exit code {process.returncode}: {told}")
    return _step(name, used)


def measure_pages(folder: Path) -> Step:
    """Start the server, ask for the first page and its layout, and end it."""
    command = [sys.executable, "-m", "tsunagari", "serve", "--desk", str(folder), "--port", str(PORT)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        for path in ("/", "/_dash-layout"):
            _fetch_when_ready(f"http://127.0.0.1:{PORT}{path}", process)
        process.terminate()
        _, _, used = os.wait4(process.pid, 0)
        process.returncode = 0
    return _step("serve (first page)", used)


def _fetch_when_ready(address: str, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError("the server ended before it answered")
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                answer.read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"{address} did not answer")


def measure_chain(folder: Path) -> list[Step]:
    """Every step of the hosting desk, each in a process of its own."""
    door = [sys.executable, "-m", "tsunagari"]
    steps = [measure_command("two years of calls", [sys.executable, "-c", _WRITE_DESK.format(folder=str(folder))])]
    logs = sorted(str(path) for path in (folder / "logs").iterdir())
    verbs: dict[str, list[str]] = {
        "import": logs,
        "forecast": [],
        "staff": [],
        "plan": ["--start", "2026-04-01", "--weeks", "4"],
        "publish": [],
    }
    for verb, words in verbs.items():
        steps.append(measure_command(verb, [*door, verb, *words, "--desk", str(folder)]))
    return [*steps, measure_pages(folder)]


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as place:
        steps = measure_chain(Path(place) / "desk")
    total = sum(step.processor_seconds for step in steps)
    print("From an empty folder to the hosting desk's pages (each step a process of its own, start-up included)")
    for step in steps:
        print(f"  {step.name:<22}{step.processor_seconds:>8.1f} s of processor time{step.peak_mib:>8.0f} MiB")
    print(f"  {'in all':<22}{total:>8.1f} s of at most {ALLOWED_SECONDS} s")


def _step(name: str, used: resource.struct_rusage) -> Step:
    return Step(name=name, processor_seconds=used.ru_utime + used.ru_stime, peak_mib=used.ru_maxrss / 1024)


if __name__ == "__main__":
    main()
