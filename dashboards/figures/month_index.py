"""Business days by their place in the month and after the billing day, as bars around 1.0 = usual."""

import numpy as np

from dashboards.figures.style import Figure, axis_title, layout, note, plain_axis
from dashboards.look import Look
from dashboards.month_position import MonthPosition, PositionIndex
from dashboards.palette import Palette
from dashboards.texts import Words

_GROUPS = ("start", "end", "billing")
_TITLES = {"start": "busy.month_start", "end": "busy.month_end", "billing": "busy.billing"}


def month_index_figure(month: MonthPosition, look: Look) -> Figure:
    """Bars that start at 1.0 with their factor written on each, in three groups side by side."""
    places = _places(month)
    columns = [place for place, _ in places]
    shown = [position for _, position in places]
    words, palette = look.words, look.palette
    return {
        "data": [_bars(columns, shown, look=look)],
        "layout": layout(
            palette,
            xaxis=plain_axis(
                palette,
                tickvals=columns,
                ticktext=[_short(position, words) for position in shown],
                tickangle=0,
                showgrid=False,
                range=[-0.8, (columns[-1] if columns else 0) + 0.8],
            ),
            yaxis=_factor_axis(shown, look),
            shapes=[_usual_line(palette)],
            annotations=[
                *(_group_title(places, kind, look=look) for kind in _GROUPS if any(p.kind == kind for p in shown)),
                *(_factor_label(column, position) for column, position in places),
            ],
            margin={"l": 52, "r": 8, "t": 12, "b": 52},
            bargap=0.25,
        ),
    }


def position_text(position: PositionIndex, words: Words) -> str:
    """A position in words: 月初1日目, 月末日, 請求日+1."""
    kind, n = position.kind, position.distance
    if kind == "start":
        return words.say("busy.position.start", n=n)
    if kind == "end":
        return words.say("busy.position.end_last") if n == 1 else words.say("busy.position.end", n=n - 1)
    if n == 0:
        return words.say("busy.position.billing")
    return words.say("busy.position.billing_before") if n < 0 else words.say("busy.position.billing_after", n=n)


def _places(month: MonthPosition) -> list[tuple[int, PositionIndex]]:
    """Columns from the left, one left free between groups."""
    placed: list[tuple[int, PositionIndex]] = []
    column = 0
    for kind in _GROUPS:
        for position in (each for each in month.positions if each.kind == kind):
            placed.append((column, position))
            column += 1
        column += 1
    return placed


def _short(position: PositionIndex, words: Words) -> str:
    if position.kind == "start":
        return str(position.distance)
    if position.kind == "end":
        return words.say("busy.position.last_short") if position.distance == 1 else f"−{position.distance - 1}"
    if position.distance == 0:
        return words.say("busy.position.billing_short")
    return f"{position.distance:+d}".replace("-", "−")


def _bars(columns: list[int], shown: list[PositionIndex], *, look: Look) -> Figure:
    palette = look.palette
    return {
        "type": "bar",
        "x": columns,
        "base": 1.0,
        "y": [round(position.index - 1, 3) for position in shown],
        "marker": {"color": [palette.blue if position.index >= 1 else palette.blue_80 for position in shown]},
        "error_y": {
            "type": "data",
            "array": [0.0 if np.isnan(position.error) else round(position.error, 3) for position in shown],
            "color": palette.quiet,
            "thickness": 1,
            "width": 3,
        },
        "hovertext": [_hover(position, look.words) for position in shown],
        "hoverinfo": "text",
    }


def _hover(position: PositionIndex, words: Words) -> str:
    times = words.say("busy.month_hover", index=f"{position.index:.2f}")
    return f"<b>{position_text(position, words)}</b><br>{times}<br>{words.say('busy.hover_days', days=position.days)}"


def _factor_label(column: int, position: PositionIndex) -> Figure:
    """The factor beyond the end of the error line, where nothing crosses it."""
    above = position.index >= 1
    reach = 0.0 if np.isnan(position.error) else position.error
    return note(
        f"{position.index:.2f}",
        x=column,
        y=position.index + (reach if above else -reach),
        yanchor="bottom" if above else "top",
        yshift=2 if above else -2,
    )


def _factor_axis(shown: list[PositionIndex], look: Look) -> Figure:
    ends = [p.index + (0 if np.isnan(p.error) else p.error) for p in shown] + [
        p.index - (0 if np.isnan(p.error) else p.error) for p in shown
    ]
    low, high = min([*ends, 0.9]), max([*ends, 1.1])
    return plain_axis(
        look.palette,
        title=axis_title(look.palette, look.words.say("busy.month_axis")),
        range=[low - 0.12, high + 0.12],
        tickformat=".1f",
        dtick=0.1 if high - low <= 1 else 0.5,
    )


def _usual_line(palette: Palette) -> Figure:
    line = {"color": palette.grey, "width": 1.5}
    return {"type": "line", "xref": "paper", "yref": "y", "x0": 0, "x1": 1, "y0": 1, "y1": 1, "line": line}


def _group_title(places: list[tuple[int, PositionIndex]], kind: str, *, look: Look) -> Figure:
    columns = [place for place, position in places if position.kind == kind]
    return note(
        look.words.say(_TITLES[kind]),
        x=(columns[0] + columns[-1]) / 2,
        xref="x",
        y=0,
        yref="paper",
        yanchor="top",
        yshift=-26,
        font={"size": 11, "color": look.palette.quiet},
    )
