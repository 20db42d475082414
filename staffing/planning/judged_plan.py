"""A shift plan with everything that must be said beside it: what it covers, and which rules it breaks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from data.desk import Desk
from data.records import Records
from data.remark import Remark
from data.table_files import write_frame
from staffing.coverage import Coverage, measure_coverage
from staffing.labour.night import night_work
from staffing.labour.told_together import told_together
from staffing.labour_rules import Violation, history_from, judge
from staffing.planning.fairness.kept_wishes import kept_wishes
from staffing.planning.fairness.wish_remarks import about_kept
from staffing.planning.month_sheet.month_sheet import write_month_sheet
from staffing.planning.peer_design import PlanEngine
from staffing.planning.plan_history import PlanHistory
from staffing.planning.plan_remarks import remark_on_given
from staffing.planning.plan_shifts import plan_shifts
from staffing.planning.plan_table import plan_from_rows, plan_rows
from staffing.requirement import Requirement
from staffing.shift_plan import Activity, ShiftPlan


@dataclass(frozen=True)
class JudgedPlan:
    """A plan, what it covers after breaks, and what the checker says of it.

    Parameters
    ----------
    desk
        Whose plan.
    plan
        Who does what, when.
    coverage
        Against the requirement, counted after breaks and by proficiency.
    violations
        By code that the planner does not share; warnings among them.
    issued_at
        As-of of the requirement it covers; None where none is known.
    """

    desk: Desk
    plan: ShiftPlan
    coverage: Coverage
    violations: tuple[Violation, ...]
    issued_at: pd.Timestamp | None

    @property
    def summary(self) -> dict[str, Any]:
        """Totals for a reader in a hurry, and for `--json`; hours of coverage are null where nothing is required.

        Wishes are told where anybody has some.
        """
        cover, known = self.coverage, bool(self.coverage.queues)
        wishes = kept_wishes(self.plan.activities, self.desk)
        return {
            "as_of": None if self.issued_at is None else self.issued_at.isoformat(),
            "first_day": self.plan.first_day.isoformat(),
            "last_day": self.plan.last_day.isoformat(),
            "people": len(self.plan.people),
            "required_hours": round(cover.required_hours, 2) if known else None,
            "uncovered_hours": round(cover.uncovered_hours, 2) if known else None,
            "surplus_hours": round(cover.surplus_hours, 2) if known else None,
            "senior_hours": round(cover.beside.senior_hours, 2),
            "novice_hours_alone": round(cover.beside.hours_alone, 2),
            "blocks": sum(violation.severity == "block" for violation in self.violations),
            "warnings": sum(violation.severity == "warning" for violation in self.violations),
            "night_hours": round(sum(one.hours for one in night_work(self.plan, self.desk)), 2),
        } | ({"wishes": sum(one.asked for one in wishes), "wishes_kept": sum(one.kept for one in wishes)}
             if wishes else {})  # fmt: skip

    @property
    def told_violations(self) -> list[dict[str, str]]:
        """Every rule broken, field by field, for `--json`."""
        return told_violations(self.violations)

    @property
    def sentences(self) -> list[str]:
        """What the lead must read, in the desk's language."""
        return [remark.said(self.desk.settings.language) for remark in self.remarks]

    @property
    def remarks(self) -> list[Remark]:
        """The same in both languages."""
        return [*self.plan.remarks, *told_together(self.violations)]


def told_violations(violations: Sequence[Violation]) -> list[dict[str, str]]:
    """Each rule broken, field by field, for tables and `--json`."""
    return [
        {
            "person": one.person,
            "date": one.date.isoformat(),
            "rule": one.rule,
            "severity": one.severity,
            "article": one.article,
            "message": one.message,
            "mend": one.mend,
        }
        for one in violations
    ]


