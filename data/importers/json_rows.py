"""Puts the records of a JSON file before a query, as the table `raw_json`; memory does not grow with the file.

A file may hold a record a line, one array of records, or pages as an interface gives them (`{"tickets": [...],
"next_page": ...}`), several of them one after another. Packed with gzip or not. Where each line is a record and the
file is plain, DuckDB reads it by itself; any other is taken apart in Python, record by record.
"""

import codecs
import gzip
import json
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO, TextIOWrapper
from pathlib import Path
from typing import Any, BinaryIO, TextIO

import pandas as pd

from data.errors import ImportRefused
from data.importers.sql_text import text
from data.message import Message, recognise
from data.warehouse import Warehouse

RAW_JSON = "raw_json"
"""`row_no` (the line, or the place among the file's records, from 1), `record` (its text) and `reason` (why it is no
record; NULL where it is one)."""

LONGEST_RECORD = 16_000_000
"""Characters of a record; a longer one is none of a contact log, and would not fit into memory."""

NOT_COMPLETE = "the line is no complete JSON"
NO_OBJECT = "there is no JSON object"

_SAMPLE_CHARACTERS = 262_144
_PIECE = 1_048_576
_PIECE_RECORDS, _PIECE_CHARACTERS = 20_000, 33_554_432
_GZIP = b"\x1f\x8b"
_DECODER = json.JSONDecoder()
_BLANK = re.compile(r"[ \t\n\r]*")

Record = tuple[int, str | None, str | None]
"""Number, text, and why it is none."""


@dataclass(frozen=True)
class JsonPages:
    """By which keys a page of an interface holds records, for example `tickets`; other lists of it are passed over."""

    keys: frozenset[str]

    @classmethod
    def of(cls, *keys: str) -> "JsonPages":
        """Pages that hold records by these keys."""
        return cls(frozenset(keys))

    def in_object(self, fields: dict[str, Any]) -> list[str]:
        """The keys by which an object is a page; none where it is a record itself."""
        return [key for key in fields if key in self.keys and isinstance(fields[key], list | dict)]


def read_sample(path: Path) -> str:
    """The beginning of a file as text, unpacked; what cannot be text is left out.

    Raises
    ------
    ImportRefused
        If there is no such file, it is a folder, or it is damaged.
    """
    if path.is_dir():
        raise ImportRefused("{path} is a folder; name the files in it, for example {path}/*.json", path=path)
    if not path.is_file():
        raise ImportRefused("there is no file {path}; check its name and the folder you are in", path=path)
    with _open_bytes(path) as stream:
        head = stream.read(_SAMPLE_CHARACTERS)
    return head.removeprefix(codecs.BOM_UTF8).decode("utf-8", errors="ignore")


def sample_records(sample: str, pages: JsonPages) -> list[dict[str, Any]]:
    """The whole records at the beginning of a file, as far as `sample` reaches; none where it is no JSON."""
    if _is_lines(sample, pages):
        return [record for line in sample.splitlines() if isinstance(record := _loaded(line), dict)]
    found = []
    try:
        for _, told, _ in _walk(_Cursor(StringIO(sample), Path("sample")), pages):
            if told is not None:
                found.append(json.loads(told))
    except (ImportRefused, RecursionError):
        pass  # the sample ends in the middle of a record
    return found


def stage_json(warehouse: Warehouse, path: Path, use: Callable[[], None], *, pages: JsonPages) -> None:
    """Call `use` for each piece of a file, with its records in `raw_json`.

    `use` is called once for the whole of a plain file of lines, and must leave nothing behind where it fails: then the
    file is read anew, in pieces.

    Raises
    ------
    ImportRefused
        If the file is damaged, ends in the middle, holds NUL bytes, or no JSON.
    """
    sample = read_sample(path)
    if not sample.strip():
        raise ImportRefused("{path} is empty; export it again", path=path)
    lines = _is_lines(sample, pages)
    if lines and _is_plain(path):
        warehouse.run_text(_view_of_plain_file(path))
        if warehouse.attempt(use):
            return
    for piece in _pieces(_records_of_lines(path) if lines else _records_of_text(path, pages)):
        warehouse.run_text(f"DROP VIEW IF EXISTS {RAW_JSON}")
        warehouse.stage(RAW_JSON, piece)
        use()
        warehouse.run_text(f"DROP TABLE {RAW_JSON}")


def refuse_reading(path: Path, *, place: Message, what: Message) -> ImportRefused:
    """What to raise where a file cannot be read on."""
    return ImportRefused("{path} {place}: {what}; export it again", path=path, place=place, what=what)


def _is_lines(sample: str, pages: JsonPages) -> bool:
    """Whether records stand a line each: of the lines that the sample holds whole, most are objects and no pages."""
    lines = [line for line in sample.splitlines(keepends=True) if line.strip()]
    whole = [line for line in lines if line.endswith(("\n", "\r"))] if len(lines) > 1 else lines
    records = sum(isinstance(record := _loaded(line), dict) and not pages.in_object(record) for line in whole)
    return len(whole) > 0 and 2 * records >= len(whole)


