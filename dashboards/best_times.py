"""When a customer should call: a level per half-hour, reasons from a fixed list, hours. Nothing else is public.

Where customers can only write, the time until a reply stands in the place of levels.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, get_args

import pandas as pd

from dashboards.best_windows import MOST_WINDOWS, BestWindow, best_windows
from dashboards.day_levels import DayLevels, Roster, levels_by_day
from dashboards.kept_replies import kept_deadlines
from dashboards.usual_roster import PastWaits
from dashboards.wait_levels import Level
from dashboards.widget_queues import (
    ReplyTimes,
    Spans,
    is_written_only,
    live_channels,
    of_channel,
    reply_times,
    unusually_closed,
    usual_hours,
    widget_channels,
    widget_queues,
)
from data.calendar import Calendar, days_between
from data.channel import Channel
from data.desk import DeskSettings
from data.errors import NothingToDo
from data.events import Event
from data.reply_deadline import ReplyDeadline
from forecasting.forecast import Forecast

Reason = Literal["after_closure", "billing_day", "month_end", "month_start", "new_service"]
"""休み明け 請求日 月末 月初 新サービスの提供開始"""

OtherChannel = Literal["phone", "chat", "video", "mail", "form", "faq"]

MOST_DAYS = 14
"""The widget looks two weeks ahead, no further."""

_LEAST_SHARE_SHOWN = 0.5  # of the open cells; below it the grid would be mostly holes


@dataclass(frozen=True)
class DayTimes:
    """One day of the widget.

    Parameters
    ----------
    date
        The local day.
    levels
        One a row of `BestTimes.minutes`; `closed` outside opening hours.
    reasons
        Why the day may be special, from the list.
    best
        Two or three recommended windows, rising; none on a closed day or one that is crowded throughout.
    """

    date: date
    levels: tuple[Level, ...]
    reasons: tuple[Reason, ...] = ()
    best: tuple[BestWindow, ...] = ()

    def __post_init__(self) -> None:
        if not set(self.levels) <= set(get_args(Level)):
            raise ValueError(f"best times of {self.date}: {self.levels} holds a level that is not in the list")
        if not set(self.reasons) <= set(get_args(Reason)):
            raise ValueError(f"best times of {self.date}: {self.reasons} holds a reason that is not in the list")
        if len(self.best) > MOST_WINDOWS:
            raise ValueError(f"best times of {self.date}: {len(self.best)} windows are no recommendation")


@dataclass(frozen=True)
class BestTimes:
    """All that the widget says.

    Parameters
    ----------
    desk
        The desk's name, for display.
    language
        `ja` or `en`.
    zone
        IANA name of the desk's zone, in which every time here stands.
    updated_at
        When this was found, zone-aware.
    interval_minutes
        Length of a cell: 15, 30 or 60.
    level_ends_seconds
        Upper ends of the first three levels, seconds of waiting, rising.
    hours
        Usual opening spans, Monday first, seven.
    closed_days
        Days among `days` that are closed although their weekday usually is not.
    minutes
        Starts of the cells, minutes since midnight, rising.
    days
        At most 14 days in a row, the first one today. Empty where the data are too thin to show.
    channels
        Where the customers turn to: the one whose waits the levels tell, or those on which they write.
    other_channels
        The desk's other live channels, and what it names beside these.
    reply
        Where customers can only write: when the answer comes. There are no days then. None with live channels.
    reply_deadlines
        (channel, by when it replies) of those among `other_channels` to which one writes, where the log bears them out.
    planned_days
        Days among `days` that rest on the shift plan; the others rest on the usual roster. Not published.
    more
        The same of the desk's other live channels, by falling contacts; these have no `more` of their own.
    """

    desk: str
    language: Literal["ja", "en"]
    zone: str
    updated_at: pd.Timestamp
    interval_minutes: int
    level_ends_seconds: tuple[float, float, float]
    hours: tuple[Spans, ...]
    closed_days: tuple[date, ...]
    minutes: tuple[int, ...]
    days: tuple[DayTimes, ...]
    channels: tuple[Channel, ...] = ("phone",)
    other_channels: tuple[OtherChannel, ...] = ()
    reply: ReplyTimes | None = None
    reply_deadlines: tuple[tuple[OtherChannel, ReplyDeadline], ...] = ()
    planned_days: tuple[date, ...] = ()
    more: tuple["BestTimes", ...] = ()

    def __post_init__(self) -> None:
        if self.updated_at.tz is None:
            raise ValueError("best times: updated_at carries a time zone; this one is naive")
        if len(self.hours) != 7:
            raise ValueError(f"best times: opening hours of seven weekdays are needed, not of {len(self.hours)}")
        if len(self.days) > MOST_DAYS:
            raise ValueError(f"best times: at most {MOST_DAYS} days are published, not {len(self.days)}")
        if not 0 < self.level_ends_seconds[0] < self.level_ends_seconds[1] < self.level_ends_seconds[2]:
            raise ValueError(f"best times: the levels' ends must rise, unlike {self.level_ends_seconds}")
        if not set(self.other_channels) <= set(get_args(OtherChannel)):
            raise ValueError(f"best times: {self.other_channels} holds a channel that is not in the list")
        if not self.channels or not set(self.channels) <= set(get_args(Channel)):
            raise ValueError(f"best times: {self.channels} must hold channels of the list, at least one")
        if self.reply and self.days:
            raise ValueError("best times: where customers can only write there are no times to call")
        if not {channel for channel, _ in self.reply_deadlines} <= set(self.other_channels):
            raise ValueError(f"best times: {self.reply_deadlines} tells of a channel that is not among the others")
        if any(other.more or other.zone != self.zone for other in self.more):
            raise ValueError("best times: other channels lie in the same zone, and have no others in turn")
        self._check_days()

    def _check_days(self) -> None:
        for number, day in enumerate(self.days):
            if len(day.levels) != len(self.minutes):
                raise ValueError(f"best times of {day.date}: {len(day.levels)} levels, {len(self.minutes)} times")
            if day.date != self.days[0].date + timedelta(days=number):
                raise ValueError(f"best times: {day.date} is out of order; days follow each other")

    @property
    def is_thin(self) -> bool:
        """Whether there were too few contacts to say anything about waiting."""
        return not self.days and self.reply is None


def find_best_times(
    forecasts: Sequence[Forecast],
    calendar: Calendar,
    *,
    agents: pd.DataFrame | None,
    history: PastWaits | None,
    now: pd.Timestamp,
    events: Sequence[Event] | None = None,
    roster: Roster | None = None,
    answered: pd.DataFrame | None = None,
    seed: int = 0,
) -> BestTimes:
    """When to turn to the desk in the next 14 days, by each live channel (phone, chat, video), the most used one first.

    A desk to which customers can only write has no waiting: its opening hours and the time to a reply are all that is
    said, and neither forecasts nor the past are looked at. Queues of tier 2 do not count.

    A level is the wait that four of five callers do not exceed, by Erlang A (callers hang up, with the patience of
    desk.toml or of the log), mixed over the forecast's quantiles and over the channel's queues by contacts. The people
    who answer are those of the plan, less unplanned shrinkage, on days that it covers. On other days they are the usual
    roster: no plan, but the people whom the waits of the last 13 weeks imply for that weekday and interval
    (`usual_agents`).

    Parameters
    ----------
    forecasts
        Of the desk's queues; those of live channels count.
    agents
        People, by coverage of the newest plan: `queue, interval_start, scheduled`; None where there is no plan.
    history
        What the log says about counts and waits; None only where customers can only write.
    now
        Zone-aware; the first day is the desk's day of this instant.
    events
        Default: those of the calendar. A release is a reason only once its `public_from` has come.
    roster
        `plan` or `usual` forces the one or the other; default: the plan where it covers the day.
    answered
        Written contacts answered in time, by day of receipt, as in `kept_deadlines`.
    seed
        Turns the choice of recommended windows.

    Raises
    ------
    NothingToDo
        If there is no forecast of the first channel's queues that reaches today, or no plan although `roster` asks for
        it. Another channel without a forecast is only named.
    """
    today = now.tz_convert(calendar.zone).date()
    days = days_between(today, today + timedelta(days=MOST_DAYS - 1))
    known = _Known(forecasts, calendar, days=days, now=now, kept=kept_deadlines(calendar.settings, answered))
    if is_written_only(calendar.settings):
        return known.without_levels(calendar)
    if history is None:
        raise ValueError("best times: levels need the past of the log")

    def times_by(channel: Channel) -> BestTimes:
        ours = replace(calendar, settings=of_channel(calendar.settings, channel))
        live = _forecasts_of_widget(forecasts, ours.settings, today=today)
        said = known.without_levels(ours)
        found = levels_by_day(live, ours, days=days, coverage=agents, past=history, roster=roster)
        reasons = _reasons(ours, days, calendar.events if events is None else events)
        shown = _days(found, reasons, interval_minutes=said.interval_minutes, seed=seed)
        return replace(said, minutes=found.minutes, days=shown, planned_days=found.planned_days)

    first, *others = known.channels
    more = []
    for channel in others:
        with suppress(NothingToDo):
            more.append(times_by(channel))
    return replace(times_by(first), more=tuple(more))


@dataclass(frozen=True)
class _Known:
    """What is known without a forecast's levels."""

    forecasts: Sequence[Forecast]
    calendar: Calendar
    days: list[date]
    now: pd.Timestamp
    kept: Mapping[Channel, ReplyDeadline]

    @property
    def channels(self) -> tuple[Channel, ...]:
        """The live ones, the most used first."""
        contacts = {forecast.queue: float(forecast.mean.sum()) for forecast in self.forecasts}
        return live_channels(self.calendar.settings, contacts)

    def without_levels(self, calendar: Calendar) -> BestTimes:
        """Hours, closed days and channels of the desk as this calendar sees it."""
        live: list[OtherChannel] = [channel for channel in _LIVE if channel in self.channels]
        return _without_levels(calendar, self.days, now=self.now, live=live, kept=self.kept)


