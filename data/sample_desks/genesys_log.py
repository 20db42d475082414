"""What a Genesys Cloud organisation's analytics give: conversation details of chats, calls, video calls and mails."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.sample_desks.live_log import LiveDay
from data.sample_desks.log_clock import DAY_SECONDS, utc_clock_from
from data.sample_desks.months import Row, day_of, write_months
from data.sample_desks.span import Span
from data.sample_desks.truth import Surprise
from data.sample_desks.written import Reply
from data.sample_desks.written_log import Letters, logged_replies
from data.staff import Person


@dataclass(frozen=True)
class GenesysOrganisation:
    """The words of an organisation.

    Parameters
    ----------
    queues
        Its queue -> queue of desk.toml.
    topics
        Its wrap-up code -> topic.
    """

    queues: Mapping[str, str]
    topics: Mapping[str, str]

    def settings(self, staff: Sequence[Person]) -> dict[str, Any]:
        """Fields of [import.genesys.<name>]."""
        return {
            "queues": dict(self.queues),
            "agents": {_user(number): person.name for number, person in enumerate(staff)},
            "topics": dict(self.topics),
        }

    def code(self, topic: str) -> str:
        """The wrap-up code of a topic."""
        return next(code for code, meaning in self.topics.items() if meaning == topic)


@dataclass(frozen=True)
class _Stay:
    """One contact: seconds since the log's first midnight, and parts in seconds; agent -1: nobody answered."""

    name: str
    media: str
    queue: str
    code: str
    entered: int
    wait: int
    talk: int = 0
    hold: int = 0
    after: int = 0
    agent: int = -1


class GenesysLog:
    """The file of an organisation.

    Parameters
    ----------
    organisation, span
        Whose words, and which days.
    """

    def __init__(self, organisation: GenesysOrganisation, span: Span) -> None:
        self._organisation, self._span = organisation, span
        self._clock = utc_clock_from(span.since, span.days + 3)
        self._told: list[tuple[int, str]] = []
        """Second at which a conversation was over or last heard of, and its line."""

    def add_live(self, days: Iterable[LiveDay], *, media: str) -> None:
        """Chats, calls or video calls; the word of a day's queue is Genesys' name for it."""
        for day in days:
            midnight, served = (day.day - self._span.since).days * DAY_SECONDS, day.served
            columns = (served.wait_s, served.talk_s, served.hold_s, served.after_call_s, served.agent)
            parts = zip(*(column.tolist() for column in columns), strict=True)
            rows = zip(day.names(), day.topics, (served.arrival_s + midnight).tolist(), parts, strict=True)
            for name, topic, entered, (wait, talk, hold, after, agent) in rows:
                code = self._organisation.code(topic)
                self._add(_Stay(name, media, day.queue_word, code, entered, wait, talk, hold, after, agent))

    def add_mails(self, letters: Letters, replies: Sequence[Reply], *, surprises: tuple[Surprise, ...]) -> None:
        """Letters, one reply each; who is not answered yet still waits in the queue."""
        for reply in logged_replies(replies, self._span, surprises):
            name, queue = letters.names[reply.letter], letters.queue_words[reply.letter]
            if reply.is_open:
                self._add_waiting(name, queue, reply.received_s)
                continue
            code, begun = self._organisation.code(letters.topics[reply.letter]), reply.sent_s - reply.handle_s
            # Whole seconds: a reply that took no longer than a second may seem begun before its letter came.
            wait = max(begun - reply.received_s, 0)
            self._add(
                _Stay(name, "email", queue, code, reply.received_s, wait, talk=reply.handle_s, agent=reply.agent),
                over=reply.sent_s,
            )

    def write(self, folder: Path) -> None:
        """Write `conversations-2026-11.jsonl` and so on, each conversation in the month in which it ended."""
        write_months(folder, "conversations", rows=self._rows(), ending="jsonl")

    def _at(self, second: int) -> str:
        """A moment as it stands in a record, in milliseconds."""
        return f'"{self._clock(second)[:-1]}.000Z"'

    def _rows(self) -> Iterator[Row]:
        told = sorted(self._told, key=lambda line: line[0])
        return ((day_of(second, first_day=self._span.since), line) for second, line in told)

    def _add(self, stay: _Stay, *, over: int | None = None) -> None:
        begun = stay.entered + stay.wait
        ended = max(begun + stay.talk + stay.hold, begun) if over is None else over
        is_answered, done = stay.agent >= 0, ended + stay.after
        waited = f',{{"name":"{"tAcd" if is_answered else "tAbandon"}","value":{stay.wait * 1000}}}'
        parties = self._queue(stay.name, stay.media, stay.queue, stay.entered, until=begun, told=waited,
                              ended_by="transfer" if is_answered else "peer")  # fmt: skip
        if is_answered:
            parties += "," + self._agent(stay, begun, ended)
        self._put(stay.name, stay.entered, parties, over=done)

    def _add_waiting(self, name: str, queue: str, entered: int) -> None:
        self._put(name, entered, self._queue(name, "email", queue, entered), over=None)

    def _put(self, name: str, entered: int, parties: str, *, over: int | None) -> None:
        end = "" if over is None else f',"conversationEnd":{self._at(over)}'
        line = (
            f'{{"conversationId":"{name}","conversationStart":{self._at(entered)}{end},'
            f'"originatingDirection":"inbound","participants":[{parties}]}}'
        )
        self._told.append((entered if over is None else over, line))

    def _queue(
        self, name: str, media: str, queue: str, entered: int, *, until: int | None = None, told: str = "",
        ended_by: str = "",
    ) -> str:  # fmt: skip
        end = "" if until is None else f',"segmentEnd":{self._at(until)},"disconnectType":"{ended_by}"'
        return (
            f'{{"purpose":"acd","participantName":"{queue}","sessions":[{{"sessionId":"{name}-q","mediaType":"{media}",'
            f'"direction":"inbound","metrics":[{{"name":"nOffered","value":1}}{told}],"segments":[{{"segmentType":'
            f'"interact","segmentStart":{self._at(entered)}{end}}}]}}]}}'
        )

    def _agent(self, stay: _Stay, begun: int, ended: int) -> str:
        parts = {"tTalkComplete": stay.talk, "tHeldComplete": stay.hold, "tAcw": stay.after}
        metrics = {"tAnswered": stay.wait} | {name: seconds for name, seconds in parts.items() if seconds}
        told = ",".join(f'{{"name":"{name}","value":{seconds * 1000}}}' for name, seconds in metrics.items())
        after = (
            f'{{"segmentType":"wrapup","segmentStart":{self._at(ended)},"segmentEnd":{self._at(ended + stay.after)},'
            f'"wrapUpCode":"{stay.code}"}}'
        )
        return (
            f'{{"purpose":"agent","userId":"{_user(stay.agent)}","sessions":[{{"sessionId":"{stay.name}-a",'
            f'"mediaType":"{stay.media}","direction":"inbound","metrics":[{told}],"segments":[{{"segmentType":"interact",'
            f'"segmentStart":{self._at(begun)},"segmentEnd":{self._at(ended)},"disconnectType":"peer"}},{after}]}}]}}'
        )


def _user(number: int) -> str:
    return f"user{number + 1:02d}"
