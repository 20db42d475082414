"""Opens CSV files, whatever their packing and encoding, and reads them piece by piece."""

import codecs
import csv
import gzip
import hashlib
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, Protocol, TextIO

from data.errors import ImportRefused
from data.message import Message

CHUNK_ROWS = 50_000
LONGEST_ROW = 1_000_000
"""Characters of a row; a longer one is no row of a contact log, and would not fit into memory."""

MOST_COLUMNS = 2000
TOTALS_WORDS = ("合計", "小計", "総計", "平均", "計", "総合計", "Total", "Grand Total", "Totals", "Average", "TOTAL")
"""What a row of totals begins with in a report."""

_MOST_LINES_ABOVE = 50
_PEEK_BYTES = 65_536
_PIECE_BYTES = 4_194_304
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class _CsvReader(Protocol):
    """What the standard library's reader is: rows, and the line it has come to."""

    @property
    def line_num(self) -> int: ...

    def __iter__(self) -> Iterator[list[str]]: ...


class _Lines:
    """The lines of a text, for a reader of rows; a row may take several, but not without end."""

    def __init__(self, text: TextIO, path: Path) -> None:
        self._text, self._path = text, path
        self._number = self._characters = 0
        self._holds_nul = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._text.readline(LONGEST_ROW + 1)
        if not line:
            raise StopIteration
        self._number += 1
        self._characters += len(line)
        if self._characters > LONGEST_ROW:
            raise ImportRefused(
                "{path} line {number}: the row there is longer than {most:,} characters, so "
                "this is no contact log as it was exported; export it again",
                path=self._path,
                number=self._number,
                most=LONGEST_ROW,
            )
        self._holds_nul |= "\x00" in line
        return line

    def end_of_row(self) -> bool:
        """Begin with the next row; tells whether this one held NUL bytes."""
        held = self._holds_nul
        self._characters, self._holds_nul = 0, False
        return held


@dataclass(frozen=True)
class CsvChunk:
    """Some rows of a CSV file.

    Parameters
    ----------
    rows
        Fields of each row, as many as the header has.
    row_numbers
        The line at which each row begins; the header is line 1.
    broken
        Rows whose shape is not the header's: line and reason.
    bytes_done
        How much of the file, as it lies on disk, has been read.
    """

    rows: list[list[str]]
    row_numbers: list[int]
    broken: list[tuple[int, str]]
    bytes_done: int


