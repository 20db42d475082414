"""混雑状況: the usual week as a map, its busiest hours as a table, and the place of a day in its month."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from dash import Dash, Input, Output, html

from dashboards.busy_hours import BusyCell, BusyWeek, busy_week
from dashboards.desk_view import DeskView, view_desk
from dashboards.figures.busy_map import MEASURES, busy_map_figure, busy_map_height
from dashboards.figures.month_index import month_index_figure, position_text
from dashboards.month_position import MonthPosition, month_position
from dashboards.pages.parts import Component, card, finding, note, picture, segments, select, table
from dashboards.texts import day_text, minute_text, number_text, say, seconds_text, weekday_text
from data.desk import QueueSettings
from data.errors import NothingToDo

PATH = "/busy-hours"


def layout(view: DeskView) -> Component:
    """The page without its numbers, which the callbacks bring."""
    queues = view.queues_in("interval_count")
    if not queues:
        raise NothingToDo(say("missing.snapshot"))
    measures = [(measure, say(f"busy.{measure}_short")) for measure in MEASURES]
    return [
        finding("busy-finding"),
        html.Div(
            [
                select("busy-queue", label=say("choose.queue"), choices=[(name, name) for name in queues]),
                segments("busy-measure", label=say("choose.measure"), choices=measures),
            ],
            className="controls",
        ),
        html.Div([_map_card(), _top_card()], className="pair"),
        _month_card(),
    ]


def connect(app: Dash, folder: Path) -> None:
    """Wire the page."""

    @app.callback(
        Output("busy-map", "figure"),
        Output("busy-map-box", "style"),
        Output("busy-map-title", "children"),
        Output("busy-map-note", "children"),
        Input("busy-queue", "value"),
        Input("busy-measure", "value"),
    )
    def show_map(queue: str, measure: str) -> tuple[Any, ...]:
        return _show_map(view_desk(folder), queue, measure)

    @app.callback(
        Output("busy-finding", "children"),
        Output("busy-top-note", "children"),
        Output("busy-top", "children"),
        Output("busy-easy", "children"),
        Output("busy-month", "figure"),
        Output("busy-month-note", "children"),
        Output("busy-month-table", "children"),
        Input("busy-queue", "value"),
    )
    def show_queue(queue: str) -> tuple[Any, ...]:
        return _show_queue(view_desk(folder), queue)


def _map_card() -> Component:
    return card(
        html.Span(id="busy-map-title"),
        note(component_id="busy-map-note"),
        picture("busy-map", label=say("busy.title"), height=450),
    )


def _top_card() -> Component:
    return card(
        say("busy.top"),
        note(component_id="busy-top-note"),
        html.Div(id="busy-top"),
        html.H3(say("busy.easy")),
        note(say("busy.easy_note")),
        html.Div(id="busy-easy"),
    )


def _month_card() -> Component:
    return card(
        say("busy.month"),
        note(component_id="busy-month-note"),
        html.Div(
            [picture("busy-month", label=say("busy.month"), height=320, wide=True), html.Div(id="busy-month-table")],
            className="pair flat",
        ),
    )


def _week(view: DeskView, queue: str) -> BusyWeek:
    return busy_week(view.counts(queue), view.waits(queue))


def _show_map(view: DeskView, queue: str, measure: str) -> tuple[Any, ...]:
    week = _week(view, queue)
    shown = measure if measure in MEASURES else MEASURES[0]
    words = _words(view.desk.queue(queue), week)
    return (
        busy_map_figure(week, measure=shown),
        {"minHeight": f"{busy_map_height(week)}px"},
        say("busy.map", measure=say(f"busy.{shown}", **words)),
        say(
            "busy.map_note",
            first=day_text(week.first_day),
            last=day_text(week.last_day),
            formula=say(f"busy.{shown}_formula", **words),
        ),
    )


def _show_queue(view: DeskView, queue: str) -> tuple[Any, ...]:
    settings = view.desk.queue(queue)
    week = _week(view, queue)
    words = _words(settings, week)
    month = month_position(view.counts(queue), view.calendar, channel=settings.channel)
    return (
        finding_text(week, settings),
        say("busy.top_note", **words),
        cell_table(week.busiest(10), label=say("busy.top"), words=words),
        cell_table(week.easiest(5), label=say("busy.easy"), words=words),
        month_index_figure(month),
        month_text(month),
        month_table(month) if month.positions else None,
    )


def _words(queue: QueueSettings, week: BusyWeek) -> dict[str, str]:
    return {
        "goal": seconds_text(queue.goal.threshold_seconds),
        "short": f"{queue.short_abandon_seconds:.0f}",
        "minutes": str(week.interval_minutes),
    }


def finding_text(week: BusyWeek, queue: QueueSettings) -> str:
    """The page's first sentence: the busiest cell of the week in numbers, and the easiest one to get through in."""
    top = week.busiest(1)
    if not top:
        return say("missing.counts", queue=queue.name)
    words = _words(queue, week)
    sentence = say("busy.finding", **_when(top[0]), contacts=number_text(round(top[0].contacts, 1)), **words)
    if not np.isnan(top[0].answer_rate):
        sentence += say("busy.finding_rate", rate=f"{top[0].answer_rate * 100:.0f}", **words)
    easy = week.easiest(1)
    if not easy:
        return sentence + "。"
    return sentence + "。" + say("busy.finding_easy", **_when(easy[0]), wait=seconds_text(easy[0].wait_p80_seconds))


def cell_table(cells: Sequence[BusyCell], *, label: str, words: dict[str, str]) -> Component:
    """A row a weekday and time: contacts, answer rate and wait."""
    head = [say("busy.when"), say("busy.contacts"), say("busy.rate_of", **words), say("busy.wait80")]
    rows = [
        [
            f"{weekday_text(cell.weekday)} {minute_text(cell.minute)}",
            f"{cell.contacts:.1f}件",
            "-" if np.isnan(cell.answer_rate) else f"{cell.answer_rate * 100:.0f}%",
            "-" if np.isnan(cell.wait_p80_seconds) else seconds_text(cell.wait_p80_seconds),
        ]
        for cell in cells
    ]
    return table(head, rows, label=label)


def month_text(month: MonthPosition) -> str:
    """What the month view found, and what it rests on."""
    highest = month.highest
    if highest is None:
        return say("busy.month_thin")
    found = say("busy.month_finding", position=position_text(highest), index=f"{highest.index:.2f}")
    return found + say("busy.month_note", days=f"{month.days:,}")


def month_table(month: MonthPosition) -> Component:
    """A row a position: factor, standard error, days."""
    head = [say("busy.position"), say("busy.index"), say("busy.error"), say("busy.days")]
    rows = [
        [
            position_text(each),
            f"{each.index:.2f}",
            "-" if np.isnan(each.error) else f"±{each.error:.2f}",
            f"{each.days}日",
        ]
        for each in month.positions
    ]
    return table(head, rows, label=say("busy.month"))


def _when(cell: BusyCell) -> dict[str, str]:
    return {"weekday": weekday_text(cell.weekday), "time": minute_text(cell.minute)}
