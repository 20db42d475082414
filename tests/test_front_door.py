"""What a user gets wrong at the front door: a sentence that tells what to do, exit code 2, the store unchanged."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from data.desk_file import read_desk
from data.lock import hold_lock
from data.warehouse import Warehouse
from tsunagari import main

MAPPING = """
[import.mapping.calls]
queue = "support"
leg_id = "id"
entered_at = "arrived"
answered_at = "answered"
ended_at = "ended"
"""
ROW = "1,2026-04-06 10:00:00,2026-04-06 10:00:20,2026-04-06 10:04:00\n"
HEADER = "id,arrived,answered,ended\n"


def _run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def _legs(desk: Path) -> int:
    with Warehouse.open(read_desk(desk)) as warehouse:
        return len(warehouse.table("contact_leg"))


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A new desk with a mapping and one call in its store."""
    folder = tmp_path / "desk"
    assert _run("new", "--desk", folder, "--name", "試験").exit_code == 0
    with (folder / "desk.toml").open("a", encoding="utf-8") as file:
        file.write(MAPPING)
    (tmp_path / "first.csv").write_text(HEADER + ROW)
    assert _run("import", tmp_path / "first.csv", "--desk", folder).exit_code == 0
    return folder


def _absent(folder: Path) -> Path:
    return folder / "absent.csv"


def _a_folder(folder: Path) -> Path:
    (folder / "logs").mkdir()
    return folder / "logs"


def _empty(folder: Path) -> Path:
    (folder / "empty.csv").write_bytes(b"")
    return folder / "empty.csv"


def _without_a_column(folder: Path) -> Path:
    (folder / "narrow.csv").write_text("id,answered,ended\n2,2026-04-06 10:00:20,2026-04-06 10:04:00\n")
    return folder / "narrow.csv"


def _binary(folder: Path) -> Path:
    (folder / "binary.csv").write_bytes(bytes(range(256)) * 10)
    return folder / "binary.csv"


