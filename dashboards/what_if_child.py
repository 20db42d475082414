"""The other end of `dashboards.what_if_aside`: one question of the pages, as JSON in and JSON out.

A program of its own, started as `python -m dashboards.what_if_child`. Like `tsunagari what-if` it takes the desk's
store for itself while it works, which the pages never do.
"""

import json
import sys
from math import isfinite
from pathlib import Path
from typing import Any

from dashboards.messages import messages_in
from dashboards.texts import Language
from dashboards.what_if_question import Question
from data.desk_file import read_desk
from data.errors import TsunagariError
from data.warehouse import Warehouse
from staffing.what_if.answer import QueueAnswer
from staffing.what_if.ask import USUAL_DAYS, what_if
from staffing.what_if.figures import Measure

LONGEST_WAIT_SECONDS = 20.0
"""For another command that holds the store: a reader waits."""


def worked_out(folder: Path, question: Question, language: Language) -> list[dict[str, Any]]:
    """The answer for each queue that the question touches, in the words of the language."""
    desk = read_desk(folder)
    with Warehouse.open(desk, wait_seconds=LONGEST_WAIT_SECONDS, purpose="what-if") as warehouse:
        answer = what_if(
            warehouse,
            desk,
            question.changes,
            first_day=question.day,
            days=USUAL_DAYS if question.day is None else 1,
        )
    return [_told(one, desk.queue(one.queue).title(language), language) for one in answer.queues]


def _told(one: QueueAnswer, title: str, language: Language) -> dict[str, Any]:
    parts = [("all", one.measures), *([("changed", one.touched_measures)] if one.touches_a_part else [])]
    return {
        "title": title,
        "sentence": one.sentence(language, title=title),
        "remarks": [remark.said(language) for remark in one.remarks],
        "rows": [_plain(measure, hours) for hours, measures in parts for measure in measures],
    }


def _plain(measure: Measure, hours: str) -> dict[str, Any]:
    """A figure as JSON takes it: what is not known is None."""
    told = {name: float(getattr(measure, name)) for name in ("before", "after", "difference", "low", "high")}
    return {"hours": hours, "figure": measure.name} | {
        name: value if isfinite(value) else None for name, value in told.items()
    }


def main() -> None:
    """Answer the question of stdin on stdout; what cannot be asked is an answer too."""
    asked = json.load(sys.stdin)
    language = asked["language"]
    try:
        reply: dict[str, Any] = {
            "queues": worked_out(Path(asked["desk"]), Question.of_plain(asked["question"]), language)
        }
    except TsunagariError as error:
        reply = {"refused": error.message.said(messages_in(language))}
    json.dump(reply, sys.stdout)


if __name__ == "__main__":
    main()
