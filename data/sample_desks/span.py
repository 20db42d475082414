"""The days that a sample desk's log covers, and the seed that all its chance comes from."""

from dataclasses import dataclass
from datetime import date, timedelta
from zlib import crc32

import numpy as np
import pandas as pd

from data.errors import DeskError

HORIZON_DAYS = 56
"""Events, leave and truth go on for eight weeks after the log's end."""
SHORTEST_DAYS = 60


@dataclass(frozen=True)
class Span:
    """First and last day of a log, inclusive, and a seed of 0 or more.

    Raises
    ------
    DeskError
        If the span is shorter than 60 days, or the seed is below 0.
    """

    since: date
    until: date
    seed: int

    def __post_init__(self) -> None:
        if self.seed < 0:
            raise DeskError("seed {seed} is below 0; name a seed from 0 up", seed=self.seed)
        if (self.until - self.since).days + 1 < SHORTEST_DAYS:
            raise DeskError(
                "{since} to {until} is too short for a sample desk; give it {days} days at least",
                since=self.since,
                until=self.until,
                days=SHORTEST_DAYS,
            )

    @classmethod
    def ending(cls, until: date, *, seed: int, since: date | None = None) -> "Span":
        """The span that ends with a day; two years of it where no first day is named."""
        # 29 February counts from 1 March.
        after = pd.Timestamp(until + timedelta(days=1))
        return cls(since or (after - pd.DateOffset(years=2)).date(), until, seed)

    @property
    def horizon(self) -> date:
        """Last day of events, leave and truth."""
        return self.until + timedelta(days=HORIZON_DAYS)

    @property
    def days(self) -> int:
        """Days of the log."""
        return (self.until - self.since).days + 1

    @property
    def seconds(self) -> int:
        """From the log's first midnight to its end."""
        return self.days * 86_400

    def chance(self, purpose: str, *more: int) -> np.random.Generator:
        """Randomness of its own for a purpose, the same for the same seed."""
        return np.random.default_rng([self.seed, crc32(purpose.encode()), *more])
