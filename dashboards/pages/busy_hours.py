"""混雑状況: the usual week as a map, its busiest hours as a table, and the place of a day in its month."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from dash import Dash, Input, Output, html

from dashboards.busy_hours import BusyCell, BusyWeek, DayLeft, busy_week, days_left, share_by_deadline, weekday_replies
from dashboards.desk_view import DeskView, view_desk
from dashboards.figures.busy_map import LIVE_MEASURES, WRITTEN_MEASURES, busy_map_figure, busy_map_height
from dashboards.figures.month_index import month_index_figure, position_text
from dashboards.month_position import MonthPosition, month_position
from dashboards.pages.parts import (
    Component,
    card,
    finding,
    kept_choice,
    note,
    options,
    picture,
    segments,
    select,
    table,
)
from dashboards.queue_notes import tier_note
from dashboards.texts import Words, minute_text, number_text, share_text
from data.desk import QueueSettings
from data.errors import NothingToDo

PATH = "/busy-hours"


def layout(view: DeskView) -> Component:
    """The page without its numbers, which the callbacks bring."""
    queues = view.queues_in("interval_count")
    if not queues:
        raise NothingToDo(view.words.say("missing.snapshot"))
    words = view.words
    return [
        finding("busy-finding"),
        html.Div(
            [
                select("busy-queue", label=words.say("choose.queue"), choices=view.queue_choices(queues)),
                segments("busy-measure", label=words.say("choose.measure"), choices=_measures(view, queues[0])),
            ],
            className="controls",
        ),
        html.Div([_map_card(words), _top_card(words)], className="pair"),
        _month_card(words),
    ]


def connect(app: Dash, folder: Path) -> None:
    """Wire the page."""

    @app.callback(
        Output("busy-map", "figure"),
        Output("busy-map-box", "style"),
        Output("busy-map-title", "children"),
        Output("busy-map-note", "children"),
        Output("busy-measure", "data"),
        Output("busy-measure", "value"),
        Input("busy-queue", "value"),
        Input("busy-measure", "value"),
    )
    def show_map(queue: str, measure: str) -> tuple[Any, ...]:
        return _show_map(view_desk(folder), queue, measure)

    @app.callback(
        Output("busy-finding", "children"),
        Output("busy-top-note", "children"),
        Output("busy-top", "children"),
        Output("busy-beside", "children"),
        Output("busy-month", "figure"),
        Output("busy-month-note", "children"),
        Output("busy-month-table", "children"),
        Input("busy-queue", "value"),
    )
    def show_queue(queue: str) -> tuple[Any, ...]:
        return _show_queue(view_desk(folder), queue)


def _map_card(words: Words) -> Component:
    return card(
        html.Span(id="busy-map-title"),
        note(component_id="busy-map-note"),
        picture("busy-map", label=words.say("busy.title"), height=450),
    )


def _top_card(words: Words) -> Component:
    return card(
        words.say("busy.top"),
        note(component_id="busy-top-note"),
        html.Div(id="busy-top"),
        html.Div(id="busy-beside"),
    )


def _month_card(words: Words) -> Component:
    title = words.say("busy.month")
    return card(
        title,
        note(component_id="busy-month-note"),
        html.Div(
            [picture("busy-month", label=title, height=320, wide=True), html.Div(id="busy-month-table")],
            className="pair flat",
        ),
    )


def _measures(view: DeskView, queue: str) -> list[tuple[str, str]]:
    """What the map can show of a queue, by its channel."""
    names = LIVE_MEASURES if view.is_live(queue) else WRITTEN_MEASURES
    words = view.words.of_channel(view.desk.queue(queue).channel)
    return [(name, view.words.say(f"busy.{name}_short", **words)) for name in names]


def _week(view: DeskView, queue: str) -> BusyWeek:
    return busy_week(view.counts(queue), view.waits(queue), is_written=not view.is_live(queue))


def _answered(view: DeskView, queue: str) -> pd.DataFrame | None:
    """Rows of `written_answered`, or None where there are none."""
    rows = view.rows("written_answered", queue)
    return None if rows is None or rows.empty else rows


def _show_map(view: DeskView, queue: str, measure: str) -> tuple[Any, ...]:
    week, say = _week(view, queue), view.words.say
    choices = _measures(view, queue)
    shown = kept_choice(measure, choices, otherwise=choices[0][0])
    told = _told(view, queue, week)
    spoken = say(
        "busy.map_note_written" if week.is_written else "busy.map_note",
        first=view.words.day(week.first_day),
        last=view.words.day(week.last_day),
        formula=say(f"busy.{shown}_formula", **told),
    )
    return (
        busy_map_figure(week, view.look, measure=shown, channel=view.desk.queue(queue).channel),
        {"minHeight": f"{busy_map_height(week)}px"},
        say("busy.map", measure=say(f"busy.{shown}", **told)),
        spoken,
        options(choices),
        shown,
    )


def _show_queue(view: DeskView, queue: str) -> tuple[Any, ...]:
    week, words = _week(view, queue), view.words
    told = _told(view, queue, week)
    month = month_position(view.counts(queue), view.calendar, channel=view.desk.queue(queue).channel)
    return (
        words.sentences(_finding(view, queue, week), tier_note(view, queue)),
        words.say("busy.top_note", **told),
        cell_table(week.busiest(10), label=words.say("busy.top"), told=told, words=words, is_written=week.is_written),
        _left_part(view, queue) if week.is_written else _easy_part(week, told=told, words=words),
        month_index_figure(month, view.look),
        month_text(month, words),
        month_table(month, words) if month.positions else None,
    )


def _told(view: DeskView, queue: str, week: BusyWeek) -> dict[str, str]:
    """What texts of this page are filled in with."""
    return _told_of(view.desk.queue(queue), week, words=view.words)


def _told_of(queue: QueueSettings, week: BusyWeek, *, words: Words) -> dict[str, str]:
    return {
        "goal": words.seconds(queue.goal.threshold_seconds),
        **words.of_goal(queue.goal),
        "short": f"{queue.short_abandon_seconds:.0f}",
        "minutes": str(week.interval_minutes),
        **words.of_channel(queue.channel),
    }


def _finding(view: DeskView, queue: str, week: BusyWeek) -> str:
    answered = _answered(view, queue)
    share = float("nan") if answered is None else share_by_deadline(answered)
    left = [] if answered is None else days_left(answered)
    return finding_text(week, view.desk.queue(queue), words=view.words, left=left, share=share)


def finding_text(
    week: BusyWeek, queue: QueueSettings, *, words: Words, left: Sequence[DayLeft] = (), share: float = np.nan
) -> str:
    """The page's first sentence: the busiest cell of the week, and the easiest one or what has no reply yet."""
    top = week.busiest(1)
    if not top:
        return words.say("missing.counts", queue=queue.name)
    told = _told_of(queue, week, words=words)
    told |= {**_when(top[0], words), "contacts": number_text(round(top[0].contacts, 1))}
    if week.is_written:
        return words.sentences(
            words.say("busy.finding_written", **told),
            "" if np.isnan(share) else words.say("busy.finding_deadline", rate=f"{share * 100:.0f}", **told),
            words.say("busy.finding_backlog", count=f"{sum(each.unanswered for each in left):,}"),
        )
    sentence = words.say("busy.finding", **told)
    if not np.isnan(top[0].answer_rate):
        sentence += words.say("busy.finding_rate", rate=f"{top[0].answer_rate * 100:.0f}", **told)
    sentence += words.say("join.stop")
    easy = week.easiest(1)
    if not easy:
        return sentence
    wait = words.seconds(easy[0].wait_p80_seconds)
    return words.sentences(sentence, words.say("busy.finding_easy", **_when(easy[0], words), wait=wait))


