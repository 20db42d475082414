"""The single changes that somebody's day allows: lunch elsewhere, another queue, longer, earlier, called in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from data.channel import Channel
from data.shift_rules import ShiftRules
from staffing.planning.day_shift import DayShift
from staffing.planning.person_day import PersonDay, Piece, Span, within
from staffing.shift_plan import UNPAID_BREAKS

MoveKind = Literal["lunch", "break", "queue", "longer", "earlier", "start", "called"]

STEP_MINUTES = 15
"""Lunches and breaks move on this grid."""

STRETCH_MINUTES = (30, 60, 90, 120)
"""By so much a shift is made longer or moved."""

LEAST_STAY_MINUTES = 30
"""Nobody changes the queue for less."""

LEAST_CALLED_MINUTES = 120
"""Nobody is called for less; a shift that has begun is worked from when somebody can be told."""

BREAK_REACH_MINUTES = 120
"""A break, and a lunch whose shift has no window, moves by at most this."""

PRICES: Mapping[MoveKind, float] = {
    "break": 0.8, "lunch": 1.0, "queue": 1.0, "longer": 2.0, "earlier": 2.5, "start": 3.0, "called": 5.0,
}  # fmt: skip
"""What a change of each kind costs beside a person changed in the mildest way, 1."""


@dataclass(frozen=True)
class Move:
    """One change of somebody's day.

    Parameters
    ----------
    kind
        What changes.
    line
        The day after it.
    minutes
        How much of the day is another one, above 0.
    """

    kind: MoveKind
    line: PersonDay
    minutes: int

    @property
    def price(self) -> float:
        """The kind's, and a little for the size."""
        return PRICES[self.kind] + self.minutes / 600


@dataclass(frozen=True)
class Limits:
    """What contract, law and the days around leave of a day.

    Parameters
    ----------
    most_minutes
        Working time of this day at most.
    earliest, latest
        Bounds of the working time by the rest between shifts, elapsed minutes since midnight.
    may_come
        Whether somebody who is off may work that day.
    """

    most_minutes: int
    earliest: int
    latest: int
    may_come: bool


@dataclass(frozen=True)
class Movable:
    """A person's day, and what may become of it.

    Parameters
    ----------
    line
        As it is; empty of work for who may be called.
    queues
        Those that the person can take.
    limits
        As above.
    first_free
        What begins before this minute stays.
    told_from
        A beginning can be placed from this minute on.
    lunch_window
        Lunch lies within; None where nothing is known of it.
    shifts
        What a person who is called may work.
    """

    line: PersonDay
    queues: tuple[str, ...]
    limits: Limits
    first_free: int
    told_from: int
    lunch_window: Span | None = None
    shifts: tuple[DayShift, ...] = ()


Targets = Mapping[str, Sequence[Span]]
"""By queue when somebody more would help, rising, minutes since midnight."""


def moves_of(day: Movable, targets: Targets, *, rules: ShiftRules, channels: Mapping[str, Channel]) -> list[Move]:
    """Every single change that may help one of the targets and leaves the day legal.

    Parameters
    ----------
    channels
        Of every queue.
    """
    if day.line.span is None:
        found = list(_called(day, targets, channels))
    else:
        found = [
            *_breaks_elsewhere(day, targets),
            *_other_queues(day, targets, channels),
            *_longer(day, targets, channels),
            *_earlier(day, targets, channels),
            *_moved_shifts(day),
        ]
    kept = {move.line: move for move in reversed(found)}
    return [move for move in reversed(kept.values()) if move.line.has_its_breaks(rules) and move.line != day.line]


def _breaks_elsewhere(day: Movable, targets: Targets) -> Iterator[Move]:
    """A lunch or break that is not begun, at another place; what it leaves becomes work of the queue beside it."""
    line = day.line
    for piece in line.pieces:
        if (piece.activity in UNPAID_BREAKS or piece.activity == "break") and piece.start >= day.first_free:
            beside = _work_beside(line, piece)
            if beside is not None and _touches((piece.start, piece.end), targets.get(beside.queue, ())):
                base = line.with_piece(beside.over((piece.start, piece.end)))
                for start in _places(day, piece):
                    span = (start, start + piece.end - piece.start)
                    if start != piece.start and _is_all_contact_work(base, span):
                        kind: MoveKind = "break" if piece.activity == "break" else "lunch"
                        yield Move(kind, base.with_piece(piece.over(span)), abs(start - piece.start))


def _work_beside(line: PersonDay, piece: Piece) -> Piece | None:
    """The contact work that ends where the piece begins, or begins where it ends."""
    around = [one for one in line.pieces if one.is_contact_work and (one.end == piece.start or one.start == piece.end)]
    return around[0] if around else None


def _places(day: Movable, piece: Piece) -> range:
    first, last = piece.start - BREAK_REACH_MINUTES, piece.end + BREAK_REACH_MINUTES
    if piece.activity in UNPAID_BREAKS and day.lunch_window is not None:
        first, last = day.lunch_window
    span = day.line.span or (first, last)
    first, last = max(first, span[0] + STEP_MINUTES, day.first_free), min(last, span[1] - STEP_MINUTES)
    offset = (piece.start - first) % STEP_MINUTES
    return range(first + offset, last - (piece.end - piece.start) + 1, STEP_MINUTES)


def _is_all_contact_work(line: PersonDay, span: Span) -> bool:
    parts = within(line.pieces, span)
    return sum(part.end - part.start for part in parts if part.is_contact_work) == span[1] - span[0]


