"""The published backlog tells which replies the plan that stands will miss."""

from pathlib import Path

import pandas as pd
import pytest

from data.desk import Desk
from data.records import Records
from data.snapshot import Snapshot
from data.warehouse import Warehouse
from staffing.desk_questions import ask_backlog
from staffing.issued_outlook import publish_with_outlook
from staffing.staff_queues import staff_desk
from tests.data.ticket_desk import ticket_desk, tokyo

LAST_MORNING = "2026-04-10"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Four weeks of four mails a morning, ten minutes of work each; those of the last morning wait."""
    days = pd.bdate_range("2026-03-16", LAST_MORNING)
    mails = [
        {"received": f"{day:%Y-%m-%d} 10:0{k}:00", "work": "600"}
        | ({"replied": f"{day:%Y-%m-%d} 11:00:00"} if day < days[-1] else {})
        for day in days
        for k in range(4)
    ]
    return ticket_desk(tmp_path / "desk", mails)


def keep_plan_of(desk: Desk, people: float) -> None:
    """A plan with so many people on the mails in each interval of the Monday after the log."""
    starts = pd.date_range(tokyo("2026-04-13 09:30"), tokyo("2026-04-13 17:00"), freq="30min")
    coverage = pd.DataFrame(
        {
            "queue": "letters",
            "interval_start": [start.isoformat() for start in starts],
            "interval_minutes": 30,
            "required": 1.0,
            "scheduled": people,
            "uncovered_hours": 0.0,
            "surplus_hours": 0.0,
        }
    )
    day = starts[0].date()
    with Records.open(desk) as records:
        records.save_plan(
            first_day=day,
            last_day=day,
            activities=pd.DataFrame({"date": []}),
            coverage=coverage,
            remarks=[],
            author="lead",
        )


def published_backlog(desk: Desk) -> pd.DataFrame:
    with Snapshot.newest(desk) as snapshot:
        return snapshot.table("open_contact")


def test_staffing_a_desk_publishes_when_open_mails_can_expect_their_answer(desk: Desk) -> None:
    with Warehouse.open(desk) as warehouse:
        staff_desk(warehouse, desk, horizon_days=7)

    backlog = published_backlog(desk)

    assert len(backlog) == 4
    assert backlog["expected_answer_at"].notna().all()
    assert (backlog["expected_answer_at"] > tokyo(f"{LAST_MORNING} 10:00")).all()


def test_a_plan_without_people_puts_the_open_mails_at_risk_and_one_with_enough_does_not(desk: Desk) -> None:
    with Warehouse.open(desk) as warehouse:
        staff_desk(warehouse, desk, horizon_days=7)
    states = {}

    for people in (0.0, 2.0):
        keep_plan_of(desk, people)
        with Warehouse.open(desk) as warehouse:
            publish_with_outlook(warehouse, desk)
            asked = ask_backlog(warehouse, desk, as_of=None)
        states[people] = set(published_backlog(desk)["state"])
        assert set(asked["state"]) == states[people]

    assert states[0.0] == {"at_risk"}
    assert "at_risk" not in states[2.0]


def test_before_anything_is_staffed_the_backlog_is_published_without_an_outlook(desk: Desk) -> None:
    with Warehouse.open(desk) as warehouse:
        publish_with_outlook(warehouse, desk)

    assert published_backlog(desk)["expected_answer_at"].isna().all()
