"""How many agent-hours no plan could cover: what an honest plan is measured by."""

from collections.abc import Sequence
from datetime import date

from data.desk import Desk
from staffing.planning.contract_class import contract_classes, person_week
from staffing.planning.day_needs import day_needs, split_weeks
from staffing.planning.week_design import least_uncovered_hours
from staffing.requirement import Requirement


def least_uncovered(requirements: Sequence[Requirement], desk: Desk, *, first_day: date, last_day: date) -> float:
    """Agent-hours of the live queues that stay uncovered whatever the plan, by contracts, leave and templates.

    Week by week, since no contract reaches over its end. People may be cut in parts here and change queues at any
    minute, and neither meetings nor the shifts before the plan are looked at, so the least possible may be more.
    """
    queues = tuple(requirement.queue for requirement in requirements)
    needs = day_needs(requirements, desk, first_day=first_day, last_day=last_day)
    people = {person.name: person for person in desk.staff}
    total = 0.0
    for week in split_weeks(first_day, last_day, week_starts=desk.settings.week_starts):
        classes = [group for group in contract_classes(desk, queues, days=week) if group.can_be_planned]
        weeks = [
            [
                person_week(people[name], desk, group=group, queues=queues, week=week, in_full=len(week) == 7)
                for name in group.people
            ]
            for group in classes
        ]
        total += least_uncovered_hours(classes, weeks, needs, days=week)
    return total
