"""Puts the lines of a log whose fields are parted by a mark before a query, as the table `log_line`."""

import gzip
import shutil
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol, cast

import pandas as pd

from data.errors import ImportRefused
from data.importers.csv_file import read_piece
from data.importers.refusals import reject_table
from data.importers.sql_text import text
from data.warehouse import Warehouse

FIELDS = 12
"""Fields of a line that are read: `c0` ... `c11`; a longer line is refused."""

SLICE_BYTES = 25_000_000
"""Of a slice: what is staged of two at a time fits into memory beside everything else."""

_AT_A_TIME = 2
_PIECE_BYTES = 4_194_304
_PIECE_LINES = 100_000
_LONGEST_LINE = 20_000
_GZIP = b"\x1f\x8b"


class LineTaker(Protocol):
    """Takes the lines of a file as they come."""

    def add(self, broken: pd.DataFrame) -> int:
        """Take the lines of `log_line`, and the broken ones (`row_no`, `reason`, `text`); how many `log_line` had."""

    def take_back(self, *, after: int) -> None:
        """Forget the lines behind this number: they are read again in another way."""

    def settle(self) -> None:
        """What was taken so far stands; what is done with it now need not be done with the whole file at once."""


@dataclass(frozen=True)
class _Slice:
    """A part of a file that begins and ends with whole lines; plain where DuckDB can be given it."""

    path: Path
    lines: int
    is_plain: bool


def stage_lines(warehouse: Warehouse, path: Path, taker: LineTaker, *, folder: Path) -> None:
    """Give a file's lines to a taker, slice by slice, in `log_line` (`row_no` from 1, `c0`, `c1`, ... as text).

    Sound slices of `a|b|c` lines go through DuckDB, two side by side; odd ones (blank lines, bytes that are no UTF-8,
    NUL, lines with too many fields) are read line by line. Works within a transaction: nothing is tried that may fail.

    Parameters
    ----------
    folder
        For copies of slices; it is emptied.

    Raises
    ------
    ImportRefused
        If a packed file is damaged.
    """
    passed = 0
    try:
        for slices in _cut(path, folder):
            if not _stage_plain(warehouse, slices, taker, before=passed):
                taker.take_back(after=passed)
                _stage_odd(warehouse, slices, taker, before=passed)
            passed += sum(part.lines for part in slices)
            taker.settle()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _stage_plain(warehouse: Warehouse, slices: Sequence[_Slice], taker: LineTaker, *, before: int) -> bool:
    """Whether DuckDB found every line of the slices; where it passes over some, they are to be read otherwise."""
    if not all(part.is_plain for part in slices):
        return False
    warehouse.run_text(_view_of_plain(slices, before=before))
    found = taker.add(reject_table([]))
    warehouse.run_text("DROP VIEW log_line")
    return found == sum(part.lines for part in slices)


def _stage_odd(warehouse: Warehouse, slices: Sequence[_Slice], taker: LineTaker, *, before: int) -> None:
    for part in slices:
        for lines, broken in _read_pieces(part.path, before=before):
            warehouse.stage("log_line", lines)
            taker.add(broken)
            warehouse.run_text("DROP TABLE log_line")
        before += part.lines


def _cut(path: Path, folder: Path) -> Iterator[list[_Slice]]:
    """The file's slices, some at a time: copies of them, or the file itself where it is small and not packed."""
    packed = _is_packed(path)
    slices: list[_Slice] = []
    with path.open("rb") as raw, _told_as_damage(path):
        stream = cast("BinaryIO", gzip.GzipFile(fileobj=raw)) if packed else raw
        if not packed and path.stat().st_size <= SLICE_BYTES:
            if part := _look_through(stream, path):
                yield [part]
            return
        folder.mkdir(parents=True, exist_ok=True)
        while part := _copy_slice(stream, folder / f"slice-{len(slices)}"):
            slices.append(part)
            if len(slices) == _AT_A_TIME:
                yield slices
                slices = []
    if slices:
        yield slices


def _copy_slice(stream: BinaryIO, copy: Path) -> _Slice | None:
    """Copy the stream's next whole lines; None where nothing is left."""
    with copy.open("wb") as target:
        return _look_through(stream, copy, target)


