"""The verb by which a lead overrides a forecast: what it refuses, what it changes, and what never learns of it."""

import io
import json
import shutil
from datetime import timedelta
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from data.desk_file import read_desk
from data.snapshot import Snapshot, publish_snapshot
from data.warehouse import Warehouse
from tests.conftest import REPOSITORY
from tests.data.logged_desk import Call, logged_desk, more_calls
from tsunagari import main

NOW = pd.Timestamp("2026-04-04 09:00", tz="Asia/Tokyo")
"""A Saturday; the log ends with the Friday."""
TV = ("--queue", "support", "--day", "2026-04-08", "--author", "佐藤", "--note", "TV programme")
DESK_TOML = """format = 1
name = "d"
time_zone = "Asia/Tokyo"
language = "en"
[[queue]]
name = "support"
[hours.phone]
"""


@pytest.fixture
def new_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desk whose log is empty."""
    _say_now(monkeypatch, NOW)
    return _write_toml(tmp_path / "desk")


@pytest.fixture
def desk(logged: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the desk with a log."""
    _say_now(monkeypatch, NOW)
    return Path(shutil.copytree(logged, tmp_path / "desk"))


@pytest.fixture(scope="module")
def logged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirteen weeks of two calls each half-hour, until the Friday before now."""
    folder = _write_toml(tmp_path_factory.mktemp("logged") / "desk")
    days = pd.bdate_range("2026-01-05", "2026-04-03")
    calls = [(str(day + timedelta(minutes=600 + 15 * k)), 20.0, 180.0) for day in days for k in range(32)]
    return logged_desk(folder, read_desk(folder).settings, calls).folder


def _write_toml(folder: Path) -> Path:
    hours = "\n".join(f'{day} = ["10:00-18:00"]' for day in ("mon", "tue", "wed", "thu", "fri"))
    folder.mkdir()
    (folder / "desk.toml").write_text(DESK_TOML + hours, encoding="utf-8")
    return folder


def _say_now(monkeypatch: pytest.MonkeyPatch, moment: pd.Timestamp) -> None:
    monkeypatch.setattr("override_verb.moment_now", lambda: moment)


def _run(desk: Path, verb: str, *words: str) -> Result:
    return CliRunner().invoke(main, [verb, "--desk", str(desk), *words])


def _done(desk: Path, verb: str, *words: str) -> Result:
    done = _run(desk, verb, *words)
    assert done.exit_code == 0, done.stderr
    return done


def _days(desk: Path, *words: str) -> pd.DataFrame:
    """The forecast by day, and by the day of April."""
    told = pd.read_csv(io.StringIO(_done(desk, "forecast", "--by", "day", "--horizon", "7", *words).stdout))
    return told.set_index(told["interval_start"].str[8:10].astype(int))


def test_an_override_counts_at_once_in_forecast_and_staff_and_is_shown_apart(desk: Path) -> None:
    before, people = _days(desk), _staffed(desk)

    kept = _done(desk, "override", *TV, "--factor", "9")
    after, more = _done(desk, "forecast", "--by", "day", "--horizon", "7"), _staffed(desk)

    days = _days(desk)
    assert "override 1 (2026-04-08) is kept" in kept.stderr
    assert days["mean"][8] == pytest.approx(9 * before["mean"][8], rel=1e-4)
    assert days["mean_without_override"].to_numpy() == pytest.approx(before["mean"].to_numpy(), rel=1e-4)
    assert "override 1 by 佐藤 holds on 2026-04-08 (×9)" in after.stderr
    assert more[8] > people[8]
    assert more[7] == people[7]
    with Snapshot.newest(read_desk(desk)) as snapshot:
        forecast, effects = snapshot.table("issued_forecast"), snapshot.table("issued_effect")
        numbers = snapshot.table("issued_override")["number"]
    changed = forecast["mean"] != forecast["mean_without_override"]
    assert set(forecast["interval_start"][changed].dt.day) == {8}
    assert effects[effects["effect"] == "override"]["factor"].tolist() == pytest.approx([9.0])
    assert numbers.tolist() == [1]


def _staffed(desk: Path) -> "pd.Series[int]":
    """The most people required on each day of April."""
    told = pd.read_csv(io.StringIO(_done(desk, "staff", "--horizon", "7").stdout))
    return told.groupby(told["interval_start"].str[8:10].astype(int))["agents"].sum()


def test_a_forecast_as_of_an_earlier_moment_knows_neither_what_was_made_nor_what_was_removed_since(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = _days(desk)["mean"][8]
    _done(desk, "override", *TV, "--factor", "3")
    _say_now(monkeypatch, NOW + timedelta(hours=1))
    _done(desk, "override", "--remove", "1", "--author", "田中")

    hours = ("08:59", "09:00", "09:59", "10:00")
    known = [_days(desk, "--as-of", f"2026-04-04T{hour}")["mean"][8] for hour in hours]

    assert known == pytest.approx([usual, 3 * usual, 3 * usual, usual], rel=1e-4)
    assert _days(desk)["mean"][8] == pytest.approx(usual)


def test_author_and_note_stay_in_the_desks_folder_and_reach_no_published_file(desk: Path) -> None:
    _done(desk, "override", *TV, "--factor", "3")
    _done(desk, "forecast")

    _done(desk, "publish")

    published = "".join(path.read_text(encoding="utf-8") for path in (desk / "site").rglob("*") if path.is_file())
    assert "best-times" in published
    assert not any(secret in published for secret in ("佐藤", "TV programme", "override", "手修正"))
    with Snapshot.newest(read_desk(desk)) as snapshot:
        assert snapshot.table("issued_remark")["remark"].str.contains("佐藤").any()


def test_what_is_issued_anew_after_a_removal_keeps_no_trace_of_the_override(desk: Path) -> None:
    _done(desk, "override", *TV, "--factor", "3")
    _done(desk, "forecast")
    _done(desk, "override", "--remove", "1")
    _done(desk, "forecast")

    with Snapshot.newest(read_desk(desk)) as snapshot:
        remarks, numbers = snapshot.table("issued_remark"), snapshot.table("issued_override")

    assert not remarks["remark_en"].str.contains("override").any()
    assert numbers.empty


def test_a_backtest_scores_the_model_without_overrides(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("--origins", "1", "--horizon", "12")
    before = _done(desk, "backtest", *words).stdout
    _say_now(monkeypatch, pd.Timestamp("2026-03-20", tz="Asia/Tokyo"))
    _done(desk, "override", *TV, "--factor", "3")
    _done(desk, "override", "--queue", "support", "--day", "2026-03-24", "--until", "2026-04-03", "--author", "佐藤",
          "--note", "TV", "--contacts", "900")  # fmt: skip

    assert _done(desk, "backtest", *words).stdout == before


def test_a_run_forecasts_anew_once_an_override_was_made(new_desk: Path) -> None:
    from chain import _standing_overrides
    from data.run_ledger import RunLedger

    opened = read_desk(new_desk)
    RunLedger.open(opened, known_files=[], seed=0, overrides=_standing_overrides(opened)).mark("staff")

    _done(new_desk, "override", *TV, "--factor", "3")

    again = RunLedger.open(opened, known_files=[], seed=0, overrides=_standing_overrides(opened))
    assert not again.is_done("staff")


def test_the_list_shows_every_override_as_a_table_and_as_json(new_desk: Path) -> None:
    _done(new_desk, "override", *TV, "--factor", "1.3")
    made = json.loads(
        _done(new_desk, "override", *TV, "--contacts", "500", "--between", "10:00-12:00", "--json").stdout
    )
    removed = _done(new_desk, "override", "--remove", "1", "--author", "田中")

    table = pd.read_csv(io.StringIO(_done(new_desk, "override", "--list").stdout))
    rows = json.loads(_done(new_desk, "override", "--list", "--json").stdout)["overrides"]

    assert "is removed" in removed.stderr
    assert made | {"made_at": NOW.isoformat()} == rows[1]
    assert (made["number"], made["between"], made["contacts"], made["factor"]) == (2, "10:00-12:00", 500, None)
    assert table[["number", "author", "removed_by"]].fillna("").to_numpy().tolist() == [[1, "佐藤", "田中"],
                                                                                        [2, "佐藤", ""]]  # fmt: skip
    assert rows[0]["removed_at"] == NOW.isoformat()
    assert rows[1]["removed_at"] is None


def test_a_second_override_of_the_same_time_is_kept_with_a_warning(new_desk: Path) -> None:
    _done(new_desk, "override", *TV, "--factor", "1.3")

    second = _done(new_desk, "override", *TV, "--factor", "1.1")

    assert "override 1 speaks of the same time: factors multiply" in second.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param(("--factor", "1.3", "--queue", "billing"), "no queue 'billing'; it has support", id="queue"),
        pytest.param(("--factor", "1.3", "--day", "2026-04-05"), "support is not open on 2026-04-05", id="closed"),
        pytest.param(("--factor", "1.3", "--day", "2026-04-03"), "2026-04-03 is past", id="past"),
        pytest.param(("--factor", "1.3", "--day", "soon"), "'soon' is no date", id="no date"),
        pytest.param(("--factor", "1.3", "--until", "2026-04-07"), "turn the days round", id="backwards"),
        pytest.param(("--factor", "1.3", "--between", "12:00"), "no span of hours", id="no span"),
        pytest.param(("--factor", "0"), "--factor 0 is no factor", id="factor 0"),
        pytest.param(("--factor", "-2"), "--factor -2 is no factor", id="factor below 0"),
        pytest.param(("--factor", "130"), "--factor 130 is no factor", id="absurd factor"),
        pytest.param(("--factor", "nan"), "--factor nan is no factor", id="factor that is none"),
        pytest.param(("--contacts", "0"), "--contacts 0 is no number", id="no contacts"),
        pytest.param((), "write one of the two", id="neither"),
        pytest.param(("--factor", "1.3", "--contacts", "9"), "write one of the two", id="both"),
        pytest.param(("--factor", "1.3", "--author", ""), "--author is empty", id="no author"),
        pytest.param(("--factor", "1.3", "--note", "  "), "--note is empty", id="no note"),
        pytest.param(("--list",), "--list stands alone", id="list and more"),
        pytest.param(("--remove", "1"), "--list stands alone", id="remove and more"),
    ],
)
def test_a_wrong_override_is_refused_with_a_sentence_and_nothing_is_kept(
    new_desk: Path, words: tuple[str, ...], told: str
) -> None:
    refused = _run(new_desk, "override", *TV, *words)

    assert refused.exit_code == 2
    assert told in refused.stderr
    assert json.loads(_done(new_desk, "override", "--list", "--json").stdout)["overrides"] == []


def test_an_override_without_queue_or_day_and_a_removal_of_none_are_refused(new_desk: Path) -> None:
    for words, told in (
        ((), "an override needs --queue and --day"),
        (("--remove", "7"), "there is no override 7"),
        (("--remove", "7", "--out", "list.csv"), "--out writes the table of --list"),
    ):
        refused = _run(new_desk, "override", *words)
        assert (refused.exit_code, told in refused.stderr) == (2, True)


def test_overridden_days_that_have_passed_are_scored_beside_the_model(desk: Path) -> None:
    _done(desk, "override", *TV, "--factor", "3")
    _done(desk, "forecast")
    late = [
        (f"2026-04-{day:02d} {10 + k // 4}:{15 * (k % 4):02d}", 20.0, 180.0) for day in (6, 7, 8) for k in range(32)
    ]
    _import(desk, late)

    kept = _done(desk, "kept", "--overrides")
    summary = json.loads(_done(desk, "kept", "--json").stdout)

    row = pd.read_csv(io.StringIO(kept.stdout)).iloc[0]
    assert (row["day"], row["offered"], row["nearer"]) == ("2026-04-08", 32, False)
    assert row["forecast"] == pytest.approx(3 * row["forecast_without_override"], rel=1e-4)
    assert "Of 1 overridden day 0 were nearer than the model" in kept.stderr
    assert summary["overrides"][0]["day"] == "2026-04-08"
    assert summary["sentences"] == [kept.stderr.splitlines()[0]]


def _import(desk: Path, calls: list[Call]) -> None:
    """More calls, told by a file of their own; pages see them."""
    told = more_calls(read_desk(desk), calls, file="late.csv")
    with Warehouse.open(told) as warehouse:
        publish_snapshot(warehouse, told)


def test_both_readmes_tell_of_overrides() -> None:
    for name in ("README.md", "README.ja.md"):
        text = (REPOSITORY / name).read_text(encoding="utf-8")
        assert all(word in text for word in ("tsunagari override", "--factor 1.3", "--author", "kept --overrides"))
