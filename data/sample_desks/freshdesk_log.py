"""What a Freshdesk account exports of letters: its tickets at each change, and the conversations in them, JSON lines.

A ticket is told whenever its customer wrote, with what was promised then, and once more when the last reply was sent.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from data.sample_desks.log_clock import Clock, utc_clock_from
from data.sample_desks.months import Row, day_of, write_months
from data.sample_desks.span import Span
from data.sample_desks.truth import Surprise
from data.sample_desks.written import Reply
from data.sample_desks.written_log import Deadlines, Letters, logged_replies
from data.staff import Person

_FIRST_TICKET = 200_001
_FIRST_AGENT, _FIRST_CUSTOMER = 43_000_000_101, 43_000_500_001
_OPEN, _RESOLVED = 2, 4
_NORMAL, _URGENT = 2, 4


@dataclass(frozen=True)
class FreshdeskAccount:
    """The words of an account.

    Parameters
    ----------
    name
        In its address, and the name of its table in desk.toml.
    sources
        The word of the letters' queue -> number of the way they come.
    queues
        Channel -> queue of desk.toml.
    topics
        Choice of the ticket field that names the topic -> topic of the letters.
    """

    name: str
    sources: Mapping[str, int]
    queues: Mapping[str, str]
    topics: Mapping[str, str]

    def settings(self, staff: Sequence[Person]) -> dict[str, Any]:
        """Fields of [import.freshdesk.<name>]."""
        return {
            "queue": dict(self.queues),
            "topics": dict(self.topics),
            "topic_field": "cf_topic",
            "time_tracking_field": "cf_work_seconds",
            "agents": {str(_FIRST_AGENT + number): person.name for number, person in enumerate(staff)},
        }


def write_freshdesk_exports(
    folder: Path,
    account: FreshdeskAccount,
    letters: Letters,
    replies: Sequence[Reply],
    span: Span,
    *,
    surprises: tuple[Surprise, ...],
    deadlines: Deadlines,
) -> None:
    """Write `tickets-2026-11.jsonl` and `conversations-2026-11.jsonl` and so on, by the time of the change."""
    tickets = told_tickets(replies, span, surprises)
    at = utc_clock_from(span.since, (span.horizon - span.since).days)
    writer = _Tickets(account, letters, deadlines, at)
    changes = sorted(change for cycles in tickets for change in writer.changes(cycles))
    write_months(folder, "tickets", rows=_by_day(changes, span), ending="jsonl")
    said = sorted(message for cycles in tickets for message in _messages(cycles, at))
    write_months(folder, "conversations", rows=_by_day(said, span), ending="jsonl")


def told_tickets(replies: Sequence[Reply], span: Span, surprises: tuple[Surprise, ...]) -> list[tuple[Reply, ...]]:
    """The cycles of each ticket whose beginning is in the log; those of missing days are not there."""
    told = sorted(logged_replies(replies, span, surprises), key=lambda reply: (reply.letter, reply.cycle))
    tickets = (tuple(cycles) for _, cycles in groupby(told, key=lambda reply: reply.letter))
    return [cycles for cycles in tickets if cycles[0].cycle == 1]


def promised_s(reply: Reply, letters: Letters, deadlines: Deadlines) -> tuple[int, int]:
    """By when the customer was told to have the answer, and by when to hear of the state."""
    days = 1 if letters.urgent[reply.letter] or reply.cycle > 1 else 2
    answer, status = (deadlines(reply.received_s, business_days=count) for count in (days, days - 1))
    return answer, status


def _by_day(told: Sequence[tuple[int, str]], span: Span) -> Iterator[Row]:
    return ((day_of(second, first_day=span.since), line) for second, line in told)


class _Tickets:
    """How an account writes its tickets down."""

    def __init__(self, account: FreshdeskAccount, letters: Letters, deadlines: Deadlines, at: Clock) -> None:
        self._account, self._letters, self._deadlines, self._at = account, letters, deadlines, at
        self._choices = {topic: choice for choice, topic in account.topics.items()}

    def changes(self, cycles: tuple[Reply, ...]) -> Iterator[tuple[int, str]]:
        """When a ticket changed, and what it was then."""
        letter, at = cycles[0].letter, self._at
        begun = (
            f'{{"id":{_FIRST_TICKET + letter},"source":{self._account.sources[self._letters.queue_words[letter]]},'
            f'"priority":{_URGENT if self._letters.urgent[letter] else _NORMAL},"spam":false,"group_id":null,'
            f'"requester_id":{_FIRST_CUSTOMER + letter},"fr_due_by":null,"tags":[],'
            f'"created_at":"{at(cycles[0].received_s)}"'
        )
        for number, reply in enumerate(cycles):
            yield reply.received_s, f"{begun},{self._state(cycles[:number], reply, reply.received_s)}}}"
        if not cycles[-1].is_open:
            yield cycles[-1].sent_s, f"{begun},{self._state(cycles, cycles[-1], cycles[-1].sent_s)}}}"

    def _state(self, done: tuple[Reply, ...], last: Reply, changed_s: int) -> str:
        """What changes: `done` are answered, and `last` says what was promised."""
        at = self._at
        answer_s, status_s = promised_s(last, self._letters, self._deadlines)
        responder = _FIRST_AGENT + done[-1].agent if done else "null"
        asked = f'"{at(last.received_s)}"' if last.cycle > 1 else "null"
        first, replied = (f'"{at(done[place].sent_s)}"' if done else "null" for place in (0, -1))
        is_done = bool(done) and done[-1] is last
        return (
            f'"updated_at":"{at(changed_s)}","status":{_RESOLVED if is_done else _OPEN},"responder_id":{responder},'
            f'"stats":{{"first_responded_at":{first},"agent_responded_at":{replied},"requester_responded_at":{asked},'
            f'"resolved_at":{replied if is_done else "null"},"closed_at":null}},'
            f'"custom_fields":{{"cf_topic":"{self._choices[self._letters.topics[last.letter]]}",'
            f'"cf_work_seconds":{sum(reply.handle_s for reply in done)},'
            f'"cf_promised_by":"{at(answer_s)}","cf_next_status_by":"{at(status_s)}"}}'
        )


def _messages(cycles: tuple[Reply, ...], at: Clock) -> Iterator[tuple[int, str]]:
    """What was said in a ticket after its first words, and when."""
    ticket = _FIRST_TICKET + cycles[0].letter
    for reply in cycles:
        number = 100 * ticket + 2 * reply.cycle
        if reply.cycle > 1:
            yield (
                reply.received_s,
                _message(number, ticket, at(reply.received_s), customer=_FIRST_CUSTOMER + reply.letter),
            )
        if not reply.is_open:
            yield reply.sent_s, _message(number + 1, ticket, at(reply.sent_s), agent=_FIRST_AGENT + reply.agent)


def _message(number: int, ticket: int, time: str, *, customer: int | None = None, agent: int | None = None) -> str:
    incoming, user = ("true", customer) if agent is None else ("false", agent)
    return (
        f'{{"id":{number},"ticket_id":{ticket},"incoming":{incoming},"private":false,"user_id":{user},'
        f'"created_at":"{time}"}}'
    )
