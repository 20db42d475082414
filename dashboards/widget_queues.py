"""Which queues the widget speaks of: those of the live channel that most customers take, else those they write to.

A queue of tier 2 is never among them: customers cannot turn to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from data.calendar import Calendar
from data.channel import LIVE_CHANNELS, WRITTEN_CHANNELS, Channel
from data.desk import DeskSettings, QueueSettings
from data.errors import NothingToDo
from data.opening_hours import joined_spans
from data.reply_deadline import BusinessDays, ReplyDeadline, slowest

Spans = tuple[tuple[int, int], ...]
"""Opening spans of a day, minutes since local midnight, rising."""


@dataclass(frozen=True)
class ReplyTimes:
    """What a customer who writes is told.

    Parameters
    ----------
    within
        The reply usually comes by then.
    latest_days
        It comes within so many business days at the latest, not before `within`.
    """

    within: ReplyDeadline
    latest_days: int

    def __post_init__(self) -> None:
        if isinstance(self.within, BusinessDays) and self.within.number > self.latest_days:
            raise ValueError(
                f"a reply usually within {self.within.number} and at the latest within {self.latest_days} business days"
            )


def widget_queues(settings: DeskSettings) -> tuple[QueueSettings, ...]:
    """Queues of the first of phone, chat and video that customers can reach; without any, all written ones.

    Raises
    ------
    NothingToDo
        If all queues are of tier 2.
    """
    reachable = [queue for queue in settings.queue if queue.tier == 1]
    for channel in LIVE_CHANNELS:
        live = tuple(queue for queue in reachable if queue.channel == channel)
        if live:
            return live
    if not reachable:
        raise NothingToDo(
            "desk.toml has queues of tier 2 alone, which customers cannot reach, so there is nothing to publish; "
            "give the queue that meets the customer tier = 1"
        )
    return tuple(reachable)


def live_channels(settings: DeskSettings, contacts: Mapping[str, float]) -> tuple[Channel, ...]:
    """The live channels that customers can reach, the one that most of them take first.

    Parameters
    ----------
    contacts
        Expected contacts by queue, of one span of time; a queue without any counts as 0. Where channels are equal,
        phone goes before chat, and chat before video.
    """
    reachable = [queue for queue in settings.queue if queue.tier == 1 and queue.channel in LIVE_CHANNELS]
    total = {channel: 0.0 for channel in LIVE_CHANNELS if channel in {queue.channel for queue in reachable}}
    for queue in reachable:
        total[queue.channel] += contacts.get(queue.name, 0.0)
    return tuple(sorted(total, key=lambda channel: -total[channel]))


def of_channel(settings: DeskSettings, channel: Channel) -> DeskSettings:
    """The desk as if this were the only live channel that customers can reach."""
    others = {
        queue.name
        for queue in settings.queue
        if queue.tier == 1 and queue.channel in LIVE_CHANNELS and queue.channel != channel
    }
    return settings.model_copy(update={"queue": tuple(each for each in settings.queue if each.name not in others)})


def widget_channels(settings: DeskSettings) -> tuple[Channel, ...]:
    """Their channels, each once: a single live one, or the written ones in a fixed order."""
    ours = {queue.channel for queue in widget_queues(settings)}
    return tuple(channel for channel in (*LIVE_CHANNELS, *WRITTEN_CHANNELS) if channel in ours)


def is_written_only(settings: DeskSettings) -> bool:
    """Whether customers can only write, so that there is no waiting to tell of."""
    return widget_channels(settings)[0] in WRITTEN_CHANNELS


def reply_times(settings: DeskSettings) -> ReplyTimes | None:
    """The slowest promise of the written queues, which holds for all of them; None where there are live ones."""
    if not is_written_only(settings):
        return None
    promised = [(queue.goal, settings.hours[queue.channel]) for queue in widget_queues(settings)]
    within = slowest([(goal.deadline, opening) for goal, opening in promised])
    return ReplyTimes(within, max(goal.latest_in_days(opening).number for goal, opening in promised))


def usual_hours(settings: DeskSettings) -> tuple[Spans, ...]:
    """Spans of the seven weekdays, Monday first, in which at least one of the channels is open."""
    hours = [settings.hours[channel] for channel in widget_channels(settings)]
    return tuple(
        tuple(joined_spans(span for each in hours for span in each.usual_spans(weekday))) for weekday in range(7)
    )


def unusually_closed(calendar: Calendar, days: list[date]) -> tuple[date, ...]:
    """Days on which no channel is open although their weekday usually is."""
    hours = usual_hours(calendar.settings)
    channels = widget_channels(calendar.settings)
    return tuple(
        day for day in days if hours[day.weekday()] and not any(calendar.is_open(channel, day) for channel in channels)
    )
