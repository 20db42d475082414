"""What an import must answer to damaged logs: a sentence, or an account of every row.

A case is a sound log with damage drawn by its seed. As a file of its own (`answers_to`) it may be damaged in any way;
as a block among others in one file (`answers_to_blocks`) only in ways that stay within it, and costs a tenth of the
time, because the price of an import is that of a file, not of its rows. Tests try some seeds;
`python -m benchmarks.fuzz` tries as many as there is time for.
"""

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from data.csv_form import CsvForm
from data.desk import Desk
from data.errors import TsunagariError
from data.import_logs import import_logs
from data.import_report import FileReport
from data.importers.choose_mapping import choose_importer, told_forms
from data.importers.log_file import read_rows
from data.importers.packing import opened_logs
from data.warehouse import Warehouse
from tests.data.damage import BLOCK_MUTATIONS, mutated
from tests.data.hostile_logs import FORMATS, MARK, HostileFormat

_LAST = "the last row of this block"
_NO_BLOCKS = ("workbook",)
_REFUSED = -1
_SOUND = 9_999_999
"""Number of the sound block with which a file of blocks begins; seeds are below it."""


@dataclass(frozen=True)
class Answer:
    """What imports said of damaged logs of one format.

    Parameters
    ----------
    read
        Cases that came in.
    refused
        Cases that were answered with a sentence.
    rows
        Rows of those that came in.
    failures
        What must not be, each with its seed.
    """

    read: int
    refused: int
    rows: int
    failures: tuple[str, ...]

    def __add__(self, other: "Answer") -> "Answer":
        return Answer(
            self.read + other.read,
            self.refused + other.refused,
            self.rows + other.rows,
            self.failures + other.failures,
        )


def has_blocks(name: str) -> bool:
    """Whether damaged logs of this format can stand one after the other in a file."""
    return name not in _NO_BLOCKS


def answers_to(name: str, folder: Path, seeds: Sequence[int]) -> Answer:
    """Import the damaged files of these seeds twice, into a store of their own."""
    told = FORMATS[name]
    return _answers_to_files(
        name, folder, {seed: mutated(told.content, seed=seed, mutations=told.mutations) for seed in seeds}
    )


def _answers_to_files(name: str, folder: Path, contents: Mapping[int, bytes]) -> Answer:
    told = FORMATS[name]
    desk = told.desk(folder)
    paths = {seed: folder / f"hostile-{seed}{told.suffix}" for seed in contents}
    for seed, path in paths.items():
        path.write_bytes(contents[seed])
    said = {seed: _refusal_of(lambda path=path: _choose(desk, path)) for seed, path in paths.items()}
    readable = {seed: path for seed, path in paths.items() if not said[seed]}
    with Warehouse.in_memory(with_tables=True) as warehouse:
        reports = {}
        for part in _parts(told, desk, readable):
            reports |= _import_all(desk, part, warehouse, said)
        failures = [f"{name} {seed}: {text}" for seed, text in said.items() if text.startswith("!")]
        failures += [f"{name} {seed}: {fault}" for seed, fault in _faults(told, desk, paths, reports, warehouse)]
    read = sum(report.read for report in reports.values())
    return Answer(len(reports), len(paths) - len(reports), read, tuple(failures))


def _parts(told: HostileFormat, desk: Desk, paths: Mapping[int, Path]) -> list[dict[int, Path]]:
    """What can come in by one command, and each file by itself that is to be refused: it would end the others'."""
    if not told.has_header:
        return [dict(paths)]
    odd = [seed for seed, path in paths.items() if _csv_rows(desk, path) == _REFUSED]
    return [{seed: path for seed, path in paths.items() if seed not in odd}, *({seed: paths[seed]} for seed in odd)]


def _choose(desk: Desk, path: Path) -> None:
    with opened_logs(desk.state_folder, [path], **told_forms(desk, format="auto")) as plain:
        for part in plain:
            choose_importer(desk, part)


