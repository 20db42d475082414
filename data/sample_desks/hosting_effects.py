"""How many calls the hosting desk expects, interval by interval: named effects, drawn once for a seed."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.calendar import Calendar
from data.sample_desks.hosting_calendar import CHANNEL, HORIZON_DAYS
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

    def falling(first: tuple[float, float], *shares: float) -> tuple[float, ...]:
        """A drawn factor, and what is left of it on the days that follow."""
        excess = chance.uniform(*first) - 1
        return tuple(float(1 + excess * share) for share in (1.0, *shares))

    weekday = np.array([chance.uniform(1.32, 1.40), 1.00, 0.90, 0.88, 0.94]) * [1, *chance.uniform(0.98, 1.02, 4)]
    return HostingEffects(
        weekday=tuple((weekday / weekday.mean()).tolist()),
        month_start=falling((1.12, 1.20), 0.6, 0.3),
        month_end=falling((1.16, 1.26), 0.65, 0.35),
        billing=falling((1.38, 1.55), 0.55, 0.3),
        after_holiday=float(chance.uniform(1.12, 1.20)),
        after_long_closure=float(chance.uniform(1.28, 1.40)),
        release=falling((1.25, 1.40), 0.55, 0.25),
        campaign=float(chance.uniform(1.08, 1.14)),
        growth_a_year=float(chance.uniform(1.03, 1.07)),
    )


def draw_surprises(calendar: Calendar, *, since: date, until: date, seed: int) -> tuple[Surprise, ...]:
    """What no calendar announces, spread over the log's span; the last fifth of it holds none but bursts."""
    chance = np.random.default_rng([seed, 3])
    days = calendar.business_days(CHANNEL, since, until)
    missing = _missing(days, chance)
    logged = [day for day in days if day not in {surprise.first_day for surprise in missing}]

    def at(first: float, last: float) -> date:
        return logged[int(chance.uniform(first, last) * len(logged))]

    shift = Surprise("level_shift", at(0.45, 0.65), until, float(chance.choice([0.89, 1.11])))
    fading = Surprise("fading_effect", at(0.25, 0.35), at(0.65, 0.75), float(chance.uniform(0.35, 0.5)))
    size, start = float(chance.uniform(2.2, 2.8)), int(chance.integers(22, 28)) * 30
    day = at(0.3, 0.75)
    outage = Surprise("outage", day, day, size, start, start + 120)
    wrong = _wrong_billing(calendar, logged, chance)
    return (shift, fading, outage, *wrong, *missing, *_bursts(logged, chance))


def _missing(days: list[date], chance: np.random.Generator) -> list[Surprise]:
    """Two days on end and a single one on which the log is empty although the desk was open."""
    first = int(chance.uniform(0.15, 0.4) * len(days))
    single = int(chance.uniform(0.5, 0.8) * len(days))
    return [Surprise("missing_day", days[at], days[at], 0) for at in (first, first + 1, single)]


