"""The pages as one dash application: shell, routes, and the wiring of each page."""

import logging
from pathlib import Path
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, dcc, html, set_props

from dashboards.desk_view import view_desk
from dashboards.figures.style import FONT
from dashboards.look import Look, current_look, remember_looks
from dashboards.messages import messages_in
from dashboards.pages import busy_hours, forecast, promise, replies, shifts, what_if
from dashboards.pages.parts import Component, named, notice
from dashboards.palette import THEMES
from dashboards.texts import LANGUAGE_NAMES, LANGUAGES, Language, Words
from data.desk_file import read_desk
from data.errors import TsunagariError

_PAGES = {
    "forecast": forecast,
    "shifts": shifts,
    "what_if": what_if,
    "busy_hours": busy_hours,
    "replies": replies,
    "promise": promise,
}

_LOG = logging.getLogger(__name__)


class _LocalDash(Dash):
    """Dash whose empty page speaks the reader's language and has the reader's theme."""

    desk_language: Language = "ja"

    def interpolate_index(self, *args: Any, **parts: Any) -> str:
        look = current_look(self.desk_language)
        parts["app_entry"] = parts["app_entry"].replace("Loading...", look.words.say("shell.loading"))
        text = str(super().interpolate_index(*args, **parts))  # type: ignore[no-untyped-call]
        start = f'<html lang="{look.words.language}" data-theme="{look.chosen_theme}">'
        return text.replace('<html lang="ja">', start, 1)


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
    app = _LocalDash(
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
    app.desk_language = desk.settings.language
    app.layout = lambda: _shell(desk_folder)
    remember_looks(app.server)
    connect(app, desk_folder)
    return app


def connect(app: Dash, folder: Path) -> None:
    """Wire the routes and every page."""

    @app.callback(Output("page", "children"), Output("nav", "children"), Output("switches", "children"),
                  Output("notice", "children"), Input("url", "pathname"))  # fmt: skip
    def show_page(path: str) -> tuple[Component, Component, Component, None]:
        look = current_look(read_desk(folder).settings.language)
        return page_content(folder, path), _nav(path, look.words), _switches(path, look), None

    for page in _PAGES.values():
        page.connect(app, folder)


def page_content(folder: Path, path: str) -> Component:
    """A page's layout, or the sentence that says what is missing."""
    for page in _PAGES.values():
        if path == page.PATH:
            try:
                return page.layout(view_desk(folder))
            except TsunagariError as error:
                return notice(_said(error, read_desk(folder).settings.language))
    return notice(current_look(read_desk(folder).settings.language).words.say("shell.no_page", path=path))


def _said(error: TsunagariError, desk_language: Language = "ja") -> str:
    return error.message.said(messages_in(current_look(desk_language).words.language))


def _tell(error: Exception) -> None:
    """Show what went wrong in a sentence instead of a page that stands still."""
    if not isinstance(error, TsunagariError):
        _LOG.error("a page could not be shown", exc_info=error)
    text = _said(error) if isinstance(error, TsunagariError) else current_look("ja").words.say("shell.failed")
    set_props("notice", {"children": notice(text)})


def _shell(folder: Path) -> Component:
    look = current_look(read_desk(folder).settings.language)
    say = look.words.say
    return dmc.MantineProvider(
        [
            dcc.Location(id="url"),
            html.A(say("shell.skip"), href="#page", className="skip"),
            html.Header(
                [
                    html.Div(
                        [
                            html.Div(_desk_lines(folder), className="desk"),
                            html.Div(id="switches", className="switches"),
                        ],
                        className="head-row",
                    ),
                    html.Nav(id="nav", **named(say("shell.pages"))),
                ],
                className="head",
            ),
            html.Main([html.Div(id="notice"), html.Div(id="page", tabIndex=-1)]),
        ],
        theme={"fontFamily": FONT, "primaryColor": "blue", "defaultRadius": "sm"},
        forceColorScheme=look.palette.theme,
    )


def _desk_lines(folder: Path) -> list[Component]:
    """The desk's name, and until when its data reach."""
    try:
        view = view_desk(folder)
    except TsunagariError as error:
        return [notice(_said(error, read_desk(folder).settings.language))]
    say = view.words.say
    until, made_at = view.fact("log_until") or view.fact("log_last"), view.fact("made_at")
    lines: list[Component] = [html.H1(view.desk.settings.name)]
    if until is not None:
        lines.append(html.Span(say("shell.data_until", until=f"{until:%Y-%m-%d %H:%M}"), className="until"))
    if made_at is not None:
        lines.append(html.Span(say("shell.made_at", made_at=f"{made_at:%Y-%m-%d %H:%M}"), className="until"))
    return lines


def _nav(path: str, words: Words) -> list[Component]:
    links = []
    for name, page in _PAGES.items():
        current: dict[str, Any] = {"aria-current": "page"} if path == page.PATH else {}
        link = dcc.Link(words.say(f"page.{name}"), href=page.PATH, className="tab here" if current else "tab")
        links.append(html.Span(link, **current))
    return links


def _switches(path: str, look: Look) -> list[Component]:
    """Links to this page in each language and each theme; what is on is marked."""
    here = path if path in {page.PATH for page in _PAGES.values()} else "/"
    words = look.words
    languages = [
        _switch(LANGUAGE_NAMES[language], f"{here}?lang={language}", on=language == words.language, lang=language)
        for language in LANGUAGES
    ]
    themes = [
        _switch(words.say(f"shell.theme.{theme}"), f"{here}?theme={theme}", on=theme == look.chosen_theme)
        for theme in ("auto", *THEMES)
    ]
    return [
        html.Div(languages, className="switch", role="group", **named(words.say("shell.language"))),
        html.Div(themes, className="switch", role="group", **named(words.say("shell.theme"))),
    ]


def _switch(text: str, href: str, *, on: bool, **parts: Any) -> Component:
    marks: dict[str, Any] = {"aria-current": "true"} if on else {}
    return html.Span(html.A(text, href=href, className="on" if on else "", **parts), **marks)
