"""What a Zendesk account exports of letters: its tickets and the events of their waiting, a JSON record a line."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.sample_desks.log_clock import utc_clock_from
from data.sample_desks.months import Row, day_of, write_months
from data.sample_desks.span import Span
from data.sample_desks.truth import Surprise
from data.sample_desks.written import Reply
from data.sample_desks.written_log import Letters, logged_replies
from data.staff import Person

_FIRST_TICKET = 100_001
_FIRST_AGENT, _FIRST_GROUP = 36_000_000_101, 36_000_000_501
_TOPIC_FIELD, _WORK_FIELD = 36_000_000_901, 36_000_000_902


@dataclass(frozen=True)
class ZendeskAccount:
    """The words of an account.

    Parameters
    ----------
    name
        In its address, and the name of its table in desk.toml.
    queues
        Its groups: the word of the letters' queue -> queue of desk.toml.
    topics
        Choice of the ticket field that names the topic -> topic of the letters.
    """

    name: str
    queues: Mapping[str, str]
    topics: Mapping[str, str]

    def group(self, word: str) -> int:
        """Number of a group."""
        return _FIRST_GROUP + list(self.queues).index(word)

    def settings(self, staff: Sequence[Person]) -> dict[str, Any]:
        """Fields of [import.zendesk.<name>]."""
        return {
            "groups": {str(self.group(word)): queue for word, queue in self.queues.items()},
            "topics": dict(self.topics),
            "topic_field": str(_TOPIC_FIELD),
            "time_tracking_field": str(_WORK_FIELD),
            "agents": {str(_FIRST_AGENT + number): person.name for number, person in enumerate(staff)},
        }


def write_zendesk_exports(
    folder: Path,
    account: ZendeskAccount,
    letters: Letters,
    replies: Sequence[Reply],
    span: Span,
    *,
    surprises: tuple[Surprise, ...],
) -> None:
    """Write `tickets-2026-11.jsonl` and `ticket_metric_events-2026-11.jsonl` and so on, by the time of the change.

    Parameters
    ----------
    replies
        One a letter: who wrote once and was answered, does not write again.
    """
    told = logged_replies(replies, span, surprises)
    changes = sorted(told, key=lambda reply: (reply.received_s if reply.is_open else reply.sent_s, reply.letter))
    write_months(folder, "tickets", rows=_tickets(changes, letters, span, account=account), ending="jsonl")
    write_months(folder, "ticket_metric_events", rows=_events(told, span), ending="jsonl")


def _tickets(changes: Sequence[Reply], letters: Letters, span: Span, *, account: ZendeskAccount) -> Iterator[Row]:
    """Each ticket as it is at the log's end, in the order of the last changes."""
    at = utc_clock_from(span.since, span.days + 2)
    choices = {topic: choice for choice, topic in account.topics.items()}
    groups = {word: account.group(word) for word in account.queues}
    for reply in changes:
        letter, changed_s = reply.letter, reply.received_s if reply.is_open else reply.sent_s
        status, assignee, work = ("new", "null", "null")
        if not reply.is_open:
            status, assignee, work = "solved", str(_FIRST_AGENT + reply.agent), str(reply.handle_s)
        choice = choices[letters.topics[letter]]
        priority = "urgent" if letters.urgent[letter] else "normal"
        yield (
            day_of(changed_s, first_day=span.since),
            f'{{"id":{_FIRST_TICKET + letter},"via":{{"channel":"email"}},"created_at":"{at(reply.received_s)}",'
            f'"updated_at":"{at(changed_s)}","status":"{status}","priority":"{priority}",'
            f'"group_id":{groups[letters.queue_words[letter]]},"assignee_id":{assignee},"tags":["{choice}"],'
            f'"custom_fields":[{{"id":{_TOPIC_FIELD},"value":"{choice}"}},{{"id":{_WORK_FIELD},"value":{work}}}]}}',
        )


def _events(told: Sequence[Reply], span: Span) -> Iterator[Row]:
    """A customer begins to wait, and is answered, in the order of the moments."""
    at = utc_clock_from(span.since, span.days + 2)
    moments = [(reply.received_s, 2 * reply.letter, "activate") for reply in told]
    moments += [(reply.sent_s, 2 * reply.letter + 1, "fulfill") for reply in told if not reply.is_open]
    for second, number, event in sorted(moments):
        yield (
            day_of(second, first_day=span.since),
            f'{{"id":{number + 1},"ticket_id":{_FIRST_TICKET + number // 2},"metric":"reply_time","instance_id":1,'
            f'"type":"{event}","time":"{at(second)}"}}',
        )
