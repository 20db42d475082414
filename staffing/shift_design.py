"""Which shifts a week needs, as counts of people alike: an integer program in the manner of set covering."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from staffing.contract_class import ContractClass, PersonWeek, hall_limits
from staffing.day_shift import DayShift
from staffing.deadline_work import DayWork
from staffing.open_windows import OpenWindows

Floats = NDArray[np.float64]

RELATIVE_GAP = 0.005
"""The search stops within this share of the week's required hours."""

NODE_LIMIT = 200
"""Bounds the search by its own count, so that the same input gives the same plan on any machine."""

TIME_LIMIT_SECONDS = 60.0
"""A watchdog only; the limits above end the search long before."""

LEVELS = (
    (0.7, 0.0, 0.03),
    (0.85, 0.0, 0.03),
    (1.0, 0.0, 1.0),
    (1.1, 0.0, 0.02),
    (1.25, 0.5, 0.015),
    (1.5, 1.0, 0.01),
    (2.0, 2.0, 0.005),
)
"""Share of the requirement, people on top of it, and the price of an agent-hour below that level.

What lies below the requirement is dear, and a little dearer the further below, so that a shortage is shared; the
levels above it lead surplus people to where they help most.
"""

HELPER_SHIFT_PRICE = 0.5
"""A helper comes where the shift covers at least this many uncovered hours; surplus alone never calls one."""

LOWER_TIER_PRICE = 0.25
"""People of tier 2 leave it for tier 1 where the shift covers at least this many uncovered hours there."""

WRITTEN_WEIGHT = 0.3
"""Price of an hour below the level pace of written work beside a live one: it may be done later, in time."""

MISSED_PRICE = 0.3
"""Price of an hour that misses its deadline, on top of that: live hours come first."""

ARREARS_PRICE = 0.15
"""Price of an hour of written work by which a week ends behind its level pace: the next may be short as well."""

SHARE_OF_PACE = 1 / 3
"""Share of its weight that the level pace keeps where a week's work may be moved: its deadlines bind, not its hours."""

PRESENCE_PRICE = 0.1
"""Price of an hour in which a queue that needs somebody has nobody: so two people do not leave it at once."""

WEEKEND_SHIFT_PRICE = 0.5
"""Who is not needed at a weekend works on another day."""

COMPANY_PRICE = 0.1
"""Price of an hour in which the desk's only person works alone."""

DESIGN_MINUTES = 30
"""Lunches are designed on this grid at the finest; later steps move them on the desk's own."""


@dataclass(frozen=True)
class DayNeed:
    """What a queue needs on one day.

    Parameters
    ----------
    queue, day
        Whose, when.
    interval_minutes
        Length of the grid.
    starts_minute
        Starts in minutes since local midnight, elapsed, shape (n,).
    required
        People to schedule, shape (n,).
    weight
        Price of an uncovered hour beside one of a live queue, above 0.
    alone
        Whether one person is required here and nobody on any other queue, shape (n,); None: nowhere.
    windows
        When the intervals are open, in minutes like `starts_minute`; None: from end to end.
    """

    queue: str
    day: date
    interval_minutes: int
    starts_minute: Floats
    required: Floats
    weight: float = 1.0
    alone: NDArray[np.bool_] | None = None
    windows: OpenWindows | None = None

    @cached_property
    def opened(self) -> OpenWindows:
        """When the intervals are open, in minutes since local midnight."""
        return self.windows or OpenWindows.whole(self.starts_minute, interval_minutes=self.interval_minutes)

    @property
    def can_wait(self) -> bool:
        """Whether uncovered work may be done later, as written work may."""
        return self.weight < 1.0

    @cached_property
    def levels(self) -> tuple[tuple[Floats, float], ...]:
        """Levels of people, each of shape (n,), and the price of an agent-hour below them."""
        found = [(share * self.required + more, self.weight * price) for share, more, price in LEVELS]
        found.append((np.minimum(self.required, 1.0), self.weight * PRESENCE_PRICE))
        if self.alone is not None and self.alone.any():
            found.append((np.where(self.alone, 2.0, 0.0), COMPANY_PRICE))
        return tuple(found)

    def coarser(self) -> "DayNeed":
        """The same need with its intervals joined in pairs, or itself where they do not pair up."""
        double = 2 * self.interval_minutes
        first, second = self.starts_minute[::2], self.starts_minute[1::2]
        if len(first) != len(second) or (first % double).any() or (second - first != self.interval_minutes).any():
            return self
        hours = self.required * self.opened.hours
        return replace(
            self,
            interval_minutes=double,
            starts_minute=first,
            required=(hours[::2] + hours[1::2]) / (self.opened.hours[::2] + self.opened.hours[1::2]),
            alone=None if self.alone is None else self.alone[::2] & self.alone[1::2],
            windows=self.opened.in_pairs(),
        )


