"""Whatever a file holds, an import tells a sentence or accounts for every row."""

import gzip
import tracemalloc
from pathlib import Path

import pandas as pd
import pytest

from data.desk import Desk
from data.errors import ImportRefused, TsunagariError
from data.import_logs import import_logs
from data.importers.choose_mapping import choose_importer
from data.importers.csv_file import LONGEST_ROW
from data.warehouse import Warehouse
from tests.data.damage import mutated
from tests.data.hostile_answers import answers_to, answers_to_blocks, has_blocks
from tests.data.hostile_logs import CALLS, FORMATS, TOTALS, csv_desk
from tests.data.log_builders import HEADER, IN_MENU, LEFT, TALKED, write_log


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return csv_desk(tmp_path)


def _rows_of(desk: Desk, path: Path) -> int:
    """Rows that a file is read to hold; -1 where it is refused in a sentence. Anything else escapes."""
    try:
        return sum(piece.rows for piece in choose_importer(desk, path).read(chunk_rows=20))
    except TsunagariError as error:
        return -1 if len(str(error)) > 20 else -2


@pytest.mark.parametrize("content", [CALLS, TOTALS], ids=["calls", "totals"])
def test_no_mutated_file_ends_in_anything_but_a_sentence_or_an_account(desk: Desk, content: bytes) -> None:
    path = desk.folder / "hostile.csv"
    rows = []

    for seed in range(25):
        path.write_bytes(mutated(content, seed=seed))
        rows.append(_rows_of(desk, path))

    assert min(rows) == -1
    assert 3 <= rows.count(-1) <= 22


@pytest.mark.parametrize("content", [CALLS, TOTALS], ids=["calls", "totals"])
def test_every_row_of_a_mutated_file_is_new_changed_same_or_rejected(desk: Desk, content: bytes) -> None:
    paths = [desk.folder / f"hostile-{seed}.csv" for seed in range(12)]
    for seed, path in enumerate(paths):
        path.write_bytes(mutated(content, seed=seed))
    rows = {path.name: _rows_of(desk, path) for path in paths}
    readable = [path for path in paths if rows[path.name] >= 0]

    with Warehouse.open(desk) as warehouse:
        report = import_logs(desk, readable, warehouse=warehouse)
        again = import_logs(desk, readable, warehouse=warehouse)

    assert {file.file: file.new + file.changed + file.same + file.rejected for file in report.files} == {
        path.name: rows[path.name] for path in readable
    }
    assert report.new > 0
    assert (again.new, again.changed, again.rejected) == (0, 0, report.rejected)


@pytest.mark.parametrize("name", FORMATS)
def test_damaged_logs_of_every_format_are_answered_or_accounted_for(tmp_path: Path, name: str) -> None:
    answer = answers_to(name, tmp_path, range(4))

    assert answer.failures == ()
    assert answer.read + answer.refused == 4


@pytest.mark.parametrize("name", [name for name in FORMATS if has_blocks(name)])
def test_damaged_blocks_of_a_log_leave_the_others_as_they_are(tmp_path: Path, name: str) -> None:
    answer = answers_to_blocks(name, tmp_path, range(30))

    assert answer.failures == ()
    assert answer.read + answer.refused == 30
    assert answer.read >= 20


def test_a_contact_that_is_lost_among_blocks_is_told_with_its_seed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_it_is = Warehouse.query_text

    def lossy(warehouse: Warehouse, sql: str) -> pd.DataFrame:
        legs = as_it_is(warehouse, sql)
        return legs[~legs["told"].str.startswith("770000007")] if "AS told FROM contact_leg" in sql else legs

    monkeypatch.setattr(Warehouse, "query_text", lossy)

    answer = answers_to_blocks("queue_log", tmp_path, range(6, 9))

    assert len(answer.failures) == 1
    assert "770000007" in answer.failures[0]


def test_a_line_without_end_is_refused_without_taking_memory(desk: Desk) -> None:
    path = desk.folder / "endless.csv.gz"
    with gzip.open(path, "wb", compresslevel=1) as stream:
        stream.write(f"{HEADER}\n1,".encode())
        for _ in range(200):
            stream.write(b"9" * 1_000_000)
    tracemalloc.start()

    with pytest.raises(ImportRefused, match="line 2: the row there is longer than 1,000,000 characters"):
        list(choose_importer(desk, path).read())

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60_000_000


def test_a_row_of_endlessly_many_quoted_lines_is_refused(desk: Desk) -> None:
    path = write_log(desk.folder / "endless.csv", ['"a\n",' * (LONGEST_ROW // 4)])

    with pytest.raises(ImportRefused, match="longer than 1,000,000 characters"):
        list(choose_importer(desk, path).read())


def test_a_row_with_nul_bytes_is_refused_and_the_others_come_in(desk: Desk) -> None:
    rows = [LEFT] * 3000 + [TALKED.replace("a1", "a\x00")] + [IN_MENU]
    path = write_log(desk.folder / "nul.csv", rows)

    [piece] = choose_importer(desk, path).read()

    assert piece.rejects[["row_no", "reason"]].to_numpy().tolist() == [
        [3002, "the row holds NUL bytes, which are no text"]
    ]
    assert piece.rows == 3002


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (gzip.compress(b""), "is empty"),
        (gzip.compress(CALLS)[:60], "is damaged"),
        (gzip.compress(CALLS)[:-12] + b"12345678" + b"\x00" * 4, "is damaged"),
        (b"\x1f\x8b", "is damaged"),
        (b"\x00" * 50 + CALLS, "holds binary data"),
        (CALLS.replace(b"a1", "担当".encode("cp932")), "is not utf-8"),
        (CALLS.replace(b"id,", b"queued,"), 'has 2 columns "queued"'),
        (b"", "is empty"),
    ],
    ids=["empty gzip", "cut gzip", "wrong sum", "two bytes", "binary", "another encoding", "two of a name", "empty"],
)
def test_a_file_that_is_no_log_is_told_in_a_sentence(desk: Desk, content: bytes, told: str) -> None:
    path = desk.folder / "log.csv"
    path.write_bytes(content)

    with pytest.raises(ImportRefused, match=told):
        list(choose_importer(desk, path, format="m1").read())
