"""Pauses that nobody placed, as a rate for desk.toml; what the plan places must not be in it."""

import json
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner, Result

from data.desk import Desk
from data.desk_file import read_desk
from data.warehouse import Warehouse
from staffing.planning.plan_shifts import plan_shifts
from staffing.shrinkage_proposal import ShrinkageProposal, propose_shrinkage
from staffing.shrinkage_sentences import basis_of_shrinkage
from staffing.wording import JAPANESE
from tests.data.random_legs import leg, put_legs
from tests.staffing.plan_builders import MONDAY, make_desk, make_people, require
from tsunagari import main

FIRST = date(2026, 6, 1)
DESK = """
format = 1
name = "試験"
time_zone = "Asia/Tokyo"
language = "LANGUAGE"
[hours.phone]
mon = ["10:00-18:00"]
tue = ["10:00-18:00"]
wed = ["10:00-18:00"]
thu = ["10:00-18:00"]
fri = ["10:00-18:00"]
[[queue]]
name = "support"
[[shifts.template]]
name = "early"
start = "09:00"
end = "18:00"
lunch_minutes = 60
lunch_window = ["11:30", "15:00"]
"""

State = tuple[str, str, str, str]
"""From, until (clock times), state and reason."""

USUAL: tuple[State, ...] = (
    ("09:30", "12:00", "available", ""),
    ("12:00", "13:00", "pause", "Lunch"),
    ("13:00", "13:30", "on_contact", ""),
    ("13:30", "13:42", "pause", "toilet"),
    ("13:42", "15:00", "after_call_work", ""),
    ("15:00", "16:00", "training", "new product"),
    ("16:00", "19:00", "available", ""),
)
"""6 h 48 min of work within opening hours less the hour of training and half an hour before; 12 min unplanned."""


def rows_of(day: date, agent: str, states: Sequence[State]) -> Iterator[dict[str, Any]]:
    for start, end, state, reason in states:
        begins, ends = (pd.Timestamp(f"{day} {clock}", tz="Asia/Tokyo") for clock in (start, end))
        if ends <= begins:
            ends += pd.Timedelta(days=1)
        yield {"agent_key": agent, "start_utc": begins, "end_utc": ends, "state": state, "reason": reason}


def weekdays(count: int) -> list[date]:
    return [day for day in (FIRST + timedelta(days=k) for k in range(count * 2)) if day.weekday() < 5][:count]


def make_logged(folder: Path, rows: Sequence[dict[str, Any]], *, language: str = "en", more: str = "") -> Desk:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "desk.toml").write_text(DESK.replace("LANGUAGE", language) + more, encoding="utf-8")
    desk = read_desk(folder)
    with Warehouse.open(desk) as warehouse:
        put_legs(warehouse, [leg(1, "2026-06-01 01:00"), leg(2, "2026-06-26 08:55")])
        if rows:
            frame = pd.DataFrame(rows).assign(source_system="test", source_instance="t", file_id="f")
            warehouse.stage("drawn_state", frame)
            warehouse.run_text("INSERT INTO agent_state BY NAME FROM drawn_state")
    return desk


def propose(desk: Desk, **asked: Any) -> ShrinkageProposal:
    with Warehouse.open(desk) as warehouse:
        return propose_shrinkage(warehouse, desk, as_of=pd.Timestamp("2026-06-27", tz="Asia/Tokyo"), **asked)


def all_alike(states: Sequence[State], *, people: int = 4, days: int = 12) -> list[dict[str, Any]]:
    return [row for day in weekdays(days) for k in range(people) for row in rows_of(day, f"a{k}", states)]


def test_only_pauses_that_nobody_placed_are_in_the_rate_and_only_opening_hours_count(tmp_path: Path) -> None:
    told = propose(make_logged(tmp_path, all_alike(USUAL)))

    assert told.rate == pytest.approx(0.2 / 6)
    assert told.working_hours == pytest.approx(48 * 5.8)
    assert told.planned_hours == pytest.approx(48 * 2)
    assert (told.people, told.days, told.taken_for_lunch) == (4, 12, 0)
    assert (told.low, told.high, told.unplanned) == (pytest.approx(told.rate), pytest.approx(told.rate), 0.03)


def test_lunch_and_training_of_any_length_leave_the_rate_as_it_is(tmp_path: Path) -> None:
    without = tuple(row for row in USUAL if row[2] != "training" and row[3] != "Lunch")
    longer = (*without, ("12:00", "13:00", "meeting", ""), ("15:00", "16:00", "pause", "昼食"))

    rates = [
        propose(make_logged(tmp_path / str(k), all_alike(rows))).rate for k, rows in enumerate((USUAL, without, longer))
    ]

    assert rates == pytest.approx([0.2 / 6] * 3)


