"""A mapping is proposed by the names of columns; what a name cannot tell is asked and the answer kept."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import chain
import tsunagari
from data.desk import Desk
from data.desk_file import read_desk
from data.errors import ImportRefused
from data.importers.choose_mapping import MappingMissing, choose_importer
from data.importers.guess_mapping import LogSample, Proposal, guess_columns, propose_mapping
from data.remember_mapping import remember_mapping
from tests.data.log_builders import desk_with, read_log, write_log

BIZTEL = ("通話ID,発信者番号,業務,着信日時,応答日時,切断日時,待ち時間,通話時間,保留時間,後処理時間,オペレーター,結果",
          ["1,0300000001,総合,2025/04/07 9:00:00,2025/4/7 9:00:20,2025/4/7 9:05:20,0:00:20,5:00,0:00,1:00,a1,応答",
           "2,0300000002,総合,2025/04/07 24:00:00,,2025/04/07 24:00:40,0:00:40,,,,,放棄"])  # fmt: skip
COTOHA = (
    "日付,着信時刻,窓口,通話時間(分),ステータス",
    ["2025年4月7日,9時5分,総合,3,成立呼", "2025年4月7日,9時9分,総合,,不成立呼"],
)
LIVE_CALL = (
    "接続番号,スタッフ名,コール開始時間,着信時間,応答時間またはキャンセル時間,お客様待ち時間(秒),通話時間,ステータス",
    ["1,a1,2025/4/7 9:00:00,2025/4/7 9:00:10,2025/4/7 9:00:30,20,5:00,完了",
     "2,N/A,2025/4/7 9:10:00,2025/4/7 9:10:10,2025/4/7 9:10:40,30,N/A,キャンセル"],
)  # fmt: skip


def proposed(folder: Path, header: str, rows: list[str], *, above: list[str] | None = None) -> tuple[Proposal, Path]:
    """What is proposed for a log in CP932, and the log."""
    lines = [*(above or []), header]
    path = write_log(folder / "log.csv", [*lines[1:], *rows], header=lines[0], encoding="cp932")
    with pytest.raises(MappingMissing) as missing:
        choose_importer(desk_with(folder), path)
    return missing.value.proposal, path


@pytest.mark.parametrize(
    ("log", "waits", "talks", "outcomes"),
    [
        (BIZTEL, [20.0, 40.0], [300.0, None], ["answered", "abandoned"]),
        (LIVE_CALL, [20.0, 30.0], [300.0, None], ["answered", "abandoned"]),
    ],
    ids=["BIZTEL", "LiveCall"],
)
def test_the_columns_of_known_systems_are_understood(
    tmp_path: Path, log: tuple[str, list[str]], waits: list[float], talks: list[Any], outcomes: list[str]
) -> None:
    proposal, path = proposed(tmp_path, *log)
    desk = desk_with(tmp_path, proposal.settled([question.choices[0] for question in proposal.questions]))

    legs, rejects = read_log(desk, path)

    assert rejects["reason"].tolist() == []
    assert legs["outcome"].tolist() == outcomes
    assert legs["wait_s"].tolist() == waits
    assert legs["talk_s"].astype(object).where(legs["talk_s"].notna(), None).tolist() == talks


def test_whole_minutes_and_clock_times_beside_their_day_are_seen(tmp_path: Path) -> None:
    proposal, _ = proposed(tmp_path, *COTOHA)

    assert proposal.settings["days"] == {"着信時刻": "日付"}
    assert proposal.settings["number_unit"] == "minutes"
    assert proposal.settings["talk_seconds"] == "通話時間(分)"
    assert proposal.settings["outcomes"] == {"成立呼": "answered", "不成立呼": "abandoned"}


def test_the_header_is_found_below_a_title(tmp_path: Path) -> None:
    above = ["通話明細", "出力日時,2025年5月1日", ""]
    proposal, path = proposed(tmp_path, *BIZTEL, above=above)

    legs, rejects = read_log(desk_with(tmp_path, dict(proposal.settings)), path)

    assert legs["row_no"].tolist() == [5, 6]
    assert len(rejects) == 0


@pytest.mark.parametrize(
    ("header", "rows", "about"),
    [
        ("着信日時,呼出時間", ["2025/4/7 9:00,12"], "呼出時間"),
        ("着信日時,応答時間またはキャンセル時間", ["2025/4/7 9:00,2025/4/7 9:01"], "応答時間またはキャンセル時間"),
        ("着信日時,結果", ["2025/4/7 9:00,不在"], "不在"),
        ("着信日時,結果", ["2025/4/7 9:00,無応答"], "無応答"),
        ("着信日時,結果", ["2025/4/7 9:00,謎"], "謎"),
    ],
)
def test_what_can_mean_two_things_is_asked_and_named_where_nobody_can_be(
    tmp_path: Path, header: str, rows: list[str], about: str
) -> None:
    proposal, path = proposed(tmp_path, header, rows)

    assert [question.about for question in proposal.questions] == [about]
    with pytest.raises(ImportRefused, match=f"# {about}: what does"):
        choose_importer(desk_with(tmp_path), path)


def test_what_nobody_answered_is_never_taken_for_granted(tmp_path: Path) -> None:
    proposal, _ = proposed(tmp_path, "着信日時,結果,呼出時間", ["2025/4/7 9:00,不在,5"])

    assert "wait_seconds" not in proposal.settings
    assert proposal.settings["outcomes"] == {}
    ring_only, blocked = proposal.questions[0].choices[1], proposal.questions[1].choices[1]
    settled = proposal.settled([ring_only, blocked])
    assert "wait_seconds" not in settled
    assert settled["outcomes"] == {"不在": "blocked"}


@pytest.mark.parametrize(
    ("form", "told"),
    [("2025/04/07 09:05", None), ("2025年4月7日 9時5分", None), ("07.04.2025 09:05:00", "%d.%m.%Y %H:%M:%S")],
)
def test_only_times_that_are_not_read_as_they_stand_need_a_form(form: str, told: str | None) -> None:
    proposal = propose_mapping(LogSample(("着信日時",), ((form,),)), queue="support")

    assert proposal.settings.get("time_format") == told


def test_a_column_is_never_named_by_two_fields() -> None:
    guessed = guess_columns(("着信日時", "応答日時", "通話時間", "通話開始", "発信者番号", "チャネル"))

    assert guessed == {
        "entered_at": "着信日時",
        "answered_at": "応答日時",
        "talk_seconds": "通話時間",
        "channel_column": "チャネル",
        "customer": "発信者番号",
    }


# Asked at a terminal, and kept


DESK_TOML = """# our desk
format = 1
name = "試験"
time_zone = "Asia/Tokyo"
language = "ja"

