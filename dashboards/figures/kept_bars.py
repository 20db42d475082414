"""Promised against kept by month: bars for what was kept, diamonds for what was promised, a line for the goal."""

from collections.abc import Sequence

import numpy as np

from dashboards.figures.style import Figure, floats, layout, plain_axis, value_axis
from dashboards.kept_months import KeptMonth
from dashboards.look import Look
from dashboards.texts import share_text


def kept_bars_figure(months: Sequence[KeptMonth], look: Look, *, goal: float) -> Figure:
    """Percent by month; every bar carries its number, and the sign below says the same as the diamond's place."""
    palette, words = look.palette, look.words
    columns = list(range(len(months)))
    is_promised = any(not np.isnan(each.promised) for each in months)
    line = {"color": palette.grey, "width": 1.5, "dash": "dot"}
    return {
        "data": [_bars(months, columns, look), *([_diamonds(months, columns, look)] if is_promised else [])],
        "layout": layout(
            palette,
            xaxis=plain_axis(
                palette,
                tickvals=columns,
                ticktext=[words.month(each.month, between="<br>") for each in months],
                showgrid=False,
                tickangle=0,
                range=[-0.6, max(len(months), 4) - 0.4],
            ),
            yaxis=value_axis(palette, words.say("promise.axis"), range=[0, 112], dtick=20),
            shapes=[
                {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": goal * 100, "y1": goal * 100, "line": line}
            ],
            showlegend=is_promised,
            legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
            margin={"l": 52, "r": 24, "t": 36, "b": 46},
        ),
    }


def _bars(months: Sequence[KeptMonth], columns: list[int], look: Look) -> Figure:
    return {
        "type": "bar",
        "name": look.words.say("promise.kept"),
        "x": columns,
        "y": floats([each.kept * 100 for each in months], digits=1),
        "width": 0.6,
        "marker": {"color": look.palette.blue_80},
        "text": [share_text(each.kept) for each in months],
        "textposition": "inside",
        "insidetextanchor": "start",
        "constraintext": "none",
        "textangle": 0,
        "textfont": {"size": 11, "color": look.palette.on_bar},
        "hoverinfo": "skip",
    }


def _diamonds(months: Sequence[KeptMonth], columns: list[int], look: Look) -> Figure:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": look.words.say("promise.promised"),
        "x": columns,
        "y": floats([each.promised * 100 for each in months], digits=1),
        "marker": {"symbol": "diamond", "size": 11, "color": look.palette.orange},
        "hovertext": [f"{look.words.say('promise.promised')} {share_text(each.promised)}" for each in months],
        "hoverinfo": "text",
    }
