"""Mends a shift plan after something happened: the past and the locks stay, and as little as possible changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from data.calendar import Calendar
from data.desk import Desk
from data.errors import NothingToDo
from staffing.coverage import Coverage, QueueCoverage, measure_coverage
from staffing.labour_rules import judge
from staffing.planning.person_day import DayClock, PersonDay, activities_of, days_of_people
from staffing.planning.repair.asked import RepairAsked, leave_days, touched_days
from staffing.planning.repair.day import Around, Change, DayMender, MendedDay
from staffing.requirement import Requirement
from staffing.shift_plan import Activity, ShiftPlan


@dataclass(frozen=True)
class MendedPlan:
    """A plan's days after mending, beside what they were.

    Parameters
    ----------
    desk
        Whose plan.
    days
        Those that were looked at, rising.
    changes
        By day: what happened first, then what is done about it.
    planned, happened, mended
        These days as planned, after what happened with nothing done about it, and mended.
    coverage
        Of the same three, in that order.
    now
        What begins before is not counted in `uncovered_hours`.
    refused
        People whose change broke a rule of `staffing.labour_rules`, and therefore was taken back.
    """

    desk: Desk
    days: tuple[date, ...]
    changes: tuple[Change, ...]
    planned: ShiftPlan
    happened: ShiftPlan
    mended: ShiftPlan
    coverage: tuple[Coverage, Coverage, Coverage]
    now: pd.Timestamp
    refused: tuple[str, ...] = ()

    @property
    def uncovered_hours(self) -> tuple[float, float, float]:
        """Agent-hours uncovered from now on: as planned, after what happened, mended."""
        first, second, third = (self.uncovered_from_now(coverage) for coverage in self.coverage)
        return first, second, third

    @property
    def answers(self) -> tuple[Change, ...]:
        """What is done about it."""
        return tuple(change for change in self.changes if change.kind != "happened")

    @property
    def summary(self) -> dict[str, Any]:
        """Totals for a reader in a hurry, and for `--json`."""
        planned, happened, mended = self.uncovered_hours
        return {
            "first_day": self.days[0].isoformat(),
            "last_day": self.days[-1].isoformat(),
            "changed_people": len({change.person for change in self.answers}),
            "uncovered_hours_planned": round(planned, 2),
            "uncovered_hours_happened": round(happened, 2),
            "uncovered_hours": round(mended, 2),
        }

    @property
    def runs(self) -> list[tuple[date, date]]:
        """Days that follow one another, as first and last."""
        return runs_of(self.days)

    def part(self, first: date, last: date, *, eve_of: ShiftPlan) -> ShiftPlan:
        """The mended plan of some days, with the shifts of the eve that may run into them."""
        eve = [row for row in eve_of.activities if row.date == first - timedelta(days=1)]
        return ShiftPlan(first, last, (*eve, *(row for row in self.mended.activities if first <= row.date <= last)))

    def uncovered_from_now(self, coverage: Coverage) -> float:
        """Agent-hours uncovered from now on, on the days looked at."""
        total = 0.0
        for part in coverage.queues:
            lasting = part.starts + pd.Timedelta(minutes=part.interval_minutes) > self.now
            chosen = np.asarray(lasting) & np.array([day in self.days for day in part.starts.date], dtype=bool)
            total += float(part.uncovered_hours[chosen].sum())
        return total


def mend_plan(
    plan: ShiftPlan,
    requirements: Sequence[Requirement],
    desk: Desk,
    asked: RepairAsked,
    *,
    days: Sequence[date],
    before: Sequence[Requirement] = (),
) -> MendedPlan:
    """Mend some days of a plan.

    Parameters
    ----------
    plan
        Holds these days, and the rest of their weeks as far as it is known: contract, law and rest look at it.
    requirements
        As they are now, one a queue.
    days
        Local days to mend, rising, at least one.
    before
        What the plan was made for; what it lacked then is not made up for. Without one of a queue: as now.

    Raises
    ------
    TsunagariError
        If somebody is named who is neither in staff.csv nor in the plan.
    """
    asked.refuse_strangers(frozenset({person.name for person in desk.staff} | set(plan.people)))
    mender = _Mender(plan, desk, asked, requirements, {one.queue: one for one in before})
    mended_days = [mender.mend(day) for day in days]
    return mender.together(mended_days)


class _Mender:
    def __init__(
        self,
        plan: ShiftPlan,
        desk: Desk,
        asked: RepairAsked,
        requirements: Sequence[Requirement],
        before: Mapping[str, Requirement],
    ) -> None:
        self._plan, self._desk, self._asked = plan, desk, asked
        self._requirements, self._before = requirements, before
        self._calendar = Calendar.of(desk)
        self._lines = lines_of_plan(plan, desk)
        self._around = Around(self._lines, desk)
        self._days_together: list[date] = []

    def mend(self, day: date) -> MendedDay:
        """One day; later ones then know of its changes."""
        eve = day - timedelta(days=1)
        return DayMender(
            {name: line for (name, at), line in self._lines.items() if at == day},
            spilling=[line for (_, at), line in self._lines.items() if at == eve],
            requirements=self._requirements,
            before=self._before,
            desk=self._desk,
            asked=self._asked,
            clock=DayClock.of(self._calendar, day),
            around=self._around,
        ).mend()

    def together(self, days: Sequence[MendedDay]) -> MendedPlan:
        """All days, judged: a change that breaks a rule is taken back."""
        changes = [change for day in days for change in day.changes]
        refused = self._who_breaks_rules(changes)
        kept = tuple(change for change in changes if change.kind == "happened" or change.person not in refused)
        mended = [_lines_after(day, refused) for day in days]
        self._days_together = [day.clock.day for day in days]
        plans = (
            self._plan_of(days, [day.planned for day in days]),
            self._plan_of(days, [day.happened for day in days]),
            self._plan_of(days, mended),
        )
        return MendedPlan(
            self._desk,
            tuple(day.clock.day for day in days),
            kept,
            *plans,
            (self._cover(plans[0]), self._cover(plans[1]), self._cover(plans[2])),
            self._asked.now,
            tuple(sorted(refused)),
        )

    def _plan_of(self, days: Sequence[MendedDay], lines: Sequence[Mapping[str, PersonDay]]) -> ShiftPlan:
        rows = [row for day, own in zip(days, lines, strict=True) for line in own.values()
                for row in activities_of(line, day.clock)]  # fmt: skip
        return ShiftPlan(days[0].clock.day, days[-1].clock.day, tuple(rows))

    def _cover(self, plan: ShiftPlan) -> Coverage:
        """Coverage of each run of days; shifts of the eve may run into it."""
        parts: list[QueueCoverage] = []
        for first, last in runs_of(self._days_together):
            eve = first - timedelta(days=1)
            rows = [row for row in self._plan.activities if row.date == eve]
            rows += [row for row in plan.activities if first <= row.date <= last]
            run = ShiftPlan(first, last, tuple(rows))
            parts += measure_coverage(run, self._requirements, self._desk).queues
        return Coverage(tuple(parts))

    def _who_breaks_rules(self, changes: Sequence[Change]) -> frozenset[str]:
        """Those whose changes bring a block that was not there."""
        people = {change.person for change in changes if change.kind != "happened"}
        others = [row for row in self._plan.activities if row.person in people]
        old, new = others, others
        for change in changes:
            if change.person in people:
                clock = DayClock.of(self._calendar, change.day)
                if change.kind == "happened":
                    old = _replaced(old, change, clock)
                new = _replaced(new, change, clock)
        known = {_broken(one) for one in judge(replace(self._plan, activities=tuple(old)), self._desk)}
        found = judge(replace(self._plan, activities=tuple(new)), self._desk)
        return frozenset(
            one.person for one in found if one.severity == "block" and _broken(one) not in known
        ) & frozenset(people)


def _broken(violation: object) -> tuple[object, ...]:
    return tuple(getattr(violation, name) for name in ("person", "date", "rule"))


def _replaced(rows: Sequence[Activity], change: Change, clock: DayClock) -> list[Activity]:
    kept = [row for row in rows if (row.person, row.date) != (change.person, change.day)]
    return [*kept, *activities_of(change.after, clock)]


def _lines_after(day: MendedDay, refused: frozenset[str]) -> Mapping[str, PersonDay]:
    back = {name: day.happened[name] for name in refused if name in day.happened}
    return {**{name: line for name, line in day.mended.items() if name not in refused}, **back}


def lines_of_plan(plan: ShiftPlan, desk: Desk) -> dict[tuple[str, date], PersonDay]:
    """Everybody's days, by person and day."""
    calendar, rows = Calendar.of(desk), dict[date, list[Activity]]()
    for activity in plan.activities:
        rows.setdefault(activity.date, []).append(activity)
    return {
        (name, day): line
        for day, own in rows.items()
        for name, line in days_of_people(own, DayClock.of(calendar, day)).items()
    }


