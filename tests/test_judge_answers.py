"""`plan --judge` and `--compare`: what a plan made elsewhere breaks, covers, gives and costs, and how two differ."""

import io
import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from tsunagari import main

DAY = """person,date,shift,start,end,activity,queue,paid
ann,2026-12-07,mid,2026-12-07T09:30:00+09:00,2026-12-07T12:00:00+09:00,phone,support,true
ann,2026-12-07,mid,2026-12-07T12:00:00+09:00,2026-12-07T13:00:00+09:00,lunch,,false
ann,2026-12-07,mid,2026-12-07T13:00:00+09:00,2026-12-07T18:30:00+09:00,phone,support,true
bo,2026-12-07,mid,2026-12-07T09:30:00+09:00,2026-12-07T18:00:00+09:00,phone,support,true
"""
"""Bo has no lunch, which the law asks for."""

NEED = "queue,interval_start,interval_minutes,scheduled_agents\n" + "".join(
    f"support,2026-12-07T{hour}:00:00+09:00,60,{people}\n" for hour, people in ((10, 2), (12, 2), (13, 1))
)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Two people on one queue; two are needed at ten and at noon, one at 13."""
    folder = tmp_path / "desk"
    assert _run("new", "--desk", folder, "--language", "en").exit_code == 0
    (folder / "staff.csv").write_text("person,wage_hour\nann,1000\nbo,1000\n")
    (folder / "plan.csv").write_text(DAY)
    (folder / "need.csv").write_text(NEED)
    return folder


def _run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def _judge(desk: Path, *more: str | Path, file: str | Path = "plan.csv") -> Result:
    named = file if file == "kept" else desk / file
    return _run("plan", "--desk", desk, "--judge", named, "--requirement", desk / "need.csv", *more)


def test_broken_rules_come_as_a_table_with_article_and_mend(desk: Path) -> None:
    done = _judge(desk)

    found = pd.read_csv(io.StringIO(done.stdout)).query("severity == 'block'")
    assert done.exit_code == 0
    assert set(found["rule"]) == {"break", "hours_day"}
    assert found.iloc[0][["person", "date"]].tolist() == ["bo", "2026-12-07"]
    assert found.query("rule == 'break'")["article"].item() == "Labour Standards Act, Article 34(1)"
    assert found["mend"].notna().all()


def test_coverage_surplus_worth_and_cost_are_told(desk: Path) -> None:
    cover, worth = desk / "cover.csv", desk / "worth.csv"

    done = _judge(desk, "--json", "--coverage", cover, "--worth", worth)

    told = json.loads(done.stdout)
    assert (told["required_hours"], told["uncovered_hours"], told["surplus_hours"]) == (5.0, 1.0, 1.0)
    assert told["cost"]["paid_hours"] == 16.5
    assert {one["rule"] for one in told["violations"]} >= {"break"}
    assert pd.read_csv(cover)["uncovered_hours"].tolist() == [0.0, 1.0, 0.0]
    assert len(pd.read_csv(worth)) == 3
    assert "1.0 agent-hours stay uncovered (20.0% of the 5.0 required)" in done.stderr


def test_a_judged_plan_is_kept_on_demand_and_judged_again_as_the_one_that_stands(desk: Path) -> None:
    refused = _judge(desk, file="kept")
    kept = _judge(desk, "--keep", "--json")
    again = _run("plan", "--desk", desk, "--judge", "kept", "--json")

    assert (refused.exit_code, kept.exit_code, again.exit_code) == (2, 0, 0)
    assert "no shift plan was kept yet" in refused.stderr
    assert json.loads(kept.stdout)["kept"] == [1]
    told = json.loads(again.stdout)
    assert told["uncovered_hours"] == 1.0  # the requirement of then stands beside the plan
    assert [one["rule"] for one in told["violations"]] == [one["rule"] for one in json.loads(kept.stdout)["violations"]]


def test_without_a_requirement_the_rules_are_judged_and_the_coverage_said_to_be_unknown(desk: Path) -> None:
    done = _run("plan", "--desk", desk, "--judge", desk / "plan.csv", "--json")

    told = json.loads(done.stdout)
    assert told["blocks"] == 2
    assert (told["required_hours"], told["uncovered_hours"], told["worth"]) == (None, None, [])
    assert "their coverage is not judged" in done.stderr


def test_the_judged_plan_is_written_as_a_month_sheet(desk: Path) -> None:
    done = _judge(desk, "--out", desk / "sheet.xlsx")

    assert done.exit_code == 0
    assert load_workbook(desk / "sheet.xlsx").sheetnames == ["2026-12"]


def test_an_edited_month_sheet_is_judged_and_kept(desk: Path) -> None:
    assert _judge(desk, "--keep", "--out", desk / "sheet.xlsx").exit_code == 0
    book = load_workbook(desk / "sheet.xlsx")
    book["2026-12"]["B6"] = "Off"
    book.save(desk / "sheet.xlsx")

    done = _judge(desk, "--keep", "--json", file="sheet.xlsx")
    again = _run("plan", "--desk", desk, "--judge", "kept", "--json")

    assert (done.exit_code, json.loads(done.stdout)["kept"]) == (0, [2])
    assert "1 days of people on the sheet are as in the plan that stands" in done.stderr
    assert "ann Mon 2026-12-07 Off" in done.stderr
    assert json.loads(again.stdout)["uncovered_hours"] == 2.0  # bo alone, where two are needed for two hours


def test_a_month_sheet_of_a_desk_without_a_kept_plan_has_the_templates_times_and_says_so(desk: Path) -> None:
    _judge(desk, "--out", desk / "sheet.xlsx")

    done = _judge(desk, "--json", file="sheet.xlsx")

    assert (done.exit_code, json.loads(done.stdout)["blocks"]) == (0, 0)  # bo has lunch now
    assert "No plan was kept of Mon 2026-12-07 to Mon 2026-12-07" in done.stderr


def test_an_unknown_word_on_a_month_sheet_is_refused_with_its_cell(desk: Path) -> None:
    _judge(desk, "--out", desk / "sheet.xlsx")
    book = load_workbook(desk / "sheet.xlsx")
    book["2026-12"]["B7"] = "nihgt"
    book.save(desk / "sheet.xlsx")

    refused = _judge(desk, file="sheet.xlsx")

    assert refused.exit_code == 2
    assert "sheet.xlsx sheet 2026-12 cell B7: 'nihgt' is neither a shift of desk.toml nor" in refused.stderr


def test_the_judged_plan_is_written_as_a_calendar_a_person(desk: Path) -> None:
    done = _judge(desk, "--ics", desk / "calendars", "--json")

    assert json.loads(done.stdout)["calendars"] == 2
    assert sorted(path.name for path in (desk / "calendars").iterdir()) == ["ann.ics", "bo.ics"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--keep", "--as-of", "2026-12-01"), "--keep and --as-of ask different things"),
        (("--ics", "nowhere/at/all"), "there is no folder"),
        (("--ics", __file__), "is a file; name a folder for the calendars"),
        (("--start", "2026-12-07"), "--judge and --start ask different things"),
        (("--repair",), "--repair and --judge ask different things"),
        (("--compare", "kept", "kept"), "--judge and --compare ask different things"),
        (("--absent", "ann"), "--absent belongs to --repair"),
    ],
)
def test_questions_that_do_not_go_together_are_refused(desk: Path, words: tuple[str, ...], told: str) -> None:
    done = _judge(desk, *words)

    assert done.exit_code == 2
    assert told in done.stderr


def test_where_no_forecast_reaches_nothing_is_simulated_and_the_table_says_so(desk: Path) -> None:
    worth = desk / "worth.csv"

    done = _judge(desk, "--simulate", "--worth", worth, "--json")

    assert json.loads(done.stdout)["simulated"] == []
    assert pd.read_csv(worth)["simulated_service_level"].isna().all()


def test_two_plans_are_compared_in_a_table_with_the_figures_beside_it(desk: Path) -> None:
    later = DAY.replace("bo,2026-12-07,mid,2026-12-07T09:30", "bo,2026-12-07,mid,2026-12-07T10:30")
    (desk / "new.csv").write_text(later)
    files = desk / "plan.csv", desk / "new.csv"
    words = ("plan", "--desk", desk, "--compare", *files, "--requirement", desk / "need.csv")

    told, as_json = _run(*words), json.loads(_run(*words, "--json").stdout)

    assert told.stdout.splitlines() == [
        "person,date,change,before,after",
        "bo,2026-12-07,shift,mid 09:30-18:00 support,mid 10:30-18:00 support",
    ]
    assert "1 days of 1 people are otherwise" in told.stderr
    figures = {one["figure"]: one["difference"] for one in as_json["figures"]}
    assert (figures["working_hours"], figures["uncovered_hours"], figures["blocks"]) == (-1.0, 0.5, -1.0)
    assert as_json["hours"] == [{"person": "bo", "old": 8.5, "new": 7.5}]
    assert [one["rule"] for one in as_json["mended_violations"] if one["severity"] == "block"] == ["hours_day"]


def test_a_comparison_is_no_month_sheet(desk: Path) -> None:
    done = _run("plan", "--desk", desk, "--compare", "kept", "kept", "--out", desk / "x.xlsx")

    assert done.exit_code == 2
    assert "--compare writes .csv or .parquet" in done.stderr


def test_a_file_is_compared_with_the_plan_that_stands(desk: Path) -> None:
    assert _judge(desk, "--keep").exit_code == 0

    done = _run("plan", "--desk", desk, "--compare", "kept", desk / "plan.csv", "--simulate", "--json")

    told = json.loads(done.stdout)
    assert (told["changes"], told["simulated"], told["rows"]) == ([], [], 0)


def test_what_is_wrong_with_the_file_is_told_in_japanese_too(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (desk / "plan.csv").write_text(DAY.replace("lunch", "nap"))
    monkeypatch.setenv("TSUNAGARI_LANGUAGE", "ja")

    done = _judge(desk)

    assert done.exit_code == 2
    assert "plan.csv の3行目：activity「nap」は使えません" in done.stderr
