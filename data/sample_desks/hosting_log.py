"""The hosting desk's calls of a day, as they are and as its telephone system sees them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from data.sample_desks.effects import gamma_factor, lognormal
from data.sample_desks.first_come_first_served import Duty, Service, first_come_first_served
from data.sample_desks.hosting_calendar import PBX_QUEUES
from data.sample_desks.log_clock import epoch_of
from data.sample_desks.queue_log import Stays, call_names
from data.sample_desks.truth import Surprise

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

MEAN_PATIENCE_SECONDS = 360.0
# The means of each part for an average topic: 300 + 0.3 * 100 + 90 = 420 s.
_TALK_SECONDS, _HOLD_SECONDS, _HOLD_SHARE, _AFTER_CALL_SECONDS = 300.0, 100.0, 0.3, 90.0
_TECHNICAL_SHARE, _TECHNICAL_LENGTH, _BILLING_LENGTH = 0.62, 1.09, 0.86
_REDIAL_SHARE, _REDIAL_SECONDS = 0.7, 240.0


@dataclass(frozen=True)
class Calls:
    """Callers of one day as they are before they wait, in the order of arrival.

    Parameters
    ----------
    arrival_s
        Whole seconds since midnight, rising, shape (n,).
    talk_s, hold_s, after_call_s
        What an experienced colleague needs, seconds, shape (n,).
    patience_s
        Seconds until the caller hangs up, shape (n,).
    technical, prospect
        Topic and segment; else billing and customer, shape (n,).
    """

    arrival_s: Ints
    talk_s: Floats
    hold_s: Floats
    after_call_s: Floats
    patience_s: Floats
    technical: Flags
    prospect: Flags

    @property
    def handle_s(self) -> Floats:
        """Talk, hold and after-call work, seconds, shape (n,)."""
        return self.talk_s + self.hold_s + self.after_call_s


@dataclass(frozen=True)
class DayOutlook:
    """What a day's calls are drawn from.

    Parameters
    ----------
    day
        The local day.
    expected
        Calls expected in each half-hour from 10:00, shape (16,).
    billing, campaign
        The day's factors: more billing questions, more prospects.
    accidents
        Outages and bursts of the day.
    """

    day: date
    expected: Floats
    billing: float
    campaign: float
    accidents: tuple[Surprise, ...] = ()


def calls_of_day(outlook: DayOutlook, duties: list[Duty], chance: np.random.Generator) -> tuple[Calls, Service]:
    """The day's callers, and what became of each with these people on duty."""
    calls = _draw_callers(_draw_arrivals(outlook, chance), outlook, chance)
    service = _serve(calls, duties)
    if any(accident.kind == "outage" for accident in outlook.accidents):
        calls = _with_redials(calls, service, outlook, chance)
        service = _serve(calls, duties)
    return calls, service


def stays_of_day(day: date, calls: Calls, service: Service, names: Sequence[str]) -> Stays:
    """The day's calls as the telephone system saw them.

    Parameters
    ----------
    names
        Of the agents, by their numbers.
    """
    # Novices take longer for each part; nobody spends time on a call that was not answered.
    slower = np.divide(service.handle_s, calls.handle_s)
    talk, hold, after = (_whole_seconds(part * slower) for part in (calls.talk_s, calls.hold_s, calls.after_call_s))
    entered = calls.arrival_s + epoch_of(day)
    asked = zip(calls.prospect.tolist(), calls.technical.tolist(), strict=True)
    return Stays(
        calls=call_names(entered),
        queues=[PBX_QUEUES[each] for each in asked],
        entered_s=entered,
        wait_s=_whole_seconds(service.wait_s),
        talk_s=talk + hold,
        after_call_s=after,
        agents=[names[agent] if agent >= 0 else "" for agent in service.agent.tolist()],
    )


def talked_until(calls: Calls, service: Service) -> Floats:
    """When talk ended, whole seconds since midnight; NaN where nobody answered, shape (n,)."""
    slower = np.divide(service.handle_s, calls.handle_s)
    talked = np.rint(service.wait_s) + np.rint(calls.talk_s * slower) + np.rint(calls.hold_s * slower)
    return np.where(service.answered, calls.arrival_s + talked, np.nan)


def _draw_arrivals(outlook: DayOutlook, chance: np.random.Generator) -> Ints:
    """Arrivals with more spread than Poisson's: the day as a whole varies by 8 %, each half-hour by 7 % more."""
    level = outlook.expected * gamma_factor(0.08, 1, chance) * gamma_factor(0.07, len(outlook.expected), chance)
    half_hours = 600 + 30 * np.arange(len(level))
    for accident in outlook.accidents:
        if accident.kind == "outage":
            level = np.where(
                (half_hours >= accident.start_minute) & (half_hours < accident.end_minute), level * accident.size, level
            )
    counts = chance.poisson(level)
    arrivals = np.repeat(half_hours * 60, counts) + chance.integers(0, 1800, size=counts.sum())
    bursts = [
        chance.integers(accident.start_minute * 60, accident.end_minute * 60, size=int(accident.size))
        for accident in outlook.accidents
        if accident.kind == "burst"
    ]
    return np.sort(np.concatenate([arrivals, *bursts]))


def _draw_callers(arrival_s: Ints, outlook: DayOutlook, chance: np.random.Generator) -> Calls:
    count = len(arrival_s)
    technical = chance.random(count) < _TECHNICAL_SHARE / outlook.billing
    length = np.where(technical, _TECHNICAL_LENGTH, _BILLING_LENGTH)
    held = chance.random(count) < _HOLD_SHARE
    return Calls(
        arrival_s=arrival_s,
        talk_s=np.rint(length * lognormal(_TALK_SECONDS, 0.65, count, chance)),
        hold_s=np.rint(length * held * lognormal(_HOLD_SECONDS, 0.6, count, chance)),
        after_call_s=np.rint(lognormal(_AFTER_CALL_SECONDS, 0.5, count, chance)),
        patience_s=np.rint(chance.exponential(MEAN_PATIENCE_SECONDS, size=count)),
        technical=technical,
        prospect=chance.random(count) < 1 - 0.51 / outlook.campaign,
    )


def _serve(calls: Calls, duties: list[Duty]) -> Service:
    return first_come_first_served(
        calls.arrival_s.astype(np.float64), calls.handle_s, patience_s=calls.patience_s, duties=duties
    )


def _with_redials(calls: Calls, service: Service, outlook: DayOutlook, chance: np.random.Generator) -> Calls:
    """During an outage most of those who hung up try once more, some minutes later."""
    gone = calls.arrival_s + service.wait_s + chance.exponential(_REDIAL_SECONDS, size=len(calls.arrival_s))
    again = ~service.answered & (chance.random(len(gone)) < _REDIAL_SHARE)
    in_hours = np.rint(gone[again & (gone < 18 * 3600 - 1)]).astype(np.int64)
    redials = _draw_callers(in_hours, outlook, chance)
    order = np.argsort(np.concatenate([calls.arrival_s, redials.arrival_s]), kind="stable")
    joined = {
        name: np.concatenate([getattr(calls, name), getattr(redials, name)])[order]
        for name in Calls.__dataclass_fields__
    }
    return replace(calls, **joined)


def _whole_seconds(seconds: Floats) -> Ints:
    return np.rint(seconds).astype(np.int64)