_LIVE: tuple[OtherChannel, ...] = ("phone", "chat", "video")


def _without_levels(
    calendar: Calendar,
    days: list[date],
    *,
    now: pd.Timestamp,
    live: Sequence[OtherChannel],
    kept: Mapping[Channel, ReplyDeadline],
) -> BestTimes:
    settings = calendar.settings
    channels = widget_channels(settings)
    told = dict.fromkeys((*live, *settings.widget.other_channels))  # each once, live ones first
    others = [other for other in told if other not in channels]
    deadlines = {str(channel): deadline for channel, deadline in kept.items()}
    return BestTimes(
        desk=settings.name,
        language=settings.language,
        zone=settings.time_zone,
        updated_at=now.tz_convert(calendar.zone),
        interval_minutes=settings.interval_minutes,
        level_ends_seconds=settings.widget.busy_after_seconds,
        hours=usual_hours(settings),
        closed_days=unusually_closed(calendar, days),
        minutes=(),
        days=(),
        channels=channels,
        other_channels=tuple(others),
        reply_deadlines=tuple((other, deadlines[other]) for other in others if other in deadlines),
        reply=reply_times(settings),
    )


def _forecasts_of_widget(forecasts: Sequence[Forecast], settings: DeskSettings, *, today: date) -> list[Forecast]:
    queues = {queue.name for queue in widget_queues(settings)}
    found = [forecast for forecast in forecasts if forecast.queue in queues]
    if not any((forecast.dates >= pd.Timestamp(today)).any() for forecast in found):
        (channel,) = widget_channels(settings)
        raise NothingToDo(
            "no forecast of a {channel} queue reaches {today}; import what is new and run `tsunagari forecast` first",
            channel=channel,
            today=today,
        )
    return found


