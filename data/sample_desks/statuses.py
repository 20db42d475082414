"""What a sample desk's people tell the telephone system besides contacts: sign in, lunch, short pauses, sign out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from data.sample_desks.live import Served
from data.sample_desks.roster import HALF_HOUR_SECONDS, Flags, Present, stretches

Word = Literal["Available", "Lunch", "Away", "Offline"]
Span = tuple[int, int]

PAUSES_A_DAY = 3.0
PAUSE_SECONDS = 600.0
"""Mean of the pauses that nobody planned: about six per cent of a day on duty."""

_LUNCH_BETWEEN_S = (11 * 3600, 15 * 3600)
_AFTER_S = 5
"""So long after a contact somebody chooses another status."""


@dataclass(frozen=True)
class Status:
    """A status that a person chose.

    Parameters
    ----------
    agent
        Number of the person.
    at_s
        Seconds since the day's midnight.
    word
        What they chose.
    """

    agent: int
    at_s: int
    word: Word


def busy_spans(parts: Iterable[Served]) -> dict[int, list[Span]]:
    """When each person was at a contact or at the work after it, seconds since midnight, rising."""
    found: dict[int, list[Span]] = defaultdict(list)
    for served in parts:
        begun, done = served.arrival_s + served.wait_s, served.end_s + served.after_call_s
        for agent, start, end in zip(served.agent.tolist(), begun.tolist(), done.tolist(), strict=True):
            if agent >= 0:
                found[agent].append((start, end))
    return {agent: sorted(spans) for agent, spans in found.items()}


def statuses_of_day(present: Present, busy: Mapping[int, Sequence[Span]], chance: np.random.Generator) -> list[Status]:
    """The statuses of everybody at work on a day, pauses only where nobody is at a contact.

    Parameters
    ----------
    present
        By half-hour.
    busy
        When they were at contacts.
    """
    found: list[Status] = []
    for agent, flags in present.items():
        tendency = 0.6 + 0.8 * ((agent * 7) % 5) / 4  # people differ, each always in the same way
        found += _of_person(agent, flags, busy.get(agent, ()), chance, tendency=tendency)
    return found


def _of_person(
    agent: int, flags: Flags, busy: Sequence[Span], chance: np.random.Generator, *, tendency: float
) -> list[Status]:
    on_duty = [(first * HALF_HOUR_SECONDS, last * HALF_HOUR_SECONDS) for first, last in stretches(flags)]
    if not on_duty:
        return []
    told = [Status(agent, on_duty[0][0], "Available")]
    for (_, end), (back, _) in pairwise(on_duty):
        away = max([end, *(last + _AFTER_S for first, last in busy if first < end)])
        if away < back:
            is_lunch = _LUNCH_BETWEEN_S[0] <= end and back <= _LUNCH_BETWEEN_S[1]
            told += [Status(agent, away, "Lunch" if is_lunch else "Offline"), Status(agent, back, "Available")]
    for start, end in _pauses(on_duty, busy, chance, tendency=tendency):
        told += [Status(agent, start, "Away"), Status(agent, end, "Available")]
    leaving = max([on_duty[-1][1], *(last + _AFTER_S for _, last in busy)])
    return [*told, Status(agent, leaving, "Offline")]


def _pauses(
    on_duty: Sequence[Span], busy: Sequence[Span], chance: np.random.Generator, *, tendency: float
) -> list[Span]:
    """Pauses at chance times, each put off until the person is free for so long; else there is none."""
    lengths = np.maximum(chance.gamma(4, PAUSE_SECONDS / 4, size=chance.poisson(PAUSES_A_DAY * tendency)), 60)
    taken: list[Span] = []
    for length in lengths.astype(int).tolist():
        wanted = int(chance.integers(on_duty[0][0], on_duty[-1][1]))
        for start, end in _free(on_duty, [*busy, *taken]):
            begin = max(start + _AFTER_S, wanted)
            if begin + length + _AFTER_S <= end:
                taken.append((begin, begin + length))
                break
    return sorted(taken)


def _free(on_duty: Sequence[Span], busy: Sequence[Span]) -> list[Span]:
    """What is left of the time on duty, rising."""
    left = []
    for start, end in on_duty:
        since = start
        for first, last in sorted(span for span in busy if span[0] < end and span[1] > start):
            if first > since:
                left.append((since, first))
            since = max(since, last)
        if since < end:
            left.append((since, end))
    return left
