"""Sound logs of every format, of which damage makes hostile ones: `damage` draws it, `hostile_answers` imports them.

The rows of one contact share a number of twelve digits, its mark; a block of a log has marks of its own.
"""

import gzip
import json
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook

from data.desk import Desk, DeskSettings
from tests.data.asterisk_desk import asterisk_desk, line
from tests.data.avaya_builders import HEADER as AVAYA_HEADER
from tests.data.avaya_builders import avaya_desk, interval
from tests.data.connect_desk import connect_desk, contact, event, served
from tests.data.damage import ALL_MUTATIONS, PACKED_MUTATIONS, Mutation, repacked
from tests.data.freshdesk_builders import a_message, freshdesk_desk
from tests.data.freshdesk_builders import a_ticket as freshdesk_ticket
from tests.data.genesys_desk import agent, conversation, customer, genesys_desk, queued
from tests.data.intercom_builders import a_conversation, a_part, intercom_desk
from tests.data.log_builders import HEADER, IN_MENU, LEFT, PHONE_COLUMNS, TALKED, desk_with
from tests.data.talk_desk import call, left, leg, talk_desk
from tests.data.twilio_desk import lost as lost_task
from tests.data.twilio_desk import served as served_task
from tests.data.twilio_desk import twilio_desk
from tests.data.uccx_builders import CALLS as UCCX_CALLS
from tests.data.uccx_builders import QUEUED as UCCX_QUEUED
from tests.data.uccx_builders import a_call, uccx_desk
from tests.data.uccx_builders import queued as queued_in_uccx
from tests.data.zendesk_builders import a_metric, a_ticket, an_event, ticket_desk

MARK = re.compile(rb"(?<!\d)77\d{10}(?!\d)")
"""77, seven digits of the block, three of the contact."""


def _mark(contact: int) -> int:
    """The mark of a contact of the first block."""
    return 770_000_000_000 + contact


CALLS = "\r\n".join(
    [HEADER, *(f"{_mark(number)}{row[1:]}" for number, row in enumerate([TALKED, LEFT, IN_MENU] * 8)), ""]
).encode()
TOTALS = "\n".join(
    ["at,calls,note", *(f"2025-04-07 {10 + k // 12}:{k % 12 * 5:02d},{k},本日" for k in range(24)), ""]
).encode()


def csv_desk(folder: Path) -> Desk:
    """A desk that reads CALLS and TOTALS."""
    fields = desk_with(folder, PHONE_COLUMNS).settings.model_dump(by_alias=True)
    fields["import"]["totals"] = {
        "five": {"queue": "support", "interval_start": "at", "interval_minutes": 5, "offered": "calls"}
    }
    return Desk(folder=folder, settings=DeskSettings.model_validate(fields))


@dataclass(frozen=True)
class HostileFormat:
    """A format, a sound file of it, and a desk that reads it.

    Parameters
    ----------
    content
        Of the sound file.
    desk
        Makes the desk in a folder.
    suffix
        Of its files.
    rows
        How many rows a damaged file must be told to hold; None where that cannot be known without reading it as the
        importer does.
    has_header
        Whether the first line is one.
    mutations
        Of whole files.
    """

    content: bytes
    desk: Callable[[Path], Desk]
    suffix: str = ""
    rows: Callable[[bytes], int | None] = lambda _: None
    has_header: bool = False
    mutations: tuple[Mutation, ...] = ALL_MUTATIONS

    @property
    def header(self) -> bytes:
        """The first line, with its ending; empty where it is a row."""
        return self.content[: self.content.index(b"\n") + 1] if self.has_header else b""

    def block(self, number: int) -> bytes:
        """The sound file with marks of its own, with its header."""
        return self.content.replace(b"770000000", b"77%07d" % number)


def _unpacked(content: bytes) -> bytes:
    """Its text in UTF-8, where that is what it was."""
    with suppress(OSError, EOFError, UnicodeDecodeError):
        while content[:2] in (b"\x1f\x8b", b"\xff\xfe"):
            content = gzip.decompress(content) if content[:1] == b"\x1f" else content.decode("utf-16").encode()
    return content


def _lines_of(content: bytes) -> int | None:
    """Lines of a queue_log that are not blank; headings of an export are none that a mutation writes."""
    return sum(bool(told.strip()) for told in _unpacked(content).split(b"\n"))


