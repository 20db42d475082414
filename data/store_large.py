"""Takes large CSV logs into the store slice by slice, within the transaction of their import.

What comes in at once would not fit into memory: a slice is staged, stored as if nothing contested its rows, and gone
before the next. Rows whose key another row has as well are staged again at the end, for the loading core to weigh.
"""

import shutil
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from data.importers.csv_slices import OddSlice
from data.importers.generic_csv import GenericCsv
from data.warehouse import Warehouse

LARGE_BYTES = 64_000_000
"""Of all CSV logs of a command; from here on they are stored slice by slice."""


class OddFile(Exception):
    """A large file is not plain; the import is to be begun anew, with that file read in pieces.

    Parameters
    ----------
    file_no
        Its number in the command.
    """

    def __init__(self, file_no: int) -> None:
        super().__init__(file_no)
        self.file_no = file_no


@dataclass(frozen=True)
class LargeLogs:
    """The large files of a command.

    Parameters
    ----------
    files
        By their number in the command.
    in_pieces
        Numbers of those that are not plain.
    folder
        For copies of slices; it is emptied.
    """

    files: Mapping[int, GenericCsv]
    in_pieces: Collection[int]
    folder: Path

    @property
    def tell_contacts(self) -> bool:
        """Whether any of them tells which rows are of one contact."""
        return any(importer.mapping.contact_id for importer in self.files.values())

    def store(
        self,
        warehouse: Warehouse,
        *,
        batch_id: int,
        imported_at: pd.Timestamp,
        tell: Callable[[int, int, int], None],
    ) -> None:
        """Store them; `staged_leg` then holds, beside what it held, the rows that are to be weighed.

        Called inside a transaction, when the ledger knows the files. `tell` is told number of a file, rows and bytes
        read of it so far.

        Raises
        ------
        OddFile
            If one of them turns out not to be plain.
        """
        if not self.files:
            return
        warehouse.run("load_slices_begin")
        obeys = bool(warehouse.count("has_forgotten"))
        for file_no, importer in self.files.items():
            first_no = warehouse.count("load_first_of_file", file_no=file_no)
            if first_no != file_no:
                warehouse.run("load_slices_again", file_no=file_no, first_no=first_no)
                continue
            warehouse.run("load_slices_of", file_no=file_no, is_named=bool(importer.mapping.leg_id))

            def use(bytes_done: int, file_no: int = file_no) -> None:
                rows = warehouse.count("load_count_slice")
                warehouse.run("load_part_rejects")
                warehouse.run("load_name_agents")
                if obeys:
                    warehouse.run("load_obey_forgotten")
                warehouse.run("load_slice_store", batch_id=batch_id, imported_at=imported_at)
                warehouse.run("load_slice_empty")
                tell(file_no, rows, bytes_done)

            self._stage(warehouse, importer, file_no=file_no, use=use)
        self._weigh_again(warehouse, batch_id=batch_id)

    def _weigh_again(self, warehouse: Warehouse, *, batch_id: int) -> None:
        """Stage the rows whose key another row has as well."""
        warehouse.run("load_take_back", batch_id=batch_id)
        for file_no, importer in self.files.items():
            if not importer.mapping.leg_id:
                warehouse.run("load_number_rows", file_no=file_no)
        warehouse.run("load_slices_end")

    def _stage(self, warehouse: Warehouse, importer: GenericCsv, *, file_no: int, use: Callable[[int], None]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        warehouse.run("load_slice_empty")
        try:
            importer.stage_slices(
                warehouse, file_no=file_no, folder=self.folder, in_pieces=file_no in self.in_pieces, use=use
            )
        except OddSlice:
            raise OddFile(file_no) from None
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)


def large_numbers(importers: Sequence[object]) -> set[int]:
    """Numbers of the files that are to be stored slice by slice: all CSV logs, where they are large together."""
    logs = {number: importer for number, importer in enumerate(importers) if isinstance(importer, GenericCsv)}
    size = sum(importer.path.stat().st_size for importer in logs.values())
    return set(logs) if size >= LARGE_BYTES else set()
