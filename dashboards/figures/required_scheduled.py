"""Required against scheduled people of a day as two step lines."""

from dashboards.day_cover import DayCover
from dashboards.figures.style import LEFT_MARGIN, RIGHT_MARGIN, Figure, clock_axis, floats, layout, value_axis
from dashboards.look import Look


def required_scheduled_figure(cover: DayCover, look: Look, *, first_minute: float, last_minute: float) -> Figure:
    """Scheduled solid, required dashed."""
    palette, words = look.palette, look.words
    scheduled = {"name": words.say("shifts.scheduled"), "line": {"color": palette.ink, "dash": "solid", "width": 2.5}}
    required = {"name": words.say("shifts.required"), "line": {"color": palette.orange, "dash": "dash", "width": 2}}
    return {
        "data": [_steps(cover, "scheduled", **scheduled), _steps(cover, "required", **required)],
        "layout": layout(
            palette,
            xaxis=clock_axis(palette, first_minute=first_minute, last_minute=last_minute, showgrid=False),
            yaxis=value_axis(palette, words.say("shifts.axis_people"), tickformat=",d", nticks=6),
            showlegend=True,
            legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
            margin={"l": LEFT_MARGIN, "r": RIGHT_MARGIN, "t": 26, "b": 30},
            hovermode="x unified",
        ),
    }


def _steps(cover: DayCover, column: str, **parts: object) -> Figure:
    """Steps that hold until the end of each interval and drop to a gap where the next does not follow on."""
    minutes: list[float] = []
    people: list[float | None] = []
    values = floats(getattr(cover, column), digits=2)
    for k, start in enumerate(cover.minutes):
        if k and start > cover.minutes[k - 1] + cover.interval_minutes:
            minutes.append(float(start))
            people.append(None)
        minutes.extend([float(start), float(start) + cover.interval_minutes])
        people.extend([values[k], values[k]])
    return {
        "type": "scatter",
        "mode": "lines",
        "x": minutes,
        "y": people,
        "connectgaps": False,
        "hovertemplate": "%{y:.3g}",
        **parts,
    }
