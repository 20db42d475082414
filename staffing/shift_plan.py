"""Who does what, when."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

import pandas as pd

from data.errors import WrongValue
from data.remark import Remark

ActivityKind = Literal[
    "phone", "mail", "chat", "form", "video", "sms", "social",
    "lunch", "rest", "break", "training", "meeting", "paid_leave", "leave", "day_off",
]  # fmt: skip

WORK: frozenset[str] = frozenset({"phone", "mail", "chat", "form", "video", "sms", "social"})
"""Activities that serve contacts."""

UNPAID_BREAKS: frozenset[str] = frozenset({"lunch", "rest"})
"""Count as break under Article 34; a paid `break` is working time."""

ABSENCES: frozenset[str] = frozenset({"paid_leave", "leave", "day_off"})
"""Whole-day rows of people who are not at work."""


@dataclass(frozen=True)
class Activity:
    """One person doing one thing for a while.

    Parameters
    ----------
    person
        As in staff.csv.
    date
        The local day on which the shift started.
    shift
        Name of the template; empty on days without a shift.
    start, end
        Zone-aware, half-open. Absences run from midnight to midnight.
    activity
        From the list of kinds.
    queue
        The queue served, where `activity` is a channel; else empty.
    paid
        Whether the time is paid.
    """

    person: str
    date: date
    shift: str
    start: pd.Timestamp
    end: pd.Timestamp
    activity: ActivityKind
    queue: str
    paid: bool

    def __post_init__(self) -> None:
        if self.activity not in get_args(ActivityKind):
            raise WrongValue(
                "{person} on {date}: {activity!r} is no activity",
                person=self.person,
                date=self.date,
                activity=self.activity,
            )
        if self.start.tz is None or self.end.tz is None:
            raise WrongValue("{person} on {date}: start and end carry a time zone", person=self.person, date=self.date)
        if not self.start < self.end:
            raise WrongValue(
                "{person} on {date}: {activity} ends at {end}, not after its start",
                person=self.person,
                date=self.date,
                activity=self.activity,
                end=self.end,
            )

    @property
    def hours(self) -> float:
        """Length in hours of elapsed time."""
        return float((self.end.timestamp() - self.start.timestamp()) / 3600)


@dataclass(frozen=True)
class ShiftPlan:
    """What a desk's people do over a span of days. Whether it is legal, `labour_rules` says; it may not be.

    Parameters
    ----------
    first_day, last_day
        Local days, inclusive.
    activities
        Sorted by person, then start.
    remarks
        Sentences the lead must read: what could not be covered, and which rule stood in the way.
    """

    first_day: date
    last_day: date
    activities: tuple[Activity, ...]
    remarks: tuple[Remark, ...] = ()

    def __post_init__(self) -> None:
        if self.last_day < self.first_day:
            raise WrongValue(
                "a plan from {first_day} to {last_day} has no day", first_day=self.first_day, last_day=self.last_day
            )
        ordered = tuple(sorted(self.activities, key=lambda a: (a.person, a.start, a.activity)))
        object.__setattr__(self, "activities", ordered)

    @property
    def people(self) -> tuple[str, ...]:
        """Everyone in the plan, in order."""
        return tuple(dict.fromkeys(a.person for a in self.activities))
