"""On a Japanese desk the command line speaks Japanese: what is wrong, where, and the way out; exit code 2."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from data.lock import hold_lock
from tests.test_front_door import HEADER, MAPPING, ROW
from tsunagari import main

_JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")


@pytest.fixture(autouse=True)
def _no_language_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TSUNAGARI_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A new Japanese desk that can read calls; its log is empty."""
    folder = tmp_path / "desk"
    assert _run("new", "--desk", folder, "--name", "試験").exit_code == 0
    with (folder / "desk.toml").open("a", encoding="utf-8") as file:
        file.write(MAPPING)
    return folder


def _run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def _refused(*words: str | Path) -> str:
    """What is said of a user's mistake; it is Japanese."""
    done = _run(*words)
    assert done.exit_code == 2, done.output
    assert _JAPANESE.search(done.stderr)
    return done.stderr


def _change(desk: Path, old: str, new: str) -> int:
    """Write something else into desk.toml; gives the line."""
    path = desk / "desk.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_a_folder_that_is_no_desk_is_told_in_the_language_of_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_english = _run("forecast", "--desk", tmp_path).stderr
    monkeypatch.setenv("LANG", "ja_JP.UTF-8")

    told = _refused("forecast", "--desk", tmp_path)

    assert "is no desk" in in_english
    assert f"{tmp_path} はデスクのフォルダーではありません" in told
    assert f"tsunagari new {tmp_path}" in told


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param("threshold_seconds = 180", "threshold_seconds = -1",
                     "queue.support.goal.threshold_seconds = -1：0 以上の値にしてください", id="a number too small"),
        pytest.param("threshold_seconds = 180", 'threshold_seconds = "soon"',
                     "queue.support.goal.threshold_seconds = 'soon'：数値にしてください", id="no number"),
        pytest.param('time_zone = "Asia/Tokyo"', 'time_zone = "Tokyo"',
                     "time_zone = 'Tokyo'：IANA のタイムゾーン名ではありません", id="a check of ours"),
        pytest.param('week_starts = "sunday"', 'week_starts = "someday"',
                     "week_starts = 'someday'：次のいずれかにしてください：'monday'", id="none of a list"),
        pytest.param('mon = ["10:00-18:00"]', 'mon = ["18:00-18:00"]',
                     "「18:00-18:00」", id="a span that holds nothing"),
        pytest.param("threshold_seconds = 180", "threshold = 180",
                     "queue.support.goal.threshold = 180：desk.toml にはない項目です", id="a field that is none"),
        pytest.param("threshold_seconds = 180", "threshold_seconds =", "値が正しくありません", id="no TOML"),
    ],
)  # fmt: skip
def test_a_wrong_value_of_desk_toml_is_told_with_file_line_field_value_and_way_out(
    desk: Path, old: str, new: str, told: str
) -> None:
    line = _change(desk, old, new)

    said = _refused("staff", "--desk", desk)

    assert str(desk / "desk.toml") in said
    assert f"{line}行目" in said
    assert told in said


def test_half_a_desk_file_still_tells_its_language(desk: Path) -> None:
    _change(desk, 'language = "ja"', 'language = "en"')
    _change(desk, "threshold_seconds = 180", "threshold_seconds =")

    assert "is not complete TOML: Invalid value (at line" in _run("staff", "--desk", desk).stderr


def test_a_wrong_cell_of_staff_csv_is_told_with_line_column_and_value(desk: Path) -> None:
    (desk / "staff.csv").write_text("person,start_date\n佐藤,soon\n", encoding="utf-8")

    assert f"{desk / 'staff.csv'} 2行目：start_date =「soon」は日付ではありません" in _refused("staff", "--desk", desk)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(b"", "空のファイルです", id="empty"),
        pytest.param(bytes(range(256)) * 10, "バイナリーデータを含みます", id="binary"),
        pytest.param(b"PK\x03\x04rest", "ZIP ファイルとして読み取れません", id="a damaged workbook"),
        pytest.param(b"\x1f\x8bbroken", "壊れています", id="a damaged archive"),
        pytest.param(b"id,answered,ended\n", '列 "arrived" (entered_at)', id="a missing column"),
        pytest.param(
            (HEADER + '1,"2026-04-06\n').encode(), "2行目：引用符が正しく閉じられていません", id="a quote left open"
        ),
        pytest.param(
            (HEADER + "応答").encode() + b"\x89\x9e\xff\xfe\xff\n", "utf-8 ではありません", id="two encodings"
        ),
    ],
)
def test_a_hostile_log_is_refused_in_japanese(desk: Path, tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "log.csv").write_bytes(content)

    said = _refused("import", tmp_path / "log.csv", "--desk", desk)

    assert told in said
    assert "log.csv" in said


