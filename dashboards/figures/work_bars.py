"""Who does what, when: a row a person, a bar an activity."""

from collections.abc import Sequence

from dashboards.day_cover import DayWork, WorkBar
from dashboards.figures.style import (
    GREY,
    INK,
    LEFT_MARGIN,
    QUEUE_COLOURS,
    RIGHT_MARGIN,
    Figure,
    clock_axis,
    layout,
    plain_axis,
)  # fmt: skip
from dashboards.texts import minute_text, say
from staffing.shift_plan import WORK

ROW_PIXELS = 24
"""Height of a person's row."""

_SHORT = ("lunch", "rest", "break")
_MINUTES_A_LETTER = 6
"""A bar of that many minutes has room for one letter."""

_OTHER: dict[str, tuple[str, str]] = {
    "lunch": ("#dfe4ea", ""),
    "rest": ("#dfe4ea", ""),
    "break": ("#eef1f4", "."),
    "training": ("#d9c8a4", "/"),
    "meeting": ("#c9d3a8", "x"),
}
"""Colour and hatching of what serves no contacts."""


def work_bars_figure(work: DayWork, *, queues: Sequence[str], first_minute: float, last_minute: float) -> Figure:
    """One trace for each kind of activity, so that the legend names them; texts inside say it again."""
    kinds = list(dict.fromkeys(_kind(bar) for bar in work.bars))
    row_of = {person: row for row, person in enumerate(work.people)}
    return {
        "data": [_trace(work, kind, queues=queues, row_of=row_of) for kind in kinds],
        "layout": layout(
            barmode="overlay",
            xaxis=clock_axis(first_minute, last_minute, side="top"),
            yaxis=_people_axis(work.people),
            margin={"l": LEFT_MARGIN, "r": RIGHT_MARGIN, "t": 30, "b": 34},
            showlegend=True,
            legend={"orientation": "h", "x": 0, "y": 0, "yref": "container", "yanchor": "bottom"},
        ),
    }


def work_bars_height(work: DayWork) -> int:
    """Pixels that the picture needs."""
    return 76 + ROW_PIXELS * max(len(work.people), 1)


def activity_text(activity: str, queue: str) -> str:
    """The word of an activity, with the queue it serves."""
    word = say(f"activity.{activity}")
    return f"{queue}({word})" if queue else word


def _kind(bar: WorkBar) -> tuple[str, str]:
    return bar.activity, bar.queue


def _trace(work: DayWork, kind: tuple[str, str], *, queues: Sequence[str], row_of: dict[str, int]) -> Figure:
    activity, queue = kind
    bars = [bar for bar in work.bars if _kind(bar) == kind]
    colour, hatching = _look(activity, queue, queues)
    serves = activity in WORK
    return {
        "type": "bar",
        "orientation": "h",
        "name": activity_text(activity, queue),
        "y": [row_of[bar.person] for bar in bars],
        "base": [bar.first_minute for bar in bars],
        "x": [bar.last_minute - bar.first_minute for bar in bars],
        "width": 0.78,
        "marker": {
            "color": colour,
            "line": {"color": "#ffffff", "width": 1},
            "pattern": {"shape": hatching, "fgcolor": GREY, "size": 5, "fillmode": "overlay"},
        },
        "text": [_inside(bar) for bar in bars],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "textfont": {"size": 10, "color": "#ffffff" if serves else INK},
        "hovertext": [_hover(bar) for bar in bars],
        "hoverinfo": "text",
    }


def _look(activity: str, queue: str, queues: Sequence[str]) -> tuple[str, str]:
    if activity not in WORK:
        return _OTHER.get(activity, (GREY, "-"))
    place = list(queues).index(queue) if queue in queues else len(queues)
    return QUEUE_COLOURS[place % len(QUEUE_COLOURS)], ""


def _inside(bar: WorkBar) -> str:
    """What stands in the bar: a short word, or none where the bar is too short for it."""
    word = say(f"activity.{bar.activity}.short") if bar.activity in _SHORT else bar.queue
    word = word or say(f"activity.{bar.activity}")
    return word if bar.last_minute - bar.first_minute >= _MINUTES_A_LETTER * len(word) else ""


def _hover(bar: WorkBar) -> str:
    return (
        f"<b>{bar.person}</b><br>{minute_text(bar.first_minute)}〜{minute_text(bar.last_minute)}"
        f"<br>{activity_text(bar.activity, bar.queue)}"
    )


def _people_axis(people: Sequence[str]) -> Figure:
    """First person on top; names too long for the margin are cut, the hover text has them whole."""
    return plain_axis(
        tickvals=list(range(len(people))),
        ticktext=[name if len(name) <= 10 else f"{name[:9]}…" for name in people],
        range=[len(people) - 0.5, -0.5],
        showgrid=False,
    )
