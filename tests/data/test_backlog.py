from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.backlog import count_answered, judge_states, open_contacts
from data.business_hours import add_business_hours
from data.calendar import Calendar
from data.desk import Desk
from data.warehouse import Warehouse
from tests.data.test_calendar import WEEKDAYS
from tests.data.ticket_desk import MAPPING, SETTINGS, Mail, ticket_desk, tokyo

MAILS: list[Mail] = [
    {"received": "2026-04-06 10:00", "replied": "2026-04-06 16:00"},
    {"received": "2026-04-06 11:00", "replied": "2026-04-08 10:00"},
    {"received": "2026-04-07 09:00", "next_note": "2026-04-08 15:00"},
    {"received": "2026-04-07 18:00"},
    {"received": "2026-04-07 20:00", "promised": "2026-04-08 12:00"},
    {"received": "2026-04-09 10:00"},
]


def _open(desk: Desk, as_of: str) -> pd.DataFrame:
    with Warehouse.open(desk) as warehouse:
        return open_contacts(warehouse, Calendar.of(desk), as_of=tokyo(as_of))


def test_the_backlog_is_what_had_come_and_was_not_answered_yet(tmp_path: Path) -> None:
    backlog = _open(ticket_desk(tmp_path, MAILS), "2026-04-08 09:00")

    assert backlog["contact_id"].tolist() == ["T1", "T4", "T2", "T3"]
    assert backlog["state"].tolist() == ["late", "due_today", "due_today", "ok"]
    assert backlog["deadline_at"].tolist() == [
        tokyo(f"{day} 17:30") for day in ("2026-04-07", "2026-04-09", "2026-04-08", "2026-04-09")
    ]
    assert backlog["latest_at"].iloc[0] == tokyo("2026-04-08 17:30")
    assert backlog["next_status_at"].iloc[2] == tokyo("2026-04-08 15:00")
    assert backlog["expected_answer_at"].isna().all()


def test_a_promise_that_was_broken_is_late_though_the_deadline_is_not(tmp_path: Path) -> None:
    backlog = _open(ticket_desk(tmp_path, MAILS), "2026-04-08 13:00").set_index("contact_id")

    assert backlog["state"].to_dict() == {"T4": "late", "T2": "due_today", "T3": "ok"}


def test_an_answer_that_is_expected_after_the_deadline_is_at_risk(tmp_path: Path) -> None:
    backlog = _open(ticket_desk(tmp_path, MAILS), "2026-04-08 09:00").set_index("contact_id")
    backlog["expected_answer_at"] = tokyo("2026-04-09 17:00")

    states = judge_states(backlog, as_of=tokyo("2026-04-08 09:00"))

    assert states.to_dict() == {"T1": "late", "T4": "at_risk", "T2": "at_risk", "T3": "ok"}


def test_a_further_question_waits_like_a_first_one(tmp_path: Path) -> None:
    asked_again: Mail = {"ticket": "T0", "received": "2026-04-07 10:00", "kind": "reply_cycle"}
    backlog = _open(ticket_desk(tmp_path, [MAILS[0], asked_again]), "2026-04-07 12:00")

    assert backlog["contact_id"].tolist() == ["T0"]


def test_a_desk_on_which_nothing_waits_has_an_empty_backlog(tmp_path: Path) -> None:
    backlog = _open(ticket_desk(tmp_path, MAILS[:1]), "2026-04-08 09:00")

    assert len(backlog) == 0
    assert str(backlog["deadline_at"].dtype) == "datetime64[us, Asia/Tokyo]"


def test_replies_are_counted_by_the_day_of_receipt_and_judged_when_it_is_known(tmp_path: Path) -> None:
    desk = ticket_desk(tmp_path, MAILS)

    with Warehouse.open(desk) as warehouse:
        queue = desk.settings.queue[0]
        days = count_answered(warehouse, Calendar.of(desk), queue=queue, until=tokyo("2026-04-08 18:00"))

    figures = ["offered", "answered", "in_deadline", "in_latest", "due", "due_latest"]
    assert days[figures].to_numpy().tolist() == [[2, 2, 1, 2, 2, 2], [3, 0, 0, 0, 1, 0]]


def test_the_first_reply_at_its_deadline_is_in_time(tmp_path: Path) -> None:
    desk = ticket_desk(tmp_path, [{"received": "2026-04-06 10:00", "replied": "2026-04-07 17:30"}])

    with Warehouse.open(desk) as warehouse:
        queue = desk.settings.queue[0]
        days = count_answered(warehouse, Calendar.of(desk), queue=queue, until=tokyo("2026-04-08"))

    assert days["in_deadline"].tolist() == [1]


HOURS = {"deadline_business_hours": 4, "deadline_latest_days": 1}
FOUR_HOURS = [{"name": "letters", "channel": "mail", "goal": HOURS}]