def days_to_mend(
    plan: ShiftPlan,
    requirements: Sequence[Requirement],
    desk: Desk,
    asked: RepairAsked,
    *,
    before: Sequence[Requirement] = (),
) -> list[date]:
    """The days of the plan, from now on, that an absence, leave.csv or a changed requirement touches; else today.

    Raises
    ------
    NothingToDo
        If the plan is over, or nobody of what happened lies within it.
    """
    zone, today = desk.zone, asked.now.tz_convert(desk.zone).date()
    found = set(touched_days(asked, first_day=plan.first_day, last_day=plan.last_day, zone=zone))
    lines = {key: line for key, line in lines_of_plan(plan, desk).items() if key[1] >= today}
    found |= set(leave_days(desk, lines, asked))
    found |= set(_days_that_need_more(requirements, before, desk=desk))
    kept = sorted(day for day in found if max(today, plan.first_day) <= day <= plan.last_day)
    if not kept and plan.first_day <= today <= plan.last_day:
        kept = [today]
    if not kept:
        raise NothingToDo(
            "the plan from {first_day} to {last_day} holds nothing to mend on or after {today}; name a plan that "
            "reaches so far, or the day of what happened",
            first_day=plan.first_day,
            last_day=plan.last_day,
            today=today,
        )
    return kept


def _days_that_need_more(
    requirements: Sequence[Requirement], before: Sequence[Requirement], *, desk: Desk
) -> set[date]:
    """Days on which more people are required than the plan was made for."""
    old, found = {one.queue: one for one in before}, set[date]()
    for requirement in requirements:
        earlier = old.get(requirement.queue)
        if earlier is not None:
            places = earlier.starts.get_indexer(requirement.starts)
            more = (places >= 0) & (requirement.scheduled_agents > earlier.scheduled_agents[places])
            found |= set(requirement.starts[more].tz_convert(desk.zone).date)
    return found


def runs_of(days: Sequence[date]) -> list[tuple[date, date]]:
    """Days that follow one another, as first and last."""
    found: list[tuple[date, date]] = []
    for day in days:
        if found and found[-1][1] + timedelta(days=1) == day:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found
