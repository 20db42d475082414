"""An alarm when a topic becomes more than its own noise explains: a defective batch, a release, shows in days."""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from forecasting.topic_days import TopicDays
from forecasting.usual_topics import TopicDay, UsualTopics

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Integers = NDArray[np.int64]

LOOKED_FOR = 2.0
"""The rise that the sum is tuned to, as a factor on a topic's odds: a topic that doubles beside all others."""

DAYS_BETWEEN_FALSE_ALARMS = 365.25 / 12
"""Of all topics of the desk together."""

LEAST_RISE = 1.3
"""An alarm waits until the topic's contacts are so many times the usual, however quiet the days were: when a large
topic vanishes, the shares of all others rise, and none of them is news."""

QUIET_DAYS = 14
"""An alarm that has not reached its limit again for so long is over."""

SETTLED_DAYS = 28
"""An alarm that lasts so long tells of a new usual: the topic's level is learnt anew."""


@dataclass(frozen=True)
class Alarm:
    """One rise of a topic; days are places in the dates of `TopicDays`.

    Parameters
    ----------
    topic
        Place of the topic.
    since
        The first day of the rise: the day after the sum was last zero.
    raised
        The day on whose evening the alarm was raised.
    last
        The last day on which it was at its limit; while it runs, the newest such day.
    ended
        The day on whose evening it was over, or had become usual; None: it runs.
    evidence
        Greatest sum of log likelihood ratios since then.
    settled
        Whether it ended because the rise has become usual.
    """

    topic: int
    since: int
    raised: int
    last: int
    evidence: float
    ended: int | None = None
    settled: bool = False


@dataclass(frozen=True)
class WatchedTopics:
    """Each day as it was judged on its evening; nothing later is in it.

    Parameters
    ----------
    days
        What was watched.
    seen, expected
        Contacts of the channels that were watched on the day, shape (days, topics); NaN before any was.
    spread
        Overdispersion φ after the newest day, shape (topics,).
    alarms
        In the order in which they were raised.
    usual
        Contacts of a usual day by the newest level, shape (topics,).
    days_to_find
        Days in which a doubled topic is found on average, by its usual size, shape (topics,); infinite for the only
        topic of its channels.
    """

    days: TopicDays
    seen: Floats
    expected: Floats
    spread: Floats
    alarms: tuple[Alarm, ...]
    usual: Floats
    days_to_find: Floats


def limit_of(watched: float) -> float:
    """The sum at which an alarm is raised: no more than one false alarm a month among so many topics.

    The sum of one topic reaches h by chance no more than once in exp(h) days on average (Lorden 1971, Annals of
    Mathematical Statistics 42, 1897-1908, for Page's procedure on log likelihood ratios).

    Parameters
    ----------
    watched
        How many topics, 1 or more.
    """
    return float(np.log(DAYS_BETWEEN_FALSE_ALARMS * watched))


def daily_evidence(counts: Floats, day: TopicDay) -> Floats:
    """Log likelihood ratio of a day, of twice the usual odds against the usual ones, by topic.

    A topic's count x of n contacts is binomial with the usual share p; if its odds were R times as large,

        W = x ln R - n ln(1 - p + R p),

    which for small p is the x ln R - (R - 1) n p of counts (Lucas 1985, Technometrics 27, 129-144), here adjusted to
    each day's contacts and share (Steiner, Cook, Farewell and Treasure 2000, Biostatistics 1, 441-452). Divided by
    the overdispersion φ, as in a quasi-likelihood; channels add up.
    """
    told = counts * np.log(LOOKED_FOR) - day.exposure * np.log(1 + (LOOKED_FOR - 1) * day.share)
    return np.asarray(told.sum(axis=0) / day.spread)


def watch(days: TopicDays) -> WatchedTopics:
    """Go through the days as they came: each is judged by the days before it, then learnt from."""
    channels, topics = len(days.channels), len(days.topics)
    usual, sums = UsualTopics(channels, topics), _Sums.of(topics)
    seen, expected = (np.full((len(days.dates), topics), np.nan) for _ in range(2))
    for at, (counts, kinds) in enumerate(zip(days.counts, days.kinds, strict=True)):
        weekday = days.dates[at].day_of_week
        day = usual.judge(counts, weekday=weekday, kinds=kinds, rising=sums.rising)
        if usual.ready.any():
            known, judged = counts * day.known[:, None], day.known_alone
            seen[at], expected[at] = known.sum(axis=0), judged.expected
            sums.count(seen[at], judged.usual.sum(axis=0))
            sums.add(daily_evidence(known, judged), at, limit=limit_of(float(days.watched[at])))
            _settle(usual, sums, days, at)
        usual.learn(counts, day, weekday=weekday, kinds=kinds, rising=sums.rising)
    return WatchedTopics(
        days=days,
        seen=seen,
        expected=expected,
        spread=usual.spread,
        alarms=tuple(sums.alarms),
        usual=(usual.level() * usual.usual_total[:, None] * usual.ready[:, None]).sum(axis=0),
        days_to_find=_days_to_find(usual, watched=float(days.watched[-1])),
    )


