"""Two shift plans side by side: who works otherwise on which day, and what each covers, costs and breaks."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from data.calendar import Calendar, days_between
from data.desk import Desk
from data.errors import NothingToDo
from staffing.labour_rules import Violation
from staffing.plan_cost import PlanCost, cost_of_plan
from staffing.planning.fairness.duty_history import DUTIES, duties_of, fairness_spread
from staffing.planning.judged_plan import JudgedPlan, judge_given
from staffing.planning.month_sheet.month_table import WORKING
from staffing.planning.person_day import DayClock, PersonDay, days_of_people, joined
from staffing.requirement import Requirement
from staffing.shift_plan import Activity, ShiftPlan

ChangeKind = Literal["shift", "within", "free"]

LEAST_HOURS = 0.005


@dataclass(frozen=True)
class DayChange:
    """What is otherwise for a person on a day.

    Parameters
    ----------
    kind
        `shift`: another shift or other hours, a day off that becomes work, or the other way round; `within`: lunch,
        breaks or queues within the same hours; `free`: another kind of day off.
    before, after
        The person's day.
    """

    kind: ChangeKind
    before: PersonDay
    after: PersonDay


@dataclass(frozen=True)
class Figure:
    """One figure of both plans.

    Parameters
    ----------
    name
        As in `--json`.
    old, new
        NaN where it is not known.
    """

    name: str
    old: float
    new: float


@dataclass(frozen=True)
class PlanSide:
    """One of the two plans on the days that both hold.

    Parameters
    ----------
    judged
        With its coverage and violations.
    cost
        What it costs.
    """

    judged: JudgedPlan
    cost: PlanCost

    @property
    def plan(self) -> ShiftPlan:
        """Who does what."""
        return self.judged.plan

    @cached_property
    def hours(self) -> dict[str, float]:
        """Working hours of each person."""
        found = dict.fromkeys(self.plan.people, 0.0)
        for activity in self.plan.activities:
            if activity.activity in WORKING:
                found[activity.person] += activity.hours
        return found

    @property
    def spread(self) -> dict[str, int]:
        """Of each unpopular duty the most that anybody has less the least."""
        return fairness_spread(duties_of(self.plan.activities, self.judged.desk))


@dataclass(frozen=True)
class ComparedPlans:
    """Two plans on the days that both hold.

    Parameters
    ----------
    desk
        Whose plans.
    old, new
        Beside the same requirements.
    """

    desk: Desk
    old: PlanSide
    new: PlanSide

    @cached_property
    def changes(self) -> tuple[DayChange, ...]:
        """What is otherwise, by person and day."""
        return tuple(sorted(self._changes(), key=lambda one: (one.after.person, one.after.day)))

    def _changes(self) -> Iterator[DayChange]:
        calendar = Calendar.of(self.desk)
        old, new = (_by_day(side.plan) for side in (self.old, self.new))
        for day in days_between(self.old.plan.first_day, self.old.plan.last_day):
            clock = DayClock.of(calendar, day)
            before, after = (days_of_people(rows[day], clock) for rows in (old, new))
            for person in sorted(set(before) | set(after)):
                nothing = PersonDay(person, day, "", ())
                change = _change(before.get(person, nothing), after.get(person, nothing))
                if change is not None:
                    yield change

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Hours, coverage, rules, cost and fairness of both."""
        sides = self.old, self.new
        known = bool(self.old.judged.coverage.queues)
        cover = [side.judged.coverage for side in sides]
        found = [_figure("working_hours", [sum(side.hours.values()) for side in sides])]
        if known:
            for name in ("required_hours", "uncovered_hours", "surplus_hours"):
                found.append(_figure(name, [getattr(one, name) for one in cover]))
        for severity, name in (("block", "blocks"), ("warning", "warnings")):
            found.append(_figure(name, [sum(v.severity == severity for v in s.judged.violations) for s in sides]))
        for name in ("paid_hours", "night_hours", "overtime_hours"):
            found.append(_figure(name, [getattr(side.cost, name) for side in sides]))
        if self.old.cost.cost > 0 or self.new.cost.cost > 0:
            found.append(_figure("cost", [side.cost.cost for side in sides]))
        spread = [side.spread for side in sides]
        return (*found, *(_figure(f"spread_{duty}", [one[duty] for one in spread]) for duty in DUTIES))

    @property
    def new_violations(self) -> tuple[Violation, ...]:
        """What only the new plan breaks."""
        return _only_in(self.new, self.old)

    @property
    def mended_violations(self) -> tuple[Violation, ...]:
        """What only the old plan breaks."""
        return _only_in(self.old, self.new)

    @property
    def other_hours(self) -> dict[str, tuple[float, float]]:
        """Working hours in the old and the new plan of those who work more or less, by name."""
        old, new = self.old.hours, self.new.hours
        both = {name: (old.get(name, 0.0), new.get(name, 0.0)) for name in sorted(set(old) | set(new))}
        return {name: hours for name, hours in both.items() if abs(hours[1] - hours[0]) > LEAST_HOURS}


