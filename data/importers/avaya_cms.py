"""The importer of Avaya CMS: its interval tables of splits (hsplit), which hold totals only.

The clock is the switch's own: where it is set back, an hour comes twice, and the second of two equal rows of a file is
the later. What a file says of its last two days is provisional; data/sql/load_decide_totals.sql lets a later file stand
above it. Counters of calls are believed to be of the interval in which the calls ended; no published page says so for
sure, and `import --preview` says it of each row.
"""

import csv
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from data.avaya_settings import AvayaSettings
from data.desk import Desk
from data.errors import ImportRefused
from data.importers.csv_file import CHUNK_ROWS
from data.importers.instants import Flags, latest_believed
from data.importers.json_rows import read_sample
from data.importers.record_file import check_named_queues, chosen_table
from data.importers.refusals import Refusals, shown_word
from data.importers.totals_csv import ReadTotals, TotalsCsv
from data.message import Message
from data.totals_mapping import TotalsMapping

_VERSION = 2
_NEEDED = ("row_date", "starttime", "intrvl", "split", "acdcalls", "abncalls")
_SECONDS = {"wait_answered_seconds": "anstime", "talk_seconds": "acdtime", "hold_seconds": "holdtime",
            "acw_seconds": "acwtime"}  # fmt: skip
_LENGTHS = ("15", "30", "60")
_PARTS = ("acdcalls", "abncalls", "othercalls")
"""What callsoffered is the sum of."""

Header = tuple[str, tuple[str, ...]]
"""What parts the columns, and their names as they are written."""


def recognise(sample: str) -> str | None:
    """Why a file that begins with `sample` is an interval table of CMS; None where it is none."""
    return f"it has the columns {', '.join(_NEEDED)}" if _header_of(sample) else None


def _header_of(sample: str) -> Header | None:
    first = sample.lstrip("\ufeff").partition("\n")[0].replace("\r", " ")
    for delimiter in ",;\t|":
        header = tuple(name.strip() for name in next(csv.reader([first], delimiter=delimiter), []))
        names = {name.lower() for name in header}
        if set(_NEEDED) <= names and len(names) == len(header):
            return delimiter, header
    return None


