"""Proposes a column mapping from a log's header and first rows, in words that Japanese and English systems use."""

import json
from dataclasses import dataclass
from datetime import datetime

_SYNONYMS: dict[str, tuple[str, ...]] = {
    "leg_id": ("通話ID", "コールID", "受付番号", "呼ID", "call id", "call_id", "contact id", "id"),
    "started_at": ("コール開始", "着信開始", "call start", "started", "start time", "start"),
    "entered_at": ("着信日時", "入電日時", "受電日時", "着信時刻", "queued", "queue start", "entered_at", "arrival",
                   "arrived", "q_start"),
    "answered_at": ("応答日時", "応答時刻", "通話開始", "answered", "answered_at", "answer time", "ser_start"),
    "ended_at": ("終了日時", "切断時刻", "通話終了", "ended", "ended_at", "end time", "ser_exit"),
    "wait_seconds": ("待ち時間", "待機時間", "応答時間(秒)", "wait", "waited", "wait time", "queue time", "wait_s"),
    "talk_seconds": ("通話時間", "対応時間", "talk", "talk time", "talk_s"),
    "hold_seconds": ("保留時間", "hold", "hold time", "hold_s"),
    "acw_seconds": ("後処理時間", "後作業", "ACW", "ワークタイム", "after call", "after call work", "wrap-up", "acw_s"),
    "queue_column": ("窓口", "業務", "キュー", "スキル", "ACDグループ", "代表番号", "queue", "skill"),
    "outcome": ("結果", "状態", "ステータス", "通話種別", "outcome", "result", "status", "disposition"),
    "agent": ("オペレータ", "オペレーター", "担当者", "エージェント", "内線", "agent"),
    "topic": ("用件", "問合せ種別", "カテゴリ", "topic", "category", "reason"),
}  # fmt: skip

_WORDS = {
    "answered": ("応答", "完了", "answered", "agent", "handled"),
    "abandoned": ("放棄", "途中放棄", "切断", "abandoned", "abandon", "hang"),
    "after_hours": ("時間外",),
    "blocked": ("あふれ", "話中", "輻輳", "busy"),
    "voicemail": ("留守電", "voicemail"),
    "callback_requested": ("折り返し", "callback"),
}
_TIME_FORMATS = ("%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y年%m月%d日 %H:%M:%S", "%Y年%m月%d日 %H時%M分",
                 "%d.%m.%Y %H:%M:%S", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M")  # fmt: skip
_MOST_WORDS = 20


@dataclass(frozen=True)
class LogSample:
    """The beginning of a CSV log.

    Parameters
    ----------
    header
        Its column names.
    rows
        Its first rows, as many fields each as the header has.
    encoding, delimiter
        As they were guessed.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    encoding: str = "utf-8"
    delimiter: str = ","

    def column(self, name: str) -> list[str]:
        """What is written in a column, empty cells left out."""
        place = self.header.index(name)
        return [row[place].strip() for row in self.rows if row[place].strip()]


def propose_mapping(sample: LogSample, *, queue: str) -> str:
    """A table for desk.toml, as text; what could not be guessed is left for the reader to fill.

    Parameters
    ----------
    queue
        Named where no column names one.
    """
    guessed = guess_columns(sample.header)
    lines = ["[import.mapping.my-phone-system]"]
    if "queue_column" not in guessed:
        lines.append(f"queue = {_quoted(queue)}")
    if sample.encoding != "utf-8":
        lines.append(f"encoding = {_quoted(sample.encoding)}")
    if sample.delimiter != ",":
        lines.append(f"delimiter = {_quoted(sample.delimiter)}")
    lines += [f"{field} = {_quoted(column)}" for field, column in guessed.items()]
    if "entered_at" in guessed:
        lines += _time_format_line(sample.column(guessed["entered_at"]))
    else:
        lines.append('entered_at = "..."  # the column that says when a contact began to wait')
    if "queue_column" in guessed:
        lines.append(f"queues = {_table(dict.fromkeys(_words(sample, guessed['queue_column']), queue))}")
    if "outcome" in guessed:
        meanings = {word: _meaning(word) for word in _words(sample, guessed["outcome"])}
        lines.append(f"outcomes = {_table(meanings)}  # ours, or reject")
    return "\n".join(lines)


def guess_columns(header: tuple[str, ...]) -> dict[str, str]:
    """Field of a mapping -> the column whose name says it; each column at most once."""
    by_name = {_plain_name(name): name for name in reversed(header)}
    guessed: dict[str, str] = {}
    for field, synonyms in _SYNONYMS.items():
        found = next((by_name[_plain_name(word)] for word in synonyms if _plain_name(word) in by_name), None)
        if found is not None and found not in guessed.values():
            guessed[field] = found
    return guessed


def _plain_name(name: str) -> str:
    """`After_Call` and `after call` are the same header."""
    return name.casefold().replace("_", " ").replace("-", " ").strip()


def guess_time_format(text: str) -> str | None:
    """The strptime form of a time; empty for ISO 8601, None where no usual form reads it."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return next((form for form in _TIME_FORMATS if _reads(text, form)), None)
    return ""


def _time_format_line(times: list[str]) -> list[str]:
    form = guess_time_format(times[0]) if times else ""
    if form is None:
        return [f'time_format = "..."  # strptime form of times like {_quoted(times[0])}']
    return [f"time_format = {_quoted(form)}"] if form else []


def _reads(text: str, form: str) -> bool:
    try:
        datetime.strptime(text, form)  # its zone is the desk's; here only the form counts
    except ValueError:
        return False
    return True


def _meaning(word: str) -> str:
    return next((ours for ours, words in _WORDS.items() if word.casefold() in words), "...")


def _words(sample: LogSample, column: str) -> list[str]:
    return list(dict.fromkeys(sample.column(column)))[:_MOST_WORDS]


def _table(meanings: dict[str, str]) -> str:
    return "{ " + ", ".join(f"{_quoted(word)} = {_quoted(ours)}" for word, ours in meanings.items()) + " }"


def _quoted(word: str) -> str:
    return json.dumps(word, ensure_ascii=False)
