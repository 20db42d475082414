"""Random desks, people and plans for two readings of the labour rules; full of edges, few of them legal."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd

from data.desk import Desk
from data.staff import Absence, Person
from staffing.shift_plan import Activity, ActivityKind, ShiftPlan
from tests.staffing.plan_builders import make_absence, make_desk, make_person, make_settings

QUEUES = (
    {"name": "support"},
    {"name": "letters", "channel": "mail", "skills": ["letters"]},
    {"name": "experts", "tier": 2, "skills": ["experts"]},
)
SERVED: tuple[tuple[ActivityKind, str], ...] = (
    ("phone", "support"), ("phone", "support"), ("mail", "letters"), ("phone", "experts"), ("chat", "nowhere"),
    ("phone", ""),
)  # fmt: skip
ABSENCES = ("paid_leave", "leave", "requested_off", "training", "meeting")
ZONES = ("Asia/Tokyo", "Europe/Berlin", "America/New_York")
CHANGES = (date(2026, 10, 25), date(2026, 11, 1), date(2027, 3, 14), date(2027, 3, 28), date(2026, 12, 31))
"""Clock changes, and the border of a month and a year."""


@dataclass(frozen=True)
class Case:
    """A plan to be judged, at a desk, after another one or none."""

    desk: Desk
    plan: ShiftPlan
    before: ShiftPlan | None


def random_case(seed: int) -> Case:
    """One desk and plan; the same seed gives the same."""
    random = np.random.default_rng(seed)
    zone = ZONES[int(random.integers(0, 3))]
    is_long = random.random() < 0.03
    days = int(random.integers(40, 190)) if is_long else int(random.integers(1, 13))
    around = CHANGES[int(random.integers(0, len(CHANGES)))]
    first_day = around - timedelta(days=int(random.integers(0, days)))
    desk = _random_desk(random, zone, first_day)
    people = [person.name for person in desk.staff] + (["stranger"] if random.random() < 0.2 else [])
    rows = [
        row
        for name in people
        for row in (_steady_rows if is_long or random.random() < 0.4 else _wild_rows)(
            random, name, zone=zone, first_day=first_day, days=days
        )
    ]
    border = first_day + timedelta(days=int(random.integers(0, days)))
    early = [row for row in rows if row.date < border]
    last_day = first_day + timedelta(days=days - 1)
    plan = ShiftPlan(border, last_day, tuple(row for row in rows if row.date >= border))
    if not early:
        return Case(desk, plan, None)
    return Case(desk, plan, ShiftPlan(first_day, border - timedelta(days=1), tuple(early)))


def _random_desk(random: np.random.Generator, zone: str, first_day: date) -> Desk:
    desk_settings = make_settings(
        hours={
            day: ["09:00-18:00"] for day in ("mon", "tue", "wed", "thu", "fri", "sat")[: int(random.integers(4, 7))]
        },
        more_hours={"mail": {"mon": ["10:00-20:00"], "sun": ["10:00-12:00"]}},
        queues=QUEUES,
        time_zone=zone,
        country="",
        week_starts=_one_of(random, ("sunday", "monday", "wednesday")),
        rules=_random_rules(random),
    )
    staff = [_random_person(random, name, first_day) for name in ("p0", "p1")[: int(random.integers(1, 3))]]
    leave = [_random_absence(random, person.name, first_day) for person in staff for _ in range(2)]
    return make_desk(desk_settings, staff=staff, leave=leave)


def _random_rules(random: np.random.Generator) -> dict[str, Any]:
    mode = _one_of(random, ("fixed", "fixed", "monthly_average", "flextime"))
    strict = random.random() < 0.5
    agreement = bool(random.random() < 0.6)
    return {
        "hours_mode": mode,
        "settlement_months": int(random.integers(1, 4)) if mode == "flextime" else 1,
        "max_hours_day": _one_of(random, (8.0, 8.0, 7.75, 24.0)),
        "max_hours_week": _one_of(random, (40.0, 40.0, 44.0, 20.0)),
        "staggered_break_agreement": bool(random.random() < 0.4),
        "break_exempt_trade": bool(random.random() < 0.2),
        "days_off_mode": _one_of(random, ("week", "four_weeks")),
        "four_weeks_from": "2026-11-01",
        "min_days_off_week": int(random.integers(0, 4)),
        "min_days_off_four_weeks": int(random.integers(0, 10)),
        "two_days_off_together": bool(random.random() < 0.5),
        "max_days_running": int(random.integers(3, 9)),
        "min_rest_hours": _one_of(random, (11.0, 9.0, 0.0)),
        "min_on_duty": int(random.integers(1, 4)),
        "screen_minutes_on_end": _one_of(random, (0, 60, 120)),
        "screen_break_minutes": _one_of(random, (10, 15)),
        "overtime": {
            "agreement": agreement,
            "hours_month": 10.0 if strict else 45.0,
            "hours_year": 30.0 if strict else 360.0,
            "holiday_days_month": int(random.integers(0, 3)),
            "special_clause": agreement and bool(random.random() < 0.5),
            "special_months_year": int(random.integers(0, 7)),
            "special_hours_year": 60.0 if strict else 720.0,
            "under_hours_month": 20.0 if strict else 100.0,
            "average_hours_months": 15.0 if strict else 80.0,
            "year_starts_month": int(random.integers(1, 13)),
            "plan_hours_day": float(agreement) * _one_of(random, (0.5, 1.0)),
            "plan_hours_week": float(agreement) * _one_of(random, (1.0, 4.0)),
        },
    }


def _random_person(random: np.random.Generator, name: str, first_day: date) -> Person:
    return make_person(
        name,
        hours_day=_one_of(random, (5.0, 8.0)),
        hours_week=_one_of(random, (20.0, 40.0)),
        hours_month=_one_of(random, (0.0, 80.0, 160.0)),
        skills=_one_of(random, ((), ("letters",), ("letters", "experts"))),
        tier=int(random.integers(1, 3)),
        start_date=first_day + timedelta(days=3) if random.random() < 0.1 else None,
        end_date=first_day + timedelta(days=12) if random.random() < 0.2 else None,
    )


def _random_absence(random: np.random.Generator, name: str, first_day: date) -> Absence:
    start = datetime.combine(first_day, datetime.min.time()) + timedelta(minutes=30 * int(random.integers(0, 48 * 9)))
    end = start + timedelta(minutes=30 * int(random.integers(1, 80)))
    return make_absence(name, start.isoformat(), end.isoformat(), _one_of(random, ABSENCES))


def _wild_rows(random: np.random.Generator, name: str, *, zone: str, first_day: date, days: int) -> list[Activity]:
    """Pieces of any length, now and then over one another, over midnight, or with another's date."""
    rows = []
    for offset in range(days):
        day, at = first_day + timedelta(days=offset), int(random.integers(0, 22)) * 60
        for _ in range(int(random.integers(0, 7))):
            at += int(random.choice([-30, 0, 0, 0, 0, 9, 10, 15]))
            length = int(random.choice([1, 15, 45, 60, 61, 120, 121, 180, 239, 240]))
            kind, queue = _one_of(random, SERVED)
            if random.random() < 0.45:
                kind, queue = _one_of(random, ("lunch", "rest", "break", "training", "meeting", "paid_leave")), ""
            shown = day if random.random() < 0.95 else day + timedelta(days=1)
            row = _row(name, day, span=(at, at + length), kind=kind, queue=queue, zone=zone, shown=shown)
            paid = kind not in ("lunch", "rest") and bool(random.random() < 0.8)
            rows += [Activity(*row, paid)] if row[3] < row[4] else []
            at += length
    return rows


