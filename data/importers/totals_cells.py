"""Cells of reports of totals as their systems write them: days, bands of a day, counts and durations."""

import re
import unicodedata
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from data.importers import japanese_cells as japanese
from data.importers import sql_text as sql
from data.importers.csv_file import TOTALS_WORDS
from data.importers.instants import Instants, read_instants
from data.totals_mapping import TotalsMapping
from data.warehouse import Warehouse

_CLOCK = r"(\d{1,2})(?:\s*[:時]\s*(\d{1,2})?\s*分?)?(?::\d{2})?"
_BAND = re.compile(rf"\s*{_CLOCK}\s*(?:(台)|[-~〜–ー]\s*(?:{_CLOCK})?)?\s*")
_FOUR_DIGITS = re.compile(r"(\d{2})(\d{2})")


def read_times(cells: "pd.Series[str]", *, mapping: TotalsMapping, zone: ZoneInfo) -> Instants:
    """Moments of a column, shape (n,): in the mapping's form, else ISO 8601, else as Japanese systems write them."""
    read = read_instants(cells, time_format=mapping.time_format, zone=zone)
    if mapping.time_format or not read.unreadable.any():
        return read
    told = japanese.narrow("cell")
    parts = japanese.parts_of_time(japanese.date_alone(told))
    odd = _asked(cells[read.unreadable], f"strftime(make_timestamp({japanese.wall_clock(parts)}), '%Y-%m-%dT%H:%M:%S')")
    return read_instants(cells.mask(read.unreadable, odd), time_format="", zone=zone)


def read_durations(cells: "pd.Series[str]", *, mapping: TotalsMapping) -> "pd.Series[float]":
    """Seconds of a column, shape (n,), missing where they cannot be read: `312`, `5:12`, `0:05:12`, `5分12秒`."""
    plain = cells.str.replace(",", "", regex=False)
    hours = mapping.two_part_durations == "h:mm"
    seconds = sql.seconds("cell", clock_is_hours=hours, unit_seconds=mapping.number_unit_seconds)
    return _asked(plain, seconds).astype(np.float64)


def read_counts(cells: "pd.Series[str]") -> "pd.Series[float]":
    """Contacts of a column, shape (n,), missing where there is no number: `1,234`, `１２件`."""
    narrow = cells.map(lambda cell: unicodedata.normalize("NFKC", cell), na_action="ignore").astype("str")
    plain = narrow.str.replace(",", "", regex=False).str.removesuffix("件").str.strip()
    amount = pd.to_numeric(plain, errors="coerce").astype(np.float64)
    return amount.where(np.isfinite(amount))


def read_band(cell: str) -> tuple[int, int | None] | None:
    """Minutes from midnight to a band's begin, and its length where it tells an end; None where it is no time.

    `9:00-9:30`, `09:00～`, `9時30分`, `9時台` (an hour), `0930`, `9`.
    """
    text = unicodedata.normalize("NFKC", cell).strip()
    if four := _FOUR_DIGITS.fullmatch(text):
        text = f"{four[1]}:{four[2]}"
    found = _BAND.fullmatch(text)
    if found is None:
        return None
    hour, minute, whole_hour, end_hour, end_minute = found.groups()
    begin = int(hour) * 60 + int(minute or 0)
    if whole_hour:
        return begin, 60
    if end_hour is None:
        return (begin, None) if begin < 48 * 60 else None
    end = int(end_hour) * 60 + int(end_minute or 0)
    length = (end - begin) % 1440 or 1440  # 23:30-0:00
    return begin, length + ((length + 1) % 5 == 0)  # 9:00-9:29 is half an hour


def is_totals_row(cells: pd.DataFrame) -> "pd.Series[bool]":
    """Where a row holds no stretch but the sum of those above, shape (n,)."""
    return cells.isin(TOTALS_WORDS).any(axis=1)


def _asked(cells: "pd.Series[str]", expression: str) -> "pd.Series[Any]":
    """What an SQL expression makes of each `cell`."""
    with Warehouse.in_memory() as warehouse:
        frame = pd.DataFrame({"place": np.arange(len(cells)), "cell": cells.to_numpy(object)})
        warehouse.stage("told", frame.astype({"cell": "str"}))
        read = warehouse.query_text(f"SELECT {expression} AS figure FROM told ORDER BY place")
    return read["figure"].set_axis(cells.index)
