"""How one source's columns become ours; a table [import.mapping.<name>] of desk.toml."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field, model_validator

from data.channel import Channel
from data.csv_form import CsvForm
from data.errors import WrongValue

MappedOutcome = Literal[
    "answered", "abandoned", "ivr_exit", "blocked", "overflowed_out", "timeout", "voicemail",
    "callback_requested", "after_hours", "failed", "open", "spam", "cancelled", "reject",
]  # fmt: skip

Kind = Literal["queue", "direct", "transfer", "callback", "outbound", "ivr_only", "voicemail", "reply_cycle"]
"""What a leg is: a stay in a queue, or something beside it."""

OUR_KINDS: tuple[str, ...] = get_args(Kind)

OUR_OUTCOMES: tuple[str, ...] = tuple(word for word in get_args(MappedOutcome) if word != "reject")
"""The words that an outcome may have in the log."""


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Columns = Annotated[tuple[str, ...], BeforeValidator(_as_list)]
"""One column name, or several of which the first that is filled counts."""


class ColumnMapping(CsvForm):
    """Where each figure of a contact stands in a CSV log. Column names are the source's own."""

    channel: Channel = Field("phone", description="of every row, or of those whose channel_column is empty")
    channel_column: str = Field("", description="column that names the channel")
    channels: dict[str, Channel] = Field(default_factory=dict, description="the source's word -> channel")
    queue: str = Field("", description="queue of every row; or leave it empty and name queue_column")
    queue_column: str = Field("", description="column that names the queue")
    queues: dict[str, str] = Field(default_factory=dict, description="the source's word -> queue of desk.toml")
    max_clock_skew_seconds: float = Field(
        120, ge=0, le=3600, description="times of a row may run backwards by this; the later stands in, flagged"
    )
    leg_id: Columns = Field((), description="columns that together name a row; empty: a hash of time and queue")
    contact_id: Columns = Field((), description="columns that together name the customer's contact, over several rows")
    callback_of: str = Field("", description="column with the contact_id that this contact calls back")
    updated_at: Columns = Field((), description="when the source last changed the row: the newest version counts")
    days: dict[str, str] = Field(default_factory=dict, description="column of clock times -> column with their day")
    started_at: Columns = Field((), description="when the contact reached the system (IVR)")
    entered_at: Columns = Field(description="when it began to wait for a person")
    answered_at: Columns = Field((), description="when a person answered; empty: entered_at plus wait_seconds")
    ended_at: Columns = Field((), description="when talk ended; empty: answered_at plus talk_seconds")
    left_at: Columns = Field((), description="when a contact that nobody answered was gone; empty: ended_at")
    acw_end_at: Columns = Field((), description="when after-call work was done")
    deadline_at: Columns = Field((), description="when a reply is due, where the source tells; empty: from the goal")
    promised_at: Columns = Field((), description="when the customer was told that the answer would come")
    next_status_at: Columns = Field((), description="when the customer was told that word of the state would come")
    ivr_seconds: str = Field("", description="seconds in the menu; empty: from started_at to entered_at")
    wait_seconds: str = Field("", description="seconds of waiting; empty: from entered_at to answer or hang-up")
    talk_seconds: str = Field("", description="seconds of talk; empty: from answered_at to ended_at")
    hold_seconds: str = Field("", description="seconds on hold")
    acw_seconds: str = Field("", description="seconds of after-call work")
    handle_seconds: str = Field("", description="seconds of all work on it, where parts are not told")
    talk_includes_hold: bool = Field(False, description="hold is counted inside talk")
    talk_includes_acw: bool = Field(False, description="ended_at is when all work was done: talk is handle time")
    outcome: str = Field("", description="column that says how it ended; empty: answered where answered_at is filled")
    outcomes: dict[str, MappedOutcome] = Field(default_factory=dict, description="the source's word -> ours, or reject")
    kind: str = Field("", description="column that says what a row is; empty: a stay in the queue")
    kinds: dict[str, Kind] = Field(default_factory=dict, description="the source's word -> ours, such as reply_cycle")
    tier: str = Field("", description="column with the tier, 1 or 2; empty: that of the queue")
    escalated: str = Field("", description="column that is true, 1, yes or エスカレーション where tier 2 was asked")
    agent: str = Field("", description="column with the code of the person who answered")
    topic: str = Field("", description="column with the reason of the contact, from a list")
    topics: dict[str, str] = Field(default_factory=dict, description="the source's word -> yours; others stay")
    customer_segment: str = Field("", description="column that tells prospect from customer")
    priority: str = Field("", description="column with the order of work")
    customer: str = Field("", description="column with the customer's number or address: only a keyed code is kept")

    @model_validator(mode="after")
    def _names_a_queue(self) -> "ColumnMapping":
        if bool(self.queue) == bool(self.queue_column):
            raise WrongValue("name either queue (the same for every row) or queue_column, not both and not neither")
        if not self.entered_at:
            raise WrongValue("entered_at names at least one column")
        odd = [column for column in self.days if column not in self.time_columns]
        if odd:
            raise WrongValue('days names "{column}", which is no column of times of this mapping', column=odd[0])
        return self

    @property
    def columns(self) -> dict[str, str]:
        """Each column of the source that is read -> the first field that names it, in the order of the fields."""
        found: dict[str, str] = {}
        for field, column in self._named():
            found.setdefault(column, field)
        return found

    @property
    def time_columns(self) -> tuple[str, ...]:
        """Columns that hold instants."""
        return tuple(dict.fromkeys(column for field in _INSTANTS for column in getattr(self, field)))

    def _named(self) -> Iterator[tuple[str, str]]:
        for field in ("leg_id", "contact_id", *_INSTANTS):
            yield from ((field, column) for column in getattr(self, field))
        for field in _SINGLE:
            if getattr(self, field):
                yield field, getattr(self, field)
        yield from (("days", column) for column in self.days.values())


_INSTANTS = ("updated_at", "started_at", "entered_at", "answered_at", "ended_at", "left_at", "acw_end_at",
             "deadline_at", "promised_at", "next_status_at")  # fmt: skip
_SINGLE = ("queue_column", "channel_column", "callback_of", "ivr_seconds", "wait_seconds", "talk_seconds",
           "hold_seconds", "acw_seconds", "handle_seconds", "outcome", "kind", "tier", "escalated", "agent", "topic",
           "customer_segment", "priority", "customer")  # fmt: skip
