"""How one source's columns become ours; a table [import.mapping.<name>] of desk.toml."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from data.channel import Channel

MappedOutcome = Literal[
    "answered", "abandoned", "ivr_exit", "blocked", "overflowed_out", "timeout", "voicemail",
    "callback_requested", "after_hours", "failed", "open", "spam", "cancelled", "reject",
]  # fmt: skip


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Columns = Annotated[tuple[str, ...], BeforeValidator(_as_list)]
"""One column name, or several of which the first that is filled counts."""


class ColumnMapping(BaseModel):
    """Where each figure of a contact stands in a CSV log. Column names are the source's own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    channel: Channel = "phone"
    queue: str = Field("", description="queue of every row; or leave it empty and name queue_column")
    queue_column: str = Field("", description="column that names the queue")
    queues: dict[str, str] = Field(default_factory=dict, description="the source's word -> queue of desk.toml")
    instance: str = Field("default", description="which telephone system, where a desk has several")
    encoding: str = Field("utf-8", description="of the file; a byte-order mark is understood")
    delimiter: str = Field(",", min_length=1, max_length=1)
    time_zone: str = Field("", description="of the file's times without offset; empty: the desk's")
    time_format: str = Field("", description='strptime form, for example "%Y-%m-%d %H:%M:%S"; empty: ISO 8601')
    leg_id: Columns = Field((), description="columns that together name a row; empty: a hash of time, queue, customer")
    started_at: Columns = Field((), description="when the contact reached the system (IVR)")
    entered_at: Columns = Field(description="when it began to wait for a person")
    answered_at: Columns = ()
    ended_at: Columns = ()
    acw_end_at: Columns = ()
    ivr_seconds: str = ""
    wait_seconds: str = ""
    talk_seconds: str = ""
    hold_seconds: str = ""
    acw_seconds: str = Field("", description="after-call work")
    talk_includes_hold: bool = False
    outcome: str = Field("", description="column that says how it ended; empty: answered where answered_at is filled")
    outcomes: dict[str, MappedOutcome] = Field(default_factory=dict, description="the source's word -> ours, or reject")
    agent: str = ""
    topic: str = ""
    customer_segment: str = ""
    priority: str = ""

    @model_validator(mode="after")
    def _names_a_queue(self) -> "ColumnMapping":
        if bool(self.queue) == bool(self.queue_column):
            raise ValueError("name either queue (the same for every row) or queue_column, not both and not neither")
        if not self.entered_at:
            raise ValueError("entered_at names at least one column")
        return self
