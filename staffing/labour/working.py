"""What a person does in a plan, gathered into duties: from one coming to the desk to the next.

A duty is what follows without a gap, and whatever carries the same date as the shift's start, also past midnight. Its
hours belong to the local day on which it started. Hours are elapsed hours, so a change of the clock neither adds nor
hides any. Work is every channel activity and paid break, and training or meeting unless it is unpaid.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from data.staff import Person
from staffing.labour.spans import Span, common, total_minutes, union
from staffing.shift_plan import UNPAID_BREAKS, WORK, Activity

A_LITTLE_MINUTES = 1e-5
"""Half-open stretches end just before their end."""


@dataclass(frozen=True)
class Duty:
    """What a person does from one coming to the desk to the next.

    Parameters
    ----------
    day
        Local day on which it started.
    activities
        Work and unpaid breaks, in order; some of it is work.
    """

    day: date
    activities: tuple[Activity, ...]

    @cached_property
    def work(self) -> list[Span]:
        """Working time, paid breaks and trainings in it."""
        return union(span_of(a) for a in self.activities if is_work(a))

    @cached_property
    def work_minutes(self) -> float:
        """Length of the working time."""
        return total_minutes(self.work)

    @property
    def contact_work(self) -> list[Span]:
        """Time with contacts, which is before a screen."""
        return union(span_of(a) for a in self.activities if a.activity in WORK)

    @property
    def break_minutes(self) -> float:
        """Minutes of lunch and rest strictly inside the working time and free of work."""
        inside = [(self.work[0][0], self.work[-1][1])]
        breaks = common(union(span_of(a) for a in self.activities if a.activity in UNPAID_BREAKS), inside)
        return total_minutes(breaks) - total_minutes(common(breaks, self.work))


@dataclass(frozen=True)
class Working:
    """One person's part of a plan.

    Parameters
    ----------
    name
        As in the plan.
    person
        As in staff.csv; None: a stranger to it.
    activities
        All of theirs, in order.
    duties
        Those that hold work, in order.
    """

    name: str
    person: Person | None
    activities: tuple[Activity, ...]
    duties: tuple[Duty, ...]


def duties_of(activities: Sequence[Activity], zone: ZoneInfo) -> tuple[Duty, ...]:
    """Groups of activities that hold work, in order."""
    groups: list[tuple[date, list[Activity]]] = []
    end = 0.0
    for activity in activities:
        if not (is_work(activity) or activity.activity in UNPAID_BREAKS):
            continue
        first, last = span_of(activity)
        start_day = day_of(first, zone)
        goes_on = bool(groups) and (first <= end or groups[-1][0] in (start_day, activity.date))
        if not goes_on:
            groups.append((start_day, []))
        groups[-1][1].append(activity)
        end = max(end, last)
    found = [Duty(day, tuple(group)) for day, group in groups]
    return tuple(duty for duty in found if duty.work)


def is_work(activity: Activity) -> bool:
    """Whether it is working time: contacts, a paid break, a paid training or meeting."""
    kind = activity.activity
    return kind in WORK or kind == "break" or (kind in ("training", "meeting") and activity.paid)


def span_of(activity: Activity) -> Span:
    """Minutes since 1970."""
    return activity.start.timestamp() / 60, activity.end.timestamp() / 60


def day_of(minute: float, zone: ZoneInfo) -> date:
    """The local day of a moment."""
    return datetime.fromtimestamp(minute * 60, zone).date()


def clock_of(minute: float, zone: ZoneInfo) -> str:
    """The local clock time of a moment, `09:30`."""
    return f"{datetime.fromtimestamp(round(minute * 60), zone):%H:%M}"


def span_of_day(day: date, zone: ZoneInfo) -> Span:
    """From its midnight to the next."""
    first, last = (datetime(d.year, d.month, d.day, tzinfo=zone) for d in (day, day + timedelta(days=1)))
    return first.timestamp() / 60, last.timestamp() / 60


def days_of(spans: Sequence[Span], zone: ZoneInfo) -> set[date]:
    """Every local day on which some of it lies."""
    found = set()
    for first, last in spans:
        day, end = day_of(first, zone), day_of(last - A_LITTLE_MINUTES, zone)
        while day <= end:
            found.add(day)
            day += timedelta(days=1)
    return found
