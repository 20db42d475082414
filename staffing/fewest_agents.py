"""The fewest people with which a queue keeps its goal: interval by interval, and pooled over days or weeks."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from data.service_goal import ServiceGoal
from staffing.live_service import Kept, LiveService

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Integers = NDArray[np.int64]

LEAST_TEAM_WITH_OCCUPANCY_CAP = 5
"""Small teams cannot be both busy and quick: the cap on occupancy does not bind them."""

_ROUNDING = 1e-12

_OUT_OF_REACH = 10
"""Further people are tried until so small a part of what the goal allows to wait is left waiting."""


_FINE_ENOUGH = 300
"""Beyond so many people in an interval they are added several at a time."""


@dataclass(frozen=True)
class Fewest:
    """People in each interval, and the rule that asked for them.

    Parameters
    ----------
    agents
        Shape (n,).
    bound_by
        `service_level`, `floor`, `max_abandonment`, `confidence`, `min_agents` or `max_occupancy`, n of them.
    """

    agents: Integers
    bound_by: tuple[str, ...]


@dataclass(frozen=True)
class Limits:
    """What the contacts of a span are owed.

    Parameters
    ----------
    service_level
        Least expected share answered within the threshold.
    max_abandonment
        Most expected share that hangs up.
    confidence
        Least share of days on which the service level is reached; None: no such limit.
    """

    service_level: float
    max_abandonment: float
    confidence: float | None

    @classmethod
    def of(cls, goal: ServiceGoal) -> "Limits":
        """The goal's; a confidence of 0.5 means on average, and below it the average is no limit."""
        expected = goal.service_level if goal.confidence >= 0.5 else 0.0
        return cls(expected, goal.max_abandonment, None if goal.confidence == 0.5 else goal.confidence)


def fewest_agents(service: LiveService, goal: ServiceGoal, *, span: Integers | None) -> Fewest:
    """The fewest agent-hours that keep a goal.

    Every interval reaches `goal.floor`, has `goal.min_agents` and, from five agents on, is no busier than
    `goal.max_occupancy`. On top of these each span gets what it still lacks, one agent after the other where an hour
    of work wins most contacts within the threshold.

    Parameters
    ----------
    span
        For each interval the number of the day or week over which the goal is pooled, from 0 and rising, shape (n,);
        None: each interval keeps the goal by itself.
    """
    owed = _owed_in_each_interval(goal, is_pooled=span is not None)
    least = _least(service, owed)
    start = at_least(least, service, goal, rule=_what_one_less_misses(least, service, owed))
    if span is None:
        return start
    agents, wanted = _pool(service, start.agents, limits=Limits.of(goal), target=goal.service_level, span=span)
    rule = np.where(agents > start.agents, wanted[span], start.bound_by)
    return Fewest(_within_occupancy(agents, service, max_occupancy=goal.max_occupancy), tuple(rule.tolist()))


def at_least(
    agents: Integers, service: LiveService, goal: ServiceGoal, *, rule: str | NDArray[np.str_] = "service_level"
) -> Fewest:
    """These agents, asked for by a rule, shape (n,), or as many as the least on duty and the cap on occupancy want."""
    on_duty = np.maximum(agents, goal.min_agents)
    found = _within_occupancy(on_duty, service, max_occupancy=goal.max_occupancy)
    bound = np.where(on_duty > agents, "min_agents", rule)
    return Fewest(found, tuple(np.where(found > on_duty, "max_occupancy", bound).tolist()))


Keeps = Callable[[LiveService, Kept, Integers], Flags]


def _owed_in_each_interval(goal: ServiceGoal, *, is_pooled: bool) -> dict[str, Keeps]:
    """What each interval owes by itself, rule by rule."""
    level = goal.floor if is_pooled else max(goal.service_level, goal.floor)
    limits = Limits.of(goal)

    def enough_in_time(service: LiveService, kept: Kept, rows: Integers) -> Flags:
        return np.asarray(service.mean_over_days(kept.level, rows=rows) >= level - _ROUNDING)

    def few_gone(service: LiveService, kept: Kept, rows: Integers) -> Flags:
        return np.asarray(service.mean_over_days(kept.gone, rows=rows) <= limits.max_abandonment + _ROUNDING)

    def on_enough_days(_: LiveService, kept: Kept, rows: Integers) -> Flags:
        surely = np.quantile(kept.level, 1 - (limits.confidence or 0.0), axis=1)
        return np.asarray(surely >= goal.service_level - _ROUNDING)

    if is_pooled:
        return {"floor": enough_in_time}
    owed: dict[str, Keeps] = {"floor" if goal.floor > goal.service_level else "service_level": enough_in_time}
    owed["max_abandonment"] = few_gone
    if limits.confidence is not None:
        owed["confidence"] = on_enough_days
    return owed


