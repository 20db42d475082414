"""応答実績: what was promised to customers against what was kept, by month, with every formula printed."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from dash import Dash, Input, Output, html

from dashboards.desk_view import DeskView, view_desk
from dashboards.figures.kept_bars import kept_bars_figure
from dashboards.kept_months import KeptMonth, kept_months
from dashboards.outcomes import read_outcomes
from dashboards.pages.parts import Component, card, finding, note, picture, select, table
from dashboards.queue_notes import tier_note
from dashboards.texts import Words, share_text
from data.desk import QueueSettings
from data.errors import NothingToDo
from data.kept_override import override_score

PATH = "/promise"

SHOWN_MONTHS = 12
"""In the picture; the table has them all."""

_OUTCOMES: dict[str, Callable[[float], str]] = {"retained": share_text, "csat": "{:.2f}".format}
"""How each is written: customers who stayed as a share, satisfaction on the desk's own scale."""


def layout(view: DeskView) -> Component:
    """The page without its numbers, which the callbacks bring."""
    queues, words = view.queues_in("kept_promise"), view.words
    if not queues:
        raise NothingToDo(words.say("missing.kept"))
    return [
        finding("promise-finding"),
        html.Div(
            select("promise-queue", label=words.say("choose.queue"), choices=view.queue_choices(queues)),
            className="controls",
        ),
        card(
            words.say("promise.picture"),
            note(component_id="promise-note"),
            picture("promise-bars", label=words.say("promise.picture"), height=320, wide=True, newest_first=True),
        ),
        card(words.say("promise.table"), html.Div(id="promise-table")),
        html.Div(id="promise-overrides"),
        card(words.say("promise.formula"), html.Div(id="promise-formula")),
    ]


def connect(app: Dash, folder: Path) -> None:
    """Wire the page."""

    @app.callback(
        Output("promise-finding", "children"),
        Output("promise-note", "children"),
        Output("promise-bars", "figure"),
        Output("promise-table", "children"),
        Output("promise-overrides", "children"),
        Output("promise-formula", "children"),
        Input("promise-queue", "value"),
    )
    def show_months(queue: str) -> tuple[Any, ...]:
        return _show_months(view_desk(folder), queue)


def _show_months(view: DeskView, queue: str) -> tuple[Any, ...]:
    rows = view.rows("kept_promise", queue)
    if rows is None or rows.empty:
        raise NothingToDo(view.words.say("missing.kept"))
    settings, is_live = view.desk.queue(queue), view.is_live(queue)
    outcomes = read_outcomes(view.desk.folder, view.words)
    months = kept_months(rows, view.counts(queue), is_live=is_live, outcomes=outcomes)
    return (
        view.words.sentences(finding_text(months, settings, words=view.words, is_live=is_live), tier_note(view, queue)),
        _picture_note(months, view.words),
        kept_bars_figure(months[-SHOWN_MONTHS:], view.look, goal=settings.goal.service_level),
        months_table(months, settings, words=view.words, is_live=is_live),
        overrides_card(view.rows("kept_override", queue), view.words, channel=settings.channel),
        _formulas(months, settings, words=view.words, is_live=is_live),
    )


def overrides_card(days: pd.DataFrame | None, words: Words, *, channel: str) -> Component:
    """How near each overridden day that has passed came, beside the model alone, the newest first; nothing without any.

    Parameters
    ----------
    days
        The queue's rows of the snapshot's `kept_override`; None: it tells of none.
    """
    score = None if days is None else override_score(days)
    if days is None or score is None:
        return None
    told = words.of_channel(channel)
    head = [words.say(f"promise.override_{name}", **told) for name in _OVERRIDDEN]
    rows = [
        [
            words.day(pd.Timestamp(row["day"]).date()),
            *(f"{row[name]:,.0f}" for name in ("offered", "forecast", "forecast_without_override")),
            *(share_text(float(row[name])) for name in ("error", "error_without_override")),
            words.say("promise.override_yes" if row["nearer"] else "promise.override_no"),
        ]
        for row in days.sort_values("day", ascending=False).to_dict("records")
    ]
    title = words.say("promise.overrides")
    said = words.sentences(score.said(words.language), words.say("promise.overrides_note"))
    return card(title, note(said), table(head, rows, label=title, words=(6,)))


