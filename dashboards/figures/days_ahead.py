"""The next weeks as day totals: a bar to the mean, an 80 % and a 95 % band, and the reasons written above."""

from collections.abc import Sequence

from dashboards.figures.style import Figure, layout, note, plain_axis, value_axis, wrapped
from dashboards.look import Look
from dashboards.palette import Palette
from dashboards.texts import Words, display_width, factor_text, number_text, percent_text
from dashboards.weeks_ahead import DayBand


def days_ahead_figure(days: Sequence[DayBand], look: Look, *, channel: str) -> Figure:
    """Day totals with bands and the name of what moves each day most."""
    columns = list(range(len(days)))
    words, palette = look.words, look.palette
    mean, band95, band80 = (words.say(f"forecast.{name}") for name in ("mean", "band95", "band80"))
    unit = words.say("forecast.axis", **words.of_channel(channel))
    return {
        "data": [
            _bar(days, columns, name=mean, low=None, high="mean", width=0.78, colour=palette.blue_pale),
            _bar(days, columns, name=band95, low="low95", high="high95", width=0.16, colour=palette.blue_95),
            _bar(days, columns, name=band80, low="low80", high="high80", width=0.42, colour=palette.blue_80),
            _mean_marks(days, columns, look=look),
            *_marks_of_the_model_alone(days, look=look),
        ],
        "layout": layout(
            palette,
            barmode="overlay",
            xaxis=_day_axis(days, look),
            yaxis=value_axis(palette, unit, tickformat=",d", range=[0, _top(days)]),
            margin={"l": 56, "r": 8, "t": 8, "b": 64},
            shapes=_week_lines(days, palette),
            annotations=_reasons_above(days, words=words),
            hovermode="x",
        ),
    }


_PLOT_PIXELS_HIGH, _PLOT_PIXELS_WIDE = 328, 700
"""Of the plot in its picture, which is 400 pixels high; the width is that beside its table on a usual screen."""

_LINE_PIXELS, _LETTER_PIXELS = 13, 5.5
_MOST_SPACED_DAYS = 28
"""With more days, those of a desk that is open every day, the texts below them are set smaller."""


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


def _mean_marks(days: Sequence[DayBand], columns: list[int], *, look: Look) -> Figure:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": look.words.say("forecast.mean"),
        "x": columns,
        "y": [round(day.mean, 1) for day in days],
        "marker": {"symbol": "line-ew", "size": 20, "line": {"width": 2.5, "color": look.palette.blue}},
        "hovertext": [_hover(day, look.words) for day in days],
        "hoverinfo": "text",
    }


def _marks_of_the_model_alone(days: Sequence[DayBand], *, look: Look) -> list[Figure]:
    """A diamond where the model alone would have the day, on days that somebody has changed; nothing without any."""
    alone = [(column, each.mean_without_override) for column, each in enumerate(days)]
    marks = [(column, round(mean, 1)) for column, mean in alone if mean is not None]
    if not marks:
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "name": look.words.say("forecast.model_alone"),
            "x": [column for column, _ in marks],
            "y": [mean for _, mean in marks],
            "marker": {"symbol": "diamond-open", "size": 11, "line": {"width": 2}, "color": look.palette.orange},
            "hoverinfo": "skip",
        }
    ]


def _hover(day: DayBand, words: Words) -> str:
    reasons = [f"{words.effect(each.name)} {factor_text(each.factor)}" for each in day.effects if each.name != "level"]
    return "<br>".join(
        [
            f"<b>{words.day(day.day)}</b>",
            f"{words.say('forecast.mean')} {number_text(round(day.mean))}",
            *_model_alone(day, words),
            f"{words.say('forecast.band80')} {words.span(f'{day.low80:,.0f}', f'{day.high80:,.0f}')}",
            f"{words.say('forecast.band95')} {words.span(f'{day.low95:,.0f}', f'{day.high95:,.0f}')}",
            *reasons,
        ]
    )


def _model_alone(day: DayBand, words: Words) -> list[str]:
    alone = day.mean_without_override
    return [] if alone is None else [f"{words.say('forecast.model_alone')} {number_text(round(alone))}"]


def _day_axis(days: Sequence[DayBand], look: Look) -> Figure:
    labels = [f"{_date_label(days, k, words=look.words)}<br>{_count_label(day, days)}" for k, day in enumerate(days)]
    return plain_axis(
        look.palette,
        tickvals=list(range(len(days))),
        ticktext=labels,
        tickangle=0,
        range=[-0.6, len(days) - 0.4],
        showgrid=False,
        tickfont={"size": 11 if len(days) <= _MOST_SPACED_DAYS else 9, "color": look.palette.quiet},
    )


def _date_label(days: Sequence[DayBand], k: int, *, words: Words) -> str:
    """Date and weekday; the month is written where it begins, so that five weeks stand side by side."""
    day = days[k].day
    begins = k == 0 or day.month != days[k - 1].day.month
    date = words.short_day(day).replace(" ", "<br>") if begins else str(day.day)
    if len(days) > _MOST_SPACED_DAYS:
        date = date.replace("/", "/<br>")
    return f"{date}<br>{words.weekday(day.weekday())}"


def _count_label(day: DayBand, days: Sequence[DayBand]) -> str:
    """The day's mean; left to the table where it would run into its neighbours."""
    count = f"{round(day.mean):,}"
    if len(days) <= _MOST_SPACED_DAYS:
        return f"<b>{count}</b>"
    return count if len(count) <= 3 else ""


def _week_lines(days: Sequence[DayBand], palette: Palette) -> list[Figure]:
    """A dotted line where a new week begins."""
    breaks = [k for k in range(1, len(days)) if days[k].day.weekday() < days[k - 1].day.weekday()]
    line = {"color": palette.grey, "width": 1, "dash": "dot"}
    return [
        {"type": "line", "xref": "x", "yref": "paper", "x0": k - 0.5, "x1": k - 0.5, "y0": 0, "y1": 1, "line": line}
        for k in breaks
    ]


def _reasons_above(days: Sequence[DayBand], *, words: Words) -> list[Figure]:
    """The strongest reason of each day above its band; one that would run into its neighbour stands above that."""
    pixels_a_contact = _PLOT_PIXELS_HIGH / _top(days)
    found: list[Figure] = []
    taken = (-2, 0.0, 0.0)  # column, lower and upper end in pixels of the text to the left
    for column, day in enumerate(days):
        if not day.marked:
            continue
        lines = _reason(day, words=words)
        height, low = _LINE_PIXELS * len(lines), day.high95 * pixels_a_contact + 2
        before, its_low, its_high = taken
        if (
            before == column - 1
            and its_low < low + height
            and low < its_high
            and _pixels_wide(lines) > _PLOT_PIXELS_WIDE / len(days)
        ):
            low = its_high
        taken = (column, low, low + height)
        shift = round(low - day.high95 * pixels_a_contact)
        found.append(
            note("<br>".join(lines), x=column, y=day.high95, yanchor="bottom", yshift=shift, font={"size": 10})
        )
    return found


def _pixels_wide(lines: Sequence[str]) -> float:
    """About how wide the lines of a reason are."""
    plain = (line.removeprefix("<b>").removesuffix("</b>") for line in lines)
    return max(display_width(line) for line in plain) * _LETTER_PIXELS


def _reason(day: DayBand, *, words: Words) -> list[str]:
    """The strongest reason and its signed percentage, in lines that fit the column; the table has them all."""
    strongest = day.marked[0]
    name = wrapped(words.effect(strongest.name), 3)
    return [*name.split("<br>"), f"<b>{percent_text(strongest.factor)}</b>"]
