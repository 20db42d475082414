"""What tier 1 hands on to tier 2, as contacts of tier 2: later, smoother, and as doubtful as tier 1 itself.

A share of the contacts that tier 1 answers leaves it at the end of its handling (or asks for advice within it) and
arrives at tier 2 then: `staffing.departures`. With the contacts goes their doubt: on the kinds of day on which tier 1
is busier than expected, tier 2 is as well, but for those who then hang up at tier 1. What comes out is a `Forecast`
like any other, so tier 2 is staffed by the same `staffing.require_agents`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtri

from data.calendar import Calendar
from data.desk import QueueSettings
from forecasting.forecast import Forecast, mean_of_root
from staffing.departures import Moment, departures
from staffing.likely_contacts import CHANCE_OF_COUNTS
from staffing.live_service import Asked, LiveService
from staffing.offered_load import HandleTimes

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_BEFORE_SECONDS = 6 * 3600.0
"""Where the desk is open at the as-of, it is taken to have been as busy for so long."""

_LONGEST_WAIT_SECONDS = 1800.0
_HALVINGS = 50


@dataclass(frozen=True)
class HandedOn:
    """Contacts that one queue hands on to another, in the intervals of the other.

    Parameters
    ----------
    contacts
        Expected contacts, at least 0, shape (n,).
    spread
        Relative standard deviation of their root, beyond the chance of counts, that a whole day shares, at least 0,
        shape (n,).
    handle_seconds, handle_variation
        Of the work for one of them: mean, above 0, of all or shape (n,), and standard deviation divided by the mean.
    in_closed
        Contacts that come while the other queue is closed, or after the last of its intervals.
    handle_doubt
        Relative standard deviation of the mean handle time about what is expected, at least 0.
    """

    contacts: Floats
    spread: Floats
    handle_seconds: float | Floats
    handle_variation: float
    in_closed: float
    handle_doubt: float = 0.0


def handed_on(
    first: Forecast,
    agents: Integers,
    *,
    asked: Asked,
    to: Forecast,
    share: float,
    handle_seconds: float,
    handle_variation: float,
    moment: Moment = "end",
    stays_until_open: bool = False,
) -> HandedOn:
    """What tier 1 hands on.

    Parameters
    ----------
    first
        Tier 1's contacts.
    agents, asked
        Its people in each open interval, and what they are asked: who hangs up is not handed on, and who waits comes
        later.
    to
        Tier 2's open intervals; what it expects of its own does not matter.
    share
        Of the contacts that tier 1 answers, 0 to 1.
    handle_seconds, handle_variation
        As in `HandedOn`.
    moment
        When within tier 1's handling.
    stays_until_open
        Whether what comes while tier 2 is closed is done when it opens (callbacks), or by nobody who is planned.
    """
    spans = _Spans.of(first.taking(np.flatnonzero(first.open_minutes > 0)), agents, asked=asked)
    starts = _instants(to.starts)
    edges = np.unique(np.concatenate([starts, starts + to.open_minutes * 60]))
    left = departures(
        spans.start, spans.seconds, contacts=spans.answered * share, handle=spans.handle, edges=edges, moment=moment
    )
    place = np.searchsorted(edges, starts, side="right")
    arrived, closed = left[:, place], np.setdiff1d(np.arange(len(edges) + 1), place)
    if stays_until_open:
        after = np.searchsorted(place, closed)
        later = after < len(place)
        np.add.at(arrived.T, after[later], left.T[closed[later]])
        closed = closed[~later]
    return HandedOn(
        contacts=arrived.mean(axis=0),
        spread=_relative_spread(arrived),
        handle_seconds=handle_seconds,
        handle_variation=handle_variation,
        handle_doubt=to.handle_doubt,
        in_closed=float(left[:, closed].sum(axis=1).mean()),
    )


def _relative_spread(contacts: Floats) -> Floats:
    """Of contacts on days of each kind, from the quietest to the busiest: how their roots rise, shape (n,)."""
    normal = ndtri((np.arange(len(contacts)) + 0.5) / len(contacts))
    root = np.sqrt(contacts)
    rise = normal @ root / (normal @ normal)
    return np.asarray(np.maximum(rise, 0.0) / np.maximum(root.mean(axis=0), 1e-150))


@dataclass(frozen=True)
class _Spans:
    """Tier 1's answered contacts in spans of ten minutes or so, evenly within each, on days of each kind."""

    start: Floats
    seconds: Floats
    answered: Floats
    handle: HandleTimes

    @classmethod
    def of(cls, first: Forecast, agents: Integers, *, asked: Asked) -> "_Spans":
        service = LiveService.of(first, asked)
        parts = service.part_share.shape[1]
        seconds = np.repeat(first.open_minutes * 60 / parts, parts)
        wait = np.minimum(service.average_speed_of_answer(agents), _LONGEST_WAIT_SECONDS)
        start = np.repeat(_instants(first.starts) + wait, parts) + seconds * np.tile(np.arange(parts), len(first))
        stay = service.likely.contacts * (1 - service.kept(agents).gone)
        answered = (stay.T[:, :, None] * service.part_share).reshape(stay.shape[1], -1)
        handle = np.repeat(service.handle.mean_seconds, parts)
        if len(first) and first.starts[0] == first.issued_at:
            before = answered[:, :1] * _BEFORE_SECONDS / seconds[0]
            start, seconds = np.append(start[0] - _BEFORE_SECONDS, start), np.append(_BEFORE_SECONDS, seconds)
            answered, handle = np.concatenate([before, answered], axis=1), np.append(handle[0], handle)
        return cls(start, seconds, answered, HandleTimes(handle, service.handle.variation))


