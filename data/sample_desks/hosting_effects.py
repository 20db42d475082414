"""How many calls the hosting desk expects, interval by interval: named effects, drawn once for a seed."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.calendar import Calendar
from data.sample_desks.effects import (
    falling,
    named,
    nth,
    of_campaigns,
    of_releases,
    share_left,
    shifted_level,
    since_true_billing,
)
from data.sample_desks.hosting_calendar import CHANNEL
from data.sample_desks.span import Span
from data.sample_desks.surprises import draw_surprises
from data.sample_desks.truth import Surprise, Truth

Floats = NDArray[np.float64]

CALLS_A_DAY = 600.0
"""Average of the open days of the log's span."""

# Half-hours from 10:00: busy at once, a dip at lunch that lasts until 14-15 h, easier towards the evening.
_SHAPE = (1.36, 1.27, 1.16, 1.03, 0.82, 0.74, 0.75, 0.82, 0.94, 1.04, 1.10, 1.08, 1.03, 0.99, 0.90, 0.80)
# Monday's callers have waited for the weekend to end; on Wednesday and Thursday the evening is the easiest of the week.
_MONDAY_SHAPE = (1.28, 1.24, 1.14, 1.08)
_MIDWEEK_EVENING = (0.80, 0.72)


@dataclass(frozen=True)
class HostingEffects:
    """The hosting desk's effects on a day's calls, each a factor.

    Parameters
    ----------
    weekday
        Monday to Friday, mean 1, shape (5,).
    month_start, month_end
        First three open days of a month; last three, counted from the end.
    billing
        The billing day and the two open days after it.
    after_holiday, after_long_closure
        First open day after a holiday; after four closed days or more.
    release
        The day of a release and the two open days after it.
    campaign
        Each day of a campaign.
    growth_a_year
        Factor from one year to the next.
    """

    weekday: tuple[float, ...]
    month_start: tuple[float, ...]
    month_end: tuple[float, ...]
    billing: tuple[float, ...]
    after_holiday: float
    after_long_closure: float
    release: tuple[float, ...]
    campaign: float
    growth_a_year: float


def draw_effects(seed: int) -> HostingEffects:
    """The effects of one seed, each within its range."""
    chance = np.random.default_rng([seed, 2])

    def fading(first: tuple[float, float], *shares: float) -> tuple[float, ...]:
        return falling(chance.uniform(*first) - 1, *shares)

    weekday = np.array([chance.uniform(1.32, 1.40), 1.00, 0.90, 0.88, 0.94]) * [1, *chance.uniform(0.98, 1.02, 4)]
    return HostingEffects(
        weekday=tuple((weekday / weekday.mean()).tolist()),
        month_start=fading((1.12, 1.20), 0.6, 0.3),
        month_end=fading((1.16, 1.26), 0.65, 0.35),
        billing=fading((1.38, 1.55), 0.55, 0.3),
        after_holiday=float(chance.uniform(1.12, 1.20)),
        after_long_closure=float(chance.uniform(1.28, 1.40)),
        release=fading((1.25, 1.40), 0.55, 0.25),
        campaign=float(chance.uniform(1.08, 1.14)),
        growth_a_year=float(chance.uniform(1.03, 1.07)),
    )


def hosting_truth_of(calendar: Calendar, *, since: date, until: date, seed: int) -> Truth:
    """Expected calls of every open interval from `since` to eight weeks after `until`."""
    span = Span(since, until, seed)
    last_day = span.horizon
    surprises = draw_surprises(calendar, CHANNEL, span)
    factors = _factors(calendar, draw_effects(seed), surprises, since=since, last_day=last_day)
    product = factors.prod(axis=1)
    level = CALLS_A_DAY / product[product.index <= pd.Timestamp(until)].mean()
    starts = calendar.open_intervals(CHANNEL, since, last_day).starts
    return Truth(
        starts=starts,
        expected=_spread_over_days(product * level, starts),
        effects=named(factors),
        surprises=surprises,
    )


def _factors(
    calendar: Calendar, effects: HostingEffects, surprises: tuple[Surprise, ...], *, since: date, last_day: date
) -> pd.DataFrame:
    """One column an effect, one row an open day."""
    drivers = calendar.drivers(CHANNEL, since, last_day)
    days = pd.DatetimeIndex(drivers.index)
    years = np.asarray((days - days[0]).days, dtype=np.float64) / 365.25
    table = pd.DataFrame(index=drivers.index)
    table["weekday"] = [effects.weekday[number] for number in drivers["weekday"]]
    table["month_start"] = nth(drivers["from_month_start"], effects.month_start, first=1)
    month_end = nth(drivers["from_month_end"], effects.month_end, first=1)
    table["month_end"] = 1 + (month_end - 1) * share_left(days, surprises)
    table["billing"] = nth(since_true_billing(drivers["days_after_billing"], surprises), effects.billing, first=0)
    closed = drivers["closed_days_before"].to_numpy()
    table["after_closure"] = np.select(
        [closed >= 4, closed > 0], [effects.after_long_closure, effects.after_holiday], 1.0
    )
    table["release"] = of_releases(calendar.events, effects.release, days)
    table["campaign"] = of_campaigns(calendar.events, effects.campaign, days)
    table["growth"] = effects.growth_a_year**years
    table["level_shift"] = shifted_level(days, surprises)
    return table


def _spread_over_days(totals: pd.Series, starts: pd.DatetimeIndex) -> Floats:
    """Each day's total by its weekday's shape, over the open intervals."""
    shapes = np.tile(np.array(_SHAPE), (5, 1))
    shapes[0, : len(_MONDAY_SHAPE)] *= _MONDAY_SHAPE
    shapes[2:4, -len(_MIDWEEK_EVENING) :] *= _MIDWEEK_EVENING
    shapes /= shapes.sum(axis=1, keepdims=True)
    half_hour = (np.asarray(starts.hour * 60 + starts.minute) - 600) // 30
    share = shapes[np.asarray(starts.day_of_week), half_hour]
    return np.asarray(totals.loc[starts.tz_localize(None).normalize()].to_numpy() * share, dtype=np.float64)