def _what_one_less_misses(agents: Integers, service: LiveService, owed: dict[str, Keeps]) -> NDArray[np.str_]:
    """The first rule that each interval would break with a person less, shape (n,)."""
    rule = np.full(len(agents), next(iter(owed)), dtype="<U16")
    rows = np.flatnonzero(agents > 0)
    if len(owed) > 1 and rows.size:
        kept = service.kept(agents[rows] - 1, rows=rows)
        for name, keeps in reversed(owed.items()):
            rule[rows[~keeps(service, kept, rows)]] = name
    return rule


def _least(service: LiveService, owed: dict[str, Keeps]) -> Integers:
    """Least people of each interval who keep what it owes; 0 where nobody comes.

    Where nobody hangs up, there are always more than the mean load: else the queue would grow without end. Searched
    for from the load upwards or downwards in ever longer strides, then by halves.
    """
    above_load = service.asked.slots.agents(np.floor(service.mean_load).astype(np.int64) + 1)
    least = np.zeros_like(above_load) if service.asked.hang_up else above_load
    found = np.where(service.contacts > 0, above_load, 0)
    rows = np.flatnonzero(service.contacts > 0)
    fine = _tried(service, found, owed, rows)
    short, enough = np.where(fine, least[rows] - 1, found[rows]), np.where(fine, found[rows], -1)
    stride = np.maximum(np.sqrt(service.mean_load[rows]) / 3, 1).astype(np.int64)
    up, down = np.flatnonzero(~fine), np.flatnonzero(fine & (found[rows] > least[rows]))
    while up.size or down.size:
        at = np.concatenate([short[up] + stride[up], np.maximum(enough[down] - stride[down], least[rows[down]])])
        places = np.concatenate([up, down])
        found[rows[places]] = at
        is_kept = _tried(service, found, owed, rows[places])
        enough[places[is_kept]], short[places[~is_kept]] = at[is_kept], at[~is_kept]
        stride[places] *= 2
        up = up[enough[up] < 0]
        down = down[is_kept[len(is_kept) - len(down) :] & (enough[down] > least[rows[down]])]
    found[rows] = _halved(service, owed, rows, short=short, enough=enough)
    return found


def _halved(
    service: LiveService, owed: dict[str, Keeps], rows: Integers, *, short: Integers, enough: Integers
) -> Integers:
    """The least between too few and enough people, shape of `rows`."""
    agents = np.zeros(len(service.contacts), dtype=np.int64)
    while True:
        open_ = np.flatnonzero(enough - short > 1)
        if not open_.size:
            return enough
        middle = (enough[open_] + short[open_]) // 2
        agents[rows[open_]] = middle
        fine = _tried(service, agents, owed, rows[open_])
        enough[open_[fine]], short[open_[~fine]] = middle[fine], middle[~fine]


def _tried(service: LiveService, agents: Integers, owed: dict[str, Keeps], rows: Integers) -> Flags:
    if not rows.size:
        return np.zeros(0, dtype=np.bool_)
    kept = service.kept(agents[rows], rows=rows)
    return np.asarray(np.all([keeps(service, kept, rows) for keeps in owed.values()], axis=0))


def _within_occupancy(agents: Integers, service: LiveService, *, max_occupancy: float) -> Integers:
    """As many as the cap on occupancy asks for, where there are enough people for it to bind.

    More people lose fewer contacts, so that those who are busy now are never more than will be: no step goes too far.
    """
    found, rows = agents.copy(), np.flatnonzero(agents >= LEAST_TEAM_WITH_OCCUPANCY_CAP)
    while rows.size:
        busy = service.occupancy(found[rows], rows=rows)
        over = busy > max_occupancy * (1 + _ROUNDING)
        rows, busy = rows[over], busy[over]
        found[rows] = np.ceil(found[rows] * busy / max_occupancy * (1 - _ROUNDING)).astype(np.int64)
    return found


