"""In which language and theme a reader sees the pages: asked for by `?lang=` and `?theme=`, kept in cookies."""

from dataclasses import dataclass, field
from typing import cast

from flask import Flask, Request, Response, has_request_context, request

from dashboards.palette import LIGHT, PALETTES, THEMES, Palette, Theme
from dashboards.texts import LANGUAGES, Language, Words

LANGUAGE_COOKIE = "tsunagari_language"
THEME_COOKIE = "tsunagari_theme"
PREFERS_COOKIE = "tsunagari_prefers"
"""What the browser says of light and dark (assets/look.js); stands behind the reader's own choice."""

_YEAR_SECONDS = 31_536_000


@dataclass(frozen=True)
class Look:
    """The words and the colours of a reader.

    Parameters
    ----------
    chosen_theme
        What the reader chose; "auto" follows the browser.
    """

    words: Words = field(default_factory=Words)
    palette: Palette = LIGHT
    chosen_theme: str = "auto"


def current_look(desk_language: Language) -> Look:
    """The look of whoever asks just now; outside a request the desk's language, light."""
    return look_of(request, desk_language) if has_request_context() else Look(Words(desk_language))


def look_of(asked: Request, desk_language: Language) -> Look:
    """What a request asks for, else what its cookies remember, else the desk's language and the browser's theme."""
    language = _known(asked.args.get("lang"), LANGUAGES) or _known(asked.cookies.get(LANGUAGE_COOKIE), LANGUAGES)
    theme = _asked_theme(asked) or asked.cookies.get(THEME_COOKIE, "auto")
    shown = _known(theme, THEMES) or _known(asked.cookies.get(PREFERS_COOKIE), THEMES) or "light"
    return Look(
        words=Words(cast("Language", language or desk_language)),
        palette=PALETTES[cast("Theme", shown)],
        chosen_theme=_known(theme, THEMES) or "auto",
    )


def remember_looks(server: Flask) -> None:
    """Keep what `?lang=` and `?theme=` asked for in the browser."""

    @server.after_request
    def keep(response: Response) -> Response:
        language = _known(request.args.get("lang"), LANGUAGES)
        for name, value in ((LANGUAGE_COOKIE, language), (THEME_COOKIE, _asked_theme(request))):
            if value is not None:
                response.set_cookie(name, value, max_age=_YEAR_SECONDS, httponly=True, samesite="Strict")
        return response


def _asked_theme(asked: Request) -> str | None:
    return _known(asked.args.get("theme"), ("auto", *THEMES))


def _known(value: str | None, choices: tuple[str, ...]) -> str | None:
    return value if value in choices else None