def _settle(usual: UsualTopics, sums: "_Sums", days: TopicDays, at: int) -> None:
    """What has been more than usual for four weeks is usual."""
    due = sums.settle(at)
    if due.any():
        newest = days.counts[at + 1 - QUIET_DAYS : at + 1].sum(axis=0)
        usual.settle(due, seen=newest, exposure=np.repeat(newest.sum(axis=1, keepdims=True), len(due), axis=1))


def _days_to_find(usual: UsualTopics, *, watched: float) -> Floats:
    """Limit over the evidence that a usual day brings on average when the topic has doubled."""
    share, total = usual.level(), usual.usual_total[:, None] * usual.ready[:, None]
    doubled = LOOKED_FOR * share / (1 + (LOOKED_FOR - 1) * share)
    grown = total * (1 - share + LOOKED_FOR * share)  # the day has the topic's further contacts beside the usual ones
    gained = grown * (doubled * np.log(LOOKED_FOR) - np.log(1 + (LOOKED_FOR - 1) * share))
    a_day = gained.sum(axis=0) / usual.spread
    with np.errstate(divide="ignore"):
        return np.asarray(np.where(a_day > 1e-9, limit_of(watched) / a_day, np.inf))


@dataclass
class _Sums:
    """Page's cumulative sums, one a topic: max(0, sum + W), kept at the limit while an alarm runs."""

    sums: Floats
    evidence: Floats
    seen: Floats
    usual: Floats
    begun: Integers
    running: Integers
    alarms: list[Alarm] = field(default_factory=list)

    @classmethod
    def of(cls, topics: int) -> "_Sums":
        sums, evidence, seen, usual = np.zeros((4, topics))
        nowhere = np.full(topics, -1, np.int64)
        return cls(sums, evidence, seen, usual, begun=np.zeros(topics, np.int64), running=nowhere)

    @property
    def rising(self) -> Flags:
        return np.asarray(self.running >= 0)

    def count(self, seen: Floats, usual: Floats) -> None:
        """Contacts since the sum was last zero, and how many such days usually bring."""
        goes_on = self.sums > 0
        self.seen, self.usual = (
            np.where(goes_on, kept, 0.0) + new for kept, new in ((self.seen, seen), (self.usual, usual))
        )

    def add(self, evidence: Floats, at: int, *, limit: float) -> None:
        """A day's evidence: alarms are raised at the limit, go on while it is reached again, and end at zero."""
        self.begun = np.where(self.sums <= 0, at, self.begun)
        grown = np.maximum(self.sums + evidence, 0.0)
        self.evidence = np.where(grown > 0, np.maximum(self.evidence + evidence, 0.0), 0.0)
        self.sums = np.minimum(grown, limit)
        rises = self.rising | (self.seen >= LEAST_RISE * self.usual)
        for topic in np.flatnonzero((grown >= limit) & rises):
            self._reach(int(topic), at)
        for topic in np.flatnonzero(self.rising & (self.sums <= 0)):
            self._end(int(topic), at)
        for topic in np.flatnonzero(self.rising):
            if at - self.alarms[self.running[topic]].last >= QUIET_DAYS:
                self._end(int(topic), at)

    def settle(self, at: int) -> Flags:
        """End the alarms that have become usual; gives whose."""
        due = np.zeros(len(self.sums), dtype=np.bool_)
        for topic in np.flatnonzero(self.rising):
            if at - self.alarms[self.running[topic]].raised >= SETTLED_DAYS:
                due[topic] = True
                self._end(int(topic), at, settled=True)
        return due

    def _reach(self, topic: int, at: int) -> None:
        evidence = float(self.evidence[topic])
        if self.running[topic] < 0:
            self.running[topic] = len(self.alarms)
            since = int(self.begun[topic])
            self.alarms.append(Alarm(topic=topic, since=since, raised=at, last=at, evidence=evidence))
        else:
            place = self.running[topic]
            known = self.alarms[place]
            self.alarms[place] = replace(known, last=at, evidence=max(known.evidence, evidence))

    def _end(self, topic: int, at: int, *, settled: bool = False) -> None:
        place = self.running[topic]
        self.alarms[place] = replace(self.alarms[place], ended=at, settled=settled)
        self.running[topic] = -1
        self.sums[topic] = self.evidence[topic] = 0.0