@dataclass(frozen=True)
class Slot:
    """A shift on a day that somebody has to work."""

    day: date
    shift: DayShift
    queue: str


@dataclass(frozen=True)
class _Column:
    group: int
    slot: Slot


Needs = Mapping[tuple[str, date], DayNeed]


def design_week(
    classes: Sequence[ContractClass],
    weeks: Sequence[Sequence[PersonWeek]],
    needs: Needs,
    *,
    days: Sequence[date],
    work: Sequence[DayWork] = (),
) -> list[list[Slot]]:
    """The shifts of a week for each class, as many as its people can be given.

    Parameters
    ----------
    classes
        People alike.
    weeks
        For each class, the weeks of its people.
    needs
        By queue and day; a day without a need is closed or beyond the requirement.
    days
        Days of the week within the plan.
    work
        Written work of these days, rising by queue: it may be moved between them within its deadlines.
    """
    needs = {key: need.coarser() if need.interval_minutes < DESIGN_MINUTES else need for key, need in needs.items()}
    columns = _columns(classes, weeks, needs, days=days)
    if not columns:
        return [[] for _ in classes]
    program, moved = _Program(classes, columns), {(one.queue, one.day) for one in work}
    for group in {column.group: None for column in columns}:
        program.limit_class(group, weeks[group], days)
    for need in needs.values():
        if need.day in days:
            program.cover(need, weight=SHARE_OF_PACE if (need.queue, need.day) in moved else 1.0)
    for queue in dict.fromkeys(one.queue for one in work):
        program.keep_deadlines([one for one in work if one.queue == queue], needs)
    counts = program.solve()
    found: list[list[Slot]] = [[] for _ in classes]
    for column, count in zip(columns, counts, strict=True):
        found[column.group].extend([column.slot] * int(count))
    return found


def _columns(
    classes: Sequence[ContractClass], weeks: Sequence[Sequence[PersonWeek]], needs: Needs, *, days: Sequence[date]
) -> list[_Column]:
    columns = []
    for number, (group, people) in enumerate(zip(classes, weeks, strict=True)):
        for day in days if group.can_be_planned else ():
            if any(day in week.free_days and week.most_days for week in people):
                known = [queue for queue in group.queues if (queue, day) in needs]
                for queue in known:
                    shifts = _different_shifts(group.shifts, needs[queue, day])
                    columns += [_Column(number, Slot(day, shift, queue)) for shift in shifts]
                if not known:
                    columns.append(_Column(number, Slot(day, group.shifts[0], group.queues[0])))
    return columns


def _different_shifts(shifts: Sequence[DayShift], need: DayNeed) -> list[DayShift]:
    """One shift for each way to cover the day: shifts that differ only outside its hours would be searched in vain."""
    found: dict[tuple[float, ...], DayShift] = {}
    on_grid = [shift for shift in shifts if shift.lunch_start is None or shift.lunch_start % DESIGN_MINUTES == 0]
    bodies = {(shift.template, shift.start, shift.end) for shift in on_grid}
    on_grid += [shift for shift in shifts if (shift.template, shift.start, shift.end) not in bodies]
    for shift in on_grid:
        found.setdefault(tuple(np.round(shift_presence(shift, need), 9)), shift)
    return list(found.values())


