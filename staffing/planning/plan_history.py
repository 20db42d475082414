"""What people have been given so far, in the plan at hand and in earlier ones: the ground of fairness."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from data.calendar import Calendar, days_between
from data.channel import LIVE_CHANNELS
from data.desk import Desk
from staffing.planning.shift_design import Slot

MONDAY, SATURDAY = 0, 5

USUAL_LUNCH_MINUTES = (11 * 60 + 30, 13 * 60)
"""Lunch begins between these, inclusive, minutes since midnight; one at another hour is an odd one."""

MONTH_END_DAYS = 3
"""The last open days of a month, when many customers ask."""


def is_odd_lunch(start_minute: int | None) -> bool:
    """Whether lunch begins at an hour at which few like to eat; None: there is no lunch."""
    first, last = USUAL_LUNCH_MINUTES
    return start_minute is not None and not first <= start_minute <= last


def month_ends(calendar: Calendar, first_day: date, last_day: date) -> frozenset[date]:
    """The last open days of each month of the span, `MONTH_END_DAYS` of each."""
    channels = {queue.channel for queue in calendar.settings.queue}
    found: set[date] = set()
    month = first_day.replace(day=1)
    while month <= last_day:
        following = (month + timedelta(days=32)).replace(day=1)
        days = days_between(month, following - timedelta(days=1))
        opened = [day for day in days if any(calendar.is_open(channel, day) for channel in channels)]
        found |= set(opened[-MONTH_END_DAYS:])
        month = following
    return frozenset(day for day in found if first_day <= day <= last_day)


def late_templates(desk: Desk) -> frozenset[str]:
    """Names of the templates that end last; empty where all end together."""
    ends = {template.name: template.end_minute for template in desk.settings.shifts.template}
    late = frozenset(name for name, end in ends.items() if end == max(ends.values()))
    return late if len(late) < len(ends) else frozenset()


@dataclass(frozen=True)
class MorningDuty:
    """The hour nobody likes: Monday morning, when the lines open.

    Parameters
    ----------
    queues
        Queues at which it is felt: the live ones, or all of a desk that has none.
    minute
        Minutes since midnight at which the duty begins.
    """

    queues: frozenset[str]
    minute: int

    @classmethod
    def of(cls, desk: Desk) -> "MorningDuty":
        """The desk's: from the opening of its live channels, or from its first shift where that starts later."""
        queues = desk.settings.queue
        felt = [queue for queue in queues if queue.channel in LIVE_CHANNELS] or list(queues)
        spans = [span for queue in felt for span in desk.settings.hours[queue.channel].usual_spans(MONDAY)]
        opening = min((first for first, _ in spans), default=0)
        first_shift = min((template.start_minute for template in desk.settings.shifts.template), default=0)
        return cls(frozenset(queue.name for queue in felt), max(opening, first_shift))

    def holds(self, slot: Slot) -> bool:
        """Whether the shift has this duty."""
        at_work = slot.shift.start <= self.minute < slot.shift.end
        return slot.day.weekday() == MONDAY and slot.queue in self.queues and at_work


@dataclass
class PlanHistory:
    """What the people of a plan have been given so far; grows week by week.

    Parameters
    ----------
    shifts, queues, weekdays
        For each person, how often each was worked.
    mornings
        How often each person had the Monday morning.
    odd_lunches
        How often each person had lunch at an odd hour.
    days
        Days worked lately, for each person, with the minutes of each.
    last
        The newest shift of each person.
    """

    shifts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    queues: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    weekdays: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    mornings: Counter[str] = field(default_factory=Counter)
    odd_lunches: Counter[str] = field(default_factory=Counter)
    days: dict[str, dict[date, float]] = field(default_factory=lambda: defaultdict(dict))
    last: dict[str, Slot] = field(default_factory=dict)

    def add(self, person: str, slot: Slot, *, morning: bool) -> None:
        """Counts a shift; they come in the order of their days."""
        self.add_duties(person, slot, morning=morning)
        self.add_day(person, slot.day, minutes=slot.shift.paid_minutes)

    def add_duties(self, person: str, slot: Slot, *, morning: bool) -> None:
        """Counts a shift without its hours."""
        self.shifts[person][slot.shift.template] += 1
        self.queues[person][slot.queue] += 1
        self.weekdays[person][slot.day.weekday()] += 1
        self.mornings[person] += morning
        if person not in self.last or self.last[person].day <= slot.day:
            self.last[person] = slot

    def add_day(self, person: str, day: date, *, minutes: float) -> None:
        """Counts a day at work, with contacts or without."""
        self.days[person][day] = self.days[person].get(day, 0.0) + minutes

    def mornings_beyond(self, person: str, people: Iterable[str]) -> int:
        """How many Monday mornings more than the least of `people` the person has had."""
        return self.mornings[person] - min((self.mornings[one] for one in people), default=0)

    def worked_between(self, person: str, first_day: date, last_day: date) -> int:
        """Days worked from `first_day` to `last_day`, inclusive."""
        return sum(first_day <= day <= last_day for day in self.days[person])

    def worked_beyond(self, person: str, people: Iterable[str], days: frozenset[date]) -> int:
        """How many of some days the person has worked more than the least of `people`."""
        worked = {one: len(days & self.days[one].keys()) for one in {*people, person}}
        return worked[person] - min(worked.values())

    def weekends_beyond(self, person: str, people: Iterable[str]) -> int:
        """How many Saturdays and Sundays more than the least of `people` the person has worked."""
        worked = {one: self.weekdays[one][5] + self.weekdays[one][6] for one in {*people, person}}
        return worked[person] - min(worked.values())

    def running(self, person: str, first_day: date) -> int:
        """Days worked on end right before a day."""
        run = 0
        while first_day - timedelta(days=run + 1) in self.days[person]:
            run += 1
        return run

    def turns(self, people: Iterable[str], duty: MorningDuty) -> dict[str, float]:
        """How much each person has had of the duty's queues beyond the others': first its mornings, then its days."""
        return {
            person: 1000.0 * self.mornings[person]
            + sum(count if queue in duty.queues else -count for queue, count in self.queues[person].items())
            for person in people
        }

    def even_out(self, people: Sequence[str]) -> None:
        """Gives those of `people` who have had nothing yet the average of the others."""
        known = [person for person in people if person in self.last]
        for person in people if known else ():
            if person not in self.last:
                for counts in (self.shifts, self.queues, self.weekdays):
                    counts[person] = _average([counts[one] for one in known])
                for times in (self.mornings, self.odd_lunches):
                    times[person] = round(sum(times[one] for one in known) / len(known))

    def copy(self) -> "PlanHistory":
        """One that can grow on its own."""
        return deepcopy(self)


def _average(counts: Sequence[Counter[Any]]) -> Counter[Any]:
    total: Counter[Any] = sum(counts, Counter())
    return Counter({key: round(count / len(counts)) for key, count in total.items()})
