"""What a lead reads of each topic: how much was expected and seen, since when it rises, and how sure that is."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import gammaincinv

from data.calendar import Calendar
from forecasting.topic_alarm import Alarm, WatchedTopics, watch
from forecasting.topic_days import TopicDays

Floats = NDArray[np.float64]
State = Literal["rising", "new", "over", "settled", "usual", "learning", "alone"]

RECENT_DAYS = 28
"""A topic that was not seen for so long, and an alarm that ended longer ago, are told no more."""

WEEK = 7

LONGEST_CHANCE_DAYS = 36_525.0

TREND_COLUMNS = ("topic", "state", "since", "until", "seen", "expected", "times", "times_low", "times_high",
                 "chance_days", "usual_a_day", "days_to_find")  # fmt: skip


@dataclass(frozen=True)
class TopicTrend:
    """One topic by the end of the newest day.

    Parameters
    ----------
    topic
        As the desk names it.
    state
        `rising`; `new`: rising, and never seen before; `over`: an alarm of the last four weeks has ended; `settled`:
        it ended because the rise has become usual; `usual`; `learning`: its log is younger than four weeks; `alone`:
        the only topic of its channels, of which shares tell nothing.
    first_day, last_day
        The days counted: those of the rise, else the last seven.
    seen, expected
        Contacts of these days; expected beside what the other topics brought. NaN while learning.
    spread
        Overdispersion φ of the topic, at least 1.
    chance_days
        Among all topics of the desk chance alone brings such a rise no more than once in so many days; NaN without one.
    usual_a_day
        Contacts of a usual day.
    days_to_find
        Days in which it would be found on average, had it doubled.
    raised
        The day on whose evening the alarm was raised; None without one.
    days
        Contacts of each of the last days, oldest first, shape (n,).
    """

    topic: str
    state: State
    first_day: date
    last_day: date
    seen: float
    expected: float
    spread: float
    chance_days: float
    usual_a_day: float
    days_to_find: float
    raised: date | None
    days: Floats

    @property
    def is_rising(self) -> bool:
        """Whether an alarm runs."""
        return self.state in ("rising", "new")

    @property
    def has_alarm(self) -> bool:
        """Whether an alarm runs, or has ended of late."""
        return self.raised is not None

    @property
    def times(self) -> float:
        """Contacts seen over those expected; NaN where none were."""
        return self.seen / self.expected if self.expected > 0 else float("nan")

    @property
    def times_between(self) -> tuple[float, float]:
        """Limits of 95 % on `times`: a Poisson mean's (Garwood 1936, Biometrika 28, 437-442), of counts over φ."""
        if not self.expected > 0:
            return float("nan"), float("nan")
        scale = self.spread / self.expected
        low = float(gammaincinv(self.seen / self.spread, 0.025)) if self.seen else 0.0
        return low * scale, float(gammaincinv(self.seen / self.spread + 1, 0.975)) * scale


def topic_trends(
    rows: pd.DataFrame, *, calendar: Calendar, last_day: date, queue: str | None = None, shown_days: int = RECENT_DAYS
) -> list[TopicTrend]:
    """Every topic of the desk, or of one queue: rising ones first, then those whose rise has ended, then the largest.

    Parameters
    ----------
    rows
        `date, queue, topic, offered` of the whole desk; contacts without a topic are not watched.
    last_day
        The newest day looked at; it may be known only in part.
    shown_days
        Days that `TopicTrend.days` gives.
    """
    watched = watch(TopicDays.of(rows, calendar=calendar, last_day=last_day, queue=queue))
    newest = {alarm.topic: alarm for alarm in watched.alarms}
    found = [_trend(watched, place, newest.get(place), shown_days) for place in range(len(watched.days.topics))]
    told = [each for each in found if each.has_alarm or each.days[-RECENT_DAYS:].any()]
    return sorted(told, key=lambda each: (not each.is_rising, not each.has_alarm, -each.seen, each.topic))


def trend_rows(trends: list[TopicTrend]) -> pd.DataFrame:
    """A row a topic with `TREND_COLUMNS`: since and until are days, what is unknown is missing."""
    rows = [
        (
            *(each.topic, each.state, each.first_day, each.last_day, each.seen, round(each.expected, 1)),
            *(round(figure, 2) for figure in (each.times, *each.times_between)),
            *(round(figure, 1) for figure in (each.chance_days, each.usual_a_day, each.days_to_find)),
        )
        for each in trends
    ]
    table = pd.DataFrame(rows, columns=list(TREND_COLUMNS))
    return table.replace([np.inf, -np.inf], np.nan)


def _trend(watched: WatchedTopics, place: int, alarm: Alarm | None, shown_days: int) -> TopicTrend:
    days, end = watched.days, len(watched.days.dates) - 1
    if alarm is not None and alarm.ended is not None and end - alarm.ended >= RECENT_DAYS:
        alarm = None
    first, last = _span(alarm, end)
    seen, expected = (each[first : last + 1, place] for each in (watched.seen, watched.expected))
    known = ~np.isnan(expected)
    counts = days.counts[:, :, place].sum(axis=1)
    return TopicTrend(
        topic=days.topics[place],
        state=_state(watched, place, alarm),
        first_day=days.dates[first].date(),
        last_day=days.dates[last].date(),
        seen=float(seen[known].sum()) if known.any() else float(counts[first : last + 1].sum()),
        expected=float(expected[known].sum()) if known.any() else float("nan"),
        spread=float(watched.spread[place]),
        chance_days=float("nan") if alarm is None else _chance_days(alarm, watched=float(days.watched[alarm.raised])),
        usual_a_day=float(watched.usual[place]),
        days_to_find=float(watched.days_to_find[place]),
        raised=None if alarm is None else days.dates[alarm.raised].date(),
        days=counts[-shown_days:],
    )


def _span(alarm: Alarm | None, end: int) -> tuple[int, int]:
    """First and last place of the days counted."""
    if alarm is None:
        return end + 1 - WEEK, end
    return alarm.since, end if alarm.ended is None else alarm.last


def _chance_days(alarm: Alarm, *, watched: float) -> float:
    """How seldom chance brings such a sum to any of so many topics: exp(sum) days for each."""
    return float(min(np.exp(min(alarm.evidence, 50.0)) / watched, LONGEST_CHANCE_DAYS))


def _state(watched: WatchedTopics, place: int, alarm: Alarm | None) -> State:
    if alarm is not None:
        if alarm.ended is not None:
            return "settled" if alarm.settled else "over"
        return "rising" if watched.days.counts[: alarm.since, :, place].any() else "new"
    if watched.usual[place] <= 0:
        return "learning"
    return "alone" if np.isinf(watched.days_to_find[place]) else "usual"