def _loaded(line: str) -> Any:
    try:
        return _DECODER.decode(line)
    except (ValueError, RecursionError):
        return None


def _is_plain(path: Path) -> bool:
    """Whether DuckDB numbers the lines as they stand: not packed, one form of line end, no empty line, no NUL byte.

    No line may be longer than a record either: one that is longer than two of its buffers is passed over in silence.
    """
    with path.open("rb") as raw:
        if raw.read(2) == _GZIP:
            return False
        raw.seek(0)
        last, held = b"\n", 0
        while piece := raw.read(_PIECE):
            first, end = piece.find(b"\n"), piece.rfind(b"\n")
            held += len(piece) if first < 0 else first
            if b"\x00" in piece or b"\r" in piece or b"\n\n" in last + piece or held > LONGEST_RECORD:
                return False
            last, held = piece[-1:], held if first < 0 else len(piece) - end - 1
    return True


def _view_of_plain_file(path: Path) -> str:
    """Lines as they stand; a blank one is none. Text that is valid JSON and begins with a brace is an object."""
    return f"""
        CREATE OR REPLACE TEMP VIEW {RAW_JSON} AS
        SELECT row_no, record, CASE
            WHEN is_json AND starts_with(ltrim(record), '{{') THEN NULL
            WHEN is_json THEN {text(NO_OBJECT)} ELSE {text(NOT_COMPLETE)}
        END AS reason
        FROM (
            SELECT row_number() OVER () AS row_no, record, json_valid(record) AS is_json
            FROM read_csv(
                {text(str(path.absolute()))}, auto_detect = false, header = false, columns = {{'record': 'VARCHAR'}},
                delim = '\x01', quote = '', escape = '', max_line_size = {LONGEST_RECORD},
                buffer_size = {LONGEST_RECORD}, strict_mode = true
            )
        )
        WHERE is_json OR trim(record) <> ''
    """


def _pieces(records: Iterator[Record]) -> Iterator[pd.DataFrame]:
    """Tables of some records each, the last of them perhaps empty."""
    held: list[Record] = []
    characters = 0
    for record in records:
        held.append(record)
        characters += len(record[1] or "")
        if len(held) >= _PIECE_RECORDS or characters >= _PIECE_CHARACTERS:
            yield _table(held)
            held, characters = [], 0
    yield _table(held)


def _table(records: list[Record]) -> pd.DataFrame:
    frame = pd.DataFrame(records, columns=["row_no", "record", "reason"])
    return frame.astype({"row_no": "int64", "record": "str", "reason": "str"})


def _records_of_lines(path: Path) -> Iterator[Record]:
    with _open_bytes(path) as stream:
        number = 0
        while line := stream.readline(LONGEST_RECORD + 1):
            number += 1
            if len(line) > LONGEST_RECORD:
                raise refuse_reading(path, place=Message.of("line {line}", line=number), what=_TOO_LONG)
            if b"\x00" in line:
                raise refuse_reading(path, place=Message.of("line {line}", line=number), what=_NUL_BYTES)
            if told := line.strip().removeprefix(codecs.BOM_UTF8 if number == 1 else b""):
                yield _record_of_line(number, told)


def _record_of_line(number: int, line: bytes) -> Record:
    try:
        told = line.decode()
    except UnicodeDecodeError:
        return number, None, "the line is no UTF-8"
    value = _loaded(told)
    if isinstance(value, dict):
        return number, told, None
    return number, None, NOT_COMPLETE if value is None and told != "null" else NO_OBJECT


def _records_of_text(path: Path, pages: JsonPages) -> Iterator[Record]:
    with _open_bytes(path) as stream, TextIOWrapper(stream, encoding="utf-8-sig") as told:
        try:
            yield from _walk(_Cursor(told, path), pages)
        except UnicodeDecodeError as error:
            raise refuse_reading(
                path, place=_AS_A_WHOLE, what=Message.of("it is no UTF-8 ({error})", error=recognise(error.reason))
            ) from None
        except RecursionError:
            raise refuse_reading(path, place=_AS_A_WHOLE, what=Message("its brackets are nested too deeply")) from None


_AS_A_WHOLE = Message("as a whole")
_TOO_LONG = Message.of("what stands there is longer than {most:,} characters, so it is no record", most=LONGEST_RECORD)
_NUL_BYTES = Message("there are NUL bytes, which are no text in UTF-8")
_ENDS = Message("the file ends in the middle")


