"""What the name of a column cannot tell: these are asked, never guessed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

OUTCOMES_ASKED = ("answered", "abandoned", "blocked", "after_hours", "voicemail", "callback_requested",
                  "overflowed_out", "ivr_exit", "failed", "reject")  # fmt: skip
"""What a word of a source may mean, in the order in which it is offered."""


@dataclass(frozen=True)
class Choice:
    """One answer to a question.

    Parameters
    ----------
    ja, en
        What it says.
    settings
        What it writes into the mapping: field -> column or columns; `outcomes.WORD` -> what the word means.
    """

    ja: str
    en: str
    settings: Mapping[str, Any]

    def sentence(self, language: str) -> str:
        """In the reader's language."""
        return self.ja if language == "ja" else self.en


@dataclass(frozen=True)
class Question:
    """A column or a word that can mean several things.

    Parameters
    ----------
    about
        The column, or the word in it.
    ja, en
        What is asked.
    choices
        The answers, at least two.
    """

    about: str
    ja: str
    en: str
    choices: tuple[Choice, ...]

    def __post_init__(self) -> None:
        if len(self.choices) < 2:
            raise ValueError(f"a question has at least two answers, not {len(self.choices)}")

    def sentence(self, language: str) -> str:
        """In the reader's language."""
        return self.ja if language == "ja" else self.en


def questions_about_columns(header: Sequence[str]) -> list[Question]:
    """Of columns whose name means one thing in one system and another in the next."""
    asked = []
    if "呼出時間" in header:
        wait = Choice("窓口での待ち時間のすべて", "all of the wait in the queue", {"wait_seconds": "呼出時間"})
        ring = Choice("電話機が鳴った時間だけ", "only how long a telephone rang", {})
        asked.append(Question("呼出時間", "「呼出時間」は何の時間ですか", 'what does "呼出時間" tell', (wait, ring)))
    shared = next((name for name in header if name in _ANSWER_OR_HANG_UP), None)
    if shared:
        both = {"answered_at": shared, "left_at": shared}
        yes = Choice("応答していない行では切断の時刻", "the hang-up, where nobody answered", both)
        no = Choice("応答した行だけに入る", "filled only where somebody answered", {"answered_at": shared})
        asked.append(
            Question(
                shared,
                f"「{shared}」は、応答しなかった行では何ですか",
                f'what does "{shared}" tell of a call that nobody answered',
                (yes, no),
            )
        )
    return asked


_ANSWER_OR_HANG_UP = ("応答時間またはキャンセル時間", "応答時刻またはキャンセル時刻", "応答・切断時刻")


def question_about_word(column: str, word: str) -> Question:
    """What a word means in the column of outcomes."""
    offered = _MISSED if word in ("不在", "無応答", "不在・無応答", "no answer", "NO ANSWER") else OUTCOMES_ASKED
    choices = tuple(Choice(_IN_JAPANESE[ours], ours, {f"outcomes.{word}": ours}) for ours in offered)
    return Question(
        word, f"「{column}」の「{word}」は何を意味しますか", f'what does "{word}" in "{column}" mean', choices
    )


_MISSED = ("abandoned", "blocked", "reject")
_IN_JAPANESE = {
    "answered": "応答した (answered)",
    "abandoned": "待っている間に切れた (abandoned)",
    "blocked": "つながらなかった・話中 (blocked)",
    "after_hours": "時間外 (after_hours)",
    "voicemail": "留守番電話 (voicemail)",
    "callback_requested": "折り返しを頼まれた (callback_requested)",
    "overflowed_out": "ほかの窓口へあふれた・転送 (overflowed_out)",
    "ivr_exit": "自動音声の中で切れた (ivr_exit)",
    "failed": "システムの都合で切れた (failed)",
    "reject": "数えない (reject)",
}
