"""Writes a named shift, or a day without one, as activities."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import pandas as pd

from data.calendar import Calendar
from data.desk import Desk
from data.staff import Absence
from staffing.planning.day.blend_work import Block
from staffing.planning.day.lunch_places import Duty, Span, remaining_spans
from staffing.planning.day_shift import DayShift
from staffing.planning.day_states import DayState
from staffing.planning.shift_design import Slot
from staffing.shift_plan import Activity, ActivityKind

DAY_OF_STATE: dict[DayState, ActivityKind] = {"paid_leave": "paid_leave", "leave": "leave"}
"""What a day without a shift is called; every other one is a day off."""

EDGE_MINUTES = 15
"""Lunch that the change of the clock would push out of the shift keeps this far from its ends."""


def duties_of_day(absences: Iterable[Absence], day: date) -> list[Duty]:
    """The person's absences on a day in minutes since midnight; leave first, so that it stands over training."""
    midnight = datetime.combine(day, datetime.min.time())
    found = []
    for absence in absences:
        if absence.touches(day):
            start = max((absence.start - midnight) / timedelta(minutes=1), 0)
            end = min((absence.end - midnight) / timedelta(minutes=1), 1440)
            found.append(Duty(int(start), int(end), absence.kind, absence.paid))
    return sorted(found, key=lambda duty: (not duty.is_leave, duty.start, duty.end))


def rows_of_shift(
    person: str,
    slot: Slot,
    duties: Sequence[Duty],
    *,
    desk: Desk,
    blocks: Sequence[Block] = (),
    pauses: Sequence[Span] = (),
) -> list[Activity]:
    """A shift as activities: lunch, other duties, breaks, blocks of other queues, its own queue in what is left.

    Where the clock is changed within the shift, the shift keeps its length, and all within it its time on the wall.
    """
    calendar, queue = Calendar.of(desk), desk.queue(slot.queue)
    rows: list[Activity] = []
    begin, first = calendar.instant(slot.day, slot.shift.start), slot.shift.start
    if _is_clock_changed(slot, calendar):
        clock = _ChangedClock(slot.shift, slot.day, begin, calendar)
        slot, duties = replace(slot, shift=clock.shift_by_wall), [clock.duty_by_wall(duty) for duty in duties]
        pauses = [clock.pause_by_wall(pause) for pause in pauses]

    def add(span: tuple[int, int], activity: ActivityKind, *, served: str, paid: bool) -> None:
        start, end = (begin + pd.Timedelta(minutes=minute - first) for minute in span)
        rows.append(Activity(person, slot.day, slot.shift.template, start, end, activity, served, paid))

    if slot.shift.lunch_start is not None:
        lunch = (slot.shift.lunch_start, slot.shift.lunch_start + slot.shift.lunch_minutes)
        add(lunch, "lunch", served="", paid=False)
    left = list(slot.shift.work_spans)
    for duty in duties:
        after = remaining_spans(left, [(duty.start, duty.end)])
        for taken in remaining_spans(left, after):
            kind: ActivityKind = "leave" if duty.kind == "requested_off" else duty.kind
            add(taken, kind, served="", paid=duty.paid)
        left = after
    for pause in pauses:
        after = remaining_spans(left, [pause])
        for taken in remaining_spans(left, after):
            add(taken, "break", served="", paid=True)
        left = after
    for block in blocks:
        after = remaining_spans(left, [(block.start, block.end)])
        for taken in remaining_spans(left, after):
            add(taken, desk.queue(block.queue).channel, served=block.queue, paid=True)
        left = after
    for span in left:
        add(span, queue.channel, served=queue.name, paid=True)
    return rows


def _is_clock_changed(slot: Slot, calendar: Calendar) -> bool:
    begin, end = (calendar.instant(slot.day, minute) for minute in (slot.shift.start, slot.shift.end))
    return end - begin != pd.Timedelta(minutes=slot.shift.end - slot.shift.start)


@dataclass(frozen=True)
class _ChangedClock:
    """Turns what the clock on the wall shows into minutes elapsed since the shift began, counted from its start."""

    shift: DayShift
    day: date
    begin: pd.Timestamp
    calendar: Calendar

    @property
    def shift_by_wall(self) -> DayShift:
        """Lunch at its time on the wall, or as near to it as it lies strictly inside the shift."""
        shift = self.shift
        if shift.lunch_start is None:
            return shift
        earliest, latest = shift.start + EDGE_MINUTES, shift.end - shift.lunch_minutes - EDGE_MINUTES
        wanted = min(max(self._elapsed(shift.lunch_start), earliest), latest)
        return replace(shift, lunch_start=wanted if earliest <= latest else shift.lunch_start)

    def duty_by_wall(self, duty: Duty) -> Duty:
        """From and to its times on the wall."""
        return replace(duty, start=self._elapsed(duty.start), end=self._elapsed(duty.end))

    def pause_by_wall(self, pause: Span) -> Span:
        """From its time on the wall, as long as it is."""
        start = self._elapsed(pause[0])
        return start, start + pause[1] - pause[0]

    def _elapsed(self, minute: int) -> int:
        at = self.calendar.instant(self.day, minute)
        return self.shift.start + round((at - self.begin).total_seconds() / 60)


def row_of_free_day(person: str, day: date, state: DayState, *, paid: bool, calendar: Calendar) -> Activity:
    """A day without a shift, from midnight to midnight."""
    start: pd.Timestamp = calendar.instant(day, 0)
    kind = DAY_OF_STATE.get(state, "day_off")
    return Activity(person, day, "", start, calendar.instant(day, 1440), kind, "", paid and kind != "day_off")
