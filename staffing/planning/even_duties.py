"""Evens out Monday mornings and late shifts: people alike exchange whole days, which covers exactly as much."""

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from data.desk import Desk
from staffing.planning.plan_history import MorningDuty, PlanHistory
from staffing.planning.shift_design import Slot
from staffing.planning.shift_names import rest_hours

MORNING_WEIGHT, LATE_WEIGHT = 2.0, 1.0
"""Prices of the squares of what people have had: the most burdened are relieved first."""

CHANGE_PRICE = 0.4
"""Another shift than the day before within a week; below what evening out a difference of two brings."""

MOST_AHEAD = 4
"""A duty had more often than by others in earlier plans counts up to so many times: nobody pays it all back at once."""

MOST_EXCHANGES = 2000

Day = tuple[str, date]


@dataclass(frozen=True)
class Duties:
    """Which shifts are unpopular.

    Parameters
    ----------
    morning
        The Monday morning.
    late
        Names of the templates that end last; empty where all end together.
    """

    morning: MorningDuty
    late: frozenset[str]

    @classmethod
    def of(cls, desk: Desk) -> "Duties":
        """The desk's."""
        ends = {template.name: template.end_minute for template in desk.settings.shifts.template}
        last = max(ends.values(), default=0)
        late = frozenset(name for name, end in ends.items() if end == last)
        return cls(MorningDuty.of(desk), late if len(late) < len(ends) else frozenset())

    def held(self, slot: Slot) -> tuple[bool, bool]:
        """Whether the shift is a Monday morning, and whether it is late."""
        return self.morning.holds(slot), slot.shift.template in self.late


@dataclass
class Burden:
    """What the people of one group have had: earlier, up to `MOST_AHEAD` beyond the least, and in this plan.

    Parameters
    ----------
    before, now
        By person: Monday mornings and late shifts.
    """

    before: dict[str, tuple[int, int]]
    now: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, people: Iterable[str], slots: Mapping[Day, Slot], duties: Duties, *, history: PlanHistory) -> "Burden":
        """Of the people, with the shifts they have been given."""
        names = list(people)
        late = {name: sum(history.shifts[name][shift] for shift in duties.late) for name in names}
        fewest, least = min(history.mornings[name] for name in names), min(late.values())
        before = {
            name: (min(history.mornings[name] - fewest, MOST_AHEAD), min(late[name] - least, MOST_AHEAD))
            for name in names
        }
        found = cls(before, {name: [0, 0] for name in names})
        for (name, _), slot in slots.items():
            if name in found.now:
                found.add(name, slot, duties, times=1)
        return found

    def add(self, name: str, slot: Slot, duties: Duties, *, times: int) -> None:
        """Count a shift in, or with -1 out."""
        for kind, held in enumerate(duties.held(slot)):
            self.now[name][kind] += times * held

    def total(self, name: str, kind: int) -> int:
        """Earlier and now."""
        return self.before[name][kind] + self.now[name][kind]

    def price(self, name: str) -> float:
        """Rises with the square, so that the same duties cost least when they are shared."""
        return MORNING_WEIGHT * self.total(name, 0) ** 2 + LATE_WEIGHT * self.total(name, 1) ** 2


