"""The part of the page on what if that tells why an interval needs its people."""

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from dash import Dash, Input, Output, State, html

from dashboards.desk_view import DeskView, view_desk
from dashboards.pages.one_more import patience_of_log
from dashboards.pages.parts import Component, card, kept_choice, note, options, select, table
from dashboards.texts import Words, minute_text, share_text
from data.errors import NothingToDo
from staffing.chat_slots import ChatSlots
from staffing.interval_explained import IntervalExplained, explain_interval
from staffing.live_service import Asked
from staffing.requirement import Requirement
from staffing.requirement_table import requirement_from_rows


def why_card(view: DeskView, queues: list[str]) -> Component:
    """Day and time, and what the people then rest on; the queue is the one chosen above."""
    words = view.words
    live = [queue for queue in queues if view.is_live(queue)]
    starts = [pd.DatetimeIndex(view.requirement(queue)["interval_start"]) for queue in live or queues]
    days = sorted({day for known in starts for day in known.date})
    return card(
        words.say("why.title"),
        note(words.say("why.note")),
        html.Div(
            [
                select(
                    "why-day", label=words.say("why.day"), choices=[(day.isoformat(), words.day(day)) for day in days]
                ),
                select("why-time", label=words.say("why.time")),
            ],
            className="controls inner",
        ),
        html.P(id="why-text", className="told", role="status"),
        html.Div(id="why-table"),
    )


def connect_why(app: Dash, folder: Path) -> None:
    """Wire the part."""

    @app.callback(
        Output("why-time", "data"),
        Output("why-time", "value"),
        Input("what-if-queue", "value"),
        Input("why-day", "value"),
        State("why-time", "value"),
    )
    def show_times(queue: str, day: str, time: str | None) -> tuple[Any, ...]:
        return times_of_day(view_desk(folder), queue, day=date.fromisoformat(day), time=time)

    @app.callback(
        Output("why-text", "children"),
        Output("why-table", "children"),
        Input("what-if-queue", "value"),
        Input("why-day", "value"),
        Input("why-time", "value"),
    )
    def show_why(queue: str, day: str, time: str | None) -> tuple[Any, ...]:
        return why_parts(
            view_desk(folder), queue, day=date.fromisoformat(day), minute=None if time is None else int(time)
        )


def times_of_day(view: DeskView, queue: str, *, day: date, time: str | None) -> tuple[Any, ...]:
    """The day's open intervals for a drop-down, and the one chosen before, or that of the most people."""
    rows = view.requirement(queue)
    starts = pd.DatetimeIndex(rows["interval_start"])
    places = np.flatnonzero(starts.date == day)
    if not len(places):
        return [], None
    minutes = [str(starts[at].hour * 60 + starts[at].minute) for at in places.tolist()]
    most = minutes[int(np.argmax(rows["agents"].to_numpy()[places]))]
    choices = [(minute, minute_text(int(minute))) for minute in minutes]
    return options(choices), kept_choice(time, choices, otherwise=most)


def why_parts(view: DeskView, queue: str, *, day: date, minute: int | None) -> tuple[str, Component | None]:
    """The sentence on an interval and the table of its people, or why there is none."""
    if not view.is_live(queue):
        return view.words.say("why.written"), None
    if minute is None:
        return view.words.say("why.closed"), None
    at = pd.Timestamp(day, tz=view.desk.zone).replace(hour=minute // 60, minute=minute % 60)
    try:
        told = _explained(view, queue, at=at)
    except NothingToDo:
        return view.words.say("why.closed"), None
    return told.sentence(view.words.language, title=view.queue_title(queue)), why_table(told, view.words)


def _explained(view: DeskView, queue: str, *, at: pd.Timestamp) -> IntervalExplained:
    settings, forecast = view.desk.queue(queue), view.forecast(queue)
    requirement = _requirement(view, queue)
    forecast = forecast.taking(np.flatnonzero(forecast.starts.isin(requirement.starts)))
    asked = Asked(
        settings.goal.threshold_seconds,
        patience_of_log(view, queue),
        settings.short_abandon_seconds,
        ChatSlots.of(settings),
    )
    return explain_interval(requirement, forecast, asked=asked, at=at)


def _requirement(view: DeskView, queue: str) -> Requirement:
    rows, settings = view.requirement(queue), view.desk.queue(queue)
    if rows.empty:
        raise NothingToDo(view.words.say("why.closed"))
    return requirement_from_rows(rows, goal=settings.goal, zone=view.desk.zone, slots=ChatSlots.of(settings))


def why_table(told: IntervalExplained, words: Words) -> Component:
    """A row for one person less, for as many as required, and for one more."""
    head = [words.say(f"why.{column}") for column in ("people", "level", "gone", "wait", "busy")]
    rows = [
        [
            _people(int(row["agents"]), told, words),
            share_text(row["service_level"]),
            share_text(row["abandonment"]),
            words.seconds(row["asa_seconds"]) if np.isfinite(row["asa_seconds"]) else "-",
            share_text(row["occupancy"]),
        ]
        for row in told.rows.to_dict("records")
    ]
    return table(head, rows, label=words.say("why.title"))


def _people(agents: int, told: IntervalExplained, words: Words) -> str:
    required = int(told.rows["agents"].max()) - 1
    return words.say("why.required", agents=agents) if agents == required else f"{agents}"
