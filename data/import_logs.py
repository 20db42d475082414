"""Brings contact logs into the desk's store: all files of a command, or none."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol, cast, runtime_checkable

import numpy as np
import pandas as pd

from data.customer_key import use_desk_key
from data.desk import Desk
from data.errors import ImportRefused
from data.import_report import FileReport, ImportReport
from data.importers.choose_mapping import Importer, choose_importer, told_forms
from data.importers.csv_file import digest_of
from data.importers.generic_csv import GenericCsv
from data.importers.packing import encoding_before, opened_logs, shown_name
from data.importers.totals_csv import ReadTotals, TotalsCsv
from data.refresh_counts import refresh_counts
from data.settle_legs import settle
from data.store_large import LargeLogs, OddFile, large_numbers
from data.totals_mapping import FIGURES
from data.warehouse import Warehouse

Progress = Callable[[int, int, int], None]
"""Called with rows read, bytes done and bytes in all, over all files."""

_FEW_WORDS = ("source_system", "source_instance", "kind", "direction", "channel", "queue_key", "agent_key",
              "handle_quality", "outcome", "end_party", "topic", "priority", "customer_segment", "source_tz",
              "flags")  # fmt: skip
"""Columns whose words repeat: handed over as codes, they need a third of the time."""

_PREVIEW_COLUMNS = ["row_no", "queue_key", "outcome", "entered_at", "answered_at", "ended_at", "wait_s", "talk_s",
                    "hold_s", "acw_s", "handle_s", "agent_key", "topic"]  # fmt: skip


def import_logs(
    desk: Desk,
    files: Sequence[Path],
    *,
    warehouse: Warehouse,
    format: str = "auto",
    progress: Progress | None = None,
) -> ImportReport:
    """Read contact logs into the store. Importing a file again, or files in another order, gives the same log.

    Parameters
    ----------
    files
        Logs: plain, packed (.gz, .zip), workbooks (.xlsx), or Parquet.
    format
        Name of one of desk.toml's [import.mapping.<name>]; `auto` takes the one whose columns a file has.
    progress
        Told after each piece of a file.

    Raises
    ------
    ImportRefused
        If one of the files cannot be read as it stands; then nothing of any is stored.
    """
    if not files:
        raise ImportRefused("name at least one file to import, for example logs/*.csv")
    with opened_logs(desk.state_folder, files, **told_forms(desk, format=format)) as plain:
        return _import_plain(desk, plain, warehouse=warehouse, format=format, progress=progress)


def _import_plain(
    desk: Desk, files: Sequence[Path], *, warehouse: Warehouse, format: str, progress: Progress | None
) -> ImportReport:
    importers = [choose_importer(desk, path, format=format) for path in files]
    use_desk_key(warehouse, desk)
    large = large_numbers(importers)
    in_pieces = {number for number in large if not cast("GenericCsv", importers[number]).may_be_cut}
    while True:
        meter = _Meter(files, progress)
        try:
            return _import_in_one(warehouse, desk, importers, large=large, in_pieces=in_pieces, meter=meter)
        except OddFile as odd:
            in_pieces.add(odd.file_no)


def _import_in_one(
    warehouse: Warehouse,
    desk: Desk,
    importers: list[Importer],
    *,
    large: set[int],
    in_pieces: set[int],
    meter: "_Meter",
) -> ImportReport:
    """Stage all files, but for large ones, and store them in one transaction.

    Raises
    ------
    OddFile
        If a large one turns out not to be plain; nothing is stored then.
    """
    warehouse.run("load_begin")
    waiting, unread = {}, []
    for number, importer in enumerate(importers):
        if _note_file(warehouse, importer, file_no=number, meter=meter):
            continue
        if number in large:
            waiting[number] = cast("GenericCsv", importer)
        else:
            unread.append(number)
            _stage_file(warehouse, importer, file_no=number, meter=meter)
    large_logs = LargeLogs(waiting, in_pieces, desk.state_folder / "spill" / "slices")
    with warehouse.transaction(rows_in_any_order=True):
        _take_in(warehouse, importers, unread, meter=meter)
        report = _store(warehouse, desk, importers, large=large_logs, meter=meter)
    warehouse.run("load_end")
    return report


def preview(desk: Desk, file: Path, *, format: str = "auto", rows: int = 20) -> pd.DataFrame:
    """A file's first rows as they would land, with what is doubtful or refused about each; nothing is stored.

    Parameters
    ----------
    rows
        How many, from the file's beginning.

    Returns
    -------
    pandas.DataFrame
        The main figures of a leg (or of a stretch of time), instants in the desk's zone, and `remark`: its flags, or
        why it is refused.
    """
    with opened_logs(desk.state_folder, [file], **told_forms(desk, format=format)) as plain:
        previews = [_preview_plain(desk, path, format=format, rows=rows) for path in plain]
    return pd.concat(previews, ignore_index=True)


def _preview_plain(desk: Desk, file: Path, *, format: str, rows: int) -> pd.DataFrame:
    importer = choose_importer(desk, file, format=format)
    if isinstance(importer, TotalsCsv):
        remark = getattr(importer, "remark", "").replace("_", " ")
        return _preview_totals(next(importer.read(chunk_rows=rows)), desk, remark=remark)
    if isinstance(importer, GenericCsv):
        first = next(importer.read(chunk_rows=rows))
        return _preview_legs(first.log.legs, first.rejects, desk)
    legs, rejects, states = _first_of_events(desk, importer, rows=rows)
    if legs.empty and rejects.empty:  # a log of agents alone
        instants = ("begins_at", "ends_at")
        return states.assign(**{name: states[name].dt.tz_convert(desk.zone) for name in instants})
    return _preview_legs(legs, rejects, desk).head(rows)


def _first_of_events(desk: Desk, importer: Importer, *, rows: int) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Events make legs only together: the whole file is read, into a store that is gone afterwards."""
    with Warehouse.in_memory(with_tables=True) as scratch:
        use_desk_key(scratch, desk)
        scratch.run("load_begin")
        meter, nothing_large = _Meter([importer.path], None), LargeLogs({}, set(), desk.state_folder / "spill")
        if not _note_file(scratch, importer, file_no=0, meter=meter):
            _stage_file(scratch, importer, file_no=0, meter=meter)
        with scratch.transaction(rows_in_any_order=True):
            _take_in(scratch, [importer], [0], meter=meter)
            _store(scratch, desk, [importer], large=nothing_large, meter=meter)
        legs, rejects, states = (scratch.query(f"preview_{told}", rows=rows) for told in ("legs", "rejects", "states"))
        return legs, rejects, states


