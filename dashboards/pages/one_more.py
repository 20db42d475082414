"""The part of the shift page that tells what one more person would change."""

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from dash import Dash, Input, Output, html

from dashboards.desk_view import DeskView, newest_plan, view_desk
from dashboards.pages.parts import Component, card, note, select
from dashboards.texts import Words, minute_text
from data.calendar import Calendar
from data.errors import NothingToDo
from data.records import StoredPlan
from staffing.chat_slots import ChatSlots
from staffing.coverage import QueueCoverage
from staffing.one_more import one_more_person
from staffing.patience import find_patience

_STEP_MINUTES = 30


def one_more_card(words: Words, plan: StoredPlan) -> Component:
    """From when, until when, and a sentence; the day and the queue are those chosen above."""
    first, last = _clock_ends(plan.coverage)
    clock = [(str(minute), minute_text(minute)) for minute in range(first, last + 1, _STEP_MINUTES)]
    return card(
        words.say("one_more.title"),
        note(words.say("one_more.note")),
        html.Div(
            [
                select("one-more-from", label=words.say("choose.from"), choices=clock[:-1]),
                select("one-more-until", label=words.say("choose.until"), choices=clock[2:] or clock[1:]),
            ],
            className="controls inner",
        ),
        html.P(id="one-more-text", className="told", role="status"),
    )


def connect_one_more(app: Dash, folder: Path) -> None:
    """Wire the part."""

    @app.callback(
        Output("one-more-text", "children"),
        Input("shifts-queue", "value"),
        Input("shifts-day", "value"),
        Input("one-more-from", "value"),
        Input("one-more-until", "value"),
    )
    def show_change(queue: str, day: str, first: str, last: str) -> Any:
        view = view_desk(folder)
        return change_text(view, queue, day=date.fromisoformat(day), minutes=(int(first), int(last)))


def change_text(view: DeskView, queue: str, *, day: date, minutes: tuple[int, int]) -> str:
    """What one more person would change on a day of the plan, or why that cannot be told."""
    first, last = minutes
    if first >= last:
        return view.words.say("one_more.order")
    if not view.is_live(queue):
        return view.words.say("one_more.written")
    settings = view.desk.queue(queue)
    try:
        made = one_more_person(
            people_of_plan(newest_plan(view), queue),
            view.forecast(queue),
            settings.goal,
            first_minute=first,
            last_minute=last,
            day=day,
            patience_seconds=patience_of_log(view, queue),
            short_abandon_seconds=settings.short_abandon_seconds,
            unplanned_shrinkage=view.desk.settings.shrinkage.unplanned,
            slots=ChatSlots.of(settings),
            calendar=Calendar.of(view.desk),
        )
    except NothingToDo:
        return view.words.say("one_more.unknown")
    return made.sentence(view.words.language, title=view.queue_title(queue))


def patience_of_log(view: DeskView, queue: str) -> float:
    """Mean patience of a queue, from desk.toml or the waits of the log, seconds."""
    found = find_patience(view.desk.queue(queue), waits=view.rows("wait_count", queue), counts=view.counts(queue))
    return found.mean_seconds


def people_of_plan(plan: StoredPlan, queue: str) -> QueueCoverage:
    """Required and scheduled people of a queue, interval by interval."""
    rows = plan.coverage[plan.coverage["queue"] == queue].sort_values("interval_start")
    return QueueCoverage(
        queue=queue,
        interval_minutes=int(rows["interval_minutes"].iloc[0]) if len(rows) else _STEP_MINUTES,
        starts=pd.DatetimeIndex(rows["interval_start"]),
        required=rows["required"].to_numpy(dtype=np.float64),
        scheduled=rows["scheduled"].to_numpy(dtype=np.float64),
    )


def _clock_ends(coverage: pd.DataFrame) -> tuple[int, int]:
    """The first minute of any day that the plan covers, and the last, on the grid of the drop-downs."""
    starts = coverage["interval_start"].dt
    minutes = starts.hour * 60 + starts.minute
    last = int((minutes + coverage["interval_minutes"]).max())
    return int(minutes.min()) // _STEP_MINUTES * _STEP_MINUTES, -(-last // _STEP_MINUTES) * _STEP_MINUTES
