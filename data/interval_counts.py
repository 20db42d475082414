"""From legs in the store to a queue's `IntervalSeries`, by SQL."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from data.calendar import Calendar
from data.channel import LIVE_CHANNELS, Channel
from data.errors import NothingToDo
from data.interval_series import Floats, IntervalSeries
from data.kept_counts import count_channel, count_queue, stage_pieces
from data.log_gaps import find_missing
from data.log_span import read_log_span
from data.totals_counts import (
    are_coarse,
    coarse_counts,
    lie_within_hours,
    offered_by_totals,
    read_totals,
    totals_by_interval,
)
from data.warehouse import Warehouse

_OF_SINGLE_CONTACTS = ("short_abandoned", "answered_in_threshold", "agents_seen")
"""Figures that totals do not tell."""


def last_complete_instant(warehouse: Warehouse, calendar: Calendar) -> pd.Timestamp:
    """The end of the last complete day in the log: the midnight after it.

    The newest day is complete unless its end is a hole: open intervals after its last contact that usually bring more
    than a few contacts (`data.log_gaps`).
    """
    span = read_log_span(warehouse, calendar)
    following = calendar.instant(span.last_day + timedelta(days=1), 0)
    for channel in {queue.channel for queue in calendar.settings.queue}:
        frame = count_intervals_of_channel(warehouse, calendar, channel=channel, until=following)
        on_last_day = np.asarray(frame["interval_start"] >= calendar.instant(span.last_day, 0))
        missing_after = on_last_day & frame["missing"].to_numpy() & np.asarray(frame["interval_start"] > span.last_at)
        if missing_after.any():
            return calendar.instant(span.last_day, 0)
    return following


def count_intervals_of_channel(
    warehouse: Warehouse, calendar: Calendar, *, channel: Channel, until: pd.Timestamp
) -> pd.DataFrame:
    """All open intervals of a channel that ended by `until`: `interval_start`, `open_minutes`, `missing`."""
    frame = warehouse.remembered(
        ("intervals of a channel", calendar, channel, until),
        lambda: _count_intervals_of_channel(warehouse, calendar, channel=channel, until=until),
    )
    return frame.copy()


def stage_open_pieces(
    warehouse: Warehouse, calendar: Calendar, *, channel: Channel, until: pd.Timestamp
) -> pd.DataFrame:
    """Put a channel's stretches of opening hours, of all days known at `until`, into the table `open_piece`; give them.

    Raises
    ------
    NothingToDo
        If the log is empty or begins later.
    """
    days = _known_days(warehouse, calendar, until=until)
    pieces = calendar.open_pieces(channel, *days)
    stage_pieces(warehouse, pieces, question=(calendar, channel, days))
    return pieces


def _count_intervals_of_channel(
    warehouse: Warehouse, calendar: Calendar, *, channel: Channel, until: pd.Timestamp
) -> pd.DataFrame:
    pieces = stage_open_pieces(warehouse, calendar, channel=channel, until=until)
    opened = calendar.open_intervals(channel, *_known_days(warehouse, calendar, until=until))
    length = pd.Timedelta(minutes=calendar.settings.interval_minutes)
    ended = np.asarray(opened.starts + length <= until)
    frame = pd.DataFrame({"interval_start": opened.starts[ended], "open_minutes": opened.open_minutes[ended]})
    counted = count_channel(warehouse, channel=channel, until=until)
    offered = _joined(frame, counted)["offered"].fillna(0.0).to_numpy(np.float64)
    told = offered_by_totals(warehouse, calendar, channel=channel, pieces=pieces, until=until)
    offered = offered + _joined(frame[["interval_start"]], told)["offered"].fillna(0.0).to_numpy(np.float64)
    frame["missing"] = find_missing(offered, pd.DatetimeIndex(frame["interval_start"].array))
    return frame


def count_intervals(warehouse: Warehouse, calendar: Calendar, *, queue: str, until: pd.Timestamp) -> pd.DataFrame:
    """Every open interval of a queue that ended by `until`, with what arrived in it as it was known then.

    A written contact that came while the desk was closed stands in the interval in which it opened next. Figures of
    waiting for a person (`short_abandoned`, `answered_in_threshold`) are NaN for written channels.

    Returns
    -------
    pandas.DataFrame
        The columns of `sql/interval_count.sql` with `interval_minutes` and `open_minutes`; all counts and sums NaN
        where the log is missing. A queue known only by coarser totals has intervals of their length.

    Raises
    ------
    NothingToDo
        If the log is empty or begins later.
    """
    settings = next(q for q in calendar.settings.queue if q.name == queue)
    frame = count_intervals_of_channel(warehouse, calendar, channel=settings.channel, until=until)
    totals = read_totals(warehouse, calendar, queue=settings, until=until)
    if are_coarse(warehouse, calendar, totals, queue=settings, until=until):
        counted = coarse_counts(totals, calendar, queue=settings)
        return counted.assign(**dict.fromkeys(_OF_SINGLE_CONTACTS, np.nan))
    live = settings.channel in LIVE_CHANNELS
    stage_open_pieces(warehouse, calendar, channel=settings.channel, until=until)
    counted = count_queue(warehouse, settings, until=until)
    told = _totals_on_grid(warehouse, calendar, totals, channel=settings.channel, until=until)
    joined = _joined(frame, _added_up(counted, told)).assign(interval_minutes=calendar.settings.interval_minutes)
    by_contacts = ~joined["interval_start"].isin(told["interval_start"]).to_numpy()
    missing = joined["missing"].to_numpy()
    for column in counted.columns.drop("interval_start"):
        figure = joined[column].to_numpy(np.float64, copy=True)
        figure[by_contacts & np.isnan(figure)] = 0.0
        figure[missing] = np.nan
        joined[column] = figure
    if not live:
        joined[["short_abandoned", "answered_in_threshold"]] = np.nan
    return joined


def _known_days(warehouse: Warehouse, calendar: Calendar, *, until: pd.Timestamp) -> tuple[date, date]:
    """First and last local day of the log that had begun by `until`."""
    span = read_log_span(warehouse, calendar)
    last_day = (until - pd.Timedelta(microseconds=1)).tz_convert(calendar.zone).date()
    if last_day < span.first_day:
        raise NothingToDo(
            "nothing was known at {until}: the log begins on {first_day}. Choose a later --as-of.",
            until=until.isoformat(),
            first_day=span.first_day,
        )
    return span.first_day, last_day


def _totals_on_grid(
    warehouse: Warehouse, calendar: Calendar, totals: pd.DataFrame, *, channel: Channel, until: pd.Timestamp
) -> pd.DataFrame:
    if not len(totals):
        return pd.DataFrame({"interval_start": pd.DatetimeIndex([], tz=calendar.zone)})
    pieces = calendar.open_pieces(channel, *_known_days(warehouse, calendar, until=until))
    return totals_by_interval(totals, pieces, channel=channel)


def _added_up(counted: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    """Counts of single contacts and totals of other days; what neither tells stays NaN."""
    if not len(told):
        return counted
    told = told.assign(interval_start=told["interval_start"].dt.tz_convert("UTC").dt.as_unit("us"))
    both = pd.concat([counted, told]) if len(counted) else told.reindex(columns=counted.columns)
    return both.groupby("interval_start", as_index=False).sum(min_count=1)


def read_interval_series(
    warehouse: Warehouse, calendar: Calendar, *, queue: str, until: pd.Timestamp
) -> IntervalSeries:
    """One queue's past as it was known at `until`.

    Parameters
    ----------
    queue
        Name from desk.toml.
    until
        Zone-aware; nothing later enters.

    Raises
    ------
    NothingToDo
        If the log is empty or begins later.
    """
    settings = next(q for q in calendar.settings.queue if q.name == queue)
    frame = count_intervals(warehouse, calendar, queue=queue, until=until)

    grid, minutes = calendar.settings.interval_minutes, frame["interval_minutes"].to_numpy(np.float64)

    def filled(column: str) -> Floats:
        return frame[column].fillna(0.0).to_numpy(np.float64)

    talk = filled("handle_s") - filled("hold_s") - filled("acw_s")  # a source may tell handle time without its parts
    return IntervalSeries(
        queue=queue,
        channel=settings.channel,
        interval_minutes=grid,
        minutes=None if (minutes == grid).all() else minutes,
        starts=pd.DatetimeIndex(frame["interval_start"].array),
        open_minutes=frame["open_minutes"].to_numpy(np.float64),
        offered=frame["offered"].to_numpy(np.float64),
        answered=frame["answered"].to_numpy(np.float64),
        talk_seconds=np.maximum(talk, 0.0),
        hold_seconds=filled("hold_s"),
        after_call_seconds=filled("acw_s"),
        handled=filled("handled"),
        as_of=until,
    )


def count_outside_hours(warehouse: Warehouse, calendar: Calendar, *, queue: str, until: pd.Timestamp) -> int:
    """Contacts of a queue that came outside opening hours, as far as known at `until`.

    Those of a live channel stand in no interval; written ones stand in the interval in which work begins next. Totals
    of bands or days cannot tell, and count nothing here.
    """
    settings = next(q for q in calendar.settings.queue if q.name == queue)
    pieces = stage_open_pieces(warehouse, calendar, channel=settings.channel, until=until)
    single = warehouse.count("outside_hours_count", queue=queue, until=until)
    totals = read_totals(warehouse, calendar, queue=settings, until=until)
    if not len(totals) or are_coarse(warehouse, calendar, totals, queue=settings, until=until):
        return single
    return single + int(totals["offered"][~lie_within_hours(totals, pieces)].sum())


def _joined(frame: pd.DataFrame, counted: pd.DataFrame) -> pd.DataFrame:
    counted = counted.assign(interval_start=counted["interval_start"].astype(frame["interval_start"].dtype))
    return frame.merge(counted, on="interval_start", how="left")
