"""JSON logs in: seconds, and memory, which must not grow with the file; conversations of Genesys Cloud, made up.

    python -m benchmarks.logs_json --megabytes 50 200

Each import runs in a process of its own.
"""

import argparse
import json
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.logs import measure, tell

_DESK = """
format = 1
name = "Benchmark"
time_zone = "Asia/Tokyo"
language = "en"
[hours.phone]
mon = ["09:00-18:00"]
[[queue]]
name = "technical"
[import.genesys.cloud]
queues = { "Lines" = "technical" }
"""
_BEGINS = datetime(2024, 1, 1, tzinfo=UTC)


def main() -> None:
    """Print what each size takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, nargs="+", default=[50, 200])
    parser.add_argument("--folder", type=Path, help="where to write, for a disk larger than that of /tmp")
    told = parser.parse_args()
    for megabytes in told.megabytes:
        with tempfile.TemporaryDirectory(dir=told.folder) as name:
            folder = Path(name)
            (folder / "desk.toml").write_text(_DESK, encoding="utf-8")
            rows = write_conversations(folder / "log.jsonl", megabytes=megabytes)
            tell(f"{megabytes} MB of JSON", measure("import", name, str(folder / "log.jsonl")), rows)


def write_conversations(path: Path, *, megabytes: int) -> int:
    """A record a line until the file is that long; how many."""
    written = number = 0
    with path.open("w", encoding="utf-8") as file:
        while written < megabytes * 1_000_000:
            written += file.write(json.dumps(_conversation(number)) + "\n")
            number += 1
    return number


def _conversation(number: int) -> dict[str, Any]:
    """A call that came out of the menu, waited for half a minute and was served."""
    at = [(_BEGINS + timedelta(seconds=number * 37 + after)).isoformat() for after in (0, 20, 50, 400, 410)]
    waited = {"nOffered": 1, "tAcd": 30_000}
    served = {"tAnswered": 30_000, "tTalkComplete": 300_000, "tHeldComplete": 50_000, "tAcw": 10_000}
    return {
        "conversationId": f"{number:08}-0000-0000-0000-000000000000",
        "conversationStart": at[0],
        "conversationEnd": at[4],
        "originatingDirection": "inbound",
        "participants": [
            _party("customer", number, {}, ("interact", at[0], at[3])),
            _party("ivr", number, {"tIvr": 20_000}, ("ivr", at[0], at[1])),
            _party("acd", number, waited, ("interact", at[1], at[2])),
            _party(
                "agent", number, served, ("alert", at[1], at[2]), ("interact", at[2], at[3]), ("wrapup", at[3], at[4])
            ),
        ],
    }


def _party(purpose: str, number: int, figures: dict[str, int], *parts: tuple[str, str, str]) -> dict[str, Any]:
    segments = [{"segmentType": kind, "segmentStart": begin, "segmentEnd": end} for kind, begin, end in parts]
    metrics = [{"name": name, "value": value} for name, value in figures.items()]
    session = {"sessionId": f"{purpose}-{number}", "mediaType": "voice", "direction": "inbound"}
    called = {"acd": "Lines", "agent": f"agent {number % 50}"}.get(purpose, "")
    return {
        "purpose": purpose,
        "participantName": called,
        "sessions": [session | {"metrics": metrics, "segments": segments}],
    }


if __name__ == "__main__":
    main()