def _easy_part(week: BusyWeek, *, told: dict[str, str], words: Words) -> Component:
    title, easy = words.say("busy.easy"), week.easiest(5)
    return [
        html.H3(title),
        note(words.say("busy.easy_note")),
        cell_table(easy, label=title, told=told, words=words) if easy else html.P(words.say("busy.easy_thin")),
    ]


def _left_part(view: DeskView, queue: str) -> Component:
    """What arrived on which day and still has no reply."""
    answered, words = _answered(view, queue), view.words
    left = [] if answered is None else days_left(answered)
    title = words.say("busy.backlog")
    until = view.fact("log_until")
    told = words.say("busy.backlog_note", until="-" if until is None else f"{until:%Y-%m-%d %H:%M}")
    head = [words.say(f"busy.{key}") for key in ("received_day", "received", "unanswered")]
    rows = [[words.day(each.day), f"{each.received:,}", f"{each.unanswered:,}"] for each in left]
    shown = table(head, rows, label=title) if rows else html.P(words.say("busy.backlog_none"))
    return [*_weekday_part(view, queue), html.H3(title), note(told), shown]


def _weekday_part(view: DeskView, queue: str) -> list[Component]:
    """By weekday of receipt: how much came, and how much of it was answered by the deadline."""
    answered, words = _answered(view, queue), view.words
    if answered is None:
        return []
    title = words.say("busy.weekday_replies")
    head = [words.say("busy.received_day"), words.say("busy.received"), words.say("busy.deadline_of")]
    rows = [
        [words.weekday(each.weekday), f"{each.received:,}", share_text(each.share)]
        for each in weekday_replies(answered)
    ]
    formula = words.say("busy.deadline_formula", **words.of_goal(view.desk.queue(queue).goal))
    return [html.H3(title), note(formula), table(head, rows, label=title)]


def cell_table(
    cells: Sequence[BusyCell], *, label: str, told: dict[str, str], words: Words, is_written: bool = False
) -> Component:
    """A row a weekday and time: contacts, and for live ones the answer rate and the wait."""
    head = [words.say(f"busy.{key}", **told) for key in ("when", "contacts", "rate_of", "wait80")]
    rows = [
        [
            f"{words.weekday(cell.weekday)} {minute_text(cell.minute)}",
            words.say("busy.count", value=f"{cell.contacts:.1f}"),
            "-" if np.isnan(cell.answer_rate) else f"{cell.answer_rate * 100:.0f}%",
            "-" if np.isnan(cell.wait_p80_seconds) else words.seconds(cell.wait_p80_seconds),
        ]
        for cell in cells
    ]
    columns = 2 if is_written else 4
    return table(head[:columns], [row[:columns] for row in rows], label=label)


def month_text(month: MonthPosition, words: Words) -> str:
    """What the month view found, and what it rests on."""
    highest = month.highest
    if highest is None:
        return words.say("busy.month_thin")
    found = words.say("busy.month_finding", position=position_text(highest, words), index=f"{highest.index:.2f}")
    return words.sentences(found, words.say("busy.month_note", days=f"{month.days:,}"))


def month_table(month: MonthPosition, words: Words) -> Component:
    """A row a position: factor, standard error, days."""
    head = [words.say(f"busy.{key}") for key in ("position", "index", "error", "days")]
    rows = [
        [
            position_text(each, words),
            f"{each.index:.2f}",
            "-" if np.isnan(each.error) else f"±{each.error:.2f}",
            words.say("busy.days_count", days=each.days),
        ]
        for each in month.positions
    ]
    return table(head, rows, label=words.say("busy.month"))


def _when(cell: BusyCell, words: Words) -> dict[str, str]:
    return {"weekday": words.weekday(cell.weekday), "time": minute_text(cell.minute)}
