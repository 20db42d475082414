"""Random desks: our plans are always legal."""

from datetime import date, datetime, timedelta

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.desk import Desk
from data.staff import Absence
from data.wishes import Wishes
from staffing.coverage import measure_coverage
from staffing.labour_rules import judge
from staffing.planning.plan_shifts import plan_shifts
from staffing.shift_plan import WORK
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
            wishes=random_wishes(random),
        )
        for k in range(int(random.integers(1, 7)))
    ]
    leave = [random_absence(random, person.name, first_day) for person in staff if random.random() < 0.6]
    return make_desk(desk_settings, staff=staff, leave=leave)


def random_wishes(random: np.random.Generator) -> Wishes:
    shifts = [str(shift) for shift in random.permutation(["early", "late"])][: int(random.integers(0, 3))]
    days_off = sorted({int(day) for day in random.integers(0, 7, int(random.integers(0, 3)))})
    return Wishes(prefers=tuple(shifts[:1]), avoids=tuple(shifts[1:]), days_off=tuple(days_off))


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


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
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
