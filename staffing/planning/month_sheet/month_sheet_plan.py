"""A month sheet that a lead has edited, as a plan: unchanged days as the plan that stands has them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from data.desk import Desk
from data.errors import TsunagariError, WrongValue
from data.message import Message
from data.records import Records
from data.remark import Remark
from staffing.plan_sentences import SENTENCES as PLAN_SENTENCES
from staffing.plan_sentences import day_alone, named_people
from staffing.planning.month_sheet.cell_words import DayWord, word_of_cell, word_of_day
from staffing.planning.month_sheet.month_cells import DayCell, MonthCells
from staffing.planning.month_sheet.month_table import WORDS, queue_marks
from staffing.planning.month_sheet.sheet_days import SheetDays
from staffing.planning.plan_table import plan_from_rows
from staffing.sheet_sentences import SENTENCES
from staffing.shift_plan import Activity, ShiftPlan

TOLD_AT_MOST = 5
"""So many cells that cannot be used, and so many changed days, are told at once."""

Day = tuple[str, date]


def plan_of_month_sheet(months: Sequence[MonthCells], desk: Desk, *, path: Path) -> ShiftPlan:
    """The plan that the sheet tells; its remarks say what is new, and where times and lunches come from.

    A day whose word is the one of the plan that stands keeps its times, lunch, breaks and queues. Any other has the
    times of its shift, its lunch where it was before or in the middle of its window, and the queue that the cell's mark
    tells, else the one served that day or usually.

    Parameters
    ----------
    months
        As `read_month_cells` gives them, at least one.
    path
        What errors call the workbook.

    Raises
    ------
    TsunagariError
        Naming sheet, cell, value and what would do, of the first few cells that cannot be used; or if days are left
        out between the first and the last.
    """
    days = _days(months, path)
    sheet = _Sheet(desk, _standing(desk, days), [cell for month in months for cell in month.cells])
    wrong = [*_wrong_people(months, sheet, path)]
    wrong += sheet.read({cell: month.marks for month in months for cell in month.cells}, path) if not wrong else []
    if wrong:
        more = len(wrong) - TOLD_AT_MOST
        told = wrong[:TOLD_AT_MOST] + ([Message.of("and {count} more cells", count=more)] if more > 0 else [])
        raise TsunagariError(Message.joined(told))
    return ShiftPlan(days[0], days[-1], tuple(sheet.rows), tuple(sheet.remarks(days)))


def _days(months: Sequence[MonthCells], path: Path) -> list[date]:
    days = sorted(day for month in months for day in month.days)
    for one, two in pairwise(days):
        if two - one != timedelta(days=1):
            raise TsunagariError(
                "{path}: after {one} the sheets go on with {two}; put in the days between, or take out what is there "
                "twice",
                path=path,
                one=one,
                two=two,
            )
    return days


def _standing(desk: Desk, days: Sequence[date]) -> dict[Day, list[Activity]]:
    """What the plans that stand have in these days, by person and day."""
    with Records.open(desk) as records:
        stored = records.plans(days[0], days[-1])
    found: dict[Day, list[Activity]] = defaultdict(list)
    for part in stored:
        plan = plan_from_rows(part.activities, zone=desk.zone, first_day=part.first_day, last_day=part.last_day)
        for one in plan.activities:
            found[one.person, one.date].append(one)
    return dict(found)


def _wrong_people(months: Sequence[MonthCells], sheet: "_Sheet", path: Path) -> Iterable[Message]:
    known = sheet.people.keys() | {person for person, _ in sheet.standing}
    for month in months:
        names = [person for person, _ in month.people]
        for number, (person, cell) in enumerate(month.people):
            where = _place(path, month.cells[0].sheet, cell)
            if person not in known:
                yield Message.of(
                    "{where}: {person!r} is not in staff.csv; add the person, or take the row out",
                    where=where,
                    person=person,
                )
            elif person in names[:number]:
                yield Message.of("{where}: {person!r} stands in two rows; keep one", where=where, person=person)


def _place(path: Path, sheet: str, cell: str) -> Message:
    return Message.of("{path} sheet {sheet} cell {cell}", path=path, sheet=sheet, cell=cell)


@dataclass
class _Sheet:
    """The sheet's days beside those that stand, and what becomes of them."""

    desk: Desk
    standing: Mapping[Day, list[Activity]]
    cells: Sequence[DayCell]
    rows: list[Activity] = field(default_factory=list)
    unchanged: int = 0
    changed: list[DayCell] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.people = {person.name: person for person in self.desk.staff}
        before = [one for rows in self.standing.values() for one in rows]
        self._days = SheetDays(self.desk, before)
        self._shifts = sorted({one.shift for one in before if one.shift})
        everything = ShiftPlan(date.min, date.max, tuple(before))
        self._marks = {mark: queue for queue, mark in queue_marks(everything, self.desk).items()}

    def read(self, marks: Mapping[DayCell, Mapping[str, str]], path: Path) -> list[Message]:
        """Fill `rows`; tells what is wrong with which cells."""
        wrong = []
        for cell in self.cells:
            try:
                self._add(cell, marks[cell] or self._marks)
            except WrongValue as error:
                where = _place(path, cell.sheet, cell.cell)
                wrong.append(Message.of("{where}: {error}", where=where, error=error))
        return wrong

    def _add(self, cell: DayCell, marks: Mapping[str, str]) -> None:
        was = self.standing.get((cell.person, cell.day), [])
        stands = word_of_day(was, marked=bool(marks))
        told = word_of_cell(cell.text, self.desk, marks=marks, shifts=self._shifts, was=stands.shift)
        if stands.agrees_with(told):
            self.unchanged += bool(was)
            self.rows += was
            return
        if told == DayWord():
            raise WrongValue(
                "the cell is empty, and the plan that stands has something there; write {day_off} or a shift",
                day_off=WORDS[self.desk.settings.language]["day_off"],
            )
        if cell.person not in self.people:
            raise WrongValue(
                "{person!r} is not in staff.csv, so the day cannot be planned anew; write what stood there",
                person=cell.person,
            )
        self.rows += self._days.rows(self.people[cell.person], cell.day, told, was)
        self.changed.append(cell)

    def remarks(self, days: Sequence[date]) -> Iterable[Remark]:
        """Where times and lunches come from, what was changed, and whose row is gone."""
        if not self.standing:
            yield _remark("no_plan", lambda language: {"first": day_alone(days[0], language),
                                                       "last": day_alone(days[-1], language)})  # fmt: skip
            return
        yield _remark("as_stands", lambda _: {"same": self.unchanged, "changed": len(self.changed)})
        if self.changed:
            yield _remark("changed", self._told_changes)
        gone = sorted({person for person, _ in self.standing} - {cell.person for cell in self.cells})
        if gone:
            yield _remark("gone", lambda language: {"people": named_people(gone, language)})

    def _told_changes(self, language: str) -> dict[str, object]:
        told = [
            f"{cell.person} {day_alone(cell.day, language)} {' '.join(cell.text.split())}"
            for cell in self.changed[:TOLD_AT_MOST]
        ]
        more = len(self.changed) - len(told)
        days = PLAN_SENTENCES[language]["comma"].join(told)
        return {"days": SENTENCES[language]["and_more"].format(days=days, count=more) if more else days}


def _remark(key: str, values: Callable[[str], Mapping[str, object]]) -> Remark:
    return Remark(**{language: said[key].format(**values(language)) for language, said in SENTENCES.items()})
