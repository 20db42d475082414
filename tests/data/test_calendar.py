from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.calendar import Calendar, days_between
from data.desk import DeskSettings
from data.holidays import country_is_known
from data.public_holidays import PublicHolidays

JAPAN = PublicHolidays("JP")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def a_calendar(*, hours: dict[str, object] | None = None, **fields: object) -> Calendar:
    """A desk open on weekdays from 10 to 18, but for the fields named."""
    phone = hours if hours is not None else {day: ["10:00-18:00"] for day in WEEKDAYS[:5]}
    whole = {"format": 1, "name": "desk", "time_zone": "Asia/Tokyo", "queue": [{"name": "support"}]}
    return Calendar(settings=DeskSettings.model_validate({**whole, "hours": {"phone": phone}, **fields}))


def open_day_and_night(time_zone: str, **fields: object) -> Calendar:
    return a_calendar(hours={day: ["00:00-24:00"] for day in WEEKDAYS}, time_zone=time_zone, country="", **fields)


@pytest.mark.parametrize(
    ("time_zone", "day", "half_hours"),
    [
        pytest.param("Europe/London", date(2026, 3, 29), 46, id="London loses an hour in spring"),
        pytest.param("Europe/London", date(2026, 10, 25), 50, id="London gains an hour in autumn"),
        pytest.param("America/New_York", date(2026, 3, 8), 46, id="New York loses an hour in spring"),
        pytest.param("America/New_York", date(2026, 11, 1), 50, id="New York gains an hour in autumn"),
        pytest.param("America/New_York", date(2026, 11, 2), 48, id="an ordinary day"),
        pytest.param("Asia/Tokyo", date(2026, 3, 29), 48, id="Tokyo never changes its clock"),
    ],
)
def test_a_day_and_night_has_as_many_half_hours_as_its_clock_shows(time_zone: str, day: date, half_hours: int) -> None:
    grid = open_day_and_night(time_zone).open_intervals("phone", day, day)

    assert len(grid.starts) == half_hours
    assert set(grid.open_minutes) == {30.0}
    assert set(grid.starts[1:] - grid.starts[:-1]) == {pd.Timedelta(minutes=30)}


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_a_clock_change_at_night_leaves_the_days_opening_hours_alone(day: date) -> None:
    calendar = a_calendar(hours={"sun": ["10:00-18:00"]}, time_zone="Europe/London", country="")

    grid = calendar.open_intervals("phone", day, day)

    assert len(grid.starts) == 16
    assert (grid.starts[0].hour, grid.starts[-1].hour, grid.starts[-1].minute) == (10, 17, 30)


def test_a_clock_that_jumps_over_a_time_gives_the_moment_after_the_jump() -> None:
    calendar = open_day_and_night("Europe/London")

    assert calendar.instant(date(2026, 3, 29), 90).isoformat() == "2026-03-29T02:00:00+01:00"


def test_a_clock_that_repeats_a_time_gives_its_first_moment() -> None:
    calendar = open_day_and_night("Europe/London")

    assert calendar.instant(date(2026, 10, 25), 90).isoformat() == "2026-10-25T01:30:00+01:00"


def test_twenty_four_o_clock_is_the_next_midnight() -> None:
    calendar = open_day_and_night("Asia/Tokyo")

    assert calendar.open_spans("phone", date(2026, 4, 1))[0][1].isoformat() == "2026-04-02T00:00:00+09:00"


