from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import get_args

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from data.desk_file import read_desk
from data.records import Records
from staffing.coverage import measure_coverage
from staffing.labour_rules import judge
from staffing.planning.peer_design import PlanEngine
from staffing.planning.plan_shifts import plan_shifts
from staffing.shift_plan import WORK, ShiftPlan
from tests.staffing.plan_builders import EARLY, LATE, MONDAY, make_desk, make_people, make_settings, require
from tsunagari import main
from tsunagari import plan as plan_verb

SUNDAY = MONDAY + timedelta(days=6)
PEERS = ("pyworkforce", "pyworkforce-difference")


def people_at_work(plan: ShiftPlan) -> Counter[date]:
    return Counter(day for _, day in {(one.person, one.date) for one in plan.activities if one.activity in WORK})


@pytest.mark.parametrize("engine", PEERS)
def test_a_plan_of_a_peers_shifts_is_legal_and_comes_again(engine: PlanEngine) -> None:
    desk = make_desk(staff=make_people(5))
    requirement = require(desk, 3)

    plan = plan_shifts([requirement], desk, first_day=MONDAY, last_day=SUNDAY, engine=engine)

    assert [one.message for one in judge(plan, desk) if one.severity == "block"] == []
    assert plan == plan_shifts([requirement], desk, first_day=MONDAY, last_day=SUNDAY, engine=engine)


def test_shifts_without_breaks_are_as_few_as_the_requirement_and_lunch_stays_uncovered() -> None:
    desk = make_desk(make_settings(templates=[EARLY]), staff=make_people(5))
    requirement = require(desk, 3)

    plan = plan_shifts([requirement], desk, first_day=MONDAY, last_day=SUNDAY, engine="pyworkforce")

    assert set(people_at_work(plan).values()) == {3}
    assert measure_coverage(plan, [requirement], desk).uncovered_hours == 15


def test_more_shifts_than_people_can_work_stay_unworked() -> None:
    desk = make_desk(make_settings(templates=[EARLY]), staff=make_people(2))

    plan = plan_shifts([require(desk, 9)], desk, first_day=MONDAY, last_day=SUNDAY, engine="pyworkforce")

    assert set(people_at_work(plan).values()) == {2}


def test_a_time_that_no_shift_reaches_leaves_the_others_planned() -> None:
    desk = make_desk(make_settings(templates=[LATE], hours={"mon": ["08:00-18:00"]}), staff=make_people(2))

    plan = plan_shifts([require(desk, 2)], desk, first_day=MONDAY, last_day=SUNDAY, engine="pyworkforce")

    assert people_at_work(plan) == {MONDAY: 2}


def test_the_front_door_offers_every_engine() -> None:
    [option] = [option for option in plan_verb.params if option.name == "engine"]

    assert tuple(option.type.to_info_dict()["choices"]) == get_args(PlanEngine)


def test_a_peers_plan_is_written_and_not_kept_as_the_desks(tmp_path: Path) -> None:
    desk, out = tmp_path / "desk", tmp_path / "peer.csv"
    run("new", "--desk", desk, "--language", "en")
    (desk / "staff.csv").write_text("person\nann\nbo\n")
    (tmp_path / "need.csv").write_text(
        "queue,interval_start,interval_minutes,scheduled_agents\nsupport,2026-12-07T10:00:00+09:00,60,1\n"
    )

    words = ("--start", "2026-12-07", "--weeks", "1", "--requirement", tmp_path / "need.csv", "--out", out)
    done = run("plan", "--desk", desk, "--engine", "pyworkforce", *words)

    assert done.exit_code == 0
    assert pd.read_csv(out).query("activity == 'phone'").date.unique().tolist() == ["2026-12-07"]
    with Records.open(read_desk(desk)) as records:
        assert records.plans(MONDAY, SUNDAY) == []


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])
