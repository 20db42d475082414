"""A level for each interval of the coming days, and what is pooled or hidden where data are thin or people few."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboards.usual_roster import PastWaits, patience_seconds, usual_agents
from dashboards.wait_levels import Level, PossibleLoads, level_of_wait, waits_by_group
from dashboards.widget_queues import widget_channels
from data.calendar import Calendar
from data.channel import Channel
from data.errors import NothingToDo
from forecasting.forecast import QUANTILE_LEVELS, Forecast
from staffing.chat_slots import ChatSlots

Floats = NDArray[np.float64]
Roster = Literal["plan", "usual"]

LEAST_CONTACTS = 10
"""A level rests on at least as many contacts of its weekday and interval in the whole history."""

_POOLED_MINUTES = (60, 120)
_NOON = 720
_FEWER_THAN_TWO = 1.5  # proficiency and shrinkage make fractions of people; 0 is nobody, whom nothing can betray
_INNER_LEVELS = QUANTILE_LEVELS[1:-1]


@dataclass(frozen=True)
class DayLevels:
    """Levels of each day on one grid of times.

    Parameters
    ----------
    minutes
        Starts of the cells, minutes since local midnight, rising, n of them.
    levels
        By day, n each.
    planned_days
        Days whose levels rest on the plan throughout.
    """

    minutes: tuple[int, ...]
    levels: dict[date, tuple[Level, ...]]
    planned_days: tuple[date, ...] = ()

    @property
    def share_shown(self) -> float:
        """Share of the open cells that carry a level, 0 to 1."""
        opened = [level for levels in self.levels.values() for level in levels if level != "closed"]
        return sum(level != "hidden" for level in opened) / len(opened) if opened else 0.0


def levels_by_day(
    forecasts: Sequence[Forecast],
    calendar: Calendar,
    *,
    days: list[date],
    coverage: pd.DataFrame | None,
    past: PastWaits,
    roster: Roster | None,
) -> DayLevels:
    """The level of each interval of one live channel, that of the forecasts.

    Parameters
    ----------
    coverage, roster
        As in `find_best_times`.

    Notes
    -----
    What is too thin or too personal is not published as it is:

    - a cell with fewer than 10 contacts of its weekday and interval in the whole history takes the level of its clock
      hour, then of its two hours, and is hidden where they hold fewer than 10, too;
    - a cell with one agent on duty takes the common level of its part of the day (before noon, from noon on).

    A person who serves several chats at once is as many servers, each slower by the queue's `concurrency_slowdown` for
    every further chat (`ChatSlots`).
    """
    if roster == "plan" and coverage is None:
        raise NothingToDo("there is no stored plan to publish from; run `tsunagari plan`, or publish --roster usual")
    rows = [_rows_of_queue(forecast, calendar, coverage=coverage, past=past, roster=roster) for forecast in forecasts]
    table = pd.concat([frame for frame, _ in rows], ignore_index=True)
    contacts = np.concatenate([counts for _, counts in rows])
    kept = (table["servers"].notna() & table["date"].isin([pd.Timestamp(day) for day in days])).to_numpy()
    waits = _cell_waits(table[kept].reset_index(drop=True), contacts[kept], past=past, queues=_names(forecasts))
    found = _on_grid(waits, calendar, days, channel=widget_channels(calendar.settings)[0])
    return replace(found, planned_days=_planned_days(table, days))


def _planned_days(table: pd.DataFrame, days: list[date]) -> tuple[date, ...]:
    """Days on which the plan speaks for every queue and interval."""
    planned = table["from_plan"].groupby(table["date"]).all()
    known = set(pd.DatetimeIndex(planned.index[planned]).date)
    return tuple(day for day in days if day in known)


def _names(forecasts: Sequence[Forecast]) -> list[str]:
    return [forecast.queue for forecast in forecasts]


def _rows_of_queue(
    forecast: Forecast, calendar: Calendar, *, coverage: pd.DataFrame | None, past: PastWaits, roster: Roster | None
) -> tuple[pd.DataFrame, Floats]:
    """A row an interval: when, who answers, how many they serve at once and for how long; and the possible contacts."""
    starts = forecast.starts
    queue = next(queue for queue in calendar.settings.queue if queue.name == forecast.queue)
    slots = ChatSlots.of(queue)
    slowed = replace(forecast, handle_seconds=forecast.handle_seconds * slots.stretch)
    patience = patience_seconds(queue, past)
    usual = usual_agents(slowed, past, patience=patience)
    planned = _planned_agents(forecast, coverage, unplanned_shrinkage=calendar.settings.shrinkage.unplanned)
    from_plan = np.full(len(forecast), roster == "plan") if roster else _covered_days(forecast, planned)
    servers = np.where(from_plan, slots.servers(planned), usual["agents"])
    table = pd.DataFrame(
        {
            "date": forecast.dates,
            "weekday": starts.day_of_week,
            "minute": starts.hour * 60 + starts.minute,
            "servers": servers,
            "people": servers / slots.concurrency,
            "seen": np.where(from_plan, np.nan, usual["agents_seen"]),
            "from_plan": from_plan,
            "open_seconds": forecast.open_minutes * 60,
            "handle_seconds": slowed.handle_seconds,
            "patience_seconds": patience,
        }
    )
    return table, forecast.quantiles(_INNER_LEVELS)


def _planned_agents(forecast: Forecast, coverage: pd.DataFrame | None, *, unplanned_shrinkage: float) -> Floats:
    """People of the plan who can be expected to be there, NaN where the plan says nothing, shape (n,)."""
    if coverage is None:
        return np.full(len(forecast), np.nan)
    ours = coverage[coverage["queue"] == forecast.queue]
    starts = pd.DatetimeIndex(ours["interval_start"]).tz_convert(forecast.starts.tz).as_unit("us")
    scheduled = pd.Series(ours["scheduled"].to_numpy(dtype=np.float64), index=starts)
    return scheduled.reindex(forecast.starts.as_unit("us")).to_numpy() * (1 - unplanned_shrinkage)


def _covered_days(forecast: Forecast, planned: Floats) -> NDArray[np.bool_]:
    """Whether the plan speaks of every interval of an interval's day, shape (n,)."""
    spoken = pd.Series(~np.isnan(planned)).groupby(forecast.dates)
    return spoken.transform("all").to_numpy(dtype=np.bool_)


