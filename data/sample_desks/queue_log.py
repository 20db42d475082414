"""What an Asterisk writes of a day's calls into its queue_log: `epoch|call|queue|agent|event|...`, a line an event.

After-call work is a pause, in the queue of the call, of the person who had it. A call that tier 1 hands on is a blind
transfer, after which the same call enters the queue of tier 2.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.sample_desks.live import Ints
from data.sample_desks.work_log import Escalated

ACW_REASON = "acw"
_LONGEST_RING_S = 3
Line = tuple[int, str]
"""Seconds since 1970, and the line without its end."""


@dataclass(frozen=True)
class Stays:
    """Calls in queues in the order in which they entered, whole seconds since 1970, each of shape (n,).

    Parameters
    ----------
    calls
        Name of each.
    queues
        The Asterisk's word for the queue of each.
    entered_s, wait_s
        When it entered, and how long it waited.
    talk_s, after_call_s
        Talk with hold, and the work after it; 0 where nobody answered.
    agents
        Who answered; empty where nobody did.
    """

    calls: Sequence[str]
    queues: Sequence[str]
    entered_s: Ints
    wait_s: Ints
    talk_s: Ints
    after_call_s: Ints
    agents: Sequence[str]

    @property
    def place(self) -> Ints:
        """Of each in the line on entering, from 1, shape (n,)."""
        gone = np.searchsorted(np.sort(self.entered_s + self.wait_s), self.entered_s, side="right")
        place: Ints = np.maximum(np.arange(len(self.entered_s)) + 1 - gone, 1)
        return place


def call_names(entered_s: Ints) -> list[str]:
    """Asterisk's names of a day's calls: the second in which each came, and a number."""
    return [f"{second}.{number}" for number, second in enumerate(entered_s.tolist(), start=1)]


def escalated_stays(handed: Escalated, *, queue: str, midnight_s: int, names: Sequence[str]) -> Stays:
    """The stays of handed-on calls in the queue of tier 2.

    Parameters
    ----------
    midnight_s
        Of the day, seconds since 1970.
    names
        Of the agents, by their numbers.
    """
    served = handed.served
    return Stays(
        calls=handed.calls,
        queues=[queue] * len(served),
        entered_s=served.arrival_s + midnight_s,
        wait_s=served.wait_s,
        talk_s=served.talk_s + served.hold_s,
        after_call_s=served.after_call_s,
        agents=[names[agent] if agent >= 0 else "" for agent in served.agent.tolist()],
    )


def queue_log_lines(stays: Iterable[Stays], *, handed_on: Mapping[str, str]) -> list[str]:
    """The lines of a day as they were written, without line ends.

    Parameters
    ----------
    handed_on
        Call -> queue into which whoever answered it first transferred it.
    """
    handed = dict(handed_on)
    lines = [line for those in stays for line in _lines(those, handed)]
    order: NDArray[np.int64] = np.argsort(np.array([second for second, _ in lines], dtype=np.int64), kind="stable")
    return [lines[place][1] for place in order.tolist()]


def _lines(stays: Stays, handed: dict[str, str]) -> Iterator[Line]:
    columns = zip(
        stays.calls, stays.queues, stays.agents, stays.entered_s.tolist(), stays.wait_s.tolist(),
        stays.talk_s.tolist(), stays.after_call_s.tolist(), stays.place.tolist(), strict=True,
    )  # fmt: skip
    for call, queue, agent, entered, wait, talk, after, place in columns:
        begun, stay = entered + wait, f"{call}|{queue}"
        # Numbers of callers are withheld: what is not written need not be kept secret.
        yield entered, f"{entered}|{stay}|NONE|ENTERQUEUE|||{place}"
        if not agent:
            yield begun, f"{begun}|{stay}|NONE|ABANDON|1|{place}|{wait}"
            continue
        end, ring = begun + talk, min(wait, _LONGEST_RING_S)
        yield begun, f"{begun}|{stay}|{agent}|CONNECT|{wait}|{call}1|{ring}"
        target = handed.pop(call, "")
        if target:
            yield end, f"{end}|{stay}|{agent}|BLINDTRANSFER|{target}|queues|{wait}|{talk}|{place}"
        else:
            # Most callers put the receiver down first.
            event = "COMPLETEAGENT" if end % 4 == 0 else "COMPLETECALLER"
            yield end, f"{end}|{stay}|{agent}|{event}|{wait}|{talk}|{place}"
        if after:
            yield end, f"{end}|NONE|{queue}|{agent}|PAUSE|{ACW_REASON}"
            yield end + after, f"{end + after}|NONE|{queue}|{agent}|UNPAUSE|"


def asterisk_settings(
    queues: Mapping[str, str], *, topics: Mapping[str, str], segments: Mapping[str, str]
) -> dict[str, Any]:
    """Fields of [import.asterisk.<name>].

    Parameters
    ----------
    queues
        The Asterisk's queue -> queue of desk.toml.
    topics, segments
        The Asterisk's queue -> what its calls are about, and of whom they are.
    """
    return {
        "queues": dict(queues),
        "topics": dict(topics),
        "segments": dict(segments),
        "acw_reason": ACW_REASON,
    }
