"""Who bears which unpopular duties, and what exchanging days between two people alike would change of it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from data.desk import Desk
from staffing.planning.fairness.wish_prices import WishPrices
from staffing.planning.plan_history import MorningDuty, PlanHistory, late_templates
from staffing.planning.shift_design import Slot
from staffing.planning.shift_names import rest_hours

MORNING_WEIGHT, LATE_WEIGHT = 2.0, 1.0
"""Prices of the squares of what people have had: the most burdened are relieved first."""

VOLUNTEERS_MORNING_WEIGHT = 4.0
"""That of Monday mornings where volunteers take late shifts, so that they come early on some Mondays all the same."""

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
    volunteers
        People who wish for late shifts: theirs burden nobody, and relieve the others.
    """

    morning: MorningDuty
    late: frozenset[str]
    volunteers: frozenset[str] = frozenset()

    @classmethod
    def of(cls, desk: Desk) -> "Duties":
        """The desk's."""
        return cls(MorningDuty.of(desk), late_templates(desk), WishPrices.of(desk).volunteers)

    def held(self, slot: Slot) -> tuple[bool, bool]:
        """Whether the shift is a Monday morning, and whether it is late."""
        return self.morning.holds(slot), slot.shift.template in self.late

    def burdens(self, name: str, slot: Slot) -> tuple[bool, bool]:
        """The same as far as it burdens this person."""
        morning, late = self.held(slot)
        return morning, late and name not in self.volunteers


@dataclass
class Burden:
    """What the people of one group have had: earlier, up to `MOST_AHEAD` beyond the least, and in this plan.

    Parameters
    ----------
    before, now
        By person: Monday mornings and late shifts.
    volunteers
        People whose late shifts are not counted.
    level
        Late shifts that everybody else has in any case, when volunteers have all that they can; 0 without any. Beyond
        it one late shift more weighs little, so that volunteers still take their Monday mornings.
    """

    before: dict[str, tuple[int, int]]
    volunteers: frozenset[str]
    level: int
    now: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, people: Iterable[str], slots: Mapping[Day, Slot], duties: Duties, *, history: PlanHistory) -> "Burden":
        """Of the people, with the shifts they have been given."""
        names = list(people)
        late = {name: sum(history.shifts[name][shift] for shift in duties.late) for name in names}
        fewest = min(history.mornings[name] for name in names)
        least = min((count for name, count in late.items() if name not in duties.volunteers), default=0)
        ahead = {name: 0 if name in duties.volunteers else min(late[name] - least, MOST_AHEAD) for name in names}
        before = {name: (min(history.mornings[name] - fewest, MOST_AHEAD), ahead[name]) for name in names}
        given = [(name, slot) for (name, _), slot in slots.items() if name in before]
        level = _level_of_late(given, duties, earlier=sum(late for _, late in before.values()))
        found = cls(before, duties.volunteers & set(names), level, {name: [0, 0] for name in names})
        for (name, _), slot in slots.items():
            if name in found.now:
                found.add(name, slot, duties, times=1)
        return found

    def add(self, name: str, slot: Slot, duties: Duties, *, times: int) -> None:
        """Count a shift in, or with -1 out."""
        for kind, held in enumerate(duties.burdens(name, slot)):
            self.now[name][kind] += times * held

    def total(self, name: str, kind: int) -> int:
        """Earlier and now."""
        return self.before[name][kind] + self.now[name][kind]

    def rank(self, name: str, kind: int) -> int:
        """By which the more burdened are relieved by the less; a volunteer comes before whoever has nothing yet."""
        return -1 if kind and name in self.volunteers else self.total(name, kind)

    def price(self, name: str, more: tuple[int, int] = (0, 0)) -> float:
        """Rises with the square, so that the same duties cost least when they are shared.

        Parameters
        ----------
        more
            Monday mornings and late shifts beside those counted.
        """
        late = 0 if name in self.volunteers else self.total(name, 1) + more[1] - self.level
        weight = MORNING_WEIGHT if not self.volunteers else VOLUNTEERS_MORNING_WEIGHT
        return weight * (self.total(name, 0) + more[0]) ** 2 + LATE_WEIGHT * late**2


def _level_of_late(given: Sequence[tuple[str, Slot]], duties: Duties, *, earlier: int) -> int:
    others = {name for name, _ in given} - duties.volunteers
    if not others or all(name in others for name, _ in given):
        return 0
    late = earlier + sum(duties.held(slot)[1] for _, slot in given)
    room = sum(name in duties.volunteers for name, _ in given)
    return max(late - room, 0) // len(others)


class Trial(NamedTuple):
    """What an exchange would bring: burden and changes of shift taken away, and short rests more than before."""

    burden: float
    changes: int
    short_rests: int


