"""Each topic's last days as small bars in a row of its own, all on one scale; rising ones carry a sign and a colour."""

from collections.abc import Sequence

from dashboards.figures.style import Figure, layout, plain_axis
from dashboards.look import Look
from forecasting.topic_trends import TopicTrend

ROW_PIXELS = 46


def topic_lines_figure(trends: Sequence[TopicTrend], look: Look, *, day_texts: Sequence[str]) -> Figure:
    """A row a topic, a bar a day; `day_texts` name the days, oldest first."""
    palette = look.palette
    top = max((float(each.days.max(initial=1)) for each in trends), default=1.0)
    return {
        "data": [_row(each, row, look=look, top=top, day_texts=day_texts) for row, each in enumerate(trends)],
        "layout": layout(
            palette,
            barmode="overlay",
            xaxis=plain_axis(
                palette,
                tickvals=list(range(0, len(day_texts), 7)),
                ticktext=list(day_texts[::7]),
                showgrid=False,
                range=[-0.6, len(day_texts) - 0.4],
            ),
            yaxis=plain_axis(
                palette,
                tickvals=[-row for row in range(len(trends))],
                ticktext=[_label(each) for each in trends],
                range=[0.1 - len(trends), 0.95],
            ),
            margin={"l": 124, "r": 12, "t": 6, "b": 30},
        ),
    }


def topic_lines_height(trends: Sequence[TopicTrend]) -> int:
    """Pixels that the picture needs."""
    return 40 + ROW_PIXELS * max(len(trends), 1)


def _row(trend: TopicTrend, row: int, *, look: Look, top: float, day_texts: Sequence[str]) -> Figure:
    return {
        "type": "bar",
        "name": trend.topic,
        "x": list(range(len(trend.days))),
        "base": [-row] * len(trend.days),
        "y": [round(float(count) / top * 0.85, 4) for count in trend.days],
        "marker": {"color": look.palette.orange if trend.is_rising else look.palette.blue_80},
        "hovertext": [
            f"<b>{trend.topic}</b><br>{day} {count:.0f}" for day, count in zip(day_texts, trend.days, strict=True)
        ],
        "hoverinfo": "text",
    }


def _label(trend: TopicTrend) -> str:
    longest = 10 if trend.is_rising else 12  # the sign takes the place of two letters
    name = trend.topic if len(trend.topic) <= longest else f"{trend.topic[: longest - 1]}…"
    return f"▲ {name}" if trend.is_rising else name
