"""Calls that really came, answered by the people a plan would have had there, and what they would have met."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from benchmarks.replay_calls import DrawnDay
from staffing.simulation.served_in_turn import PeopleThere, serve_days

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

THRESHOLD_SECONDS = 180.0
SHORT_ABANDON_SECONDS = 5.0
INTERVAL_SECONDS = 1800.0
GOOD_LEVEL = 0.8
LEAST_CALLS = 10
"""A half-hour with fewer calls does not count among those of which `GOOD_LEVEL` shall be kept."""

LEAST_CALLS_OF_WORST = 30
"""The worst time of the week is sought where at least so many calls came over all weeks."""


@dataclass(frozen=True, eq=False)
class Replayed:
    """What the calls of some intervals met, by interval and seed.

    Parameters
    ----------
    starts
        Open intervals, shape (n,).
    agents
        People handling calls, shape (n,).
    offered
        Calls that came, shape (n,).
    short, in_time, gone
        Of these, hung up in under five seconds; answered within the threshold; hung up at all; shape (n, seeds).
    """

    starts: pd.DatetimeIndex
    agents: Integers
    offered: Floats
    short: Floats
    in_time: Floats
    gone: Floats

    @classmethod
    def joined(cls, days: Sequence["Replayed"]) -> "Replayed":
        """Some days in line."""
        return cls(
            starts=pd.DatetimeIndex(np.concatenate([one.starts for one in days])),
            agents=np.concatenate([one.agents for one in days]),
            offered=np.concatenate([one.offered for one in days]),
            short=np.concatenate([one.short for one in days]),
            in_time=np.concatenate([one.in_time for one in days]),
            gone=np.concatenate([one.gone for one in days]),
        )

    @property
    def counted(self) -> Floats:
        """Offered less short abandons, shape (n, seeds)."""
        return np.asarray(self.offered[:, None] - self.short)

    @property
    def agent_hours(self) -> float:
        """Hours of people handling calls."""
        return float(self.agents.sum() * INTERVAL_SECONDS / 3600)

    @cached_property
    def level_by_seed(self) -> Floats:
        """Share answered within the threshold, of offered less short abandons, shape (seeds,)."""
        return np.asarray(self.in_time.sum(axis=0) / self.counted.sum(axis=0))

    @property
    def service_level(self) -> float:
        """Its mean over the seeds."""
        return float(self.level_by_seed.mean())

    @property
    def service_level_error(self) -> float:
        """Standard error of that mean; NaN for one seed."""
        if self.level_by_seed.size < 2:
            return float("nan")
        return float(self.level_by_seed.std(ddof=1) / np.sqrt(self.level_by_seed.size))

    @property
    def service_level_error_of_days(self) -> float:
        """Standard error that comes from which days were replayed, by the jackknife over days; NaN for one day."""
        day = np.asarray(pd.factorize(self.starts.normalize())[0])
        if day.max() == 0:
            return float("nan")
        in_time, counted = (
            np.bincount(day, weights=each.mean(axis=1), minlength=day.max() + 1)
            for each in (self.in_time, self.counted)
        )
        without = (in_time.sum() - in_time) / (counted.sum() - counted)
        return float(np.sqrt((len(without) - 1) * without.var()))

    @property
    def good_half_hours(self) -> float:
        """Share of half-hours with at least `LEAST_CALLS` calls of which `GOOD_LEVEL` were answered in time."""
        busy = self.offered >= LEAST_CALLS
        return float((self.in_time[busy] >= GOOD_LEVEL * self.counted[busy] - 1e-9).mean())

    @property
    def abandonment(self) -> float:
        """Share of offered that hang up, however early."""
        return float(self.gone.sum() / (self.offered.sum() * self.gone.shape[1]))

    @property
    def levels(self) -> Floats:
        """Service level of each interval over all seeds; NaN where nobody counts, shape (n,)."""
        counted = self.counted.sum(axis=1)
        nobody = np.full(len(counted), np.nan)
        return np.asarray(np.divide(self.in_time.sum(axis=1), counted, out=nobody, where=counted > 0))

    def by(self, key: Sequence[object]) -> pd.DataFrame:
        """`calls`, `agent_hours`, `service_level` and `abandonment` of groups of intervals, a key an interval."""
        seeds = self.gone.shape[1]
        table = pd.DataFrame(
            {
                "calls": self.offered,
                "agent_hours": self.agents * INTERVAL_SECONDS / 3600,
                "in_time": self.in_time.mean(axis=1),
                "counted": self.counted.sum(axis=1) / seeds,
                "gone": self.gone.mean(axis=1),
            }
        )
        summed = table.groupby(list(key)).sum()
        return pd.DataFrame(
            {
                "calls": summed["calls"],
                "agent_hours": summed["agent_hours"],
                "service_level": summed["in_time"] / summed["counted"],
                "abandonment": summed["gone"] / summed["calls"],
            }
        )

    @property
    def worst_time_of_week(self) -> tuple[str, float]:
        """Weekday and clock time with the lowest service level over all weeks, and that level; NaN where few called."""
        by_time = self.by(list(self.starts.strftime("%a %H:%M")))
        by_time = by_time[by_time["calls"] >= LEAST_CALLS_OF_WORST]
        if by_time.empty:
            return "", float("nan")
        return str(by_time["service_level"].idxmin()), float(by_time["service_level"].min())


def replay_day(drawn: DrawnDay, starts: pd.DatetimeIndex, agents: Integers) -> Replayed:
    """One queue, first come, first served; who waits at closing is served by the last interval's people.

    Parameters
    ----------
    drawn
        The day's calls, all of them within the intervals.
    starts
        Open half-hours of the day, rising.
    agents
        People of each, shape as `starts`.
    """
    seconds = (starts.hour * 3600 + starts.minute * 60).to_numpy(np.float64)
    place = np.rint((seconds - seconds[0]) / INTERVAL_SECONDS).astype(np.int64)
    people = np.zeros(place[-1] + 1, dtype=np.int64)
    people[place] = agents
    arrivals = np.repeat((drawn.arrivals - seconds[0])[:, None], drawn.handle_seconds.shape[1], axis=1)
    latest = arrivals + drawn.patience_seconds
    there = PeopleThere.by_interval(people, INTERVAL_SECONDS)
    served = serve_days(arrivals, latest, drawn.handle_seconds, there=there)

    row = np.searchsorted(seconds, drawn.arrivals, side="right") - 1
    within = np.asarray(row == np.arange(len(starts))[:, None], dtype=np.float64)
    gone = ~np.isfinite(served)
    return Replayed(
        starts=starts,
        agents=agents,
        offered=within.sum(axis=1),
        short=within @ (gone & (drawn.patience_seconds < SHORT_ABANDON_SECONDS)),
        in_time=within @ (served - arrivals <= THRESHOLD_SECONDS),
        gone=within @ gone,
    )
