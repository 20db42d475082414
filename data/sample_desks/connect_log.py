"""What an Amazon Connect instance delivers: contact records of calls and mails, agent events; a JSON record a line."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from data.sample_desks.live import Served
from data.sample_desks.live_log import LiveDay
from data.sample_desks.log_clock import DAY_SECONDS, utc_clock_from
from data.sample_desks.months import Row, day_of, write_months
from data.sample_desks.span import Span
from data.sample_desks.statuses import Status
from data.sample_desks.truth import Surprise
from data.sample_desks.work_log import Escalated
from data.sample_desks.written import Reply
from data.sample_desks.written_log import Letters, logged_replies
from data.staff import Person

TOPIC_ATTRIBUTE = "topic"
_ARN = "arn:aws:connect:ap-northeast-1:000000000000:instance/sample"
_DELIVERED_AFTER_S = 60
_Told = tuple[int, str]
"""Second since the log's first midnight, and the line."""


@dataclass(frozen=True)
class ConnectInstance:
    """The words of an instance.

    Parameters
    ----------
    queues
        Its queue -> queue of desk.toml.
    topics
        What the contact attribute `topic` says -> topic.
    """

    queues: Mapping[str, str]
    topics: Mapping[str, str]

    def settings(self, staff: Sequence[Person]) -> dict[str, Any]:
        """Fields of [import.amazon_connect.<name>]."""
        return {
            "queues": dict(self.queues),
            "agents": {_user(number): person.name for number, person in enumerate(staff)},
            "topic_attribute": TOPIC_ATTRIBUTE,
            "topics": dict(self.topics),
        }

    def attribute(self, topic: str) -> str:
        """What the attribute says of a topic."""
        return next(word for word, meaning in self.topics.items() if meaning == topic)


def contact_id(name: str) -> str:
    """Connect's id of what a desk calls by a name."""
    return str(uuid5(NAMESPACE_URL, f"https://example.com/{name}"))


