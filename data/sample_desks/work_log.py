"""Runs the queues of a sample desk day by day, with the people whom its roster puts on them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from data.sample_desks.demand import Outlook
from data.sample_desks.first_come_first_served import Duty
from data.sample_desks.live import LiveWork, Served, serve_live
from data.sample_desks.live_log import LiveDay
from data.sample_desks.log_clock import DAY_SECONDS
from data.sample_desks.roster import HALF_HOUR_SECONDS, DutiesOfDay
from data.sample_desks.span import Span
from data.sample_desks.surprises import missing_days

ESCALATION_TALK = LiveWork(talk_seconds=480, after_call_seconds=120, patience_seconds=480)
"""A call that tier 1 has handed on to tier 2."""
SecondsToContact = Mapping[int, str]
"""Second of the day at which a customer calls about an earlier contact -> that contact's number."""


@dataclass(frozen=True)
class WorkDays:
    """Who is on which queue on each day of a log.

    Parameters
    ----------
    span
        The log.
    of_day
        Queue -> duties of each day, seconds since its midnight, in the order of the days.
    """

    span: Span
    of_day: tuple[Mapping[str, list[Duty]], ...]

    @classmethod
    def by(cls, roster: DutiesOfDay, span: Span) -> "WorkDays":
        """Every day of the log by a roster."""
        return cls(span, tuple(roster(span.since + timedelta(days=number)) for number in range(span.days)))

    def on(self, queue: str, number: int) -> list[Duty]:
        """Duties of a queue on the day of this number."""
        return self.of_day[number].get(queue, [])

    def throughout(self, queue: str) -> list[Duty]:
        """Duties of a queue over the log, seconds since its first midnight."""
        return [
            replace(duty, start_s=duty.start_s + number * DAY_SECONDS, end_s=duty.end_s + number * DAY_SECONDS)
            for number in range(self.span.days)
            for duty in self.on(queue, number)
        ]


def live_days(
    outlook: Outlook,
    work: LiveWork,
    work_days: WorkDays,
    *,
    word: str,
    prefix: str = "",
    calls_about: Mapping[date, SecondsToContact] | None = None,
) -> Iterator[LiveDay]:
    """A live queue's days on which it is open and that are not missing from the log.

    Parameters
    ----------
    word, prefix
        What the system calls the queue; what its numbers begin with.
    calls_about
        Customers who call besides, about an earlier contact.
    """
    span, queue = work_days.span, outlook.demand.queue
    missing = missing_days(outlook.truth.surprises)
    for number in range(span.days):
        day = outlook.days[number]
        if day in missing or not outlook.rates[number].any():
            continue
        chance = span.chance(f"live {queue}", number)
        arrivals, about = outlook.arrivals(number, chance), (calls_about or {}).get(day, {})
        arrivals = np.sort(np.concatenate([arrivals, np.array(list(about), dtype=np.int64)]))
        has_outage = any(accident.kind == "outage" for accident in outlook.truth.accidents(day))
        closing = (int(np.flatnonzero(outlook.rates[number])[-1]) + 1) * HALF_HOUR_SECONDS
        served = serve_live(
            arrivals, work, work_days.on(queue, number), chance, redial_until_s=closing if has_outage else None
        )
        topics = outlook.topics(number, len(served), chance)
        yield LiveDay(day, word, served, topics, prefix, _places(served, about))


def _places(served: Served, about: SecondsToContact) -> dict[int, str]:
    """Who called about what, by place in the day; of several in one second the first."""
    return {int(np.searchsorted(served.arrival_s, second)): contact for second, contact in about.items()}


@dataclass(frozen=True)
class Escalated:
    """A day's calls that tier 1 handed on.

    Parameters
    ----------
    day
        The local day.
    calls
        Number of the call, rising in the time of handing on.
    served
        What became of each at tier 2.
    """

    day: date
    calls: list[str]
    served: Served


def escalate(
    day: date, names: Sequence[str], answered_until: np.ndarray, *, share: float, closing_s: int,
    duties: list[Duty], chance: np.random.Generator,
) -> Escalated:  # fmt: skip
    """Hand a share of a day's answered calls on to tier 2 when talk ends, before it closes.

    Parameters
    ----------
    names
        The calls of tier 1, n of them.
    answered_until
        When talk ended, seconds since midnight; NaN where nobody answered, shape (n,).
    """
    chosen = (chance.random(len(names)) < share) & (answered_until < closing_s)
    order = np.flatnonzero(chosen)[np.argsort(answered_until[chosen], kind="stable")]
    served = serve_live(answered_until[order].astype(np.int64), ESCALATION_TALK, duties, chance)
    return Escalated(day, [names[at] for at in order], served)


def escalate_days(
    days: Sequence[LiveDay], work_days: WorkDays, *, queue: str, share: float, closing_s: int
) -> Iterator[Escalated]:
    """Hand a share of each day's calls on to a queue of tier 2."""
    for day in days:
        number = (day.day - work_days.span.since).days
        until = np.where(day.served.answered, day.served.end_s.astype(np.float64), np.nan)
        chance = work_days.span.chance(f"escalated to {queue}", number)
        yield escalate(
            day.day, day.names(), until, share=share, closing_s=closing_s,
            duties=work_days.on(queue, number), chance=chance,
        )  # fmt: skip
