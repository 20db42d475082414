"""What happened to a plan, and what mending it must leave alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pandas as pd

from data.calendar import Calendar
from data.desk import Desk
from data.errors import TsunagariError
from data.staff import AbsenceKind
from staffing.planning.day.lunch_places import Duty, remaining_spans
from staffing.planning.person_day import DAY_MINUTES, DayClock, PersonDay, Piece, Span, joined, within
from staffing.planning.shift_rows import duties_of_day
from staffing.shift_plan import ABSENCES, UNPAID_BREAKS, ActivityKind

NOTICE_MINUTES = 120
"""So long before a beginning somebody must be told of it, where nothing else is said."""

APPOINTMENTS = frozenset({"training", "meeting"})
"""What leave.csv places within a working day, and may move."""


@dataclass(frozen=True)
class Away:
    """Somebody is not there, against the plan.

    Parameters
    ----------
    person
        As in staff.csv.
    start, end
        Zone-aware, half-open.
    """

    person: str
    start: pd.Timestamp
    end: pd.Timestamp

    def __post_init__(self) -> None:
        if not self.start < self.end:
            raise ValueError(f"{self.person} is away from {self.start} to {self.end}: the end comes after the start")


@dataclass(frozen=True)
class RepairAsked:
    """What happened, and what stays.

    Parameters
    ----------
    now
        Zone-aware; everything before is past and stays.
    away
        Who is not there; leave.csv as it is now is looked at beside it.
    locks
        People and days that stay as planned; a day of None: every day.
    notice_minutes
        Who has not begun can be told of another beginning so long before it, at least 0.
    """

    now: pd.Timestamp
    away: tuple[Away, ...] = ()
    locks: frozenset[tuple[str, date | None]] = frozenset()
    notice_minutes: int = NOTICE_MINUTES

    def holds(self, person: str, day: date) -> bool:
        """Whether the person's day is locked."""
        return (person, day) in self.locks or (person, None) in self.locks

    def refuse_strangers(self, known: frozenset[str]) -> None:
        """Refuse who is neither in staff.csv nor in the plan.

        Raises
        ------
        TsunagariError
            Naming the person.
        """
        for person in (*(one.person for one in self.away), *(name for name, _ in self.locks)):
            if person not in known:
                raise TsunagariError(
                    "{person!r} is neither in staff.csv nor in the plan; write the name as it stands there",
                    person=person,
                )


def as_it_happened(line: PersonDay, asked: RepairAsked, desk: Desk, clock: DayClock) -> PersonDay:
    """The person's day without what cannot be any more, and with leave, training and meetings as they are now.

    What lies before `asked.now` stays.
    """
    now, changed = max(clock.minute(asked.now), 0), line
    if line.shift:
        told = _told_duties(line, desk, clock)
        changed = _with_duties(_without_old_duties(line, told, now=now), told, now=now)
    for away in asked.away:
        if away.person == line.person:
            span = (max(clock.minute(away.start), now), clock.minute(away.end))
            changed = _cut(changed, span)
    return _with_sound_breaks(changed, line, now=now)


def _told_duties(line: PersonDay, desk: Desk, clock: DayClock) -> list[Duty]:
    """The person's rows of leave.csv on that day, in elapsed minutes."""
    calendar = Calendar.of(desk)
    own = duties_of_day((absence for absence in desk.leave if absence.person == line.person), line.day)
    return [
        replace(
            duty,
            start=clock.minute_of_wall(calendar, duty.start),
            end=clock.minute_of_wall(calendar, duty.end),
        )
        for duty in own
        if duty.kind != "requested_off"
    ]


def _without_old_duties(line: PersonDay, told: Sequence[Duty], *, now: int) -> PersonDay:
    """Trainings and meetings to come that leave.csv does not hold any more become work again."""
    usual = line.last_queue_piece
    if usual is None:
        return line
    for piece in line.pieces:
        if piece.activity in APPOINTMENTS and piece.start >= now:
            kept = [(duty.start, duty.end) for duty in told if duty.kind == piece.activity]
            for span in remaining_spans([(piece.start, piece.end)], kept):
                line = line.with_piece(usual.over(span))
    return line


def _with_duties(line: PersonDay, told: Sequence[Duty], *, now: int) -> PersonDay:
    for duty in told:
        for piece in within(line.pieces, (max(duty.start, now), duty.end)):
            if piece.is_contact_work or (piece.is_work and duty.is_leave):
                line = line.with_piece(Piece(piece.start, piece.end, _KINDS[duty.kind], "", duty.paid))
    return line


_KINDS: dict[AbsenceKind, ActivityKind] = {
    "paid_leave": "paid_leave", "leave": "leave", "requested_off": "leave", "training": "training",
    "meeting": "meeting",
}  # fmt: skip


def _cut(line: PersonDay, span: Span) -> PersonDay:
    """Work in the span is away time."""
    for piece in within(line.pieces, span):
        if piece.is_work:
            line = line.with_piece(Piece(piece.start, piece.end, "leave", "", False))
    return line


def _with_sound_breaks(line: PersonDay, before: PersonDay, *, now: int) -> PersonDay:
    """Lunch that lies no more inside the working time is away time too; a day without work is a day away."""
    if line == before:
        return line
    span = line.span
    if span is None:
        lost = next((piece for piece in line.pieces if piece.activity in ABSENCES), None)
        if lost is None:
            return line
        whole = Piece(0, DAY_MINUTES, lost.activity, "", lost.paid)
        return PersonDay(line.person, line.day, "", (whole,))
    pieces = []
    for piece in line.pieces:
        is_outside = piece.end <= span[0] or piece.start >= span[1]
        is_lost = piece.activity in UNPAID_BREAKS and is_outside and piece.start >= now
        pieces.append(Piece(piece.start, piece.end, "leave", "", False) if is_lost else piece)
    return PersonDay(line.person, line.day, line.shift, joined(pieces))


def touched_days(asked: RepairAsked, *, first_day: date, last_day: date, zone: ZoneInfo) -> list[date]:
    """The days from now on that somebody's absence touches, within the plan's."""
    found = set()
    for away in asked.away:
        day = max(away.start, asked.now).tz_convert(zone).date()
        while day <= (away.end - pd.Timedelta(1, unit="us")).tz_convert(zone).date():
            found.add(day)
            day += timedelta(days=1)
    today = asked.now.tz_convert(zone).date()
    return sorted(day for day in found if max(first_day, today) <= day <= last_day)


def leave_days(desk: Desk, lines_of: Mapping[tuple[str, date], PersonDay], asked: RepairAsked) -> list[date]:
    """The days on which leave.csv and the plan tell different things of somebody."""
    calendar, found = Calendar.of(desk), set()
    absent = {absence.person for absence in desk.leave}
    for (person, day), line in lines_of.items():
        duties = person in absent or any(piece.activity in APPOINTMENTS for piece in line.pieces)
        if duties and day not in found:
            clock = DayClock.of(calendar, day)
            alone = RepairAsked(asked.now)
            if as_it_happened(line, alone, desk, clock) != line:
                found.add(day)
    return sorted(found)
