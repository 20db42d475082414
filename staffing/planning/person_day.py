"""One person's day as pieces in minutes, which can be cut and put together again: what mending a plan works on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import pandas as pd

from data.calendar import Calendar
from data.shift_rules import ShiftRules
from staffing.shift_plan import UNPAID_BREAKS, WORK, Activity, ActivityKind

Span = tuple[int, int]

DAY_MINUTES = 1440


@dataclass(frozen=True)
class Piece:
    """One thing done for a while.

    Parameters
    ----------
    start, end
        Elapsed minutes since the midnight of the person's day, half-open; `end` may lie beyond 1440.
    activity, queue, paid
        As in `staffing.shift_plan.Activity`.
    """

    start: int
    end: int
    activity: ActivityKind
    queue: str
    paid: bool

    @property
    def is_contact_work(self) -> bool:
        """Whether contacts are served meanwhile."""
        return self.activity in WORK

    @property
    def is_work(self) -> bool:
        """Whether it counts as working time; a paid break does."""
        return self.is_contact_work or self.activity == "break" or (
            self.activity in ("training", "meeting") and self.paid
        )  # fmt: skip

    def over(self, span: Span) -> "Piece":
        """The same at another time."""
        return replace(self, start=span[0], end=span[1])

    def is_like(self, other: "Piece") -> bool:
        """Whether both tell of the same thing at different times."""
        return (self.activity, self.queue, self.paid) == (other.activity, other.queue, other.paid)


@dataclass(frozen=True)
class PersonDay:
    """What a person does on a day.

    Parameters
    ----------
    person, day
        Whose; the day on which the shift starts.
    shift
        Name of the template; empty without a shift.
    pieces
        Rising.
    """

    person: str
    day: date
    shift: str
    pieces: tuple[Piece, ...]

    @property
    def work(self) -> list[Span]:
        """When the person works, rising, touching pieces as one."""
        found: list[Span] = []
        for piece in self.pieces:
            if piece.is_work:
                if found and found[-1][1] >= piece.start:
                    found[-1] = (found[-1][0], max(found[-1][1], piece.end))
                else:
                    found.append((piece.start, piece.end))
        return found

    @property
    def span(self) -> Span | None:
        """From the first minute of work to the last; None without work."""
        work = self.work
        return (work[0][0], work[-1][1]) if work else None

    @property
    def work_minutes(self) -> int:
        """Working time."""
        return sum(end - start for start, end in self.work)

    @property
    def is_orderly(self) -> bool:
        """Whether no two pieces overlap."""
        ordered = sorted(self.pieces, key=lambda piece: piece.start)
        return all(one.end <= two.start for one, two in pairwise(ordered))

    @property
    def last_queue_piece(self) -> Piece | None:
        """The last piece of contact work."""
        return next((piece for piece in reversed(self.pieces) if piece.is_contact_work), None)

    def with_piece(self, piece: Piece) -> "PersonDay":
        """With the piece in place of whatever is done then."""
        return replace(self, pieces=joined([*_outside(self.pieces, (piece.start, piece.end)), piece]))

    def without(self, span: Span) -> "PersonDay":
        """With nothing done in the span."""
        return replace(self, pieces=joined(_outside(self.pieces, span)))

    def shifted(self, minutes: int) -> "PersonDay":
        """Everything so many minutes later."""
        moved = tuple(piece.over((piece.start + minutes, piece.end + minutes)) for piece in self.pieces)
        return replace(self, pieces=moved)

    def has_its_breaks(self, rules: ShiftRules) -> bool:
        """Whether lunch and rest inside the working time are as long as Article 34 asks."""
        span = self.span
        if span is None:
            return True
        worked, needed = self.work_minutes, 0
        if worked > 8 * 60:
            needed = rules.break_over_8_hours_minutes
        elif worked > 6 * 60:
            needed = rules.break_over_6_hours_minutes
        inside = (
            min(piece.end, span[1]) - max(piece.start, span[0])
            for piece in self.pieces
            if piece.activity in UNPAID_BREAKS
        )
        return sum(max(minutes, 0) for minutes in inside) >= needed


def joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """The pieces in their order, those that touch and are alike as one."""
    found: list[Piece] = []
    for piece in sorted(pieces, key=lambda one: (one.start, one.end)):
        if found and found[-1].end == piece.start and found[-1].is_like(piece):
            found[-1] = found[-1].over((found[-1].start, piece.end))
        else:
            found.append(piece)
    return tuple(found)


def _outside(pieces: Iterable[Piece], span: Span) -> list[Piece]:
    """What is left of the pieces outside the span."""
    return [
        piece.over(part)
        for piece in pieces
        for part in ((piece.start, min(piece.end, span[0])), (max(piece.start, span[1]), piece.end))
        if part[0] < part[1]
    ]


def within(pieces: Iterable[Piece], span: Span) -> list[Piece]:
    """What of the pieces lies in the span."""
    common = [(piece, (max(piece.start, span[0]), min(piece.end, span[1]))) for piece in pieces]
    return [piece.over(part) for piece, part in common if part[0] < part[1]]


@dataclass(frozen=True)
class DayClock:
    """Turns instants into elapsed minutes since a day's midnight, and back.

    Parameters
    ----------
    day
        Local day.
    midnight
        When it begins, zone-aware.
    """

    day: date
    midnight: pd.Timestamp

    @classmethod
    def of(cls, calendar: Calendar, day: date) -> "DayClock":
        """The desk's."""
        return cls(day, calendar.instant(day, 0))

    def minute(self, instant: pd.Timestamp) -> int:
        """Whole minutes elapsed; a broken minute counts as begun."""
        return int((instant - self.midnight).total_seconds() // 60)

    def minute_of_wall(self, calendar: Calendar, minute: int) -> int:
        """Elapsed minutes at which the clock on the wall shows a minute of the day, 0 to 1440."""
        return self.minute(calendar.instant(self.day, minute))

    def instant(self, minute: int) -> pd.Timestamp:
        """The moment so many minutes after midnight."""
        return self.midnight + pd.Timedelta(minutes=minute)


def days_of_people(activities: Sequence[Activity], clock: DayClock) -> dict[str, PersonDay]:
    """What each person does on the clock's day, by name."""
    pieces: dict[str, list[Piece]] = {}
    shifts: dict[str, str] = {}
    for one in activities:
        if one.date == clock.day:
            piece = Piece(clock.minute(one.start), clock.minute(one.end), one.activity, one.queue, one.paid)
            pieces.setdefault(one.person, []).append(piece)
            shifts[one.person] = shifts.get(one.person) or one.shift
    return {
        person: PersonDay(person, clock.day, shifts[person], tuple(sorted(own, key=lambda piece: piece.start)))
        for person, own in pieces.items()
    }


def activities_of(line: PersonDay, clock: DayClock) -> list[Activity]:
    """The day as rows of a plan."""
    return [
        Activity(
            line.person, line.day, line.shift, clock.instant(one.start), clock.instant(one.end), one.activity,
            one.queue, one.paid,
        )
        for one in line.pieces
    ]  # fmt: skip
