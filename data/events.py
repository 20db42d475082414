"""events.csv: releases, campaigns, company events and trainings, past and future."""

from dataclasses import dataclass
from datetime import date

from data.errors import WrongValue


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
            raise WrongValue(
                "event {name!r} ends on {end}, before it starts on {start}",
                name=self.name,
                end=self.end,
                start=self.start,
            )
        if self.effect is not None and not 0 < self.effect <= 100:
            raise WrongValue(
                "event {name!r} has effect {effect}; write a factor above 0, for example 1.3",
                name=self.name,
                effect=self.effect,
            )