def _preview_legs(legs: pd.DataFrame, rejects: pd.DataFrame, desk: Desk) -> pd.DataFrame:
    landed = legs[_PREVIEW_COLUMNS].assign(remark=legs["flags"].str.replace("|", ", ").str.replace("_", " "))
    refused = rejects[["row_no"]].assign(remark="refused: " + rejects["reason"])
    table = landed.merge(refused, on=["row_no", "remark"], how="outer").sort_values("row_no", ignore_index=True)
    for column in ("entered_at", "answered_at", "ended_at"):
        table[column] = table[column].dt.tz_convert(desk.zone)
    return table


def _preview_totals(rows: ReadTotals, desk: Desk, *, remark: str) -> pd.DataFrame:
    told = rows.totals.rows[["row_no", "queue_key", "start_utc", "interval_s", *FIGURES.values()]].assign(remark=remark)
    refused = rows.rejects[["row_no"]].assign(remark="refused: " + rows.rejects["reason"])
    table = told.merge(refused, on=["row_no", "remark"], how="outer").sort_values("row_no", ignore_index=True)
    return table.assign(start_utc=table["start_utc"].dt.tz_convert(desk.zone)).rename(columns={"start_utc": "start"})


class _Meter:
    """Adds up how far an import is."""

    def __init__(self, files: Sequence[Path], progress: Progress | None) -> None:
        self._sizes = [path.stat().st_size for path in files]
        self._progress = progress
        self._rows = 0

    def tell(self, rows: int, *, bytes_done: int, file_no: int) -> None:
        self._rows += rows
        if self._progress:
            self._progress(self._rows, sum(self._sizes[:file_no]) + bytes_done, sum(self._sizes))

    def tell_part(self, file_no: int, rows: int, bytes_done: int) -> None:
        self.tell(rows, bytes_done=bytes_done, file_no=file_no)

    def tell_whole(self, rows: int, *, file_no: int) -> None:
        self.tell(rows, bytes_done=self._sizes[file_no], file_no=file_no)


def file_identity(importer: Importer, *, digest: str) -> str:
    """Names a file's bytes (`digest`) and how they are read: the same file under a changed mapping is another one."""
    told = f"{digest} {importer.source_system} {importer.name} {importer.fingerprint}"
    return sha256(told.encode()).hexdigest()[:16]


def _note_file(warehouse: Warehouse, importer: Importer, *, file_no: int, meter: _Meter) -> bool:
    """Enter a file among the command's; whether it is known as it is read today, and so need not be read again."""
    digest = digest_of(importer.path)
    file_id = file_identity(importer, digest=digest)
    warehouse.run(
        "load_add_file",
        file_no=file_no,
        file_id=file_id,
        file_name=shown_name(importer.path),
        sha256=digest,
        importer=importer.source_system,
        mapping_name=importer.name,
        mapping_hash=importer.fingerprint,
        encoding=encoding_before(importer.path) or getattr(importer, "encoding", "") or importer.mapping.encoding,
        source_tz=importer.zone.key,
        completeness=getattr(importer, "completeness", 0),
    )
    if not warehouse.count("load_count_active", file_id=file_id):
        return False
    warehouse.run("load_known_counts", file_no=file_no, file_id=file_id)
    meter.tell_whole(warehouse.count("load_rows_known", file_id=file_id), file_no=file_no)
    return True


