"""How contacts of a system of queues and agents become ours; a table [import.<system>.<name>] of desk.toml."""

from pydantic import BaseModel, ConfigDict, Field, model_validator

from data.channel import Channel, QueueByChannel, queues_by_field
from data.errors import WrongValue


class QueueSystemSettings(BaseModel):
    """What one instance of such a system means at this desk."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    queues: dict[str, QueueByChannel] = Field(
        default_factory=dict, description="the system's queue, by name or id -> queue, or a table of channel -> queue"
    )
    ignore_queues: tuple[str, ...] = Field((), description="the system's queues that are not this desk's")
    queue: QueueByChannel = Field("", description="queue of contacts that reached none; empty: these are refused")
    channels: dict[str, Channel] = Field(
        default_factory=dict, description="the system's word -> channel, besides the usual and above them"
    )
    agents: dict[str, str] = Field(default_factory=dict, description="id or name of an agent -> person of staff.csv")
    instance: str = Field("", max_length=40, description="which one, where several are read; empty: this table's name")
    topics: dict[str, str] = Field(
        default_factory=dict, description="the code that an agent gave a contact -> topic; other codes are not kept"
    )

    @model_validator(mode="after")
    def _each_queue_means_one_thing(self) -> "QueueSystemSettings":
        both = sorted(set(self.queues) & set(self.ignore_queues))
        if both:
            raise WrongValue("queue {queue} stands in queues and in ignore_queues; take it out of one", queue=both[0])
        return self

    @property
    def named_queues(self) -> dict[str, str]:
        """Each field that names a queue of the desk -> the queue."""
        return queues_by_field({f"queues.{word}": queue for word, queue in self.queues.items()} | {"queue": self.queue})
