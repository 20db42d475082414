"""A requirement as a table and back, and what is said to a table that cannot be used."""

from dataclasses import fields, replace
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest

from data.errors import TsunagariError
from data.service_goal import ServiceGoal
from forecasting.forecast import Forecast
from staffing.require_agents import require_agents
from staffing.requirement import Requirement
from staffing.requirement_table import contract_rows, requirement_from_rows, requirement_rows

GOAL = ServiceGoal()
TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.fixture
def monday(quiet_monday: Forecast) -> Requirement:
    return require_agents(quiet_monday, GOAL, unplanned_shrinkage=0.08)


def outsiders_rows(**columns: list[object]) -> pd.DataFrame:
    usual: dict[str, list[object]] = {
        "queue": ["technical", "technical"],
        "interval_start": ["2026-11-02T10:00:00+09:00", "2026-11-02T10:30:00+09:00"],
        "interval_minutes": [30, 30],
        "agents": [5, 4],
    }
    return pd.DataFrame({**usual, **columns})


def assert_same(left: Requirement, right: Requirement) -> None:
    for field in fields(Requirement):
        np.testing.assert_array_equal(getattr(left, field.name), getattr(right, field.name), err_msg=field.name)


def test_a_requirement_survives_its_stored_rows(monday: Requirement) -> None:
    assert_same(requirement_from_rows(requirement_rows(monday), goal=GOAL, zone=TOKYO), replace(monday, grounds=None))


def test_a_requirement_survives_a_csv_file_in_any_order(monday: Requirement, tmp_path: Path) -> None:
    requirement_rows(monday).sample(frac=1, random_state=7).to_csv(tmp_path / "requirement.csv", index=False)

    read = requirement_from_rows(pd.read_csv(tmp_path / "requirement.csv"), goal=GOAL, zone=TOKYO)

    assert_same(read, replace(monday, grounds=None))


def test_the_contract_rows_are_exactly_the_columns_of_the_file(monday: Requirement) -> None:
    rows = contract_rows(monday)

    assert ",".join(rows.columns) == (
        "queue,channel,interval_start,interval_minutes,agents,scheduled_agents,service_level,abandonment,"
        "asa_seconds,occupancy,issued_at,open_minutes,arriving_hours,due_hours"
    )
    assert len(rows) == 20
    assert rows["interval_start"].iloc[0].isoformat() == "2026-11-02T08:00:00+09:00"


def test_contract_rows_are_enough_for_a_requirement(monday: Requirement) -> None:
    read = requirement_from_rows(contract_rows(monday), goal=GOAL, zone=TOKYO)

    assert read.scheduled_agents.tolist() == monday.scheduled_agents.tolist()
    assert read.service_level.tolist() == monday.service_level.tolist()
    assert np.all(np.isnan(read.contacts))
    assert read.engine == "given"
    assert set(read.bound_by) == {"given"}


def test_an_outsiders_agents_are_scheduled_with_the_desks_shrinkage() -> None:
    read = requirement_from_rows(outsiders_rows(), goal=GOAL, zone=TOKYO, unplanned_shrinkage=0.2)

    assert read.agents.tolist() == [5, 4]
    assert read.scheduled_agents.tolist() == [7, 5]
    assert read.channel == "phone"


def test_an_outsiders_scheduled_agents_leave_those_who_remain() -> None:
    rows = outsiders_rows(scheduled_agents=[7, 5]).drop(columns="agents")

    read = requirement_from_rows(rows, goal=GOAL, zone=TOKYO, unplanned_shrinkage=0.2)

    assert read.scheduled_agents.tolist() == [7, 5]
    assert read.agents.tolist() == [5, 4]


def test_instants_are_moved_into_the_desks_zone() -> None:
    rows = outsiders_rows(interval_start=["2026-11-02T01:00:00Z", "2026-11-02T10:30:00+09:00"])

    read = requirement_from_rows(rows, goal=GOAL, zone=TOKYO)

    assert [f"{start:%H:%M %z}" for start in read.starts] == ["10:00 +0900", "10:30 +0900"]


def test_the_autumn_hour_that_comes_twice_is_two_intervals() -> None:
    rows = outsiders_rows(interval_start=["2026-10-25T02:00:00+02:00", "2026-10-25T02:00:00+01:00"])

    read = requirement_from_rows(rows, goal=GOAL, zone=ZoneInfo("Europe/Berlin"))

    assert len(read) == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"agents": [5, -1]}, r"row 2: agents is -1; write whole people"),
        ({"agents": [5, 4.5]}, r"row 2: agents is 4.5; write whole people"),
        ({"agents": [5, "many"]}, r"row 2: agents is many; write whole people"),
        ({"agents": [None, 4]}, r"row 1: agents is nan; write whole people"),
        ({"scheduled_agents": [5, 3]}, r"row 2: scheduled_agents is 3; write at least the 4 agents of that row"),
        ({"interval_start": ["2026-11-02T10:00+09:00", "2026-11-02T10:30"]}, r"row 2: interval_start is .*its offset"),
        ({"interval_start": ["Monday", "2026-11-02T10:30"]}, r"row 1: interval_start is Monday; write a time"),
        ({"interval_start": ["2026-11-02T10:00+09:00", None]}, r"row 2: interval_start is .*; write a time"),
        (
            {"interval_start": ["2026-11-02T10:00+09:00", "2026-11-02T01:00Z"]},
            r"row 2: interval_start is .*; write each interval once; row 1 is the same one",
        ),
        ({"interval_minutes": [30, 15]}, r"row 2: interval_minutes is 15; write the same length above 0"),
        ({"interval_minutes": [0, 0]}, r"row 1: interval_minutes is 0; write the same length above 0"),
        ({"queue": ["technical", "billing"]}, r"row 2: queue is billing; write the same queue in every row"),
        ({"queue": ["technical", None]}, r"row 2: queue is .*; write the same queue in every row"),
        ({"occupancy": [0.5, -0.5]}, r"row 2: occupancy is -0.5; write a number, 0 or more, or nothing"),
        ({"contacts": ["few", 3]}, r"row 1: contacts is few; write a number, 0 or more, or nothing"),
    ],
)
def test_a_table_that_cannot_be_used_is_told_its_row_and_column(changes: dict[str, list[object]], words: str) -> None:
    with pytest.raises(TsunagariError, match=words):
        requirement_from_rows(outsiders_rows(**changes), goal=GOAL, zone=TOKYO)


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("queue", "has no column queue; it has interval_start, interval_minutes, agents"),
        ("interval_start", "has no column interval_start"),
        ("interval_minutes", "has no column interval_minutes"),
        ("agents", "has no column agents / scheduled_agents"),
    ],
)
def test_a_missing_column_is_named(column: str, words: str) -> None:
    with pytest.raises(TsunagariError, match=words):
        requirement_from_rows(outsiders_rows().drop(columns=column), goal=GOAL, zone=TOKYO)


def test_an_empty_table_is_refused() -> None:
    with pytest.raises(TsunagariError, match="has no rows"):
        requirement_from_rows(outsiders_rows().iloc[:0], goal=GOAL, zone=TOKYO)


def test_rows_taken_from_a_longer_file_keep_their_row_numbers() -> None:
    file = pd.concat([outsiders_rows(queue=["billing", "billing"]), outsiders_rows(agents=[5, -1])], ignore_index=True)

    with pytest.raises(TsunagariError, match="row 4: agents is -1"):
        requirement_from_rows(file[file["queue"] == "technical"], goal=GOAL, zone=TOKYO)
