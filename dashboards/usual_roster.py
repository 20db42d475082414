"""The people who are usually there, told from how long callers waited."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboards.wait_levels import PossibleLoads, agents_for_waits
from data.desk import QueueSettings
from forecasting.forecast import Forecast
from staffing.patience import find_patience

Floats = NDArray[np.float64]

PAST_WEEKS = 13
"""The waits of the snapshot rest on as many weeks; so do the counts beside them."""

_COUNT_COLUMNS = {
    "queue", "interval_start", "open_minutes", "offered", "abandoned", "short_abandoned", "wait_answered_s",
    "agents_seen",
}  # fmt: skip
_WAIT_COLUMNS = {"queue", "weekday", "minute_of_day", "wait_p80_s"}


@dataclass(frozen=True)
class PastWaits:
    """What the log says about counts and waits, as the snapshot holds it.

    Parameters
    ----------
    interval_count
        Table `interval_count` of the snapshot: every open interval of the log, instants in the desk's zone.
    interval_wait
        Table `interval_wait`: the wait that four of five callers did not exceed, by queue, weekday (Monday 0) and
        minute of the day, over the last 13 weeks.
    wait_count
        Table `wait_count`: how long callers waited and how it ended; None where the snapshot is of an older make.
    """

    interval_count: pd.DataFrame
    interval_wait: pd.DataFrame
    wait_count: pd.DataFrame | None = None

    def __post_init__(self) -> None:
        for name, needed in (("interval_count", _COUNT_COLUMNS), ("interval_wait", _WAIT_COLUMNS)):
            absent = needed - set(getattr(self, name).columns)
            if absent:
                raise ValueError(f"past waits: table {name} lacks {', '.join(sorted(absent))}")

    def counts(self, queue: str) -> pd.DataFrame:
        """One queue's intervals that the log speaks of, with `weekday` and `minute` of the wall clock."""
        table = self.interval_count
        table = table[(table["queue"] == queue) & table["offered"].notna()].sort_values("interval_start")
        starts = pd.DatetimeIndex(table["interval_start"])
        return table.assign(weekday=starts.day_of_week, minute=starts.hour * 60 + starts.minute)

    def waits(self, queue: str) -> pd.DataFrame | None:
        """One queue's rows of `wait_count`; None where there is no such table."""
        return None if self.wait_count is None else self.wait_count[self.wait_count["queue"] == queue]

    def recent_counts(self, queue: str) -> pd.DataFrame:
        """The same for the last 13 weeks of the log."""
        table = self.counts(queue)
        since = table["interval_start"].max() - pd.Timedelta(weeks=PAST_WEEKS)
        return pd.DataFrame(table[table["interval_start"] > since])


def patience_seconds(queue: QueueSettings, past: PastWaits) -> float:
    """Mean patience of a queue's callers, seconds, as `staffing.patience` tells it from the snapshot."""
    return find_patience(queue, waits=past.waits(queue.name), counts=past.counts(queue.name)).mean_seconds


def usual_agents(forecast: Forecast, past: PastWaits, *, patience: float) -> pd.DataFrame:
    """The people that the past waits of a queue imply, for each interval of its forecast.

    For each weekday and interval: as many people (a real number) as make the computed waits, mixed over the contacts
    of that weekday and interval in the last 13 weeks, reproduce the observed wait that four of five callers did not
    exceed. So a special day, a billing day for example, shows as busier than usual: more callers meet the usual people.

    Parameters
    ----------
    forecast
        Of live contacts. Where people serve several at once its handle time is the slowed one, and the people found
        are that many times as many servers.
    patience
        Mean patience in seconds, above 0; infinite where nobody hangs up.

    Returns
    -------
    pandas.DataFrame
        A row an interval of the forecast: `agents`, NaN where the past says nothing, and `agents_seen`, the most
        people who answered in that weekday and interval, NaN where the log does not name them.
    """
    starts = forecast.starts
    minute = starts.hour * 60 + starts.minute
    wanted = pd.MultiIndex.from_arrays([starts.day_of_week, minute], names=["weekday", "minute"])
    handle = pd.Series(forecast.handle_seconds, index=wanted).groupby(level=[0, 1]).mean()
    return _implied_by_cell(forecast.queue, past, handle=handle, patience=patience).reindex(wanted)


def _implied_by_cell(queue: str, past: PastWaits, *, handle: pd.Series, patience: float) -> pd.DataFrame:
    """People by weekday and minute of `handle`, which holds the handle seconds of each: `agents`, `agents_seen`."""
    recent = past.recent_counts(queue)
    waits = past.interval_wait[past.interval_wait["queue"] == queue].dropna(subset=["wait_p80_s"])
    observed = waits.set_index(["weekday", "minute_of_day"])["wait_p80_s"].rename_axis(["weekday", "minute"])
    by_cell = recent.groupby(["weekday", "minute"])
    called = by_cell["offered"].sum()
    common = handle.index.intersection(observed.index).intersection(called[called > 0].index)
    loads = PossibleLoads(
        contacts=_past_counts(recent).reindex(common).to_numpy(dtype=np.float64),
        agents=np.ones(len(common)),
        open_seconds=by_cell["open_minutes"].mean().reindex(common).to_numpy(dtype=np.float64) * 60,
        handle_seconds=handle.reindex(common).to_numpy(dtype=np.float64),
        patience_seconds=np.full(len(common), patience),
    )
    agents = agents_for_waits(loads, observed.reindex(common).to_numpy(dtype=np.float64))
    seen = by_cell["agents_seen"].max().reindex(common).to_numpy(dtype=np.float64)
    return pd.DataFrame({"agents": agents, "agents_seen": seen}, index=common)


def _past_counts(recent: pd.DataFrame) -> pd.DataFrame:
    """A row a weekday and minute, a column a week: contacts, NaN where there were fewer weeks."""
    week = recent.groupby(["weekday", "minute"]).cumcount()
    return recent.assign(week=week).pivot_table(index=["weekday", "minute"], columns="week", values="offered")