[hours]
phone = { mon = ["10:00-18:00"] }  # lunch too

[[queue]]
name = "support"
"""


@pytest.fixture
def written_desk(tmp_path: Path) -> Desk:
    (tmp_path / "desk.toml").write_text(DESK_TOML, encoding="utf-8")
    write_log(tmp_path / "log.csv", ["2025/4/7 10:00,不在,5"], header="着信日時,結果,呼出時間", encoding="cp932")
    return read_desk(tmp_path)


def test_a_mapping_is_kept_in_desk_toml_with_all_comments(written_desk: Desk) -> None:
    settings = {"queue": "support", "entered_at": "着信日時", "outcomes": {"不在": "blocked"}}

    first = remember_mapping(written_desk, "pbx", settings)
    second = remember_mapping(read_desk(written_desk.folder), "pbx", settings)

    text = (written_desk.folder / "desk.toml").read_text(encoding="utf-8")
    assert (first, second) == ("pbx", "pbx-2")
    assert text.startswith(DESK_TOML)
    assert tomllib.loads(text)["import"]["mapping"] == {"pbx": settings, "pbx-2": settings}


def test_at_a_terminal_the_import_asks_keeps_the_answers_and_goes_on(
    written_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chain, "is_at_terminal", lambda: True)
    monkeypatch.setenv("TSUNAGARI_LANGUAGE", "ja")
    words = ["import", str(written_desk.folder / "log.csv"), "--desk", str(written_desk.folder)]

    done = CliRunner().invoke(tsunagari.main, words, input="2\n2\ny\n")

    assert "「呼出時間」は何の時間ですか" in done.stderr
    assert done.exit_code == 0, done.output
    [mapping] = read_desk(written_desk.folder).settings.imports.mapping.values()
    assert (mapping.wait_seconds, mapping.outcomes) == ("", {"不在": "blocked"})


def test_without_a_terminal_the_import_is_refused_and_names_the_setting(written_desk: Desk) -> None:
    words = ["import", str(written_desk.folder / "log.csv"), "--desk", str(written_desk.folder)]

    done = CliRunner().invoke(tsunagari.main, words)

    assert done.exit_code == 2
    assert 'all of the wait in the queue: wait_seconds = "呼出時間"' in done.stderr
    assert (written_desk.folder / "desk.toml").read_text(encoding="utf-8") == DESK_TOML
