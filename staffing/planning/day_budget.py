"""How many days a person may still work in spans longer than a week: a month, a settlement period, four weeks."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from data.shift_rules import ShiftRules
from data.staff import Person

ROUNDING = 1e-6

FLEXTIME_HOURS_WEEK = 50.0
"""A month of a longer settlement period holds at most so many hours a week (Labour Standards Act 32-3(2))."""

FOUR_WEEKS = 28


@dataclass(frozen=True)
class Budget:
    """Days of work left in a span.

    Parameters
    ----------
    first_day, last_day
        The span, local days, inclusive.
    left
        Days that may still be worked in it, 0 or more.
    kept_back
        Days of the span that are worked in any case and already taken off `left`.
    """

    first_day: date
    last_day: date
    left: int
    kept_back: frozenset[date] = frozenset()

    def holds(self, day: date) -> bool:
        """Whether the day lies in the span."""
        return self.first_day <= day <= self.last_day


def budgets_of(
    person: Person,
    rules: ShiftRules,
    week: Sequence[date],
    *,
    worked: Mapping[date, float],
    longest_minutes: int,
    coming: Collection[date] = (),
) -> tuple[Budget, ...]:
    """Every limit beyond the week that the days of the week lie under.

    Overtime comes on top of finished plans, so hours that are averaged stay within what the week's hours make over the
    month (Labour Standards Act 32-2) or the settlement period (32-3), also where an agreement would allow more.

    Parameters
    ----------
    worked
        Minutes worked on each day before the week; days without work left out.
    longest_minutes
        Of the shifts the person may be given, above 0.
    coming
        Days after the week that are worked in any case; they are kept back.
    """
    found: dict[tuple[date, date], int] = {}
    for first_day, last_day, hours in hours_of_spans(person, rules, week):
        done = sum(minutes for day, minutes in worked.items() if first_day <= day <= last_day)
        left = max(int((hours * 60 - done) / longest_minutes + ROUNDING), 0)
        found[first_day, last_day] = min(left, found.get((first_day, last_day), left))
    for first_day, last_day, most in days_of_spans(rules, week):
        done = sum(first_day <= day <= last_day for day in worked)
        left = max(most - done, 0)
        found[first_day, last_day] = min(left, found.get((first_day, last_day), left))
    budgets = []
    for (first_day, last_day), left in found.items():
        kept_back = frozenset(day for day in coming if first_day <= day <= last_day)
        budgets.append(Budget(first_day, last_day, max(left - len(kept_back), 0), kept_back))
    return tuple(budgets)


def days_of_spans(rules: ShiftRules, days: Sequence[date]) -> Iterator[tuple[date, date, int]]:
    """The four weeks that the days lie in, with the days that may be worked in them; none where weeks count alone."""
    if rules.first_of_four_weeks is not None:
        for first_day in dict.fromkeys(_four_weeks_of(day, rules.first_of_four_weeks) for day in days):
            yield first_day, first_day + timedelta(days=FOUR_WEEKS - 1), FOUR_WEEKS - rules.min_days_off_four_weeks


def hours_of_spans(person: Person, rules: ShiftRules, days: Sequence[date]) -> Iterator[tuple[date, date, float]]:
    """Months and settlement periods that the days lie in, with the hours that contract or law allow in them."""
    by_week = min(person.hours_week, rules.max_hours_week)
    for month in dict.fromkeys(day.replace(day=1) for day in days):
        last_day = _later_month(month, 1) - timedelta(days=1)
        if person.hours_month:
            yield month, last_day, person.hours_month
        if rules.hours_mode == "monthly_average":
            yield month, last_day, _frame_hours(by_week, month, last_day)
        elif rules.hours_mode == "flextime":
            if rules.settlement_months > 1:
                yield month, last_day, _frame_hours(FLEXTIME_HOURS_WEEK, month, last_day)
            place = (month.month - rules.overtime.year_starts_month) % 12 % rules.settlement_months
            first_day = _later_month(month, -place)
            last_day = _later_month(first_day, rules.settlement_months) - timedelta(days=1)
            yield first_day, last_day, _frame_hours(by_week, first_day, last_day)


def _frame_hours(hours_week: float, first_day: date, last_day: date) -> float:
    """Hours that so many a week make over whole months."""
    return hours_week * ((last_day - first_day).days + 1) / 7


def _later_month(month: date, count: int) -> date:
    number = month.year * 12 + month.month - 1 + count
    return date(number // 12, number % 12 + 1, 1)


def _four_weeks_of(day: date, first: date) -> date:
    return day - timedelta(days=(day - first).days % FOUR_WEEKS)


def days_of_week(budgets: Sequence[Budget], week: Sequence[date], *, weight: Callable[[date], float]) -> float:
    """Days of the week that may be worked where every budget is spread over what is left of its span.

    Parameters
    ----------
    budgets
        At least one.
    weight
        How much of the work falls on a day, 0 or more; 0 where nobody can work.
    """
    shares = {}
    for budget in budgets:
        ahead = [budget.first_day + timedelta(days=k) for k in range((budget.last_day - budget.first_day).days + 1)]
        total = sum(weight(day) for day in ahead if day >= week[0] and day not in budget.kept_back)
        shares[budget] = budget.left / total if total > 0 else 0.0
    days = 0.0
    for day in (day for day in week if weight(day) > 0):
        days += min([1.0, *(weight(day) * share for budget, share in shares.items() if budget.holds(day))])
    return days
