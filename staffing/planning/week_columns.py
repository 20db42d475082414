"""What the program of a week counts: people of a class on a shift, and those who can stand in for one another."""

from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from staffing.planning.break_places import Window
from staffing.planning.day_shift import DayShift, Pause
from staffing.planning.integer_program import Cell

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Body:
    """A shift but for the place of its lunch.

    Parameters
    ----------
    template, start, end, lunch_minutes, pauses
        As in `staffing.planning.day_shift.DayShift`.
    """

    template: str
    start: int
    end: int
    lunch_minutes: int
    pauses: tuple[Pause, ...] = ()

    @classmethod
    def of(cls, shift: DayShift) -> "Body":
        """Of a shift, wherever its lunch is."""
        return cls(shift.template, shift.start, shift.end, shift.lunch_minutes, shift.pauses)

    @property
    def paid_minutes(self) -> int:
        """Length without lunch."""
        return self.end - self.start - self.lunch_minutes

    def with_lunch(self, minute: int | None) -> DayShift:
        """The shift with its lunch at a minute of the day; None: without."""
        return DayShift(self.template, self.start, self.end, minute, self.lunch_minutes, self.pauses)


@dataclass(frozen=True)
class Column:
    """So many people of a class on a body, serving a queue, on a day.

    Parameters
    ----------
    number
        Of the variable that counts them.
    group
        Of their class.
    day, queue, body
        When, what, and in which shift.
    lunches
        Starts that its window allows, minutes since midnight, rising; empty: no lunch.
    """

    number: int
    group: int
    day: date
    queue: str
    body: Body
    lunches: tuple[int, ...]

    @property
    def sure_pauses(self) -> tuple[Pause, ...]:
        """The short breaks that have a place beside each of the lunches."""
        spans = [self.body.with_lunch(at).work_spans for at in self.lunches] or [((self.body.start, self.body.end),)]
        return tuple(pause for pause in self.body.pauses if all(any(pause.places_within(one)) for one in spans))

    @property
    def window(self) -> Window:
        """First and last start of lunch; asked only of one that has it."""
        return self.lunches[0], self.lunches[-1]


@dataclass(frozen=True)
class Crew:
    """People of a day who can be exchanged for one another at lunch: the key of what is counted together.

    Parameters
    ----------
    day, queue
        When, and which queue they serve.
    speeds
        On each of the queues they can take that day.
    """

    day: date
    queue: str
    speeds: tuple[tuple[str, float], ...]

    @property
    def speed(self) -> float:
        """On their own queue."""
        return dict(self.speeds)[self.queue]


@dataclass
class Present:
    """How many of a crew work in each interval.

    Parameters
    ----------
    shares
        Variables, and what each adds, shape (n,).
    """

    shares: list[tuple[int, Floats]] = field(default_factory=list)

    def cells(self, interval: int, times: float = 1.0) -> list[Cell]:
        """The people of an interval as part of a row, each counted `times`."""
        return [(k, times * float(share[interval])) for k, share in self.shares if abs(share[interval]) > 1e-9]
