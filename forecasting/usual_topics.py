"""Which share of a day's contacts a topic usually has, learnt day by day without learning an incident."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from forecasting.topic_days import DAY_KINDS

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Integers = NDArray[np.int64]

LEARNING_DAYS = 28
"""Days of a channel's log before its topics are watched: four weeks, whose median is the first level."""

_LEVEL_DAYS, _WEEKDAY_DAYS, _SPREAD_DAYS, _KIND_TIMES = 56, 182, 182, 18
"""Half-lives, told days, of the level, the weekday's factor and the overdispersion; of a kind of day its times."""

_WEEKDAY_PRIOR, _KIND_PRIOR, _SPREAD_PRIOR = 30.0, 10.0, 30.0
"""How much it takes to move a factor half the way, expected contacts; and the overdispersion, days."""

_KIND_KNOWN = 2
"""How often a kind of day must have come before its topics are watched: the first billing day is no alarm."""

_GONE_DAYS, _GONE_EXPECTED = 14, 20.0
"""A topic without a contact on so many told days, when so many were expected, is gone."""

_CALM, _ROUNDS = 1.5, 6
"""Standard deviations to which a count tells how busy the day was (Huber's estimate of the day's total, which depends
on its own bounds: some rounds settle it)."""

_BELIEVED = 3.0
"""Standard deviations to which a count is learnt from."""

_LEAST_A_WEEK = 1.0
"""A topic is never expected less often, contacts a week: a handful of a rare or new one is no alarm."""


@dataclass(frozen=True)
class TopicDay:
    """One day against the usual.

    Parameters
    ----------
    share
        Usual share of each channel's contacts, shape (channels, topics).
    calm
        Contacts, each kept within 1.5 standard deviations of the usual, shape (channels, topics).
    bounded
        Contacts, each kept within 3 standard deviations of the usual, shape (channels, topics).
    exposure
        What a topic is a share of: its own contacts and the calm ones of the others, shape (channels, topics). So one
        topic's incident makes no other look rare, and a topic that vanishes makes no other look frequent.
    usual
        Contacts of such a weekday, however busy this one was, shape (channels, topics).
    spread
        Overdispersion φ against the binomial law, at least 1, shape (topics,).
    known
        Channels of which enough is known to judge the day, shape (channels,).
    """

    share: Floats
    calm: Floats
    bounded: Floats
    exposure: Floats
    usual: Floats
    spread: Floats
    known: Flags

    @property
    def known_alone(self) -> "TopicDay":
        """The day in the channels of which enough is known; the others are empty."""
        kept = {name: getattr(self, name) * self.known[:, None] for name in ("share", "calm", "exposure", "usual")}
        return replace(self, **kept)

    @property
    def expected(self) -> Floats:
        """Contacts expected beside what the other topics brought, shape (topics,).

        The share p is one of all contacts; beside m contacts of other topics p / (1 - p) m are usual. A topic that
        has no other beside it is as frequent as it is.
        """
        others = self.calm.sum(axis=1, keepdims=True) - self.calm
        odds = self.share / np.maximum(1 - self.share, 1e-9)
        beside = np.where(self.share < 1 - 1e-9, odds * others, self.calm)
        return np.asarray(beside.sum(axis=0))


