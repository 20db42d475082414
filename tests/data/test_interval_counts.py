from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.calendar import Calendar
from data.desk import DeskSettings
from data.errors import NothingToDo
from data.interval_counts import (
    count_intervals,
    count_outside_hours,
    last_complete_instant,
    read_interval_series,
    read_log_span,
)
from data.warehouse import Warehouse
from tests.data.logged_desk import Call, logged_desk

TWO_DAYS: list[Call] = [
    ("2026-04-06 09:50", 20, 100),  # before opening
    ("2026-04-06 10:05", 20, 100),
    ("2026-04-06 10:29:59", 200, 100),  # its wait ends in the next half-hour
    ("2026-04-06 10:30", 3, None),  # a short abandon
    ("2026-04-06 10:31", 60, None),
    ("2026-04-07 17:59", 10, 300),
]


def _noon(day: str) -> pd.Timestamp:
    return pd.Timestamp(f"{day} 12:00", tz="Asia/Tokyo")


def _thrice_each_half_hour(days: list[date]) -> list[Call]:
    times = [f"{hour}:{minute}" for hour in range(10, 18) for minute in (15, 45)]
    return [(f"{day} {time}", 5.0, 60.0) for day in days for time in times for _ in range(3)]


def test_a_contact_belongs_to_the_half_hour_in_which_it_entered(tmp_path: Path, weekday_settings: DeskSettings) -> None:
    desk = logged_desk(tmp_path, weekday_settings, TWO_DAYS)

    with Warehouse.open(desk) as warehouse:
        counted = count_intervals(warehouse, Calendar.of(desk), queue="support", until=_noon("2026-04-08"))

    first, second = counted.iloc[0], counted.iloc[1]
    assert first[["offered", "answered", "answered_in_threshold", "wait_answered_s"]].tolist() == [2, 2, 1, 220]
    assert second[["offered", "answered", "abandoned", "short_abandoned"]].tolist() == [2, 0, 2, 1]
    assert counted["offered"].sum() == 5


