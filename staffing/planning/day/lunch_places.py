"""Moves the lunches of named people to where they leave the least uncovered."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from data.staff import AbsenceKind
from staffing.planning.day_shift import DayShift
from staffing.planning.plan_history import is_odd_lunch
from staffing.planning.shift_design import DayNeed, Slot

Floats = NDArray[np.float64]
Span = tuple[int, int]

ROUNDS = 3
"""Passes over the day's people; a further one seldom moves anybody."""

INTERRUPTED_PRICE = 1000.0
"""Lunch over a training or meeting, per minute: only where no other place is left."""

MISSED_PRICE = 0.02
"""Per minute of a training or meeting that lies outside the shift; worth changing shifts for."""

REQUEST_PRICE = 0.01
"""Per minute of a shift that a requested absence takes away: another shift keeps the day's hours."""

BROKEN_BREAK_PRICE = 1_000_000.0
"""Lunch that is no break because the person's work begins after it or ends before it."""


@dataclass(frozen=True)
class Duty:
    """Part of a person's day that is taken: training, meeting, or leave for some hours.

    Parameters
    ----------
    start, end
        Minutes since midnight, elapsed as in `DayShift`.
    kind, paid
        As in leave.csv.
    """

    start: int
    end: int
    kind: AbsenceKind
    paid: bool

    @property
    def is_leave(self) -> bool:
        """Whether the person does not work meanwhile."""
        return self.kind not in ("training", "meeting")