@pytest.mark.parametrize(
    ("time_zone", "night", "hours"),
    [
        pytest.param("Europe/London", date(2026, 3, 28), 7, id="London loses an hour in spring"),
        pytest.param("Europe/London", date(2026, 10, 24), 9, id="London gains an hour in autumn"),
        pytest.param("America/New_York", date(2026, 3, 7), 7, id="New York loses an hour in spring"),
        pytest.param("America/New_York", date(2026, 10, 31), 9, id="New York gains an hour in autumn"),
        pytest.param("Asia/Tokyo", date(2026, 3, 28), 8, id="Tokyo never changes its clock"),
    ],
)
def test_a_night_lasts_as_long_as_its_clock_shows(time_zone: str, night: date, hours: int) -> None:
    calendar = a_calendar(hours={f"{night:%a}".lower(): ["22:00-06:00"]}, time_zone=time_zone, country="")

    grid = calendar.open_intervals("phone", night, night + timedelta(days=1))

    assert grid.open_minutes.sum() == hours * 60
    assert len(grid.starts) == hours * 2
    assert (grid.starts[0].hour, grid.starts[-1].hour, grid.starts[-1].minute) == (22, 5, 30)


def test_hours_over_midnight_lie_on_both_days() -> None:
    calendar = a_calendar(hours={"fri": ["09:00-12:00", "22:00-06:00"], "sat": ["05:00-08:00"]})
    friday, saturday = date(2026, 4, 3), date(2026, 4, 4)

    assert calendar.spans_begun("phone", friday) == [(540, 720), (1320, 1800)]
    assert calendar.open_minutes_of_day("phone", friday) == [(540, 720), (1320, 1440)]
    assert calendar.open_minutes_of_day("phone", saturday) == [(0, 480)]
    assert not calendar.is_open("phone", saturday + timedelta(days=1))


def test_a_night_belongs_to_the_day_on_which_it_begins() -> None:
    calendar = a_calendar(hours={day: ["22:00-06:00"] for day in WEEKDAYS[:5]})  # 29 April 2026 is a holiday

    assert calendar.open_minutes_of_day("phone", date(2026, 4, 29)) == [(0, 360)]
    assert calendar.open_minutes_of_day("phone", date(2026, 4, 30)) == [(1320, 1440)]


def test_hours_that_the_clock_jumps_over_are_never_open() -> None:
    calendar = a_calendar(hours={"sun": ["01:10-01:50"]}, time_zone="Europe/London", country="")

    assert calendar.open_spans("phone", date(2026, 3, 29)) == []
    assert len(calendar.open_intervals("phone", date(2026, 3, 29), date(2026, 3, 29)).starts) == 0


@st.composite
def spans_of_a_day(draw: st.DrawFn) -> list[str]:
    """Up to three spans, the last of which may run over midnight."""
    edges = sorted(draw(st.lists(st.integers(0, 24 * 60 - 1), max_size=6, unique=True)))
    if len(edges) % 2:
        edges.append(draw(st.integers(0, edges[0] - 1)) if edges[0] else 24 * 60)
    clock = [f"{minute // 60:02d}:{minute % 60:02d}" for minute in edges]
    return [f"{first}-{last}" for first, last in zip(clock[::2], clock[1::2], strict=True)]


@settings(deadline=None, max_examples=40)
@given(
    week=st.fixed_dictionaries({day: spans_of_a_day() for day in WEEKDAYS}),
    interval_minutes=st.sampled_from([15, 30, 60]),
    time_zone=st.sampled_from(["Asia/Tokyo", "Europe/London", "America/New_York", "Asia/Kolkata"]),
    first_day=st.dates(date(2025, 1, 1), date(2027, 12, 1)),
)
def test_the_grid_covers_exactly_the_opening_hours(
    week: dict[str, list[str]], interval_minutes: int, time_zone: str, first_day: date
) -> None:
    calendar = a_calendar(hours={**week}, interval_minutes=interval_minutes, time_zone=time_zone)
    last_day = first_day + timedelta(days=8)

    grid = calendar.open_intervals("phone", first_day, last_day)

    spans = [span for day in days_between(first_day, last_day) for span in calendar.open_spans("phone", day)]
    assert grid.open_minutes.sum() == sum((end - start).total_seconds() for start, end in spans) / 60
    assert grid.starts.is_monotonic_increasing
    assert grid.starts.is_unique
    assert ((grid.open_minutes > 0) & (grid.open_minutes <= interval_minutes)).all()
    assert ((grid.starts.hour * 60 + grid.starts.minute) % interval_minutes == 0).all()


