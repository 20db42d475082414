"""What a shift plan costs: paid hours at each person's wage, with the premiums of night and overtime."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from data.desk import Desk
from staffing.labour.night import NightWork, night_work
from staffing.shift_plan import Activity, ShiftPlan

OVERTIME_PREMIUM = 0.25
"""Least premium of hours beyond the legal day or week (Article 37(1) and the ordinance on its rates)."""


@dataclass(frozen=True)
class PlanCost:
    """Hours that are paid, and what they cost.

    Parameters
    ----------
    paid_hours
        Of everybody, with breaks, training, meetings and paid leave.
    night_hours, overtime_hours
        Of these worked at night (`night_from` to `night_until` of desk.toml), and beyond the legal day or week.
    cost
        In the desk's money, premiums included; of those whose wage is known.
    unknown_wages
        People with paid hours whose wage staff.csv does not tell.
    """

    paid_hours: float
    night_hours: float
    overtime_hours: float
    cost: float
    unknown_wages: int

    @property
    def summary(self) -> dict[str, Any]:
        """The figures for `--json`; the cost is null where nobody's wage is known."""
        return {
            "paid_hours": round(self.paid_hours, 2),
            "night_hours": round(self.night_hours, 2),
            "overtime_hours": round(self.overtime_hours, 2),
            "cost": round(self.cost, 2) if self.cost > 0 else None,
            "people_without_wage": self.unknown_wages,
        }


def cost_of_plan(plan: ShiftPlan, desk: Desk) -> PlanCost:
    """What the plan's people are paid for, and what it costs.

    Night work brings the desk's `night_premium` (Labour Standards Act, Article 37(4)). Hours beyond the legal week are
    overtime where they are not overtime of their day already. Weeks that the plan cuts are judged by the days it
    holds.
    """
    wages = {person.name: person.wage_hour for person in desk.staff}
    nights = {one.person: one for one in night_work(plan, desk)}
    own: dict[str, list[Activity]] = defaultdict(list)
    for activity in plan.activities:
        if activity.paid:
            own[activity.person].append(activity)
    totals, unknown = [0.0, 0.0, 0.0, 0.0], 0
    for person, activities in own.items():
        paid = sum(activity.hours for activity in activities if not _is_whole_day(activity))
        paid += sum(_hours_day(desk, person) for activity in activities if _is_whole_day(activity))
        night = nights.get(person, NightWork(person, 0.0, 0.0))
        over = _overtime_hours(activities, desk)
        wage = wages.get(person, 0.0)
        unknown += wage == 0
        cost = wage * (paid + OVERTIME_PREMIUM * over) + night.premium
        totals = [total + more for total, more in zip(totals, (paid, night.hours, over, cost), strict=True)]
    return PlanCost(totals[0], totals[1], totals[2], totals[3], unknown)


def _is_whole_day(activity: Activity) -> bool:
    """A day of paid leave stands from midnight to midnight and is paid as a day of the contract."""
    return activity.activity in ("paid_leave", "leave") and not activity.shift


def _hours_day(desk: Desk, person: str) -> float:
    return next((one.hours_day for one in desk.staff if one.name == person), desk.settings.shifts.max_hours_day)


def _overtime_hours(activities: list[Activity], desk: Desk) -> float:
    rules, first = desk.settings.shifts, desk.settings.week_starts
    by_day: dict[date, float] = defaultdict(float)
    for activity in activities:
        if activity.activity not in ("paid_leave", "leave"):
            by_day[activity.date] += activity.hours
    of_days = {day: max(hours - rules.max_hours_day, 0.0) for day, hours in by_day.items()}
    by_week: dict[date, float] = defaultdict(float)
    for day, hours in by_day.items():
        begin = day
        while f"{begin:%A}".lower() != first:
            begin -= timedelta(days=1)
        by_week[begin] += hours - of_days[day]
    return sum(of_days.values()) + sum(max(hours - rules.max_hours_week, 0.0) for hours in by_week.values())
