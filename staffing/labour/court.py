"""What every rule of the checker needs at hand: the desk, its rules and the span that is judged."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from data.desk import Desk
from data.shift_rules import ShiftRules
from staffing.labour.violation import Severity, Violation, violation_of
from staffing.labour.working import Duty, Working

WEEKDAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class Court:
    """The desk's rules, and the days of which something is known.

    Parameters
    ----------
    first_day, last_day
        Local days, inclusive, from the first of the history to the last of the plan.
    """

    desk: Desk
    first_day: date
    last_day: date

    @property
    def rules(self) -> ShiftRules:
        """`[shifts]` of desk.toml."""
        return self.desk.settings.shifts

    @property
    def zone(self) -> ZoneInfo:
        """The desk's."""
        return self.desk.zone

    def block(self, name: str, day: date, rule: str, **facts: Any) -> Violation:
        """What is illegal or impossible as planned."""
        return self._found(name, day, rule, "block", facts)

    def warn(self, name: str, day: date, rule: str, **facts: Any) -> Violation:
        """What is to be agreed on or looked at."""
        return self._found(name, day, rule, "warning", facts)

    def _found(self, name: str, day: date, rule: str, severity: Severity, facts: Mapping[str, Any]) -> Violation:
        return violation_of(name, day, rule, severity=severity, language=self.desk.settings.language, **facts)

    def week_of(self, day: date) -> date:
        """The first day of the week, as the desk counts weeks."""
        first = WEEKDAY_NAMES.index(self.desk.settings.week_starts)
        return day - timedelta(days=(day.weekday() - first) % 7)

    def four_weeks_of(self, day: date) -> date | None:
        """The first day of the four weeks in which days off are counted; None where they are counted by the week."""
        first = self.rules.first_of_four_weeks
        return None if first is None else day - timedelta(days=(day - first).days % 28)

    def year_of(self, month: date) -> date:
        """The first month of the agreement's year in which the month lies."""
        starts = self.rules.overtime.year_starts_month
        return date(month.year - (month.month < starts), starts, 1)


PersonRule = Callable[[Court, Working], Iterator[Violation]]
"""Judges what one person does."""


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def later_month(month: date, count: int) -> date:
    """The first day of the month `count` months on; below 0: back."""
    number = month.year * 12 + month.month - 1 + count
    return date(number // 12, number % 12 + 1, 1)


def by_span(duties: tuple[Duty, ...], first_day_of: Callable[[date], date]) -> dict[date, list[Duty]]:
    """Duties by the week, month or period in which they start."""
    found: dict[date, list[Duty]] = {}
    for duty in duties:
        found.setdefault(first_day_of(duty.day), []).append(duty)
    return found
