"""A file of JSON records of one system, with the settings it is read by."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from data.desk import Desk
from data.errors import DeskError, ImportRefused
from data.importers.json_rows import JsonPages, sample_records, stage_json
from data.importers.spared_memory import sparing_memory
from data.warehouse import Warehouse


@dataclass(frozen=True)
class RecordFile:
    """One file of a system whose records DuckDB can be asked for by a query.

    Parameters
    ----------
    path
        The file; packed with gzip or not.
    source_system, name, settings
        The table [import.<source_system>.<name>].
    version
        Raised when the same file and settings give other records than before.
    tiers
        The tier of each queue of the desk.
    query
        Of `raw_json`, with the columns of `staged_<book>` but for the file's.
    book
        The records' tables: data/sql has `<book>_stage`, `<book>_clear` and `<book>_part_rejects`.
    pages
        By which keys the system's pages hold records.
    """

    path: Path
    source_system: str
    name: str
    settings: BaseModel
    version: int
    tiers: tuple[tuple[str, int], ...]
    query: str
    book: str
    pages: JsonPages

    @property
    def zone(self) -> ZoneInfo:
        """Of its times: all are UTC."""
        return ZoneInfo("UTC")

    @property
    def encoding(self) -> str:
        """Of the file."""
        return "utf-8"

    @property
    def fingerprint(self) -> str:
        """Changes when other settings, another desk or importer could give other records of the same file."""
        told = f"{self.version}\n{self.settings.model_dump_json()}\n{self.tiers!r}"
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    def stage(self, warehouse: Warehouse, *, file_no: int) -> None:
        """Put the file's records into the book's staging table, and what is none into `staged_reject`.

        Raises
        ------
        ImportRefused
            If the file is damaged, ends in the middle, or is no JSON.
        """
        warehouse.run(f"{self.book}_stage")
        warehouse.run(f"{self.book}_clear", file_no=file_no)

        def add() -> None:
            warehouse.run_text(f"""
                INSERT INTO staged_{self.book} BY NAME
                SELECT found.*, staged_file.file_no, staged_file.file_id
                FROM ({self.query}) AS found CROSS JOIN staged_file WHERE staged_file.file_no = {int(file_no)}
            """)

        with sparing_memory(warehouse):
            stage_json(warehouse, self.path, add, pages=self.pages)
            warehouse.run(f"{self.book}_part_rejects")


def chosen_table(tables: Mapping[str, Any], path: Path, *, name: str | None, title: str) -> str:
    """The name of the table that a file is read by.

    Parameters
    ----------
    name
        The one that was asked for; None: the only one.

    Raises
    ------
    ImportRefused
        If there are several, and none was asked for.
    """
    if name is None and len(tables) > 1:
        raise ImportRefused(
            "{path} was written by {title}, of which desk.toml has several tables: {names}; say which, for example "
            "with --format {first}",
            path=path,
            title=title,
            names=", ".join(tables),
            first=next(iter(tables)),
        )
    return name or next(iter(tables))


def check_named_queues(desk: Desk, named: Mapping[str, str], *, table: str) -> None:
    """Refuse settings that name a queue that desk.toml does not have.

    Parameters
    ----------
    named
        Each field that names a queue -> the queue.
    table
        Where they stand, for example `import.freshdesk.tickets`.
    """
    for field, queue in named.items():
        try:
            desk.queue(queue)
        except DeskError as error:
            raise DeskError("{where}: {error}", where=f"{table}.{field}", error=error) from None


def marked_records(sample: str, marks: Sequence[tuple[str, ...]], *, pages: JsonPages) -> str | None:
    """Why a file that begins with `sample` is of a system, by fields that only its records have; else None."""
    for record in sample_records(sample, pages):
        for mark in marks:
            if all(field in record for field in mark):
                return f"its records have {', '.join(mark)}"
    return None
