"""How the interval tables of an Avaya CMS become ours; a table [import.avaya_cms.<name>] of desk.toml."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from data.csv_form import known_zone_or_none
from data.errors import WrongValue


class AvayaSettings(BaseModel):
    """What the splits of one Avaya CMS mean at this desk."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    queues: dict[str, str] = Field(description="number or name of a split -> queue")
    acd: str = Field("1", description="of which ACD they are; rows of others are refused")
    time_zone: Annotated[str, AfterValidator(known_zone_or_none)] = Field(
        "", description="of the switch's clock; empty: the desk's"
    )
    instance: str = Field("", max_length=40, description="which CMS, where several are read; empty: this table's name")

    @model_validator(mode="after")
    def _each_queue_is_one_split(self) -> "AvayaSettings":
        splits = {queue: split for split, queue in self.queues.items()}
        for split, queue in self.queues.items():
            if splits[queue] != split:
                raise WrongValue(
                    "splits {one} and {other} both are {queue}; a call that waits in both counts twice, so name "
                    "the one split that the queue's calls enter",
                    one=split,
                    other=splits[queue],
                    queue=queue,
                )
        return self

    @property
    def named_queues(self) -> dict[str, str]:
        """Each field that names a queue of the desk -> the queue."""
        return {f"queues.{split}": queue for split, queue in self.queues.items()}
