"""もしも: what changes would make of waiting and hours, and why an interval needs its people."""

from datetime import date
from math import isfinite
from pathlib import Path
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, html

from dashboards.desk_view import DeskView, view_desk
from dashboards.messages import messages_in
from dashboards.pages.parts import Component, card, finding, note, notice, select, table
from dashboards.pages.why import connect_why, why_card
from dashboards.texts import Words, minute_text, number_text, share_text
from dashboards.what_if_aside import QueueTold, ask_aside
from dashboards.what_if_question import Question
from data.errors import NothingToDo, TsunagariError

PATH = "/what-if"
DAYS_AHEAD = "ahead"
"""Stands for no single day."""

FIELDS = ("after_call", "handle", "volume", "threshold", "people")
_STEP_MINUTES = 30
_SHARES = ("service_level", "abandonment", "worst_service_level")


def layout(view: DeskView) -> Component:
    """The question's fields; the answer comes when it is asked for."""
    words, queues = view.words, view.queues_in("issued_forecast")
    if not queues:
        raise NothingToDo(words.say("missing.forecast"))
    return [
        finding("what-if-finding"),
        html.Div(
            select("what-if-queue", label=words.say("choose.queue"), choices=view.queue_choices(queues)),
            className="controls",
        ),
        html.Div(
            [
                html.Div(
                    [_question_card(view, queues), html.Div(id="what-if-answer", role="status")], className="stack"
                ),
                html.Div(why_card(view, queues)),
            ],
            className="pair even",
        ),
    ]


def connect(app: Dash, folder: Path) -> None:
    """Wire the page."""

    @app.callback(
        Output("what-if-answer", "children"),
        Input("what-if-ask", "n_clicks"),
        State("what-if-queue", "value"),
        State("what-if-day", "value"),
        State("what-if-from", "value"),
        State("what-if-until", "value"),
        *(State(f"what-if-{field}", "value") for field in FIELDS),
        running=[
            (Output("what-if-ask", "disabled"), True, False),
            (Output("what-if-working", "className"), "note working", "note idle"),
        ],
        prevent_initial_call=True,
    )
    def answer(_clicks: int, queue: str, day: str, first: str, last: str, *numbers: Any) -> Component:
        return answered(view_desk(folder), queue, day=day, span=(first, last), numbers=numbers)

    @app.callback(Output("what-if-finding", "children"), Input("what-if-finding", "id"))
    def say_how(_id: str) -> str:
        return view_desk(folder).words.say("what_if.finding")

    connect_why(app, folder)


def _question_card(view: DeskView, queues: list[str]) -> Component:
    words, say = view.words, view.words.say
    days = sorted({day.date() for queue in queues for day in view.forecast(queue).dates})
    first, last = clock_ends(view, queues)
    clock = [(str(minute), minute_text(minute)) for minute in range(first, last + 1, _STEP_MINUTES)]
    choices = [(DAYS_AHEAD, say("what_if.days_ahead")), *((day.isoformat(), words.day(day)) for day in days)]
    return card(
        say("what_if.title"),
        note(say("what_if.note")),
        html.Div(select("what-if-day", label=say("choose.day"), choices=choices), className="controls inner"),
        html.Div([_number(field, words) for field in FIELDS if field != "people"], className="controls inner"),
        html.Div(
            [
                _number("people", words),
                select("what-if-from", label=say("choose.from"), choices=clock[:-1]),
                select("what-if-until", label=say("choose.until"), choices=clock[1:], chosen=clock[-1][0]),
            ],
            className="controls inner",
        ),
        html.Div(
            [
                dmc.Button(say("what_if.ask"), id="what-if-ask", n_clicks=0),
                html.Span(say("what_if.working"), id="what-if-working", className="note idle", role="status"),
            ],
            className="controls inner",
        ),
    )