def digest_of(path: Path) -> str:
    """SHA-256 of the file as it lies on disk, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def is_plain_text(path: Path) -> bool:
    """Whether a file can be given to a fast reader: not packed, and all its pieces are plain."""
    with path.open("rb") as raw:
        if raw.read(2) == _GZIP:
            return False
        raw.seek(0)
        return all(is_plain_piece(piece) for piece in iter(lambda: read_piece(raw, _PIECE_BYTES), b""))


def read_piece(raw: BinaryIO, size: int) -> bytes:
    """So many bytes, and one more where they would part a carriage return from what follows it."""
    piece = raw.read(size)
    return piece + raw.read(1) if piece.endswith(b"\r") else piece


def is_plain_piece(piece: bytes) -> bool:
    """Whether a piece holds no byte that no text holds, and no carriage return alone.

    DuckDB takes such a return for the end of a line where others do not, and then begins to read at another line.
    """
    return b"\x00" not in piece and (b"\r" not in piece or piece.count(b"\r") == piece.count(b"\r\n"))


def ends_lines_alike(path: Path, *, lines: int) -> bool:
    """Whether the first lines of a plain file end alike, all with a carriage return or none.

    Where a line that DuckDB is to skip ends otherwise than those behind it, DuckDB takes all of the file for that line.
    """
    with path.open("rb") as raw:
        ends = {line.endswith(b"\r\n") for _ in range(lines) if (line := raw.readline())}
    return len(ends) <= 1


def check_is_text(path: Path, *, encoding: str) -> None:
    """Refuse what cannot be a CSV log at all.

    Raises
    ------
    ImportRefused
        If there is no such file, it is a folder, it is empty, or it holds something else than text.
    """
    if path.is_dir():
        raise ImportRefused("{path} is a folder; name the files in it, for example {path}/*.csv", path=path)
    if not path.is_file():
        raise ImportRefused("there is no file {path}; check its name and the folder you are in", path=path)
    head = _peek(path)
    if not head.strip(codecs.BOM_UTF8):
        raise ImportRefused("{path} is empty; export it again", path=path)
    if head.startswith(_ZIP):
        raise ImportRefused(
            "{path} is an Excel workbook or another zip archive; save it as CSV and import that", path=path
        )
    wide = encoding.lower().replace("_", "-").startswith(("utf-16", "utf-32")) or head.startswith(_WIDE_MARKS)
    if b"\x00" in head and not wide:
        raise ImportRefused("{path} is no CSV: it holds binary data; export the log as CSV and import that", path=path)


def read_header(path: Path, *, encoding: str, delimiter: str) -> tuple[str, ...]:
    """Column names in the first row.

    Raises
    ------
    ImportRefused
        If the file is none, no text, or in another encoding.
    """
    check_is_text(path, encoding=encoding)
    with _open_text(path, encoding) as (text, _):
        try:
            header = next(csv.reader(_Lines(text, path), delimiter=delimiter, strict=True), [])
        except csv.Error as error:
            raise ImportRefused(
                "{path} is no CSV: its first row cannot be read ({error})", path=path, error=error
            ) from None
    return tuple(name.strip() for name in header)


def find_header(path: Path, *, encoding: str, delimiter: str, wanted: Collection[str]) -> tuple[tuple[str, ...], int]:
    """Column names, and the number of lines above them: reports begin with a title and the time they were made.

    Parameters
    ----------
    wanted
        The first row that has all of these is the header, within the first lines; where none has, the first row is.
    """
    first = read_header(path, encoding=encoding, delimiter=delimiter)
    _check_columns(path, len(first))
    rows = _first_rows(path, encoding=encoding, delimiter=delimiter)
    return next(((row, above) for row, above in rows if set(wanted) <= set(row)), (first, 0))


def find_known_header(
    path: Path, *, encoding: str, delimiter: str, known: Collection[str]
) -> tuple[tuple[str, ...], int]:
    """The same by the row that has most of some `known` names."""
    first = read_header(path, encoding=encoding, delimiter=delimiter)
    rows = [(first, 0), *_first_rows(path, encoding=encoding, delimiter=delimiter)]
    return max(rows, key=lambda row: len(set(row[0]) & set(known)))


def _first_rows(path: Path, *, encoding: str, delimiter: str) -> Iterator[tuple[tuple[str, ...], int]]:
    """Each row, and the number of lines above it."""
    with _open_text(path, encoding) as (text, _):
        lines = _Lines(text, path)
        reader = csv.reader(lines, delimiter=delimiter)
        above = 0
        with suppress(csv.Error):
            for row in reader:
                _check_columns(path, len(row))
                yield tuple(name.strip() for name in row), above
                lines.end_of_row()
                above = reader.line_num
                if above >= _MOST_LINES_ABOVE:
                    return


def _check_columns(path: Path, columns: int) -> None:
    if columns > MOST_COLUMNS:
        raise ImportRefused(
            "{path} has {columns:,} columns, no log has more than {most:,}; export it again",
            path=path,
            columns=columns,
            most=MOST_COLUMNS,
        )


def empty_columns_beyond(path: Path, *, encoding: str, delimiter: str, columns: int, lines_above: int) -> int:
    """How many empty columns the first row has beyond a header of one line; many systems end rows with a comma."""
    with _open_text(path, encoding) as (text, _):
        lines = _Lines(text, path)
        for _line in range(lines_above):
            next(lines, None)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        try:
            next(reader, None)
            row = next(reader, []) if reader.line_num == 1 else []
        except (csv.Error, ImportRefused):
            return 0  # whoever reads the file says what is wrong with it
    return len(row) - columns if len(row) > columns and not any(row[columns:]) else 0


def read_chunks(
    path: Path, *, encoding: str, delimiter: str, columns: int, chunk_rows: int = CHUNK_ROWS, lines_above: int = 0
) -> Iterator[CsvChunk]:
    """The rows after the header, `chunk_rows` at a time.

    Parameters
    ----------
    columns
        How many columns the header has; a row may have empty ones beyond them.
    lines_above
        Lines above the header.

    Raises
    ------
    ImportRefused
        If the file is damaged, changes its encoding, or a quotation mark is never closed.
    """
    with _open_text(path, encoding) as (text, raw):
        lines = _Lines(text, path)
        for _line in range(lines_above):
            next(lines, None)
            lines.end_of_row()
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        next(reader, None)
        lines.end_of_row()
        chunk = CsvChunk([], [], [], 0)
        for line, row in _records(reader, lines, path, above=lines_above):
            if isinstance(row, str):
                chunk.broken.append((line, row))
            elif len(row) == columns:
                chunk.rows.append(row)
                chunk.row_numbers.append(line)
            elif row:
                _keep_odd_row(chunk, line, row, columns=columns)
            if len(chunk.rows) + len(chunk.broken) >= chunk_rows:
                yield CsvChunk(chunk.rows, chunk.row_numbers, chunk.broken, raw.tell())
                chunk = CsvChunk([], [], [], 0)
        yield CsvChunk(chunk.rows, chunk.row_numbers, chunk.broken, raw.tell())


def guess_encoding(path: Path) -> str:
    """An encoding that the file's beginning can be read in."""
    head = _peek(path)
    if head.startswith(_WIDE_MARKS):
        return "utf-16"
    for name in ("utf-8", "cp932", "euc_jp"):
        try:
            codecs.getincrementaldecoder(name)().decode(head, final=len(head) < _PEEK_BYTES)
        except UnicodeDecodeError:
            continue
        return name
    return "latin-1"


