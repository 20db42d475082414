"""How much overtime a plan may still give a person: by the desk's wish a day and a week, by law a month and a year."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from data.shift_rules import OvertimeRules, ShiftRules
from data.staff import Person

FULL_TIME_SHARE = 0.75
"""Who works at least this share of `max_hours_week` counts as full time, as for social insurance in Japan."""


def may_work_longer(person: Person, rules: ShiftRules) -> bool:
    """Whether the person's shifts may be lengthened: part-timers have agreed on their hours, helpers help out."""
    return not person.helper and person.hours_week >= FULL_TIME_SHARE * rules.max_hours_week - 1e-9


def year_of_agreement(day: date, overtime: OvertimeRules) -> date:
    """The first day of the agreement's year in which the day lies."""
    starts = overtime.year_starts_month
    return date(day.year - (day.month < starts), starts, 1)


@dataclass
class OvertimeLeft:
    """One person's room for overtime in a plan.

    Every minute by which a shift is lengthened counts as overtime. That is never less than the law counts, since shifts
    keep within its hours otherwise. The special clause of an agreement is for what no plan foresees, so it is not used.

    Parameters
    ----------
    person, rules
        Whose, by which rules.
    worked
        Minutes of each day, of the plan as it stands and of the days before it; days without work left out.
    week_of
        The first day of a day's week.
    taken
        Minutes by which shifts of the plan have been lengthened, by day.
    """

    person: Person
    rules: ShiftRules
    worked: Mapping[date, float]
    week_of: Callable[[date], date]
    taken: dict[date, float] = field(default_factory=lambda: defaultdict(float))

    def __post_init__(self) -> None:
        self._before = self._minutes_beyond_law()
        self._known: dict[date, float] = {}
        self._in_week: dict[date, float] = defaultdict(float)
        for day, minutes in self.worked.items():
            self._in_week[self.week_of(day)] += max(minutes - self.person.hours_day * 60, 0.0)

    def minutes_on(self, day: date) -> float:
        """Minutes by which the day may be lengthened further, 0 or more."""
        if day not in self._known:
            self._known[day] = self._minutes_left(day)
        return self._known[day]

    def _minutes_left(self, day: date) -> float:
        overtime, week = self.rules.overtime, self.week_of(day)
        of_day = max(self.worked.get(day, 0.0) - self.person.hours_day * 60, 0.0) + self.taken[day]
        of_week = self._in_week[week] + self._taken(lambda one: self.week_of(one) == week)
        left = [
            overtime.plan_hours_day * 60 - of_day,
            overtime.plan_hours_week * 60 - of_week,
            overtime.hours_month * 60 - self._used(self._period_of, day),
            overtime.hours_year * 60 - self._used(self._year_of, day),
        ]
        if self.person.hours_month:
            month = (day.year, day.month)
            worked = sum(minutes for one, minutes in self.worked.items() if (one.year, one.month) == month)
            taken = self._taken(lambda one: (one.year, one.month) == month)
            left.append(self.person.hours_month * 60 - worked - taken)
        return max(min(left), 0.0)

    @property
    def so_far(self) -> float:
        """Minutes of overtime known of the person, before the plan and in it."""
        return sum(self._before.values()) + sum(self.taken.values())

    def take(self, day: date, minutes: float) -> None:
        """Counts what the day has been lengthened by."""
        self.taken[day] += minutes
        self._known.clear()

    def _taken(self, counts: Callable[[date], bool]) -> float:
        return sum(minutes for day, minutes in self.taken.items() if counts(day))

    def _used(self, span_of: Callable[[date], date], day: date) -> float:
        """Overtime of the day's span, before lengthening and by it."""
        span = span_of(day)
        before = sum(minutes for month, minutes in self._before.items() if span_of(month) == span)
        return before + self._taken(lambda one: span_of(one) == span)

    def _period_of(self, day: date) -> date:
        """The first day of the month, or of the settlement period in which months even out."""
        length = self.rules.settlement_months if self.rules.hours_mode == "flextime" else 1
        place = (day.month - self.rules.overtime.year_starts_month) % 12 % length
        number = day.year * 12 + day.month - 1 - place
        return date(number // 12, number % 12 + 1, 1)

    def _year_of(self, day: date) -> date:
        return year_of_agreement(day, self.rules.overtime)

    def _minutes_beyond_law(self) -> dict[date, float]:
        """Overtime before anything is lengthened, by the first day of its month or period (Articles 32 to 32-3)."""
        found: dict[date, float] = defaultdict(float)
        if self.rules.hours_mode != "fixed":
            for day, minutes in self.worked.items():
                found[self._period_of(day)] += minutes
            return {first: max(minutes - self._frame(first), 0.0) for first, minutes in found.items()}
        most_day, most_week = self.rules.max_hours_day * 60, self.rules.max_hours_week * 60
        in_week: dict[date, float] = defaultdict(float)
        for day in sorted(self.worked):
            week, within = self.week_of(day), min(self.worked[day], most_day)
            beyond = max(in_week[week] + within - most_week, 0.0)
            in_week[week] += within - beyond
            found[day.replace(day=1)] += self.worked[day] - within + beyond
        return dict(found)

    def _frame(self, first_day: date) -> float:
        """Minutes that the week's hours make over the month or the settlement period that begins there."""
        months = self.rules.settlement_months if self.rules.hours_mode == "flextime" else 1
        days = 0
        for k in range(months):
            number = first_day.year * 12 + first_day.month - 1 + k
            days += monthrange(number // 12, number % 12 + 1)[1]
        return self.rules.max_hours_week * 60 * days / 7
