"""シフト: who works when, against what is needed; where people are short, in a sentence and in pictures."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from dash import Dash, Input, Output, State, html

from dashboards.day_cover import (
    DayCover,
    DayWork,
    PlanShortage,
    WorkBar,
    cover_of_day,
    days_of_week,
    plan_shortage,
    work_of_day,
)
from dashboards.desk_view import DeskView, newest_plan, view_desk
from dashboards.figures.net_staffing import net_staffing_figure
from dashboards.figures.required_scheduled import required_scheduled_figure
from dashboards.figures.work_bars import activity_text, work_bars_figure, work_bars_height
from dashboards.pages.duties import connect_duties
from dashboards.pages.one_more import connect_one_more, one_more_card
from dashboards.pages.parts import (
    Component,
    card,
    details,
    finding,
    kept_choice,
    note,
    options,
    picture,
    remarks,
    select,
    table,
)
from dashboards.pages.worth import connect_worth, worth_card
from dashboards.queue_notes import concurrency_note, tier_note
from dashboards.texts import Words, minute_text
from data.records import StoredPlan
from staffing.shift_plan import WORK

PATH = "/shifts"


def layout(view: DeskView) -> Component:
    """The page without its numbers, which the callbacks bring."""
    plan, words = newest_plan(view), view.words
    say = words.say
    weeks = [(week.isoformat(), say("week.of", first=words.day(week))) for week in _weeks(plan)]
    return [
        finding("shifts-finding"),
        html.Div(
            [
                select("shifts-week", label=say("choose.week"), choices=weeks),
                select("shifts-day", label=say("choose.day")),
                select("shifts-queue", label=say("choose.queue"), choices=view.queue_choices(_queues(view, plan))),
                html.P(_source(plan, view), className="source"),
            ],
            className="controls",
        ),
        html.Div([_cover_card(words), _week_card(words)], className="pair"),
        remarks(say("shifts.remarks"), [one.said(words.language) for one in plan.remarks]),
        _people_card(words, agent=_agent_word(view)),
        html.Div(
            [
                html.Div([worth_card(words), one_more_card(words, plan)], className="stack"),
                html.Div(id="shifts-duties", className="stack"),
            ],
            className="pair even",
        ),
    ]


def connect(app: Dash, folder: Path) -> None:
    """Wire the page."""

    @app.callback(
        Output("shifts-day", "data"),
        Output("shifts-day", "value"),
        Output("shifts-week-table", "children"),
        Output("shifts-queue-table", "children"),
        Input("shifts-week", "value"),
        Input("shifts-queue", "value"),
        State("shifts-day", "value"),
    )
    def show_week(week: str, queue: str, day: str | None) -> tuple[Any, ...]:
        return _show_week(view_desk(folder), queue, week=date.fromisoformat(week), day=day)

    @app.callback(
        Output("shifts-finding", "children"),
        Output("shifts-net-note", "children"),
        Output("shifts-net", "figure"),
        Output("shifts-lines", "figure"),
        Output("shifts-people", "figure"),
        Output("shifts-people-box", "style"),
        Output("shifts-people-note", "children"),
        Output("shifts-people-table", "children"),
        Input("shifts-queue", "value"),
        Input("shifts-day", "value"),
    )
    def show_day(queue: str, day: str) -> tuple[Any, ...]:
        return _show_day(view_desk(folder), queue, date.fromisoformat(day))

    connect_worth(app, folder)
    connect_one_more(app, folder)
    connect_duties(app, folder)


def _cover_card(words: Words) -> Component:
    say = words.say
    return card(
        say("shifts.net"),
        note(component_id="shifts-net-note"),
        picture("shifts-net", label=say("shifts.net"), height=200, wide=True),
        html.H3(say("shifts.lines")),
        note(say("shifts.lines_note")),
        picture("shifts-lines", label=say("shifts.lines"), height=230, wide=True),
    )


def _week_card(words: Words) -> Component:
    say = words.say
    return card(
        say("shifts.week"),
        note(say("shifts.week_note")),
        html.Div(id="shifts-week-table"),
        html.H3(say("shifts.queues")),
        note(say("shifts.covered_note")),
        html.Div(id="shifts-queue-table"),
    )


def _people_card(words: Words, *, agent: str) -> Component:
    say = words.say
    return card(
        say("shifts.people", agent=agent),
        note(component_id="shifts-people-note"),
        picture("shifts-people", label=say("shifts.people", agent=agent), height=300, wide=True),
        details(say("shifts.people_table"), component_id="shifts-people-table"),
    )


def _source(plan: StoredPlan, view: DeskView) -> str:
    made_at = pd.Timestamp(plan.made_at)
    made_at = made_at.tz_localize("UTC") if made_at.tz is None else made_at
    return view.words.say(
        "shifts.made_by",
        made_at=f"{made_at.tz_convert(view.desk.zone):%Y-%m-%d %H:%M}",
        first=view.words.day(plan.first_day),
        last=view.words.day(plan.last_day),
    )


def _agent_word(view: DeskView) -> str:
    words = view.words
    return view.desk.settings.agent_word.get(words.language, words.say("shifts.agent"))


def _queues(view: DeskView, plan: StoredPlan) -> list[str]:
    there = set(plan.coverage["queue"])
    return [queue.name for queue in view.desk.settings.queue if queue.name in there]


def _weeks(plan: StoredPlan) -> list[date]:
    """First days of the plan's weeks, counted from its first day."""
    days = (plan.last_day - plan.first_day).days + 1
    return [plan.first_day + timedelta(days=7 * k) for k in range(-(-days // 7))]


def _show_week(view: DeskView, queue: str, *, week: date, day: str | None) -> tuple[Any, ...]:
    plan, words = newest_plan(view), view.words
    days = days_of_week(week, last_day=plan.last_day)
    covers = [_cover(view, plan, queue=queue, day=day) for day in days]
    opened = [cover.day for cover in covers if len(cover.minutes)] or days
    choices = [(each.isoformat(), words.day(each)) for each in days]
    by_queue = {
        view.queue_title(name): [_cover(view, plan, queue=name, day=day) for day in days]
        for name in _queues(view, plan)
    }
    return (
        options(choices),
        kept_choice(day, choices, otherwise=opened[0].isoformat()),
        week_table(covers, activities=plan.activities, words=words),
        queue_table(by_queue, words),
    )


def _show_day(view: DeskView, queue: str, day: date) -> tuple[Any, ...]:
    plan, words, look = newest_plan(view), view.words, view.look
    cover = _cover(view, plan, queue=queue, day=day)
    work = work_of_day(plan.activities, day=day)
    first, last = clock_span(cover, work)
    titles = {each.name: view.queue_title(each.name) for each in view.desk.settings.queue}
    return (
        words.sentences(
            finding_text(cover, words, queue=view.queue_title(queue)),
            plan_text(plan_shortage(plan.coverage, queue=queue, is_written=not view.is_live(queue)), words),
            concurrency_note(view, queue),
            tier_note(view, queue),
        ),
        net_note(view, queue),
        net_staffing_figure(cover, look, first_minute=first, last_minute=last),
        required_scheduled_figure(cover, look, first_minute=first, last_minute=last),
        work_bars_figure(work, look, titles=titles, first_minute=first, last_minute=last),
        {"minHeight": f"{work_bars_height(work)}px"},
        _people_text(work, words),
        people_table(work, words, titles=titles, agent=_agent_word(view)),
    )


def _cover(view: DeskView, plan: StoredPlan, *, queue: str, day: date) -> DayCover:
    return cover_of_day(plan.coverage, queue=queue, day=day, is_written=not view.is_live(queue))


def finding_text(cover: DayCover, words: Words, *, queue: str) -> str:
    """The page's first sentence: how many person-hours are short on the day, and when it is worst.

    Of written work, what misses its deadline: in which half-hour it is done is open until then.
    """
    say = words.say
    names = {"day": words.day(cover.day), "queue": queue}
    if not len(cover.minutes):
        return say("shifts.closed", **names)
    surplus = say("shifts.surplus", hours=f"{cover.surplus_hours:.1f}") if cover.surplus_hours >= 0.05 else ""
    if cover.uncovered_hours < 0.05:
        return words.sentences(say("shifts.kept" if cover.is_written else "shifts.enough", **names), surplus)
    if cover.is_written:
        due, most = _worst_deadline(cover)
        hours = f"{cover.uncovered_hours:.1f}"
        return words.sentences(say("shifts.missed", **names, hours=hours, time=due, most=most), surplus)
    worst = int(np.argmin(cover.net))
    short = say(
        "shifts.short",
        **names,
        hours=f"{cover.uncovered_hours:.1f}",
        time=minute_text(cover.minutes[worst]),
        people=_people(-cover.net[worst]),
        intervals=int((cover.net < 0).sum()),
        span=len(cover.minutes),
    )
    return words.sentences(short, surplus)


def plan_text(shortage: PlanShortage, words: Words) -> str:
    """What is short over the whole plan, so that a day further on is not overlooked."""
    at = shortage.worst_start
    if at is None:
        return words.say("shifts.plan_kept" if shortage.is_written else "shifts.plan_enough")
    time = minute_text(at.hour * 60 + at.minute)
    hours = f"{shortage.uncovered_hours:.1f}"
    if shortage.is_written:
        return words.say("shifts.plan_missed", hours=hours, day=words.day(at), most=f"{shortage.worst:.1f}")
    people = _people(shortage.worst)
    return words.say("shifts.plan_short", hours=hours, day=words.day(at), time=time, people=people)


def net_note(view: DeskView, queue: str) -> str:
    """How to read required against scheduled; of written work, that it may be done sooner or later."""
    say = view.words.say
    written = "" if view.is_live(queue) else say("shifts.net_note_written")
    return view.words.sentences(say("shifts.net_note"), written)


def _worst_deadline(cover: DayCover) -> tuple[str, str]:
    """When the most written work misses its deadline, and how many person-hours."""
    worst = int(np.argmax(cover.missed_hours))
    return minute_text(cover.minutes[worst] + cover.interval_minutes), f"{cover.missed_hours[worst]:.1f}"


def _people(count: float) -> str:
    return f"{count:.1f}".removesuffix(".0")


def clock_span(cover: DayCover, work: DayWork) -> tuple[float, float]:
    """First and last minute that any of the day's pictures shows, so that their times stand above each other."""
    firsts = [*cover.minutes, *(bar.first_minute for bar in work.bars)]
    lasts = [*(cover.minutes + cover.interval_minutes), *(bar.last_minute for bar in work.bars)]
    return (float(min(firsts)), float(max(lasts))) if firsts else (540.0, 1080.0)


def week_table(covers: Sequence[DayCover], *, activities: pd.DataFrame, words: Words) -> Component:
    """A row a day: people at work, required and scheduled hours, short and spare person-hours."""
    say = words.say
    worst = "worst_missed" if any(cover.is_written for cover in covers) else "worst"
    head = [say(f"shifts.{key}") for key in ("day", "at_work", "required_h", "uncovered_h", "surplus_h", worst)]
    rows = [_week_row(cover, work_of_day(activities, day=cover.day), words=words) for cover in covers]
    return table(head, rows, label=say("shifts.week"), total=[say("shifts.total"), "", *_sums(covers), ""])


def queue_table(covers_of: dict[str, list[DayCover]], words: Words) -> Component:
    """A row a queue: the week's person-hours, and the share of the requirement that is covered."""
    head = [words.say(f"shifts.{key}") for key in ("queue", "required_h", "uncovered_h", "surplus_h", "covered")]
    rows = [[queue, *_sums(covers), _covered(covers)] for queue, covers in covers_of.items()]
    return table(head, rows, label=words.say("shifts.queues"))


def _sums(covers: Sequence[DayCover]) -> list[str]:
    """Required, short and spare person-hours over some days."""
    short = sum(cover.uncovered_hours for cover in covers)
    return [
        f"{sum(cover.required_hours for cover in covers):,.1f}",
        _short(short),
        f"{sum(cover.surplus_hours for cover in covers):,.1f}",
    ]


def _covered(covers: Sequence[DayCover]) -> str:
    required = sum(cover.required_hours for cover in covers)
    short = sum(cover.uncovered_hours for cover in covers)
    return f"{(1 - short / required) * 100:.1f}%" if required else "-"


def _short(hours: float) -> str:
    return f"▼{hours:,.1f}" if hours >= 0.05 else "0"


def _week_row(cover: DayCover, work: DayWork, *, words: Words) -> list[str]:
    if not len(cover.minutes):
        return [words.day(cover.day), f"{len(work.people)}", "-", "-", "-", words.say("shifts.closed_word")]
    return [
        words.day(cover.day),
        f"{len(work.people)}",
        f"{cover.required_hours:.1f}",
        _short(cover.uncovered_hours),
        f"{cover.surplus_hours:.1f}",
        _worst_text(cover, words) if cover.uncovered_hours >= 0.05 else "-",
    ]


def _worst_text(cover: DayCover, words: Words) -> str:
    if cover.is_written:
        due, most = _worst_deadline(cover)
        return words.say("shifts.worst_due", time=due, hours=most)
    worst = int(np.argmin(cover.net))
    return f"{minute_text(cover.minutes[worst])} −{_people(-cover.net[worst])}"


def people_table(work: DayWork, words: Words, *, titles: Mapping[str, str], agent: str) -> Component:
    """A row a person: hours at work, and what they do in order."""
    if not work.people:
        return html.P(words.say("shifts.nobody"))
    rows = []
    for person in work.people:
        bars = work.of(person)
        tasks = words.listed(
            f"{_clock(bar, bar, words=words)} "
            f"{activity_text(bar.activity, titles.get(bar.queue, bar.queue), words=words)}"
            for bar in bars
        )
        rows.append([person, _clock(bars[0], bars[-1], words=words), tasks])
    head = [words.say("shifts.person", agent=agent), words.say("shifts.hours"), words.say("shifts.tasks")]
    return table(head, rows, label=words.say("shifts.people_table"), words=(1, 2))


def _clock(first: WorkBar, last: WorkBar, *, words: Words) -> str:
    return words.span(minute_text(first.first_minute), minute_text(last.last_minute))


def _people_text(work: DayWork, words: Words) -> str:
    serving = {bar.person for bar in work.bars if bar.activity in WORK}
    return words.say("shifts.people_note", working=len(work.people), serving=len(serving), away=len(work.away))