def _records_of(content: bytes) -> int | None:
    """Lines that are JSON objects, where all are."""
    try:
        told = [json.loads(part) for part in _unpacked(content).split(b"\n") if part.strip()]
    except ValueError:
        return None
    return len(told) if all(isinstance(record, dict) and "ticket_events" not in record for record in told) else None


def _json_lines(records: Sequence[Mapping[str, object]]) -> bytes:
    return "".join(json.dumps(record) + "\n" for record in records).encode()


def _workbook() -> bytes:
    book, stream = Workbook(), BytesIO()
    for row in CALLS.decode().splitlines():
        book.active.append([cell or None for cell in row.split(",")])
    book.properties.created = book.properties.modified = datetime(2025, 4, 7)
    book.save(stream)
    return repacked(stream.getvalue())


_QUEUE_LOG = "".join(
    f"{told}\n"
    for call in range(8)
    for told in (
        line(call * 60, f"{_mark(call)}.1", "8000", "NONE", "ENTERQUEUE", "", "0312345678", 1),
        line(call * 60 + 9, f"{_mark(call)}.1", "8000", "SIP/7001", "CONNECT", 9, f"{_mark(call)}.9", 3),
        line(call * 60 + 50, f"{_mark(call)}.1", "8000", "SIP/7001", "COMPLETECALLER", 9, 41, 1),
        line(call * 60 + 52, "NONE", "NONE", "SIP/7001", "PAUSEALL", "wrapup"),
        line(call * 60 + 58, "NONE", "NONE", "SIP/7001", "UNPAUSEALL"),
        line(call * 60 + 59, f"{_mark(100 + call)}.1", "8001", "NONE", "ENTERQUEUE", "", "", 1),
        line(call * 60 + 90, f"{_mark(100 + call)}.1", "8001", "NONE", "ABANDON", 1, 1, 31),
    )
).encode()
_REALTIME = (
    "id,time,callid,queuename,agent,event,data1,data2,data3,data4,data5,created\n"
    + "".join(
        f"{call}3,2025-04-07 10:{call:02d}:00.250000,{_mark(call)}.1,8000,NONE,ENTERQUEUE,,0312345678,1,,,x\n"
        f'{call}4,2025-04-07 10:{call:02d}:09,{_mark(call)}.1,8000,"SIP/7001",CONNECT,9,{_mark(call)}.9,3,,,x\n'
        f"{call}5,2025-04-07 10:{call:02d}:50,{_mark(call)}.1,8000,SIP/7001,COMPLETEAGENT,9,41,1,,,x\n"
        for call in range(8)
    )
).encode()
_RECORDS = (
    "calldate,clid,src,dst,dcontext,channel,dstchannel,lastapp,duration,billsec,disposition,uniqueid,did,linkedid,"
    "sequence\n"
    + "".join(
        f'2025-04-07 10:{call:02d}:00,"""x"" <0312340000>",0312340000,s,ext,SIP/trunk-1,SIP/7-1,{app},60,{call},'
        f"{told},{_mark(call)}.1,0120000001,{_mark(call)}.1,1\n"
        for call in range(8)
        for app, told in (("Dial", "ANSWERED"), ("Dial", "NO ANSWER"), ("VoiceMail", "ANSWERED"))
    )
).encode()
_CONTACTS = _json_lines(
    [contact(f"{_mark(number)}", begins=number * 60, agent=served(number * 60 + 40)) for number in range(6)]
    + [
        contact(f"{_mark(100 + number)}", begins=number * 60, PreviousContactId=f"{_mark(number)}")
        for number in range(3)
    ]
)
_AGENT_EVENTS = _json_lines(
    [event(f"e{_mark(number)}", number * 60, status="Available" if number % 2 else "Offline") for number in range(8)]
)
_TICKETS = _json_lines(
    [a_ticket(_mark(number), tags=["invoice"]) for number in range(5)]
    + [an_event(_mark(number), "fulfill", "02:00", ticket=_mark(number)) for number in range(5)]
    + [a_metric(_mark(number)) for number in range(3)]
)
_FRESHDESK = _json_lines(
    [freshdesk_ticket(_mark(number), stats={"first_responded_at": "01:13"}) for number in range(5)]
    + [
        a_message(place, time, by=by, ticket=_mark(number))
        for number in range(4)
        for place, (time, by) in enumerate((("01:30", "agent"), ("02:00", "customer")))
    ]
)
_INTERCOM = _json_lines(
    [a_conversation(_mark(number)) for number in range(5)]
    + [a_part(1, 60) | {"conversation_id": str(_mark(number))} for number in range(4)]
)
_AVAYA = "\n".join(
    [
        AVAYA_HEADER,
        *(interval("2025-11-02", f"{hour}00", split=split) for hour in range(6) for split in ("12", "14")),
        "",
    ]
).encode()
_UCCX_CALLS = "\n".join(
    [UCCX_CALLS, *(a_call(_mark(number), "01:00:00", "01:00:30", disposition=1) for number in range(12)), ""]
).encode()
_UCCX_QUEUED = "\n".join(
    [UCCX_QUEUED, *(queued_in_uccx(_mark(number), 11 + number % 2, 1 + number % 5, 25) for number in range(12)), ""]
).encode()


