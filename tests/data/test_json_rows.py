import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data.errors import ImportRefused
from data.importers import json_rows
from data.importers.json_rows import JsonPages, read_sample, stage_json
from data.warehouse import Warehouse

PAGES = JsonPages.of("tickets", "ticket", "results")


def rows_of(path: Path) -> pd.DataFrame:
    """`row_no, record, reason` of a file."""
    pieces: list[pd.DataFrame] = []
    with Warehouse.in_memory() as warehouse:
        stage_json(
            warehouse,
            path,
            lambda: pieces.append(warehouse.query_text("SELECT * FROM raw_json ORDER BY row_no")),
            pages=PAGES,
        )
    return pd.concat(pieces, ignore_index=True)


def numbers_of(path: Path) -> list[Any]:
    """The `id` of each record of a file, None where a row is none."""
    rows = rows_of(path)
    return [
        None if isinstance(reason, str) else json.loads(record)["id"]
        for record, reason in zip(rows["record"], rows["reason"], strict=True)
    ]


def written(folder: Path, content: bytes) -> Path:
    path = folder / "records.json"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    "content",
    [
        b'{"id": 1}\n{"id": 2}\n{"id": 3}\n',
        b'\xef\xbb\xbf{"id": 1}\r\n\r\n{"id": 2}\r\n   \r\n{"id": 3}',
        b'[{"id": 1}, {"id": 2},\n {"id": 3}]',
        b'{"count": 3, "users": [{"id": 9}], "tickets": [{"id": 1}, {"id": 2}, {"id": 3}], "next_page": null}',
        b'{"tickets": [{"id": 1}, {"id": 2}]}\n{"tickets": []}\n{"tickets": [{"id": 3}], "users": [{"id": 9}]}\n',
        b'[{"results": [{"id": 1}]}, {"tickets": [{"id": 2}, {"id": 3}]}]',
        b'{\n  "id": 1\n}\n{\n  "ticket": {\n    "id": 2\n  }\n}\n{"id": 3}',
        gzip.compress(b'{"id": 1}\n{"id": 2}\n{"id": 3}\n'),
    ],
    ids=["lines", "lines of Windows", "a list", "a page", "a page a line", "pages in a list", "indented", "packed"],
)
def test_every_form_gives_the_same_records(tmp_path: Path, content: bytes) -> None:
    assert numbers_of(written(tmp_path, content)) == [1, 2, 3]


def test_broken_lines_keep_their_number_and_nothing_else(tmp_path: Path) -> None:
    rows = rows_of(
        written(tmp_path, b'{"id": 1}\n{"id": 2\n\n"two"\n{"id": 3}\n{"id": 4} x\n{"id": "\xff"}\n{"id": 5}\n')
    )

    assert list(rows["row_no"]) == [1, 2, 4, 5, 6, 7, 8]
    assert [reason if isinstance(reason, str) else "" for reason in rows["reason"]] == [
        "", "the line is no complete JSON", "there is no JSON object", "", "the line is no complete JSON",
        "the line is no UTF-8", "",
    ]  # fmt: skip


def test_duckdb_and_python_read_lines_alike(tmp_path: Path) -> None:
    lines = b'{"id": 1}\n{"id": 2\n[1]\n{"id": 3}\n'
    plain, packed = written(tmp_path, lines), tmp_path / "records.json.gz"
    packed.write_bytes(gzip.compress(lines))

    assert rows_of(plain)[["row_no", "reason"]].equals(rows_of(packed)[["row_no", "reason"]])


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b'{"tickets": [{"id": 1}, {"id": 2}', "the file ends in the middle"),
        (b'[{"id": 1}, {"id": 2', "is broken or ends in the middle"),
        (b'[{"id": 1} {"id": 2}]', r'no JSON, "," is missing'),
        (b'"a word"', "neither an object nor a list of objects"),
        (b'[{"id": 1}, {"id": "\x00"}]', "NUL bytes"),
        (b'{"id": 1}\n{"id": "\x00"}\n', "line 2: there are NUL bytes"),
        (b'[{"id": 1}, {"id": "\xff"}]', "no UTF-8"),
        (b'[{"id": 1}, {"id": ' + b"[" * 200_000, "nested too deeply"),
        (gzip.compress(b'{"id": 1}\n' * 9000)[:-20], "is damaged"),
    ],
    ids=["empty", "a page cut", "a record cut", "no comma", "a word", "NUL in a list", "NUL in a line", "no UTF-8",
         "a bomb of brackets", "a packed file cut"],
)  # fmt: skip
def test_what_cannot_be_read_on_is_refused_with_its_place(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = written(tmp_path, content)

    with pytest.raises(ImportRefused, match=sentence) as refused:
        rows_of(path)

    assert str(path) in str(refused.value)


@pytest.mark.parametrize(
    "content",
    [lambda big: b'{"id": 1}\n{"id": "' + big + b'"}\n', lambda big: b'[{"id": 1}, {"id": "' + big + b'"}]'],
    ids=["a line", "a record of a list"],
)
def test_a_record_without_end_is_refused_before_it_fills_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: Callable[[bytes], bytes]
) -> None:
    monkeypatch.setattr(json_rows, "LONGEST_RECORD", 100_000)
    monkeypatch.setattr(json_rows, "_PIECE", 10_000)

    with pytest.raises(ImportRefused, match="is longer than 16,000,000 characters"):
        rows_of(written(tmp_path, content(b"x" * 900_000)))


def test_a_line_of_brackets_without_end_is_a_line_like_others(tmp_path: Path) -> None:
    deep = b'{"id": 2, "x": ' + b"[" * 300_000 + b"]" * 300_000 + b"}"

    rows = rows_of(written(tmp_path, b'{"id": 1}\n' + deep + b'\n{"id": 3}\n'))

    assert len(rows) == 3


def test_a_folder_and_a_missing_file_are_told(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="is a folder"):
        read_sample(tmp_path)
    with pytest.raises(ImportRefused, match="there is no file"):
        read_sample(tmp_path / "nowhere.json")
