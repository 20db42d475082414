"""To whom a queue hands on what it cannot settle, as desk.toml states it."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

How = Literal["take_over", "callback", "advice"]


class Escalation(BaseModel):
    """How a queue of tier 1 asks one of tier 2."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    to: str = Field("", description="queue that is asked; empty: none")
    how: How = Field("take_over", description="take_over, callback or advice")
    share: float = Field(0, ge=0, le=1, description="share of the contacts handled here; 0: read it off the log")
    advice_seconds: float = Field(180, gt=0, le=86_400, description="advice: how long it takes tier 2, seconds")
    callback_within_hours: float = Field(4, gt=0, le=1000, description="callback: done within so many open hours")