@pytest.mark.parametrize(
    ("make", "told"),
    [
        pytest.param(_absent, "there is no file", id="no such file"),
        pytest.param(_a_folder, "is a folder", id="a folder instead of a file"),
        pytest.param(_empty, "empty", id="an empty file"),
        pytest.param(_without_a_column, '"arrived"', id="a missing column"),
        pytest.param(_binary, "binary.csv", id="no text"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_and_the_good_one_beside_it_is_not_stored(
    desk: Path, tmp_path: Path, make: Callable[[Path], Path], told: str
) -> None:
    (tmp_path / "good.csv").write_text(HEADER + ROW.replace("1,", "2,", 1))

    done = _run("import", tmp_path / "good.csv", make(tmp_path), "--desk", desk)

    assert done.exit_code == 2
    assert told in done.stderr
    assert "Traceback" not in done.output
    assert _legs(desk) == 1


def test_two_imports_at_once_leave_the_second_with_a_sentence(desk: Path, tmp_path: Path) -> None:
    (tmp_path / "good.csv").write_text(HEADER + ROW.replace("1,", "2,", 1))

    with hold_lock(desk / ".tsunagari" / "lock", wait_seconds=0, purpose="import"):
        done = _run("import", tmp_path / "good.csv", "--desk", desk, "--wait", "0.2")

    assert done.exit_code == 2
    assert "import" in done.stderr
    assert "Try again when it has ended" in done.stderr
    assert _legs(desk) == 1


def test_half_a_desk_file_is_told_with_its_line(desk: Path) -> None:
    path = desk / "desk.toml"
    path.write_text(path.read_text(encoding="utf-8")[:600] + '\nname = "half', encoding="utf-8")

    done = _run("forecast", "--desk", desk)

    assert done.exit_code == 2
    assert "desk.toml" in done.stderr
    assert "line" in done.stderr


def test_a_wrong_value_is_told_with_key_path_line_and_value(desk: Path) -> None:
    path = desk / "desk.toml"
    text = path.read_text(encoding="utf-8")
    line = next(number for number, row in enumerate(text.splitlines(), 1) if row.startswith("threshold_seconds"))
    path.write_text(text.replace("threshold_seconds = 180", 'threshold_seconds = "soon"'), encoding="utf-8")

    done = _run("staff", "--desk", desk)

    assert done.exit_code == 2
    assert f"line {line}" in done.stderr
    assert "queue.support.goal.threshold_seconds = 'soon'" in done.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("forecast", "--as-of", "yesterday"), "2026-04-01T13:00"),
        (("forecast", "--as-of", "2020-01-01"), "the log begins on 2026-04-06"),
        (("forecast", "--out", "table.txt"), "one of .csv, .parquet"),
        (("forecast", "--out", "absent/table.csv"), "there is no folder"),
        (("staff", "--forecast", "absent.csv"), "absent.csv is no file"),
        (("plan", "--start", "soon"), "write 2026-04-01"),
        (("plan", "--start", "2026-04-05", "--requirement", "absent.csv"), "absent.csv is no file"),
        (("publish",), "tsunagari forecast"),
        (("serve", "--host", "0.0.0.0"), "no sign-in"),
        (("backtest",), "at least two days"),
        (("demo", "hosting", "--until", "tomorrow"), "write 2026-04-01"),
        (("demo", "shop"), "hosting"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_a_wrong_word_is_answered_with_a_way_out(desk: Path, words: tuple[str, ...], told: str) -> None:
    done = _run(*words, "--desk", desk)

    assert done.exit_code == 2
    assert told in done.stderr


def test_a_folder_that_is_no_desk_says_how_to_make_one(tmp_path: Path) -> None:
    done = _run("forecast", "--desk", tmp_path)

    assert done.exit_code == 2
    assert "tsunagari new" in done.stderr


def test_a_failure_of_ours_is_one_line_and_exit_code_1(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_folder: Path) -> None:
        raise ZeroDivisionError("ours")

    monkeypatch.setattr("terminal.read_desk", fail)

    done = _run("legs", "--desk", desk)

    assert done.exit_code == 1
    assert done.stderr.count("\n") == 1
    assert "ZeroDivisionError: ours" in done.stderr


def test_a_second_import_of_the_same_file_changes_nothing(desk: Path, tmp_path: Path) -> None:
    done = _run("import", tmp_path / "first.csv", "--desk", desk, "--json")

    assert json.loads(done.stdout) == {"read": 1, "new": 0, "changed": 0, "same": 1, "rejected": 0}


def test_a_preview_stores_nothing(desk: Path, tmp_path: Path) -> None:
    (tmp_path / "good.csv").write_text(HEADER + ROW.replace("1,", "2,", 1))

    done = _run("import", tmp_path / "good.csv", "--desk", desk, "--preview")

    assert done.exit_code == 0
    assert "support" in done.stdout
    assert _legs(desk) == 1


def test_the_table_goes_to_stdout_and_the_messages_to_stderr(desk: Path) -> None:
    done = _run("forecast", "--desk", desk, "--horizon", "2")

    assert done.stdout.startswith("queue,channel,interval_start,interval_minutes,mean,q025,")
    assert done.stdout.count("\n") == 1 + 2 * 16
    assert "support" in done.stderr


def test_a_log_in_which_every_row_is_refused_is_still_an_import(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    _run("new", "--desk", folder)
    with (folder / "desk.toml").open("a", encoding="utf-8") as file:
        file.write(MAPPING)
    (tmp_path / "bad.csv").write_text(HEADER + ROW.replace("2026-04-06 10:00:00", "soon"))

    done = _run("import", tmp_path / "bad.csv", "--desk", folder, "--json")

    assert done.exit_code == 0
    assert json.loads(done.stdout) == {"read": 1, "new": 0, "changed": 0, "same": 0, "rejected": 1}


def test_imports_are_listed_and_one_of_them_is_taken_back(desk: Path) -> None:
    assert _run("import", desk.parent / "first.csv", "--desk", desk).exit_code == 0

    listed = _run("import", "--list", "--desk", desk, "--json")
    undone = _run("import", "--undo", 1, "--desk", desk)

    imports = json.loads(listed.stdout)["imports"]
    assert [one["batch"] for one in imports] == [1, 2]
    assert {one["imported_at"][-6:] for one in imports} == {"+09:00"}
    assert (undone.exit_code, "import 1 is undone" in undone.stderr) == (0, True)
    assert _run("import", "--undo", 99, "--desk", desk).exit_code == 2
    assert _run("import", "--desk", desk).exit_code == 2


def test_a_customer_is_forgotten_by_a_number_read_from_stdin(desk: Path) -> None:
    done = CliRunner().invoke(main, ["forget", "--desk", str(desk), "--json"], input="03-0000-1234\n")

    assert (done.exit_code, json.loads(done.stdout)) == (0, {"forgotten": 0})


@pytest.mark.parametrize("words", [("forecast",), ("duties",), ("run",), ("legs", "--json")], ids=" ".join)
def test_a_desk_that_may_not_be_written_is_told_with_a_way_out(
    desk: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.lock.os.access", lambda _path, mode: mode != os.W_OK)

    done = _run(*words, "--desk", desk)

    assert done.exit_code == 2
    assert f"{desk / '.tsunagari'} cannot be written" in done.stderr
    assert "work on a copy" in done.stderr
