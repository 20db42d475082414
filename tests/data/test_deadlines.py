from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from data.calendar import Calendar
from data.deadlines import deadline, deadlines
from data.desk import DeskSettings
from data.errors import DeskError
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
