"""Proposes a column mapping from the header of a log, in words that Japanese and English systems use."""

import json

_SYNONYMS: dict[str, tuple[str, ...]] = {
    "leg_id": ("通話ID", "コールID", "受付番号", "呼ID", "call id", "call_id", "contact id", "id"),
    "started_at": ("コール開始", "着信開始", "call start", "started", "start time", "start"),
    "entered_at": ("着信日時", "入電日時", "受電日時", "着信時刻", "queued", "queue start", "entered_at", "arrival", "q_start"),
    "answered_at": ("応答日時", "応答時刻", "通話開始", "answered", "answered_at", "answer time", "ser_start"),
    "ended_at": ("終了日時", "切断時刻", "通話終了", "ended", "ended_at", "end time", "ser_exit"),
    "wait_seconds": ("待ち時間", "待機時間", "応答時間(秒)", "wait", "wait time", "queue time", "wait_s"),
    "talk_seconds": ("通話時間", "対応時間", "talk", "talk time", "talk_s"),
    "hold_seconds": ("保留時間", "hold", "hold time", "hold_s"),
    "acw_seconds": ("後処理時間", "後作業", "ACW", "ワークタイム", "after call", "wrap-up", "acw_s"),
    "queue_column": ("窓口", "業務", "キュー", "スキル", "ACDグループ", "代表番号", "queue", "skill"),
    "agent": ("オペレータ", "オペレーター", "担当者", "エージェント", "内線", "agent"),
    "outcome": ("結果", "状態", "ステータス", "通話種別", "outcome", "result", "status", "disposition"),
    "topic": ("用件", "問合せ種別", "カテゴリ", "topic", "category", "reason"),
}  # fmt: skip

_OUTCOME_LINES = '# outcomes = { "応答" = "answered", "放棄" = "abandoned" }  # each word of that column = ours, or "reject"'


def propose_mapping(header: tuple[str, ...], *, encoding: str, queue: str) -> str:
    """A table for desk.toml, as text; a line that could not be guessed is left for the reader to fill.

    Parameters
    ----------
    header
        The file's column names.
    encoding
        Of the file.
    queue
        Named where no column names one.
    """
    guessed = guess_columns(header)
    lines = ["[import.mapping.my-phone-system]"]
    if "queue_column" not in guessed:
        lines.append(f"queue = {_quoted(queue)}")
    if encoding != "utf-8":
        lines.append(f"encoding = {_quoted(encoding)}")
    lines += [f"{field} = {_quoted(column)}" for field, column in guessed.items()]
    if "entered_at" not in guessed:
        lines.append('entered_at = "..."  # the column that says when a contact began to wait')
    if "outcome" in guessed:
        lines.append(_OUTCOME_LINES)
    return "\n".join(lines)


def guess_columns(header: tuple[str, ...]) -> dict[str, str]:
    """Field of a mapping -> the column whose name says it; each column at most once."""
    by_name = {name.casefold(): name for name in reversed(header)}
    guessed: dict[str, str] = {}
    for field, synonyms in _SYNONYMS.items():
        found = next((by_name[word.casefold()] for word in synonyms if word.casefold() in by_name), None)
        if found is not None and found not in guessed.values():
            guessed[field] = found
    return guessed


def _quoted(word: str) -> str:
    return json.dumps(word, ensure_ascii=False)
