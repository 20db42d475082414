"""Where a replayed plan lost or won service: step by step from what was promised to what was delivered.

Each step tells Erlang A, half-hour by half-hour with the plan's people, one thing more of what really came. What is
left between the last of them and the replay is what the formula leaves out: queues that carry over, patience that is
not exponential, handle times with a longer tail, closing time.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from benchmarks.replay_calls import DrawnDay
from benchmarks.replay_days import (
    INTERVAL_SECONDS,
    LEAST_CALLS,
    SHORT_ABANDON_SECONDS,
    THRESHOLD_SECONDS,
    Replayed,
)
from benchmarks.replay_plans import Plan
from staffing.erlang_a import service_with_patience

Floats = NDArray[np.float64]

WORST_DAYS = 10


@dataclass(frozen=True, eq=False)
class Causes:
    """A plan beside what came, half-hour by half-hour.

    Parameters
    ----------
    plan, met
        The plan, and its replay.
    came_handle_seconds
        Mean handle time of the calls that came in each interval, as expected where none came, shape (n,).
    patience_seconds
        Mean patience that Erlang A is told, above 0.
    """

    plan: Plan
    met: Replayed
    came_handle_seconds: Floats
    patience_seconds: float

    @classmethod
    def of(cls, plan: Plan, met: Replayed, days: Sequence[DrawnDay], *, patience_seconds: float) -> "Causes":
        """Beside the drawn days that were replayed."""
        handle = pd.Series(plan.handle_seconds, index=plan.starts)
        for day in days:
            instants = pd.Timestamp(day.day) + pd.to_timedelta(day.arrivals, unit="s")
            seconds = pd.Series(day.handle_seconds.mean(axis=1)).groupby(instants.floor("30min")).mean()
            handle.loc[seconds.index] = seconds
        return cls(plan, met, np.asarray(handle, dtype=np.float64), patience_seconds)

    def steps(self) -> pd.DataFrame:
        """Service level by what is known, in %, weighted by the calls that count; and how far off it is.

        The mean absolute and the root mean square error, in points, are those of half-hours with at least `LEAST_CALLS`
        calls against the replay's mean over seeds. Outcomes are skewed, most half-hours good and a few very bad: by
        the first a median, by the second an expectation, such as a promise is, comes out best.
        """
        busy = self.met.offered >= LEAST_CALLS
        weight = self.met.counted.sum(axis=1)
        rows = [
            {
                "known": name,
                "service_level": round(100 * float(weight @ levels / weight.sum()), 2),
                "mean_abs_error": round(100 * _mean(np.abs(levels - self.met.levels)[busy]), 2),
                "rms_error": round(100 * np.sqrt(_mean((levels - self.met.levels)[busy] ** 2)), 2),
            }
            for name, levels in self._levels().items()
        ]
        return pd.DataFrame(rows)

    def _levels(self) -> dict[str, Floats]:
        """Service level of each interval, by what is known."""
        plan, came = self.plan, self.met.offered
        day = pd.factorize(plan.starts.normalize())[0]
        totals, expected = np.bincount(day, came), np.bincount(day, plan.contacts)
        of_day = plan.contacts * np.divide(totals, expected, out=np.ones_like(expected), where=expected > 0)[day]
        return {
            "as promised": plan.service_level,
            "expected calls, Erlang A": self._erlang_a(plan.contacts, plan.handle_seconds),
            "and day totals": self._erlang_a(of_day, plan.handle_seconds),
            "and half-hour counts": self._erlang_a(came, plan.handle_seconds),
            "and handle times": self._erlang_a(came, self.came_handle_seconds),
            "replayed": np.where(came > 0, np.nan_to_num(self.met.levels), 1.0),
        }

    def _erlang_a(self, contacts: Floats, handle_seconds: Floats) -> Floats:
        service = service_with_patience(
            self.plan.agents,
            contacts / INTERVAL_SECONDS,
            handle_seconds,
            threshold_seconds=THRESHOLD_SECONDS,
            patience_seconds=self.patience_seconds,
            short_abandon_seconds=SHORT_ABANDON_SECONDS,
        )
        return service.service_level

    def by(self, key: pd.Index) -> pd.DataFrame:
        """Groups of intervals, a key an interval.

        Returns
        -------
        pandas.DataFrame
            `calls`, `agent_hours`, and `lost`, the calls not answered in time; in %, by how much the expected calls
            and handle times were above those that came (`calls_off`, `handle_off`), and `promised`, `delivered`,
            `occupancy`.
        """
        plan, came = self.plan, self.met.offered
        each = pd.DataFrame(
            {
                "expected": plan.contacts,
                "came": came,
                "expected_work": plan.contacts * plan.handle_seconds / 3600,
                "came_work": came * self.came_handle_seconds / 3600,
                "promised": plan.contacts * plan.service_level,
            }
        )
        told = each.groupby(np.asarray(key)).sum()
        handle_ratio = (told["expected_work"] / told["expected"]) / (told["came_work"] / told["came"])
        table = pd.DataFrame(
            {
                "calls": told["came"],
                "calls_off": (100 * (told["expected"] / told["came"] - 1)).round(1),
                "handle_off": (100 * (handle_ratio - 1)).round(1),
                "promised": (100 * told["promised"] / told["expected"]).round(1),
            }
        )
        met = self.met.by(list(key))
        table["delivered"] = (100 * met["service_level"]).round(1)
        table["agent_hours"] = met["agent_hours"]
        table["occupancy"] = (100 * (1 - met["abandonment"]) * told["came_work"] / met["agent_hours"]).round(0)
        table["lost"] = ((1 - met["service_level"]) * met["calls"]).round(0)
        return table

    def tables(self) -> dict[str, pd.DataFrame]:
        """By weekday, by clock time, and the days that lost most."""
        starts = self.plan.starts
        by_day = self.by(starts.strftime("%m-%d %a"))
        return {
            "By weekday": self.by(starts.strftime("%w %a")),
            "By clock time": self.by(starts.strftime("%H:%M")),
            f"The {WORST_DAYS} days that lost most": by_day.nlargest(WORST_DAYS, "lost"),
        }


def _mean(errors: Floats) -> float:
    return float(errors.mean()) if errors.size else float("nan")
