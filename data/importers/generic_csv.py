"""The importer of any CSV log that holds one row a contact, told by a column mapping where each figure stands."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from data.column_mapping import ColumnMapping
from data.contact_log import ContactLog
from data.importers.csv_file import CHUNK_ROWS, CsvChunk
from data.importers.csv_legs import LegRules, read_legs
from data.importers.log_file import read_rows
from data.importers.refusals import masked, reject_table

VERSION = 2
"""Raised when the same file and mapping give other legs than before, so that importing it again mends them."""


@dataclass(frozen=True)
class ReadRows:
    """What became of some rows of a file.

    Parameters
    ----------
    log
        The legs.
    rejects
        One row a refused row: `row_no`, `reason`, `text`.
    bytes_done
        How much of the file, as it lies on disk, has been read.
    """

    log: ContactLog
    rejects: pd.DataFrame
    bytes_done: int

    @property
    def rows(self) -> int:
        """Rows read: every one is a leg or a reject."""
        return len(self.log) + len(self.rejects)


@dataclass(frozen=True)
class GenericCsv:
    """One CSV file with the mapping it is read by.

    Parameters
    ----------
    path
        A CSV, packed with gzip or not, or Parquet.
    header
        Its column names.
    rules
        How its cells are read.
    """

    path: Path
    header: tuple[str, ...]
    rules: LegRules

    @property
    def name(self) -> str:
        """Of the mapping."""
        return self.rules.name

    @property
    def mapping(self) -> ColumnMapping:
        """Where each figure stands."""
        return self.rules.mapping

    @property
    def zone(self) -> ZoneInfo:
        """Of times without an offset."""
        return self.rules.zone

    @property
    def source_system(self) -> str:
        """Which importer read the file."""
        return "generic_csv"

    @property
    def fingerprint(self) -> str:
        """Changes when another mapping, zone, desk or importer could give other legs of the same file."""
        told = "\n".join(
            (
                str(VERSION),
                self.rules.mapping.model_dump_json(),
                self.rules.zone.key,
                repr(sorted(self.rules.tiers.items())),
                repr(sorted(self.rules.channels.items())),
            )
        )
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    def read(self, *, chunk_rows: int = CHUNK_ROWS) -> Iterator[ReadRows]:
        """Legs and rejects, a chunk at a time; memory does not grow with the file.

        Raises
        ------
        ImportRefused
            If the file turns out to be damaged, no text, or in another encoding.
        """
        chunks = read_rows(self.path, self.mapping, columns=len(self.header), zone=self.zone, chunk_rows=chunk_rows)
        for chunk in chunks:
            yield self._read_chunk(chunk)

    def _read_chunk(self, chunk: CsvChunk) -> ReadRows:
        columns = list(self.rules.mapping.columns)
        pick = itemgetter(*(self.header.index(column) for column in columns))
        picked = [pick(row) for row in chunk.rows] if len(columns) > 1 else [(pick(row),) for row in chunk.rows]
        log, refused = read_legs(
            self._cells(picked, columns),
            row_numbers=np.array(chunk.row_numbers, dtype=np.int64),
            row_hashes=[_row_hash(row) for row in picked],
            rules=self.rules,
        )
        broken = reject_table([(line, masked(reason), "") for line, reason in chunk.broken])
        rejects = pd.concat([refused, broken], ignore_index=True) if len(broken) else refused
        return ReadRows(log, rejects, chunk.bytes_done)

    def _cells(self, picked: list[tuple[str, ...]], columns: list[str]) -> pd.DataFrame:
        """The mapped columns; what was left empty, or says that nothing was written, is missing."""
        texts = list(zip(*picked, strict=True)) or [()] * len(columns)
        nothing = {"", *self.rules.mapping.empty_words}
        return pd.DataFrame(
            {
                column: pd.Series([None if cell in nothing else cell for cell in map(str.strip, text)], dtype="str")
                for column, text in zip(columns, texts, strict=True)
            }
        )


def _row_hash(row: tuple[str, ...]) -> str:
    return hashlib.blake2b("\x1f".join(row).encode(), digest_size=12).hexdigest()
