"""How many agent-hours no plan could cover: what an honest plan is measured by."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from data.desk import Desk
from data.staff import Person
from staffing.planning.common_intervals import on_common_intervals
from staffing.planning.contract_class import ContractClass, contract_classes, person_week
from staffing.planning.day_budget import days_of_spans, hours_of_spans
from staffing.planning.day_needs import day_needs, split_weeks
from staffing.planning.integer_program import IntegerProgram
from staffing.planning.overtime.overtime_bound import allow_overtime
from staffing.planning.overtime.overtime_left import may_work_longer
from staffing.planning.week_program import Needs, WeekProgram
from staffing.requirement import Requirement

Worked = Mapping[str, Mapping[date, float]]


def least_uncovered(
    requirements: Sequence[Requirement], desk: Desk, *, first_day: date, last_day: date, worked: Worked | None = None
) -> float:
    """Agent-hours of the live queues that stay uncovered whatever the plan, by contracts, leave, templates and law.

    People may be cut in parts here, work at the speed of the fastest of their class and change queues at any minute,
    and no meeting is looked at, so the least possible may be more. Months, settlement periods and four weeks bind the
    weeks of the plan together; where a desk has none of them, each week stands alone.

    Parameters
    ----------
    worked
        Minutes that each person worked on each day before the plan; None: nothing.
    """
    bound = _Bound(requirements, desk, first_day, last_day, worked or {})
    weeks = split_weeks(first_day, last_day, week_starts=desk.settings.week_starts)
    spans = bound.spans([day for week in weeks for day in week])
    if not spans:
        return sum(bound.least([week], ()) for week in weeks)
    together = bound.least(weeks, spans)
    # What is not solved in time bounds nothing; the weeks alone still do.
    return together if together > 0 else sum(bound.least([week], ()) for week in weeks)


_Alike = tuple[float, float, bool]
"""Hours a day and a week, and whether they only help out: people of one class have these in common, in any week."""


@dataclass(frozen=True)
class _Span:
    """What some people may work in a span longer than a week: minutes, or days where `in_days`."""

    people: _Alike
    first_day: date
    last_day: date
    most: float
    in_days: bool


@dataclass(frozen=True)
class _Bound:
    requirements: Sequence[Requirement]
    desk: Desk
    first_day: date
    last_day: date
    worked: Worked
    needs: Needs = field(init=False)

    def __post_init__(self) -> None:
        needs = day_needs(self.requirements, self.desk, first_day=self.first_day, last_day=self.last_day)
        live = on_common_intervals({key: need for key, need in needs.items() if not need.can_wait})
        object.__setattr__(self, "needs", live)

    def spans(self, days: Sequence[date]) -> tuple[_Span, ...]:
        """The spans that the plan's days lie in, each for the people alike together."""
        most: dict[tuple[_Alike, date, date, bool], float] = defaultdict(float)
        for person in self.desk.staff:
            for first_day, last_day, left, in_days in self._left(person, days):
                most[_alike(person), first_day, last_day, in_days] += left
        return tuple(_Span(people, first, last, left, kind) for (people, first, last, kind), left in most.items())

    def _left(self, person: Person, days: Sequence[date]) -> Iterator[tuple[date, date, float, bool]]:
        """Minutes or days that the person may still work in each span."""
        rules, worked = self.desk.settings.shifts, self.worked.get(person.name, {})
        before = {day: minutes for day, minutes in worked.items() if day < self.first_day}
        hours: dict[tuple[date, date], float] = {}
        for first, last, allowed in hours_of_spans(person, rules, days):
            hours[first, last] = min(allowed, hours.get((first, last), allowed))
        for (first, last), allowed in hours.items():
            done = sum(minutes for day, minutes in before.items() if first <= day <= last)
            yield first, last, max(allowed * 60 - done, 0.0), False
        for first, last, most in days_of_spans(rules, days):
            yield first, last, float(max(most - sum(first <= day <= last for day in before), 0)), True

    def least(self, weeks: Sequence[Sequence[date]], spans: Sequence[_Span]) -> float:
        """What stays uncovered in these weeks, within the spans."""
        program = IntegerProgram()
        closed, parts = 0.0, []
        for week in weeks:
            part, classes = self._add_week(week, program)
            if not part.columns:
                closed += part.required_hours
            parts.append((part, classes))
        for span in spans:
            _limit(program, parts, span, self._people)
        return closed + max(program.relaxed().bound, 0.0) if program.size else closed

    @property
    def _people(self) -> Mapping[str, Person]:
        return {person.name: person for person in self.desk.staff}

    def _add_week(self, week: Sequence[date], program: IntegerProgram) -> tuple[WeekProgram, list[ContractClass]]:
        queues, people = tuple(requirement.queue for requirement in self.requirements), self._people
        classes = [group for group in contract_classes(self.desk, queues, days=week) if group.can_be_planned]
        weeks = [
            [
                person_week(people[name], self.desk, group=group, queues=queues, week=week, in_full=len(week) == 7)
                for name in group.people
            ]
            for group in classes
        ]
        part = WeekProgram(classes, weeks, self.needs, days=week, priced=False, program=program)
        if part.columns:
            part.limit_classes(weeks, least=False)
            rules = self.desk.settings.shifts
            for number, group in enumerate(classes):
                if rules.overtime.is_planned and may_work_longer(people[group.people[0]], rules):
                    allow_overtime(part, number, group, rules.overtime)
            for need in part.needs.values():
                part.cover(need)
        return part, classes


def _alike(person: Person) -> _Alike:
    return person.hours_day, person.hours_week, person.helper


def _limit(
    program: IntegerProgram,
    parts: Sequence[tuple[WeekProgram, Sequence[ContractClass]]],
    span: _Span,
    people: Mapping[str, Person],
) -> None:
    """No more work in the span than its people have left; what they do beyond the plan's days takes none of it."""
    cells = [
        (column.number, 1.0 if span.in_days else float(column.body.paid_minutes))
        for part, classes in parts
        for column in part.columns
        if _alike(people[classes[column.group].people[0]]) == span.people
        and span.first_day <= column.day <= span.last_day
    ]
    if cells:
        program.add_row(cells, upper=span.most)
