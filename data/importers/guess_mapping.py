"""Proposes a column mapping from a log's header and first rows, in words that Japanese and English systems use."""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from data.importers.mapping_questions import Choice, Question, question_about_word, questions_about_columns
from data.message import Message

_SYNONYMS: dict[str, tuple[str, ...]] = {
    "leg_id": (
        "通話ID",
        "コールID",
        "接続番号",
        "受付番号",
        "呼ID",
        "呼番号",
        "call id",
        "call_id",
        "contact id",
        "id",
    ),
    "started_at": (
        "コール開始時間",
        "コール開始時刻",
        "コール開始",
        "着信開始",
        "call start",
        "started",
        "start time",
        "start",
    ),
    "entered_at": (
        "着信日時",
        "入電日時",
        "受電日時",
        "着信時刻",
        "着信時間",
        "入電時刻",
        "受電時刻",
        "待ち開始",
        "queued",
        "queue start",
        "entered_at",
        "arrival",
        "arrived",
        "q_start",
    ),
    "answered_at": (
        "応答日時",
        "応答時刻",
        "通話開始日時",
        "通話開始時間",
        "通話開始",
        "answered",
        "answered_at",
        "answer time",
        "ser_start",
    ),
    "ended_at": (
        "終了日時",
        "切断日時",
        "終了時刻",
        "切断時刻",
        "通話終了日時",
        "通話終了時間",
        "通話終了",
        "ended",
        "ended_at",
        "end time",
        "ser_exit",
    ),
    "wait_seconds": (
        "待ち時間",
        "待ち時間(秒)",
        "待機時間",
        "お客様待ち時間(秒)",
        "お客様待ち時間",
        "応答時間(秒)",
        "wait",
        "waited",
        "wait time",
        "queue time",
        "wait_s",
    ),
    "talk_seconds": ("通話時間", "通話時間(秒)", "通話時間(分)", "対応時間", "通話秒数", "talk", "talk time", "talk_s"),
    "hold_seconds": ("保留時間", "保留時間(秒)", "hold", "hold time", "hold_s"),
    "acw_seconds": (
        "後処理時間",
        "後処理時間(秒)",
        "後作業",
        "後作業時間",
        "ACW",
        "ワークタイム",
        "after call",
        "after call work",
        "wrap-up",
        "acw_s",
    ),
    "queue_column": (
        "窓口",
        "業務",
        "業務名",
        "キュー",
        "キュー名",
        "スキル",
        "スキルグループ",
        "ACDグループ",
        "代表番号",
        "着信番号",
        "queue",
        "skill",
    ),
    "outcome": (
        "結果",
        "状態",
        "ステータス",
        "通話種別",
        "対応結果",
        "呼状態",
        "outcome",
        "result",
        "status",
        "disposition",
    ),
    "agent": (
        "オペレータ",
        "オペレーター",
        "オペレータ名",
        "オペレーター名",
        "担当者",
        "エージェント",
        "スタッフ名",
        "応答者",
        "内線",
        "内線番号",
        "agent",
    ),
    "topic": ("用件", "問合せ種別", "問い合わせ種別", "カテゴリ", "カテゴリー", "topic", "category", "reason"),
    "channel_column": ("チャネル", "チャンネル", "受付方法", "channel", "media type"),
    "customer": ("発信者番号", "電話番号", "発番号", "発信番号", "caller", "caller id", "caller number"),
    "tier": ("一次/二次", "対応区分", "階層", "tier"),
}
_DAYS = ("日付", "年月日", "着信日", "受電日", "入電日", "date")
"""Columns with the day of columns that tell only a clock time."""

_CLOCK_ALONE = re.compile(
    r"\s*(?:午前|午後)?\s*[0-9０-９]{1,2}\s*(?:[:：時]\s*[0-9０-９]{1,2}\s*[:：分]?\s*[0-9０-９.]*\s*秒?|時)\s*"
)

