"""Writes the sheet of a workbook (.xlsx) that holds the log as CSV, row by row; memory does not grow with its rows."""

import csv
import zipfile
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from data.errors import ImportRefused

LARGEST_TEXTS_BYTES = 200_000_000
"""Of a workbook's table of texts, which is held in memory."""

MOST_COLUMNS = 2000
_LOOKED_AT_ROWS = 50
_TEXTS = "xl/sharedStrings.xml"
_CONTENTS = "[Content_Types].xml"
_MILLISECOND = timedelta(milliseconds=1)


def is_workbook(path: Path) -> bool:
    """Whether a zip archive is a workbook."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
    return _CONTENTS in names and any(name.startswith("xl/") for name in names)


def write_sheet_as_csv(path: Path, plain: Path, *, names: AbstractSet[str]) -> None:
    """Write the sheet in whose first rows most of `names` stand; the first that is filled where none does.

    Dates and times are written as ISO 8601, durations as h:mm:ss, numbers without needless decimals.

    Raises
    ------
    ImportRefused
        If the workbook is damaged, empty, or too large to be held.
    """
    with _opened(path) as book:
        sheet, width = _sheet_with_header(path, book.worksheets, names)
        with plain.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerows(_as_wide_as(cells, width) for cells in _rows(sheet))


def read_sheets(path: Path, *, most_rows: int) -> dict[str, list[list[str]]]:
    """The first rows of every sheet as texts, by the sheet's name; each row ends with its last filled cell.

    Parameters
    ----------
    most_rows
        Of each sheet, 1 or more; what lies below is not looked at.

    Raises
    ------
    ImportRefused
        If the workbook is damaged, or too large to be held.
    """
    with _opened(path) as book:
        return {sheet.title: list(islice(_rows(sheet), most_rows)) for sheet in book.worksheets}


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    import openpyxl  # slow to import, and few need it

    _check_texts(path)
    try:
        with path.open("rb") as packed:  # the library would leave a damaged one open
            yield openpyxl.load_workbook(packed, read_only=True, data_only=True, keep_links=False)
    except ImportRefused:
        raise
    except Exception as error:  # the library raises whatever it stumbles over
        raise ImportRefused(
            "{path} is a workbook that cannot be read ({kind}: {error}); save it anew, or as CSV",
            path=path,
            kind=type(error).__name__,
            error=error,
        ) from None


def _check_texts(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        size = next((member.file_size for member in archive.infolist() if member.filename == _TEXTS), 0)
    if size > LARGEST_TEXTS_BYTES:
        raise ImportRefused(
            "{path} holds {megabytes:,} MB of texts; save the sheet with the log as CSV",
            path=path,
            megabytes=size // 1000000,
        )


def _sheet_with_header(path: Path, sheets: list[Any], names: AbstractSet[str]) -> tuple[Any, int]:
    """The sheet to read, and how many columns it has."""
    best: tuple[int, Any, int] | None = None
    for sheet in sheets:
        rows = list(islice(_rows(sheet), _LOOKED_AT_ROWS))
        width = max((len(row) for row in rows), default=0)
        if width == 0:
            continue
        known = max(len({cell.strip() for cell in row} & names) for row in rows)
        if best is None or known > best[0]:
            best = known, sheet, width
    if best is None:
        raise ImportRefused("{path} is a workbook without any filled sheet; export it again", path=path)
    if best[2] > MOST_COLUMNS:
        raise ImportRefused(
            "{path} has {columns:,} columns, no log has more than {most:,}; export it again",
            path=path,
            columns=best[2],
            most=MOST_COLUMNS,
        )
    return best[1], best[2]


def _rows(sheet: Any) -> Iterator[list[str]]:
    """Rows up to their last filled cell; empty ones at the end are left out, though a sheet may claim a million."""
    sheet.reset_dimensions()
    empty = 0
    for row in sheet.iter_rows(values_only=True):
        cells = [_text(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield from ([] for _ in range(min(empty, _LOOKED_AT_ROWS)))
            yield cells
        empty = 0 if cells else empty + 1


def _as_wide_as(cells: list[str], width: int) -> list[str]:
    return cells + [""] * (width - len(cells))


def _text(value: Any) -> str:
    """A cell as a CSV would hold it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return _rounded(value).isoformat(sep=" ")
    if isinstance(value, time):
        return _rounded(datetime.combine(date(2000, 1, 1), value)).time().isoformat()
    if isinstance(value, timedelta):
        seconds = round(value / _MILLISECOND) / 1000
        minutes = int(seconds // 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds - minutes * 60:02g}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _rounded(at: datetime) -> datetime:
    """Excel counts days, so that a second is seldom a whole number of its units."""
    return datetime.min + round((at - datetime.min) / _MILLISECOND) * _MILLISECOND
