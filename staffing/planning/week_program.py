"""The integer program of a week: counts of people alike on each shift, with implicit breaks."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from staffing.deadline_work import DayWork
from staffing.planning.break_places import Window, add_places, match_places
from staffing.planning.contract_class import ContractClass, PersonWeek, hall_limits
from staffing.planning.day_shift import PAUSE_STEP_MINUTES
from staffing.planning.integer_program import Answer, Cell, IntegerProgram, SearchLimits
from staffing.planning.shift_design import COMPANY_PRICE, DayNeed, Slot
from staffing.planning.week_columns import Body, Column, Crew, Present
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
        self.columns: list[Column] = []
        self._class_limits: list[ClassLimit] = []
        self._crews: dict[Crew, Present] = defaultdict(Present)
        self._places: list[tuple[list[Column], dict[int, int]]] = []
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
        lunches: dict[Body, list[int]] = defaultdict(list)
        for shift in group.shifts:
            body = Body.of(shift)
            lunches[body] += [] if shift.lunch_start is None else [shift.lunch_start]
        able = tuple(queue for queue in group.queues if (queue, day) in self.needs)
        for queue in able or group.queues[:1]:
            chosen = self._different(lunches, queue, day) if able else dict(list(lunches.items())[:1])
            for body, starts in chosen.items():
                price = _price_of_shift(group, queue, day) if self._priced else 0.0
                column = self.program.add_variable(price, whole=True)
                self.columns.append(Column(column, number, day, queue, body, tuple(starts)))

    def _different(self, lunches: Mapping[Body, list[int]], queue: str, day: date) -> dict[Body, list[int]]:
        """One body for each way to cover the day: those that differ only outside its hours are searched in vain."""
        need = self.needs[queue, day]
        found: dict[tuple[object, object], tuple[Body, list[int]]] = {}
        for body, starts in lunches.items():
            places = tuple(tuple(np.round(span_presence(need, (at, at + body.lunch_minutes)), 9)) for at in starts)
            whole = tuple(np.round(span_presence(need, (body.start, body.end)), 9))
            found.setdefault((whole, (places, body.pauses)), (body, starts))
        return dict(found.values())

    def _columns_by_crew(self) -> dict[Crew, list[Column]]:
        found: dict[Crew, list[Column]] = defaultdict(list)
        for column in self.columns:
            group = self._classes[column.group]
            if (column.queue, column.day) in self.needs:
                speeds = group.speeds if self._priced else group.best_speeds
                able = tuple((queue, speeds[queue]) for queue in group.queues if (queue, column.day) in self.needs)
                found[Crew(column.day, column.queue, able)].append(column)
        return found

    def _add_presence(self, crew: Crew, columns: Sequence[Column]) -> None:
        need, present = self.needs[crew.queue, crew.day], self._crews[crew]
        for column in columns:
            share = span_presence(need, (column.body.start, column.body.end))
            present.shares.append((column.number, share))
        alike: dict[tuple[int, int, int], list[Column]] = defaultdict(list)
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

    def _add_pauses(self, present: Present, columns: Sequence[Column], need: DayNeed) -> None:
        """Short breaks, of which only the counts matter; what bounds all plans holds those that lunch never takes."""
        alike: dict[int, dict[Window, list[Cell]]] = defaultdict(lambda: defaultdict(list))
        for column in columns:
            for pause in column.body.pauses if self._priced else column.sure_pauses:
                alike[pause.minutes][pause.first, pause.last].append((column.number, 1.0))
        for minutes, windows in alike.items():
            starts = {window: range(window[0], window[1] + 1, PAUSE_STEP_MINUTES) for window in windows}
            places = add_places(self.program, windows, starts)
            present.shares += [(k, -span_presence(need, (at, at + minutes))) for at, k in places.items()]

    def _add_moves(self, crew: Crew) -> None:
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
        crews = [(present, self.needs[crew.queue, crew.day]) for crew, present in self._crews.items()
                 if crew.day == need.day]  # fmt: skip
        company = np.zeros(0) if need.company is None else need.company
        for k in map(int, np.flatnonzero(company)):
            wanted, start = float(company[k]), float(need.starts_minute[k])
            cells = [(self.program.add_variable(COMPANY_PRICE * float(need.opened.hours[k]), most=wanted), 1.0)]
            for present, other in crews:
                at = int(np.searchsorted(other.starts_minute, start, side="right")) - 1
                if at >= 0 and start < other.starts_minute[at] + other.interval_minutes:
                    cells += present.cells(at)
            self.program.add_row(cells, lower=wanted)

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
        placed: dict[Column, list[int | None]] = {}
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
