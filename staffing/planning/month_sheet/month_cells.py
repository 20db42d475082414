"""The cells of a month sheet that somebody has edited, as they stand: who, which day, what word."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from data.desk import Desk
from data.errors import TsunagariError
from data.importers.workbook import read_sheets
from staffing.planning.month_sheet.month_table import MARKS, WORDS, with_channel

MOST_ROWS = 2000
"""Of a sheet; a desk has fewer people."""

_MONTH = re.compile(r"(\d{4})(?:-|/|年)(\d{1,2})")
_MARKED = re.compile(f"([{MARKS}]) (.+?)(?=  |$)")

_NAME_WORDS = {words["person"] for words in WORDS.values()}
_PEOPLE_WORDS = {words["people"] for words in WORDS.values()}
_LEGEND_WORDS = {words["legend"] for words in WORDS.values()}


@dataclass(frozen=True)
class DayCell:
    """What stands in one cell.

    Parameters
    ----------
    sheet, cell
        Where, for example `2026-12` and `C7`.
    person, day
        Of which row and column.
    text
        Its word; empty where nothing stands.
    """

    sheet: str
    cell: str
    person: str
    day: date
    text: str


@dataclass(frozen=True)
class MonthCells:
    """One month of the workbook.

    Parameters
    ----------
    days
        Of its columns, in their order.
    people
        Of its rows, each with where its name stands.
    cells
        Row by row.
    marks
        Queues by their marks, as the legend tells; empty where there is none.
    """

    days: tuple[date, ...]
    people: tuple[tuple[str, str], ...]
    cells: tuple[DayCell, ...]
    marks: Mapping[str, str]


def read_month_cells(path: Path, desk: Desk) -> list[MonthCells]:
    """The month sheets of a workbook, those with a column of names beside days; empty where there is none.

    Raises
    ------
    TsunagariError
        If a sheet has no month, or a day that the month does not have.
    """
    found = [_month(title, rows, desk) for title, rows in read_sheets(path, most_rows=MOST_ROWS).items()]
    return sorted((month for month in found if month is not None), key=lambda month: month.days[0])


def _month(title: str, rows: Sequence[Sequence[str]], desk: Desk) -> MonthCells | None:
    header = next((k for k, row in enumerate(rows) if row and row[0].strip() in _NAME_WORDS), None)
    columns = [] if header is None else [k for k, text in enumerate(rows[header]) if k and _is_day(text)]
    if header is None or not columns:
        return None
    days = {k: _date(title, rows, int(rows[header][k])) for k in columns}
    people, cells = [], []
    for number, name, row in _people(rows, header, desk):
        people.append((name, f"A{number}"))
        for k, day in days.items():
            text = row[k].strip() if k < len(row) else ""
            cells.append(DayCell(title, f"{_letters(k)}{number}", name, day, text))
    return MonthCells(tuple(days.values()), tuple(people), tuple(cells), _marks(rows, desk))


def _people(rows: Sequence[Sequence[str]], header: int, desk: Desk) -> Iterator[tuple[int, str, Sequence[str]]]:
    """The rows of people: those with a name, below the weekdays, until the rows that count people begin."""
    titles = {template.title(language) for template in desk.settings.shifts.template for language in WORDS}
    for number, row in enumerate(rows[header + 2 :], start=header + 3):
        name = row[0].strip() if row else ""
        counts = [text for text in row[1:] if text.strip()]
        if name in _PEOPLE_WORDS or (name in titles and all(text.strip().isdecimal() for text in counts)):
            return
        if name:
            yield number, name, row


def _is_day(text: str) -> bool:
    return text.strip().isdecimal() and 1 <= int(text) <= 31


def _date(title: str, rows: Sequence[Sequence[str]], day: int) -> date:
    told = _MONTH.search(title) or next((found for row in rows[:3] if row and (found := _MONTH.search(row[0]))), None)
    if told is None:
        raise TsunagariError(
            "sheet {sheet!r} tells no month; name it after its month, like 2026-12, or take it out", sheet=title
        )
    year, month = int(told[1]), int(told[2])
    with suppress(ValueError):
        return date(year, month, day)
    raise TsunagariError(
        "sheet {sheet!r} has a column for day {day}, which {year}-{month:02d} does not have; mend the day or the name "
        "of the sheet",
        sheet=title,
        day=day,
        year=year,
        month=month,
    )


def _marks(rows: Sequence[Sequence[str]], desk: Desk) -> dict[str, str]:
    legend = next((row[1] for row in rows if len(row) > 1 and row[0].strip() in _LEGEND_WORDS), "")
    titles = {with_channel(queue, language): queue.name for queue in desk.settings.queue for language in WORDS}
    return {mark: titles[title.strip()] for mark, title in _MARKED.findall(legend) if title.strip() in titles}


def _letters(column: int) -> str:
    """`A` of 0, `AB` of 27."""
    return (_letters(column // 26 - 1) if column >= 26 else "") + chr(ord("A") + column % 26)
