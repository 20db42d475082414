"""Random desks and random plans: ours are always legal, and the checker agrees with a slow second reading."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.calendar import days_between
from data.desk import Desk
from data.staff import Absence
from staffing.coverage import measure_coverage
from staffing.labour_rules import judge
from staffing.plan_shifts import plan_shifts
from staffing.shift_plan import WORK, Activity, ActivityKind, ShiftPlan
from tests.staffing.plan_builders import (
    EARLY,
    LATE,
    MONDAY,
    WEEKDAYS,
    make_absence,
    make_desk,
    make_person,
    make_settings,
    require,
)

ALL_DAYS = (*WEEKDAYS, "sat", "sun")
QUEUES = (
    {"name": "support"},
    {"name": "letters", "channel": "mail", "skills": ["letters"]},
    {"name": "lines", "channel": "chat", "skills": ["lines"]},
    {"name": "experts", "tier": 2, "skills": ["experts"]},
    {"name": "sight", "channel": "video"},
)
NIGHT = {**EARLY, "start": "00:00", "end": "09:00", "lunch_window": ["03:00", "05:00"]}
KINDS = ("paid_leave", "leave", "training", "meeting", "requested_off")


def random_desk(random: np.random.Generator, first_day: date, zone: str) -> Desk:
    queues = QUEUES[: int(random.integers(2, 6))]
    days = {"mail": ALL_DAYS, "chat": ALL_DAYS if random.random() < 0.5 else WEEKDAYS, "video": WEEKDAYS}
    hours = {channel: {day: [f"{int(random.integers(8, 11)):02d}:00-18:00"] for day in open_on}
             for channel, open_on in days.items()}  # fmt: skip
    desk_settings = make_settings(
        queues=queues,
        more_hours=hours,
        templates=(EARLY, LATE) if random.random() < 0.7 else (NIGHT, LATE),
        time_zone=zone,
        interval_minutes=int(random.choice([15, 30, 60])),
        rules={"min_days_off_week": int(random.integers(1, 3))},
    )
    skills = ((), ("letters",), ("letters", "lines"), ("experts",), ("letters", "experts", "lines"))
    staff = [
        make_person(
            f"p{k}",
            hours_day=float(random.choice([4.0, 8.0])),
            hours_week=float(random.choice([20.0, 40.0])),
            skills=skills[int(random.integers(0, 5))],
            tier=int(random.integers(1, 3)),
            proficiency=float(random.choice([0.5, 1.0])),
            helper=bool(random.random() < 0.15),
        )
        for k in range(int(random.integers(1, 7)))
    ]
    leave = [random_absence(random, person.name, first_day) for person in staff if random.random() < 0.6]
    return make_desk(desk_settings, staff=staff, leave=leave)


def random_absence(random: np.random.Generator, person: str, first_day: date) -> Absence:
    midnight = datetime.combine(first_day, datetime.min.time())
    whole = bool(random.integers(0, 2))
    start = midnight + timedelta(
        days=int(random.integers(0, 7)), minutes=0 if whole else int(random.integers(0, 40)) * 30
    )
    length = (
        timedelta(days=int(random.integers(1, 4))) if whole else timedelta(minutes=30 * int(random.integers(1, 16)))
    )
    kind = KINDS[int(random.integers(0, 5))]
    return make_absence(person, start.isoformat(), (start + length).isoformat(), kind)


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.integers(0, 100_000),
    when=st.sampled_from(
        [
            ("Asia/Tokyo", MONDAY),
            ("Europe/Berlin", date(2026, 10, 19)),  # the clocks go back on the Sunday
            ("Europe/Berlin", date(2026, 3, 23)),  # and forward
        ]
    ),
)
def test_a_desk_of_several_queues_always_gets_a_legal_plan(seed: int, when: tuple[str, date]) -> None:
    zone, first_day = when
    random = np.random.default_rng(seed)
    desk = random_desk(random, first_day, zone)
    last_day = first_day + timedelta(days=int(random.integers(0, 10)))
    requirements = [
        require(
            desk, int(random.integers(0, 3)), first_day=first_day, last_day=first_day + timedelta(days=9), queue=q.name
        )
        for q in desk.settings.queue
    ]

    plan = plan_shifts(requirements, desk, first_day=first_day, last_day=last_day)

    assert [v.message for v in judge(plan, desk) if v.severity == "block"] == []
    assert np.isfinite(measure_coverage(plan, requirements, desk).uncovered_hours)
    people = {person.name: person for person in desk.staff}
    for activity in (row for row in plan.activities if row.activity in WORK):
        queue = desk.queue(activity.queue)
        assert activity.activity == queue.channel
        assert people[activity.person].can_take(queue.skills)
        assert people[activity.person].tier >= queue.tier


PLANNED: tuple[ActivityKind, ...] = ("phone", "mail", "chat", "lunch", "rest", "break", "training", "meeting", "leave")


def random_plan(random: np.random.Generator, first_day: date, zone: str) -> ShiftPlan:
    rows = []
    for person in ("p0", "p1", "stranger"):
        for offset in range(9):
            day = first_day + timedelta(days=offset)
            at = int(random.integers(5, 15)) * 60
            for _ in range(int(random.integers(0, 6))):
                at += int(random.choice([-30, 0, 0, 0, 0, 15]))
                length = int(random.choice([15, 45, 60, 121, 180, 240]))
                kind = PLANNED[int(random.choice(9, p=[0.3, 0.15, 0.1, 0.15, 0.05, 0.05, 0.1, 0.05, 0.05]))]
                rows.append(
                    _row(
                        person, day, span=(at, min(at + length, 1439)), kind=kind, zone=zone, paid=random.random() < 0.8
                    )
                )
                at = min(at + length, 1380)
    return ShiftPlan(first_day, first_day + timedelta(days=8), tuple(rows))


def _row(person: str, day: date, *, span: tuple[int, int], kind: ActivityKind, zone: str, paid: bool) -> Activity:
    start, end = (pd.Timestamp(day).replace(hour=m // 60, minute=m % 60).tz_localize(zone) for m in span)
    return Activity(person, day, "early", start, end, kind, "", paid)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(
    seed=st.integers(0, 100_000),
    zone=st.sampled_from(["Asia/Tokyo", "Europe/Berlin"]),
    week=st.sampled_from(["sunday", "monday", "wednesday"]),
)
def test_the_checker_agrees_with_a_walk_through_every_minute(seed: int, zone: str, week: str) -> None:
    random = np.random.default_rng(seed)
    first_day = date(2026, 10, 19)
    staff = [
        make_person("p0", hours_day=float(random.choice([5, 8])), hours_week=float(random.choice([20, 40]))),
        make_person("p1", end_date=first_day + timedelta(days=4) if random.random() < 0.5 else None),
    ]
    leave = [random_absence(random, name, first_day) for name in ("p0", "p1") for _ in range(2)]
    desk = make_desk(make_settings(time_zone=zone, week_starts=week), staff=staff, leave=leave)
    plan = random_plan(random, first_day, zone)

    judged = {(v.person, v.date, v.rule, v.severity) for v in judge(plan, desk) if v.person}

    assert judged == set(slow_reading(plan, desk, zone))


Finding = tuple[str, date, str, str]


def slow_reading(plan: ShiftPlan, desk: Desk, zone: str) -> Iterator[Finding]:
    """The rules once more, on sets of minutes of plans whose shifts stay within their day."""
    for person in plan.people:
        own = [row for row in plan.activities if row.person == person]
        yield from _overlaps(person, own)
        work: dict[date, set[int]] = defaultdict(set)
        pause: dict[date, set[int]] = defaultdict(set)
        for row in own:
            if (
                row.activity in WORK
                or row.activity == "break"
                or (row.activity in ("training", "meeting") and row.paid)
            ):
                work[row.date] |= _minutes(row)
            elif row.activity in ("lunch", "rest"):
                pause[row.date] |= _minutes(row)
        yield from _days(person, work, pause, desk)
        yield from _weeks(person, work, desk)
        yield from _leave(person, work, desk, zone)


def _minutes(row: Activity) -> set[int]:
    return set(range(int(row.start.timestamp()) // 60, int(row.end.timestamp()) // 60))


def _overlaps(person: str, own: list[Activity]) -> Iterator[Finding]:
    for number, later in enumerate(own):
        if any(_minutes(later) & _minutes(earlier) for earlier in own[:number]):
            yield person, later.start.date(), "overlap", "block"


def _days(person: str, work: dict[date, set[int]], pause: dict[date, set[int]], desk: Desk) -> Iterator[Finding]:
    employed = {one.name: one for one in desk.staff}
    last: int | None = None
    for day in sorted(work):
        minutes = work[day]
        if person not in employed or not employed[person].employed_on(day):
            yield person, day, "not_employed", "block"
        if len(minutes) > 480:
            yield person, day, "hours_day", "block"
        if person in employed and len(minutes) > employed[person].hours_day * 60:
            yield person, day, "contract_day", "warning"
        inside = {m for m in pause[day] if min(minutes) < m < max(minutes)} - minutes
        needed = 60 if len(minutes) > 480 else 45 if len(minutes) > 360 else 0
        if len(inside) < needed:
            yield person, day, "break", "block"
        if last is not None and min(minutes) - last < 11 * 60:
            yield person, day, "rest", "warning"
        last = max(minutes) + 1


def _weeks(person: str, work: dict[date, set[int]], desk: Desk) -> Iterator[Finding]:
    contract = {one.name: one.hours_week for one in desk.staff}
    for first in (date(2026, 10, 11) + timedelta(days=k) for k in range(21)):
        if f"{first:%A}".lower() != desk.settings.week_starts:
            continue
        days = [day for day in days_between(first, first + timedelta(days=6)) if work.get(day)]
        worked = sum(len(work[day]) for day in days)
        if worked > 40 * 60:
            yield person, first, "hours_week", "block"
        if person in contract and worked > contract[person] * 60:
            yield person, first, "contract_week", "warning"
        if len(days) == 7:
            yield person, first, "days_off", "block"


def _leave(person: str, work: dict[date, set[int]], desk: Desk, zone: str) -> Iterator[Finding]:
    for absence in desk.leave:
        if absence.person == person and absence.kind in ("paid_leave", "leave", "requested_off"):
            start, end = (
                int(pd.Timestamp(wall).tz_localize(zone, ambiguous=True).timestamp()) // 60
                for wall in (absence.start, absence.end)
            )
            for day, minutes in work.items():
                if any(start <= minute < end for minute in minutes):
                    yield person, day, "on_leave", "warning" if absence.kind == "requested_off" else "block"
