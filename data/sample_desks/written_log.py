"""The log of written work: letters with their topics, what was promised, and the state of each reply."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.calendar import Calendar, days_between
from data.channel import Channel
from data.sample_desks.demand import Outlook
from data.sample_desks.log_clock import DAY_SECONDS, Clock, clock_from
from data.sample_desks.months import Row, day_of
from data.sample_desks.people import agent_code
from data.sample_desks.span import Span
from data.sample_desks.surprises import missing_days
from data.sample_desks.truth import Surprise
from data.sample_desks.written import Reply

Ints = NDArray[np.int64]

MAIL_COLUMNS = ("受付番号", "受信窓口", "受信日時", "返信日時", "対応秒数", "返信担当", "状態", "用件", "優先度")
URGENT, ORDINARY = "緊急", "通常"


@dataclass(frozen=True)
class Letters:
    """Every letter of a log in the order of arrival.

    Parameters
    ----------
    received_s
        Whole seconds since the log's first midnight, shape (n,).
    queue_words, topics, names
        What the system calls its queue, what it is about, and its number; n of each.
    urgent
        Whether the answer cannot wait, shape (n,).
    """

    received_s: Ints
    queue_words: list[str]
    topics: list[str]
    names: list[str]
    urgent: NDArray[np.bool_]


def letters_of(outlooks: Mapping[str, Outlook], span: Span, *, prefix: str, urgent_share: float = 0.0) -> Letters:
    """Draw the letters of queues whose people work off one pile; keys are the system's words for the queues."""
    found: list[tuple[int, str, str]] = []
    for word, outlook in outlooks.items():
        for number in range(span.days):
            chance = span.chance(f"letters {outlook.demand.queue}", number)
            arrivals = outlook.arrivals(number, chance)
            topics = outlook.topics(number, len(arrivals), chance)
            at = (arrivals + number * DAY_SECONDS).tolist()
            found += [(second, word, topic) for second, topic in zip(at, topics, strict=True)]
    found.sort()
    urgent = span.chance(f"urgent {prefix}").random(len(found)) < urgent_share
    return Letters(
        received_s=np.array([second for second, _, _ in found], dtype=np.int64),
        queue_words=[word for _, word, _ in found],
        topics=[topic for _, _, topic in found],
        names=[f"{prefix}{number:06d}" for number in range(1, len(found) + 1)],
        urgent=urgent,
    )


def mail_rows(letters: Letters, replies: Sequence[Reply], span: Span, *, surprises: tuple[Surprise, ...]) -> list[Row]:
    """Rows of MAIL_COLUMNS by rising day; a letter that nobody has answered is 未返信."""
    at = clock_from(span.since, span.days + 2)
    return [
        (
            day_of(reply.received_s, first_day=span.since),
            f"{letters.names[reply.letter]},{letters.queue_words[reply.letter]},{at(reply.received_s)},"
            f"{_answer(reply, at)},{_about(letters, reply)}",
        )
        for reply in logged_replies(replies, span, surprises)
    ]


def logged_replies(replies: Sequence[Reply], span: Span, surprises: tuple[Surprise, ...]) -> list[Reply]:
    """Replies by the time their letters came, without those that came on a day missing from the log."""
    missing = {(day - span.since).days for day in missing_days(surprises)}
    kept = (reply for reply in replies if reply.received_s // DAY_SECONDS not in missing)
    return sorted(kept, key=lambda reply: reply.received_s)


def _answer(reply: Reply, at: Clock) -> str:
    return ",,,未返信" if reply.is_open else f"{at(reply.sent_s)},{reply.handle_s},{agent_code(reply.agent)},返信済"


def _about(letters: Letters, reply: Reply) -> str:
    return f"{letters.topics[reply.letter]},{URGENT if letters.urgent[reply.letter] else ORDINARY}"


class Deadlines:
    """Closing times of a channel on the clock of a log.

    Parameters
    ----------
    calendar, channel
        Whose hours count.
    span
        The log.
    """

    def __init__(self, calendar: Calendar, channel: Channel, span: Span) -> None:
        closings = [
            (number, calendar.open_minutes_of_day(channel, day))
            for number, day in enumerate(days_between(span.since, span.horizon))
        ]
        self._closings = np.array([number * DAY_SECONDS + spans[-1][1] * 60 for number, spans in closings if spans])

    def __call__(self, received_s: int, *, business_days: int) -> int:
        """The closing that many open days after the one on which the letter counts as received."""
        return int(self._closings[np.searchsorted(self._closings, received_s, side="right") + business_days])
