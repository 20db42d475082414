"""How the tickets of a Zendesk account become ours; a table [import.zendesk.<name>] of desk.toml."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from data.channel import Channel
from data.errors import WrongValue

USUAL_CHANNELS: dict[str, Channel] = {
    "email": "mail", "web": "form", "web_form": "form", "api": "form", "mobile": "form", "closed_ticket": "mail",
    "help_center": "form", "web_widget": "form", "mobile_sdk": "form", "chat": "chat", "native_messaging": "chat",
    "messaging": "chat", "voice": "phone", "sms": "sms", "text": "sms", "any_channel": "social",
    "any_channel_v2": "social", "twitter": "social", "facebook": "social", "instagram_dm": "social",
    "twitter_dm": "social", "line": "social", "whatsapp": "social",
}  # fmt: skip
"""What `via.channel` says -> channel."""


def _as_text(value: Any) -> Any:
    """Numbers of groups and fields may be written with or without quotes."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _as_texts(value: Any) -> Any:
    return [_as_text(each) for each in value] if isinstance(value, list) else _as_text(value)


Number = Annotated[str, BeforeValidator(_as_text)]
Numbers = Annotated[tuple[str, ...], BeforeValidator(_as_texts)]
QueueByChannel = str | dict[Channel, str]
"""The queue of all channels, or of each."""


class ZendeskMapping(BaseModel):
    """What must be known to read the tickets of one account."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    instance: str = Field("", description="the account's name in its address; empty: the name of this table")
    groups: dict[str, QueueByChannel] = Field(
        default_factory=dict, description="number of a group -> queue, or a table of channel -> queue"
    )
    queue: QueueByChannel = Field("", description="queue of tickets of no group, or of one that groups leaves out")
    channels: dict[str, Channel] = Field(
        default_factory=dict, description="via.channel -> channel, besides the usual and above them"
    )
    tier2_groups: Numbers = Field((), description="groups that tier 1 asks; a ticket that comes to them was escalated")
    topics: dict[str, str] = Field(default_factory=dict, description="tag or choice of topic_field -> topic")
    topic_field: Number = Field("", description="number of the ticket field that names the topic; empty: tags alone")
    time_tracking_field: Number = Field(
        "", description="number of the field with all seconds of work; empty: handle time is unknown"
    )
    agents: dict[str, str] = Field(default_factory=dict, description="number of an agent -> person of staff.csv")
    spam_tags: tuple[str, ...] = Field(("spam",), description="tags of tickets that are no contact")
    merged_tags: tuple[str, ...] = Field(("closed_by_merge",), description="tags of tickets that another one took up")

    @model_validator(mode="after")
    def _names_queues(self) -> "ZendeskMapping":
        if not self.groups and not self.queue:
            raise WrongValue("name the queue of each group in groups, or one queue for all")
        if self.topic_field and not self.topics:
            raise WrongValue("topic_field needs topics: what its choices mean; other words of customers are not kept")
        return self

    @property
    def named_queues(self) -> dict[str, str]:
        """Each field that names a queue -> the queue."""
        told: dict[str, QueueByChannel] = {f"groups.{group}": queue for group, queue in self.groups.items()}
        told["queue"] = self.queue
        found: dict[str, str] = {}
        for field, queue in told.items():
            if isinstance(queue, dict):
                found |= {f"{field}.{channel}": name for channel, name in queue.items()}
            elif queue:
                found[field] = queue
        return found
