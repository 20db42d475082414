"""Cuts a large plain CSV file into slices between records, so that a store can take it in bit by bit."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from data.importers.csv_file import ends_lines_alike, is_plain_piece, read_piece
from data.importers.encodings import is_utf8
from data.importers.log_file import is_parquet
from data.importers.raw_rows import RAW_ROW, CsvSource, PlainPart, empty_columns_of, rows_of_plain_part
from data.warehouse import UNREADABLE, Warehouse

Letters = NDArray[np.uint8]

SLICE_BYTES = 25_000_000
"""Of a slice, about 200,000 calls: what is staged of two at a time fits into memory beside everything else."""

_PIECE_BYTES = 4_194_304
_GZIP = b"\x1f\x8b"
_SPACE, _QUOTE = b' "'
_AT_A_TIME = 2
"""Slices that are read side by side, one a core."""


class OddSlice(Exception):
    """A slice holds what no plain file does; the file is to be read in another way."""


@dataclass(frozen=True)
class Slice:
    """A part of a file that begins and ends with whole records.

    Parameters
    ----------
    path
        A copy of it.
    lines
        Line ends in it: its records, where no cell goes over several lines.
    bytes_done
        Where it ends in the whole file.
    has_blanks
        Whether blanks may stand around its cells, or cells hold anything but ASCII.
    """

    path: Path
    lines: int
    bytes_done: int
    has_blanks: bool


def cut(path: Path, folder: Path, *, delimiter: str, slice_bytes: int) -> Iterator[list[Slice]]:
    """Copies of a file's slices in `folder`, some at a time; each is gone when the next come.

    A line end inside quotation marks is no end of a record. Where marks stand in cells that do not begin with one, a
    cut may fall into a cell; then DuckDB refuses the slice before it, which ends inside quotation marks.

    Raises
    ------
    OddSlice
        If the file holds NUL bytes, or carriage returns alone.
    """
    names = [folder / f"slice-{number}.csv" for number in range(_AT_A_TIME)]
    done, slices = 0, list[Slice]()
    with path.open("rb") as stream:
        while lines := _copy_slice(stream, names[len(slices)], look := _Look(delimiter), slice_bytes=slice_bytes):
            done += names[len(slices)].stat().st_size
            slices.append(Slice(names[len(slices)], lines, done, look.has_found()))
            if len(slices) == _AT_A_TIME:
                yield slices
                slices = []
    if slices:
        yield slices
    for name in names:
        name.unlink(missing_ok=True)


class _Look:
    """Looks through bytes, piece by piece, for blanks around cells. It may find too many, never too few."""

    def __init__(self, delimiter: str) -> None:
        mark = delimiter.encode()
        self._edge, self._line_end = np.zeros(256, np.bool_), np.zeros(256, np.bool_)
        self._edge[list(mark + b'\r\n"')] = self._line_end[list(b"\r\n")] = True
        self._found, self._last = mark == b"\t", b"\n"

    def at(self, piece: bytes) -> None:
        """Look at the next piece."""
        if not self._found:
            told = self._last + piece
            self._found = not piece.isascii() or b"\t" in piece or self._stand_around(np.frombuffer(told, np.uint8))
            self._last = told[-2:]

    def _stand_around(self, told: Letters) -> bool:
        """Blanks beside a mark; line ends within quotation marks, just behind the first or before the last."""
        spaces = np.flatnonzero(told[1:-1] == _SPACE) + 1
        quotes = np.flatnonzero(told[1:-1] == _QUOTE) + 1
        before, after = told[quotes - 1], told[quotes + 1]
        starts = self._edge[before] & (before != _QUOTE) & self._line_end[after]
        ends = self._line_end[before] & self._edge[after] & (after != _QUOTE)
        return bool(self._edge[told[spaces - 1]].any() or self._edge[told[spaces + 1]].any() or (starts | ends).any())

    def has_found(self) -> bool:
        """Whether any were found, when all has been looked at."""
        self.at(b"\n")
        return self._found


def _copy_slice(stream: BinaryIO, copy: Path, look: _Look, *, slice_bytes: int) -> int:
    """Copy whole records of about so many bytes; gives the number of line ends, 0 where nothing was left."""
    lines = quotes = size = 0
    with copy.open("wb") as target:
        while size < slice_bytes and (piece := read_piece(stream, min(_PIECE_BYTES, slice_bytes - size))):
            if not is_plain_piece(piece):
                raise OddSlice
            look.at(piece)
            size += target.write(piece)
            lines, quotes = lines + piece.count(b"\n"), quotes + piece.count(b'"')
        while line := stream.readline(_PIECE_BYTES):
            if not is_plain_piece(line):
                raise OddSlice
            look.at(line)
            size += target.write(line)
            lines, quotes = lines + line.count(b"\n"), quotes + line.count(b'"')
            if quotes % 2 == 0 and line.endswith(b"\n"):
                return lines
    return lines + 1 if size else 0


def can_be_cut(source: CsvSource) -> bool:
    """Whether a file may be plain: neither packed nor Parquet nor in another encoding."""
    if is_parquet(source.path):
        return False
    with source.path.open("rb") as stream:
        return is_utf8(source.form.encoding) and stream.read(2) != _GZIP


def stage_slices(
    warehouse: Warehouse, source: CsvSource, folder: Path, *, add: Callable[[bool], None], use: Callable[[int], None]
) -> None:
    """Call `add` with some slices' rows in `raw_row`, then `use` with bytes read so far; and so on to the end.

    Parameters
    ----------
    folder
        For copies of the slices.
    add
        Puts the rows, with their `row_no`, into the empty `staged_leg`; told whether blanks may stand around cells.
    use
        Leaves `staged_leg` empty for the next.

    Raises
    ------
    OddSlice
        If the file is not plain. What was done up to there is for the caller to take back.
    """
    beyond, before = empty_columns_of(source), list[int]()
    for slices in cut(source.path, folder, delimiter=source.form.delimiter, slice_bytes=SLICE_BYTES):
        starts = _view_slices(warehouse, source, slices, before=before, beyond=beyond)
        try:
            add(any(part.has_blanks for part in slices))
        except UNREADABLE:
            raise OddSlice from None
        before = [_number_rows(warehouse, starts)]
        use(slices[-1].bytes_done)
    warehouse.run_text(f"DROP VIEW IF EXISTS {RAW_ROW}")


def _view_slices(
    warehouse: Warehouse, source: CsvSource, slices: list[Slice], *, before: list[int], beyond: int
) -> list[int]:
    """Make `raw_row` of some slices; gives the number before each one's first row, were each line a record.

    Parameters
    ----------
    before
        The number of the record before them; none: they begin the file.

    Raises
    ------
    OddSlice
        If the lines to the header end in different ways.
    """
    starts, parts, passed = [*before], [], before[0] if before else 0
    for part in slices:
        has_header = not starts
        if has_header and not ends_lines_alike(part.path, lines=source.lines_above + 1):
            raise OddSlice
        parts.append(rows_of_plain_part(source, PlainPart(part.path, has_header, passed, beyond)))
        starts += [source.lines_above + 1] if has_header else []
        passed += part.lines
        starts.append(passed)
    warehouse.run_text(f"CREATE OR REPLACE TEMP VIEW {RAW_ROW} AS {' UNION ALL '.join(parts)}")
    return starts[:-1]


def _number_rows(warehouse: Warehouse, starts: list[int]) -> int:
    """Mend numbers of a second slice's rows where the first had fewer than lines; gives the last row's number."""
    for start in starts[1:]:
        too_many = start - starts[0] - warehouse.count("load_count_up_to", row_no=start)
        if too_many:
            warehouse.run("load_move_up", row_no=start, rows=too_many)
    return starts[0] + warehouse.count("load_count_slice")
