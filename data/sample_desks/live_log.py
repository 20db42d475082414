"""A live queue's day as its system knows it, whatever form its log has."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from data.sample_desks.live import Served


@dataclass(frozen=True)
class LiveDay:
    """A queue's day as its system has written it.

    Parameters
    ----------
    day
        The local day.
    queue_word
        What the system calls the queue.
    served
        What became of each contact.
    topics
        Of each, as many.
    prefix
        Of the numbers that name contacts; each system counts for itself.
    contacts
        Place of a contact -> the number of the earlier contact that it goes on with.
    """

    day: date
    queue_word: str
    served: Served
    topics: list[str]
    prefix: str = ""
    contacts: Mapping[int, str] = field(default_factory=dict)

    def names(self) -> list[str]:
        """What the system calls each contact."""
        day = f"{self.prefix}{self.day:%Y%m%d}"
        return [f"{day}-{number:04d}" for number in range(1, len(self.served) + 1)]