class UsualTopics:
    """What is usual by the end of the days learnt so far: level, factors of weekday and kind of day, overdispersion.

    An exponentially weighted form of the quasi-binomial regression of Farrington et al. (1996, J. R. Stat. Soc. A 159,
    547-563) and Noufaily et al. (2013, Statistics in Medicine 32, 1206-1222): trend as a level that forgets, season as
    factors shrunk to 1, past outbreaks weighed down by bounding their counts, overdispersion estimated.

    Parameters
    ----------
    channels, topics
        How many.
    """

    def __init__(self, channels: int, topics: int) -> None:
        cells = (channels, topics)
        self._level_seen, self._level_of = np.zeros(cells), np.zeros(cells)
        self._weekday_seen, self._weekday_of = np.zeros((7, *cells)), np.zeros((7, *cells))
        self._kind_seen, self._kind_of = (np.zeros((len(DAY_KINDS), *cells)) for _ in range(2))
        self._total_of_weekday, self._told_of_weekday = np.zeros((7, channels)), np.zeros((7, channels))
        self._kind_days = np.zeros((len(DAY_KINDS), channels), dtype=np.int64)
        self._silent_days, self._silent_expected = np.zeros(cells), np.zeros(cells)
        self._spread_sum, self._spread_days = np.zeros(topics), np.zeros(topics)
        self._first_weeks = np.zeros((LEARNING_DAYS // 7, *cells))
        self._days_known = np.zeros(channels, dtype=np.int64)
        self._total, self._told = np.zeros(channels), np.zeros(channels)

    @property
    def ready(self) -> Flags:
        """Channels whose log is long enough to watch, shape (channels,)."""
        return np.asarray(self._days_known >= LEARNING_DAYS)

    @property
    def usual_total(self) -> Floats:
        """Contacts of a told day, shape (channels,)."""
        return np.divide(self._total, self._told, out=np.ones_like(self._total), where=self._told > 0)

    @property
    def spread(self) -> Floats:
        """Overdispersion φ, shape (topics,)."""
        return np.maximum((self._spread_sum + _SPREAD_PRIOR) / (self._spread_days + _SPREAD_PRIOR), 1.0)

    def level(self) -> Floats:
        """Usual share without weekday and kind of day, shape (channels, topics)."""
        level = np.divide(self._level_seen, self._level_of, out=np.zeros_like(self._level_of), where=self._level_of > 0)
        least = np.minimum(_LEAST_A_WEEK / 7 / np.maximum(self.usual_total, 1.0), 0.5)
        return np.clip(level, least[:, None], 1.0)

    def judge(self, counts: Floats, *, weekday: int, kinds: Integers, rising: Flags) -> TopicDay:
        """A day's counts, shape (channels, topics), against what the days before have told.

        Parameters
        ----------
        rising
            Topics of which an alarm runs: beside the others they count as usual, shape (topics,).
        """
        share = np.minimum(self.level() * self._factor(weekday, kinds), 1.0)
        calm, spread = counts, self.spread
        for _ in range(_ROUNDS):
            mean = calm.sum(axis=1, keepdims=True) * share
            deviation = np.sqrt(spread * mean * (1 - share))
            calm = np.where(rising, mean, _within(counts, mean, _CALM * deviation + 0.5))
        bounded = _within(counts, mean, _BELIEVED * deviation + 1.0)
        watched = self.ready[:, None] & (counts.sum(axis=1, keepdims=True) > 0)
        calm, bounded = np.where(watched, calm, counts), np.where(watched, bounded, counts)
        exposure = calm.sum(axis=1, keepdims=True) - calm + counts
        known = self.ready & ((kinds == 0) | (self._kind_days[kinds, np.arange(len(kinds))] >= _KIND_KNOWN))
        totals = self._total_of_weekday[weekday] / np.maximum(self._told_of_weekday[weekday], 1e-9)
        return TopicDay(
            share=share,
            calm=calm,
            bounded=bounded,
            exposure=exposure,
            usual=share * (totals * watched[:, 0])[:, None],
            spread=spread,
            known=known,
        )

    def learn(self, counts: Floats, day: TopicDay, *, weekday: int, kinds: Integers, rising: Flags) -> None:
        """Take a day in; topics that are rising are not learnt, and what is beyond its noise only up to there."""
        told = counts.sum(axis=1) > 0
        self._learn_spread(counts, day, calm_topics=~rising)
        cells = (day.known & told)[:, None] & ~rising
        total = day.calm.sum(axis=1, keepdims=True)
        level = self.level()
        by_weekday, by_kind = self._weekday_factor(weekday), self._kind_factor(kinds)
        _forget(self._level_seen, day.bounded, cells, _LEVEL_DAYS)
        _forget(self._level_of, total * by_weekday * by_kind, cells, _LEVEL_DAYS)
        # A weekday comes once in seven days, so it forgets seven times as much at once.
        _forget(self._weekday_seen[weekday], day.bounded, cells, _WEEKDAY_DAYS / 7)
        _forget(self._weekday_of[weekday], total * level * by_kind, cells, _WEEKDAY_DAYS / 7)
        self._learn_kinds(counts, day, kinds=kinds, usual=level * by_weekday, told=told)
        self._learn_gone(counts, total * day.share, cells=(self.ready & told)[:, None])
        self._learn_first_weeks(counts, told)
        once = np.ones(len(told))
        _forget(self._total, total[:, 0], told, _LEVEL_DAYS)
        _forget(self._told, once, told, _LEVEL_DAYS)
        _forget(self._total_of_weekday[weekday], total[:, 0], told, _LEVEL_DAYS / 7)
        _forget(self._told_of_weekday[weekday], once, told, _LEVEL_DAYS / 7)

    def settle(self, topics: Flags, *, seen: Floats, exposure: Floats) -> None:
        """Take what topics have become as their usual share: contacts `seen` of so many, shape (channels, topics)."""
        share = np.divide(seen, exposure, out=np.zeros_like(seen), where=exposure > 0)
        known = topics[None, :] & (exposure > 0)
        self._level_of[known] = exposure[known]
        self._level_seen[known] = (share * exposure)[known]

    def _factor(self, weekday: int, kinds: Integers) -> Floats:
        return np.asarray(self._weekday_factor(weekday) * self._kind_factor(kinds))

    def _weekday_factor(self, weekday: int) -> Floats:
        seen, of = self._weekday_seen[weekday], self._weekday_of[weekday]
        return np.asarray((seen + _WEEKDAY_PRIOR) / (of + _WEEKDAY_PRIOR))

    def _kind_factor(self, kinds: Integers) -> Floats:
        at = (kinds, np.arange(len(kinds)))
        return np.asarray((self._kind_seen[at] + _KIND_PRIOR) / (self._kind_of[at] + _KIND_PRIOR))

    def _learn_spread(self, counts: Floats, day: TopicDay, *, calm_topics: Flags) -> None:
        """Squared residuals against the binomial variance, each bounded by that of the calm bound."""
        cells = day.known[:, None]
        mean = np.where(cells, day.exposure * day.share, 0.0)
        variance = (mean * (1 - day.share)).sum(axis=0)
        away = np.where(cells, counts - mean, 0.0).sum(axis=0)
        squared = np.divide(away**2, variance, out=np.zeros_like(away), where=variance > 0)
        weight = np.minimum(variance, 1.0)
        known = calm_topics & (variance > 0)
        _forget(self._spread_sum, weight * np.minimum(squared, _BELIEVED**2 * self.spread), known, _SPREAD_DAYS)
        _forget(self._spread_days, weight, known, _SPREAD_DAYS)

    def _learn_kinds(self, counts: Floats, day: TopicDay, *, kinds: Integers, usual: Floats, told: Flags) -> None:
        """What comes on each billing day is learnt from these days alone, though it be an alarm at first."""
        special, places = self.ready & told & (kinds > 0), np.arange(len(kinds))
        known = day.known[:, None]
        seen, total = np.where(known, day.bounded, counts), np.where(known, day.calm, counts).sum(axis=1, keepdims=True)
        news = (seen, total * usual)
        for kept, new in zip((self._kind_seen, self._kind_of), news, strict=True):
            chosen = kept[kinds, places]
            _forget(chosen, new, np.broadcast_to(special[:, None], chosen.shape), _KIND_TIMES)
            kept[kinds, places] = chosen
        self._kind_days[kinds[special], places[special]] += 1

    def _learn_gone(self, counts: Floats, expected: Floats, *, cells: Flags) -> None:
        """A topic that is gone leaves its share to the others at once, so that none of them seems to rise."""
        silent = cells & (counts == 0)
        self._silent_days = np.where(silent, self._silent_days + 1, np.where(cells, 0.0, self._silent_days))
        self._silent_expected = np.where(self._silent_days > 0, self._silent_expected + silent * expected, 0.0)
        gone = (self._silent_days >= _GONE_DAYS) & (self._silent_expected >= _GONE_EXPECTED)
        if gone.any():
            left = 1 - (gone * self.level()).sum(axis=1, keepdims=True)
            self._level_of *= np.maximum(left, 0.01)
            self._level_seen[gone] = 0.0
            self._silent_expected[gone] = 0.0

    def _learn_first_weeks(self, counts: Floats, told: Flags) -> None:
        """The median of a channel's first four weekly shares is its topics' first level."""
        begun = told | (self._days_known > 0)
        for channel in np.flatnonzero(begun & ~self.ready):
            self._first_weeks[self._days_known[channel] // 7, channel] += counts[channel]
            if self._days_known[channel] == LEARNING_DAYS - 1:
                weeks = self._first_weeks[:, channel]
                full = weeks[weeks.sum(axis=1) > 0]
                share = np.median(full / full.sum(axis=1, keepdims=True), axis=0)
                self._level_of[channel] = weeks.sum()
                self._level_seen[channel] = share * weeks.sum()
        self._days_known[begun] += 1


def _within(counts: Floats, mean: Floats, reach: Floats) -> Floats:
    return np.asarray(np.clip(counts, np.maximum(mean - reach, 0.0), mean + reach))


def _forget(kept: Floats, new: Floats, where: Flags, half_life: float) -> None:
    """Weigh down what is kept and add the new, in place."""
    np.copyto(kept, kept * 0.5 ** (1 / half_life) + new, where=where)
