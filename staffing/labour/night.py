"""Night work and what it costs beside the wage: no rule is broken by it, but it is paid more (Article 37)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from data.desk import Desk
from data.opening_hours import clock_minutes
from staffing.labour.spans import Span, common, total_minutes
from staffing.labour.working import days_of, duties_of
from staffing.shift_plan import ShiftPlan


@dataclass(frozen=True)
class NightWork:
    """One person's working time between `night_from` and `night_until`.

    Parameters
    ----------
    person
        As in the plan.
    hours
        Elapsed hours, paid breaks in them, above 0.
    premium
        What is paid beside the wage, in the desk's money; 0 where the wage is not known.
    """

    person: str
    hours: float
    premium: float


def night_work(plan: ShiftPlan, desk: Desk) -> tuple[NightWork, ...]:
    """Everyone with night work in the plan, in its order."""
    wages = {person.name: person.wage_hour for person in desk.staff}
    minutes: dict[str, float] = defaultdict(float)
    for name, activities in groupby(plan.activities, key=lambda activity: activity.person):
        for duty in duties_of(list(activities), desk.zone):
            for day in days_of(duty.work, desk.zone):
                minutes[name] += total_minutes(common(duty.work, _nights(day, desk)))
    share = desk.settings.shifts.night_premium
    return tuple(
        NightWork(name, worked / 60, worked / 60 * wages.get(name, 0.0) * share)
        for name, worked in minutes.items()
        if worked > 0
    )


def _nights(day: date, desk: Desk) -> list[Span]:
    """The night's parts of a local day."""
    begins, ends = (clock_minutes(text) for text in (desk.settings.shifts.night_from, desk.settings.shifts.night_until))
    parts = [(begins, ends)] if begins < ends else [(0, ends), (begins, 1440)]
    return [(_minute(day, first, desk), _minute(day, last, desk)) for first, last in parts if first < last]


def _minute(day: date, minute: int, desk: Desk) -> float:
    """The moment of a wall-clock time, minutes since 1970."""
    at = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)
    return at.replace(tzinfo=desk.zone).timestamp() / 60
