"""Scheduled less required people per interval: up is room to spare, down and hatched is short."""

import numpy as np

from dashboards.day_cover import DayCover
from dashboards.figures.style import LEFT_MARGIN, RIGHT_MARGIN, Figure, axis_title, clock_axis, layout, plain_axis
from dashboards.look import Look
from dashboards.palette import Palette
from dashboards.texts import Words, minute_text


def net_staffing_figure(cover: DayCover, look: Look, *, first_minute: float, last_minute: float) -> Figure:
    """One bar an interval with its number; colour, direction, hatching and sign all say the same."""
    reach = float(max(np.abs(cover.net).max(initial=0), 1)) * 1.35
    palette = look.palette
    return {
        "data": [_bars(cover, look)],
        "layout": layout(
            palette,
            xaxis=clock_axis(palette, first_minute=first_minute, last_minute=last_minute, showgrid=False),
            yaxis=plain_axis(
                palette,
                title=axis_title(palette, look.words.say("shifts.axis_net")),
                range=[-reach if np.any(cover.net < 0) else -0.12 * reach, reach],
                zeroline=True,
                zerolinecolor=palette.quiet,
                tickformat="+,d",
                nticks=5,
            ),
            margin={"l": LEFT_MARGIN, "r": RIGHT_MARGIN, "t": 8, "b": 30},
            bargap=0.12,
        ),
    }


def signed_people(people: float) -> str:
    """A number of people with its sign: +2, −1.5, ±0."""
    rounded = round(people, 1)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else "±"
    return f"{sign}{abs(rounded):g}"


def _bars(cover: DayCover, look: Look) -> Figure:
    short = cover.net < 0
    return {
        "type": "bar",
        "x": [float(minute) + cover.interval_minutes / 2 for minute in cover.minutes],
        "y": [round(float(net), 2) for net in cover.net],
        "width": cover.interval_minutes * 0.86,
        "marker": _marks(short.tolist(), look.palette),
        "text": [signed_people(net) for net in cover.net],
        "textposition": "outside",
        "textangle": 0,
        "textfont": {"size": 11},
        "cliponaxis": False,
        "constraintext": "none",
        "hovertext": [_hover(cover, k, words=look.words) for k in range(len(cover.minutes))],
        "hoverinfo": "text",
    }


def _marks(short: list[bool], palette: Palette) -> Figure:
    return {
        "color": [palette.orange if each else palette.teal for each in short],
        "pattern": {
            "shape": ["/" if each else "" for each in short],
            "fgcolor": palette.paper,
            "fillmode": "overlay",
            "size": 6,
            "solidity": 0.25,
        },
    }


def _hover(cover: DayCover, k: int, *, words: Words) -> str:
    first = float(cover.minutes[k])
    return (
        f"<b>{words.span(minute_text(first), minute_text(first + cover.interval_minutes))}</b><br>"
        f"{words.say('shifts.scheduled')} {cover.scheduled[k]:.3g}<br>"
        f"{words.say('shifts.required')} {cover.required[k]:.3g}<br>"
        f"{words.say('shifts.net')} {signed_people(cover.net[k])}"
    )
