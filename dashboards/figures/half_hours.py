"""One day's intervals: mean and bands against what the same weekday brought of late."""

import numpy as np

from dashboards.figures.style import RIGHT_MARGIN, Figure, clock_axis, floats, layout, value_axis
from dashboards.look import Look
from dashboards.texts import Words, minute_text, number_text
from dashboards.weeks_ahead import DayHours

TOWERS = 4.0
"""An interval so many times as busy as any other leaves the picture at its top, with its number: else the rest would
lie flat on the ground, as beside the mails of a night that wait for the opening."""


def half_hours_figure(hours: DayHours, look: Look, *, channel: str) -> Figure:
    """Bands, mean, and the dashed mean of the last same weekdays, at the middle of each interval."""
    middles = [float(middle) for middle in hours.minutes + hours.lengths / 2]
    first = float(hours.minutes.min(initial=1440))
    last = float((hours.minutes + hours.lengths).max(initial=first))
    words, palette = look.words, look.palette
    band95, band80 = words.say("forecast.band95"), words.say("forecast.band80")
    top = _cut_at(hours)
    unit = words.say("forecast.axis_interval", minutes=hours.interval_minutes, **words.of_channel(channel))
    return {
        "data": [
            _band(middles, hours.low95, high=hours.high95, colour=palette.band_95, name=band95),
            _band(middles, hours.low80, high=hours.high80, colour=palette.band_80, name=band80),
            _usual(middles, hours, look=look),
            _mean(middles, hours, look=look),
        ],
        "layout": layout(
            palette,
            xaxis=clock_axis(palette, first_minute=first, last_minute=last, showgrid=False),
            yaxis=value_axis(palette, unit) if top is None else value_axis(palette, unit, range=[0, top]),
            annotations=[] if top is None else [_beyond_the_top(middles, hours, look=look)],
            showlegend=True,
            legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "traceorder": "reversed"},
            margin={"l": 52, "r": RIGHT_MARGIN, "t": 36, "b": 34},
            hovermode="x",
        ),
    }


def _cut_at(hours: DayHours) -> float | None:
    """Upper end of the axis where one interval towers over all others; None: the axis holds everything."""
    if len(hours.mean) < 3:
        return None
    others = np.arange(len(hours.mean)) != np.argmax(hours.mean)
    highest = float(np.nanmax([hours.high95[others], hours.usual[others]]))
    return 1.3 * highest if hours.mean.max() > TOWERS * highest > 0 else None


def _beyond_the_top(middles: list[float], hours: DayHours, *, look: Look) -> Figure:
    tallest = int(np.argmax(hours.mean))
    is_last = tallest == len(middles) - 1
    told = f"↑ {minute_text(int(hours.minutes[tallest]))}: {number_text(round(hours.mean[tallest]))}"
    place = {
        "x": middles[tallest - 1 if is_last else tallest + 1],
        "xanchor": "right" if is_last else "left",
        "xshift": -8 if is_last else 8,
        "y": 1,
        "yref": "paper",
        "yanchor": "top",
    }
    return {**place, "text": told, "showarrow": False, "font": {"color": look.palette.blue, "size": 12}}


def _band(middles: list[float], low: np.ndarray, *, high: np.ndarray, colour: str, name: str) -> Figure:
    """A closed outline: one polygon, so that nothing depends on the order of traces."""
    return {
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


def _mean(middles: list[float], hours: DayHours, *, look: Look) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": middles,
        "y": floats(hours.mean, digits=2),
        "line": {"color": look.palette.blue, "width": 2.5},
        "marker": {"size": 5},
        "name": look.words.say("forecast.mean"),
        "hovertext": [_hover(hours, k, words=look.words) for k in range(len(middles))],
        "hoverinfo": "text",
    }


def _usual(middles: list[float], hours: DayHours, *, look: Look) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": middles,
        "y": floats(hours.usual, digits=2),
        "line": {"color": look.palette.orange, "width": 2, "dash": "dash"},
        "marker": {"symbol": "diamond-open", "size": 7},
        "name": look.words.say("forecast.usual"),
        "hoverinfo": "skip",
    }


def _hover(hours: DayHours, k: int, *, words: Words) -> str:
    minute = int(hours.minutes[k])
    lines = [
        f"<b>{words.span(minute_text(minute), minute_text(minute + hours.lengths[k]))}</b>",
        f"{words.say('forecast.mean')} {number_text(round(hours.mean[k], 1))}",
        f"{words.say('forecast.band80')} {words.span(f'{hours.low80[k]:.0f}', f'{hours.high80[k]:.0f}')}",
        f"{words.say('forecast.band95')} {words.span(f'{hours.low95[k]:.0f}', f'{hours.high95[k]:.0f}')}",
    ]
    if not np.isnan(hours.usual[k]):
        lines.append(f"{words.say('forecast.usual')} {number_text(round(hours.usual[k], 1))}")
    return "<br>".join(lines)