def _look_through(stream: BinaryIO, path: Path, target: BinaryIO | None = None) -> _Slice | None:
    """Look through the stream's next whole lines, which `path` holds or, by `target`, comes to hold.

    Lines that end in several ways, or within with a carriage return, DuckDB takes for others than they are.
    """
    size = lines = returns = pairs = 0
    last, holds_nul = b"", False
    for piece in _pieces_of_slice(stream):
        if target:
            target.write(piece)
        size, last = size + len(piece), piece[-1:]
        lines, returns, pairs = lines + piece.count(b"\n"), returns + piece.count(b"\r"), pairs + piece.count(b"\r\n")
        holds_nul |= b"\x00" in piece
    if not size:
        return None
    is_plain = not holds_nul and (not returns or returns == pairs == lines)
    return _Slice(path, lines + (last != b"\n"), is_plain)


def _pieces_of_slice(stream: BinaryIO) -> Iterator[bytes]:
    """About so many bytes, to the end of a line."""
    size = 0
    while size < SLICE_BYTES and (piece := read_piece(stream, min(_PIECE_BYTES, SLICE_BYTES - size))):
        size += len(piece)
        yield piece
    while line := stream.readline(_PIECE_BYTES):
        yield line
        if line.endswith(b"\n"):
            return


def first_lines(path: Path, *, lines: int) -> list[str]:
    """The file's first lines, unpacked, without carriage returns; what is no UTF-8 is replaced."""
    found = []
    with path.open("rb") as raw:
        for line in _lines(raw, path, packed=_is_packed(path)):
            found.append(line.decode("utf-8", errors="replace").rstrip("\r\n").replace("\r", " "))
            if len(found) == lines:
                break
    return found


def _view_of_plain(slices: Sequence[_Slice], *, before: int) -> str:
    """The view of slices that DuckDB reads; lines that it cannot read are left out."""
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(FIELDS))
    parts = []
    for part in slices:
        parts.append(f"""
            SELECT row_number() OVER () + {before} AS row_no, *
            FROM read_csv(
                {text(str(part.path.absolute()))}, auto_detect = false, header = false, columns = {{{columns}}},
                delim = '|', quote = '', escape = '', null_padding = true, max_line_size = {_LONGEST_LINE},
                ignore_errors = true, compression = none
            )
        """)
        before += part.lines
    return f"CREATE OR REPLACE TEMP VIEW log_line AS {' UNION ALL '.join(parts)}"


def _read_pieces(path: Path, *, before: int) -> Iterator[tuple[pd.DataFrame, pd.DataFrame]]:
    rows: list[tuple[int, list[str | None]]] = []
    broken: list[tuple[int, str, str]] = []
    with path.open("rb") as raw:
        for number, line in enumerate(_lines(raw, path, packed=False), start=before + 1):
            if not line.strip():
                continue
            fields = _fields_of(line)
            if isinstance(fields, str):
                broken.append((number, fields, ""))
            else:
                rows.append((number, fields))
            if len(rows) + len(broken) >= _PIECE_LINES:
                yield _piece(rows), reject_table(broken)
                rows, broken = [], []
    yield _piece(rows), reject_table(broken)


def _fields_of(line: bytes) -> list[str | None] | str:
    """The fields of a line, or why it has none."""
    if len(line) > _LONGEST_LINE:
        return "the line is too long to be an event"
    try:
        told = line.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        return "the line is no text in UTF-8"
    if "\x00" in told:
        return "the line holds NUL bytes, which are no text"
    fields = told.split("|")
    if len(fields) > FIELDS:
        return f"the line has {len(fields)} fields, an event {FIELDS} at most"
    return [field or None for field in fields] + [None] * (FIELDS - len(fields))


def _piece(rows: list[tuple[int, list[str | None]]]) -> pd.DataFrame:
    cells = {f"c{place}": pd.Series([fields[place] for _, fields in rows], dtype="str") for place in range(FIELDS)}
    return pd.DataFrame({"row_no": pd.Series([number for number, _ in rows], dtype="int64"), **cells})


def _lines(raw: BinaryIO, path: Path, *, packed: bool) -> Iterator[bytes]:
    stream = cast("BinaryIO", gzip.GzipFile(fileobj=raw)) if packed else raw
    with _told_as_damage(path):
        while line := stream.readline(_LONGEST_LINE + 2):
            whole = line
            while whole and not whole.endswith(b"\n"):
                whole = stream.readline(_LONGEST_LINE + 2)
            yield line


def _is_packed(path: Path) -> bool:
    with path.open("rb") as raw:
        return raw.read(2) == _GZIP


@contextmanager
def _told_as_damage(path: Path) -> Iterator[None]:
    """What gzip says of a broken file becomes a sentence."""
    try:
        yield
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise ImportRefused("{path} is damaged: {error}; fetch it again", path=path, error=error) from None
