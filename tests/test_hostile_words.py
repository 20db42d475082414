"""Hostile words and files at the front door: exit code 2, a sentence with a way out, never a failure of ours."""

import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from tsunagari import main

MAPPING = """
[import.mapping.calls]
queue = "support"
leg_id = "id"
entered_at = "arrived"
answered_at = "answered"
ended_at = "ended"
"""
LOG = "id,arrived,answered,ended\n" + "".join(
    f"{day * 10 + hour},2026-04-{day:02d} {hour}:05:00,2026-04-{day:02d} {hour}:05:20,2026-04-{day:02d} {hour}:09:00\n"
    for day in (6, 7, 8, 9, 10)
    for hour in (10, 12, 14, 16)
)


def _run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A week of calls; no test here changes it."""
    folder = tmp_path_factory.mktemp("hostile") / "desk"
    assert _run("new", "--desk", folder).exit_code == 0
    with (folder / "desk.toml").open("a", encoding="utf-8") as file:
        file.write(MAPPING)
    (folder / "calls.csv").write_text(LOG)
    assert _run("import", folder / "calls.csv", "--desk", folder).exit_code == 0
    return folder


@pytest.fixture(scope="module")
def told(desk: Path) -> pd.DataFrame:
    """A forecast of one day as the command writes it, every cell as text."""
    done = _run("forecast", "--as-of", "2026-04-11", "--horizon", "3", "--out", desk / "told.csv", "--desk", desk)
    assert done.exit_code == 0, done.stderr
    return pd.read_csv(desk / "told.csv", dtype=str)


@pytest.mark.parametrize(
    ("words", "way_out"),
    [
        (("staff", "--service-level", "nan"), "no finite number"),
        (("staff", "--floor", "nan"), "no finite number"),
        (("forecast", "--wait", "nan"), "no finite number"),
        (("forecast", "--wait", "inf"), "no finite number"),
        (("staff", "--day", "2026-04-13"), "add --one-more"),
        (("staff", "--one-more", "10:00-12:00", "--forecast", "f.csv"), "leave --forecast FILE away"),
        (("staff", "--why", "at ten"), "write 2026-04-01"),
        (("staff", "--why", "2026-04-13T10:00", "--engine", "erlang_c"), "leave the other questions away"),
        (("forecast", "--as-of", "2099-12-31"), "the log ends on 2026-04-10"),
        (("staff", "--as-of", "2028-01-01"), "choose an --as-of near its end"),
        (("forecast", "--as-of", "2026-04-12", "--horizon", "1"), "choose a longer horizon"),
        (("forecast", "--as-of", "2026-04-10T24:00"), "write 2026-04-01"),
        (("plan", "--start", "2026-02-30"), "write 2026-04-01"),
        (("plan", "--start", "2020-01-01", "--weeks", "1", "--as-of", "2026-04-10"), "no required agents are known"),
        (("duties", "--at", "25:00"), "no time of day"),
        (("import", "."), "is a folder"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_a_hostile_word_is_answered_with_a_way_out(desk: Path, words: tuple[str, ...], way_out: str) -> None:
    done = _run(*words, "--desk", desk)

    assert done.exit_code == 2, done.stderr
    assert way_out in done.stderr


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        pytest.param("mean", "nan", "column mean, row 1: 'nan'", id="no number"),
        pytest.param("mean", "-1", "column mean, row 1: '-1'", id="fewer than none"),
        pytest.param("handle_seconds", "0", "column handle_seconds, row 1: '0'", id="no handle time"),
        pytest.param("q50", "1e5", "it must not fall below q50", id="quantiles that cross"),
        pytest.param("interval_start", "2026-04-13T10:00:00", "with its offset", id="a time without its offset"),
        pytest.param("queue", "sales", "desk.toml has no queue 'sales'", id="another queue"),
        pytest.param(
            "mean", "1e300", "'1e300'; write a number of at least 0, at most 1,000,000", id="endless contacts"
        ),
        pytest.param("mean", "900000", "keep more than 100,000 people busy", id="endless work"),
    ],
)
def test_a_hostile_cell_of_a_forecast_is_named(
    desk: Path, told: pd.DataFrame, tmp_path: Path, column: str, value: str, said: str
) -> None:
    hostile = told.copy()
    hostile.loc[0, column] = value
    hostile.to_csv(tmp_path / "hostile.csv", index=False)

    done = _run("staff", "--forecast", tmp_path / "hostile.csv", "--desk", desk)

    assert done.exit_code == 2, done.stderr
    assert f"tsunagari: {tmp_path / 'hostile.csv'}: " in done.stderr
    assert said in done.stderr


def test_a_requirement_of_more_people_than_live_in_a_town_is_refused(desk: Path, tmp_path: Path) -> None:
    table = tmp_path / "crowd.csv"
    table.write_text(
        "queue,interval_start,interval_minutes,agents\nsupport,2026-04-13T10:00:00+09:00,30,1\n"
        "support,2026-04-13T10:30:00+09:00,30,100001\n"
    )

    done = _run("plan", "--start", "2026-04-13", "--requirement", table, "--desk", desk)

    assert done.exit_code == 2
    assert f"{table}: requirement table, row 2: agents is 100001; write whole people, 0 or more, at most" in done.stderr


def test_a_forecast_of_a_header_alone_is_refused(desk: Path, told: pd.DataFrame, tmp_path: Path) -> None:
    told.iloc[:0].to_csv(tmp_path / "header.csv", index=False)

    done = _run("staff", "--forecast", tmp_path / "header.csv", "--desk", desk)

    assert done.exit_code == 2
    assert "there is no row" in done.stderr


def test_a_requirement_of_a_header_alone_is_refused(desk: Path, tmp_path: Path) -> None:
    (tmp_path / "header.csv").write_text("queue,interval_start,interval_minutes,agents\n")

    done = _run("plan", "--start", "2026-04-13", "--requirement", tmp_path / "header.csv", "--desk", desk)

    assert done.exit_code == 2
    assert "has no rows" in done.stderr


def test_a_preview_in_json_is_one_object_with_the_rows_of_each_file(desk: Path) -> None:
    done = _run("import", desk / "calls.csv", desk / "calls.csv", "--preview", "--json", "--desk", desk)

    [one] = json.loads(done.stdout)["preview"]
    assert one["file"] == str(desk / "calls.csv")
    assert one["rows"][0]["entered_at"] == "2026-04-06T10:05:00+09:00"
    assert one["rows"][0]["agent_key"] is None


def test_a_forecast_goes_where_it_came_from_whole(desk: Path, told: pd.DataFrame, tmp_path: Path) -> None:
    path = tmp_path / "both.csv"
    told.to_csv(path, index=False)

    done = _run("staff", "--forecast", path, "--out", path, "--desk", desk)

    assert done.exit_code == 0, done.stderr
    assert len(pd.read_csv(path)) == len(told)
    assert [file.name for file in tmp_path.iterdir()] == ["both.csv"]
