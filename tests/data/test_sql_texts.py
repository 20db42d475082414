"""What a text of SQL says is understood once, and the last few built ones are remembered."""

import pytest

from data import sql_texts
from data.sql_texts import statements_of, understood


class Reader:
    """Understands a text as itself, and keeps count."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def extract_statements(self, query: str) -> list[str]:
        self.read.append(query)
        return [query]


@pytest.fixture(autouse=True)
def nothing_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sql_texts, "_OF_FILES", {})
    monkeypatch.setattr(sql_texts, "_OF_TEXTS", {})


def test_a_file_is_understood_by_the_first_connection_that_asks() -> None:
    first, second = Reader(), Reader()

    told = [statements_of("load_count_totals", by=reader) for reader in (first, second)]

    assert told[0] == told[1]
    assert (len(first.read), len(second.read)) == (1, 0)


def test_of_built_texts_those_asked_for_last_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sql_texts, "_MOST_TEXTS", 2)
    reader = Reader()

    for text in ("a", "b", "a", "c", "a", "b"):
        assert understood(text, by=reader) == [text]

    assert reader.read == ["a", "b", "c", "b"]
