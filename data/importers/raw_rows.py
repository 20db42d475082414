"""Puts the rows of a CSV or Parquet file before a query, as the table `raw_row`: in one stream where it can be.

A plain CSV is UTF-8 whose rows all have the header's columns; DuckDB reads it by itself, and Parquet too. Any other
file is read row by row in Python, which knows encodings, packing, odd rows and damage, and says what is wrong where.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd

from data.csv_form import CsvForm
from data.importers.csv_file import CHUNK_ROWS, LONGEST_ROW, empty_columns_beyond, ends_lines_alike, is_plain_text
from data.importers.encodings import is_utf8
from data.importers.log_file import is_parquet, read_rows
from data.importers.refusals import masked, reject_table
from data.importers.sql_text import text
from data.table_files import parquet_cells
from data.warehouse import Warehouse

RAW_ROW = "raw_row"


@dataclass(frozen=True)
class CsvSource:
    """A CSV or Parquet file and which of its columns are wanted.

    Parameters
    ----------
    path
        The file; packed with gzip or not.
    header
        Its column names.
    form
        How it is written down.
    columns
        The columns wanted; they become `r0`, `r1`, ... in this order.
    zone
        Of times without an offset.
    lines_above
        Lines above the header.
    """

    path: Path
    header: tuple[str, ...]
    form: CsvForm
    columns: tuple[str, ...]
    zone: ZoneInfo
    lines_above: int = 0

    @property
    def places(self) -> list[int]:
        """Of the columns wanted among all."""
        return [self.header.index(column) for column in self.columns]


@dataclass(frozen=True)
class RawPiece:
    """What came with a piece of a file beside its rows.

    Parameters
    ----------
    broken
        Rows whose shape is not the header's: `row_no`, `reason`, `text`.
    bytes_done
        How much of the file, as it lies on disk, has been read.
    """

    broken: pd.DataFrame
    bytes_done: int


def stage_rows(
    warehouse: Warehouse,
    source: CsvSource,
    use: Callable[[RawPiece], None],
    *,
    chunk_rows: int = CHUNK_ROWS,
) -> None:
    """Call `use` for each piece of a file, with its rows in `raw_row`.

    `raw_row` has `row_no`, `label` (the row's first cell), and `r0`, `r1`, ... as text.

    `use` is called once for the whole of a plain file, and must leave nothing behind where it fails: then the file
    is read anew, in pieces.

    Parameters
    ----------
    chunk_rows
        Rows of a piece, where the file is read in pieces.

    Raises
    ------
    ImportRefused
        If the file turns out to be damaged, no text, or in another encoding.
    """
    view = _view_of_whole(source)
    if view:
        warehouse.run_text(view)
        with warehouse.without_statistics():
            done = warehouse.attempt(lambda: use(RawPiece(reject_table([]), source.path.stat().st_size)))
        if done:
            return
    for piece in staged_pieces(warehouse, source, chunk_rows=chunk_rows):
        use(piece)


def staged_pieces(warehouse: Warehouse, source: CsvSource, *, chunk_rows: int = CHUNK_ROWS) -> Iterator[RawPiece]:
    """The pieces of a file one after the other, each with its rows in `raw_row`; no more is read than asked for.

    Raises
    ------
    ImportRefused
        If the file turns out to be damaged, no text, or in another encoding.
    """
    for rows, piece in _read_pieces(source, chunk_rows=chunk_rows):
        warehouse.run_text(f"DROP VIEW IF EXISTS {RAW_ROW}")
        warehouse.stage(RAW_ROW, rows)
        with warehouse.without_statistics():
            yield piece
        warehouse.run_text(f"DROP TABLE {RAW_ROW}")


def _view_of_whole(source: CsvSource) -> str:
    """The view of a file that DuckDB can be given; empty where it cannot."""
    if is_parquet(source.path):
        return _view_of_parquet(source)
    is_plain = is_utf8(source.form.encoding) and is_plain_text(source.path)
    if is_plain and ends_lines_alike(source.path, lines=source.lines_above + 1):
        whole = rows_of_plain_part(source, PlainPart(source.path, True, 0, empty_columns_of(source)))
        return f"CREATE OR REPLACE TEMP VIEW {RAW_ROW} AS {whole}"
    return ""


def _view_of_parquet(source: CsvSource) -> str:
    """Rows are numbered from 1: there is no header."""
    cells = parquet_cells(source.path, zone=source.zone.key, time_format=source.form.time_format)
    picked = ", ".join(f"{cells[place]} AS r{number}" for number, place in enumerate(source.places))
    return f"""
        CREATE OR REPLACE TEMP VIEW {RAW_ROW} AS
        SELECT row_number() OVER () AS row_no, {cells[0]} AS label, {picked}
        FROM read_parquet({text(str(source.path.absolute()))})
    """


@dataclass(frozen=True)
class PlainPart:
    """A plain file, or a slice of one.

    Parameters
    ----------
    path
        Where it lies.
    has_header
        Whether it begins with the header and what stands above it.
    before
        Number of the record before its first one; of no meaning with a header.
    beyond
        Empty columns beyond the header's.
    """

    path: Path
    has_header: bool
    before: int
    beyond: int


def empty_columns_of(source: CsvSource) -> int:
    """How many empty columns the rows have beyond the header's."""
    return empty_columns_beyond(
        source.path,
        encoding=source.form.encoding,
        delimiter=source.form.delimiter,
        columns=len(source.header),
        lines_above=source.lines_above,
    )


def rows_of_plain_part(source: CsvSource, part: PlainPart) -> str:
    """A query of `row_no`, `label`, `r0`, `r1`, ... that reads a plain part of the source."""
    width, above, beyond = len(source.header), source.lines_above, part.beyond
    columns = ", ".join(f"'h{place}': 'VARCHAR'" for place in range(width + beyond))
    picked = ", ".join(f"h{place} AS r{number}" for number, place in enumerate(source.places))
    start = "header = false, skip = 0"
    if part.has_header:
        # where rows go beyond the header, DuckDB must not see it, and what they hold there is no row of this form
        start = f"header = false, skip = {above + 1}" if beyond else f"header = true, skip = {above}"
    filled = " OR ".join(f"h{place} <> ''" for place in range(width, width + beyond))
    sound = f"WHERE CASE WHEN {filled} THEN error('a cell beyond the header') ELSE true END" if beyond else ""
    return f"""
        SELECT row_number() OVER () + {above + 1 if part.has_header else part.before} AS row_no, h0 AS label, {picked}
        FROM read_csv(
            {text(str(part.path.absolute()))}, auto_detect = false, {start}, columns = {{{columns}}},
            delim = {text(source.form.delimiter)}, quote = '"', escape = '"', max_line_size = {LONGEST_ROW},
            strict_mode = true, null_padding = false, allow_quoted_nulls = false
        )
        {sound}
    """


def _read_pieces(source: CsvSource, *, chunk_rows: int) -> Iterator[tuple[pd.DataFrame, RawPiece]]:
    chunks = read_rows(
        source.path,
        source.form,
        columns=len(source.header),
        zone=source.zone,
        chunk_rows=chunk_rows,
        lines_above=source.lines_above,
    )
    for chunk in chunks:
        cells = {
            f"r{number}": pd.Series([row[place] for row in chunk.rows], dtype="str")
            for number, place in enumerate(source.places)
        }
        cells["label"] = pd.Series([row[0] for row in chunk.rows], dtype="str")
        rows = pd.DataFrame({"row_no": pd.Series(chunk.row_numbers, dtype="int64"), **cells})
        broken = reject_table([(row_no, masked(reason), "") for row_no, reason in chunk.broken])
        yield rows, RawPiece(broken, chunk.bytes_done)