class ConnectLog:
    """The files of an instance.

    Parameters
    ----------
    instance, span
        Whose words, and which days.
    """

    def __init__(self, instance: ConnectInstance, span: Span) -> None:
        self._instance, self._span = instance, span
        self._at = utc_clock_from(span.since, span.days + 3)
        self._records: list[_Told] = []
        self._events: list[_Told] = []

    def add_calls(self, days: Iterable[LiveDay], handed: Iterable[Escalated], *, second_queue: str) -> None:
        """Calls of tier 1, and those of them that went on to tier 2 in a contact of their own."""
        ids = {}
        goes_on = {call: contact_id(f"second {call}") for each in handed for call in each.calls}
        for day in days:
            names = day.names()
            for place, fields in enumerate(self._stays((day.day - self._span.since).days * DAY_SECONDS, day.served)):
                name = names[place]
                first = contact_id(day.contacts.get(place, name))
                ids[name] = first
                topic = self._instance.attribute(day.topics[place])
                self._add_call(
                    fields, queue=day.queue_word, record=contact_id(name), first=first, topic=topic,
                    next_record=goes_on.get(name),
                )  # fmt: skip
        for each in handed:
            midnight = (each.day - self._span.since).days * DAY_SECONDS
            for call, fields in zip(each.calls, self._stays(midnight, each.served), strict=True):
                self._add_call(
                    fields, queue=second_queue, record=goes_on[call], first=ids[call], previous=contact_id(call)
                )

    def add_statuses(self, day: date, statuses: Iterable[Status]) -> None:
        """What people chose to be on a day: available, at lunch, away, signed out."""
        midnight = (day - self._span.since).days * DAY_SECONDS
        for status in statuses:
            second = midnight + status.at_s
            kind = {"Available": "ROUTABLE", "Offline": "OFFLINE"}.get(status.word, "CUSTOM")
            told = f'{{"Name":"{status.word}","Type":"{kind}","StartTimestamp":"{self._at(second)}"}}'
            number = contact_id(f"status {status.agent} {second} {status.word}")
            self._events.append((second, self._event(status.agent, number, second, status=told, contacts="")))

    def _event(self, agent: int, number: str, second: int, *, status: str, contacts: str) -> str:
        return (
            f'{{"AgentARN":"{_ARN}/agent/{_user(agent)}","EventId":"{number}","EventType":"STATE_CHANGE",'
            f'"EventTimestamp":"{self._at(second)}","CurrentAgentSnapshot":{{"AgentStatus":{status},'
            f'"Configuration":{{"Username":"{_user(agent)}"}},"Contacts":[{contacts}]}}}}'
        )

    def add_mails(self, letters: Letters, replies: Sequence[Reply], *, surprises: tuple[Surprise, ...]) -> None:
        """Letters, one reply each; who is not answered yet is still in the queue."""
        for reply in logged_replies(replies, self._span, surprises):
            record = contact_id(letters.names[reply.letter])
            topic = self._instance.attribute(letters.topics[reply.letter])
            queue, begun = letters.queue_words[reply.letter], reply.sent_s - reply.handle_s
            head = self._head(record, record, "EMAIL", "INBOUND", reply.received_s) + _attributes(topic)
            if reply.is_open:
                told = f'{head},"Queue":{self._queue(queue, reply.received_s)},"Agent":null'
                self._records.append((reply.received_s, f"{told}{self._tail(reply.received_s)}"))
                continue
            agent = self._agent(reply.agent, begun, reply.handle_s, hold=0, after=0)
            told = f'{head},"Queue":{self._queue(queue, reply.received_s, begun)},"Agent":{agent}'
            told += f',"DisconnectTimestamp":"{self._at(reply.sent_s)}","DisconnectReason":"AGENT_COMPLETED"'
            self._records.append((reply.sent_s, f"{told}{self._tail(reply.sent_s)}"))

    def write(self, folder: Path) -> None:
        """Write `contact_records-2026-11.jsonl` and `agent_events-2026-11.jsonl` and so on, as delivered."""
        for stem, told in (("contact_records", self._records), ("agent_events", self._events)):
            write_months(folder, stem, rows=self._rows(sorted(told, key=lambda line: line[0])), ending="jsonl")

    def _rows(self, told: Iterable[_Told]) -> Iterator[Row]:
        return ((day_of(second, first_day=self._span.since), line) for second, line in told)

    def _stays(self, midnight: int, served: Served) -> Iterator[tuple[int, ...]]:
        """Entered, wait, talk, hold, after-call work and agent of each."""
        columns = (served.arrival_s + midnight, served.wait_s, served.talk_s, served.hold_s, served.after_call_s)
        return zip(*(column.tolist() for column in columns), served.agent.tolist(), strict=True)

    def _add_call(
        self, stay: tuple[int, ...], *, queue: str, record: str, first: str, topic: str = "",
        previous: str = "", next_record: str | None = None,
    ) -> None:  # fmt: skip
        entered, wait, talk, hold, after, agent = stay
        begun, method = entered + wait, "TRANSFER" if previous else "INBOUND"
        head = self._head(record, first, "VOICE", method, entered) + _attributes(topic)
        head += f',"PreviousContactId":"{previous}"' if previous else ""
        head += f',"Queue":{self._queue(queue, entered, begun)}'
        if agent < 0:
            told = f'{head},"Agent":null,"DisconnectTimestamp":"{self._at(begun)}"'
            self._records.append((begun, f'{told},"DisconnectReason":"CUSTOMER_DISCONNECT"{self._tail(begun)}'))
            return
        end, done = begun + talk + hold, begun + talk + hold + after
        told = f'{head},"Agent":{self._agent(agent, begun, talk, hold=hold, after=after)}'
        if next_record:
            told += f',"NextContactId":"{next_record}","TransferCompletedTimestamp":"{self._at(end)}"'
        told += f',"DisconnectTimestamp":"{self._at(end)}","DisconnectReason":"CUSTOMER_DISCONNECT"'
        self._records.append((done, f"{told}{self._tail(done)}"))
        self._add_events(agent, record, begun, end, done)

    def _add_events(self, agent: int, record: str, begun: int, end: int, done: int) -> None:
        """What the agent did: on the contact, after it, and available again."""
        steps = (("CONNECTED", begun), ("ENDED", end), ("", done))
        for number, (state, second) in enumerate(steps):
            at = self._at(second)
            contact = f'{{"ContactId":"{record}","Channel":"VOICE","State":"{state}","StateStartTimestamp":"{at}"}}'
            status = f'{{"Name":"Available","Type":"ROUTABLE","StartTimestamp":"{at}"}}'
            told = self._event(
                agent, f"{record[:-1]}{number}-{record[-1]}", second, status=status, contacts=contact if state else ""
            )
            self._events.append((second, told))

    def _head(self, record: str, first: str, channel: str, method: str, begun: int) -> str:
        initial = "null" if first == record else f'"{first}"'
        return (
            f'{{"ContactId":"{record}","InitialContactId":{initial},"Channel":"{channel}",'
            f'"InitiationMethod":"{method}","InitiationTimestamp":"{self._at(begun)}"'
        )

    def _queue(self, queue: str, entered: int, left: int | None = None) -> str:
        told = f'{{"ARN":"{_ARN}/queue/{queue}","Name":"{queue}","EnqueueTimestamp":"{self._at(entered)}"'
        if left is not None:
            # Whole seconds: a reply that took no longer than a second may seem begun before it came.
            told += f',"DequeueTimestamp":"{self._at(max(left, entered))}","Duration":{max(left - entered, 0)}'
        return told + "}"

    def _agent(self, number: int, begun: int, talk: int, *, hold: int, after: int) -> str:
        end = begun + talk + hold
        return (
            f'{{"ARN":"{_ARN}/agent/{_user(number)}","Username":"{_user(number)}",'
            f'"ConnectedToAgentTimestamp":"{self._at(begun)}","AgentInteractionDuration":{talk},'
            f'"CustomerHoldDuration":{hold},"AfterContactWorkStartTimestamp":"{self._at(end)}",'
            f'"AfterContactWorkEndTimestamp":"{self._at(end + after)}","AfterContactWorkDuration":{after}}}'
        )

    def _tail(self, second: int) -> str:
        return f',"LastUpdateTimestamp":"{self._at(second + _DELIVERED_AFTER_S)}"}}'


def _attributes(topic: str) -> str:
    return f',"Attributes":{{"{TOPIC_ATTRIBUTE}":"{topic}"}}' if topic else ""


def _user(number: int) -> str:
    return f"user{number + 1:02d}"