def test_each_rule_of_opening_stands_over_the_next() -> None:
    hours = {"wed": ["10:00-18:00"], "holiday": ["12:00-13:00"], "exceptions": {"2026-04-29": ["9:00-10:00"]}}
    holiday = date(2026, 4, 29)  # Showa Day, a Wednesday
    without_exception = {key: value for key, value in hours.items() if key != "exceptions"}

    assert a_calendar(hours=hours, closed_on=["04-29"]).open_minutes_of_day("phone", holiday) == [(540, 600)]
    assert a_calendar(hours=without_exception, closed_on=["04-29"]).open_minutes_of_day("phone", holiday) == []
    assert a_calendar(hours=without_exception).open_minutes_of_day("phone", holiday) == [(720, 780)]
    assert a_calendar(hours=without_exception, open_on=["2026-04-29"]).open_minutes_of_day("phone", holiday) == [
        (600, 1080)
    ]


def test_an_exception_without_spans_closes_the_day() -> None:
    calendar = a_calendar(hours={"thu": ["10:00-18:00"], "exceptions": {"2026-04-30": []}})

    assert not calendar.is_open("phone", date(2026, 4, 30))
    assert calendar.is_open("phone", date(2026, 5, 7))


def test_a_day_between_two_japanese_holidays_is_a_holiday() -> None:
    assert JAPAN.is_holiday(date(2026, 9, 22))
    assert not JAPAN.is_holiday(date(2025, 9, 22))


def test_a_japanese_holiday_on_a_sunday_moves_to_the_next_day_that_is_none() -> None:
    assert JAPAN.is_holiday(date(2026, 5, 6))
    assert not JAPAN.is_holiday(date(2026, 5, 7))


def test_holidays_are_told_in_the_countrys_language() -> None:
    assert JAPAN.name_of(date(2026, 4, 29)) == "昭和の日"
    assert JAPAN.name_of(date(2026, 4, 28)) == ""


def test_banks_of_japan_rest_at_the_turn_of_the_year() -> None:
    closed = [day for day in days_between(date(2026, 12, 28), date(2027, 1, 5)) if not JAPAN.is_banking_day(day)]

    assert closed == days_between(date(2026, 12, 31), date(2027, 1, 3))


@pytest.mark.parametrize(
    ("code", "known"),
    [
        pytest.param("JP", True, id="two letters"),
        pytest.param("GBR", True, id="three letters"),
        pytest.param("UK", True, id="another name of GB"),
        pytest.param("XX", False, id="no country"),
        pytest.param("jp", False, id="small letters"),
        pytest.param("XNYS", False, id="a stock exchange"),
    ],
)
def test_a_country_is_known_where_the_library_has_its_holidays(code: str, known: bool) -> None:
    assert country_is_known(code) is known


def test_a_desk_without_a_country_knows_no_public_holiday() -> None:
    assert a_calendar(country="").is_open("phone", date(2026, 4, 29))


@pytest.mark.parametrize(
    ("rule", "moved"),
    [
        pytest.param("next_business_day", date(2026, 1, 13), id="after the weekend and Coming of Age Day"),
        pytest.param("previous_business_day", date(2026, 1, 9), id="the Friday before"),
        pytest.param("same_day", date(2026, 1, 10), id="the Saturday itself"),
    ],
)
def test_a_billing_day_on_a_saturday_is_moved_as_the_rule_says(rule: str, moved: date) -> None:
    calendar = a_calendar(billing_days=[10], billing_rule=rule)

    assert calendar.billing_dates(date(2026, 1, 1), date(2026, 1, 31)) == [moved]


