"""How the tickets of an account become ours: what the tables of every ticket system say alike."""

from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from data.channel import Channel, QueueByChannel, queues_by_field
from data.errors import WrongValue


def _as_text(value: Any) -> Any:
    """Numbers of groups and fields may be written with or without quotes."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _as_texts(value: Any) -> Any:
    return [_as_text(each) for each in value] if isinstance(value, list) else _as_text(value)


Number = Annotated[str, BeforeValidator(_as_text)]
Numbers = Annotated[tuple[str, ...], BeforeValidator(_as_texts)]


class TicketSettings(BaseModel):
    """What must be known to read the tickets of one account."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    instance: str = Field("", description="the account's name in its address; empty: the name of this table")
    groups: dict[str, QueueByChannel] = Field(
        default_factory=dict, description="number of a group -> queue, or a table of channel -> queue"
    )
    queue: QueueByChannel = Field("", description="queue of tickets of no group, or of one that groups leaves out")
    channels: dict[str, Channel] = Field(
        default_factory=dict, description="the way a ticket came -> channel, besides the usual and above them"
    )
    tier2_groups: Numbers = Field((), description="groups that tier 1 asks; a ticket that comes to them was escalated")
    topics: dict[str, str] = Field(default_factory=dict, description="tag or choice of topic_field -> topic")
    topic_field: Number = Field("", description="the ticket field that names the topic; empty: tags alone")
    time_tracking_field: Number = Field(
        "", description="the field with all seconds of work; empty: handle time is unknown"
    )
    agents: dict[str, str] = Field(default_factory=dict, description="number of an agent -> person of staff.csv")
    spam_tags: tuple[str, ...] = Field(("spam",), description="tags of tickets that are no contact")
    merged_tags: tuple[str, ...] = Field((), description="tags of tickets that another one took up")

    @model_validator(mode="after")
    def _names_queues(self) -> Self:
        if not self.groups and not self.queue:
            raise WrongValue("name the queue of each group in groups, or one queue for all")
        odd = next((group for group in (*self.groups, *self.tier2_groups) if not group.isdecimal()), None)
        if odd is not None:
            raise WrongValue("group {group} is no number; groups stand by their numbers, not by their names", group=odd)
        if self.topic_field and not self.topics:
            raise WrongValue("topic_field needs topics: what its choices mean; other words of customers are not kept")
        return self

    @property
    def named_queues(self) -> dict[str, str]:
        """Each field that names a queue -> the queue."""
        return queues_by_field(
            {f"groups.{group}": queue for group, queue in self.groups.items()} | {"queue": self.queue}
        )