def _instants(starts: pd.DatetimeIndex) -> Floats:
    return np.asarray(starts.as_unit("us").asi8 / 1e6)


def with_handed_on(own: Forecast, handed: Sequence[HandedOn]) -> Forecast:
    """A queue's forecast with what is handed on to it.

    Where it and tier 1 are doubtful, they are busy on the same days. Handle times are those of both, mixed.

    Parameters
    ----------
    own
        What comes to the queue besides: of `without_own` where nothing does.
    handed
        In its intervals.
    """
    means = np.stack([own.mean, *(each.contacts for each in handed)])
    total = means.sum(axis=0)
    if not handed or not np.any(total > own.mean):
        return own
    weight = np.divide(means, total, out=np.zeros_like(means), where=total > 0)
    bend = own.tail.spread
    chance = weight[0] * np.minimum(own.root_spread**2, CHANCE_OF_COUNTS) + (1 - weight[0]) * CHANCE_OF_COUNTS / bend**2
    alone = (
        weight[0] * np.sqrt(np.maximum(own.root_spread**2 - CHANCE_OF_COUNTS, 0.0)) / np.maximum(own.root_mean, 1e-6)
    )
    day_spread = (weight * np.stack([own.day_spread, *(each.spread / bend for each in handed)])).sum(axis=0)
    root = _root_of(total, chance=chance, relative=np.hypot(day_spread, alone), bend=bend)
    least = np.where(root > 0, np.inf, np.sqrt(2 * total) / bend)  # roots of mean 0, cut off there, meet the mean so
    handle_seconds, variation = _mixed_handling(own, handed, means=means, weight=weight)
    doubts = np.array([own.handle_doubt, *(each.handle_doubt for each in handed)])
    more = total > own.mean
    return replace(
        own,
        root_mean=np.where(more, root, own.root_mean),
        day_spread=np.where(more, day_spread, own.day_spread),
        root_spread=np.where(more, np.minimum(np.hypot(np.sqrt(chance), alone * root), least), own.root_spread),
        handle_seconds=handle_seconds,
        handle_variation=variation,
        handle_doubt=float(means.sum(axis=1) @ doubts / means.sum()),
        override_factor=None,
    )


def without_own(to: QueueSettings, first: Forecast, calendar: Calendar) -> Forecast:
    """The open intervals of a queue, over the days of another's forecast, in which nothing of its own is expected."""
    days = first.dates
    opened = calendar.open_intervals(to.channel, days[0].date(), days[-1].date())
    rows = np.flatnonzero(opened.starts >= first.issued_at)
    nothing = np.zeros(len(rows))
    return Forecast(
        queue=to.name,
        channel=to.channel,
        interval_minutes=calendar.settings.interval_minutes,
        issued_at=first.issued_at,
        starts=opened.starts[rows],
        open_minutes=opened.open_minutes[rows],
        root_mean=nothing,
        day_spread=nothing,
        root_spread=nothing,
        handle_seconds=np.full(len(rows), to.handle_seconds),
        handle_variation=1.0,
        model="handed_on",
        tail=first.tail,
    )


def _mixed_handling(
    own: Forecast, handed: Sequence[HandedOn], *, means: Floats, weight: Floats
) -> tuple[Floats, float]:
    """Mean handle time of each interval, and the variation of all of them together within an interval."""
    seconds = [own.handle_seconds, *(np.full(len(own), each.handle_seconds) for each in handed)]
    variations = np.array([own.handle_variation, *(each.handle_variation for each in handed)])
    mean = np.where(weight.sum(axis=0) > 0, (weight * np.stack(seconds)).sum(axis=0), own.handle_seconds)
    squares = (weight * np.stack(seconds) ** 2 * (1 + variations[:, None] ** 2)).sum(axis=0)
    contacts = means.sum(axis=0)
    relative = float((contacts * squares / mean**2).sum() / contacts.sum())
    return mean, float(np.sqrt(max(relative - 1, 0.0)))


def _root_of(total: Floats, *, chance: Floats, relative: Floats, bend: float) -> Floats:
    """The mean root with which so many contacts are expected, by halving; 0 where chance alone brings as many."""
    low, high = np.zeros(len(total)), np.sqrt(total)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        above = mean_of_root(middle, np.hypot(middle * relative, np.sqrt(chance)) * bend) > total
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    return np.where(high > 1e-6, (low + high) / 2, 0.0)