def _stage_file(warehouse: Warehouse, importer: Importer, *, file_no: int, meter: _Meter) -> None:
    """Put a file's legs or totals, and its rejects, beside the log, where nobody else sees them yet."""
    if isinstance(importer, StagesItself):
        importer.stage(warehouse, file_no=file_no)
        if not isinstance(importer, TakesIn):
            meter.tell_whole(warehouse.count("load_count_staged", file_no=file_no), file_no=file_no)
    else:
        _stage_pieces(warehouse, importer, file_no=file_no, meter=meter)


@runtime_checkable
class StagesItself(Protocol):
    """An importer that fills the staging tables by itself, as `data.importers` tells."""

    def stage(self, warehouse: Warehouse, *, file_no: int) -> None:
        """Add the file's rows to the staging tables."""


@runtime_checkable
class TakesIn(Protocol):
    """An importer whose records go into their book while the file is read, as `data.importers` tells."""

    def take_in(self, warehouse: Warehouse, *, file_no: int) -> None:
        """Keep the file's records; called inside the transaction."""


def _take_in(warehouse: Warehouse, importers: Sequence[Importer], numbers: Iterable[int], *, meter: _Meter) -> None:
    """Let files whose records never stand beside the log as a whole come into their books."""
    for number in numbers:
        importer = importers[number]
        if isinstance(importer, TakesIn):
            importer.take_in(warehouse, file_no=number)
            meter.tell_whole(warehouse.count("load_count_staged", file_no=number), file_no=number)


def _stage_pieces(warehouse: Warehouse, importer: Importer, *, file_no: int, meter: _Meter) -> None:
    for rows in importer.read():
        if isinstance(rows, ReadTotals):
            warehouse.stage("staged_chunk", rows.totals.rows)
            warehouse.run("load_add_totals", file_no=file_no)
        else:
            warehouse.stage("staged_chunk", rows.log.legs.astype(dict.fromkeys(_FEW_WORDS, "category")))
            warehouse.run("load_add_legs", file_no=file_no)
        warehouse.stage("staged_refusal", rows.rejects)
        warehouse.run("load_add_rejects", file_no=file_no)
        meter.tell(rows.rows, bytes_done=rows.bytes_done, file_no=file_no)
    if isinstance(importer, GenericCsv) and not importer.mapping.leg_id:
        warehouse.run("load_number_rows", file_no=file_no)


def _store(
    warehouse: Warehouse, desk: Desk, importers: list[Importer], *, large: LargeLogs, meter: _Meter
) -> ImportReport:
    """Merge what is staged into the log, and say what became of each row."""
    batch_id, imported_at = warehouse.count("load_next_batch"), pd.Timestamp(datetime.now(UTC))
    warehouse.run("load_readings_before")
    warehouse.run("load_open_ledger", batch_id=batch_id, imported_at=imported_at)
    large.store(warehouse, batch_id=batch_id, imported_at=imported_at, tell=meter.tell_part)
    removed = settle(warehouse, desk, batch_id=batch_id, imported_at=imported_at, has_large=large.tell_contacts)
    refresh_counts(warehouse, desk)
    counts = warehouse.query("load_report")
    warehouse.run("load_rejects")
    warehouse.stage("staged_count", counts)
    warehouse.run("load_ledger", batch_id=batch_id, imported_at=imported_at)
    reasons = warehouse.query("load_reasons")
    files = [
        _file_report(importer, counted=counts.iloc[number], reasons=reasons[reasons["file_no"] == number])
        for number, importer in enumerate(importers)
    ]
    return ImportReport(tuple(files), removed=removed)


def _file_report(importer: Importer, *, counted: "pd.Series[Any]", reasons: pd.DataFrame) -> FileReport:
    new, changed, same, rejected = (int(counted[f"rows_{word}"]) for word in ("new", "changed", "same", "rejected"))
    return FileReport(
        file=shown_name(importer.path),
        mapping=importer.name,
        read=new + changed + same + rejected,
        new=new,
        changed=changed,
        same=same,
        rejected=rejected,
        first_at=counted["first_at"],
        last_at=counted["last_at"],
        reasons=tuple(zip(reasons["reason"], reasons["rows"].astype(np.int64).tolist(), strict=True)),
    )
