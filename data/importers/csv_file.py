"""Opens CSV files, whatever their packing and encoding, and reads them piece by piece."""

import codecs
import csv
import gzip
import hashlib
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, Protocol, TextIO

from data.errors import ImportRefused

CHUNK_ROWS = 50_000
_PEEK_BYTES = 65_536
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class _CsvReader(Protocol):
    """What the standard library's reader is: rows, and the line it has come to."""

    @property
    def line_num(self) -> int: ...

    def __iter__(self) -> Iterator[list[str]]: ...


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


def check_is_text(path: Path, *, encoding: str) -> None:
    """Refuse what cannot be a CSV log at all.

    Raises
    ------
    ImportRefused
        If there is no such file, it is a folder, it is empty, or it holds something else than text.
    """
    if path.is_dir():
        raise ImportRefused(f"{path} is a folder; name the files in it, for example {path}/*.csv")
    if not path.is_file():
        raise ImportRefused(f"there is no file {path}; check its name and the folder you are in")
    head = _peek(path)
    if not head.strip(codecs.BOM_UTF8):
        raise ImportRefused(f"{path} is empty; export it again")
    if head.startswith(_ZIP):
        raise ImportRefused(f"{path} is an Excel workbook or another zip archive; save it as CSV and import that")
    wide = encoding.lower().replace("_", "-").startswith(("utf-16", "utf-32")) or head.startswith(_WIDE_MARKS)
    if b"\x00" in head and not wide:
        raise ImportRefused(f"{path} is no CSV: it holds binary data; export the log as CSV and import that")


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
            header = next(csv.reader(text, delimiter=delimiter, strict=True), [])
        except csv.Error as error:
            raise ImportRefused(f"{path} is no CSV: its first row cannot be read ({error})") from None
    return tuple(name.strip() for name in header)


def read_chunks(
    path: Path, *, encoding: str, delimiter: str, columns: int, chunk_rows: int = CHUNK_ROWS
) -> Iterator[CsvChunk]:
    """The rows after the header, `chunk_rows` at a time.

    Parameters
    ----------
    columns
        How many columns the header has; a row may have empty ones beyond them.

    Raises
    ------
    ImportRefused
        If the file is damaged, changes its encoding, or a quotation mark is never closed.
    """
    with _open_text(path, encoding) as (text, raw):
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        next(reader, None)
        chunk = CsvChunk([], [], [], 0)
        for line, row in _records(reader, path):
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
    else:
        chunk.broken.append((line, f"the row has {len(row)} columns, the header {columns}"))


def _records(reader: _CsvReader, path: Path) -> Iterator[tuple[int, list[str] | str]]:
    """Each row with the line at which it begins; the reason instead of a row where its quotes are wrong."""
    line = reader.line_num + 1
    while True:
        try:
            for row in reader:
                yield line, row
                line = reader.line_num + 1
            return
        except csv.Error as error:
            if reader.line_num > line or "unexpected end" in str(error):
                raise ImportRefused(
                    f"{path} line {line}: a quotation mark opens there and is not closed properly ({error}); "
                    "mend that line or export the file again"
                ) from None
            yield line, f"its quotation marks are wrong: {error}"
            line = reader.line_num + 1


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
                f'write encoding = "{guessed}" in its [import.mapping.<name>] of desk.toml'
                if guessed != codecs.lookup(encoding).name
                else f"some of it is not text in {encoding}; export it again"
            )
            raise ImportRefused(f"{path} is not {encoding} ({error}); {way_out}") from None
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise ImportRefused(f"{path} is damaged: {error}; fetch it again") from None


def _peek(path: Path) -> bytes:
    with path.open("rb") as raw:
        head = raw.read(_PEEK_BYTES)
    if not head.startswith(_GZIP):
        return head
    try:
        with gzip.open(path) as stream:
            return stream.read(_PEEK_BYTES)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise ImportRefused(f"{path} is damaged: {error}; fetch it again") from None
