"""予測: the next weeks as day totals with bands and reasons, and one day's half-hours beside what was seen."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from dash import Dash, Input, Output, State, html

from dashboards.desk_view import DeskView, view_desk
from dashboards.figures.days_ahead import days_ahead_figure
from dashboards.figures.half_hours import half_hours_figure
from dashboards.override_notes import OverrideNotes
from dashboards.pages.parts import Component, card, finding, kept_choice, note, options, picture, remarks, select, table
from dashboards.queue_notes import concurrency_note, tier_note
from dashboards.texts import Words, factor_text, minute_text, number_text
from dashboards.weeks_ahead import DayBand, DayHours, Peak, day_bands, day_hours, find_peak
from data.errors import NothingToDo
from forecasting.forecast import Forecast
from forecasting.forecast_contacts import MODELS
from forecasting.overridden import EFFECT as OVERRIDE

PATH = "/"


def layout(view: DeskView) -> Component:
    """The page without its numbers, which the callbacks bring."""
    queues = view.queues_in("issued_forecast")
    if not queues:
        raise NothingToDo(view.words.say("missing.forecast"))
    words = view.words
    return [
        finding("forecast-finding"),
        html.Div(
            [
                select("forecast-queue", label=words.say("choose.queue"), choices=view.queue_choices(queues)),
                html.P(id="forecast-source", className="source"),
            ],
            className="controls",
        ),
        html.Div([_days_card(words), _effects_card(words)], className="pair broad"),
        html.Div([_day_card(words), _day_table_card(words)], className="pair"),
        html.Div(id="forecast-remarks"),
    ]


def connect(app: Dash, folder: Path) -> None:
    """Wire the page."""

    @app.callback(
        Output("forecast-finding", "children"),
        Output("forecast-source", "children"),
        Output("forecast-days", "figure"),
        Output("forecast-days-note", "children"),
        Output("forecast-level", "children"),
        Output("forecast-effects", "children"),
        Output("forecast-remarks", "children"),
        Output("forecast-day", "data"),
        Output("forecast-day", "value"),
        Input("forecast-queue", "value"),
        State("forecast-day", "value"),
    )
    def show_weeks(queue: str, day: str | None) -> tuple[Any, ...]:
        return _show_weeks(view_desk(folder), queue, day=day)

    @app.callback(
        Output("forecast-half-hours", "figure"),
        Output("forecast-day-title", "children"),
        Output("forecast-day-note", "children"),
        Output("forecast-day-table", "children"),
        Input("forecast-queue", "value"),
        Input("forecast-day", "value"),
    )
    def show_day(queue: str, day: str) -> tuple[Any, ...]:
        return _show_day(view_desk(folder), queue, date.fromisoformat(day))


def _days_card(words: Words) -> Component:
    say = words.say
    return card(
        say("forecast.days"),
        note(component_id="forecast-days-note"),
        picture("forecast-days", label=say("forecast.days"), height=400, wide=True),
    )


def _effects_card(words: Words) -> Component:
    return card(
        words.say("forecast.effects"),
        note(component_id="forecast-level"),
        html.Div(id="forecast-effects"),
    )


def _day_card(words: Words) -> Component:
    say = words.say
    return card(
        html.Span(id="forecast-day-title"),
        note(component_id="forecast-day-note"),
        picture("forecast-half-hours", label=say("forecast.half_hours_table"), height=340),
        control=select("forecast-day", label=say("choose.day"), shown=False),
    )


def _day_table_card(words: Words) -> Component:
    return card(words.say("forecast.half_hours_table"), html.Div(id="forecast-day-table"))


def _show_weeks(view: DeskView, queue: str, *, day: str | None) -> tuple[Any, ...]:
    forecast = view.forecast(queue)
    days = day_bands(forecast)
    peak = find_peak(forecast, view.requirement(queue))
    words, channel = view.words, forecast.channel
    notes = OverrideNotes.of(view, queue)
    is_overridden = any(each.mean_without_override is not None for each in days)
    choices = [(each.day.isoformat(), words.day(each.day)) for each in days]
    return (
        words.sentences(
            finding_text(days, peak, words=words, channel=channel),
            concurrency_note(view, queue),
            tier_note(view, queue),
            pending_text(notes, words),
        ),
        words.say(
            "forecast.made_by",
            issued_at=f"{forecast.issued_at:%Y-%m-%d %H:%M}",
            model=_model_word(forecast.model, words),
        ),
        days_ahead_figure(days, view.look, channel=channel),
        words.sentences(words.say("forecast.days_note"), words.say("forecast.days_override") if is_overridden else ""),
        _level_text(days, words=words, channel=channel),
        effects_table(days, words, notes=notes),
        remarks(words.say("forecast.remarks"), [one.said(words.language) for one in forecast.remarks]),
        options(choices),
        kept_choice(day, choices, otherwise=peak.day.isoformat()),
    )


def _show_day(view: DeskView, queue: str, day: date) -> tuple[Any, ...]:
    forecast = view.forecast(queue)
    hours = day_hours(forecast, view.counts(queue), day=_known_day(forecast, day))
    words = view.words
    seen = words.listed(words.short_day(each) for each in reversed(hours.seen))
    key = "forecast.half_hours_note" if seen else "forecast.half_hours_unseen"
    title = words.say("forecast.half_hours", day=words.day(hours.day))
    figure = half_hours_figure(hours, view.look, channel=forecast.channel)
    night = "" if view.is_live(queue) else words.say("forecast.half_hours_night")
    return figure, title, words.sentences(words.say(key, seen=seen), night), half_hours_table(hours, words)


def _model_word(model: str, words: Words) -> str:
    """What people call a model; one that a table from elsewhere names stands as it is."""
    return words.say(f"model.{model}") if model in MODELS else model


def _known_day(forecast: Forecast, day: date) -> date:
    """The day asked for, or the first where the queue just chosen has no such day."""
    days = {at.date() for at in forecast.dates}
    return day if day in days else min(days)


def finding_text(days: Sequence[DayBand], peak: Peak, *, words: Words, channel: str) -> str:
    """The page's first sentence: when the coming days' peak is, how high, and how many people it needs."""
    week = [each for each in days if (each.day - days[0].day).days < 7]
    told = {
        "span": words.span(words.day(week[0].day), words.day(week[-1].day)),
        "day": words.day(peak.day),
        "contacts": number_text(round(peak.contacts)),
        **words.of_channel(channel),
    }
    return words.sentences(
        words.say("forecast.peak_day" if peak.hour is None else "forecast.peak", hour=peak.hour, **told),
        "" if peak.agents is None else words.say("forecast.peak_agents", agents=peak.agents),
        words.say("forecast.total", total=number_text(round(sum(each.mean for each in week)))),
    )


def pending_text(notes: OverrideNotes, words: Words) -> str:
    """That the forecast shown does not know yet what somebody has decided since, where that is so."""
    numbers = words.listed(str(number) for number in notes.pending)
    return words.say("forecast.override_pending", numbers=numbers) if numbers else ""


def effects_table(days: Sequence[DayBand], words: Words, *, notes: OverrideNotes | None = None) -> Component:
    """A row a day: mean, 80 % band, and every effect that touches it with its factor.

    Days that somebody has changed are marked, with the model's own figure, author and note.
    """
    notes = notes or OverrideNotes()
    head = [words.say(f"forecast.{key}") for key in ("day", "mean_unit", "band80_unit", "reasons")]
    rows = [
        [
            words.day(day.day),
            f"{day.mean:,.0f}",
            words.span(f"{day.low80:,.0f}", f"{day.high80:,.0f}"),
            html.Div([_reasons(day, words), *_decided(day, notes, words)]),
        ]
        for day in days
    ]
    return table(head, rows, label=words.say("forecast.effects"), words=(3,))


def half_hours_table(hours: DayHours, words: Words) -> Component:
    """A row an interval: mean, bands, and the last same weekdays."""
    head = [words.say(f"forecast.{key}") for key in ("time", "mean_unit", "band80_unit", "band95_unit", "usual_unit")]
    rows = [
        [
            minute_text(minute),
            f"{hours.mean[k]:.1f}",
            words.span(f"{hours.low80[k]:.0f}", f"{hours.high80[k]:.0f}"),
            words.span(f"{hours.low95[k]:.0f}", f"{hours.high95[k]:.0f}"),
            "-" if np.isnan(hours.usual[k]) else f"{hours.usual[k]:.1f}",
        ]
        for k, minute in enumerate(hours.minutes)
    ]
    return table(head, rows, label=words.say("forecast.half_hours_table"))


def _reasons(day: DayBand, words: Words) -> Component:
    effects = [each for each in day.effects if each.name != "level" and f"{each.factor:.2f}" != "1.00"]
    chips = [
        html.Span(
            f"{words.effect(each.name)} {factor_text(each.factor)}",
            className="chip decided" if each.name == OVERRIDE else "chip",
        )
        for each in effects
    ]
    return html.Div(chips, className="chips")


def _decided(day: DayBand, notes: OverrideNotes, words: Words) -> list[Component]:
    """What the model alone expects of a day that was overridden, and a line an override: why, and who says so."""
    alone = day.mean_without_override
    if alone is None:
        return []
    lines = [words.say("forecast.override_alone", contacts=number_text(round(alone)))]
    lines += [
        words.sentences(
            words.say("forecast.override_note", note=kept.told.note, author=kept.told.author, span=kept.told.between),
            "" if kept.stands else words.say("forecast.override_removed"),
        )
        for kept in notes.of_day(day.day)
    ]
    return [html.Div(line.strip(), className="decided-note") for line in lines]


def _level_text(days: Sequence[DayBand], *, words: Words, channel: str) -> str:
    note_text = words.say("forecast.effects_note")
    levels = [level for day in days if (level := day.factor("level")) is not None]
    if not levels:
        return note_text
    low, high = min(levels), max(levels)
    text = f"{low:,.0f}" if round(low) == round(high) else words.span(f"{low:,.0f}", f"{high:,.0f}")
    return words.sentences(note_text, words.say("forecast.level_note", level=text, **words.of_channel(channel)))
