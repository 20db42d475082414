"""What a reader of the pages asks "what if" of: some changes of one queue, on the days ahead or on one of them."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from data.errors import TsunagariError
from data.opening_hours import MIDNIGHT
from staffing.what_if.changes import Change, HandleTimeChange, PeopleChange, ThresholdChange, VolumeChange


@dataclass(frozen=True)
class Question:
    """Changes that count together; None: this one is not asked.

    Parameters
    ----------
    queue
        As in desk.toml.
    day
        The local day to look at; None: the seven days ahead.
    after_call_seconds, handle_seconds
        Added to the mean of after-call work, or of the whole handle time; below 0 for shorter.
    volume_percent
        More contacts than forecast, in per cent; below 0 for fewer.
    people
        Added from `first_minute` to `last_minute` (since local midnight, half-open); below 0: taken away.
    threshold_seconds
        Another waiting time that is still kept.
    """

    queue: str
    day: date | None = None
    after_call_seconds: float | None = None
    handle_seconds: float | None = None
    volume_percent: float | None = None
    people: float | None = None
    threshold_seconds: float | None = None
    first_minute: int = 0
    last_minute: int = MIDNIGHT

    def __post_init__(self) -> None:
        if not self.changes:
            raise TsunagariError("nothing changes; fill in one of the fields, for example after-call work: -30 seconds")

    @property
    def changes(self) -> list[Change]:
        """As the question's own nouns, each of which refuses what cannot be."""
        queue, found = self.queue, list[Change]()
        if self.after_call_seconds:
            found.append(HandleTimeChange("after_call", seconds=self.after_call_seconds, queue=queue))
        if self.handle_seconds:
            found.append(HandleTimeChange("handle", seconds=self.handle_seconds, queue=queue))
        if self.volume_percent:
            found.append(VolumeChange(1 + self.volume_percent / 100, queue))
        if self.people:
            found.append(PeopleChange(self.people, self.first_minute, self.last_minute, queue=queue))
        if self.threshold_seconds is not None:
            found.append(ThresholdChange(self.threshold_seconds, queue))
        return found

    def plain(self) -> dict[str, Any]:
        """As JSON takes it."""
        return asdict(self) | {"day": None if self.day is None else self.day.isoformat()}

    @classmethod
    def of_plain(cls, told: dict[str, Any]) -> "Question":
        """The question that `plain` wrote."""
        return cls(**told | {"day": None if told["day"] is None else date.fromisoformat(told["day"])})
