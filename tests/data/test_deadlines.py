from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from data.business_hours import add_business_hours
from data.calendar import Calendar
from data.deadlines import deadline, deadlines, due_table
from data.desk import DeskSettings
from data.errors import DeskError
from data.service_goal import ServiceGoal
from tests.data.test_calendar import WEEKDAYS
from tests.data.ticket_desk import SETTINGS, tokyo


@pytest.fixture
def calendar() -> Calendar:
    return Calendar(settings=DeskSettings.model_validate(SETTINGS | {"closed_on": ["2026-04-08"]}))


@pytest.mark.parametrize(
    ("received", "business_days", "due"),
    [
        ("2026-04-06 10:00", 1, "2026-04-07 17:30"),
        ("2026-04-06 08:00", 1, "2026-04-07 17:30"),
        ("2026-04-06 12:30", 0, "2026-04-06 17:30"),
        ("2026-04-06 17:29:59", 0, "2026-04-06 17:30"),
        ("2026-04-06 17:30", 0, "2026-04-07 17:30"),
        ("2026-04-07 10:00", 1, "2026-04-09 17:30"),
        ("2026-04-10 18:00", 1, "2026-04-14 17:30"),
        ("2026-04-11 12:00", 2, "2026-04-15 17:30"),
        ("2026-04-28 12:00", 1, "2026-04-30 17:30"),
    ],
    ids=["next day", "before opening", "at noon", "just in time", "at closing", "over a closed day", "friday evening",
         "saturday", "over a public holiday"],
)  # fmt: skip
def test_a_reply_is_due_at_the_closing_time_of_an_open_day(
    calendar: Calendar, received: str, business_days: int, due: str
) -> None:
    assert deadline(calendar, "mail", tokyo(received), business_days) == tokyo(due)


def test_many_deadlines_are_those_that_counting_days_gives(calendar: Calendar) -> None:
    rng = np.random.default_rng(3)
    received = tokyo("2026-04-01") + pd.to_timedelta(rng.integers(0, 40 * 86_400, size=200), unit="s")

    due = deadlines(calendar, "mail", received, 2)

    for at, found in zip(received, due, strict=True):
        day = at.date()
        while not calendar.is_open("mail", day) or at >= tokyo(f"{day} 17:30"):
            day, at = day + timedelta(days=1), tokyo(str(day + timedelta(days=1)))
        assert found == tokyo(f"{calendar.add_business_days('mail', day, 2)} 17:30")


def test_a_deadline_has_the_clock_time_of_closing_over_a_clock_change() -> None:
    hours = {"mail": {day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}}
    settings = DeskSettings.model_validate(SETTINGS | {"time_zone": "Europe/London", "country": "", "hours": hours})

    due = deadline(Calendar(settings=settings), "mail", pd.Timestamp("2026-03-28 12:00", tz="Europe/London"), 1)

    assert due == pd.Timestamp("2026-03-29 17:00", tz="Europe/London")


@pytest.mark.parametrize(
    ("received", "due"),
    [("2026-04-06 23:00", "2026-04-08 06:00"), ("2026-04-07 03:00", "2026-04-08 06:00"),
     ("2026-04-07 12:00", "2026-04-09 06:00"), ("2026-04-11 02:00", "2026-04-14 06:00")],
    ids=["before midnight", "after midnight", "between two nights", "in the night before a free day"],
)  # fmt: skip
def test_a_night_is_one_business_day(received: str, due: str) -> None:
    hours = {"mail": {day: ["22:00-06:00"] for day in ("mon", "tue", "wed", "thu", "fri")}}
    nights = Calendar(settings=DeskSettings.model_validate(SETTINGS | {"hours": hours}))

    assert deadline(nights, "mail", tokyo(received), 1) == tokyo(due)


def test_a_channel_that_never_opens_is_refused_with_a_sentence() -> None:
    settings = DeskSettings.model_validate(
        SETTINGS | {"hours": {"mail": {"exceptions": {"2026-04-06": ["10:00-11:00"]}}}}
    )

    with pytest.raises(DeskError, match=r"\[hours.mail\] of desk.toml is open on too few days"):
        deadline(Calendar(settings=settings), "mail", tokyo("2026-04-06 10:00"), 1)


