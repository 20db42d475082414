"""Writes the rows of a sample desk's logs, a file a month."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

Row = tuple[date, str]
"""The day that a line belongs to, and the line without its end."""


def write_months(
    folder: Path, stem: str, *, rows: Iterable[Row], columns: Sequence[str] = (), ending: str = "csv"
) -> None:
    """Write `<stem>-2026-11.csv` and so on; `rows` come by rising day, and without `columns` no header stands above."""
    heading = [",".join(columns)] if columns else []
    for month, group in groupby(rows, key=lambda row: row[0].year * 12 + row[0].month - 1):
        lines = [*heading, *(line for _, line in group)]
        path = folder / f"{stem}-{month // 12}-{month % 12 + 1:02d}.{ending}"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def day_of(seconds: int, *, first_day: date) -> date:
    """The day of so many seconds since the midnight of the first."""
    return first_day + timedelta(seconds=seconds)