def _steady_rows(random: np.random.Generator, name: str, *, zone: str, first_day: date, days: int) -> list[Activity]:
    """A shift a day with a lunch, of about the lengths at which rules begin."""
    usual = int(random.choice([360, 480, 540, 600]))
    off, start = float(random.choice([0.02, 0.15, 0.3])), int(random.choice([0, 540, 600, 1080]))
    rows = []
    for offset in range(days):
        if random.random() < off:
            continue
        day = first_day + timedelta(days=offset)
        worked = usual + int(random.choice([-1, 0, 0, 0, 1, 30]))
        lunch, at = int(random.choice([44, 45, 59, 60])), start + int(random.choice([0, 0, 30]))
        noon = at + worked // 2
        kind, queue = _one_of(random, SERVED[:4])
        pieces: list[tuple[tuple[int, int], ActivityKind, str]] = [
            ((at, noon), kind, queue),
            ((noon, noon + lunch), "lunch", ""),
            ((noon + lunch, at + worked + lunch), kind, queue),
        ]
        for span, what, served in pieces:
            row = _row(name, day, span=span, kind=what, queue=served, zone=zone, shown=day)
            rows += [Activity(*row, what != "lunch")] if row[3] < row[4] else []
    return rows


def _row(
    name: str, day: date, *, span: tuple[int, int], kind: ActivityKind, queue: str, zone: str, shown: date
) -> tuple[str, date, str, pd.Timestamp, pd.Timestamp, ActivityKind, str]:
    midnight = pd.Timestamp(day)
    start, end = (
        (midnight + pd.Timedelta(minutes=minute)).tz_localize(zone, ambiguous=True, nonexistent="shift_forward")
        for minute in span
    )
    return name, shown, "early", start, end, kind, queue


def _one_of(random: np.random.Generator, things: tuple[Any, ...]) -> Any:
    return things[int(random.integers(0, len(things)))]
