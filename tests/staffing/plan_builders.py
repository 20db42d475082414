"""Small desks, people and requirements for the tests of shift plans."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from data.calendar import Calendar
from data.desk import Desk, DeskSettings
from data.service_goal import ServiceGoal
from data.staff import Absence, AbsenceKind, Person
from staffing.requirement import Requirement
from staffing.shift_plan import Activity, ActivityKind

MONDAY = date(2026, 12, 7)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
EARLY = {"name": "early", "label": {"ja": "早番", "en": "Early"}, "start": "09:00", "end": "18:00"}
LATE = {"name": "late", "label": {"ja": "遅番", "en": "Late"}, "start": "10:00", "end": "19:00"}

QUIET = {"min_on_duty": 1, "screen_minutes_on_end": 0}
"""Rules of `[shifts]` that would have something to say of every small plan."""


def make_settings(
    *,
    hours: Mapping[str, Sequence[str]] | None = None,
    queues: Sequence[Mapping[str, Any]] = ({"name": "support"},),
    templates: Sequence[Mapping[str, Any]] = (EARLY, LATE),
    rules: Mapping[str, Any] | None = None,
    more_hours: Mapping[str, Mapping[str, Sequence[str]]] | None = None,
    **more: Any,
) -> DeskSettings:
    """Phone on weekdays 10 to 18, an early and a late shift, unless told otherwise."""
    return DeskSettings.model_validate(
        {
            "format": 1,
            "name": "試験デスク",
            "time_zone": "Asia/Tokyo",
            "hours": {
                "phone": hours if hours is not None else {day: ["10:00-18:00"] for day in WEEKDAYS},
                **(more_hours or {}),
            },
            "queue": list(queues),
            "shifts": {"template": list(templates), **QUIET, **(rules or {})},
            **more,
        }
    )


def make_person(name: str, **changes: Any) -> Person:
    """Somebody full time with every skill and full speed."""
    usual: dict[str, Any] = {
        "start_date": None,
        "end_date": None,
        "contract": "full_time",
        "hours_day": 8.0,
        "hours_week": 40.0,
        "skills": (),
        "tier": 1,
        "proficiency": 1.0,
        "wage_hour": 0.0,
        "helper": False,
    }
    return Person(name=name, **{**usual, **changes})


def make_people(count: int) -> tuple[Person, ...]:
    """`count` full-time people p01, p02, ..."""
    return tuple(make_person(f"p{number:02d}") for number in range(1, count + 1))


def make_absence(person: str, start: str, end: str, kind: AbsenceKind = "paid_leave") -> Absence:
    """An absence between two ISO times."""
    return Absence(
        person=person,
        start=datetime.fromisoformat(start),
        end=datetime.fromisoformat(end),
        kind=kind,
        paid=kind in ("paid_leave", "training", "meeting"),
    )


def whole_day(person: str, day: date, kind: AbsenceKind = "paid_leave", days: int = 1) -> Absence:
    """An absence of whole days."""
    return make_absence(person, f"{day}T00:00", f"{day + timedelta(days=days)}T00:00", kind)


def make_desk(
    settings: DeskSettings | None = None, *, staff: Sequence[Person] = (), leave: Sequence[Absence] = ()
) -> Desk:
    """A desk that lies nowhere."""
    return Desk(folder=Path(), settings=settings or make_settings(), staff=tuple(staff), leave=tuple(leave))


def require(
    desk: Desk,
    people: float | Callable[[pd.Timestamp], float],
    *,
    first_day: date = MONDAY,
    last_day: date = MONDAY + timedelta(days=6),
    queue: str = "support",
) -> Requirement:
    """So many scheduled agents in every open interval, or as a function of its start."""
    starts = Calendar.of(desk).open_intervals(desk.queue(queue).channel, first_day, last_day).starts
    wanted = [people(start) if callable(people) else people for start in starts]
    agents = np.array(wanted, dtype=np.int64)
    figures = np.zeros(len(starts))
    return Requirement(
        queue=queue,
        channel=desk.queue(queue).channel,
        interval_minutes=desk.settings.interval_minutes,
        issued_at=pd.Timestamp("2026-12-01", tz="Asia/Tokyo"),
        goal=ServiceGoal(),
        engine="erlang_c",
        starts=starts,
        contacts=figures,
        agents=agents,
        scheduled_agents=agents,
        service_level=figures,
        abandonment=figures,
        asa_seconds=figures,
        occupancy=figures,
        bound_by=("service_level",) * len(starts),
    )


def act(
    person: str,
    start: str,
    end: str,
    activity: ActivityKind = "phone",
    *,
    paid: bool = True,
    shift: str = "early",
    zone: str = "Asia/Tokyo",
) -> Activity:
    """An activity between two local times like `2026-12-07 09:00`."""
    begins = pd.Timestamp(start).tz_localize(zone)
    return Activity(
        person=person,
        date=begins.date(),
        shift=shift,
        start=begins,
        end=pd.Timestamp(end).tz_localize(zone),
        activity=activity,
        queue="support" if activity == "phone" else "",
        paid=paid,
    )
