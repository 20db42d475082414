"""One day's intervals: mean and bands against what the same weekday brought of late."""

import numpy as np

from dashboards.figures.style import (
    BAND_80,
    BAND_95,
    BLUE,
    ORANGE,
    RIGHT_MARGIN,
    Figure,
    clock_axis,
    floats,
    layout,
    value_axis,
)  # fmt: skip
from dashboards.texts import minute_text, number_text, say
from dashboards.weeks_ahead import DayHours


def half_hours_figure(hours: DayHours) -> Figure:
    """Bands, mean, and the dashed mean of the last same weekdays, at the middle of each interval."""
    middles = [float(minute) + hours.interval_minutes / 2 for minute in hours.minutes]
    first = float(hours.minutes.min(initial=1440))
    last = float(hours.minutes.max(initial=first)) + hours.interval_minutes
    return {
        "data": [
            *_band(middles, hours.low95, high=hours.high95, colour=BAND_95, name=say("forecast.band95")),
            *_band(middles, hours.low80, high=hours.high80, colour=BAND_80, name=say("forecast.band80")),
            _usual(middles, hours),
            _mean(middles, hours),
        ],
        "layout": layout(
            xaxis=clock_axis(first, last, showgrid=False),
            yaxis=value_axis(say("forecast.axis_interval", minutes=hours.interval_minutes)),
            showlegend=True,
            legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "traceorder": "reversed"},
            margin={"l": 52, "r": RIGHT_MARGIN, "t": 36, "b": 34},
            hovermode="x",
        ),
    }


def _band(middles: list[float], low: np.ndarray, *, high: np.ndarray, colour: str, name: str) -> list[Figure]:
    """A closed outline: one polygon, so that nothing depends on the order of traces."""
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [*middles, *reversed(middles)],
            "y": [*floats(low, digits=2), *reversed(floats(high, digits=2))],
            "fill": "toself",
            "fillcolor": colour,
            "line": {"width": 0, "color": colour},
            "name": name,
            "hoverinfo": "skip",
        }
    ]


def _mean(middles: list[float], hours: DayHours) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": middles,
        "y": floats(hours.mean, digits=2),
        "line": {"color": BLUE, "width": 2.5},
        "marker": {"size": 5},
        "name": say("forecast.mean"),
        "hovertext": [_hover(hours, k) for k in range(len(middles))],
        "hoverinfo": "text",
    }


def _usual(middles: list[float], hours: DayHours) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": middles,
        "y": floats(hours.usual, digits=2),
        "line": {"color": ORANGE, "width": 2, "dash": "dash"},
        "marker": {"symbol": "diamond-open", "size": 7},
        "name": say("forecast.usual"),
        "hoverinfo": "skip",
    }


def _hover(hours: DayHours, k: int) -> str:
    minute = int(hours.minutes[k])
    lines = [
        f"<b>{minute_text(minute)}〜{minute_text(minute + hours.interval_minutes)}</b>",
        f"{say('forecast.mean')} {number_text(round(hours.mean[k], 1))}件",
        f"{say('forecast.band80')} {hours.low80[k]:.0f}〜{hours.high80[k]:.0f}件",
        f"{say('forecast.band95')} {hours.low95[k]:.0f}〜{hours.high95[k]:.0f}件",
    ]
    if not np.isnan(hours.usual[k]):
        lines.append(f"{say('forecast.usual')} {number_text(round(hours.usual[k], 1))}件")
    return "<br>".join(lines)