class _Evening:
    """Exchanges within one group."""

    def __init__(
        self,
        people: Sequence[str],
        slots: dict[Day, Slot],
        duties: Duties,
        *,
        history: PlanHistory,
        may: Callable[[str, str, date], bool],
        min_rest: float,
        week_of: Callable[[date], date],
    ) -> None:
        self._people, self._slots, self._duties, self._may = people, slots, duties, may
        self._rest, self._week_of, self._history = min_rest, week_of, history
        self._burden = Burden.of(people, slots, duties, history=history)
        self._days: dict[str, list[date]] = {name: [] for name in people}
        for name, day in sorted(slots, key=lambda key: key[1]):
            if name in self._days:
                self._days[name].append(day)

    def exchanges(self) -> Iterator[tuple[str, str, date]]:
        """Each exchange as it is made, until none helps."""
        for _ in range(MOST_EXCHANGES):
            found = self._best()
            if found is None:
                return
            one, two, days = found
            for day in days:
                self._swap(one, two, day)
                yield one, two, day

    def _best(self) -> tuple[str, str, list[date]] | None:
        """An exchange between the most burdened and the least with whom one helps."""
        for kind in (0, 1):
            by_burden = sorted(self._people, key=lambda name: (self._burden.total(name, kind), name))
            for one in reversed(by_burden):
                for two in by_burden:
                    if self._burden.total(one, kind) - self._burden.total(two, kind) < 2:
                        break
                    options = [(self._gain(one, two, days), days) for days in self._options(one, two, kind)]
                    best = max(options, key=lambda option: option[0], default=(0.0, []))
                    if best[0] > 1e-9:
                        return one, two, best[1]
        return None

    def _options(self, one: str, two: str, kind: int) -> Iterator[list[date]]:
        """Days that they could exchange: each alone, and those of each week together."""
        both = [
            day for day in self._days[one]
            if (two, day) in self._slots
            and self._duties.held(self._slots[one, day])[kind] != self._duties.held(self._slots[two, day])[kind]
            and self._may(one, two, day)
        ]  # fmt: skip
        weeks: dict[date, list[date]] = {}
        for day in both:
            weeks.setdefault(self._week_of(day), []).append(day)
            yield [day]
        yield from (days for days in weeks.values() if len(days) > 1)

    def _gain(self, one: str, two: str, days: list[date]) -> float:
        before, rests = self._price(one, two, days), self._short_rests(one, two, days)
        for day in days:
            self._swap(one, two, day)
        gain, more = before - self._price(one, two, days), self._short_rests(one, two, days) - rests
        for day in days:
            self._swap(one, two, day)
        return gain if more <= 0 else 0.0

    def _price(self, one: str, two: str, days: list[date]) -> float:
        changes = sum(self._changes(name, week) for name in (one, two) for week in {*map(self._week_of, days)})
        return self._burden.price(one) + self._burden.price(two) + CHANGE_PRICE * changes

    def _changes(self, name: str, week: date) -> int:
        """How often the person changes shift within the week."""
        own = [self._slots[name, day].shift for day in self._days[name] if self._week_of(day) == week]
        return sum((a.template, a.start) != (b.template, b.start) for a, b in pairwise(own))

    def _short_rests(self, one: str, two: str, days: list[date]) -> int:
        count = 0
        for name in (one, two):
            for first in {day - timedelta(days=k) for day in days for k in (0, 1)}:
                earlier, later = self._slot(name, first), self._slot(name, first + timedelta(days=1))
                count += earlier is not None and later is not None and rest_hours(earlier, later) < self._rest
        return count

    def _slot(self, name: str, day: date) -> Slot | None:
        last = self._history.last.get(name)
        return self._slots.get((name, day)) or (last if last is not None and last.day == day else None)

    def _swap(self, one: str, two: str, day: date) -> None:
        mine, theirs = self._slots[one, day], self._slots[two, day]
        for name, old, new in ((one, mine, theirs), (two, theirs, mine)):
            self._burden.add(name, old, self._duties, times=-1)
            self._burden.add(name, new, self._duties, times=1)
            self._slots[name, day] = new


def even_out_duties(
    groups: Sequence[Sequence[str]],
    slots: Mapping[Day, Slot],
    desk: Desk,
    *,
    history: PlanHistory,
    may: Callable[[str, str, date], bool],
    week_of: Callable[[date], date],
) -> list[tuple[str, str, date]]:
    """The exchanges, in turn, that leave the duties of each group as even as they can be.

    Parameters
    ----------
    groups
        People equally eligible.
    slots
        The plan's shifts by person and day; left as they are.
    history
        What people had before the plan.
    may
        Whether two people may exchange a day: nothing but the shift differs between them.
    week_of
        The first day of a day's week.
    """
    duties = Duties.of(desk)
    found: list[tuple[str, str, date]] = []
    for people in groups:
        if len(people) > 1:
            own = {key: slot for key, slot in slots.items() if key[0] in set(people)}
            found += _Evening(
                people, own, duties, history=history, may=may, min_rest=desk.settings.shifts.min_rest_hours,
                week_of=week_of,
            ).exchanges()  # fmt: skip
    return found


def exchange(given: MutableMapping[Day, Any], one: Day, two: Day) -> None:
    """Give each of two what the other has there, also where one of them has nothing."""
    mine, theirs = given.pop(one, None), given.pop(two, None)
    given.update({key: value for key, value in ((one, theirs), (two, mine)) if value is not None})


def have_like_days(pair: Sequence[Slot | None]) -> bool:
    """Whether both work, and as long."""
    lengths = {None if slot is None else slot.shift.paid_minutes for slot in pair}
    return None not in lengths and len(lengths) == 1
