"""The importer of CSV files that hold totals of stretches of time, as [import.totals.<name>] tells."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from data.importers.csv_file import CHUNK_ROWS, CsvChunk
from data.importers.instants import LAST_MOMENT, TOO_LATE, read_instants
from data.importers.log_file import read_rows
from data.importers.refusals import Refusals, masked, reject_table
from data.interval_totals import TOTAL_COLUMNS, IntervalTotals
from data.totals_mapping import FIGURES, TotalsMapping

VERSION = 1
"""Raised when the same file and mapping give other totals than before, so that importing it again mends them."""


@dataclass(frozen=True)
class ReadTotals:
    """What became of some rows of a file.

    Parameters
    ----------
    totals
        One row a stretch; a row of the file that names several bands gives several.
    rejects
        One row a refused row: `row_no`, `reason`, `text`.
    rows
        Rows read.
    bytes_done
        How much of the file, as it lies on disk, has been read.
    """

    totals: IntervalTotals
    rejects: pd.DataFrame
    rows: int
    bytes_done: int


@dataclass(frozen=True)
class TotalsCsv:
    """One CSV file of totals with the mapping it is read by.

    Parameters
    ----------
    path
        A CSV, packed with gzip or not, or Parquet.
    header
        Its column names.
    name, mapping
        The table [import.totals.<name>].
    zone
        Of times without an offset.
    lines_above
        Lines above the header.
    latest
        No total is believed to begin later.
    """

    path: Path
    header: tuple[str, ...]
    name: str
    mapping: TotalsMapping
    zone: ZoneInfo
    lines_above: int = 0
    latest: pd.Timestamp = LAST_MOMENT

    @property
    def source_system(self) -> str:
        """Which importer read the file."""
        return "totals_csv"

    @property
    def fingerprint(self) -> str:
        """Changes when another mapping, zone or importer could give other totals of the same file."""
        told = f"{VERSION}\n{self.mapping.model_dump_json()}\n{self.zone.key}"
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    def read(self, *, chunk_rows: int = CHUNK_ROWS) -> Iterator[ReadTotals]:
        """Totals and rejects, a chunk at a time; memory does not grow with the file.

        Raises
        ------
        ImportRefused
            If the file turns out to be damaged, no text, or in another encoding.
        """
        chunks = read_rows(
            self.path,
            self.mapping,
            columns=len(self.header),
            zone=self.zone,
            chunk_rows=chunk_rows,
            lines_above=self.lines_above,
        )
        for chunk in chunks:
            yield self._read_chunk(chunk)

    def _read_chunk(self, chunk: CsvChunk) -> ReadTotals:
        cells = self._cells(chunk.rows)
        refused = Refusals(cells)
        stretches = self._stretches(cells, refused)
        kept = ~refused.rows
        numbers = np.array(chunk.row_numbers, dtype=np.int64)
        hashes = pd.Series([_row_hash(row) for row in cells.itertuples(index=False, name=None)], dtype="str")
        told = [
            stretch.assign(row_hash=hashes, row_no=numbers)[kept & stretch["offered"].notna()] for stretch in stretches
        ]
        rows = pd.concat(told, ignore_index=True)[list(TOTAL_COLUMNS)]
        broken = reject_table([(line, masked(reason), "") for line, reason in chunk.broken])
        rejects = pd.concat([part for part in (refused.table(numbers), broken) if len(part)] or [broken])
        read = len(chunk.rows) + len(chunk.broken)
        return ReadTotals(IntervalTotals(rows), rejects.reset_index(drop=True), read, chunk.bytes_done)

    def _cells(self, rows: list[list[str]]) -> pd.DataFrame:
        """The mapped columns; what was left empty, or says that nothing was written, is missing."""
        nothing = {"", *self.mapping.empty_words}
        places = {column: self.header.index(column) for column in self.mapping.columns}
        texts = {column: [row[place].strip() for row in rows] for column, place in places.items()}
        return pd.DataFrame(
            {
                column: pd.Series([None if cell in nothing else cell for cell in text], dtype="str")
                for column, text in texts.items()
            }
        )

    def _stretches(self, cells: pd.DataFrame, refused: Refusals) -> list[pd.DataFrame]:
        """A table for each column of counts, as many rows each as there are cells."""
        mapping = self.mapping
        starts = self._starts(cells, refused)
        figures = {name: _amount(cells, column, refused) for column, name in mapping.figures.items()}
        counts = [_amount(cells, column, refused) for column, _, _ in mapping.stretches]
        columns = tuple(column for column, _, _ in mapping.stretches)
        empty = np.logical_and.reduce([count.isna() for count in counts])
        refused.add(empty, f"nothing in {', '.join(columns)}", columns=columns)
        unknown = pd.Series(np.nan, index=cells.index)
        return [
            pd.DataFrame(
                {
                    "source_system": self.source_system,
                    "source_instance": mapping.instance or self.name,
                    "queue_key": mapping.queue,
                    "channel": mapping.channel,
                    "start_utc": self._minutes_later(starts, first) if mapping.date else starts,
                    "interval_s": length * 60,
                    **{name: figures.get(name, unknown) for name in FIGURES.values()},
                    "offered": count,
                },
                index=cells.index,
            )
            for (_, first, length), count in zip(mapping.stretches, counts, strict=True)
        ]

    def _starts(self, cells: pd.DataFrame, refused: Refusals) -> "pd.Series[pd.Timestamp]":
        """Where each row begins, UTC; of a date the midnight before it."""
        column, form = self.mapping.interval_start or self.mapping.date, self.mapping.time_format
        read = read_instants(cells[column], time_format=form, zone=self.zone)
        reason = f"{column} is no time of 1970 to 2099 in the form {form or 'ISO 8601'}"
        refused.add(~read.filled, reason, columns=(column,))
        refused.add(read.at > self.latest, TOO_LATE, columns=(column,))
        return read.at

    def _minutes_later(self, starts: "pd.Series[pd.Timestamp]", minutes: int) -> "pd.Series[pd.Timestamp]":
        """So many minutes after midnight of the local day, by the wall clock."""
        day = starts.dt.tz_convert(self.zone).dt.tz_localize(None).dt.normalize()
        wall = day + pd.Timedelta(minutes=minutes)
        first = np.ones(len(wall), dtype=np.bool_)
        local = wall.dt.tz_localize(self.zone, ambiguous=first, nonexistent="shift_forward")
        return local.dt.tz_convert("UTC").dt.as_unit("us")


def _amount(cells: pd.DataFrame, column: str, refused: Refusals) -> "pd.Series[float]":
    """A column of counts or sums of seconds; what is no such amount refuses its row."""
    amount = pd.to_numeric(cells[column].str.replace(",", "", regex=False), errors="coerce").astype(np.float64)
    amount = amount.where(np.isfinite(amount))
    refused.add(cells[column].notna() & amount.isna(), f"{column} is no number", columns=(column,))
    refused.add(amount < 0, f"{column} is below 0", columns=(column,))
    return amount.where(~(amount < 0))


def _row_hash(row: tuple[str | None, ...]) -> str:
    told = "\x1f".join("" if pd.isna(cell) else str(cell) for cell in row)
    return hashlib.blake2b(told.encode(), digest_size=12).hexdigest()
