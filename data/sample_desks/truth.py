"""What a sample desk's log was drawn from; it lies outside the desk's folder."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Surprise:
    """Something in the log that no calendar announces.

    Parameters
    ----------
    kind
        `level_shift`, `fading_effect`, `billing_on_wrong_day`, `outage`, `burst`, `missing_day` or `defect`.
    first_day, last_day
        Local days, inclusive.
    size
        `level_shift`: factor from the first day on; `fading_effect`: share of the month end's effect that is left
        from the last day on; `billing_on_wrong_day`: open days from the announced day (first) to the true one (last);
        `outage`: factor during it; `burst`: contacts added; `missing_day`: 0; `defect`: factor on its topic's contacts
        on the first day, of which the excess falls by a seventh each day.
    start_minute, end_minute
        Minutes since local midnight between which it lies; whole days unless it is an outage or a burst.
    """

    kind: str
    first_day: date
    last_day: date
    size: float
    start_minute: int = 0
    end_minute: int = 1440

    def __post_init__(self) -> None:
        if self.last_day < self.first_day or not 0 <= self.start_minute < self.end_minute <= 1440:
            raise ValueError(f"{self} must rise in days and in minutes of the day")


@dataclass(frozen=True)
class Truth:
    """The expected calls of each open interval, and why.

    Parameters
    ----------
    starts
        Zone-aware, rising, shape (n,); from the log's first day to eight weeks after its last.
    expected
        Calls expected in each, with every effect and with the level shift, the fading and the bills that went out on
        the wrong day, but without outages and bursts; before the chance of the day, shape (n,).
    effects
        Columns `date` (naive midnight), `effect`, `factor`; a row where the factor of a day is not 1.
    surprises
        What no calendar announces.
    """

    starts: pd.DatetimeIndex
    expected: Floats
    effects: pd.DataFrame
    surprises: tuple[Surprise, ...]

    def __post_init__(self) -> None:
        if self.expected.shape != (len(self.starts),) or not np.all(self.expected > 0):
            raise ValueError("expected needs a value above 0 for each of starts")

    def expected_by_day(self) -> pd.Series:
        """Expected calls of each open day, by its naive midnight."""
        days = self.starts.tz_localize(None).normalize()
        return pd.Series(self.expected, index=days).groupby(level=0).sum().rename_axis("date")

    def factor(self, effect: str) -> pd.Series:
        """Factor of one effect by day, only the days it touches."""
        rows = self.effects[self.effects["effect"] == effect]
        return rows.set_index("date")["factor"]

    def accidents(self, day: date) -> tuple[Surprise, ...]:
        """Outages and bursts of a day."""
        return tuple(
            surprise
            for surprise in self.surprises
            if surprise.kind in ("outage", "burst") and surprise.first_day == day
        )