def test_replies_within_business_hours_are_due_while_the_desk_is_open(tmp_path: Path) -> None:
    backlog = _open(ticket_desk(tmp_path, MAILS, queue=FOUR_HOURS), "2026-04-08 09:00").set_index("contact_id")

    assert backlog["deadline_at"].to_dict() == {
        "T1": tokyo("2026-04-06 16:00"),
        "T2": tokyo("2026-04-07 14:30"),
        "T4": tokyo("2026-04-08 14:30"),
        "T3": tokyo("2026-04-08 14:30"),
    }
    assert backlog["latest_at"].loc["T3"] == tokyo("2026-04-09 17:30")
    assert backlog["state"].to_dict() == {"T1": "late", "T2": "late", "T4": "due_today", "T3": "due_today"}


def test_a_deadline_that_the_source_tells_stands_over_business_hours(tmp_path: Path) -> None:
    mapping = {"tickets": MAPPING | {"deadline_at": "promised"}}
    desk = ticket_desk(tmp_path, MAILS, queue=FOUR_HOURS, **{"import": {"mapping": mapping}})

    backlog = _open(desk, "2026-04-08 09:00").set_index("contact_id")

    assert backlog["deadline_at"].loc["T4"] == tokyo("2026-04-08 12:00")
    assert backlog["deadline_at"].loc["T3"] == tokyo("2026-04-08 14:30")


def test_the_latest_reply_is_the_planned_one_where_a_short_day_is_over_before_it(tmp_path: Path) -> None:
    hours = {"mail": SETTINGS["hours"]["mail"] | {"exceptions": {"2026-04-08": ["10:00-12:00"]}}}

    mails: list[Mail] = [{"received": "2026-04-07 09:30"}, {"received": "2026-04-07 17:00"}]

    early, late = _open(ticket_desk(tmp_path, mails, queue=FOUR_HOURS, hours=hours), "2026-04-08 09:00").itertuples()

    assert (early.deadline_at, early.latest_at) == (tokyo("2026-04-07 14:30"), tokyo("2026-04-08 12:00"))
    assert late.deadline_at == late.latest_at == tokyo("2026-04-09 11:00")


@pytest.mark.parametrize(
    ("business_hours", "hours"),
    [
        pytest.param(4, {day: ["09:00-12:00", "13:00-17:30"] for day in WEEKDAYS[:5]}, id="days with a noon"),
        pytest.param(9.5, {day: ["22:00-06:00"] for day in WEEKDAYS}, id="nights"),
        pytest.param(0.25, {day: ["00:00-24:00"] for day in WEEKDAYS}, id="day and night"),
    ],
)
def test_the_store_counts_business_hours_as_a_loop_over_contacts_does(
    tmp_path: Path, business_hours: float, hours: dict[str, list[str]]
) -> None:
    goal = {"deadline_business_hours": business_hours, "deadline_latest_days": 3}
    rng = np.random.default_rng(11)
    begins = pd.Timestamp("2026-02-26", tz="America/New_York")  # over the night in which clocks go forward
    received = begins + pd.to_timedelta(np.sort(rng.integers(0, 18 * 86_400, size=250)), unit="s")
    waited = pd.to_timedelta(rng.integers(60, 3 * 86_400, size=250), unit="s")
    mails = [
        {"received": at.isoformat(), **({"replied": (at + wait).isoformat()} if number % 3 else {})}
        for number, (at, wait) in enumerate(zip(received, waited, strict=True))
    ]
    desk = ticket_desk(
        tmp_path,
        mails,
        time_zone="America/New_York",
        country="US",
        closed_on=["2026-03-10"],
        hours={"mail": hours},
        queue=[{"name": "letters", "channel": "mail", "goal": goal}],
    )
    calendar, until = Calendar.of(desk), pd.Timestamp("2026-03-12 12:00", tz="America/New_York")

    with Warehouse.open(desk) as warehouse:
        waiting = open_contacts(warehouse, calendar, as_of=until).sort_values("received_at")
        counted = count_answered(warehouse, calendar, queue=desk.settings.queue[0], until=until)

    in_deadline = due = 0
    for at, mail in zip(received[received < until], mails, strict=False):
        [by] = add_business_hours(calendar, "mail", pd.DatetimeIndex([at]), hours=business_hours)
        answered = pd.Timestamp(mail["replied"]) if "replied" in mail else until
        in_deadline += answered < until and answered <= by
        due += answered < until or by <= until
    expected = add_business_hours(
        calendar, "mail", pd.DatetimeIndex(waiting["received_at"].array), hours=business_hours
    )
    assert len(waiting) > 50
    assert waiting["deadline_at"].tolist() == expected.tolist()
    assert (counted["in_deadline"].sum(), counted["due"].sum()) == (in_deadline, due)
    assert np.all(waiting["latest_at"] >= waiting["deadline_at"])
