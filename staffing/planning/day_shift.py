"""A shift as one person can work it on a day: a template, shortened where the contract is, with its lunch placed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from data.errors import TsunagariError
from data.opening_hours import clock_minutes
from data.shift_rules import ShiftRules
from data.shift_template import ShiftTemplate

NEARLY_FULL_MINUTES = 60
"""A template this much shorter than the contract's day still counts as a full day."""

PAUSE_STEP_MINUTES = 5
"""Short breaks begin at a multiple of this, and no nearer to the shift's ends."""

LUNCH_FROM_EDGE_MINUTES = 60
"""Lunch keeps this distance from the shift's ends where its window allows."""


@dataclass(frozen=True)
class Pause:
    """A short paid break that a shift holds, wherever it is placed.

    Parameters
    ----------
    minutes
        Length.
    first, last
        Its earliest and latest start, minutes since midnight, inclusive.
    """

    minutes: int
    first: int
    last: int

    def places_within(self, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """Where it interrupts a span of work, next to neither of its ends: start and end, rising."""
        for minute in range(self.first, self.last + 1, PAUSE_STEP_MINUTES):
            if any(first < minute and minute + self.minutes < last for first, last in spans):
                yield minute, minute + self.minutes


@dataclass(frozen=True)
class DayShift:
    """One way to work a day.

    Parameters
    ----------
    template
        Name of the template it comes from.
    start, end
        Minutes since local midnight; `end` counts elapsed minutes from `start`, so a shift keeps its length when the
        clock changes.
    lunch_start
        Minutes since midnight, strictly inside the shift; None: no lunch.
    lunch_minutes
        Unpaid; 0 exactly where there is no lunch.
    pauses
        Short paid breaks, placed once the day's people are known.
    """

    template: str
    start: int
    end: int
    lunch_start: int | None
    lunch_minutes: int
    pauses: tuple[Pause, ...] = ()

    def __post_init__(self) -> None:
        if (self.lunch_start is None) != (self.lunch_minutes == 0):
            raise ValueError(f"shift {self.template}: a lunch has a start and a length, or neither")
        if self.lunch_start is not None and not (
            self.start < self.lunch_start and self.lunch_start + self.lunch_minutes < self.end
        ):
            raise ValueError(f"shift {self.template}: lunch at {self.lunch_start} is not strictly inside the shift")

    @property
    def paid_minutes(self) -> int:
        """Length without lunch."""
        return self.end - self.start - self.lunch_minutes

    @property
    def work_spans(self) -> tuple[tuple[int, int], ...]:
        """Paid spans, minutes since midnight."""
        if self.lunch_start is None:
            return ((self.start, self.end),)
        return ((self.start, self.lunch_start), (self.lunch_start + self.lunch_minutes, self.end))


def possible_shifts(rules: ShiftRules, *, hours_day: float, lunch_step_minutes: int) -> tuple[DayShift, ...]:
    """Every shift that a contract of `hours_day` allows, one for each place of its lunch.

    Templates as long as the contract's day are taken whole. Where all are longer, they are cut to the contract, once
    at the end and once at the start; a cut shift of up to six hours has no lunch. Where all are much shorter, the
    longest are taken.

    Raises
    ------
    TsunagariError
        If a template's lunch is shorter than the law asks, or cannot lie inside the shift.
    """
    for template in rules.template:
        _refuse_short_lunch(template, rules)
    # Where hours are averaged, a contract may have longer days than the law allows a day otherwise.
    legal = rules.max_hours_day if rules.hours_mode == "fixed" else hours_day
    limit = int(min(hours_day, legal) * 60 + 1e-6)
    found: dict[DayShift, None] = {}
    for template, start, end, lunch in _later(_bodies(rules.template, limit), lunch_step_minutes):
        for lunch_start in _lunch_starts(template, start=start, end=end, lunch=lunch, step=lunch_step_minutes):
            found[DayShift(template.name, start, end, lunch_start, lunch, _pauses(template, start, end))] = None
    return tuple(found)


def _refuse_short_lunch(template: ShiftTemplate, rules: ShiftRules) -> None:
    paid = template.paid_minutes
    needed = 0
    if paid > 8 * 60:
        needed = rules.break_over_8_hours_minutes
    elif paid > 6 * 60:
        needed = rules.break_over_6_hours_minutes
    if template.lunch_minutes < needed:
        raise TsunagariError(
            "desk.toml, shifts.template {name!r}: {hours:g} hours of work need a break of {needed} "
            "minutes (Labour Standards Act 34), lunch_minutes is {lunch_minutes}; make it at least "
            "{needed}",
            name=template.name,
            hours=paid / 60,
            needed=needed,
            lunch_minutes=template.lunch_minutes,
        )
    if template.lunch_minutes and not _lunch_starts(
        template, start=template.start_minute, end=template.end_minute, lunch=template.lunch_minutes, step=15
    ):
        raise TsunagariError(
            "desk.toml, shifts.template {name!r}: the lunch window {first}-{last} leaves no lunch "
            "strictly inside {start}-{end}; widen it",
            name=template.name,
            first=template.lunch_window[0],
            last=template.lunch_window[1],
            start=template.start,
            end=template.end,
        )


Body = tuple[ShiftTemplate, int, int, int]


def _later(bodies: list[Body], step: int) -> list[Body]:
    """The bodies at each start of their template's range; one cut at its start keeps its distance from it."""
    return [
        (template, start + delay, end + delay, lunch)
        for template, start, end, lunch in bodies
        for delay in range(0, template.latest_start_minute - template.start_minute + 1, step)
    ]


def _pauses(template: ShiftTemplate, start: int, end: int) -> tuple[Pause, ...]:
    """The short breaks of which at least one place lies within the shift, away from its ends."""
    found = []
    for pause in template.breaks:
        first, last = pause.span
        first, last = max(first, start + PAUSE_STEP_MINUTES), min(last, end - PAUSE_STEP_MINUTES) - pause.minutes
        first += -first % PAUSE_STEP_MINUTES
        if first <= last:
            found.append(Pause(pause.minutes, first, first + (last - first) // PAUSE_STEP_MINUTES * PAUSE_STEP_MINUTES))
    return tuple(found)


def _bodies(templates: tuple[ShiftTemplate, ...], limit: int) -> list[Body]:
    """Template, start, end and lunch minutes of the shifts that come nearest to a day of `limit` paid minutes."""
    fitting = [t for t in templates if t.paid_minutes <= limit]
    longer = [t for t in templates if t.paid_minutes > limit]
    longest = max((t.paid_minutes for t in fitting), default=0)
    if longer and longest < limit - NEARLY_FULL_MINUTES:
        return [body for template in longer for body in _cut(template, limit)]
    return [
        (t, t.start_minute, t.end_minute, t.lunch_minutes)
        for t in fitting
        if t.paid_minutes >= longest - NEARLY_FULL_MINUTES
    ]


def _cut(template: ShiftTemplate, limit: int) -> list[Body]:
    lunch = template.lunch_minutes if limit > 6 * 60 else 0
    length = limit + lunch
    return [
        (template, template.start_minute, template.start_minute + length, lunch),
        (template, template.end_minute - length, template.end_minute, lunch),
    ]


def _lunch_starts(template: ShiftTemplate, *, start: int, end: int, lunch: int, step: int) -> list[int | None]:
    if not lunch:
        return [None]
    first, last = (clock_minutes(text) for text in template.lunch_window)
    inside = [m for m in range(first, last - lunch + 1, step) if start < m and m + lunch < end]
    edge = LUNCH_FROM_EDGE_MINUTES
    comfortable = [m for m in inside if start + edge <= m and m + lunch <= end - edge]
    return list(comfortable or inside)
