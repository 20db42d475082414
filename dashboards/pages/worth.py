"""The part of the shift page that tells what the planned people are expected to give, interval by interval."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from dash import Dash, Input, Output, html

from dashboards.desk_view import DeskView, newest_plan, view_desk
from dashboards.pages.one_more import patience_of_log, people_of_plan
from dashboards.pages.parts import Component, card, note, table
from dashboards.texts import Words, share_text
from data.errors import NothingToDo
from staffing.coverage import Coverage
from staffing.plan_worth import QueueWorth, worth_of_plan


def worth_card(words: Words) -> Component:
    """The card; the day and the queue are those chosen above."""
    return card(
        words.say("worth.title"),
        note(words.say("worth.note")),
        html.P(id="worth-text", className="told", role="status"),
        html.Div(id="worth-table"),
    )


def connect_worth(app: Dash, folder: Path) -> None:
    """Wire the part."""

    @app.callback(
        Output("worth-text", "children"),
        Output("worth-table", "children"),
        Input("shifts-queue", "value"),
        Input("shifts-day", "value"),
    )
    def show_worth(queue: str, day: str) -> tuple[Any, ...]:
        return worth_parts(view_desk(folder), queue, day=date.fromisoformat(day))


def worth_parts(view: DeskView, queue: str, *, day: date) -> tuple[str, Component | None]:
    """A sentence on the day and the table of its intervals, or why the first cannot be told and no table."""
    if not view.is_live(queue):
        return view.words.say("worth.written"), None
    try:
        worth = _worth_of_day(view, queue, day=day)
    except NothingToDo:
        return view.words.say("one_more.unknown"), None
    if not worth.known.any():
        return view.words.say("one_more.unknown"), None
    return worth_text(worth, view.words, goal=view.desk.queue(queue).goal.service_level), worth_table(worth, view.words)


def _worth_of_day(view: DeskView, queue: str, *, day: date) -> QueueWorth:
    people = people_of_plan(newest_plan(view), queue)
    rows = people.starts.date == day
    part = replace(people, starts=people.starts[rows], required=people.required[rows], scheduled=people.scheduled[rows])
    [worth] = worth_of_plan(
        Coverage((part,)),
        view.desk,
        forecasts={queue: view.forecast(queue)},
        patience_seconds={queue: patience_of_log(view, queue)},
    ).queues
    return worth


def worth_text(worth: QueueWorth, words: Words, *, goal: float) -> str:
    """The whole day beside the goal, and its weakest interval."""
    whole = worth.whole
    if np.isnan(whole.service_level):
        return words.say("one_more.unknown")
    weakest = int(np.nanargmin(worth.service_level))
    return words.say(
        "worth.day",
        share=share_text(whole.service_level),
        goal=share_text(goal),
        abandonment=share_text(whole.abandonment),
        wait=words.seconds(whole.asa_seconds),
        time=f"{worth.coverage.starts[weakest]:%H:%M}",
        least=share_text(float(worth.service_level[weakest])),
    )


def worth_table(worth: QueueWorth, words: Words) -> Component:
    """A row an interval: people required and there, share answered in time, hang-ups, mean wait."""
    head = [words.say(f"worth.{column}") for column in ("time", "required", "scheduled", "level", "gone", "wait")]
    rows = [
        [
            f"{row['interval_start']:%H:%M}",
            f"{row['required']:.0f}",
            f"{row['scheduled']:.1f}",
            share_text(row["service_level"]),
            share_text(row["abandonment"]),
            "-" if np.isnan(row["asa_seconds"]) else words.seconds(row["asa_seconds"]),
        ]
        for row in worth.rows().to_dict("records")
    ]
    return table(head, rows, label=words.say("worth.title"))
