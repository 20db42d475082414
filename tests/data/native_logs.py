"""Reads the logs of a sample desk through the import, as a table in the words of the desks that write CSV."""

import shutil
from pathlib import Path

import pandas as pd

from data.desk import Desk
from data.desk_file import read_desk
from data.import_logs import import_logs
from data.warehouse import Warehouse

_WORDS = {
    "contact_id": "受付番号", "entered_at": "受信日時", "answered_at": "返信日時", "handle_s": "対応秒数",
    "agent": "返信担当", "topic": "用件",
}  # fmt: skip
_STATES = {"answered": "返信済", "open": "未返信"}


def imported_legs(desk_folder: Path, work: Path) -> pd.DataFrame:
    """All legs of a desk's logs, at the clocks of the desk; the desk's own folder stays as it is.

    `agent` is the person's number in staff.csv as `A01`.
    """
    desk = read_desk(shutil.copytree(desk_folder, work / desk_folder.name))
    with Warehouse.open(desk) as warehouse:
        report = import_logs(desk, sorted((desk.folder / "logs").iterdir()), warehouse=warehouse)
        legs = warehouse.table("contact_leg")
    assert report.rejected == 0
    for column in ("entered_at", "answered_at", "ended_at", "acw_end_at", "promised_at", "next_status_at"):
        legs[column] = legs[column].dt.tz_convert(desk.zone).dt.tz_localize(None)
    return legs.assign(agent=legs["agent_key"].map(codes_of(desk)))


def codes_of(desk: Desk) -> dict[str, str]:
    """Person -> the number that sample desks give them."""
    return {person.name: f"A{number:02d}" for number, person in enumerate(desk.staff, start=1)}


def mails_of(legs: pd.DataFrame, *, queue: str = "mail") -> pd.DataFrame:
    """The legs of a queue of mail as a table of mails."""
    mails = legs[legs["queue_key"] == queue].rename(columns=_WORDS)
    return mails.assign(状態=mails["outcome"].map(_STATES))[[*_WORDS.values(), "状態"]]


def tickets_of(legs: pd.DataFrame) -> pd.DataFrame:
    """The legs of a desk of tickets as a table of the replies to them, in the words of a CSV."""
    words = {
        "contact_id": "チケット番号", "channel": "経路", "entered_at": "受付日時", "answered_at": "回答日時",
        "handle_s": "対応秒数", "agent": "回答担当", "topic": "用件", "promised_at": "回答予定日時",
        "next_status_at": "次回連絡日時", "kind": "種別",
    }  # fmt: skip
    cycles = legs.rename(columns=words)[list(words.values())]
    return cycles.assign(
        回=legs["leg_id"].str.split("/").str[-1].astype(int),
        状態=legs["outcome"].map(_STATES),
        優先度=legs["priority"],
    )


def calls_of(legs: pd.DataFrame, *, queue: str) -> pd.DataFrame:
    """The legs of a queue of calls in English words, by the time of arrival; talk holds what was told of hold too."""
    calls = legs[legs["queue_key"] == queue].sort_values(["entered_at", "leg_id"], ignore_index=True)
    words = {
        "contact_id": "call", "entered_at": "arrival", "answered_at": "answer", "ended_at": "end",
        "acw_end_at": "done", "wait_s": "wait", "acw_s": "after", "customer_segment": "segment",
    }  # fmt: skip
    talk = calls["talk_s"] + calls["hold_s"].fillna(0)
    calls = calls.rename(columns=words).assign(talk=talk, answered=calls["outcome"] == "answered")
    return calls[[*words.values(), "talk", "agent", "outcome", "topic", "answered"]]


def phone_log_of(legs: pd.DataFrame, *, queue: str) -> pd.DataFrame:
    """The legs of a queue of calls as a table in the words of a telephone system's CSV."""
    calls = legs[legs["queue_key"] == queue].sort_values(["entered_at", "leg_id"], ignore_index=True)
    words = {
        "leg_id": "通話ID", "contact_id": "問い合わせ番号", "entered_at": "着信日時", "answered_at": "応答日時",
        "ended_at": "終話日時", "acw_end_at": "後処理終了日時",
        "wait_s": "待ち秒数", "talk_s": "通話秒数", "hold_s": "保留秒数",
        "acw_s": "後処理秒数", "agent": "担当者", "topic": "用件",
    }  # fmt: skip
    results = {"answered": "応答", "abandoned": "放棄"}
    return calls.rename(columns=words)[list(words.values())].assign(結果=calls["outcome"].map(results))
