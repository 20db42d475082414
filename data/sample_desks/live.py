"""A day of calls, chats or video calls: who waited, who hung up, how long each took."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.sample_desks.effects import lognormal
from data.sample_desks.first_come_first_served import Duty, first_come_first_served

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_REDIAL_SHARE, _REDIAL_SECONDS = 0.7, 240.0


@dataclass(frozen=True)
class LiveWork:
    """What a contact takes and how long its customer waits; means in seconds.

    Parameters
    ----------
    talk_seconds, after_call_seconds, patience_seconds
        Means.
    spread
        Standard deviation of the logarithm of talk; 0.65 is usual, above 1 is a long tail.
    hold_seconds, hold_share
        Hold of those who are put on hold, and their share.
    longest_seconds
        No talk is longer.
    concurrency
        Contacts that a person has at once.
    """

    talk_seconds: float
    after_call_seconds: float
    patience_seconds: float
    spread: float = 0.65
    hold_seconds: float = 100.0
    hold_share: float = 0.0
    longest_seconds: float = 3600.0
    concurrency: int = 1


@dataclass(frozen=True)
class Served:
    """A day's contacts in the order of arrival, whole seconds, each of shape (n,); -1 as agent: nobody answered."""

    arrival_s: Ints
    wait_s: Ints
    talk_s: Ints
    hold_s: Ints
    after_call_s: Ints
    agent: Ints

    def __len__(self) -> int:
        return len(self.arrival_s)

    @property
    def answered(self) -> NDArray[np.bool_]:
        """Whether a person answered, shape (n,)."""
        return self.agent >= 0

    @property
    def end_s(self) -> Ints:
        """When talk ended, or the customer hung up, seconds since midnight, shape (n,)."""
        return self.arrival_s + self.wait_s + self.talk_s + self.hold_s


def serve_live(
    arrival_s: Ints,
    work: LiveWork,
    duties: Sequence[Duty],
    chance: np.random.Generator,
    *,
    redial_until_s: int | None = None,
) -> Served:
    """What became of a day's arrivals with these people on duty.

    Parameters
    ----------
    redial_until_s
        On a day with an outage most of those who hung up try once more before this second of the day.
    """
    served = _serve(arrival_s, work, duties, chance)
    if redial_until_s is None:
        return served
    lost = served.arrival_s[~served.answered] + served.wait_s[~served.answered]
    again = lost[chance.random(len(lost)) < _REDIAL_SHARE]
    again = np.rint(again + chance.exponential(_REDIAL_SECONDS, size=len(again))).astype(np.int64)
    joined = np.sort(np.concatenate([arrival_s, again[again < redial_until_s]]))
    return _serve(joined, work, duties, chance)


def _serve(arrival_s: Ints, work: LiveWork, duties: Sequence[Duty], chance: np.random.Generator) -> Served:
    count = len(arrival_s)
    talk = lognormal(work.talk_seconds, work.spread, count, chance, longest=work.longest_seconds)
    hold = lognormal(work.hold_seconds, 0.6, count, chance) * (chance.random(count) < work.hold_share)
    after = lognormal(work.after_call_seconds, 0.5, count, chance)
    service = first_come_first_served(
        arrival_s.astype(np.float64),
        talk + hold + after,
        patience_s=chance.exponential(work.patience_seconds, size=count),
        duties=_side_by_side(duties, work.concurrency),
    )
    # Novices take longer for each part; nobody spends time on a contact that was not answered.
    slower = service.handle_s / (talk + hold + after)
    return Served(
        arrival_s=arrival_s,
        wait_s=_whole(service.wait_s),
        talk_s=_whole(talk * slower),
        hold_s=_whole(hold * slower),
        after_call_s=_whole(after * slower),
        agent=np.where(service.answered, service.agent // work.concurrency, -1),
    )


def _side_by_side(duties: Sequence[Duty], concurrency: int) -> list[Duty]:
    """A person with three chats at once is three places in the line."""
    return [
        Duty(agent=duty.agent * concurrency + place, start_s=duty.start_s, end_s=duty.end_s, speed=duty.speed)
        for place in range(concurrency)
        for duty in duties
    ]


def _whole(seconds: Floats) -> Ints:
    return np.rint(seconds).astype(np.int64)
