"""The promise a queue makes to its customers, as desk.toml states it."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Scope = Literal["interval", "day", "week"]


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
    deadline_latest_days: int = Field(2, ge=0, le=60, description="mail and form: latest reply, business days")