def compare_plans(old: ShiftPlan, new: ShiftPlan, requirements: Sequence[Requirement], desk: Desk) -> ComparedPlans:
    """Judge both plans on the days that both hold.

    Parameters
    ----------
    requirements
        What both are held against, one a queue.

    Raises
    ------
    NothingToDo
        If no day is in both.
    """
    first, last = common_days(old, new)
    sides = (_side(ShiftPlan(first, last, _rows_of(plan, first, last)), requirements, desk) for plan in (old, new))
    return ComparedPlans(desk, *sides)


def common_days(old: ShiftPlan, new: ShiftPlan) -> tuple[date, date]:
    """First and last day that both plans hold.

    Raises
    ------
    NothingToDo
        If there is none.
    """
    first, last = max(old.first_day, new.first_day), min(old.last_day, new.last_day)
    if last < first:
        raise NothingToDo(
            "the plans have no day in common: one holds {old_first} to {old_last}, the other {new_first} to "
            "{new_last}; compare plans of the same days",
            old_first=old.first_day,
            old_last=old.last_day,
            new_first=new.first_day,
            new_last=new.last_day,
        )
    return first, last


def _side(plan: ShiftPlan, requirements: Sequence[Requirement], desk: Desk) -> PlanSide:
    return PlanSide(judge_given(plan, requirements, desk), cost_of_plan(plan, desk))


def _rows_of(plan: ShiftPlan, first: date, last: date) -> tuple[Activity, ...]:
    return tuple(activity for activity in plan.activities if first <= activity.date <= last)


def _by_day(plan: ShiftPlan) -> dict[date, list[Activity]]:
    found: dict[date, list[Activity]] = defaultdict(list)
    for activity in plan.activities:
        found[activity.date].append(activity)
    return found


def _change(before: PersonDay, after: PersonDay) -> DayChange | None:
    if joined(before.pieces) == joined(after.pieces) and before.shift == after.shift:
        return None
    if before.span is None and after.span is None:
        return DayChange("free", before, after) if _kinds(before) != _kinds(after) else None
    same = (before.shift, before.span) == (after.shift, after.span)
    return DayChange("within" if same else "shift", before, after)


def _kinds(line: PersonDay) -> set[str]:
    return {piece.activity for piece in line.pieces}


def _figure(name: str, values: Sequence[float]) -> Figure:
    return Figure(name, float(values[0]), float(values[1]))


def _only_in(one: PlanSide, other: PlanSide) -> tuple[Violation, ...]:
    known = {_key(violation) for violation in other.judged.violations}
    return tuple(violation for violation in one.judged.violations if _key(violation) not in known)


def _key(violation: Violation) -> tuple[str, date, str]:
    """Two plans break the same rule for the same person and day, even if one does by more."""
    return violation.person, violation.date, violation.rule
