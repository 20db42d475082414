"""Logs of every format with damage drawn by a seed, and what an import must answer to each: a sentence or an account.

Tests try some seeds; `python -m benchmarks.fuzz` tries as many as there is time for.
"""

import gzip
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
from openpyxl import Workbook

from data.desk import Desk, DeskSettings
from data.errors import TsunagariError
from data.import_logs import import_logs
from data.import_report import FileReport
from data.importers.choose_mapping import choose_importer, told_forms
from data.importers.log_file import is_parquet
from data.importers.packing import opened_logs
from data.warehouse import Warehouse
from tests.data.asterisk_desk import asterisk_desk, line
from tests.data.connect_desk import connect_desk, contact, event, served
from tests.data.log_builders import HEADER, IN_MENU, LEFT, PHONE_COLUMNS, TALKED, desk_with
from tests.data.zendesk_builders import a_metric, a_ticket, an_event, ticket_desk

CALLS = "\r\n".join([HEADER, *([TALKED, LEFT, IN_MENU] * 8), ""]).encode()
TOTALS = "\n".join(
    ["at,calls,note", *(f"2025-04-07 {10 + k // 12}:{k % 12 * 5:02d},{k},本日" for k in range(24)), ""]
).encode()
POISON = (b"\x00", b'"', b"\r", b"\n", b",", b",,,,", b"\xff\xfe", b"\xef\xbb\xbf", b"-", b"1e999", b"nan", b"\x1a",
          "９".encode(), "時".encode("cp932"), b"\x80" * 40, b"9" * 400, b"9999-12-31", b"0001-01-01")  # fmt: skip
MORE_POISON = (*POISON, b"|", b"||||||||||||", b"{", b"}", b"[", b"null", b"\\u0000", b"\\ud800", b"0", b"1e308", b" ")
"""Also of the marks of systems' own formats."""

Mutation = Callable[[bytes, np.random.Generator], bytes]


def _insert(content: bytes, rng: np.random.Generator, poison: Sequence[bytes] = POISON) -> bytes:
    place = int(rng.integers(len(content) + 1))
    return content[:place] + poison[int(rng.integers(len(poison)))] + content[place:]


def _insert_more(content: bytes, rng: np.random.Generator) -> bytes:
    return _insert(content, rng, MORE_POISON)


def _flip(content: bytes, rng: np.random.Generator) -> bytes:
    mutated = bytearray(content)
    for place in rng.integers(len(content), size=5):
        mutated[place] = int(rng.integers(256))
    return bytes(mutated)


def _cut(content: bytes, rng: np.random.Generator) -> bytes:
    first, last = sorted(rng.integers(len(content) + 1, size=2).tolist())
    return content[:first] + content[last:]


def _shuffle(content: bytes, rng: np.random.Generator) -> bytes:
    lines = content.splitlines(keepends=True)
    return b"".join(lines[place] for place in rng.permutation(len(lines)))


def _mix_newlines(content: bytes, rng: np.random.Generator) -> bytes:
    endings = (b"\n", b"\r\n", b"\r", b"\n\n", b"\n\r")
    return b"".join(line + endings[int(rng.integers(5))] for line in content.splitlines())


def _pack(content: bytes, rng: np.random.Generator) -> bytes:
    return gzip.compress(content, mtime=0)


def _widen(content: bytes, rng: np.random.Generator) -> bytes:
    return content.decode("utf-8", errors="replace").encode("utf-16")


def _replace_digits(content: bytes, rng: np.random.Generator) -> bytes:
    """Figures that are figures still, and wrong."""
    mutated = bytearray(content)
    digits = [place for place, letter in enumerate(content) if 48 <= letter <= 57]
    for place in rng.choice(digits, size=4).tolist() if digits else ():
        mutated[place] = 48 + int(rng.integers(10))
    return bytes(mutated)


MUTATIONS: tuple[Mutation, ...] = (_insert, _insert, _flip, _cut, _shuffle, _mix_newlines, _pack, _widen)
ALL_MUTATIONS: tuple[Mutation, ...] = (*MUTATIONS, _insert_more, _insert_more, _replace_digits, _replace_digits)


def mutated(content: bytes, *, seed: int, mutations: Sequence[Mutation] = MUTATIONS) -> bytes:
    """The content with one to four damages."""
    rng = np.random.default_rng(seed)
    for _ in range(int(rng.integers(1, 5))):
        content = mutations[int(rng.integers(len(mutations)))](content or b"x", rng)
    return content


def csv_desk(folder: Path) -> Desk:
    """A desk that reads CALLS and TOTALS."""
    fields = desk_with(folder, PHONE_COLUMNS).settings.model_dump(by_alias=True)
    fields["import"]["totals"] = {
        "five": {"queue": "support", "interval_start": "at", "interval_minutes": 5, "offered": "calls"}
    }
    return Desk(folder=folder, settings=DeskSettings.model_validate(fields))