class _Cursor:
    """A place in a long JSON text, of which only the next values are held."""

    def __init__(self, stream: TextIO, path: Path) -> None:
        self._stream, self._path = stream, path
        self._held, self._at, self._passed = "", 0, 0
        self._ended = False

    def peek(self) -> str:
        """The next mark that is no blank; empty at the end."""
        while True:
            blank = _BLANK.match(self._held, self._at)
            self._at = blank.end() if blank else self._at
            if self._at < len(self._held) or not self._refill():
                return self._held[self._at : self._at + 1]

    def take(self, mark: str) -> None:
        """Pass over a mark that must stand here."""
        if self.peek() != mark:
            raise self.broken(Message.of('"{mark}" is missing', mark=mark) if self.peek() else _ENDS)
        self._at += 1

    def take_if(self, mark: str) -> bool:
        """Pass over a mark if it stands here."""
        if self.peek() != mark:
            return False
        self._at += 1
        return True

    def value(self) -> tuple[Any, str]:
        """The next value, and how it is written."""
        if not self.peek():
            raise self.broken(_ENDS)
        while True:
            try:
                value, end = _DECODER.raw_decode(self._held, self._at)
            except ValueError as error:
                if not self._refill():
                    raise self.broken(
                        Message.of("it is broken or ends in the middle ({error})", error=str(error))
                    ) from None
                continue
            if end < len(self._held) or not self._refill():
                written = self._held[self._at : end]
                self._at = end
                return value, written

    def key(self) -> str:
        """The next member's name."""
        if self.peek() != '"':
            raise self.broken(Message("the name of a member is missing"))
        return str(self.value()[0])

    def broken(self, what: Message) -> ImportRefused:
        """What to raise where the text is no JSON."""
        return refuse_reading(self._path, place=self._place, what=Message.of("no JSON, {what}", what=what))

    @property
    def _place(self) -> Message:
        return Message.of("character {number}", number=self._passed + self._at + 1)

    def _refill(self) -> bool:
        """Hold more of the text; False at its end."""
        if self._ended:
            return False
        rest = self._held[self._at :]
        if len(rest) > LONGEST_RECORD:
            raise refuse_reading(self._path, place=self._place, what=_TOO_LONG)
        more = self._stream.read(max(_PIECE, len(rest)))
        if "\x00" in more:
            raise refuse_reading(self._path, place=_AS_A_WHOLE, what=_NUL_BYTES)
        self._ended = not more
        self._passed += self._at
        self._held, self._at = rest + more, 0
        return not self._ended


def _walk(cursor: _Cursor, pages: JsonPages) -> Iterator[Record]:
    """The records of a text, numbered from 1."""
    number = 0
    while cursor.peek():
        if cursor.peek() not in "[{":
            raise cursor.broken(Message("neither an object nor a list of objects"))
        for told in _elements(cursor, pages) if cursor.peek() == "[" else _page_or_record(cursor, pages):
            number += 1
            yield number, told, None if told is not None else NO_OBJECT


def _elements(cursor: _Cursor, pages: JsonPages) -> Iterator[str | None]:
    """The records of a list; pages in it are opened. None for what is no object."""
    cursor.take("[")
    if cursor.take_if("]"):
        return
    while True:
        value, written = cursor.value()
        inner = pages.in_object(value) if isinstance(value, dict) else []
        if inner:
            for key in inner:
                yield from _written_again(value[key])
        else:
            yield written if isinstance(value, dict) else None
        if cursor.take_if("]"):
            return
        cursor.take(",")


def _page_or_record(cursor: _Cursor, pages: JsonPages) -> Iterator[str | None]:
    """The records of a page, however long; or the one record that an object is."""
    cursor.take("{")
    fields: dict[str, Any] = {}
    is_page, characters = False, 0
    more = not cursor.take_if("}")
    while more:
        key = cursor.key()
        cursor.take(":")
        if key in pages.keys and cursor.peek() in "[{":
            is_page = True
            yield from _elements(cursor, pages) if cursor.peek() == "[" else [cursor.value()[1]]
        elif is_page and cursor.peek() == "[":
            for _ in _elements(cursor, JsonPages.of()):
                pass
        elif is_page:
            cursor.value()
        else:
            fields[key], written = cursor.value()
            characters += len(written)
            if characters > LONGEST_RECORD:
                raise cursor.broken(_TOO_LONG)
        more = not cursor.take_if("}")
        if more:
            cursor.take(",")
    if not is_page:
        yield json.dumps(fields)


def _written_again(found: Any) -> Iterator[str | None]:
    for value in found if isinstance(found, list) else [found]:
        yield json.dumps(value) if isinstance(value, dict) else None


@contextmanager
def _open_bytes(path: Path) -> Iterator[BinaryIO]:
    """The file, unpacked."""
    with path.open("rb") as raw:
        packed = raw.read(2) == _GZIP
        raw.seek(0)
        try:
            yield gzip.GzipFile(fileobj=raw) if packed else raw  # type: ignore[misc]
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise ImportRefused("{path} is damaged: {error}; fetch it again", path=path, error=error) from None
