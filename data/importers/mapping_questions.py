"""What the name of a column cannot tell: these are asked, never guessed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from data.message import Message

OUTCOMES_ASKED = {
    "answered": Message("answered: a person took it"),
    "abandoned": Message("abandoned: the customer was gone while waiting"),
    "blocked": Message("blocked: it was busy, or was not let in"),
    "after_hours": Message("after_hours: the desk was closed"),
    "voicemail": Message("voicemail: a message was left"),
    "callback_requested": Message("callback_requested: the customer asked to be called back"),
    "overflowed_out": Message("overflowed_out: it went on to another queue, or was transferred"),
    "ivr_exit": Message("ivr_exit: the customer was gone within the menu"),
    "failed": Message("failed: the system broke it off"),
    "reject": Message("reject: not to be counted"),
}
"""What a word of a source may mean, in the order in which it is offered."""


@dataclass(frozen=True)
class Choice:
    """One answer to a question.

    Parameters
    ----------
    told
        What it says.
    settings
        What it writes into the mapping: field -> column or columns; `outcomes.WORD` -> what the word means.
    """

    told: Message
    settings: Mapping[str, Any]


@dataclass(frozen=True)
class Question:
    """A column or a word that can mean several things.

    Parameters
    ----------
    about
        The column, or the word in it.
    told
        What is asked.
    choices
        The answers, at least two.
    """

    about: str
    told: Message
    choices: tuple[Choice, ...]

    def __post_init__(self) -> None:
        if len(self.choices) < 2:
            raise ValueError(f"a question has at least two answers, not {len(self.choices)}")


def questions_about_columns(header: Sequence[str]) -> list[Question]:
    """Of columns whose name means one thing in one system and another in the next."""
    asked = []
    if "呼出時間" in header:
        wait = Choice(Message("all of the wait in the queue"), {"wait_seconds": "呼出時間"})
        ring = Choice(Message("only how long a telephone rang"), {})
        told = Message.of('what does "{column}" tell?', column="呼出時間")
        asked.append(Question("呼出時間", told, (wait, ring)))
    shared = next((name for name in header if name in _ANSWER_OR_HANG_UP), None)
    if shared:
        both = {"answered_at": shared, "left_at": shared}
        yes = Choice(Message("the hang-up, where nobody answered"), both)
        no = Choice(Message("filled only where somebody answered"), {"answered_at": shared})
        told = Message.of('what does "{column}" tell of a call that nobody answered?', column=shared)
        asked.append(Question(shared, told, (yes, no)))
    return asked


_ANSWER_OR_HANG_UP = ("応答時間またはキャンセル時間", "応答時刻またはキャンセル時刻", "応答・切断時刻")


def question_about_word(column: str, word: str) -> Question:
    """What a word means in the column of outcomes."""
    offered = _MISSED if word in ("不在", "無応答", "不在・無応答", "no answer", "NO ANSWER") else tuple(OUTCOMES_ASKED)
    choices = tuple(Choice(OUTCOMES_ASKED[ours], {f"outcomes.{word}": ours}) for ours in offered)
    told = Message.of('what does "{word}" in "{column}" mean?', word=word, column=column)
    return Question(word, told, choices)


_MISSED = ("abandoned", "blocked", "reject")
