"""The importer of any CSV log that holds one row a contact, told by a column mapping where each figure stands."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd

from data.column_mapping import ColumnMapping
from data.contact_log import LEG_COLUMNS, ContactLog
from data.importers.csv_file import CHUNK_ROWS
from data.importers.csv_legs import legs_query
from data.importers.csv_slices import can_be_cut, stage_slices
from data.importers.leg_rules import LegRules
from data.importers.raw_rows import CsvSource, RawPiece, stage_rows, staged_pieces
from data.warehouse import Warehouse

VERSION = 4
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
    lines_above
        Lines above the header.
    """

    path: Path
    header: tuple[str, ...]
    rules: LegRules
    lines_above: int = 0

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

    def stage(self, warehouse: Warehouse, *, file_no: int) -> None:
        """Add the file's legs to `staged_leg` and its refused rows to `staged_reject`.

        Raises
        ------
        ImportRefused
            If the file turns out to be damaged, no text, or in another encoding.
        """
        query = legs_query(self.rules, keyed=True)

        def add(piece: RawPiece) -> None:
            warehouse.run_text(f"INSERT INTO staged_leg BY NAME SELECT *, {file_no} AS file_no FROM ({query})")
            warehouse.stage("staged_refusal", piece.broken)
            warehouse.run("load_add_rejects", file_no=file_no)

        stage_rows(warehouse, self._source, add)
        warehouse.run("load_part_rejects")
        if not self.mapping.leg_id:
            warehouse.run("load_number_rows", file_no=file_no)

    def stage_slices(
        self, warehouse: Warehouse, *, file_no: int, folder: Path, in_pieces: bool, use: Callable[[int], None]
    ) -> None:
        """Put a large file's legs and refused rows into `staged_leg`, some at a time; `use` is told bytes read so far.

        Rows that no column names are each called the first of its moment and queue.

        Parameters
        ----------
        folder
            For copies of slices of a plain file.
        in_pieces
            The file is not plain.

        Raises
        ------
        OddSlice
            If a file turns out not to be plain.
        ImportRefused
            As `stage` does.
        """
        named = "" if self.mapping.leg_id else " REPLACE (leg_id || '#1' AS leg_id)"
        queries = {blanks: legs_query(self.rules, keyed=True, has_blanks=blanks) for blanks in (False, True)}

        def add(has_blanks: bool) -> None:
            chosen = f"SELECT *{named}, {file_no} AS file_no FROM ({queries[has_blanks]})"
            warehouse.run_text(f"INSERT INTO staged_leg BY NAME {chosen}")

        def add_piece(piece: RawPiece) -> None:
            add(True)
            warehouse.stage("staged_refusal", piece.broken)
            warehouse.run("load_add_rejects", file_no=file_no)
            use(piece.bytes_done)

        if in_pieces:
            for piece in staged_pieces(warehouse, self._source):
                add_piece(piece)
        else:
            stage_slices(warehouse, self._source, folder, add=add, use=use)

    @property
    def may_be_cut(self) -> bool:
        """Whether a look at the file's form speaks for reading it in slices."""
        return can_be_cut(self._source)

    def read(self, *, chunk_rows: int = CHUNK_ROWS, in_one: bool = False) -> Iterator[ReadRows]:
        """Legs and rejects, a piece at a time, without a store.

        Parameters
        ----------
        in_one
            Read a plain file in one stream, as `stage` does.

        Raises
        ------
        ImportRefused
            If the file turns out to be damaged, no text, or in another encoding.
        """
        query = f"SELECT * FROM ({legs_query(self.rules)}) ORDER BY row_no"
        pieces: list[ReadRows] = []
        with Warehouse.in_memory() as warehouse:
            if not in_one:
                for piece in staged_pieces(warehouse, self._source, chunk_rows=chunk_rows):
                    yield _read_rows(warehouse.query_text(query), piece)
                return

            def add(piece: RawPiece) -> None:
                pieces.append(_read_rows(warehouse.query_text(query), piece))

            stage_rows(warehouse, self._source, add, chunk_rows=chunk_rows)
        yield from pieces

    @property
    def _source(self) -> CsvSource:
        return CsvSource(self.path, self.header, self.mapping, tuple(self.mapping.columns), self.zone, self.lines_above)


def _read_rows(read: pd.DataFrame, piece: RawPiece) -> ReadRows:
    refused = read["reason"].notna()
    rejects = read.loc[refused, ["row_no", "reason", "masked_text"]].rename(columns={"masked_text": "text"})
    log = ContactLog.of_rows(read.loc[~refused, list(LEG_COLUMNS)])
    told = [part for part in (rejects, piece.broken) if len(part)]
    both = pd.concat(told, ignore_index=True) if told else piece.broken
    return ReadRows(log, both.astype({"reason": "str", "text": "str"}), piece.bytes_done)
