"""Lays out a small desk's day as one program: when each person eats, and which queue they serve in each interval.

One person at a time finds no exchange of three: one leaves the mail for the phone at ten, another takes the mail at
two, a third eats later. Who starts and ends when is settled before.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from staffing.planning.day.blend_work import LEAST_BLOCK_MINUTES, Block
from staffing.planning.day.day_price import absence_prices, live_levels, waiting_prices
from staffing.planning.day.lunch_places import DayCrew, Span, duty_price
from staffing.planning.day_shift import DayShift
from staffing.planning.integer_program import Cell, IntegerProgram, SearchLimits
from staffing.planning.shift_design import COMPANY_PRICE, DayNeed

Floats = NDArray[np.float64]

BLOCK_PRICE = 0.05
"""A block of another queue is worth so many uncovered hours: nobody changes queues for less."""

LIMITS = SearchLimits(gap=0.05, nodes=1, seconds=60.0)
"""A gap of 0.01 left 2 of 57 hours less uncovered on a desk of nine, for twice the time; more nodes nothing less."""

ROUNDING = 1e-9


@dataclass(frozen=True)
class LaidDay:
    """A day as the program has laid it.

    Parameters
    ----------
    shifts
        By person; differing from the present one in lunch alone.
    blocks
        What each person serves beside the shift's own queue, rising; without those who serve nothing else.
    """

    shifts: Mapping[str, DayShift]
    blocks: Mapping[str, tuple[Block, ...]]


def lay_day(
    crew: DayCrew,
    able: Mapping[str, Sequence[str]],
    options: Mapping[str, Sequence[DayShift]],
    *,
    needs: Mapping[str, DayNeed],
    prices: Mapping[str, Sequence[float]] | None = None,
    limits: SearchLimits = LIMITS,
) -> LaidDay | None:
    """The cheapest day found; None where the search has found none.

    Parameters
    ----------
    crew
        The day's people; their short breaks are kept where they have some. Left as it is.
    able
        Queues that each person can take.
    options
        Each person's shift with the lunches it may have, one or more.
    needs
        By queue, on one grid.
    prices
        Of each option, beside what duties speak against it; None: no other.
    """
    program = _DayProgram(crew, needs)
    for person in crew.slots:
        own = prices[person] if prices else [0.0] * len(options[person])
        program.add_person(person, options[person], own, [queue for queue in able.get(person, ()) if queue in needs])
    return program.solved(limits)


class _DayProgram:
    def __init__(self, crew: DayCrew, needs: Mapping[str, DayNeed]) -> None:
        [self._minutes] = {need.interval_minutes for need in needs.values()}
        self._crew, self._needs, self._program = crew, needs, IntegerProgram()
        self._row = {queue: {int(at): k for k, at in enumerate(need.starts_minute)} for queue, need in needs.items()}
        self._starts = sorted({at for rows in self._row.values() for at in rows})
        self._there: dict[str, list[list[Cell]]] = {queue: [[] for _ in rows] for queue, rows in self._row.items()}
        self._chosen: dict[str, dict[int, DayShift]] = {}
        self._serves: dict[tuple[str, str, int], int] = {}

    def add_person(self, person: str, options: Sequence[DayShift], prices: Sequence[float], able: list[str]) -> None:
        """One of the options is worked; each queue but the shift's own is served in blocks."""
        duties, own = self._crew.duties(person), self._crew.slots[person].queue
        chosen = {
            self._program.add_variable(price + duty_price(shift, duties), most=1.0, whole=True): shift
            for shift, price in zip(options, prices, strict=True)
        }
        self._chosen[person] = chosen
        self._program.add_row([(column, 1.0) for column in chosen], lower=1.0, upper=1.0)
        present = {column: self._shares(self._crew.spans_of(person, shift)) for column, shift in chosen.items()}
        free = {column: self._shares(self._crew.spans_of(person, shift, ())) for column, shift in chosen.items()}
        others = [queue for queue in able if queue != own]
        for queue in others:
            self._add_blocks(person, queue, free)
        for at in self._starts:
            serving = [
                (queue, self._serves[person, queue, at]) for queue in others if (person, queue, at) in self._serves
            ]
            if len(serving) > 1:
                self._program.add_row([(column, 1.0) for _, column in serving], upper=1.0)
            most = max(shares[at] for shares in present.values())
            self._count(person, own, at, [(column, shares[at]) for column, shares in present.items()])
            self._count(person, own, at, [(column, -most) for _, column in serving])
            for queue, column in serving:
                self._count(person, queue, at, [(column, most)])

    def _add_blocks(self, person: str, queue: str, free: Mapping[int, Mapping[int, float]]) -> None:
        """In each open interval that some option leaves free the queue may be served, an hour on end at least."""
        columns: dict[int, int] = {}
        for at in (at for at in self._starts if at in self._row[queue]):
            leaving = [(column, -1.0) for column, shares in free.items() if shares[at] > 1 - ROUNDING]
            if leaving:
                columns[at] = self._program.add_variable(most=1.0, whole=True)
                self._program.add_row([(columns[at], 1.0), *leaving], upper=0.0)
                self._serves[person, queue, at] = columns[at]
        for at, column in columns.items():
            begins = self._program.add_variable(BLOCK_PRICE, most=1.0)
            before = columns.get(at - self._minutes)
            self._program.add_row(
                [(begins, 1.0), (column, -1.0), *([] if before is None else [(before, 1.0)])], lower=0.0
            )
            for later in range(at + self._minutes, at + LEAST_BLOCK_MINUTES, self._minutes):
                goes_on = [(columns[later], -1.0)] if later in columns else []
                self._program.add_row([(begins, 1.0), *goes_on], upper=0.0)

    def _shares(self, spans: Sequence[Span]) -> dict[int, float]:
        """Part of each interval that lies within the spans, 0 to 1."""
        length = self._minutes
        return {
            at: sum(max(min(last, at + length) - max(first, at), 0) for first, last in spans) / length
            for at in self._starts
        }

    def _count(self, person: str, queue: str, at: int, cells: Sequence[Cell]) -> None:
        """Counts the person on the queue in the interval at the person's speed."""
        if queue in self._needs and at in self._row[queue]:
            speed = self._crew.speed(person, queue)
            here = self._there[queue][self._row[queue][at]]
            here += [(column, speed * share) for column, share in cells if share]

    def _cover(self) -> None:
        """Prices what the people leave uncovered, and that fewer are at work than the desk wants."""
        for queue, need in self._needs.items():
            self._keep_company(need)
            there = self._there[queue]
            if need.can_wait:
                self._work_off(need, there)
                for k, price in enumerate(absence_prices(need)):
                    self._price_below(min(float(need.required[k]), 1.0), there[k], float(price))
            else:
                for k, level, price in live_levels(need):
                    self._price_below(level, there[k], price)

    def _price_below(self, level: float, there: Sequence[Cell], price: float) -> None:
        missing = self._program.add_variable(price)
        self._program.add_row([(missing, 1.0), *there], lower=level)

    def _keep_company(self, need: DayNeed) -> None:
        wanted = np.zeros(0) if need.company is None else need.company
        shares = {
            column: self._crew.shares_at_work(person, shift, need)
            for person, chosen in self._chosen.items()
            for column, shift in chosen.items()
        }
        for k in map(int, np.flatnonzero(wanted)):
            at_work = [(column, float(share[k])) for column, share in shares.items() if share[k]]
            self._price_below(float(wanted[k]), at_work, COMPANY_PRICE * float(need.opened.hours[k]))

    def _work_off(self, need: DayNeed, there: Sequence[Sequence[Cell]]) -> None:
        before: list[Cell] = []
        for k, (price, hours) in enumerate(zip(waiting_prices(need), need.opened.hours, strict=True)):
            waiting = self._program.add_variable(float(price))
            done = [(column, people * float(hours)) for column, people in there[k]]
            self._program.add_row([(waiting, 1.0), *done, *before], lower=float(need.required[k] * hours))
            before = [(waiting, -1.0)]

    def solved(self, limits: SearchLimits) -> LaidDay | None:
        """The cheapest day found."""
        self._cover()
        values = self._program.solve(limits).values
        if values is None:
            return None
        shifts = {
            person: next(shift for column, shift in chosen.items() if values[column] > 0.5)
            for person, chosen in self._chosen.items()
        }
        return LaidDay(shifts, dict(self._blocks(values)))

    def _blocks(self, values: Floats) -> Iterator[tuple[str, tuple[Block, ...]]]:
        found: dict[str, list[Block]] = defaultdict(list)
        for person, queue, at in sorted(self._serves, key=lambda key: (key[0], key[2])):
            if values[self._serves[person, queue, at]] > 0.5:
                mine, end = found[person], at + self._minutes
                if mine and mine[-1].queue == queue and mine[-1].end == at:
                    mine[-1] = replace(mine[-1], end=end)
                else:
                    mine.append(Block(at, end, queue))
        for person, blocks in found.items():
            yield person, tuple(blocks)
