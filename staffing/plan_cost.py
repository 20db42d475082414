"""What a shift plan costs: paid hours at each person's wage, with the premiums of night, overtime and holiday work."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from data.desk import Desk
from staffing.labour.court import Court
from staffing.labour.night import NightWork, night_work
from staffing.labour.overtime import tally_of
from staffing.labour.working import Working, duties_of
from staffing.shift_plan import Activity, ShiftPlan

OVERTIME_PREMIUM, LONG_PREMIUM, LONG_HOURS_MONTH = 0.25, 0.50, 60.0
"""Least premium of overtime, and of what goes beyond so many hours of it in a month (Labour Standards Act, 37(1))."""

HOLIDAY_PREMIUM = 0.35
"""Least premium of work on a day off that the law asks for (Article 37(1) and the ordinance on its rates)."""


@dataclass(frozen=True)
class PlanCost:
    """Hours that are paid, and what they cost.

    Parameters
    ----------
    paid_hours
        Of everybody, with breaks, training, meetings and paid leave.
    night_hours, overtime_hours, holiday_hours
        Of these worked at night (`night_from` to `night_until` of desk.toml), beyond the hours of the law as the desk's
        `hours_mode` counts them, and on days off that the law asks for.
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
    holiday_hours: float = 0.0

    @property
    def summary(self) -> dict[str, Any]:
        """The figures for `--json`; the cost is null where nobody's wage is known."""
        return {
            "paid_hours": round(self.paid_hours, 2),
            "night_hours": round(self.night_hours, 2),
            "overtime_hours": round(self.overtime_hours, 2),
            "holiday_hours": round(self.holiday_hours, 2),
            "cost": round(self.cost, 2) if self.cost > 0 else None,
            "people_without_wage": self.unknown_wages,
        }


def cost_of_plan(plan: ShiftPlan, desk: Desk) -> PlanCost:
    """What the plan's people are paid for, and what it costs.

    Night work brings the desk's `night_premium` (Article 37(4)); overtime and holiday work are those that the checker
    of labour rules counts. Weeks and months that the plan cuts are judged by the days it holds.
    """
    court = Court(desk, plan.first_day, plan.last_day)
    people = {person.name: person for person in desk.staff}
    nights = {one.person: one for one in night_work(plan, desk)}
    totals, cost, unknown = [0.0, 0.0, 0.0, 0.0], 0.0, 0
    for name, found in groupby(plan.activities, key=lambda activity: activity.person):
        own = tuple(found)
        person = people.get(name)
        paid = _paid_hours(own, person.hours_day if person else desk.settings.shifts.max_hours_day)
        tally = tally_of(court, Working(name, person, own, duties_of(own, desk.zone)))
        over = [hours.overtime / 60 for hours in tally.months.values()]
        holiday = sum(hours.holiday for hours in tally.months.values()) / 60
        night = nights.get(name, NightWork(name, 0.0, 0.0))
        wage = person.wage_hour if person else 0.0
        unknown += paid > 0 and wage == 0
        cost += wage * (paid + sum(map(_premium_hours, over)) + HOLIDAY_PREMIUM * holiday) + night.premium
        totals = [sum(pair) for pair in zip(totals, (paid, night.hours, sum(over), holiday), strict=True)]
    return PlanCost(totals[0], totals[1], totals[2], cost, unknown, totals[3])


def _paid_hours(activities: Iterable[Activity], hours_day: float) -> float:
    return sum(hours_day if _is_whole_day(one) else one.hours for one in activities if one.paid)


def _premium_hours(overtime: float) -> float:
    """Hours of wage that a month's overtime is paid more."""
    return OVERTIME_PREMIUM * overtime + (LONG_PREMIUM - OVERTIME_PREMIUM) * max(overtime - LONG_HOURS_MONTH, 0.0)


def _is_whole_day(activity: Activity) -> bool:
    """A day of paid leave stands from midnight to midnight and is paid as a day of the contract."""
    return activity.activity in ("paid_leave", "leave") and not activity.shift