def test_what_the_plan_places_is_not_in_the_rate_so_nothing_is_counted_twice(tmp_path: Path) -> None:
    """Somebody who did exactly what a plan says and paused for a tenth of their contact time shrinks by a tenth."""
    desk = make_desk(staff=make_people(4))
    plan = plan_shifts([require(desk, 3)], desk, first_day=MONDAY, last_day=MONDAY + timedelta(days=25))
    rows: list[dict[str, Any]] = []
    for act in (act for act in plan.activities if act.activity in ("phone", "lunch")):
        tenth = (act.end - act.start) / 10
        cuts = [act.start, act.end] if act.activity == "lunch" else [act.start, act.end - tenth, act.end]
        for start, end, state in zip(cuts, cuts[1:], ("available", "pause"), strict=False):
            told = {"state": state, "reason": ""} if act.activity == "phone" else {"state": "pause", "reason": "lunch"}
            back = pd.Timedelta(days=(MONDAY - FIRST).days)
            rows.append({"agent_key": act.person, "start_utc": start - back, "end_utc": end - back, **told})
    lunch_hours = sum(act.hours for act in plan.activities if act.activity == "lunch")

    around_the_clock = DESK.replace("10:00-18:00", "06:00-22:00")
    logged = make_logged(tmp_path, rows)
    (tmp_path / "desk.toml").write_text(around_the_clock.replace("LANGUAGE", "en"), encoding="utf-8")
    told = propose(read_desk(logged.folder))

    assert lunch_hours > 50
    assert told.rate == pytest.approx(0.1)
    assert told.planned_hours == pytest.approx(lunch_hours)


def test_a_pause_without_a_planned_reason_that_looks_like_lunch_is_taken_for_it_once_a_day(tmp_path: Path) -> None:
    states = [
        ("10:00", "11:40", "available", ""),
        ("11:40", "12:15", "pause", ""),
        ("12:15", "13:00", "available", ""),
        ("13:00", "14:00", "pause", ""),
        ("14:00", "18:00", "available", ""),
    ]

    told = propose(make_logged(tmp_path, all_alike(states)))

    assert told.taken_for_lunch == 48
    assert told.planned_hours == pytest.approx(48)
    assert told.unplanned_hours == pytest.approx(48 * 35 / 60)


def test_a_desk_names_its_own_reasons_of_planned_pauses(tmp_path: Path) -> None:
    desk = make_logged(tmp_path, all_alike(USUAL), more='\n[shrinkage]\nplanned_pauses = ["lunch", "Toilet"]\n')

    told = propose(desk)

    assert (told.rate, told.planned_hours) == (0.0, pytest.approx(48 * 2.2))


def test_who_never_signed_out_was_not_on_duty_all_night(tmp_path: Path) -> None:
    states = [*USUAL[:-1], ("16:00", "17:00", "available", ""), ("17:00", "10:30", "available", "")]

    told = propose(make_logged(tmp_path, all_alike(states)))

    assert told.working_hours == pytest.approx(48 * 4.8)


def test_what_ended_later_than_as_of_is_not_known(tmp_path: Path) -> None:
    desk = make_logged(tmp_path, all_alike(USUAL))
    with Warehouse.open(desk) as warehouse:
        told = propose_shrinkage(warehouse, desk, as_of=pd.Timestamp("2026-06-16 13:35", tz="Asia/Tokyo"))

    assert told.last_day == date(2026, 6, 16)
    assert told.days == 12
    assert told.unplanned_hours == pytest.approx(0.2 * 4 * 11)


def test_the_interval_holds_the_truth_where_people_and_days_differ(tmp_path: Path) -> None:
    """Of 60 logs drawn with pauses that differ by person and by day, about 95 % of the intervals hold the true rate."""
    from staffing.shrinkage_proposal import _rate_and_spread

    random, truth, held = np.random.default_rng(3), 0.1, 0
    for _ in range(200):
        person = random.gamma(9, 1 / 9, size=12)[:, None]
        day = random.gamma(9, 1 / 9, size=40)[None, :]
        share = truth * person * day * random.gamma(4, 1 / 4, size=(12, 40))
        names, days = (pd.Series(part.ravel()) for part in np.indices(share.shape))
        rate, spread = _rate_and_spread(6 * share.ravel(), np.full(share.size, 6.0), people=names, days=days)
        held += abs(rate - truth) <= spread

    assert 0.89 <= held / 200 <= 0.99


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        pytest.param([], "nothing in the log tells when people were available", id="no states"),
        pytest.param(
            all_alike([("10:00", "17:00", "pause", "")]), "tells when people were available", id="never available"
        ),
        pytest.param(
            all_alike([("10:00", "17:00", "available", "")]), "of 4 people on 12 days no pause is told", id="no pauses"
        ),
        pytest.param(all_alike(USUAL, people=2), "2 people on 12 days are too few", id="few people"),
        pytest.param(all_alike(USUAL, days=9), "4 people on 9 days are too few", id="few days"),
    ],
)
def test_where_too_little_is_told_the_figure_of_the_desk_stays_assumed(
    tmp_path: Path, rows: list[dict[str, Any]], said: str
) -> None:
    shown = ask(make_logged(tmp_path, rows), "--json")

    told = json.loads(shown.stdout)
    assert shown.exit_code == 0
    assert said in told["sentences"][0]
    assert "0.08 in desk.toml is assumed, not measured" in told["sentences"][0]
    assert (told["source"], told["unplanned"], told["line"]) == ("desk.toml", None, None)