def plan_and_judge(
    requirements: Sequence[Requirement],
    desk: Desk,
    *,
    first_day: date,
    last_day: date,
    engine: PlanEngine = "tsunagari",
    seed: int = 0,
    progress: Callable[[int, int], None] | None = None,
    history: PlanHistory | None = None,
    as_of: pd.Timestamp | None = None,
) -> JudgedPlan:
    """Plan the desk's shifts from `first_day` to `last_day` inclusive, measure the plan and have it judged.

    What is locked in the desk's records stays as it is.

    Parameters
    ----------
    as_of
        The locks that stood and the plans that had been kept at that moment count; None: those of now.
    engine, seed, progress, history
        As in `staffing.planning.plan_shifts.plan_shifts`.
    """
    locked = _locked(desk, first_day, last_day, as_of=as_of)
    plan = plan_shifts(
        requirements,
        desk,
        first_day=first_day,
        last_day=last_day,
        engine=engine,
        seed=seed,
        progress=progress,
        history=history,
        locked=locked,
    )
    return _judged(plan, measure_coverage(plan, requirements, desk), requirements, desk, locked, as_of=as_of)


def judge_given(
    plan: ShiftPlan, requirements: Sequence[Requirement], desk: Desk, *, as_of: pd.Timestamp | None = None
) -> JudgedPlan:
    """Judge a plan that was edited or made elsewhere, with the remarks that its coverage needs.

    Parameters
    ----------
    requirements
        One a queue, as far as they are known; the plan's rules are judged without any too.
    as_of
        As in `plan_and_judge`.
    """
    coverage = measure_coverage(plan, requirements, desk)
    wishes = about_kept(kept_wishes(plan.activities, desk))
    told = replace(plan, remarks=(*plan.remarks, *remark_on_given(plan, coverage, desk=desk), *wishes))
    locked = _locked(desk, plan.first_day, plan.last_day, as_of=as_of)
    return _judged(told, coverage, requirements, desk, locked, as_of=as_of)


def _judged(
    plan: ShiftPlan,
    coverage: Coverage,
    requirements: Sequence[Requirement],
    desk: Desk,
    locked: Sequence[Activity],
    *,
    as_of: pd.Timestamp | None,
) -> JudgedPlan:
    return JudgedPlan(
        desk=desk,
        plan=plan,
        coverage=coverage,
        violations=_judged_with_what_came_before(plan, desk, locked, as_of=as_of),
        issued_at=max((requirement.issued_at for requirement in requirements), default=None),
    )


def _locked(desk: Desk, first_day: date, last_day: date, *, as_of: pd.Timestamp | None) -> tuple[Activity, ...]:
    """What stays, by the locks that stand in the desk's records, or stood at a moment."""
    with Records.open(desk) as records:
        standing = [
            lock
            for lock in records.locks()
            if first_day <= lock.day <= last_day and (lock.stands if as_of is None else lock.stood_at(as_of))
        ]
    return tuple(
        activity
        for lock in standing
        for activity in plan_from_rows(
            lock.activities, zone=desk.zone, first_day=lock.day, last_day=lock.day
        ).activities
    )


def _judged_with_what_came_before(
    plan: ShiftPlan, desk: Desk, locked: Sequence[Activity], *, as_of: pd.Timestamp | None
) -> tuple[Violation, ...]:
    """The plan judged together with what the records hold before it, as far back as a rule looks."""
    first, last = history_from(desk, plan.first_day), plan.first_day - timedelta(days=1)
    with Records.open(desk) as records:
        stored = records.plans(first, last, kept_by=as_of)
    earlier = [
        activity
        for part in stored
        for activity in plan_from_rows(
            part.activities, zone=desk.zone, first_day=part.first_day, last_day=part.last_day
        ).activities
        if first <= activity.date <= last
    ]
    return judge(plan, desk, before=ShiftPlan(first, last, tuple(earlier)) if earlier else None, locked=locked)


def keep_plan(judged: JudgedPlan, *, author: str) -> int:
    """Save the plan in the desk's records; gives its number."""
    with Records.open(judged.desk) as records:
        return records.save_plan(
            first_day=judged.plan.first_day,
            last_day=judged.plan.last_day,
            activities=plan_rows(judged.plan),
            coverage=judged.coverage.rows(),
            remarks=judged.remarks,
            author=author,
        )


def write_plan(judged: JudgedPlan, path: Path) -> None:
    """Write the plan to `path`: the month sheet where it ends in .xlsx, else a row an activity (.csv, .parquet)."""
    if path.suffix == ".xlsx":
        write_month_sheet(judged.plan, judged.desk, path)
    else:
        write_frame(plan_rows(judged.plan), path)
