"""The part of the shift page that tells who had the duties that nobody likes, in earlier plans and this one."""

from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from dash import Dash, Input, Output, html

from dashboards.desk_view import DeskView, lately_planned, newest_plan, view_desk
from dashboards.pages.parts import Component, card, details, note, table
from dashboards.texts import Words, minute_text
from data.records import StoredPlan
from staffing.planning.fairness.duty_history import duty_counts, monday_mornings
from staffing.planning.plan_history import MorningDuty

SHOWN_MORNINGS = 4
DUTIES = ("mornings", "late", "weekends", "month_ends", "odd_lunches")
"""Columns of `duty_counts` that the table shows, where they are counted."""


def connect_duties(app: Dash, folder: Path) -> None:
    """Wire the part: it comes after the rest of the page, since it reads every plan of some months."""

    @app.callback(Output("shifts-duties", "children"), Input("shifts-duties", "id"))
    def show_duties(_id: str) -> Component:
        view = view_desk(folder)
        return duties_card(view, newest_plan(view))


def duties_card(view: DeskView, plan: StoredPlan) -> Component:
    """How often each person had each duty, and who served contacts on the last Mondays when the desk opened."""
    words, title = view.words, view.words.say("duties.title")
    plans = lately_planned(view, plan)
    counts = duty_counts(plans, view.desk)
    if counts.empty:
        return card(title, html.P(words.say("duties.none")))
    opening = minute_text(MorningDuty.of(view.desk).minute)
    had = last_mornings(monday_mornings(plans, view.desk))
    mondays = [details(words.say("duties.mondays", time=opening), mornings_table(had, words))] if len(had) else []
    first_day = min(one.first_day for one in plans)
    told = words.say("duties.note", first=words.day(first_day), last=words.day(plan.last_day), time=opening)
    return card(title, note(told), note(finding_text(counts, words)), duties_table(counts, words), *mondays)


def finding_text(counts: pd.DataFrame, words: Words) -> str:
    """Of each duty that anybody had: the least and the most that one person had of it."""
    spreads = [
        words.say("duties.spread", duty=words.say(f"duties.{duty}"), least=least, most=most)
        for duty in shown_duties(counts)
        for least, most in [(int(counts[duty].min()), int(counts[duty].max()))]
    ]
    return words.say("duties.finding", spreads=words.listed(spreads)) if spreads else words.say("duties.nobody")


def duties_table(counts: pd.DataFrame, words: Words) -> Component:
    """A row a person: days at work, and how many of them had each duty; wishes kept, where anybody has any."""
    columns, wished = ["days", *shown_duties(counts)], "wishes" in counts
    told = [*columns, *(["wishes"] if wished else [])]
    head = [words.say("duties.person"), *(words.say(f"duties.{column}") for column in told)]
    rows = [
        [row["person"], *(f"{row[column]}" for column in columns), *([kept_text(row, words)] if wished else [])]
        for row in counts.to_dict("records")
    ]
    return table(head, rows, label=words.say("duties.title"))


def kept_text(row: Mapping[Hashable, Any], words: Words) -> str:
    """How many of the person's wishes are kept; a dash for who has none."""
    return words.say("duties.kept", kept=row["wishes_kept"], asked=row["wishes"]) if row["wishes"] else "–"


def shown_duties(counts: pd.DataFrame) -> Sequence[str]:
    """The duties that anybody had: a desk that closes on weekends has no column for them."""
    return [duty for duty in DUTIES if duty in counts and counts[duty].any()]


def last_mornings(had: pd.DataFrame) -> pd.DataFrame:
    """The rows of the last few days on which anybody had the duty."""
    return had[had["date"].isin(sorted(set(had["date"]))[-SHOWN_MORNINGS:])]


def mornings_table(had: pd.DataFrame, words: Words) -> Component:
    """A row a Monday, and who served contacts then."""
    rows = [[words.day(day), words.listed(had["person"][had["date"] == day])] for day in sorted(set(had["date"]))]
    head = [words.say("duties.day"), words.say("duties.people")]
    return table(head, rows, label=words.say("duties.people"), words=(1,))
