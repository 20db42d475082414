"""Each limit of the checker to the minute: at it a plan passes, a minute beyond it does not, whatever the clock."""

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from data.staff import Absence
from staffing.shift_plan import Activity, ActivityKind
from tests.staffing.labour_builders import desk_with, found, judged, shift, shifts
from tests.staffing.plan_builders import MONDAY, make_absence, make_desk

NEW_YORK = "America/New_York"
SPRING, AUTUMN = date(2026, 3, 8), date(2026, 11, 1)
"""Days of 23 and of 25 hours in New York."""

SUNDAY = MONDAY - timedelta(days=1)


def _rules(rows: list[Activity], desk: Any, *names: str) -> set[str]:
    return {rule for rule, _, _ in found(rows, desk)} & set(names)


def _row(start: str, end: str, kind: ActivityKind = "phone", zone: str = "Asia/Tokyo") -> Activity:
    first, last = (pd.Timestamp(text).tz_localize(zone) for text in (start, end))
    return Activity("ueda", first.date(), "early", first, last, kind, "", kind != "lunch")


@pytest.mark.parametrize("start", [540, 1200], ids=["by day", "over midnight"])
@pytest.mark.parametrize(
    ("minutes", "pause", "broken"),
    [
        (360, 0, False),  # six hours need none
        (361, 0, True),
        (361, 44, True),
        (361, 45, False),
        (480, 45, False),  # eight hours need no more
        (481, 45, True),
        (481, 59, True),
        (481, 60, False),
    ],
)
def test_breaks_are_due_a_minute_beyond_six_and_eight_hours(minutes: int, pause: int, broken: bool, start: int) -> None:
    rows = shift(MONDAY, minutes, start=start, pause=pause)

    assert _rules(rows, desk_with(), "break") == ({"break"} if broken else set())


@pytest.mark.parametrize(("day", "start"), [(SPRING, 60), (AUTUMN, 30)], ids=["23 hours", "25 hours"])
@pytest.mark.parametrize(("minutes", "broken"), [(360, False), (361, True)])
def test_six_hours_are_elapsed_hours_where_the_clock_changes_within_them(
    day: date, start: int, minutes: int, broken: bool
) -> None:
    rows = shift(day, minutes, start=start, pause=0, zone=NEW_YORK)

    assert _rules(rows, desk_with(NEW_YORK), "break") == ({"break"} if broken else set())


@pytest.mark.parametrize("start", [540, 1200], ids=["by day", "over midnight"])
@pytest.mark.parametrize(("minutes", "broken"), [(480, set()), (481, {"hours_day", "contract_day"})])
def test_eight_hours_are_a_day_of_law_and_contract(minutes: int, broken: set[str], start: int) -> None:
    desk = desk_with(person={"hours_day": 8.0})

    assert _rules(shift(MONDAY, minutes, start=start), desk, "hours_day", "contract_day") == broken


@pytest.mark.parametrize(("last", "broken"), [(480, set()), (481, {"hours_week", "contract_week"})])
def test_forty_hours_are_a_week_of_law_and_contract_also_over_the_border_of_a_month(
    last: int, broken: set[str]
) -> None:
    desk = desk_with(person={"hours_week": 40.0}, max_hours_day=9.0)
    first = date(2026, 11, 29)  # a Sunday; the week ends on 5 December

    rows = shifts(first, [480, 480, 480, 480, last])

    assert _rules(rows, desk, "hours_week", "contract_week") == broken


def test_a_shift_over_the_midnight_of_the_week_belongs_to_the_week_in_which_it_began() -> None:
    desk = desk_with(week_starts="sunday")
    week = shifts(SUNDAY, [480] * 4)
    saturday = shift(MONDAY + timedelta(days=5), 480, start=1200)  # 20:00 until 5:00 of Sunday

    assert _rules([*week, *saturday], desk, "hours_week") == set()
    longer = shift(MONDAY + timedelta(days=5), 481, start=1200)
    assert ("hours_week", "block", SUNDAY) in found([*week, *longer], desk)


@pytest.mark.parametrize(
    ("day", "zone", "next_start", "broken"),
    [
        (MONDAY, "Asia/Tokyo", "09:00", False),  # 22:00 to 9:00 are eleven hours
        (MONDAY, "Asia/Tokyo", "08:59", True),
        (SPRING - timedelta(days=1), NEW_YORK, "09:59", True),  # the night lost an hour
        (SPRING - timedelta(days=1), NEW_YORK, "10:00", False),
        (AUTUMN - timedelta(days=1), NEW_YORK, "08:00", False),  # the night gained one
        (AUTUMN - timedelta(days=1), NEW_YORK, "07:59", True),
    ],
)
def test_eleven_hours_of_rest_are_elapsed_hours(day: date, zone: str, next_start: str, broken: bool) -> None:
    evening = _row(f"{day} 17:00", f"{day} 22:00", zone=zone)
    morning = _row(f"{day + timedelta(days=1)} {next_start}", f"{day + timedelta(days=1)} 12:00", zone=zone)

    rules = _rules([evening, morning], desk_with(zone, min_rest_hours=11.0), "rest")

    assert rules == ({"rest"} if broken else set())


