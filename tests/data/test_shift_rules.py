from datetime import date
from pathlib import Path

import pytest

from data.desk_file import settings_of_text
from data.desk_tables import read_staff
from data.errors import DeskError
from data.new_desk import filled_template
from data.shift_rules import ShiftRules

AGREED = {"overtime__agreement": True}


def settled(**values: object) -> ShiftRules:
    text = filled_template({f"shifts.{key.replace('__', '.')}": value for key, value in values.items()})
    return settings_of_text(text, path=Path("desk.toml")).shifts


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"overtime__special_clause": True}, "shifts.overtime.special_clause = True: is a part of an agreement"),
        ({"overtime__hours_month": 101.0}, "shifts.overtime.hours_month = 101.0: is more than under_hours_month 100"),
        ({"overtime__average_hours_months": 120.0}, "average_hours_months = 120.0: is more than under_hours_month"),
        ({"overtime__hours_year": 40.0}, "shifts.overtime.hours_year = 40.0: is less than hours_month 45"),
        ({"overtime__special_hours_year": 300.0}, "special_hours_year = 300.0: is less than hours_year 360"),
        ({"overtime__hours_month": 900.0}, "shifts.overtime.hours_month = 900.0"),  # no month is that long
        ({"overtime__year_starts_month": 13}, "shifts.overtime.year_starts_month = 13"),  # no such month
        ({"overtime__plan_hours_day": 1.0}, "plan_hours_day = 1.0: asks for overtime without an agreement"),
        ({"overtime__plan_hours_week": 1.0}, "plan_hours_week = 1.0: asks for overtime without an agreement"),
        ({**AGREED, "overtime__plan_hours_week": 4.0}, "plan_hours_day = 0.0: is 0, so plan_hours_week 4 is never"),
        ({**AGREED, "overtime__plan_hours_day": 2.0}, "plan_hours_week = 0.0: is less than plan_hours_day 2"),
        ({**AGREED, "overtime__plan_hours_day": 13.0}, "overtime.plan_hours_day = 13.0"),  # 21 hours on end
        ({"break_over_8_hours_minutes": 30}, "break_over_8_hours_minutes = 30: is less than break_over_6_hours"),
        ({"days_off_mode": "four_weeks"}, "four_weeks_from = '': is empty, so nobody knows where"),
        ({"four_weeks_from": "05/04/2026"}, "four_weeks_from = '05/04/2026': is no date"),  # not ISO
        ({"four_weeks_from": "20260405"}, "four_weeks_from = '20260405': is no date"),  # ISO without its dashes
        ({"settlement_months": 3}, "settlement_months = 3: belongs to hours_mode"),
        ({"settlement_months": 4, "hours_mode": "flextime"}, "shifts.settlement_months = 4"),  # the law knows three
        ({"night_until": "22:00"}, "night_until = '22:00': is night_from too"),
        ({"night_from": "25:00"}, "night_from = '25:00': '25:00' is no time of day"),
        ({"hours_mode": "yearly"}, "shifts.hours_mode = 'yearly'"),  # no mode of ours
        ({"min_on_duty": 0}, "shifts.min_on_duty = 0"),  # nobody is no team
        ({"max_days_running": 0}, "shifts.max_days_running = 0"),  # nobody could work
    ],
)
def test_an_impossible_rule_is_refused_with_its_key_path_and_line(values: dict[str, object], told: str) -> None:
    with pytest.raises(DeskError, match=r"desk\.toml line \d+: ") as refused:
        settled(**values)

    assert told in str(refused.value)


def test_a_day_without_quotes_begins_four_weeks_too() -> None:
    rules = settled(days_off_mode="four_weeks", four_weeks_from=date(2026, 4, 5))

    assert rules.first_of_four_weeks == date(2026, 4, 5)


def test_days_off_by_the_week_need_no_first_day() -> None:
    assert settled(four_weeks_from="2026-04-05").first_of_four_weeks is None


@pytest.mark.parametrize(
    ("agreement", "exempt", "may_differ"),
    [
        (False, False, False),  # lunch for all at once
        (True, False, True),  # agreed on
        (False, True, True),  # the trade is exempt
    ],
)
def test_lunch_at_different_times_needs_an_agreement_or_an_exempt_trade(
    agreement: bool, exempt: bool, may_differ: bool
) -> None:
    rules = settled(staggered_break_agreement=agreement, break_exempt_trade=exempt)

    assert rules.lunches_may_differ is may_differ


def test_a_contract_by_the_month_is_read_and_may_be_left_out(tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    path.write_text("person,hours_month\nSato,120\nSuzuki,\n", encoding="utf-8")

    assert [person.hours_month for person in read_staff(path)] == [120.0, 0.0]


def test_a_month_of_more_hours_than_it_has_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    path.write_text("person,hours_month\nSato,800\n", encoding="utf-8")

    with pytest.raises(DeskError, match=r"line 2: Sato: hours_month 800\.0 must be possible hours"):
        read_staff(path)
