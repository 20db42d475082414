"""The language the command line speaks, and its own words for what click says and for summaries."""

import os
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any, Literal

import click

from data.message import Message, recognise

Language = Literal["ja", "en"]

_FOLDER: ContextVar[Path] = ContextVar("_FOLDER", default=Path())
"""Where the desk lies that was named. Read anew for each sentence: `new` writes it between two of them."""


def named_folder(words: Sequence[str]) -> Path:
    """The folder after `--desk`, even where other words are wrong; by default the one we are in."""
    for word, after in zip(words, (*words[1:], "."), strict=True):
        if word == "--desk":
            return Path(after)
        if word.startswith("--desk="):
            return Path(word.removeprefix("--desk="))
    return Path()


@contextmanager
def speak_as_at(folder: Path) -> Iterator[None]:
    """Speak the language of the desk in that folder."""
    token = _FOLDER.set(folder)
    try:
        yield
    finally:
        _FOLDER.reset(token)


def language_spoken() -> Language:
    """`TSUNAGARI_LANGUAGE`; else the desk's; where it cannot be read the system's, if that is Japanese, else English.

    A desk.toml with a wrong value still tells its language, so that the wrong value is told in it.
    """
    asked = os.environ.get("TSUNAGARI_LANGUAGE") or _language_of_desk(_FOLDER.get()) or _language_of_system()
    return "ja" if asked.startswith("ja") else "en"


def _language_of_desk(folder: Path) -> str:
    try:
        text = (folder / "desk.toml").read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return ""
    try:
        language = tomllib.loads(text).get("language", "ja")
    except tomllib.TOMLDecodeError:  # half a file: the line may stand all the same
        lines = (line.partition("=") for line in text.splitlines())
        language = next((value.strip()[1:3] for key, _, value in lines if key.strip() == "language"), "")
    return language if language in ("ja", "en") else ""


def _language_of_system() -> str:
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    return next((os.environ[name] for name in names if os.environ.get(name)), "en")


def said(told: Message | str) -> str:
    """A message in the language spoken; a plain text stands as it is."""
    if isinstance(told, str) or language_spoken() == "en":
        return str(told)
    from dashboards.messages import messages_in

    return told.said(messages_in("ja"))


def summary_words(summary: dict[str, Any]) -> str:
    """A summary as one line: its words and their values; lists, and what is not known, left out."""
    summary = _known(summary)
    if language_spoken() == "en":
        return ", ".join(_english(key, value) for key, value in summary.items())
    from dashboards.wording.command_line import SUMMARY

    told = []
    for key, value in summary.items():
        if isinstance(value, dict):
            parts = "・".join(f"{SUMMARY.get(f'{key}.{part}', part)} {number}" for part, number in value.items())
            told.append(f"{SUMMARY.get(key, key)}（{parts}）")
        else:
            told.append(f"{SUMMARY.get(key, key)} {SUMMARY.get(str(value), value)}")
    return "、".join(told)


def _known(summary: dict[str, Any]) -> dict[str, Any]:
    parts = {key: _known(value) if isinstance(value, dict) else value for key, value in summary.items()}
    return {key: value for key, value in parts.items() if value is not None and not isinstance(value, list)}


def _english(key: str, value: Any) -> str:
    if not isinstance(value, dict):
        return f"{key} {value}"
    return f"{key} ({', '.join(f'{part} {number}' for part, number in value.items())})"


class WrongOption(click.BadParameter):
    """An option that cannot be: an English template and the values in its places."""

    def __init__(self, told: str, /, **values: Any) -> None:
        self.told = Message(told, values)
        super().__init__(str(self.told))


def usage_message(error: click.UsageError) -> Message:
    """What is wrong with the words of a command, and where its help stands."""
    told = error.told if isinstance(error, WrongOption) else recognise(error.message)
    if not isinstance(error, click.BadParameter) or isinstance(error, click.MissingParameter):
        told = recognise(error.format_message())
    elif error.param is not None:
        hint = error.param.get_error_hint(error.ctx or click.get_current_context())
        told = Message.of("Invalid value for {hint}: {told}", hint=hint, told=told)
    if error.ctx is None:
        return Message.of("tsunagari: {told}", told=told)
    return Message.of(
        "{usage}\nTry '{command} --help' for help.\n\nError: {told}",
        usage=error.ctx.get_usage().removeprefix("Usage: "),
        command=error.ctx.command_path,
        told=told,
    )
