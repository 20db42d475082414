"""The part of the shift page that tells who had the Monday mornings."""

from dash import html

from dashboards.desk_view import DeskView
from dashboards.monday_mornings import MorningDuties, morning_duties
from dashboards.pages.parts import Component, card, note, table
from dashboards.texts import Words, minute_text
from data.channel import LIVE_CHANNELS
from data.records import StoredPlan

_MONDAY = 0


def duties_card(view: DeskView, plan: StoredPlan) -> Component:
    """Four Mondays, who served contacts when the desk opens, and how often each person did."""
    words = view.words
    minute = _opening_minute(view)
    duties = morning_duties([plan.activities], weekday=_MONDAY, minute=minute)
    title = words.say("duties.title")
    if not any(morning.people for morning in duties.mornings):
        return card(title, html.P(words.say("duties.none")))
    return card(
        title,
        note(words.sentences(words.say("duties.note", time=minute_text(minute)), finding_text(duties, words))),
        duties_table(duties, words),
    )


def finding_text(duties: MorningDuties, words: Words) -> str:
    """Who had most of them, and how many people had none."""
    most = duties.times[0][1]
    people = [person for person, times in duties.times if times == most]
    shown = words.listed(people[:5]) + ("…" if len(people) > 5 else "")
    return words.say("duties.finding", people=shown, most=most, none=len(duties.free))


def duties_table(duties: MorningDuties, words: Words) -> Component:
    """A row a Monday, and a last one with everyone's count."""
    rows = [[words.day(morning.day), words.listed(morning.people) or "-"] for morning in duties.mornings]
    counts = words.listed(words.say("duties.count", person=person, times=times) for person, times in duties.times)
    head = [words.say("duties.day"), words.say("duties.people")]
    total = [words.say("duties.totals"), counts]
    return table(head, rows, label=words.say("duties.title"), words=(1,), total=total)


def _opening_minute(view: DeskView) -> int:
    """When the first live channel opens on an ordinary Monday; else the first channel that does; else 9:00."""
    hours = view.desk.settings.hours
    ordered = sorted(hours, key=lambda channel: channel not in LIVE_CHANNELS)
    opens = [spans[0][0] for channel in ordered if (spans := hours[channel].usual_spans(_MONDAY))]
    return opens[0] if opens else 540
