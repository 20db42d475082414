"""Puts the lines of a log whose fields are parted by a mark before a query, as the table `log_line`."""

import gzip
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

import pandas as pd

from data.errors import ImportRefused
from data.importers.refusals import reject_table
from data.importers.sql_text import text
from data.warehouse import Warehouse

FIELDS = 12
"""Fields of a line that are read: `c0` ... `c11`; a longer line is refused."""

_PIECE_BYTES = 4_194_304
_PIECE_LINES = 100_000
_LONGEST_LINE = 20_000
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True)
class _Shape:
    """What a look at all bytes of a file tells."""

    lines: int
    holds_nul: bool
    is_packed: bool


def stage_lines(warehouse: Warehouse, path: Path, use: Callable[[pd.DataFrame], int]) -> None:
    """Call `use` for each piece of a file, with its lines in `log_line` (`row_no` from 1, `c0`, `c1`, ... as text).

    A sound file of `a|b|c` lines goes through DuckDB in one stream; an odd one (blank lines, bytes that are no UTF-8,
    NUL, lines with too many fields) is read line by line. `use` is told the broken lines (`row_no`, `reason`, `text`),
    gives the number of rows that it saw in `log_line`, and must leave nothing behind where it fails.

    Raises
    ------
    ImportRefused
        If a packed file is damaged.
    """
    shape = _shape_of(path)

    def use_whole() -> None:
        if use(reject_table([])) != shape.lines:
            warehouse.run_text("SELECT 1::INTEGER // '?'::INTEGER")  # ends the attempt

    if not shape.holds_nul and shape.lines:
        warehouse.run_text(_view_of_sound_file(path, packed=shape.is_packed))
        done = warehouse.attempt(use_whole)
        warehouse.run_text("DROP VIEW log_line")
        if done:
            return
    for lines, broken in _read_pieces(path, packed=shape.is_packed):
        warehouse.stage("log_line", lines)
        use(broken)
        warehouse.run_text("DROP TABLE log_line")


def first_lines(path: Path, *, lines: int) -> list[str]:
    """The file's first lines, unpacked, without carriage returns; what is no UTF-8 is replaced."""
    found = []
    with path.open("rb") as raw:
        for line in _lines(raw, path, packed=_is_packed(path)):
            found.append(line.decode("utf-8", errors="replace").rstrip("\r\n").replace("\r", " "))
            if len(found) == lines:
                break
    return found


def _view_of_sound_file(path: Path, *, packed: bool) -> str:
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(FIELDS))
    return f"""
        CREATE OR REPLACE TEMP VIEW log_line AS
        SELECT row_number() OVER () AS row_no, *
        FROM read_csv(
            {text(str(path.absolute()))}, auto_detect = false, header = false, columns = {{{columns}}}, delim = '|',
            quote = '', escape = '', null_padding = true, max_line_size = {_LONGEST_LINE},
            compression = {text("gzip" if packed else "none")}
        )
    """


def _read_pieces(path: Path, *, packed: bool) -> Iterator[tuple[pd.DataFrame, pd.DataFrame]]:
    rows: list[tuple[int, list[str | None]]] = []
    broken: list[tuple[int, str, str]] = []
    with path.open("rb") as raw:
        for number, line in enumerate(_lines(raw, path, packed=packed), start=1):
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


def _shape_of(path: Path) -> _Shape:
    packed = _is_packed(path)
    lines, last, holds_nul = 0, b"\n", False
    with path.open("rb") as raw:
        stream = cast("BinaryIO", gzip.GzipFile(fileobj=raw)) if packed else raw
        with _told_as_damage(path):
            while piece := stream.read(_PIECE_BYTES):
                lines += piece.count(b"\n")
                holds_nul |= b"\x00" in piece
                last = piece[-1:]
    return _Shape(lines + (last != b"\n"), holds_nul, packed)


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