def guess_delimiter(path: Path, *, encoding: str) -> str:
    """The comma, tab or semicolon that parts the header into most columns."""
    return max(",\t;", key=lambda mark: len(read_header(path, encoding=encoding, delimiter=mark)))


def _keep_odd_row(chunk: CsvChunk, line: int, row: list[str], *, columns: int) -> None:
    """Trailing empty columns are harmless; any other length means that values do not stand where they should."""
    if len(row) > columns and not any(row[columns:]):
        chunk.rows.append(row[:columns])
        chunk.row_numbers.append(line)
    elif row[0].strip() in TOTALS_WORDS:
        chunk.broken.append((line, f"{row[0].strip()} is a row of totals, no contact"))
    else:
        chunk.broken.append((line, f"the row has {len(row)} columns, the header {columns}"))


def _records(reader: _CsvReader, lines: _Lines, path: Path, *, above: int) -> Iterator[tuple[int, list[str] | str]]:
    """Each row with the line at which it begins; the reason instead of a row where its quotes are wrong."""
    line = above + reader.line_num + 1
    while True:
        try:
            for row in reader:
                yield line, "the row holds NUL bytes, which are no text" if lines.end_of_row() else row
                line = above + reader.line_num + 1
            return
        except csv.Error as error:
            if above + reader.line_num > line or "unexpected end" in str(error):
                raise ImportRefused(
                    "{path} line {line}: a quotation mark opens there and is not closed properly "
                    "({error}); mend that line or export the file again",
                    path=path,
                    line=line,
                    error=error,
                ) from None
            lines.end_of_row()
            too_long = "field limit" in str(error)
            yield line, "a cell is too long to be one" if too_long else f"its quotation marks are wrong: {error}"
            line = above + reader.line_num + 1


@contextmanager
def _open_text(path: Path, encoding: str) -> Iterator[tuple[TextIO, BinaryIO]]:
    """The file as text, unpacked, without its byte-order mark; and the stream below, which knows how far it is."""
    codec = "utf-8-sig" if codecs.lookup(encoding).name == "utf-8" else encoding
    with path.open("rb") as raw:
        packed = raw.read(2) == _GZIP
        raw.seek(0)
        try:
            if packed:
                yield TextIOWrapper(gzip.GzipFile(fileobj=raw), encoding=codec, newline=""), raw
            else:
                yield TextIOWrapper(raw, encoding=codec, newline=""), raw
        except UnicodeError as error:
            guessed = guess_encoding(path)
            way_out = (
                Message.of('write encoding = "{guessed}" in its [import.mapping.<name>] of desk.toml', guessed=guessed)
                if guessed != codecs.lookup(encoding).name
                else Message.of("some of it is not text in {encoding}; export it again", encoding=encoding)
            )
            raise ImportRefused(
                "{path} is not {encoding} ({error}); {way_out}",
                path=path,
                encoding=encoding,
                error=error,
                way_out=way_out,
            ) from None
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise ImportRefused("{path} is damaged: {error}; fetch it again", path=path, error=error) from None


def _peek(path: Path) -> bytes:
    with path.open("rb") as raw:
        head = raw.read(_PEEK_BYTES)
    if not head.startswith(_GZIP):
        return head
    try:
        with gzip.open(path) as stream:
            return stream.read(_PEEK_BYTES)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise ImportRefused("{path} is damaged: {error}; fetch it again", path=path, error=error) from None
