"""A usual week as a calendar: weekdays across, times down, the darker the busier, each cell with its number."""

import numpy as np
from numpy.typing import NDArray

from dashboards.busy_hours import BusyWeek
from dashboards.figures.half_hours import TOWERS
from dashboards.figures.style import Figure, floats, layout, plain_axis
from dashboards.look import Look
from dashboards.palette import Palette
from dashboards.texts import Words, minute_text

Floats = NDArray[np.float64]

LIVE_MEASURES: tuple[str, ...] = ("offered", "answer_rate", "wait")
WRITTEN_MEASURES: tuple[str, ...] = ("offered",)
"""What the map can show; the words are `busy.<measure>`. Nobody waits on the line for a reply to a mail."""


_OF_OTHERS = 0.6
"""Share of the shades for all rows but one that towers over them."""


def busy_map_figure(week: BusyWeek, look: Look, *, measure: str, channel: str) -> Figure:
    """A heat map of one measure; for a share a low value is dark, since dark means busy."""
    values = _values(week, measure)
    times = [minute_text(minute) for minute in week.minutes]
    words, palette = look.words, look.palette
    return {
        "data": [
            {
                "type": "heatmap",
                "x": list(range(len(week.weekdays))),
                "y": list(range(len(times))),
                "z": [floats(row, digits=3) for row in (_shades(values) if measure == "offered" else values).T],
                "text": [[_cell_text(value, measure) for value in row] for row in values.T],
                "texttemplate": "%{text}",
                "textfont": {"size": 11, "color": palette.ink},
                "colorscale": [list(step) for step in palette.heat],
                "reversescale": measure == "answer_rate",
                "showscale": False,
                "xgap": 2,
                "ygap": 2,
                "hovertext": _hovers(week, words, channel=channel),
                "hoverinfo": "text",
            }
        ],
        "layout": layout(
            palette,
            xaxis=_labels([words.weekday(day) for day in week.weekdays], palette, side="top"),
            yaxis=_labels(times, palette, autorange="reversed"),
            margin={"l": 46, "r": 4, "t": 26, "b": 4},
        ),
    }


def _shades(values: Floats) -> Floats:
    """What the colours tell: the values, but where one row towers over all others, these get most of the shades.

    So the rest of a day stays readable beside the mails of a night; what is more still looks like more.
    """
    rows = np.nan_to_num(values).max(axis=0)
    others = np.delete(rows, np.argmax(rows)).max(initial=0.0)
    if not rows.max() > TOWERS * others > 0:
        return values
    return np.asarray(np.interp(values, [0.0, others, rows.max()], [0.0, _OF_OTHERS, 1.0]))


def busy_map_height(week: BusyWeek) -> int:
    """Pixels that the map needs: 26 a row."""
    return 34 + 26 * len(week.minutes)


def _values(week: BusyWeek, measure: str) -> Floats:
    """The measure in the unit that is written: contacts, percent, seconds."""
    if measure == "answer_rate":
        return week.answer_rate * 100
    return week.contacts if measure == "offered" else week.wait_p80_seconds


def _cell_text(value: float, measure: str) -> str:
    if np.isnan(value):
        return "-"
    return f"{value:.{1 if round(value, 1) < 10 else 0}f}" if measure == "offered" else f"{value:.0f}"


def _hovers(week: BusyWeek, words: Words, *, channel: str) -> list[list[str]]:
    offered = words.of_channel(channel)["offered"]
    return [
        [_hover(week, (row, column), words=words, offered=offered) for row in range(len(week.weekdays))]
        for column in range(len(week.minutes))
    ]


def _hover(week: BusyWeek, cell: tuple[int, int], *, words: Words, offered: str) -> str:
    first = week.minutes[cell[1]]
    span = words.span(minute_text(first), minute_text(first + week.interval_minutes))
    head = words.say("busy.hover_weekday", weekday=words.weekday(week.weekdays[cell[0]]), span=span)
    if np.isnan(week.contacts[cell]):
        return f"<b>{head}</b><br>-"
    lines = [f"<b>{head}</b>", words.say("busy.hover_offered", offered=offered, value=f"{week.contacts[cell]:.1f}")]
    if not np.isnan(week.answer_rate[cell]):
        lines.append(f"{words.say('busy.rate')} {week.answer_rate[cell]:.0%}")
    if not np.isnan(week.wait_p80_seconds[cell]):
        lines.append(f"{words.say('busy.wait80')} {words.seconds(week.wait_p80_seconds[cell])}")
    return "<br>".join([*lines, words.say("busy.hover_days", days=f"{week.days[cell]:.0f}")])


def _labels(texts: list[str], palette: Palette, **parts: object) -> Figure:
    places = list(range(len(texts)))
    return plain_axis(palette, tickvals=places, ticktext=texts, showgrid=False, ticks="", linewidth=0, **parts)
