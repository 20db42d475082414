"""Builders of a desk whose calls come by a Cisco UCCX, and of the tables of one."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from data.desk import Desk, DeskSettings

CALLS = (
    "nodeID,profileID,sessionID,sessionSeqNum,contactDisposition,originatorDN,startDateTime,endDateTime,applicationName"
)
QUEUED = (
    "sessionID,sessionSeqNum,profileID,nodeID,targetID,targetType,qIndex,queueOrder,disposition,metServiceLevel,"
    "queueTime"
)
ROUTED = (
    "sessionID,sessionSeqNum,profileID,nodeID,qIndex,origPriority,finalPriority,queueTime,startDateTime,endDateTime"
)
AGENTS = (
    "sessionID,sessionSeqNum,nodeID,profileID,resourceID,startDateTime,endDateTime,qIndex,ringTime,talkTime,holdTime,"
    "workTime,callWrapupData"
)
CSQS = "contactServiceQueueID,profileID,csqName,active,recordID"


def uccx_desk(folder: Path, **settings: Any) -> Desk:
    """A desk with queues support, sales and experts (tier 2), all by phone, and the UCCX `center`."""
    usual = {
        "queues": {"CSQ_Support": "support", "2": "sales", "CSQ_Experts": "experts"},
        "ignore_queues": ["CSQ_Other"],
        "topics": {"VPN": "network"},
        "agents": {"501": "sato"},
    }
    told = DeskSettings.model_validate(
        {
            "format": 1,
            "name": "試験デスク",
            "time_zone": "Asia/Tokyo",
            "hours": {"phone": {"mon": ["10:00-18:00"]}},
            "queue": [
                {"name": "support", "channel": "phone"},
                {"name": "sales", "channel": "phone"},
                {"name": "experts", "channel": "phone", "tier": 2},
            ],
            "import": {"cisco_uccx": {"center": usual | settings}},
        }
    )
    return Desk(folder=folder, settings=told)


def at(clock: str) -> str:
    """`01:00:00` of Monday 2025-04-07 in UTC, as UCCX writes it."""
    return f"2025-04-07 {clock}.000"


def a_call(session: int, start: str, end: str, *, disposition: int = 2, seq: int = 0) -> str:
    """A row of ContactCallDetail."""
    return f"1,1,{session},{seq},{disposition},0312345678,{at(start)},{at(end)},Secret App"


def queued(
    session: int, target: int, disposition: int, wait: int, *, seq: int = 0, index: int = 1, type: int = 0
) -> str:
    """A row of ContactQueueDetail."""
    return f"{session},{seq},1,1,{target},{type},{index},1,{disposition},1,{wait}"


def routed(session: int, start: str, *, seq: int = 0, index: int = 1) -> str:
    """A row of ContactRoutingDetail."""
    return f"{session},{seq},1,1,{index},1,1,0,{at(start)},{at(start)}"


def an_agent(session: int, start: str, *, talk: int = 120, seq: int = 0, index: int = 1, resource: int = 501) -> str:
    """A row of AgentConnectionDetail: 4 s of ringing, 30 s on hold, 20 s of work afterwards."""
    return f"{session},{seq},1,1,{resource},{at(start)},{at('05:00:00')},{index},4,{talk},30,20,VPN"


RECORDS = ("1,1,CSQ_Support,t,11", "2,1,CSQ_Sales,t,12", "3,1,CSQ_Experts,t,13", "4,1,CSQ_Other,t,14")


def write_tables(folder: Path, *, prefix: str = "", **tables: Sequence[str]) -> list[Path]:
    """A file for each table: `calls`, `queued`, `routed`, `agents`, `csqs`."""
    headers = {"calls": CALLS, "queued": QUEUED, "routed": ROUTED, "agents": AGENTS, "csqs": CSQS}
    paths = []
    for name, rows in tables.items():
        path = folder / f"{prefix}{name}.csv"
        path.write_text("\n".join([headers[name], *rows, ""]), encoding="utf-8")
        paths.append(path)
    return paths
