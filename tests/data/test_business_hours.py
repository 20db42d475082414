from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.business_hours import OpenClock, add_business_hours, business_hours_between
from data.calendar import Calendar
from data.errors import DeskError
from tests.data.test_calendar import WEEKDAYS, a_calendar

ZONES = ("Asia/Tokyo", "Europe/London", "America/New_York")
NIGHTS = {day: ["22:00-06:00"] for day in WEEKDAYS}
DAYS_WITH_NOON = {day: ["09:00-12:00", "13:00-17:00"] for day in WEEKDAYS[:5]}


def over(calendar: Calendar, received: str, hours: float) -> str:
    """Local clock time at which the hours are over."""
    at = pd.DatetimeIndex([pd.Timestamp(received, tz=calendar.zone)])
    return str(add_business_hours(calendar, "phone", at, hours=hours)[0].strftime("%Y-%m-%d %H:%M"))


@pytest.mark.parametrize(
    ("received", "hours", "due"),
    [
        pytest.param("2026-04-06 10:00", 1.5, "2026-04-06 11:30", id="the same morning"),
        pytest.param("2026-04-06 11:00", 2, "2026-04-06 14:00", id="over noon"),
        pytest.param("2026-04-06 11:00", 1, "2026-04-06 12:00", id="over at noon, not after it"),
        pytest.param("2026-04-06 16:00", 8, "2026-04-07 17:00", id="over at closing time, not next morning"),
        pytest.param("2026-04-10 18:00", 4, "2026-04-13 14:00", id="friday evening"),
        pytest.param("2026-04-28 16:00", 2, "2026-04-30 10:00", id="over a public holiday"),
        pytest.param("2026-04-11 12:00", 0, "2026-04-11 12:00", id="no hours at all"),
    ],
)
def test_hours_are_counted_while_the_channel_is_open(received: str, hours: float, due: str) -> None:
    assert over(a_calendar(hours=DAYS_WITH_NOON), received, hours) == due


@pytest.mark.parametrize(
    ("time_zone", "received", "due"),
    [
        pytest.param("Europe/London", "2026-03-28 22:00", "2026-03-29 06:00", id="London loses an hour in spring"),
        pytest.param("Europe/London", "2026-10-24 22:00", "2026-10-25 04:00", id="London gains an hour in autumn"),
        pytest.param(
            "America/New_York",
            "2026-03-07 23:00",
            "2026-03-08 23:00",
            id="New York loses an hour in spring, so one is left for the next night",
        ),
        pytest.param("America/New_York", "2026-10-31 23:30", "2026-11-01 05:30", id="New York gains an hour in autumn"),
        pytest.param("Asia/Tokyo", "2026-03-28 22:00", "2026-03-29 05:00", id="Tokyo never changes its clock"),
    ],
)
def test_seven_hours_of_a_night_are_counted_as_they_pass(time_zone: str, received: str, due: str) -> None:
    nights = a_calendar(hours=NIGHTS, time_zone=time_zone, country="")

    assert over(nights, received, 7) == due


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    return a_calendar(
        hours=draw(st.sampled_from([NIGHTS, DAYS_WITH_NOON, {day: ["00:00-24:00"] for day in WEEKDAYS}])),
        time_zone=draw(st.sampled_from(ZONES)),
        country=draw(st.sampled_from(["", "JP", "GB"])),
    )


# Half of them within a day of a clock change of one zone or another.
CHANGES = ("2026-03-08", "2026-03-29", "2026-10-25", "2026-11-01")
instants = st.one_of(
    st.integers(0, 525_600).map(lambda minutes: pd.Timestamp("2026-01-01", tz="UTC") + timedelta(minutes=minutes)),
    st.tuples(st.sampled_from(CHANGES), st.integers(-1440, 2880)).map(
        lambda drawn: pd.Timestamp(drawn[0], tz="UTC") + timedelta(minutes=drawn[1])
    ),
)
quarters = st.integers(0, 160).map(lambda number: number / 4)


@settings(deadline=None, max_examples=60)
@given(calendar=calendars(), received=instants, first=quarters, second=quarters)
def test_adding_business_hours_is_additive_and_never_goes_back(
    calendar: Calendar, received: pd.Timestamp, first: float, second: float
) -> None:
    at = pd.DatetimeIndex([received])

    half_way = add_business_hours(calendar, "phone", at, hours=first)
    due = add_business_hours(calendar, "phone", half_way, hours=second)

    assert due[0] == add_business_hours(calendar, "phone", at, hours=first + second)[0]
    assert at[0] <= half_way[0] <= due[0]
    assert business_hours_between(calendar, "phone", since=at, until=due)[0] == first + second


@settings(deadline=None, max_examples=60)
@given(calendar=calendars(), received=instants, hours=quarters.filter(bool))
def test_a_deadline_lies_within_opening_hours_or_at_their_end(
    calendar: Calendar, received: pd.Timestamp, hours: float
) -> None:
    [due] = add_business_hours(calendar, "phone", pd.DatetimeIndex([received]), hours=hours)

    spans = [
        span for day in ((due - timedelta(days=1)).date(), due.date()) for span in calendar.open_spans("phone", day)
    ]
    assert any(begin < due <= end for begin, end in spans)


@settings(deadline=None, max_examples=40)
@given(calendar=calendars(), since=instants, until=instants)
def test_business_hours_are_the_minutes_in_which_the_desk_is_open(
    calendar: Calendar, since: pd.Timestamp, until: pd.Timestamp
) -> None:
    until = since + (until - since) % pd.Timedelta(days=3)

    [found] = business_hours_between(
        calendar, "phone", since=pd.DatetimeIndex([since]), until=pd.DatetimeIndex([until])
    )

    minutes = pd.date_range(since, until, freq="min", inclusive="left").tz_convert(calendar.zone)
    spans = [span for day in sorted(set(minutes.date)) for span in calendar.open_spans("phone", day)]
    inside = sum(np.count_nonzero((minutes >= begin) & (minutes < end)) for begin, end in spans)
    assert found * 60 == pytest.approx(inside)


def test_many_instants_are_counted_at_once_in_any_order() -> None:
    calendar = a_calendar(hours=DAYS_WITH_NOON)
    at = pd.DatetimeIndex(["2026-04-10 18:00", "2026-04-06 10:00"]).tz_localize("Asia/Tokyo")

    due = add_business_hours(calendar, "phone", at, hours=1)

    assert due.strftime("%d %H:%M").tolist() == ["13 10:00", "06 11:00"]
    assert len(add_business_hours(calendar, "phone", at[:0], hours=1)) == 0
    assert len(business_hours_between(calendar, "phone", since=at[:0], until=at[:0])) == 0


def test_a_channel_that_hardly_opens_is_refused_with_a_sentence() -> None:
    once = a_calendar(hours={"exceptions": {"2026-04-06": ["10:00-11:00"]}})

    with pytest.raises(DeskError, match=r"\[hours.phone\] of desk.toml is open for too little time after 2026-04-06"):
        over(once, "2026-04-06 10:00", 2)


def test_hours_that_run_back_are_refused() -> None:
    with pytest.raises(ValueError, match="counted forward"):
        over(a_calendar(), "2026-04-06 10:00", -1)


@pytest.mark.parametrize(("begins", "ends"), [([0, 5], [6, 9]), ([0], [0]), ([0, 5], [4])])
def test_an_open_clock_refuses_stretches_that_overlap_or_do_not_last(begins: list[int], ends: list[int]) -> None:
    with pytest.raises(ValueError, match="open clock"):
        OpenClock(np.array(begins), np.array(ends))