class DayCrew:
    """One day's people, and how many of them work in each interval of each queue.

    Parameters
    ----------
    slots
        By person; `give` changes them.
    needs
        By queue.
    duties
        What else each person does that day.
    speed
        Tells how fast a person is on a queue that day; 1 is full speed.
    """

    def __init__(
        self,
        slots: Mapping[str, Slot],
        needs: Mapping[str, DayNeed],
        *,
        duties: Mapping[str, Sequence[Duty]],
        speed: Callable[[str, str], float],
    ) -> None:
        self.slots = dict(slots)
        self.needs = needs
        self._duties, self._speed = duties, speed
        self._known: dict[tuple[str, DayShift, tuple[Span, ...]], Floats] = {}
        self._known_work: dict[tuple[str, DayShift, str], Floats] = {}
        self.pauses: dict[str, tuple[Span, ...]] = {}
        self._wanting = [need for need in needs.values() if need.company is not None]
        self._at_work = [
            sum(
                (self.shares_at_work(one, slot.shift, need) for one, slot in slots.items()),
                np.zeros(len(need.required)),
            )
            for need in self._wanting
        ]
        self._scheduled = {queue: np.zeros(len(need.required)) for queue, need in needs.items()}
        for person, slot in slots.items():
            if slot.queue in needs:
                self._scheduled[slot.queue] += self._presence(person, slot.shift)

    def duties(self, person: str) -> Sequence[Duty]:
        """What else the person does that day."""
        return self._duties.get(person, ())

    def scheduled(self, queue: str) -> Floats:
        """People on the queue in each of its intervals, by proficiency, shape (n,)."""
        return self._scheduled[queue]

    def speed(self, person: str, queue: str) -> float:
        """How fast the person is on the queue; 1 is full speed."""
        return self._speed(person, queue)

    def copy(self) -> "DayCrew":
        """One that can change on its own."""
        found = DayCrew(self.slots, self.needs, duties=self._duties, speed=self._speed)
        for person, spans in self.pauses.items():
            found.pause(person, spans)
        return found

    def contact_spans(self, person: str) -> list[Span]:
        """When the person serves contacts: the shift without its lunch, other duties and short breaks."""
        return self.spans_of(person, self.slots[person].shift)

    def spans_around_pauses(self, person: str) -> list[Span]:
        """The same with the short breaks in it."""
        return self.spans_of(person, self.slots[person].shift, ())

    def spans_of(self, person: str, shift: DayShift, pauses: Sequence[Span] | None = None) -> list[Span]:
        """When the person would serve contacts with this shift, and these short breaks in place of the present ones."""
        pauses = self.pauses.get(person, ()) if pauses is None else pauses
        busy = [(duty.start, duty.end) for duty in self.duties(person)]
        return remaining_spans(shift.work_spans, [*busy, *pauses])

    def _presence(self, person: str, shift: DayShift, pauses: tuple[Span, ...] | None = None) -> Floats:
        paused = self.pauses.get(person, ()) if pauses is None else pauses
        if (person, shift, paused) not in self._known:
            need = self.needs[self.slots[person].queue]
            share = np.zeros(len(need.required))
            for worked in self.spans_of(person, shift, paused):
                need.opened.add_presence(share, worked=worked, people=self._speed(person, need.queue))
            self._known[person, shift, paused] = share
        return self._known[person, shift, paused]

    @property
    def price_of_company(self) -> float:
        """What it costs that fewer are at work than the desk wants, in agent-hours."""
        pairs = zip(self._wanting, self._at_work, strict=True)
        return sum(float(need.price_of_company(at_work)) for need, at_work in pairs)

    def shares_at_work(self, person: str, shift: DayShift, need: DayNeed) -> Floats:
        """Share of each of the need's intervals in which the person is at work with this shift, shape (n,)."""
        if (person, shift, need.queue) not in self._known_work:
            leave = [(duty.start, duty.end) for duty in self.duties(person) if duty.is_leave]
            share = np.zeros(len(need.required))
            for worked in remaining_spans(shift.work_spans, leave):
                need.opened.add_presence(share, worked=worked, people=1.0)
            self._known_work[person, shift, need.queue] = share
        return self._known_work[person, shift, need.queue]

    def prices_of_pauses(self, person: str, options: Sequence[tuple[Span, ...]]) -> Floats:
        """What the day would cost with each choice of the person's short breaks, in agent-hours, shape (options,)."""
        slot = self.slots[person]
        need = self.needs.get(slot.queue)
        if need is None:
            return np.zeros(len(options))
        others = self._scheduled[slot.queue] - self._presence(person, slot.shift)
        scheduled = others + np.stack([self._presence(person, slot.shift, option) for option in options])
        prices = (np.maximum(level - scheduled, 0) @ need.opened.hours * price for level, price in need.levels)
        return np.asarray(sum(prices, np.zeros(len(options))))

    def pause(self, person: str, pauses: tuple[Span, ...]) -> None:
        """Gives the person these short breaks in place of the present ones."""
        slot = self.slots[person]
        if slot.queue in self.needs:
            change = self._presence(person, slot.shift, pauses) - self._presence(person, slot.shift)
            self._scheduled[slot.queue] += change
        self.pauses[person] = pauses

    def prices(self, person: str, options: Sequence[DayShift]) -> Floats:
        """What the day would cost with each option in place of the person's shift, in agent-hours, shape (options,)."""
        slot = self.slots[person]
        prices = np.array([duty_price(option, self.duties(person)) for option in options])
        for wanting, at_work in zip(self._wanting, self._at_work, strict=True):
            alone = at_work - self.shares_at_work(person, slot.shift, wanting)
            prices += wanting.price_of_company(
                alone + np.stack([self.shares_at_work(person, o, wanting) for o in options])
            )
        need = self.needs.get(slot.queue)
        if need is None:
            return prices
        others = self._scheduled[slot.queue] - self._presence(person, slot.shift)
        scheduled = others + np.stack([self._presence(person, option) for option in options])
        for level, price in need.levels:
            prices += price * (np.maximum(level - scheduled, 0) @ need.opened.hours)
        return prices

    def give(self, person: str, shift: DayShift) -> None:
        """Puts the person on another shift."""
        slot = self.slots[person]
        if slot.queue in self.needs:
            change = self._presence(person, shift) - self._presence(person, slot.shift)
            self._scheduled[slot.queue] += change
        for wanting, at_work in zip(self._wanting, self._at_work, strict=True):
            at_work += self.shares_at_work(person, shift, wanting) - self.shares_at_work(person, slot.shift, wanting)
        self.slots[person] = replace(slot, shift=shift)


