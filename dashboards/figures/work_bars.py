"""Who does what, when: a row a person, a bar an activity."""

from collections.abc import Mapping, Sequence

from dashboards.day_cover import DayWork, WorkBar
from dashboards.figures.style import LEFT_MARGIN, RIGHT_MARGIN, Figure, clock_axis, layout, plain_axis
from dashboards.look import Look
from dashboards.palette import Palette
from dashboards.texts import Words, minute_text
from staffing.shift_plan import WORK

ROW_PIXELS = 24
"""Height of a person's row."""

_SHORT = ("lunch", "rest", "break")
_MINUTES_A_LETTER = 6
"""A bar of that many minutes has room for one letter."""


def work_bars_figure(
    work: DayWork, look: Look, *, titles: Mapping[str, str], first_minute: float, last_minute: float
) -> Figure:
    """One trace for each kind of activity, so that the legend names them; texts inside say it again.

    Parameters
    ----------
    titles
        What people call each queue, in the order of their colours.
    """
    kinds = list(dict.fromkeys(_kind(bar) for bar in work.bars))
    row_of = {person: row for row, person in enumerate(work.people)}
    palette = look.palette
    return {
        "data": [_trace(work, kind, titles=titles, row_of=row_of, look=look) for kind in kinds],
        "layout": layout(
            palette,
            barmode="overlay",
            xaxis=clock_axis(palette, first_minute=first_minute, last_minute=last_minute, side="top"),
            yaxis=_people_axis(work.people, palette),
            margin={"l": LEFT_MARGIN, "r": RIGHT_MARGIN, "t": 30, "b": 34},
            showlegend=True,
            legend={"orientation": "h", "x": 0, "y": 0, "yref": "container", "yanchor": "bottom"},
        ),
    }


def work_bars_height(work: DayWork) -> int:
    """Pixels that the picture needs."""
    return 76 + ROW_PIXELS * max(len(work.people), 1)


def activity_text(activity: str, title: str, *, words: Words) -> str:
    """The word of an activity, with what people call the queue it serves."""
    word = words.say(f"activity.{activity}")
    if title in ("", activity):
        return word
    if word.casefold() in title.casefold():
        return title
    return words.say("activity.of_queue", queue=title, activity=word)


def _kind(bar: WorkBar) -> tuple[str, str]:
    return bar.activity, bar.queue


def _trace(
    work: DayWork, kind: tuple[str, str], *, titles: Mapping[str, str], row_of: dict[str, int], look: Look
) -> Figure:
    activity, queue = kind
    bars = [bar for bar in work.bars if _kind(bar) == kind]
    colour, hatching = _colour(activity, queue, queues=list(titles), palette=look.palette)
    text_colour = look.palette.on_queue if activity in WORK else look.palette.ink
    return {
        "type": "bar",
        "orientation": "h",
        "name": activity_text(activity, titles.get(queue, queue), words=look.words),
        "y": [row_of[bar.person] for bar in bars],
        "base": [bar.first_minute for bar in bars],
        "x": [bar.last_minute - bar.first_minute for bar in bars],
        "width": 0.78,
        "marker": {
            "color": colour,
            "line": {"color": look.palette.paper, "width": 1},
            "pattern": {"shape": hatching, "fgcolor": look.palette.grey, "size": 5, "fillmode": "overlay"},
        },
        "text": [_inside(bar, titles, words=look.words) for bar in bars],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "textfont": {"size": 10, "color": text_colour},
        "hovertext": [_hover(bar, titles, words=look.words) for bar in bars],
        "hoverinfo": "text",
    }


def _colour(activity: str, queue: str, *, queues: Sequence[str], palette: Palette) -> tuple[str, str]:
    if activity not in WORK:
        return palette.other.get(activity, (palette.grid, "-"))
    place = list(queues).index(queue) if queue in queues else len(queues)
    return palette.queues[place % len(palette.queues)], ""


def _inside(bar: WorkBar, titles: Mapping[str, str], *, words: Words) -> str:
    """What stands in the bar: a short word, or none where the bar is too short for it."""
    word = words.say(f"activity.{bar.activity}.short") if bar.activity in _SHORT else titles.get(bar.queue, bar.queue)
    if not word or word == bar.activity:
        word = words.say(f"activity.{bar.activity}")
    return word if bar.last_minute - bar.first_minute >= _MINUTES_A_LETTER * len(word) else ""


def _hover(bar: WorkBar, titles: Mapping[str, str], *, words: Words) -> str:
    return (
        f"<b>{bar.person}</b><br>{words.span(minute_text(bar.first_minute), minute_text(bar.last_minute))}"
        f"<br>{activity_text(bar.activity, titles.get(bar.queue, bar.queue), words=words)}"
    )


def _people_axis(people: Sequence[str], palette: Palette) -> Figure:
    """First person on top; names too long for the margin are cut, the hover text has them whole."""
    return plain_axis(
        palette,
        tickvals=list(range(len(people))),
        ticktext=[name if len(name) <= 10 else f"{name[:9]}…" for name in people],
        range=[len(people) - 0.5, -0.5],
        showgrid=False,
    )
