"""The ways to lengthen a shift: an earlier start or a later end, with the break that longer work needs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from data.opening_hours import clock_minutes
from data.shift_rules import ShiftRules
from staffing.planning.day.lunch_places import Span
from staffing.planning.day_shift import DayShift

MINUTES_A_DAY = 1440


@dataclass(frozen=True)
class LongerShift:
    """A shift lengthened at one end.

    Parameters
    ----------
    shift
        As it is worked then.
    added
        What is worked on top of it.
    lost
        What a longer lunch takes of the work before; None where it is long enough.
    """

    shift: DayShift
    added: Span
    lost: Span | None = None

    @property
    def minutes(self) -> int:
        """Paid minutes more, 0 or more."""
        return self.added[1] - self.added[0] - (self.lost[1] - self.lost[0] if self.lost else 0)


def longer_shifts(
    shift: DayShift,
    rules: ShiftRules,
    *,
    most_minutes: float,
    step_minutes: int,
    useful: Sequence[Span],
    taken: Sequence[Span] = (),
) -> Iterator[LongerShift]:
    """The shift begun earlier or ended later, by each multiple of the step.

    Parameters
    ----------
    most_minutes
        Paid minutes by which it may get longer at most.
    step_minutes
        Of the desk's grid.
    useful
        When more work is wanted at all: the outermost step of what is added touches it.
    taken
        Short breaks and other stretches of the shift that a longer lunch may not touch.
    """
    most = int(most_minutes + 60)  # a longer lunch makes up for some of it
    for minutes in range(step_minutes, most + 1, step_minutes):
        earlier, later = shift.start - minutes, shift.end + minutes
        for added, outermost in (
            ((earlier, shift.start), (earlier, earlier + step_minutes)),
            ((shift.end, later), (later - step_minutes, later)),
        ):
            if not any(outermost[0] < last and first < outermost[1] for first, last in useful):
                continue
            longer = _with_break(shift, added, rules, taken)
            if longer is not None and 0 < longer.minutes <= most_minutes + 1e-9:
                yield longer


def _with_break(shift: DayShift, added: Span, rules: ShiftRules, taken: Sequence[Span]) -> LongerShift | None:
    """The shift with what is added, and with as much lunch as it needs then; None where that finds no place."""
    start, end = min(shift.start, added[0]), max(shift.end, added[1])
    if start < 0 or end > MINUTES_A_DAY:
        return None
    missing = _needed_break(end - start - shift.lunch_minutes, rules) - shift.lunch_minutes
    if missing <= 0:
        return LongerShift(replace(shift, start=start, end=end), added)
    if shift.lunch_start is None:
        return None
    first, last = shift.lunch_start, shift.lunch_start + shift.lunch_minutes
    window = _lunch_window(shift, rules)
    for lost in ((last, last + missing), (first - missing, first)):
        within = window[0] <= lost[0] and lost[1] <= window[1] and start < lost[0] and lost[1] < end
        if within and not any(lost[0] < busy[1] and busy[0] < lost[1] for busy in taken):
            whole = replace(
                shift,
                start=start,
                end=end,
                lunch_start=min(first, lost[0]),
                lunch_minutes=shift.lunch_minutes + missing,
            )
            return LongerShift(whole, added, lost)
    return None


def _needed_break(worked_minutes: int, rules: ShiftRules) -> int:
    """Minutes of break that so much work needs (Labour Standards Act 34)."""
    if worked_minutes > 8 * 60:
        return rules.break_over_8_hours_minutes
    return rules.break_over_6_hours_minutes if worked_minutes > 6 * 60 else 0


def _lunch_window(shift: DayShift, rules: ShiftRules) -> Span:
    for template in rules.template:
        if template.name == shift.template:
            first, last = (clock_minutes(text) for text in template.lunch_window)
            return first, last
    return shift.start, shift.end