@dataclass(frozen=True)
class HostileFormat:
    """A format, a sound file of it, and a desk that reads it.

    Parameters
    ----------
    content
        Of the sound file.
    desk
        Makes the desk in a folder.
    suffix
        Of its files.
    rows
        How many rows a damaged file must be told to hold; None where that cannot be known without reading it as the
        importer does.
    """

    content: bytes
    desk: Callable[[Path], Desk]
    suffix: str = ""
    rows: Callable[[bytes], int | None] = lambda _: None


def _unpacked(content: bytes) -> bytes:
    """Its text in UTF-8, where that is what it was."""
    with suppress(OSError, EOFError, UnicodeDecodeError):
        while content[:2] in (b"\x1f\x8b", b"\xff\xfe"):
            content = gzip.decompress(content) if content[:1] == b"\x1f" else content.decode("utf-16").encode()
    return content


def _lines_of(content: bytes) -> int | None:
    """Lines of a queue_log that are not blank; headings of an export are none that a mutation writes."""
    return sum(bool(told.strip()) for told in _unpacked(content).split(b"\n"))


def _records_of(content: bytes) -> int | None:
    """Lines that are JSON objects, where all are."""
    try:
        told = [json.loads(part) for part in _unpacked(content).split(b"\n") if part.strip()]
    except ValueError:
        return None
    return len(told) if all(isinstance(record, dict) and "ticket_events" not in record for record in told) else None


def _json_lines(records: Sequence[Mapping[str, object]]) -> bytes:
    return "".join(json.dumps(record) + "\n" for record in records).encode()


def _workbook() -> bytes:
    book, stream = Workbook(), BytesIO()
    for row in CALLS.decode().splitlines():
        book.active.append([cell or None for cell in row.split(",")])
    book.save(stream)
    return stream.getvalue()


_QUEUE_LOG = "".join(
    f"{told}\n"
    for call in range(8)
    for told in (
        line(call * 60, f"c.{call}", "8000", "NONE", "ENTERQUEUE", "", "0312345678", 1),
        line(call * 60 + 9, f"c.{call}", "8000", "SIP/7001", "CONNECT", 9, f"c.{call}9", 3),
        line(call * 60 + 50, f"c.{call}", "8000", "SIP/7001", "COMPLETECALLER", 9, 41, 1),
        line(call * 60 + 52, "NONE", "NONE", "SIP/7001", "PAUSEALL", "wrapup"),
        line(call * 60 + 58, "NONE", "NONE", "SIP/7001", "UNPAUSEALL"),
        line(call * 60 + 59, f"d.{call}", "8001", "NONE", "ENTERQUEUE", "", "", 1),
        line(call * 60 + 90, f"d.{call}", "8001", "NONE", "ABANDON", 1, 1, 31),
    )
).encode()
_REALTIME = (
    "id,time,callid,queuename,agent,event,data1,data2,data3,data4,data5,created\n"
    + "".join(
        f"{call}3,2025-04-07 10:{call:02d}:00.250000,c.{call},8000,NONE,ENTERQUEUE,,0312345678,1,,,x\n"
        f'{call}4,2025-04-07 10:{call:02d}:09,c.{call},8000,"SIP/7001",CONNECT,9,c.9,3,,,x\n'
        f"{call}5,2025-04-07 10:{call:02d}:50,c.{call},8000,SIP/7001,COMPLETEAGENT,9,41,1,,,x\n"
        for call in range(8)
    )
).encode()
_RECORDS = (
    "calldate,clid,src,dst,dcontext,channel,dstchannel,lastapp,duration,billsec,disposition,uniqueid,did,linkedid,"
    "sequence\n"
    + "".join(
        f'2025-04-07 10:{call:02d}:00,"""x"" <0312340000>",0312340000,s,ext,SIP/trunk-1,SIP/7-1,{app},60,{call},'
        f"{told},{call}.1,0120000001,{call}.1,1\n"
        for call in range(8)
        for app, told in (("Dial", "ANSWERED"), ("Dial", "NO ANSWER"), ("VoiceMail", "ANSWERED"))
    )
).encode()
_CONTACTS = _json_lines(
    [contact(f"r{number}", begins=number * 60, agent=served(number * 60 + 40)) for number in range(6)]
    + [contact(f"a{number}", begins=number * 60, PreviousContactId=f"r{number}") for number in range(3)]
)
_AGENT_EVENTS = _json_lines(
    [event(f"e{number}", number * 60, status="Available" if number % 2 else "Offline") for number in range(8)]
)
_TICKETS = _json_lines(
    [a_ticket(160 + number, tags=["invoice"]) for number in range(5)]
    + [an_event(number, "fulfill", "02:00", ticket=160 + number) for number in range(5)]
    + [a_metric(160 + number) for number in range(3)]
)


def _cdr_desk(folder: Path) -> Desk:
    return asterisk_desk(folder, numbers={"0120000001": "technical"})


