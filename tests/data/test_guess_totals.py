"""A report of totals is understood by its columns' names; what can mean two things is asked and the answer kept."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import chain
import tsunagari
from data.desk_file import read_desk
from data.errors import ImportRefused
from data.importers.choose_mapping import MappingMissing, choose_importer
from data.importers.guess_mapping import Proposal
from data.importers.totals_csv import TotalsCsv
from tests.data.test_totals_reports import desk_of

DAILY = ("日付,時間帯,入電数,応答数,放棄数,応答率",
         ["2025/4/7,9:00～9:30,12,10,2,83%", "2025/4/7,9:30～10:00,8,8,0,100%"])  # fmt: skip
BIZTEL = ("集計日,時間帯,業務名,着信数,応答数,放棄呼数,平均待ち時間,平均通話時間,平均後処理時間",
          ["2025/04/07,9:00,総合,12,10,2,0:00:15,0:05:00,0:01:00",
           "2025/04/07,9:15,総合,9,8,1,0:00:10,0:04:00,0:01:00"])  # fmt: skip
EIGHT = ("Date;Interval;Queue;Offered;Answered;Abandoned;AHT;ASA;SLA",
         ["2025-04-07;09:00;support;12;10;2;300;12;92", "2025-04-07;09:30;support;8;8;0;310;9;100"])  # fmt: skip
CONNECT = ("QueueName,TimeStamp,IncomingContactVolume,AverageHandleTime,ContactsHandled",
           ["support,2025-04-07T00:00:00Z,12,300,10", "support,2025-04-07T00:15:00Z,8,310,8"])  # fmt: skip


def _proposed(folder: Path, header: str, rows: list[str], **totals: dict[str, Any]) -> tuple[Proposal, Path]:
    path = folder / "report.csv"
    path.write_text("\r\n".join([header, *rows, ""]), encoding="cp932")
    with pytest.raises(MappingMissing) as missing:
        choose_importer(desk_of(folder, **totals), path)
    return missing.value.proposal, path


@pytest.mark.parametrize(
    ("report", "told"),
    [
        (DAILY, {"offered": [12, 8], "answered": [10, 8], "abandoned": [2, 0], "interval_s": [1800, 1800]}),
        (BIZTEL, {"offered": [12, 9], "answered": [10, 8], "wait_answered_s": [150, 80], "talk_s": [3000, 1920],
                  "acw_s": [600, 480], "interval_s": [900, 900]}),
        (EIGHT, {"offered": [12, 8], "abandoned": [2, 0], "handle_s": [3000, 2480], "wait_answered_s": [120, 72],
                 "interval_s": [1800, 1800]}),
        (CONNECT, {"offered": [12, 8], "answered": [10, 8], "handle_s": [3000, 2480], "interval_s": [900, 900]}),
    ],
    ids=["日付と時間帯", "BIZTEL", "8x8", "Connect"],
)  # fmt: skip
def test_the_reports_of_known_systems_are_understood(
    tmp_path: Path, report: tuple[str, list[str]], told: dict[str, list[float]]
) -> None:
    proposal, path = _proposed(tmp_path, *report)
    settled = proposal.settled([question.choices[0] for question in proposal.questions])

    importer = choose_importer(desk_of(tmp_path, report=settled), path)

    assert (proposal.kind, proposal.is_usable) == ("totals", True)
    assert isinstance(importer, TotalsCsv)
    [read] = importer.read()
    assert read.rejects["reason"].tolist() == []
    assert read.totals.rows["queue_key"].tolist() == ["support", "support"]
    assert {name: read.totals.rows[name].tolist() for name in told} == told


@pytest.mark.parametrize(
    ("columns", "cells", "about", "choice", "settled"),
    [
        ("着信数,応答数,放棄数", "12,8,2", "着信数", 0, {"offered": "着信数"}),
        ("着信数,応答数,放棄数", "12,8,2", "着信数", 1, {"offered": ["応答数", "放棄数"]}),
        ("着信数,応答数", "12,8", "着信数", 1, {"offered": "着信数"}),
        ("入電数,応答数,呼損", "12,8,2", "呼損", 0, {"abandoned": "呼損"}),
        ("入電数,応答数,呼損", "12,8,2", "呼損", 1, {"blocked": "呼損"}),
        ("入電数,応答数,放棄数,呼損", "12,8,2,1", "呼損", 0, {"abandoned": "放棄数"}),
        ("入電数,応答数,平均待ち", "12,8,20", "平均待ち", 0, {"mean_wait_seconds": "平均待ち"}),
        ("入電数,応答数,平均待ち", "12,8,20", "平均待ち", 1, {}),
    ],
)  # fmt: skip
def test_what_can_mean_two_things_is_asked(
    tmp_path: Path, columns: str, cells: str, about: str, choice: int, settled: dict[str, Any]
) -> None:
    proposal, _ = _proposed(tmp_path, f"日付,{columns}", [f"2025/4/7,{cells}"])

    [question] = proposal.questions
    told = proposal.settled([question.choices[choice]])

    fields = {"offered", "abandoned", "blocked", "mean_wait_seconds"} - set(proposal.settings)
    assert question.about == about
    assert {field: told[field] for field in fields & set(told)} == {
        field: value for field, value in settled.items() if field in fields
    }
    assert all(told[field] == value for field, value in settled.items())


def test_without_a_terminal_the_settings_of_each_answer_are_named(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("日付,着信数,応答数,放棄数\n2025/4/7,12,8,2\n", encoding="utf-8")

    with pytest.raises(ImportRefused) as refused:
        choose_importer(desk_of(tmp_path), tmp_path / "r.csv")

    told = str(refused.value)
    assert "[import.totals.my-counts]" in told
    assert 'opening hours: offered = "着信数"' in told
    assert 'offered = ["応答数", "放棄数"]' in told


def test_a_desk_whose_mappings_do_not_fit_is_offered_another_one(tmp_path: Path) -> None:
    other = {"queue": "support", "date": "Day", "offered": "Calls"}
    path = tmp_path / "r.csv"
    path.write_text("日付,入電数\n2025/4/7,12\n", encoding="utf-8")
    log = tmp_path / "log.csv"
    log.write_text("着信日時,応答日時\n2025/4/7 9:00,\n", encoding="utf-8")
    odd = tmp_path / "odd.csv"
    odd.write_text("a,b\n1,2\n", encoding="utf-8")

    with pytest.raises(MappingMissing, match=r'no column "Day"(.|\n)*\[import.totals.my-counts\]'):
        choose_importer(desk_of(tmp_path, other=other), path)
    with pytest.raises(MappingMissing, match=r'no column "Day"(.|\n)*\[import.mapping.my-phone-system\]'):
        choose_importer(desk_of(tmp_path, other=other), log)
    with pytest.raises(ImportRefused, match=r"for this form of file$"):
        choose_importer(desk_of(tmp_path, other=other), odd)


def test_at_a_terminal_a_table_of_totals_is_settled_kept_and_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = 'format = 1\nname = "試験"\ntime_zone = "Asia/Tokyo"\n[hours]\nphone = { mon = ["9:00-18:00"] }\n'
    (tmp_path / "desk.toml").write_text(text + '[[queue]]\nname = "support"\n', encoding="utf-8")
    (tmp_path / "r.csv").write_text("日付,着信数,応答数,放棄数\n2025/4/7,12,8,2\n", encoding="utf-8")
    monkeypatch.setattr(chain, "is_at_terminal", lambda: True)
    monkeypatch.setenv("TSUNAGARI_LANGUAGE", "ja")
    words = ["import", str(tmp_path / "r.csv"), "--desk", str(tmp_path)]

    done = CliRunner().invoke(tsunagari.main, words, input="2\ny\n")

    assert done.exit_code == 0, done.output
    assert "「着信数」に含まれるのは" in done.stderr
    assert read_desk(tmp_path).settings.imports.totals["my-counts"].offered == ("応答数", "放棄数")
