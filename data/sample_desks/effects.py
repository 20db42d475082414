"""What the effects of sample desks have in common: factors by the position of a day."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.events import Event
from data.sample_desks.truth import Surprise

Floats = NDArray[np.float64]


def falling(excess: float, *shares: float) -> tuple[float, ...]:
    """A factor of 1 and this excess, and what is left of it on the days that follow."""
    return tuple(float(1 + excess * share) for share in (1.0, *shares))


def nth(position: pd.Series, factors: tuple[float, ...], *, first: int) -> Floats:
    """The factor of each day by its position; 1 where the position has none."""
    table = {first + number: factor for number, factor in enumerate(factors)}
    return np.array([table.get(at, 1.0) for at in position])


def share_left(days: pd.DatetimeIndex, surprises: Iterable[Surprise]) -> Floats:
    """Share of the fading effect that is left on each day."""
    fading = next(surprise for surprise in surprises if surprise.kind == "fading_effect")
    elapsed = np.asarray((days - pd.Timestamp(fading.first_day)).days, dtype=np.float64)
    return np.interp(elapsed, [0, (fading.last_day - fading.first_day).days], [1.0, fading.size])


def shifted_level(days: pd.DatetimeIndex, surprises: Iterable[Surprise]) -> Floats:
    """The level shift's factor on each day."""
    shift = next(surprise for surprise in surprises if surprise.kind == "level_shift")
    return np.where(days >= pd.Timestamp(shift.first_day), shift.size, 1.0)


def since_true_billing(days_after: pd.Series, surprises: Iterable[Surprise]) -> pd.Series:
    """Open days since the day on which bills truly went out."""
    true = days_after.copy()
    for surprise in surprises:
        if surprise.kind == "billing_on_wrong_day":
            at = int(true.index.searchsorted(pd.Timestamp(surprise.first_day)))
            true.iloc[at : at + 6] = [-4, -2, -1, 0, 1, 2][: len(true) - at]
    return true


def of_releases(events: Iterable[Event], factors: tuple[float, ...], days: pd.DatetimeIndex) -> Floats:
    """The day of each release and the days after it."""
    found = np.ones(len(days))
    for event in events:
        if event.kind == "release":
            first = int(days.searchsorted(pd.Timestamp(event.start)))
            here = slice(first, first + len(factors))
            found[here] = factors[: len(found[here])]
    return found


def of_campaigns(events: Iterable[Event], factor: float, days: pd.DatetimeIndex) -> Floats:
    """Each day of a campaign."""
    found = np.ones(len(days))
    for event in events:
        if event.kind == "campaign":
            first = int(days.searchsorted(pd.Timestamp(event.start)))
            found[first : int(days.searchsorted(pd.Timestamp(event.end), side="right"))] = factor
    return found


def named(factors: pd.DataFrame) -> pd.DataFrame:
    """Rows `date`, `effect`, `factor` where a factor is not 1, from a column an effect and a row a day."""
    long = factors.rename_axis("date").reset_index().melt(id_vars="date", var_name="effect", value_name="factor")
    return long[long["factor"] != 1.0].sort_values(["date", "effect"], ignore_index=True)


def gamma_factor(variation: float, count: int, chance: np.random.Generator) -> Floats:
    """Factors with mean 1 and this coefficient of variation."""
    return chance.gamma(1 / variation**2, variation**2, size=count)


def lognormal(mean: float, spread: float, count: int, chance: np.random.Generator, longest: float = 3600.0) -> Floats:
    """Log-normal with this mean and standard deviation of the logarithm, cut at the longest."""
    return np.minimum(chance.lognormal(np.log(mean) - spread**2 / 2, spread, size=count), longest)
