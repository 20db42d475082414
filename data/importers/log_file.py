"""Opens a log of any form we read: its column names, and its rows as text, a chunk at a time."""

from collections.abc import Collection, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from data.csv_form import CsvForm
from data.errors import ImportRefused, TsunagariError
from data.importers.csv_file import CHUNK_ROWS, CsvChunk, find_header, find_known_header, read_chunks
from data.table_files import parquet_columns, parquet_texts

_PARQUET = b"PAR1"

Header = tuple[tuple[str, ...], int]
"""Column names, and the number of lines above them."""


def is_parquet(path: Path) -> bool:
    """Whether the file says of itself that it is Parquet, whatever its name."""
    if not path.is_file():
        return False
    with path.open("rb") as raw:
        return raw.read(len(_PARQUET)) == _PARQUET


def find_columns(path: Path, form: CsvForm, *, wanted: Collection[str]) -> Header:
    """Column names of a CSV or Parquet file; in a CSV the first row that has all that are `wanted`.

    Raises
    ------
    ImportRefused
        If the file is none, damaged, no text, or in another encoding.
    """
    if is_parquet(path):
        return _parquet_header(path), 0
    return find_header(path, encoding=form.encoding, delimiter=form.delimiter, wanted=wanted)


def find_known_columns(path: Path, form: CsvForm, *, known: Collection[str]) -> Header:
    """The same; in a CSV the row that has most of some `known` names."""
    if is_parquet(path):
        return _parquet_header(path), 0
    return find_known_header(path, encoding=form.encoding, delimiter=form.delimiter, known=known)


def _parquet_header(path: Path) -> tuple[str, ...]:
    try:
        return tuple(name.strip() for name in parquet_columns(path))
    except TsunagariError as error:
        raise ImportRefused("{error}; export it again", error=error) from None


def read_rows(
    path: Path,
    form: CsvForm,
    *,
    columns: int,
    zone: ZoneInfo,
    chunk_rows: int = CHUNK_ROWS,
    lines_above: int = 0,
) -> Iterator[CsvChunk]:
    """The rows of a CSV or Parquet file, `chunk_rows` at a time; rows of Parquet are numbered from 1.

    Parameters
    ----------
    columns
        How many columns the file has.
    zone
        Of times without an offset.
    lines_above
        Lines above the header of a CSV.

    Raises
    ------
    ImportRefused
        If the file is damaged, no text, or in another encoding.
    """
    if is_parquet(path):
        return _parquet_chunks(path, form, zone=zone, chunk_rows=chunk_rows)
    return read_chunks(
        path,
        encoding=form.encoding,
        delimiter=form.delimiter,
        columns=columns,
        chunk_rows=chunk_rows,
        lines_above=lines_above,
    )


def _parquet_chunks(path: Path, form: CsvForm, *, zone: ZoneInfo, chunk_rows: int) -> Iterator[CsvChunk]:
    """At least one chunk, also of a file without rows, as `read_chunks` gives."""
    done = 0
    try:
        for rows in parquet_texts(path, zone=zone.key, time_format=form.time_format, chunk_rows=chunk_rows):
            texts = [["" if cell is None else cell for cell in row] for row in rows]
            # The library does not tell how many bytes are done; progress stands still rather than say too much.
            yield CsvChunk(texts, list(range(done + 1, done + len(texts) + 1)), [], 0)
            done += len(texts)
    except TsunagariError as error:
        raise ImportRefused("{error}; export it again", error=error) from None
    yield CsvChunk([], [], [], path.stat().st_size)
