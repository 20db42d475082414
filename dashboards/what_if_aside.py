"""Answers "what if" in a process of its own: simulating takes seconds, in which the pages must go on."""

import json
import logging
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from dashboards.texts import Words
from dashboards.what_if_question import Question
from data.errors import StoreBusy, TsunagariError

LONGEST_SECONDS = 180.0
"""After so long a question is given up."""

_ONE_AT_A_TIME = Lock()
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class QueueTold:
    """What a question makes of one queue.

    Parameters
    ----------
    title
        What people call it.
    sentence, remarks
        In the reader's language.
    rows
        `hours` (`all`, or `changed`: those in which something changes), `figure, before, after, difference, low, high`
        as of `staffing.what_if.figures.Measure`; None where one is not known.
    """

    title: str
    sentence: str
    remarks: tuple[str, ...]
    rows: tuple[dict[str, Any], ...]


def ask_aside(folder: Path, question: Question, words: Words, *, seconds: float = LONGEST_SECONDS) -> list[QueueTold]:
    """What the question makes of each queue that it touches; other threads go on meanwhile.

    Raises
    ------
    TsunagariError
        If the question cannot be answered, takes longer than `seconds`, or another one is being answered.
    """
    if not _ONE_AT_A_TIME.acquire(blocking=False):
        raise StoreBusy(words.say("what_if.busy"))
    try:
        reply = _reply_of_child(
            {"desk": str(folder.resolve()), "question": question.plain(), "language": words.language}, seconds=seconds
        )
    except subprocess.TimeoutExpired:
        raise TsunagariError(words.say("what_if.too_long", seconds=f"{seconds:.0f}")) from None
    finally:
        _ONE_AT_A_TIME.release()
    if reply is None:
        raise TsunagariError(words.say("shell.failed"))
    if "refused" in reply:
        raise TsunagariError(reply["refused"])
    return [
        QueueTold(**one | {"remarks": tuple(one["remarks"]), "rows": tuple(one["rows"])}) for one in reply["queues"]
    ]


def _reply_of_child(asked: dict[str, Any], *, seconds: float) -> dict[str, Any] | None:
    """What the child answers; None where it failed, which the server's log then tells."""
    child = subprocess.run(  # -P: the folder that the server was started in is no place to import from
        [sys.executable, "-P", "-m", "dashboards.what_if_child"],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=seconds,
        check=False,
    )
    if child.returncode != 0:
        _LOG.error("a question could not be answered: %s", child.stderr)
        return None
    reply: dict[str, Any] = json.loads(child.stdout)
    return reply
