"""Paid time that nobody plans away, as desk.toml states it."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

LUNCH_WORDS = ("lunch", "meal", "昼", "昼休み", "昼休憩", "昼食", "食事")
"""What telephone systems call the pause that every plan places."""


class Shrinkage(BaseModel):
    """The rate at which people who are scheduled are not there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    unplanned: float = Field(0.08, ge=0, lt=0.9, description="sickness, unscheduled pauses: share of scheduled time")
    measured_until: date | None = Field(
        None, description="last day of the log that it was estimated from; left out: it is assumed"
    )
    confidence: float = Field(
        0.5, ge=0.5, lt=1, description="share of occasions on which enough people are there; 0.5: on average"
    )
    planned_pauses: tuple[str, ...] = Field(
        LUNCH_WORDS, description="reasons of agents' pauses that the plan places, so that they are in no rate"
    )