FORMATS: dict[str, HostileFormat] = {
    "calls": HostileFormat(CALLS, csv_desk, ".csv"),
    "totals": HostileFormat(TOTALS, csv_desk, ".csv"),
    "workbook": HostileFormat(_workbook(), csv_desk, ".xlsx"),
    "queue_log": HostileFormat(_QUEUE_LOG, asterisk_desk, rows=_lines_of),
    "queue_log_table": HostileFormat(_REALTIME, asterisk_desk, ".csv"),
    "cdr": HostileFormat(_RECORDS, _cdr_desk, ".csv"),
    "connect": HostileFormat(_CONTACTS, connect_desk, ".jsonl", rows=_records_of),
    "connect_agents": HostileFormat(_AGENT_EVENTS, connect_desk, ".jsonl", rows=_records_of),
    "zendesk": HostileFormat(_TICKETS, ticket_desk, ".jsonl", rows=_records_of),
}


@dataclass(frozen=True)
class Answer:
    """What an import said of damaged files of one format.

    Parameters
    ----------
    read
        Files that came in.
    refused
        Files that were answered with a sentence.
    rows
        Rows of those that came in.
    failures
        What must not be, each with its seed.
    """

    read: int
    refused: int
    rows: int
    failures: tuple[str, ...]


def answers_to(name: str, folder: Path, seeds: Sequence[int]) -> Answer:
    """Import the damaged files of these seeds twice, into a store of their own."""
    told = FORMATS[name]
    desk = told.desk(folder)
    paths = {seed: folder / f"hostile-{seed}{told.suffix}" for seed in seeds}
    for seed, path in paths.items():
        path.write_bytes(mutated(told.content, seed=seed, mutations=ALL_MUTATIONS))
    failures: list[str] = []
    readable: dict[int, Path] = {}
    with Warehouse.in_memory(with_tables=True) as warehouse:
        for seed, path in paths.items():
            if not (said := _refusal_of(lambda path=path: _choose(desk, path))):
                readable[seed] = path
            elif said.startswith("!"):
                failures.append(f"{name} {seed}: {said}")
        reports = _reports_of(desk, readable, warehouse)
        if reports is None:  # one of them; which, and how, is told by an import of each
            reports = {}
            for seed, path in readable.items():
                said = _refusal_of(lambda path=path, seed=seed: reports.update(_import(desk, {seed: path}, warehouse)))
                if said.startswith("!"):
                    failures.append(f"{name} {seed}: {said}")
        failures += [f"{name} {seed}: {fault}" for seed, fault in _faults(told, desk, paths, reports, warehouse)]
    read = sum(report.read for report in reports.values())
    return Answer(len(reports), len(paths) - len(reports), read, tuple(failures))


def _choose(desk: Desk, path: Path) -> None:
    with opened_logs(desk.state_folder, [path], **told_forms(desk, format="auto")) as plain:
        for part in plain:
            choose_importer(desk, part)


def _import(desk: Desk, paths: Mapping[int, Path], warehouse: Warehouse) -> dict[int, FileReport]:
    if not paths:
        return {}
    return dict(zip(paths, import_logs(desk, list(paths.values()), warehouse=warehouse).files, strict=True))


def _reports_of(desk: Desk, paths: Mapping[int, Path], warehouse: Warehouse) -> dict[int, FileReport] | None:
    """Of an import of all these files; None where it fails, whatever it says."""
    try:
        return _import(desk, paths, warehouse)
    except Exception:
        return None


def _refusal_of(work: Callable[[], None]) -> str:
    """The sentence with which it ends, empty where it is done; after ! what must not be."""
    try:
        work()
    except TsunagariError as error:
        return str(error) if len(str(error)) > 20 else f"! no sentence: {error}"
    except Exception as error:
        return f"! {type(error).__name__}: {str(error)[:300]}"
    return ""


def _faults(
    told: HostileFormat, desk: Desk, paths: Mapping[int, Path], reports: Mapping[int, FileReport], warehouse: Warehouse
) -> list[tuple[int, str]]:
    """Rows that went missing, and what another import of the same files would change."""
    found = []
    for seed, report in reports.items():
        expected = _csv_rows(desk, paths[seed]) if told.desk is csv_desk else told.rows(paths[seed].read_bytes())
        if expected is not None and report.read != expected:
            found.append((seed, f"{expected} rows, {report.read} accounted for"))
    again = import_logs(desk, [paths[seed] for seed in reports], warehouse=warehouse).files if reports else ()
    for (seed, report), second in zip(reports.items(), again, strict=True):
        if (second.new, second.changed, second.rejected) != (0, 0, report.rejected):
            found.append((seed, f"again: {second}"))
    return found


def _csv_rows(desk: Desk, path: Path) -> int | None:
    """Rows that the file is read to hold; None where it is packed in a way that this reading does not open."""
    if path.suffix != ".csv" or is_parquet(path):
        return None
    try:
        return sum(piece.rows for piece in choose_importer(desk, path).read(chunk_rows=20))
    except TsunagariError:
        return None