_WORDS = {
    "answered": ("応答", "応答済", "完了", "成立", "成立呼", "通話", "answered", "agent", "handled", "completed"),
    "abandoned": (
        "放棄",
        "放棄呼",
        "途中放棄",
        "切断",
        "途中切断",
        "不成立呼",
        "キャンセル",
        "abandoned",
        "abandon",
        "hang",
    ),
    "after_hours": ("時間外", "営業時間外"),
    "blocked": ("あふれ", "話中", "輻輳", "ビジー", "busy"),
    "voicemail": ("留守電", "留守番電話", "voicemail"),
    "callback_requested": ("折り返し", "折返し", "折り返し予約", "callback"),
    "overflowed_out": ("転送", "コール転送"),
}
_CHANNEL_WORDS = {
    "phone": ("電話", "音声", "voice", "tel", "phone", "call"),
    "mail": ("メール", "Eメール", "email", "e-mail", "mail"),
    "form": ("フォーム", "web", "ウェブ", "form"),
    "chat": ("チャット", "chat", "line"),
    "video": ("ビデオ", "ビデオ通話", "video"),
}
_UNKNOWN = "..."
_TIME_FORMATS = ("%d.%m.%Y %H:%M:%S", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M")  # fmt: skip
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


@dataclass(frozen=True)
class Proposal:
    """A mapping that was guessed, and what is left to ask before it can be used.

    Parameters
    ----------
    settings
        Of the table [import.mapping.<name>], or [import.totals.<name>].
    questions
        What columns and words mean that can mean several things.
    name
        Of the table.
    kind
        `mapping` of single contacts, or `totals`.
    """

    settings: Mapping[str, Any]
    questions: tuple[Question, ...]
    name: str = "my-phone-system"
    kind: str = "mapping"

    @property
    def is_usable(self) -> bool:
        """Whether a file can be read by it once the questions are answered."""
        return _UNKNOWN not in self.settings.values()

    @property
    def toml(self) -> str:
        """The table as text for desk.toml; what is left open stands in comments behind it."""
        return str(self.told)

    @property
    def told(self) -> Message:
        """The same, its comments in the reader's language."""
        table = [
            f"[import.{self.kind}.{self.name}]",
            *(f"{field} = {_toml(ours)}" for field, ours in self.settings.items()),
        ]
        lines = [Message("\n".join(table))]
        for question in self.questions:
            lines.append(Message.of("# {about}: {question}", about=question.about, question=question.told))
            lines += [
                Message.of("#   {answer}: {settings}", answer=choice.told, settings=_told(choice.settings))
                for choice in question.choices
            ]
        return Message.joined(lines)

    def settled(self, answers: Iterable[Choice]) -> dict[str, Any]:
        """The settings with the answers to the questions."""
        settled = dict(self.settings)
        for answer in answers:
            for field, value in answer.settings.items():
                table, _, word = field.partition(".")
                settled[table] = {**settled.get(table, {}), word: value} if word else value
        return settled


def _told(settings: Mapping[str, Any]) -> str | Message:
    """What an answer would write."""
    told = []
    for field, value in settings.items():
        table, _, word = field.partition(".")
        told.append(f"{table} = {{ {_quoted(word)} = {_quoted(value)} }}" if word else f"{field} = {_quoted(value)}")
    return ", ".join(told) or Message("write nothing")


def propose_mapping(sample: LogSample, *, queue: str) -> Proposal:
    """A mapping by the names of columns and what stands in them; what can mean several things becomes a question.

    Parameters
    ----------
    queue
        Named where no column names one.
    """
    guessed = guess_columns(sample.header)
    settings: dict[str, Any] = {} if "queue_column" in guessed else {"queue": queue}
    if sample.encoding != "utf-8":
        settings["encoding"] = sample.encoding
    if sample.delimiter != ",":
        settings["delimiter"] = sample.delimiter
    settings |= guessed
    settings.setdefault("entered_at", _UNKNOWN)
    settings |= _days(sample, guessed) | _time_format(sample, settings["entered_at"])
    if "queue_column" in guessed:
        settings["queues"] = dict.fromkeys(_words(sample, guessed["queue_column"]), queue)
    if "channel_column" in guessed:
        words = {word: _meaning(word, _CHANNEL_WORDS) for word in _words(sample, guessed["channel_column"])}
        settings["channels"] = {word: meaning for word, meaning in words.items() if meaning}
    questions = questions_about_columns(sample.header)
    if "outcome" in guessed:
        meanings = {word: _meaning(word, _WORDS) for word in _words(sample, guessed["outcome"])}
        settings["outcomes"] = {word: meaning for word, meaning in meanings.items() if meaning}
        questions += [question_about_word(guessed["outcome"], word) for word in meanings if not meanings[word]]
    if _looks_like_minutes(guessed):
        settings["number_unit"] = "minutes"
    return Proposal(settings, tuple(questions))


def _days(sample: LogSample, guessed: Mapping[str, str]) -> dict[str, Any]:
    """Where clock times stand alone, the column with their day."""
    day = next((name for name in sample.header if plain_name(name) in _DAYS), None)
    fields = ("started_at", "entered_at", "answered_at", "ended_at")
    columns = [guessed[field] for field in fields if field in guessed]
    alone = [name for name in columns if (cells := sample.column(name)) and all(map(_CLOCK_ALONE.fullmatch, cells))]
    return {"days": dict.fromkeys(alone, day)} if day and alone else {}


def _looks_like_minutes(guessed: Mapping[str, str]) -> bool:
    """A system that rounds talk up to whole minutes says so in the name of its column."""
    return plain_name(guessed.get("talk_seconds", "")).endswith("(分)")


def guess_columns(header: tuple[str, ...]) -> dict[str, str]:
    """Field of a mapping -> the column whose name says it; each column at most once."""
    by_name = {plain_name(name): name for name in reversed(header)}
    guessed: dict[str, str] = {}
    for field, synonyms in _SYNONYMS.items():
        found = next((by_name[plain_name(word)] for word in synonyms if plain_name(word) in by_name), None)
        if found is not None and found not in guessed.values():
            guessed[field] = found
    return guessed


def plain_name(name: str) -> str:
    """`After_Call` and `after call` are the same header, and so are narrow and wide letters."""
    return unicodedata.normalize("NFKC", name).casefold().replace("_", " ").replace("-", " ").strip()


def guess_time_format(text: str) -> str | None:
    """The strptime form of a time; empty for ISO 8601, None where none is needed or none of the usual ones reads it."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return next((form for form in _TIME_FORMATS if _reads(text, form)), None)
    return ""


def _time_format(sample: LogSample, column: str) -> dict[str, str]:
    """The form of times that are written neither as ISO 8601 nor as in Japan."""
    times = sample.column(column) if column in sample.header else []
    form = guess_time_format(times[0]) if times else None
    return {"time_format": form} if form else {}


def _reads(text: str, form: str) -> bool:
    try:
        datetime.strptime(text, form)  # its zone is the desk's; here only the form counts
    except ValueError:
        return False
    return True


def _meaning(word: str, words_of: Mapping[str, tuple[str, ...]]) -> str | None:
    return next((ours for ours, words in words_of.items() if word.casefold() in words), None)


def _words(sample: LogSample, column: str) -> list[str]:
    return list(dict.fromkeys(sample.column(column)))[:_MOST_WORDS]


def _toml(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_quoted(word)} = {_toml(ours)}" for word, ours in value.items()) + " }"
    return _quoted(value)


def _quoted(word: Any) -> str:
    return json.dumps(word, ensure_ascii=False)


def known_headers() -> set[str]:
    """Names of columns that are understood without a mapping."""
    return {word for words in _SYNONYMS.values() for word in words}
