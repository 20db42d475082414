"""What else could help where mending leaves hours uncovered: the same days mended once more with one rule given up.

Each is only told, never done: postponed training, deferred mail, tier 2 on the lower tier, lunch outside its window,
overtime. What it brings is counted by the requirements as they are.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from data.channel import WRITTEN_CHANNELS
from data.desk import Desk
from data.opening_hours import clock_minutes
from staffing.coverage import Coverage, measure_coverage
from staffing.planning.repair.asked import APPOINTMENTS, RepairAsked
from staffing.planning.repair.repair import MendedPlan, mend_plan
from staffing.requirement import Requirement
from staffing.shift_plan import ShiftPlan

OptionKind = Literal["training", "mail", "tier2", "lunch", "overtime"]

OPTIONS: tuple[OptionKind, ...] = ("training", "mail", "tier2", "lunch", "overtime")

LEAST_HOURS = 0.05
"""What covers less than this more is no help."""

OVERTIME_HOURS = 2.0
"""As much overtime a day is looked at; the agreement under Article 36 may allow less."""


@dataclass(frozen=True)
class RepairCase:
    """A plan to mend.

    Parameters
    ----------
    plan, requirements, desk, asked, days, before
        As `staffing.planning.repair.repair.mend_plan` takes them.
    """

    plan: ShiftPlan
    requirements: tuple[Requirement, ...]
    desk: Desk
    asked: RepairAsked
    days: tuple[date, ...]
    before: tuple[Requirement, ...] = ()

    def mend(self) -> MendedPlan:
        """The plan mended."""
        return mend_plan(self.plan, self.requirements, self.desk, self.asked, days=self.days, before=self.before)


@dataclass(frozen=True)
class RepairOption:
    """One thing more that could be done.

    Parameters
    ----------
    kind
        What would be given up.
    live_hours
        Agent-hours uncovered then from now on, where customers wait.
    people
        Whose day changes then.
    coverage
        The days as they would be, against the requirements as they are.
    """

    kind: OptionKind
    live_hours: float
    people: int
    coverage: Coverage


def live_hours_left(mended: MendedPlan, coverage: Coverage | None = None) -> float:
    """Agent-hours uncovered from now on where customers wait, after mending or with another coverage of its days."""
    parts = (mended.coverage[2] if coverage is None else coverage).queues
    return mended.uncovered_from_now(Coverage(tuple(part for part in parts if not part.is_written)))


def other_options(case: RepairCase, mended: MendedPlan) -> list[RepairOption]:
    """What would leave fewer hours uncovered where customers wait, the most helpful first; empty where nothing would.

    Nothing is looked at where no more is uncovered than was planned.
    """
    left = live_hours_left(mended)
    if left <= live_hours_left(mended, mended.coverage[0]) + LEAST_HOURS:
        return []
    found = []
    for kind in OPTIONS:
        relaxed = _relaxed(case, kind)
        if relaxed is not None:
            other = relaxed.mend()
            coverage = _cover(other, case)
            hours = live_hours_left(mended, coverage)
            if hours < left - LEAST_HOURS:
                people = len({change.person for change in other.answers})
                found.append(RepairOption(kind, hours, people, coverage))
    return sorted(found, key=lambda option: option.live_hours)


def _cover(other: MendedPlan, case: RepairCase) -> Coverage:
    """By the requirements as they are, in the order and days of the mended plan's own coverage."""
    parts = [
        part
        for first, last in other.runs
        for part in measure_coverage(other.part(first, last, eve_of=case.plan), case.requirements, case.desk).queues
    ]
    return Coverage(tuple(parts))


def _relaxed(case: RepairCase, kind: OptionKind) -> RepairCase | None:
    """The case with one rule given up; None where the desk has no such thing."""
    if kind == "training":
        return _with_training_postponed(case)
    if kind in ("mail", "tier2"):
        kept = tuple(one for one in case.requirements if not _gives_way(one, case.desk, kind))
        return replace(case, requirements=kept) if 0 < len(kept) < len(case.requirements) else None
    return replace(case, desk=_with_wide_lunch(case.desk) if kind == "lunch" else _with_overtime(case.desk))


def _gives_way(requirement: Requirement, desk: Desk, kind: OptionKind) -> bool:
    queue = desk.queue(requirement.queue)
    return queue.channel in WRITTEN_CHANNELS if kind == "mail" else queue.tier > 1


def _with_training_postponed(case: RepairCase) -> RepairCase | None:
    kept = tuple(
        absence
        for absence in case.desk.leave
        if absence.kind not in APPOINTMENTS or not any(absence.touches(day) for day in case.days)
    )
    return replace(case, desk=replace(case.desk, leave=kept)) if len(kept) < len(case.desk.leave) else None


def _with_wide_lunch(desk: Desk) -> Desk:
    """Lunch anywhere but in a shift's first and last hour."""
    templates = [
        template.model_copy(update={"lunch_window": (_clock(template.start, 60), _clock(template.end, -60))})
        for template in desk.settings.shifts.template
    ]
    return _with_shifts(desk, template=tuple(templates))


def _with_overtime(desk: Desk) -> Desk:
    rules = desk.settings.shifts
    staff = [
        replace(
            person,
            hours_day=min(person.hours_day + OVERTIME_HOURS, 24.0),
            hours_week=min(person.hours_week + OVERTIME_HOURS, 168.0),
        )
        for person in desk.staff
    ]
    longer = _with_shifts(
        desk,
        max_hours_day=min(rules.max_hours_day + OVERTIME_HOURS, 24.0),
        max_hours_week=min(rules.max_hours_week + OVERTIME_HOURS, 168.0),
    )
    return replace(longer, staff=tuple(staff))


def _with_shifts(desk: Desk, **changes: object) -> Desk:
    shifts = desk.settings.shifts.model_copy(update=changes)
    return replace(desk, settings=desk.settings.model_copy(update={"shifts": shifts}))


def _clock(text: str, later: int) -> str:
    minute = clock_minutes(text) + later
    return f"{minute // 60:02d}:{minute % 60:02d}"
