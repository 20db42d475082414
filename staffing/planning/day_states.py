"""What each day of a person's week allows: leave, training, a rest after many days on end, or a shift."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Literal

from data.staff import Absence, Person
from staffing.planning.day_shift import DayShift

DayState = Literal[
    "not_employed", "closed", "paid_leave", "leave", "requested_off", "training", "meeting", "locked", "free"
]
"""What a person's day allows: `training` and `meeting` fill it whole, `locked` is worked as it stands, `free` days can
be planned.
"""

WORKED_ANYHOW: tuple[DayState, ...] = ("training", "meeting", "locked")

LEAST_DAY_MINUTES = 120
"""A requested absence that leaves less of every shift than this takes the whole day: nobody comes for an hour."""


def day_state(
    person: Person, day: date, *, shifts: Sequence[DayShift], absences: Sequence[Absence], is_open: bool
) -> DayState:
    """What the day allows the person; leave stands over training, closing over both."""
    if not person.employed_on(day):
        return "not_employed"
    if not is_open:
        return "closed"
    filling = {absence.kind for absence in absences if _fills(absence, day, shifts)}
    order: tuple[DayState, ...] = ("paid_leave", "leave", "requested_off", "training", "meeting")
    for kind in order:
        if kind in filling:
            return kind
    return "free"


def _fills(absence: Absence, day: date, shifts: Sequence[DayShift]) -> bool:
    """Whether the absence leaves nothing of the day: the whole day, or all of every shift; too little, if requested."""
    if absence.covers(day) or not shifts:
        return absence.covers(day)
    midnight = datetime.combine(day, datetime.min.time())
    minute = timedelta(minutes=1)
    away = ((absence.start - midnight) / minute, (absence.end - midnight) / minute)
    least = LEAST_DAY_MINUTES if absence.kind == "requested_off" else 1
    return all(_minutes_left(shift, away) < min(least, shift.paid_minutes) for shift in shifts)


def _minutes_left(shift: DayShift, away: tuple[float, float]) -> float:
    lost = (max(min(last, away[1]) - max(first, away[0]), 0) for first, last in shift.work_spans)
    return shift.paid_minutes - sum(lost)


def close_days_beyond_law(states: dict[date, DayState], *, most: int) -> None:
    """Turns the last whole days of training or meeting of a week into days off where there are more than `most`."""
    filled = [day for day, state in states.items() if state in ("training", "meeting")]
    for day in filled[most:]:
        states[day] = "closed"


def close_long_runs(states: dict[date, DayState], *, running: int, most: int) -> None:
    """Turns a whole day of training or meeting into a day off where it would be one too many on end."""
    run = running
    for day, state in states.items():
        run = run + 1 if state in WORKED_ANYHOW else 0
        if run > most and state != "locked":
            states[day], run = "closed", 0