def _uccx_desk(folder: Path) -> Desk:
    return uccx_desk(folder, queue="support")


_CONVERSATIONS = _json_lines(
    [
        conversation(f"{_mark(n)}", customer(), queued(f"{_mark(n)}-q", n, n + 30), agent(f"{_mark(n)}-a", n + 30, 99))
        for n in range(6)
    ]
    + [conversation(f"{_mark(10 + n)}", customer(), queued(f"{_mark(10 + n)}-q", n, 40, tAbandon=9)) for n in range(3)]
)

_TALK = _json_lines(
    [call(_mark(n), begins=n * 60) for n in range(5)]
    + [left(_mark(10 + n), begins=n * 60) for n in range(3)]
    + [leg(_mark(n) + 100, _mark(n), begins=n * 60 + 90, agent=n, transferred_from=9) for n in range(4)]
)

_TASKS = _json_lines(
    [told for n in range(3) for told in served_task(f"{_mark(n)}", begins=n * 60)]
    + [told for n in range(2) for told in lost_task(f"{_mark(10 + n)}", begins=n * 60)]
)


def _cdr_desk(folder: Path) -> Desk:
    return asterisk_desk(folder, numbers={"0120000001": "technical"})


FORMATS: dict[str, HostileFormat] = {
    "calls": HostileFormat(CALLS, csv_desk, ".csv", has_header=True),
    "totals": HostileFormat(TOTALS, csv_desk, ".csv", has_header=True),
    "workbook": HostileFormat(_workbook(), csv_desk, ".xlsx", mutations=PACKED_MUTATIONS),
    "queue_log": HostileFormat(_QUEUE_LOG, asterisk_desk, rows=_lines_of),
    "queue_log_table": HostileFormat(_REALTIME, asterisk_desk, ".csv", has_header=True),
    "cdr": HostileFormat(_RECORDS, _cdr_desk, ".csv", has_header=True),
    "avaya": HostileFormat(_AVAYA, avaya_desk, ".csv", has_header=True),
    "uccx_calls": HostileFormat(_UCCX_CALLS, _uccx_desk, ".csv", has_header=True),
    "uccx_queued": HostileFormat(_UCCX_QUEUED, _uccx_desk, ".csv", has_header=True),
    "connect": HostileFormat(_CONTACTS, connect_desk, ".jsonl", rows=_records_of),
    "connect_agents": HostileFormat(_AGENT_EVENTS, connect_desk, ".jsonl", rows=_records_of),
    "genesys": HostileFormat(_CONVERSATIONS, genesys_desk, ".jsonl", rows=_records_of),
    "freshdesk": HostileFormat(_FRESHDESK, freshdesk_desk, ".jsonl", rows=_records_of),
    "intercom": HostileFormat(_INTERCOM, intercom_desk, ".jsonl", rows=_records_of),
    "twilio": HostileFormat(_TASKS, twilio_desk, ".jsonl", rows=_records_of),
    "zendesk_talk": HostileFormat(_TALK, talk_desk, ".jsonl", rows=_records_of),
    "zendesk": HostileFormat(_TICKETS, ticket_desk, ".jsonl", rows=_records_of),
}
