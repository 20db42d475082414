"""The part of the shift page that tells who had the Monday mornings."""

from collections import Counter

import pandas as pd
from dash import html

from dashboards.desk_view import DeskView
from dashboards.pages.parts import Component, card, note, table
from dashboards.texts import Words, minute_text
from data.records import StoredPlan
from staffing.planning.duty_history import monday_mornings
from staffing.planning.plan_history import MorningDuty
from staffing.shift_plan import WORK

SHOWN_MORNINGS = 4


def duties_card(view: DeskView, plan: StoredPlan) -> Component:
    """The last Mondays, who served contacts when the desk opens, and how often each person did."""
    words, title = view.words, view.words.say("duties.title")
    had = last_mornings(monday_mornings([plan], view.desk))
    if had.empty:
        return card(title, html.P(words.say("duties.none")))
    opening = minute_text(MorningDuty.of(view.desk).minute)
    told = words.say("duties.note", time=opening, count=had["date"].nunique())
    return card(
        title,
        note(words.sentences(told, finding_text(had, words, people=_at_work(plan)))),
        duties_table(had, words),
    )


def last_mornings(had: pd.DataFrame) -> pd.DataFrame:
    """The rows of the last few days on which anybody had the duty."""
    return had[had["date"].isin(sorted(set(had["date"]))[-SHOWN_MORNINGS:])]


def finding_text(had: pd.DataFrame, words: Words, *, people: set[str]) -> str:
    """Who had most of them, and how many of `people` had none."""
    times = _times(had)
    most = times[0][1]
    named = [person for person, count in times if count == most]
    shown = words.listed(named[:5]) + ("…" if len(named) > 5 else "")
    return words.say("duties.finding", people=shown, most=most, none=len(people - set(had["person"])))


def duties_table(had: pd.DataFrame, words: Words) -> Component:
    """A row a Monday, and a last one with everyone's count."""
    rows = [[words.day(day), words.listed(had["person"][had["date"] == day])] for day in sorted(set(had["date"]))]
    counts = words.listed(words.say("duties.count", person=person, times=times) for person, times in _times(had))
    head = [words.say("duties.day"), words.say("duties.people")]
    return table(head, rows, label=words.say("duties.title"), words=(1,), total=[words.say("duties.totals"), counts])


def _times(had: pd.DataFrame) -> list[tuple[str, int]]:
    """How often each person had one, most first; of equals in order of name."""
    return sorted(Counter(had["person"]).items(), key=lambda pair: (-pair[1], pair[0]))


def _at_work(plan: StoredPlan) -> set[str]:
    """Everyone who serves contacts in the plan."""
    return set(plan.activities.loc[plan.activities["activity"].isin(WORK), "person"].astype(str))
