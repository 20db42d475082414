"""How people who are new get up to speed, as desk.toml states it: from one mail a day upwards."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from data.errors import WrongValue

Shape = Literal["even", "slow_start", "fast_start"]


class NoviceRamp(BaseModel):
    """What a novice gets done, from the first day until the proficiency of staff.csv is reached."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    weeks: int = Field(16, ge=1, le=156, description="until a novice works at the proficiency of staff.csv")
    shape: Shape = Field("even", description="how the speed rises meanwhile: even, slow_start or fast_start")
    mails_a_day: float = Field(1, gt=0, le=500, description="written contacts that a novice answers on the first day")
    written_only_weeks: int = Field(4, ge=0, le=156, description="weeks without calls and chats")
    live_start: float = Field(0.5, gt=0, le=1, description="speed at the first calls and chats: share of staff.csv's")
    senior_share: float = Field(
        0.15, ge=0, le=0.5, description="share of a colleague's time that a novice on duty takes"
    )

    @model_validator(mode="after")
    def _live_begins_within(self) -> "NoviceRamp":
        if self.written_only_weeks > self.weeks:
            raise WrongValue(
                "written_only_weeks {written_only_weeks} is more than weeks {weeks}; nobody is a novice for longer, so "
                "lower the one or raise the other",
                written_only_weeks=self.written_only_weeks,
                weeks=self.weeks,
            )
        return self

    def lasts(self, days_here: int) -> bool:
        """Whether somebody is still a novice so many days after the first."""
        return days_here < self.weeks * 7

    def written_share(self, days_here: int, *, start: float) -> float:
        """Share of the final speed at written work, 0 to 1.

        Parameters
        ----------
        days_here
            Days since the first; below 0 counts as the first.
        start
            Share on the first day, 0 to 1.
        """
        return self._risen(days_here, first_day=0, start=start)

    def live_share(self, days_here: int, *, first_day: int) -> float:
        """Share of the final speed where customers wait, 0 to 1; 0 before the first day of it.

        Parameters
        ----------
        days_here
            Days since the person's first.
        first_day
            Days after it on which the person begins to serve them.
        """
        if max(days_here, 0) < first_day:
            return 0.0
        return self._risen(days_here, first_day=first_day, start=self.live_start)

    def _risen(self, days_here: int, *, first_day: int, start: float) -> float:
        last_day = self.weeks * 7
        if days_here >= last_day:
            return 1.0
        way = max(days_here - first_day, 0) / (last_day - first_day)
        risen = {"even": way, "slow_start": way**2, "fast_start": 1 - (1 - way) ** 2}[self.shape]
        return start + (1 - start) * risen