@dataclass(frozen=True)
class _Ladder:
    """What each interval achieves with 0, 1, 2, ... steps more than at the start; a step is a person, of many several.

    Contacts answered in time, and contacts gone, on days of each kind, shape (steps + 1, n, days); expected contacts
    in time that one more step wins for each hour, never rising, shape (steps, n); hours that intervals are open; and
    people of a step, shape (n,).
    """

    in_time: Floats
    gone: Floats
    gain: Floats
    open_hours: Floats
    step: Integers

    @classmethod
    def climbed(cls, service: LiveService, start: Integers, *, enough: float, limits: "_SpanLimits") -> "_Ladder":
        contacts, rows = service.likely.contacts, np.arange(len(start))
        kept, agents, step = service.kept(start), start.copy(), np.maximum(start // _FINE_ENOUGH, 1)
        in_time, gone = [contacts * kept.level], [contacts * kept.gone]
        while True:
            low = (service.mean_over_days(in_time[-1] / np.maximum(contacts, 1e-300)) < enough) & (service.contacts > 0)
            short = ~limits.kept(in_time[-1], gone[-1])
            rows = np.flatnonzero(low | short[limits.spans.number] & (service.contacts > 0))
            if not rows.size:
                break
            agents[rows] += step[rows]
            kept = service.kept(agents[rows], rows=rows)
            in_time.append(in_time[-1].copy())
            gone.append(gone[-1].copy())
            in_time[-1][rows], gone[-1][rows] = contacts[rows] * kept.level, contacts[rows] * kept.gone
        levels = np.stack(in_time)
        gain = _never_rising(np.diff(levels.mean(axis=2), axis=0)) / (service.open_hours * step)
        return cls(levels, np.stack(gone), gain, service.open_hours, step)


def _never_rising(gain: Floats) -> Floats:
    """Gains of one more person after the other, where the first few win more together than the first alone, (s, n).

    Below its load an interval's service level bends upwards: there the people of a stretch count by their mean.
    """
    together = np.cumsum(gain, axis=0) / np.arange(1, len(gain) + 1)[:, None]
    if not len(gain):
        return gain
    last, best = np.argmax(together, axis=0), together.max(axis=0)
    stretched = np.where(np.arange(len(gain))[:, None] <= last, best, gain)
    return np.asarray(np.minimum.accumulate(stretched, axis=0))


@dataclass(frozen=True)
class _SpanLimits:
    """The limits of every span."""

    limits: Limits
    target: float
    spans: "Spans"

    def kept(self, in_time: Floats, gone: Floats) -> Flags:
        """Whether each span keeps all limits; contacts of each interval on days of each kind, shape (n, days)."""
        sums = (_sums(values, self.spans.number) for values in (in_time, gone))
        told = self.each(*sums, contacts=self.spans.contacts, load=self.spans.load)
        return np.asarray(np.stack(list(told.values())).all(axis=0))

    def each(self, in_time: Floats, gone: Floats, *, contacts: Floats, load: Floats) -> dict[str, Flags]:
        """Limit by limit, of sums over spans on days of each kind, shape (..., days)."""
        whole = contacts.sum(axis=-1)
        found = {
            "service_level": in_time.sum(axis=-1) >= (self.limits.service_level - _ROUNDING) * whole,
            "max_abandonment": gone.sum(axis=-1) <= (self.limits.max_abandonment + _ROUNDING) * whole,
        }
        if self.limits.confidence is not None:
            days = share_of_days(in_time, contacts, target=self.target, load=load)
            found["confidence"] = days >= self.limits.confidence - _ROUNDING
        return found


def share_of_days(in_time: Floats, contacts: Floats, *, target: float, load: Floats) -> Floats:
    """On how many of such days the service level is reached, 0 to 1; what comes of a day by chance included.

    Waits of one day go together, the more so the larger the desk: a queue is met by all who come while it lasts. On
    simulated Mondays of 2 to 50 erlangs on average, the variance of a day's service level was 3 to 19 times that of
    as many contacts that know nothing of each other: about 1 + 1.6 a / (1 + a / 15), which is taken here.

    Parameters
    ----------
    in_time, contacts
        Answered within the threshold, and all, on days of each kind, shape (..., days).
    target
        Share answered within the threshold.
    load
        Mean load of these days, erlangs, shape (...).
    """
    level = in_time / np.maximum(contacts, 1e-300)
    together = (1 + 1.6 * load / (1 + load / 15))[..., None]
    chance = np.sqrt(together * np.clip(level * (1 - level), 1e-9, None) / np.maximum(contacts, 1e-9))
    reached = np.where(contacts > 0, ndtr((level - target) / chance), 1.0)
    return np.asarray(reached.mean(axis=-1))


@dataclass(frozen=True)
class Spans:
    """The contacts of each day or week, on days of each kind.

    Parameters
    ----------
    number
        Of each interval's span, from 0 and rising, shape (n,).
    contacts
        Shape (spans, days).
    load
        Mean load as contacts meet it, erlangs, shape (spans,).
    """

    number: Integers
    contacts: Floats
    load: Floats

    @classmethod
    def of(cls, service: LiveService, number: Integers) -> "Spans":
        """The spans of a queue's intervals."""
        contacts = _sums(service.likely.contacts, number)
        met = _sums((service.mean_load * service.contacts)[:, None], number)[:, 0]
        return cls(number, contacts, met / np.maximum(contacts.mean(axis=1), 1e-300))

    def share_of_days(self, service: LiveService, agents: Integers, *, target: float) -> Floats:
        """On how many of such days so many agents, shape (n,), reach a service level, 0 to 1, shape (spans,)."""
        in_time = _sums(service.likely.contacts * service.kept(agents).level, self.number)
        return share_of_days(in_time, self.contacts, target=target, load=self.load)


def _sums(values: Floats, span: Integers) -> Floats:
    """Sums over spans, shape (spans, days)."""
    found = np.zeros((int(span.max(initial=-1)) + 1, values.shape[1]))
    np.add.at(found, span, values)
    return found


def _pool(
    service: LiveService, start: Integers, *, limits: Limits, target: float, span: Integers
) -> tuple[Integers, NDArray[np.str_]]:
    """People on top of `start` until every span keeps its limits, shape (n,), and the limit that asked last, (spans,).

    One person after the other goes where an hour of work wins most; gains never rise, so that no gain is hidden behind
    a smaller one, and taking the largest first reaches every total with the fewest agents (of intervals as long).
    """
    spans = Spans.of(service, span)
    owed = _SpanLimits(limits, target, spans)
    ladder = _Ladder.climbed(service, start, enough=1 - (1 - target) / _OUT_OF_REACH, limits=owed)
    agents, wanted = start.copy(), np.full(len(spans.load), "service_level", dtype="<U16")
    for number in range(len(spans.load)):
        rows = np.flatnonzero(span == number)
        taken, wanted[number] = _taken(ladder, rows, owed, number)
        agents[rows] += taken
    return agents, wanted


def _taken(ladder: _Ladder, rows: Integers, owed: _SpanLimits, number: int) -> tuple[Integers, str]:
    """How many more people each interval of a span gets, and for the sake of which limit the last one came."""
    steps, intervals = ladder.gain.shape[0], len(rows)
    gain, hours = ladder.gain[:, rows].T.ravel(), np.repeat(ladder.open_hours[rows], steps)
    order = np.lexsort((hours, -np.round(gain, 9)))  # stable: of one interval its first person comes before its second
    totals = []
    for values in (ladder.in_time[:, rows], ladder.gone[:, rows]):
        change = np.diff(values, axis=0).transpose(1, 0, 2).reshape(steps * intervals, values.shape[2])[order]
        totals.append(values[0].sum(axis=0) + np.concatenate([np.zeros((1, change.shape[1])), np.cumsum(change, 0)]))
    firsts = {
        name: int(np.argmax(is_kept))
        for name, is_kept in owed.each(
            *totals, contacts=owed.spans.contacts[number], load=owed.spans.load[number]
        ).items()
    }
    last = max(firsts, key=lambda name: firsts[name])
    which = np.repeat(np.arange(intervals), steps)[order[: firsts[last]]]
    return np.bincount(which, minlength=intervals).astype(np.int64) * ladder.step[rows], last
