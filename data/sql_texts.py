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

_MOST_UNDERSTOOD = 500
"""Our files are half as many; beyond it are the texts of many mappings."""

_UNDERSTOOD: dict[str, list[Any]] = {}


class Connection(Protocol):
    """What understands SQL; any other may carry out what it gives."""

    def extract_statements(self, query: str) -> list[Any]:
        """The text's statements."""


@cache
def sql_of(name: str) -> str:
    """The text of `data/sql/<name>.sql`."""
    return (_FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def understood(sql: str, *, by: Connection) -> list[Any]:
    """The statements of a text."""
    if sql not in _UNDERSTOOD:
        if len(_UNDERSTOOD) >= _MOST_UNDERSTOOD:
            _UNDERSTOOD.clear()
        _UNDERSTOOD[sql] = by.extract_statements(sql)
    return _UNDERSTOOD[sql]


@cache
def schema_digest() -> str:
    """Names all that today's schema files say."""
    return sha256("\0".join(map(sql_of, SCHEMAS)).encode()).hexdigest()