def _days(
    found: DayLevels, reasons: dict[date, tuple[Reason, ...]], *, interval_minutes: int, seed: int
) -> tuple[DayTimes, ...]:
    if found.share_shown < _LEAST_SHARE_SHOWN:
        return ()
    return tuple(
        DayTimes(
            date=day,
            levels=levels,
            reasons=reasons[day],
            best=best_windows(levels, found.minutes, interval_minutes=interval_minutes, day=day, seed=seed),
        )
        for day, levels in found.levels.items()
    )


def _reasons(calendar: Calendar, days: list[date], events: Sequence[Event]) -> dict[date, tuple[Reason, ...]]:
    """Why each open day may be special. A Monday after a closed weekend is 休み明け too."""
    (channel,) = widget_channels(calendar.settings)
    drivers = calendar.drivers(channel, days[0], days[-1])
    found: dict[date, tuple[Reason, ...]] = {day: () for day in days}
    for stamp, driver in drivers.iterrows():
        day = pd.Timestamp(str(stamp)).date()
        holds: dict[Reason, bool] = {
            "after_closure": not calendar.is_open(channel, day - timedelta(days=1)),
            "billing_day": driver["days_after_billing"] == 0,
            "month_end": driver["from_month_end"] == 1,
            "month_start": driver["from_month_start"] == 1,
            "new_service": any(_is_announced_release(event, day, today=days[0]) for event in events),
        }
        found[day] = tuple(reason for reason, true in holds.items() if true)
    return found


def _is_announced_release(event: Event, day: date, *, today: date) -> bool:
    announced = event.public_from is not None and event.public_from <= today
    return announced and event.kind == "release" and event.start <= day <= event.end
