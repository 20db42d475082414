"""What two fitted stages say of the days ahead: contacts by interval, their doubt, and why each day is as high."""

from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.calendar import Calendar
from forecasting.fitted_days import FittedDays
from forecasting.forecast import NamedEffect
from forecasting.named_effects import effects_by_name, named_effects
from forecasting.outlook import Horizon, Outlook
from forecasting.pile_up import with_pile_up
from forecasting.tail import Tail

Floats = NDArray[np.float64]


def outlook_of(fitted: FittedDays, horizon: Horizon, *, tail: Tail, calendar: Calendar) -> Outlook:
    """What the fitted days say of the horizon; `tail` is how far the past strayed from what they said of it."""
    row = fitted.columns.dates.get_indexer(horizon.dates)
    share = fitted.profile.at(weekday=horizon.weekday, minute=horizon.minute_of_day) * horizon.opened
    share = _with_pile_up(fitted, horizon, share, calendar=calendar)
    mean = np.exp(np.clip(fitted.log_days[row], -30, 30)) * share
    return replace(
        fitted.outlook(mean, doubt=fitted.doubt[row], minute=horizon.minute_of_day, tail=tail),
        effects=_effects(fitted, horizon, share),
        shape_spread=fitted.shape_factors().at(horizon.minute_of_day),
    )


def _with_pile_up(fitted: FittedDays, horizon: Horizon, share: Floats, *, calendar: Calendar) -> Floats:
    day, days = pd.factorize(horizon.dates)
    factor = fitted.closure_factor[fitted.columns.dates.get_indexer(days)]
    opening = np.full(len(days), -1)
    for row, date in enumerate(days):
        if factor[row] > 1:
            opening[row] = calendar.open_minutes_of_day(fitted.columns.channel, date.date())[0][0]
    first = np.diff(day, prepend=-1) > 0
    opens_day = first & (horizon.minute_of_day <= opening[day])
    return with_pile_up(share, day=day, opens_day=opens_day, factor=factor[day])


def _effects(fitted: FittedDays, horizon: Horizon, share: Floats) -> tuple[NamedEffect, ...]:
    """Factors whose product is each day's mean, strongest calendar reasons by name."""
    day, days = pd.factorize(horizon.dates)
    rows = fitted.columns.dates.get_indexer(days)
    hours = np.asarray(np.bincount(day, share), dtype=np.float64)
    reasons = effects_by_name(
        fitted.columns.effects, sizes=fitted.level.sizes, covariance=fitted.level.covariance, rows=rows
    )
    for kind, stated in fitted.columns.stated.items():
        reasons[kind] = reasons.get(kind, np.zeros(len(rows))) + stated[rows]
    weekday = reasons.pop("weekday") - _weekday_centre(fitted)
    mean = fitted.log_days[rows] + np.log(np.maximum(hours, 1e-12))
    return named_effects(pd.DatetimeIndex(days), mean=mean, hours=hours, weekday=weekday, reasons=reasons)


def _weekday_centre(fitted: FittedDays) -> float:
    """Mean logarithm of the weekday factors over the newest year's days."""
    recent = fitted.columns.weeks_ahead[: fitted.columns.past] > -52
    days = [column.strength[: fitted.columns.past][recent].mean() for column in fitted.columns.effects]
    names = [column.effect for column in fitted.columns.effects]
    return float(sum(c * d for c, d, name in zip(fitted.level.sizes, days, names, strict=True) if name == "weekday"))
