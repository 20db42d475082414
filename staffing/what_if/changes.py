"""What a lead asks "what if" of: the changes, one noun each, which refuse what cannot be."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from data.errors import TsunagariError
from data.message import Message
from data.opening_hours import MIDNIGHT, span_text

Part = Literal["handle", "talk", "hold", "after_call"]
"""`handle` is the whole; the others are its parts."""

PART_WORDS: Mapping[str, Message] = {
    "handle": Message("the handle time"),
    "talk": Message("talk"),
    "hold": Message("hold"),
    "after_call": Message("after-call work"),
}
"""What people call the parts of the work."""

MOST_SECONDS = 86_400.0
MOST_FACTOR = 20.0
LEAST_VOLUME = 0.05
MOST_PEOPLE = 1000.0
"""Beyond these a number is a slip of the pen: 30 written for 30 %."""


@dataclass(frozen=True)
class HandleTimeChange:
    """Contacts take longer or shorter: after-call work 30 s shorter, internal consultation halved.

    Parameters
    ----------
    part
        What of the work changes.
    seconds
        Added to its mean, below 0 for shorter; 0 where a factor is told.
    factor
        On its mean, 0 to 20 (the whole: above 0); 1 where seconds are told.
    queue
        As in desk.toml; empty: every queue whose log tells the part.
    on
        The local day on which it holds; None: every day asked of.
    """

    part: Part = "handle"
    seconds: float = 0.0
    factor: float = 1.0
    queue: str = ""
    on: date | None = None

    def __post_init__(self) -> None:
        if (self.seconds == 0) == (self.factor == 1):
            raise TsunagariError(
                "{part}: a change is told in seconds (other than 0) or as a factor (other than 1); tell one of the two",
                part=PART_WORDS[self.part],
            )
        if not abs(self.seconds) <= MOST_SECONDS:
            raise TsunagariError(
                "{seconds:g} s is no change of a handle time; write from -{most:g} to {most:g} seconds",
                seconds=self.seconds,
                most=MOST_SECONDS,
            )
        if not 0 <= self.factor <= MOST_FACTOR or (self.part == "handle" and self.factor == 0):
            raise TsunagariError(
                "{factor:g} is no factor of a handle time; write 0.5 for half, 1.2 for a fifth more, {most:g} at most",
                factor=self.factor,
                most=MOST_FACTOR,
            )


@dataclass(frozen=True)
class VolumeChange:
    """More or fewer contacts than forecast: a defective batch, a campaign.

    Parameters
    ----------
    factor
        On the contacts, 0.05 to 20.
    queue, on
        As in `HandleTimeChange`.
    first_minute, last_minute
        Minutes since local midnight, half-open; by default the whole day.
    """

    factor: float
    queue: str = ""
    on: date | None = None
    first_minute: int = 0
    last_minute: int = MIDNIGHT

    def __post_init__(self) -> None:
        if not LEAST_VOLUME <= self.factor <= MOST_FACTOR:
            raise TsunagariError(
                "{factor:g} is no factor of the contacts from {least:g} to {most:g}; write 1.4 for 40 % more",
                factor=self.factor,
                least=LEAST_VOLUME,
                most=MOST_FACTOR,
            )
        _refuse_span(self.first_minute, self.last_minute)


@dataclass(frozen=True)
class EventChange:
    """A day on which something happens whose effect the desk's past has shown: a release day.

    Parameters
    ----------
    kind
        As in events.csv.
    on
        The local day.
    queue
        As in desk.toml; empty: all.
    """

    kind: str
    on: date
    queue: str = ""


@dataclass(frozen=True)
class PeopleChange:
    """More or fewer people from one clock time to another: one more, a tier-2 person, a helper.

    Parameters
    ----------
    count
        People added, below 0 for people taken away; not 0, at most 1000 either way.
    first_minute, last_minute
        Minutes since local midnight, half-open.
    proficiency
        Speed of each, 1 is full speed; above 0, at most 2.
    queue
        As in desk.toml; empty: the only queue in which customers wait.
    on
        As in `HandleTimeChange`.
    """

    count: float
    first_minute: int
    last_minute: int
    proficiency: float = 1.0
    queue: str = ""
    on: date | None = None

    def __post_init__(self) -> None:
        if not 0 < abs(self.count) <= MOST_PEOPLE:
            raise TsunagariError(
                "{count:g} people cannot be added or taken away; write a number other than 0, {most:g} at most",
                count=self.count,
                most=MOST_PEOPLE,
            )
        if not 0 < self.proficiency <= 2:
            raise TsunagariError(
                "proficiency {proficiency:g} lies outside 0 to 2; 1 is full speed, 0.7 somebody who is still learning",
                proficiency=self.proficiency,
            )
        _refuse_span(self.first_minute, self.last_minute)


@dataclass(frozen=True)
class ThresholdChange:
    """Another waiting time that is still kept.

    Parameters
    ----------
    seconds
        0 to 86,400.
    queue
        As in desk.toml; empty: every queue in which customers wait.
    """

    seconds: float
    queue: str = ""

    def __post_init__(self) -> None:
        if not (math.isfinite(self.seconds) and 0 <= self.seconds <= MOST_SECONDS):
            raise TsunagariError(
                "a threshold of {seconds:g} s cannot be; write seconds from 0 to {most:g}, for example 120",
                seconds=self.seconds,
                most=MOST_SECONDS,
            )


Change = HandleTimeChange | VolumeChange | EventChange | PeopleChange | ThresholdChange


def people_moved(
    count: float, *, away_from: tuple[int, int], to: tuple[int, int], queue: str = "", on: date | None = None
) -> tuple[PeopleChange, PeopleChange]:
    """So many people leave one clock time for another; a lunch that moves takes them the other way.

    Parameters
    ----------
    count
        Above 0.
    away_from, to
        Minutes since local midnight, half-open, equally long.
    """
    if not count > 0:
        raise TsunagariError("{count:g} people cannot be moved; write a number above 0", count=count)
    _refuse_span(*away_from)
    _refuse_span(*to)
    if away_from[1] - away_from[0] != to[1] - to[0]:
        raise TsunagariError(
            "people who move from {away_from} to {to} would work longer or shorter; write two times of equal length",
            away_from=span_text(*away_from),
            to=span_text(*to),
        )
    return (
        PeopleChange(-count, *away_from, queue=queue, on=on),
        PeopleChange(count, *to, queue=queue, on=on),
    )


def _refuse_span(first_minute: int, last_minute: int) -> None:
    if not 0 <= first_minute < last_minute <= MIDNIGHT:
        raise TsunagariError(
            "a change from {first} to {last} cannot be: the end comes after the start, both within one day; write for "
            "example 10:00-12:00",
            first=f"{first_minute // 60:02d}:{first_minute % 60:02d}",
            last=f"{last_minute // 60:02d}:{last_minute % 60:02d}",
        )
