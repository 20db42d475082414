"""Required against scheduled people of a day as two step lines."""

from dashboards.day_cover import DayCover
from dashboards.figures.style import (
    INK,
    LEFT_MARGIN,
    ORANGE,
    RIGHT_MARGIN,
    Figure,
    clock_axis,
    floats,
    layout,
    value_axis,
)  # fmt: skip
from dashboards.texts import say


def required_scheduled_figure(cover: DayCover, *, first_minute: float, last_minute: float) -> Figure:
    """Scheduled solid, required dashed."""
    return {
        "data": [
            _steps(cover, "scheduled", colour=INK, dash="solid", width=2.5),
            _steps(cover, "required", colour=ORANGE, dash="dash", width=2),
        ],
        "layout": layout(
            xaxis=clock_axis(first_minute, last_minute, showgrid=False),
            yaxis=value_axis(say("shifts.axis_people"), tickformat=",d", nticks=6),
            showlegend=True,
            legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
            margin={"l": LEFT_MARGIN, "r": RIGHT_MARGIN, "t": 26, "b": 30},
            hovermode="x unified",
        ),
    }


def _steps(cover: DayCover, name: str, *, colour: str, dash: str, width: float) -> Figure:
    """Steps that hold until the end of each interval and drop to a gap where the next does not follow on."""
    minutes: list[float] = []
    people: list[float | None] = []
    values = floats(getattr(cover, name), digits=2)
    for k, start in enumerate(cover.minutes):
        if k and start > cover.minutes[k - 1] + cover.interval_minutes:
            minutes.append(float(start))
            people.append(None)
        minutes.extend([float(start), float(start) + cover.interval_minutes])
        people.extend([values[k], values[k]])
    return {
        "type": "scatter",
        "mode": "lines",
        "name": say(f"shifts.{name}"),
        "x": minutes,
        "y": people,
        "line": {"color": colour, "dash": dash, "width": width},
        "connectgaps": False,
        "hovertemplate": "%{y:.3g}人",
    }