def _cell_waits(table: pd.DataFrame, contacts: Floats, *, past: PastWaits, queues: list[str]) -> pd.Series:
    """The wait in seconds of each cell that may be shown, of all queues together, by date and minute."""
    loads = PossibleLoads(
        contacts=contacts,
        agents=table["servers"].to_numpy(dtype=np.float64),
        open_seconds=table["open_seconds"].to_numpy(dtype=np.float64),
        handle_seconds=table["handle_seconds"].to_numpy(dtype=np.float64),
        patience_seconds=table["patience_seconds"].to_numpy(dtype=np.float64),
    )
    pooled = _pooled_minutes(table, past, queues)
    minute = table["minute"]
    wait = np.full(len(table), np.nan)
    for length in (1, *_POOLED_MINUTES, _NOON):
        # Every interval enters the pool, but only the cells that need this pool take its wait.
        pool = (minute >= _NOON).astype(np.int64) if length == _NOON else minute // length
        group = np.asarray(table.groupby([table["date"], pool]).ngroup(), dtype=np.int64)
        here = (pooled == length).to_numpy()
        wait[here] = waits_by_group(loads, group)[group[here]]
    return table.assign(wait=wait).groupby(["date", "minute"])["wait"].max().dropna()


def _pooled_minutes(table: pd.DataFrame, past: PastWaits, queues: list[str]) -> pd.Series:
    """Over how many minutes each row's cell is pooled: its own, 60, 120, half a day (720); NaN: hidden."""
    known = pd.concat([past.counts(queue) for queue in queues])
    own = known.groupby(["weekday", "minute"])["offered"].sum()
    cell = pd.MultiIndex.from_frame(table[["weekday", "minute"]])
    pooled = pd.Series(np.nan, index=table.index)
    for minutes in (*reversed(_POOLED_MINUTES), 1):
        sums = own.groupby([own.index.get_level_values(0), own.index.get_level_values(1) // minutes]).sum()
        block = pd.MultiIndex.from_arrays([table["weekday"], table["minute"] // minutes])
        enough = sums.reindex(block, fill_value=0).to_numpy() >= LEAST_CONTACTS
        pooled[enough] = minutes
    return _pooled_for_one_agent(table, pooled, own.reindex(cell, fill_value=0).to_numpy())


def _pooled_for_one_agent(table: pd.DataFrame, pooled: pd.Series, contacts: Floats) -> pd.Series:
    """Cells that rest on one person take their part of the day; a part that is such a single cell is hidden."""
    cell = [table["date"], table["minute"]]
    people = table.groupby(cell)["people"].transform("sum")
    seen = table.groupby(cell)["seen"].transform("max")
    one = ((people > 0) & (people < _FEWER_THAN_TWO)) | (seen <= 1)
    part = table.assign(contacts=contacts).groupby([table["date"], table["minute"] >= _NOON])
    enough = (part["minute"].transform("nunique") > 1) & (part["contacts"].transform("sum") >= LEAST_CONTACTS)
    return pooled.mask(one & pooled.notna(), float(_NOON)).mask(one & ~enough)


def _on_grid(waits: pd.Series, calendar: Calendar, days: list[date], *, channel: Channel) -> DayLevels:
    opened = calendar.open_intervals(channel, days[0], days[-1]).starts
    minute = opened.hour * 60 + opened.minute
    open_cells = set(zip(opened.date, minute, strict=True))
    minutes = tuple(sorted(set(minute.tolist())))
    dates, at_minutes = (waits.index.get_level_values(name) for name in ("date", "minute"))
    known = dict(zip(zip(pd.DatetimeIndex(dates).date, at_minutes, strict=True), waits.to_numpy(), strict=True))
    ends = calendar.settings.widget.busy_after_seconds

    def level(day: date, at: int) -> Level:
        if (day, at) not in open_cells:
            return "closed"
        return level_of_wait(known[day, at], ends) if (day, at) in known else "hidden"

    return DayLevels(minutes=minutes, levels={day: tuple(level(day, at) for at in minutes) for day in days})
