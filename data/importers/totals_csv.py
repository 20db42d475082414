"""The importer of CSV files that hold totals of stretches of time, as [import.totals.<name>] tells."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from data.importers.csv_file import CHUNK_ROWS, CsvChunk
from data.importers.instants import LAST_MOMENT, TOO_LATE, Flags
from data.importers.log_file import read_rows
from data.importers.refusals import Refusals, masked, reject_table, shown_word
from data.importers.totals_cells import is_totals_row, read_band, read_counts, read_durations, read_times
from data.interval_totals import TOTAL_COLUMNS, IntervalTotals
from data.totals_mapping import COUNTS, FIGURES, TotalsMapping

VERSION = 2
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
    queues
        Names of desk.toml that a row may carry.
    """

    path: Path
    header: tuple[str, ...]
    name: str
    mapping: TotalsMapping
    zone: ZoneInfo
    lines_above: int = 0
    latest: pd.Timestamp = LAST_MOMENT
    queues: tuple[str, ...] = ()

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
        refused.add(is_totals_row(cells), "a row of totals, no stretch of time", columns=(cells.columns[0],))
        starts = self._starts(cells, refused)
        begins, lengths = self._bands(cells, refused)
        queues = self._queues(cells, refused)
        figures = self._figures(cells, refused)
        counts = [self._count(cells, columns, refused) for columns, _, _ in mapping.stretches]
        columns = tuple(column for counted, _, _ in mapping.stretches for column in counted)
        empty = np.logical_and.reduce([count.isna() for count in counts])
        refused.add(empty, f"nothing in {', '.join(columns)}", columns=columns)
        unknown = pd.Series(np.nan, index=cells.index)
        return [
            pd.DataFrame(
                {
                    "source_system": self.source_system,
                    "source_instance": mapping.instance or self.name,
                    "queue_key": queues,
                    "channel": mapping.channel,
                    "start_utc": self._minutes_later(cells, starts, minutes=begins + first) if mapping.date else starts,
                    "interval_s": lengths * 60 if mapping.time else length * 60,
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
        read = read_times(cells[column], mapping=self.mapping, zone=self.zone)
        reason = f"{column} is no time of 1970 to 2099 in the form {form or 'ISO 8601'}"
        refused.add(~read.filled, reason, columns=(column,))
        refused.add(read.at > self.latest, TOO_LATE, columns=(column,))
        return read.at

    def _bands(self, cells: pd.DataFrame, refused: Refusals) -> tuple["pd.Series[int]", "pd.Series[int]"]:
        """Minutes from midnight to each row's band, and its length; 0 where the mapping names no column of times."""
        column, none = self.mapping.time, pd.Series(0, index=cells.index)
        if not column:
            return none, none
        bands = {cell: read_band(cell) for cell in cells[column].dropna().unique()}
        found = [bands.get(cell) for cell in cells[column]]
        begins = pd.Series([-1 if band is None else band[0] for band in found], index=cells.index)
        asked = self.mapping.interval_minutes
        lengths = pd.Series([asked or (band[1] or 0 if band else 0) for band in found], index=cells.index)
        refused.add(begins < 0, f"{column} is no time of day", columns=(column,))
        refused.add(
            (lengths < 5) | (lengths > 1440), f"{column} tells no end; name interval_minutes", columns=(column,)
        )
        return begins.clip(lower=0), lengths

    def _queues(self, cells: pd.DataFrame, refused: Refusals) -> "pd.Series[str]":
        column = self.mapping.queue_column
        if not column:
            return pd.Series(self.mapping.queue, index=cells.index, dtype="str")
        known = {name: name for name in self.queues} | self.mapping.queues
        queues = cells[column].map(known)
        for word in cells[column][queues.isna()].dropna().unique():
            reason = f"{column} is {shown_word(word)}, which import.totals.{self.name}.queues does not name"
            refused.add((cells[column] == word).fillna(False), reason, columns=(column,))
        refused.add(cells[column].isna(), f"{column} is empty", columns=(column,))
        return queues

    def _figures(self, cells: pd.DataFrame, refused: Refusals) -> dict[str, "pd.Series[float]"]:
        """Sums, and sums that follow from means of the answered."""
        mapping = self.mapping
        figures = {
            name: self._amount(cells, column, refused, counts=name in COUNTS)
            for column, name in mapping.figures.items()
        }
        for column, name in mapping.means.items():
            mean = self._amount(cells, column, refused, counts=False)
            figures[name] = (mean * figures["answered"]).mask(figures["answered"] == 0, 0.0)
        return figures

    def _count(self, cells: pd.DataFrame, columns: tuple[str, ...], refused: Refusals) -> "pd.Series[float]":
        """Of several columns the sum; unknown where one of them is."""
        parts = [self._amount(cells, column, refused, counts=True) for column in columns]
        return sum(parts[1:], start=parts[0])

    def _amount(self, cells: pd.DataFrame, column: str, refused: Refusals, *, counts: bool) -> "pd.Series[float]":
        """A column of counts or of seconds; what is no such amount refuses its row."""
        amount = read_counts(cells[column]) if counts else read_durations(cells[column], mapping=self.mapping)
        wrong = "no number" if counts else "no duration in seconds or h:mm:ss"
        refused.add(cells[column].notna() & amount.isna(), f"{column} is {wrong}", columns=(column,))
        refused.add(amount < 0, f"{column} is below 0", columns=(column,))
        return amount.where(~(amount < 0))

    def _minutes_later(
        self, cells: pd.DataFrame, starts: "pd.Series[pd.Timestamp]", *, minutes: "pd.Series[int]"
    ) -> "pd.Series[pd.Timestamp]":
        """So many minutes after midnight of the local day, by the wall clock."""
        day = starts.dt.tz_convert(self.zone).dt.tz_localize(None).dt.normalize()
        wall = day + pd.to_timedelta(minutes, unit="min")
        local = wall.dt.tz_localize(self.zone, ambiguous=self._came_first(cells, wall), nonexistent="shift_forward")
        return local.dt.tz_convert("UTC").dt.as_unit("us")

    def _came_first(self, cells: pd.DataFrame, wall: "pd.Series[pd.Timestamp]") -> Flags:
        """Whether a time that the clock showed twice is the first of the two, shape (n,): nothing tells, so it is."""
        return np.ones(len(wall), dtype=np.bool_)


def _row_hash(row: tuple[str | None, ...]) -> str:
    told = "\x1f".join("" if pd.isna(cell) else str(cell) for cell in row)
    return hashlib.blake2b(told.encode(), digest_size=12).hexdigest()
