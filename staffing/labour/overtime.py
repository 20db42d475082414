"""Overtime and holiday work of each month, as Articles 32 to 36 of the Labour Standards Act count them."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from staffing.labour.court import Court, later_month, month_of
from staffing.labour.spans import Span, common, total_minutes
from staffing.labour.week_rules import holiday_days
from staffing.labour.working import Duty, Working, span_of_day

FLEXTIME_HOURS_WEEK = 50
"""More on average in a month is overtime at once where a settlement period is longer than a month (Article 32-3(2))."""


@dataclass
class MonthHours:
    """What one person worked in a month, minutes.

    Parameters
    ----------
    worked
        All of it.
    overtime
        Beyond the hours of the law, without holiday work.
    holiday
        On days off that the law asks for.
    settled
        Of `overtime`, what came of a settlement period at its end.
    """

    worked: float = 0.0
    overtime: float = 0.0
    holiday: float = 0.0
    settled: float = 0.0

    @property
    def with_holidays(self) -> float:
        """Overtime and holiday work."""
        return self.overtime + self.holiday


@dataclass
class _Ordinary:
    """A duty's minutes without holiday work."""

    day: date
    minutes: float


@dataclass
class Tally:
    """Minutes by month, and where months even out, by the first month of their period."""

    months: dict[date, MonthHours] = field(default_factory=lambda: defaultdict(MonthHours))

    def known(self) -> list[date]:
        """Months with work, rising."""
        return sorted(month for month, hours in self.months.items() if hours.worked or hours.with_holidays)

    def of(self, month: date) -> MonthHours:
        """The month's; one without work has none."""
        return self.months.get(month, MonthHours())


def tally_of(court: Court, working: Working) -> Tally:
    """Overtime and holiday work of each month; what is not known is none."""
    tally = Tally()
    days = holiday_days(court, working)
    holidays = [span_of_day(day, court.zone) for day in days]
    ordinary = [_ordinary(duty, holidays) for duty in working.duties]
    for duty in working.duties:
        tally.months[month_of(duty.day)].worked += duty.work_minutes
    worked = [span for duty in working.duties for span in duty.work]
    for day, holiday in zip(days, holidays, strict=True):
        tally.months[month_of(day)].holiday += total_minutes(common(worked, [holiday]))
    count = {"fixed": _by_day_and_week, "monthly_average": _by_month, "flextime": _by_period}
    count[court.rules.hours_mode](court, ordinary, tally)
    return tally


def frame_minutes(hours_week: float, months: Sequence[date]) -> float:
    """Minutes that so many hours a week make over whole months."""
    days = sum(monthrange(month.year, month.month)[1] for month in months)
    return hours_week * 60 * days / 7


def period_of(court: Court, month: date) -> list[date]:
    """The months of the settlement period in which the month lies; periods are counted from the agreement's year."""
    length = court.rules.settlement_months
    place = (month.month - court.rules.overtime.year_starts_month) % 12 % length
    return [later_month(month, k - place) for k in range(length)]


def _ordinary(duty: Duty, holidays: Sequence[Span]) -> _Ordinary:
    return _Ordinary(duty.day, duty.work_minutes - total_minutes(common(duty.work, holidays)))


def _by_day_and_week(court: Court, ordinary: Sequence[_Ordinary], tally: Tally) -> None:
    """Beyond the day's hours, then beyond the week's; each minute once, on the day on which it is too much."""
    most_day, most_week = court.rules.max_hours_day * 60, court.rules.max_hours_week * 60
    in_week: dict[date, float] = defaultdict(float)
    for duty in ordinary:
        week, within = court.week_of(duty.day), min(duty.minutes, most_day)
        beyond = max(in_week[week] + within - most_week, 0.0)
        in_week[week] += within - beyond
        tally.months[month_of(duty.day)].overtime += duty.minutes - within + beyond


def _by_month(court: Court, ordinary: Sequence[_Ordinary], tally: Tally) -> None:
    """Beyond what the week's hours make over the month (Article 32-2)."""
    for month, minutes in _minutes_by_month(ordinary).items():
        frame = frame_minutes(court.rules.max_hours_week, [month])
        tally.months[month].overtime += max(minutes - frame, 0.0)


def _by_period(court: Court, ordinary: Sequence[_Ordinary], tally: Tally) -> None:
    """Beyond 50 hours a week in a month of several, then beyond what the week's hours make over the period."""
    minutes = _minutes_by_month(ordinary)
    for months in {tuple(period_of(court, month)) for month in minutes}:
        at_once = 0.0
        for month in months if len(months) > 1 else ():
            beyond = max(minutes.get(month, 0.0) - frame_minutes(FLEXTIME_HOURS_WEEK, [month]), 0.0)
            tally.months[month].overtime += beyond
            at_once += beyond
        total = sum(minutes.get(month, 0.0) for month in months)
        left = max(total - at_once - frame_minutes(court.rules.max_hours_week, months), 0.0)
        tally.months[months[-1]].overtime += left
        tally.months[months[-1]].settled += left


def _minutes_by_month(ordinary: Sequence[_Ordinary]) -> dict[date, float]:
    found: dict[date, float] = defaultdict(float)
    for duty in ordinary:
        found[month_of(duty.day)] += duty.minutes
    return found