@pytest.mark.parametrize(
    ("absence", "broken"),
    [
        (make_absence("ueda", f"{MONDAY}T08:00", f"{MONDAY}T09:00"), set()),  # over when work begins
        (make_absence("ueda", f"{MONDAY}T08:00", f"{MONDAY}T09:01"), {"on_leave"}),
        (make_absence("ueda", f"{MONDAY}T12:00", f"{MONDAY}T13:00"), set()),  # begins when work ends
        (make_absence("ueda", f"{MONDAY}T11:59", f"{MONDAY}T13:00"), {"on_leave"}),
        (make_absence("ueda", f"{MONDAY}T11:59", f"{MONDAY}T13:00", "training"), {"in_training"}),
        (make_absence("ueda", f"{SUNDAY}T00:00", f"{MONDAY}T00:00"), set()),  # the day before
    ],
)
def test_leave_and_work_may_touch_and_not_overlap(absence: Absence, broken: set[str]) -> None:
    desk = desk_with()
    rows = [_row(f"{MONDAY} 09:00", f"{MONDAY} 12:00")]

    away = make_desk(desk.settings, staff=desk.staff, leave=[absence])

    assert _rules(rows, away, "on_leave", "in_training") == broken


def test_leave_of_a_day_begins_at_midnight_though_the_shift_began_before() -> None:
    desk = desk_with()
    leave = make_absence("ueda", f"{MONDAY}T00:00", f"{MONDAY + timedelta(days=1)}T00:00")
    away = make_desk(desk.settings, staff=desk.staff, leave=[leave])

    until_midnight = [_row(f"{SUNDAY} 18:00", f"{MONDAY} 00:00")]
    past_it = [_row(f"{SUNDAY} 18:00", f"{MONDAY} 00:01")]

    assert _rules(until_midnight, away, "on_leave") == set()
    assert _rules(past_it, away, "on_leave") == {"on_leave"}


def test_two_rows_may_touch_and_not_overlap_by_a_minute() -> None:
    first = _row(f"{MONDAY} 09:00", f"{MONDAY} 12:00")

    assert _rules([first, _row(f"{MONDAY} 12:00", f"{MONDAY} 13:00")], desk_with(), "overlap") == set()
    assert _rules([first, _row(f"{MONDAY} 11:59", f"{MONDAY} 13:00")], desk_with(), "overlap") == {"overlap"}


@pytest.mark.parametrize(("minutes", "broken"), [(60, set()), (61, {"screen"})])
@pytest.mark.parametrize("start", [540, 1410], ids=["by day", "over midnight"])
def test_an_hour_at_the_screen_is_an_hour(minutes: int, broken: set[str], start: int) -> None:
    rows = shift(MONDAY, minutes, start=start, pause=0)

    assert _rules(rows, desk_with(screen_minutes_on_end=60), "screen") == broken


@pytest.mark.parametrize(("pause", "broken"), [(9, {"screen"}), (10, set())])
def test_ten_minutes_away_from_the_screen_are_a_pause(pause: int, broken: set[str]) -> None:
    rows = shift(MONDAY, 120, pause=pause)

    assert _rules(rows, desk_with(screen_minutes_on_end=60), "screen") == broken


@pytest.mark.parametrize(
    ("end", "broken"),
    [("2026-12-13 00:00", set()), ("2026-12-13 00:01", {"days_off"})],  # Saturday's midnight
)
def test_a_day_off_is_a_day_from_midnight_to_midnight(end: str, broken: set[str]) -> None:
    desk = desk_with(week_starts="monday", max_hours_day=24.0, max_hours_week=168.0)
    week = shifts(MONDAY, [120] * 5, pause=0)

    rows = [*week, _row("2026-12-12 20:00", end)]

    assert _rules(rows, desk, "days_off") == broken


@pytest.mark.parametrize(
    ("dates", "broken"),
    [
        ({"end_date": MONDAY}, set()),  # a shift of the last day may reach past its midnight
        ({"end_date": SUNDAY}, {"not_employed"}),
        ({"start_date": MONDAY}, set()),
        ({"start_date": MONDAY + timedelta(days=1)}, {"not_employed"}),
    ],
)
def test_employment_is_that_of_the_day_on_which_the_shift_begins(dates: dict[str, Any], broken: set[str]) -> None:
    rows = shift(MONDAY, 300, start=1320, pause=0)

    assert _rules(rows, desk_with(person=dates), "not_employed") == broken


@pytest.mark.parametrize(("last", "broken"), [(480, set()), (481, {"contract_month"})])
def test_hours_of_a_contract_by_the_month_end_with_the_month(last: int, broken: set[str]) -> None:
    desk = desk_with(person={"hours_month": 16.0}, max_hours_day=9.0)
    rows = [*shifts(date(2026, 11, 29), [480, last]), *shifts(date(2026, 12, 1), [480, 480])]

    assert _rules(rows, desk, "contract_month") == broken


def test_a_minute_too_much_is_told_to_the_minute() -> None:
    [told] = [one for one in judged(shift(MONDAY, 481), desk_with()) if one.rule == "hours_day"]

    assert "8 h 01 min" in told.sentence("en")
    assert "8時間1分" in told.sentence("ja")