def place_lunches(crew: DayCrew, choices: Mapping[str, Sequence[DayShift]]) -> None:
    """Moves the lunch of each of the day's people to its best place, in turn.

    Parameters
    ----------
    crew
        The day's people; changed.
    choices
        The shifts that each person's contract allows; only those that differ in lunch alone count.
    """
    for _ in range(ROUNDS):
        for person, slot in list(crew.slots.items()):
            others = lunch_options(slot.shift, choices[person], crew.duties(person))
            options = list(dict.fromkeys([slot.shift, *others]))
            # The present lunch comes first, and rounding lets it win a tie.
            crew.give(person, options[int(np.argmin(np.round(crew.prices(person, options), 9)))])


def share_lunches(crew: DayCrew, had: Mapping[str, int]) -> None:
    """Gives the lunches at odd hours to those who had fewest of them, among people whose lunches can be exchanged.

    Parameters
    ----------
    crew
        The day's people with their lunches placed; changed, and covers as much.
    had
        How many lunches at an odd hour each person has had.
    """
    alike: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for person, slot in crew.slots.items():
        if slot.shift.lunch_start is not None and not crew.duties(person):
            body = replace(slot.shift, lunch_start=slot.shift.start + 1)
            alike[slot.queue, body, crew.speed(person, slot.queue)].append(person)
    for people in alike.values():
        shifts = [crew.slots[person].shift for person in people]
        odd = [shift for shift in shifts if is_odd_lunch(shift.lunch_start)]
        usual = [shift for shift in shifts if not is_odd_lunch(shift.lunch_start)]
        in_turn = sorted(people, key=lambda person: had.get(person, 0))
        for person, shift in zip(in_turn, [*odd, *usual], strict=True) if odd and usual else ():
            crew.give(person, shift)


def lunch_options(shift: DayShift, choices: Sequence[DayShift], duties: Sequence[Duty]) -> list[DayShift]:
    """The shift with each lunch its window allows; where leave makes all of them illegal, with a lunch anywhere."""
    alike = [c for c in choices if (c.template, c.start, c.end) == (shift.template, shift.start, shift.end)]
    if shift.lunch_start is None or any(duty_price(c, duties) < BROKEN_BREAK_PRICE for c in alike):
        return alike
    anywhere = range(shift.start + 15, shift.end - shift.lunch_minutes, 15)
    return alike + [replace(shift, lunch_start=minute) for minute in anywhere]


def duty_price(shift: DayShift, duties: Sequence[Duty]) -> float:
    """What speaks against a shift with this lunch: duties it misses or interrupts, work its lunch is not within."""
    if not duties:
        return 0.0
    lengths = [(d.end - d.start, _common_minutes((d.start, d.end), (shift.start, shift.end)), d) for d in duties]
    price = MISSED_PRICE * sum(length - kept for length, kept, duty in lengths if not duty.is_leave)
    price += REQUEST_PRICE * sum(kept for _, kept, duty in lengths if duty.kind == "requested_off")
    if shift.lunch_start is None:
        return price
    first, last = shift.lunch_start, shift.lunch_start + shift.lunch_minutes
    price += INTERRUPTED_PRICE * sum(_common_minutes((first, last), (d.start, d.end)) for d in duties)
    worked = remaining_spans(shift.work_spans, [(d.start, d.end) for d in duties if d.is_leave])
    if not worked or not worked[0][0] < first or not last < worked[-1][1]:
        price += BROKEN_BREAK_PRICE
    return price


def _common_minutes(one: Span, other: Span) -> int:
    return max(min(one[1], other[1]) - max(one[0], other[0]), 0)


def remaining_spans(spans: Sequence[Span], busy: Sequence[Span]) -> list[Span]:
    """What is left of `spans` when those of `busy` are cut out, rising."""
    left = set(spans)
    for start, end in busy:
        pieces = [piece for first, last in left for piece in ((first, min(last, start)), (max(first, end), last))]
        left = {piece for piece in pieces if piece[0] < piece[1]}
    return sorted(left)
