"""返信期限: open written contacts in the order of their urgency, and topics that have begun to rise."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from dash import Dash, Input, Output, html

from dashboards.desk_view import DeskView, view_desk
from dashboards.figures.style import Figure
from dashboards.figures.topic_lines import topic_lines_figure, topic_lines_height
from dashboards.open_replies import STATES, OpenReply, count_states, open_replies
from dashboards.pages.parts import Component, card, finding, note, picture, select, table
from dashboards.texts import Words
from data.errors import NothingToDo
from forecasting.topic_alarm import LOOKED_FOR
from forecasting.topic_trends import TopicTrend, topic_trends

PATH = "/replies"

LONGEST_LIST = 60
"""Contacts shown; who has more open looks at the most urgent anyway."""

SHOWN_DAYS, SHOWN_TOPICS = 28, 12


def layout(view: DeskView) -> Component:
    """The page without its numbers, which the callbacks bring."""
    words = view.words
    there = {*view.queues_in("open_contact"), *view.queues_in("contact_topic"), *view.queues_in("interval_count")}
    queues = [each.name for each in view.desk.settings.queue if each.name in there and not view.is_live(each.name)]
    if not queues:
        raise NothingToDo(words.say("missing.replies"))
    return [
        finding("replies-finding"),
        html.Div(
            select("replies-queue", label=words.say("choose.queue"), choices=view.queue_choices(queues)),
            className="controls",
        ),
        _list_card(words),
        _topic_card(words),
    ]


def connect(app: Dash, folder: Path) -> None:
    """Wire the page."""

    @app.callback(
        Output("replies-finding", "children"),
        Output("replies-note", "children"),
        Output("replies-list", "children"),
        Output("replies-topics", "figure"),
        Output("replies-topics-box", "style"),
        Output("replies-topics-table", "children"),
        Input("replies-queue", "value"),
    )
    def show_queue(queue: str) -> tuple[Any, ...]:
        return _show_queue(view_desk(folder), queue)


def _list_card(words: Words) -> Component:
    return card(words.say("replies.list"), note(component_id="replies-note"), html.Div(id="replies-list"))


def _topic_card(words: Words) -> Component:
    return card(
        words.say("replies.topics"),
        note(words.say("replies.topics_note", days=SHOWN_DAYS, times=f"{LOOKED_FOR:g}")),
        html.Div(
            [
                picture("replies-topics", label=words.say("replies.topics"), height=200),
                html.Div(id="replies-topics-table"),
            ],
            className="pair flat",
        ),
    )


def _show_queue(view: DeskView, queue: str) -> tuple[Any, ...]:
    rows, words = view.rows("open_contact", queue), view.words
    replies = None if rows is None else open_replies(rows)
    trends = _trends(view, queue)
    box = {"minHeight": f"{topic_lines_height(trends)}px"} if trends else {"display": "none"}
    return (
        finding_text(replies, trends, words, as_of=view.fact("log_until")),
        _note_text(view, queue, replies=replies or []),
        html.P(words.say("replies.no_list"))
        if replies is None
        else replies_table(replies, words, as_of=view.fact("log_until")),
        _picture(trends, view, _last_day(view)),
        box,
        topics_table(trends, words),
    )


def _last_day(view: DeskView) -> date:
    """The last complete day that the data hold."""
    until = view.fact("log_until") or view.fact("made_at") or pd.Timestamp.now(tz=view.desk.zone)
    return (until - pd.Timedelta(microseconds=1)).date()


def _trends(view: DeskView, queue: str) -> list[TopicTrend]:
    rows = view.tables.get("contact_topic")
    if rows is None or rows.empty:
        return []
    last_day = _last_day(view)
    trends = topic_trends(rows, calendar=view.calendar, last_day=last_day, queue=queue, shown_days=SHOWN_DAYS)
    return trends[:SHOWN_TOPICS]


def _picture(trends: Sequence[TopicTrend], view: DeskView, last_day: date) -> Figure:
    days = [last_day - timedelta(days=k) for k in range(SHOWN_DAYS - 1, -1, -1)]
    return topic_lines_figure(trends, view.look, day_texts=[view.words.short_day(day) for day in days])


def finding_text(
    replies: list[OpenReply] | None, trends: Sequence[TopicTrend], words: Words, *, as_of: pd.Timestamp | None = None
) -> str:
    """The page's first sentences: how many are open, late, due today and at risk, who waits for word, what rises."""
    rising = [each.topic for each in trends if each.is_rising]
    told = words.say("replies.finding_rising", topics=words.listed(rising)) if rising else ""
    if replies is None:
        return told or words.say("replies.no_list")
    if not replies:
        return words.sentences(words.say("replies.finding_none"), told)
    first = replies[0]
    silent = 0 if as_of is None else sum(each.has_silent_promise(as_of) for each in replies)
    return words.sentences(
        words.say("replies.finding", open=f"{len(replies):,}", **count_states(replies)),
        words.say("replies.finding_silent", count=f"{silent:,}") if silent else "",
        words.say(
            "replies.finding_first",
            contact=first.contact_id,
            received=_moment(first.received_at, words),
            deadline=_moment(first.due_at, words),
        ),
        told,
    )


