from pathlib import Path

from dashboards.messages import messages_in
from data.import_logs import preview
from data.import_report import told_remark
from tests.data.asterisk_desk import asterisk_desk, line, write_lines


def test_a_preview_of_events_shows_legs_and_refusals_and_stores_nothing(tmp_path: Path) -> None:
    lines = [
        line(0, "1.1", "8000", "NONE", "ENTERQUEUE", "", "0312340000", 1),
        line(9, "1.1", "8000", "SIP/11", "CONNECT", 9, "1.2", 3),
        line(60, "1.1", "8000", "SIP/11", "COMPLETECALLER", 9, 51, 1),
        line(70, "1.9", "7777", "NONE", "ENTERQUEUE", "", "0312340000", 1),
    ]

    shown = preview(asterisk_desk(tmp_path), write_lines(tmp_path / "queue_log", lines))

    assert list(shown["outcome"].dropna()) == ["answered"]
    assert shown["remark"].str.startswith("refused: queue ").sum() == 1
    assert not (tmp_path / ".tsunagari" / "work.duckdb").exists()


def test_a_preview_of_what_agents_did_shows_their_time(tmp_path: Path) -> None:
    lines = [
        line(0, "NONE", "NONE", "SIP/11", "AGENTLOGIN", "x"),
        line(60, "NONE", "NONE", "SIP/11", "PAUSEALL", "lunch"),
        line(120, "NONE", "NONE", "SIP/11", "UNPAUSEALL", ""),
    ]

    shown = preview(asterisk_desk(tmp_path), write_lines(tmp_path / "queue_log", lines))

    assert list(shown["state"]) == ["available", "pause", "available"]
    assert list(shown["remark"]) == ["", "lunch", ""]
    assert shown["begins_at"].iloc[1].isoformat() == "2025-04-07T09:01:00+09:00"


def test_a_remark_of_a_preview_is_said_in_japanese() -> None:
    japanese = messages_in("ja")

    assert told_remark("no acw, transferred").said(japanese) == "後処理の記録なし, 転送あり"
    assert told_remark("refused: it names no queue").said(japanese) == "取り込み不可：キューがありません"
    assert told_remark("").said(japanese) == ""
