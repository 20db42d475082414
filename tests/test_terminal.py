"""Streams that end early or carry few letters, and commands that are stopped: a sentence, and nothing half done."""

import io
import json
import os
import sys
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from data.desk_file import read_desk
from data.sample_desks import draft
from data.snapshot import newest_path
from data.table_files import write_frame
from data.warehouse import Warehouse
from terminal import INTERRUPTED
from tsunagari import main

MAPPING = """
[import.mapping.calls]
queue = "support"
leg_id = "id"
entered_at = "arrived"
answered_at = "answered"
ended_at = "ended"
agent = "agent"
"""
LOG = "id,arrived,answered,ended,agent\n" + "".join(
    f"{day * 10 + hour},2026-04-{day:02d} {hour}:05:00,2026-04-{day:02d} {hour}:05:20,2026-04-{day:02d} {hour}:09:00,"
    "太郎\n"
    for day in (6, 7, 8, 9, 10)
    for hour in (10, 12, 14, 16)
)


def _run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A Japanese desk with a week of calls."""
    folder = tmp_path / "机"
    assert _run("new", "--desk", folder, "--name", "つながり").exit_code == 0
    with (folder / "desk.toml").open("a", encoding="utf-8") as file:
        file.write(MAPPING)
    (folder / "calls.csv").write_text(LOG, encoding="utf-8")
    assert _run("import", folder / "calls.csv", "--desk", folder).exit_code == 0
    return folder


@pytest.mark.parametrize(
    "words",
    [
        ("short", "--json"),
        ("forecast", "--as-of", "2026-04-11", "--horizon", "3"),
        ("forecast", "--as-of", "2026-04-11", "--out", "表.csv", "--json"),
        ("import", "calls.csv", "--preview"),
        ("forecast", "--as-of", "gestern"),
        ("forecast", "--horizon", "viel"),
    ],
    ids=" ".join,
)
def test_a_japanese_desk_speaks_through_streams_that_promise_ascii_alone(
    desk: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TSUNAGARI_LANGUAGE", "ja")
    outs, errs = io.BytesIO(), io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(outs, encoding="ascii", write_through=True))
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(errs, encoding="ascii", write_through=True))
    monkeypatch.chdir(desk)

    with pytest.raises(SystemExit) as ended:
        main(list(words))

    told = outs.getvalue().decode() + errs.getvalue().decode()
    assert ended.value.code in (0, 2)
    assert any(ord(letter) > 127 for letter in told)
    assert "ascii" not in told


def test_letters_without_a_place_in_the_terminals_encoding_are_escaped(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outs = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(outs, encoding="latin-1", write_through=True))
    monkeypatch.chdir(desk)

    with pytest.raises(SystemExit) as ended:
        main(["forecast", "--as-of", "2026-04-11", "--out", "表.csv", "--json"])

    assert ended.value.code == 0
    assert json.loads(outs.getvalue().decode("latin-1"))["out"] == "表.csv"


def test_a_reader_who_has_seen_enough_ends_a_command_in_silence(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TSUNAGARI_LANGUAGE", "en")
    read_end, write_end = os.pipe()
    os.close(read_end)
    monkeypatch.setattr(sys, "stdout", os.fdopen(write_end, "w"))

    with pytest.raises(SystemExit) as ended:
        main(["legs", "--desk", str(desk)])
    sys.stdout.close()

    assert ended.value.code == 0
    assert capfd.readouterr().err == ""


def _stop(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("words", "where"),
    [
        (("import", "more.csv"), "data.import_logs._file_report"),
        (("forecast",), "forecasting.forecast_queues.store_issued"),
        (("staff",), "staffing.staff_queues.store_issued"),
        (
            ("plan", "--start", "2026-04-13", "--weeks", "1", "--out", "plan.csv"),
            "staffing.planning.judged_plan.plan_shifts",
        ),
        (("backtest", "--origins", "1", "--horizon", "2", "--out", "b.csv"), "forecasting.backtest_queues.backtest"),
        (("run",), "data.import_logs._file_report"),
        (("legs", "--out", "legs.csv"), "data.warehouse.remove_part"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else None,
)
def test_a_stopped_command_says_so_and_leaves_the_desk_as_it_was(
    desk: Path, words: tuple[str, ...], where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TSUNAGARI_LANGUAGE", "en")
    monkeypatch.chdir(desk)
    for folder in (desk, desk / "logs"):
        (folder / "more.csv").write_text(LOG.replace("2026-04-", "2026-05-"), encoding="utf-8")
    before, files = _legs(desk), {path.name for path in desk.iterdir()}
    monkeypatch.setattr(where, _stop)

    done = _run(*words)

    monkeypatch.undo()
    assert done.exit_code == INTERRUPTED
    assert done.stderr.endswith(
        "tsunagari: stopped; what was finished until then stands, and nothing is left half done\n"
    )
    assert "Traceback" not in done.stderr
    assert _legs(desk) == before
    assert {path.name for path in desk.iterdir()} - {"legs.csv", ".legs.csv.part"} == files
    assert newest_path(read_desk(desk)) is not None


def _legs(desk: Path) -> int:
    with Warehouse.open(read_desk(desk)) as warehouse:
        return len(warehouse.table("contact_leg"))


def test_a_table_that_is_stopped_while_it_is_written_leaves_no_part_of_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_half(path: Path, text: str, **_: object) -> int:
        path.write_bytes(text.encode()[:5])
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "write_text", write_half)

    with pytest.raises(KeyboardInterrupt):
        write_frame(pd.DataFrame({"contacts": [1, 2]}), tmp_path / "table.csv")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("is_there", [True, False], ids=["empty", "absent"])
def test_a_stopped_sample_desk_can_be_asked_for_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_there: bool
) -> None:
    folder = tmp_path / "desk"
    if is_there:
        folder.mkdir()
    monkeypatch.setattr(draft, "write_desk_files", _stop)

    done = _run("demo", "mail-only", "--desk", folder, "--until", "2026-04-10")

    assert done.exit_code == INTERRUPTED
    assert folder.exists() == is_there
    assert not is_there or list(folder.iterdir()) == []
