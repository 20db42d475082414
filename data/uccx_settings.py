"""How the tables of a Cisco UCCX become ours; a table [import.cisco_uccx.<name>] of desk.toml."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from data.channel import queues_by_field
from data.csv_form import known_zone_or_none
from data.errors import WrongValue


class UccxSettings(BaseModel):
    """What the tables of one UCCX mean at this desk."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    queues: dict[str, str] = Field(description="csqName or contactServiceQueueID -> queue")
    ignore_queues: tuple[str, ...] = Field((), description="contact service queues that are not this desk's")
    queue: str = Field(
        "",
        description="queue of calls for one agent, and of those that ended before any queue; empty: none",
    )
    topics: dict[str, str] = Field(
        default_factory=dict, description="callWrapupData -> topic; other words are not kept"
    )
    agents: dict[str, str] = Field(default_factory=dict, description="resourceID of an agent -> person of staff.csv")
    time_zone: Annotated[str, AfterValidator(known_zone_or_none)] = Field(
        "UTC", description="of the times; UCCX stores UTC, some reports write local time"
    )
    instance: str = Field("", max_length=40, description="which UCCX, where several are read; empty: this table's name")

    @model_validator(mode="after")
    def _each_queue_means_one_thing(self) -> "UccxSettings":
        both = sorted(set(self.queues) & set(self.ignore_queues))
        if both:
            raise WrongValue("queue {queue} stands in queues and in ignore_queues; take it out of one", queue=both[0])
        return self

    @property
    def named_queues(self) -> dict[str, str]:
        """Each field that names a queue of the desk -> the queue."""
        return queues_by_field({f"queues.{word}": queue for word, queue in self.queues.items()} | {"queue": self.queue})
