"""The whole chain on the hosting desk, through the front door, with a fixed date and seed."""

import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from data.sample_desks.hosting import hosting_truth
from tests.conftest import HOSTING_SEED
from tsunagari import main


def _run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def _json(*words: str | Path) -> dict[str, object]:
    done = _run(*words, "--json")
    assert done.exit_code == 0, done.stderr
    summary: dict[str, object] = json.loads(done.stdout)
    return summary


@pytest.fixture(scope="module")
def legs(hosting_desk: Path, tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    out = tmp_path_factory.mktemp("legs") / "legs.parquet"
    _json("legs", "--desk", hosting_desk, "--out", out)
    from data.table_files import read_frame

    frame = read_frame(out)
    frame["entered_at"] = frame["entered_at"].dt.tz_convert("Asia/Tokyo")
    return frame[frame["queue_key"] == "support"]


@pytest.fixture(scope="module")
def forecast(hosting_desk: Path, tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    out = tmp_path_factory.mktemp("forecast") / "forecast.csv"
    _json("forecast", "--desk", hosting_desk, "--as-of", "2026-04-01", "--horizon", "40", "--out", out)
    table = pd.read_csv(out, parse_dates=["interval_start"])
    return table[table["queue"] == "support"]


@pytest.fixture(scope="module")
def requirement(hosting_desk: Path, tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    out = tmp_path_factory.mktemp("staff") / "staff.csv"
    _json("staff", "--desk", hosting_desk, "--as-of", "2026-04-01", "--horizon", "28", "--out", out)
    table = pd.read_csv(out, parse_dates=["interval_start"])
    return table[table["queue"] == "support"]


def _busiest_hour(starts: pd.Series, figures: pd.Series) -> tuple[int, int]:
    """Weekday and hour with the highest mean."""
    mean = figures.groupby([starts.dt.day_of_week, starts.dt.hour]).mean()
    weekday, hour = mean.idxmax()
    return int(weekday), int(hour)


def test_monday_at_ten_is_the_busiest_hour_of_the_log(legs: pd.DataFrame) -> None:
    hours = legs["entered_at"].dt.floor("h").value_counts().rename("calls").reset_index()

    assert _busiest_hour(hours["entered_at"], hours["calls"]) == (0, 10)


def test_monday_at_ten_is_the_busiest_hour_of_the_forecast(forecast: pd.DataFrame) -> None:
    assert _busiest_hour(forecast["interval_start"], forecast["mean"]) == (0, 10)


def test_monday_at_ten_needs_the_most_people(requirement: pd.DataFrame) -> None:
    assert _busiest_hour(requirement["interval_start"], requirement["agents"]) == (0, 10)


def test_the_forecast_has_the_columns_of_the_contract_and_quantiles_that_do_not_cross(forecast: pd.DataFrame) -> None:
    levels = ["q025", *(f"q{5 * k:02d}" for k in range(1, 20)), "q975"]

    assert list(forecast.columns) == [
        "queue", "channel", "interval_start", "interval_minutes", "mean", *levels, "handle_seconds",
        "mean_without_override",
    ]  # fmt: skip
    assert (forecast[levels].diff(axis=1).iloc[:, 1:] >= 0).all(axis=None)


def test_the_requirement_has_the_columns_of_the_contract(requirement: pd.DataFrame) -> None:
    assert list(requirement.columns) == [
        "queue", "channel", "interval_start", "interval_minutes", "agents", "scheduled_agents", "service_level",
        "abandonment", "asa_seconds", "occupancy", "issued_at", "open_minutes", "arriving_hours", "due_hours",
    ]  # fmt: skip
    assert (requirement["scheduled_agents"] >= requirement["agents"]).all()


def test_the_forecast_of_two_weeks_is_near_the_truth_it_never_saw(forecast: pd.DataFrame) -> None:
    truth = hosting_truth(until=pd.Timestamp("2026-04-14").date(), seed=HOSTING_SEED)
    expected = pd.Series(truth.expected, index=truth.starts)
    two_weeks = forecast[forecast["interval_start"] < pd.Timestamp("2026-04-15", tz="Asia/Tokyo")]

    joined = two_weeks.set_index("interval_start")["mean"].to_frame("forecast").join(expected.rename("truth"))

    error = (joined["forecast"] - joined["truth"]).abs().sum() / joined["truth"].sum()
    assert error < 0.20


def test_billing_day_and_month_end_stand_out_by_name(hosting_desk: Path) -> None:
    from data.desk_file import read_desk
    from data.snapshot import Snapshot

    with Snapshot.newest(read_desk(hosting_desk)) as snapshot:
        effects = snapshot.table("issued_effect")

    factors = effects[effects["queue"] == "support"].groupby("effect")["factor"].max()
    assert factors["billing_day"] > 1.1
    assert factors["month_end"] > 1.05
    assert factors["month_start"] > 1.05


def test_the_plan_breaks_no_blocking_rule_and_says_what_it_cannot_cover(hosting_desk: Path, tmp_path: Path) -> None:
    words = ("plan", "--desk", hosting_desk, "--as-of", "2026-04-01", "--start", "2026-04-05", "--weeks", "2")

    summary = _json(*words, "--out", tmp_path / "plan.csv", "--coverage", tmp_path / "coverage.csv")

    plan = pd.read_csv(tmp_path / "plan.csv")
    coverage = pd.read_csv(tmp_path / "coverage.csv")
    assert summary["blocks"] == 0
    assert list(plan.columns) == ["person", "date", "shift", "start", "end", "activity", "queue", "paid"]
    assert coverage["uncovered_hours"].sum() == pytest.approx(summary["uncovered_hours"], abs=0.01)
    staff = pd.read_csv(hosting_desk / "staff.csv")
    assert set(plan["person"]) == set(staff.loc[staff["start_date"] <= "2026-04-18", "person"])


def test_nobody_on_leave_is_at_work(hosting_desk: Path, tmp_path: Path) -> None:
    words = ("plan", "--desk", hosting_desk, "--as-of", "2026-04-01", "--start", "2026-04-05", "--weeks", "1")
    _json(*words, "--out", tmp_path / "plan.csv")

    plan, leave = pd.read_csv(tmp_path / "plan.csv"), pd.read_csv(hosting_desk / "leave.csv")

    away = leave[leave["kind"].isin(["paid_leave", "leave", "requested_off"])]
    days_away = {
        (row.person, str(day.date())) for row in away.itertuples() for day in pd.date_range(row.start, row.end)
    }
    at_work = set(plan.loc[plan["activity"] == "phone", ["person", "date"]].itertuples(index=False, name=None))
    assert days_away & set(plan[["person", "date"]].itertuples(index=False, name=None))
    assert not days_away & at_work


def test_a_run_with_as_of_leaves_the_store_as_it_was(hosting_desk: Path, tmp_path: Path) -> None:
    from data.desk_file import read_desk
    from data.snapshot import newest_path

    before = newest_path(read_desk(hosting_desk))

    _json("staff", "--desk", hosting_desk, "--as-of", "2026-03-01", "--out", tmp_path / "staff.csv")

    assert newest_path(read_desk(hosting_desk)) == before


def test_both_engines_ask_for_the_same_people_where_each_interval_keeps_the_promise(
    hosting_desk: Path, tmp_path: Path
) -> None:
    for engine in ("erlang_c", "pyworkforce"):
        words = ("staff", "--desk", hosting_desk, "--as-of", "2026-04-01", "--scope", "interval", "--engine", engine)
        _json(*words, "--horizon", "14", "--out", tmp_path / f"{engine}.csv")

    ours, theirs = (pd.read_csv(tmp_path / f"{engine}.csv") for engine in ("erlang_c", "pyworkforce"))
    ours, theirs = (table[table["channel"] == "phone"] for table in (ours, theirs))
    assert (ours["agents"] == theirs["agents"]).mean() > 0.99


def test_the_usual_requirement_is_explained_interval_by_interval(hosting_desk: Path, tmp_path: Path) -> None:
    words = ("staff", "--desk", hosting_desk, "--as-of", "2026-04-01", "--horizon", "14")

    promised = _json(*words, "--out", tmp_path / "staff.csv")["promise"][0]
    why = _json(*words, "--why", "2026-04-06T10:00", "--out", tmp_path / "why.csv")["why"][0]

    rows, people = pd.read_csv(tmp_path / "why.csv"), pd.read_csv(tmp_path / "staff.csv")
    [needed] = people.loc[
        (people["queue"] == why["queue"]) & (people["interval_start"] == why["interval_start"]), "agents"
    ]
    assert rows.loc[rows["queue"] == why["queue"], "agents"].tolist() == [needed - 1, needed, needed + 1]
    assert promised["patience_seconds"] > 60
    assert 0 < promised["abandonment"] <= 0.05
    assert 0.5 <= promised["confidence"] <= 1


def test_the_month_sheet_and_the_parquet_file_are_written(hosting_desk: Path, tmp_path: Path) -> None:
    words = ("plan", "--desk", hosting_desk, "--as-of", "2026-04-01", "--start", "2026-04-05", "--weeks", "1")

    for name in ("month.xlsx", "plan.parquet"):
        _json(*words, "--out", tmp_path / name)

    assert (tmp_path / "month.xlsx").read_bytes()[:2] == b"PK"
    assert (tmp_path / "plan.parquet").read_bytes()[:4] == b"PAR1"


def test_a_requirement_from_elsewhere_is_planned(hosting_desk: Path, tmp_path: Path) -> None:
    starts = pd.date_range("2026-04-06T10:00", periods=16, freq="30min", tz="Asia/Tokyo")
    asked = pd.DataFrame({"queue": "support", "interval_start": [at.isoformat() for at in starts],
                          "interval_minutes": 30, "agents": 3})  # fmt: skip
    asked.to_csv(tmp_path / "asked.csv", index=False)
    words = ("plan", "--desk", hosting_desk, "--as-of", "2026-04-01", "--start", "2026-04-05", "--weeks", "1")

    summary = _json(*words, "--requirement", tmp_path / "asked.csv", "--out", tmp_path / "plan.csv")

    assert summary["uncovered_hours"] == 0


def test_what_staff_wrote_is_planned(hosting_desk: Path, tmp_path: Path) -> None:
    _json("staff", "--desk", hosting_desk, "--as-of", "2026-04-01", "--horizon", "14", "--out", tmp_path / "staff.csv")
    words = ("plan", "--desk", hosting_desk, "--as-of", "2026-04-01", "--start", "2026-04-05", "--weeks", "1")

    summary = _json(*words, "--requirement", tmp_path / "staff.csv", "--out", tmp_path / "plan.csv")

    assert summary["blocks"] == 0


def test_a_short_look_ahead_does_not_shorten_what_was_issued(hosting_desk: Path, tmp_path: Path) -> None:
    import shutil

    from data.desk_file import read_desk
    from data.snapshot import Snapshot

    desk = Path(shutil.copytree(hosting_desk, tmp_path / "desk"))
    _json("staff", "--desk", desk, "--horizon", "3")
    _json("staff", "--desk", desk, "--service-level", "0.5", "--floor", "0")

    with Snapshot.newest(read_desk(desk)) as snapshot:
        forecast, requirement = snapshot.table("issued_forecast"), snapshot.table("issued_requirement")

    assert forecast["interval_start"].max().date().isoformat() >= "2026-05-01"
    assert requirement["interval_start"].max().date().isoformat() >= "2026-05-01"
    on_phone = requirement[requirement["queue"] == "support"]
    assert (on_phone["service_level"] * on_phone["contacts"]).sum() / on_phone["contacts"].sum() >= 0.9


def test_the_backtest_shows_the_models_side_by_side(hosting_desk: Path, tmp_path: Path) -> None:
    words = ["--origins", "2", "--horizon", "14", "--out", tmp_path / "backtest.csv"]
    told = _json("backtest", "--desk", hosting_desk, *words)

    table = pd.read_csv(tmp_path / "backtest.csv")
    assert list(table.columns) == [
        "queue", "origin", "horizon_band", "model", "contacts", "wape", "ncrps", "cover80", "cover95",
    ]  # fmt: skip
    by_model = table.groupby("model")["ncrps"].mean()
    assert by_model["two_stage"] < by_model["seasonal_naive"]
    assert {(one["model"], one["than"]) for one in told["comparison"]} == {
        ("two_stage", "mean_of_weekdays"), ("two_stage", "seasonal_naive"),
    }  # fmt: skip
    assert {(one["origins"], one["needed"], one["p"]) for one in told["comparison"]} == {(2, 8, None)}


def test_the_nightly_run_on_a_finished_desk_brings_nothing_new(hosting_desk: Path, tmp_path: Path) -> None:
    import shutil

    desk = tmp_path / "desk"
    shutil.copytree(hosting_desk, desk)

    summary = _json("run", "--desk", desk)

    assert summary["new"] == 0
    assert (desk / "site").is_dir()


def test_demo_refuses_a_folder_that_is_not_empty(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")

    done = _run("demo", "hosting", "--desk", tmp_path)

    assert done.exit_code == 2
    assert "empty" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
