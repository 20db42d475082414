"""The promise a queue makes to its customers, as desk.toml states it."""

from itertools import count
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from data.errors import WrongValue
from data.opening_hours import OpeningHours
from data.reply_deadline import BusinessDays, BusinessHours, ReplyDeadline, open_hours_within

Scope = Literal["interval", "day", "week"]

_MOST_LATEST_DAYS = 60


class ServiceGoal(BaseModel):
    """How quickly contacts of a queue shall be answered, and what may not be bought with it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    service_level: float = Field(0.90, gt=0, lt=1, description="share answered within threshold_seconds, 0 to 1")
    threshold_seconds: float = Field(180, ge=0, le=86_400, description="waiting time that is still kept, seconds")
    scope: Scope = Field("day", description="span over which the promise is kept")
    floor: float = Field(0.80, ge=0, lt=1, description="least expected service level of any interval, 0 to 1")
    max_abandonment: float = Field(0.05, gt=0, le=1, description="share of offered that may hang up, over the scope")
    max_occupancy: float = Field(0.90, gt=0, le=1, description="sustained share of time handling; not below 5 agents")
    min_agents: int = Field(2, ge=0, le=1000, description="least people on duty while open")
    confidence: float = Field(0.5, gt=0, lt=1, description="share of such days on which the goal shall hold")
    deadline_business_days: int = Field(1, ge=0, le=30, description="mail and form: planned reply, business days")
    deadline_business_hours: float | None = Field(
        None, gt=0, le=1000, description="mail and form: planned reply, business hours, instead of business days"
    )
    deadline_latest_days: int = Field(
        2, ge=0, le=_MOST_LATEST_DAYS, description="mail and form: latest reply, business days"
    )

    @property
    def deadline(self) -> ReplyDeadline:
        """When a reply to a written contact is planned."""
        if self.deadline_business_hours is None:
            return BusinessDays(self.deadline_business_days)
        return BusinessHours(self.deadline_business_hours)

    def latest_in_days(self, opening: OpeningHours) -> BusinessDays:
        """The outer limit, which never lies before the planned reply.

        Parameters
        ----------
        opening
            Of the queue's channel.
        """
        return BusinessDays(max(self.deadline_latest_days, self.deadline.in_days(opening).number))


def late_plan(goal: ServiceGoal, opening: OpeningHours) -> WrongValue | None:
    """What is wrong where the planned hours of a contact at closing time last longer than the latest, on any weekday.

    On some days they may last longer, as on a Friday before a short Saturday: there the planned reply is the latest.
    """
    hours, (_, until_then) = goal.deadline_business_hours, open_hours_within(goal.deadline_latest_days, opening)
    if hours is None or until_then >= hours or not any(open_hours_within(1, opening)):
        return None
    enough = next(days for days in count() if open_hours_within(days, opening)[1] >= hours)
    if enough > _MOST_LATEST_DAYS:
        return WrongValue(
            "what comes at closing time has {open:g} open hours until then, too few for deadline_business_hours = "
            "{hours:g}; write fewer hours",
            open=until_then,
            hours=hours,
        )
    return WrongValue(
        "what comes at closing time has {open:g} open hours until then, too few for deadline_business_hours = "
        "{hours:g}; write {enough} or more, or fewer hours",
        open=until_then,
        hours=hours,
        enough=enough,
    )