class _Program:
    """Gathers the rows of the integer program; its variables are counts of shifts, then shortfalls below levels."""

    def __init__(self, classes: Sequence[ContractClass], columns: Sequence[_Column]) -> None:
        self._classes = classes
        self._columns = columns
        self._prices = [_price_of_shift(classes[c.group], c.slot) for c in columns]
        self._cells: list[tuple[int, int, float]] = []
        self._lower: list[float] = []
        self._upper: list[float] = []
        self._floors: dict[int, float] = {}
        self._ceilings: dict[int, float] = {}
        self._required_hours = 0.0

    def _add_row(self, cells: Sequence[tuple[int, float]], *, lower: float, upper: float) -> None:
        row = len(self._lower)
        self._cells.extend((row, column, value) for column, value in cells)
        self._lower.append(lower)
        self._upper.append(upper)

    def limit_class(self, group: int, weeks: Sequence[PersonWeek], days: Sequence[date]) -> None:
        """No more shifts than can be named, and for all but helpers no fewer than the contracts ask for."""
        own = [(k, c.slot.day) for k, c in enumerate(self._columns) if c.group == group]
        for limit in hall_limits(weeks, days):
            chosen = {days[d] for d in limit.days}
            self._add_row([(k, 1.0) for k, day in own if day in chosen], lower=0, upper=limit.most)
        least = 0 if self._classes[group].helper else sum(week.least_days for week in weeks)
        most = sum(week.most_days for week in weeks)
        self._add_row([(k, 1.0) for k, _ in own], lower=least, upper=most)

    def cover(self, need: DayNeed, *, weight: float = 1.0) -> None:
        """Prices what is missing in each interval below each level.

        The price is convex in the people present, so one row an interval does, with a variable for each stretch
        between two levels: whoever is missing within a stretch is missing below every level above it too.
        """
        hours = need.opened.hours
        self._required_hours += float(need.required @ hours)
        presence = self._presence(need)
        for interval in range(len(need.required)):
            here = [(k, share[interval]) for k, share in presence.items() if share[interval] > 0]
            stretches = _stretches([(float(level[interval]), price) for level, price in need.levels])
            missing = []
            for length, price in stretches:
                missing.append((self._add_variable(weight * price * hours[interval], most=length), 1.0))
            self._add_row([*here, *missing], lower=sum(length for length, _ in stretches), upper=np.inf)

    def keep_deadlines(self, work: Sequence[DayWork], needs: Needs) -> None:
        """Prices the written work of a queue that misses its deadline, and that the week leaves behind its pace.

        A variable a day holds the work settled by its end: done by those present, or missed.
        """
        before: int | None = None
        for one in work:
            need = needs[one.queue, one.day]
            settled = self._add_variable(0.0, least=one.due_hours, most=max(one.arrived_hours, one.due_hours))
            cells = [(settled, -1.0), (self._add_variable(MISSED_PRICE), 1.0)]
            if before is not None:
                cells.append((before, 1.0))
                self._add_row([(settled, 1.0), (before, -1.0)], lower=0, upper=np.inf)
            present = [(k, float(share @ need.opened.hours)) for k, share in self._presence(need).items()]
            self._add_row([*present, *cells], lower=one.lost_hours, upper=np.inf)
            before = settled
        if before is not None:
            behind = self._add_variable(ARREARS_PRICE)
            self._add_row([(before, 1.0), (behind, 1.0)], lower=work[-1].pace_hours, upper=np.inf)

    def _add_variable(self, price: float, *, least: float = 0.0, most: float = np.inf) -> int:
        """Its number; it need not be whole."""
        self._prices.append(price)
        number = len(self._prices) - 1
        self._floors[number], self._ceilings[number] = least, most
        return number

    def _presence(self, need: DayNeed) -> dict[int, Floats]:
        by_shift: dict[DayShift, Floats] = {}
        found = {}
        for k, column in enumerate(self._columns):
            if column.slot.day == need.day and column.slot.queue == need.queue:
                shift = column.slot.shift
                if shift not in by_shift:
                    by_shift[shift] = shift_presence(shift, need)
                found[k] = by_shift[shift] * self._classes[column.group].proficiency
        return found

    def solve(self) -> Floats:
        """Counts of each column, integers."""
        counted, size = len(self._columns), len(self._prices) + 1
        # One more variable, fixed at 1 and priced at the week's required hours: the relative gap of the search then
        # means a share of these hours, also where almost nothing is uncovered.
        price = np.array([*self._prices, max(self._required_hours, 1.0)])
        floor = np.zeros(size)
        floor[list(self._floors)] = list(self._floors.values())
        floor[-1] = 1
        ceiling = np.full(size, np.inf)
        ceiling[-1] = 1
        ceiling[list(self._ceilings)] = list(self._ceilings.values())
        row, column, value = (np.array(part) for part in zip(*self._cells, strict=True))
        matrix = coo_array((value, (row, column)), shape=(len(self._lower), size)).tocsr()
        bounds = Bounds(floor, ceiling)
        rows = LinearConstraint(matrix, np.array(self._lower), np.array(self._upper))
        relaxed = milp(price, bounds=bounds, constraints=rows)
        # The shifts that the relaxation uses nearly always hold a plan within the gap; a search among them takes a
        # fraction of the time. Whole counts exist among them, because the limits of a class form a polymatroid.
        kept = np.arange(size) >= counted
        if relaxed.x is not None:
            kept |= relaxed.x > 1e-9
        for chosen in (kept, np.ones(size, dtype=bool)):
            counts = _whole_counts(price, bounds=bounds, rows=rows, counted=counted, chosen=chosen)
            if counts is not None:
                return counts
        raise RuntimeError("the week's design found no shifts at all")


