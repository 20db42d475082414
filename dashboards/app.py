"""The pages as one dash application: shell, routes, and the wiring of each page."""

import logging
from pathlib import Path
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, dcc, html, set_props

from dashboards.desk_view import view_desk
from dashboards.figures.style import FONT
from dashboards.pages import busy_hours, forecast, shifts
from dashboards.pages.parts import Component, named, notice
from dashboards.texts import say
from data.desk_file import read_desk
from data.errors import TsunagariError

_PAGES = {"forecast": forecast, "shifts": shifts, "busy_hours": busy_hours}

_LOG = logging.getLogger(__name__)


class _JapaneseDash(Dash):
    """Dash with the two English words of its empty page replaced."""

    def interpolate_index(self, *args: Any, **parts: Any) -> str:
        parts["app_entry"] = parts["app_entry"].replace("Loading...", say("shell.loading"))
        return str(super().interpolate_index(*args, **parts))  # type: ignore[no-untyped-call]


_INDEX = """<!DOCTYPE html>
<html lang="ja">
  <head>
    {%metas%}
    <title>{%title%}</title>
    {%favicon%}
    {%css%}
  </head>
  <body>
    {%app_entry%}
    <footer>{%config%}{%scripts%}{%renderer%}</footer>
  </body>
</html>"""


def create_app(desk_folder: Path) -> Dash:
    """The pages of one desk, every file served from here.

    Raises
    ------
    DeskError
        If the folder holds no usable desk.
    """
    desk = read_desk(desk_folder)
    app = _JapaneseDash(
        __name__,
        title=f"{desk.settings.name} - Tsunagari",
        update_title="",
        use_pages=False,
        serve_locally=True,
        index_string=_INDEX,
        health_endpoint="healthz",
        enable_mcp=False,
        suppress_callback_exceptions=True,
        on_error=_tell,
        add_log_handler=False,
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
    )
    app.layout = lambda: _shell(desk_folder)
    connect(app, desk_folder)
    return app


def connect(app: Dash, folder: Path) -> None:
    """Wire the routes and every page."""

    @app.callback(Output("page", "children"), Output("nav", "children"), Output("notice", "children"),
                  Input("url", "pathname"))  # fmt: skip
    def show_page(path: str) -> tuple[Component, Component, None]:
        return page_content(folder, path), _nav(path), None

    for page in _PAGES.values():
        page.connect(app, folder)


def page_content(folder: Path, path: str) -> Component:
    """A page's layout, or the sentence that says what is missing."""
    for page in _PAGES.values():
        if path == page.PATH:
            try:
                return page.layout(view_desk(folder))
            except TsunagariError as error:
                return notice(str(error))
    return notice(say("shell.no_page", path=path))


def _tell(error: Exception) -> None:
    """Show what went wrong in a sentence instead of a page that stands still."""
    if not isinstance(error, TsunagariError):
        _LOG.error("a page could not be shown", exc_info=error)
    text = str(error) if isinstance(error, TsunagariError) else say("shell.failed")
    set_props("notice", {"children": notice(text)})


def _shell(folder: Path) -> Component:
    return dmc.MantineProvider(
        [
            dcc.Location(id="url"),
            html.A(say("shell.skip"), href="#page", className="skip"),
            html.Header(
                [
                    html.Div(_desk_lines(folder), className="desk"),
                    html.Nav(id="nav", **named(say("shell.pages"))),
                ],
                className="head",
            ),
            html.Main([html.Div(id="notice"), html.Div(id="page", tabIndex=-1)]),
        ],
        theme={"fontFamily": FONT, "primaryColor": "blue", "defaultRadius": "sm"},
        forceColorScheme="light",
    )


def _desk_lines(folder: Path) -> list[Component]:
    """The desk's name, and until when its data reach."""
    try:
        view = view_desk(folder)
    except TsunagariError as error:
        return [notice(str(error))]
    until, made_at = view.fact("log_until") or view.fact("log_last"), view.fact("made_at")
    lines: list[Component] = [html.H1(view.desk.settings.name)]
    if until is not None:
        lines.append(html.Span(say("shell.data_until", until=f"{until:%Y-%m-%d %H:%M}"), className="until"))
    if made_at is not None:
        lines.append(html.Span(say("shell.made_at", made_at=f"{made_at:%Y-%m-%d %H:%M}"), className="until"))
    return lines


def _nav(path: str) -> list[Component]:
    links = []
    for name, page in _PAGES.items():
        current: dict[str, Any] = {"aria-current": "page"} if path == page.PATH else {}
        link = dcc.Link(say(f"page.{name}"), href=page.PATH, className="tab here" if current else "tab")
        links.append(html.Span(link, **current))
    return links
