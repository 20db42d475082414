"""Scheduled less required people per interval: up is room to spare, down and hatched is short."""

import numpy as np

from dashboards.day_cover import DayCover
from dashboards.figures.style import (
    LEFT_MARGIN,
    ORANGE,
    QUIET,
    RIGHT_MARGIN,
    TEAL,
    Figure,
    clock_axis,
    layout,
    plain_axis,
)  # fmt: skip
from dashboards.texts import minute_text, say


def net_staffing_figure(cover: DayCover, *, first_minute: float, last_minute: float) -> Figure:
    """One bar an interval with its number; colour, direction, hatching and sign all say the same."""
    reach = float(max(np.abs(cover.net).max(initial=0), 1)) * 1.35
    return {
        "data": [_bars(cover)],
        "layout": layout(
            xaxis=clock_axis(first_minute, last_minute, showgrid=False),
            yaxis=plain_axis(
                title={"text": say("shifts.axis_net"), "font": {"size": 11, "color": QUIET}},
                range=[-reach if np.any(cover.net < 0) else -0.12 * reach, reach],
                zeroline=True,
                zerolinecolor=QUIET,
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


def _bars(cover: DayCover) -> Figure:
    short = cover.net < 0
    return {
        "type": "bar",
        "x": [float(minute) + cover.interval_minutes / 2 for minute in cover.minutes],
        "y": [round(float(net), 2) for net in cover.net],
        "width": cover.interval_minutes * 0.86,
        "marker": {
            "color": [ORANGE if each else TEAL for each in short],
            "pattern": {
                "shape": ["/" if each else "" for each in short],
                "fgcolor": "#ffffff",
                "fillmode": "overlay",
                "size": 6,
                "solidity": 0.25,
            },
        },
        "text": [signed_people(net) for net in cover.net],
        "textposition": "outside",
        "textangle": 0,
        "textfont": {"size": 11},
        "cliponaxis": False,
        "constraintext": "none",
        "hovertext": [_hover(cover, k) for k in range(len(cover.minutes))],
        "hoverinfo": "text",
    }


def _hover(cover: DayCover, k: int) -> str:
    first = float(cover.minutes[k])
    return (
        f"<b>{minute_text(first)}〜{minute_text(first + cover.interval_minutes)}</b><br>"
        f"{say('shifts.scheduled')} {cover.scheduled[k]:.3g}人<br>"
        f"{say('shifts.required')} {cover.required[k]:.3g}人<br>"
        f"{say('shifts.net')} {signed_people(cover.net[k])}人"
    )
