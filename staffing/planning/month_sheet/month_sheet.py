"""The month sheet that a lead prints and pins up: a row a person, a column a day. The only door to openpyxl."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from data.calendar import Calendar
from data.desk import Desk
from staffing.planning.month_sheet.month_table import WORDS, MonthTable, PersonLine, month_tables, without_marks
from staffing.shift_plan import ShiftPlan

WEEKDAYS = {"ja": "月火水木金土日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}

FONTS = {"ja": "Yu Gothic", "en": "Calibri"}

FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
"""A spreadsheet may run a text that begins so; full-width signs included."""

SHIFT_FILLS = ("FFF2CC", "DDEBF7", "E2EFDA", "FCE4D6", "EDE7F6", "E0F2F1")
"""One for each template, pale enough for print."""

CLOSED_FILL = "D9D9D9"
SATURDAY_INK, HOLIDAY_INK, FREE_INK = "1F4E9E", "B00020", "808080"

ONE_PAGE_PEOPLE = 40
"""As many people stay legible on one A4 page across."""

HEADER_ROW = 4
FIRST_PERSON_ROW = 6
TOTAL_WORDS = ("days_worked", "day_off", "paid_leave", "hours")

ROW, TALL_ROW = 18, 28
"""Heights in points: for one line, and for a shift with its start below."""

_THIN = Side(style="thin", color="999999")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_CENTRE = Alignment(horizontal="center", vertical="center", shrink_to_fit=True)
_TWO_LINES = Alignment(horizontal="center", vertical="center", wrap_text=True)


def write_month_sheet(plan: ShiftPlan, desk: Desk, path: Path) -> None:
    """Writes the plan as an Excel workbook, a sheet a month, in the desk's language, to print on A4 across.

    Text that a spreadsheet could take for a formula is written as text.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    for table in month_tables(plan, desk):
        sheet = book.create_sheet(f"{table.days[0]:%Y-%m}")
        _Sheet(sheet, table, desk).draw()
    book.save(path)


