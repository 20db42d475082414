"""One measurement of `benchmarks.logs`, in a process of its own; prints its seconds and memory as JSON."""

import json
import resource
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb

from data.calendar import Calendar
from data.desk_file import read_desk
from data.import_logs import import_logs
from data.interval_counts import count_intervals, last_complete_instant
from data.warehouse import Warehouse


def _peer(file: str, store: str) -> None:
    connection = duckdb.connect(store)
    connection.execute("CREATE TABLE calls AS SELECT * FROM read_csv($file)", {"file": file})
    connection.execute("CHECKPOINT")
    connection.close()


def _peer_lines(file: str, store: str) -> None:
    """The same for lines of fields parted by |, which are of several lengths."""
    connection = duckdb.connect(store)
    form = "delim = '|', header = false, quote = '', null_padding = true"
    connection.execute(f"CREATE TABLE calls AS SELECT * FROM read_csv($file, {form})", {"file": file})
    connection.execute("CHECKPOINT")
    connection.close()


def _import(folder: str, file: str) -> None:
    desk = read_desk(Path(folder))
    with Warehouse.open(desk) as warehouse:
        import_logs(desk, [Path(file)], warehouse=warehouse)


def _counts(folder: str) -> Callable[[], None]:
    desk = read_desk(Path(folder))
    calendar = Calendar.of(desk)
    calendar.is_holiday(date(2016, 1, 1))  # loads the library of holidays: like all imports, before the clock runs

    def count() -> None:
        with Warehouse.open(desk) as warehouse:
            until = last_complete_instant(warehouse, calendar)
            for queue in desk.settings.queue:
                count_intervals(warehouse, calendar, queue=queue.name, until=until)

    return count


def main(what: str, *arguments: str) -> None:
    """Measure one thing."""
    work = {"peer": _peer, "peer_lines": _peer_lines, "import": _import}.get(what) or _counts(*arguments)
    began, before = time.perf_counter(), _processor()
    work(*(arguments if what != "counts" else ()))
    wall, processor = time.perf_counter() - began, _processor() - before
    print(json.dumps({"wall": wall, "processor": processor, "peak_mib": _peak_mib()}))


def _peak_mib() -> float:
    """Of this process alone: what Linux tells as ru_maxrss counts the process that started it, too."""
    told = Path("/proc/self/status")
    if told.exists():
        [peak] = [line for line in told.read_text().splitlines() if line.startswith("VmHWM")]
        return int(peak.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main(*sys.argv[1:])