def _wrong_billing(calendar: Calendar, days: list[date], chance: np.random.Generator) -> list[Surprise]:
    """One billing run three open days late; none where the span is too short to hold one."""
    middle = days[len(days) // 5 : len(days) * 4 // 5]
    announced = [day for day in calendar.billing_dates(middle[0], middle[-1]) if day in middle]
    if not announced:
        return []
    day = announced[int(chance.integers(len(announced)))]
    return [Surprise("billing_on_wrong_day", day, calendar.add_business_days(CHANNEL, day, 3), 3)]


def _bursts(days: list[date], chance: np.random.Generator) -> list[Surprise]:
    """Clustered arrivals: a mailing goes out, and for ten minutes everyone calls; about one in forty days."""
    count = max(1, len(days) // 40)
    chosen = np.sort(chance.choice(len(days), size=count, replace=False))
    starts = chance.integers(64, 102, size=count) * 10
    sizes = chance.integers(15, 31, size=count)
    return [
        Surprise("burst", days[at], days[at], int(size), int(start), int(start) + 10)
        for at, start, size in zip(chosen, starts, sizes, strict=True)
    ]


def hosting_truth_of(calendar: Calendar, *, since: date, until: date, seed: int) -> Truth:
    """Expected calls of every open interval from `since` to eight weeks after `until`."""
    surprises = draw_surprises(calendar, since=since, until=until, seed=seed)
    last_day = until + timedelta(days=HORIZON_DAYS)
    factors = _factors(calendar, draw_effects(seed), surprises, since=since, last_day=last_day)
    product = factors.prod(axis=1)
    level = CALLS_A_DAY / product[product.index <= pd.Timestamp(until)].mean()
    starts = calendar.open_intervals(CHANNEL, since, last_day).starts
    return Truth(
        starts=starts,
        expected=_spread_over_days(product * level, starts),
        effects=_named(factors),
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
    table["month_start"] = _nth(drivers["from_month_start"], effects.month_start, first=1)
    table["month_end"] = 1 + (_nth(drivers["from_month_end"], effects.month_end, first=1) - 1) * _left(days, surprises)
    table["billing"] = _nth(_since_true_billing(drivers["days_after_billing"], surprises), effects.billing, first=0)
    closed = drivers["closed_days_before"].to_numpy()
    table["after_closure"] = np.select(
        [closed >= 4, closed > 0], [effects.after_long_closure, effects.after_holiday], 1.0
    )
    table["release"], table["campaign"] = _of_events(calendar, effects, days)
    table["growth"] = effects.growth_a_year**years
    shift = next(surprise for surprise in surprises if surprise.kind == "level_shift")
    table["level_shift"] = np.where(days >= pd.Timestamp(shift.first_day), shift.size, 1.0)
    return table


def _nth(position: pd.Series, factors: tuple[float, ...], *, first: int) -> Floats:
    """The factor of each day by its position; 1 where the position has none."""
    table = {first + number: factor for number, factor in enumerate(factors)}
    return np.array([table.get(at, 1.0) for at in position])


def _left(days: pd.DatetimeIndex, surprises: tuple[Surprise, ...]) -> Floats:
    """Share of the fading effect that is left on each day."""
    fading = next(surprise for surprise in surprises if surprise.kind == "fading_effect")
    elapsed = np.asarray((days - pd.Timestamp(fading.first_day)).days, dtype=np.float64)
    return np.interp(elapsed, [0, (fading.last_day - fading.first_day).days], [1.0, fading.size])


def _since_true_billing(days_after: pd.Series, surprises: tuple[Surprise, ...]) -> pd.Series:
    """Open days since the day on which bills truly went out."""
    true = days_after.copy()
    for surprise in surprises:
        if surprise.kind == "billing_on_wrong_day":
            at = int(true.index.searchsorted(pd.Timestamp(surprise.first_day)))
            true.iloc[at : at + 6] = [-4, -2, -1, 0, 1, 2][: len(true) - at]
    return true


def _of_events(calendar: Calendar, effects: HostingEffects, days: pd.DatetimeIndex) -> tuple[Floats, Floats]:
    release, campaign = np.ones(len(days)), np.ones(len(days))
    for event in calendar.events:
        first = int(days.searchsorted(pd.Timestamp(event.start)))
        if event.kind == "release":
            here = slice(first, first + len(effects.release))
            release[here] = effects.release[: len(release[here])]
        if event.kind == "campaign":
            campaign[first : int(days.searchsorted(pd.Timestamp(event.end), side="right"))] = effects.campaign
    return release, campaign


def _spread_over_days(totals: pd.Series, starts: pd.DatetimeIndex) -> Floats:
    """Each day's total by its weekday's shape, over the open intervals."""
    shapes = np.tile(np.array(_SHAPE), (5, 1))
    shapes[0, : len(_MONDAY_SHAPE)] *= _MONDAY_SHAPE
    shapes[2:4, -len(_MIDWEEK_EVENING) :] *= _MIDWEEK_EVENING
    shapes /= shapes.sum(axis=1, keepdims=True)
    half_hour = (np.asarray(starts.hour * 60 + starts.minute) - 600) // 30
    share = shapes[np.asarray(starts.day_of_week), half_hour]
    return np.asarray(totals.loc[starts.tz_localize(None).normalize()].to_numpy() * share, dtype=np.float64)


def _named(factors: pd.DataFrame) -> pd.DataFrame:
    long = factors.rename_axis("date").reset_index().melt(id_vars="date", var_name="effect", value_name="factor")
    return long[long["factor"] != 1.0].sort_values(["date", "effect"], ignore_index=True)
