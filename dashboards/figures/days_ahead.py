"""The next weeks as day totals: a bar to the mean, an 80 % and a 95 % band, and the reasons written above."""

from collections.abc import Sequence

from dashboards.figures.style import (
    BLUE,
    BLUE_80,
    BLUE_95,
    BLUE_PALE,
    GREY,
    QUIET,
    Figure,
    layout,
    note,
    plain_axis,
    value_axis,
    wrapped,
)  # fmt: skip
from dashboards.texts import day_text, effect_name, factor_text, number_text, percent_text, say, weekday_text
from dashboards.weeks_ahead import DayBand


def days_ahead_figure(days: Sequence[DayBand]) -> Figure:
    """Day totals with bands and the name of what moves each day most."""
    columns = list(range(len(days)))
    return {
        "data": [
            _bar(days, columns, name=say("forecast.mean"), low=None, high="mean", width=0.78, colour=BLUE_PALE),
            _bar(days, columns, name=say("forecast.band95"), low="low95", high="high95", width=0.16, colour=BLUE_95),
            _bar(days, columns, name=say("forecast.band80"), low="low80", high="high80", width=0.42, colour=BLUE_80),
            _mean_marks(days, columns),
        ],
        "layout": layout(
            barmode="overlay",
            xaxis=_day_axis(days),
            yaxis=value_axis(say("forecast.axis"), tickformat=",d", range=[0, _top(days)]),
            margin={"l": 56, "r": 8, "t": 8, "b": 64},
            shapes=_week_lines(days),
            annotations=[_reasons(day, column) for day, column in zip(days, columns, strict=True) if day.marked],
            hovermode="x",
        ),
    }


def _top(days: Sequence[DayBand]) -> float:
    """Highest band plus room for the reasons, which stand in up to four lines."""
    return 1.3 * max((day.high95 for day in days), default=1.0)


def _bar(
    days: Sequence[DayBand], columns: list[int], *, name: str, low: str | None, high: str, width: float, colour: str
) -> Figure:
    lows = [getattr(day, low) if low else 0.0 for day in days]
    return {
        "type": "bar",
        "name": name,
        "x": columns,
        "base": [round(value, 1) for value in lows],
        "y": [round(getattr(day, high) - value, 1) for day, value in zip(days, lows, strict=True)],
        "width": width,
        "marker": {"color": colour, "line": {"width": 0}},
        "hoverinfo": "skip",
    }


def _mean_marks(days: Sequence[DayBand], columns: list[int]) -> Figure:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": say("forecast.mean"),
        "x": columns,
        "y": [round(day.mean, 1) for day in days],
        "marker": {"symbol": "line-ew", "size": 20, "line": {"width": 2.5, "color": BLUE}},
        "hovertext": [_hover(day) for day in days],
        "hoverinfo": "text",
    }


def _hover(day: DayBand) -> str:
    reasons = [f"{effect_name(each.name)} {factor_text(each.factor)}" for each in day.effects if each.name != "level"]
    return "<br>".join(
        [
            f"<b>{day_text(day.day)}</b>",
            f"{say('forecast.mean')} {number_text(round(day.mean))}件",
            f"{say('forecast.band80')} {round(day.low80):,}〜{round(day.high80):,}件",
            f"{say('forecast.band95')} {round(day.low95):,}〜{round(day.high95):,}件",
            *reasons,
        ]
    )


def _day_axis(days: Sequence[DayBand]) -> Figure:
    labels = [
        f"{_date_label(days, k)}<br>{weekday_text(day.day.weekday())}<br><b>{round(day.mean):,}</b>"
        for k, day in enumerate(days)
    ]
    return plain_axis(
        tickvals=list(range(len(days))),
        ticktext=labels,
        tickangle=0,
        range=[-0.6, len(days) - 0.4],
        showgrid=False,
        tickfont={"size": 11, "color": QUIET},
    )


def _date_label(days: Sequence[DayBand], k: int) -> str:
    """The month is written where it begins, so that five weeks stand side by side."""
    day = days[k].day
    return f"{day.month}/{day.day}" if k == 0 or day.month != days[k - 1].day.month else f"{day.day}"


def _week_lines(days: Sequence[DayBand]) -> list[Figure]:
    """A dotted line where a new week begins."""
    breaks = [k for k in range(1, len(days)) if days[k].day.weekday() < days[k - 1].day.weekday()]
    line = {"color": GREY, "width": 1, "dash": "dot"}
    return [
        {"type": "line", "xref": "x", "yref": "paper", "x0": k - 0.5, "x1": k - 0.5, "y0": 0, "y1": 1, "line": line}
        for k in breaks
    ]


def _reasons(day: DayBand, column: int) -> Figure:
    """The strongest reason with its signed percentage, in lines that fit the column; the table has them all."""
    lines = [f"{wrapped(effect_name(each.name), 3)}<br><b>{percent_text(each.factor)}</b>" for each in day.marked[:1]]
    return note("<br>".join(lines), x=column, y=day.high95, yanchor="bottom", yshift=2, font={"size": 10})
