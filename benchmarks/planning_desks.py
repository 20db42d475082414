"""Desks of any size to be planned, drawn by a seed: contracts, skills, leave, novices, and what must be covered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.calendar import Calendar
from data.desk import Desk, DeskSettings
from data.service_goal import ServiceGoal
from data.staff import Absence, Person
from staffing.requirement import Requirement

Floats = NDArray[np.float64]

FIRST_DAY = date(2027, 2, 7)
"""A Sunday, with which the desk's weeks begin; four weeks from it hold two public holidays."""

SHARE_REQUIRED = 0.66
"""Share of the contract hours that are required: the rest is leave, training, and what whole shifts cannot fit."""

QUEUES = {"technical": 0.6, "billing": 0.4}
WEEKDAY_LOAD = (1.2, 1.0, 0.95, 0.93, 1.0, 0.5)
STARTS = ("08:00", "09:00", "10:00", "11:00")
SHORT_STARTS = ("08:30", "11:00", "14:00")


@dataclass(frozen=True)
class PlanningDesk:
    """A desk and what it must cover.

    Parameters
    ----------
    desk
        With staff and leave.
    requirements
        One a queue.
    first_day, last_day
        Local days, inclusive.
    """

    desk: Desk
    requirements: tuple[Requirement, ...]
    first_day: date
    last_day: date


def draw_desk(
    people: int, *, weeks: int = 4, seed: int = 0, share: float = SHARE_REQUIRED, fine: bool = False
) -> PlanningDesk:
    """A desk open Monday to Saturday from 8 to 20, with two phone queues that a quarter of the people share.

    Parameters
    ----------
    share
        Required hours beside the hours of all contracts, 0 to 1.
    fine
        Whether the grid is a quarter of an hour, shifts start at any of it, and each holds two short breaks.
    """
    random = np.random.default_rng([seed, people, weeks])
    staff = [_person(number, people, random) for number in range(people)]
    last_day = FIRST_DAY + timedelta(days=7 * weeks - 1)
    leave = [absence for person in staff for absence in _leave(person, weeks, random)]
    desk = Desk(folder=Path(), settings=_settings(fine), staff=tuple(staff), leave=tuple(leave))
    hours = share * sum(person.hours_week * person.proficiency for person in staff) * weeks
    requirements = [_require(desk, queue, hours * part, last_day, random) for queue, part in QUEUES.items()]
    return PlanningDesk(desk, tuple(requirements), FIRST_DAY, last_day)


def _settings(fine: bool) -> DeskSettings:
    hours = {day: ["08:00-20:00"] for day in ("mon", "tue", "wed", "thu", "fri", "sat")}
    template = [_template(start, 9.0, lunch=60) for start in STARTS]
    template += [_template(start, 5.5, lunch=30) for start in SHORT_STARTS]
    if fine:
        template = [{**one, "latest_start": _later(one["start"]), "breaks": _breaks(one)} for one in template]
    return DeskSettings.model_validate(
        {
            "format": 1,
            "name": "planning",
            "time_zone": "Asia/Tokyo",
            "interval_minutes": 15 if fine else 30,
            "hours": {"phone": hours},
            "queue": [{"name": queue, "skills": [queue]} for queue in QUEUES],
            "shifts": {"template": template, "staggered_break_agreement": True},
        }
    )


def _template(start: str, length_hours: float, *, lunch: int) -> dict[str, Any]:
    first = int(start[:2]) * 60 + int(start[3:])
    middle = first + int(length_hours * 30)
    edge = 120 if lunch == 60 else 75
    return {
        "name": f"{'day' if lunch == 60 else 'short'}{start[:2]}{start[3:]}",
        "start": start,
        "end": _clock(first + int(length_hours * 60)),
        "lunch_minutes": lunch,
        "lunch_window": [_clock(middle - edge), _clock(middle + edge)],
    }


def _later(start: str) -> str:
    """Three quarters of an hour later, or none where the desk closes."""
    minute = int(start[:2]) * 60 + int(start[3:])
    return _clock(minute + 45) if minute < 11 * 60 else start


