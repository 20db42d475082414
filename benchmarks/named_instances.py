"""Published rostering problems of named staff (Curtois and Qu 2014), planned by the planner as it is.

What a desk's files can say is said: the shifts as templates without lunch, each with a queue and a skill of its own
that those lack who may never work it; the cover as what the queue requires; total hours as a contract by the week; days
off as requests, which always hold; the most days running; shifts that may not follow each other as a target of rest;
two days off together as a wish. What it cannot say, and so does not look at: wishes for a day or shift at a price, the
least days running and days off running as a rule, weekends at most, shifts of a kind at most but none, a price of more
people than required. A plan that breaks such a rule is no answer to the instance, and the rules broken are counted
beside its cost.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from itertools import groupby, pairwise
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from benchmarks.planning_desks import given_requirement
from data.calendar import Calendar
from data.desk import Desk, DeskSettings
from data.staff import Absence, Person
from staffing.planning.plan_shifts import plan_shifts
from staffing.shift_plan import WORK, ShiftPlan

BEST_KNOWN = {1: 607, 2: 828, 3: 1001, 4: 1716, 5: 1143}
FIRST_DAY = date(2027, 2, 1)
"""A Monday without a public holiday in the four weeks from it that the desk would close on."""

Instance = dict[str, Any]
Roster = dict[str, list[str]]
"""The shift of each person on each day; empty: off."""


def desk_of(instance: Instance) -> Desk:
    """The instance as far as a desk's files can say it."""
    names, people = [shift["id"] for shift in instance["shifts"]], instance["staffs"]
    weekdays = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    settings = DeskSettings.model_validate(
        {
            "format": 1,
            "name": "roster",
            "time_zone": "Asia/Tokyo",
            "interval_minutes": 60,
            "week_starts": "monday",
            "hours": {"phone": {day: ["00:00-24:00"] for day in weekdays}},
            "open_on": [f"{FIRST_DAY + timedelta(days=d)}" for d in range(instance["nDays"])],
            "queue": [{"name": name, "skills": [name]} for name in names],
            "shifts": {
                "template": [
                    {"name": name, "start": f"{first:02d}:00", "end": f"{last:02d}:00", "lunch_minutes": 0}
                    for name, (first, last) in zip(names, _hours(instance), strict=True)
                ],
                "break_over_6_hours_minutes": 0,
                "break_over_8_hours_minutes": 0,
                "max_days_running": min(one["maxConsecutiveShifts"] for one in people),
                "two_days_off_together": True,
                "min_on_duty": 1,
                "screen_minutes_on_end": 0,
            },
        }
    )
    return Desk(
        folder=Path(),
        settings=settings,
        staff=tuple(_person(one, names, weeks=instance["nDays"] / 7) for one in people),
        leave=tuple(_day_off(one["id"], day) for one in people for day in one["daysOff"]),
    )


