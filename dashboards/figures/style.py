"""What all pictures share: font, margins, and axes of clock time and of days, in the colours of a palette."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from dashboards.palette import Palette
from dashboards.texts import minute_text

Figure = dict[str, Any]
"""A plotly figure as plain lists and dicts: built in microseconds, sent as it is."""

FONT = '"Noto Sans CJK JP","Noto Sans JP","Hiragino Sans","Yu Gothic UI","Meiryo",sans-serif'

RIGHT_MARGIN = 24
"""Pixels: room for half of the last hour's label."""

LEFT_MARGIN = 92
"""Pixels; the same in all pictures of the shift page, so that their times stand above each other."""


def layout(palette: Palette, **parts: Any) -> Figure:
    """A layout with the common font, colours and margins; `parts` are added or stand over them."""
    common: Figure = {
        "font": {"family": FONT, "size": 12, "color": palette.ink},
        "paper_bgcolor": palette.paper,
        "plot_bgcolor": palette.paper,
        "margin": {"l": 52, "r": RIGHT_MARGIN, "t": 12, "b": 44},
        "showlegend": False,
        "dragmode": False,
        "hoverlabel": {
            "font": {"family": FONT, "size": 12, "color": palette.ink},
            "bgcolor": palette.paper,
            "bordercolor": palette.grey,
            "align": "left",
        },
        "separators": ".,",
        "transition": {"duration": 0},
    }
    return common | parts


def plain_axis(palette: Palette, **parts: Any) -> Figure:
    """An axis that cannot be zoomed by accident, with quiet lines."""
    common: Figure = {
        "fixedrange": True,
        "gridcolor": palette.grid,
        "zeroline": False,
        "linecolor": palette.grey,
        "tickfont": {"size": 11, "color": palette.quiet},
    }
    return common | parts


def axis_title(palette: Palette, text: str) -> Figure:
    """The quiet title of an axis."""
    return {"text": text, "font": {"size": 11, "color": palette.quiet}}


def value_axis(palette: Palette, title: str, **parts: Any) -> Figure:
    """A vertical axis of values from zero, with its unit in the title."""
    return plain_axis(palette, title=axis_title(palette, title), rangemode="tozero", **parts)


def clock_axis(palette: Palette, *, first_minute: float, last_minute: float, **parts: Any) -> Figure:
    """A horizontal axis of minutes since midnight with a tick each hour, every second one on long days."""
    step = 60 if last_minute - first_minute <= 660 else 120
    ticks = [int(tick) for tick in np.arange(np.ceil(first_minute / 60) * 60, last_minute + 1, step)]
    return plain_axis(
        palette,
        range=[first_minute, last_minute],
        tickvals=ticks,
        ticktext=[minute_text(tick) for tick in ticks],
        ticks="outside",
        ticklen=4,
        **parts,
    )


def floats(values: ArrayLike, *, digits: int = 3) -> list[float | None]:
    """Numbers as JSON takes them: rounded, None for what is not known."""
    return [None if np.isnan(value) else round(float(value), digits) for value in np.asarray(values, dtype=np.float64)]


def note(text: str, **parts: Any) -> Figure:
    """A text in the picture without an arrow, in the layout's colour."""
    common: Figure = {"text": text, "showarrow": False, "font": {"size": 11}}
    return common | parts


def wrapped(text: str, width: int) -> str:
    """A name broken into short lines: words of their own, or at most `width` characters of Japanese, evenly."""
    if text.isascii():
        return text.replace(" ", "<br>")
    lines = -(-len(text) // width)
    size = -(-len(text) // lines) if lines else 1
    return "<br>".join(_pieces(text, size))


def _pieces(text: str, size: int) -> Iterable[str]:
    return (text[at : at + size] for at in range(0, len(text), size))
