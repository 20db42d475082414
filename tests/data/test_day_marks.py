from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.calendar import Calendar
from data.day_marks import day_marks
from data.events import Event
from tests.data.test_calendar import WEEKDAYS, a_calendar

SPRING = {"first_day": date(2026, 4, 20), "last_day": date(2026, 5, 17)}


def an_event(name: str, start: date, end: date, **fields: object) -> Event:
    whole = {"kind": "campaign", "queue": "", "effect": None, "known_from": start, "public_from": None}
    return Event(name=name, start=start, end=end, **{**whole, **fields})  # type: ignore[arg-type]


@pytest.fixture
def calendar() -> Calendar:
    return Calendar(
        a_calendar(billing_days=[10], closing_days=[31], debit_days=[27], closed_on=["2026-05-01"]).settings,
        (
            an_event("spring", date(2026, 4, 27), date(2026, 5, 7), effect=1.5),
            an_event("new prices", date(2026, 5, 7), date(2026, 5, 7), effect=2.0, kind="release"),
            an_event("mail only", date(2026, 5, 8), date(2026, 5, 8), queue="letters"),
            an_event("secret", date(2026, 5, 11), date(2026, 5, 11), known_from=date(2026, 5, 10)),
        ),
    )


def test_every_day_has_its_row_open_or_closed(calendar: Calendar) -> None:
    marks = day_marks(calendar, "phone", **SPRING)

    assert list(marks.index) == list(pd.date_range("2026-04-20", "2026-05-17"))
    assert marks.index.name == "date"
    assert marks.loc["2026-04-29", ["is_open", "open_hours", "holiday", "holiday_name"]].tolist() == [
        False, 0.0, True, "昭和の日",
    ]  # fmt: skip
    assert marks.loc["2026-04-30", ["is_open", "open_hours", "holiday", "holiday_name"]].tolist() == [
        True, 8.0, False, "",
    ]  # fmt: skip
    assert marks.index[marks["closed_by_desk"]].tolist() == [pd.Timestamp("2026-05-01")]


def test_a_holiday_that_is_set_aside_keeps_its_name() -> None:
    marks = day_marks(a_calendar(open_on=["2026-04-29"]), "phone", **SPRING)

    assert marks.loc["2026-04-29", ["is_open", "holiday", "holiday_name"]].tolist() == [True, False, "昭和の日"]


def test_days_of_money_stand_where_their_rules_put_them(calendar: Calendar) -> None:
    marks = day_marks(calendar, "phone", first_day=date(2026, 5, 1), last_day=date(2026, 5, 31))

    days = {name: [d.day for d in marks.index[marks[name]]] for name in ("closing_day", "billing_day", "debit_day")}
    assert days == {"closing_day": [31], "billing_day": [11], "debit_day": [27]}
    assert [d.day for d in marks.index[marks["month_end"]]] == [29]
    assert [d.day for d in marks.index[marks["gotobi"]]] == [1, 8, 15, 20, 25, 29]


def test_the_day_after_a_closure_tells_its_length(calendar: Calendar) -> None:
    marks = day_marks(calendar, "phone", **SPRING)

    assert marks["closure_days"].dropna().to_dict() == {
        **dict.fromkeys(marks.index[marks["is_open"]], 0.0),
        pd.Timestamp("2026-04-20"): 2.0,
        pd.Timestamp("2026-04-27"): 2.0,
        pd.Timestamp("2026-04-30"): 1.0,
        pd.Timestamp("2026-05-07"): 6.0,
        pd.Timestamp("2026-05-11"): 2.0,
    }
    assert marks.loc["2026-05-07", "closed_days_before"] == 6
    assert marks.loc["2026-05-11", "closed_days_before"] == 0  # the week brings that


def test_events_of_a_day_are_named_and_their_effects_multiplied(calendar: Calendar) -> None:
    marks = day_marks(calendar, "phone", **SPRING)

    assert marks.loc["2026-05-07", ["events", "event_kinds", "event_effect"]].tolist() == [
        "spring; new prices", "campaign; release", 3.0,
    ]  # fmt: skip
    assert marks.loc["2026-05-02", "event_effect"] == 1.5
    assert marks.loc["2026-05-08", "events"] == ""
    assert np.isnan(marks.loc["2026-05-11", "event_effect"])


def test_an_event_counts_for_its_queue_and_once_it_is_known(calendar: Calendar) -> None:
    of_queue = day_marks(calendar, "phone", queue="letters", **SPRING)
    before = day_marks(calendar, "phone", known_on=date(2026, 5, 9), **SPRING)

    assert of_queue.loc["2026-05-08", "events"] == "mail only"
    assert of_queue.loc["2026-05-11", "events"] == "secret"
    assert before.loc["2026-05-11", "events"] == ""


@settings(deadline=None, max_examples=30)
@given(
    weekdays=st.sets(st.sampled_from(WEEKDAYS)),
    span=st.sampled_from(["10:00-18:00", "22:00-06:00", "00:00-24:00"]),
    time_zone=st.sampled_from(["Asia/Tokyo", "Europe/London", "America/New_York"]),
    first_day=st.dates(date(2025, 1, 1), date(2027, 12, 1)),
)
def test_marks_agree_with_the_drivers_and_the_grid(
    weekdays: set[str], span: str, time_zone: str, first_day: date
) -> None:
    fields = {"time_zone": time_zone, "country": "", "billing_days": [10, 31]}
    calendar = a_calendar(hours={day: [span] for day in weekdays}, **fields)
    last_day = first_day + timedelta(days=40)

    marks = day_marks(calendar, "phone", first_day=first_day, last_day=last_day)

    drivers = calendar.drivers("phone", first_day, last_day)
    shared = [name for name in drivers if name not in ("weekday", "holiday")]
    assert list(marks.index[marks["is_open"]]) == list(drivers.index)
    np.testing.assert_array_equal(marks.loc[marks["is_open"], shared], drivers[shared].astype(float))
    assert marks.loc[~marks["is_open"], shared].isna().all(axis=None)
    open_minutes = calendar.open_intervals("phone", first_day, last_day).open_minutes.sum()
    assert marks["open_hours"].sum() * 60 == pytest.approx(open_minutes)


@pytest.mark.parametrize(
    ("time_zone", "day", "hours"),
    [("Europe/London", "2026-03-29", 23), ("Europe/London", "2026-10-25", 25), ("America/New_York", "2026-03-08", 23),
     ("America/New_York", "2026-11-01", 25), ("Asia/Tokyo", "2026-03-29", 24)],
)  # fmt: skip
def test_a_day_and_night_is_open_as_long_as_its_clock_shows(time_zone: str, day: str, hours: int) -> None:
    calendar = a_calendar(hours={d: ["00:00-24:00"] for d in WEEKDAYS}, time_zone=time_zone, country="")
    at = date.fromisoformat(day)

    marks = day_marks(calendar, "phone", first_day=at - timedelta(days=1), last_day=at + timedelta(days=1))

    assert marks["open_hours"].tolist() == [24, hours, 24]
