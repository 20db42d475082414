"""Judges any shift plan by the desk's labour rules; shares nothing with the code that plans.

The rules stand in `staffing.labour`, a file for those of a day, a week, a month and the whole plan. Not legal advice.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from data.desk import Desk
from staffing.labour.court import Court, PersonRule, later_month, month_of
from staffing.labour.day_rules import breaks, employment, hours_of_day, leave, overlaps, queues, rest
from staffing.labour.desk_rules import (
    MONTHS_AVERAGED_BACK,
    nobody_alone,
    screen_work,
    staggered_lunch,
    unknown_months,
)
from staffing.labour.month_rules import months
from staffing.labour.overtime import period_of
from staffing.labour.violation import Severity, Violation
from staffing.labour.week_rules import days_off, days_running, days_together, hours_of_week
from staffing.labour.working import Working, clock_of, duties_of, span_of
from staffing.shift_plan import Activity, ShiftPlan

__all__ = ["Severity", "Violation", "history_from", "judge"]

PERSON_RULES: tuple[PersonRule, ...] = (
    overlaps, employment, leave, queues, hours_of_day, hours_of_week, breaks, days_off, days_together, days_running,
    rest, months,
)  # fmt: skip


def judge(
    plan: ShiftPlan, desk: Desk, *, before: ShiftPlan | None = None, locked: Sequence[Activity] = ()
) -> tuple[Violation, ...]:
    """Every rule the plan breaks, by day, person and rule; any plan will do, ours, an edited or an imported one.

    Parameters
    ----------
    before
        What was planned or worked on the days before, from `history_from` on; weeks, runs of days, months and years do
        not end with a plan. What it breaks by itself is not told. None: nobody worked.
    locked
        Activities that must stand in the plan as they are.
    """
    earlier = tuple(a for a in before.activities if a.date < plan.first_day) if before else ()
    last_before = plan.first_day - timedelta(days=1)
    first_day = min(before.first_day, last_before) if before else plan.first_day
    known = _of_people(ShiftPlan(first_day, last_before, earlier), desk) if earlier else set()
    found = _of_people(ShiftPlan(first_day, plan.last_day, (*earlier, *plan.activities)), desk) - known
    found |= set(_of_plan(plan, desk, earlier)) | set(_unlocked(plan, desk, locked))
    return tuple(sorted(found, key=lambda v: (v.date, v.person, v.severity, v.rule, v.message)))


def history_from(desk: Desk, first_day: date) -> date:
    """The first day of which `judge` needs to know for a plan from `first_day` on; always some days before it."""
    court = Court(desk, first_day, first_day)
    rules, month = desk.settings.shifts, month_of(first_day)
    needed = [court.week_of(first_day - timedelta(days=7)), first_day - timedelta(days=rules.max_days_running + 1)]
    needed += [four_weeks] if (four_weeks := court.four_weeks_of(first_day)) else []
    if rules.hours_mode == "flextime":
        needed.append(period_of(court, month)[0])
    if rules.hours_mode == "monthly_average" or any(person.hours_month for person in desk.staff):
        needed.append(month)
    if rules.overtime.agreement:
        needed += [court.year_of(month), later_month(month, -MONTHS_AVERAGED_BACK)]
    return court.week_of(min(needed))


def _of_people(part: ShiftPlan, desk: Desk) -> set[Violation]:
    court = Court(desk, part.first_day, part.last_day)
    return {found for working in _people(part, desk) for rule in PERSON_RULES for found in rule(court, working)}


def _of_plan(plan: ShiftPlan, desk: Desk, earlier: Sequence[Activity]) -> Iterator[Violation]:
    court = Court(desk, plan.first_day, plan.last_day)
    people = _people(plan, desk)
    yield from staggered_lunch(court, plan)
    yield from nobody_alone(court, people)
    yield from screen_work(court, people)
    if desk.settings.shifts.overtime.agreement:
        together = ShiftPlan(plan.first_day, plan.last_day, (*earlier, *plan.activities))
        yield from unknown_months(court, plan, _people(together, desk))


def _people(plan: ShiftPlan, desk: Desk) -> list[Working]:
    named = {person.name: person for person in desk.staff}
    by_person: dict[str, list[Activity]] = defaultdict(list)
    for activity in plan.activities:
        by_person[activity.person].append(activity)
    return [
        Working(name, named.get(name), tuple(activities), duties_of(activities, desk.zone))
        for name, activities in by_person.items()
    ]


def _unlocked(plan: ShiftPlan, desk: Desk, locked: Sequence[Activity]) -> Iterator[Violation]:
    """What was to stay and does not stand in the plan."""
    court = Court(desk, plan.first_day, plan.last_day)
    kept = {(a.person, a.start, a.end, a.activity, a.queue) for a in plan.activities}
    for a in locked:
        if (a.person, a.start, a.end, a.activity, a.queue) not in kept:
            first, last = (clock_of(minute, court.zone) for minute in span_of(a))
            yield court.block(a.person, a.date, "locked", start=first, end=last, activity=a.activity)