def _breaks(template: dict[str, Any]) -> list[dict[str, Any]]:
    """Ten minutes before lunch and ten after it."""
    first, last = template["lunch_window"]
    return [
        {"minutes": 10, "window": [template["start"], first]},
        {"minutes": 10, "window": [last, template["end"]]},
    ]


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _person(number: int, people: int, random: np.random.Generator) -> Person:
    part_time = random.random() < 0.2
    skills: tuple[tuple[str, ...], ...] = (("technical",), ("billing",), ("technical", "billing"))
    # The first three can do everything between them, so that the smallest desk can be planned too.
    skill = skills[number] if number < 3 else skills[int(random.choice(3, p=[0.45, 0.3, 0.25]))]
    return Person(
        name=f"p{number:03d}",
        start_date=None,
        end_date=None,
        contract="part_time" if part_time else "full_time",
        hours_day=5.0 if part_time else 8.0,
        hours_week=25.0 if part_time else 40.0,
        skills=skill,
        tier=1,
        proficiency=0.5 if random.random() < 0.06 and people > 3 else 1.0,
        wage_hour=0.0,
        helper=False,
    )


def _leave(person: Person, weeks: int, random: np.random.Generator) -> list[Absence]:
    """A day or two of paid leave, now and then a requested day off, a meeting a week, a training in four weeks."""
    found = []
    for week in range(weeks):
        day = FIRST_DAY + timedelta(days=7 * week)
        if random.random() < 0.25:
            found.append(_whole(person, day + timedelta(days=int(random.integers(1, 7))), "paid_leave"))
        if random.random() < 0.15:
            found.append(_whole(person, day + timedelta(days=int(random.integers(1, 7))), "requested_off"))
        if random.random() < 0.2:
            at = datetime.combine(day + timedelta(days=int(random.integers(1, 6))), datetime.min.time())
            at += timedelta(minutes=30 * int(random.integers(22, 30)))
            found.append(Absence(person.name, at, at + timedelta(hours=1), "meeting", True))
    return found


def _whole(person: Person, day: date, kind: Any) -> Absence:
    midnight = datetime.combine(day, datetime.min.time())
    return Absence(person.name, midnight, midnight + timedelta(days=1), kind, kind == "paid_leave")


def _require(desk: Desk, queue: str, hours: float, last_day: date, random: np.random.Generator) -> Requirement:
    starts = Calendar.of(desk).open_intervals("phone", FIRST_DAY, last_day).starts
    length = desk.settings.interval_minutes / 60
    minute = np.asarray(starts.hour * 60 + starts.minute, dtype=np.float64)
    load = _load_of_day(minute) * np.array(WEEKDAY_LOAD)[starts.weekday] * random.uniform(0.95, 1.05, size=len(starts))
    agents = _rounded(load * hours / (load.sum() * length))
    return given_requirement(desk, queue, starts=starts, agents=agents)


def _load_of_day(minute: Floats) -> Floats:
    """Two peaks, at half past ten and at three, of a day that begins and ends quietly."""
    morning, afternoon = np.exp(-(((minute - 640) / 110) ** 2)), np.exp(-(((minute - 910) / 150) ** 2))
    return np.asarray(0.35 + morning + 0.8 * afternoon)


def _rounded(wanted: Floats) -> NDArray[np.int64]:
    """Whole people with the same sum, at least one."""
    carried = np.floor(np.cumsum(wanted) + 0.5)
    return np.maximum(np.diff(carried, prepend=0.0), 1.0).astype(np.int64)


def given_requirement(
    desk: Desk, queue: str, *, starts: pd.DatetimeIndex, agents: Sequence[int] | NDArray[np.int64]
) -> Requirement:
    """A requirement of so many people, of which nothing else is known."""
    unknown, people = np.full(len(starts), np.nan), np.asarray(agents, dtype=np.int64)
    return Requirement(
        queue=queue,
        channel="phone",
        interval_minutes=desk.settings.interval_minutes,
        issued_at=pd.Timestamp(starts[0]),
        goal=ServiceGoal(),
        engine="given",
        starts=starts,
        contacts=unknown,
        agents=people,
        scheduled_agents=people,
        service_level=unknown,
        abandonment=unknown,
        asa_seconds=unknown,
        occupancy=unknown,
        bound_by=("given",) * len(starts),
    )