class _Sheet:
    def __init__(self, sheet: Worksheet, table: MonthTable, desk: Desk) -> None:
        self._sheet, self._table, self._desk = sheet, table, desk
        self._calendar = Calendar.of(desk)
        self._language = desk.settings.language
        self._words = WORDS[self._language]
        titles = [template.title(self._language) for template in desk.settings.shifts.template]
        self._fills = {title: SHIFT_FILLS[k % len(SHIFT_FILLS)] for k, title in enumerate(titles)}
        self._first_total = 2 + len(table.days)

    def draw(self) -> None:
        self._draw_title()
        self._draw_header()
        for number, line in enumerate(self._table.lines):
            self._draw_person(FIRST_PERSON_ROW + number, line)
        below = FIRST_PERSON_ROW + len(self._table.lines)
        self._draw_people(below)
        self._draw_legend(below + len(self._table.people) + 2)
        self._set_sizes()
        self._set_up_page()

    def _put(
        self,
        row: int,
        column: int,
        value: str | float,
        *,
        fill: str | None = None,
        ink: str = "000000",
        bold: bool = False,
    ) -> Cell:
        """A cell of the grid; text always stays text."""
        cell = self._text(row, column, value, ink=ink, bold=bold)
        cell.border = _GRID
        cell.alignment = _TWO_LINES if isinstance(value, str) and "\n" in value else _CENTRE
        if fill is not None:
            cell.fill = PatternFill("solid", start_color=fill)
        return cell

    def _text(self, row: int, column: int, value: str | float, *, ink: str = "000000", bold: bool = False) -> Cell:
        cell = self._sheet.cell(row, column)
        assert isinstance(cell, Cell)  # no cells are merged here
        write_safely(cell, value)
        cell.font = Font(name=FONTS[self._language], size=10, color=ink, bold=bold)
        return cell

    def _draw_title(self) -> None:
        first, last = self._table.days[0], self._table.days[-1]
        title = self._words["title"].format(desk=self._desk.settings.name, year=first.year, month=first.month)
        self._text(1, 1, title).font = Font(name=FONTS[self._language], size=14, bold=True)
        self._text(2, 1, self._words["period"].format(first=self._day(first), last=self._day(last)))

    def _day(self, day: date) -> str:
        weekday = WEEKDAYS[self._language][day.weekday()]
        return f"{day.year}年{day.month}月{day.day}日({weekday})" if self._language == "ja" else f"{day:%Y-%m-%d}"

    def _draw_header(self) -> None:
        self._put(HEADER_ROW, 1, self._words["person"], bold=True)
        self._put(HEADER_ROW + 1, 1, "")
        for column, day in enumerate(self._table.days, start=2):
            ink, fill = self._ink_of(day), self._fill_of(day)
            self._put(HEADER_ROW, column, day.day, ink=ink, fill=fill, bold=True)
            self._put(HEADER_ROW + 1, column, WEEKDAYS[self._language][day.weekday()], ink=ink, fill=fill)
        for offset, word in enumerate(TOTAL_WORDS):
            self._put(HEADER_ROW, self._first_total + offset, self._words[word], bold=True)
            self._put(HEADER_ROW + 1, self._first_total + offset, "")

    def _ink_of(self, day: date) -> str:
        if day.weekday() == 6 or self._calendar.is_holiday(day):
            return HOLIDAY_INK
        return SATURDAY_INK if day.weekday() == 5 else "000000"

    def _fill_of(self, day: date) -> str | None:
        """Grey for weekends, holidays and days on which no channel is open."""
        closed = not any(self._calendar.is_open(channel, day) for channel in self._desk.settings.hours)
        return CLOSED_FILL if closed or day.weekday() >= 5 or self._calendar.is_holiday(day) else None

    def _draw_person(self, row: int, line: PersonLine) -> None:
        name = self._put(row, 1, line.person)
        name.alignment = Alignment(horizontal="left", vertical="center", shrink_to_fit=True)
        for column, (day, word) in enumerate(zip(self._table.days, line.cells, strict=True), start=2):
            ink = FREE_INK if word == self._words["day_off"] else "000000"
            self._put(row, column, word, fill=self._fills.get(without_marks(word)) or self._fill_of(day), ink=ink)
        totals = (line.days_worked, line.days_off, line.days_of_paid_leave, round(line.hours, 2))
        for offset, total in enumerate(totals):
            self._put(row, self._first_total + offset, total)

    def _draw_people(self, row: int) -> None:
        for number, (title, counts) in enumerate(self._table.people):
            self._draw_counts(row + number, title, counts, fill=self._fills.get(title))
        totals = [sum(counts[k] for _, counts in self._table.people) for k in range(len(self._table.days))]
        self._draw_counts(row + len(self._table.people), self._words["people"], totals, bold=True)

    def _draw_counts(
        self, row: int, title: str, counts: Sequence[int], *, fill: str | None = None, bold: bool = False
    ) -> None:
        self._put(row, 1, title, fill=fill, bold=bold)
        for column, (day, count) in enumerate(zip(self._table.days, counts, strict=True), start=2):
            self._put(row, column, count, fill=self._fill_of(day), bold=bold)
        self._put(row, self._first_total, sum(counts), bold=bold)

    def _draw_legend(self, row: int) -> None:
        kinds = [self._words[kind] for kind in ("day_off", "paid_leave", "leave", "training", "meeting")]
        self._text(row, 1, self._words["legend"], bold=True)
        self._text(row, 2, "  ".join([*self._table.legend, *kinds]))

    def _set_sizes(self) -> None:
        longest = max((_width(line.person) for line in self._table.lines), default=0)
        self._sheet.column_dimensions["A"].width = min(max(longest + 2, 10), 24)
        words = [word for line in self._table.lines for word in line.cells]
        widest = max((_width(part) for word in words for part in word.splitlines()), default=0)
        tall = any("\n" in word for word in words)
        for column in range(2, self._first_total):
            self._sheet.column_dimensions[get_column_letter(column)].width = min(max(widest + 1.5, 4.5), 6.5)
        for offset, word in enumerate(TOTAL_WORDS):
            width = _width(self._words[word]) + 2
            self._sheet.column_dimensions[get_column_letter(self._first_total + offset)].width = width

        people = range(FIRST_PERSON_ROW, FIRST_PERSON_ROW + len(self._table.lines))
        for row in range(HEADER_ROW, FIRST_PERSON_ROW + len(self._table.lines) + len(self._table.people) + 1):
            self._sheet.row_dimensions[row].height = TALL_ROW if tall and row in people else ROW

    def _set_up_page(self) -> None:
        sheet = self._sheet
        sheet.freeze_panes = sheet.cell(FIRST_PERSON_ROW, 2).coordinate
        sheet.sheet_view.showGridLines = False
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = 9  # A4
        sheet.page_setup.fitToWidth = 1
        # One sheet for a team of usual size; a larger one goes on over further sheets instead of shrinking away.
        sheet.page_setup.fitToHeight = 1 if len(self._table.lines) <= ONE_PAGE_PEOPLE else 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_margins.left = sheet.page_margins.right = 0.4
        sheet.page_margins.top = sheet.page_margins.bottom = 0.5
        sheet.print_title_rows = f"1:{HEADER_ROW + 1}"
        sheet.print_title_cols = "A:A"


def write_safely(cell: Cell, value: str | float) -> None:
    """Sets the cell's value; text that looks like a formula is marked as text, also for whoever edits it later."""
    if not isinstance(value, str):
        cell.value = value
        return
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell.data_type = "s"
    if value.lstrip(" \u3000").startswith(FORMULA_STARTS):
        cell.quotePrefix = True


def _width(text: str) -> int:
    """Columns a text takes, full-width letters as two."""
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)
