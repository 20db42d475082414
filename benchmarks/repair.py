"""How long mending takes, and how little it changes: `python -m benchmarks.repair`.

Four weeks of 300 people on two live queues and mail, built without the planner: three shifts, lunches spread over three
hours, a third of the people with both live skills, every tenth a helper who is off. Required is what the plan has, less
a little by chance, so that a gap hurts. Each case is mended from the plan's table, as the command line does, and timed
in processor seconds.
"""

import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.calendar import Calendar
from data.channel import Channel
from data.desk import Desk, DeskSettings
from data.service_goal import ServiceGoal
from data.staff import Person
from staffing.coverage import measure_coverage
from staffing.planning.plan_table import plan_rows
from staffing.planning.repair.asked import Away, RepairAsked
from staffing.planning.repair.repair import MendedPlan
from staffing.planning.repair.store import PlanTable, mend_table
from staffing.requirement import Requirement
from staffing.shift_plan import Activity, ActivityKind, ShiftPlan

PEOPLE, WEEKS, SEED = 300, 4, 20_261_207
MONDAY = date(2026, 12, 7)
SKILLS = (("support",), ("support", "billing"), ("billing", "mail"))
SHIFTS = {"early": 9 * 60, "mid": 9 * 60 + 30, "late": 10 * 60}


def main() -> None:
    """Mend, and print a line a case."""
    desk, plan = large_desk(PEOPLE), large_plan(PEOPLE, weeks=WEEKS)
    requirements = required_of(plan, desk, seed=SEED)
    table = PlanTable(plan_rows(plan), plan.first_day, plan.last_day, tuple(requirements))
    print(f"Mending a plan of {PEOPLE} people over {WEEKS} weeks, one day of it; processor seconds")
    for told, absent, clock in CASES:
        asked = RepairAsked(_at(clock), tuple(Away(_name(n), _at(clock), _at("23:59")) for n in absent))
        begin = time.process_time()
        mended = mend_table(table, desk, asked, requirements=requirements)
        print(_line(told, mended, time.process_time() - begin))


CASES = (
    ("one ill at 8:40", (1,), "08:40"),
    ("one goes home at 12:10", (1,), "12:10"),
    ("ten ill at 8:40", tuple(range(1, 11)), "08:40"),
    ("forty ill at 8:40", tuple(range(1, 41)), "08:40"),
)


def _line(told: str, mended: MendedPlan, seconds: float) -> str:
    planned, happened, left = mended.uncovered_hours
    items = Counter(change.person for change in mended.answers)
    kinds = Counter(change.kind for change in mended.answers)
    return (
        f"  {told:24s} {seconds:5.2f} s; uncovered {planned:.2f} -> {happened:.2f} -> {left:.2f} h; {len(items)} "
        f"people changed, at most {max(items.values(), default=0)} item each; {dict(kinds)}"
    )


def _name(number: int) -> str:
    return f"p{number:03d}"


def _at(clock: str, day: date = MONDAY) -> pd.Timestamp:
    return pd.Timestamp(f"{day} {clock}", tz="Asia/Tokyo")


def large_desk(people: int) -> Desk:
    """Two live queues and mail, weekdays 10 to 18."""
    templates = [{"name": name, "start": _clock(start), "end": _clock(start + 540)} for name, start in SHIFTS.items()]
    hours = {day: ["10:00-18:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
    settings = DeskSettings.model_validate({
        "format": 1, "name": "large", "time_zone": "Asia/Tokyo", "hours": {"phone": hours, "mail": hours},
        "queue": [{"name": "support", "skills": ["support"]}, {"name": "billing", "skills": ["billing"]},
                  {"name": "letters", "channel": "mail", "skills": ["mail"]}],
        "shifts": {"template": templates, "staggered_break_agreement": True},
    })  # fmt: skip
    staff = [
        Person(_name(n), None, None, "full_time", 8.0, 40.0, SKILLS[n % 3], 1, 1.0, 0.0, helper=n % 10 == 0)
        for n in range(1, people + 1)
    ]
    return Desk(folder=Path(), settings=settings, staff=tuple(staff))


def large_plan(people: int, *, weeks: int) -> ShiftPlan:
    """Everybody on weekdays but the helpers; shifts and lunches go round by number."""
    days = [MONDAY + timedelta(days=7 * week + day) for week in range(weeks) for day in range(5)]
    rows = [row for n in range(1, people + 1) for day in days if n % 10 for row in _shift_rows(n, day)]
    return ShiftPlan(days[0], days[-1] + timedelta(days=2), tuple(rows))


def _shift_rows(number: int, day: date) -> list[Activity]:
    name, start = list(SHIFTS.items())[number % 3]
    lunch = 11 * 60 + 30 + 30 * (number // 3 % 6)
    queue = "letters" if number % 9 == 2 else SKILLS[number % 3][number // 3 % 2 if number % 3 == 1 else 0]
    channel: ActivityKind = "mail" if queue == "letters" else "phone"
    midnight = _at("00:00", day)
    parts: list[tuple[int, int, ActivityKind]] = [
        (start, lunch, channel), (lunch, lunch + 60, "lunch"), (lunch + 60, start + 540, channel)
    ]  # fmt: skip
    return [
        Activity(_name(number), day, name, midnight + pd.Timedelta(minutes=a), midnight + pd.Timedelta(minutes=b),
                 kind, "" if kind == "lunch" else queue, kind != "lunch")
        for a, b, kind in parts
    ]  # fmt: skip


def required_of(plan: ShiftPlan, desk: Desk, *, seed: int) -> list[Requirement]:
    """As many as the plan has in each interval, less none to two by chance."""
    calendar, chance, found = Calendar.of(desk), np.random.default_rng(seed), []
    nobody = [_requirement(queue.name, queue.channel, calendar, plan) for queue in desk.settings.queue]
    for part, empty in zip(measure_coverage(plan, nobody, desk).queues, nobody, strict=True):
        people = np.maximum(np.floor(part.scheduled) - chance.integers(0, 3, len(part.scheduled)), 0).astype(np.int64)
        found.append(_requirement(empty.queue, empty.channel, calendar, plan, people=people))
    return found


def _requirement(
    queue: str, channel: str, calendar: Calendar, plan: ShiftPlan, *, people: NDArray[np.int64] | None = None
) -> Requirement:
    kind: Channel = "mail" if channel == "mail" else "phone"
    starts = calendar.open_intervals(kind, plan.first_day, plan.last_day).starts
    agents = np.zeros(len(starts), dtype=np.int64) if people is None else people
    unknown = np.full(len(starts), np.nan)
    return Requirement(
        queue=queue, channel=channel, interval_minutes=30, issued_at=_at("00:00"), goal=ServiceGoal(), engine="given",
        starts=starts, contacts=unknown, agents=agents, scheduled_agents=agents, service_level=unknown,
        abandonment=unknown, asa_seconds=unknown, occupancy=unknown, bound_by=("given",) * len(starts),
    )  # fmt: skip


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


if __name__ == "__main__":
    main()