def _import_all(
    desk: Desk, paths: Mapping[int, Path], warehouse: Warehouse, said: dict[int, str]
) -> dict[int, FileReport]:
    """Import all these files in one command; of those that it refuses `said` tells, and the others come in."""
    reports: dict[int, FileReport] = {}
    text = _refusal_of(lambda: reports.update(_import(desk, paths, warehouse)))
    if not text:
        return reports
    named = [seed for seed, path in paths.items() if path.name in text]
    if len(paths) == 1 or (len(named) == 1 and not text.startswith("!")):
        [refused] = named if len(paths) > 1 else paths
        said[refused] = text
        return _import_all(desk, {seed: path for seed, path in paths.items() if seed != refused}, warehouse, said)
    seeds = list(paths)
    halves = seeds[: len(seeds) // 2], seeds[len(seeds) // 2 :]
    parts = [_import_all(desk, {seed: paths[seed] for seed in half}, warehouse, said) for half in halves]
    return parts[0] | parts[1]


def _import(desk: Desk, paths: Mapping[int, Path], warehouse: Warehouse) -> dict[int, FileReport]:
    if not paths:
        return {}
    return dict(zip(paths, import_logs(desk, list(paths.values()), warehouse=warehouse).files, strict=True))


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
        expected = _rows_of(told, desk, paths[seed])
        if expected is not None and report.read != expected:
            found.append((seed, f"{expected} rows, {report.read} accounted for"))
    again = import_logs(desk, [paths[seed] for seed in reports], warehouse=warehouse).files if reports else ()
    for (seed, report), second in zip(reports.items(), again, strict=True):
        if (second.new, second.changed, second.rejected) != (0, 0, report.rejected):
            found.append((seed, f"again: {second}"))
    return found


def _rows_of(told: HostileFormat, desk: Desk, path: Path) -> int | None:
    """Rows that a file must be told to hold; None where that cannot be known."""
    return _csv_rows(desk, path) if told.has_header else told.rows(path.read_bytes())


def _csv_rows(desk: Desk, path: Path) -> int:
    """Rows that the reader in Python finds, row by row; _REFUSED where it refuses the file."""
    try:
        with opened_logs(desk.state_folder, [path], **told_forms(desk, format="auto")) as plain:
            return sum(_rows_of_plain(desk, part) for part in plain)
    except TsunagariError:
        return _REFUSED


def _rows_of_plain(desk: Desk, path: Path) -> int:
    importer = choose_importer(desk, path)
    if not getattr(importer, "header", ()):  # damage to the header's ending makes it a queue_log
        return FORMATS["queue_log"].rows(path.read_bytes()) or 0
    form = getattr(importer, "mapping", None) or CsvForm(delimiter=getattr(importer, "delimiter", ","))
    above = getattr(importer, "lines_above", 0)
    chunks = read_rows(path, form, columns=len(importer.header), zone=importer.zone, lines_above=above)
    return sum(len(chunk.rows) + len(chunk.broken) for chunk in chunks)


# Blocks


def answers_to_blocks(name: str, folder: Path, seeds: Sequence[int]) -> Answer:
    """Import the damaged blocks of these seeds twice, in one file where they can stand in one."""
    told = FORMATS[name]
    desk = told.desk(folder)
    contents, rows, refused = {}, {}, 0
    for seed in seeds:
        contents[seed] = _damaged_block(told, seed)
        path = folder / f"block{told.suffix}"
        path.write_bytes(contents[seed])
        said = _refusal_of(lambda path=path: _choose(desk, path))
        if said and not said.startswith("!"):
            refused += 1
        else:
            rows[seed] = None if said else _rows_of(told, desk, path)
    alone = {seed: contents[seed] for seed, counted in rows.items() if counted is None}
    joined = {seed: contents[seed] for seed in rows if seed not in alone}
    answer = _answers_to_joined(name, folder, joined, rows) + _answers_to_files(name, folder, alone)
    return answer + Answer(0, refused, 0, ())


def _damaged_block(told: HostileFormat, seed: int) -> bytes:
    """Drawn anew until it can stand among others; what cannot is tried as a file."""
    for draw in range(20):
        content = mutated(told.block(seed), seed=[seed, draw], mutations=BLOCK_MUTATIONS)
        if _stays_within(told, content):
            return content
    return told.block(seed)


def _stays_within(told: HostileFormat, content: bytes) -> bool:
    """Whether a block is read as it is wherever it stands, and leaves what follows as it is."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return False
    if not content.startswith(told.header) or "\ufeff" in text:
        return False
    if not told.has_header:
        return "\0" not in text and told.rows(content) is not None
    # other endings than the header's change how a file is read, and a quote left open would swallow the next block
    body, ending = content[len(told.header) :], b"\r\n" if told.header.endswith(b"\r\n") else b"\n"
    if {*re.findall(rb"\r\n|\r|\n", body)} - {ending}:
        return False
    try:
        return [*csv.reader((text + "\n" + _LAST).splitlines(keepends=True), strict=True)][-1] == [_LAST]
    except csv.Error:
        return False


def _answers_to_joined(
    name: str, folder: Path, contents: Mapping[int, bytes], rows: Mapping[int, int | None]
) -> Answer:
    """Import blocks in one file; where there is a fault, or the whole is refused, in two, and at last alone."""
    if len(contents) <= 1:
        return _answers_to_files(name, folder, contents)
    told = FORMATS[name]
    desk = told.desk(folder)
    path = folder / f"blocks-{min(contents)}-{len(contents)}{told.suffix}"
    path.write_bytes(_joined(told, contents))
    with Warehouse.in_memory(with_tables=True) as warehouse:
        reports: dict[int, FileReport] = {}
        said = _refusal_of(lambda: reports.update(_import(desk, {0: path}, warehouse)))
        expected = sum(rows[seed] or 0 for seed in contents) + _sound_rows(name)
        fault = said or _fault_of_joined(name, contents, warehouse, report=reports[0], expected=expected)
        again = "" if fault else _refusal_of(lambda: reports.update({1: _import(desk, {0: path}, warehouse)[0]}))
    if not fault and not again and _is_same(reports[0], reports[1]):
        return Answer(len(contents), 0, reports[0].read, ())
    seeds = list(contents)
    halves = [
        _answers_to_joined(name, folder, {seed: contents[seed] for seed in half}, rows)
        for half in (seeds[: len(seeds) // 2], seeds[len(seeds) // 2 :])
    ]
    found = halves[0] + halves[1]
    if found.failures or (said and not said.startswith("!")):
        return found
    told_of = f"{name} blocks {', '.join(map(str, seeds))} together: {fault or again or reports[1]}"
    return found + Answer(0, 0, 0, (told_of,))


def _is_same(first: FileReport, second: FileReport) -> bool:
    return (second.new, second.changed, second.rejected) == (0, 0, first.rejected)


def _joined(told: HostileFormat, contents: Mapping[int, bytes]) -> bytes:
    """A sound block, and these after it."""
    ending = b"\r\n" if told.header.endswith(b"\r\n") else b"\n"
    parts = [told.block(_SOUND)]
    for content in contents.values():
        part = content[len(told.header) :]
        parts.append(part if part.endswith(ending) else part + ending)
    return b"".join(parts)


def _fault_of_joined(
    name: str, contents: Mapping[int, bytes], warehouse: Warehouse, *, report: FileReport, expected: int
) -> str:
    if report.read != expected:
        return f"{expected} rows, {report.read} accounted for"
    known = _marks_of_legs(warehouse)
    wanted = {mark for seed, content in contents.items() for mark in _untouched(name, seed, content)}
    if lost := wanted - known:
        return f"no leg of {', '.join(sorted(mark.decode() for mark in lost)[:5])}, whose rows are sound"
    return ""


def _marks_of_legs(warehouse: Warehouse) -> set[bytes]:
    legs = warehouse.query_text("SELECT leg_id || ' ' || coalesce(contact_id, '') AS told FROM contact_leg")
    return {mark for told in legs["told"] for mark in MARK.findall(told.encode())}


def _untouched(name: str, seed: int, content: bytes) -> Iterator[bytes]:
    """Marks of the contacts that are legs of the sound block and of which each row still stands as it was."""
    told = FORMATS[name]
    here = set(_rows(told, content))
    touched = {mark for row in set(_rows(told, told.block(seed))) - here for mark in MARK.findall(row)}
    for sound in _marks_of_sound(name):
        mark = b"77%07d" % seed + sound[9:]
        if mark not in touched:
            yield mark


def _rows(told: HostileFormat, content: bytes) -> list[bytes]:
    if not told.has_header:
        return content.split(b"\n")
    rows = csv.reader(content.decode().splitlines(keepends=True))
    return [repr(row).encode() for row in rows]


@cache
def _sound_rows(name: str) -> int:
    with _import_of_sound(name) as (_, report):
        return report.read


@cache
def _marks_of_sound(name: str) -> frozenset[bytes]:
    """Marks that stand in the legs of a sound block."""
    with _import_of_sound(name) as (warehouse, _):
        return frozenset(_marks_of_legs(warehouse))


@contextmanager
def _import_of_sound(name: str) -> Iterator[tuple[Warehouse, FileReport]]:
    told = FORMATS[name]
    with TemporaryDirectory() as place, Warehouse.in_memory(with_tables=True) as warehouse:
        path = Path(place) / f"sound{told.suffix}"
        path.write_bytes(told.block(_SOUND))
        yield warehouse, _import(told.desk(Path(place)), {0: path}, warehouse)[0]