def ask(desk: Desk, *words: str) -> Result:
    return CliRunner().invoke(main, ["shrinkage", "--desk", str(desk.folder), "--as-of", "2026-06-27", *words])


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["unplanned shrinkage 3.3%", "96 hours of lunch", "unplanned = 0.03",
                "who is ill does not sign in"]),
        ("ja", ["計画外シュリンケージ 3.3%", "昼休憩・研修・会議の96時間", "unplanned = 0.03",
                "病欠は含まれていません"]),
    ],
)  # fmt: skip
def test_the_proposal_is_told_with_its_basis_and_the_line_to_write(
    tmp_path: Path, language: str, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TSUNAGARI_LANGUAGE", language)
    desk = make_logged(tmp_path / "desk", all_alike(USUAL), language=language)
    before = (desk.folder / "desk.toml").read_bytes()

    shown = ask(desk, "--out", str(tmp_path / "days.csv"))

    assert shown.exit_code == 0, shown.stderr
    assert [word for word in words if word not in shown.stderr] == []
    assert (desk.folder / "desk.toml").read_bytes() == before
    table = pd.read_csv(tmp_path / "days.csv")
    assert list(table) == ["day", "people", "working_hours", "unplanned_hours", "planned_hours", "shrinkage"]
    assert len(table) == 12


def test_the_line_for_desk_toml_is_taken_as_it_stands(tmp_path: Path) -> None:
    desk = make_logged(tmp_path, all_alike(USUAL))
    told = json.loads(ask(desk, "--json").stdout)
    text = "\n".join([DESK.replace("LANGUAGE", "en"), "[shrinkage]", *told["lines"], ""])

    (tmp_path / "desk.toml").write_text(text, encoding="utf-8")

    written = read_desk(tmp_path).settings.shrinkage
    assert (written.unplanned, written.measured_until) == (0.03, date(2026, 6, 26))
    assert told["line"] == told["lines"][0] == "unplanned = 0.03"
    assert "nothing needs to change" in ask(desk).stderr


@pytest.mark.parametrize(
    ("more", "english", "japanese"),
    [
        ("", "8.0%, which is assumed; `tsunagari shrinkage` estimates it", "8.0%を見込んでいますが、これは仮定です"),
        (
            '[shrinkage]\nunplanned = 0.1\nmeasured_until = "2026-06-26"\n',
            "10.0%, as the log told until 2026-06-26",
            "10.0%を見込んでいます（2026-06-26までの記録による実測）",
        ),
    ],
)
def test_a_desk_says_whether_its_shrinkage_is_assumed_or_measured(
    tmp_path: Path, more: str, english: str, japanese: str
) -> None:
    told = basis_of_shrinkage(make_logged(tmp_path, [], more=f"\n{more}"))

    assert english in str(told)
    assert japanese in told.said(JAPANESE)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("", {"shrinkage": 0.08, "shrinkage_source": "assumed"}),
        (
            '[shrinkage]\nunplanned = 0.1\nmeasured_until = "2026-06-26"\n',
            {"shrinkage": 0.1, "shrinkage_source": "measured", "shrinkage_measured_until": "2026-06-26"},
        ),
    ],
)
def test_staff_tells_the_basis_of_its_shrinkage(tmp_path: Path, more: str, told: dict[str, Any]) -> None:
    desk = make_logged(tmp_path, [], more=f"\n{more}")
    starts = pd.date_range("2026-06-29 10:00", periods=16, freq="30min", tz="Asia/Tokyo")
    rows = {"queue": "support", "channel": "phone", "interval_start": [at.isoformat() for at in starts]}
    quantiles = {f"q{level:02d}": 10 + level / 25 for level in range(5, 100, 5)} | {"q025": 10.1, "q975": 13.9}
    table = pd.DataFrame(rows | {"interval_minutes": 30, "mean": 12.0, **quantiles, "handle_seconds": 300.0})
    table.to_csv(tmp_path / "forecast.csv", index=False)
    words = ["staff", "--desk", str(desk.folder), "--forecast", str(tmp_path / "forecast.csv"), "--json"]

    summary = json.loads(CliRunner().invoke(main, words).stdout)

    assert {key: value for key, value in summary.items() if key.startswith("shrinkage")} == told