def test_what_became_of_each_row_is_told_in_japanese(desk: Path, tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(HEADER + ROW + ROW.replace("2026-04-06 10:00:00", "soon") + "3,too,few\n")

    said = _run("import", tmp_path / "log.csv", "--desk", desk).stderr

    assert "log.csv：読み取り 3行 = 新規 1 + 変更 0 + 変化なし 0 + 取り込み不可 2" in said
    assert "取り込み不可 1行：arrived が書式 ISO 8601 の1970〜2099年の日時ではありません" in said
    assert "取り込み不可 1行：列の数が3で、見出しの4と合いません" in said


def test_an_empty_log_says_what_to_run_first(desk: Path) -> None:
    assert "`tsunagari import ファイル...`" in _refused("forecast", "--desk", desk)


def test_a_desk_that_is_in_use_says_by_what_and_how_to_wait(desk: Path) -> None:
    with hold_lock(desk / ".tsunagari" / "lock", wait_seconds=0, purpose="import"):
        said = _refused("forecast", "--desk", desk, "--wait", "0.1")

    assert re.search(r"import \(process \d+\) が実行中で、0\.1秒以内に終わりませんでした", said)
    assert "--wait 秒数" in said


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("forecast", "--horizon", "500"), "'--horizon' の値が正しくありません：500 は範囲外です。1<=x<=400 の範囲"),
        (("forecast", "--horizon", "soon"), "'soon' は整数ではありません"),
        (("forecast", "--by", "year"), "'year' は選べません。次のいずれかを指定してください：'interval', 'day'"),
        (("forecast", "--out", "table.txt"), "table.txt の拡張子は .csv, .parquet のいずれか"),
        (("forecast", "--as-of", "soon"), "--as-of「soon」は日付や時刻ではありません"),
        (("forecast", "--horizn", "3"), "--horizn' というオプションはありません"),
        (("forecast", "--horizon"), "'--horizon' には値が必要です"),
        (("plan",), "'--start' を指定してください"),
        (("plan", "--start", "2026-13-01"), "--start「2026-13-01」は日付ではありません"),
        (("staff", "--one-more", "12:00"), "「12:00」は時間帯ではありません"),
        (("demo", "shop"), "'shop' は選べません"),
        (("forcast",), "'forcast' というコマンドはありません"),
        (("import",), "取り込むファイルを1つ以上指定してください"),
        (("serve", "--host", "0.0.0.0"), "0.0.0.0 ではページを公開できません"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_a_wrong_option_is_told_with_its_name_its_value_and_what_would_do(
    desk: Path, words: tuple[str, ...], told: str
) -> None:
    assert told in _refused(words[0], f"--desk={desk}", *words[1:])


def test_what_is_done_is_told_in_japanese_and_json_keeps_its_english_keys(desk: Path, tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(HEADER + ROW)
    _run("import", tmp_path / "log.csv", "--desk", desk)

    in_words = _run("legs", "--desk", desk, "--out", tmp_path / "legs.csv")
    as_json = _run("legs", "--desk", desk, "--out", tmp_path / "legs.csv", "--json")

    assert in_words.stderr == f"行数 1、出力先 {tmp_path / 'legs.csv'}\n"
    assert '"rows": 1' in as_json.stdout


def test_the_environment_overrules_the_desk(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TSUNAGARI_LANGUAGE", "en")

    assert "this desk's log is empty" in _run("forecast", "--desk", desk).stderr


def test_a_failure_of_ours_is_told_in_japanese_and_names_the_error(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_folder: Path) -> None:
        raise ZeroDivisionError("ours")

    monkeypatch.setattr("terminal.read_desk", fail)

    done = _run("legs", "--desk", desk)

    assert done.exit_code == 1
    assert "プログラムの不具合です" in done.stderr
    assert "ZeroDivisionError: ours" in done.stderr


def test_refused_rows_tell_their_reason_in_the_language_spoken(
    desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "log.csv").write_text(HEADER + "1,2026-04-06 10:00:00,,\n2,soon,,\n3,2099-04-06 10:00:00,,\n")
    assert _run("import", tmp_path / "log.csv", "--desk", desk).exit_code == 0

    in_japanese = _run("rejects", "--desk", desk).stdout
    monkeypatch.setenv("TSUNAGARI_LANGUAGE", "en")
    assert _run("rejects", "--desk", desk, "--out", tmp_path / "rejects.csv").exit_code == 0
    in_english = (tmp_path / "rejects.csv").read_text()

    assert "arrived が書式 ISO 8601 の1970〜2099年の日時ではありません" in in_japanese
    assert "今日より1年以上先の日時です" in in_japanese
    assert "arrived is no time of 1970 to 2099 in the form ISO 8601" in in_english
    assert "it came more than a year after today" in in_english
    assert in_japanese.splitlines()[0] == in_english.splitlines()[0] == "file_name,row_no,reason,masked_text"


def test_parts_of_a_summary_are_told_in_words_of_either_language(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    japanese = _run("duties", "--counts", "--desk", desk).stderr
    monkeypatch.setenv("TSUNAGARI_LANGUAGE", "en")
    english = _run("duties", "--counts", "--desk", desk).stderr

    assert "最多と最少の差（朝 0・遅番 0・週末 0・月末 0・ずれた昼休憩 0）" in japanese
    assert "保存済みのシフト計画がまだありません" in japanese
    assert "no shift plan was kept yet" in english
    assert "spread (mornings 0, late 0, weekends 0, month_ends 0, odd_lunches 0)" in english