def _other_queues(day: Movable, targets: Targets, channels: Mapping[str, Channel]) -> Iterator[Move]:
    """Another queue for a while; lunch and appointments within stay."""
    for queue in day.queues:
        for target in targets.get(queue, ()):
            for span in _stretches_within((max(target[0], day.first_free), target[1])):
                moved = [p for p in within(day.line.pieces, span) if p.is_contact_work and p.queue != queue]
                minutes = sum(piece.end - piece.start for piece in moved)
                if minutes >= LEAST_STAY_MINUTES:
                    line = day.line
                    for piece in moved:
                        line = line.with_piece(Piece(piece.start, piece.end, channels[queue], queue, True))
                    yield Move("queue", line, minutes)


def _stretches_within(span: Span) -> list[Span]:
    """The span, and parts of it from and to whole hours."""
    inner = range(-(-span[0] // 60) * 60, span[1], 60)
    marks = sorted({span[0], *(minute for minute in inner if minute > span[0]), span[1]})
    return [(first, last) for k, first in enumerate(marks) for last in marks[k + 1 :]]


def _longer(day: Movable, targets: Targets, channels: Mapping[str, Channel]) -> Iterator[Move]:
    """Work goes on after the shift's end, where nothing else was to come."""
    line, end = day.line, day.line.pieces[-1].end
    if not line.pieces[-1].is_work or end < day.first_free:
        return
    for minutes in STRETCH_MINUTES:
        if line.work_minutes + minutes <= day.limits.most_minutes and end + minutes <= day.limits.latest:
            for queue in day.queues:
                if _touches((end, end + minutes), targets.get(queue, ())):
                    more = Piece(end, end + minutes, channels[queue], queue, True)
                    yield Move("longer", line.with_piece(more), minutes)


def _earlier(day: Movable, targets: Targets, channels: Mapping[str, Channel]) -> Iterator[Move]:
    """Work begins before the shift's start, where there is time to tell it."""
    line, start = day.line, day.line.pieces[0].start
    if not line.pieces[0].is_work:
        return
    for minutes in STRETCH_MINUTES:
        begins = start - minutes
        fits = line.work_minutes + minutes <= day.limits.most_minutes
        if fits and begins >= max(day.told_from, day.limits.earliest, 0):
            for queue in day.queues:
                if _touches((begins, start), targets.get(queue, ())):
                    yield Move("earlier", line.with_piece(Piece(begins, start, channels[queue], queue, True)), minutes)


def _moved_shifts(day: Movable) -> Iterator[Move]:
    """The whole shift sooner or later, where it has not begun and holds no appointment."""
    line, span = day.line, (day.line.pieces[0].start, day.line.pieces[-1].end)
    is_free = all(p.is_contact_work or p.activity in UNPAID_BREAKS or p.activity == "break" for p in line.pieces)
    if not is_free or span[0] < day.told_from:
        return
    for minutes in (sign * length for length in STRETCH_MINUTES for sign in (1, -1)):
        begins, ends = span[0] + minutes, span[1] + minutes
        if begins >= max(day.told_from, day.limits.earliest, 0) and ends <= day.limits.latest:
            yield Move("start", _with_lunch_kept(line, minutes, window=day.lunch_window), abs(minutes))


def _with_lunch_kept(line: PersonDay, minutes: int, *, window: Span | None) -> PersonDay:
    """The shift moved; a lunch that thereby leaves its window stays where it was, if that is still within the work."""
    moved = line.shifted(minutes)
    for old, new in zip(line.pieces, moved.pieces, strict=True):
        if old.activity in UNPAID_BREAKS and window is not None and not window[0] <= new.start <= new.end <= window[1]:
            beside = _work_beside(moved, new)
            if beside is not None and _is_all_contact_work(
                moved.with_piece(beside.over((new.start, new.end))), (old.start, old.end)
            ):
                moved = moved.with_piece(beside.over((new.start, new.end))).with_piece(old)
    return moved


def _called(day: Movable, targets: Targets, channels: Mapping[str, Channel]) -> Iterator[Move]:
    """A shift for somebody who is off."""
    if not day.limits.may_come:
        return
    begins = max(day.told_from, day.limits.earliest)
    for shift in day.shifts:
        for queue in day.queues if shift.end <= day.limits.latest else ():
            if _touches((max(shift.start, begins), shift.end), targets.get(queue, ())):
                line = _line_of(day.line, shift, queue, channels[queue]).without((0, begins))
                while line.pieces and not line.pieces[0].is_work:  # a lunch with no work before it is none
                    line = line.without((line.pieces[0].start, line.pieces[0].end))
                if LEAST_CALLED_MINUTES <= line.work_minutes <= day.limits.most_minutes:
                    yield Move("called", line, line.work_minutes)


def _line_of(off: PersonDay, shift: DayShift, queue: str, channel: Channel) -> PersonDay:
    pieces = [Piece(start, end, channel, queue, True) for start, end in shift.work_spans]
    if shift.lunch_start is not None:
        pieces.append(Piece(shift.lunch_start, shift.lunch_start + shift.lunch_minutes, "lunch", "", False))
    return PersonDay(off.person, off.day, shift.template, tuple(sorted(pieces, key=lambda piece: piece.start)))


def _touches(span: Span, targets: Sequence[Span]) -> bool:
    return any(first < span[1] and span[0] < last for first, last in targets)
