"""Pieces that pages are put together from: findings, notices, pictures, tables, selects."""

from collections.abc import Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from dashboards.texts import display_width

Component = Any
"""A dash component; dash ships no types for them."""

_GRAPH_CONFIG: Any = {"displayModeBar": False, "doubleClick": False, "scrollZoom": False, "showTips": False}

_NOTHING_YET: Any = {
    "data": [],
    "layout": {
        "xaxis": {"visible": False},
        "yaxis": {"visible": False},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
    },
}
"""No axes before the numbers come, on whatever ground."""


def named(label: str) -> dict[str, Any]:
    """The attribute that tells screen readers what a component is."""
    return {"aria-label": label}


def finding(component_id: str) -> Component:
    """The sentence a page begins with; screen readers are told when it changes."""
    return html.P(id=component_id, className="finding", role="status")


def notice(text: str) -> Component:
    """A sentence that says what is missing and what to do."""
    return html.Div(text, className="notice", role="alert")


def picture(component_id: str, *, label: str, height: int, wide: bool = False, newest_first: bool = False) -> Component:
    """A graph in a box that has its height before the graph arrives.

    Parameters
    ----------
    label
        What the picture shows, for screen readers; the numbers stand in the table beside it.
    height
        Least pixels; a callback may change the style of `<component_id>-box`. Beside a taller table the picture grows.
    wide
        Whether the picture keeps 760 pixels on a narrow screen and scrolls in its box.
    newest_first
        Whether a wide picture is scrolled to its right end at first, where the newest stands.
    """
    graph = dcc.Graph(
        id=component_id,
        figure=_NOTHING_YET,
        config=_GRAPH_CONFIG,
        responsive=True,
        style={"height": "100%"},
        className="graph",
    )
    inner = html.Div(graph, className="picture-inner")
    scrolls: dict[str, Any] = {"tabIndex": 0} if wide else {}
    return html.Div(
        inner,
        className="picture" + " wide" * wide + " newest-first" * newest_first,
        id=f"{component_id}-box",
        style={"minHeight": f"{height}px"},
        role="group" if wide else "img",
        **named(label),
        **scrolls,
    )


def card(title: Any, *children: Component, control: Component | None = None) -> Component:
    """A titled section; a control of its own stands beside the title."""
    heading = html.H2(title)
    head = heading if control is None else html.Div([heading, control], className="card-head")
    return html.Section([head, *children], className="card")


def note(text: Any = None, *, component_id: str | None = None) -> Component:
    """A quiet line below a title: units, spans, how to read it."""
    return html.P(text, id=component_id, className="note") if component_id else html.P(text, className="note")


def table(
    head: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    label: str,
    words: Sequence[int] = (),
    total: Sequence[Any] = (),
) -> Component:
    """A table that scrolls in its own box; the first column names the row.

    Parameters
    ----------
    words
        Columns that hold words and may wrap; all others but the first are numbers, set to the right.
    total
        A last row of sums; empty: none.
    """

    def look(column: int) -> str:
        return "word" if column == 0 or column in words else "number"

    header = html.Tr([html.Th(text, scope="col", className=look(k)) for k, text in enumerate(head)])

    def line(row: Sequence[Any]) -> Component:
        cells = [html.Td(cell, className=look(k)) for k, cell in enumerate(row[1:], start=1)]
        return html.Tr([html.Th(row[0], scope="row", className="word"), *cells])

    foot = [html.Tfoot(line(total))] if total else []
    return html.Div(
        html.Table([html.Thead(header), html.Tbody([line(row) for row in rows]), *foot]),
        className="scroll",
        tabIndex=0,
        role="region",
        **named(label),
    )


def select(
    component_id: str,
    *,
    label: str,
    choices: Sequence[tuple[str, str]] = (),
    shown: bool = True,
    chosen: str | None = None,
) -> Component:
    """A drop-down of (value, text); the first is chosen where none is named.

    The label is told to screen readers where it is not shown.
    """
    longest = max((display_width(text) for _, text in choices), default=0)
    return dmc.Select(
        id=component_id,
        label=label if shown else None,
        data=options(choices),
        value=chosen or (choices[0][0] if choices else None),
        allowDeselect=False,
        searchable=False,
        comboboxProps={"withinPortal": True},
        size="sm",
        w=max(220, min(60 + 8 * longest, 340)),
        **({} if shown else named(label)),
    )


def segments(component_id: str, *, label: str, choices: Sequence[tuple[str, str]]) -> Component:
    """A switch between a few (value, text), all visible; the first is chosen."""
    switch = dmc.SegmentedControl(
        id=component_id, data=options(choices), value=choices[0][0], size="sm", **named(label)
    )
    return html.Div([html.Div(label, className="label"), switch])


def kept_choice(value: str | None, choices: Sequence[tuple[str, str]], *, otherwise: str) -> str:
    """The value chosen before, where it is still among the choices."""
    return value if value is not None and value in {each for each, _ in choices} else otherwise


def options(choices: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    """(value, text) as a select takes them."""
    return [{"value": value, "label": text} for value, text in choices]


def remarks(title: str, texts: Sequence[str]) -> Component:
    """Sentences a reader must know, or nothing."""
    if not texts:
        return None
    return html.Aside(
        [html.H2(title), html.Ul([html.Li(text) for text in texts])],
        className="remarks",
    )


def details(summary: str, *children: Component, component_id: str | None = None) -> Component:
    """Something to unfold."""
    inner = html.Div(list(children), id=component_id) if component_id else html.Div(list(children))
    return html.Details([html.Summary(summary), inner])
