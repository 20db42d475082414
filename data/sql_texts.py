"""The files of `data/sql`, and what a text of SQL says, understood once in a process.

To understand the statements of a small import again and again took a tenth of it, and of a large one, which a long
query goes through piece by piece, as much.
"""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

_FOLDER = Path(__file__).parent / "sql"
SCHEMAS = sorted(path.stem for path in _FOLDER.glob("schema_*.sql"))
"""What makes the tables, in this order."""

_MOST_TEXTS = 30
"""What a text says takes many times its room, and a mapping's query may have a hundred thousand characters."""

_OF_FILES: dict[str, list[Any]] = {}
_OF_TEXTS: dict[str, list[Any]] = {}
"""The text asked for last stands at the end."""


class Connection(Protocol):
    """What understands SQL; any other may carry out what it gives."""

    def extract_statements(self, query: str) -> list[Any]:
        """The text's statements."""


@cache
def sql_of(name: str) -> str:
    """The text of `data/sql/<name>.sql`."""
    return (_FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def statements_of(name: str, *, by: Connection) -> list[Any]:
    """The statements of `data/sql/<name>.sql`."""
    if name not in _OF_FILES:
        _OF_FILES[name] = by.extract_statements(sql_of(name))
    return _OF_FILES[name]


def understood(sql: str, *, by: Connection) -> list[Any]:
    """The statements of a text that was built, of which only the last few are remembered."""
    statements = _OF_TEXTS.pop(sql, None)
    if statements is None:
        statements = by.extract_statements(sql)
        for oldest in list(_OF_TEXTS)[: len(_OF_TEXTS) + 1 - _MOST_TEXTS]:
            _OF_TEXTS.pop(oldest, None)
    _OF_TEXTS[sql] = statements
    return statements


@cache
def schema_digest() -> str:
    """Names all that today's schema files say."""
    return sha256("\0".join(map(sql_of, SCHEMAS)).encode()).hexdigest()
