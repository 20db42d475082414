"""The log of a live channel: which columns it has, and its lines."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from data.sample_desks.live import Served
from data.sample_desks.log_clock import clock_from
from data.sample_desks.people import agent_code

_FIELDS = ("leg_id", "queue_column", "entered_at", "answered_at", "ended_at", "acw_end_at", "wait_seconds",
           "talk_seconds", "hold_seconds", "acw_seconds", "agent", "outcome", "topic", "contact_id")  # fmt: skip
CALL_COLUMNS = ("通話ID", "窓口", "着信日時", "応答日時", "終話日時", "後処理終了日時", "待ち秒数", "通話秒数",
                "保留秒数", "後処理秒数", "担当者", "結果", "用件", "問い合わせ番号")  # fmt: skip
CHAT_COLUMNS = ("チャットID", "受付窓口", "開始希望日時", "開始日時", "終了日時", "記録終了日時", "待機秒数",
                "会話秒数", "中断秒数", "記録秒数", "担当者", "結果", "用件", "問い合わせ番号")  # fmt: skip
_TIME_FORMAT = "%Y-%m-%d %H:%M:%S"


@dataclass(frozen=True)
class LiveDay:
    """A queue's day as its system has written it.

    Parameters
    ----------
    day
        The local day.
    queue_word
        What the system calls the queue.
    served
        What became of each contact.
    topics
        Of each, as many.
    prefix
        Of the numbers that name contacts; each system counts for itself.
    contacts
        Place of a contact -> the number of the earlier contact that it goes on with.
    """

    day: date
    queue_word: str
    served: Served
    topics: list[str]
    prefix: str = ""
    contacts: Mapping[int, str] = field(default_factory=dict)

    def names(self) -> list[str]:
        """What the system calls each contact."""
        day = f"{self.prefix}{self.day:%Y%m%d}"
        return [f"{day}-{number:04d}" for number in range(1, len(self.served) + 1)]

    def lines(self) -> Iterator[str]:
        """Lines of the log, without line ends; columns as above."""
        at, served = clock_from(self.day, 3), self.served
        begin = served.arrival_s + served.wait_s
        columns = zip(
            served.arrival_s.tolist(), begin.tolist(), served.end_s.tolist(),
            (served.end_s + served.after_call_s).tolist(), served.wait_s.tolist(), served.talk_s.tolist(),
            served.hold_s.tolist(), served.after_call_s.tolist(), served.agent.tolist(), strict=True,
        )  # fmt: skip
        rows = zip(self.names(), self.topics, columns, strict=True)
        for place, (name, topic, (entered, begun, end, done, wait, talk, hold, after, agent)) in enumerate(rows):
            head = f"{name},{self.queue_word},{at(entered)}"
            tail = f"{topic},{self.contacts.get(place, name)}"
            if agent < 0:
                yield f"{head},,{at(end)},,{wait},,,,,放棄,{tail}"
            else:
                told = f"{at(begun)},{at(end)},{at(done)},{wait},{talk},{hold},{after},{agent_code(agent)}"
                yield f"{head},{told},応答,{tail}"


def live_mapping(columns: tuple[str, ...], *, queues: Mapping[str, str], **fields: Any) -> dict[str, Any]:
    """The mapping of a live log.

    Parameters
    ----------
    queues
        The system's word -> queue of desk.toml.
    fields
        Besides: the channel, or the channels of the same words.
    """
    named = dict(zip(_FIELDS, columns, strict=True))
    if "channels" in fields:
        fields["channel_column"] = named["queue_column"]
    return {
        **fields,
        **named,
        "queues": dict(queues),
        "time_format": _TIME_FORMAT,
        "outcomes": {"応答": "answered", "放棄": "abandoned"},
    }


def day_rows(days: Iterable[LiveDay]) -> Iterator[tuple[date, str]]:
    """Each line with its day."""
    return ((day.day, line) for day in days for line in day.lines())
