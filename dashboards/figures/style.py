"""What all pictures share: font, colours with enough contrast, margins, and axes of clock time and of days."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from dashboards.texts import minute_text

Figure = dict[str, Any]
"""A plotly figure as plain lists and dicts: built in microseconds, sent as it is."""

FONT = '"Noto Sans CJK JP","Noto Sans JP","Hiragino Sans","Yu Gothic UI","Meiryo",sans-serif'

INK = "#1f2a37"
QUIET = "#5b6776"
GRID = "#e6eaef"
PAPER = "#ffffff"
BLUE = "#1d5f9e"
BLUE_80 = "#7fb0da"
BLUE_95 = "#c3d9ed"
BLUE_PALE = "#ebf2f9"
BAND_80 = "#b4d0ea"
BAND_95 = "#dfebf6"
TEAL = "#1f7a6d"
ORANGE = "#b8480b"
GREY = "#9aa5b1"

QUEUE_COLOURS = ("#2f6fab", "#5a4a9c", "#1f7a6d", "#8a5a12", "#8c2f5f", "#44606f")
"""One a queue, in the order of desk.toml; white text is readable on each (4.5:1 and more)."""

RIGHT_MARGIN = 24
"""Pixels: room for half of the last hour's label."""

LEFT_MARGIN = 92
"""Pixels; the same in all pictures of the shift page, so that their times stand above each other."""


def layout(**parts: Any) -> Figure:
    """A layout with the common font, colours and margins; `parts` are added or stand over them."""
    common: Figure = {
        "font": {"family": FONT, "size": 12, "color": INK},
        "paper_bgcolor": PAPER,
        "plot_bgcolor": PAPER,
        "margin": {"l": 52, "r": RIGHT_MARGIN, "t": 12, "b": 44},
        "showlegend": False,
        "dragmode": False,
        "hoverlabel": {"font": {"family": FONT, "size": 12}, "align": "left"},
        "separators": ".,",
        "transition": {"duration": 0},
    }
    return common | parts


def plain_axis(**parts: Any) -> Figure:
    """An axis that cannot be zoomed by accident, with quiet lines."""
    common: Figure = {
        "fixedrange": True,
        "gridcolor": GRID,
        "zeroline": False,
        "linecolor": GREY,
        "tickfont": {"size": 11, "color": QUIET},
    }
    return common | parts


def value_axis(title: str, **parts: Any) -> Figure:
    """A vertical axis of values from zero, with its unit in the title."""
    return plain_axis(title={"text": title, "font": {"size": 11, "color": QUIET}}, rangemode="tozero", **parts)


def clock_axis(first_minute: float, last_minute: float, **parts: Any) -> Figure:
    """A horizontal axis of minutes since midnight with a tick each hour, every second one on long days."""
    step = 60 if last_minute - first_minute <= 660 else 120
    ticks = [int(tick) for tick in np.arange(np.ceil(first_minute / 60) * 60, last_minute + 1, step)]
    return plain_axis(
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
    """A text in the picture without an arrow."""
    common: Figure = {"text": text, "showarrow": False, "font": {"size": 11, "color": INK}}
    return common | parts


def wrapped(text: str, width: int) -> str:
    """A Japanese word broken into lines of at most `width` characters, as evenly as it goes."""
    lines = -(-len(text) // width)
    size = -(-len(text) // lines) if lines else 1
    return "<br>".join(_pieces(text, size))


def _pieces(text: str, size: int) -> Iterable[str]:
    return (text[at : at + size] for at in range(0, len(text), size))