def _whole_counts(
    price: Floats, *, bounds: Bounds, rows: LinearConstraint, counted: int, chosen: NDArray[np.bool_]
) -> Floats | None:
    """The first `counted` variables as integers, those not `chosen` at 0; None where the search finds none."""
    at = np.flatnonzero(chosen)
    answer = milp(
        price[at],
        integrality=(at < counted).astype(int),
        bounds=Bounds(bounds.lb[at], bounds.ub[at]),
        constraints=LinearConstraint(rows.A[:, at], rows.lb, rows.ub),
        options={"mip_rel_gap": RELATIVE_GAP, "node_limit": NODE_LIMIT, "time_limit": TIME_LIMIT_SECONDS},
    )
    if answer.x is None:
        return None
    counts = np.zeros(counted)
    counts[at[at < counted]] = np.round(answer.x[at < counted])
    return counts


def _stretches(levels: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Length of each stretch between the levels above 0, rising, and the price of a person missing within it."""
    rising = sorted((level, price) for level, price in levels if level > 0)
    below = [0.0, *(level for level, _ in rising)]
    return [
        (level - below[k], sum(price for _, price in rising[k:]))
        for k, (level, _) in enumerate(rising)
        if level > below[k]
    ]


def _price_of_shift(group: ContractClass, slot: Slot) -> float:
    """What speaks against these people on that queue and day."""
    price = LOWER_TIER_PRICE * (slot.queue in group.lower_tier_queues) + HELPER_SHIFT_PRICE * group.helper
    return price + WEEKEND_SHIFT_PRICE * (slot.day.weekday() >= 5)


def shift_presence(shift: DayShift, need: DayNeed) -> Floats:
    """Share of each interval that the shift works, 0 to 1, shape (n,)."""
    share = np.zeros(len(need.required))
    for worked in shift.work_spans:
        need.opened.add_presence(share, worked=worked, people=1.0)
    return share
