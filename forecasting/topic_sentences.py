"""What topics do, in sentences: which rise, by what formula, and which are too small to be found soon."""

from collections.abc import Sequence

import numpy as np

from data.message import Message
from forecasting.topic_alarm import DAYS_BETWEEN_FALSE_ALARMS, LOOKED_FOR, QUIET_DAYS
from forecasting.topic_trends import LONGEST_CHANCE_DAYS, TopicTrend
from forecasting.usual_topics import LEARNING_DAYS

SOON_DAYS = 2.0
"""A doubled topic that takes longer to be found is told to be small."""


def trend_sentences(trends: Sequence[TopicTrend]) -> list[Message]:
    """Each rise, running or over, and then what the alarm rests on; what cannot be watched says so."""
    if not trends:
        return [Message("no contact of the last four weeks tells what it was about")]
    told = [alarm_sentence(each) for each in trends if each.has_alarm]
    if not any(each.is_rising for each in trends):
        told.insert(0, Message("no topic rises beyond its own noise"))
    return [*told, FORMULA, *_limits(trends)]


FORMULA = Message.of(
    "expected = usual share of the topic by weekday and kind of day / (1 - that share) x contacts of the other topics; "
    "an alarm is raised when the sum of ln(likelihood at {times:g} times the odds / likelihood at the usual ones) "
    "reaches ln({days:.1f} days x topics), at most one false alarm a month over all topics of the desk; it is over "
    "when the sum is back at zero, or has not reached its limit for {quiet} days",
    times=LOOKED_FOR,
    days=DAYS_BETWEEN_FALSE_ALARMS,
    quiet=QUIET_DAYS,
)

RISES = Message(
    "{topic} rises: {seen} contacts since {first}, {expected} expected, {times} times the usual ({low} to {high}); "
    "chance would bring this {chance}"
)
IS_NEW = Message("{topic} is new: {seen} contacts since {first}; chance would bring this {chance}")
IS_OVER = Message(
    "{topic} rose and is back: {seen} contacts from {first} to {last}, {expected} expected, {times} times the usual"
)
HAS_SETTLED = Message(
    "{topic} rose, and has stayed so long that it is the usual now: {seen} contacts from {first} to {last}, {expected} "
    "expected, {times} times the usual of then"
)
"""Templates; a trend stands in their places."""


def alarm_sentence(trend: TopicTrend) -> Message:
    """One rise, with its size and how seldom chance brings it."""
    templates = {"rising": RISES, "new": IS_NEW, "settled": HAS_SETTLED}
    low, high = trend.times_between
    values = {
        "topic": trend.topic,
        "first": trend.first_day,
        "last": trend.last_day,
        "seen": f"{trend.seen:,.0f}",
        "expected": f"{trend.expected:,.1f}",
        "times": f"{trend.times:.1f}",
        "low": f"{low:.1f}",
        "high": f"{high:.1f}",
        "chance": _chance(trend.chance_days),
    }
    return Message(templates.get(trend.state, IS_OVER).template, values)


def _chance(days: float) -> Message:
    if days >= LONGEST_CHANCE_DAYS:
        return Message("less than once in 100 years")
    if days >= 730:
        return Message.of("no more than once in {years:.0f} years", years=days / 365.25)
    return Message.of("no more than once in {days:.0f} days", days=days)


def _limits(trends: Sequence[TopicTrend]) -> list[Message]:
    """Topics that are not found in two days when they double, are alone, or are not known long enough."""
    told = []
    slow = [each for each in trends if SOON_DAYS < each.days_to_find < np.inf and each.usual_a_day > 0]
    if slow:
        named = [
            Message.of(
                "{topic} ({usual:.1f} a day: about {days:.0f} days)",
                topic=each.topic,
                usual=each.usual_a_day,
                days=np.ceil(each.days_to_find),
            )
            for each in sorted(slow, key=lambda each: each.days_to_find)
        ]
        told.append(
            Message.of(
                "a topic that doubles is found within two days on average, smaller ones later: {topics}",
                topics=Message.joined(named, between=", "),
            )
        )
    alone = [each.topic for each in trends if each.state == "alone"]
    if alone:
        told.append(
            Message.of(
                "{topics}: the only topic of its channel has no share to watch; its rise is one of the queue, see the "
                "forecast",
                topics=", ".join(alone),
            )
        )
    learning = [each.topic for each in trends if each.state == "learning"]
    if learning:
        told.append(
            Message.of(
                "{topics}: watched once {days} days of its channel's log are there",
                topics=", ".join(learning),
                days=LEARNING_DAYS,
            )
        )
    return told