_OVERRIDDEN = ("day", "offered", "forecast", "alone", "error", "error_alone", "nearer")


def _picture_note(months: Sequence[KeptMonth], words: Words) -> str:
    is_promised = any(not np.isnan(each.promised) for each in months)
    return words.say("promise.picture_note" if is_promised else "promise.picture_note_unpromised")


def finding_text(months: Sequence[KeptMonth], queue: QueueSettings, *, words: Words, is_live: bool) -> str:
    """The page's first sentence: the last month with a share, against its promise or its goal."""
    known = [each for each in months if not np.isnan(each.kept)]
    last = known[-1] if known else months[-1]
    told = {
        "month": words.month(last.month),
        "queue": queue.title(words.language),
        "kept": f"{last.kept * 100:.1f}",
    }
    if not known:
        return words.say("promise.finding_unknown", **told)
    if not is_live:
        told |= {"goal": f"{queue.goal.service_level * 100:.0f}", **words.of_goal(queue.goal)}
        return words.say("promise.finding_written", **told)
    told["goal"] = words.seconds(queue.goal.threshold_seconds)
    if np.isnan(last.promised):
        return words.say("promise.finding_unpromised", **told)
    promised, difference = f"{last.promised * 100:.1f}", _signed(last.difference_points)
    return words.say("promise.finding", promised=promised, difference=difference, **told)


def months_table(months: Sequence[KeptMonth], queue: QueueSettings, *, words: Words, is_live: bool) -> Component:
    """A row a month, the newest first; the columns by channel, and what the desk itself notes.

    What is known of no month, such as the promise before the first forecast, has no column.
    """
    noted = [name for name in _OUTCOMES if any(name in each.outcomes for each in months)]
    own = ("abandonment",) if is_live else ("latest_kept",)
    columns = ("offered", "kept", "promised", "difference", *own, "wape", "hours", *noted)
    told = words.of_channel(queue.channel)
    head = [words.say("promise.month"), *(words.say(f"promise.{column}", **told) for column in columns)]
    rows = [[words.month(each.month), *_cells(each, own, noted, words)] for each in reversed(months)]
    used = [k for k in range(len(head)) if k == 0 or any(row[k] != "-" for row in rows)]
    return table([head[k] for k in used], [[row[k] for k in used] for row in rows], label=words.say("promise.table"))


def _cells(month: KeptMonth, own: Sequence[str], noted: Sequence[str], words: Words) -> list[str]:
    points = month.difference_points
    return [
        "-" if np.isnan(month.offered) else f"{month.offered:,.0f}",
        share_text(month.kept),
        share_text(month.promised),
        "-" if np.isnan(points) else words.say("promise.points", value=_signed(points)),
        *(share_text(getattr(month, name)) for name in own),
        share_text(month.forecast_error),
        "-" if np.isnan(month.handling_hours) else f"{month.handling_hours:,.0f}",
        *(_OUTCOMES[name](month.outcomes[name]) if name in month.outcomes else "-" for name in noted),
    ]


def _formulas(months: Sequence[KeptMonth], queue: QueueSettings, *, words: Words, is_live: bool) -> Component:
    """How the columns that are shown are computed."""
    known = {
        "promised": any(not np.isnan(each.promised) for each in months),
        "wape": any(not np.isnan(each.forecast_error) for each in months),
    }
    own = ("live", "promised", "abandonment") if is_live else ("written", "promised")
    names = [name for name in (*own, "wape", "hours") if known.get(name, True)]
    told = {
        "goal": words.seconds(queue.goal.threshold_seconds),
        "short": f"{queue.short_abandon_seconds:.0f}",
        **words.of_goal(queue.goal),
        **words.of_channel(queue.channel),
    }
    texts = [words.say(f"promise.formula_{name}", **told) for name in names]
    if any(each.outcomes for each in months):
        texts.append(words.say("promise.outcomes_note"))
    return html.Ul([html.Li(text) for text in texts], className="plain")


def _signed(points: float) -> str:
    return f"{points:+.1f}".replace("-", "−")
