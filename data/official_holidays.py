"""Takes in an official table of public holidays, such as the Cabinet Office of Japan publishes, and keeps it in a desk.

The Cabinet Office's `syukujitsu.csv` is CP932 text: a header 国民の祝日・休日月日,国民の祝日・休日名称 and a row, such
as `2026/1/1,元日`, for each holiday from 1955 to the end of the next year. Tables of other countries have the header
`date,name`.
"""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd

from data.desk import Desk
from data.errors import DeskError, WrongValue
from data.holidays import holiday_name
from data.public_holidays import Holiday, HolidayDifference, PublicHolidays

FILE_NAME = "holidays.csv"
COLUMNS = ("date", "name")

_CABINET_OFFICE = ("国民の祝日・休日月日", "国民の祝日・休日名称")
_DATE = re.compile(r"^(\d{4})[/-](\d{1,2})[/-](\d{1,2})$")


def keep_official_holidays(desk: Desk, path: Path) -> tuple[HolidayDifference, ...]:
    """Write the table into the desk, in the place of an older one; gives the days on which the library differs.

    Raises
    ------
    DeskError
        If the file is no such table, is another country's, or lacks half of a year's holidays; nothing is written.
    """
    holidays = read_official_holidays(path, country=desk.settings.country)
    new = desk.folder / f"{FILE_NAME}.part"
    with new.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows((holiday.day.isoformat(), holiday.name) for holiday in holidays.official)
    new.replace(desk.folder / FILE_NAME)
    return holidays.differences()


def difference_rows(differing: tuple[HolidayDifference, ...]) -> pd.DataFrame:
    """Columns `date, official, library`: the holiday's name there, empty where it is none."""
    rows = [(each.day, each.official, each.library) for each in differing]
    return pd.DataFrame(rows, columns=["date", "official", "library"])


def read_official_holidays(path: Path, *, country: str) -> PublicHolidays:
    """The holidays of a country by an official table, its days rising.

    Raises
    ------
    DeskError
        If the file is no such table, is another country's, or lacks half of a year's holidays.
    """
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    try:
        header = tuple(cell.strip() for cell in next(reader, []))[:2]
        _refuse_wrong_header(path, header, country=country)
        found = dict(_rows(path, reader))
    except csv.Error as error:
        raise DeskError(
            "{path} near line {line}: {error}; close each opened quote, and double one within a cell",
            path=path,
            line=reader.line_num,
            error=error,
        ) from None
    holidays = PublicHolidays(country, tuple(found[day] for day in sorted(found)))
    _refuse_half_years(path, holidays)
    return holidays


def _text(path: Path) -> str:
    told = path.read_bytes()
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return told.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DeskError("{path} is neither Shift_JIS nor UTF-8 text; fetch the table again as CSV", path=path)


def _refuse_wrong_header(path: Path, header: tuple[str, ...], *, country: str) -> None:
    if header == _CABINET_OFFICE and country not in ("JP", ""):
        raise DeskError(
            "{path} holds the holidays of Japan, but desk.toml says country = {country!r}; name that country's table",
            path=path,
            country=country,
        )
    if header not in (_CABINET_OFFICE, COLUMNS):
        raise DeskError(
            "{path} is no table of holidays: its first line must be {wanted} (the Cabinet Office's syukujitsu.csv) "
            "or date,name",
            path=path,
            wanted=",".join(_CABINET_OFFICE),
        )


def _rows(path: Path, reader: Iterator[list[str]]) -> Iterator[tuple[date, Holiday]]:
    known: set[date] = set()
    for line, cells in enumerate(reader, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        try:
            holiday = _holiday(cells)
            if holiday.day in known:
                raise WrongValue("{day} stands twice; keep one row", day=holiday.day)
        except ValueError as error:
            raise DeskError("{path} line {line}: {error}", path=path, line=line, error=error) from None
        known.add(holiday.day)
        yield holiday.day, holiday


def _holiday(cells: list[str]) -> Holiday:
    day, name = (*(cell.strip() for cell in cells), "", "")[:2]
    parts = _DATE.match(day)
    try:
        return Holiday(date(*(int(part) for part in parts.groups())) if parts else date.fromisoformat(day), name)
    except WrongValue:
        raise
    except ValueError:
        raise WrongValue("{text!r} is no date; write 2026/1/1 or 2026-01-01", text=day) from None


def _refuse_half_years(path: Path, holidays: PublicHolidays) -> None:
    """A table stands over the library by whole years, so one that broke off would take holidays away."""
    if not holidays.official:
        raise DeskError("{path} holds no holiday; fetch the table again", path=path)
    for year in sorted(holidays.official_years):
        told = sum(holiday.day.year == year for holiday in holidays.official)
        known = sum(bool(holiday_name(date.fromordinal(day), holidays.country)) for day in _ordinals(year))
        if 2 * told < known:
            raise DeskError(
                "{path} names {told} holidays of {year}, where {known} are known; it must hold each of its years "
                "whole (single days of the desk belong into closed_on)",
                path=path,
                told=told,
                year=year,
                known=known,
            )


def _ordinals(year: int) -> range:
    return range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal())