@dataclass(frozen=True)
class AvayaCms(TotalsCsv):
    """One interval table of an Avaya CMS, read as a CSV of totals.

    Parameters
    ----------
    settings
        The table [import.avaya_cms.<name>].
    """

    settings: AvayaSettings = field(default_factory=lambda: AvayaSettings(queues={}))
    _seen: set[tuple[str, str]] = field(default_factory=set, compare=False, repr=False)

    remark = "counted_at_end"
    """A flag of each row of a preview."""

    @property
    def source_system(self) -> str:
        """Which importer read the file."""
        return "avaya_cms"

    @property
    def fingerprint(self) -> str:
        """Changes when other settings, zone or importer could give other totals of the same file."""
        told = f"{_VERSION}\n{self.settings.model_dump_json()}\n{self.zone.key}"
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    def read(self, *, chunk_rows: int = CHUNK_ROWS) -> Iterator[ReadTotals]:
        """Totals and rejects, a chunk at a time; see `TotalsCsv.read`."""
        self._seen.clear()
        yield from super().read(chunk_rows=chunk_rows)

    def _column(self, name: str) -> str:
        """A column as the header writes it; empty where there is none."""
        return next((told for told in self.header if told.lower() == name), "")

    def _cells(self, rows: list[list[str]]) -> pd.DataFrame:
        """The mapped columns, and those by which rows are told apart."""
        cells = super()._cells(rows)
        for column in filter(None, map(self._column, ("intrvl", "acd", "othercalls"))):
            if column not in cells:
                place = self.header.index(column)
                cells[column] = pd.Series([row[place].strip() or None for row in rows], dtype="str")
        return cells

    def _count(self, cells: pd.DataFrame, columns: tuple[str, ...], refused: Refusals) -> "pd.Series[float]":
        """What the column of offered calls tells; where it is empty, the sum of its parts."""
        told = super()._count(cells, columns, refused)
        parts = tuple(filter(None, map(self._column, _PARTS)))
        return told if columns == parts else told.fillna(super()._count(cells, parts, refused))

    def _bands(self, cells: pd.DataFrame, refused: Refusals) -> tuple["pd.Series[int]", "pd.Series[int]"]:
        """Minutes from midnight of `starttime` (930 or 0930), and the minutes of `intrvl`."""
        time, length = self._column("starttime"), self._column("intrvl")
        text = cells[time].fillna("").str.replace(":", "", regex=False)
        known = text.str.fullmatch(r"\d{1,4}").to_numpy(np.bool_)
        number = pd.to_numeric(text.where(known, "0")).astype(np.int64)
        refused.add(~known | (number // 100 > 23) | (number % 100 > 59), f"{time} is no time of day", columns=(time,))
        refused.add(~cells[length].isin(_LENGTHS), f"{length} is none of 15, 30 and 60", columns=(length,))
        lengths = pd.to_numeric(cells[length].where(cells[length].isin(_LENGTHS), "30")).astype(np.int64)
        return (number // 100 % 24) * 60 + number % 100, lengths

    def _queues(self, cells: pd.DataFrame, refused: Refusals) -> "pd.Series[str]":
        """The queue of each split of the ACD that is read."""
        acd, split = self._column("acd"), self._column("split")
        if acd:
            other = (cells[acd] != self.settings.acd).to_numpy(np.bool_)
            refused.add(other, f"{acd} is not the one that import.avaya_cms.{self.name}.acd names", columns=(acd,))
        for word in cells[split][~cells[split].isin(list(self.settings.queues))].dropna().unique():
            reason = f"{split} is {shown_word(word)}, which import.avaya_cms.{self.name}.queues does not name"
            refused.add((cells[split] == word).fillna(False), reason, columns=(split,))
        refused.add(cells[split].isna(), f"{split} is empty", columns=(split,))
        return cells[split].map(self.settings.queues)

    def _came_first(self, cells: pd.DataFrame, wall: "pd.Series[pd.Timestamp]") -> Flags:
        """Where a time that the clock showed twice is the first of the two: no equal row stood above it in the file."""
        first = np.ones(len(wall), dtype=np.bool_)
        known = wall.notna()
        earlier = wall[known].dt.tz_localize(self.zone, ambiguous=first[known], nonexistent="shift_forward")
        later = wall[known].dt.tz_localize(self.zone, ambiguous=~first[known], nonexistent="shift_forward")
        split = cells[self._column("split")].fillna("")
        for place in earlier.index[(earlier != later).to_numpy()]:
            row = (split[place], str(wall[place]))
            first[wall.index.get_loc(place)] = row not in self._seen
            self._seen.add(row)
        return first


def importer_of(desk: Desk, path: Path, *, name: str | None = None) -> AvayaCms:
    """The importer of an interval table of CMS.

    Parameters
    ----------
    name
        Of the table [import.avaya_cms.<name>]; None: the only one.

    Raises
    ------
    ImportRefused
        If desk.toml has no such table, or several; or the file is no interval table of splits.
    DeskError
        If the table names a queue that the desk does not have.
    """
    found = _header_of(read_sample(path))
    if found is None:
        raise ImportRefused(
            "{path} is no interval table of Avaya CMS: it has no columns {columns}; export these of hsplit with their "
            "names",
            path=path,
            columns=", ".join(_NEEDED),
        )
    tables = desk.settings.imports.avaya_cms
    if not tables:
        raise ImportRefused(_proposal(desk, path))
    name = chosen_table(tables, path, name=name, title="Avaya CMS")
    settings = tables[name]
    check_named_queues(desk, settings.named_queues, table=f"import.avaya_cms.{name}")
    (delimiter, header), zone = found, ZoneInfo(settings.time_zone) if settings.time_zone else desk.zone
    mapping = _mapping(settings, {told.lower(): told for told in header}, delimiter=delimiter)
    return AvayaCms(path, header, name, mapping, zone, latest=latest_believed(), settings=settings)


def _mapping(settings: AvayaSettings, columns: Mapping[str, str], *, delimiter: str) -> TotalsMapping:
    """How a CSV of totals is read that has these columns; what it does not have stays unknown."""
    parts = [columns[name] for name in _PARTS if name in columns]
    told = {figure: columns[name] for figure, name in _SECONDS.items() if name in columns}
    return TotalsMapping(
        instance=settings.instance,
        delimiter=delimiter,
        queue_column=columns["split"],
        queues=settings.queues,
        date=columns["row_date"],
        time=columns["starttime"],
        offered=(columns["callsoffered"],) if "callsoffered" in columns else tuple(parts),
        answered=columns["acdcalls"],
        abandoned=columns["abncalls"],
        blocked=columns.get("busycalls", ""),
        **told,
    )


def _proposal(desk: Desk, path: Path) -> Message:
    return Message.of(
        "{path} is an interval table of Avaya CMS, and desk.toml does not say yet which split is which of the desk's "
        "queues ({ours}). Write a table like this one into desk.toml, with a line for each of the desk's splits:\n\n"
        "{proposed}",
        path=path,
        ours=", ".join(queue.name for queue in desk.settings.queue),
        proposed=f'[import.avaya_cms.my-cms]\nqueues = {{ "12" = "{desk.settings.queue[0].name}" }}',
    )
