"""Contact logs in: rows a second beside DuckDB's own `read_csv` of the same file in the same run, memory, and a day.

    python -m benchmarks.logs --calls 10000000

Each measurement runs in a process of its own. Ratios above 1 would mean faster than the peer, which only stores text
and numbers; ours finds zones, waits, outcomes, doubles and refusals, and keeps what an undo needs.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb

_DESK = """
format = 1
name = "Benchmark"
time_zone = "Asia/Tokyo"
language = "en"
country = "JP"
[hours.phone]
mon = ["09:00-18:00"]
tue = ["09:00-18:00"]
wed = ["09:00-18:00"]
thu = ["09:00-18:00"]
fri = ["09:00-18:00"]
[[queue]]
name = "technical"
[[queue]]
name = "billing"
[import]
keep_logs = true
[import.mapping.calls]
queue_column = "queue"
leg_id = "call_id"
entered_at = "entered"
answered_at = "answered"
ended_at = "ended"
outcome = "result"
acw_seconds = "acw_s"
agent = "agent"
topic = "topic"
"""
_KEYED = 'customer = "phone"\n'

_ASTERISK = """
[import.asterisk.pbx]
queues = { "8000" = "technical", "8001" = "billing" }
"""

_EVENTS = """
COPY (
    SELECT line FROM (
        SELECT
            number, place,
            concat_ws('|', at_s, call_id, CASE WHEN number % 5 < 3 THEN '8000' ELSE '8001' END, told) AS line
        FROM (
            SELECT number, call_id, unnest([
                {{'place': 0, 'at_s': call_at, 'told': 'NONE|ENTERQUEUE||XXXX|1'}},
                {{'place': 1, 'at_s': call_at + wait,
                  'told': CASE WHEN is_answered THEN agent || '|CONNECT|' || wait || '|' || call_id || '9|3'
                               ELSE 'NONE|ABANDON|1|1|' || wait END}},
                {{'place': 2, 'at_s': call_at + wait + talk,
                  'told': CASE WHEN is_answered THEN agent || '|COMPLETECALLER|' || wait || '|' || talk || '|1' END}}
            ], recursive := true)
            FROM (
                SELECT
                    number, (random() * 200)::INT AS wait, (60 + random() * 600)::INT AS talk,
                    random() < .93 AS is_answered, 'SIP/' || (7000 + number % 200) AS agent,
                    1451865600 + (number * 2600 // {calls})::INT * 7 // 5 * 86400 + number % 32400 AS call_at,
                    call_at || '.' || number AS call_id
                FROM range({calls}) AS drawn(number)
            )
        )
        WHERE told IS NOT NULL
    )
    ORDER BY number, place
) TO '{path}' (HEADER false, QUOTE '', DELIMITER '\t')
"""
"""Two or three lines a call."""

_CALLS = """
COPY (
    SELECT
        'C' || lpad(number::VARCHAR, 9, '0') AS call_id,
        CASE WHEN random() < .6 THEN 'technical' ELSE 'billing' END AS queue,
        strftime(entered, '%Y-%m-%d %H:%M:%S') AS entered,
        CASE WHEN is_answered THEN strftime(entered + to_seconds(wait), '%Y-%m-%d %H:%M:%S') END AS answered,
        strftime(
            entered + to_seconds(wait + CASE WHEN is_answered THEN talk ELSE 0 END), '%Y-%m-%d %H:%M:%S'
        ) AS ended,
        CASE WHEN is_answered THEN 'answered' ELSE 'abandoned' END AS result,
        CASE WHEN is_answered THEN acw END AS acw_s,
        'op' || (random() * 200)::INT AS agent,
        '090-0000-' || lpad((random() * 9999)::INT::VARCHAR, 4, '0') AS phone,
        CASE (random() * 5)::INT WHEN 0 THEN 'bill' WHEN 1 THEN 'domain' WHEN 2 THEN 'mail' ELSE '' END AS topic
    FROM (
        SELECT
            number, (random() * 200)::INT AS wait, (60 + random() * 600)::INT AS talk, (random() * 120)::INT AS acw,
            random() < .93 AS is_answered,
            -- ten years of working days, nine hours each
            TIMESTAMP '2016-01-04 09:00:00' + to_days((number * 2600 // {calls})::INT * 7 // 5)
                + to_seconds(number % 32400) AS entered
        FROM range({first}, {last}) AS drawn(number)
    )
) TO '{path}' (HEADER)
"""


@dataclass(frozen=True)
class Measured:
    """Seconds on the wall, processor seconds and peak memory in MiB of a process."""

    wall: float
    processor: float
    peak_mib: float


def main() -> None:
    """Print the comparison."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, help="where to write, for a disk larger than that of /tmp")
    told = parser.parse_args()
    calls = told.calls
    with tempfile.TemporaryDirectory(dir=told.folder) as name:
        folder = Path(name)
        whole, day = folder / "calls.csv", folder / "day.csv"
        write_calls(whole, first=0, last=calls, calls=calls)
        write_calls(day, first=calls, last=calls + 30_000, calls=calls)
        peer = measure("peer", str(whole), str(folder / "peer.duckdb"))
        print(f"{calls:,} calls, {whole.stat().st_size / 1e6:,.0f} MB, UTF-8 CSV; peer: DuckDB read_csv into a table")
        tell("peer", peer, calls)
        for label, settings in (("import", _DESK), ("import, customers keyed", _DESK + _KEYED)):
            desk = folder / label.replace(", ", "-").replace(" ", "-")
            desk.mkdir()
            (desk / "desk.toml").write_text(settings, encoding="utf-8")
            tell(label, measure("import", str(desk), str(whole)), calls, peer)
        tell("a day's file of 30,000 calls more", measure("import", str(desk), str(day)), 30_000)
        tell("the same day again", measure("import", str(desk), str(day)), 30_000)
        counts = measure("counts", str(desk))
        print(f"interval counts over all: {counts.wall:.2f} s on the wall, {counts.processor:.2f} s of processor")
        _compare_asterisk(folder, calls=calls // 2)


def write_calls(path: Path, *, first: int, last: int, calls: int) -> None:
    """Calls `first` to `last` of a made-up log of `calls` calls in ten years."""
    connection = duckdb.connect()
    connection.execute("SELECT setseed(0.5)")
    connection.execute(_CALLS.format(first=first, last=last, calls=calls, path=path))
    connection.close()


def write_events(path: Path, *, calls: int) -> None:
    """A made-up queue_log of so many calls in ten years."""
    connection = duckdb.connect()
    connection.execute("SELECT setseed(0.5)")
    connection.execute(_EVENTS.format(calls=calls, path=path))
    connection.close()


def measure(what: str, *arguments: str) -> Measured:
    """What a step of `benchmarks.logs_step` takes, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.logs_step", what, *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{what} failed: {done.stderr}")
    return Measured(**json.loads(done.stdout.splitlines()[-1]))


def tell(label: str, measured: Measured, rows: int, peer: Measured | None = None) -> None:
    """Print it, beside the peer's."""
    ratio = ""
    if peer:
        ratio = f", {peer.wall / measured.wall:.3f} of the peer (processor {peer.processor / measured.processor:.3f})"
    print(
        f"{label}: {measured.wall:.1f} s on the wall, {measured.processor:.1f} s of processor, "
        f"{rows / measured.wall:,.0f} rows/s, peak {measured.peak_mib:,.0f} MiB{ratio}",
        flush=True,
    )


def _compare_asterisk(folder: Path, *, calls: int) -> None:
    """A queue_log beside `read_csv` of its lines."""
    log, desk = folder / "queue_log", folder / "asterisk"
    write_events(log, calls=calls)
    with log.open("rb") as stream:
        lines = sum(piece.count(b"\n") for piece in iter(lambda: stream.read(1 << 22), b""))
    print(f"{lines:,} lines of a queue_log of Asterisk, {calls:,} calls")
    peer = measure("peer_lines", str(log), str(folder / "peer_lines.duckdb"))
    tell("peer", peer, lines)
    desk.mkdir()
    (desk / "desk.toml").write_text(_DESK + _ASTERISK, encoding="utf-8")
    tell("import", measure("import", str(desk), str(log)), lines, peer)


if __name__ == "__main__":
    main()