class Evening:
    """Exchanges within one group.

    Parameters
    ----------
    people
        Of the group.
    slots
        Their shifts by person and day; changed by each exchange.
    duties, history, may, week_of
        As for `even_out_duties`.
    min_rest
        Hours between two shifts below which a rest is short.

    Attributes
    ----------
    days
        Of each person those with a shift, rising.
    turns
        How often each person has exchanged days: what two could exchange stays the same until one of them does.
    """

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
        self.people, self.slots, self.may, self.week_of = people, slots, may, cache(week_of)
        self._duties, self._rest, self._history = duties, min_rest, history
        self._burden = Burden.of(people, slots, duties, history=history)
        self.turns: Counter[str] = Counter()
        self._futile: set[tuple[int, str, str, int, int]] = set()
        self.days: dict[str, list[date]] = {name: [] for name in people}
        for name, day in sorted(slots, key=lambda key: key[1]):
            if name in self.days:
                self.days[name].append(day)

    @classmethod
    def of(
        cls,
        people: Sequence[str],
        slots: Mapping[Day, Slot],
        desk: Desk,
        *,
        history: PlanHistory,
        may: Callable[[str, str, date], bool],
        week_of: Callable[[date], date],
    ) -> "Evening":
        """Of a group whose shifts are among `slots`, which are left as they are."""
        own = {key: slot for key, slot in slots.items() if key[0] in set(people)}
        min_rest = desk.settings.shifts.min_rest_hours
        return cls(people, own, Duties.of(desk), history=history, may=may, min_rest=min_rest, week_of=week_of)

    def exchanges(self) -> Iterator[tuple[str, str, date]]:
        """Each exchange as it is made, until none helps."""
        for _ in range(MOST_EXCHANGES):
            found = self._best()
            if found is None:
                return
            yield from self.make(*found)

    def make(self, one: str, two: str, days: Sequence[date]) -> Iterator[tuple[str, str, date]]:
        """Exchange these days, and tell each."""
        self.turns.update((one, two))
        for day in days:
            self._swap(one, two, day)
            yield one, two, day

    def _best(self) -> tuple[str, str, list[date]] | None:
        """An exchange between the most burdened and the least with whom one helps."""
        for kind in (0, 1):
            by_burden = sorted(self.people, key=lambda name: (self._burden.rank(name, kind), name))
            for one in reversed(by_burden):
                for two in by_burden:
                    if self._burden.rank(one, kind) - self._burden.rank(two, kind) < 2:
                        break
                    tried = kind, one, two, self.turns[one], self.turns[two]
                    if tried in self._futile:
                        continue
                    options = [(self._gain(one, two, days), days) for days in self._options(one, two, kind)]
                    best = max(options, key=lambda option: option[0], default=(0.0, []))
                    if best[0] > 1e-9:
                        return one, two, best[1]
                    self._futile.add(tried)
        return None

    def _options(self, one: str, two: str, kind: int) -> Iterator[list[date]]:
        """Days that they could exchange: each alone, and those of each week together."""
        both = [
            day for day in self.days[one]
            if (two, day) in self.slots
            and self._duties.held(self.slots[one, day])[kind] != self._duties.held(self.slots[two, day])[kind]
            and self.may(one, two, day)
        ]  # fmt: skip
        weeks: dict[date, list[date]] = {}
        for day in both:
            weeks.setdefault(self.week_of(day), []).append(day)
            yield [day]
        yield from (days for days in weeks.values() if len(days) > 1)

    def _gain(self, one: str, two: str, days: list[date]) -> float:
        tried = self.tried(one, two, days)
        return tried.burden + CHANGE_PRICE * tried.changes if tried.short_rests <= 0 else 0.0

    def relief(self, one: str, two: str, days: Sequence[date]) -> float:
        """How much burden exchanging these days would take away, without trying it."""
        found = 0.0
        for name, other in ((one, two), (two, one)):
            more = [0, 0]
            for day in days:
                was, new = (self._duties.burdens(name, self.slots[who, day]) for who in (name, other))
                more = [count + gained - lost for count, gained, lost in zip(more, new, was, strict=True)]
            found -= self._burden.price(name, (more[0], more[1])) - self._burden.price(name)
        return found

    def tried(self, one: str, two: str, days: Sequence[date]) -> Trial:
        """What exchanging these days would bring; nothing is exchanged."""
        before = self._state(one, two, days)
        for day in days:
            self._swap(one, two, day)
        after = self._state(one, two, days)
        for day in days:
            self._swap(one, two, day)
        return Trial(before.burden - after.burden, before.changes - after.changes,
                     after.short_rests - before.short_rests)  # fmt: skip

    def _state(self, one: str, two: str, days: Sequence[date]) -> Trial:
        changes = sum(self._changes(name, week) for name in (one, two) for week in {*map(self.week_of, days)})
        burden = self._burden.price(one) + self._burden.price(two)
        return Trial(burden, changes, self._short_rests(one, two, days))

    def _changes(self, name: str, week: date) -> int:
        """How often the person changes shift within the week."""
        own = [self.slots[name, day].shift for day in self.days[name] if self.week_of(day) == week]
        return sum((a.template, a.start) != (b.template, b.start) for a, b in pairwise(own))

    def _short_rests(self, one: str, two: str, days: Sequence[date]) -> int:
        count = 0
        for name in (one, two):
            for first in {day - timedelta(days=k) for day in days for k in (0, 1)}:
                earlier, later = self._slot(name, first), self._slot(name, first + timedelta(days=1))
                count += earlier is not None and later is not None and rest_hours(earlier, later) < self._rest
        return count

    def _slot(self, name: str, day: date) -> Slot | None:
        last = self._history.last.get(name)
        return self.slots.get((name, day)) or (last if last is not None and last.day == day else None)

    def _swap(self, one: str, two: str, day: date) -> None:
        mine, theirs = self.slots[one, day], self.slots[two, day]
        for name, old, new in ((one, mine, theirs), (two, theirs, mine)):
            self._burden.add(name, old, self._duties, times=-1)
            self._burden.add(name, new, self._duties, times=1)
            self.slots[name, day] = new
