"""How an Asterisk's logs are read; a table [import.asterisk.<name>] of desk.toml."""

from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from data.errors import WrongValue

KeyMeaning = Literal["callback", "voicemail", "overflow", "abandoned"]
"""What a caller asks for by pressing a key while waiting."""


def _known_zone_or_none(name: str) -> str:
    if name and (name not in available_timezones() or name == "localtime"):
        raise WrongValue('is no time zone of the IANA list; write one like Asia/Tokyo, or "" for the desk\'s')
    return name


class AsteriskSettings(BaseModel):
    """What one Asterisk's queue_log and call records mean at this desk."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    queues: dict[str, str] = Field(default_factory=dict, description="Asterisk's queue -> queue of desk.toml")
    ignore_queues: tuple[str, ...] = Field((), description="Asterisk's queues that are not this desk's")
    topics: dict[str, str] = Field(
        default_factory=dict, description="Asterisk's queue -> what its calls are about; left out: unknown"
    )
    segments: dict[str, str] = Field(
        default_factory=dict, description="Asterisk's queue -> prospect or customer; left out: unknown"
    )
    numbers: dict[str, str] = Field(
        default_factory=dict, description="dialled number or context of call records -> queue of desk.toml"
    )
    instance: str = Field("", max_length=40, description="which Asterisk, where several are read; empty: only one")
    time_zone: Annotated[str, AfterValidator(_known_zone_or_none)] = Field(
        "", description="of realtime tables and call records, which write local time; empty: the desk's"
    )
    keys: dict[str, KeyMeaning] = Field(default_factory=dict, description="key pressed while waiting -> what it asks")
    acw_reason: str = Field("", description="reason of the pause in which after-call work is done")
    wrapup_seconds: float | None = Field(
        None, ge=0, le=3600, description="after-call work of every call without such a pause; left out: unknown"
    )
    reasons: dict[str, Literal["training", "meeting"]] = Field(
        default_factory=dict, description="reason of a pause -> training or meeting; others are pauses"
    )

    @model_validator(mode="after")
    def _each_queue_means_one_thing(self) -> "AsteriskSettings":
        both = sorted(set(self.queues) & set(self.ignore_queues))
        if both:
            raise WrongValue("queue {queue} stands in queues and in ignore_queues; take it out of one", queue=both[0])
        return self
