"""How many contacts a queue of a sample desk expects, half-hour by half-hour, round the clock where people write."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.calendar import Calendar, days_between
from data.channel import WRITTEN_CHANNELS, Channel
from data.sample_desks.effects import (
    falling,
    gamma_factor,
    named,
    nth,
    of_campaigns,
    of_releases,
    share_left,
    shifted_level,
    since_true_billing,
)
from data.sample_desks.roster import HALF_HOUR_SECONDS, HALF_HOURS
from data.sample_desks.span import Span
from data.sample_desks.truth import Surprise, Truth

Floats = NDArray[np.float64]
Range = tuple[float, float]
_NONE: Range = (1.0, 1.0)
_AT_NEW_YEAR = 0.3


@dataclass(frozen=True)
class Demand:
    """A queue's numbers; an effect is a range of factors out of which the seed draws.

    Parameters
    ----------
    queue, channel
        As in desk.toml.
    contacts_a_day
        Average of the open days of the log's span.
    weekday
        Monday to Sunday. Live channels have nothing on days on which they are closed; people write on any day.
    hours
        Relative rate of each hour of the day, shape (24,).
    monday_hours
        Factors on those of a Monday; empty: none.
    topics
        Topic -> its share.
    month_start, month_end, billing, release, campaign, after_closure, growth_a_year
        The effects of the same name; month_end is the one that fades.
    defect_topic
        The topic that jumps with a defective batch; empty: the queue has none.
    """

    queue: str
    channel: Channel
    contacts_a_day: float
    weekday: tuple[float, ...]
    hours: tuple[float, ...]
    topics: dict[str, float]
    monday_hours: tuple[float, ...] = ()
    month_start: Range = _NONE
    month_end: Range = _NONE
    billing: Range = _NONE
    release: Range = _NONE
    campaign: Range = _NONE
    after_closure: Range = _NONE
    growth_a_year: Range = (1.02, 1.06)
    defect_topic: str = ""
    day_variation: float = 0.08

    @property
    def is_written(self) -> bool:
        """Whether customers write, also when the desk is closed."""
        return self.channel in WRITTEN_CHANNELS


@dataclass(frozen=True)
class Outlook:
    """What a queue expects on each day of the log and eight weeks beyond.

    Parameters
    ----------
    demand
        The queue.
    days
        Every calendar day.
    rates
        Contacts expected to arrive in each half-hour from midnight, shape (days, 48).
    defect
        Factor on the defect's topic by day, shape (days,).
    truth
        The same by open interval: what arrives while the desk is closed counts where it opens next.
    """

    demand: Demand
    days: tuple[date, ...]
    rates: Floats
    defect: Floats
    truth: Truth

    def arrivals(self, number: int, chance: np.random.Generator) -> NDArray[np.int64]:
        """When contacts arrive on a day, seconds since midnight, rising; with more spread than Poisson's."""
        level = self.rates[number] * gamma_factor(self.demand.day_variation, 1, chance)
        level = level * gamma_factor(0.07, HALF_HOURS, chance)
        half_hours = np.arange(HALF_HOURS)
        bursts = []
        for accident in self.truth.accidents(self.days[number]):
            if accident.kind == "outage":
                within = (half_hours * 30 >= accident.start_minute) & (half_hours * 30 < accident.end_minute)
                level = np.where(within, level * accident.size, level)
            elif level[accident.start_minute // 30] > 0:
                # A burst is as large as the queue: sizes are drawn for one of 600 contacts a day.
                size = round(accident.size * self.demand.contacts_a_day / 600)
                bursts.append(chance.integers(accident.start_minute * 60, accident.end_minute * 60, size=size))
        counts = chance.poisson(level)
        steady = np.repeat(half_hours * HALF_HOUR_SECONDS, counts)
        steady = steady + chance.integers(0, HALF_HOUR_SECONDS, size=counts.sum())
        return np.sort(np.concatenate([steady, *bursts]).astype(np.int64))

    def topics(self, number: int, count: int, chance: np.random.Generator) -> list[str]:
        """Topics of so many contacts of the day of this number."""
        share = dict(self.demand.topics)
        if self.demand.defect_topic:
            share[self.demand.defect_topic] *= float(self.defect[number])
        weights = np.array(list(share.values()))
        names = list(share)
        return [names[at] for at in chance.choice(len(names), size=count, p=weights / weights.sum())]


def outlook_of(demand: Demand, calendar: Calendar, span: Span, *, surprises: tuple[Surprise, ...]) -> Outlook:
    """Everything drawn, for a seed."""
    days = tuple(days_between(span.since, span.horizon))
    defect = _defect_by_day(demand, days, surprises)
    factors = _factors(demand, calendar, span, surprises=surprises)
    if demand.defect_topic:
        factors["defect"] = 1 + demand.topics[demand.defect_topic] * (defect - 1)
    rates = factors.prod(axis=1).to_numpy()[:, None] * _shapes(demand, factors.index)
    if not demand.is_written:
        rates = rates * _open_share(calendar, demand.channel, days)
    open_days = len(calendar.business_days(demand.channel, span.since, span.until))
    rates = rates * (demand.contacts_a_day * open_days / rates[: span.days].sum())
    starts = calendar.open_intervals(demand.channel, days[0], days[-1]).starts
    truth = Truth(
        starts=starts,
        expected=_by_open_interval(rates, starts, first_day=days[0]),
        effects=named(factors if demand.is_written else factors[rates.sum(axis=1) > 0]),
        surprises=surprises,
    )
    return Outlook(demand, days, rates, defect, truth)


def _factors(demand: Demand, calendar: Calendar, span: Span, *, surprises: tuple[Surprise, ...]) -> pd.DataFrame:
    """One column an effect, one row a calendar day."""
    chance = span.chance(f"effects of {demand.queue}")

    def drawn(bounds: Range) -> float:
        return float(chance.uniform(*bounds))

    days = pd.DatetimeIndex(days_between(span.since, span.horizon), name="date")
    drivers = calendar.drivers(demand.channel, span.since, span.horizon).reindex(days)
    weekday = np.array(demand.weekday) * chance.uniform(0.97, 1.03, 7)
    of_day = np.where([calendar.is_holiday(day.date()) for day in days], 6, days.day_of_week)
    left = share_left(days, surprises)
    # Writing on a holiday is like writing on a Sunday.
    table = pd.DataFrame(index=days)
    table["weekday"] = weekday[of_day if demand.is_written else np.asarray(days.day_of_week)]
    if demand.is_written:
        # While the desk is closed at New Year, customers have other things to do as well.
        closed_by_desk = np.array([calendar.is_closed_by_desk(day.date()) for day in days])
        table["closure"] = np.where(closed_by_desk, _AT_NEW_YEAR, 1.0)
    month_start = falling(drawn(demand.month_start) - 1, 0.6, 0.3)
    table["month_start"] = nth(drivers["from_month_start"], month_start, first=1)
    month_end = falling(drawn(demand.month_end) - 1, 0.65, 0.35)
    table["month_end"] = 1 + (nth(drivers["from_month_end"], month_end, first=1) - 1) * left
    billing = falling(drawn(demand.billing) - 1, 0.55, 0.3)
    table["billing"] = nth(_true_billing(drivers["days_after_billing"], surprises), billing, first=0)
    closed = drivers["closed_days_before"].to_numpy() > 0
    table["after_closure"] = np.where(closed, drawn(demand.after_closure), 1.0)
    table["release"] = of_releases(calendar.events, falling(drawn(demand.release) - 1, 0.55, 0.25), days)
    table["campaign"] = of_campaigns(calendar.events, drawn(demand.campaign), days)
    table["growth"] = drawn(demand.growth_a_year) ** (np.arange(len(days)) / 365.25)
    table["level_shift"] = shifted_level(days, surprises)
    return table


def _true_billing(days_after: pd.Series, surprises: tuple[Surprise, ...]) -> pd.Series:
    opened = days_after.notna()
    if not opened.any():
        return days_after
    return since_true_billing(days_after[opened], surprises).reindex(days_after.index)


def _defect_by_day(demand: Demand, days: tuple[date, ...], surprises: tuple[Surprise, ...]) -> Floats:
    """Factor on the topic of a defective batch: its full size at once, and the excess falls by a seventh each day."""
    factor = np.ones(len(days))
    for surprise in surprises:
        if surprise.kind == "defect" and demand.defect_topic:
            since = np.array([(day - surprise.first_day).days for day in days], dtype=np.float64)
            jumped = 1 + (surprise.size - 1) * (6 / 7) ** np.maximum(since, 0)
            factor = np.where(since >= 0, jumped, factor)
    return factor


def _shapes(demand: Demand, days: pd.Index) -> Floats:
    """Relative rate of each half-hour of each day, each day's sum 1, shape (days, 48); hours are joined by lines."""
    hours = np.tile(np.array(demand.hours, dtype=np.float64), (7, 1))
    if demand.monday_hours:
        hours[0] *= demand.monday_hours
    at = np.arange(HALF_HOURS) / 2 + 0.25
    shapes = np.array([np.interp(at, np.arange(24) + 0.5, row, period=24) for row in hours])
    shapes /= shapes.sum(axis=1, keepdims=True)
    of_day: Floats = shapes[np.asarray(pd.DatetimeIndex(days).day_of_week)]
    return of_day


def _open_share(calendar: Calendar, channel: Channel, days: tuple[date, ...]) -> Floats:
    """Share of each half-hour in which the channel is open, shape (days, 48)."""
    share = np.zeros((len(days), HALF_HOURS))
    intervals = calendar.open_intervals(channel, days[0], days[-1])
    share[_place(intervals.starts, days[0])] = intervals.open_minutes / 30
    return share


def _place(starts: pd.DatetimeIndex, first_day: date) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    local = starts.tz_localize(None)
    numbers = np.asarray((local.normalize() - pd.Timestamp(first_day)).days, dtype=np.int64)
    return numbers, np.asarray(local.hour * 2 + local.minute // 30, dtype=np.int64)


def _by_open_interval(rates: Floats, starts: pd.DatetimeIndex, *, first_day: date) -> Floats:
    """Contacts that count in each open interval: what arrives before it opens waits for it."""
    numbers, half_hours = _place(starts, first_day)
    next_open = np.searchsorted(numbers * HALF_HOURS + half_hours, np.arange(rates.size))
    counted = np.bincount(next_open, weights=rates.ravel(), minlength=len(starts) + 1)
    return counted[: len(starts)].astype(np.float64)