def test_the_sql_counts_as_a_loop_over_the_calls_does(tmp_path: Path, weekday_settings: DeskSettings) -> None:
    rng = np.random.default_rng(5)
    minutes = rng.integers(0, 480, size=300)
    calls: list[Call] = [(f"2026-04-06 {10 + m // 60:02d}:{m % 60:02d}:30", 10.0, 60.0) for m in minutes]
    desk = logged_desk(tmp_path, weekday_settings, calls)

    with Warehouse.open(desk) as warehouse:
        series = read_interval_series(warehouse, Calendar.of(desk), queue="support", until=_noon("2026-04-07"))

    looped = [sum(m // 30 == number for m in minutes) for number in range(16)]
    assert series.offered[:16].tolist() == looped
    assert series.handle_seconds[:16].tolist() == [90.0 * count for count in looped]


def test_nothing_later_than_until_is_known(tmp_path: Path, weekday_settings: DeskSettings) -> None:
    desk = logged_desk(tmp_path, weekday_settings, [("2026-04-06 10:00", 5, 60), ("2026-04-06 10:20", 700, 600)])
    until = pd.Timestamp("2026-04-06 10:30", tz="Asia/Tokyo")

    with Warehouse.open(desk) as warehouse:
        series = read_interval_series(warehouse, Calendar.of(desk), queue="support", until=until)

    assert series.offered.tolist() == [2]
    assert series.answered.tolist() == [1]
    assert series.handled.tolist() == [1]
    assert series.handle_seconds.tolist() == [90]


def test_contacts_outside_opening_hours_are_counted_apart(tmp_path: Path, weekday_settings: DeskSettings) -> None:
    desk = logged_desk(tmp_path, weekday_settings, TWO_DAYS)

    with Warehouse.open(desk) as warehouse:
        outside = count_outside_hours(warehouse, Calendar.of(desk), queue="support", until=_noon("2026-04-08"))

    assert outside == 1


def test_a_day_on_which_the_log_says_nothing_is_missing_and_not_zero(
    tmp_path: Path, weekday_settings: DeskSettings
) -> None:
    days = [day.date() for day in pd.bdate_range("2026-04-06", periods=10)]
    calls = _thrice_each_half_hour([day for day in days if day != days[4]])
    desk = logged_desk(tmp_path, weekday_settings, calls)

    with Warehouse.open(desk) as warehouse:
        series = read_interval_series(warehouse, Calendar.of(desk), queue="support", until=_noon("2026-04-18"))

    assert set(series.starts[series.missing].date) == {days[4]}


def test_a_newest_day_that_breaks_off_is_not_complete(tmp_path: Path, weekday_settings: DeskSettings) -> None:
    days = [day.date() for day in pd.bdate_range("2026-04-06", periods=10)]
    calls = [call for call in _thrice_each_half_hour(days) if call[0] < f"{days[-1]} 13"]
    desk = logged_desk(tmp_path, weekday_settings, calls)

    with Warehouse.open(desk) as warehouse:
        instant = last_complete_instant(warehouse, Calendar.of(desk))

    assert instant == pd.Timestamp(days[-1], tz="Asia/Tokyo")


def test_a_newest_day_that_was_quiet_to_its_end_is_complete(tmp_path: Path, weekday_settings: DeskSettings) -> None:
    desk = logged_desk(tmp_path, weekday_settings, TWO_DAYS)

    with Warehouse.open(desk) as warehouse:
        instant = last_complete_instant(warehouse, Calendar.of(desk))

    assert instant == pd.Timestamp("2026-04-08", tz="Asia/Tokyo")


def test_an_empty_log_says_what_to_do(tmp_path: Path, weekday_settings: DeskSettings) -> None:
    desk = logged_desk(tmp_path, weekday_settings, TWO_DAYS[:1])
    from data.desk import Desk

    empty = Desk(folder=tmp_path / "other", settings=desk.settings)

    with Warehouse.open(empty) as warehouse, pytest.raises(NothingToDo, match="tsunagari import"):
        last_complete_instant(warehouse, Calendar.of(empty))


def test_an_instant_before_the_log_begins_is_refused(tmp_path: Path, weekday_settings: DeskSettings) -> None:
    desk = logged_desk(tmp_path, weekday_settings, TWO_DAYS)

    with Warehouse.open(desk) as warehouse, pytest.raises(NothingToDo, match="begins on 2026-04-06"):
        read_interval_series(warehouse, Calendar.of(desk), queue="support", until=_noon("2026-03-01"))


def test_the_hour_that_a_clock_change_repeats_keeps_both_its_halves(
    tmp_path: Path, weekday_settings: DeskSettings
) -> None:
    fields = weekday_settings.model_dump(by_alias=True)
    fields |= {"time_zone": "Europe/London", "country": "", "hours": {"phone": {"sun": ["00:00-24:00"]}}}
    settings = DeskSettings.model_validate(fields)
    desk = logged_desk(tmp_path, settings, [("2025-10-26 00:10", 5, 60), ("2025-10-26 12:10", 5, 60)])

    with Warehouse.open(desk) as warehouse:
        series = read_interval_series(
            warehouse, Calendar.of(desk), queue="support", until=pd.Timestamp("2025-10-27", tz="Europe/London")
        )

    assert len(series) == 50
    assert series.offered.sum() == 2


@pytest.mark.parametrize("stray", ["1971-06-01T10:05:00", "2022-01-10T10:05:00", "2025-06-02T10:05:00"])
def test_a_contact_that_years_of_silence_part_from_the_log_neither_begins_nor_ends_it(
    tmp_path: Path, weekday_settings: DeskSettings, stray: str
) -> None:
    days = [date(2024, 4, day) for day in (8, 9, 10, 11, 12)]
    desk = logged_desk(tmp_path, weekday_settings, [(stray, 20, 60), *_thrice_each_half_hour(days)])

    with Warehouse.open(desk) as warehouse:
        span = read_log_span(warehouse, Calendar.of(desk))
        until = last_complete_instant(warehouse, Calendar.of(desk))

    assert (span.first_day, span.last_day) == (days[0], days[-1])
    assert (span.strays, span.stray_at) == (1, pd.Timestamp(stray, tz="Asia/Tokyo"))
    assert until == pd.Timestamp("2024-04-13", tz="Asia/Tokyo")


def test_a_desk_that_was_silent_for_years_keeps_what_it_knew_before(
    tmp_path: Path, weekday_settings: DeskSettings
) -> None:
    days = [date(2024, 4, 8), date(2024, 4, 9), date(2026, 4, 6), date(2026, 4, 7)]
    desk = logged_desk(tmp_path, weekday_settings, _thrice_each_half_hour(days))

    with Warehouse.open(desk) as warehouse:
        span = read_log_span(warehouse, Calendar.of(desk))

    assert (span.first_day, span.last_day, span.strays) == (days[0], days[-1], 0)