def test_no_contacts_have_no_deadlines(calendar: Calendar) -> None:
    assert len(deadlines(calendar, "mail", pd.DatetimeIndex([], tz="Asia/Tokyo"), 1)) == 0


@pytest.mark.parametrize(
    "hours",
    [
        pytest.param({day: ["09:30-12:00", "13:00-17:30"] for day in WEEKDAYS[:5]}, id="days with a noon"),
        pytest.param({day: ["22:00-06:00"] for day in WEEKDAYS}, id="nights"),
        pytest.param({day: ["00:00-24:00"] for day in WEEKDAYS}, id="day and night"),
    ],
)
@pytest.mark.parametrize(
    "goal",
    [
        pytest.param({"deadline_business_hours": 2.5, "deadline_latest_days": 1}, id="2.5 hours"),
        pytest.param({"deadline_business_hours": 7, "deadline_latest_days": 2}, id="a whole day of hours"),
        pytest.param({"deadline_business_hours": 1e-12, "deadline_latest_days": 1}, id="at once"),
        pytest.param({"deadline_business_hours": 11, "deadline_latest_days": 30}, id="11 hours"),
        pytest.param({"deadline_business_days": 0, "deadline_latest_days": 0}, id="the same day"),
        pytest.param({"deadline_business_days": 1, "deadline_latest_days": 2}, id="days"),
    ],
)
def test_the_table_of_what_is_due_tells_what_counting_each_contact_tells(
    hours: dict[str, list[str]], goal: dict[str, Any]
) -> None:
    told = {"time_zone": "America/New_York", "country": "US", "hours": {"mail": hours}, "closed_on": ["2026-03-10"]}
    calendar = Calendar(settings=DeskSettings.model_validate(SETTINGS | told))
    received = tricky_instants(calendar, "2026-03-04", "2026-03-16", seed=5)
    made = ServiceGoal(**goal)

    table = due_table(calendar, "mail", goal=made, first_day=date(2026, 3, 4), last_day=date(2026, 3, 16))

    row = np.asarray(table["from_at"].searchsorted(received, side="right")) - 1
    found = table.iloc[row].reset_index(drop=True)
    later = (pd.Series(received) - found["from_at"]) * found["runs"]
    expected = (
        deadlines(calendar, "mail", received, goal["deadline_business_days"])
        if made.deadline_business_hours is None
        else add_business_hours(calendar, "mail", received, hours=made.deadline_business_hours)
    )
    assert (found["due_at"] + later).tolist() == expected.tolist()
    assert found["latest_at"].tolist() == deadlines(calendar, "mail", received, made.deadline_latest_days).tolist()


def tricky_instants(calendar: Calendar, first_day: str, last_day: str, *, seed: int) -> pd.DatetimeIndex:
    """Instants at random, and every full and half hour with a microsecond before and after it."""
    first, last = (pd.Timestamp(day, tz=calendar.zone) for day in (first_day, last_day))
    rng = np.random.default_rng(seed)
    drawn = rng.integers(0, int((last - first) / pd.Timedelta(1, "us")), size=300)
    grid = np.arange(0, int((last - first) / pd.Timedelta(1, "us")), 1_800_000_000)
    offsets = np.concatenate([drawn, grid, grid + 1, grid[1:] - 1])
    return pd.DatetimeIndex(first.as_unit("us") + pd.to_timedelta(offsets, unit="us").as_unit("us"))


def test_what_was_received_before_the_first_day_is_due_as_if_it_came_then(calendar: Calendar) -> None:
    day = date(2026, 4, 6)

    table = due_table(calendar, "mail", goal=ServiceGoal(deadline_business_hours=2), first_day=day, last_day=day)

    assert table["from_at"].iloc[0] < tokyo("2000-01-01")
    assert (table["due_at"].iloc[0], table["latest_at"].iloc[0]) == (
        tokyo("2026-04-06 11:30"),
        tokyo("2026-04-09 17:30"),
    )