def _hours(instance: Instance) -> list[tuple[int, int]]:
    """Hours of the day of each shift, one after the other, so that eleven hours of rest say what may not follow."""
    length = 24 // len(instance["shifts"])
    hours = [shift["length"] // 60 for shift in instance["shifts"]]
    return [(24 - worked - length * after, 24 - length * after)
            for after, worked in zip(reversed(range(len(hours))), hours, strict=True)]  # fmt: skip


def _person(told: Mapping[str, Any], shifts: list[str], *, weeks: float) -> Person:
    days_week = int(told["maxTotalMinutes"] / 480 / weeks)
    return Person(
        name=told["id"],
        start_date=None,
        end_date=None,
        contract="full_time",
        hours_day=8.0,
        hours_week=8.0 * days_week,
        skills=tuple(name for name, most in zip(shifts, told["maxShifts"], strict=True) if most),
        tier=1,
        proficiency=1.0,
        wage_hour=0.0,
        helper=False,
    )


def _day_off(person: str, day: int) -> Absence:
    midnight = datetime.combine(FIRST_DAY + timedelta(days=day), datetime.min.time())
    return Absence(person, midnight, midnight + timedelta(days=1), "requested_off", False)


def plan_instance(instance: Instance) -> Roster:
    """Who works which shift on which day."""
    desk, last_day = desk_of(instance), FIRST_DAY + timedelta(days=instance["nDays"] - 1)
    starts = Calendar.of(desk).open_intervals("phone", FIRST_DAY, last_day).starts
    day = np.array([(one.date() - FIRST_DAY).days for one in starts])
    requirements = []
    for number, (shift, (first, last)) in enumerate(zip(instance["shifts"], _hours(instance), strict=True)):
        wanted = np.array([cover[number]["requirement"] for cover in instance["covers"]])[day]
        agents = np.where((starts.hour >= first) & (starts.hour < last), wanted, 0)
        requirements.append(given_requirement(desk, shift["id"], starts=starts, agents=agents))
    return roster_of(plan_shifts(requirements, desk, first_day=FIRST_DAY, last_day=last_day), instance)


def roster_of(plan: ShiftPlan, instance: Instance) -> Roster:
    """The plan in the instance's words."""
    roster = {one["id"]: [""] * instance["nDays"] for one in instance["staffs"]}
    for activity in plan.activities:
        if activity.activity in WORK:
            roster[activity.person][(activity.date - FIRST_DAY).days] = activity.shift
    return roster


def cost_of(roster: Roster, instance: Instance) -> int:
    """The instance's own price of a roster: wishes not met, and cover missed or exceeded."""
    cost = 0
    for one in instance["staffs"]:
        days = roster[one["id"]]
        cost += sum(wish["weight"] for wish in one["onRequests"] or () if days[wish["day"]] != wish["shift"])
        cost += sum(wish["weight"] for wish in one["offRequests"] or () if days[wish["day"]] == wish["shift"])
    for day, covers in enumerate(instance["covers"]):
        for shift, cover in zip(instance["shifts"], covers, strict=True):
            there = sum(days[day] == shift["id"] for days in roster.values()) - cover["requirement"]
            cost += max(-there, 0) * cover["weightIfUnder"] + max(there, 0) * cover["weightIfOver"]
    return cost


def broken_rules(roster: Roster, instance: Instance) -> dict[str, int]:
    """How often each of the instance's rules is broken."""
    rules: dict[str, Callable[[list[str], Instance, Instance], int]] = {
        "total": lambda days, told, _: (
            not told["minTotalMinutes"] <= 480 * sum(map(bool, days)) <= told["maxTotalMinutes"]
        ),
        "day off": lambda days, told, _: sum(bool(days[day]) for day in told["daysOff"]),
        "follows": _forbidden_pairs,
        "of a kind": lambda days, told, all_: sum(
            days.count(shift["id"]) > most for shift, most in zip(all_["shifts"], told["maxShifts"], strict=True)
        ),
        "running": lambda days, told, _: sum(
            length > told["maxConsecutiveShifts"] for works, length, _ in _runs(days) if works
        ),
        "short run": lambda days, told, _: sum(
            inside and length < told["minConsecutiveShifts" if works else "minConsecutiveDaysOff"]
            for works, length, inside in _runs(days)
        ),
        "weekends": lambda days, told, _: (
            sum(bool(days[d] or days[d + 1]) for d in range(5, len(days), 7)) > told["maxWeekends"]
        ),
    }
    return {
        name: sum(int(rule(roster[told["id"]], told, instance)) for told in instance["staffs"])
        for name, rule in rules.items()
    }


def _forbidden_pairs(days: list[str], _: Instance, instance: Instance) -> int:
    forbidden = {shift["id"]: shift["forbiddenFollowingShifts"] or () for shift in instance["shifts"]}
    return sum(after in forbidden.get(before, ()) for before, after in pairwise(days))


def _runs(days: list[str]) -> list[tuple[bool, int, bool]]:
    """Runs of days at work or off, their length, and whether they begin and end within the roster."""
    lengths = [(works, len(list(run))) for works, run in groupby(days, key=bool)]
    return [(works, length, 0 < number < len(lengths) - 1) for number, (works, length) in enumerate(lengths)]


def main(folder: Path) -> None:
    print("named staff      cost  best known  clock s  rules broken")
    for number, best in BEST_KNOWN.items():
        instance = json.loads((folder / f"NurseRostering-{number:02d}.json").read_text(encoding="utf-8"))
        begin = perf_counter()
        roster = plan_instance(instance)
        seconds = perf_counter() - begin
        broken = ", ".join(f"{name} {count}" for name, count in broken_rules(roster, instance).items() if count)
        print(f"instance {number:<2}  {cost_of(roster, instance):>9}  {best:>10}  {seconds:>7.1f}  {broken or 'none'}")