def clock_ends(view: DeskView, queues: list[str]) -> tuple[int, int]:
    """The first minute of any forecast day at which a queue is open, and the last, on the grid of the drop-downs."""
    first, last = 1440, 0
    for queue in queues:
        forecast = view.forecast(queue)
        minutes = forecast.starts.hour * 60 + forecast.starts.minute
        first, last = min(first, int(minutes.min())), max(last, int(minutes.max()) + forecast.interval_minutes)
    return first // _STEP_MINUTES * _STEP_MINUTES, -(-min(last, 1440) // _STEP_MINUTES) * _STEP_MINUTES


def _number(field: str, words: Words) -> Component:
    return dmc.NumberInput(
        id=f"what-if-{field}",
        label=words.say(f"what_if.{field}"),
        value="",
        size="sm",
        w=200,
        step=1,
        hideControls=True,
    )


def answered(view: DeskView, queue: str, *, day: str, span: tuple[str, str], numbers: tuple[Any, ...]) -> Component:
    """A card for each queue that the question touches, or the sentence that says why there is no answer."""
    words = view.words
    try:
        given = {field: read_number(value, field, words) for field, value in zip(FIELDS, numbers, strict=True)}
        question = Question(
            queue=view.desk.queue(queue).name,
            day=None if day == DAYS_AHEAD else date.fromisoformat(day),
            after_call_seconds=given["after_call"],
            handle_seconds=given["handle"],
            volume_percent=given["volume"],
            people=given["people"],
            threshold_seconds=given["threshold"],
            first_minute=int(span[0]),
            last_minute=int(span[1]),
        )
        return [answer_card(told, words) for told in ask_aside(view.desk.folder, question, words)]
    except TsunagariError as error:
        return notice(error.message.said(messages_in(words.language)))


def read_number(value: Any, field: str, words: Words) -> float | None:
    """What a field holds; None where it is empty.

    Raises
    ------
    TsunagariError
        If it is no finite number.
    """
    if value in (None, ""):
        return None
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = float("nan")
    if not isfinite(number):
        raise TsunagariError(words.say("what_if.no_number", field=words.say(f"what_if.{field}")))
    return number


def answer_card(told: QueueTold, words: Words) -> Component:
    """The figures of a queue before and after, first those of the hours that change, then the sentence on both."""
    changed = [row for row in told.rows if row["hours"] == "changed"]
    whole = [row for row in told.rows if row["hours"] == "all"]
    parts = [(words.say("what_if.changed_hours"), changed), (words.say("what_if.all_hours"), whole)]
    tables = [
        html.Div([html.H3(title), figures_table(rows, words, label=f"{told.title} {title}")])
        for title, rows in parts
        if rows
    ]
    return card(
        told.title,
        note(words.say("what_if.how_to_read") if any(row["low"] is not None for row in told.rows) else None),
        *tables,
        html.P(told.sentence, className="told"),
        *(note(remark) for remark in told.remarks),
    )


def figures_table(rows: list[dict[str, Any]], words: Words, *, label: str) -> Component:
    """A row a figure: before, after, and their difference with its doubt."""
    head = [words.say(f"what_if.{column}") for column in ("figure", "before", "after", "difference")]
    cells = [
        [words.say(f"what_if.{row['figure']}"), *(_value(row, name) for name in ("before", "after")), _difference(row)]
        for row in rows
    ]
    return table(head, cells, label=label)


def _value(row: dict[str, Any], name: str) -> str:
    value = row[name]
    if value is None:
        return "-"
    if row["figure"] in _SHARES:
        return share_text(value)
    return number_text(round(value)) if row["figure"] == "contacts" else f"{value:,.1f}"


def _difference(row: dict[str, Any]) -> str:
    """With its sign, and ± its 95 % confidence where it was simulated; of shares in points."""
    if row["difference"] is None:
        return "-"
    scale = 100 if row["figure"] in _SHARES else 1
    change = row["difference"] * scale
    if row["low"] is None:
        return f"{change:+,.1f}".replace("-", "−") if abs(change) >= 0.05 else "0"
    doubt = (row["high"] - row["low"]) / 2 * scale
    places = 1 if doubt >= 0.05 else 2
    return f"{change:+,.{places}f} ± {doubt:.{places}f}".replace("-", "−")
