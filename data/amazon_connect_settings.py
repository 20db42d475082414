"""How Amazon Connect's contact records become ours; a table [import.amazon_connect.<name>] of desk.toml."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from data.channel import Channel, QueueByChannel, queues_by_field
from data.errors import WrongValue

USUAL_CHANNELS: dict[str, Channel] = {"VOICE": "phone", "CHAT": "chat", "EMAIL": "mail", "TASK": "form"}
"""What `Channel` says -> channel."""


class AmazonConnectSettings(BaseModel):
    """What the contact records and agent events of one Amazon Connect instance mean at this desk."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    queues: dict[str, QueueByChannel] = Field(
        default_factory=dict, description="name, ARN or id of Connect's queue -> queue, or a table of channel -> queue"
    )
    ignore_queues: tuple[str, ...] = Field((), description="Connect's queues that are not this desk's")
    queue: QueueByChannel = Field(
        "", description="queue of contacts that reached none, and of people's own queues; empty: these are refused"
    )
    channels: dict[str, Channel] = Field(
        default_factory=dict, description="Connect's channel -> channel, besides the usual and above them"
    )
    agents: dict[str, str] = Field(
        default_factory=dict, description="user name or ARN of an agent -> person of staff.csv"
    )
    instance: str = Field(
        "", max_length=40, description="which Connect, where several are read; empty: this table's name"
    )
    statuses: dict[str, Literal["available", "pause", "training", "meeting", "offline"]] = Field(
        default_factory=dict, description="agents' own status -> what it is; others are pauses"
    )
    topic_attribute: str = Field(
        "", max_length=100, pattern=r"^[^\"\\]*$", description="contact attribute that names the topic"
    )
    topics: dict[str, str] = Field(default_factory=dict, description="what it says -> topic; other words are not kept")

    @model_validator(mode="after")
    def _each_queue_means_one_thing(self) -> "AmazonConnectSettings":
        both = sorted(set(self.queues) & set(self.ignore_queues))
        if both:
            raise WrongValue("queue {queue} stands in queues and in ignore_queues; take it out of one", queue=both[0])
        if self.topic_attribute and not self.topics:
            raise WrongValue("topic_attribute needs topics: what its words mean; other words of customers are not kept")
        return self

    @property
    def named_queues(self) -> dict[str, str]:
        """Each field that names a queue of the desk -> the queue."""
        return queues_by_field({f"queues.{word}": queue for word, queue in self.queues.items()} | {"queue": self.queue})
