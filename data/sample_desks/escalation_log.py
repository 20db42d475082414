"""The log of calls that tier 1 handed on to tier 2: a line each, named after the call."""

from collections.abc import Iterable, Iterator
from typing import Any

from data.sample_desks.log_clock import clock_from
from data.sample_desks.months import Row
from data.sample_desks.people import agent_code
from data.sample_desks.work_log import Escalated

ESCALATION_COLUMNS = ("転送番号", "元通話ID", "転送日時", "二次応答日時", "二次終話日時",
                      "二次後処理終了日時", "二次待ち秒数", "二次通話秒数", "二次後処理秒数", "二次担当者",
                      "転送結果", "転送種別")  # fmt: skip


def escalation_rows(days: Iterable[Escalated]) -> Iterator[Row]:
    """Rows of ESCALATION_COLUMNS."""
    for handed in days:
        at, served = clock_from(handed.day, 3), handed.served
        begin = served.arrival_s + served.wait_s
        columns = zip(
            handed.calls, served.arrival_s.tolist(), begin.tolist(), served.end_s.tolist(),
            (served.end_s + served.after_call_s).tolist(), served.wait_s.tolist(), served.talk_s.tolist(),
            served.after_call_s.tolist(), served.agent.tolist(), strict=True,
        )  # fmt: skip
        for call, entered, begun, end, done, wait, talk, after, agent in columns:
            head = f"T{call},{call},{at(entered)}"
            if agent < 0:
                yield handed.day, f"{head},,{at(end)},,{wait},,,,放棄,エスカレーション"
            else:
                told = f"{at(begun)},{at(end)},{at(done)},{wait},{talk},{after},{agent_code(agent)}"
                yield handed.day, f"{head},{told},応答,エスカレーション"


def escalation_mapping(queue: str) -> dict[str, Any]:
    """The mapping of ESCALATION_COLUMNS onto a phone queue of tier 2."""
    fields = ("leg_id", "contact_id", "entered_at", "answered_at", "ended_at", "acw_end_at", "wait_seconds",
              "talk_seconds", "acw_seconds", "agent", "outcome", "escalated")  # fmt: skip
    return {
        "channel": "phone",
        "queue": queue,
        **dict(zip(fields, ESCALATION_COLUMNS, strict=True)),
        "outcomes": {"応答": "answered", "放棄": "abandoned"},
        "time_format": "%Y-%m-%d %H:%M:%S",
    }