def test_the_thirty_first_means_the_last_day_of_a_shorter_month() -> None:
    calendar = a_calendar(billing_days=[31], billing_rule="same_day")

    assert calendar.billing_dates(date(2026, 2, 1), date(2026, 4, 30)) == [
        date(2026, 2, 28),
        date(2026, 3, 31),
        date(2026, 4, 30),
    ]


def test_a_billing_day_moved_into_the_span_from_before_it_is_found() -> None:
    calendar = a_calendar(billing_days=[31])  # 31 January 2026 is a Saturday

    assert calendar.billing_dates(date(2026, 2, 1), date(2026, 2, 5)) == [date(2026, 2, 2)]


@settings(deadline=None, max_examples=40)
@given(day=st.dates(date(2025, 1, 1), date(2027, 12, 31)), count=st.integers(0, 30))
def test_counting_business_days_forth_and_back_comes_home(day: date, count: int) -> None:
    calendar = a_calendar(closed_on=["12-31"])
    start = calendar.add_business_days("phone", day, 1)

    there = calendar.add_business_days("phone", start, count)

    assert calendar.is_open("phone", there)
    assert len(calendar.business_days("phone", start, there)) == count + 1
    assert calendar.add_business_days("phone", there, -count) == start


def test_counting_business_days_of_a_channel_that_never_opens_is_refused() -> None:
    with pytest.raises(ValueError, match="open on too few days"):
        a_calendar(hours={}).add_business_days("phone", date(2026, 4, 1), 1)


def test_drivers_count_open_days_from_both_ends_of_the_month() -> None:
    table = a_calendar().drivers("phone", date(2026, 4, 1), date(2026, 5, 31))

    assert table.loc["2026-04-01", "from_month_start"] == 1
    assert table.loc["2026-04-30", "from_month_end"] == 1
    assert table.loc["2026-04-28", "from_month_end"] == 2  # the 29th is a holiday
    assert table.loc["2026-05-29", "from_month_end"] == 1


def test_drivers_do_not_depend_on_where_the_span_begins() -> None:
    calendar = a_calendar(billing_days=[10])
    whole = calendar.drivers("phone", date(2026, 1, 1), date(2026, 6, 30))

    part = calendar.drivers("phone", date(2026, 3, 11), date(2026, 4, 20))

    pd.testing.assert_frame_equal(part, whole.loc["2026-03-11":"2026-04-20"])


def test_drivers_count_open_days_from_the_billing_day() -> None:
    after = a_calendar(billing_days=[10]).drivers("phone", date(2026, 4, 1), date(2026, 4, 30))["days_after_billing"]

    assert after["2026-04-09":"2026-04-17"].tolist() == [-1, 0, 1, 2, 3, 4, 5]
    assert after[:"2026-04-08"].isna().all()
    assert after["2026-04-20":].isna().all()


def test_a_billing_day_stays_one_when_the_next_follows_on_the_morrow() -> None:
    after = a_calendar(billing_days=[14, 15]).drivers("phone", date(2026, 4, 13), date(2026, 4, 17))

    assert after["days_after_billing"].tolist() == [-1, 0, 0, 1, 2]


def test_drivers_count_only_closures_that_the_week_does_not_bring() -> None:
    before = a_calendar().drivers("phone", date(2026, 4, 20), date(2026, 5, 8))["closed_days_before"]

    assert before["2026-04-27"] == 0  # an ordinary Monday
    assert before["2026-04-30"] == 1  # after Showa Day
    assert before["2026-05-07"] == 5  # a weekend and three holidays


def test_a_channel_that_never_opens_has_no_drivers_and_no_intervals() -> None:
    calendar = a_calendar(hours={}, billing_days=[10])

    assert calendar.drivers("phone", date(2026, 4, 1), date(2026, 4, 30)).empty
    assert len(calendar.open_intervals("phone", date(2026, 4, 1), date(2026, 4, 30)).starts) == 0
