"""A shift that people of the desk work, as desk.toml states it."""

from pydantic import BaseModel, ConfigDict, Field, model_validator

from data.errors import WrongValue
from data.opening_hours import clock_minutes

MINUTES_A_DAY = 1440


class ShortBreak(BaseModel):
    """A paid pause, placed by the plan."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    minutes: int = Field(10, ge=5, le=60, description="paid, minutes")
    window: tuple[str, str] = Field(description="the break lies within, earliest start to latest end")

    @model_validator(mode="after")
    def _window_holds_it(self) -> "ShortBreak":
        first, last = self.span
        if first + self.minutes > last:
            raise WrongValue(
                "a break of {minutes} minutes does not fit into {first}-{last}; widen the window",
                minutes=self.minutes,
                first=self.window[0],
                last=self.window[1],
            )
        return self

    @property
    def span(self) -> tuple[int, int]:
        """The window in minutes since midnight."""
        first, last = (clock_minutes(text) for text in self.window)
        return first, last


class ShiftTemplate(BaseModel):
    """A shift that people of the desk work, with its lunch."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, max_length=20, description="short word used in files")
    label: dict[str, str] = Field(default_factory=dict, description="what the month sheet prints, by language")
    start: str = Field(description='"09:30"')
    end: str = Field(description='"18:30", on the same day')
    latest_start: str = Field("", description='"10:30": people may start from start until then; empty: at start only')
    lunch_minutes: int = Field(60, ge=0, le=180, description="unpaid, minutes; 0: none")
    lunch_window: tuple[str, str] = Field(("11:00", "15:00"), description="lunch lies within, first start to last end")

    breaks: tuple[ShortBreak, ...] = Field((), description="short paid breaks, placed by the plan")

    @model_validator(mode="after")
    def _starts_are_possible(self) -> "ShiftTemplate":
        latest = self.latest_start_minute
        if latest < self.start_minute or latest + self.end_minute - self.start_minute > MINUTES_A_DAY:
            raise WrongValue(
                "shift {name}: latest_start {latest} lies before start {start}, or so late that the shift ends after "
                "midnight",
                name=self.name,
                latest=self.latest_start,
                start=self.start,
            )
        return self

    @model_validator(mode="after")
    def _spans_are_possible(self) -> "ShiftTemplate":
        start, end = self.start_minute, self.end_minute
        if not start < end:
            raise WrongValue(
                "shift {name}: ends at {end}, not after its start {start}",
                name=self.name,
                end=self.end,
                start=self.start,
            )
        if self.lunch_minutes:
            first, last = (clock_minutes(text) for text in self.lunch_window)
            if max(first, start) + self.lunch_minutes > min(last, end):
                raise WrongValue(
                    "shift {name}: {lunch_minutes} minutes of lunch do not fit into {first}-{last} within the shift",
                    name=self.name,
                    lunch_minutes=self.lunch_minutes,
                    first=self.lunch_window[0],
                    last=self.lunch_window[1],
                )
        return self

    @property
    def start_minute(self) -> int:
        """Minutes since midnight."""
        return clock_minutes(self.start)

    @property
    def latest_start_minute(self) -> int:
        """Minutes since midnight, at least `start_minute`."""
        return clock_minutes(self.latest_start) if self.latest_start else self.start_minute

    @property
    def end_minute(self) -> int:
        """Minutes since midnight."""
        return clock_minutes(self.end)

    @property
    def paid_minutes(self) -> int:
        """Length without the unpaid lunch, minutes."""
        return self.end_minute - self.start_minute - self.lunch_minutes

    def title(self, language: str) -> str:
        """The word for people: the label in their language, else the name."""
        return self.label.get(language, self.name)
