"""Reads a desk's folder, and says which line of which file cannot be used."""

import re
import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from data.desk import Desk, DeskSettings
from data.desk_tables import read_events, read_holidays, read_leave, read_staff
from data.errors import DeskError, WrongValue
from data.message import Message, recognise


def read_desk(folder: Path) -> Desk:
    """The desk of a folder: desk.toml and, where they are there, staff.csv, leave.csv, events.csv and holidays.csv.

    Raises
    ------
    DeskError
        If there is no desk.toml or a file holds a value that cannot be used; names file, line, value and a way out.
    """
    settings = read_settings(folder / "desk.toml")
    staff = read_staff(folder / "staff.csv", templates=settings.shifts.template)
    return Desk(
        folder=folder,
        settings=settings,
        staff=staff,
        leave=read_leave(folder / "leave.csv", people={person.name for person in staff}),
        events=read_events(folder / "events.csv", queues={queue.name for queue in settings.queue}),
        holidays=read_holidays(folder / "holidays.csv"),
    )


def read_settings(path: Path) -> DeskSettings:
    """desk.toml, checked field by field.

    Raises
    ------
    DeskError
        If the file is absent, is no TOML, or a field does not fit.
    """
    if not path.is_file():
        raise DeskError(
            "{folder} is no desk: there is no file {file} in it. Make one with `tsunagari new "
            "{folder}`, or name the desk's folder with --desk.",
            folder=path.parent,
            file=path.name,
        )
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DeskError("{path} is not UTF-8 (byte {byte}); save it as UTF-8", path=path, byte=error.start) from None
    return settings_of_text(text, path=path)


def settings_of_text(text: str, *, path: Path) -> DeskSettings:
    """The text of a desk.toml, checked field by field; `path` is what an error calls it.

    Raises
    ------
    DeskError
        If the text is no TOML, or a field does not fit.
    """
    try:
        fields = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DeskError(
            "{path} is not complete TOML: {error}. Mend that line; `tsunagari new` writes a full example.",
            path=path,
            error=error,
        ) from None
    try:
        return DeskSettings.model_validate(fields)
    except ValidationError as error:
        raise DeskError(Message.joined(_sentences(error, text, path))) from None


def _sentences(error: ValidationError, text: str, path: Path) -> list[Message]:
    """One sentence a wrong field: `desk.toml line 12: queue.technical.goal.threshold_seconds = "x": what would do`."""
    fields = tomllib.loads(text)
    told = []
    problems = error.errors(include_url=False)
    places = [problem["loc"] for problem in problems]
    for problem in problems:
        if any(place != problem["loc"] and place[: len(problem["loc"])] == problem["loc"] for place in places):
            continue  # what lies within it is told already
        # A check of several fields together tells in its context which of them is wrong.
        context = problem.get("ctx", {})
        keys = [key for key in (*problem["loc"], *context.get("keys", ())) if key != "[key]"]
        line = line_of_key(text, keys)
        wrong = context.get("value", problem["input"])
        value = "" if problem["type"] == "missing" or isinstance(wrong, dict) else f" = {wrong!r}"
        told.append(
            Message.of(
                "{path} {place}{key}{value}: {advice}",
                path=path,
                place=Message.of("line {line}: ", line=line) if line else "",
                key=_key_path(keys, fields),
                value=value,
                advice=_advice(problem),
            )
        )
    return told


def _advice(problem: Any) -> Message:
    if problem["type"] == "missing":
        return Message("is missing; add it")
    if problem["type"] == "extra_forbidden":
        return Message("is not a field of desk.toml; mend the spelling or remove it")
    if problem["type"] == "string_pattern_mismatch":
        return Message(
            "must begin with a letter or digit and hold letters, digits, spaces, dots and dashes, 40 at most"
        )
    if problem["type"] in ("tuple_type", "list_type"):
        return Message("must be a list; write it in brackets, even with a single entry")
    if problem["type"] in ("model_type", "dict_type", "model_attributes_type"):
        return Message("must be a table with fields of its own; `tsunagari new` writes a full example")
    if isinstance(found := problem.get("ctx", {}).get("error"), WrongValue):
        return found.message
    return recognise(str(problem["msg"]))


def _key_path(keys: list[Any], fields: dict[str, Any]) -> str | Message:
    """`queue.technical.goal`: entries of a list of tables go by their name, others by their number from 1."""
    words: list[str] = []
    at: Any = fields
    for key in keys:
        if isinstance(key, int):
            at = at[key] if isinstance(at, list) and key < len(at) else None
            named = isinstance(at, dict) and bool(at.get("name"))
            words.append(str(at["name"]) if named else str(key + 1))
        else:
            at = at.get(key) if isinstance(at, dict) else None
            words.append(str(key))
    return ".".join(words) or Message("the file")


_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]")
_KEY = re.compile(r"""^\s*("[^"]+"|'[^']+'|[\w-]+(?:\s*\.\s*[\w-]+)*)\s*=""")


def line_of_key(text: str, keys: list[Any]) -> int | None:
    """The line (from 1) where a key stands, else the header of its table; None where neither is written."""
    best: tuple[int, int] | None = None
    table: list[Any] = []
    counts: dict[tuple[Any, ...], int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        header = _HEADER.match(line)
        if header:
            table = _table_path(header[2], header[1] == "[[", counts)
            at = table
        else:
            key = _KEY.match(line)
            if not key:
                continue
            at = table + [part.strip().strip("\"'") for part in key[1].split(".")]
        shared = _shared_prefix(at, keys)
        if shared == len(at) and shared and (best is None or shared > best[0]):
            best = (shared, number)
    return best[1] if best else None


def _table_path(header: str, is_list: bool, counts: dict[tuple[Any, ...], int]) -> list[Any]:
    """`queue.goal` below the second [[queue]] is ["queue", 1, "goal"]."""
    path: list[Any] = []
    words = [word.strip().strip("\"'") for word in header.split(".")]
    for place, word in enumerate(words):
        path.append(word)
        opens = is_list and place == len(words) - 1
        if opens:
            counts[tuple(path)] = counts.get(tuple(path), -1) + 1
        if tuple(path) in counts:
            path.append(counts[tuple(path)])
    return path


def _shared_prefix(left: list[Any], right: list[Any]) -> int:
    length = 0
    for a, b in zip(left, right, strict=False):
        if str(a) != str(b):
            break
        length += 1
    return length
