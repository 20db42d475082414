"""events.csv: releases, campaigns, company events and trainings, past and future."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Event:
    """Something that changes how many customers call, or who can answer.

    Parameters
    ----------
    kind, name
        `release`, `campaign`, `company_event`, ... and what people call it.
    start, end
        First and last local day, inclusive.
    queue
        The queue it touches; empty: all.
    effect
        Expected factor on contacts, above 0; None: learnt from the kind's past.
    known_from
        From this day on the desk knew of it.
    public_from
        From this day on customers may be told; None: never.
    """

    kind: str
    name: str
    start: date
    end: date
    queue: str
    effect: float | None
    known_from: date
    public_from: date | None

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"event {self.name!r} ends on {self.end}, before it starts on {self.start}")
        if self.effect is not None and not 0 < self.effect <= 100:
            raise ValueError(f"event {self.name!r} has effect {self.effect}; write a factor above 0, for example 1.3")
