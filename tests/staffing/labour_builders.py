"""Shifts and judgements for the tests of the labour rules."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd

from data.desk import Desk
from staffing.labour_rules import Violation, judge
from staffing.shift_plan import Activity, ActivityKind, ShiftPlan
from tests.staffing.plan_builders import make_desk, make_person, make_settings


def desk_with(zone: str = "Asia/Tokyo", *, week_starts: str = "sunday", person: Any = None, **rules: Any) -> Desk:
    """One person, ueda, who may work any hours by contract; the rules as told."""
    free = {"hours_day": 24.0, "hours_week": 168.0}
    settings = make_settings(
        time_zone=zone,
        week_starts=week_starts,
        rules={"staggered_break_agreement": True, "min_rest_hours": 0.0, **rules},
    )
    return make_desk(settings, staff=[make_person("ueda", **{**free, **(person or {})})])


def agreed(**overtime: Any) -> dict[str, Any]:
    """An agreement under Article 36."""
    return {"overtime": {"agreement": True, **overtime}}


def shift(day: date, minutes: int, *, start: int = 540, pause: int = 60, zone: str = "Asia/Tokyo") -> list[Activity]:
    """So many minutes of work from `start` (elapsed minutes since midnight), with a lunch in the middle."""
    begin = pd.Timestamp(day).tz_localize(zone) + pd.Timedelta(minutes=start)
    noon, end = begin + pd.Timedelta(minutes=minutes // 2), begin + pd.Timedelta(minutes=minutes + pause)
    back = noon + pd.Timedelta(minutes=pause)

    def row(first: pd.Timestamp, last: pd.Timestamp, kind: ActivityKind) -> Activity:
        return Activity("ueda", day, "early", first, last, kind, "", kind != "lunch")

    if not pause:
        return [row(begin, end, "phone")]
    return [row(begin, noon, "phone"), row(noon, back, "lunch"), row(back, end, "phone")]


def shifts(first_day: date, minutes: Sequence[int], **more: Any) -> list[Activity]:
    """A shift on each day on end; 0: none."""
    days = [(first_day + timedelta(days=k), length) for k, length in enumerate(minutes)]
    return [row for day, length in days if length for row in shift(day, length, **more)]


def judged(rows: Sequence[Activity], desk: Desk, before: Sequence[Activity] = ()) -> tuple[Violation, ...]:
    """What the checker finds, after what came before."""
    plan = ShiftPlan(min(row.date for row in rows), max(row.date for row in rows), tuple(rows))
    earlier = ShiftPlan(before[0].date, plan.first_day - timedelta(days=1), tuple(before)) if before else None
    return judge(plan, desk, before=earlier)


def found(rows: Sequence[Activity], desk: Desk, before: Sequence[Activity] = ()) -> list[tuple[str, str, date]]:
    """Rule, severity and day of each, without the remark on unknown months."""
    told = judged(rows, desk, before)
    return [(one.rule, one.severity, one.date) for one in told if one.rule != "overtime_unknown"]