def _note_text(view: DeskView, queue: str, *, replies: list[OpenReply]) -> str:
    until, words, count = view.fact("log_until"), view.words, len(replies)
    is_expected = any(each.expected_answer_at is not None for each in replies)
    told = words.say(
        "replies.list_note",
        until="-" if until is None else f"{until:%Y-%m-%d %H:%M}",
        **words.of_goal(view.desk.queue(queue).goal),
    )
    cut = words.say("replies.list_cut", shown=LONGEST_LIST, open=f"{count:,}") if count > LONGEST_LIST else ""
    expected = words.say("replies.list_expected" if is_expected else "replies.list_unexpected") if replies else ""
    return words.sentences(told, expected, cut)


def replies_table(replies: Sequence[OpenReply], words: Words, *, as_of: pd.Timestamp | None = None) -> Component:
    """A row a contact; columns that no contact fills are left out, and a status note that is overdue is marked."""
    if not replies:
        return html.P(words.say("replies.finding_none"))
    instants = {
        "received": "received_at",
        "deadline": "deadline_at",
        "promised": "promised_at",
        "next_status": "next_status_at",
        "expected": "expected_answer_at",
    }
    used = {key: name for key, name in instants.items() if any(getattr(each, name) is not None for each in replies)}
    head = [words.say(f"replies.{key}") for key in ("contact", "state", *used)]
    rows = [
        [each.contact_id, _state(each, words), *(_cell(each, name, words, as_of=as_of) for name in used.values())]
        for each in replies[:LONGEST_LIST]
    ]
    return table(head, rows, label=words.say("replies.list"), words=range(1, len(head)))


def _cell(reply: OpenReply, name: str, words: Words, *, as_of: pd.Timestamp | None) -> Component:
    text = _moment(getattr(reply, name), words)
    if name == "next_status_at" and as_of is not None and reply.has_silent_promise(as_of):
        return html.Span(f"▲ {text}", className="state late")
    return text


def topics_table(trends: Sequence[TopicTrend], words: Words) -> Component:
    """A row a topic: seen against expected in its days, and whether it rises."""
    if not trends:
        return html.P(words.say("replies.no_topics"))
    head = [words.say(f"replies.{key}") for key in ("topic", "state", "seen")]
    rows = [
        [
            each.topic,
            html.Span(_state_of_topic(each, words), className="rising" if each.is_rising else ""),
            f"{each.seen:,.0f} / " + ("-" if np.isnan(each.expected) else f"{each.expected:,.0f}"),
        ]
        for each in trends
    ]
    return table(head, rows, label=words.say("replies.topics"), words=(1,))


def _state_of_topic(trend: TopicTrend, words: Words) -> str:
    """The state, how often the usual it was where that can be told, and since when."""
    state = words.say(f"replies.topic_{trend.state}")
    since = words.say("replies.since", day=words.short_day(trend.first_day)) if trend.has_alarm else ""
    times = "" if np.isnan(trend.times) or trend.state in ("alone", "new") else f"×{trend.times:.1f}"
    return " ".join(filter(None, (state, times, since)))


def _state(reply: OpenReply, words: Words) -> Component:
    known = reply.state if reply.state in STATES else "ok"
    return html.Span(words.say(f"replies.state.{known}"), className=f"state {known}")


def _moment(at: pd.Timestamp | None, words: Words) -> str:
    return "-" if at is None else f"{words.day(at)} {at:%H:%M}"
