"""The integer program of a week: counts of people alike on each shift, with implicit breaks."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from staffing.deadline_work import DayWork
from staffing.planning.break_places import Window, add_places, match_places
from staffing.planning.contract_class import ContractClass, PersonWeek, hall_limits
from staffing.planning.day_shift import PAUSE_STEP_MINUTES, DayShift, Pause
from staffing.planning.integer_program import Answer, Cell, IntegerProgram, SearchLimits
from staffing.planning.shift_design import COMPANY_PRICE, DayNeed, Slot
from staffing.planning.week_search import ClassLimit, search_counts

Floats = NDArray[np.float64]
Needs = Mapping[tuple[str, date], DayNeed]

HELPER_SHIFT_PRICE = 0.5
"""A helper comes where the shift covers at least this many uncovered hours; surplus alone never calls one."""

LOWER_TIER_PRICE = 0.25
"""People of tier 2 leave it for tier 1 where the shift covers at least this many uncovered hours there."""

MOVE_PRICE = 0.15
"""Price of an hour on another live queue than the rest of the shift; many such hours cannot be had in whole blocks."""

MISSED_PRICE = 0.3
"""Price of an hour that misses its deadline, on top of that of the level pace: live hours come first."""

ARREARS_PRICE = 0.15
"""Price of an hour of written work by which a week ends behind its level pace: the next may be short as well."""

WEEKEND_SHIFT_PRICE = 0.5
"""Who is not needed at a weekend works on another day."""


@dataclass(frozen=True)
class _Body:
    """A shift but for the place of its lunch."""

    template: str
    start: int
    end: int
    lunch_minutes: int
    pauses: tuple[Pause, ...] = ()

    @classmethod
    def of(cls, shift: DayShift) -> "_Body":
        return cls(shift.template, shift.start, shift.end, shift.lunch_minutes, shift.pauses)

    @property
    def paid_minutes(self) -> int:
        """Length without lunch."""
        return self.end - self.start - self.lunch_minutes

    def with_lunch(self, minute: int | None) -> DayShift:
        return DayShift(self.template, self.start, self.end, minute, self.lunch_minutes, self.pauses)


@dataclass(frozen=True)
class _Column:
    """So many people of a class on a body, serving a queue, on a day."""

    number: int
    group: int
    day: date
    queue: str
    body: _Body
    lunches: tuple[int, ...]

    @property
    def window(self) -> Window:
        return self.lunches[0], self.lunches[-1]


@dataclass(frozen=True)
class _Crew:
    """People of a day who can be exchanged for one another at lunch: the key of what is counted together."""

    day: date
    queue: str
    speeds: tuple[tuple[str, float], ...]

    @property
    def speed(self) -> float:
        """On their own queue."""
        return dict(self.speeds)[self.queue]


@dataclass
class _Present:
    """How many of a crew work in each interval, as variables and what each adds, shape (n,)."""

    shares: list[tuple[int, Floats]] = field(default_factory=list)

    def cells(self, interval: int, times: float = 1.0) -> list[Cell]:
        return [(k, times * float(share[interval])) for k, share in self.shares if abs(share[interval]) > 1e-9]


class WeekProgram:
    """The program of one week.

    Parameters
    ----------
    classes, weeks, needs, days
        As for `staffing.planning.week_design.design_week`.
    priced
        Whether preferences are priced; without, nothing but uncovered hours is.
    program
        To add the week to; None: one of its own.
    """

    def __init__(
        self,
        classes: Sequence[ContractClass],
        weeks: Sequence[Sequence[PersonWeek]],
        needs: Needs,
        *,
        days: Sequence[date],
        priced: bool = True,
        program: IntegerProgram | None = None,
    ) -> None:
        self._classes, self._days, self._priced = classes, days, priced
        self.needs = {key: need for key, need in needs.items() if key[1] in days}
        self.program = program or IntegerProgram()
        self.columns: list[_Column] = []
        self._class_limits: list[ClassLimit] = []
        self._crews: dict[_Crew, _Present] = defaultdict(_Present)
        self._places: list[tuple[list[_Column], dict[int, int]]] = []
        self.moved: dict[tuple[str, date], list[tuple[float, dict[int, int]]]] = defaultdict(list)
        self.required_hours = sum(float(need.required @ need.opened.hours) for need in self.needs.values())
        for number, (group, people) in enumerate(zip(classes, weeks, strict=True)):
            for day in days if group.can_be_planned else ():
                if any(day in week.free_days and week.most_days for week in people):
                    self._add_columns(number, group, day)
        for crew, columns in self._columns_by_crew().items():
            self._add_presence(crew, columns)
        for crew in list(self._crews):
            self._add_moves(crew)
        for need in self.needs.values() if priced else ():
            self._keep_company(need)

    def _add_columns(self, number: int, group: ContractClass, day: date) -> None:
        lunches: dict[_Body, list[int]] = defaultdict(list)
        for shift in group.shifts:
            body = _Body.of(shift)
            lunches[body] += [] if shift.lunch_start is None else [shift.lunch_start]
        able = tuple(queue for queue in group.queues if (queue, day) in self.needs)
        for queue in able or group.queues[:1]:
            chosen = self._different(lunches, queue, day) if able else dict(list(lunches.items())[:1])
            for body, starts in chosen.items():
                price = _price_of_shift(group, queue, day) if self._priced else 0.0
                column = self.program.add_variable(price, whole=True)
                self.columns.append(_Column(column, number, day, queue, body, tuple(starts)))

    def _different(self, lunches: Mapping[_Body, list[int]], queue: str, day: date) -> dict[_Body, list[int]]:
        """One body for each way to cover the day: those that differ only outside its hours are searched in vain."""
        need = self.needs[queue, day]
        found: dict[tuple[object, object], tuple[_Body, list[int]]] = {}
        for body, starts in lunches.items():
            places = tuple(tuple(np.round(span_presence(need, (at, at + body.lunch_minutes)), 9)) for at in starts)
            whole = tuple(np.round(span_presence(need, (body.start, body.end)), 9))
            found.setdefault((whole, (places, body.pauses)), (body, starts))
        return dict(found.values())

    def _columns_by_crew(self) -> dict[_Crew, list[_Column]]:
        found: dict[_Crew, list[_Column]] = defaultdict(list)
        for column in self.columns:
            group = self._classes[column.group]
            if (column.queue, column.day) in self.needs:
                speeds = group.speeds if self._priced else group.best_speeds
                able = tuple((queue, speeds[queue]) for queue in group.queues if (queue, column.day) in self.needs)
                found[_Crew(column.day, column.queue, able)].append(column)
        return found

    def _add_presence(self, crew: _Crew, columns: Sequence[_Column]) -> None:
        need, present = self.needs[crew.queue, crew.day], self._crews[crew]
        for column in columns:
            share = span_presence(need, (column.body.start, column.body.end))
            present.shares.append((column.number, share))
        alike: dict[tuple[int, int, int], list[_Column]] = defaultdict(list)
        for column in columns:
            if column.lunches:
                step = column.lunches[1] - column.lunches[0] if len(column.lunches) > 1 else 1440
                alike[column.body.lunch_minutes, step, column.lunches[0] % step].append(column)
        for (minutes, _, _), same in alike.items():
            windows: dict[Window, list[Cell]] = defaultdict(list)
            for column in same:
                windows[column.window].append((column.number, 1.0))
            places = add_places(self.program, windows, {column.window: column.lunches for column in same})
            present.shares += [(k, -span_presence(need, (at, at + minutes))) for at, k in places.items()]
            self._places.append((same, places))
        self._add_pauses(present, columns, need)

    def _add_pauses(self, present: _Present, columns: Sequence[_Column], need: DayNeed) -> None:
        """Short breaks, of which only the counts matter here."""
        alike: dict[int, dict[Window, list[Cell]]] = defaultdict(lambda: defaultdict(list))
        for column in columns:
            for pause in column.body.pauses:
                alike[pause.minutes][pause.first, pause.last].append((column.number, 1.0))
        for minutes, windows in alike.items():
            starts = {window: range(window[0], window[1] + 1, PAUSE_STEP_MINUTES) for window in windows}
            places = add_places(self.program, windows, starts)
            present.shares += [(k, -span_presence(need, (at, at + minutes))) for at, k in places.items()]

    def _add_moves(self, crew: _Crew) -> None:
        """Hours that people who can take several live queues give to another than their own."""
        own = self.needs[crew.queue, crew.day]
        speeds = dict(crew.speeds)
        others = [self.needs[queue, crew.day] for queue, speed in speeds.items() if queue != crew.queue and speed > 0]
        others = [need for need in others if not need.can_wait and _same_intervals(need, own)]
        if own.can_wait or not others:
            return
        given: dict[int, list[Cell]] = defaultdict(list)
        for need in others:
            moved = {}
            for k in map(int, np.flatnonzero(need.required > 0)):
                price = MOVE_PRICE * own.opened.hours[k] if self._priced else 0.0
                moved[k] = self.program.add_variable(price)
                given[k].append((moved[k], 1.0))
            self.moved[need.queue, crew.day].append((speeds[need.queue], moved))
            self.moved[own.queue, crew.day].append((-crew.speed, moved))
        for k, cells in given.items():
            self.program.add_row([*self._crews[crew].cells(k), *((m, -v) for m, v in cells)], lower=0)

    def _keep_company(self, need: DayNeed) -> None:
        """Prices who is missing to as many as shall be on duty, on whatever queue they are."""
        wanted = np.zeros(0) if need.company is None else need.company
        at_work: dict[float, list[Cell]] = defaultdict(list)
        for crew, present in self._crews.items() if wanted.any() else ():
            other = self.needs[crew.queue, crew.day]
            if crew.day == need.day and other.interval_minutes == need.interval_minutes:
                for k, start in enumerate(other.starts_minute.tolist()):
                    at_work[start] += present.cells(k)
        for k in map(int, np.flatnonzero(wanted)):
            missing = self.program.add_variable(COMPANY_PRICE * float(need.opened.hours[k]), most=float(wanted[k]))
            cells = at_work[float(need.starts_minute[k])]
            self.program.add_row([*cells, (missing, 1.0)], lower=float(wanted[k]))

    def limit_classes(self, weeks: Sequence[Sequence[PersonWeek]], *, least: bool = True) -> None:
        """No more shifts than can be named, and for all but helpers no fewer than the contracts ask for."""
        for group in {column.group: None for column in self.columns}:
            own = [(column.number, column.day) for column in self.columns if column.group == group]
            for limit in hall_limits(weeks[group], self._days):
                chosen = {self._days[d] for d in limit.days}
                self._limit([k for k, day in own if day in chosen], least=0, most=limit.most)
            asked = 0 if self._classes[group].helper or not least else sum(week.least_days for week in weeks[group])
            most = sum(week.most_days for week in weeks[group])
            self._limit([k for k, _ in own], least=asked, most=most)

    def _limit(self, columns: Sequence[int], *, least: float, most: float) -> None:
        self.program.add_row([(k, 1.0) for k in columns], lower=least, upper=most)
        self._class_limits.append(ClassLimit(tuple(columns), least, most))

    def cover(self, need: DayNeed, *, weight: float = 1.0) -> None:
        """Prices what is missing in each interval below each level.

        The price is convex in the people present, so one row an interval does, with a variable for each stretch
        between two levels: whoever is missing within a stretch is missing below every level above it too.
        """
        levels = need.levels if self._priced else ((need.required, 1.0),)
        for interval, hours in enumerate(need.opened.hours.tolist()):
            stretches = _stretches([(float(level[interval]), price) for level, price in levels])
            missing = [(self.program.add_variable(weight * price * hours, most=length), 1.0)
                       for length, price in stretches]  # fmt: skip
            lower = sum(length for length, _ in stretches)
            self.program.add_row([*self._serving(need, interval), *missing], lower=lower)

    def _serving(self, need: DayNeed, interval: int) -> list[Cell]:
        """Everybody who serves the queue in the interval, by proficiency."""
        cells: list[Cell] = []
        for crew, present in self._crews.items():
            if (crew.queue, crew.day) == (need.queue, need.day):
                cells += present.cells(interval, crew.speed)
        for speed, moved in self.moved[need.queue, need.day]:
            if interval in moved:
                cells.append((moved[interval], speed))
        return cells

    def keep_deadlines(self, work: Sequence[DayWork]) -> None:
        """Prices the written work of a queue that misses its deadline, and that the week leaves behind its pace.

        A variable a day holds the work settled by its end: done by those present, or missed.
        """
        before: int | None = None
        for one in work:
            need = self.needs[one.queue, one.day]
            most = max(one.arrived_hours, one.due_hours)
            settled = self.program.add_variable(least=one.due_hours, most=most)
            cells = [(settled, -1.0), (self.program.add_variable(MISSED_PRICE), 1.0)]
            if before is not None:
                cells.append((before, 1.0))
                self.program.add_row([(settled, 1.0), (before, -1.0)], lower=0)
            hours = need.opened.hours
            for crew, present in self._crews.items():
                if (crew.queue, crew.day) == (one.queue, one.day):
                    cells += [(k, crew.speed * float(share @ hours)) for k, share in present.shares]
            self.program.add_row(cells, lower=one.lost_hours)
            before = settled
        if before is not None:
            behind = self.program.add_variable(ARREARS_PRICE)
            self.program.add_row([(before, 1.0), (behind, 1.0)], lower=work[-1].pace_hours)

    def solve(self, limits: SearchLimits) -> Answer:
        """Whole counts of each column; where the limits leave no time for them, parts of people are rounded off.

        A further variable, fixed at 1, is priced at the week's required hours: the gap of the search then means a share
        of these hours, also where almost nothing is uncovered.
        """
        self.program.add_variable(max(self.required_hours, 1.0), least=1.0, most=1.0)
        shifts = [column.number for column in self.columns]
        return search_counts(self.program, shifts, classes=self._class_limits, limits=limits)

    def slots(self, answer: Answer) -> list[list[Slot]]:
        """The shifts of each class, their lunches at the places that were counted."""
        values = answer.values
        assert values is not None
        found: list[list[Slot]] = [[] for _ in self._classes]
        counts = {column: round(values[column.number]) for column in self.columns}
        placed: dict[_Column, list[int | None]] = {}
        for columns, places in self._places:
            wanted = [(column, column.window) for column in columns for _ in range(counts[column])]
            minutes = [minute for minute, k in places.items() for _ in range(round(values[k]))]
            for column, minute in match_places(wanted, minutes):
                placed.setdefault(column, []).append(minute)
        for column, count in counts.items():
            first = column.lunches[0] if column.lunches else None
            lunches = [*placed.get(column, []), *([first] * count)][:count]
            slots = [Slot(column.day, column.body.with_lunch(at), column.queue) for at in lunches]
            found[column.group].extend(slots)
        return found


def span_presence(need: DayNeed, span: tuple[int, int]) -> Floats:
    """Share of each interval that lies in the span, 0 to 1, shape (n,)."""
    share = np.zeros(len(need.required))
    need.opened.add_presence(share, worked=span, people=1.0)
    return share


def _same_intervals(one: DayNeed, other: DayNeed) -> bool:
    return one.interval_minutes == other.interval_minutes and np.array_equal(one.starts_minute, other.starts_minute)


def _stretches(levels: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Length of each stretch between the levels above 0, rising, and the price of a person missing within it."""
    rising = sorted((level, price) for level, price in levels if level > 0)
    below = [0.0, *(level for level, _ in rising)]
    return [
        (level - below[k], sum(price for _, price in rising[k:]))
        for k, (level, _) in enumerate(rising)
        if level > below[k]
    ]


def _price_of_shift(group: ContractClass, queue: str, day: date) -> float:
    """What speaks against these people on that queue and day."""
    price = LOWER_TIER_PRICE * (queue in group.lower_tier_queues) + HELPER_SHIFT_PRICE * group.helper
    return price + WEEKEND_SHIFT_PRICE * (day.weekday() >= 5)
