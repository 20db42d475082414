"""A usual week as a calendar: weekdays across, times down, the darker the busier, each cell with its number."""

import numpy as np
from numpy.typing import NDArray

from dashboards.busy_hours import BusyWeek
from dashboards.figures.style import INK, Figure, floats, layout, plain_axis
from dashboards.texts import minute_text, number_text, say, weekday_text

Floats = NDArray[np.float64]

MEASURES: tuple[str, ...] = ("offered", "answer_rate", "wait")
"""What the map can show; the words are `busy.<measure>`."""

_PALE_TO_DARK = [[0.0, "#fffaf2"], [0.3, "#fde8c8"], [0.65, "#f9c27b"], [1.0, "#ef8f2f"]]
"""Dark text is readable on each of them (5:1 and more)."""


def busy_map_figure(week: BusyWeek, *, measure: str) -> Figure:
    """A heat map of one measure; for the answer rate a low value is dark, since dark means busy."""
    values = _values(week, measure)
    times = [minute_text(minute) for minute in week.minutes]
    return {
        "data": [
            {
                "type": "heatmap",
                "x": list(range(len(week.weekdays))),
                "y": list(range(len(times))),
                "z": [floats(row, digits=1) for row in values.T],
                "text": [[_cell_text(value, measure) for value in row] for row in values.T],
                "texttemplate": "%{text}",
                "textfont": {"size": 11, "color": INK},
                "colorscale": _PALE_TO_DARK,
                "reversescale": measure == "answer_rate",
                "showscale": False,
                "xgap": 2,
                "ygap": 2,
                "hovertext": _hovers(week),
                "hoverinfo": "text",
            }
        ],
        "layout": layout(
            xaxis=_labels([f"{weekday_text(day)}" for day in week.weekdays], side="top"),
            yaxis=_labels(times, autorange="reversed"),
            margin={"l": 46, "r": 4, "t": 26, "b": 4},
        ),
    }


def busy_map_height(week: BusyWeek) -> int:
    """Pixels that the map needs: 26 a row."""
    return 34 + 26 * len(week.minutes)


def _values(week: BusyWeek, measure: str) -> Floats:
    """The measure in the unit that is written: contacts, percent, seconds."""
    by_measure = {"offered": week.contacts, "answer_rate": week.answer_rate * 100, "wait": week.wait_p80_seconds}
    return by_measure[measure]


def _cell_text(value: float, measure: str) -> str:
    if np.isnan(value):
        return "-"
    return number_text(round(value, 1)) if measure == "offered" else f"{value:.0f}"


def _hovers(week: BusyWeek) -> list[list[str]]:
    return [
        [_hover(week, row, column) for row in range(len(week.weekdays))] for column in range(len(week.minutes))
    ]  # fmt: skip


def _hover(week: BusyWeek, row: int, column: int) -> str:
    first = week.minutes[column]
    head = f"{weekday_text(week.weekdays[row])}曜 {minute_text(first)}〜{minute_text(first + week.interval_minutes)}"
    if np.isnan(week.contacts[row, column]):
        return f"<b>{head}</b><br>-"
    lines = [f"<b>{head}</b>", f"{say('busy.offered')} {week.contacts[row, column]:.1f}件(平均)"]
    if not np.isnan(week.answer_rate[row, column]):
        lines.append(f"{say('busy.rate')} {week.answer_rate[row, column]:.0%}")
    if not np.isnan(week.wait_p80_seconds[row, column]):
        lines.append(f"{say('busy.wait80')} {week.wait_p80_seconds[row, column]:.0f}秒")
    return "<br>".join([*lines, f"{week.days[row, column]:.0f}日の実績"])


def _labels(texts: list[str], **parts: object) -> Figure:
    return plain_axis(tickvals=list(range(len(texts))), ticktext=texts, showgrid=False, ticks="", linewidth=0, **parts)
